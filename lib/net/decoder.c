/* decoder - the program decoder: a task embedding to the tokens of a program (4.1, Appendix A.2)
 * SPDX-License-Identifier: MIT */
#include "net/decoder.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "dsl/dsl_legal.h"
#include "nn/dense.h"
#include "nn/loss.h"
#include "nn/mat.h"

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

void decoder_room(struct decoder *d, int programs, bool training, struct team *team)
{
	const size_t H = (size_t)d->config->decoder, B = (size_t)programs, V = DSL_VOCABULARY, N = B * DECODER_TOKENS;

	d->programs = programs;
	seq_init(&d->seq, programs, DECODER_TOKENS, seq_unit_rows(programs, d->config->units));
	if (training)
		gru_init(&d->gru, (int)H, (long)N, (int)V, &d->seq, team);
	else
		gru_init_forward(&d->gru, (int)H, &d->seq, team);
	d->length = mem_zero(B, sizeof *d->length);
	d->index = mem_get(N * sizeof *d->index);
	d->target = mem_get(N * sizeof *d->target);
	d->legal = mem_get(N * V);
	d->table = d->config->token ? real_array(V * 3 * H) : NULL;
	d->constant = real_array(B * 3 * H);
	d->state = real_array(N * H);
	d->hidden = real_array(N * H);
	d->logits = real_array(N * V);
	if (training) {
		d->dtable = d->config->token ? real_array(V * 3 * H) : NULL;
		d->dconstant = real_array(B * 3 * H);
		d->dstate = real_array(N * H);
		d->dhidden = real_array(N * H);
	}
}

void decoder_free(struct decoder *d)
{
	real *arrays[] = { d->table, d->dtable, d->constant, d->dconstant, d->state, d->dstate, d->hidden, d->dhidden, d->logits };

	for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
		real_free(arrays[i]);
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
	return (struct linear){ .R = DSL_VOCABULARY, .X = d->config->token, .Y = 3 * d->config->decoder, .x = param_value(d->learned, d->at.embed),
	                        .w = param_value(d->learned, d->at.input_w), .y = d->table };
}

static struct linear task_layer(const struct decoder *d)
{
	return (struct linear){ .R = d->B, .X = d->config->task, .Y = 3 * d->config->decoder, .x = d->task, .w = param_value(d->learned, d->at.task_w),
	                        .b = param_value(d->learned, d->at.input_b), .y = d->constant };
}

static struct linear hidden_layer(const struct decoder *d)
{
	return (struct linear){ .R = d->seq.N, .X = d->config->decoder, .Y = d->config->decoder, .x = d->state,
	                        .w = param_value(d->learned, d->at.hidden_w), .b = param_value(d->learned, d->at.hidden_b), .y = d->hidden };
}

static struct linear out_layer(const struct decoder *d)
{
	return (struct linear){ .R = d->seq.N, .X = d->config->decoder, .Y = DSL_VOCABULARY, .x = d->hidden, .w = param_value(d->learned, d->at.out_w),
	                        .b = param_value(d->learned, d->at.out_b), .y = d->logits };
}

double decoder_forward(struct decoder *d, struct team *team, const struct decoder_program *programs, int B, const real *task, double weight,
                       real *last, long *right)
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
	team_run(team, (size_t)B, read_program, d);
	from_task = task_layer(d);
	hidden = hidden_layer(d);
	out = out_layer(d);
	if (embedded) {
		token = token_layer(d);
		linear_forward(team, &token);
	}
	linear_forward(team, &from_task);
	d->io = (struct gru_io){ .w = param_value(d->learned, d->at.w), .b = param_value(d->learned, d->at.b),
	                         .table = embedded ? d->table : param_value(d->learned, d->at.embed), .index = d->index,
	                         .V = DSL_VOCABULARY, .K = 1, .constant = d->constant, .out = d->state, .last = last };
	gru_forward(&d->gru, team, &d->seq, &d->io);
	linear_forward(team, &hidden);
	activation_forward(ACT_TANH, hidden.R * hidden.Y, d->hidden);
	linear_forward(team, &out);
	return cross_entropy(d->logits, out.R, out.Y, d->legal, d->target, weight, right);
}

void decoder_backward(struct decoder *d, struct team *team, const real *dlast, real *dtask)
{
	const int H = d->config->decoder, E = d->config->token, V = DSL_VOCABULARY;
	struct linear from_task = task_layer(d), hidden = hidden_layer(d), out = out_layer(d), token;

	out.dy = d->logits, out.dx = d->dhidden, out.dw = param_grad(d->learned, d->at.out_w), out.db = param_grad(d->learned, d->at.out_b);
	linear_backward(team, &out);
	activation_backward(ACT_TANH, hidden.R * H, d->hidden, d->dhidden);
	hidden.dy = d->dhidden, hidden.dx = d->dstate;
	hidden.dw = param_grad(d->learned, d->at.hidden_w), hidden.db = param_grad(d->learned, d->at.hidden_b);
	linear_backward(team, &hidden);
	d->io.dout = d->dstate;
	d->io.dlast = dlast;
	d->io.dw = param_grad(d->learned, d->at.w);
	d->io.db = param_grad(d->learned, d->at.b);
	d->io.dtable = E ? d->dtable : param_grad(d->learned, d->at.embed);
	d->io.dconstant = d->dconstant;
	memset(d->dconstant, 0, (size_t)d->B * 3 * (size_t)H * sizeof(real));
	if (E)
		memset(d->dtable, 0, (size_t)V * 3 * (size_t)H * sizeof(real));
	gru_backward(&d->gru, team, &d->seq, &d->io);
	from_task.dy = d->dconstant, from_task.dx = dtask;
	from_task.dw = param_grad(d->learned, d->at.task_w), from_task.db = param_grad(d->learned, d->at.input_b);
	linear_backward(team, &from_task);
	if (!E)
		return;
	token = token_layer(d);
	token.dy = d->dtable, token.dw = param_grad(d->learned, d->at.input_w);
	mat_mul(mat_of(d->dtable, V, 3 * H), mat_of(token.w, 3 * H, E), 1, mat_of(param_grad(d->learned, d->at.embed), V, E));
	linear_backward(team, &token);
}

double decoder_products(const struct decoder *d)
{
	const double H = d->config->decoder, D = d->config->task, E = d->config->token, V = DSL_VOCABULARY;

	/* the first step, too, has a state of 0: no product forward, nor back */
	return 2 * (3 * H * H * (3 * (double)d->seq.N - 2 * d->B) + 3 * ((H * H + H * V) * (double)d->seq.N + V * E * 3 * H + d->B * D * 3 * H));
}

/* ---- token by token ---- */

void decode_prepare(struct decode_weights *w, const struct decoder *d, struct team *team)
{
	const int H = d->config->decoder, E = d->config->token, D = d->config->task, V = DSL_VOCABULARY;

	*w = (struct decode_weights){ .H = H, .V = V, .D = D };
	w->table = real_array((size_t)V * 3 * (size_t)H);
	if (E)
		linear_forward(team, &(struct linear){ .R = V, .X = E, .Y = 3 * H, .x = param_value(d->learned, d->at.embed), .w = param_value(d->learned, d->at.input_w), .y = w->table });
	else
		memcpy(w->table, param_value(d->learned, d->at.embed), (size_t)V * 3 * (size_t)H * sizeof(real));
	w->w = linear_pack(param_value(d->learned, d->at.w), 3 * H, H);
	w->hidden = linear_pack(param_value(d->learned, d->at.hidden_w), H, H);
	w->out = linear_pack(param_value(d->learned, d->at.out_w), V, H);
	w->task = linear_pack(param_value(d->learned, d->at.task_w), 3 * H, D);
	w->b = param_value(d->learned, d->at.b);
	w->hidden_b = param_value(d->learned, d->at.hidden_b);
	w->out_b = param_value(d->learned, d->at.out_b);
	w->input_b = param_value(d->learned, d->at.input_b);
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
	activation_forward(ACT_TANH, rows * H, k->hidden);
	linear_packed(rows, w->H, w->V, k->hidden, w->out, w->out_b, logits, k->work);
}
