/* solve - programs of several parts, found one part after another, each the model's likeliest (4.3, Appendix B.2)
 * SPDX-License-Identifier: MIT */
#include "net/solve.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "dsl/dsl_run.h"

struct solver {
	const struct net *net;
	const struct decode_weights *weights;
	struct compose_weights compose;              /* of a hierarchical network */
	struct decode_work decode;
	struct embedder *embedder;
	struct dsl_scratch *scratch;
	real *spec, *task, *state, *last;            /* of the tasks that go on: (SOLVE_TASKS, D), D, composer's H, decoder's H */
};

/* A task on its way. */
struct going {
	const struct embedder_task *task;
	struct solved *out;
	/* The pairs that can still become right, as their outputs begin with what the parts so far make. */
	struct encoder_pair *rest;                   /* their inputs, and what is left of their outputs */
	size_t n, rights;                            /* so many, and those of which nothing is left */
};

bool solve_wanted(const struct net *net)
{
	return net->config.composer > 0 || net_readings[net->config.reading].by_part;
}

struct solver *solver_make(const struct net *net, const struct decode_weights *weights)
{
	struct solver *s = mem_zero(1, sizeof *s);
	const size_t n = SOLVE_TASKS, H = (size_t)net->config.composer;

	s->net = net;
	s->weights = weights;
	s->embedder = embedder_make(net);
	s->scratch = dsl_scratch_make();
	decode_room(&s->decode, weights, SOLVE_TASKS);
	s->spec = real_array(n * (size_t)net->config.task);
	s->task = real_array(n * (size_t)net->config.task);
	s->last = real_array(n * (size_t)net->config.decoder);
	if (H) {
		compose_prepare(&s->compose, &net->composer);
		s->state = real_array(n * H);
	}
	return s;
}

void solver_free(struct solver *s)
{
	if (s->net->config.composer)
		compose_release(&s->compose);
	decode_free(&s->decode);
	embedder_free(s->embedder);
	dsl_scratch_free(s->scratch);
	real_free(s->spec);
	real_free(s->task);
	real_free(s->state);
	real_free(s->last);
	free(s);
}

/* The pairs that can still become right when the piece of a part follows: they go on, the others are gone. Returns how
 * many are right now. */
static size_t explain(struct solver *s, const struct dsl_program *part, const struct going *g, struct encoder_pair *rest,
                      size_t *n)
{
	struct dsl_ready *ready = dsl_ready(part);
	struct buf piece = { 0 };
	size_t rights = 0;

	*n = 0;
	for (size_t i = 0; i < g->n; i++) {
		struct encoder_pair pair = g->rest[i];

		piece.n = 0;
		if (dsl_run(ready, s->scratch, pair.input, &piece) != RUN_OK || piece.n > pair.output.n ||
		    memcmp(piece.p, pair.output.p, piece.n) != 0)
			continue;
		pair.output.p += piece.n;
		pair.output.n -= piece.n;
		rights += pair.output.n == 0;
		rest[(*n)++] = pair;
	}
	dsl_done(ready);
	buf_free(&piece);
	return rights;
}

/* Runs the part that was found and takes what it makes off the outputs. Does the program go on? */
static bool take_part(struct solver *s, struct going *g, const struct generated *part)
{
	struct encoder_pair *rest = mem_get(g->n * sizeof *rest);
	struct arena arena = { 0 };
	struct dsl_program program;
	struct buf text = { 0 };
	bool goes = false;
	size_t n;

	generate_print(&text, part->ids, part->n);
	if (part->n && dsl_parse(buf_view(&text), DSL_PAPER, &arena, &program, NULL) == 0) {
		const size_t rights = explain(s, &program, g, rest, &n);

		if (n > 0 && rights >= g->rights) {
			g->out->part[g->out->parts++] = *part;
			g->out->score += part->score;
			g->out->right = rights == g->task->n;
			g->rights = rights;
			g->n = n;
			memcpy(g->rest, rest, n * sizeof *rest);
			goes = rights < n && g->out->parts < SOLVE_PARTS;
		}
	}
	buf_free(&text);
	arena_free(&arena);
	free(rest);
	return goes;
}

static void move_row(real *p, size_t to, size_t from, int width)
{
	if (p && to != from)
		memcpy(p + to * (size_t)width, p + from * (size_t)width, (size_t)width * sizeof *p);
}

void solve(struct solver *s, const struct embedder_task *tasks, size_t n, struct solved *out)
{
	const struct net_config *c = &s->net->config;
	const bool composed = c->composer > 0;
	struct going going[SOLVE_TASKS];
	struct embedder_task left[SOLVE_TASKS];
	struct generated *found = mem_get(SOLVE_TASKS * sizeof *found);
	struct arena arena = { 0 };
	size_t alive = n;

	assert(n <= SOLVE_TASKS);
	for (size_t i = 0; i < n; i++) {
		struct going *g = &going[i];

		out[i].parts = 0;
		out[i].right = false;
		out[i].score = 0;
		*g = (struct going){ .task = &tasks[i], .out = &out[i], .n = tasks[i].n };
		g->rest = arena_get(&arena, g->n * sizeof *g->rest);
		memcpy(g->rest, tasks[i].pairs, tasks[i].n * sizeof *g->rest);
	}
	if (composed) {
		embedder_run(s->embedder, tasks, n, s->spec);
		memset(s->task, 0, n * (size_t)c->task * sizeof *s->task);
		memset(s->state, 0, n * (size_t)c->composer * sizeof *s->state);
		memset(s->last, 0, n * (size_t)c->decoder * sizeof *s->last);
	}
	while (alive) {
		size_t stay = 0;

		if (composed) {
			compose_step(&s->compose, (int)alive, s->spec, s->last, s->state, s->task);
		} else {
			for (size_t i = 0; i < alive; i++)
				left[i] = (struct embedder_task){ going[i].rest, going[i].n };
			embedder_run(s->embedder, left, alive, s->task);
		}
		generate_some(s->weights, &s->decode, s->task, alive, found, s->last);
		for (size_t i = 0; i < alive; i++) {
			if (!take_part(s, &going[i], &found[i]))
				continue;
			going[stay] = going[i];
			move_row(composed ? s->spec : NULL, stay, i, c->task);
			move_row(composed ? s->task : NULL, stay, i, c->task);
			move_row(composed ? s->state : NULL, stay, i, c->composer);
			move_row(composed ? s->last : NULL, stay, i, c->decoder);
			stay++;
		}
		alive = stay;
	}
	free(found);
	arena_free(&arena);
}

void solve_print(struct buf *text, const struct solved *s)
{
	buf_puts(text, "Concat c(");
	for (int k = 0; k < s->parts; k++) {             /* each is Concat c( ... c) */
		buf_putc(text, ' ');
		generate_print(text, s->part[k].ids + 2, s->part[k].n - 3);
	}
	buf_puts(text, " c)");
}
