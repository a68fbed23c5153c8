/* gru - one layer of gated recurrent units over packed rows, forward and backward
 * SPDX-License-Identifier: MIT */
#include "nn/gru.h"

#include <assert.h>
#include <string.h>

#include "nn/act.h"
#include "nn/mat.h"

enum { TILE = 512 };             /* rows of the weights' gradient that one item computes */

void gru_init(struct gru *g, int H, long N, int V, const struct seq *seq, const struct team *team)
{
	size_t units = ((size_t)seq->B_max + (size_t)seq->unit_rows - 1) / (size_t)seq->unit_rows;
	size_t threads = (size_t)team_threads(team), h = (size_t)H, n = (size_t)N;

	*g = (struct gru){ .H = H };
	g->gates = real_array(n * 3 * h);
	g->m = real_array(n * h);
	g->state = real_array(n * h);
	g->partial = real_array(units * (1 + (size_t)V) * 3 * h);
	g->carry = real_array(threads * (size_t)seq->unit_rows * h);
	g->sum = real_array(threads * 3 * h);
}

void gru_free(struct gru *g)
{
	real_free(g->gates);
	real_free(g->m);
	real_free(g->state);
	real_free(g->partial);
	real_free(g->carry);
	real_free(g->sum);
	*g = (struct gru){ 0 };
}

NN_VECTOR
static void add(long n, real *restrict to, const real *restrict from)
{
	for (long j = 0; j < n; j++)
		to[j] += from[j];
}

/* ---- forward ---- */

/* g: W h in, r z n out. */
NN_VECTOR
static void cell_forward(long H, real *restrict g, real *restrict m, const real *restrict b, const real *restrict input,
                         const real *restrict h, real *restrict next)
{
	for (long j = 0; j < H; j++) {
		real r = act_sigmoid(g[j] + b[j] + input[j]);
		real z = act_sigmoid(g[H + j] + b[H + j] + input[H + j]);
		real mj = g[2 * H + j] + b[2 * H + j], n = act_tanh(input[2 * H + j] + r * mj);

		g[j] = r;
		g[H + j] = z;
		g[2 * H + j] = n;
		m[j] = mj;
		next[j] = n + z * (h[j] - n);
	}
}

/* The input's part for packed row p, which is the caller's row b: in place where it has one summand, else summed into `sum`. */
static const real *input_of(const struct gru_io *io, long H, long p, long b, real *sum)
{
	const real *part[2] = { io->dense ? io->dense + p * 3 * H : NULL, io->constant ? io->constant + b * 3 * H : NULL };
	const real *first = NULL;
	int parts = 0;

	for (int k = 0; k < io->K + 2; k++) {
		const real *next = k < io->K ? io->table + (long)io->index[p * io->K + k] * 3 * H : part[k - io->K];

		if (!next)
			continue;
		if (++parts == 1) {
			first = next;
			continue;
		}
		if (parts == 2)
			memcpy(sum, first, 3 * (size_t)H * sizeof(real));
		add(3 * H, sum, next);
	}
	return parts == 1 ? first : sum;
}

static void start_state(real *to, const struct gru_io *io, long H, long b)
{
	if (io->h0)
		memcpy(to, io->h0 + b * H, (size_t)H * sizeof(real));
	else
		memset(to, 0, (size_t)H * sizeof(real));
}

static void unit_forward(void *gru, int thread, size_t k)
{
	struct gru *g = gru;
	const struct gru_io *io = g->io;
	const struct seq_unit *u = &g->seq->unit[k];
	const int *order = g->seq->order + u->first;
	const long H = g->H;
	real *sum = g->sum + thread * 3 * H, *end = g->carry + (long)thread * g->seq->unit_rows * H;

	for (int t = 0; t < u->steps; t++) {
		const int alive = u->alive[t], next = t + 1 < u->steps ? u->alive[t + 1] : 0;
		const long p = u->at[t];
		struct mat gates = mat_of(g->gates + p * 3 * H, alive, 3 * H), state = mat_of(g->state + p * H, alive, H);

		if (t == 0)
			for (int i = 0; i < alive; i++)
				start_state(state.p + i * H, io, H, order[i]);
		if (t == 0 && !io->h0)
			memset(gates.p, 0, (size_t)alive * 3 * (size_t)H * sizeof(real));
		else
			mat_mul(state, mat_t(mat_of(io->w, 3 * H, H)), 0, gates);
		for (int i = 0; i < alive; i++) {
			real *to = i < next ? g->state + (u->at[t + 1] + i) * H : io->last ? io->last + order[i] * H : end;

			cell_forward(H, gates.p + i * 3 * H, g->m + (p + i) * H, io->b, input_of(io, H, p + i, order[i], sum), state.p + i * H, to);
			if (io->out)
				memcpy(io->out + (p + i) * H, to, (size_t)H * sizeof(real));
		}
	}
	if (io->last)
		for (int i = u->steps ? u->alive[0] : 0; i < u->rows; i++)
			start_state(io->last + order[i] * H, io, H, order[i]);
}

void gru_forward(struct gru *g, struct team *team, const struct seq *seq, const struct gru_io *io)
{
	g->seq = seq;
	g->io = io;
	team_run(team, (size_t)seq->units, unit_forward, g);
}

void gru_step(int H, long rows, const real *w, const real *b, const real *input, const real *h, real *next, real *scratch)
{
	mat_mul(mat_of(h, rows, H), mat_t(mat_of(w, 3L * H, H)), 0, mat_of(scratch, rows, 3L * H));
	for (long i = 0; i < rows; i++)
		cell_forward(H, scratch + i * 3 * H, scratch + rows * 3 * H, b, input + i * 3 * H, h + i * H, next + i * H);
}

/* ---- backward ---- */

/* r z n in g become the gradients of W h + b, m that of i_n (the other two of i are the same as in g); dh becomes its way past the
 * gates, z dh; what it has through them is W's. */
NN_VECTOR
static void cell_backward(long H, real *restrict g, real *restrict m, const real *restrict h, real *restrict dh, real *restrict db)
{
	for (long j = 0; j < H; j++) {
		real r = g[j], z = g[H + j], n = g[2 * H + j];
		real dn = dh[j] * (1 - z) * (1 - n * n);
		real dr = dn * m[j] * r * (1 - r), dz = dh[j] * (h[j] - n) * z * (1 - z);

		g[j] = dr;
		g[H + j] = dz;
		g[2 * H + j] = dn * r;
		m[j] = dn;
		dh[j] *= z;
		db[j] += dr;
		db[H + j] += dz;
		db[2 * H + j] += dn * r;
	}
}

/* Gives the gradient of packed row p's input to all that the input was summed from. */
static void input_backward(const struct gru *g, long p, long b, real *dtable)
{
	const struct gru_io *io = g->io;
	const long H = g->H;
	const real *rz = g->gates + p * 3 * H, *n = g->m + p * H;

	for (int k = 0; dtable && k < io->K; k++) {
		real *to = dtable + (long)io->index[p * io->K + k] * 3 * H;

		add(2 * H, to, rz);
		add(H, to + 2 * H, n);
	}
	if (io->ddense) {
		memcpy(io->ddense + p * 3 * H, rz, 2 * (size_t)H * sizeof(real));
		memcpy(io->ddense + p * 3 * H + 2 * H, n, (size_t)H * sizeof(real));
	}
	if (io->dconstant) {
		add(2 * H, io->dconstant + b * 3 * H, rz);
		add(H, io->dconstant + b * 3 * H + 2 * H, n);
	}
}

static void unit_backward(void *gru, int thread, size_t k)
{
	struct gru *g = gru;
	const struct gru_io *io = g->io;
	const struct seq_unit *u = &g->seq->unit[k];
	const int *order = g->seq->order + u->first;
	const long H = g->H;
	const size_t row = (size_t)H * sizeof(real);
	real *db = g->partial + (long)k * (1 + (io->dtable ? io->V : 0)) * 3 * H, *dtable = io->dtable ? db + 3 * H : NULL;
	real *carry = g->carry + (long)thread * g->seq->unit_rows * H;

	memset(db, 0, (1 + (io->dtable ? (size_t)io->V : 0)) * 3 * row);
	for (int t = u->steps - 1; t >= 0; t--) {
		const int alive = u->alive[t], later = t + 1 < u->steps ? u->alive[t + 1] : 0;
		const long p = u->at[t];

		for (int i = later; i < alive; i++) {           /* the rows that end here */
			if (io->dlast)
				memcpy(carry + i * H, io->dlast + order[i] * H, row);
			else
				memset(carry + i * H, 0, row);
		}
		if (io->dout)
			add(alive * H, carry, io->dout + p * H);
		for (int i = 0; i < alive; i++) {
			cell_backward(H, g->gates + (p + i) * 3 * H, g->m + (p + i) * H, g->state + (p + i) * H, carry + i * H, db);
			input_backward(g, p + i, order[i], dtable);
		}
		if (t > 0 || io->dh0)
			mat_mul(mat_of(g->gates + p * 3 * H, alive, 3 * H), mat_of(io->w, 3 * H, H), 1, mat_of(carry, alive, H));
	}
	if (io->dh0)
		for (int i = 0; i < u->rows; i++) {
			if (u->steps && i < u->alive[0])
				memcpy(io->dh0 + order[i] * H, carry + i * H, row);
			else if (io->dlast)
				memcpy(io->dh0 + order[i] * H, io->dlast + order[i] * H, row);
			else
				memset(io->dh0 + order[i] * H, 0, row);
		}
}

/* The units' sums for row v of db (v = 0) and the table, in the units' order. */
static void add_partial(void *gru, int thread, size_t v)
{
	struct gru *g = gru;
	const long H = g->H, each = (1 + (g->io->dtable ? g->io->V : 0)) * 3 * H;
	real *to = v == 0 ? g->io->db : g->io->dtable + (long)(v - 1) * 3 * H;

	(void)thread;
	for (int k = 0; k < g->seq->units; k++)
		add(3 * H, to, g->partial + k * each + (long)v * 3 * H);
}

/* dW = gates' * state over all packed rows: one large product, cut by rows of the result. */
static void weights_tile(void *gru, int thread, size_t i)
{
	struct gru *g = gru;
	const long H = g->H, first = (long)i * TILE, n = 3 * H - first < TILE ? 3 * H - first : TILE, N = g->seq->N;

	(void)thread;
	mat_mul(mat_t(mat_cols(mat_of(g->gates, N, 3 * H), first, n)), mat_of(g->state, N, H), 1, mat_rows(mat_of(g->io->dw, 3 * H, H), first, n));
}

void gru_backward(struct gru *g, struct team *team, const struct seq *seq, const struct gru_io *io)
{
	assert(g->seq == seq);
	g->io = io;
	team_run(team, (size_t)seq->units, unit_backward, g);
	team_run(team, 1 + (io->dtable ? (size_t)io->V : 0), add_partial, g);
	team_run(team, (3 * (size_t)g->H + TILE - 1) / TILE, weights_tile, g);
}
