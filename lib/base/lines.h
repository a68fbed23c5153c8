/* lines - a text through a function, many blocks of lines at a time, what comes out in order
 * SPDX-License-Identifier: MIT
 *
 * Each thread in turn reads a block, cuts it behind its last line end, works on it beside the others, and writes what came out when
 * the blocks before it are written. A block is what one read(2) gives, so nobody at a terminal or at a slow pipe waits for the next
 * line; memory is bounded by the threads, whatever the size of the text. */
#ifndef HNPS_LINES_H
#define HNPS_LINES_H

#include "base/pack.h"
#include "base/table.h"

enum {
	LINES_BLOCK = 1 << 20,          /* how much is read at once */
	LINES_LONGEST = 64 << 20,       /* the longest line */
};

/* Whole lines, and what the work makes of them. Only the last line of a text may lack its \n. */
struct lines_block {
	struct str in;
	long number;                    /* 0: the text begins with it */
	struct buf out;                 /* empty at first */
	long lines;                     /* all from here is for the work to set: how many lines `in` has */
	long failed, first;             /* how many of them it could not do, and the first of these, from 0 */
	const char *reason;             /* what was wrong with that one, static */
	long odd, first_odd;            /* how many it passed over, and the first of these */
	const char *odd_reason;         /* why, static; NULL: nothing is to be said of it */
	long plain, first_plain;        /* how many it read otherwise than the others (table.h), and the first of these */
	struct buf stop;                /* not empty: the run ends at line `lines`, from 0, for this reason; `out` is written still */
};

struct lines {
	struct source *in;              /* the caller's */
	int out;                        /* a descriptor, the caller's */
	const char *encoding;           /* of the output; NULL: as the work writes it */
	enum pack_kind pack;            /* how the output is compressed */
	const char *out_name;           /* of the output, for messages */
	int threads;                    /* 0: pool_cores(); what comes out doesn't depend on it */
	struct str rest;                /* what was read from `in` before and not worked on; borrowed */
	long before;                    /* lines before these, for the numbers of lines */
	struct str head;                /* is written first; borrowed */
	/* Works on a block, on thread 0 .. threads - 1. What it does must not depend on the thread or on how the text was cut. */
	void (*work)(void *context, int thread, struct lines_block *b);
	void *context;
	struct table_format format;     /* of a table whose quoted fields may hold line ends: its rows are kept whole */

	/* what came of it; line numbers count from 1 */
	long lines, failed, first;
	const char *reason;
	long odd, first_odd;
	const char *odd_reason;
	long plain, first_plain;
};

/* 0, or -1 with one line in `why`: reading or writing failed, a line is too long, or the work stopped ("names.txt: line 17: no such
 * match"). All lines before that one have been written then. */
int lines_run(struct lines *l, struct buf *why);

#endif
