/* nn_pytorch - do GRU, batch norm, Adam and the masked loss give PyTorch's numbers? tests/reference/nn.py made them
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "nn/adam.h"
#include "nn/dense.h"
#include "nn/gru.h"
#include "nn/loss.h"
#include "nn/mat.h"
#include "nn/norm.h"

static int checks, failed;
static struct array { char name[32]; int n; float *p; } arrays[128];
static int n_arrays;

static void read_arrays(const char *path)
{
	FILE *f = fopen(path, "r");

	if (!f) {
		printf("%s: no such file; to be run from the repository's root\n", path);
		exit(1);
	}
	for (struct array *a; a = &arrays[n_arrays], n_arrays < 128 && fscanf(f, "%31s %d", a->name, &a->n) == 2; n_arrays++) {
		a->p = mem_zero((size_t)a->n, sizeof *a->p);
		for (int i = 0; i < a->n; i++)
			if (fscanf(f, "%f", &a->p[i]) != 1) {
				printf("%s: %s is cut short\n", path, a->name);
				exit(1);
			}
	}
	fclose(f);
}

static float *get(const char *name, int n)
{
	for (int i = 0; i < n_arrays; i++)
		if (strcmp(arrays[i].name, name) == 0 && arrays[i].n == n)
			return arrays[i].p;
	printf("%s: not %d numbers of that name\n", name, n);
	exit(1);
}

static void same(const char *name, const float *is, int n)
{
	const float *want = get(name, n);

	checks++;
	for (int i = 0; i < n; i++)
		if (!(fabsf(is[i] - want[i]) <= 3e-6f * (1 + fabsf(want[i])))) {
			printf("%s: number %d is %.8g, PyTorch has %.8g\n", name, i, is[i], want[i]);
			failed++;
			return;
		}
}

static void gru_checks(struct engine *engine)
{
	enum { B = 5, T = 5, N = 17, X = 4, H = 6, V = 7 };
	const float *lengths = get("gru.length", B), *tokens = get("gru.token", B * T), *dout = get("gru.dout", B * T * H);
	int length[B], token[B * T], index[N];
	float table[V * 3 * H], out[N * H], last[B * H], packed[N * H], padded[B * T * H] = { 0 };
	float dw[3 * H * H] = { 0 }, db[3 * H] = { 0 }, dtable[V * 3 * H] = { 0 }, dh0[B * H];
	float dw_i[3 * H * X] = { 0 }, db_i[3 * H] = { 0 }, dembedding[V * X];
	struct seq seq;
	struct gru gru;
	/* the table is a linear layer over the vocabulary */
	struct linear input = { .R = V, .X = X, .Y = 3 * H, .x = get("gru.embedding", V * X), .w = get("gru.w_i", 3 * H * X), .b = get("gru.b_i", 3 * H),
	                        .y = table, .dy = dtable, .dx = dembedding, .dw = dw_i, .db = db_i };
	struct gru_io io = { .w = get("gru.w_h", 3 * H * H), .b = get("gru.b_h", 3 * H), .table = table, .index = index, .V = V, .K = 1,
	                     .h0 = get("gru.h0", B * H), .last = last, .out = out, .dlast = get("gru.dlast", B * H), .dout = packed,
	                     .dw = dw, .db = db, .dtable = dtable, .dh0 = dh0 };

	for (int b = 0; b < B; b++)
		length[b] = (int)lengths[b];
	for (int i = 0; i < B * T; i++)
		token[i] = (int)tokens[i];
	seq_init(&seq, B, T, 3);
	seq_pack(&seq, B, length);
	seq_gather(&seq, token, T, index, 1);
	gru_init(&gru, engine, H, N, V, &seq);
	linear_forward(engine, &input);
	gru_forward(&gru, &seq, &io);
	for (int i = 0; i < B; i++)
		for (int t = 0; t < seq.length[i]; t++) {
			memcpy(padded + (seq.order[i] * T + t) * H, out + seq_row(&seq, i, t) * H, H * sizeof *out);
			memcpy(packed + seq_row(&seq, i, t) * H, dout + (seq.order[i] * T + t) * H, H * sizeof *out);
		}
	same("gru.out", padded, B * T * H);
	same("gru.last", last, B * H);
	gru_backward(&gru, &seq, &io);
	linear_backward(engine, &input);
	same("gru.dw_h", dw, 3 * H * H);
	same("gru.db_h", db, 3 * H);
	same("gru.dh0", dh0, B * H);
	same("gru.dw_i", dw_i, 3 * H * X);
	same("gru.db_i", db_i, 3 * H);
	same("gru.dembedding", dembedding, V * X);

	/* step by step, all rows alike: the first step's outputs */
	float input0[B * 3 * H], next[B * H], scratch[B * 3 * H + H];
	float *w_packed = real_array(mat_packed_size(mat_of(NULL, H, 3 * H))), *work = real_array(mat_work_size(B, 3 * H));

	mat_pack(mat_t(mat_of(io.w, 3 * H, H)), w_packed);

	for (int b = 0; b < B; b++)
		memcpy(input0 + b * 3 * H, table + token[b * T] * 3 * H, 3 * H * sizeof *table);
	gru_step(H, B, w_packed, io.b, input0, io.h0, next, scratch, work);
	for (int b = 0; b < B; b++)
		memcpy(padded + b * T * H, next + b * H, H * sizeof *next);
	same("gru.out", padded, B * T * H);
	real_free(w_packed);
	real_free(work);
	gru_free(&gru);
	seq_free(&seq);
}

static void norm_checks(struct engine *engine)
{
	enum { R = 7, Y = 3 };
	float mean[Y] = { 0 }, variance[Y] = { 1, 1, 1 }, y[R * Y], normal[R * Y], inverse[Y];
	struct norm norm = { R, Y, get("norm.gain", Y), get("norm.shift", Y), mean, variance };
	char name[32];

	for (int step = 1; step <= 2; step++) {
		float dgain[Y] = { 0 }, dshift[Y] = { 0 };
#define STEP(what) (snprintf(name, sizeof name, "norm%d.%s", step, what), name)
		memcpy(y, get(STEP("x"), R * Y), sizeof y);
		norm_forward(engine, &norm, y, normal, inverse);
		same(STEP("y"), y, R * Y);
		memcpy(y, get(STEP("dy"), R * Y), sizeof y);
		norm_backward(engine, &norm, y, normal, inverse, dgain, dshift);
		same(STEP("dx"), y, R * Y);
		same(STEP("dgain"), dgain, Y);
		same(STEP("dshift"), dshift, Y);
		same(STEP("mean"), mean, Y);
		same(STEP("variance"), variance, Y);
#undef STEP
	}
	memcpy(y, get("norm.x", R * Y), sizeof y);
	norm_infer(engine, &norm, y);
	same("norm.y", y, R * Y);
}

static void adam_checks(struct engine *engine)
{
	enum { N = 20 };
	struct params p = { 0 };
	struct adam adam = ADAM_DEFAULT;
	const struct schedule schedule = { .kind = SCHEDULE_EXPONENTIAL, .rate = 0.05, .gamma = 0.95 };
	int a = param_add(&p, "test", "a", 1, 7), b = param_add(&p, "test", "b", N - 7, 1);
	const float *first = get("adam.value", N);
	float value[N];
	char name[32];

	param_make(&p, true);
	adam.decay = 0.01;
	memcpy(param_of(&p, p.value, a), first, 7 * sizeof *first);
	memcpy(param_of(&p, p.value, b), first + 7, (N - 7) * sizeof *first);
	for (int step = 1; step <= 5; step++) {
		const float *grad = (snprintf(name, sizeof name, "adam.grad%d", step), get(name, N));
		double length;
		float norm;

		memcpy(param_of(&p, p.grad, a), grad, 7 * sizeof *grad);
		memcpy(param_of(&p, p.grad, b), grad + 7, (N - 7) * sizeof *grad);
		length = grad_norm(engine, &p);
		norm = (float)length;
		snprintf(name, sizeof name, "adam.norm%d", step);
		same(name, &norm, 1);
		adam_step(engine, &p, &adam, schedule_rate(&schedule, step, step - 1), grad_scale(length, 2), step);
		memcpy(value, param_of(&p, p.value, a), 7 * sizeof *value);
		memcpy(value + 7, param_of(&p, p.value, b), (N - 7) * sizeof *value);
		snprintf(name, sizeof name, "adam.value%d", step);
		same(name, value, N);
	}
	param_free(&p);
}

static void loss_checks(struct engine *engine)
{
	struct tally *tally = tally_make(engine);
	enum { R = 6, V = 9 };
	const float *may = get("loss.legal", R * V), *targets = get("loss.target", R), *given = get("loss.logits", R * V);
	uint8_t legal[R * V];
	int target[R];
	float logits[R * V], loss;
	long right, want = 0;

	for (int i = 0; i < R * V; i++)
		legal[i] = may[i] != 0;
	for (int r = 0; r < R; r++) {
		target[r] = (int)targets[r];
		want++;
		for (int v = 0; v < V; v++)
			if (legal[r * V + v] && given[r * V + v] > given[r * V + target[r]]) {
				want--;
				break;
			}
	}
	memcpy(logits, given, sizeof logits);
	cross_entropy(engine, logits, R, V, legal, target, 1.0 / R, tally);
	loss = (float)tally_read(engine, tally).loss;
	right = tally_read(engine, tally).right;
	tally_free(engine, tally);
	same("loss.loss", &loss, 1);
	same("loss.dlogits", logits, R * V);

	memcpy(logits, given, sizeof logits);
	log_softmax(logits, R, V, legal);
	for (int r = 0; r < R; r++)
		loss += logits[r * V + target[r]] / R;
	checks++;
	if (right != want || fabsf(loss) > 1e-6f) {
		failed++;
		printf("loss: %ld right, should be %ld; log_softmax differs by %g\n", right, want, loss);
	}
}

int main(void)
{
	struct engine *engine = engine_make(1);

	read_arrays("tests/reference/nn.txt");
	gru_checks(engine);
	norm_checks(engine);
	adam_checks(engine);
	loss_checks(engine);
	engine_free(engine);
	for (int i = 0; i < n_arrays; i++)
		free(arrays[i].p);
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
