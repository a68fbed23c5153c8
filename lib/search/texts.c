/* texts - the pairs that a search is for, as code points
 * SPDX-License-Identifier: MIT */
#include "search/texts.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "dsl/dsl_run.h"

struct pair { struct str in, out; size_t number; };

static int by_input(const void *a, const void *b)
{
	const struct pair *p = a, *q = b;
	int order = memcmp(p->in.p, q->in.p, p->in.n < q->in.n ? p->in.n : q->in.n);

	if (order || p->in.n != q->in.n)
		return order ? order : p->in.n < q->in.n ? -1 : 1;
	return p->number < q->number ? -1 : 1;
}

bool texts_pairs(struct texts *t, const struct str *inputs, const struct str *outputs, size_t n, struct arena *a)
{
	struct pair *sorted = arena_get(a, n * sizeof *sorted);
	bool *again = arena_get(a, n * sizeof *again);

	for (size_t i = 0; i < n; i++) {
		if (outputs[i].n == 0)
			return false;                /* every expression gives at least one character */
		sorted[i] = (struct pair){ inputs[i].p ? inputs[i] : STR(""), outputs[i], i };
	}
	qsort(sorted, n, sizeof *sorted, by_input);
	memset(again, 0, n * sizeof *again);
	for (size_t i = 1; i < n; i++) {
		if (!str_eq(sorted[i].in, sorted[i - 1].in))
			continue;
		if (!str_eq(sorted[i].out, sorted[i - 1].out))
			return false;
		again[sorted[i].number] = true;
	}
	t->y = NULL;
	t->inputs = arena_get(a, n * sizeof *t->inputs);
	t->outputs = arena_get(a, n * sizeof *t->outputs);
	t->n = 0;
	for (size_t i = 0; i < n; i++)
		if (!again[i]) {
			t->inputs[t->n] = inputs[i];
			t->outputs[t->n++] = outputs[i];
		}
	return true;
}

bool texts_decode(struct texts *t, enum dsl_dialect dialect, struct budget *b, struct arena *a)
{
	const struct str *inputs = t->inputs, *outputs = t->outputs;
	const bool cases = dialect == DSL_SHELL, known = t->y != NULL;
	size_t n = t->n;

	for (size_t i = 0; i < n && b->bytes <= BUDGET_BYTES; i++)
		b->bytes += (inputs[i].n + 1) * sizeof **t->x * (cases ? TEXTS_CASES - 1 : 1) + (known ? 0 : (outputs[i].n + 1) * sizeof **t->y);
	if (b->bytes > BUDGET_BYTES)
		return false;
	t->x = arena_get(a, n * sizeof *t->x), t->xlen = arena_get(a, n * sizeof *t->xlen);
	if (!known)
		t->y = arena_get(a, n * sizeof *t->y), t->ylen = arena_get(a, n * sizeof *t->ylen);
	for (int c = 0; c < TEXTS_CASES; c++)
		t->cased[c] = arena_get(a, n * sizeof **t->cased);
	for (size_t i = 0; i < n; i++) {
		t->x[i] = arena_get(a, (inputs[i].n + 1) * sizeof **t->x);
		t->xlen[i] = (int)utf8_decode(inputs[i], t->x[i]);
		if (!known) {
			t->y[i] = arena_get(a, (outputs[i].n + 1) * sizeof **t->y);
			t->ylen[i] = (int)utf8_decode(outputs[i], t->y[i]);
		}
		t->cased[CASE_NONE][i] = t->x[i];
		for (int c = 1; c < TEXTS_CASES && cases; c++) {
			uint32_t *to;

			if (c == CASE_SENTENCE) {        /* in the middle of a piece it is the same */
				t->cased[c][i] = t->cased[CASE_LOWER][i];
				continue;
			}
			to = t->cased[c][i] = arena_get(a, ((size_t)t->xlen[i] + 1) * sizeof *to);
			for (int j = 0; j < t->xlen[i]; j++)
				to[j] = dsl_recase((enum dsl_case)c, t->x[i][j], false, j && dsl_in_word(t->x[i][j - 1]));
		}
		b->work += (double)(inputs[i].n + outputs[i].n);
		if (budget_spent(b))
			return false;
	}
	return true;
}

uint32_t texts_first(const struct texts *t, enum dsl_case as, size_t i, int j)
{
	return as == CASE_PROPER || as == CASE_SENTENCE ? dsl_recase(as, t->x[i][j], true, false) : t->cased[as][i][j];
}
