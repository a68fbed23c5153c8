/* outfile - an output file that appears only when it is whole
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_OUTFILE_H
#define HNPS_OUTFILE_H

#include <sys/types.h>

#include "base/mem.h"

/* Starts as all zeros; the string of `path` stays the caller's. */
struct outfile {
	int fd;                         /* to write to; the outfile's */
	const char *name;               /* what is written, for messages: the file, or "standard output" */
	struct buf path;                /* the name that it will have, behind all links; empty: it has one already */
	struct outfile_part *part;      /* the name that it has until then; NULL: it has none */
	mode_t mode;                    /* of the file that is replaced; 0: there is none */
};

/* Opens what will be FILE. Until outfile_commit it has no name, so that nothing is left of it when the process is
 * killed; where the file system can't do that it is called .hnps-PID-K, in the folder of FILE, and is always a new
 * file. When FILE is a symbolic link, the file that it leads to will be replaced. Standard output when path is NULL
 * or "-"; a device or a pipe as it is, since nothing takes its place. 0, or -1 with errno and nothing to free;
 * `name` is good either way. */
int outfile_open(struct outfile *f, const char *path);

/* Writes all of a text to a descriptor: 0, or -1 with errno. */
int outfile_write(int fd, struct str text);

/* Closes it, and gives it its name and the mode of the file that it replaces: 0, or -1 with errno, when nothing of
 * it is left. Standard output is left to cli_finish. Whenever the process is killed, there is the old file or the
 * new one, whole. Against a machine that fails nothing is done: an fsync would make each tool wait for the disk. */
int outfile_commit(struct outfile *f);

/* Closes it and removes what was written. Nothing happens to one that was committed or abandoned before. */
void outfile_abandon(struct outfile *f);

/* Removes the temporary files that have names, of all outfiles of the process, from whichever thread: for who ends
 * the process. */
void outfile_abandon_all(void);

#endif
