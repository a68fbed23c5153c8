/* table - rows of TSV and CSV text, one at a time
 * SPDX-License-Identifier: MIT */
#include "base/table.h"

#include <stdlib.h>
#include <strings.h>

#include "base/encoding.h"
#include "base/pack.h"
#include "base/table_json.h"
#include "base/utf8.h"

enum { CHUNK = 64 << 10 };      /* what a pipe gives at once */

bool table_begins_marked(struct str text)
{
	return str_begins(text, TABLE_MARK);
}

bool table_named_csv(const char *path)
{
	size_t n = strlen(path), packed;

	pack_named(path, &packed);
	n -= packed;
	return n > 4 && strncasecmp(path + n - 4, ".csv", 4) == 0;
}

void table_row_free(struct table_row *row)
{
	free(row->fields);
	free(row->raw);
	buf_free(&row->text);
	*row = (struct table_row){ 0 };
}

bool table_row_empty(const struct table_row *row)
{
	if (row->wrong)
		return false;
	for (size_t i = 0; i < row->n; i++)
		if (row->fields[i].n)
			return false;
	return true;
}

bool table_row_fits(const struct table_row *row, size_t width, size_t from, size_t to)
{
	if (row->wrong)
		return false;
	if (width)
		return row->n == width || (row->n == to && to + 1 == width);
	return row->n > from && row->n >= to;
}

/* ---- from memory ---- */

/* How many bytes the separator has; most have one. */
static inline size_t width(const struct table_format *f)
{
	return f->separator[1] ? strlen(f->separator) : 1;
}

static inline bool is_separator(const struct table_format *f, size_t n, const char *p, const char *end)
{
	return *p == *f->separator && (n == 1 || ((size_t)(end - p) >= n && memcmp(p, f->separator, n) == 0));
}

/* The next separator, of `n` bytes; `end` when there is none. */
static inline const char *next_separator(const struct table_format *f, size_t n, const char *p, const char *end)
{
	for (; p < end && (p = memchr(p, *f->separator, (size_t)(end - p))); p++)
		if (is_separator(f, n, p, end))
			return p;
	return end;
}

/* Does a field begin at `p`, which lies behind `begin`? */
static inline bool begins_field(const struct table_format *f, size_t n, const char *begin, const char *p)
{
	while (f->skip && p > begin && p[-1] == ' ')
		p--;
	if (p == begin || n == 1)
		return p == begin || p[-1] == *f->separator;
	return (size_t)(p - begin) >= n && memcmp(p - n, f->separator, n) == 0;
}

/* The next quote or line end; `end` when there is none. `newline`: the line end that was found last, or NULL, so that it is looked for once in a row and
 * not behind each quote. */
static inline const char *next_of_two(const char *p, const char *end, const char **newline)
{
	enum { NEAR = 4 };              /* bytes that are looked at before calls pay: between fields in quotes there is one */
	const char *const near = end - p > NEAR ? p + NEAR : end, *quote;

	for (; p < near; p++)
		if (*p == '"' || *p == '\n')
			return p;
	if (*newline < p && !(*newline = memchr(p, '\n', (size_t)(end - p))))
		*newline = end;
	quote = memchr(p, '"', (size_t)(*newline - p));
	return quote ? quote : *newline;
}

size_t table_row_end(struct table_format f, struct table_scan *scan, struct str text)
{
	const char *p, *newline = NULL, *const end = text.p + text.n;
	const size_t n = width(&f);

	if (f.quotes != TABLE_QUOTED) {
		p = text.n > scan->at ? memchr(text.p + scan->at, '\n', text.n - scan->at) : NULL;
		scan->at = text.n;
		return p ? (size_t)(p + 1 - text.p) : 0;
	}
	for (p = text.p + scan->at; p < end; p++) {
		if (scan->quoted) {
			p = memchr(p, '"', (size_t)(end - p));
			if (!p || p + 1 == end)
				break;          /* what follows a quote decides what it is */
			if (p[1] == '"')
				p++;
			else
				scan->quoted = false;
			continue;
		}
		p = next_of_two(p, end, &newline);
		if (p < end && *p == '\n')
			return (size_t)(p + 1 - text.p);
		scan->quoted = p < end && begins_field(&f, n, text.p, p);
	}
	scan->at = p && p < end ? (size_t)(p - text.p) : text.n;
	return 0;
}

/* Appends what a quoted field says; returns where it ends, behind its closing quote, or NULL when it has none. `n`: bytes of a separator. */
static const char *unquote(struct buf *text, const struct table_format *f, size_t n, const char *p, const char *end)
{
	for (const char *quote; p < end && (quote = memchr(p, '"', (size_t)(end - p))); p = quote + 1) {
		buf_put(text, p, (size_t)(quote - p));
		if (quote + 1 < end && quote[1] == '"')
			quote++;
		else if (f->quotes == TABLE_QUOTED || quote + 1 == end || is_separator(f, n, quote + 1, end))
			return quote + 1;
		buf_putc(text, '"');
	}
	return NULL;
}

static void unescape(struct buf *text, const char *p, const char *end)
{
	for (; p < end; p++) {
		static const char letters[] = "tnr\\", meant[] = "\t\n\r\\";
		const char *letter = *p == '\\' && p + 1 < end ? memchr(letters, p[1], 4) : NULL;

		if (letter)
			p++;
		buf_putc(text, letter ? meant[letter - letters] : *p);
	}
}

int table_parse(struct table_format f, struct str text, struct table_row *row, const char **why)
{
	const char *p = text.p, *end = text.p + text.n, *stop;
	const size_t separator = width(&f);

	if (end > p && end[-1] == '\n')
		end -= 1 + (end - 1 > p && end[-2] == '\r');
	row->ending = (struct str){ end, (size_t)(text.p + text.n - end) };
	row->n = 0;
	row->lines = 1;
	row->wrong = NULL;
	row->plain = f.guessed && text.n && memchr(p, '\\', text.n) &&
	             !table_may_be_escaped((struct str){ p, (size_t)(end - p) }, true);
	if (f.json) {
		table_json_parse(f.json, (struct str){ p, (size_t)(end - p) }, row);
		return 0;
	}
	for (const char *q = p; q < end && (q = memchr(q, '\n', (size_t)(end - q))); q++)
		row->lines++;
	row->text.n = 0;
	buf_want(&row->text, text.n);   /* no field says more than it is long, so what is decoded stays where it is */
	for (bool escapes = f.escapes && !row->plain && text.n && memchr(p, '\\', text.n);; p = stop + separator) {
		struct str said = { row->text.p + row->text.n, 0 };
		bool quoted;
		const char *begin = p;

		while (f.skip && p < end && *p == ' ')
			p++;
		quoted = f.quotes && p < end && *p == '"';

		if (row->n == TABLE_FIELDS)
			return *why = "more than 1048576 fields", -1;
		if (row->n == row->cap) {
			size_t cap = row->cap;

			row->fields = mem_room(row->fields, row->n, &cap, sizeof *row->fields);
			row->raw = mem_room(row->raw, row->n, &row->cap, sizeof *row->raw);
		}
		if (quoted) {
			stop = unquote(&row->text, &f, separator, p + 1, end);
			if (!stop)
				return *why = "a quoted field does not end", -1;
			if (stop < end && !is_separator(&f, separator, stop, end))
				return *why = "text behind a closing quote", -1;
		} else {
			stop = next_separator(&f, separator, p, end);
			if (escapes)
				unescape(&row->text, p, stop);
		}
		row->raw[row->n] = (struct str){ begin, (size_t)(stop - begin) };
		said.n = (size_t)(row->text.p + row->text.n - said.p);
		row->fields[row->n] = quoted || escapes ? said : (struct str){ p, (size_t)(stop - p) };
		row->n++;
		if (stop == end)
			return 0;
	}
}

/* ---- from a source ---- */

struct table_reader {
	struct source *from;
	struct table_format format;
	struct buf in;
	size_t last, at;                /* where the last row begins in `in`, and the next */
	long line;                      /* lines before the next row */
	bool started, marked, ended;
	struct buf why;
};

struct table_reader *table_open(struct source *from, struct table_format f)
{
	struct table_reader *t = mem_zero(1, sizeof *t);

	*t = (struct table_reader){ .from = from, .format = f };
	return t;
}

const char *table_error(const struct table_reader *t)
{
	return t->why.p;
}

bool table_marked(const struct table_reader *t)
{
	return t->marked;
}

struct str table_rest(const struct table_reader *t, bool with_last)
{
	size_t from = with_last ? t->last : t->at;

	return (struct str){ t->in.p + from, t->in.n - from };
}

void table_close(struct table_reader *t)
{
	if (!t)
		return;
	buf_free(&t->in);
	buf_free(&t->why);
	free(t);
}

static int fail(struct table_reader *t, const char *why)
{
	buf_printf(&t->why, "%s: line %ld: %s", source_name(t->from), t->line + 1, why);
	buf_cstr(&t->why);
	return -1;
}

/* Says which byte of a row is the first that is not UTF-8: the columns before it are characters. */
static int fail_utf8(struct table_reader *t, struct str row)
{
	size_t at = 0, column = 1;
	struct buf why = { 0 };

	while (at < row.n) {
		size_t n = 1;

		while (n <= 4 && at + n <= row.n && utf8_check((struct str){ row.p + at, n }) == UTF8_BROKEN)
			n++;
		if (n > 4 || at + n > row.n)
			break;
		column += row.p[at] != '\n';
		if (row.p[at] == '\n') {        /* inside a quoted field */
			t->line++;
			column = 1;
		}
		at += n;
	}
	buf_printf(&why, "not UTF-8 (byte 0x%02x at column %zu); --encoding %s would read it", (unsigned char)row.p[at], column, encoding_proposed(row));
	fail(t, buf_cstr(&why));
	buf_free(&why);
	return -1;
}

/* Reads on: 0, also at the end; -1 trouble. */
static int more(struct table_reader *t)
{
	ssize_t n;

	if (t->at) {
		memmove(t->in.p, t->in.p + t->at, t->in.n - t->at);
		t->in.n -= t->at;
		t->last = t->at = 0;
	}
	n = source_read(t->from, &t->in, CHUNK, -1);
	if (n < 0) {
		buf_puts(&t->why, source_error(t->from));
		buf_cstr(&t->why);
		return -1;
	}
	t->ended = n == 0;
	return 0;
}

/* Steps over a byte-order mark at the very start. */
static int start(struct table_reader *t)
{
	while (t->in.n < TABLE_MARK.n && !t->ended)
		if (more(t) < 0)
			return -1;
	t->started = true;
	t->marked = table_begins_marked(buf_view(&t->in));
	t->last = t->at = t->marked ? TABLE_MARK.n : 0;
	return 0;
}

int table_next(struct table_reader *t, struct table_row *row)
{
	struct table_scan scan = { 0 };
	struct str text;
	const char *why;
	size_t n;

	if (t->why.n || (!t->started && start(t) < 0))
		return -1;
	t->last = t->at;
	while (text = table_rest(t, false), (n = table_row_end(t->format, &scan, text)) == 0) {
		n = text.n;
		if (t->ended || n > TABLE_ROW)
			break;
		if (more(t) < 0)
			return -1;
	}
	if (n == 0)
		return 0;
	if (n > TABLE_ROW)
		return fail(t, "a row of more than 64 MiB; is a quote missing?");
	text.n = n;
	if (!t->format.bytes && utf8_check(text) == UTF8_BROKEN)
		return fail_utf8(t, text);
	if (table_parse(t->format, text, row, &why) < 0)
		return fail(t, why);
	row->line = t->line + 1;
	t->line += row->lines;
	t->at += n;
	return 1;
}

/* ---- writing ---- */

static bool has_any(struct str s, const char *set)
{
	for (; *set; set++)
		if (s.n && memchr(s.p, *set, s.n))
			return true;
	return false;
}

static bool has_separator(const struct table_format *f, struct str s)
{
	return s.n && next_separator(f, width(f), s.p, s.p + s.n) < s.p + s.n;
}

static void put_quoted(struct buf *out, struct str field)
{
	buf_putc(out, '"');
	for (const char *p = field.p; p < field.p + field.n; p++) {
		if (*p == '"')
			buf_putc(out, '"');
		buf_putc(out, *p);
	}
	buf_putc(out, '"');
}

static void put_escaped(struct buf *out, struct str field)
{
	for (const char *p = field.p; p < field.p + field.n; p++)
		switch (*p) {
		case '\t': buf_puts(out, "\\t"); break;
		case '\n': buf_puts(out, "\\n"); break;
		case '\r': buf_puts(out, "\\r"); break;
		case '\\': buf_puts(out, "\\\\"); break;
		default:   buf_putc(out, *p);
		}
}

/* Must it be in quotes, so as to be read as it is? A byte-order mark in the first field would be lost without them. */
static bool needs_quotes(const struct table_format *f, struct str field)
{
	return has_any(field, "\"\n\r") || has_separator(f, field) || table_begins_marked(field) || (f->skip && field.n && *field.p == ' ');
}

static int put(struct buf *out, const struct table_format *f, struct str field, bool quotes)
{
	const bool separator = has_separator(f, field);

	if (f->quotes == TABLE_LOOSE && has_any(field, "\n\r"))
		return -1;
	if (f->quotes && (quotes || needs_quotes(f, field)))
		put_quoted(out, field);
	else if (f->quotes)
		buf_str(out, field);
	else if (f->escapes && (!separator || *f->separator == '\t'))
		put_escaped(out, field);
	else if (separator || has_any(field, "\n\r"))
		return -1;
	else
		buf_str(out, field);
	return 0;
}

int table_put(struct buf *out, struct table_format f, struct str field)
{
	return put(out, &f, field, false);
}

int table_put_with(struct buf *out, struct table_format f, const struct table_row *row, size_t at, struct str field)
{
	size_t start = out->n, n = row->n > at ? row->n : at + 1, blanks = 0;
	const struct str was = at < row->n ? row->raw[at] : STR("");

	if (f.json) {
		if (table_json_put_with(out, f.json, row, at, field, f.numbers) < 0)
			return -1;
		buf_str(out, row->ending);
		return 0;
	}
	f.escapes &= !row->plain;
	while (f.skip && blanks < was.n && was.p[blanks] == ' ')
		blanks++;
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_put(out, f.separator, width(&f));
		if (i != at) {
			if (i < row->n)
				buf_str(out, row->raw[i]);
			continue;
		}
		if (f.skip && i && was.n == 0)
			buf_putc(out, ' ');
		buf_put(out, was.p, blanks);
		if (put(out, &f, field, blanks < was.n && was.p[blanks] == '"') < 0) {
			out->n = start;
			return -1;
		}
	}
	buf_str(out, row->ending);
	return 0;
}
