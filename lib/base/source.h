/* source - the text of a file or a pipe, whose beginning may be looked at before it is read
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_SOURCE_H
#define HNPS_SOURCE_H

#include <sys/types.h>

#include "base/mem.h"

struct source;

/* Opens a file; "-" is standard input. `path` is borrowed. NULL, with one line in `why`, when there is none. Freed by source_close. */
struct source *source_open(const char *path, struct buf *why);

/* The same of a descriptor, which stays the caller's; `name` is for messages and borrowed. */
struct source *source_of(int fd, const char *name);
void source_close(struct source *s);

const char *source_name(const struct source *s);        /* the path, or "<stdin>" */
bool source_at_terminal(const struct source *s);        /* somebody may be typing, who isn't to be kept waiting */

/* Makes sure that source_rewind can be called: what comes through a pipe is copied to a file without a name. 0, or -1
 * (source_error). */
int source_keep(struct source *s);

/* Begins again with what was its beginning when it was opened. */
void source_rewind(struct source *s);

/* The first bytes of what is read next: `n` of them, waiting for them, or all when there are fewer. They will be read all the same.
 * Valid until the next call of anything here. A `p` of NULL: trouble (source_error). */
struct str source_look(struct source *s, size_t n);

/* Appends what there is, waiting for something, but at most `most` bytes: how many, 0 at the end, -1 trouble (source_error). Ends with
 * 0, too, when the descriptor `bell` can be read or was closed at its other end; -1 is none. */
ssize_t source_read(struct source *s, struct buf *to, size_t most, int bell);
const char *source_error(const struct source *s);       /* "names.txt: Input/output error" */

#endif
