/* cells - the columns of an input, joined into one string
 * SPDX-License-Identifier: MIT
 *
 * An input of several columns is its cells with U+001F, the unit separator, between them. No cell has one. */
#ifndef HNPS_CELLS_H
#define HNPS_CELLS_H

#include "base/mem.h"

enum {
	CELLS_SEPARATOR = 0x1F,
	CELLS_MOST = 20,                /* columns of one input that are read */
};

/* Can it be a cell? */
static inline bool cells_may_hold(struct str cell)
{
	return !cell.n || !memchr(cell.p, CELLS_SEPARATOR, cell.n);
}

size_t cells_count(struct str joined);                             /* 1 and more */

/* Cell k, from 0, which is a part of the input. False when it has not so many. */
bool cells_find(struct str joined, size_t k, struct str *cell);

/* Appends the cells of `columns` that are marked, with tabs between, each by `put`; an input of one column whole. */
void cells_put_marked(struct buf *out, struct str joined, size_t columns, const bool *marked, void (*put)(struct buf *out, struct str cell));

/* Appends a cell; `k`, from 0, says which one it is. */
void cells_put(struct buf *joined, size_t k, struct str cell);

#endif
