/* seq - rows of different lengths, packed so that no time step is computed for a row that has ended
 * SPDX-License-Identifier: MIT
 *
 * Rows are ordered by length and dealt out to units like cards, so that all units have as much to do; units are what threads take. Within a
 * unit the longest row is the first. All its rows of step 0 lie together, then those of step 1 that are still alive, and so on: at each step
 * the live rows are the unit's first ones. */
#ifndef HNPS_SEQ_H
#define HNPS_SEQ_H

#include "nn/engine.h"

/* Dimensions: B rows, T steps at most, N packed rows: the sum of the lengths. */
struct seq {
	int B, T;                     /* T: the longest row's length */
	long N;
	int units;
	struct seq_unit {
		int first, rows, steps;   /* rows first .. first+rows-1 of the order; the longest one's length */
		const int *alive;         /* (steps): how many rows step t has */
		const long *at;           /* (steps): the packed row where step t begins */
	} *unit;
	int *order;                   /* (B) the caller's row that is the i-th here, counted through the units */
	int *length;                  /* (B) its length */
	int *unit_of;                 /* (B) the unit it is in */
	int unit_rows, B_max, T_max, units_max, *alive, *count;
	long *at;
};

/* How many rows a unit should have for batches of B rows, so that there are `units` of them at least, for as many threads. Large units are
 * faster, as each product reads the weights anew; up to some 300 rows it matters, beyond there is little to win. A device
 * takes all rows as one. */
int seq_unit_rows(const struct engine *e, int B, int units);

/* Makes room for B rows of T steps, T > 0, in units of `unit_rows` at most. Units decide how sums are grouped: so
 * results depend on them, in the last bits, and they are not to depend on the number of threads. */
void seq_init(struct seq *s, int B, int T, int unit_rows);
void seq_free(struct seq *s);

/* Makes room for rows of T steps, if there is less. */
void seq_fit(struct seq *s, int T);

/* Sets all up for B rows of these lengths, each 0 .. T. Rows of one length stay in their order. Allocates nothing. */
void seq_pack(struct seq *s, int B, const int *length);

/* The packed row of step t of the i-th row, which is that long. */
static inline long seq_row(const struct seq *s, int i, int t)
{
	const struct seq_unit *u = &s->unit[s->unit_of[i]];

	return u->at[t] + (i - u->first);
}

/* Brings numbers into packed order: from[row * stride + t] for the caller's rows, to[packed row * step]. */
void seq_gather(const struct seq *s, const int *from, int stride, int *to, int step);

#endif
