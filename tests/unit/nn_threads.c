/* nn_threads - do 1, 2 and 3 threads give the same bits, and does the kernel's choice do as it is told?
 * SPDX-License-Identifier: MIT */
#include <malloc.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/rng.h"
#include "nn/adam.h"
#include "nn/dense.h"
#include "nn/gru.h"
#include "nn/loss.h"
#include "nn/mat.h"
#include "nn/norm.h"
#include "../lib/check.h"

static void random_numbers(real *x, size_t n, uint64_t record, double bound)
{
	struct rng rng = rng_at(1, "nn_threads", record);

	for (size_t i = 0; i < n; i++)
		x[i] = (real)((2 * rng_unit(&rng) - 1) * bound);
}

/* ---- some steps of training: table and GRU of the last states, linear, dropout, ReLU, norm, mean; clipping, Adam ---- */

enum { B = 230, T = 21, X = 24, H = 96, V = 50, Y = 150, PAIRS = 10 };

struct net {
	struct engine *engine;
	struct tally *tally;
	struct seq seq;
	struct gru gru;
	struct params p;
	int embedding, w_i, b_i, w_h, b_h, w, b, gain, shift;
	real *table, *dtable, *last, *dlast, *y, *dy, *normal, *inverse, *running, *embedded, *dembedded;
	int *length, *token, *index;
};

static void make(struct net *n, int threads)
{
	*n = (struct net){ .engine = engine_make(threads) };
	n->tally = tally_make(n->engine);
	seq_init(&n->seq, B, T, 32);
	gru_init(&n->gru, n->engine, H, (long)B * T, V, &n->seq);
	n->embedding = param_add(&n->p, "test", "embedding", V, X);
	n->w_i = param_add(&n->p, "test", "w_i", 3 * H, X);
	n->b_i = param_add(&n->p, "test", "b_i", 1, 3 * H);
	n->w_h = param_add(&n->p, "test", "w_h", 3 * H, H);
	n->b_h = param_add(&n->p, "test", "b_h", 1, 3 * H);
	n->w = param_add(&n->p, "test", "w", Y, H);
	n->b = param_add(&n->p, "test", "b", 1, Y);
	n->gain = param_add(&n->p, "test", "gain", 1, Y);
	n->shift = param_add(&n->p, "test", "shift", 1, Y);
	param_make(&n->p, true);
	for (int k = 0; k < n->p.slices; k++)
		param_uniform(&n->p, k, 0.2, 7);
	param_normal(&n->p, n->embedding, 1, 7);
	param_fill(&n->p, n->gain, 1);
	n->table = real_array(V * 3 * H);
	n->dtable = real_array(V * 3 * H);
	n->last = real_array(B * H);
	n->dlast = real_array(B * H);
	n->y = real_array(B * Y);
	n->dy = real_array(B * Y);
	n->normal = real_array(B * Y);
	n->inverse = real_array(Y);
	n->running = real_array(2 * Y);
	n->embedded = real_array(B / PAIRS * Y);
	n->dembedded = real_array(B / PAIRS * Y);
	n->length = mem_zero(B, sizeof *n->length);
	n->token = mem_zero(B * T, sizeof *n->token);
	n->index = mem_zero(B * T, sizeof *n->index);
}

static void finish(struct net *n)
{
	real *const blocks[] = { n->table, n->dtable, n->last, n->dlast, n->y, n->dy, n->normal, n->inverse, n->running, n->embedded, n->dembedded };

	for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
		real_free(blocks[i]);
	free(n->length);
	free(n->token);
	free(n->index);
	param_free(&n->p);
	gru_free(&n->gru);
	seq_free(&n->seq);
	tally_free(n->engine, n->tally);
	engine_free(n->engine);
}

#define VALUE(slice) param_of(&n->p, n->p.value, n->slice)
#define GRAD(slice) param_of(&n->p, n->p.grad, n->slice)

/* Returns the loss: the squared distance of the embeddings to random ones. */
static double step(struct net *n, uint32_t s)
{
	struct rng rng = rng_at(3, "nn_threads", s);
	struct adam adam = ADAM_DEFAULT;
	static real want[B / PAIRS * Y], y_relu[B * Y];
	struct linear input = { .R = V, .X = X, .Y = 3 * H, .x = VALUE(embedding), .w = VALUE(w_i), .b = VALUE(b_i), .y = n->table,
	                        .dy = n->dtable, .dx = GRAD(embedding), .dw = GRAD(w_i), .db = GRAD(b_i) };
	struct linear head = { .R = B, .X = H, .Y = Y, .x = n->last, .w = VALUE(w), .b = VALUE(b), .y = n->y, .dy = n->dy, .dx = n->dlast,
	                       .dw = GRAD(w), .db = GRAD(b) };
	struct norm norm = { B, Y, VALUE(gain), VALUE(shift), n->running, n->running + Y };
	struct gru_io io = { .w = VALUE(w_h), .b = VALUE(b_h), .table = n->table, .index = n->index, .V = V, .K = 1, .last = n->last,
	                     .dlast = n->dlast, .dw = GRAD(w_h), .db = GRAD(b_h), .dtable = n->dtable };
	const float *rows[B / PAIRS];
	struct totals sum;

	for (int b = 0; b < B; b++)
		n->length[b] = (int)rng_below(&rng, T + 1);
	for (int i = 0; i < B * T; i++)
		n->token[i] = (int)rng_below(&rng, V);
	random_numbers(want, B / PAIRS * Y, s, 1);
	param_zero_grad(&n->p);
	seq_pack(&n->seq, B, n->length);
	seq_gather(&n->seq, n->token, T, n->index, 1);
	linear_forward(n->engine, &input);
	gru_forward(&n->gru, &n->seq, &io);
	linear_forward(n->engine, &head);
	dropout(n->engine, n->y, B, Y, 0.2, 1, "head", s);
	activation_forward(n->engine, ACT_RELU, B * Y, n->y);
	memcpy(y_relu, n->y, sizeof y_relu);
	norm_forward(n->engine, &norm, n->y, n->normal, n->inverse);
	mean_forward(n->engine, n->y, B / PAIRS, PAIRS, Y, n->embedded);
	memset(n->dembedded, 0, B / PAIRS * Y * sizeof(real));
	for (int i = 0; i < B / PAIRS; i++)
		rows[i] = want + i * Y;
	tally_clear(n->engine, n->tally);
	squared_error(n->engine, n->embedded, rows, B / PAIRS, Y, 1.0 / (B / PAIRS * Y), 1, n->dembedded, n->tally);
	mean_backward(n->engine, n->dembedded, B / PAIRS, PAIRS, Y, n->dy);
	norm_backward(n->engine, &norm, n->dy, n->normal, n->inverse, GRAD(gain), GRAD(shift));
	activation_backward(n->engine, ACT_RELU, B * Y, y_relu, n->dy);
	dropout(n->engine, n->dy, B, Y, 0.2, 1, "head", s);
	linear_backward(n->engine, &head);
	memset(n->dtable, 0, V * 3 * H * sizeof(real));
	gru_backward(&n->gru, &n->seq, &io);
	linear_backward(n->engine, &input);
	adam_step(n->engine, &n->p, &adam, 1e-2, grad_scale(grad_norm(n->engine, &n->p), 1), s + 1);
	sum = tally_read(n->engine, n->tally);
	return sum.squares;
}

static void same_bits(void)
{
	static struct net one, more;
	double loss, first = 0, last = 0;

	make(&one, 1);
	for (uint32_t s = 0; s < 4; s++) {
		loss = step(&one, s);
		first = s == 0 ? loss : first;
		last = loss;
	}
	check(isfinite(last) && last < first, "four steps of training don't bring the loss down");
	for (int threads = 2; threads <= 3; threads++)
		for (int again = 0; again < 3; again++) {
			make(&more, threads);
			for (uint32_t s = 0; s < 4; s++)
				loss = step(&more, s);
			check(loss == last && memcmp(one.p.value, more.p.value, one.p.n * sizeof(real)) == 0, "more threads give other bits");
			finish(&more);
		}

	/* no allocation after the first step; what malloc holds tells */
	struct mallinfo2 before = mallinfo2(), after;

	for (uint32_t s = 4; s < 8; s++)
		step(&one, s);
	after = mallinfo2();
	check(before.uordblks == after.uordblks && before.hblkhd == after.hblkhd, "training allocates");
	finish(&one);
}

/* ---- the kernel: a process of its own for each, as BLIS chooses once ---- */

static bool chosen(const char *set, const char *want)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		const char *user = NULL;

		if (set)
			setenv("BLIS_ARCH_TYPE", set, 1);
		else
			unsetenv("BLIS_ARCH_TYPE");
		if (!strstr(mat_about(), want)) {
			printf("BLIS_ARCH_TYPE %s: %s, not%s\n", set ? set : "not set", mat_about(), want);
			_exit(1);
		}
		user = getenv("BLIS_ARCH_TYPE");
		_exit(set ? !user || strcmp(user, set) != 0 : user != NULL);
	}
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static void kernels(void)
{
	bool avx2 = false, avx512 = false;

	fflush(stdout);
#ifdef __x86_64__
	avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
	avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
	         && __builtin_cpu_supports("avx512vl");
#endif
	if (avx2) {
		check(chosen(NULL, avx512 ? ", kernel skx" : ", kernel haswell"), "the kernel is not the CPU's");
		check(chosen("haswell", ", kernel haswell"), "BLIS_ARCH_TYPE with a name is not heeded");
	}
	check(chosen("generic", ", kernel generic"), "BLIS_ARCH_TYPE with a name is not heeded");
}

/* ---- dropout ---- */

static void drops(void)
{
	enum { ROWS = 200, COLS = 300 };
	static real a[ROWS * COLS], b[ROWS * COLS];
	long zeros = 0, wrong = 0, differ[3] = { 0 };

	for (int i = 0; i < ROWS * COLS; i++)
		a[i] = 1;
	dropout(NULL, a, ROWS, COLS, 0.2, 1, "a", 1);
	for (int i = 0; i < ROWS * COLS; i++) {
		zeros += a[i] == 0;
		wrong += a[i] != 0 && a[i] != (real)1.25;
	}
	/* 12,000 of 60,000; standard deviation 98 */
	check(wrong == 0 && zeros > 11400 && zeros < 12600, "dropout: not a fifth is 0 and the rest 1.25");
	for (int k = 0; k < 3; k++) {
		for (int i = 0; i < ROWS * COLS; i++)
			b[i] = 1;
		dropout(NULL, b, ROWS, COLS, 0.2, 1 + (k == 0), k == 1 ? "b" : "a", 1 + (k == 2));
		for (int i = 0; i < ROWS * COLS; i++)
			differ[k] += a[i] != b[i];
		check(differ[k] > 15000, "dropout: seed, layer and step don't all change it");
	}
	for (int r = 1; r < ROWS; r++)
		wrong += memcmp(a, a + r * COLS, COLS * sizeof *a) == 0;
	check(wrong == 0, "dropout: two rows are alike");
	for (int i = 0; i < COLS; i++)
		b[i] = 1;
	dropout(NULL, b, 1, COLS, 0.2, 1, "a", 1);
	check(memcmp(a, b, COLS * sizeof *a) == 0, "dropout: a row depends on how many there are");
}

/* ---- schedules ---- */

static void schedules(void)
{
	const struct schedule paper = { .kind = SCHEDULE_EXPONENTIAL, .rate = 1e-4, .gamma = 0.95 };
	const struct schedule cosine = { .kind = SCHEDULE_COSINE, .rate = 2, .floor = 0.1, .warmup = 10, .steps = 100 };

	check(fabs(schedule_rate(&paper, 1, 0) - 1e-4) < 1e-12 && fabs(schedule_rate(&paper, 9999, 2) - 9.025e-5) < 1e-12, "schedule: exponential");
	check(fabs(schedule_rate(&cosine, 50, 0) - 1.1) < 1e-9 && fabs(schedule_rate(&cosine, 100, 0) - 0.2) < 1e-9
	      && fabs(schedule_rate(&cosine, 500, 0) - 0.2) < 1e-9, "schedule: cosine");
	check(schedule_rate(&cosine, 1, 0) < 0.21 && schedule_rate(&cosine, 5, 0) < 1.01 && schedule_rate(&cosine, 10, 0) > 1.9, "schedule: warm-up");
}

int main(void)
{
#ifdef HAVE_BLIS
	kernels();               /* first: what chooses one does it once in a process */
#else
	(void)kernels;
#endif
	same_bits();
	drops();
	schedules();
	printf("%d checks, %d failed; %s\n", checks, failed, mat_about());
	return failed > 0;
}
