/* trainer - training of a flat network, step by step, and its validation (Appendix B)
 * SPDX-License-Identifier: MIT */
#include "net/trainer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsl/dsl_run.h"
#include "net/generate.h"

enum { VALIDATE = 64 };                  /* tasks that are validated at once */

static void copy_values(struct params *to, const struct params *from)
{
	memcpy(to->value, from->value, from->n * sizeof(real));
}

/* A block of the same shape, for values alone. */
static void make_like(struct params *p, const struct params *like)
{
	*p = *like;
	p->value = p->grad = p->m = p->v = NULL;
	param_make(p, false);
}

void trainer_make(struct trainer *t, const struct net_config *config, uint64_t seed, long steps, double epoch_steps, int threads)
{
	const size_t B = (size_t)config->batch, D = (size_t)config->task;

	*t = (struct trainer){ .team = team_make(threads), .seed = seed, .steps = steps, .epoch_steps = epoch_steps };
	net_make(&t->net, config, true);
	net_start(&t->net, seed);
	encoder_room(&t->net.encoder, config->batch, config->pairs, true, t->team);
	decoder_room(&t->net.decoder, config->batch, true, t->team);
	make_like(&t->best_learned, &t->net.learned);
	make_like(&t->best_running, &t->net.running);
	t->pairs = mem_get(B * (size_t)config->pairs * sizeof *t->pairs);
	t->programs = mem_get(B * sizeof *t->programs);
	t->task = real_array(B * D);
	t->dtask = real_array(B * D);
}

void trainer_free(struct trainer *t)
{
	encoder_free(&t->net.encoder);
	decoder_free(&t->net.decoder);
	net_free(&t->net);
	param_free(&t->best_learned);
	param_free(&t->best_running);
	free(t->pairs);
	free(t->programs);
	real_free(t->task);
	real_free(t->dtask);
	team_free(t->team);
}

double trainer_rate(const struct trainer *t)
{
	const struct net_config *c = &t->net.config;
	const struct schedule schedule = { .kind = c->schedule == NET_COSINE ? SCHEDULE_COSINE : SCHEDULE_EXPONENTIAL, .rate = c->rate,
	                                   .gamma = c->gamma, .floor = c->floor, .warmup = c->warmup, .steps = t->steps };

	return schedule_rate(&schedule, t->step, t->epoch_steps > 0 ? (long)((double)(t->step - 1) / t->epoch_steps) : 0);
}

bool trainer_step(struct trainer *t, const struct corpus_task *const *batch)
{
	const struct net_config *c = &t->net.config;
	struct adam adam = ADAM_DEFAULT;
	double scale;

	for (int b = 0; b < c->batch; b++) {
		corpus_draw(batch[b], c->pairs, t->seed, (uint64_t)t->step * (uint64_t)c->batch + (uint64_t)b, t->pairs + (long)b * c->pairs);
		t->programs[b] = batch[b]->program;
	}
	param_zero_grad(&t->net.learned);
	encoder_forward(&t->net.encoder, t->team, t->pairs, c->batch, c->pairs, t->seed, (uint32_t)t->step, t->task);
	t->tokens = decoder_tokens(t->programs, c->batch);
	t->loss = decoder_forward(&t->net.decoder, t->team, t->programs, c->batch, t->task, 1 / (double)t->tokens, NULL, &t->right);
	decoder_backward(&t->net.decoder, t->team, NULL, t->dtask);
	encoder_backward(&t->net.encoder, t->team, t->dtask, t->seed, (uint32_t)t->step);
	t->norm = grad_norm(&t->net.learned);
	t->products = encoder_products(&t->net.encoder) + decoder_products(&t->net.decoder);
	if (!isfinite(t->loss) || !isfinite(t->norm))
		return false;
	t->step++;
	adam.decay = c->decay;
	scale = c->clip > 0 ? grad_scale(t->norm, c->clip) : 1;
	adam_step(&t->net.learned, t->team, &adam, trainer_rate(t), scale, t->step);
	return true;
}

void trainer_keep_best(struct trainer *t)
{
	copy_values(&t->best_learned, &t->net.learned);
	copy_values(&t->best_running, &t->net.running);
}

/* ---- validation ---- */

struct judged { const struct corpus_task *tasks; const struct generated *programs; int given; struct dsl_scratch **scratch; uint8_t *right; };

static bool makes(const struct dsl_ready *ready, struct dsl_scratch *scratch, const struct corpus_task *t, int i)
{
	const struct str output = t->pairs[i].output;

	return dsl_makes(ready, scratch, t->pairs[i].input, t->made ? (struct str){ output.p, (size_t)t->made[i] } : output);
}

/* Runs what was generated for task i: 1 it is right on the given pairs, 2 on all. */
static void judge(void *judged, int thread, size_t i)
{
	struct judged *j = judged;
	const struct corpus_task *task = &j->tasks[i];
	struct arena arena = { 0 };
	struct dsl_program program;
	struct dsl_ready *ready;
	struct buf text = { 0 };
	int n = 0;

	j->right[i] = 0;
	for (int k = 0; k < j->programs[i].n; k++)
		buf_printf(&text, k ? " %s" : "%s", dsl_table[j->programs[i].ids[k]].text);
	if (text.n && dsl_parse(buf_view(&text), DSL_PAPER, &arena, &program, NULL) == 0) {
		ready = dsl_ready(&program);
		while (n < task->n && makes(ready, j->scratch[thread], task, n))
			n++;
		j->right[i] = n == task->n ? 2 : n >= j->given;
		dsl_done(ready);
	}
	buf_free(&text);
	arena_free(&arena);
}

struct validation trainer_validate(struct trainer *t, const struct corpus_task *tasks, size_t n, int given)
{
	const struct encoder *e = &t->net.encoder;
	const struct decoder *d = &t->net.decoder;
	struct encoder encoder = { .config = e->config, .learned = e->learned, .running = e->running, .at = e->at };   /* memory of its own */
	struct decoder decoder = { .config = d->config, .learned = d->learned, .at = d->at };
	struct decode_weights weights;
	struct generated *programs = mem_get(VALIDATE * sizeof *programs);
	struct encoder_pair *pairs = mem_get(VALIDATE * (size_t)given * sizeof *pairs);
	real *task = real_array(VALIDATE * (size_t)t->net.config.task);
	struct judged j = { .programs = programs, .given = given, .scratch = mem_zero((size_t)team_threads(t->team), sizeof *j.scratch) };
	struct validation v = { 0 };
	uint8_t right[VALIDATE];
	double all_tokens = 0;

	for (int k = 0; k < team_threads(t->team); k++)
		j.scratch[k] = dsl_scratch_make();
	encoder_room(&encoder, VALIDATE, given, false, t->team);
	decoder_room(&decoder, VALIDATE, false, t->team);
	decode_prepare(&weights, &decoder, t->team);
	for (size_t first = 0; first < n; first += VALIDATE) {
		const size_t B = n - first < VALIDATE ? n - first : VALIDATE;
		struct decoder_program truth[VALIDATE];
		long hits;

		for (size_t b = 0; b < B; b++) {
			truth[b] = tasks[first + b].program;
			memcpy(pairs + b * (size_t)given, tasks[first + b].pairs, (size_t)given * sizeof *pairs);
		}
		encoder_infer(&encoder, t->team, pairs, (int)B, given, task);
		v.loss += decoder_forward(&decoder, t->team, truth, (int)B, task, 1, NULL, &hits);
		v.tokens += (double)hits;
		all_tokens += (double)decoder_tokens(truth, (int)B);
		generate_greedy(&weights, t->team, task, B, programs);
		j.tasks = tasks + first;
		j.right = right;
		team_run(t->team, B, judge, &j);
		for (size_t b = 0; b < B; b++) {
			v.given += right[b] >= 1;
			v.all += right[b] == 2;
		}
	}
	v.loss /= all_tokens;
	v.tokens /= all_tokens;
	v.given /= (double)n;
	v.all /= (double)n;
	for (int k = 0; k < team_threads(t->team); k++)
		dsl_scratch_free(j.scratch[k]);
	free(j.scratch);
	decode_release(&weights);
	encoder_free(&encoder);
	decoder_free(&decoder);
	real_free(task);
	free(pairs);
	free(programs);
	return v;
}
