/* batch - the same work on each task of a stream, on several threads, results in order
 * SPDX-License-Identifier: MIT */
#include "batch.h"

#include <stdlib.h>

#include "base/pool.h"

enum { JOBS = 512 };

struct run { const struct batch *b; struct batch_job jobs[JOBS]; long records[JOBS]; size_t n, many; };

static void work(void *context, int thread, size_t i)
{
	struct run *run = context;
	struct batch_job *jobs = run->jobs + i * run->many;
	size_t n = run->n - i * run->many < run->many ? run->n - i * run->many : run->many;

	for (size_t j = 0; j < n; j++)
		jobs[j].packed.n = jobs[j].why.n = 0;
	if (run->b->work_many)
		run->b->work_many(run->b->context, thread, jobs, n);
	else
		run->b->work(run->b->context, thread, jobs);
}

/* How many jobs are worked on together: so many that each thread has some. */
static size_t share(const struct run *run, size_t threads)
{
	size_t each = (run->n + threads - 1) / threads;

	return !run->b->work_many || each < 1 ? 1 : each < BATCH_MANY ? each : BATCH_MANY;
}

/* Reads tasks until there are JOBS to work on, or none is left: *got is what the last read gave, -1 with `why` when something is wrong. */
static size_t read_jobs(struct run *run, int *got, struct buf *wrong)
{
	const struct batch *b = run->b;
	struct task task;
	size_t n = 0;

	while (n < JOBS && (*got = task_read(b->in, &task)) > 0) {
		const char *why = NULL;
		int wanted = b->wanted(b->context, &task, &why);

		if (wanted < 0) {
			buf_printf(wrong, "%s: record %ld: %s", stream_name(b->in), stream_count(b->in), why);
			*got = -1;
			return 0;
		}
		if (wanted == 0)
			continue;
		arena_reset(&run->jobs[n].arena);
		run->jobs[n].task = task_copy(&run->jobs[n].arena, &task);
		run->records[n++] = stream_count(b->in);
	}
	if (*got < 0)
		buf_puts(wrong, stream_error(b->in));
	return n;
}

/* Does the work on what was read, and hands it on in order. False when something is wrong. */
static bool work_on(struct run *run, struct pool *pool, struct buf *why)
{
	const struct batch *b = run->b;

	run->many = share(run, (size_t)pool_threads(pool));
	pool_run(pool, (run->n + run->many - 1) / run->many);
	for (size_t i = 0; i < run->n; i++) {
		const char *wrong;

		if (run->jobs[i].why.n) {
			buf_printf(why, "%s: record %ld: %s", stream_name(b->in), run->records[i], buf_cstr(&run->jobs[i].why));
			return false;
		}
		wrong = b->done(b->context, &run->jobs[i]);
		if (wrong) {
			buf_puts(why, wrong);
			return false;
		}
	}
	return true;
}

int batch_run(const struct batch *b, struct buf *why)
{
	struct run *run = mem_zero(1, sizeof *run);
	struct pool *pool = pool_make(b->threads, work, run);
	int got = 1;

	run->b = b;
	if (b->begin)
		b->begin(b->context, pool_threads(pool));
	while (got > 0) {
		run->n = read_jobs(run, &got, why);
		if (got >= 0 && !work_on(run, pool, why))
			got = -1;
	}
	pool_free(pool);
	for (int i = 0; i < JOBS; i++) {
		arena_free(&run->jobs[i].arena);
		buf_free(&run->jobs[i].packed);
		buf_free(&run->jobs[i].why);
	}
	free(run);
	return got;
}
