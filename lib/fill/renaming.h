/* renaming - files, whose names are the inputs, and what a program calls them
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_RENAMING_H
#define HNPS_RENAMING_H

#include "base/given.h"
#include "base/renames.h"
#include "dsl/dsl.h"

/* Adds the files to the list, and their names to the other inputs, but for those that are examples: 0, or -1 with one
 * line in `why`. */
int renaming_take(struct renames *files, struct given *g, char *const *paths, struct buf *why);

/* Gives each file the name that the program makes of its own. One that the program can't handle is refused
 * (renames_refuse), or, if `keep` says so, keeps its name: returns how many did, and *first tells the first of them and
 * the reason. */
size_t renaming_name(struct renames *files, const struct dsl_program *p, bool keep, struct buf *first);

/* What there is to do, as TSV: the path of each file that gets another name, and the new path. */
void renaming_put(struct buf *out, const struct renames *files);

#endif
