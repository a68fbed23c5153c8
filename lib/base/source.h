/* source - the text of a file or a pipe, whose beginning may be looked at before it is read
 * SPDX-License-Identifier: MIT
 *
 * What is compressed (pack.h) or in UTF-16 or UTF-32, as the first bytes tell, is read as the plain UTF-8 text that it stands for, a byte-order
 * mark included. At a terminal nothing is. */
#ifndef HNPS_BASE_SOURCE_H
#define HNPS_BASE_SOURCE_H

#include <sys/types.h>

#include "base/mem.h"

struct source;

/* Opens a file; "-" is standard input. `path` is borrowed. NULL, with one line in `why`, when there is none. Freed by source_close. */
struct source *source_open(const char *path, struct buf *why);

/* The same of a descriptor, which stays the caller's; `name` is for messages and borrowed. */
struct source *source_of(int fd, const char *name);
void source_close(struct source *s);

/* Says what encoding it has, unless a byte-order mark says otherwise: 0, or -1 when there is none of that name, which is borrowed. Before
 * anything is read. */
int source_set_encoding(struct source *s, const char *name);

/* What it was found to have when something was read or looked at; NULL: UTF-8, or what is neither. */
const char *source_encoding(const struct source *s);

const char *source_name(const struct source *s);        /* the path, or "<stdin>" */
bool source_at_terminal(const struct source *s);        /* somebody may be typing, who isn't to be kept waiting */

/* Makes sure that source_rewind can be called: what comes through a pipe is copied to a file without a name. Before anything
 * is read. 0, or -1 (source_error). */
int source_keep(struct source *s);

/* Begins again with what was its beginning when it was opened. */
void source_rewind(struct source *s);

/* The first bytes of what is read next: `n` of them, waiting for them, or all when there are fewer. They will be read all the same.
 * Valid until the next call of anything here. A `p` of NULL: trouble (source_error). */
struct str source_look(struct source *s, size_t n);

/* Appends what there is, waiting for something, but not much more than `most` bytes: how many, 0 at the end, -1 trouble (source_error). Ends with
 * 0, too, when the descriptor `bell` can be read or was closed at its other end; -1 is none. */
ssize_t source_read(struct source *s, struct buf *to, size_t most, int bell);
const char *source_error(const struct source *s);       /* "names.txt: Input/output error" */

#endif
