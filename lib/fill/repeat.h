/* repeat - the command that does without questions what was done with them
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_REPEAT_H
#define HNPS_REPEAT_H

#include "fill/ask.h"

/* Can the examples be told, and would they alone, with the answers among them, give the same program? The choice
 * depends on the other lines, too, of which those that were answered are some again. */
bool repeat_is_possible(const struct ask *a);

/* Appends the examples as options of fill: those of -e and the answers; all, when `every`. Behind --from with the
 * columns that the program reads, unless `every`: then the inputs are whole rows. Words are quoted for a shell. */
void repeat_put(struct buf *out, const struct ask *a, bool every);

#endif
