/* pieces - the pieces of the inputs that operators are tried on
 * SPDX-License-Identifier: MIT
 *
 * Pieces and literals may stand anywhere; an operator is of the whole input, or of what is before or behind a delimiter. */
#ifndef HNPS_PIECES_H
#define HNPS_PIECES_H

#include "search/positions.h"

enum { PIECES = 6 };             /* so many ends at each side */

/* One end: a name of the position, its index in each input, its cost. */
struct piece_end { const struct dsl_pos *pos; const int *at; double cost; };

/* The cheapest natural ends, in order of cost: at most PIECES; returns how many. Borrowed from the positions. */
int pieces_ends(const struct positions *p, bool until, struct piece_end *ends);

/* The text of a piece between two code points of an input. */
struct str pieces_text(struct str input, int from, int until);

#endif
