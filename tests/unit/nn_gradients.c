/* nn_gradients - is each layer's backward the derivative of its forward?
 * SPDX-License-Identifier: MIT
 *
 * The layers are compiled once more, for double, so that central finite differences are good for eight digits. */
#define NN_DOUBLE
#include "nn/real.c"
#include "nn/mat.c"
#include "nn/engine.c"
#include "nn/device.c"
#include "nn/device_gru.c"
#include "nn/host.c"
#include "nn/block.c"
#include "nn/seq.c"
#include "nn/gru.c"
#include "nn/dense.c"
#include "nn/norm.c"
#include "nn/loss.c"

#include <stdbool.h>

static int checks, failed;
static struct engine *engine;
static struct tally *tally;

/* The loss as a function of all inputs; `backward` computes the gradients, too. */
typedef double loss_function(bool backward);

/* Is dx (made by the last backward) how the loss changes with each of x? */
static void derivative(const char *what, loss_function *loss, double *x, const double *dx, long n)
{
	const double step = 1e-5;
	double worst = 0, largest = 0;

	for (long i = 0; i < n; i++) {
		double old = x[i], above, below, want;

		x[i] = old + step;
		above = loss(false);
		x[i] = old - step;
		below = loss(false);
		x[i] = old;
		want = (above - below) / (2 * step);
		worst = fmax(worst, fabs(want - dx[i]));
		largest = fmax(largest, fabs(want));
	}
	checks++;
	if (!(worst <= 1e-7 * (1 + largest)) || largest == 0) {
		failed++;
		printf("%s: off by %g, the largest is %g\n", what, worst, largest);
	}
}

static void random_numbers(double *x, long n)
{
	static uint64_t record;
	struct rng rng = rng_at(1, "nn_gradients", record++);

	for (long i = 0; i < n; i++)
		x[i] = 2 * rng_unit(&rng) - 1;
}

static double dot(const double *a, const double *b, long n)
{
	double sum = 0;

	for (long i = 0; i < n; i++)
		sum += a[i] * b[i];
	return sum;
}

/* ---- gru: 7 rows, one of them empty, in units of 3; two lookups, a dense part, a constant one ---- */

enum { B = 7, T = 6, N = 22, H = 5, V = 4, K = 2 };
static const int length[B] = { 3, 6, 0, 4, 1, 6, 2 };
static struct seq seq;
static struct gru gru;
static double w[3 * H * H], b[3 * H], table[V * 3 * H], dense[N * 3 * H], constant[B * 3 * H], h0[B * H], last[B * H], out[N * H];
static double c_last[B * H], c_out[N * H], dw[3 * H * H], db[3 * H], dtable[V * 3 * H], ddense[N * 3 * H], dconstant[B * 3 * H], dh0[B * H];
static int lookup[N * K];
static const struct gru_io all = { .w = w, .b = b, .table = table, .index = lookup, .V = V, .K = K, .dense = dense, .constant = constant, .h0 = h0,
                            .last = last, .out = out, .dlast = c_last, .dout = c_out, .dw = dw, .db = db, .dtable = dtable,
                            .ddense = ddense, .dconstant = dconstant, .dh0 = dh0 };

static struct gru_io io;

static double gru_loss(bool backward)
{
	engine_begin(engine);
	gru_forward(&gru, &seq, &io);
	if (backward) {
		memset(dw, 0, sizeof dw);
		memset(db, 0, sizeof db);
		memset(dtable, 0, sizeof dtable);
		memset(dconstant, 0, sizeof dconstant);
		gru_backward(&gru, &seq, &io);
	}
	return (io.last ? dot(last, c_last, B * H) : 0) + (io.out ? dot(out, c_out, N * H) : 0);
}

static void gru_checks(void)
{
	int from[B * T];

	io = all;
	seq_init(&seq, B, T, engine_device(engine) ? B : 3);
	seq_pack(&seq, B, length);
	gru_init(&gru, engine, H, N, V, &seq);
	for (int k = 0; k < K; k++) {
		for (int i = 0; i < B * T; i++)
			from[i] = (i * 7 + k * 3 + i / 5) % V;
		seq_gather(&seq, from, T, lookup + k, K);
	}
	random_numbers(w, 3 * H * H);
	random_numbers(b, 3 * H);
	random_numbers(table, V * 3 * H);
	random_numbers(dense, N * 3 * H);
	random_numbers(constant, B * 3 * H);
	random_numbers(h0, B * H);
	random_numbers(c_last, B * H);
	random_numbers(c_out, N * H);
	gru_loss(true);
	derivative("gru: dw", gru_loss, w, dw, 3 * H * H);
	derivative("gru: db", gru_loss, b, db, 3 * H);
	derivative("gru: dtable", gru_loss, table, dtable, V * 3 * H);
	derivative("gru: ddense", gru_loss, dense, ddense, N * 3 * H);
	derivative("gru: dconstant", gru_loss, constant, dconstant, B * 3 * H);
	derivative("gru: dh0", gru_loss, h0, dh0, B * H);

	/* an encoder: only tables, the last states, no first states */
	io.dense = io.constant = io.h0 = io.dout = NULL;
	io.ddense = io.dconstant = io.dh0 = io.out = NULL;
	gru_loss(true);
	derivative("gru, tables and last states: dw", gru_loss, w, dw, 3 * H * H);
	derivative("gru, tables and last states: db", gru_loss, b, db, 3 * H);
	derivative("gru, tables and last states: dtable", gru_loss, table, dtable, V * 3 * H);

	/* a decoder: outputs alone, a constant part */
	io.last = NULL, io.dlast = NULL;
	io.out = out, io.dout = c_out, io.constant = constant, io.dconstant = dconstant;
	gru_loss(true);
	derivative("gru, outputs: dw", gru_loss, w, dw, 3 * H * H);
	derivative("gru, outputs: dtable", gru_loss, table, dtable, V * 3 * H);
	derivative("gru, outputs: dconstant", gru_loss, constant, dconstant, B * 3 * H);
	gru_free(&gru);
	seq_free(&seq);
}

/* ---- what looks at one row: linear of 300 rows, activation, dropout, mean over pairs ---- */

enum { P = 3, G = 100, R = P * G, X = 4, Y = 3 };
static double lx[R * X], lw[Y * X], lb[Y], ly[R * Y], ldx[R * X], ldw[Y * X], ldb[Y], ldy[R * Y], mean[G * Y], c_mean[G * Y];
static enum activation kind;
static double drop;

static double dense_loss(bool backward)
{
	struct linear l = { .R = R, .X = X, .Y = Y, .x = lx, .w = lw, .b = lb, .y = ly, .dy = ldy, .dx = ldx, .dw = ldw, .db = ldb };

	linear_forward(engine, &l);
	activation_forward(engine, kind, R * Y, ly);
	double y[R * Y];

	memcpy(y, ly, sizeof y);
	dropout(engine, ly, R, Y, drop, 5, "test", 9);
	mean_forward(engine, ly, G, P, Y, mean);
	if (backward) {
		memset(ldw, 0, sizeof ldw);
		memset(ldb, 0, sizeof ldb);
		mean_backward(engine, c_mean, G, P, Y, ldy);
		dropout(engine, ldy, R, Y, drop, 5, "test", 9);
		activation_backward(engine, kind, R * Y, y, ldy);
		linear_backward(engine, &l);
	}
	return dot(mean, c_mean, G * Y);
}

static void dense_checks(void)
{
	static const char *const names[] = { "linear, tanh, mean: ", "linear, relu, mean: ", "linear, leaky relu, mean: " };

	random_numbers(lx, R * X);
	random_numbers(lw, Y * X);
	random_numbers(lb, Y);
	random_numbers(c_mean, G * Y);
	for (int k = 0; k < 6; k++) {
		char name[80];

		kind = (enum activation)(k % 3);
		drop = k / 3 * 0.2;
		dense_loss(true);
		for (int part = 0; part < 3; part++) {
			snprintf(name, sizeof name, "%s%s%s", names[k % 3], k / 3 ? "dropout: " : "", ((const char *[]){ "dx", "dw", "db" })[part]);
			if (part == 0)
				derivative(name, dense_loss, lx, ldx, R * X);
			else if (part == 1)
				derivative(name, dense_loss, lw, ldw, Y * X);
			else
				derivative(name, dense_loss, lb, ldb, Y);
		}
	}
}

/* ---- batch norm ---- */

static double nx[R * Y], ny[R * Y], c_norm[R * Y], ndx[R * Y], gain[Y], shift[Y], dgain[Y], dshift[Y], normal[R * Y], inverse[Y];

static double norm_loss(bool backward)
{
	double running[2][Y] = { { 0 } };
	struct norm n = { R, Y, gain, shift, running[0], running[1] };

	memcpy(ny, nx, sizeof ny);
	norm_forward(engine, &n, ny, normal, inverse);
	if (backward) {
		memset(dgain, 0, sizeof dgain);
		memset(dshift, 0, sizeof dshift);
		memcpy(ndx, c_norm, sizeof ndx);
		norm_backward(engine, &n, ndx, normal, inverse, dgain, dshift);
	}
	return dot(ny, c_norm, R * Y);
}

/* ---- losses ---- */

enum { ROWS_LOSS = 9, TOKENS = 7 };
static double logits[ROWS_LOSS * TOKENS], dlogits[ROWS_LOSS * TOKENS];
static float want[ROWS_LOSS * TOKENS];
static uint8_t legal[ROWS_LOSS * TOKENS];
static int target[ROWS_LOSS];
static const uint8_t *mask;

static double entropy_loss(bool backward)
{
	double copy[ROWS_LOSS * TOKENS];

	memcpy(copy, logits, sizeof copy);
	tally_clear(engine, tally);
	cross_entropy(engine, copy, ROWS_LOSS, TOKENS, mask, target, 0.3, tally);
	if (backward)
		memcpy(dlogits, copy, sizeof copy);
	return tally_read(engine, tally).loss;
}

static double distance_loss(bool backward)
{
	const float *rows[ROWS_LOSS];
	double d[ROWS_LOSS * TOKENS] = { 0 };

	for (int r = 0; r < ROWS_LOSS; r++)
		rows[r] = want + r * TOKENS;
	tally_clear(engine, tally);
	squared_error(engine, logits, rows, ROWS_LOSS, TOKENS, 0.7, 1, d, tally);
	if (backward)
		memcpy(dlogits, d, sizeof d);
	return tally_read(engine, tally).squares;
}

static void loss_checks(void)
{
	random_numbers(logits, ROWS_LOSS * TOKENS);
	for (int i = 0; i < ROWS_LOSS * TOKENS; i++)
		want[i] = (float)(i * 37 % 19) / 19;
	for (int r = 0; r < ROWS_LOSS; r++) {
		target[r] = r == 4 ? -1 : r * 3 % TOKENS;
		for (int v = 0; v < TOKENS; v++)
			legal[r * TOKENS + v] = (r + v) % 3 != 0 || v == target[r];
	}
	mask = legal;
	entropy_loss(true);
	derivative("cross entropy, legal tokens", entropy_loss, logits, dlogits, ROWS_LOSS * TOKENS);
	mask = NULL;
	entropy_loss(true);
	derivative("cross entropy", entropy_loss, logits, dlogits, ROWS_LOSS * TOKENS);
	distance_loss(true);
	derivative("squared error", distance_loss, logits, dlogits, ROWS_LOSS * TOKENS);
}

static void look_at(enum engine_kind on)
{
	char why[200];

	engine = engine_make_on(on, 2, why);
	tally = tally_make(engine);
	gru_checks();
	dense_checks();
	random_numbers(nx, R * Y);
	random_numbers(gain, Y);
	random_numbers(shift, Y);
	random_numbers(c_norm, R * Y);
	norm_loss(true);
	derivative("batch norm: dx", norm_loss, nx, ndx, R * Y);
	derivative("batch norm: dgain", norm_loss, gain, dgain, Y);
	derivative("batch norm: dshift", norm_loss, shift, dshift, Y);
	loss_checks();
	tally_free(engine, tally);
	engine_free(engine);
}

int main(void)
{
	look_at(ENGINE_CPU);
	look_at(ENGINE_HOST);
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
