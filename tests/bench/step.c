/* step - a whole training step, as a fraction of what the processor can do in the same minute
 * SPDX-License-Identifier: MIT
 *
 * step [-j THREADS] [-n ROUNDS] [-p PRESET] [-s SETTINGS] [-P PARTS] [-d cuda|host]. Lines of name, value, unit and a remark. Tasks are drawn as dslsample and iogen
 * draw them, so strings and programs are as long as in training. With PARTS, the network is hierarchical, and programs have so many. What counts is
 * the operations of the matrix products; reading the pairs, all other layers, the optimiser and the draw of pairs are in the time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/rng.h"
#include "dsl/dsl_draw.h"
#include "net/trainer.h"
#include "nn/mat.h"
#include "peak.h"

enum { PAIRS = 20, TASKS = 512, ROUNDS_MAX = 100, SECONDS = 2 };

/* A task of `parts` parts, with its pairs; false: this program has too few. */
static bool draw_task(struct corpus *c, uint64_t number, int parts, bool composed, struct dsl_scratch *scratch)
{
	static const struct dsl_rates rates = { 0.06, 0.1, 0.5 };
	struct rng rng = rng_at(1, "step", number);
	struct arena arena = { 0 };
	struct dsl_program program = dsl_draw_program(&rng, parts, &rates, &arena);
	struct encoder_pair pairs[PAIRS];
	struct dsl_needs needs;
	struct dsl_ready *ready;
	int n = 0;

	if (dsl_feasible(&program)) {
		needs = dsl_needs(&program);
		ready = dsl_ready(&program);
		for (int t = 0; t < 200 && n < PAIRS; t++) {
			char text[DRAW_ROOM];
			struct str input = { text, (size_t)dsl_draw_input(&rng, &needs, text) };
			struct buf out = { 0 };

			if (dsl_run(ready, scratch, input, &out) == RUN_OK)
				pairs[n++] = (struct encoder_pair){ arena_copy(&arena, input), arena_copy(&arena, buf_view(&out)) };
			buf_free(&out);
		}
		dsl_done(ready);
	}
	if (n == PAIRS && composed) {
		struct corpus_part part[COMPOSER_PARTS];

		for (int k = 0; k < parts; k++)
			part[k] = (struct corpus_part){ .program = { .exprs = &program.exprs[k], .n = 1 } };
		corpus_add_composed(c, part, (size_t)parts, 0, pairs, PAIRS);
	} else if (n == PAIRS) {
		corpus_add(c, &program, pairs, PAIRS, false, scratch);
	}
	arena_free(&arena);
	return n == PAIRS;
}

static int by_value(const void *a, const void *b)
{
	return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

int main(int argc, char **argv)
{
	static double fraction[ROUNDS_MAX], speed[ROUNDS_MAX];
	const char *name = "paper", *settings = "", *wrong;
	struct dsl_scratch *scratch = dsl_scratch_make();
	struct corpus corpus = { 0 };
	struct net_config config;
	struct trainer t;
	int rounds = 5, parts = 0;
	enum engine_kind kind = ENGINE_CPU;
	struct engine *engine;
	char what[80], why[200];

	for (int o; (o = getopt(argc, argv, "j:n:p:s:P:d:")) != -1;)
		switch (o) {
		case 'j': threads = atoi(optarg); break;
		case 'n': rounds = atoi(optarg); break;
		case 'p': name = optarg; break;
		case 's': settings = optarg; break;
		case 'P': parts = atoi(optarg); break;
		case 'd': kind = strcmp(optarg, "cuda") == 0 ? ENGINE_CUDA : ENGINE_HOST; break;
		default: return 2;
		}
	if (threads < 1 || rounds < 1 || rounds > ROUNDS_MAX || parts < 0 || parts > COMPOSER_PARTS || !net_preset(name))
		return 2;
	config = net_preset(name)->config;
	config.composer = parts ? config.composer ? config.composer : 256 : 0;
	if ((wrong = net_settings(&config, settings))) {
		fprintf(stderr, "step: %s\n", wrong);
		return 2;
	}
	for (uint64_t i = 0; corpus.n < TASKS; i++)
		draw_task(&corpus, i, parts ? parts : 1, parts > 0, scratch);
	if (!(engine = engine_make_on(kind, threads, why))) {
		fprintf(stderr, "step: %s\n", why);
		return 2;
	}
	trainer_make(&t, &config, 1, 1000000, 0, engine);

	const struct corpus_task **batch = mem_get((size_t)config.batch * sizeof *batch);

	for (int r = -1; r < rounds; r++) {                      /* the first one warms up */
		const int k = r < 0 ? 0 : r;
		double first = kind ? 1 : peak(t.engine), begun, products = 0, steps = 0, seconds;

		begun = now();
		do {
			for (int b = 0; b < config.batch; b++)
				batch[b] = &corpus.tasks[(t.step * config.batch + b) % TASKS];
			if (!trainer_step(&t, batch))
				return 1;
			products += t.products;
			steps++;
			seconds = now() - begun;
		} while (seconds < SECONDS);
		fraction[k] = products / seconds / ((first + (kind ? 1 : peak(t.engine))) / 2);
		speed[k] = steps * config.batch / seconds;
	}
	qsort(fraction, (size_t)rounds, sizeof *fraction, by_value);
	qsort(speed, (size_t)rounds, sizeof *speed, by_value);
	snprintf(what, sizeof what, "step%s%s%s", strcmp(name, "paper") == 0 ? "" : ".", strcmp(name, "paper") == 0 ? "" : name,
	         parts ? ".hierarchical" : "");
	if (kind) {
		printf("%s.device\t%.0f\tprograms/s\tbatch %d, %d pairs, hidden %d: %s; %.1f TFLOP/s\n", what, speed[rounds / 2], config.batch,
		       config.pairs, config.hidden, engine_about(engine), fraction[rounds / 2] * 1e-12);
		return 0;
	}
	printf("%s.fraction.j%d\t%.3f\tof the peak\twanted: 0.65; a whole training step: preset %s, batch %d, %d pairs, hidden %d\n", what, threads,
	       fraction[rounds / 2], name, config.batch, config.pairs, config.hidden);
	printf("%s.speed.j%d\t%.0f\tprograms/s\t\n", what, threads, speed[rounds / 2]);
	return 0;
}
