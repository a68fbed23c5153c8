/* seq - rows of different lengths, packed so that no time step is computed for a row that has ended
 * SPDX-License-Identifier: MIT
 *
 * Rows are ordered by length, the longest first, and cut into units of rows, which are what threads take. Within a unit all rows of step 0
 * come first, then those of step 1 that are still alive, and so on: at each step the live rows are the unit's first ones, and lie together. */
#ifndef HNPS_SEQ_H
#define HNPS_SEQ_H

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
	int *order;                   /* (B) the caller's row that is i-th in the order */
	int *length;                  /* (B) its length */
	int unit_rows;
	int B_max, T_max, *alive, *count;
	long *at;
};

/* Makes room for B rows of T steps, cut into units of `unit_rows`. The units decide how sums are grouped, so results depend on them. */
void seq_init(struct seq *s, int B, int T, int unit_rows);
void seq_free(struct seq *s);

/* Sets all up for B rows of these lengths, each 0 .. T. Allocates nothing. */
void seq_pack(struct seq *s, int B, const int *length);

/* The packed row of step t of the order's i-th row, which is that long. */
static inline long seq_row(const struct seq *s, int i, int t)
{
	const struct seq_unit *u = &s->unit[i / s->unit_rows];

	return u->at[t] + (i - u->first);
}

/* Brings numbers into packed order: from[row * stride + t] for the caller's rows, to[packed row * step]. */
void seq_gather(const struct seq *s, const int *from, int stride, int *to, int step);

#endif
