/* seq - rows of different lengths, packed so that no time step is computed for a row that has ended
 * SPDX-License-Identifier: MIT */
#include "nn/seq.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void seq_init(struct seq *s, int B, int T, int unit_rows)
{
	size_t units = ((size_t)B + (size_t)unit_rows - 1) / (size_t)unit_rows;

	*s = (struct seq){ .B_max = B, .T_max = T, .unit_rows = unit_rows };
	s->unit = mem_zero(units, sizeof *s->unit);
	s->order = mem_zero((size_t)B, sizeof *s->order);
	s->length = mem_zero((size_t)B, sizeof *s->length);
	s->alive = mem_zero(units * (size_t)T, sizeof *s->alive);
	s->at = mem_zero(units * (size_t)T, sizeof *s->at);
	s->count = mem_zero((size_t)T + 2, sizeof *s->count);
}

void seq_free(struct seq *s)
{
	free(s->unit);
	free(s->order);
	free(s->length);
	free(s->alive);
	free(s->at);
	free(s->count);
	*s = (struct seq){ 0 };
}

void seq_pack(struct seq *s, int B, const int *length)
{
	int *start = s->count;                  /* start[T - n]: where the rows of length n go */

	assert(B <= s->B_max);
	memset(s->count, 0, ((size_t)s->T_max + 2) * sizeof *s->count);
	for (int b = 0; b < B; b++) {
		assert(length[b] >= 0 && length[b] <= s->T_max);
		start[s->T_max - length[b] + 1]++;
	}
	for (int k = 0; k <= s->T_max; k++)
		start[k + 1] += start[k];
	for (int b = 0; b < B; b++) {
		int i = start[s->T_max - length[b]]++;

		s->order[i] = b;
		s->length[i] = length[b];
	}
	s->B = B;
	s->T = B ? s->length[0] : 0;
	s->N = 0;
	s->units = (B + s->unit_rows - 1) / s->unit_rows;
	for (int k = 0; k < s->units; k++) {
		int first = k * s->unit_rows, rows = B - first < s->unit_rows ? B - first : s->unit_rows;
		int steps = s->length[first], *alive = s->alive + (long)k * s->T_max;
		long *at = s->at + (long)k * s->T_max;

		for (int t = 0, n = rows; t < steps; t++) {
			while (s->length[first + n - 1] <= t)
				n--;
			alive[t] = n;
			at[t] = s->N;
			s->N += n;
		}
		s->unit[k] = (struct seq_unit){ first, rows, steps, alive, at };
	}
}

void seq_gather(const struct seq *s, const int *from, int stride, int *to, int step)
{
	for (int i = 0; i < s->B; i++)
		for (int t = 0; t < s->length[i]; t++)
			to[seq_row(s, i, t) * step] = from[(long)s->order[i] * stride + t];
}
