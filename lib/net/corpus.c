/* corpus - programs with their pairs in memory, for training
 * SPDX-License-Identifier: MIT */
#include "net/corpus.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

static struct encoder_pair *copy_pairs(struct corpus *c, const struct encoder_pair *pairs, size_t n)
{
	struct encoder_pair *own = arena_get(&c->arena, n * sizeof *own);

	for (size_t i = 0; i < n; i++)
		own[i] = (struct encoder_pair){ arena_copy(&c->arena, pairs[i].input), arena_copy(&c->arena, pairs[i].output) };
	return own;
}

static struct decoder_program copy_program(struct corpus *c, const uint8_t *ids, int n)
{
	uint8_t *own = arena_get(&c->arena, (size_t)n);

	memcpy(own, ids, (size_t)n);
	return (struct decoder_program){ own, n };
}

static struct corpus_task *new_task(struct corpus *c)
{
	c->tasks = mem_room(c->tasks, c->n, &c->cap, sizeof *c->tasks);
	c->tasks[c->n] = (struct corpus_task){ .n = 0 };
	return &c->tasks[c->n++];
}

void corpus_add_task(struct corpus *c, const struct corpus_task *t)
{
	struct corpus_task *own = new_task(c);
	const size_t n = (size_t)t->n;

	own->program = copy_program(c, t->program.ids, t->program.n);
	own->pairs = copy_pairs(c, t->pairs, n);
	own->n = t->n;
	own->nparts = t->nparts;
	if (t->made) {
		own->made = arena_get(&c->arena, n * sizeof *own->made);
		memcpy(own->made, t->made, n * sizeof *own->made);
	}
	if (t->parts) {
		own->parts = arena_get(&c->arena, (size_t)t->nparts * sizeof *own->parts);
		for (int k = 0; k < t->nparts; k++)
			own->parts[k] = copy_program(c, t->parts[k].ids, t->parts[k].n);
	}
	if (t->embeddings) {
		own->embeddings = arena_get(&c->arena, (size_t)t->nparts * t->width * sizeof *own->embeddings);
		memcpy((float *)own->embeddings, t->embeddings, (size_t)t->nparts * t->width * sizeof *own->embeddings);
	}
}

const char *corpus_add_composed(struct corpus *c, const struct corpus_part *parts, size_t nparts, size_t D, const struct encoder_pair *pairs, size_t n)
{
	struct decoder_program own[COMPOSER_PARTS];
	struct corpus_task *t;
	float *embeddings = NULL;

	if (nparts == 0)
		return "no parts";
	if (nparts > COMPOSER_PARTS)
		return "more parts than training takes";
	for (size_t k = 0; k < nparts; k++) {
		uint8_t ids[DECODER_TOKENS];
		size_t tokens = dsl_ids(&parts[k].program, ids, DECODER_TOKENS);

		if (dsl_dialect_of(&parts[k].program) != DSL_PAPER)
			return "a part is not of the paper dialect";
		if (tokens > DECODER_TOKENS)
			return "a part has too many tokens";
		if (D && parts[k].embedding.n != D * sizeof(float))
			return parts[k].embedding.n ? "a part's embedding is of another size" : "a part has no embedding, which lambda > 0 needs";
		own[k] = copy_program(c, ids, (int)tokens);
	}
	if (D) {
		embeddings = arena_get(&c->arena, nparts * D * sizeof *embeddings);
		for (size_t k = 0; k < nparts; k++)
			memcpy(embeddings + k * D, parts[k].embedding.p, D * sizeof *embeddings);
	}
	t = new_task(c);
	t->pairs = copy_pairs(c, pairs, n);
	t->n = (int)n;
	t->parts = arena_get(&c->arena, nparts * sizeof *t->parts);
	memcpy(t->parts, own, nparts * sizeof *own);
	t->nparts = (int)nparts;
	t->embeddings = embeddings;
	t->width = D;
	return NULL;
}

/* Adds one part of a program, which makes what the outputs have from `at` on, and moves `at` behind it. Inputs and outputs are in the arena
 * already. */
static const char *add_part(struct corpus *c, const struct dsl_expr *part, const struct encoder_pair *pairs, size_t n, int *at,
                            struct dsl_scratch *scratch)
{
	const struct dsl_program program = { .exprs = (struct dsl_expr *)part, .n = 1 };
	struct dsl_ready *ready = dsl_ready(&program);
	const char *wrong = NULL;
	uint8_t ids[DECODER_TOKENS];
	size_t tokens = dsl_ids(&program, ids, DECODER_TOKENS);
	struct corpus_task t = { .program.n = (int)tokens, .pairs = arena_get(&c->arena, n * sizeof *t.pairs), .n = (int)n,
	                         .made = arena_get(&c->arena, n * sizeof *t.made) };
	struct buf piece = { 0 };

	for (size_t i = 0; i < n && !wrong; i++) {
		const struct str input = pairs[i].input, rest = { pairs[i].output.p + at[i], pairs[i].output.n - (size_t)at[i] };

		piece.n = 0;
		if (dsl_run(ready, scratch, input, &piece) != RUN_OK || piece.n > rest.n || memcmp(piece.p, rest.p, piece.n) != 0)
			wrong = "the program does not make the outputs";
		t.pairs[i] = (struct encoder_pair){ input, rest };
		t.made[i] = (int)piece.n;
		at[i] += (int)piece.n;
	}
	buf_free(&piece);
	dsl_done(ready);
	if (wrong)
		return wrong;
	t.program = copy_program(c, ids, (int)tokens);
	*new_task(c) = t;
	return NULL;
}

const char *corpus_add(struct corpus *c, const struct dsl_program *p, const struct encoder_pair *pairs, size_t n, bool by_part,
                       struct dsl_scratch *scratch)
{
	uint8_t ids[DECODER_TOKENS];
	size_t tokens = dsl_ids(p, ids, DECODER_TOKENS);
	const char *wrong = NULL;
	struct encoder_pair *own;
	int *at;

	if (dsl_dialect_of(p) != DSL_PAPER)
		return "the program is not of the paper dialect";
	if (!by_part && tokens > DECODER_TOKENS)
		return "the program has too many tokens";
	if (!by_part) {
		corpus_add_task(c, &(struct corpus_task){ { ids, (int)tokens }, (struct encoder_pair *)pairs, (int)n, .made = NULL });
		return NULL;
	}
	own = copy_pairs(c, pairs, n);
	at = arena_get(&c->arena, n * sizeof *at);
	memset(at, 0, n * sizeof *at);
	for (size_t k = 0; k < p->n && !wrong; k++)
		wrong = add_part(c, &p->exprs[k], own, n, at, scratch);
	return wrong;
}

void corpus_clear(struct corpus *c)
{
	arena_reset(&c->arena);
	c->n = 0;
}

void corpus_free(struct corpus *c)
{
	arena_free(&c->arena);
	free(c->tasks);
	*c = (struct corpus){ 0 };
}

void corpus_draw(const struct corpus_task *t, int P, uint64_t seed, uint64_t pass, struct encoder_pair *pairs)
{
	struct rng rng = rng_at(seed, "pairs", pass);
	int taken = 0;

	assert(P <= t->n);
	for (int i = 0; taken < P; i++)                         /* each with the chance that makes all choices equally likely */
		if (rng_below(&rng, (uint32_t)(t->n - i)) < (uint32_t)(P - taken))
			pairs[taken++] = t->pairs[i];
}

void corpus_order(size_t n, uint64_t seed, uint64_t epoch, uint32_t *order)
{
	struct rng rng = rng_at(seed, "order", epoch);

	for (size_t i = 0; i < n; i++) {
		size_t j = rng_below(&rng, (uint32_t)(i + 1));

		order[i] = order[j];
		order[j] = (uint32_t)i;
	}
}
