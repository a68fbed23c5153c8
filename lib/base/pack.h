/* pack - compressed text: zstd, gzip, and xz where liblzma is there
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_PACK_H
#define HNPS_PACK_H

#include "base/mem.h"

enum pack_kind { PACK_NONE, PACK_ZSTD, PACK_GZIP, PACK_XZ };

/* How a text is compressed, by its first bytes. `undecided`: could more of them tell? */
enum pack_kind pack_seen(struct str begin, bool *undecided);

/* How a file is to be compressed, by the end of its name: .zst, .gz, .xz; `n`: how long that end is. */
enum pack_kind pack_named(const char *path, size_t *n);

const char *pack_name(enum pack_kind kind);
bool pack_known(enum pack_kind kind);   /* was the library there? */

/* ---- reading ---- */

struct unpacker;
struct unpacker *unpacker_make(enum pack_kind kind);       /* freed by unpacker_free */
void unpacker_free(struct unpacker *u);

/* Appends what comes of the bytes `in`, but not much more than `most`; `used`: how many were taken. 0, or -1: they are damaged. Several
 * compressed texts one behind the other are one text. */
int unpacker_run(struct unpacker *u, struct str in, size_t *used, struct buf *out, size_t most);

/* May the text end here? */
bool unpacker_whole(const struct unpacker *u);

/* ---- writing ---- */

struct packer;
struct packer *packer_make(enum pack_kind kind);           /* freed by packer_free */
void packer_free(struct packer *p);

/* Appends what is ready of the compressed text; with `end`, all of it. */
void packer_run(struct packer *p, struct str in, bool end, struct buf *out);

#endif
