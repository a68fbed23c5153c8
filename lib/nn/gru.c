/* gru - one layer of gated recurrent units over packed rows, forward and backward
 * SPDX-License-Identifier: MIT */
#include "nn/gru.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "nn/act.h"
#include "nn/device.h"
#include "nn/mat.h"

static size_t max(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* How many packed rows at most are added to dw at once. */
static long rows_at_once(const struct seq *seq)
{
	long depth = mat_depth();

	return seq->unit_rows > depth ? seq->unit_rows : depth;
}

static void start_init(struct gru *g, struct engine *e, int H, const struct seq *seq, bool training)
{
	const size_t h = (size_t)H;

	*g = (struct gru){ .engine = e, .H = H, .threads = engine_threads(e), .training = training };
	if (engine_device(e)) {
		g->there.carry = engine_array(e, (size_t)seq->B_max * h);
		return;
	}
	g->packed = real_array(max(mat_packed_size(mat_of(NULL, 3 * H, H)), mat_packed_size(mat_of(NULL, H, 3 * H))));
	g->thread = mem_zero((size_t)g->threads, sizeof *g->thread);
	for (int t = 0; t < g->threads; t++) {
		g->thread[t].carry = real_array((size_t)seq->unit_rows * h);
		g->thread[t].row = real_array(3 * h);
	}
}

void gru_fit(struct gru *g, long N)
{
	const size_t h = (size_t)g->H, n = (size_t)N;

	assert(g->training);
	if (N <= g->N_max)
		return;
	engine_drop(g->engine, g->gates);
	engine_drop(g->engine, g->m);
	engine_drop(g->engine, g->state);
	g->gates = engine_array(g->engine, n * 3 * h);
	g->m = engine_array(g->engine, n * h);
	g->state = engine_array(g->engine, n * h);
	if (engine_device(g->engine)) {
		engine_drop(g->engine, g->there.dn);
		g->there.dn = engine_array(g->engine, n * h);
	}
	g->N_max = N;
}

void gru_init(struct gru *g, struct engine *e, int H, long N, int V, const struct seq *seq)
{
	const size_t h = (size_t)H;
	const long many = rows_at_once(seq);

	start_init(g, e, H, seq, true);
	gru_fit(g, N);
	if (engine_device(e))
		return;
	g->partial = real_array((size_t)seq->units_max * (h + 1 + (size_t)V) * 3 * h);
	for (int t = 0; t < g->threads; t++) {
		g->thread[t].work = real_array(max(mat_work_size(seq->unit_rows, 3 * H), mat_work_size(3 * H, many)));
		g->thread[t].packed = real_array(mat_packed_size(mat_of(NULL, many, H)));
	}
}

void gru_init_forward(struct gru *g, struct engine *e, int H, const struct seq *seq)
{
	const size_t rows = (size_t)seq->unit_rows, h = (size_t)H;

	start_init(g, e, H, seq, false);
	if (engine_device(e)) {
		g->gates = engine_array(e, (size_t)seq->B_max * 3 * h);
		g->m = engine_array(e, (size_t)seq->B_max * h);
		g->state = engine_array(e, 2 * (size_t)seq->B_max * h);
		return;
	}
	for (int t = 0; t < g->threads; t++) {
		g->thread[t].work = real_array(mat_work_size(seq->unit_rows, 3 * H));
		g->thread[t].gates = real_array(rows * 3 * h);
		g->thread[t].m = real_array(rows * h);
		g->thread[t].state = real_array(2 * rows * h);
	}
}

void gru_free(struct gru *g)
{
	for (int t = 0; g->thread && t < g->threads; t++) {
		real_free(g->thread[t].carry);
		real_free(g->thread[t].row);
		real_free(g->thread[t].gates);
		real_free(g->thread[t].m);
		real_free(g->thread[t].state);
		real_free(g->thread[t].work);
		real_free(g->thread[t].packed);
	}
	free(g->thread);
	engine_drop(g->engine, g->gates);
	engine_drop(g->engine, g->m);
	engine_drop(g->engine, g->state);
	engine_drop(g->engine, g->there.carry);
	engine_drop(g->engine, g->there.dn);
	real_free(g->partial);
	real_free(g->packed);
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
	const struct gru_thread *own = &g->thread[thread];
	real *other = g->training ? NULL : own->state + g->seq->unit_rows * H;

	for (int t = 0; t < u->steps; t++) {
		const int alive = u->alive[t], next = t + 1 < u->steps ? u->alive[t + 1] : 0;
		const long p = u->at[t];
		struct mat gates = mat_of(g->training ? g->gates + p * 3 * H : own->gates, alive, 3 * H);
		struct mat state = mat_of(g->training ? g->state + p * H : t % 2 ? other : own->state, alive, H);
		real *m = g->training ? g->m + p * H : own->m;
		real *after = !g->training ? t % 2 ? own->state : other : next ? g->state + u->at[t + 1] * H : NULL;

		if (t == 0)
			for (int i = 0; i < alive; i++)
				start_state(state.p + i * H, io, H, order[i]);
		if (t == 0 && !io->h0)
			memset(gates.p, 0, (size_t)alive * 3 * (size_t)H * sizeof(real));
		else
			mat_mul_packed(state, g->packed, 0, gates, own->work);
		for (int i = 0; i < alive; i++) {
			real *to = i < next ? after + i * H : io->last ? io->last + order[i] * H : own->carry;

			cell_forward(H, gates.p + i * 3 * H, m + i * H, io->b, input_of(io, H, p + i, order[i], own->row), state.p + i * H, to);
			if (io->out)
				memcpy(io->out + (p + i) * H, to, (size_t)H * sizeof(real));
		}
	}
	if (io->last)
		for (int i = u->steps ? u->alive[0] : 0; i < u->rows; i++)
			start_state(io->last + order[i] * H, io, H, order[i]);
}

void gru_forward(struct gru *g, const struct seq *seq, const struct gru_io *io)
{
	g->seq = seq;
	g->io = io;
	if (engine_device(g->engine)) {
		device_gru_forward(engine_device(g->engine), g);
		return;
	}
	mat_pack(mat_t(mat_of(io->w, 3L * g->H, g->H)), g->packed);
	engine_run(g->engine, (size_t)seq->units, unit_forward, g);
}

void gru_step(int H, long rows, const real *packed, const real *b, const real *input, const real *h, real *next, real *scratch, real *work)
{
	mat_mul_packed(mat_of(h, rows, H), packed, 0, mat_of(scratch, rows, 3L * H), work);
	for (long i = 0; i < rows; i++)
		cell_forward(H, scratch + i * 3 * H, scratch + rows * 3 * H, b, input + i * 3 * H, h + i * H, next + i * H);
}

/* ---- backward ---- */

/* r z n in g become the gradients of W h + b, dn gets that of i_n (the other two of i are the same as in g); dh becomes its way past the
 * gates, z dh; what it has through them is W's. */
NN_VECTOR
static void cell_backward(long H, real *restrict g, const real *restrict m, const real *restrict h, real *restrict dh, real *restrict dn,
                          real *restrict db)
{
	for (long j = 0; j < H; j++) {
		real r = g[j], z = g[H + j], n = g[2 * H + j];
		real dnj = dh[j] * (1 - z) * (1 - n * n);
		real dr = dnj * m[j] * r * (1 - r), dz = dh[j] * (h[j] - n) * z * (1 - z);

		g[j] = dr;
		g[H + j] = dz;
		g[2 * H + j] = dnj * r;
		dn[j] = dnj;
		dh[j] *= z;
		db[j] += dr;
		db[H + j] += dz;
		db[2 * H + j] += dnj * r;
	}
}

/* Gives the gradient of packed row p's input to all that the input was summed from. */
static void input_backward(const struct gru *g, long p, long b, const real *n, real *dtable)
{
	const struct gru_io *io = g->io;
	const long H = g->H;
	const real *rz = g->gates + p * 3 * H;

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

/* A unit's sums: (3H, H) for dw, (3H) for db, (V, 3H) for dtable. */
static long partial_size(const struct gru *g)
{
	return (g->H + 1 + (g->io->dtable ? g->io->V : 0)) * 3L * g->H;
}

static void unit_backward(void *gru, int thread, size_t k)
{
	struct gru *g = gru;
	const struct gru_io *io = g->io;
	const struct seq_unit *u = &g->seq->unit[k];
	const struct gru_thread *own = &g->thread[thread];
	const int *order = g->seq->order + u->first;
	const long H = g->H, most = rows_at_once(g->seq);
	const size_t row = (size_t)H * sizeof(real);
	real *dw = g->partial + (long)k * partial_size(g), *db = dw + 3 * H * H, *dtable = io->dtable ? db + 3 * H : NULL, *carry = own->carry;
	long done = u->steps ? u->at[u->steps - 1] + u->alive[u->steps - 1] : 0;     /* from this packed row on, all is in dw */

	memset(dw, 0, (size_t)partial_size(g) * sizeof(real));
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
			cell_backward(H, g->gates + (p + i) * 3 * H, g->m + (p + i) * H, g->state + (p + i) * H, carry + i * H, own->row, db);
			input_backward(g, p + i, order[i], own->row, dtable);
		}
		if (t > 0 || io->dh0)
			mat_mul_packed(mat_of(g->gates + p * 3 * H, alive, 3 * H), g->packed, 1, mat_of(carry, alive, H), own->work);

		/* dw = gates' state over all packed rows: some steps at a time, while they are still in a cache */
		if (t == 0 || done - u->at[t - 1] > most) {
			mat_pack(mat_of(g->state + p * H, done - p, H), own->packed);
			mat_mul_packed(mat_t(mat_of(g->gates + p * 3 * H, done - p, 3 * H)), own->packed, 1, mat_of(dw, 3 * H, H), own->work);
			done = p;
		}
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

/* The units' sums, in the units' order: 3H of them. */
static void add_partial(void *gru, int thread, size_t i)
{
	struct gru *g = gru;
	const long H = g->H, at = (long)i * 3 * H;
	real *to = i < (size_t)H ? g->io->dw + at : i == (size_t)H ? g->io->db : g->io->dtable + at - (H + 1) * 3 * H;

	(void)thread;
	for (int k = 0; k < g->seq->units; k++)
		add(3 * H, to, g->partial + k * partial_size(g) + at);
}

void gru_backward(struct gru *g, const struct seq *seq, const struct gru_io *io)
{
	assert(g->training && g->seq == seq);
	g->io = io;
	if (engine_device(g->engine)) {
		device_gru_backward(engine_device(g->engine), g);
		return;
	}
	mat_pack(mat_of(io->w, 3L * g->H, g->H), g->packed);
	engine_run(g->engine, (size_t)seq->units, unit_backward, g);
	engine_run(g->engine, (size_t)g->H + 1 + (io->dtable ? (size_t)io->V : 0), add_partial, g);
}
