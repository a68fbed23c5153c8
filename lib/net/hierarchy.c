/* hierarchy - one pass of the three networks together: specification, part after part, and back through time (4.3)
 * SPDX-License-Identifier: MIT */
#include "net/hierarchy.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void hierarchy_make(struct hierarchy *h, struct net *net, struct team *team)
{
	const struct net_config *c = &net->config;
	const size_t B = (size_t)c->batch, D = (size_t)c->task, Hd = (size_t)c->decoder;

	*h = (struct hierarchy){ .net = net };
	encoder_room(&net->encoder, c->batch, c->pairs, true, team);
	composer_room(&net->composer, c->batch, COMPOSER_PARTS, team);
	for (int k = 0; k < COMPOSER_PARTS; k++) {
		h->part[k] = (struct decoder){ .config = net->decoder.config, .learned = net->decoder.learned, .at = net->decoder.at };
		decoder_room(&h->part[k], c->batch, true, team);
		h->last[k] = real_array(B * Hd);
	}
	h->order = mem_get(B * sizeof *h->order);
	h->pairs = mem_get(B * (size_t)c->pairs * sizeof *h->pairs);
	h->programs = mem_get(B * sizeof *h->programs);
	h->spec = real_array(B * D);
	h->dspec = real_array(B * D);
	h->dtask = real_array(B * D);
	h->dlast = real_array(B * Hd);
}

void hierarchy_free(struct hierarchy *h)
{
	encoder_free(&h->net->encoder);
	composer_free(&h->net->composer);
	for (int k = 0; k < COMPOSER_PARTS; k++) {
		decoder_free(&h->part[k]);
		real_free(h->last[k]);
	}
	free(h->order);
	free(h->pairs);
	free(h->programs);
	real_free(h->spec);
	real_free(h->dspec);
	real_free(h->dtask);
	real_free(h->dlast);
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

/* From the specifications part by part: the two losses, the first times `weight`. */
static void forward_parts(struct hierarchy *h, struct team *team, int B, double weight)
{
	h->token_loss = 0;
	h->right = 0;
	for (int k = 0; k < h->parts; k++) {
		const int n = with_part(h, B, k);
		long right;

		composer_forward(&h->net->composer, team, k, n, h->spec, k ? h->last[k - 1] : NULL);
		for (int b = 0; b < n; b++)
			h->programs[b] = h->order[b]->parts[k];
		h->token_loss += decoder_forward(&h->part[k], team, h->programs, n, h->net->composer.step[k].y, weight, h->last[k], &right);
		h->right += right;
	}
}

/* Eq. 3, and its gradients; those of the embeddings are started with it. */
static void embedding_losses(struct hierarchy *h, int B, long parts)
{
	const struct net_config *c = &h->net->config;
	const long D = c->task;
	const double scale = 1 / (double)(parts * D);

	h->embedding_loss = 0;
	for (int k = 0; k < h->parts; k++) {
		struct composer_step *s = &h->net->composer.step[k];
		const int n = with_part(h, B, k);

		memset(s->dy, 0, (size_t)n * (size_t)D * sizeof(real));
		for (long b = 0; c->lambda > 0 && b < n; b++)
			for (long j = 0; j < D; j++) {
				real off = s->y[b * D + j] - (real)h->order[b]->embeddings[k * D + j];

				h->embedding_loss += (double)(off * off) * scale;
				s->dy[b * D + j] = (real)(2 * c->lambda * scale) * off;
			}
	}
}

double hierarchy_infer(struct hierarchy *h, struct team *team, struct encoder *encoder, const struct corpus_task *const *batch, int B, int given)
{
	struct encoder_pair *pairs = mem_get((size_t)B * (size_t)given * sizeof *pairs);

	arrange(h, batch, B);
	for (int b = 0; b < B; b++)
		memcpy(pairs + (long)b * given, h->order[b]->pairs, (size_t)given * sizeof *pairs);
	encoder_infer(encoder, team, pairs, B, given, h->spec);
	free(pairs);
	forward_parts(h, team, B, 1);
	return h->token_loss;
}

double hierarchy_loss(struct hierarchy *h, struct team *team, const struct corpus_task *const *batch, int B, uint64_t seed, long step)
{
	struct net *net = h->net;
	const struct net_config *c = &net->config;
	const long D = c->task, parts = arrange(h, batch, B);

	for (int b = 0; b < B; b++)
		corpus_draw(h->order[b], c->pairs, seed, (uint64_t)step * (uint64_t)c->batch + (uint64_t)b, h->pairs + (long)b * c->pairs);
	encoder_forward(&net->encoder, team, h->pairs, B, c->pairs, seed, (uint32_t)step, h->spec);
	forward_parts(h, team, B, 1 / (double)h->tokens);
	embedding_losses(h, B, parts);
	memset(h->dspec, 0, (size_t)B * (size_t)D * sizeof(real));
	for (int k = h->parts - 1; k >= 0; k--) {
		struct composer_step *s = &net->composer.step[k];

		/* dlast: what the part behind has to say of this one's last state */
		decoder_backward(&h->part[k], team, k + 1 < h->parts ? h->dlast : NULL, h->dtask);
		for (long i = 0; i < s->B * D; i++)
			s->dy[i] += h->dtask[i];
		composer_backward(&net->composer, team, k, h->dspec, h->dlast);
	}
	encoder_backward(&net->encoder, team, h->dspec, seed, (uint32_t)step);
	return h->token_loss + c->lambda * h->embedding_loss;
}

double hierarchy_products(const struct hierarchy *h)
{
	double sum = encoder_products(&h->net->encoder) + composer_products(&h->net->composer, h->parts);

	for (int k = 0; k < h->parts; k++)
		sum += decoder_products(&h->part[k]);
	return sum;
}
