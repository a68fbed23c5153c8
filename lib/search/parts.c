/* parts - beam search over the parts of a program, by a network that reads what is left of the outputs
 * SPDX-License-Identifier: MIT */
#include "search/parts.h"

#include <stdlib.h>
#include <string.h>

#include "search/beam.h"

/* A beginning of a program; its `at` is row `row` of a level's. */
struct state { struct solved program; size_t row, explained; };

/* States, the likeliest first; where they are, and how much of each output they explain. */
struct level { struct state **state; int n; struct state *room; int *at; };     /* (width), (width), (width, pairs) */

struct parts {
	const struct net *net;
	int width;
	struct beam *beam;
	struct embedder *embedder;
	struct level now, then;
	struct encoder_pair *rest;       /* (width, pairs) */
	real *task;                      /* (width, D) */
	size_t most_pairs, n;
	struct solved best;
	size_t best_explained;
};

static void make_level(struct level *l, size_t W)
{
	l->state = mem_get(W * sizeof *l->state);
	l->room = mem_get(W * sizeof *l->room);
	for (size_t i = 0; i < W; i++)
		l->room[i].row = i;
}

static void free_level(struct level *l)
{
	free(l->state);
	free(l->room);
	free(l->at);
}

struct parts *parts_make(const struct net *net, const struct decode_weights *weights, int width)
{
	struct parts *p = mem_zero(1, sizeof *p);
	const size_t W = (size_t)width;

	p->net = net;
	p->width = width;
	p->beam = beam_make(weights, width, W);
	p->embedder = embedder_make(net);
	make_level(&p->now, W);
	make_level(&p->then, W);
	p->task = real_array(W * (size_t)net->config.task);
	return p;
}

void parts_free(struct parts *p)
{
	beam_free(p->beam);
	embedder_free(p->embedder);
	free_level(&p->now);
	free_level(&p->then);
	free(p->rest);
	real_free(p->task);
	free(p);
}

static int *at_of(const struct parts *p, const struct level *l, int i)
{
	return l->at + l->state[i]->row * p->n;
}

/* Puts a state among a level's, the likeliest first; of those that explain the same the likeliest stays, and `width` of all. */
static void insert(struct parts *p, struct level *l, const struct state *s, const int *at)
{
	const size_t size = p->n * sizeof *at;
	struct state *into;
	size_t row;
	int i = 0;

	while (i < l->n && memcmp(at_of(p, l, i), at, size) != 0)
		i++;
	if (i == p->width)
		i--;                     /* the last one is in question */
	if (i == l->n)
		l->state[l->n++] = &l->room[i];
	else if (l->state[i]->program.score >= s->program.score)
		return;
	into = l->state[i];
	row = into->row;
	*into = *s;
	into->row = row;
	memcpy(at_of(p, l, i), at, size);
	for (; i > 0 && l->state[i - 1]->program.score < s->program.score; i--)
		l->state[i] = l->state[i - 1];
	l->state[i] = into;
}

/* What part k of those found makes of state i. */
static void follow(struct parts *p, int i, const struct encoder_pair *pairs, const struct beam_result *found, size_t k, int *at)
{
	struct state s = *p->now.state[i];
	bool all = true;

	s.program.part[s.program.parts++] = found->found[k];
	s.program.score += found->found[k].score;
	s.explained = 0;
	for (size_t q = 0; q < p->n; q++) {
		at[q] = at_of(p, &p->now, i)[q] + found->made[k * p->n + q];
		s.explained += (size_t)at[q];
		all &= (size_t)at[q] == pairs[q].output.n;
	}
	s.program.right = all;
	if (all > p->best.right || (all == p->best.right && (all ? s.program.score > p->best.score : s.explained > p->best_explained))) {
		p->best = s.program;
		p->best_explained = s.explained;
	}
	if (!all && s.program.parts < SOLVE_PARTS)
		insert(p, &p->then, &s, at);
}

bool parts_search(struct parts *p, const struct encoder_pair *pairs, size_t n, struct solved *out)
{
	const size_t W = (size_t)p->width, D = (size_t)p->net->config.task;
	struct embedder_task *tasks = mem_get(W * sizeof *tasks);
	int *at = mem_get(n * sizeof *at);
	bool finite = true;

	p->n = n;
	if (n > p->most_pairs) {
		p->now.at = mem_resize(p->now.at, n, W * sizeof *at);
		p->then.at = mem_resize(p->then.at, n, W * sizeof *at);
		p->rest = mem_resize(p->rest, n, W * sizeof *p->rest);
		p->most_pairs = n;
	}
	p->best.parts = 0;
	p->best.right = false;
	p->best.score = 0;
	p->best_explained = 0;
	p->now.n = 1;
	p->now.state[0] = &p->now.room[0];
	p->now.state[0]->program = p->best;
	memset(at_of(p, &p->now, 0), 0, n * sizeof *at);
	while (p->now.n && finite && !(p->best.right && p->now.state[0]->program.score <= p->best.score)) {
		struct level old = p->now;

		for (int i = 0; i < p->now.n; i++) {
			struct encoder_pair *rest = p->rest + (size_t)i * n;

			for (size_t q = 0; q < n; q++) {
				const size_t done = (size_t)at_of(p, &p->now, i)[q];

				rest[q] = (struct encoder_pair){ pairs[q].input, { pairs[q].output.p + done, pairs[q].output.n - done } };
			}
			tasks[i] = (struct embedder_task){ rest, n };
		}
		embedder_run(p->embedder, tasks, (size_t)p->now.n, p->task);
		p->then.n = 0;
		for (int i = 0; i < p->now.n && finite; i++) {
			struct beam_result found = beam_part(p->beam, tasks[i].pairs, n, p->task + (size_t)i * D);

			finite = found.finite;
			for (size_t k = 0; k < found.n && finite; k++)
				follow(p, i, pairs, &found, k, at);
		}
		p->now = p->then;
		p->then = old;
	}
	*out = p->best;
	free(tasks);
	free(at);
	return finite;
}
