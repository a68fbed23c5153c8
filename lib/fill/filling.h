/* filling - runs what was learnt over the lines or the table that it is for
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_FILLING_H
#define HNPS_FILLING_H

#include "dsl/dsl_map.h"
#include "fill/remarks.h"

/* As dsl_map, which it calls, with a program that reads some of these columns of the text. The map's program
 * and `from` are its own. */
int filling_run(struct dsl_map *m, const struct dsl_program *p, const struct inputs *inputs, struct source *text,
                const char *out, struct buf *why);

/* How many lines the program could not handle, if there were some. */
void filling_report(struct remarks *out, const struct dsl_map *m, const char *name);

/* The same of a program that edits lines: how many it had nothing to do in. */
void filling_report_kept(struct remarks *out, const struct dsl_map *m, const char *name);

#endif
