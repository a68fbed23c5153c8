/* positions - every position expression that is valid on all inputs, as the vector of its indices
 * SPDX-License-Identifier: MIT
 *
 * Expressions with equal vectors are one position with several names. The vectors are numbered in order of their index in input 0. */
#ifndef HNPS_POSITIONS_H
#define HNPS_POSITIONS_H

#include "dsl/dsl_run.h"
#include "search/rows.h"
#include "search/texts.h"

/* One way to name a position. */
struct naming { struct dsl_pos pos; double cost[2]; int next; };  /* cost as from, as until; next of the same vector, or -1 */

/* All that names the same index in each input. */
struct vector { int first; int best[2]; int token; };             /* first naming; the cheapest as from, as until; first token_piece from here */

/* The two edges of a match: from here until `until` the piece is the match itself. */
struct token_piece { int until, from_naming, until_naming, next; double cost; };

/* Starts as all zeros; freed by positions_free. */
struct positions {
	struct naming *namings; size_t nnamings, cap_namings;
	struct vector *vectors; size_t cap_vectors;
	struct rows index;                               /* of each vector the index in each input */
	int *begins;                                     /* the vectors whose index in input 0 is p are begins[p] .. begins[p+1]-1 */
	int *spots, nspots;                              /* the indices in input 0, short of its end, that have a vector */
	struct token_piece *pieces; size_t npieces, cap_pieces;

	struct dsl_match *matches; size_t cap_matches;   /* of one token in one string */
	int *now;                                        /* a vector in the making */
};

void positions_free(struct positions *p);

/* Finds them all. Of the inputs without outputs, `others`, it matters on how many a match is missing. False when a budget ended before all were
 * found. */
bool positions_find(struct positions *p, const struct texts *t, enum dsl_dialect dialect, const struct str *others, size_t nothers,
                    struct dsl_scratch *scratch, struct budget *b, struct arena *a);

#endif
