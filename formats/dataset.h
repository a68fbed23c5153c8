/* dataset - the tasks that a network is trained and validated on, batch by batch
 * SPDX-License-Identifier: MIT
 *
 * A file of tasks goes into memory, by its split, and is gone through many times, each time in another order. Of a stream the first tasks
 * are for validation, and the others are seen once, as they come. */
#ifndef HNPS_DATASET_H
#define HNPS_DATASET_H

#include "stream.h"
#include "net/corpus.h"

struct dataset {
	/* set by the caller before dataset_read; the rest being 0 */
	struct stream_reader *in;              /* of tasks; the caller's */
	bool stream;
	bool by_part;                        /* programs are taken apart: each part is to be found */
	bool composed;                       /* tasks have parts, which a composer is to find */
	size_t width;                        /* of the embedding that each of these parts has; 0: it needs none */
	double fraction;                     /* the share of a file's training tasks that is used */
	int pairs, given;                    /* that training draws, and validation takes */
	size_t validate;                     /* tasks to validate on, at most */

	struct corpus train, validation;     /* of a stream `train` is the present batch, and what it leaves */

	/* not for the caller */
	struct corpus spare;
	size_t next;                         /* of `train`, the first that the last batch of a stream left */
	uint32_t *order;
	long epoch;                          /* that the order is of */
	struct dsl_scratch *scratch;
	uint64_t digest, used;
	struct buf why;
};

/* Reads a file, or as much of a stream as validation takes; `read`, if not NULL, is told after each how many there are. 0, or -1 with one line added to
 * `why` when there is no program, or not enough pairs, or not enough tasks. */
int dataset_read(struct dataset *d, void (*read)(double n), struct buf *why) __attribute__((warn_unused_result));

/* The B tasks of a step, counted from 0; of a stream that of the next. They stay until the next call. 1, 0 when the stream has ended, -1 when
 * something is wrong with it (stream_error). */
int dataset_next(struct dataset *d, long step, int B, uint64_t seed, const struct corpus_task **batch);

/* Reads the rest of a stream: 0, or -1 (stream_error). Nothing is learned from it. */
int dataset_rest(struct dataset *d);

/* Tells the records that training and validation have used so far from others, whatever stream they stood in: 16 characters. */
void dataset_digest(const struct dataset *d, char text[static 17]);

#endif
