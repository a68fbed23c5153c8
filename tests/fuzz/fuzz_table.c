/* fuzz_table - any text as a table of any format: what is read is written, and reads back as the same
 * SPDX-License-Identifier: MIT */
#include "base/table.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/encoding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool has_line_end(struct str s)
{
	return s.n && (memchr(s.p, '\n', s.n) || memchr(s.p, '\r', s.n));
}

/* All that was read, unambiguously: every field with its length, every row with its size. Writes it back to `again` on the way. */
static void read_all(struct table_format f, struct str text, struct buf *said, struct buf *again)
{
	int fd = memfd_create("fuzz", 0);
	struct table_row row = { 0 };
	struct table_reader *t;
	struct source *from;
	long lines = 0;
	int got;

	if (fd < 0 || (text.n && write(fd, text.p, text.n) != (ssize_t)text.n) || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	from = source_of(fd, "fuzz");
	t = table_open(from, f);
	for (bool first = true; (got = table_next(t, &row)) > 0; first = false) {
		if (row.line != lines + 1 || row.n == 0)
			abort();
		lines += row.lines;
		if (first && table_marked(t))
			buf_str(again, TABLE_MARK);
		buf_printf(said, "%zu:", row.n);
		for (size_t i = 0; i < row.n; i++) {
			if (i)
				buf_puts(again, f.separator);
			/* line ends within a field can be written in quotes and as escapes only */
			if (table_put(again, f, row.fields[i]) < 0 && (f.quotes == TABLE_QUOTED || f.escapes || !has_line_end(row.fields[i])))
				abort();
			buf_printf(said, "%zu=", row.fields[i].n);
			buf_str(said, row.fields[i]);
		}
		/* a last row of one empty field can't be written without its line end */
		buf_str(again, row.ending.n ? row.ending : STR("\n"));
	}
	/* where the rows end doesn't depend on the pieces that the text arrives in */
	if (got == 0 && table_rest(t, false).n)
		abort();
	table_close(t);
	table_row_free(&row);
	source_close(from);
	close(fd);
	buf_printf(said, "%d", got);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf first = { 0 }, second = { 0 }, again = { 0 }, unused = { 0 };
	static const char *const separators[] = { ",", "\t", "|", "\u2192" };
	struct table_format f = { .bytes = false };

	if (size == 0)
		return 0;
	f.quotes = (enum table_quotes)(data[0] % 3);
	strcpy(f.separator, separators[data[0] / 3 % 4]);
	f.escapes = !f.quotes && (data[0] & 64);
	f.skip = f.quotes && (data[0] & 128);
	read_all(f, (struct str){ (const char *)data + 1, size - 1 }, &first, &again);
	/* a \r within a field may have had no way to be written; a bad row ends the reading early; with a quote before it, what has many NULs may
	 * look like UTF-16 */
	if (first.p[first.n - 1] == '0' && !encoding_seen(buf_view(&again)) && (f.quotes == TABLE_QUOTED || f.escapes || !memchr(data, '\r', size))) {
		read_all(f, buf_view(&again), &second, &unused);
		if (!str_eq(buf_view(&first), buf_view(&second)))
			abort();
	}
	buf_free(&first);
	buf_free(&second);
	buf_free(&again);
	buf_free(&unused);
	return 0;
}
