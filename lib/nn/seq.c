/* seq - rows of different lengths, packed so that no time step is computed for a row that has ended
 * SPDX-License-Identifier: MIT */
#include "nn/seq.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "nn/device.h"

enum { UNIT_ROWS = 324, MULTIPLE = 12 };        /* kernels take 12 rows at a time, or 6 */

int seq_unit_rows(const struct engine *e, int B, int units)
{
	int rows;

	if (engine_device(e))
		return B;

	while ((B + units - 1) / units > UNIT_ROWS)
		units *= 2;
	rows = (B + units - 1) / units;
	return (rows + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
}

static int units_of(int B, int unit_rows)
{
	return (B + unit_rows - 1) / unit_rows;
}

static void make_steps(struct seq *s, int T)
{
	s->T_max = T;
	s->alive = mem_zero((size_t)s->units_max * (size_t)T, sizeof *s->alive);
	s->at = mem_zero((size_t)s->units_max * (size_t)T, sizeof *s->at);
	s->count = mem_zero((size_t)T + 2, sizeof *s->count);
}

static void free_steps(struct seq *s)
{
	free(s->alive);
	free(s->at);
	free(s->count);
}

void seq_fit(struct seq *s, int T)
{
	if (T <= s->T_max)
		return;
	free_steps(s);
	make_steps(s, T);
}

void seq_init(struct seq *s, int B, int T, int unit_rows)
{
	*s = (struct seq){ .B_max = B, .unit_rows = unit_rows, .units_max = units_of(B, unit_rows) };
	s->unit = mem_zero((size_t)s->units_max, sizeof *s->unit);
	s->order = mem_zero((size_t)B, sizeof *s->order);
	s->length = mem_zero((size_t)B, sizeof *s->length);
	s->unit_of = mem_zero((size_t)B, sizeof *s->unit_of);
	make_steps(s, T);
}

void seq_free(struct seq *s)
{
	free(s->unit);
	free(s->order);
	free(s->length);
	free(s->unit_of);
	free_steps(s);
	*s = (struct seq){ 0 };
}

void seq_pack(struct seq *s, int B, const int *length)
{
	int *rank = s->count;                   /* rank[T - n]: the next row of length n, with the longest the first of all */
	int first = 0;

	assert(B <= s->B_max);
	memset(rank, 0, ((size_t)s->T_max + 2) * sizeof *rank);
	for (int b = 0; b < B; b++) {
		assert(length[b] >= 0 && length[b] <= s->T_max);
		rank[s->T_max - length[b] + 1]++;
	}
	for (int k = 0; k <= s->T_max; k++)
		rank[k + 1] += rank[k];
	s->B = B;
	s->T = 0;
	s->N = 0;
	s->units = units_of(B, s->unit_rows);
	for (int k = 0; k < s->units; k++) {    /* unit k gets the ranks k, k + units, k + 2 units, ... */
		s->unit[k] = (struct seq_unit){ .first = first, .rows = (B - k + s->units - 1) / s->units };
		first += s->unit[k].rows;
	}
	for (int b = 0; b < B; b++) {
		int r = rank[s->T_max - length[b]]++, k = r % s->units, i = s->unit[k].first + r / s->units;

		s->order[i] = b;
		s->length[i] = length[b];
		s->unit_of[i] = k;
	}
	for (int k = 0; k < s->units; k++) {
		struct seq_unit *u = &s->unit[k];
		int *alive = s->alive + (long)k * s->T_max;
		long *at = s->at + (long)k * s->T_max;

		u->alive = alive;
		u->at = at;
		u->steps = s->length[u->first];
		s->T = u->steps > s->T ? u->steps : s->T;
		for (int t = 0, n = u->rows; t < u->steps; t++) {
			while (s->length[u->first + n - 1] <= t)
				n--;
			alive[t] = n;
			at[t] = s->N;
			s->N += n;
		}
	}
}

void seq_gather(const struct seq *s, const int *from, int stride, int *to, int step)
{
	for (int i = 0; i < s->B; i++)
		for (int t = 0; t < s->length[i]; t++)
			to[seq_row(s, i, t) * step] = from[(long)s->order[i] * stride + t];
}
