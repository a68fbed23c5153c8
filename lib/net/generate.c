/* generate - programs from task embeddings, by a trained decoder
 * SPDX-License-Identifier: MIT */
#include "net/generate.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "dsl/dsl_legal.h"
#include "nn/loss.h"

enum { ROWS = 48 };              /* tasks that are decoded at once */

void generate_some(const struct decode_weights *w, struct decode_work *k, const real *task, size_t n, struct generated *out, real *last)
{
	const size_t H = (size_t)w->H, V = (size_t)w->V;
	real *constants = real_array(n * 3 * H), *state = real_array(n * H), *next = real_array(n * H), *logits = real_array(n * V);
	const real **constant = mem_get(n * sizeof *constant);
	struct dsl_syntax *syntax = mem_get(n * sizeof *syntax);
	int *before = mem_get(n * sizeof *before), *who = mem_get(n * sizeof *who), alive = (int)n;
	uint8_t legal[DSL_VOCABULARY];

	decode_constant(w, k, (int)n, task, constants);
	for (int i = 0; i < (int)n; i++) {
		constant[i] = constants + (size_t)i * 3 * H;
		syntax[i] = dsl_syntax_begin(DSL_PAPER);
		before[i] = 0;
		who[i] = i;
		out[i].n = 0;
		out[i].score = 0;
	}
	for (int t = 0; t < DECODER_TOKENS && alive; t++) {
		int left = 0;
		real *old = state;

		decode_step(w, k, alive, before, constant, state, next, logits);
		state = next;
		next = old;
		for (int i = 0; i < alive; i++) {
			struct generated *program = &out[who[i]];
			real *logit = logits + (size_t)i * V;
			int best = -1;

			dsl_mask(&syntax[i], legal);
			log_softmax(logit, 1, (int)V, legal);
			for (int v = 0; v < (int)V; v++)
				if (legal[v] && (best < 0 || logit[v] > logit[best]))
					best = v;
			dsl_step(&syntax[i], best);
			program->ids[t] = (uint8_t)best;
			program->score += (double)logit[best];
			if (last)
				memcpy(last + (size_t)who[i] * H, state + (size_t)i * H, H * sizeof(real));
			if (dsl_finished(&syntax[i])) {
				program->n = t + 1;
				continue;
			}
			/* those that go on move up */
			memmove(state + (size_t)left * H, state + (size_t)i * H, H * sizeof(real));
			constant[left] = constant[i];
			syntax[left] = syntax[i];
			who[left] = who[i];
			before[left++] = best;
		}
		alive = left;
	}
	real_free(constants);
	real_free(state);
	real_free(next);
	real_free(logits);
	free(constant);
	free(syntax);
	free(before);
	free(who);
}

struct greedy { const struct decode_weights *w; struct decode_work *k; const real *task; size_t n; struct generated *out; };

static void decode_chunk(void *greedy, int thread, size_t chunk)
{
	struct greedy *g = greedy;
	const size_t first = chunk * ROWS;

	generate_some(g->w, &g->k[thread], g->task + first * (size_t)g->w->D, g->n - first < ROWS ? g->n - first : ROWS, g->out + first, NULL);
}

void generate_greedy(const struct decode_weights *w, struct engine *engine, const real *task, size_t n, struct generated *out)
{
	struct greedy g = { w, mem_zero((size_t)engine_threads(engine), sizeof *g.k), task, n, out };

	for (int t = 0; t < engine_threads(engine); t++)
		decode_room(&g.k[t], w, ROWS);
	engine_run(engine, (n + ROWS - 1) / ROWS, decode_chunk, &g);
	for (int t = 0; t < engine_threads(engine); t++)
		decode_free(&g.k[t]);
	free(g.k);
}

void generate_print(struct buf *text, const uint8_t *ids, int n)
{
	for (int i = 0; i < n; i++)
		buf_printf(text, i ? " %s" : "%s", dsl_table[ids[i]].text);
}

/* ---- scores ---- */

static int by_ids(const void *a, const void *b)
{
	const struct decoder_program *x = *(const struct decoder_program *const *)a, *y = *(const struct decoder_program *const *)b;
	int order = memcmp(x->ids, y->ids, (size_t)(x->n < y->n ? x->n : y->n));

	return order ? order : x->n - y->n;
}

/* Programs that begin alike stand together: of n of them, in order, and at most k's rows. */
static void score_some(const struct decode_weights *w, struct decode_work *k, const real *from_task, const struct decoder_program *const *program,
                       size_t n, double *score)
{
	const size_t H = (size_t)w->H;
	real *state = real_array(n * H), *next = real_array(n * H), *logits = real_array(n * (size_t)w->V);
	const real **constant = mem_get(n * sizeof *constant);
	struct dsl_syntax *syntax = mem_get(n * sizeof *syntax), *old = mem_get(n * sizeof *old);
	int *before = mem_zero(n, sizeof *before), *row = mem_zero(n, sizeof *row), rows = 1;       /* row: that a program is in */
	uint8_t legal[DSL_VOCABULARY];

	for (size_t i = 0; i < n; i++) {
		constant[i] = from_task;
		score[i] = 0;
	}
	syntax[0] = dsl_syntax_begin(DSL_PAPER);
	for (int t = 0; rows; t++) {
		int parent = -1;

		decode_step(w, k, rows, before, constant, state, next, logits);
		for (int r = 0; r < rows; r++) {
			dsl_mask(&syntax[r], legal);
			log_softmax(logits + (size_t)r * (size_t)w->V, 1, w->V, legal);
			old[r] = syntax[r];
		}
		rows = 0;
		for (size_t i = 0; i < n; i++) {
			const int from = row[i], token = t < program[i]->n ? program[i]->ids[t] : 0;

			if (t >= program[i]->n)
				continue;
			score[i] += (double)logits[(size_t)from * (size_t)w->V + (size_t)token];
			if (t + 1 == program[i]->n)
				continue;
			if (from != parent || token != before[rows - 1]) {
				syntax[rows] = old[from];
				dsl_step(&syntax[rows], token);
				memcpy(state + (size_t)rows * H, next + (size_t)from * H, H * sizeof(real));
				before[rows++] = token;
				parent = from;
			}
			row[i] = rows - 1;
		}
	}
	real_free(state);
	real_free(next);
	real_free(logits);
	free(constant);
	free(syntax);
	free(old);
	free(before);
	free(row);
}

void generate_scores(const struct decode_weights *w, struct decode_work *k, const real *task, const struct decoder_program *programs, size_t n,
                     double *score)
{
	const struct decoder_program **order = mem_get((n + 1) * sizeof *order);
	double *some = mem_get((size_t)k->rows * sizeof *some);
	real *from_task = real_array(3 * (size_t)w->H);

	decode_constant(w, k, 1, task, from_task);
	for (size_t i = 0; i < n; i++)
		order[i] = &programs[i];
	qsort(order, n, sizeof *order, by_ids);
	for (size_t first = 0; first < n; first += (size_t)k->rows) {
		size_t here = n - first < (size_t)k->rows ? n - first : (size_t)k->rows;

		score_some(w, k, from_task, order + first, here, some);
		for (size_t i = 0; i < here; i++)
			score[order[first + i] - programs] = some[i];
	}
	real_free(from_task);
	free(order);
	free(some);
}
