/* corpus - programs with their pairs in memory, for training
 * SPDX-License-Identifier: MIT */
#include "net/corpus.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

const char *const split_names[] = { "train", "validation", "test", NULL };

enum split corpus_split(uint64_t record)
{
	return record % 20 < 14 ? SPLIT_TRAIN : record % 20 < 17 ? SPLIT_VALIDATION : SPLIT_TEST;
}

void corpus_add(struct corpus *c, const uint8_t *ids, size_t tokens, const struct encoder_pair *pairs, size_t n)
{
	struct corpus_task *t;
	uint8_t *own = arena_get(&c->arena, tokens);

	c->tasks = mem_room(c->tasks, c->n, &c->cap, sizeof *c->tasks);
	t = &c->tasks[c->n++];
	memcpy(own, ids, tokens);
	*t = (struct corpus_task){ { own, (int)tokens }, arena_get(&c->arena, n * sizeof *pairs), (int)n };
	for (size_t i = 0; i < n; i++)
		t->pairs[i] = (struct encoder_pair){ arena_copy(&c->arena, pairs[i].input), arena_copy(&c->arena, pairs[i].output) };
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
