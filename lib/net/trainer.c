/* trainer - training of a network, step by step, and its validation (Appendix B)
 * SPDX-License-Identifier: MIT */
#include "net/trainer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsl/dsl_run.h"
#include "net/solve.h"

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

void trainer_make(struct trainer *t, const struct net_config *config, uint64_t seed, long steps, double epoch_steps,
                  struct engine *engine)
{
	const size_t B = (size_t)config->batch, D = (size_t)config->task;

	*t = (struct trainer){ .engine = engine, .seed = seed, .steps = steps, .epoch_steps = epoch_steps };
	net_make(&t->net, config, true);
	net_start(&t->net, seed);
	param_move(&t->net.learned, t->engine);
	param_move(&t->net.running, t->engine);
	trainer_push(t);
	t->tally = tally_make(t->engine);
	if (config->composer) {
		hierarchy_make(&t->hierarchy, &t->net, t->engine);
	} else {
		encoder_room(&t->net.encoder, config->batch, config->pairs, true, t->engine);
		decoder_room(&t->net.decoder, config->batch, true, t->engine);
	}
	make_like(&t->best_learned, &t->net.learned);
	make_like(&t->best_running, &t->net.running);
	t->pairs = mem_get(B * (size_t)config->pairs * sizeof *t->pairs);
	t->programs = mem_get(B * sizeof *t->programs);
	t->task = engine_array(t->engine, B * D);
	t->dtask = engine_array(t->engine, B * D);
}

void trainer_free(struct trainer *t)
{
	if (t->net.config.composer) {
		hierarchy_free(&t->hierarchy);
	} else {
		encoder_free(&t->net.encoder);
		decoder_free(&t->net.decoder);
	}
	net_free(&t->net);
	param_free(&t->best_learned);
	param_free(&t->best_running);
	free(t->pairs);
	free(t->programs);
	engine_drop(t->engine, t->task);
	engine_drop(t->engine, t->dtask);
	tally_free(t->engine, t->tally);
	engine_free(t->engine);
}

double trainer_rate(const struct trainer *t)
{
	const struct net_config *c = &t->net.config;
	const struct schedule schedule = { .kind = c->schedule == NET_COSINE ? SCHEDULE_COSINE : SCHEDULE_EXPONENTIAL, .rate = c->rate,
	                                   .gamma = c->gamma, .floor = c->floor, .warmup = c->warmup, .steps = t->steps };

	return schedule_rate(&schedule, t->step, t->epoch_steps > 0 ? (long)((double)(t->step - 1) / t->epoch_steps) : 0);
}

/* The flat network's loss and gradients. */
static void flat_loss(struct trainer *t, const struct corpus_task *const *batch)
{
	const struct net_config *c = &t->net.config;
	struct totals sum;

	for (int b = 0; b < c->batch; b++) {
		corpus_draw(batch[b], c->pairs, t->seed, (uint64_t)t->step * (uint64_t)c->batch + (uint64_t)b, t->pairs + (long)b * c->pairs);
		t->programs[b] = batch[b]->program;
	}
	encoder_forward(&t->net.encoder, t->pairs, c->batch, c->pairs, t->seed, (uint32_t)t->step, t->task);
	t->tokens = decoder_tokens(t->programs, c->batch);
	tally_clear(t->engine, t->tally);
	decoder_forward(&t->net.decoder, t->programs, c->batch, t->task, 1 / (double)t->tokens, NULL, t->tally);
	decoder_backward(&t->net.decoder, NULL, t->dtask);
	encoder_backward(&t->net.encoder, t->dtask, t->seed, (uint32_t)t->step);
	sum = tally_read(t->engine, t->tally);
	t->loss = sum.loss;
	t->right = sum.right;
	t->products = encoder_products(&t->net.encoder) + decoder_products(&t->net.decoder);
}

static void whole_loss(struct trainer *t, const struct corpus_task *const *batch)
{
	struct hierarchy *h = &t->hierarchy;

	hierarchy_loss(h, batch, t->net.config.batch, t->seed, t->step);
	t->loss = h->token_loss;
	t->embedding_loss = h->embedding_loss;
	t->right = h->right;
	t->tokens = h->tokens;
	t->products = hierarchy_products(h);
}

bool trainer_step(struct trainer *t, const struct corpus_task *const *batch)
{
	const struct net_config *c = &t->net.config;
	struct adam adam = ADAM_DEFAULT;
	double scale;

	engine_begin(t->engine);
	param_zero_grad(&t->net.learned);
	(c->composer ? whole_loss : flat_loss)(t, batch);
	t->norm = grad_norm(t->engine, &t->net.learned);
	if (!isfinite(t->loss) || !isfinite(t->embedding_loss) || !isfinite(t->norm))
		return false;
	t->step++;
	adam.decay = c->decay;
	scale = c->clip > 0 ? grad_scale(t->norm, c->clip) : 1;
	adam_step(t->engine, &t->net.learned, &adam, trainer_rate(t), scale, t->step);
	return true;
}

void trainer_pull(struct trainer *t)
{
	param_pull(&t->net.learned);
	param_pull(&t->net.running);
}

void trainer_push(struct trainer *t)
{
	param_push(&t->net.learned);
	param_push(&t->net.running);
}

void trainer_keep_best(struct trainer *t)
{
	trainer_pull(t);
	copy_values(&t->best_learned, &t->net.learned);
	copy_values(&t->best_running, &t->net.running);
}

/* ---- validation ---- */

/* Validates tasks in chunks of SOLVE_TASKS, as many as there are at a time; each thread has what it needs to find programs. */
struct judging {
	const struct corpus_task *tasks;
	size_t n;
	int given;
	struct decode_weights weights;
	struct judge { struct solver *solver; struct embedder *embedder; struct decode_work decode; struct dsl_scratch *scratch; real *task; } *judge;
	uint8_t *right;                      /* (n): 1 on the given pairs, 2 on all */
};

/* How many pairs of a task, from the first on, its program is right on. */
static int count_right(struct str text, const struct corpus_task *task, struct dsl_scratch *scratch)
{
	struct arena arena = { 0 };
	struct dsl_program program;
	struct dsl_ready *ready;
	int n = 0;

	if (text.n && dsl_parse(text, DSL_PAPER, &arena, &program, NULL) == 0) {
		ready = dsl_ready(&program);
		while (n < task->n) {
			const struct encoder_pair *p = &task->pairs[n];

			if (!dsl_makes(ready, scratch, p->input, task->made ? (struct str){ p->output.p, (size_t)task->made[n] } : p->output))
				break;
			n++;
		}
		dsl_done(ready);
	}
	arena_free(&arena);
	return n;
}

static void judge_chunk(void *judging, int thread, size_t chunk)
{
	struct judging *j = judging;
	struct judge *own = &j->judge[thread];
	const size_t first = chunk * SOLVE_TASKS, n = j->n - first < SOLVE_TASKS ? j->n - first : SOLVE_TASKS;
	struct embedder_task given[SOLVE_TASKS];
	struct solved *solved = mem_get(SOLVE_TASKS * sizeof *solved);
	struct generated *found = mem_get(SOLVE_TASKS * sizeof *found);
	struct buf text = { 0 };

	for (size_t i = 0; i < n; i++)
		given[i] = (struct embedder_task){ j->tasks[first + i].pairs, (size_t)j->given };
	if (own->solver) {
		solve(own->solver, given, n, solved);
	} else {
		embedder_run(own->embedder, given, n, own->task);
		generate_some(&j->weights, &own->decode, own->task, n, found, NULL);
	}
	for (size_t i = 0; i < n; i++) {
		const struct corpus_task *task = &j->tasks[first + i];
		int right;

		text.n = 0;
		if (own->solver)
			solve_print(&text, &solved[i]);
		else
			generate_print(&text, found[i].ids, found[i].n);
		right = count_right(buf_view(&text), task, own->scratch);
		j->right[first + i] = right == task->n ? 2 : right >= j->given;
	}
	buf_free(&text);
	free(solved);
	free(found);
}

/* Greedy execution accuracy. */
static void judge_all(struct trainer *t, const struct corpus_task *tasks, size_t n, int given, struct validation *v)
{
	const int threads = engine_threads(t->engine);
	struct judging j = { .tasks = tasks, .n = n, .given = given, .judge = mem_zero((size_t)threads, sizeof *j.judge),
	                     .right = mem_zero(n, 1) };

	trainer_pull(t);
	decode_prepare(&j.weights, &t->net.decoder);
	for (int k = 0; k < threads; k++) {
		struct judge *own = &j.judge[k];

		own->scratch = dsl_scratch_make();
		if (t->net.config.composer) {
			own->solver = solver_make(&t->net, &j.weights);
			continue;
		}
		own->embedder = embedder_make(&t->net);
		decode_room(&own->decode, &j.weights, SOLVE_TASKS);
		own->task = real_array(SOLVE_TASKS * (size_t)t->net.config.task);
	}
	engine_run(t->engine, (n + SOLVE_TASKS - 1) / SOLVE_TASKS, judge_chunk, &j);
	for (size_t i = 0; i < n; i++) {
		v->given += j.right[i] >= 1;
		v->all += j.right[i] == 2;
	}
	v->given /= (double)n;
	v->all /= (double)n;
	for (int k = 0; k < threads; k++) {
		struct judge *own = &j.judge[k];

		dsl_scratch_free(own->scratch);
		if (own->solver) {
			solver_free(own->solver);
			continue;
		}
		embedder_free(own->embedder);
		decode_free(&own->decode);
		real_free(own->task);
	}
	decode_release(&j.weights);
	free(j.judge);
	free(j.right);
}

/* Mean loss a token, and the share of tokens that are the likeliest. */
static void loss_of_all(struct trainer *t, const struct corpus_task *tasks, size_t n, int given, struct validation *v)
{
	const size_t most = (size_t)t->net.config.batch < VALIDATE ? (size_t)t->net.config.batch : VALIDATE;
	const struct encoder *e = &t->net.encoder;
	const struct decoder *d = &t->net.decoder;
	struct encoder encoder = { .config = e->config, .learned = e->learned, .running = e->running, .at = e->at };   /* memory of its own */
	struct decoder decoder = { .config = d->config, .learned = d->learned, .at = d->at };
	struct encoder_pair *pairs = mem_get(VALIDATE * (size_t)given * sizeof *pairs);
	real *task = engine_array(t->engine, VALIDATE * (size_t)t->net.config.task);
	double tokens = 0;

	encoder_room(&encoder, (int)most, given, false, t->engine);
	decoder_room(&decoder, (int)most, false, t->engine);
	for (size_t first = 0; first < n; first += most) {
		const size_t B = n - first < most ? n - first : most;
		const struct corpus_task *batch[VALIDATE];
		struct decoder_program truth[VALIDATE];
		struct totals sum;

		for (size_t b = 0; b < B; b++) {
			batch[b] = &tasks[first + b];
			truth[b] = batch[b]->program;
			memcpy(pairs + b * (size_t)given, batch[b]->pairs, (size_t)given * sizeof *pairs);
		}
		engine_begin(t->engine);
		if (t->net.config.composer) {
			v->loss += hierarchy_infer(&t->hierarchy, &encoder, batch, (int)B, given);
			v->tokens += (double)t->hierarchy.right;
			tokens += (double)t->hierarchy.tokens;
		} else {
			encoder_infer(&encoder, pairs, (int)B, given, task);
			tally_clear(t->engine, t->tally);
			decoder_forward(&decoder, truth, (int)B, task, 1, NULL, t->tally);
			sum = tally_read(t->engine, t->tally);
			v->loss += sum.loss;
			v->tokens += (double)sum.right;
			tokens += (double)decoder_tokens(truth, (int)B);
		}
	}
	v->loss /= tokens;
	v->tokens /= tokens;
	encoder_free(&encoder);
	decoder_free(&decoder);
	engine_drop(t->engine, task);
	free(pairs);
}

struct validation trainer_validate(struct trainer *t, const struct corpus_task *tasks, size_t n, int given)
{
	struct validation v = { 0 };

	loss_of_all(t, tasks, n, given, &v);
	judge_all(t, tasks, n, given, &v);
	return v;
}
