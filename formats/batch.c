/* batch - the same work on each task of a stream, on several threads, results in order
 * SPDX-License-Identifier: MIT */
#include "batch.h"

#include <stdlib.h>

#include "base/cli.h"
#include "base/pool.h"

enum { JOBS = 512 };

struct run { const struct batch *b; struct batch_job jobs[JOBS]; long records[JOBS]; };

static void work(void *context, int thread, size_t i)
{
	struct run *run = context;

	run->jobs[i].packed.n = run->jobs[i].why.n = 0;
	run->b->work(run->b->context, thread, &run->jobs[i]);
}

/* Reads tasks until there are JOBS to work on, or none is left: *got is what the last read gave. */
static size_t read_jobs(struct run *run, int *got)
{
	const struct batch *b = run->b;
	struct task task;
	size_t n = 0;

	while (n < JOBS && (*got = task_read(b->in, &task)) > 0) {
		const char *why = NULL;
		int wanted = b->wanted(b->context, &task, &why);

		if (wanted < 0)
			die("%s: record %ld: %s", head_name(b->in), head_count(b->in), why);
		if (wanted == 0)
			continue;
		arena_reset(&run->jobs[n].arena);
		run->jobs[n].task = task_copy(&run->jobs[n].arena, &task);
		run->records[n++] = head_count(b->in);
	}
	if (*got < 0)
		die("%s", head_error(b->in));
	return n;
}

void batch_run(const struct batch *b)
{
	struct run *run = mem_zero(1, sizeof *run);
	struct pool *pool = pool_make(b->threads, work, run);

	run->b = b;
	if (b->begin)
		b->begin(b->context, pool_threads(pool));
	for (int got = 1; got > 0;) {
		size_t n = read_jobs(run, &got);

		pool_run(pool, n);
		for (size_t i = 0; i < n; i++) {
			if (run->jobs[i].why.n)
				die("%s: record %ld: %s", head_name(b->in), run->records[i], buf_cstr(&run->jobs[i].why));
			b->done(b->context, &run->jobs[i]);
		}
	}
	pool_free(pool);
	for (int i = 0; i < JOBS; i++) {
		arena_free(&run->jobs[i].arena);
		buf_free(&run->jobs[i].packed);
		buf_free(&run->jobs[i].why);
	}
	free(run);
}
