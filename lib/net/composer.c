/* composer - the program composer: an encoded specification to the parts' task embeddings, one after another (4.3, Appendix A.3)
 * SPDX-License-Identifier: MIT */
#include "net/composer.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "nn/dense.h"
#include "nn/mat.h"

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

void composer_room(struct composer *c, int tasks, int parts, struct team *team)
{
	const size_t B = (size_t)tasks, H = (size_t)c->config->composer, D = (size_t)c->config->task, X = (size_t)inputs(c->config);

	assert(parts <= COMPOSER_PARTS);
	c->tasks = tasks;
	c->parts = parts;
	c->ones = mem_get(B * sizeof *c->ones);
	for (int b = 0; b < tasks; b++)
		c->ones[b] = 1;
	for (int k = 0; k < parts; k++) {
		struct composer_step *s = &c->step[k];

		seq_init(&s->seq, tasks, 1, seq_unit_rows(tasks, c->config->units));
		gru_init(&s->gru, (int)H, tasks, 0, &s->seq, team);
		s->input = real_array(B * X);
		s->dinput = real_array(B * X);
		s->gates = real_array(B * 3 * H);
		s->dgates = real_array(B * 3 * H);
		s->state = real_array(B * H);
		s->dstate = real_array(B * H);
		s->y = real_array(B * D);
		s->dy = real_array(B * D);
	}
}

void composer_free(struct composer *c)
{
	free(c->ones);
	for (int k = 0; k < c->parts; k++) {
		struct composer_step *s = &c->step[k];
		real *arrays[] = { s->input, s->dinput, s->gates, s->dgates, s->state, s->dstate, s->y, s->dy };

		for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
			real_free(arrays[i]);
		gru_free(&s->gru);
		seq_free(&s->seq);
	}
}

static struct linear input_layer(const struct composer *c, int k)
{
	const struct composer_step *s = &c->step[k];

	return (struct linear){ .R = s->B, .X = inputs(c->config), .Y = 3 * c->config->composer, .x = s->input,
	                        .w = param_value(c->learned, c->at.input_w), .b = param_value(c->learned, c->at.input_b), .y = s->gates };
}

static struct linear output_layer(const struct composer *c, int k)
{
	const struct composer_step *s = &c->step[k];

	return (struct linear){ .R = s->B, .X = c->config->composer, .Y = c->config->task, .x = s->state,
	                        .w = param_value(c->learned, c->at.linear_w), .b = param_value(c->learned, c->at.linear_b), .y = s->y };
}

/* [specification, embedding before, last state before] */
static void join(real *input, int B, int D, int Hd, const real *spec, const real *before, const real *last)
{
	const size_t X = (size_t)(2 * D + Hd), d = (size_t)D, hd = (size_t)Hd;

	for (size_t b = 0; b < (size_t)B; b++) {
		real *x = input + b * X;

		memcpy(x, spec + b * d, d * sizeof *x);
		if (before) {
			memcpy(x + d, before + b * d, d * sizeof *x);
			memcpy(x + 2 * d, last + b * hd, hd * sizeof *x);
		} else {
			memset(x + d, 0, (d + hd) * sizeof *x);
		}
	}
}

void composer_forward(struct composer *c, struct team *team, int k, int B, const real *spec, const real *last)
{
	struct composer_step *s = &c->step[k];
	struct linear in, out;

	assert(B <= (k ? c->step[k - 1].B : c->tasks));
	s->B = B;
	join(s->input, B, c->config->task, c->config->decoder, spec, k ? c->step[k - 1].y : NULL, last);
	in = input_layer(c, k);
	out = output_layer(c, k);
	linear_forward(team, &in);
	seq_pack(&s->seq, B, c->ones);
	s->io = (struct gru_io){ .w = param_value(c->learned, c->at.w), .b = param_value(c->learned, c->at.b), .constant = s->gates,
	                         .h0 = k ? c->step[k - 1].state : NULL, .last = s->state };
	gru_forward(&s->gru, team, &s->seq, &s->io);
	linear_forward(team, &out);
	activation_forward(ACT_LEAKY, (long)B * c->config->task, s->y);
	memset(s->dstate, 0, (size_t)B * (size_t)c->config->composer * sizeof(real));
}

void composer_backward(struct composer *c, struct team *team, int k, real *dspec, real *dlast)
{
	struct composer_step *s = &c->step[k], *before = k ? &c->step[k - 1] : NULL;
	const int H = c->config->composer, D = c->config->task, Hd = c->config->decoder, X = inputs(c->config);
	struct linear in = input_layer(c, k), out = output_layer(c, k);
	real *through = s->dgates;                       /* (B, H), before dgates is needed */

	activation_backward(ACT_LEAKY, (long)s->B * D, s->y, s->dy);
	out.dy = s->dy, out.dx = through, out.dw = param_grad(c->learned, c->at.linear_w), out.db = param_grad(c->learned, c->at.linear_b);
	linear_backward(team, &out);
	for (long i = 0; i < (long)s->B * H; i++)
		s->dstate[i] += through[i];
	memset(s->dgates, 0, (size_t)s->B * 3 * (size_t)H * sizeof(real));
	s->io.dlast = s->dstate;
	s->io.dw = param_grad(c->learned, c->at.w);
	s->io.db = param_grad(c->learned, c->at.b);
	s->io.dconstant = s->dgates;
	s->io.dh0 = before ? before->dstate : NULL;
	gru_backward(&s->gru, team, &s->seq, &s->io);
	in.dy = s->dgates, in.dx = s->dinput, in.dw = param_grad(c->learned, c->at.input_w), in.db = param_grad(c->learned, c->at.input_b);
	linear_backward(team, &in);
	if (before)
		memset(dlast, 0, (size_t)before->B * (size_t)Hd * sizeof(real));
	for (long b = 0; b < s->B; b++) {
		const real *dx = s->dinput + b * X;

		for (int j = 0; j < D; j++) {
			dspec[b * D + j] += dx[j];
			if (before)
				before->dy[b * D + j] += dx[D + j];
		}
		if (before)
			memcpy(dlast + b * Hd, dx + 2 * D, (size_t)Hd * sizeof(real));
	}
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
	w->input = linear_pack(param_value(c->learned, c->at.input_w), 3 * w->H, inputs(c->config));
	w->w = linear_pack(param_value(c->learned, c->at.w), 3 * w->H, w->H);
	w->linear = linear_pack(param_value(c->learned, c->at.linear_w), w->D, w->H);
	w->input_b = param_value(c->learned, c->at.input_b);
	w->b = param_value(c->learned, c->at.b);
	w->linear_b = param_value(c->learned, c->at.linear_b);
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

	join(input, rows, w->D, w->Hd, spec, task, last);
	linear_packed(rows, X, 3 * w->H, input, w->input, w->input_b, gates, work);
	gru_step(w->H, rows, w->w, w->b, gates, state, next, scratch, work);
	memcpy(state, next, R * H * sizeof(real));
	linear_packed(rows, w->H, w->D, state, w->linear, w->linear_b, task, work);
	activation_forward(ACT_LEAKY, (long)rows * w->D, task);
	real_free(work);
	real_free(input);
	real_free(gates);
	real_free(next);
	real_free(scratch);
}
