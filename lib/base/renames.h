/* renames - new names for files in their folders: all of them or none, and nothing is overwritten
 * SPDX-License-Identifier: MIT
 *
 * The last component of a path is its name; the folder stays. What takes the name of another that is renamed, in chains
 * or rings, is done in an order in which it can be. */
#ifndef HNPS_RENAMES_H
#define HNPS_RENAMES_H

#include <sys/types.h>

#include "base/mem.h"

struct renames_file {
	struct str folder;              /* with its slash; empty: that of the process */
	struct str old, fresh;          /* names; they are the same when nothing is to be done */
	dev_t device; ino_t inode;      /* of the folder: one may be named in several ways */
};

/* Starts as all zeros; freed by renames_free. */
struct renames {
	struct renames_file *files; size_t n, cap;
	struct arena arena;
	struct str *wrong; size_t nwrong, wrong_cap;    /* what renames_check found, a line each */
};

/* Adds a file, which keeps its name for now: 0, or -1 with one line in `why`. Slashes at the end of a path are no part
 * of it. */
int renames_add(struct renames *r, const char *path, struct buf *why);

/* Gives a file, by its number, another name, which is copied. */
void renames_set(struct renames *r, size_t file, struct str fresh);

/* Says what stands against a file's getting a name. */
void renames_refuse(struct renames *r, size_t file, const char *reason);

/* Looks for what stands against it, touching nothing: a name that is empty, has a slash, goes to two files or is there
 * already and stays; a file that is not there or given twice. Returns how much there is, and lists it in `wrong`,
 * behind what was refused. */
size_t renames_check(struct renames *r);

/* How many files get another name. */
size_t renames_count(const struct renames *r);

/* Renames the files, which renames_check found good: 0; or -1 with one line in `why`, all that was done having been
 * undone, as that line tells. */
int renames_apply(const struct renames *r, struct buf *why);

void renames_free(struct renames *r);

#endif
