/* device_gru - gated recurrent units on a device
 * SPDX-License-Identifier: MIT
 *
 * All rows are one unit (seq.h), so that the rows which are alive at a step lie one behind the other. */
#include <assert.h>
#include <stdlib.h>

#include "base/mem.h"
#include "nn/device.h"

enum { LOOKUPS = 64 };           /* that one part of the sum for a row of the table takes */

/* A row of the device's states and gates; where nothing goes back each step takes the place of the one before. */
static real *state_at(const struct gru *g, int t, long p)
{
	return g->state + (g->training ? p * g->H : t % 2 * (long)g->seq->B_max * g->H);
}

/* The rows without a step get in `to` what they have in `from`, or zeros. */
static void pass_empty(struct device *d, const struct gru *g, real *to, const real *from)
{
	const struct seq_unit *u = g->seq->unit;
	const int alive = u->steps ? u->alive[0] : 0;
	const long n = (long)(u->rows - alive) * g->H;
	const int *order = g->there.order + alive;
	real *between = device_take(d, (size_t)n * sizeof *between);

	LAUNCH(d, rows_in, n, between, from, order, g->H);
	LAUNCH(d, rows_out, n, to, between, order, g->H);
}

void device_gru_forward(struct device *d, struct gru *g)
{
	const struct gru_io *io = g->io;
	const struct seq *seq = g->seq;
	const struct seq_unit *u = seq->unit;
	const long H = g->H;

	assert(seq->units <= 1);
	g->there.order = device_hand(d, seq->order, (size_t)seq->B * sizeof *seq->order);
	g->there.index = io->K ? device_hand(d, io->index, (size_t)seq->N * (size_t)io->K * sizeof *io->index) : NULL;
	for (int t = 0; seq->units && t < u->steps; t++) {
		const int alive = u->alive[t], going = t + 1 < u->steps ? u->alive[t + 1] : 0;
		const long p = u->at[t];
		real *gates = g->training ? g->gates + p * 3 * H : g->gates, *h = state_at(g, t, p);

		if (t == 0)
			LAUNCH(d, rows_in, alive * H, h, io->h0, g->there.order, H);
		if (t == 0 && !io->h0)
			device_zero(d, mat_of(gates, alive, 3 * H));
		else
			device_multiply(d, mat_of(h, alive, H), mat_t(mat_of(io->w, 3 * H, H)), 0, mat_of(gates, alive, 3 * H));
		LAUNCH(d, cell, alive * H, gates, g->training ? g->m + p * H : g->m, h, io->b, io->table,
		       io->dense ? io->dense + p * 3 * H : NULL, io->constant, io->K ? g->there.index + p * io->K : NULL,
		       g->there.order, going ? state_at(g, t + 1, u->at[t + 1]) : NULL, io->last, io->out ? io->out + p * H : NULL, H,
		       io->K, going);
	}
	if (io->last && seq->units)
		pass_empty(d, g, io->last, io->h0);
}

/* Adds to the table's gradient: for each of its rows the packed rows are listed where it was looked up. */
static void table_backward(struct device *d, const struct gru *g, struct gru_gradient from)
{
	const struct gru_io *io = g->io;
	const long n = g->seq->N * io->K, cols = 3L * g->H;
	const size_t V = (size_t)io->V;
	int *count = mem_zero(V + 1, sizeof *count), *first = mem_zero(V + 1, sizeof *first);
	int *where = mem_get((size_t)n * sizeof *where + 1), *begin, parts = 0;
	real *part;

	for (long i = 0; i < n; i++)
		count[io->index[i] + 1]++;
	for (size_t v = 0; v < V; v++) {
		first[v] = parts;
		parts += (count[v + 1] + LOOKUPS - 1) / LOOKUPS;
		count[v + 1] += count[v];
	}
	first[V] = parts;
	begin = mem_get(((size_t)parts + 1) * sizeof *begin);
	for (size_t v = 0; v < V; v++)
		for (int s = first[v]; s < first[v + 1]; s++)
			begin[s] = count[v] + (s - first[v]) * LOOKUPS;
	begin[parts] = (int)n;
	for (long i = 0; i < n; i++)
		where[count[io->index[i]]++] = (int)(i / io->K);
	part = device_take(d, (size_t)(parts * cols) * sizeof *part);
	LAUNCH(d, table_parts, parts * cols, from, part, device_hand(d, where, (size_t)n * sizeof *where),
	       device_hand(d, begin, ((size_t)parts + 1) * sizeof *begin));
	LAUNCH(d, table_sums, io->V * cols, part, io->dtable, device_hand(d, first, (V + 1) * sizeof *first), cols);
	free(count);
	free(first);
	free(where);
	free(begin);
}

/* Gives the gradient of the input to all that it was summed from. */
static void give_input(struct device *d, const struct gru *g)
{
	const struct gru_io *io = g->io;
	const struct seq *seq = g->seq;
	const long H = g->H, N = seq->N;
	const struct gru_gradient from = { g->gates, g->there.dn, H };

	if (io->dtable)
		table_backward(d, g, from);
	if (io->ddense) {
		const struct mat to = mat_of(io->ddense, N, 3 * H);

		device_copy(d, mat_cols(to, 0, 2 * H), mat_cols(mat_of(g->gates, N, 3 * H), 0, 2 * H));
		device_copy(d, mat_cols(to, 2 * H, H), mat_of(g->there.dn, N, H));
	}
	if (io->dconstant) {
		const int *length = device_hand(d, seq->length, (size_t)seq->B * sizeof *seq->length);
		const long *at = device_hand(d, seq->unit->at, (size_t)seq->unit->steps * sizeof *at);

		LAUNCH(d, constant_back, seq->B * 3 * H, from, io->dconstant, g->there.order, length, at);
	}
}

void device_gru_backward(struct device *d, struct gru *g)
{
	const struct gru_io *io = g->io;
	const struct seq *seq = g->seq;
	const struct seq_unit *u = seq->unit;
	const long H = g->H, N = seq->N;
	real *carry = g->there.carry;

	if (!seq->units)
		return;
	for (int t = u->steps - 1; t >= 0; t--) {
		const int alive = u->alive[t], going = t + 1 < u->steps ? u->alive[t + 1] : 0;
		const long p = u->at[t];

		LAUNCH(d, cell_back, alive * H, g->gates + p * 3 * H, g->there.dn + p * H, carry, g->m + p * H, g->state + p * H,
		       io->dout ? io->dout + p * H : NULL, io->dlast, g->there.order, H, going);
		if (t > 0 || io->dh0)
			device_multiply(d, mat_of(g->gates + p * 3 * H, alive, 3 * H), mat_of(io->w, 3 * H, H), 1, mat_of(carry, alive, H));
	}
	device_multiply(d, mat_t(mat_of(g->gates, N, 3 * H)), mat_of(g->state, N, H), 1, mat_of(io->dw, 3 * H, H));
	device_sum_columns(d, COLUMN_SUM, g->gates, NULL, N, 3 * H, 1, true, io->db);
	give_input(d, g);
	if (io->dh0) {
		LAUNCH(d, rows_out, (u->steps ? u->alive[0] : 0) * H, io->dh0, carry, g->there.order, H);
		pass_empty(d, g, io->dh0, io->dlast);
	}
}
