/* encoding - text of other encodings than UTF-8, by iconv
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_ENCODING_H
#define HNPS_ENCODING_H

#include "base/mem.h"

enum { ENCODING_LOOK = 8 };     /* how many bytes encoding_seen wants to see */

/* The encoding that a text seems to have: one that a byte-order mark tells, or UTF-16 without a mark, of which every other byte is 0 at first;
 * NULL: none of these. UTF-8 is none of these, with a mark or without. */
const char *encoding_seen(struct str begin);

/* Could more bytes than these tell? */
bool encoding_undecided(struct str begin);

/* Is it a name of UTF-8? Does iconv know the name? */
bool encoding_is_utf8(const char *name);
bool encoding_known(const char *name);

/* One that would read a text that is not UTF-8, for a message. */
const char *encoding_proposed(struct str text);

/* To UTF-8. `name` is borrowed, and UTF-16 by itself is its little-endian kind. Freed by encoding_reader_free. */
struct encoding_reader;
struct encoding_reader *encoding_reader(const char *name);
void encoding_reader_free(struct encoding_reader *d);

/* Appends as much of `in` as is whole characters, and tells how many bytes these are: 0; or -1 when what follows is no character of the
 * encoding, or one that would be other bytes when written again. A mark stays, as that of UTF-8. */
int encoding_read(struct encoding_reader *d, struct str in, size_t *used, struct buf *out);

/* Appends UTF-8 in another encoding: -1 and the place of the first character that it hasn't got, from 0; `out` has what is before it. */
int encoding_write(const char *name, struct str in, struct buf *out, size_t *bad);

#endif
