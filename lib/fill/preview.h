/* preview - what becomes of the first lines, and what else could, as tables of text
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_PREVIEW_H
#define HNPS_PREVIEW_H

#include "base/given.h"
#include "search/exact.h"

enum { PREVIEW_LINES = 10 };

/* The first lines, so many at most, and what the program makes of them: TSV. One that `edits` leaves those that it
 * can't handle as they are. */
void preview_put(struct buf *out, const struct given *g, const struct examples *all, const struct dsl_program *p,
                 size_t most, bool edits);

/* The best programs that do different things to the other inputs (any, when there are none), `most` at most, each with
 * its cost; then an empty line and the first inputs that tell them apart, or, of one program, the first inputs. Returns how
 * many programs these are. */
size_t preview_alternatives(struct buf *out, const struct given *g, const struct examples *all,
                            const struct exact_found *found, size_t n, size_t most);

#endif
