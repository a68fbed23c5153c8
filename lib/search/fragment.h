/* fragment - words and numbers that are cut out of longer ones
 * SPDX-License-Identifier: MIT
 *
 * People take whole words and whole numbers of a line far more often than parts of them: `Beverly` rather than `Beverl`. */
#ifndef HNPS_FRAGMENT_H
#define HNPS_FRAGMENT_H

#include "base/mem.h"

/* Has `made` a run of letters or of digits that `input` has only as a part of a longer run? ASCII letters are the same in both cases. Runs that the
 * input hasn't at all don't count. */
bool fragment_in(struct str made, struct str input);

#endif
