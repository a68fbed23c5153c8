/* outfile - an output file that appears only when it is whole
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_OUTFILE_H
#define HNPS_OUTFILE_H

#include <sys/types.h>

#include "base/mem.h"

/* Starts as all zeros; the strings of `path` stay the caller's. */
struct outfile {
	int fd;                         /* to write to; the outfile's */
	const char *name;               /* what is written, for messages: the file, or "standard output" */
	const char *path;               /* NULL when nothing is renamed */
	struct buf part;
	mode_t mode;                    /* of the file that is replaced; 0: there is none */
};

/* Opens FILE.part for FILE; standard output when path is NULL or "-"; a device or a pipe as it is, since nothing takes its place.
 * 0, or -1 with errno. */
int outfile_open(struct outfile *f, const char *path);

/* Closes it, and gives it its name and the mode of the file that it replaces: 0, or -1 with errno. Standard output is left to
 * cli_finish. Whenever the process is killed, there is the old file or the new one, whole. Against a machine that fails nothing is
 * done: an fsync would make each tool wait for the disk. */
int outfile_commit(struct outfile *f);

/* Removes what was written; nothing to do on the way out of the process, where a FILE.part may stay. */
void outfile_abandon(struct outfile *f);

#endif
