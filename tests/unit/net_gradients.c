/* net_gradients - are the gradients of the whole network the derivatives of its loss?
 * SPDX-License-Identifier: MIT
 *
 * The network is compiled once more, for double, so that central finite differences are good for eight digits. */
#define NN_DOUBLE
#include "nn/real.c"
#include "nn/mat.c"
#include "nn/engine.c"
#include "nn/device.c"
#include "nn/device_gru.c"
#include "nn/host.c"
#include "nn/block.c"
#include "nn/seq.c"
#include "nn/gru.c"
#include "nn/dense.c"
#include "nn/norm.c"
#include "nn/loss.c"
#include "nn/param.c"
#include "net/encoder.c"
#include "net/decoder.c"
#include "net/composer.c"
#include "net/net.c"
#include "net/corpus.c"
#include "net/hierarchy.c"

#include "../lib/check.h"

enum { B = 3, P = 2 };
static const struct encoder_pair pairs[B * P] = {
#define PAIR(a, b) { STR(a), STR(b) }
	PAIR("ab-Cd 12", "Cd"), PAIR("x-Yz", "Yz"), PAIR("12,7 Q", "7"), PAIR("1,2", "2"), PAIR("aa.bb", "a"), PAIR("z1", "z"),
};
static struct decoder_program programs[B];
static struct engine *engine;
static struct tally *tally;
static struct net net;
static double *task, *dtask;

/* The values may have been changed in memory. */
static void begin(void)
{
	engine_begin(engine);
	param_push(&net.learned);
	param_push(&net.running);
}

static double flat_loss(bool backward)
{
	begin();
	param_zero_grad(&net.learned);
	encoder_forward(&net.encoder, pairs, B, P, 7, 3, task);
	tally_clear(engine, tally);
	decoder_forward(&net.decoder, programs, B, task, 1 / (double)decoder_tokens(programs, B), NULL, tally);
	if (backward) {
		decoder_backward(&net.decoder, NULL, dtask);
		encoder_backward(&net.encoder, dtask, 7, 3);
	}
	return tally_read(engine, tally).loss;
}

/* ---- the hierarchical one: three tasks, of two parts, one, and three ---- */

static struct hierarchy hierarchy;
static struct corpus_task tasks[B];

static double whole_loss(bool backward)
{
	const struct corpus_task *batch[B] = { &tasks[0], &tasks[1], &tasks[2] };

	(void)backward;
	begin();
	param_zero_grad(&net.learned);
	return hierarchy_loss(&hierarchy, batch, B, 7, 3);
}

static void make_tasks(int D)
{
	static struct decoder_program parts[B][3];
	static float embeddings[B][3 * 64];
	struct rng rng = rng_at(1, "net_gradients", 0);

	for (int b = 0; b < B; b++) {
		for (int k = 0; k < 3; k++)
			parts[b][k] = programs[(b + k) % B];
		for (int j = 0; j < 3 * D; j++)
			embeddings[b][j] = (float)rng_unit(&rng);
		tasks[b] = (struct corpus_task){ .pairs = (struct encoder_pair *)pairs + b * P, .n = P, .parts = parts[b], .nparts = b == 0 ? 2 : b == 1 ? 1 : 3,
		                                 .embeddings = embeddings[b] };
	}
}

static void derivatives(const char *what, double (*loss)(bool))
{
	const double step = 1e-6;
	double *gradient = mem_get(net.learned.n * sizeof *gradient);

	loss(true);
	engine_pull(engine, gradient, net.learned.there.grad, net.learned.n);
	for (int k = 0; k < net.learned.slices; k++) {
		const struct param_slice *s = &net.learned.slice[k];
		double worst = 0, largest = 0;

		for (long i = 0; i < s->rows * s->cols; i++) {
			double *x = net.learned.value + s->at + i, old = *x, above, below, want;

			if (gradient[s->at + (size_t)i] == 0 && i % 37)          /* of a vocabulary few rows are in use */
				continue;
			*x = old + step;
			above = loss(false);
			*x = old - step;
			below = loss(false);
			*x = old;
			want = (above - below) / (2 * step);
			worst = fmax(worst, fabs(want - gradient[s->at + (size_t)i]));
			largest = fmax(largest, fabs(want));
		}
		check(worst <= 2e-7 && largest > 1e-7, "%s: %s: off by %g, the largest is %g", what, s->name, worst, largest);
	}
	free(gradient);
}

/* Every reading with and without an embedding, and the hierarchical network; on the host in a device's place, which is
 * slow, those alone that are computed in other ways. */
static void look_at(enum engine_kind on)
{
	char why[200];

	engine = engine_make_on(on, on == ENGINE_HOST ? 1 : 2, why);
	tally = tally_make(engine);
	task = engine_array(engine, B * 64);
	dtask = engine_array(engine, B * 64);
	for (int reading = 0; reading < NET_READINGS; reading++)
		for (int embedding = 0; embedding <= 3; embedding += 3) {
			if (on == ENGINE_HOST && (reading != READ_REST || embedding))
				continue;
			struct net_config c = { .reading = reading, .embedding = embedding, .hidden = 5, .task = 12, .token = embedding, .decoder = 6,
			                        .dropout = 0.2, .pool = embedding ? NET_MEAN : NET_MEAN_AND_LEAST, .pairs = P, .batch = B, .units = 2 };
			char what[60];

			net_make(&net, &c, true);
			net_start(&net, 8);
			param_move(&net.learned, engine);
			param_move(&net.running, engine);
			encoder_room(&net.encoder, B, P, true, engine);
			decoder_room(&net.decoder, B, true, engine);
			snprintf(what, sizeof what, "%s, embedding %d", net_reading_names[reading], embedding);
			derivatives(what, flat_loss);
			encoder_free(&net.encoder);
			decoder_free(&net.decoder);
			net_free(&net);
		}
	for (int lambda = on == ENGINE_HOST; lambda < 2; lambda++) {
		struct net_config c = { .reading = READ_APART, .embedding = 3, .hidden = 5, .task = 12, .token = 3, .decoder = 6, .composer = 7,
		                        .dropout = 0.2, .pairs = P, .batch = B, .units = 2, .lambda = lambda * 0.7 };

		net_make(&net, &c, true);
		net_start(&net, 8);
		param_move(&net.learned, engine);
		param_move(&net.running, engine);
		hierarchy_make(&hierarchy, &net, engine);
		make_tasks(c.task);
		derivatives(lambda ? "hierarchical, lambda 0.7" : "hierarchical", whole_loss);
		hierarchy_free(&hierarchy);
		net_free(&net);
	}
	engine_drop(engine, task);
	engine_drop(engine, dtask);
	tally_free(engine, tally);
	engine_free(engine);
}

int main(void)
{
	static const char *const texts[B] = {
		"Concat c( SubStr s( Regex r( Propcase 0 Start r) ConstPos p( -1 p) s) c)", "Concat c( ConstStr k( \"&\" k) c)",
		"Concat c( SubStr s( ConstPos p( 0 p) Regex r( \",\" 0 End r) s) c)",
	};
	static uint8_t ids[B][64];
	struct arena arena = { 0 };

	for (int b = 0; b < B; b++) {
		struct dsl_program p;

		if (!check(dsl_parse(str_of(texts[b]), DSL_PAPER, &arena, &p, NULL) == 0, "%s: no program", texts[b]))
			return 1;
		programs[b] = (struct decoder_program){ ids[b], (int)dsl_ids(&p, ids[b], 64) };
	}
	look_at(ENGINE_CPU);
	look_at(ENGINE_HOST);
	arena_free(&arena);
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
