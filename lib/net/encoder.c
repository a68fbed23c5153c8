/* encoder - the task encoder: pairs to a task embedding (4.1, Appendix A.1)
 * SPDX-License-Identifier: MIT */
#include "net/encoder.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "nn/block.h"
#include "nn/dense.h"

static const struct net_reading *reading(const struct encoder *e)
{
	return &net_readings[e->config->reading];
}

static real *encoder_value(const struct encoder *e, int slice)
{
	return param_value(e->engine, e->learned, slice);
}

void encoder_declare(struct encoder *e, const struct net_config *config, struct params *learned, struct params *running, const char *prefix)
{
	const struct net_reading *r = &net_readings[config->reading];
	const int H = config->hidden, E = config->embedding, D = config->task;

	*e = (struct encoder){ .config = config, .learned = learned, .running = running };
	e->at.embed = param_add(learned, prefix, "embed", r->vocabulary, E ? E : 3 * H);
	if (E) {
		e->at.input_w = param_add(learned, prefix, "input.w", 3 * H, E);
		e->at.input_b = param_add(learned, prefix, "input.b", 1, 3 * H);
	}
	e->at.w = param_add(learned, prefix, "gru.w", 3 * H, H);
	e->at.b = param_add(learned, prefix, "gru.b", 1, 3 * H);
	e->at.linear_w = param_add(learned, prefix, "linear.w", D, (long)r->strings * H);
	e->at.linear_b = param_add(learned, prefix, "linear.b", 1, D);
	e->at.gain = param_add(learned, prefix, "norm.gain", 1, D);
	e->at.shift = param_add(learned, prefix, "norm.shift", 1, D);
	e->at.mean = param_add(running, prefix, "norm.mean", 1, D);
	e->at.variance = param_add(running, prefix, "norm.variance", 1, D);
}

/* PyTorch's first values: GRU in +-1/sqrt(hidden), linear in +-1/sqrt(inputs), embeddings normal. A table is what these give together, scaled for
 * steps that add several rows up. */
void encoder_start(struct encoder *e, uint64_t seed)
{
	const struct net_config *c = e->config;
	const double bound = 1 / sqrt(c->hidden), joined = 1 / sqrt((double)reading(e)->strings * c->hidden);

	if (c->embedding) {
		param_normal(e->learned, e->at.embed, 1, seed);
		param_uniform(e->learned, e->at.input_w, bound, seed);
		param_uniform(e->learned, e->at.input_b, bound, seed);
	} else {
		param_normal(e->learned, e->at.embed, 0.5 / sqrt(reading(e)->marks), seed);
	}
	param_uniform(e->learned, e->at.w, bound, seed);
	param_uniform(e->learned, e->at.b, bound, seed);
	param_uniform(e->learned, e->at.linear_w, joined, seed);
	param_uniform(e->learned, e->at.linear_b, joined, seed);
	param_fill(e->learned, e->at.gain, 1);
	param_fill(e->running, e->at.variance, 1);
}

void encoder_room(struct encoder *e, int tasks, int pairs, bool training, struct engine *engine)
{
	const struct net_config *c = e->config;
	const struct net_reading *r = reading(e);
	const int H = c->hidden, D = c->task, rows = tasks * pairs * r->strings, threads = engine_threads(engine);
	size_t packed, work;

	e->engine = engine;
	e->training = training;
	e->tasks = tasks;
	e->pairs = pairs;
	seq_init(&e->seq, rows, 1, seq_unit_rows(engine, rows, c->units));
	e->marks_room = e->index_room = 0;
	e->begin = mem_zero((size_t)rows + 1, sizeof *e->begin);
	e->length = mem_zero((size_t)rows, sizeof *e->length);
	e->last = engine_array(engine, (size_t)rows * (size_t)H);
	e->y = engine_array(engine, (size_t)tasks * (size_t)pairs * (size_t)D);
	e->which = engine_ints(engine, (size_t)tasks * (size_t)D);
	e->table = c->embedding ? engine_array(engine, (size_t)r->vocabulary * 3 * (size_t)H) : NULL;
	e->scratch = mem_zero((size_t)threads, sizeof *e->scratch);
	for (int t = 0; t < threads; t++)
		e->scratch[t] = dsl_scratch_make();
	e->room = mem_get((size_t)threads * 2 * READ_BYTES);
	if (training) {
		gru_init(&e->gru, engine, H, 0, r->vocabulary, &e->seq);
		e->dlast = engine_array(engine, (size_t)rows * (size_t)H);
		e->dy = engine_array(engine, (size_t)tasks * (size_t)pairs * (size_t)D);
		e->active = engine_array(engine, (size_t)tasks * (size_t)pairs * (size_t)D);
		e->normal = engine_array(engine, (size_t)tasks * (size_t)pairs * (size_t)D);
		e->inverse = engine_array(engine, (size_t)D);
		e->dtable = c->embedding ? engine_array(engine, (size_t)r->vocabulary * 3 * (size_t)H) : NULL;
	} else {
		gru_init_forward(&e->gru, engine, H, &e->seq);
		linear_apart_sizes((long)tasks * pairs, r->strings * H, D, &packed, &work);
		e->packed = real_array(packed);
		e->work = real_array(work);
	}
}

void encoder_free(struct encoder *e)
{
	for (int t = 0; e->scratch && t < e->gru.threads; t++)
		dsl_scratch_free(e->scratch[t]);
	free(e->scratch);
	free(e->room);
	free(e->begin);
	free(e->marks);
	free(e->index);
	free(e->length);
	engine_drop_ints(e->engine, e->which);
	engine_drop(e->engine, e->last);
	engine_drop(e->engine, e->y);
	engine_drop(e->engine, e->table);
	engine_drop(e->engine, e->dlast);
	engine_drop(e->engine, e->dy);
	engine_drop(e->engine, e->active);
	engine_drop(e->engine, e->normal);
	engine_drop(e->engine, e->inverse);
	engine_drop(e->engine, e->dtable);
	real_free(e->packed);
	real_free(e->work);
	gru_free(&e->gru);
	seq_free(&e->seq);
}

/* The steps of row i: one string of a pair. */
static void read_row(void *encoder, int thread, size_t i)
{
	struct encoder *e = encoder;
	const struct net_reading *r = reading(e);
	const struct encoder_pair *pair = &e->given[i / (size_t)r->strings];
	char *room = e->room + (size_t)thread * 2 * READ_BYTES;

	e->length[i] = r->read(net_plain(pair->input, room), net_plain(pair->output, room + READ_BYTES), (int)(i % (size_t)r->strings),
	                       e->scratch[thread], e->marks + e->begin[i] * r->marks);
}

/* So many steps, and room for half as many more, so that the next longer batch needs no other. */
static int *steps_room(int *old, long steps, const struct net_reading *r, long *room)
{
	free(old);
	*room = steps + steps / 2;
	return mem_get((size_t)*room * (size_t)r->marks * sizeof *old);
}

/* Reads all rows, and packs what was read. */
static void read_rows(struct encoder *e, int rows)
{
	const struct net_reading *r = reading(e);
	int longest = 0;

	for (int i = 0; i < rows; i++) {
		const struct encoder_pair *pair = &e->given[i / r->strings];

		e->begin[i + 1] = e->begin[i] + net_most_steps(pair->input, pair->output, i % r->strings);
	}
	if (e->begin[rows] > e->marks_room)
		e->marks = steps_room(e->marks, e->begin[rows], r, &e->marks_room);
	engine_run(e->engine, (size_t)rows, read_row, e);
	for (int i = 0; i < rows; i++)
		longest = e->length[i] > longest ? e->length[i] : longest;
	seq_fit(&e->seq, longest);
	seq_pack(&e->seq, rows, e->length);
	if (e->seq.N > e->index_room) {
		e->index = steps_room(e->index, e->seq.N, r, &e->index_room);
		if (e->training)
			gru_fit(&e->gru, e->index_room);
	}
	for (int i = 0; i < rows; i++) {
		const int *from = e->marks + e->begin[e->seq.order[i]] * r->marks;

		for (int t = 0; t < e->seq.length[i]; t++)
			memcpy(e->index + seq_row(&e->seq, i, t) * r->marks, from + t * r->marks,
			       (size_t)r->marks * sizeof *from);
	}
}

/* Reads the pairs and runs the GRU: sets last. */
static void run_gru(struct encoder *e, const struct encoder_pair *pairs, int B, int P)
{
	const struct net_reading *r = reading(e);
	const long H = e->config->hidden, E = e->config->embedding;
	const int rows = B * P * r->strings;

	assert(B <= e->tasks && (long)B * P <= (long)e->tasks * e->pairs);
	e->B = B;
	e->P = P;
	e->given = pairs;
	read_rows(e, rows);
	if (E)
		linear_forward(e->engine, &(struct linear){ .R = r->vocabulary, .X = (int)E, .Y = 3 * (int)H, .x = encoder_value(e, e->at.embed),
		               .w = encoder_value(e, e->at.input_w), .b = encoder_value(e, e->at.input_b), .y = e->table });
	e->io = (struct gru_io){ .w = encoder_value(e, e->at.w), .b = encoder_value(e, e->at.b), .table = E ? e->table : encoder_value(e, e->at.embed), .index = e->index,
	                         .V = r->vocabulary, .K = r->marks, .last = e->last };
	gru_forward(&e->gru, &e->seq, &e->io);
}

static struct norm norm_of(const struct encoder *e)
{
	return (struct norm){ (long)e->B * e->P, e->config->task, encoder_value(e, e->at.gain), encoder_value(e, e->at.shift),
	                      param_value(e->engine, e->running, e->at.mean), param_value(e->engine, e->running, e->at.variance) };
}

static struct linear linear_of(const struct encoder *e)
{
	return (struct linear){ .R = (long)e->B * e->P, .X = reading(e)->strings * e->config->hidden, .Y = e->config->task, .x = e->last,
	                        .w = encoder_value(e, e->at.linear_w), .b = encoder_value(e, e->at.linear_b), .y = e->y };
}

static void pool_forward(struct encoder *e, real *embedding)
{
	const int D = e->config->task;

	mean_forward(e->engine, e->y, e->B, e->P, D, embedding);
	if (e->config->pool == NET_MEAN_AND_LEAST)
		least_forward(e->engine, e->y, e->B, e->P, D, D / 2, embedding, e->which);
}

void encoder_forward(struct encoder *e, const struct encoder_pair *pairs, int B, int P, uint64_t seed, uint32_t step,
                     real *embedding)
{
	const long pairs_n = (long)B * P, n = pairs_n * e->config->task;
	struct linear linear;
	struct norm norm;

	run_gru(e, pairs, B, P);
	linear = linear_of(e);
	norm = norm_of(e);
	linear_forward(e->engine, &linear);
	if (e->config->dropout > 0)
		dropout(e->engine, e->y, pairs_n, e->config->task, e->config->dropout, seed, "encoder", step);
	activation_forward(e->engine, ACT_RELU, n, e->y);
	block_copy(e->engine, mat_of(e->active, 1, n), mat_of(e->y, 1, n));
	norm_forward(e->engine, &norm, e->y, e->normal, e->inverse);
	pool_forward(e, embedding);
}

void encoder_backward(struct encoder *e, const real *dembedding, uint64_t seed, uint32_t step)
{
	const long pairs = (long)e->B * e->P, n = pairs * e->config->task, H = e->config->hidden, E = e->config->embedding;
	const int V = reading(e)->vocabulary;
	struct linear linear = linear_of(e);
	struct norm norm = norm_of(e);

	mean_backward(e->engine, dembedding, e->B, e->P, e->config->task, e->dy);
	if (e->config->pool == NET_MEAN_AND_LEAST)
		least_backward(e->engine, dembedding, e->B, e->P, e->config->task, e->config->task / 2, e->which, e->dy);
	norm_backward(e->engine, &norm, e->dy, e->normal, e->inverse, param_grad(e->learned, e->at.gain), param_grad(e->learned, e->at.shift));
	activation_backward(e->engine, ACT_RELU, n, e->active, e->dy);
	if (e->config->dropout > 0)
		dropout(e->engine, e->dy, pairs, e->config->task, e->config->dropout, seed, "encoder", step);
	linear.dy = e->dy;
	linear.dx = e->dlast;
	linear.dw = param_grad(e->learned, e->at.linear_w);
	linear.db = param_grad(e->learned, e->at.linear_b);
	linear_backward(e->engine, &linear);
	e->io.dlast = e->dlast;
	e->io.dw = param_grad(e->learned, e->at.w);
	e->io.db = param_grad(e->learned, e->at.b);
	e->io.dtable = E ? e->dtable : param_grad(e->learned, e->at.embed);
	if (E)
		block_zero(e->engine, mat_of(e->dtable, V, 3 * H));
	gru_backward(&e->gru, &e->seq, &e->io);
	if (!E)
		return;
	block_mul(e->engine, mat_of(e->dtable, V, 3 * H), mat_of(encoder_value(e, e->at.input_w), 3 * H, E), 1,
	          mat_of(param_grad(e->learned, e->at.embed), V, E));
	linear_backward(e->engine, &(struct linear){ .R = V, .X = (int)E, .Y = 3 * (int)H, .x = encoder_value(e, e->at.embed), .dy = e->dtable,
	                .dw = param_grad(e->learned, e->at.input_w), .db = param_grad(e->learned, e->at.input_b) });
}

void encoder_infer(struct encoder *e, const struct encoder_pair *pairs, int B, int P, real *embedding)
{
	const long pairs_n = (long)B * P;
	struct linear linear;
	struct norm norm;

	run_gru(e, pairs, B, P);
	linear = linear_of(e);
	norm = norm_of(e);
	linear_apart(e->engine, &linear, e->packed, e->work);
	activation_forward(e->engine, ACT_RELU, pairs_n * linear.Y, e->y);
	norm_infer(e->engine, &norm, e->y);
	pool_forward(e, embedding);
}

double encoder_products(const struct encoder *e)
{
	const double H = e->config->hidden, V = reading(e)->vocabulary, E = e->config->embedding;

	const double pairs = (double)e->B * e->P, strings = reading(e)->strings, N = (double)e->seq.N, first = pairs * strings;

	/* a GRU's first step has no product forward, nor back to the state, as that is 0 */
	return 2 * (3 * H * H * (3 * N - 2 * first) + 3 * (V * E * 3 * H + pairs * strings * H * e->config->task));
}
