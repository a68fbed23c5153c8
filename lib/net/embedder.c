/* embedder - task embeddings by a trained encoder, of tasks with any number of pairs
 * SPDX-License-Identifier: MIT */
#include "net/embedder.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { TASKS = 16, PAIRS = EMBEDDER_PAIRS / TASKS };     /* of a pass through the network: so many tasks of so many pairs, or fewer of more */

struct embedder {
	struct net_config config;
	struct encoder encoder;
	struct encoder_pair pairs[EMBEDDER_PAIRS];
};

struct embedder *embedder_make(const struct net *net)
{
	struct embedder *e = mem_zero(1, sizeof *e);
	const struct encoder *trained = &net->encoder;

	e->config = net->config;
	e->config.units = 1;             /* for one thread; without a way back rows don't depend on it */
	e->encoder = (struct encoder){ .config = &e->config, .learned = trained->learned, .running = trained->running, .at = trained->at };
	encoder_room(&e->encoder, TASKS, PAIRS, false, NULL);
	return e;
}

void embedder_free(struct embedder *e)
{
	encoder_free(&e->encoder);
	free(e);
}

static size_t pairs_of(const struct embedder_task *t)
{
	return t->n < EMBEDDER_PAIRS ? t->n : EMBEDDER_PAIRS;
}

bool embedder_long(const struct embedder_task *task)
{
	for (size_t p = 0; p < pairs_of(task); p++)
		if (net_is_long(task->pairs[p].input) || net_is_long(task->pairs[p].output))
			return true;
	return false;
}

long embedder_run(struct embedder *e, const struct embedder_task *tasks, size_t n, real *embedding)
{
	const size_t D = (size_t)e->config.task;
	long steps = 0;

	for (size_t first = 0, next; first < n; first = next) {
		const size_t P = pairs_of(&tasks[first]);

		/* a pass is of tasks with equally many pairs */
		for (next = first; next < n && next - first < TASKS && pairs_of(&tasks[next]) == P && (next - first + 1) * P <= EMBEDDER_PAIRS; next++)
			memcpy(e->pairs + (next - first) * P, tasks[next].pairs, P * sizeof *e->pairs);
		encoder_infer(&e->encoder, e->pairs, (int)(next - first), (int)P, embedding + first * D);
		steps += e->encoder.seq.N;
	}
	return steps;
}
