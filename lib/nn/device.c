/* device - the layers on a device: kernels and products, one after another
 * SPDX-License-Identifier: MIT */
#include "nn/device.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rng.h"

enum { CHUNK_ROWS = 64,          /* rows that one part of a sum over rows takes */
       SQUARE_PARTS = 16384,     /* parts of a sum over all numbers; */
       LAST_PARTS = 128,         /* ... of these, and of a sum over rows' losses */
       ROOM_BYTES = 4 << 20, ROOM_ALIGN = 256 };

/* Memory for what is handed over, and for parts of sums: pieces of blocks, taken one behind the other until all are taken
 * back at once. */
struct room { char *p; size_t size; };

struct device {
	struct driver driver;
	struct room *rooms;
	size_t nrooms, cap, now, used;        /* the room that is in use, and how much of it */
	struct row_loss *squares, *parts;     /* (SQUARE_PARTS), (LAST_PARTS) */
};

struct device *device_make(const struct driver *driver)
{
	struct device *d = mem_zero(1, sizeof *d);

	d->driver = *driver;
	d->squares = mem_there(d->driver.get(d->driver.own, SQUARE_PARTS * sizeof *d->squares));
	d->parts = mem_there(d->driver.get(d->driver.own, LAST_PARTS * sizeof *d->parts));
	return d;
}

void device_free(struct device *d)
{
	for (size_t i = 0; i < d->nrooms; i++)
		d->driver.drop(d->driver.own, d->rooms[i].p);
	d->driver.drop(d->driver.own, d->squares);
	d->driver.drop(d->driver.own, d->parts);
	d->driver.close(d->driver.own);
	free(d->rooms);
	free(d);
}

const char *device_about(const struct device *d)
{
	return d->driver.about;
}

const char *device_wrong(const struct device *d)
{
	return d->driver.wrong(d->driver.own);
}

void *device_array(struct device *d, size_t bytes)
{
	return mem_there(d->driver.get(d->driver.own, bytes));
}

void device_drop(struct device *d, void *p)
{
	if (p)
		d->driver.drop(d->driver.own, p);
}

void device_push(struct device *d, void *to, const void *from, size_t bytes)
{
	d->driver.push(d->driver.own, to, from, bytes);
}

void device_pull(struct device *d, void *to, const void *from, size_t bytes)
{
	d->driver.pull(d->driver.own, to, from, bytes);
}

void device_begin(struct device *d)
{
	d->now = d->used = 0;
	d->driver.settled(d->driver.own);
}

void *device_take(struct device *d, size_t bytes)
{
	bytes = (bytes + ROOM_ALIGN - 1) / ROOM_ALIGN * ROOM_ALIGN;
	while (d->now < d->nrooms && d->used + bytes > d->rooms[d->now].size) {
		d->now++;
		d->used = 0;
	}
	if (d->now == d->nrooms) {
		const size_t size = bytes > ROOM_BYTES ? bytes : ROOM_BYTES;

		d->rooms = mem_room(d->rooms, d->nrooms, &d->cap, sizeof *d->rooms);
		d->rooms[d->nrooms++] = (struct room){ mem_there(d->driver.get(d->driver.own, size)), size };
	}
	d->used += bytes;
	return d->rooms[d->now].p + d->used - bytes;
}

void *device_hand(struct device *d, const void *from, size_t bytes)
{
	void *to = device_take(d, bytes);

	device_push(d, to, from, bytes);
	return to;
}

void device_launch(struct device *d, enum kernel_number k, long n, const void *args)
{
	if (n > 0)
		d->driver.launch(d->driver.own, k, n, args);
}

/* ---- matrices ---- */

void device_zero(struct device *d, struct mat to)
{
	LAUNCH(d, zero, to.rows * to.cols, to.p, to.cols, to.down);
}

void device_copy(struct device *d, struct mat to, struct mat from)
{
	LAUNCH(d, copy, to.rows * to.cols, to.p, from.p, to.cols, to.down, from.down);
}

void device_add(struct device *d, struct mat to, struct mat from)
{
	LAUNCH(d, add, to.rows * to.cols, to.p, from.p, to.cols, to.down, from.down);
}

void device_multiply(struct device *d, struct mat a, struct mat b, real beta, struct mat c)
{
	if (c.rows > 0 && c.cols > 0)
		d->driver.multiply(d->driver.own, a, b, beta, c);
}

void device_sum_columns(struct device *d, enum column_kind kind, const real *x, const real *y, long rows, long cols,
                        real scale, bool add, real *to)
{
	const long parts = (rows + CHUNK_ROWS - 1) / CHUNK_ROWS;
	real *part = device_take(d, (size_t)(parts * cols) * sizeof *part);

	LAUNCH(d, column_parts, parts * cols, x, y, part, rows, cols, CHUNK_ROWS, kind);
	LAUNCH(d, column_sums, cols, part, to, parts, cols, scale, add);
}

/* ---- dense ---- */

void device_linear_forward(struct device *d, const struct linear *l)
{
	const struct mat y = mat_of(l->y, l->R, l->Y);

	if (l->b)
		device_copy(d, y, (struct mat){ (real *)l->b, l->R, l->Y, 0, 1 });
	device_multiply(d, mat_of(l->x, l->R, l->X), mat_t(mat_of(l->w, l->Y, l->X)), l->b ? 1 : 0, y);
}

void device_linear_backward(struct device *d, const struct linear *l)
{
	const struct mat dy = mat_of(l->dy, l->R, l->Y);

	if (l->dx)
		device_multiply(d, dy, mat_of(l->w, l->Y, l->X), 0, mat_of(l->dx, l->R, l->X));
	device_multiply(d, mat_t(dy), mat_of(l->x, l->R, l->X), 1, mat_of(l->dw, l->Y, l->X));
	if (l->db)
		device_sum_columns(d, COLUMN_SUM, l->dy, NULL, l->R, l->Y, 1, true, l->db);
}

void device_activation_forward(struct device *d, enum activation kind, long n, real *y)
{
	LAUNCH(d, activate, n, y, (int)kind);
}

void device_activation_backward(struct device *d, enum activation kind, long n, const real *y, real *dy)
{
	LAUNCH(d, activate_back, n, y, dy, (int)kind);
}

void device_dropout(struct device *d, real *y, long R, int Y, double p, uint64_t seed, const char *layer, uint32_t step)
{
	const struct rng rng = rng_at(seed, layer, 0);
	const long quads = (Y + 3) / 4;

	LAUNCH(d, drop, R * quads, y, Y, quads, { rng.key[0], rng.key[1] }, step, (uint32_t)ldexp(p, 32), (real)(1 / (1 - p)));
}

void device_mean_forward(struct device *d, const real *x, long B, int P, int Y, real *y)
{
	LAUNCH(d, mean, B * Y, x, y, P, Y);
}

void device_mean_backward(struct device *d, const real *dy, long B, int P, int Y, real *dx)
{
	LAUNCH(d, mean_back, B * P * Y, dy, dx, P, Y);
}

void device_least_forward(struct device *d, const real *x, long B, int P, int Y, int first, real *y, int *which)
{
	LAUNCH(d, least, B * (Y - first), x, y, which, P, Y, first);
}

void device_least_backward(struct device *d, const real *dy, long B, int P, int Y, int first, const int *which, real *dx)
{
	LAUNCH(d, least_back, B * P * (Y - first), dy, which, dx, P, Y, first);
}

/* ---- norm ---- */

void device_norm_forward(struct device *d, const struct norm *n, real *y, real *normal, real *inverse)
{
	const long R = n->R, Y = n->Y;
	real *mean = device_take(d, (size_t)Y * sizeof *mean);

	device_sum_columns(d, COLUMN_SUM, y, NULL, R, Y, 1 / (real)R, false, mean);
	device_sum_columns(d, COLUMN_SPREAD, y, mean, R, Y, 1, false, inverse);
	LAUNCH(d, norm_moments, Y, mean, inverse, n->mean, n->variance, R, NORM_EPSILON, NORM_MOMENTUM);
	LAUNCH(d, norm_apply, R * Y, y, normal, mean, inverse, n->gain, n->shift, Y);
}

void device_norm_backward(struct device *d, const struct norm *n, real *dy, const real *normal, const real *inverse, real *dgain,
                          real *dshift)
{
	const long R = n->R, Y = n->Y;
	real *sum = device_take(d, (size_t)Y * sizeof *sum), *along = device_take(d, (size_t)Y * sizeof *along);

	device_sum_columns(d, COLUMN_SUM, dy, NULL, R, Y, 1, false, sum);
	device_sum_columns(d, COLUMN_PRODUCT, dy, normal, R, Y, 1, false, along);
	device_add(d, mat_of(dshift, 1, Y), mat_of(sum, 1, Y));
	device_add(d, mat_of(dgain, 1, Y), mat_of(along, 1, Y));
	LAUNCH(d, norm_back, R * Y, dy, normal, inverse, n->gain, sum, along, R, Y);
}

void device_norm_infer(struct device *d, const struct norm *n, real *y)
{
	LAUNCH(d, norm_running, n->R * n->Y, y, n->mean, n->variance, n->gain, n->shift, n->Y, NORM_EPSILON);
}

/* ---- losses ---- */

static void add_losses(struct device *d, const struct row_loss *loss, long R, void *tally)
{
	const long parts = R < LAST_PARTS ? R : LAST_PARTS;

	LAUNCH(d, tally_parts, parts, loss, d->parts, R, parts);
	LAUNCH(d, tally_sum, 1, d->parts, tally, parts);
}

void device_cross_entropy(struct device *d, real *logits, long R, int V, const uint8_t *legal, const int *target, double weight,
                          void *tally)
{
	struct row_loss *loss = device_take(d, (size_t)R * sizeof *loss);
	const uint8_t *may = legal ? device_hand(d, legal, (size_t)(R * V)) : NULL;

	LAUNCH(d, entropy, R, logits, may, device_hand(d, target, (size_t)R * sizeof *target), loss, V, weight);
	add_losses(d, loss, R, tally);
}

void device_squared_error(struct device *d, const real *x, const float *const *want, long R, int Y, double weight, double lambda,
                          real *dx, void *tally)
{
	struct row_loss *loss = device_take(d, (size_t)R * sizeof *loss);
	float *rows = mem_get((size_t)(R * Y) * sizeof *rows);

	for (long r = 0; r < R; r++)
		memcpy(rows + r * Y, want[r], (size_t)Y * sizeof *rows);
	LAUNCH(d, distance, R, x, device_hand(d, rows, (size_t)(R * Y) * sizeof *rows), dx, loss, Y, weight, (real)(2 * lambda * weight));
	free(rows);
	add_losses(d, loss, R, tally);
}

/* ---- optimiser ---- */

double device_squares(struct device *d, const real *x, size_t n)
{
	const long parts = (long)n < SQUARE_PARTS ? (long)n : SQUARE_PARTS, few = parts < LAST_PARTS ? parts : LAST_PARTS;
	struct row_loss part[LAST_PARTS];
	double sum = 0;

	LAUNCH(d, square_parts, parts, x, d->squares, (long)n, parts);
	LAUNCH(d, tally_parts, few, d->squares, d->parts, parts, few);
	device_pull(d, part, d->parts, (size_t)few * sizeof *part);
	for (long k = 0; k < few; k++)
		sum += part[k].squares;
	return sum;
}

void device_adam(struct device *d, const struct adam_args *update, size_t n)
{
	device_launch(d, KERNEL_adam, (long)n, update);
}
