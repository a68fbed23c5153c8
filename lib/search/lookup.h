/* lookup - a table of what the pairs list: the last resort, which never guesses
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_LOOKUP_H
#define HNPS_LOOKUP_H

#include "search/exact.h"

enum { LOOKUPS = 8 };            /* programs at most */

/* Programs that look a piece of the input up in a table of the pairs i = 0 .. n-1, in order of cost. What the table doesn't list fails, unless the
 * pairs show what it becomes: several keys have one value, and each other value has one. Only when that
 * is of use: the piece must be the same in several pairs, tell the outputs of all, and at least half of the other inputs must be listed. Returns how
 * many; they live in the arena. */
size_t lookup_pieces(const struct str *inputs, const struct str *outputs, size_t n, const struct str *others, size_t nothers, struct arena *a,
                     struct exact_found found[LOOKUPS]);

/* The same of whole inputs, which only lists what is known. */
bool lookup_inputs(const struct str *inputs, const struct str *outputs, size_t n, const struct str *others, size_t nothers, struct arena *a,
                   struct exact_found *found);

#endif
