/* fuzz_guess - any text as a table whose format is found: each row is read, changed in one cell, and read again
 * SPDX-License-Identifier: MIT */
#include "base/table_guess.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Puts a text into a cell of the row: the others are the same bytes, and this one says it. */
static void change(struct table_format f, const struct table_row *row, struct str text)
{
	const size_t at = row->n / 2;
	struct table_row again = { 0 };
	struct buf out = { 0 };
	const char *why;

	if (table_put_with(&out, f, row, at, text) < 0)
		abort();
	f.escapes &= !row->plain, f.guessed = false;
	if (table_parse(f, buf_view(&out), &again, &why) < 0 || again.n != row->n)
		abort();
	if (!str_eq(again.fields[at], text) || !str_eq(again.ending, row->ending))
		abort();
	for (size_t i = 0; i < row->n; i++)
		if (i != at && !str_eq(again.raw[i], row->raw[i]))
			abort();
	table_row_free(&again);
	buf_free(&out);
}

static void check_rows(struct table_format f, struct str text)
{
	struct table_row row = { 0 };
	const char *why;

	for (size_t n; text.n; text.p += n, text.n -= n) {
		struct table_scan scan = { 0 }, bytewise = { 0 };
		size_t end = 0;

		n = table_row_end(f, &scan, text);
		/* where a row ends doesn't depend on the pieces that it comes in */
		for (size_t k = 1; k <= (n ? n : text.n) && k < 4096 && !end; k++)
			end = table_row_end(f, &bytewise, (struct str){ text.p, k });
		if (end && end != n)
			abort();
		n = n ? n : text.n;
		if (table_parse(f, (struct str){ text.p, n }, &row, &why) < 0)
			break;
		change(f, &row, STR("xy"));
	}
	table_row_free(&row);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const paths[] = { "t.csv", "t", "t.CSV.gz", "-" };
	static const char *const separators[] = { NULL, NULL, NULL, ";", "|", " ", "\u2192", "\t" };
	static const char *const names[] = { "a", "1", "b c", NULL };
	struct table_known known = { 0 };
	struct table_format f;
	struct str text;

	if (size == 0)
		return 0;
	text = (struct str){ (const char *)data + 1, size - 1 };
	known.path = paths[data[0] & 3];
	known.separator = separators[data[0] >> 2 & 7];
	known.csv = data[0] & 32;
	known.tsv = (data[0] & 64) && !known.csv;
	known.columns = data[0] & 128 ? names : NULL;
	f = table_guess(&known, text, true);
	if (known.separator ? strcmp(f.separator, known.separator) != 0 : !strchr(",;|\t", *f.separator))
		abort();
	if (!*f.separator)
		abort();
	if (known.tsv && (f.quotes || (!known.separator && *f.separator != '\t')))
		abort();
	if (f.escapes && (f.quotes || *f.separator != '\t'))
		abort();
	check_rows(f, text);
	return 0;
}
