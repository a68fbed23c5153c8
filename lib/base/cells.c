/* cells - the columns of an input, joined into one string
 * SPDX-License-Identifier: MIT */
#include "base/cells.h"

size_t cells_count(struct str joined)
{
	size_t n = 1;

	for (size_t i = 0; i < joined.n; i++)
		n += joined.p[i] == CELLS_SEPARATOR;
	return n;
}

bool cells_find(struct str joined, size_t k, struct str *cell)
{
	const char *p = joined.p, *end = p + joined.n, *stop;

	for (;; p = stop + 1) {
		stop = p < end ? memchr(p, CELLS_SEPARATOR, (size_t)(end - p)) : NULL;
		if (k-- == 0) {
			*cell = (struct str){ p, (size_t)((stop ? stop : end) - p) };
			return true;
		}
		if (!stop)
			return false;
	}
}

void cells_put_marked(struct buf *out, struct str joined, size_t columns, const bool *marked, void (*put)(struct buf *out, struct str cell))
{
	struct str cell;
	bool first = true;

	if (columns == 1) {
		put(out, joined);
		return;
	}
	for (size_t k = 0; k < columns && cells_find(joined, k, &cell); k++) {
		if (!marked[k])
			continue;
		if (!first)
			buf_putc(out, '\t');
		put(out, cell);
		first = false;
	}
}

void cells_put(struct buf *joined, size_t k, struct str cell)
{
	if (k)
		buf_putc(joined, CELLS_SEPARATOR);
	buf_str(joined, cell);
}
