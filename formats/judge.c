/* judge - a trained model of a file that puts programs in order
 * SPDX-License-Identifier: MIT */
#include "judge.h"

#include <stdlib.h>

#include "netfile.h"
#include "search/rank.h"

struct judge {
	const char *file;
	struct net net;
	struct decode_weights weights;
	struct ranker *ranker;               /* NULL: not opened yet */
};

struct judge *judge_make(const char *file)
{
	struct judge *j = mem_zero(1, sizeof *j);

	j->file = file;
	return j;
}

static int open_model(struct judge *j, struct buf *why)
{
	struct buf head = { 0 };
	const int failed = netfile_open(&j->net, j->file, &head, why);

	buf_free(&head);
	if (failed)
		return -1;
	if (j->net.config.composer) {
		buf_printf(why, "%s: a hierarchical model can't judge programs", j->file);
		net_free(&j->net);
		return -1;
	}
	decode_prepare(&j->weights, &j->net.decoder);
	j->ranker = ranker_make(&j->net, &j->weights);
	return 0;
}

int judge_order(struct judge *j, const struct given *g, struct exact_found *found, size_t n, struct buf *why)
{
	struct encoder_pair *pairs;
	bool finite;

	if (!j->ranker && open_model(j, why) < 0)
		return -1;
	pairs = mem_get(g->n * sizeof *pairs);
	for (size_t i = 0; i < g->n; i++)
		pairs[i] = (struct encoder_pair){ g->inputs[i], g->outputs[i] };
	finite = rank_places(j->ranker, pairs, g->n, found, n);
	free(pairs);
	if (!finite)
		buf_printf(why, "%s: its numbers are not finite", j->file);
	return finite ? 0 : -1;
}

void judge_free(struct judge *j)
{
	if (j->ranker) {
		ranker_free(j->ranker);
		decode_release(&j->weights);
		net_free(&j->net);
	}
	free(j);
}
