/* composer - the program composer: an encoded specification to the parts' task embeddings, one after another (4.3, Appendix A.3)
 * SPDX-License-Identifier: MIT */
#include "net/composer.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "nn/block.h"
#include "nn/dense.h"

static real *composer_value(const struct composer *c, int slice)
{
	return param_value(c->engine, c->learned, slice);
}

static int inputs(const struct net_config *c)
{
	return 2 * c->task + c->decoder;
}

void composer_declare(struct composer *c, const struct net_config *config, struct params *learned, const char *prefix)
{
	const int H = config->composer;

	*c = (struct composer){ .config = config, .learned = learned };
	c->at.input_w = param_add(learned, prefix, "input.w", 3 * H, inputs(config));
	c->at.input_b = param_add(learned, prefix, "input.b", 1, 3 * H);
	c->at.w = param_add(learned, prefix, "gru.w", 3 * H, H);
	c->at.b = param_add(learned, prefix, "gru.b", 1, 3 * H);
	c->at.linear_w = param_add(learned, prefix, "linear.w", config->task, H);
	c->at.linear_b = param_add(learned, prefix, "linear.b", 1, config->task);
}

void composer_start(struct composer *c, uint64_t seed)
{
	const int slices[] = { c->at.input_w, c->at.input_b, c->at.w, c->at.b, c->at.linear_w, c->at.linear_b };

	for (size_t i = 0; i < sizeof slices / sizeof *slices; i++)
		param_uniform(c->learned, slices[i], 1 / sqrt(c->config->composer), seed);
}

void composer_room(struct composer *c, int tasks, int parts, struct engine *engine)
{
	const size_t B = (size_t)tasks, H = (size_t)c->config->composer, D = (size_t)c->config->task, X = (size_t)inputs(c->config);

	assert(parts <= COMPOSER_PARTS);
	c->engine = engine;
	c->tasks = tasks;
	c->parts = parts;
	c->ones = mem_get(B * sizeof *c->ones);
	for (int b = 0; b < tasks; b++)
		c->ones[b] = 1;
	for (int k = 0; k < parts; k++) {
		struct composer_step *s = &c->step[k];

		seq_init(&s->seq, tasks, 1, seq_unit_rows(engine, tasks, c->config->units));
		gru_init(&s->gru, engine, (int)H, tasks, 0, &s->seq);
		s->input = engine_array(engine, B * X);
		s->dinput = engine_array(engine, B * X);
		s->gates = engine_array(engine, B * 3 * H);
		s->dgates = engine_array(engine, B * 3 * H);
		s->state = engine_array(engine, B * H);
		s->dstate = engine_array(engine, B * H);
		s->y = engine_array(engine, B * D);
		s->dy = engine_array(engine, B * D);
	}
}

void composer_free(struct composer *c)
{
	free(c->ones);
	for (int k = 0; k < c->parts; k++) {
		struct composer_step *s = &c->step[k];
		real *arrays[] = { s->input, s->dinput, s->gates, s->dgates, s->state, s->dstate, s->y, s->dy };

		for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
			engine_drop(c->engine, arrays[i]);
		gru_free(&s->gru);
		seq_free(&s->seq);
	}
}

static struct linear input_layer(const struct composer *c, int k)
{
	const struct composer_step *s = &c->step[k];

	return (struct linear){ .R = s->B, .X = inputs(c->config), .Y = 3 * c->config->composer, .x = s->input,
	                        .w = composer_value(c, c->at.input_w), .b = composer_value(c, c->at.input_b), .y = s->gates };
}

static struct linear output_layer(const struct composer *c, int k)
{
	const struct composer_step *s = &c->step[k];

	return (struct linear){ .R = s->B, .X = c->config->composer, .Y = c->config->task, .x = s->state,
	                        .w = composer_value(c, c->at.linear_w), .b = composer_value(c, c->at.linear_b), .y = s->y };
}

/* [specification, embedding before, last state before]; without a part before the last two are zeros. */
static void join(struct engine *e, real *input, int B, int D, int Hd, const real *spec, const real *before, const real *last)
{
	const struct mat x = mat_of(input, B, 2 * D + Hd);

	block_copy(e, mat_cols(x, 0, D), mat_of(spec, B, D));
	if (before) {
		block_copy(e, mat_cols(x, D, D), mat_of(before, B, D));
		block_copy(e, mat_cols(x, 2 * D, Hd), mat_of(last, B, Hd));
	} else {
		block_zero(e, mat_cols(x, D, D + Hd));
	}
}

void composer_forward(struct composer *c, int k, int B, const real *spec, const real *last)
{
	struct composer_step *s = &c->step[k];
	struct linear in, out;

	assert(B <= (k ? c->step[k - 1].B : c->tasks));
	s->B = B;
	join(c->engine, s->input, B, c->config->task, c->config->decoder, spec, k ? c->step[k - 1].y : NULL, last);
	in = input_layer(c, k);
	out = output_layer(c, k);
	linear_forward(c->engine, &in);
	seq_pack(&s->seq, B, c->ones);
	s->io = (struct gru_io){ .w = composer_value(c, c->at.w), .b = composer_value(c, c->at.b), .constant = s->gates,
	                         .h0 = k ? c->step[k - 1].state : NULL, .last = s->state };
	gru_forward(&s->gru, &s->seq, &s->io);
	linear_forward(c->engine, &out);
	activation_forward(c->engine, ACT_LEAKY, (long)B * c->config->task, s->y);
	block_zero(c->engine, mat_of(s->dstate, B, c->config->composer));
}

void composer_backward(struct composer *c, int k, real *dspec, real *dlast)
{
	struct composer_step *s = &c->step[k], *before = k ? &c->step[k - 1] : NULL;
	const int H = c->config->composer, D = c->config->task, Hd = c->config->decoder, X = inputs(c->config);
	struct linear in = input_layer(c, k), out = output_layer(c, k);
	struct mat dx;
	real *through = s->dgates;                       /* (B, H), before dgates is needed */

	activation_backward(c->engine, ACT_LEAKY, (long)s->B * D, s->y, s->dy);
	out.dy = s->dy, out.dx = through, out.dw = param_grad(c->learned, c->at.linear_w), out.db = param_grad(c->learned, c->at.linear_b);
	linear_backward(c->engine, &out);
	block_add(c->engine, mat_of(s->dstate, s->B, H), mat_of(through, s->B, H));
	block_zero(c->engine, mat_of(s->dgates, s->B, 3 * H));
	s->io.dlast = s->dstate;
	s->io.dw = param_grad(c->learned, c->at.w);
	s->io.db = param_grad(c->learned, c->at.b);
	s->io.dconstant = s->dgates;
	s->io.dh0 = before ? before->dstate : NULL;
	gru_backward(&s->gru, &s->seq, &s->io);
	in.dy = s->dgates, in.dx = s->dinput, in.dw = param_grad(c->learned, c->at.input_w), in.db = param_grad(c->learned, c->at.input_b);
	linear_backward(c->engine, &in);
	dx = mat_of(s->dinput, s->B, X);
	block_add(c->engine, mat_of(dspec, s->B, D), mat_cols(dx, 0, D));
	if (!before)
		return;
	block_add(c->engine, mat_of(before->dy, s->B, D), mat_cols(dx, D, D));
	block_copy(c->engine, mat_of(dlast, s->B, Hd), mat_cols(dx, 2 * D, Hd));
	block_zero(c->engine, mat_rows(mat_of(dlast, before->B, Hd), s->B, before->B - s->B));
}

double composer_products(const struct composer *c, int parts)
{
	const double H = c->config->composer, D = c->config->task;
	double rows = 0;

	for (int k = 0; k < parts; k++)
		rows += c->step[k].B;
	return 3 * 2 * rows * (3 * H * inputs(c->config) + 3 * H * H + H * D);
}

/* ---- part by part ---- */

void compose_prepare(struct compose_weights *w, const struct composer *c)
{
	*w = (struct compose_weights){ .H = c->config->composer, .D = c->config->task, .Hd = c->config->decoder };
	w->input = linear_pack(param_value(NULL, c->learned, c->at.input_w), 3 * w->H, inputs(c->config));
	w->w = linear_pack(param_value(NULL, c->learned, c->at.w), 3 * w->H, w->H);
	w->linear = linear_pack(param_value(NULL, c->learned, c->at.linear_w), w->D, w->H);
	w->input_b = param_value(NULL, c->learned, c->at.input_b);
	w->b = param_value(NULL, c->learned, c->at.b);
	w->linear_b = param_value(NULL, c->learned, c->at.linear_b);
}

void compose_release(struct compose_weights *w)
{
	real_free(w->input);
	real_free(w->w);
	real_free(w->linear);
}

void compose_step(const struct compose_weights *w, int rows, const real *spec, const real *last, real *state, real *task)
{
	const int X = 2 * w->D + w->Hd;
	const size_t R = (size_t)rows, H = (size_t)w->H;
	const size_t a = mat_work_size(rows, X), b = mat_work_size(rows, 3 * w->H);
	real *work = real_array(a > b ? a : b), *input = real_array(R * (size_t)X), *gates = real_array(R * 3 * H), *next = real_array(R * H);
	real *scratch = real_array((R * 3 + 1) * H);

	join(NULL, input, rows, w->D, w->Hd, spec, task, last);
	linear_packed(rows, X, 3 * w->H, input, w->input, w->input_b, gates, work);
	gru_step(w->H, rows, w->w, w->b, gates, state, next, scratch, work);
	memcpy(state, next, R * H * sizeof(real));
	linear_packed(rows, w->H, w->D, state, w->linear, w->linear_b, task, work);
	activation_forward(NULL, ACT_LEAKY, (long)rows * w->D, task);
	real_free(work);
	real_free(input);
	real_free(gates);
	real_free(next);
	real_free(scratch);
}
