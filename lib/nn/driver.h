/* driver - what a device can do: memory, copies, products, and each kernel for a number of elements
 * SPDX-License-Identifier: MIT
 *
 * There are two: a card, by CUDA (cuda.cu); and the host (host.c), which runs the very same kernels one element after
 * another and takes BLIS for the products, so that all else is tested where there is no card. C and C++ both read this. */
#ifndef HNPS_DRIVER_H
#define HNPS_DRIVER_H

#include "nn/kernels.h"
#include "nn/mat.h"

#ifdef __cplusplus
extern "C" {
#endif

struct driver {
	void *own;                            /* handed to each of these */
	void *(*get)(void *own, size_t bytes);        /* memory of the device, all 0; NULL: there is no more */
	void (*drop)(void *own, void *p);
	void (*push)(void *own, void *to, const void *from, size_t bytes);    /* `from` may change when it returns */
	void (*pull)(void *own, void *to, const void *from, size_t bytes);    /* waits for all that was asked for before */
	void (*launch)(void *own, enum kernel_number k, long n, const void *args);   /* for 0 .. n-1; args may change afterwards */
	void (*multiply)(void *own, struct mat a, struct mat b, real beta, struct mat c);
	void (*settled)(void *own);           /* what was pushed before is used up: memory for pushing can be taken again */
	void (*close)(void *own);
	const char *(*wrong)(void *own);      /* what went wrong, the first that did; NULL: nothing */
	char about[160];                      /* what it is, and how it multiplies */
};

/* 0, or -1 with one line in `why`, which has room for 200 characters. */
int host_open(struct driver *d, char *why);
int cuda_open(struct driver *d, char *why);

#ifdef __cplusplus
}
#endif

#endif
