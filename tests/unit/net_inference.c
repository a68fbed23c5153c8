/* net_inference - do the networks say the same token by token and part by part as they do in training?
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "net/hierarchy.h"
#include "net/solve.h"
#include "search/parts.h"

#include "../lib/check.h"

enum { B = 3, P = 2, K = 3 };
static const struct encoder_pair pairs[B * P] = {
#define PAIR(a, b) { STR(a), STR(b) }
	PAIR("ab-Cd 12", "Cd 12"), PAIR("x-Yz", "Yz"), PAIR("12,7 Q", "7"), PAIR("1,2", "2"), PAIR("aa.bb", "a"), PAIR("z1", "z"),
};
static const struct encoder_pair easy[B * P] = {
	PAIR("ab", "abab,"), PAIR("ab x", "abab,"), PAIR("Q.", "%Q.!Q"), PAIR("Q. ", "%Q.!Q"), PAIR("-7:", "7:-7,"), PAIR("-7:,", "7:-7,"),
};

static double furthest(const real *a, const real *b, size_t n)
{
	double worst = 0;

	for (size_t i = 0; i < n; i++)
		worst = fmax(worst, fabs((double)a[i] - (double)b[i]));
	return worst;
}

/* A network as if something had been learned: other running means, that programs end, and that they are simple. */
static void begin(struct net *net, const struct net_config *c, bool training)
{
	net_make(net, c, training);
	net_start(net, 3);
	for (long i = 0; i < net->running.slice[0].cols; i++)
		net->running.value[i] = (real)0.1 * (real)i;
	for (int v = 0; v < DSL_VOCABULARY; v++)
		if (dsl_table[v].role == ROLE_CLOSE_C || dsl_table[v].role == ROLE_CONSTPOS)
			param_value(NULL, &net->learned, net->decoder.at.out_b)[v] = 3;
}

int main(void)
{
	const struct net_config c = { .reading = READ_APART, .embedding = 5, .hidden = 12, .task = 8, .token = 4, .decoder = 20, .composer = 9,
	                              .pairs = P, .batch = B, .units = 2 };
	struct engine *engine = engine_make(2);
	struct corpus_task tasks[B];
	const struct corpus_task *batch[B];
	struct decoder_program parts[B][COMPOSER_PARTS];
	struct generated found[B * K];
	struct decode_weights weights;
	struct compose_weights compose;
	struct decode_work work;
	struct hierarchy h;
	struct embedder *embedder;
	struct encoder encoder;
	struct net net;
	real spec[B * 8], task[B * 8], state[B * 9], last[B * 20];
	struct embedder_task given[B];
	double score[K] = { 0 }, loss = 0;

	begin(&net, &c, false);
	decode_prepare(&weights, &net.decoder);
	compose_prepare(&compose, &net.composer);
	decode_room(&work, &weights, B);
	embedder = embedder_make(&net);

	/* part by part, each task's likeliest programs */
	for (int b = 0; b < B; b++)
		given[b] = (struct embedder_task){ pairs + b * P, P };
	embedder_run(embedder, given, B, spec);
	memset(task, 0, sizeof task);
	memset(state, 0, sizeof state);
	memset(last, 0, sizeof last);
	real embeddings[K][B * 8];

	for (int k = 0; k < K; k++) {
		compose_step(&compose, B, spec, last, state, task);
		memcpy(embeddings[k], task, sizeof task);
		generate_some(&weights, &work, task, B, found + k * B, last);
		for (int b = 0; b < B; b++) {
			if (!check(found[k * B + b].n > 0, "part %d of task %d does not end", k, b))
				return 1;
			parts[b][k] = (struct decoder_program){ found[k * B + b].ids, found[k * B + b].n };
			score[k] += found[k * B + b].score;
		}
	}

	/* all at once, these programs given */
	for (int b = 0; b < B; b++) {
		tasks[b] = (struct corpus_task){ .pairs = (struct encoder_pair *)pairs + b * P, .n = P, .parts = parts[b], .nparts = K };
		batch[b] = &tasks[b];
	}
	decode_free(&work);
	decode_release(&weights);
	net_free(&net);
	begin(&net, &c, true);                           /* the same numbers, with room for training */
	decode_prepare(&weights, &net.decoder);
	hierarchy_make(&h, &net, engine);
	encoder = (struct encoder){ .config = net.encoder.config, .learned = net.encoder.learned, .running = net.encoder.running, .at = net.encoder.at };
	encoder_room(&encoder, B, P, false, engine);
	loss = hierarchy_infer(&h, &encoder, batch, B, P);
	check(furthest(h.spec, spec, sizeof spec / sizeof *spec) < 1e-5, "specification: off by %g", furthest(h.spec, spec, sizeof spec / sizeof *spec));
	for (int k = 0; k < K; k++)
		check(furthest(net.composer.step[k].y, embeddings[k], B * 8) < 1e-5, "embedding of part %d: off by %g", k,
		      furthest(net.composer.step[k].y, embeddings[k], B * 8));
	check(furthest(h.last[K - 1], last, B * 20) < 1e-5, "the decoder's last state: off by %g", furthest(h.last[K - 1], last, B * 20));
	check(fabs(loss + score[0] + score[1] + score[2]) < 1e-4, "log likelihood: %g in training, %g token by token", -loss,
	      score[0] + score[1] + score[2]);
	check(h.right == h.tokens, "%ld of the %ld likeliest tokens are the likeliest", h.right, h.tokens);

	/* programs that a beam finds even so: is what it finds as likely as training says that it is? */
	for (int b = 0; b < B; b++) {
		struct parts *search = parts_make(&net, &weights, 1000);
		struct budget budget;
		struct solved program;

		budget_begin(&budget, 1e12, 0);
		parts_search(search, easy + b * P, P, &budget, &program);
		if (!check(program.right && program.parts <= COMPOSER_PARTS, "task %d: the beam finds %d parts, %s", b, program.parts,
		           program.right ? "right" : "wrong"))
			return 1;
		for (int k = 0; k < program.parts; k++)
			parts[b][k] = (struct decoder_program){ program.part[k].ids, program.part[k].n };
		tasks[b].pairs = (struct encoder_pair *)easy + b * P;
		tasks[b].nparts = program.parts;
		loss = hierarchy_infer(&h, &encoder, &batch[b], 1, P);
		check(fabs(loss + program.score) < 1e-4, "log likelihood of %d parts that the beam found: %g in training, %g there", program.parts,
		      -loss, program.score);
		parts_free(search);
	}

	encoder_free(&encoder);
	hierarchy_free(&h);
	embedder_free(embedder);
	decode_release(&weights);
	compose_release(&compose);
	net_free(&net);
	engine_free(engine);
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
