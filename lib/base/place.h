/* place - where the name of a file leads
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_PLACE_H
#define HNPS_PLACE_H

#include <limits.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/mem.h"

/* A file: by its device and number when it is there, else by those of its folder and its name in it. */
struct place { dev_t device; ino_t number; char name[NAME_MAX + 1]; };

/* Finds the place of the regular file that `path` leads to, or of the one that would appear if it were written.
 * False: there can't be one, or what is there is no regular file (a folder, a pipe, a device). */
bool place_of(struct place *p, const char *path);

/* The same for an open descriptor. */
bool place_of_fd(struct place *p, int fd);

bool place_same(const struct place *a, const struct place *b);

/* Replaces `to` by the name that the symbolic links lead to which `path` begins; by `path` when it is no link. The
 * name itself need not exist. 0, or -1 with errno. */
int place_follow(const char *path, struct buf *to);

/* How many bytes of `path` are its folder, the last slash included; 0: the present folder. */
size_t place_folder(const char *path);

#endif
