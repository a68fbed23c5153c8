/* gru - one layer of gated recurrent units over packed rows, forward and backward
 * SPDX-License-Identifier: MIT
 *
 * PyTorch's cell. With i the input's part W_i x + b_i, in three stretches of H as the weights are:
 *   r = sigmoid(i_r + W_r h + b_r)    z = sigmoid(i_z + W_z h + b_z)    m = W_n h + b_n    n = tanh(i_n + r m)    h' = (1 - z) n + z h
 * The input's part comes ready: rows of a table for tokens (embedding times input weights, plus bias), so that it costs no product;
 * a product for all steps at once where inputs are dense; the same for all steps of a row where they are constant; or a sum of these. */
#ifndef HNPS_GRU_H
#define HNPS_GRU_H

#include <stdbool.h>

#include "nn/real.h"
#include "nn/seq.h"
#include "nn/engine.h"

/* Dimensions: B rows, N packed rows, H hidden, V rows of the table, K lookups a step. Gradients are added to what is there, but for
 * ddense and dh0, which are set. What is marked so may be NULL. */
struct gru_io {
	const real *w, *b;            /* (3H, H) and (3H): r, z, n */
	const real *table;            /* (V, 3H), or NULL */
	const int *index;             /* (N, K) rows of the table, in packed order; of the host */
	int V, K;
	const real *dense;            /* (N, 3H) in packed order, or NULL */
	const real *constant;         /* (B, 3H) in the caller's order, or NULL */
	const real *h0;               /* (B, H) in the caller's order; NULL: zeros */
	real *last;                   /* (B, H) in the caller's order: each row's state at its end; or NULL */
	real *out;                    /* (N, H) in packed order: the state after each step; or NULL */

	const real *dlast, *dout;     /* gradients of those, or NULL */
	real *dw, *db;
	real *dtable, *ddense, *dconstant, *dh0; /* each or NULL */
};

/* Memory for one layer's forward and backward, made by gru_init, freed by gru_free; but for gru_fit nothing else
 * allocates. One that is for forward alone has `gates`, `m` and two states of `state` in each thread, for a unit's
 * rows. */
struct gru {
	struct engine *engine;
	int H;
	bool training;
	long N_max;
	real *gates;                  /* (N, 3H) r, z, n; going back, the gradients of W h + b */
	real *m;                      /* (N, H) */
	real *state;                  /* (N, H) the state before each step */
	real *partial;                /* (units, H+1+V, 3H) each unit's sums for dw, db and dtable */
	real *packed;                 /* w as mat_pack makes it */
	struct gru_thread {
		real *carry;          /* (unit_rows, H) the gradient of the state, going back in time */
		real *row;            /* (3H) */
		real *gates, *m, *state;
		real *work, *packed;  /* of products */
	} *thread;
	int threads;
	const struct seq *seq;
	const struct gru_io *io;
	/* of a device, which has gates, m and state, too: those of seq and io that a backward needs; (rows, H); (N, H) */
	struct { const int *order, *index; real *carry, *dn; } there;
};

/* Room for all that fits `seq` with at most N packed rows in all, and a table of at most V rows; gru_init_forward, for gru_forward alone,
 * whatever N and V. */
void gru_init_forward(struct gru *g, struct engine *e, int H, const struct seq *seq);
void gru_init(struct gru *g, struct engine *e, int H, long N, int V, const struct seq *seq);
void gru_free(struct gru *g);

/* Makes room for N packed rows, if there is less, of one made by gru_init. Not between a forward and its backward. */
void gru_fit(struct gru *g, long N);

/* Backward follows the forward of the same seq and io, and leaves nothing of it. */
void gru_forward(struct gru *g, const struct seq *seq, const struct gru_io *io);
void gru_backward(struct gru *g, const struct seq *seq, const struct gru_io *io);

/* One step without a way back: the states after h (rows, H) go to next (rows, H), which is not h. `packed` is the transpose of w as mat_pack
 * makes it, `input` (rows, 3H) the input's part, `scratch` (rows, 3H) and H more, `work` mat_work_size(rows, 3H). On the calling thread; a row's
 * result does not depend on the others. */
void gru_step(int H, long rows, const real *packed, const real *b, const real *input, const real *h, real *next, real *scratch, real *work);

#endif
