/* rank - which of the programs that are right on the pairs a trained network holds for the likeliest
 * SPDX-License-Identifier: MIT */
#include "search/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsl/dsl_run.h"

enum { ROWS = 32 };

struct ranker {
	const struct net *net;
	const struct decode_weights *weights;
	struct decode_work decode;
	struct embedder *embedder;
	struct dsl_scratch *scratch;
	real *task;                      /* (D) */
};

struct ranker *ranker_make(const struct net *net, const struct decode_weights *weights)
{
	struct ranker *r = mem_zero(1, sizeof *r);

	r->net = net;
	r->weights = weights;
	r->embedder = embedder_make(net);
	r->scratch = dsl_scratch_make();
	r->task = real_array((size_t)net->config.task);
	decode_room(&r->decode, weights, ROWS);
	return r;
}

void ranker_free(struct ranker *r)
{
	decode_free(&r->decode);
	embedder_free(r->embedder);
	dsl_scratch_free(r->scratch);
	real_free(r->task);
	free(r);
}

static struct decoder_program tokens_of(struct arena *a, const struct dsl_program *p)
{
	size_t n = dsl_ids(p, NULL, 0);
	uint8_t *ids = arena_get(a, n);

	dsl_ids(p, ids, n);
	return (struct decoder_program){ ids, (int)n };
}

/* What is left of a task's outputs, as the network reads it: programs whose first parts make the same share one. */
struct rest { size_t *made; real *task; };
struct seen { struct rest *rest; size_t n, cap; struct arena arena; };

static const real *read_rest(struct ranker *r, struct seen *seen, const struct encoder_pair *pairs, const size_t *made, size_t n)
{
	struct rest *new;

	for (size_t i = 0; i < seen->n; i++)
		if (memcmp(seen->rest[i].made, made, n * sizeof *made) == 0)
			return seen->rest[i].task;
	seen->rest = mem_room(seen->rest, seen->n, &seen->cap, sizeof *seen->rest);
	new = &seen->rest[seen->n++];
	new->made = arena_get(&seen->arena, n * sizeof *made);
	memcpy(new->made, made, n * sizeof *made);
	new->task = real_array((size_t)r->net->config.task);
	embedder_run(r->embedder, &(struct embedder_task){ pairs, n }, 1, new->task);
	return new->task;
}

static void forget(struct seen *seen)
{
	for (size_t i = 0; i < seen->n; i++)
		real_free(seen->rest[i].task);
	free(seen->rest);
	arena_free(&seen->arena);
}

/* A program's parts, each by what those before it leave of the outputs. */
static double score_parts(struct ranker *r, struct seen *seen, const struct encoder_pair *pairs, size_t n, const struct dsl_program *program)
{
	struct arena arena = { 0 };
	struct encoder_pair *rest = arena_get(&arena, n * sizeof *rest);
	size_t *made = arena_get(&arena, n * sizeof *made);
	struct buf piece = { 0 };
	double sum = 0;

	memcpy(rest, pairs, n * sizeof *rest);
	memset(made, 0, n * sizeof *made);
	for (size_t k = 0; k < program->n; k++) {
		const struct dsl_program part = { .exprs = &program->exprs[k], .n = 1 };
		const struct decoder_program ids = tokens_of(&arena, &part);
		struct dsl_ready *ready = dsl_ready(&part);
		double score;

		generate_scores(r->weights, &r->decode, read_rest(r, seen, rest, made, n), &ids, 1, &score);
		sum += score;
		for (size_t i = 0; i < n; i++) {
			piece.n = 0;
			dsl_run(ready, r->scratch, rest[i].input, &piece);
			rest[i].output.p += piece.n;             /* it is right on the pairs, so there is as much */
			rest[i].output.n -= piece.n;
			made[i] += piece.n;
		}
		dsl_done(ready);
	}
	buf_free(&piece);
	arena_free(&arena);
	return sum;
}

bool rank_scores(struct ranker *r, const struct encoder_pair *pairs, size_t n, const struct exact_found *found, size_t nfound, double *score)
{
	const bool by_part = net_readings[r->net->config.reading].by_part;
	struct arena arena = { 0 };
	struct decoder_program *programs = arena_get(&arena, (nfound + 1) * sizeof *programs);
	double *known = arena_get(&arena, (nfound + 1) * sizeof *known);
	struct seen seen = { 0 };
	size_t judged = 0;
	bool finite = true;

	for (size_t i = 0; i < nfound; i++) {
		const struct dsl_program *p = &found[i].program;

		score[i] = NAN;
		if (dsl_dialect_of(p) == DSL_PAPER && !by_part)
			programs[judged++] = tokens_of(&arena, p);
		if (dsl_dialect_of(p) == DSL_PAPER && by_part) {
			score[i] = score_parts(r, &seen, pairs, n, p);
			finite &= isfinite(score[i]);
		}
	}
	if (judged) {
		embedder_run(r->embedder, &(struct embedder_task){ pairs, n }, 1, r->task);
		generate_scores(r->weights, &r->decode, r->task, programs, judged, known);
		judged = 0;
		for (size_t i = 0; i < nfound; i++)
			if (dsl_dialect_of(&found[i].program) == DSL_PAPER) {
				score[i] = known[judged++];
				finite &= isfinite(score[i]);
			}
	}
	forget(&seen);
	arena_free(&arena);
	return finite;
}

bool rank_places(struct ranker *r, const struct encoder_pair *pairs, size_t n, struct exact_found *found, size_t nfound)
{
	double *score = mem_get((nfound + 1) * sizeof *score);
	bool finite = rank_scores(r, pairs, n, found, nfound, score);

	/* by insertion, over the places of those that are judged */
	for (size_t i = 0; i < nfound && finite; i++) {
		size_t at = i;

		if (isnan(score[i]))
			continue;
		for (size_t j = i; j-- > 0;) {
			struct dsl_program program = found[j].program;
			double s = score[j];

			if (isnan(s))
				continue;
			if (s >= score[at])
				break;
			found[j].program = found[at].program;
			score[j] = score[at];
			found[at].program = program;
			score[at] = s;
			at = j;
		}
	}
	free(score);
	return finite;
}
