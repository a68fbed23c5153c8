/* header - may the first row of a table be its header line, though nobody said that it has one?
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_HEADER_H
#define HNPS_HEADER_H

#include "base/given.h"

/* No program fits all examples: may the first be the header line? It is, if it stands on line 1 and is of another kind
 * than the others in both columns; or in one of them where a header is usual, as in a table whose column is filled.
 * Elsewhere, and where inputs have several columns, which are hardly ever of one kind, others must go together, and it
 * must be no example by its look. */
bool header_may_be(const struct given *g, bool usual);

#endif
