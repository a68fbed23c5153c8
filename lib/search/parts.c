/* parts - beam search over the parts of a program, by a network that finds them one after another
 * SPDX-License-Identifier: MIT */
#include "search/parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "search/beam.h"

/* A beginning of a program; its `at` and its `memory` are row `row` of a level's. */
struct state { struct solved program; size_t row, explained; };

/* What a hierarchical network's composer goes on with after a part: the part's task embedding, the composer's state, the decoder's last. */
struct memory { real *task, *state, *last; };                   /* (width, D), (width, composer's H), (width, decoder's H) */

/* States, the likeliest first; where they are, and how much of each output they explain. */
struct level { struct state **state; int n; struct state *room; int *at; struct memory memory; };       /* (width), (width), (width, pairs) */

struct parts {
	const struct net *net;
	int width;
	struct beam *beam;
	struct embedder *embedder;
	struct compose_weights compose;  /* of a hierarchical network */
	struct level now, then;
	struct encoder_pair *rest;       /* (width, pairs) */
	real *spec;                      /* (width, D): that of the task, again and again */
	struct memory next;              /* of the states of `now`, in order, on their way to the next part */
	size_t most_pairs, n;
	struct solved best;
	size_t best_explained;
	struct budget *budget;
};

enum { AT_ONCE = 16 };                   /* states whose next parts' task embeddings are made together */

static struct memory make_memory(const struct net_config *c, size_t W)
{
	return (struct memory){ real_array(W * (size_t)c->task), real_array(W * (size_t)c->composer), real_array(W * (size_t)c->decoder) };
}

static void free_memory(struct memory *m)
{
	real_free(m->task);
	real_free(m->state);
	real_free(m->last);
}

static void copy_memory(const struct net_config *c, struct memory *to, size_t i, const struct memory *from, size_t j, const real *last)
{
	const size_t D = (size_t)c->task, H = (size_t)c->composer, Hd = (size_t)c->decoder;

	memcpy(to->task + i * D, from->task + j * D, D * sizeof(real));
	memcpy(to->state + i * H, from->state + j * H, H * sizeof(real));
	memcpy(to->last + i * Hd, last, Hd * sizeof(real));
}

static void make_level(struct level *l, const struct net_config *c, size_t W)
{
	l->state = mem_get(W * sizeof *l->state);
	l->room = mem_get(W * sizeof *l->room);
	if (c->composer)
		l->memory = make_memory(c, W);
	for (size_t i = 0; i < W; i++)
		l->room[i].row = i;
}

static void free_level(struct level *l)
{
	free(l->state);
	free(l->room);
	free(l->at);
	free_memory(&l->memory);
}

struct parts *parts_make(const struct net *net, const struct decode_weights *weights, int width)
{
	struct parts *p = mem_zero(1, sizeof *p);
	const struct net_config *c = &net->config;
	const size_t W = (size_t)width;

	p->net = net;
	p->width = width;
	p->beam = beam_make(weights, width, W);
	p->embedder = embedder_make(net);
	make_level(&p->now, c, W);
	make_level(&p->then, c, W);
	p->next = make_memory(c, W);
	if (c->composer) {
		p->spec = real_array(W * (size_t)c->task);
		compose_prepare(&p->compose, &net->composer);
	}
	return p;
}

void parts_free(struct parts *p)
{
	if (p->net->config.composer)
		compose_release(&p->compose);
	beam_free(p->beam);
	embedder_free(p->embedder);
	free_level(&p->now);
	free_level(&p->then);
	free_memory(&p->next);
	free(p->rest);
	real_free(p->spec);
	free(p);
}

static int *at_of(const struct parts *p, const struct level *l, int i)
{
	return l->at + l->state[i]->row * p->n;
}

/* Puts a state among a level's, the likeliest first; of those that explain the same the likeliest stays, and `width` of all. NULL when it is not
 * among them. */
static struct state *insert(struct parts *p, struct level *l, const struct state *s, const int *at)
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
		return NULL;
	into = l->state[i];
	row = into->row;
	*into = *s;
	into->row = row;
	memcpy(at_of(p, l, i), at, size);
	for (; i > 0 && l->state[i - 1]->program.score < s->program.score; i--)
		l->state[i] = l->state[i - 1];
	l->state[i] = into;
	return into;
}

/* What part k of those found makes of state i. */
static void follow(struct parts *p, int i, const struct encoder_pair *pairs, const struct beam_result *found, size_t k, int *at)
{
	const struct net_config *c = &p->net->config;
	struct state s = *p->now.state[i], *into;
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
	if (all || s.program.parts == SOLVE_PARTS)
		return;
	into = insert(p, &p->then, &s, at);
	if (into && c->composer)
		copy_memory(c, &p->then.memory, into->row, &p->next, (size_t)i, found->state + k * (size_t)c->decoder);
}

/* The task embeddings of the next parts of n states of `now`, from `first` on, whose pairs with what is left of the
 * outputs are `tasks`. */
static void embed_next(struct parts *p, int first, int n, const struct embedder_task *tasks)
{
	const struct net_config *c = &p->net->config;
	const size_t i0 = (size_t)first;
	real *task = p->next.task + i0 * (size_t)c->task;

	if (!c->composer) {
		const long steps = embedder_run(p->embedder, tasks + first, (size_t)n, task);

		p->budget->work += (double)steps * BUDGET_NETWORK_STEP;
		return;
	}
	for (int i = first; i < first + n; i++) {
		const size_t row = p->now.state[i]->row;

		copy_memory(c, &p->next, (size_t)i, &p->now.memory, row, p->now.memory.last + row * (size_t)c->decoder);
	}
	compose_step(&p->compose, n, p->spec, p->next.last + i0 * (size_t)c->decoder,
	             p->next.state + i0 * (size_t)c->composer, task);
}

/* The least that a part of state i must be likelier than, to matter: there is a right program that is likelier, or
 * enough other states. */
static double bound_of(const struct parts *p, int i)
{
	const double so_far = p->now.state[i]->program.score;
	double bound = p->best.right ? p->best.score - so_far : -INFINITY;

	if (p->then.n == p->width)
		bound = fmax(bound, p->then.state[p->width - 1]->program.score - so_far);
	return bound;
}

/* Puts what the next parts of the states of `now` make into `then`, the likeliest first. False when the model's
 * numbers are not finite. */
static bool extend(struct parts *p, const struct encoder_pair *pairs, const struct embedder_task *tasks, int *at)
{
	const size_t D = (size_t)p->net->config.task;

	p->then.n = 0;
	for (int i = 0, ready = 0; i < p->now.n; i++) {
		const double bound = bound_of(p, i);
		struct beam_result found;

		if (bound >= 0)                  /* no part is likelier than certain, and later states are less likely */
			break;
		if (i == ready) {
			const int n = p->now.n - i < AT_ONCE ? p->now.n - i : AT_ONCE;

			if (budget_spent(p->budget))
				break;
			embed_next(p, i, n, tasks);
			ready += n;
		}
		found = beam_part(p->beam, tasks[i].pairs, p->n, p->next.task + (size_t)i * D, bound, p->budget);
		if (!found.finite)
			return false;
		for (size_t k = 0; k < found.n; k++)
			follow(p, i, pairs, &found, k, at);
	}
	return true;
}

/* Before the first part: nothing is explained. */
static void begin(struct parts *p, const struct encoder_pair *pairs)
{
	const struct net_config *c = &p->net->config;
	struct state *first = &p->now.room[0];

	p->best.parts = 0;
	p->best.right = false;
	p->best.score = 0;
	p->best_explained = 0;
	first->program = p->best;
	p->now.state[0] = first;
	p->now.n = 1;
	memset(at_of(p, &p->now, 0), 0, p->n * sizeof *p->now.at);
	if (!c->composer)
		return;
	embedder_run(p->embedder, &(struct embedder_task){ pairs, p->n }, 1, p->spec);
	for (int i = 1; i < p->width; i++)
		memcpy(p->spec + (size_t)i * (size_t)c->task, p->spec, (size_t)c->task * sizeof *p->spec);
	memset(p->now.memory.task + first->row * (size_t)c->task, 0, (size_t)c->task * sizeof(real));
	memset(p->now.memory.state + first->row * (size_t)c->composer, 0, (size_t)c->composer * sizeof(real));
	memset(p->now.memory.last + first->row * (size_t)c->decoder, 0, (size_t)c->decoder * sizeof(real));
}

bool parts_search(struct parts *p, const struct encoder_pair *pairs, size_t n, struct budget *budget,
                  struct solved *out)
{
	const size_t W = (size_t)p->width;
	struct embedder_task *tasks = mem_get(W * sizeof *tasks);
	int *at = mem_get(n * sizeof *at);
	bool finite = true;

	p->n = n;
	p->budget = budget;
	if (n > p->most_pairs) {
		p->now.at = mem_resize(p->now.at, n, W * sizeof *at);
		p->then.at = mem_resize(p->then.at, n, W * sizeof *at);
		p->rest = mem_resize(p->rest, n, W * sizeof *p->rest);
		p->most_pairs = n;
	}
	begin(p, pairs);
	while (p->now.n && finite && !(p->best.right && p->now.state[0]->program.score <= p->best.score) &&
	       !budget_spent(budget)) {
		struct level old = p->now;

		for (int i = 0; i < p->now.n; i++) {
			struct encoder_pair *rest = p->rest + (size_t)i * n;

			for (size_t q = 0; q < n; q++) {
				const size_t done = (size_t)at_of(p, &p->now, i)[q];

				rest[q] = (struct encoder_pair){ pairs[q].input, { pairs[q].output.p + done, pairs[q].output.n - done } };
			}
			tasks[i] = (struct embedder_task){ rest, n };
		}
		finite = extend(p, pairs, tasks, at);
		p->now = p->then;
		p->then = old;
	}
	*out = p->best;
	free(tasks);
	free(at);
	return finite;
}
