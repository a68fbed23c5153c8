/* device - the layers on a device: kernels and products, one after another
 * SPDX-License-Identifier: MIT
 *
 * They are told to a driver (driver.h). What the functions here do is told by the layers of the same name, which call
 * them. For lib/nn alone. */
#ifndef HNPS_DEVICE_H
#define HNPS_DEVICE_H

#include "nn/adam.h"
#include "nn/dense.h"
#include "nn/driver.h"
#include "nn/gru.h"
#include "nn/loss.h"
#include "nn/norm.h"

struct device;
struct device *device_make(const struct driver *d);      /* the driver is closed by device_free */
void device_free(struct device *d);
const char *device_about(const struct device *d);
const char *device_wrong(const struct device *d);

struct device *engine_device(const struct engine *e);    /* NULL: the engine is the processor, or there is none */

void *device_array(struct device *d, size_t bytes);      /* all 0 */
void device_drop(struct device *d, void *p);
void device_push(struct device *d, void *to, const void *from, size_t bytes);
void device_pull(struct device *d, void *to, const void *from, size_t bytes);

/* What was handed over for the calls so far is needed no more. */
void device_begin(struct device *d);

/* Memory of the device until device_begin: as it is; or with what the host has. */
void *device_take(struct device *d, size_t bytes);
void *device_hand(struct device *d, const void *from, size_t bytes);

void device_launch(struct device *d, enum kernel_number k, long n, const void *args);

/* Runs a kernel for n elements; the arguments follow in their order. */
#define LAUNCH(d, name, n, ...) do { \
		const struct name##_args args_ = { __VA_ARGS__ }; \
		device_launch(d, KERNEL_##name, n, &args_); \
	} while (0)

/* to (cols) = the sums over the rows of x, of x y, or of (x - y)^2 with one row y, times `scale`; or these added to it. */
void device_sum_columns(struct device *d, enum column_kind kind, const real *x, const real *y, long rows, long cols,
                        real scale, bool add, real *to);

void device_zero(struct device *d, struct mat to);
void device_copy(struct device *d, struct mat to, struct mat from);
void device_add(struct device *d, struct mat to, struct mat from);
void device_multiply(struct device *d, struct mat a, struct mat b, real beta, struct mat c);

void device_linear_forward(struct device *d, const struct linear *l);
void device_linear_backward(struct device *d, const struct linear *l);
void device_activation_forward(struct device *d, enum activation kind, long n, real *y);
void device_activation_backward(struct device *d, enum activation kind, long n, const real *y, real *dy);
void device_dropout(struct device *d, real *y, long R, int Y, double p, uint64_t seed, const char *layer, uint32_t step);
void device_mean_forward(struct device *d, const real *x, long B, int P, int Y, real *y);
void device_mean_backward(struct device *d, const real *dy, long B, int P, int Y, real *dx);
void device_least_forward(struct device *d, const real *x, long B, int P, int Y, int first, real *y, int *which);
void device_least_backward(struct device *d, const real *dy, long B, int P, int Y, int first, const int *which, real *dx);

void device_norm_forward(struct device *d, const struct norm *n, real *y, real *normal, real *inverse);
void device_norm_backward(struct device *d, const struct norm *n, real *dy, const real *normal, const real *inverse, real *dgain,
                          real *dshift);
void device_norm_infer(struct device *d, const struct norm *n, real *y);

void device_cross_entropy(struct device *d, real *logits, long R, int V, const uint8_t *legal, const int *target, double weight,
                          void *tally);
void device_squared_error(struct device *d, const real *x, const float *const *want, long R, int Y, double weight, double lambda,
                          real *dx, void *tally);

double device_squares(struct device *d, const real *x, size_t n);        /* their sum; waits */
void device_adam(struct device *d, const struct adam_args *update, size_t n);

void device_gru_forward(struct device *d, struct gru *g);
void device_gru_backward(struct device *d, struct gru *g);

#endif
