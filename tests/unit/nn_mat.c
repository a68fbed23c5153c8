/* nn_mat - products of all kinds of sizes and views, plain and packed, against three loops; and packing rows by length
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/rng.h"
#include "nn/mat.h"
#include "nn/seq.h"

static int checks, failed;

static void random_numbers(real *x, size_t n)
{
	static uint64_t record;
	struct rng rng = rng_at(1, "nn_mat", record++);

	for (size_t i = 0; i < n; i++)
		x[i] = (real)(2 * rng_unit(&rng) - 1);
}

static double at(struct mat m, long i, long j)
{
	return (double)m.p[i * m.down + j * m.across];
}

static void same(const char *what, struct mat a, struct mat b, real beta, struct mat old, struct mat c)
{
	const double bound = 1e-6 * sqrt((double)(a.cols + 1)) * 4;
	double worst = 0;

	for (long i = 0; i < c.rows; i++)
		for (long j = 0; j < c.cols; j++) {
			double sum = beta == 0 ? 0 : (double)beta * at(old, i, j);

			for (long k = 0; k < a.cols; k++)
				sum += at(a, i, k) * at(b, k, j);
			worst = fmax(worst, fabs(sum - at(c, i, j)));
			if (isnan(at(c, i, j)))
				worst = INFINITY;
		}
	checks++;
	if (worst > bound) {
		failed++;
		printf("%s, %ld x %ld x %ld, beta %g: off by %g\n", what, c.rows, a.cols, c.cols, (double)beta, worst);
	}
}

/* a (M, K) b (K, N), each as it is or as the transposed of what is there; c is wider than its view. */
static void product(long M, long N, long K)
{
	const long wide = N + 3;
	const size_t size = (size_t)(M * wide);
	real *pa = real_array((size_t)(M * K)), *pb = real_array((size_t)(K * N)), *pc = real_array(size), *old = real_array(size);

	random_numbers(pa, (size_t)(M * K));
	random_numbers(pb, (size_t)(K * N));
	random_numbers(old, size);
	for (int way = 0; way < 8; way++) {
		struct mat a = way & 1 ? mat_t(mat_of(pa, K, M)) : mat_of(pa, M, K), b = way & 2 ? mat_t(mat_of(pb, N, K)) : mat_of(pb, K, N);
		struct mat c = mat_cols(mat_of(pc, M, wide), 2, N), before = mat_cols(mat_of(old, M, wide), 2, N);
		real *packed = real_array(mat_packed_size(b)), *work = real_array(mat_work_size(M, K)), beta = way & 4 ? 1 : 0;
		long outside = 0;

		for (int kind = 0; kind < (K ? 2 : 1); kind++) {
			memcpy(pc, old, size * sizeof *pc);
			if (beta == 0)
				for (long i = 0; i < M; i++)
					c.p[i * wide] = NAN;                   /* not to be looked at */
			if (kind == 0) {
				mat_mul(a, b, beta, c);
			} else {
				mat_pack(b, packed);
				mat_mul_packed(a, packed, beta, c, work);
			}
			same(kind ? "packed product" : "product", a, b, beta, before, c);
			for (long i = 0; i < M; i++)
				for (long j = 0; j < wide; j++)
					outside += (j < 2 || j >= N + 2) && pc[i * wide + j] != old[i * wide + j];
		}
		checks++;
		if (outside) {
			failed++;
			printf("product, %ld x %ld x %ld: writes outside of its view\n", M, K, N);
		}
		real_free(packed);
		real_free(work);
	}
	real_free(pa);
	real_free(pb);
	real_free(pc);
	real_free(old);
}

/* Is each step of each row packed once, in units whose live rows are the first, and are the units about alike? */
static void sequences(int B, int T, int unit_rows)
{
	static int length[1000], token[1000 * 40], index[1000 * 40];
	struct rng rng = rng_at(1, "sequences", (uint64_t)B);
	struct seq s;
	long N = 0, wrong = 0, least = -1, most = 0;

	seq_init(&s, B, T, unit_rows);
	for (int b = 0; b < B; b++) {
		length[b] = (int)rng_below(&rng, (uint32_t)T + 1);
		N += length[b];
		for (int t = 0; t < T; t++)
			token[b * T + t] = b * T + t;
	}
	memset(index, -1, sizeof index);
	seq_pack(&s, B, length);
	seq_gather(&s, token, T, index, 1);
	wrong += s.N != N;
	for (int i = 0; i < B; i++) {
		wrong += s.length[i] != length[s.order[i]];
		for (int t = 0; t < s.length[i]; t++) {
			const struct seq_unit *u = &s.unit[s.unit_of[i]];
			long p = seq_row(&s, i, t);

			wrong += p < 0 || p >= N || index[p] != s.order[i] * T + t || i < u->first || i >= u->first + u->alive[t];
		}
	}
	for (long p = 0; p < N; p++)
		wrong += index[p] < 0;
	for (int k = 0; k < s.units; k++) {
		long n = 0;

		wrong += s.unit[k].rows > unit_rows;
		for (int t = 0; t < s.unit[k].steps; t++)
			n += s.unit[k].alive[t];
		least = least < 0 || n < least ? n : least;
		most = n > most ? n : most;
	}
	checks++;
	if (wrong || most - least > T) {
		failed++;
		printf("sequences of %d rows, units of %d: %ld wrong, units of %ld to %ld steps\n", B, unit_rows, wrong, least, most);
	}
	seq_free(&s);
}

int main(void)
{
	product(1, 1, 1);
	product(5, 7, 3);
	product(13, 33, 20);
	product(96, 192, 64);
	product(77, 500, 61);
	product(31, 45, 1100);
	product(250, 70, 515);
	product(3, 4, 0);
	sequences(1, 5, 12);
	sequences(100, 40, 12);
	sequences(101, 40, 34);
	sequences(1000, 40, 324);
	printf("%d checks, %d failed; %s\n", checks, failed, mat_about());
	return failed > 0;
}
