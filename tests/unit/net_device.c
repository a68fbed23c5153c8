/* net_device - does a device compute what the processor does?
 * SPDX-License-Identifier: MIT
 *
 * net_device [host | cuda [TOLERANCE]]. Three steps of training of each kind of network by both: the losses, then the
 * gradient of each layer's parameters, the parameters themselves and the running averages. A difference is told as a
 * share of the slice's largest number. `host` is the default; with a card, HNPS_PRODUCTS=f32 is what compares best. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/trainer.h"
#include "../lib/check.h"

enum { PAIRS = 4, PARTS = 2, TASKS = 24, BATCH = 8, STEPS = 3 };

static double tolerance = 2e-4;

static void add_task(struct corpus *c, int i, const struct net_config *config, struct dsl_scratch *scratch)
{
	static const char *const texts[] = {
		"Concat c( SubStr s( Regex r( Word 0 Start r) Regex r( \",\" 0 Start r) s) SubStr s( ConstPos p( 0 p) ConstPos p( 2 p) s) c)",
		"Concat c( ConstStr k( \"&\" k) SubStr s( Regex r( Num 0 Start r) Regex r( \",\" -1 Start r) s) c)",
	};
	static float embedding[64];
	struct arena arena = { 0 };
	struct dsl_program program;
	struct dsl_ready *ready;
	struct encoder_pair pairs[PAIRS];
	struct corpus_part part[PARTS];
	const size_t D = (size_t)config->task;

	dsl_parse(str_of(texts[i % 2]), DSL_PAPER, &arena, &program, NULL);
	ready = dsl_ready(&program);
	for (int p = 0; p < PAIRS; p++) {
		struct buf in = { 0 }, out = { 0 };

		buf_printf(&in, "%d Abc%d%.*s,17 x,%d", i + p, p * i, (i * 7 + p) % 30, "hello wonderful world of words", i);
		check(dsl_run(ready, scratch, buf_view(&in), &out) == RUN_OK, "%s does not run", texts[i % 2]);
		pairs[p] = (struct encoder_pair){ arena_copy(&arena, buf_view(&in)), arena_copy(&arena, buf_view(&out)) };
		buf_free(&in);
		buf_free(&out);
	}
	dsl_done(ready);
	for (size_t j = 0; j < D; j++)
		embedding[j] = (float)((i + (int)j) % 7) / 7;
	for (int k = 0; k < PARTS; k++)
		part[k] = (struct corpus_part){ .program = { .exprs = &program.exprs[k], .n = 1 }, .embedding = { (char *)embedding, D * sizeof *embedding } };
	/* every third one of one part, so that the batch has some that end sooner */
	check((config->composer ? corpus_add_composed(c, part, i % 3 ? PARTS : 1, D, pairs, PAIRS)
	                        : corpus_add(c, &program, pairs, PAIRS, net_readings[config->reading].by_part, scratch)) == NULL,
	      "no task is made of it");
	arena_free(&arena);
}

static void same(const char *network, const char *what, const char *name, const real *a, const real *b, long n)
{
	double largest = 0, off = 0;

	for (long i = 0; i < n; i++) {
		largest = fmax(largest, fabs((double)a[i]));
		off = isfinite(b[i]) ? fmax(off, fabs((double)a[i] - (double)b[i])) : INFINITY;
	}
	check(off <= tolerance * largest + 1e-7, "%s: %s of %s: off by %.2g of %.2g", network, what, name, off, largest);
}

static void same_slices(const char *network, const char *what, const struct params *p, const real *a, const real *b)
{
	for (int k = 0; k < p->slices; k++)
		same(network, what, p->slice[k].name, a + p->slice[k].at, b + p->slice[k].at, p->slice[k].rows * p->slice[k].cols);
}

static void compare(const char *network, const struct net_config *config, enum engine_kind kind)
{
	struct dsl_scratch *scratch = dsl_scratch_make();
	const struct corpus_task *batch[BATCH];
	struct corpus corpus = { 0 };
	static struct trainer own, there;
	char why[200];
	struct engine *engine = engine_make_on(kind, 1, why);
	real *gradient;

	if (!check(engine != NULL, "%s", why))
		return;
	for (int i = 0; corpus.n < TASKS; i++)
		add_task(&corpus, i, config, scratch);
	trainer_make(&own, config, 1, 100, 0, engine_make(1));
	trainer_make(&there, config, 1, 100, 0, engine);
	gradient = mem_zero(own.net.learned.n, sizeof *gradient);
	for (int step = 0; step < STEPS; step++) {
		for (int b = 0; b < BATCH; b++)
			batch[b] = &corpus.tasks[(step * BATCH + b) % TASKS];
		check(trainer_step(&own, batch) && trainer_step(&there, batch), "%s: diverged", network);
		check(fabs(own.loss - there.loss) <= tolerance * own.loss, "%s: loss %g, there %g", network, own.loss, there.loss);
		check(fabs(own.embedding_loss - there.embedding_loss) <= tolerance * (own.embedding_loss + 1e-9),
		      "%s: embedding loss %g, there %g", network, own.embedding_loss, there.embedding_loss);
		check(labs(own.right - there.right) <= 1, "%s: %ld right, there %ld", network, own.right, there.right);
		engine_pull(there.engine, gradient, there.net.learned.there.grad, own.net.learned.n);
		same_slices(network, "gradient", &own.net.learned, own.net.learned.grad, gradient);
	}
	trainer_pull(&there);
	same_slices(network, "running average", &own.net.running, own.net.running.value, there.net.running.value);
	check(engine_wrong(engine) == NULL, "%s: %s", network, engine_wrong(engine));
	free(gradient);
	trainer_free(&own);
	trainer_free(&there);
	corpus_free(&corpus);
	dsl_scratch_free(scratch);
}

int main(int argc, char **argv)
{
	const enum engine_kind kind = argc > 1 && strcmp(argv[1], "cuda") == 0 ? ENGINE_CUDA : ENGINE_HOST;

	if (argc > 2)
		tolerance = strtod(argv[2], NULL);
	for (int i = 0; i < net_presets_n; i++)
		for (int composed = 0; composed < 2; composed++) {
			struct net_config c = net_presets[i].config;
			char what[60];

			if (composed && !c.composer)
				continue;
			c.composer = composed ? 16 : 0;
			c.lambda = composed;
			c.hidden = c.task = c.decoder = 16;
			c.embedding = c.embedding ? 8 : 0;
			c.pool = i % 2 ? NET_MEAN_AND_LEAST : NET_MEAN;
			c.rate = 1e-4;
			c.batch = BATCH;
			c.pairs = 3;
			snprintf(what, sizeof what, "%s%s", net_presets[i].name, composed ? ", hierarchical" : "");
			compare(what, &c, kind);
		}
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
