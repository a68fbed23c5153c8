/* task - the one kind of record: a program, its pairs, and what each tool adds
 * SPDX-License-Identifier: MIT
 *
 * Field by field in formats/README.md. This is the only code that packs and unpacks tasks. */
#ifndef HNPS_TASK_H
#define HNPS_TASK_H

#include <stdbool.h>
#include <stdint.h>

#include "stream.h"

struct task_pair { struct str input, output; };                 /* UTF-8 */

/* Fields that this version doesn't know, as they came: n of them, packed key and value one behind the other. */
struct task_others { struct str bytes; size_t n; };

struct task_part {
	uint64_t id;
	struct str program;
	struct str embedding;        /* float32 little endian; n = 0: none */
	struct task_others others;
};

struct task_answer {
	struct str program;          /* n = 0: none was found */
	bool solved;                 /* right on the pairs it was given */
	double score;                /* the method's own; of ranked answers the first is the best */
	struct str method;           /* "exact", "greedy", ... */
	long given;                  /* how many of the pairs it was given */
	double seconds;              /* < 0: not recorded */
	struct str why;              /* when none was found: what ended the search; n = 0: nothing to say */
	bool complete;               /* false: a budget ended the search before it had looked at everything */
	struct task_others others;
};

struct task_verdict {
	long passed, total;          /* pairs that the program got right, of all */
	long given_passed, given;    /* the same of those that it was made from */
	struct str why;              /* what is wrong with a text that is no program; n = 0: nothing */
	struct task_others others;
};

/* One task. Strings and arrays are borrowed from the reader until the next task_read, or belong to whoever filled them in. */
struct task {
	uint64_t id;
	struct str name;             /* where people's examples came from; n = 0: none */
	struct str program;          /* token text; n = 0: none */
	struct task_part *parts;     size_t nparts;
	struct task_pair *pairs;     size_t npairs;
	struct str embedding;        /* n = 0: none */
	struct task_answer *answers; size_t nanswers;  /* the first is written as `answer`; all as `answers` when there are several */
	struct task_verdict verdict; bool has_verdict;
	struct task_others others;
};

/* The next task of a stream of FORMAT_TASKS: 1, 0 after the last, -1 on damage or a record of the wrong shape (stream_error). */
int task_read(struct stream_reader *r, struct task *t);

/* Packs a task behind what `out` holds; task_write packs and puts it: NULL, or stream_writer_error. Fields that are empty are left out; unknown ones go last in their map,
 * byte for byte as they came. */
void task_pack(struct buf *out, const struct task *t);
const char *task_write(struct stream_writer *w, const struct task *t) __attribute__((warn_unused_result));

/* A copy whose strings and arrays live in the arena. */
struct task task_copy(struct arena *a, const struct task *t);

#endif
