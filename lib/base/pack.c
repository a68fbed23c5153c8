/* pack - compressed text: zstd, gzip, and xz where liblzma is there
 * SPDX-License-Identifier: MIT */
#include "base/pack.h"

#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>
#ifdef HAVE_LZMA
#include <lzma.h>
#endif

enum {
	CHUNK = 64 << 10,
	WINDOW_LOG = 27,                /* the largest window of zstd that is taken: 128 MiB */
	GZIP_BITS = 15 + 16,            /* zlib's window, and gzip's header */
};
#define XZ_MEMORY ((uint64_t)128 << 20)

static const struct { const char *name, *end; struct str magic; } kinds[] = {
	[PACK_ZSTD] = { "zstd", ".zst", STR_INIT("\x28\xb5\x2f\xfd") },
	[PACK_GZIP] = { "gzip", ".gz", STR_INIT("\x1f\x8b") },
	[PACK_XZ] = { "xz", ".xz", STR_INIT("\xfd" "7zXZ\0") },
};
enum { KINDS = sizeof kinds / sizeof *kinds };

enum pack_kind pack_seen(struct str begin, bool *undecided)
{
	*undecided = false;
	for (int k = PACK_ZSTD; k < KINDS; k++) {
		const struct str magic = kinds[k].magic;

		if (str_begins(begin, magic))
			return (enum pack_kind)k;
		*undecided |= begin.n < magic.n && str_begins(magic, begin);
	}
	return PACK_NONE;
}

enum pack_kind pack_named(const char *path, size_t *n)
{
	const size_t length = strlen(path);

	for (int k = PACK_ZSTD; k < KINDS; k++) {
		*n = strlen(kinds[k].end);
		if (length > *n && strcmp(path + length - *n, kinds[k].end) == 0)
			return (enum pack_kind)k;
	}
	*n = 0;
	return PACK_NONE;
}

const char *pack_name(enum pack_kind kind)
{
	return kinds[kind].name;
}

bool pack_known(enum pack_kind kind)
{
#ifndef HAVE_LZMA
	if (kind == PACK_XZ)
		return false;
#endif
	return kind != PACK_NONE;
}

/* One of these is used, by the kind. */
struct unpacker {
	enum pack_kind kind;
	ZSTD_DCtx *zstd;
	z_stream gzip;
#ifdef HAVE_LZMA
	lzma_stream xz;
#endif
	bool whole;                     /* a compressed text ended with the last byte */
};

struct packer {
	enum pack_kind kind;
	ZSTD_CCtx *zstd;
	z_stream gzip;
#ifdef HAVE_LZMA
	lzma_stream xz;
#endif
};

/* All of these begin to fail for want of memory only. */
static void check(bool good)
{
	if (!good)
		mem_get(SIZE_MAX);
}

#ifdef HAVE_LZMA
static void begin_xz(lzma_stream *xz, bool write)
{
	*xz = (lzma_stream)LZMA_STREAM_INIT;
	check((write ? lzma_easy_encoder(xz, LZMA_PRESET_DEFAULT, LZMA_CHECK_CRC64) : lzma_stream_decoder(xz, XZ_MEMORY, 0)) == LZMA_OK);
}
#endif

struct unpacker *unpacker_make(enum pack_kind kind)
{
	struct unpacker *u = mem_zero(1, sizeof *u);

	u->kind = kind;
	u->whole = true;
	if (kind == PACK_ZSTD) {
		check((u->zstd = ZSTD_createDCtx()) != NULL);
		ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax, WINDOW_LOG);
	}
	if (kind == PACK_GZIP)
		check(inflateInit2(&u->gzip, GZIP_BITS) == Z_OK);
#ifdef HAVE_LZMA
	if (kind == PACK_XZ)
		begin_xz(&u->xz, false);
#endif
	return u;
}

void unpacker_free(struct unpacker *u)
{
	if (!u)
		return;
	ZSTD_freeDCtx(u->zstd);
	if (u->kind == PACK_GZIP)
		inflateEnd(&u->gzip);
#ifdef HAVE_LZMA
	if (u->kind == PACK_XZ)
		lzma_end(&u->xz);
#endif
	free(u);
}

bool unpacker_whole(const struct unpacker *u)
{
	return u->whole;
}

/* One call of the library, with room for CHUNK bytes: 1 a compressed text has ended, 0 it goes on, -1 damage. */
static int step(struct unpacker *u, struct str in, size_t *used, struct buf *out)
{
	char *to = buf_want(out, CHUNK);

	if (u->kind == PACK_ZSTD) {
		ZSTD_inBuffer from = { in.p, in.n, 0 };
		ZSTD_outBuffer made = { to, CHUNK, 0 };
		const size_t left = ZSTD_decompressStream(u->zstd, &made, &from);

		*used = from.pos;
		out->n += made.pos;
		return ZSTD_isError(left) ? -1 : left == 0;
	}
	if (u->kind == PACK_GZIP) {
		int got;

		if (u->whole && inflateReset(&u->gzip) != Z_OK)
			return -1;
		u->gzip.next_in = (Bytef *)(uintptr_t)in.p, u->gzip.avail_in = (uInt)in.n;
		u->gzip.next_out = (Bytef *)to, u->gzip.avail_out = CHUNK;
		got = inflate(&u->gzip, Z_NO_FLUSH);
		*used = in.n - u->gzip.avail_in;
		out->n += CHUNK - u->gzip.avail_out;
		return got == Z_STREAM_END ? 1 : got == Z_OK || got == Z_BUF_ERROR ? 0 : -1;
	}
#ifdef HAVE_LZMA
	if (u->kind == PACK_XZ) {
		lzma_ret got;

		if (u->whole) {
			lzma_end(&u->xz);
			begin_xz(&u->xz, false);
		}
		u->xz.next_in = (const uint8_t *)in.p, u->xz.avail_in = in.n;
		u->xz.next_out = (uint8_t *)to, u->xz.avail_out = CHUNK;
		got = lzma_code(&u->xz, LZMA_RUN);
		*used = in.n - u->xz.avail_in;
		out->n += CHUNK - u->xz.avail_out;
		return got == LZMA_STREAM_END ? 1 : got == LZMA_OK || got == LZMA_BUF_ERROR ? 0 : -1;
	}
#endif
	return -1;
}

int unpacker_run(struct unpacker *u, struct str in, size_t *used, struct buf *out, size_t most)
{
	const size_t before = out->n;

	*used = 0;
	for (size_t n, made; out->n - before < most; *used += n) {
		const size_t had = out->n;
		const int got = step(u, (struct str){ in.p + *used, in.n - *used < CHUNK ? in.n - *used : CHUNK }, &n, out);

		if (got < 0)
			return -1;
		made = out->n - had;
		if (got || n || made)
			u->whole = got > 0;
		if (n == 0 && made == 0)
			break;
		if (*used + n == in.n && (got || made < CHUNK)) {
			*used += n;
			break;
		}
	}
	return 0;
}

struct packer *packer_make(enum pack_kind kind)
{
	struct packer *p = mem_zero(1, sizeof *p);

	p->kind = kind;
	if (kind == PACK_ZSTD) {
		check((p->zstd = ZSTD_createCCtx()) != NULL);
		ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_checksumFlag, 1);
	}
	if (kind == PACK_GZIP)
		check(deflateInit2(&p->gzip, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_BITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
#ifdef HAVE_LZMA
	if (kind == PACK_XZ)
		begin_xz(&p->xz, true);
#endif
	return p;
}

void packer_free(struct packer *p)
{
	if (!p)
		return;
	ZSTD_freeCCtx(p->zstd);
	if (p->kind == PACK_GZIP)
		deflateEnd(&p->gzip);
#ifdef HAVE_LZMA
	if (p->kind == PACK_XZ)
		lzma_end(&p->xz);
#endif
	free(p);
}

/* One call of the library: true when it has no more to give. */
static bool press(struct packer *p, struct str *in, bool end, struct buf *out)
{
	char *to = buf_want(out, CHUNK);
	bool done = true;

	if (p->kind == PACK_ZSTD) {
		ZSTD_inBuffer from = { in->p, in->n, 0 };
		ZSTD_outBuffer made = { to, CHUNK, 0 };
		const size_t left = ZSTD_compressStream2(p->zstd, &made, &from, end ? ZSTD_e_end : ZSTD_e_continue);

		check(!ZSTD_isError(left));
		in->p += from.pos, in->n -= from.pos;
		out->n += made.pos;
		done = in->n == 0 && (!end || left == 0);
	}
	if (p->kind == PACK_GZIP) {
		const size_t n = in->n < CHUNK ? in->n : CHUNK;
		int got;

		p->gzip.next_in = (Bytef *)(uintptr_t)in->p, p->gzip.avail_in = (uInt)n;
		p->gzip.next_out = (Bytef *)to, p->gzip.avail_out = CHUNK;
		got = deflate(&p->gzip, end && n == in->n ? Z_FINISH : Z_NO_FLUSH);
		in->p += n - p->gzip.avail_in, in->n -= n - p->gzip.avail_in;
		out->n += CHUNK - p->gzip.avail_out;
		done = end ? got == Z_STREAM_END : in->n == 0;
	}
#ifdef HAVE_LZMA
	if (p->kind == PACK_XZ) {
		lzma_ret got;

		p->xz.next_in = (const uint8_t *)in->p, p->xz.avail_in = in->n;
		p->xz.next_out = (uint8_t *)to, p->xz.avail_out = CHUNK;
		got = lzma_code(&p->xz, end ? LZMA_FINISH : LZMA_RUN);
		in->p += in->n - p->xz.avail_in, in->n = p->xz.avail_in;
		out->n += CHUNK - p->xz.avail_out;
		done = end ? got == LZMA_STREAM_END : in->n == 0;
	}
#endif
	return done;
}

void packer_run(struct packer *p, struct str in, bool end, struct buf *out)
{
	while (!press(p, &in, end, out))
		;
}
