/* decoder - the program decoder: a task embedding to the tokens of a program (4.1, Appendix A.2)
 * SPDX-License-Identifier: MIT */
#include "net/decoder.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "dsl/dsl_legal.h"
#include "nn/block.h"
#include "nn/dense.h"

static real *decoder_value(const struct decoder *d, int slice)
{
	return param_value(d->engine, d->learned, slice);
}

void decoder_declare(struct decoder *d, const struct net_config *config, struct params *learned, const char *prefix)
{
	const int H = config->decoder, E = config->token, D = config->task, V = DSL_VOCABULARY;

	*d = (struct decoder){ .config = config, .learned = learned };
	d->at.embed = param_add(learned, prefix, "embed", V, E ? E : 3 * H);
	if (E)
		d->at.input_w = param_add(learned, prefix, "input.w", 3 * H, E);
	d->at.input_b = param_add(learned, prefix, "input.b", 1, 3 * H);
	d->at.task_w = param_add(learned, prefix, "task.w", 3 * H, D);
	d->at.w = param_add(learned, prefix, "gru.w", 3 * H, H);
	d->at.b = param_add(learned, prefix, "gru.b", 1, 3 * H);
	d->at.hidden_w = param_add(learned, prefix, "hidden.w", H, H);
	d->at.hidden_b = param_add(learned, prefix, "hidden.b", 1, H);
	d->at.out_w = param_add(learned, prefix, "out.w", V, H);
	d->at.out_b = param_add(learned, prefix, "out.b", 1, V);
}

void decoder_start(struct decoder *d, uint64_t seed)
{
	const double bound = 1 / sqrt(d->config->decoder);
	const int slices[] = { d->at.input_b, d->at.task_w, d->at.w, d->at.b, d->at.hidden_w, d->at.hidden_b, d->at.out_w, d->at.out_b };

	if (d->config->token) {
		param_normal(d->learned, d->at.embed, 1, seed);
		param_uniform(d->learned, d->at.input_w, bound, seed);
	} else {
		param_normal(d->learned, d->at.embed, 0.5, seed);
	}
	for (size_t i = 0; i < sizeof slices / sizeof *slices; i++)
		param_uniform(d->learned, slices[i], bound, seed);
}

void decoder_room(struct decoder *d, int programs, bool training, struct engine *engine)
{
	const size_t H = (size_t)d->config->decoder, B = (size_t)programs, V = DSL_VOCABULARY, N = B * DECODER_TOKENS;

	d->engine = engine;
	d->programs = programs;
	seq_init(&d->seq, programs, DECODER_TOKENS, seq_unit_rows(engine, programs, d->config->units));
	if (training)
		gru_init(&d->gru, engine, (int)H, (long)N, (int)V, &d->seq);
	else
		gru_init_forward(&d->gru, engine, (int)H, &d->seq);
	d->length = mem_zero(B, sizeof *d->length);
	d->index = mem_get(N * sizeof *d->index);
	d->target = mem_get(N * sizeof *d->target);
	d->legal = mem_get(N * V);
	d->table = d->config->token ? engine_array(engine, V * 3 * H) : NULL;
	d->constant = engine_array(engine, B * 3 * H);
	d->state = engine_array(engine, N * H);
	d->hidden = engine_array(engine, N * H);
	d->logits = engine_array(engine, N * V);
	if (training) {
		d->dtable = d->config->token ? engine_array(engine, V * 3 * H) : NULL;
		d->dconstant = engine_array(engine, B * 3 * H);
		d->dstate = engine_array(engine, N * H);
		d->dhidden = engine_array(engine, N * H);
	}
}

void decoder_free(struct decoder *d)
{
	real *arrays[] = { d->table, d->dtable, d->constant, d->dconstant, d->state, d->dstate, d->hidden, d->dhidden, d->logits };

	for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
		engine_drop(d->engine, arrays[i]);
	free(d->length);
	free(d->index);
	free(d->target);
	free(d->legal);
	gru_free(&d->gru);
	seq_free(&d->seq);
}

/* Tokens, targets and legal tokens of the i-th packed program. */
static void read_program(void *decoder, int thread, size_t i)
{
	struct decoder *d = decoder;
	const struct decoder_program *p = &d->given[d->seq.order[i]];
	struct dsl_syntax syntax = dsl_syntax_begin(DSL_PAPER);

	(void)thread;
	for (int t = 0; t < p->n; t++) {
		long row = seq_row(&d->seq, (int)i, t);
		bool legal;

		d->index[row] = t ? p->ids[t - 1] : 0;
		d->target[row] = p->ids[t];
		dsl_mask(&syntax, d->legal + row * DSL_VOCABULARY);
		legal = dsl_step(&syntax, p->ids[t]);
		assert(legal);
		(void)legal;
	}
}

long decoder_tokens(const struct decoder_program *programs, int B)
{
	long n = 0;

	for (int b = 0; b < B; b++)
		n += programs[b].n;
	return n;
}

/* The linear layers: the tokens' embeddings to a table, the task embedding to what it adds to each step, states to hidden to logits. */
static struct linear token_layer(const struct decoder *d)
{
	return (struct linear){ .R = DSL_VOCABULARY, .X = d->config->token, .Y = 3 * d->config->decoder, .x = decoder_value(d, d->at.embed),
	                        .w = decoder_value(d, d->at.input_w), .y = d->table };
}

static struct linear task_layer(const struct decoder *d)
{
	return (struct linear){ .R = d->B, .X = d->config->task, .Y = 3 * d->config->decoder, .x = d->task, .w = decoder_value(d, d->at.task_w),
	                        .b = decoder_value(d, d->at.input_b), .y = d->constant };
}

static struct linear hidden_layer(const struct decoder *d)
{
	return (struct linear){ .R = d->seq.N, .X = d->config->decoder, .Y = d->config->decoder, .x = d->state,
	                        .w = decoder_value(d, d->at.hidden_w), .b = decoder_value(d, d->at.hidden_b), .y = d->hidden };
}

static struct linear out_layer(const struct decoder *d)
{
	return (struct linear){ .R = d->seq.N, .X = d->config->decoder, .Y = DSL_VOCABULARY, .x = d->hidden, .w = decoder_value(d, d->at.out_w),
	                        .b = decoder_value(d, d->at.out_b), .y = d->logits };
}

void decoder_forward(struct decoder *d, const struct decoder_program *programs, int B, const real *task, double weight,
                     real *last, struct tally *tally)
{
	const bool embedded = d->config->token > 0;
	struct linear token, from_task, hidden, out;

	assert(B <= d->programs);
	d->B = B;
	d->task = task;
	d->given = programs;
	for (int b = 0; b < B; b++) {
		assert(programs[b].n <= DECODER_TOKENS);
		d->length[b] = programs[b].n;
	}
	seq_pack(&d->seq, B, d->length);
	engine_run(d->engine, (size_t)B, read_program, d);
	from_task = task_layer(d);
	hidden = hidden_layer(d);
	out = out_layer(d);
	if (embedded) {
		token = token_layer(d);
		linear_forward(d->engine, &token);
	}
	linear_forward(d->engine, &from_task);
	d->io = (struct gru_io){ .w = decoder_value(d, d->at.w), .b = decoder_value(d, d->at.b),
	                         .table = embedded ? d->table : decoder_value(d, d->at.embed), .index = d->index,
	                         .V = DSL_VOCABULARY, .K = 1, .constant = d->constant, .out = d->state, .last = last };
	gru_forward(&d->gru, &d->seq, &d->io);
	linear_forward(d->engine, &hidden);
	activation_forward(d->engine, ACT_TANH, hidden.R * hidden.Y, d->hidden);
	linear_forward(d->engine, &out);
	cross_entropy(d->engine, d->logits, out.R, out.Y, d->legal, d->target, weight, tally);
}

void decoder_backward(struct decoder *d, const real *dlast, real *dtask)
{
	const int H = d->config->decoder, E = d->config->token, V = DSL_VOCABULARY;
	struct linear from_task = task_layer(d), hidden = hidden_layer(d), out = out_layer(d), token;

	out.dy = d->logits, out.dx = d->dhidden, out.dw = param_grad(d->learned, d->at.out_w), out.db = param_grad(d->learned, d->at.out_b);
	linear_backward(d->engine, &out);
	activation_backward(d->engine, ACT_TANH, hidden.R * H, d->hidden, d->dhidden);
	hidden.dy = d->dhidden, hidden.dx = d->dstate;
	hidden.dw = param_grad(d->learned, d->at.hidden_w), hidden.db = param_grad(d->learned, d->at.hidden_b);
	linear_backward(d->engine, &hidden);
	d->io.dout = d->dstate;
	d->io.dlast = dlast;
	d->io.dw = param_grad(d->learned, d->at.w);
	d->io.db = param_grad(d->learned, d->at.b);
	d->io.dtable = E ? d->dtable : param_grad(d->learned, d->at.embed);
	d->io.dconstant = d->dconstant;
	block_zero(d->engine, mat_of(d->dconstant, d->B, 3 * H));
	if (E)
		block_zero(d->engine, mat_of(d->dtable, V, 3 * H));
	gru_backward(&d->gru, &d->seq, &d->io);
	from_task.dy = d->dconstant, from_task.dx = dtask;
	from_task.dw = param_grad(d->learned, d->at.task_w), from_task.db = param_grad(d->learned, d->at.input_b);
	linear_backward(d->engine, &from_task);
	if (!E)
		return;
	token = token_layer(d);
	token.dy = d->dtable, token.dw = param_grad(d->learned, d->at.input_w);
	block_mul(d->engine, mat_of(d->dtable, V, 3 * H), mat_of(token.w, 3 * H, E), 1, mat_of(param_grad(d->learned, d->at.embed), V, E));
	linear_backward(d->engine, &token);
}

double decoder_products(const struct decoder *d)
{
	const double H = d->config->decoder, D = d->config->task, E = d->config->token, V = DSL_VOCABULARY;

	/* the first step, too, has a state of 0: no product forward, nor back */
	return 2 * (3 * H * H * (3 * (double)d->seq.N - 2 * d->B) + 3 * ((H * H + H * V) * (double)d->seq.N + V * E * 3 * H + d->B * D * 3 * H));
}

/* ---- token by token ---- */

void decode_prepare(struct decode_weights *w, const struct decoder *d)
{
	const int H = d->config->decoder, E = d->config->token, D = d->config->task, V = DSL_VOCABULARY;

	*w = (struct decode_weights){ .H = H, .V = V, .D = D };
	w->table = real_array((size_t)V * 3 * (size_t)H);
	if (E)
		linear_forward(NULL, &(struct linear){ .R = V, .X = E, .Y = 3 * H, .x = param_value(NULL, d->learned, d->at.embed), .w = param_value(NULL, d->learned, d->at.input_w), .y = w->table });
	else
		memcpy(w->table, param_value(NULL, d->learned, d->at.embed), (size_t)V * 3 * (size_t)H * sizeof(real));
	w->w = linear_pack(param_value(NULL, d->learned, d->at.w), 3 * H, H);
	w->hidden = linear_pack(param_value(NULL, d->learned, d->at.hidden_w), H, H);
	w->out = linear_pack(param_value(NULL, d->learned, d->at.out_w), V, H);
	w->task = linear_pack(param_value(NULL, d->learned, d->at.task_w), 3 * H, D);
	w->b = param_value(NULL, d->learned, d->at.b);
	w->hidden_b = param_value(NULL, d->learned, d->at.hidden_b);
	w->out_b = param_value(NULL, d->learned, d->at.out_b);
	w->input_b = param_value(NULL, d->learned, d->at.input_b);
}

void decode_release(struct decode_weights *w)
{
	real_free(w->table);
	real_free(w->w);
	real_free(w->hidden);
	real_free(w->out);
	real_free(w->task);
}

void decode_room(struct decode_work *k, const struct decode_weights *w, int rows)
{
	const size_t R = (size_t)rows, H = (size_t)w->H;
	const size_t sizes[] = { mat_work_size(rows, 3 * w->H), mat_work_size(rows, w->H), mat_work_size(rows, w->D) };
	size_t most = 0;

	for (int i = 0; i < 3; i++)
		most = sizes[i] > most ? sizes[i] : most;
	*k = (struct decode_work){ .rows = rows, .input = real_array(R * 3 * H), .scratch = real_array((R * 3 + 1) * H), .hidden = real_array(R * H),
	                           .work = real_array(most) };
}

void decode_free(struct decode_work *k)
{
	real_free(k->input);
	real_free(k->scratch);
	real_free(k->hidden);
	real_free(k->work);
}

void decode_constant(const struct decode_weights *w, struct decode_work *k, int rows, const real *task, real *constant)
{
	assert(rows <= k->rows);
	linear_packed(rows, w->D, 3 * w->H, task, w->task, w->input_b, constant, k->work);
}

void decode_step(const struct decode_weights *w, struct decode_work *k, int rows, const int *before, const real *const *constant,
                 const real *state, real *next, real *logits)
{
	const long H = w->H;

	assert(rows <= k->rows);
	for (long r = 0; r < rows; r++)
		for (long j = 0; j < 3 * H; j++)
			k->input[r * 3 * H + j] = w->table[before[r] * 3 * H + j] + constant[r][j];
	gru_step(w->H, rows, w->w, w->b, k->input, state, next, k->scratch, k->work);
	linear_packed(rows, w->H, w->H, next, w->hidden, w->hidden_b, k->hidden, k->work);
	activation_forward(NULL, ACT_TANH, rows * H, k->hidden);
	linear_packed(rows, w->H, w->V, k->hidden, w->out, w->out_b, logits, k->work);
}
