/* engine - what the layers compute on
 * SPDX-License-Identifier: MIT
 *
 * The processor's threads, or a device beside them. The layers take an engine, and so does whoever makes arrays: an array
 * of an engine is read and written by calls that are given this engine. On the processor it is memory like all other; on
 * a device only engine_push and engine_pull lead from it to memory. Calls come back before a device has done what they
 * ask for, and what they ask for is done in the order of the calls; engine_pull waits for it. Numbers that the host
 * works out itself (lengths, indices, targets) are passed as they are, in its own memory, and may change after the call.
 *
 * Where a call takes an engine, NULL stands for the calling thread.
 *
 * On the processor the layers cut their work into items that depend on the sizes alone, never on the number of threads,
 * and an item adds its sums in a fixed order: so the result has the same bits for any number of threads. */
#ifndef HNPS_ENGINE_H
#define HNPS_ENGINE_H

#include "base/pool.h"
#include "nn/real.h"

struct engine;
struct engine *engine_make(int threads);      /* of the processor; 0: one thread for each core. Freed by engine_free */

/* Of a device: the host in the place of one, which is slow, for checks; a card, by CUDA. NULL, and `why`, one line, when
 * there is none, or these tools were built without it. */
enum engine_kind { ENGINE_CPU, ENGINE_HOST, ENGINE_CUDA };
struct engine *engine_make_on(enum engine_kind kind, int threads, char why[static 200]);
void engine_free(struct engine *e);

int  engine_threads(const struct engine *e);  /* of the processor, with every engine */
/* Work of the host for 0 .. n-1, on the threads; returns when all are done. */
void engine_run(struct engine *e, size_t n, pool_work *work, void *context);

/* n numbers, all 0; reals as real_array makes them. Freed by engine_drop and engine_drop_ints. */
real *engine_array(struct engine *e, size_t n);
int *engine_ints(struct engine *e, size_t n);
void engine_drop(struct engine *e, real *p);
void engine_drop_ints(struct engine *e, int *p);
void engine_push(struct engine *e, real *to, const real *from, size_t n);      /* from memory to an array of the engine */
void engine_pull(struct engine *e, real *to, const real *from, size_t n);      /* and back */

/* A step begins, and none is under way: what a device was given for the one before can go. */
void engine_begin(struct engine *e);

const char *engine_about(const struct engine *e);      /* what it is: the kernel for products, or the card */
const char *engine_wrong(const struct engine *e);      /* what went wrong on a device so far, one line; NULL: nothing */

#endif
