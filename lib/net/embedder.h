/* embedder - task embeddings by a trained encoder, of tasks with any number of pairs
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_EMBEDDER_H
#define HNPS_EMBEDDER_H

#include "net/net.h"

enum { EMBEDDER_PAIRS = 256 };           /* of a task with more, the first so many are looked at */

struct embedder_task { const struct encoder_pair *pairs; size_t n; };      /* n > 0 */

/* Has some string of the pairs that an embedder looks at more characters than all networks read whole? */
bool embedder_long(const struct embedder_task *task);

/* One thread's memory: some megabytes, and what the longest strings so far need, 120 MB at most. It borrows the net.
 * Freed by embedder_free. */
struct embedder;
struct embedder *embedder_make(const struct net *net);
void embedder_free(struct embedder *e);

/* Embeddings (n, D) of n tasks, on the calling thread. A task's does not depend on the others, bit for bit. Returns
 * the steps that the encoder's network took, which depend on the tasks alone. */
long embedder_run(struct embedder *e, const struct embedder_task *tasks, size_t n, real *embedding);

#endif
