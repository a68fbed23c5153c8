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

void generate_greedy(const struct decode_weights *w, struct team *team, const real *task, size_t n, struct generated *out)
{
	struct greedy g = { w, mem_zero((size_t)team_threads(team), sizeof *g.k), task, n, out };

	for (int t = 0; t < team_threads(team); t++)
		decode_room(&g.k[t], w, ROWS);
	team_run(team, (n + ROWS - 1) / ROWS, decode_chunk, &g);
	for (int t = 0; t < team_threads(team); t++)
		decode_free(&g.k[t]);
	free(g.k);
}

void generate_print(struct buf *text, const uint8_t *ids, int n)
{
	for (int i = 0; i < n; i++)
		buf_printf(text, i ? " %s" : "%s", dsl_table[ids[i]].text);
}

double generate_score(const struct decode_weights *w, struct decode_work *k, const real *task, const uint8_t *ids, int n)
{
	const size_t H = (size_t)w->H;
	real *constant = real_array(3 * H), *state = real_array(H), *next = real_array(H), *logits = real_array((size_t)w->V);
	struct dsl_syntax syntax = dsl_syntax_begin(DSL_PAPER);
	const real *row = constant;
	uint8_t legal[DSL_VOCABULARY];
	double score = 0;

	decode_constant(w, k, 1, task, constant);
	for (int t = 0, before = 0; t < n; before = ids[t++]) {
		real *old = state;

		decode_step(w, k, 1, &before, &row, state, next, logits);
		state = next;
		next = old;
		dsl_mask(&syntax, legal);
		log_softmax(logits, 1, w->V, legal);
		score += (double)logits[ids[t]];
		dsl_step(&syntax, ids[t]);
	}
	real_free(constant);
	real_free(state);
	real_free(next);
	real_free(logits);
	return score;
}
