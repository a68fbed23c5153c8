/* explain - when no program fits all the examples: the most of them that one program fits
 * SPDX-License-Identifier: MIT */
#include "search/explain.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/clock.h"
#include "base/rng.h"
#include "base/utf8.h"
#include "dsl/dsl_run.h"

enum {
	SAMPLES = 300, SAMPLE = 3, CANDIDATES = 8,
	SHARE = 4,                   /* one search may take the SHAREth part of what is left, so that a hard one leaves some to the others */
};

struct search {
	struct exact *x;
	const struct str *inputs, *outputs;
	size_t n;
	struct exact_options o;
	struct str *in, *out;        /* of the subset that is looked at */
	double left;                 /* steps, for all the searches together */
	double seconds, begun;
};

/* Is there something left of the budgets? */
static bool may_go_on(struct search *s)
{
	if (s->seconds > 0)
		s->o.seconds = s->seconds - (clock_seconds() - s->begun);
	return s->left >= SHARE && (s->seconds <= 0 || s->o.seconds > 0);
}

static struct exact_result search_subset(struct search *s, const bool *chosen)
{
	struct exact_result found;
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (chosen[i]) {
			s->in[n] = s->inputs[i];
			s->out[n++] = s->outputs[i];
		}
	if (!may_go_on(s))
		return (struct exact_result){ .status = EXACT_RAN_OUT };
	s->o.steps = s->left / SHARE;
	found = exact_search(s->x, s->in, s->out, n, &s->o);
	s->left -= found.steps;
	return found;
}

/* How many examples a program is right on, marked in fits[]. Gives up, with 0, when there can't be more than `enough` of them. */
static size_t try_on_all(struct search *s, const struct dsl_program *p, size_t enough, bool *fits)
{
	struct dsl_scratch *scratch = dsl_scratch_make();
	struct dsl_ready *ready = dsl_ready(p);
	size_t n = 0, wrong = 0;

	for (size_t i = 0; i < s->n && enough + wrong < s->n; i++) {
		fits[i] = dsl_makes(ready, scratch, s->inputs[i], s->outputs[i]);
		n += fits[i];
		wrong += !fits[i];
		s->left -= 16 + (double)s->inputs[i].n / 4;      /* about as long as so many steps of a search */
	}
	dsl_done(ready);
	dsl_scratch_free(scratch);
	return enough + wrong < s->n ? n : 0;
}

/* All subsets, largest first; of one size those that keep the first examples come first. A pair that no program fits rules out all
 * that have it. */
static struct explained all_subsets(struct search *s, struct arena *a, bool *fits)
{
	struct explained best = { .largest = true };
	uint32_t clash[EXPLAIN_ALL] = { 0 };

	for (size_t i = 0; i < s->n; i++)
		for (size_t j = 0; j < i; j++) {
			bool pair[EXPLAIN_ALL] = { 0 };

			pair[i] = pair[j] = true;
			if (search_subset(s, pair).status == EXACT_NONE)
				clash[i] |= 1u << j;
		}
	for (size_t size = s->n; size > 0; size--)
		for (uint32_t set = 1u << s->n; set-- > 0;) {      /* the highest bit is the first example */
			struct exact_result found;
			bool possible = (size_t)__builtin_popcount(set) == size;

			for (size_t i = 0; i < s->n; i++)
				fits[i] = set >> (s->n - 1 - i) & 1;
			for (size_t i = 0; i < s->n && possible; i++)
				for (size_t j = 0; j < i && possible; j++)
					possible = !(fits[i] && fits[j] && clash[i] >> j & 1);
			if (!possible)
				continue;
			found = search_subset(s, fits);
			if (found.status == EXACT_RAN_OUT)
				best.largest = false;
			if (found.status != EXACT_FOUND)
				continue;
			best.program = dsl_copy(&found.found[0].program, a);
			best.n = try_on_all(s, &best.program, 0, fits);
			return best;
		}
	return best;
}

/* The programs of small samples are tried on all the examples; then the best set is searched as a whole, for its best program. */
static struct explained samples(struct search *s, struct arena *a, bool *fits)
{
	struct explained best = { 0 };
	bool *chosen = mem_zero(s->n, sizeof *chosen), *now = mem_zero(s->n, sizeof *now);
	struct rng rng = rng_at(1, "explain", 0);
	struct exact_result found;

	s->o.best = CANDIDATES;
	for (int sample = 0; sample < SAMPLES && may_go_on(s); sample++) {
		memset(chosen, 0, s->n * sizeof *chosen);
		for (int i = 0; i < SAMPLE; i++)
			chosen[rng_below(&rng, (uint32_t)s->n)] = true;
		found = search_subset(s, chosen);
		for (size_t p = 0; p < found.n; p++) {
			size_t n = try_on_all(s, &found.found[p].program, best.n, now);

			if (n == 0)
				continue;
			best.n = n;
			best.program = dsl_copy(&found.found[p].program, a);
			memcpy(fits, now, s->n * sizeof *fits);
		}
	}
	s->o.best = 1;
	if (best.n && (found = search_subset(s, fits)).n) {
		best.program = dsl_copy(&found.found[0].program, a);
		best.n = try_on_all(s, &best.program, 0, fits);
	}
	free(chosen), free(now);
	return best;
}

struct explained explain(struct exact *x, const struct str *inputs, const struct str *outputs, size_t n, const struct exact_options *o,
                         struct arena *a, bool *fits)
{
	struct search s = { x, inputs, outputs, n, *o, mem_get(n * sizeof *s.in), mem_get(n * sizeof *s.out), o->steps, o->seconds, clock_seconds() };
	struct explained best;

	s.o.best = 1;
	best = n <= EXPLAIN_ALL ? all_subsets(&s, a, fits) : samples(&s, a, fits);
	if (best.n == 0)
		memset(fits, 0, n * sizeof *fits);
	free(s.in), free(s.out);
	return best;
}

/* Is a text in another, in whatever case? */
static bool contains(struct str all, struct str part)
{
	uint32_t *a = mem_get((all.n + 1) * sizeof *a), *b = mem_get((part.n + 1) * sizeof *b);
	size_t n = utf8_decode(all, a), m = utf8_decode(part, b), same = 0;

	for (size_t i = 0; i + m <= n && same < m; i++)
		for (same = 0; same < m && utf8_lower(a[i + same]) == utf8_lower(b[same]); same++)
			;
	free(a), free(b);
	return same == m;
}

struct str explain_foreign(const struct str *inputs, const struct str *outputs, size_t n, size_t i)
{
	const struct str out = outputs[i];

	for (size_t at = 0; at < out.n;) {
		struct str run = { out.p + at, 0 };
		size_t in_outputs = 0;

		while (at + run.n < out.n && is_word_byte((unsigned char)run.p[run.n]))
			run.n++;
		at += run.n + 1;
		if (run.n == 0 || contains(inputs[i], run))
			continue;
		for (size_t j = 0; j < n; j++)
			in_outputs += contains(outputs[j], run);
		if (in_outputs < n)
			return run;
	}
	return (struct str){ 0 };
}
