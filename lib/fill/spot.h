/* spot - the piece of a line that an edit changes, and its like in other lines
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_SPOT_H
#define HNPS_SPOT_H

#include "base/mem.h"

/* Bytes [from, until) of a line. */
struct spot { size_t from, until; };

/* What becomes of a line, the output: the smallest piece that has to change, but whole words, numbers, dates and times.
 * What it becomes is *made, a part of the output, which may be empty. */
struct spot spot_changed(struct str input, struct str output, struct str *made);

/* How such a piece looks, and what stands at its sides: no more than the kind of character; the ends of a line are
 * blanks. */
struct look { struct str form; char before, behind; };
struct look spot_look(struct str line, struct spot s, struct arena *a);

/* Finds the n-th piece of one of these looks, from 0; from the end when n is negative, -1 being the last. *all is how
 * many there are. False when there are not so many. */
bool spot_find(const struct look *looks, size_t nlooks, struct str line, int n, struct spot *s, size_t *all);

#endif
