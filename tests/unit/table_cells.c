/* table_cells - random tables through dsl_map: every cell that isn't filled is the same bytes afterwards
 * SPDX-License-Identifier: MIT
 *
 * 3,000 tables; CELLS=100000 in the environment makes more of them, SEED others. Any separator, quotes, line ends, encoding; ragged rows, empty
 * ones, stray quotes. Each is filled in the way that it is written, and in the way that table_guess finds. */
#include "dsl/dsl_map.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/rng.h"
#include "base/table_guess.h"

static struct rng rng;
static const char *where;
static long failures, filled, refused;

static bool often(int of, int all)
{
	return (int)rng_below(&rng, (uint32_t)all) < of;
}

/* Text of a field that may hold anything, or that all encodings have and no format minds. */
static void put_text(struct buf *out, bool anything)
{
	static const char *const pieces[] = { "a", "Bc", "12", " ", "é", "x y", "-", "ü", "\"", "\"\"", ",", ";", "|", "\t", "\\t", "\\", "\n", "\r\n", "\r" };

	for (int n = (int)rng_below(&rng, 4); n > 0; n--)
		buf_puts(out, pieces[rng_below(&rng, anything ? 19 : 8)]);
}

/* One field, spelled so that it is read again, though not always as table_put would. */
static void put_cell(struct buf *out, struct table_format f)
{
	struct buf text = { 0 };
	const size_t before = out->n;

	if (f.skip && often(2, 3))
		buf_putc(out, ' ');
	if (often(1, 4))
		return;
	put_text(&text, often(1, 3));
	if (f.quotes && often(1, 3)) {
		/* in quotes, needed or not; a stray one within where that is text */
		buf_putc(out, '"');
		for (size_t i = 0; i < text.n; i++) {
			if (f.quotes == TABLE_LOOSE && (text.p[i] == '\n' || text.p[i] == '\r'))
				continue;
			if (text.p[i] == '"')
				buf_putc(out, '"');
			buf_putc(out, text.p[i]);
		}
		buf_puts(out, f.quotes == TABLE_LOOSE && often(1, 3) ? "\"x\"" : "\"");
	} else if (table_put(out, f, buf_view(&text)) < 0) {
		out->n = before;
	}
	buf_free(&text);
}

static struct table_format draw_format(void)
{
	static const char *const separators[] = { ",", ";", "\t", "|", " ", "é", ":" };
	struct table_format f = { .quotes = (enum table_quotes)rng_below(&rng, 3) };

	strcpy(f.separator, separators[rng_below(&rng, 7)]);
	f.skip = f.quotes && *f.separator != ' ' && often(1, 4);
	f.escapes = !f.quotes && *f.separator == '\t' && often(1, 2);
	return f;
}

static void put_table(struct buf *out, struct table_format f, size_t width)
{
	const int endings = (int)rng_below(&rng, 3);
	const size_t rows = rng_below(&rng, 8);

	if (often(1, 4))
		buf_str(out, TABLE_MARK);
	for (size_t r = 0; r < rows; r++) {
		const size_t cells = often(1, 6) ? rng_below(&rng, (uint32_t)width + 3) : width;

		for (size_t c = 0; c < cells; c++) {
			if (c)
				buf_puts(out, f.separator);
			put_cell(out, f);
		}
		if (r + 1 < rows || often(2, 3))
			buf_puts(out, endings == 0 || (endings == 1 && often(1, 2)) ? "\n" : "\r\n");
	}
}

static void wrong(const char *what, long table, struct str before, struct str after)
{
	failures++;
	fprintf(stderr, "table %ld: %s\n--- before\n%.*s\n--- after\n%.*s\n", table, what, (int)before.n, before.p, (int)after.n, after.p);
}

/* Both are UTF-8. Takes the rows apart side by side. `from`: what an empty cell of `to` is filled with. */
static void compare(long table, struct table_format f, struct str before, struct str after, bool header, size_t from, size_t to)
{
	const struct str all = before, made = after;
	struct table_row a = { 0 }, b = { 0 };
	size_t width = 0;
	bool added = false;             /* the column is a new one */
	const char *why;

	for (bool first = true; before.n; first = false) {
		struct table_scan x = { 0 }, y = { 0 };
		size_t n = table_row_end(f, &x, before), m = table_row_end(f, &y, after);
		bool touched;

		n = n ? n : before.n;
		m = m ? m : after.n;
		if (table_parse(f, (struct str){ before.p, n }, &a, &why) < 0 || table_parse(f, (struct str){ after.p, m }, &b, &why) < 0) {
			wrong(why, table, all, made);
			break;
		}
		if (first) {
			added = to == a.n;
			width = header || added ? a.n : 0;
		}
		touched = !table_row_empty(&a) && table_row_fits(&a, width, from, to) && (added || (from < a.n && a.fields[from].n)) &&
		          (to >= a.n || a.fields[to].n == 0) && !(first && header);
		touched |= first && header && added;
		filled += touched;
		if (!touched && !str_eq((struct str){ before.p, n }, (struct str){ after.p, m }))
			wrong("a row that isn't filled is other bytes", table, all, made);
		if (touched && b.n != (a.n > to ? a.n : to + 1))
			wrong("another number of cells", table, all, made);
		for (size_t c = 0; touched && c < a.n && c < b.n; c++)
			if (c != to && !str_eq(a.raw[c], b.raw[c]))
				wrong("another cell is other bytes", table, all, made);
		if (touched && !(first && header) && to < b.n && !str_eq(b.fields[to], a.fields[from]) && b.fields[to].n)
			wrong("the filled cell says something else", table, all, made);
		if (touched && !str_eq(a.ending, b.ending))
			wrong("another line end", table, all, made);
		before.p += n, before.n -= n;
		after.p += m, after.n -= m;
	}
	if (after.n && before.n == 0)
		wrong("more rows", table, all, made);
	table_row_free(&a);
	table_row_free(&b);
}

static struct str unmarked(const struct buf *text)
{
	const size_t n = table_begins_marked(buf_view(text)) ? TABLE_MARK.n : 0;

	return (struct str){ text->p + n, text->n - n };
}

static int text_fd(struct str text)
{
	int fd = memfd_create("text", 0);

	if (fd < 0 || write(fd, text.p, text.n) != (ssize_t)text.n || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	return fd;
}

/* Reads what came out as UTF-8. */
static void read_all(const char *encoding, struct buf *out)
{
	int fd = open(where, O_RDONLY | O_CLOEXEC);
	struct source *s = source_of(fd, "made");

	if (encoding)
		source_set_encoding(s, encoding);
	while (source_read(s, out, 1 << 16, -1) > 0)
		;
	if (source_error(s))
		wrong(source_error(s), -1, STR(""), STR(""));
	source_close(s);
	close(fd);
}

static void fill(long table, struct table_format f, struct str plain, struct str coded, const char *encoding, const struct dsl_ready *program)
{
	char from[8], to[8];
	const size_t in = rng_below(&rng, 3), out = in + 1;
	struct dsl_map m = { .program = program, .table = true, .format = f, .only_empty = true, .pass_empty = true, .threads = 1, .header = often(1, 2) };
	struct buf why = { 0 }, made = { 0 };
	const int fd = text_fd(coded);
	struct source *s = source_of(fd, "table");

	snprintf(from, sizeof from, "%zu", in + 1);
	snprintf(to, sizeof to, "%zu", out + 1);
	m.from = from, m.to = to;
	if (encoding)
		source_set_encoding(s, encoding);
	if (dsl_map(&m, s, where, &why) < 0) {
		refused++;
	} else {
		read_all(encoding, &made);
		if (made.n == 0 || plain.n == 0) {
			if (made.n != plain.n)
				wrong("all is gone, or something came", table, plain, buf_view(&made));
		} else if (table_begins_marked(plain) != table_begins_marked(buf_view(&made))) {
			wrong("the mark", table, plain, buf_view(&made));
		} else {
			struct buf before = { 0 };

			buf_str(&before, plain);
			compare(table, f, unmarked(&before), unmarked(&made), m.header, in, out);
			buf_free(&before);
		}
	}
	source_close(s);
	close(fd);
	buf_free(&why);
	buf_free(&made);
}

static void one(long table, const struct dsl_ready *program)
{
	static const char *const encodings[] = { NULL, NULL, "UTF-16LE", "UTF-16BE", "latin1", "UTF-32LE" };
	const struct table_format f = draw_format();
	const struct table_known known = { .path = often(1, 2) ? "t.csv" : "t" };
	const char *encoding = encodings[rng_below(&rng, 6)];
	struct buf plain = { 0 }, coded = { 0 };
	size_t bad;

	put_table(&plain, f, 2 + rng_below(&rng, 3));
	if (encoding && encoding_write(encoding, buf_view(&plain), &coded, &bad) < 0)
		encoding = NULL;                /* latin1 has no mark */
	if (!encoding) {
		coded.n = 0;
		buf_str(&coded, buf_view(&plain));
	}
	fill(table, f, buf_view(&plain), buf_view(&coded), encoding, program);
	fill(table, table_guess(&known, buf_view(&plain), true), buf_view(&plain), buf_view(&coded), encoding, program);
	buf_free(&plain);
	buf_free(&coded);
}

int main(void)
{
	const char *cells = getenv("CELLS"), *seed = getenv("SEED"), *folder = getenv("TMPDIR");
	const long n = cells ? atol(cells) : 3000;
	struct arena arena = { 0 };
	struct dsl_program whole;
	struct dsl_ready *program;
	struct buf name = { 0 }, why = { 0 };

	buf_printf(&name, "%s/table_cells-%ld", folder ? folder : "/tmp", (long)getpid());
	where = buf_cstr(&name);
	if (dsl_parse(STR("Concat(SubStr(ConstPos(0), END))"), DSL_SHELL, &arena, &whole, &why) < 0)
		abort();
	program = dsl_ready(&whole);
	for (long i = 0; i < n && failures < 5; i++) {
		rng = rng_at(seed ? (uint64_t)atol(seed) : 1, "table_cells", (uint64_t)i);
		one(i, program);
	}
	unlink(where);
	if (filled < n || refused > n)
		fprintf(stderr, "%ld rows filled, %ld of %ld tables refused\n", filled, refused, 2 * n), failures++;
	if (cells)
		printf("%ld tables, each in two ways: %ld rows filled, %ld refused\n", n, filled, refused);
	dsl_done(program);
	arena_free(&arena);
	buf_free(&name);
	buf_free(&why);
	return failures != 0;
}
