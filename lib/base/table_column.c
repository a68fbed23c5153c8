/* table_column - which column of a table is meant
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <strings.h>

#include "base/table.h"

enum { LISTED = 20 };           /* names that a message lists */

bool table_by_name(const char *column)
{
	return *column == 0 || column[strspn(column, "0123456789")] != 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct str trim(struct str s)
{
	while (s.n && is_blank(*s.p))
		s.p++, s.n--;
	while (s.n && is_blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

/* How many columns are called so; `at`: the first of them. */
static size_t find(const struct table_row *header, struct str name, bool blanks, size_t *at)
{
	size_t n = 0;

	for (size_t i = header->n; i-- > 0;)
		if (blanks ? str_eq(header->fields[i], name) : str_eq(trim(header->fields[i]), trim(name))) {
			*at = i;
			n++;
		}
	return n;
}

/* How many characters must be put in, left out or replaced to make one name the other, whatever the case. */
static size_t edits(struct str a, struct str b)
{
	size_t *row = mem_get((b.n + 1) * sizeof *row), last;

	for (size_t j = 0; j <= b.n; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			const size_t replaced = diagonal + (strncasecmp(&a.p[i - 1], &b.p[j - 1], 1) != 0);

			diagonal = row[j];
			row[j] = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
			if (replaced < row[j])
				row[j] = replaced;
		}
	}
	last = row[b.n];
	free(row);
	return last;
}

/* The name that is most like this one, if it is rather like it; header->n: there is none. */
static size_t nearest(const struct table_row *header, struct str name)
{
	size_t best = header->n, least = name.n / 2;

	for (size_t i = 0; i < header->n; i++) {
		const struct str other = trim(header->fields[i]);
		size_t n;

		if (other.n > 2 * name.n + 2 || other.n > 1000)
			continue;
		n = edits(name, other);
		if (n < least || (n == least && best == header->n))
			least = n, best = i;
	}
	return best;
}

static void say_missing(const struct table_row *header, const char *column, struct buf *why)
{
	buf_printf(why, "no column is called '%s'", column);
	if (!header)
		return;
	if (nearest(header, str_of(column)) < header->n) {
		buf_puts(why, "; '");
		buf_str(why, header->fields[nearest(header, str_of(column))]);
		buf_puts(why, "' is nearest");
	}
	buf_puts(why, header->n == 1 ? "; there is" : "; there are");
	for (size_t i = 0; i < header->n && i < LISTED; i++) {
		buf_puts(why, i ? ", '" : " '");
		buf_str(why, header->fields[i]);
		buf_putc(why, '\'');
	}
	if (header->n > LISTED)
		buf_printf(why, " and %zu more", header->n - LISTED);
}

long table_column(const struct table_row *header, const char *column, struct buf *why)
{
	const struct str name = str_of(column);
	size_t found = 0, n = 0;

	if (!table_by_name(column)) {
		const long number = strlen(column) < 8 ? atol(column) : 0;

		if (number < 1 || number > TABLE_FIELDS)
			buf_printf(why, "column %s: columns are counted from 1 to %d", column, TABLE_FIELDS);
		return number < 1 || number > TABLE_FIELDS ? -2 : number - 1;
	}
	if (header && (n = find(header, name, true, &found)) == 0)
		n = find(header, name, false, &found);
	if (n == 0)
		say_missing(header, column, why);
	if (n > 1)
		buf_printf(why, "%s columns are called '%s'", n == 2 ? "two" : "several", column);
	return n == 1 ? (long)found : n ? -2 : -1;
}
