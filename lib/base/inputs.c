/* inputs - which columns of a table are read, and the input that a row makes of them
 * SPDX-License-Identifier: MIT */
#include "base/inputs.h"

#include <stdlib.h>

static const char separators[] = { ',', CELLS_SEPARATOR, 0 };

bool inputs_by_name(const char *list)
{
	for (const char *p = list;; p++) {
		const size_t n = strspn(p, "0123456789");

		if (n == 0 || (p[n] && !strchr(separators, p[n])))
			return true;
		p += n;
		if (!*p)
			return false;
	}
}

static bool has_name(const struct table_row *header, const char *name)
{
	for (size_t i = 0; header && i < header->n; i++)
		if (str_eq(header->fields[i], str_of(name)))
			return true;
	return false;
}

static int add(struct inputs *in, const struct table_row *header, const char *column, struct buf *why)
{
	const long at = table_column(header, column, why);

	for (size_t i = 0; i < in->n && at >= 0; i++)
		if (in->at[i] == (size_t)at) {
			buf_printf(why, "column '%s' is given twice", column);
			return -1;
		}
	if (at >= 0 && in->n == CELLS_MOST) {
		buf_printf(why, "more than %d columns", CELLS_MOST);
		return -1;
	}
	if (at >= 0)
		in->at[in->n++] = (size_t)at;
	return at < 0 ? -1 : 0;
}

size_t inputs_split(const char *list, const char **columns, struct arena *a)
{
	const char *separator = strchr(list, CELLS_SEPARATOR) ? separators + 1 : ",";
	char *rest = (char *)arena_copy(a, str_of(list)).p;
	size_t n = 0;

	for (const char *column; n < CELLS_MOST && (column = strsep(&rest, separator));)
		columns[n++] = column;
	return n;
}

int inputs_find(struct inputs *in, const struct table_row *header, const char *list, struct buf *why)
{
	char *copy, *rest, *column;
	const char *separator = strchr(list, CELLS_SEPARATOR) ? separators + 1 : ",";
	int failed = 0;

	in->n = 0;
	if (has_name(header, list))
		return add(in, header, list, why);
	rest = copy = strcpy(mem_get(strlen(list) + 1), list);
	while (!failed && (column = strsep(&rest, separator)))
		failed = add(in, header, column, why);
	free(copy);
	return failed;
}

void inputs_all_but(struct inputs *in, size_t width, size_t output, size_t group)
{
	size_t first = 0, end = width;
	const size_t out = (output < width) + (group < width && group != output);

	while (end - first > CELLS_MOST + out)           /* the further end is not read */
		if (output >= end || output - first > end - 1 - output)
			first++;
		else
			end--;
	in->n = 0;
	for (size_t i = first; i < end && in->n < CELLS_MOST; i++)
		if (i != output && i != group)
			in->at[in->n++] = i;
}

bool inputs_of(const struct inputs *in, const struct table_row *row, struct buf *joined, struct str *input, const char **why)
{
	if (in->n == 1) {
		*why = "no such column";
		*input = in->at[0] < row->n ? row->fields[in->at[0]] : STR("");
		return in->at[0] < row->n;
	}
	joined->n = 0;
	for (size_t k = 0; k < in->n; k++) {
		const struct str cell = in->at[k] < row->n ? row->fields[in->at[k]] : STR("");

		if (!cells_may_hold(cell)) {
			*why = "a cell with the character U+001F, which separates the columns of an input";
			return false;
		}
		cells_put(joined, k, cell);
	}
	*input = joined->n >= in->n ? buf_view(joined) : STR("");
	return true;
}

/* Can a name stand in a list, within single quotes? *plain: without them, too. */
static bool may_list(struct str name, const struct str *names, size_t nnames, bool *plain)
{
	size_t digits = 0, same = 0;

	for (size_t i = 0; i < name.n; i++) {
		const unsigned char c = (unsigned char)name.p[i];
		const bool digit = c >= '0' && c <= '9';

		if (c < ' ' || c == 127 || c == ',' || c == '\'')
			return false;
		digits += digit;
		*plain &= digit || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == '-' || c >= 128;
	}
	for (size_t i = 0; i < nnames; i++)
		same += str_eq(names[i], name);
	return digits < name.n && same == 1;
}

void inputs_put_list(struct buf *out, const struct inputs *in, const bool *marked, const struct str *names, size_t nnames)
{
	bool by_name = true, plain = true, first = true;

	for (size_t k = 0; k < in->n && by_name; k++)
		if (!marked || marked[k])
			by_name = in->at[k] < nnames && may_list(names[in->at[k]], names, nnames, &plain);
	if (by_name && !plain)
		buf_putc(out, '\'');
	for (size_t k = 0; k < in->n; k++) {
		if (marked && !marked[k])
			continue;
		if (!first)
			buf_putc(out, ',');
		if (by_name)
			buf_str(out, names[in->at[k]]);
		else
			buf_printf(out, "%zu", in->at[k] + 1);
		first = false;
	}
	if (by_name && !plain)
		buf_putc(out, '\'');
}

void inputs_show(struct buf *out, struct str input, const bool *marked)
{
	struct str cell;
	bool first = true;

	for (size_t k = 0; cells_find(input, k, &cell); k++) {
		if (marked && (k >= CELLS_MOST || !marked[k]))
			continue;
		if (!first)
			buf_puts(out, " | ");
		buf_str(out, cell);
		first = false;
	}
}
