/* beam - the likeliest programs that are right on all given pairs, by a trained decoder
 * SPDX-License-Identifier: MIT */
#include "search/beam.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsl/dsl_legal.h"
#include "dsl/dsl_run.h"
#include "nn/loss.h"

/* The beginning of a program. */
struct start {
	uint8_t ids[DECODER_TOKENS];
	int n, part;                     /* tokens; of these, before the expression that it is in */
	double score, since;             /* log likelihood; the same when its last whole expression was sure */
	struct dsl_syntax syntax;
	bool whole;                      /* it explains all of every output: only the end may follow */
};

/* One token more for one of the beginnings. */
struct choice { double score; int row, token; };

/* The beginnings of a step, row by row. */
struct starts {
	int n;
	struct start *row;               /* (width and one more) */
	int *at;                         /* (width, pairs): so many bytes of each output are explained */
	real *state;                     /* (width, H) */
};

struct beam {
	const struct decode_weights *w;
	struct decode_work work;
	int width;
	size_t best, most_pairs;
	int end;                         /* the token that ends a program */
	struct starts now, then;         /* of this step and the next */
	int *after;                      /* (pairs) */
	const real **constant;           /* (width) */
	int *before;                     /* (width) */
	real *from_task, *next, *logits; /* (3H), (width, H), (width, V) */
	struct choice *choices;          /* (width, V) */
	struct dsl_scratch *scratch;
	struct buf made;
	struct generated *found;         /* (best) */
	const struct encoder_pair *pairs;
	size_t n, nfound;
	bool finite;
	double bound;                    /* what is no likelier is not looked for */
	struct budget *budget;
	bool part;                       /* one expression is looked for, which need not make all of the outputs */
	int *found_at;                   /* (best, pairs): how much of each output the found ones make */
	real *found_state;               /* (best, H): the decoder's, from which their last tokens came */
};

static void make_starts(struct starts *s, int width, int H)
{
	s->row = mem_get(((size_t)width + 1) * sizeof *s->row);
	s->state = real_array((size_t)width * (size_t)H);
}

static void free_starts(struct starts *s)
{
	free(s->row);
	free(s->at);
	real_free(s->state);
}

struct beam *beam_make(const struct decode_weights *w, int width, size_t best)
{
	struct beam *b = mem_zero(1, sizeof *b);
	const size_t W = (size_t)width;

	*b = (struct beam){ .w = w, .width = width, .best = best };
	decode_room(&b->work, w, width);
	make_starts(&b->now, width, w->H);
	make_starts(&b->then, width, w->H);
	b->constant = mem_get(W * sizeof *b->constant);
	b->before = mem_get(W * sizeof *b->before);
	b->from_task = real_array(3 * (size_t)w->H);
	b->next = real_array(W * (size_t)w->H);
	b->logits = real_array(W * (size_t)w->V);
	b->choices = mem_get(W * (size_t)w->V * sizeof *b->choices);
	b->scratch = dsl_scratch_make();
	b->found = mem_get(best * sizeof *b->found);
	b->found_state = real_array(best * (size_t)w->H);
	for (int i = 0; i < width; i++)
		b->constant[i] = b->from_task;
	while (dsl_table[b->end].role != ROLE_CLOSE_C)
		b->end++;
	return b;
}

void beam_free(struct beam *b)
{
	decode_free(&b->work);
	free_starts(&b->now);
	free_starts(&b->then);
	free(b->after);
	free(b->constant);
	free(b->before);
	real_free(b->from_task);
	real_free(b->next);
	real_free(b->logits);
	free(b->choices);
	dsl_scratch_free(b->scratch);
	buf_free(&b->made);
	free(b->found);
	free(b->found_at);
	real_free(b->found_state);
	free(b);
}

/* ---- running expressions ---- */

/* The position that begins at *ids, which then is the next one. Closing parentheses need not be there. */
static struct dsl_pos position(const uint8_t **ids)
{
	const uint8_t *p = *ids;

	if (dsl_table[p[0]].role == ROLE_CONSTPOS) {
		*ids += 4;
		return (struct dsl_pos){ .kind = POS_CONST, .k = dsl_table[p[2]].value };
	}
	*ids += 6;
	return (struct dsl_pos){ .kind = POS_REGEX, .type = p[2], .n = dsl_table[p[3]].value, .bound = (enum dsl_bound)dsl_table[p[4]].value };
}

/* Runs the expression that a beginning is in: does it give the next piece of every output? Then b->after is behind these. */
static bool run_part(struct beam *b, const struct start *s, const int *at)
{
	const uint8_t *ids = s->ids + s->part;
	struct dsl_expr expr = { .kind = EXPR_CONST };
	struct dsl_ready *ready;
	bool good = true;
	char text;

	if (dsl_table[ids[0]].role == ROLE_CONSTSTR) {
		text = (char)dsl_table[ids[2]].value;
		expr.text = (struct str){ &text, 1 };
	} else {
		expr.kind = EXPR_SUBSTR;
		ids += 2;
		expr.from = position(&ids);
		expr.until = position(&ids);
	}
	ready = dsl_ready(&(struct dsl_program){ .exprs = &expr, .n = 1 });
	for (size_t p = 0; p < b->n && good; p++) {
		const struct str output = b->pairs[p].output;

		b->made.n = 0;
		good = dsl_run(ready, b->scratch, b->pairs[p].input, &b->made) == RUN_OK && b->made.n <= output.n - (size_t)at[p] &&
		       memcmp(b->made.p, output.p + at[p], b->made.n) == 0;
		b->after[p] = at[p] + (int)b->made.n;
	}
	dsl_done(ready);
	return good;
}

static bool is_closing(int token)
{
	enum dsl_role role = dsl_table[token].role;

	return role == ROLE_CLOSE_C || role == ROLE_CLOSE_K || role == ROLE_CLOSE_S || role == ROLE_CLOSE_P || role == ROLE_CLOSE_R;
}

static bool between_parts(const struct beam *b, const struct dsl_syntax *s)
{
	return dsl_may(s, b->end);
}

/* Did this token make the expression sure, so that only its parentheses are to close? */
static bool is_sure(const struct beam *b, struct dsl_syntax s, int token)
{
	if (is_closing(token))
		return false;
	while (!between_parts(b, &s)) {
		int closing = dsl_paren(&s, false);

		if (closing < 0)
			return false;
		dsl_step(&s, closing);
	}
	return true;
}

/* ---- the search ---- */

static int *at_of(const struct beam *b, const struct starts *s, int row)
{
	return s->at + (size_t)row * b->n;
}

/* Puts a right program where it belongs by its score, if it is among the best. Of parts that make the same, the likeliest stays. */
static void keep(struct beam *b, const struct start *s, const int *made, const real *state)
{
	const size_t size = b->n * sizeof *made, H = (size_t)b->w->H;
	size_t at = 0;

	while (at < b->nfound && !(b->part && memcmp(b->found_at + at * b->n, made, size) == 0))
		at++;
	if (at == b->best)
		at--;                    /* the last one is in question */
	if (at == b->nfound)
		b->nfound++;
	else if (b->found[at].score >= s->score)
		return;
	for (; at > 0 && b->found[at - 1].score < s->score; at--) {
		b->found[at] = b->found[at - 1];
		memcpy(b->found_at + at * b->n, b->found_at + (at - 1) * b->n, size);
		memcpy(b->found_state + at * H, b->found_state + (at - 1) * H, H * sizeof *state);
	}
	memcpy(b->found_at + at * b->n, made, size);
	memcpy(b->found_state + at * H, state, H * sizeof *state);
	memcpy(b->found[at].ids, s->ids, (size_t)s->n);
	b->found[at].n = s->n;
	b->found[at].score = s->score;
}

static void keep_wrong(struct beam *b, const struct start *s)
{
	if (b->nfound || (b->found[0].n && b->found[0].score >= s->score))
		return;
	memcpy(b->found[0].ids, s->ids, (size_t)s->n);
	b->found[0].n = s->n;
	b->found[0].score = s->score;
}

/* Has one of the rows explained equally much of every output, and was likelier when it had, or (or_equal) as likely? */
static bool outdone(const struct beam *b, const struct starts *rows, double since, const int *at, bool or_equal)
{
	for (int i = 0; i < rows->n; i++)
		if ((rows->row[i].since > since || (or_equal && rows->row[i].since == since)) &&
		    memcmp(at_of(b, rows, i), at, b->n * sizeof *at) == 0)
			return true;
	return false;
}

/* Goes on with a choice: into the next step's rows, or to what was found, or not at all. */
static void take(struct beam *b, const struct choice *c)
{
	const struct start *old = &b->now.row[c->row];
	const int *at = at_of(b, &b->now, c->row);
	const real *state = b->next + (size_t)c->row * (size_t)b->w->H;
	struct start *s = &b->then.row[b->then.n];
	bool sure;

	if (b->then.n == b->width && dsl_table[c->token].role != ROLE_CLOSE_C)      /* an end takes no row */
		return;
	*s = *old;
	s->ids[s->n++] = (uint8_t)c->token;
	s->score = c->score;
	dsl_step(&s->syntax, c->token);
	if (dsl_finished(&s->syntax)) {
		old->whole ? keep(b, s, at, state) : keep_wrong(b, s);
		return;
	}
	if (s->n == DECODER_TOKENS)
		return;
	sure = is_sure(b, s->syntax, c->token);
	if (sure) {
		if (!run_part(b, s, at))
			return;
		at = b->after;
		s->since = s->score;
		s->whole = true;
		for (size_t p = 0; p < b->n && !b->part; p++)
			s->whole &= (size_t)at[p] == b->pairs[p].output.n;
	}
	if (between_parts(b, &s->syntax))
		s->part = s->n;
	if ((!s->whole || b->part) && (outdone(b, &b->then, s->since, at, sure) || (sure && outdone(b, &b->now, s->since, at, true))))
		return;
	memcpy(at_of(b, &b->then, b->then.n), at, b->n * sizeof *at);
	memcpy(b->then.state + (size_t)b->then.n * (size_t)b->w->H, state, (size_t)b->w->H * sizeof *state);
	b->then.n++;
}

static int by_score(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	return x->row != y->row ? x->row - y->row : x->token - y->token;
}

/* What may follow each beginning, the likeliest first. */
static size_t choose(struct beam *b)
{
	const double bound = b->nfound == b->best ? fmax(b->found[b->best - 1].score, b->bound) : b->bound;
	size_t n = 0;

	for (int i = 0; i < b->now.n; i++) {
		const struct start *s = &b->now.row[i];
		real *logit = b->logits + (size_t)i * (size_t)b->w->V;
		uint8_t legal[DSL_VOCABULARY];
		bool end = s->whole && between_parts(b, &s->syntax);

		dsl_mask(&s->syntax, legal);
		log_softmax(logit, 1, b->w->V, legal);
		for (int v = 0; v < b->w->V; v++) {
			double score = s->score + (double)logit[v];

			if (!legal[v] || (end && dsl_table[v].role != ROLE_CLOSE_C))
				continue;
			b->finite &= !isnan(score);
			if (score > bound)
				b->choices[n++] = (struct choice){ score, i, v };
		}
	}
	qsort(b->choices, n, sizeof *b->choices, by_score);
	return n;
}

static void step(struct beam *b)
{
	struct starts old;
	size_t n;

	for (int i = 0; i < b->now.n; i++)
		b->before[i] = b->now.row[i].n ? b->now.row[i].ids[b->now.row[i].n - 1] : 0;
	b->budget->work += (double)b->now.n * BUDGET_NETWORK_STEP;
	decode_step(b->w, &b->work, b->now.n, b->before, b->constant, b->now.state, b->next, b->logits);
	n = choose(b);
	b->then.n = 0;
	for (size_t i = 0; i < n; i++)
		take(b, &b->choices[i]);
	old = b->now;
	b->now = b->then;
	b->then = old;
}

static struct beam_result search(struct beam *b, const struct encoder_pair *pairs, size_t n, const real *task, bool part,
                                 double bound, struct budget *budget)
{
	b->bound = bound;
	b->budget = budget;
	b->pairs = pairs;
	b->n = n;
	b->part = part;
	if (n > b->most_pairs) {
		b->now.at = mem_resize(b->now.at, n, (size_t)b->width * sizeof *b->now.at);
		b->then.at = mem_resize(b->then.at, n, (size_t)b->width * sizeof *b->then.at);
		b->after = mem_resize(b->after, n, sizeof *b->after);
		b->found_at = mem_resize(b->found_at, n, b->best * sizeof *b->found_at);
		b->most_pairs = n;
	}
	b->nfound = 0;
	b->found[0].n = 0;
	b->finite = true;
	decode_constant(b->w, &b->work, 1, task, b->from_task);
	b->now.n = 1;
	b->now.row[0] = (struct start){ .syntax = dsl_syntax_begin(DSL_PAPER), .part = 2 };
	memset(b->now.at, 0, n * sizeof *b->now.at);
	memset(b->now.state, 0, (size_t)b->w->H * sizeof(real));
	while (b->now.n && b->finite && !budget_spent(budget))
		step(b);
	return (struct beam_result){ b->nfound, b->found, b->found_at, b->found_state, b->finite };
}

struct beam_result beam_search(struct beam *b, const struct encoder_pair *pairs, size_t n, const real *task,
                               struct budget *budget)
{
	return search(b, pairs, n, task, false, -INFINITY, budget);
}

struct beam_result beam_part(struct beam *b, const struct encoder_pair *pairs, size_t n, const real *task, double bound,
                             struct budget *budget)
{
	return search(b, pairs, n, task, true, bound, budget);
}
