/* hierarchy - one pass of the three networks together: specification, part after part, and back through time (4.3)
 * SPDX-License-Identifier: MIT */
#include "net/hierarchy.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "nn/block.h"

void hierarchy_make(struct hierarchy *h, struct net *net, struct engine *engine)
{
	const struct net_config *c = &net->config;
	const size_t B = (size_t)c->batch, D = (size_t)c->task, Hd = (size_t)c->decoder;

	*h = (struct hierarchy){ .net = net, .engine = engine, .tally = tally_make(engine) };
	encoder_room(&net->encoder, c->batch, c->pairs, true, engine);
	composer_room(&net->composer, c->batch, COMPOSER_PARTS, engine);
	for (int k = 0; k < COMPOSER_PARTS; k++) {
		h->part[k] = (struct decoder){ .config = net->decoder.config, .learned = net->decoder.learned, .at = net->decoder.at };
		decoder_room(&h->part[k], c->batch, true, engine);
		h->last[k] = engine_array(engine, B * Hd);
	}
	h->order = mem_get(B * sizeof *h->order);
	h->pairs = mem_get(B * (size_t)c->pairs * sizeof *h->pairs);
	h->programs = mem_get(B * sizeof *h->programs);
	h->want = mem_get(B * sizeof *h->want);
	h->spec = engine_array(engine, B * D);
	h->dspec = engine_array(engine, B * D);
	h->dtask = engine_array(engine, B * D);
	h->dlast = engine_array(engine, B * Hd);
}

void hierarchy_free(struct hierarchy *h)
{
	encoder_free(&h->net->encoder);
	composer_free(&h->net->composer);
	for (int k = 0; k < COMPOSER_PARTS; k++) {
		decoder_free(&h->part[k]);
		engine_drop(h->engine, h->last[k]);
	}
	free(h->order);
	free(h->pairs);
	free(h->programs);
	free(h->want);
	tally_free(h->engine, h->tally);
	engine_drop(h->engine, h->spec);
	engine_drop(h->engine, h->dspec);
	engine_drop(h->engine, h->dtask);
	engine_drop(h->engine, h->dlast);
}

/* How many of the batch have a part k: the first ones. */
static int with_part(const struct hierarchy *h, int B, int k)
{
	while (B > 0 && h->order[B - 1]->nparts <= k)
		B--;
	return B;
}

/* Tasks with the most parts first, those with as many in their order; sets how many parts and tokens there are. */
static long arrange(struct hierarchy *h, const struct corpus_task *const *batch, int B)
{
	long parts = 0;
	int n = 0;

	h->tokens = 0;
	h->parts = 0;
	for (int k = COMPOSER_PARTS; k > 0; k--)
		for (int b = 0; b < B; b++)
			if (batch[b]->nparts == k) {
				h->order[n++] = batch[b];
				parts += k;
				h->parts = k > h->parts ? k : h->parts;
				h->tokens += decoder_tokens(batch[b]->parts, k);
			}
	assert(n == B);
	return parts;
}

/* From the specifications part by part: the token loss, times `weight`, into the tally, which is cleared first. */
static void forward_parts(struct hierarchy *h, int B, double weight)
{
	tally_clear(h->engine, h->tally);
	for (int k = 0; k < h->parts; k++) {
		const int n = with_part(h, B, k);

		composer_forward(&h->net->composer, k, n, h->spec, k ? h->last[k - 1] : NULL);
		for (int b = 0; b < n; b++)
			h->programs[b] = h->order[b]->parts[k];
		decoder_forward(&h->part[k], h->programs, n, h->net->composer.step[k].y, weight, h->last[k], h->tally);
	}
}

/* Eq. 3, and its gradients; those of the embeddings are started with it. */
static void embedding_losses(struct hierarchy *h, int B, long parts)
{
	const struct net_config *c = &h->net->config;
	const int D = c->task;

	for (int k = 0; k < h->parts; k++) {
		struct composer_step *s = &h->net->composer.step[k];
		const int n = with_part(h, B, k);

		block_zero(h->engine, mat_of(s->dy, n, D));
		if (c->lambda == 0)
			continue;
		for (int b = 0; b < n; b++)
			h->want[b] = h->order[b]->embeddings + (long)k * D;
		squared_error(h->engine, s->y, h->want, n, D, 1 / (double)(parts * D), c->lambda, s->dy, h->tally);
	}
}

/* What the tally has of the last batch. */
static void read_losses(struct hierarchy *h)
{
	const struct totals sum = tally_read(h->engine, h->tally);

	h->token_loss = sum.loss;
	h->embedding_loss = sum.squares;
	h->right = sum.right;
}

double hierarchy_infer(struct hierarchy *h, struct encoder *encoder, const struct corpus_task *const *batch, int B, int given)
{
	struct encoder_pair *pairs = mem_get((size_t)B * (size_t)given * sizeof *pairs);

	arrange(h, batch, B);
	for (int b = 0; b < B; b++)
		memcpy(pairs + (long)b * given, h->order[b]->pairs, (size_t)given * sizeof *pairs);
	encoder_infer(encoder, pairs, B, given, h->spec);
	free(pairs);
	forward_parts(h, B, 1);
	read_losses(h);
	return h->token_loss;
}

double hierarchy_loss(struct hierarchy *h, const struct corpus_task *const *batch, int B, uint64_t seed, long step)
{
	struct net *net = h->net;
	const struct net_config *c = &net->config;
	const long D = c->task, parts = arrange(h, batch, B);

	for (int b = 0; b < B; b++)
		corpus_draw(h->order[b], c->pairs, seed, (uint64_t)step * (uint64_t)c->batch + (uint64_t)b, h->pairs + (long)b * c->pairs);
	encoder_forward(&net->encoder, h->pairs, B, c->pairs, seed, (uint32_t)step, h->spec);
	forward_parts(h, B, 1 / (double)h->tokens);
	embedding_losses(h, B, parts);
	block_zero(h->engine, mat_of(h->dspec, B, D));
	for (int k = h->parts - 1; k >= 0; k--) {
		struct composer_step *s = &net->composer.step[k];

		/* dlast: what the part behind has to say of this one's last state */
		decoder_backward(&h->part[k], k + 1 < h->parts ? h->dlast : NULL, h->dtask);
		block_add(h->engine, mat_of(s->dy, s->B, D), mat_of(h->dtask, s->B, D));
		composer_backward(&net->composer, k, h->dspec, h->dlast);
	}
	encoder_backward(&net->encoder, h->dspec, seed, (uint32_t)step);
	read_losses(h);
	return h->token_loss + c->lambda * h->embedding_loss;
}

double hierarchy_products(const struct hierarchy *h)
{
	double sum = encoder_products(&h->net->encoder) + composer_products(&h->net->composer, h->parts);

	for (int k = 0; k < h->parts; k++)
		sum += decoder_products(&h->part[k]);
	return sum;
}
