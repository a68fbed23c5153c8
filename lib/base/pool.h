/* pool - the same work for many items on several threads, results in order
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_POOL_H
#define HNPS_POOL_H

#include <stddef.h>

/* work(context, thread, i): item i, on thread 0 .. threads-1 (for scratch memory of its own). What it does for an item must not
 * depend on the thread or on other items: then the result is the same for any number of threads. */
typedef void pool_work(void *context, int thread, size_t i);

struct pool;
struct pool *pool_make(int threads, pool_work *work, void *context); /* 0 threads: pool_cores(); freed by pool_free */
int  pool_threads(const struct pool *p);
void pool_run(struct pool *p, size_t n);   /* work for each i in 0 .. n-1; returns when all are done */
void pool_free(struct pool *p);
int  pool_cores(void);                     /* how many cores this process may use */

#endif
