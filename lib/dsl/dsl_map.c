/* dsl_map - runs one program over a text: over its lines, or down one column of a table
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_map.h"

#include <errno.h>
#include <stdlib.h>

#include "base/lines.h"
#include "base/outfile.h"
#include "base/pool.h"
#include "base/utf8.h"

/* What a thread needs of its own. */
struct hand { struct dsl_scratch *scratch; struct table_row row; struct buf made, joined; };

struct run {
	struct dsl_map *m;
	bool breaks;                    /* an output may have a line end, which would make two lines of one */
	bool added;                     /* the column that is written is a new one */
	struct inputs from;
	size_t to, width;               /* columns; width: 0, or how many fields each row must have (table_row_fits) */
	size_t last;                    /* of those that are read, and that a row must have */
	struct hand *hands;
};

/* Counts a line that could not be done: false when that ends the run. */
static bool note(const struct run *r, struct lines_block *b, const char *reason)
{
	if (r->m->policy == MAP_ERROR) {
		buf_puts(&b->stop, reason);
		return false;
	}
	if (b->failed++ == 0) {
		b->first = b->lines;
		b->reason = reason;
	}
	return true;
}

static void map_lines(void *context, int thread, struct lines_block *b)
{
	const struct run *r = context;
	struct dsl_scratch *scratch = r->hands[thread].scratch;
	const char *p = b->in.p, *end = p + b->in.n, *stop;
	/* looked at once, not line by line */
	enum dsl_encoding encoding = utf8_check(b->in) == UTF8_ASCII ? DSL_ASCII : DSL_UNKNOWN;

	if (b->number == 0 && table_begins_marked(b->in)) {
		buf_str(&b->out, TABLE_MARK);
		p += TABLE_MARK.n;
	}
	for (; p < end; p = stop + 1, b->lines++) {
		const char *newline = memchr(p, '\n', (size_t)(end - p)), *reason = NULL;
		const size_t before = b->out.n;
		struct str line = { p, 0 };
		enum dsl_error error = RUN_OK;

		stop = newline ? newline : end;
		line.n = (size_t)(stop - p);
		if (newline && line.n && p[line.n - 1] == '\r')
			line.n--;
		if (line.n || !r->m->pass_empty)
			error = dsl_run_as(r->m->program, scratch, line, encoding, &b->out);
		if (error && (line.n || r->m->policy == MAP_ERROR))
			reason = dsl_error_text(error);
		else if (r->breaks && b->out.n > before && memchr(b->out.p + before, '\n', b->out.n - before))
			reason = "a line end in the output";
		if (reason) {
			b->out.n = before;
			if (!note(r, b, reason))
				return;
			if (r->m->policy == MAP_KEEP)
				buf_str(&b->out, line);
		}
		if (newline && stop == p + line.n)
			buf_putc(&b->out, '\n');        /* as nearly always; a call for one byte would be dear */
		else
			buf_put(&b->out, p + line.n, (size_t)(stop - p) - line.n + (newline != NULL));
	}
}

/* Appends a row that has too few fields or too many, or a record that lacks a path, as it is: false when that ends the run. */
static bool leave_odd(const struct run *r, const struct table_row *row, struct str text, struct lines_block *b)
{
	if (r->m->policy == MAP_ERROR && row->wrong) {
		buf_puts(&b->stop, row->wrong);
		return false;
	}
	if (r->m->policy == MAP_ERROR) {
		buf_printf(&b->stop, "%zu fields, but %s", row->n, r->width ? "the first row has " : "too few");
		if (r->width)
			buf_printf(&b->stop, "%zu", r->width);
		return false;
	}
	if (b->odd++ == 0) {
		b->first_odd = b->lines;
		b->odd_reason = row->wrong;
	}
	buf_str(&b->out, text);
	return true;
}

/* Appends what the program made of a row, which this is, on a line. `reason`: why it could not; NULL: it could. */
static void put_alone(const struct run *r, const struct hand *hand, struct str text, const char *reason, struct lines_block *b)
{
	const struct str ending = hand->row.ending;

	if (!reason)
		buf_str(&b->out, buf_view(&hand->made));
	else if (r->m->policy == MAP_KEEP)
		buf_put(&b->out, text.p, text.n - ending.n);
	buf_str(&b->out, ending);
}

/* Appends one row, whose text this is, with what the program makes of it: false when that ends the run. */
static bool map_row(const struct run *r, struct hand *hand, struct str text, enum dsl_encoding encoding, struct lines_block *b)
{
	const struct dsl_map *m = r->m;
	struct table_row *row = &hand->row;
	const bool has_output = !m->alone && r->to < row->n;
	struct str input = { 0 }, kept;
	const char *reason = NULL;
	bool good;

	if (row->plain && b->plain++ == 0)
		b->first_plain = b->lines;
	if (table_row_empty(row)) {
		buf_str(&b->out, m->alone ? row->ending : text);
		return true;
	}
	if (!m->alone && !table_row_fits(row, r->width, r->last, r->to))
		return leave_odd(r, row, text, b);
	good = inputs_of(&r->from, row, &hand->joined, &input, &reason);
	if ((m->only_empty && has_output && row->fields[r->to].n) || (m->pass_empty && good && !input.n && !r->added && !m->alone)) {
		buf_str(&b->out, text);
		return true;
	}
	hand->made.n = 0;
	if (good) {
		const enum dsl_error error = input.n || !m->pass_empty ? dsl_run_as(m->program, hand->scratch, input, encoding, &hand->made) : RUN_OK;

		reason = error && (input.n || m->policy == MAP_ERROR) ? dsl_error_text(error) : NULL;
		good = !error;
	}
	if (reason && !note(r, b, reason))
		return false;
	if (m->alone) {
		put_alone(r, hand, text, reason, b);
		return true;
	}
	/* of several columns no cell is the input: what is there stays */
	kept = m->policy != MAP_KEEP ? STR("") : r->from.n == 1 ? input : has_output ? row->fields[r->to] : STR("");
	if (table_put_with(&b->out, m->format, row, r->to, good ? buf_view(&hand->made) : kept) < 0) {
		if (!note(r, b, m->format.json ? "the output is no number" : "a tab or a line end in the output, and no escapes"))
			return false;
		if (table_put_with(&b->out, m->format, row, r->to, kept) < 0)
			buf_str(&b->out, text);
	}
	return true;
}

static void map_rows(void *context, int thread, struct lines_block *b)
{
	const struct run *r = context;
	struct hand *hand = &r->hands[thread];
	struct table_format ends = r->m->format;
	struct str rest = b->in;
	/* in JSON anything may be spelled in ASCII */
	const enum dsl_encoding encoding = !r->m->format.json && utf8_check(b->in) == UTF8_ASCII ? DSL_ASCII : DSL_UNKNOWN;

	if (rest.n && !memchr(rest.p, '"', rest.n))
		ends.quotes = TABLE_PLAIN;      /* a row is a line */
	while (rest.n) {
		struct table_scan scan = { 0 };
		size_t n = table_row_end(ends, &scan, rest);
		struct str text = { rest.p, n ? n : rest.n };   /* the last of a file may have no end */
		const char *why;

		if (table_parse(r->m->format, text, &hand->row, &why) < 0) {
			buf_puts(&b->stop, why);
			return;
		}
		if (!map_row(r, hand, text, encoding, b))
			return;
		b->lines += hand->row.lines;
		rest.p += text.n;
		rest.n -= text.n;
	}
}

/* Finds the columns in the first row. `new_name`: what a header must call the new column; NULL: there is no new one. */
static int find_columns(struct run *r, const struct table_row *first, const char **new_name, struct buf *why)
{
	const struct dsl_map *m = r->m;
	const struct table_row *header = m->header ? first : NULL;
	size_t length = why->n;
	long to;

	if (m->from && inputs_find(&r->from, header, m->from, why) < 0)
		return -1;
	if (!m->from)
		inputs_all_but(&r->from, first->n, first->n, first->n);
	if (m->alone)
		return 0;
	to = m->to ? table_column(header, m->to, why) : (long)first->n;
	*new_name = "output";
	if (to == -1 && header) {
		why->n = length;        /* no such name yet */
		*new_name = m->to;
		to = (long)first->n;
	}
	if (to > (long)first->n)
		buf_printf(why, "column %s: the first row has %zu, so a new one is %zu", m->to, first->n, first->n + 1);
	r->added = to == (long)first->n;
	if (header || r->added)
		r->width = first->n;
	if (to != (long)first->n)
		*new_name = NULL;
	r->to = (size_t)to;
	r->last = 0;
	for (size_t k = 0; k < r->from.n && m->from; k++)
		r->last = r->from.at[k] > r->last ? r->from.at[k] : r->last;
	return why->n > length ? -1 : 0;
}

/* Reads the first row and finds the columns. What `l` works on begins behind it when it is a header, which goes to `head`, else with
 * it. 0, also for a text without any row; -1. */
static int begin_table(struct run *r, struct table_reader *t, struct lines *l, struct buf *head, struct buf *why)
{
	struct dsl_map *m = r->m;
	struct table_row first = { 0 };
	const char *new_name = NULL;
	struct buf reason = { 0 };
	int got = table_next(t, &first);
	struct str all = table_rest(t, true), behind = table_rest(t, false);

	if (got < 0)
		buf_puts(why, table_error(t));
	if (got > 0 && find_columns(r, &first, &new_name, &reason) < 0) {
		buf_printf(why, "%s: %s", source_name(l->in), buf_cstr(&reason));
		got = -1;
	}
	if (table_marked(t))
		buf_str(head, TABLE_MARK);
	if (got > 0 && m->header) {
		if (m->alone)
			;                       /* names are of a row */
		else if (!new_name)
			buf_put(head, all.p, all.n - behind.n);
		else if (table_put_with(head, m->format, &first, r->to, str_of(new_name)) < 0)
			got = -1, buf_puts(why, "the new column's name has a tab or a line end");
		l->before = first.lines;
	}
	l->rest = m->header ? behind : all;
	table_row_free(&first);
	buf_free(&reason);
	return got < 0 ? -1 : 0;
}

/* All but opening and ending the output. */
static int map(struct dsl_map *m, struct source *in, const struct outfile *out, struct buf *why)
{
	struct run r = { .m = m, .breaks = dsl_may_write(m->program, '\n') };
	struct lines l = { .in = in, .out = out->fd, .out_name = out->name, .threads = m->threads ? m->threads : pool_cores(), .context = &r };
	struct table_format any = m->format;
	struct buf head = { 0 };
	struct table_reader *t;
	size_t ending;
	int failed = 0;

	any.bytes = true;               /* a line that is not UTF-8 is one that the program can't handle */
	t = table_open(in, any);
	r.hands = mem_zero((size_t)l.threads, sizeof *r.hands);
	for (int i = 0; i < l.threads; i++)
		r.hands[i].scratch = dsl_scratch_make();
	l.work = m->table ? map_rows : map_lines;
	if (m->table)
		l.format = m->format, failed = begin_table(&r, t, &l, &head, why);
	else if (source_look(in, 1).p == NULL)
		failed = -1, buf_puts(why, source_error(in));
	l.encoding = source_encoding(in);
	l.pack = out->path.n ? pack_named(out->name, &ending) : PACK_NONE;
	if (l.pack && !pack_known(l.pack))
		failed = -1, buf_printf(why, "%s: this program was built without %s", out->name, pack_name(l.pack));
	l.head = buf_view(&head);
	if (!failed)
		failed = lines_run(&l, why);
	m->lines = l.lines;
	m->failed = l.failed;
	m->first = l.first;
	m->reason = l.reason;
	m->odd = l.odd;
	m->first_odd = l.first_odd;
	m->odd_reason = l.odd_reason;
	m->plain = l.plain;
	m->first_plain = l.first_plain;
	for (int i = 0; i < l.threads; i++) {
		dsl_scratch_free(r.hands[i].scratch);
		table_row_free(&r.hands[i].row);
		buf_free(&r.hands[i].made);
		buf_free(&r.hands[i].joined);
	}
	free(r.hands);
	table_close(t);
	buf_free(&head);
	return failed;
}

int dsl_map(struct dsl_map *m, struct source *in, const char *out, struct buf *why)
{
	struct outfile file;

	if (outfile_open(&file, out) < 0) {
		buf_printf(why, "%s: %s", file.name, strerror(errno));
		return -1;
	}
	if (map(m, in, &file, why) < 0) {
		outfile_abandon(&file);
		return -1;
	}
	if (outfile_commit(&file) < 0) {
		buf_printf(why, "%s: %s", file.name, strerror(errno));
		return -1;
	}
	return 0;
}
