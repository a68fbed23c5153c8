/* dsl_map - runs one program over a text: over its lines, or down one column of a table
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_DSL_MAP_H
#define HNPS_DSL_MAP_H

#include "base/inputs.h"
#include "dsl/dsl_run.h"

/* What becomes of a line that the program can't handle: an empty output, the input as it is (of several columns, the output that is there), or the end of
 * the run. */
enum map_policy { MAP_EMPTY, MAP_KEEP, MAP_ERROR };

/* Of a table, rows in which nothing stands stay as they are, and so do those with too few fields or too many. */
struct dsl_map {
	const struct dsl_ready *program;
	enum map_policy policy;
	bool pass_empty;                /* an empty input stays; else the program is run on it, too, though it is no failure when it can't handle it, unless
	                                 * that ends the run */
	int threads;                    /* 0: one for each core; what comes out doesn't depend on it */

	/* ---- of a table ---- */
	bool table;
	struct table_format format;
	bool header;                    /* the first row has the columns' names */
	const char *from;               /* the column that is read, a number or a name, or a list of them (inputs.h); NULL: all of the first row's */
	bool alone;                     /* what the program makes is written alone, on a line, and not the row */
	const char *to;                 /* the column that is written; NULL: a new one behind the last. A name that the header hasn't got
	                                 * is that of a new one */
	bool only_empty;                /* leave a field of that column as it is when it says something */

	/* ---- what came of it; line numbers count from 1 ---- */
	long lines, failed, first;      /* failed: lines that the program could not handle; first: the first of them */
	const char *reason;             /* what was wrong with that one */
	long odd, first_odd;            /* rows that stayed as they were, having too few fields or too many, and the first of them */
	const char *odd_reason;         /* of JSON lines: what was wrong with that one */
	long plain, first_plain;        /* rows whose backslashes are no escapes, though those of the first rows could be */
};

/* Reads the text from a source, which stays the caller's, and writes it as outfile.h does (`out`: NULL or "-" is standard output). \n
 * and \r\n are no part of a line, and each line gets back what it had; a byte-order mark stays in front. 0, or -1 with one line in
 * `why`: then standard output has all lines before it, and a file is as it was. */
int dsl_map(struct dsl_map *m, struct source *in, const char *out, struct buf *why);

#endif
