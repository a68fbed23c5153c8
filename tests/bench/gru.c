/* gru - the encoder's GRU, forward and backward, as a fraction of what the processor can do in the same minute
 * SPDX-License-Identifier: MIT
 *
 * gru [-j THREADS] [-n ROUNDS] [-b ROWS] [-t STEPS] [-H HIDDEN] [-u ROWS-A-UNIT] [-c]. Lines of name, value, unit and a remark.
 * Each round measures, one after another: the peak, the layer, its matrix products without the rest, the peak. Figures are the medians of
 * the rounds' own fractions, so that a processor whose speed changes with its neighbours doesn't spoil them. -c takes processor time in
 * place of the clock on the wall: for a machine that others use, too. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "nn/gru.h"
#include "nn/mat.h"
#include "peak.h"

enum { VOCABULARY = 100, ROUNDS_MAX = 100 };

static int rounds = 5, B = 640, T = 60, H = 512, unit_rows;

/* ---- the products alone ---- */

struct products { const struct seq *seq; struct gru *g; };

static void products_forward(void *context, int thread, size_t k)
{
	const struct products *p = context;
	const struct seq_unit *u = &p->seq->unit[k];

	for (int t = 1; t < u->steps; t++)
		mat_mul_packed(mat_of(p->g->state + u->at[t] * H, u->alive[t], H), p->g->packed, 0,
		               mat_of(p->g->gates + u->at[t] * 3 * H, u->alive[t], 3 * H), p->g->thread[thread].work);
}

static void products_backward(void *context, int thread, size_t k)
{
	const struct products *p = context;
	const struct seq_unit *u = &p->seq->unit[k];

	for (int t = u->steps - 1; t > 0; t--)
		mat_mul_packed(mat_of(p->g->gates + u->at[t] * 3 * H, u->alive[t], 3 * H), p->g->packed, 0,
		               mat_of(p->g->thread[thread].carry, u->alive[t], H), p->g->thread[thread].work);
}

static void products_weights(void *context, int thread, size_t k)
{
	const struct products *p = context;
	const struct seq_unit *u = &p->seq->unit[k];
	const struct gru_thread *own = &p->g->thread[thread];
	const long rows = u->steps * (long)u->rows, most = unit_rows > mat_depth() ? unit_rows : mat_depth() / unit_rows * unit_rows;

	for (long done = 0, n; done < rows; done += n) {
		n = rows - done < most ? rows - done : most;
		mat_pack(mat_of(p->g->state + (u->at[0] + done) * H, n, H), own->packed);
		mat_mul_packed(mat_t(mat_of(p->g->gates + (u->at[0] + done) * 3 * H, n, 3 * H)), own->packed, done > 0, mat_of(p->g->partial + (long)k * 3 * H * H, 3 * H, H),
		               own->work);
	}
}

/* ---- */

static int by_value(const void *a, const void *b)
{
	return (*(const double *)a > *(const double *)b) - (*(const double *)a < *(const double *)b);
}

static double median(double *v)
{
	qsort(v, (size_t)rounds, sizeof *v, by_value);
	return v[rounds / 2];
}

static void fill(real *p, size_t n, float scale)
{
	for (size_t i = 0; i < n; i++)
		p[i] = scale * ((float)(i * 2654435761u % 1000) / 500 - 1);
}

int main(int argc, char **argv)
{
	enum { PEAK_RATE, WHOLE, FORWARD, BACKWARD, PRODUCTS, P_FORWARD, P_BACKWARD, P_WEIGHTS, SPEED, FIGURES };
	static double v[FIGURES][ROUNDS_MAX];

	for (int o; (o = getopt(argc, argv, "j:n:b:t:H:u:c")) != -1;)
		switch (o) {
		case 'j': threads = atoi(optarg); break;
		case 'n': rounds = atoi(optarg); break;
		case 'b': B = atoi(optarg); break;
		case 't': T = atoi(optarg); break;
		case 'H': H = atoi(optarg); break;
		case 'u': unit_rows = atoi(optarg); break;
		case 'c': by_cpu = true; break;
		default: return 2;
		}
	if (threads < 1 || rounds < 1 || rounds > ROUNDS_MAX || B < 1 || T < 1 || H < 1 || unit_rows < 0)
		return 2;
	if (unit_rows == 0)
		unit_rows = seq_unit_rows(NULL, B, 2);

	struct engine *engine = engine_make(threads);
	struct seq seq;
	struct gru g;
	const size_t n = (size_t)B * (size_t)T, h = (size_t)H;
	real *w = real_array(3 * h * h), *dw = real_array(3 * h * h), *b = real_array(3 * h), *db = real_array(3 * h);
	real *table = real_array(VOCABULARY * 3 * h), *dtable = real_array(VOCABULARY * 3 * h);
	real *last = real_array((size_t)B * h), *dlast = real_array((size_t)B * h);
	int *length = malloc((size_t)B * sizeof *length), *index = malloc(n * sizeof *index);

	seq_init(&seq, B, T, unit_rows);
	for (int i = 0; i < B; i++)
		length[i] = T;
	for (size_t i = 0; i < n; i++)
		index[i] = (int)(i * 2654435761u % VOCABULARY);
	seq_pack(&seq, B, length);
	gru_init(&g, engine, H, (long)n, VOCABULARY, &seq);
	fill(w, 3 * h * h, 1 / sqrtf((float)H));
	fill(b, 3 * h, 0.1f);
	fill(table, VOCABULARY * 3 * h, 0.5f);
	fill(dlast, (size_t)B * h, 1e-3f);

	struct gru_io io = { .w = w, .b = b, .table = table, .index = index, .V = VOCABULARY, .K = 1, .last = last, .dlast = dlast,
	                     .dw = dw, .db = db, .dtable = dtable };
	struct products products = { &seq, &g };
	/* what is really computed: the first step has no product, as its state is 0 */
	const double one = 2.0 * (double)H * 3 * H, step = one * (double)(n - (size_t)B), weights = one * (double)n, all = 2 * step + weights;

	for (int r = -1; r < rounds; r++) {                  /* the first one warms up */
		const int k = r < 0 ? 0 : r;
		double first = peak(engine), t[6];

		t[0] = now();
		gru_forward(&g, &seq, &io);
		t[1] = now();
		gru_backward(&g, &seq, &io);
		t[2] = now();
		mat_pack(mat_t(mat_of(w, 3 * H, H)), g.packed);
		engine_run(engine, (size_t)seq.units, products_forward, &products);
		t[3] = now();
		mat_pack(mat_of(w, 3 * H, H), g.packed);
		engine_run(engine, (size_t)seq.units, products_backward, &products);
		t[4] = now();
		engine_run(engine, (size_t)seq.units, products_weights, &products);
		t[5] = now();
		v[PEAK_RATE][k] = (first + peak(engine)) / 2;
		v[WHOLE][k] = all / (t[2] - t[0]) / v[PEAK_RATE][k];
		v[FORWARD][k] = step / (t[1] - t[0]) / v[PEAK_RATE][k];
		v[BACKWARD][k] = (step + weights) / (t[2] - t[1]) / v[PEAK_RATE][k];
		v[PRODUCTS][k] = all / (t[5] - t[2]) / v[PEAK_RATE][k];
		v[P_FORWARD][k] = step / (t[3] - t[2]) / v[PEAK_RATE][k];
		v[P_BACKWARD][k] = step / (t[4] - t[3]) / v[PEAK_RATE][k];
		v[P_WEIGHTS][k] = weights / (t[5] - t[4]) / v[PEAK_RATE][k];
		v[SPEED][k] = (double)n / (t[2] - t[0]);
	}
	printf("fma_peak.j%d\t%.0f\tGFLOP/s\tfloat32 sums of products in registers, %d threads; %s\n", threads, median(v[PEAK_RATE]) / 1e9, threads,
	       mat_about());
	printf("gru.fraction.j%d\t%.3f\tof the peak\twanted: 0.75; forward and backward, hidden %d, %d rows, %d steps, %d rows a unit\n", threads,
	       median(v[WHOLE]), H, B, T, unit_rows);
	printf("gru.forward.j%d\t%.3f\tof the peak\t\n", threads, median(v[FORWARD]));
	printf("gru.backward.j%d\t%.3f\tof the peak\t\n", threads, median(v[BACKWARD]));
	printf("gru.products.j%d\t%.3f\tof the peak\tits matrix products alone: %.3f forward, %.3f backward in time, %.3f weights\n", threads,
	       median(v[PRODUCTS]), median(v[P_FORWARD]), median(v[P_BACKWARD]), median(v[P_WEIGHTS]));
	printf("gru.speed.j%d\t%.0f\trows*steps/s\tforward and backward\n", threads, median(v[SPEED]));
	return 0;
}
