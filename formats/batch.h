/* batch - the same work on each task of a stream, on several threads, results in order
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_BATCH_H
#define HNPS_BATCH_H

#include "task.h"

enum { BATCH_MANY = 32 };

/* A task being worked on; its strings live in the arena, which is emptied for the next one. */
struct batch_job {
	struct arena arena;
	struct task task;
	struct buf packed;              /* for the work to fill: what is to be written */
	struct buf why;                 /* not empty: the record is wrong, for this reason */
	long note[3];                   /* the work's own, for `done` */
};

struct batch {
	struct stream_reader *in;
	int threads;                    /* 0: one for each core; what comes out doesn't depend on it */
	void *context;

	/* Before any work: what each thread needs of its own, on `threads` threads. May be NULL. */
	void (*begin)(void *context, int threads);
	/* In the order of the records: is the task to be worked on? 1 yes, 0 it is passed over, -1 it is wrong, with the reason in *why. */
	int (*wanted)(void *context, const struct task *task, const char **why);
	/* On thread 0 .. threads-1; must not depend on the thread or on other jobs. */
	void (*work)(void *context, int thread, struct batch_job *job);
	/* In its place, where many cost less together than one by one: n jobs, at most BATCH_MANY. What comes out must not depend on n. */
	void (*work_many)(void *context, int thread, struct batch_job *jobs, size_t n);
	/* In the order of the records again. NULL, or what ends the run. */
	const char *(*done)(void *context, struct batch_job *job);
};

/* Goes through the whole stream: 0, or -1 with one line added to `why` on damage and on records that are wrong, naming file and record, and when
 * `done` says so. */
int batch_run(const struct batch *b, struct buf *why) __attribute__((warn_unused_result));

#endif
