/* pieces - the pieces of the inputs that operators are tried on
 * SPDX-License-Identifier: MIT */
#include "search/pieces.h"

#include <stdlib.h>

static bool natural(const struct dsl_pos *p, bool until)
{
	if (p->kind == POS_REGEX)
		return p->type != DSL_TEXT && dsl_table[p->type].role == ROLE_CHAR && !p->offset && (p->n == 0 || p->n == -1) && p->bound == (until ? BOUND_START : BOUND_AFTER);
	return until ? p->kind == POS_END : p->kind == POS_CONST && p->k == 0;
}

static int by_cost(const void *a, const void *b)
{
	const struct piece_end *p = a, *q = b;

	if (p->cost != q->cost)
		return p->cost < q->cost ? -1 : 1;
	return p->at < q->at ? -1 : p->at > q->at;
}

int pieces_ends(const struct positions *p, bool until, struct piece_end *ends)
{
	struct piece_end *all = mem_get((p->index.n + 1) * sizeof *all);
	int n = 0;

	for (size_t v = 0; v < p->index.n; v++) {
		struct piece_end one = { .pos = NULL };

		for (int k = p->vectors[v].first; k >= 0; k = p->namings[k].next)
			if (natural(&p->namings[k].pos, until) && (!one.pos || p->namings[k].cost[until] < one.cost))
				one = (struct piece_end){ &p->namings[k].pos, rows_at(&p->index, (int)v), p->namings[k].cost[until] };
		if (one.pos)
			all[n++] = one;
	}
	qsort(all, (size_t)n, sizeof *all, by_cost);
	n = n < PIECES ? n : PIECES;
	memcpy(ends, all, (size_t)n * sizeof *all);
	free(all);
	return n;
}

/* Bytes of the first n code points. */
static size_t bytes_of(struct str s, int n)
{
	size_t at = 0;

	for (; n > 0; n--)
		do
			at++;
		while (at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80);
	return at;
}

struct str pieces_text(struct str input, int from, int until)
{
	size_t begin = bytes_of(input, from), end = begin + bytes_of((struct str){ input.p + begin, input.n - begin }, until - from);

	return (struct str){ input.p + begin, end - begin };
}
