/* zio - bytes through zstd on a descriptor
 * SPDX-License-Identifier: MIT */
#include "base/zio.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/mem.h"

enum { WINDOW_LOG = 27, HEAD_BYTES = 5 };  /* magic number and frame header descriptor (RFC 8878, 3.1.1) */
#define CHECKSUM_FLAG 0x04
#define WINDOW_ERROR "the zstd frame wants a window of more than 128 MiB"

struct zio_reader {
	int fd;
	ZSTD_DCtx *zstd;
	ZSTD_inBuffer in;
	char *room;
	size_t size;
	bool any, inside;        /* a frame was seen; we are in one */
	const volatile sig_atomic_t *stop;   /* or NULL */
	char error[160];
};

struct zio_writer {
	int fd;
	ZSTD_CCtx *zstd;
	char *room;
	size_t size;
};

static void *made(void *zstd)
{
	return zstd ? zstd : mem_get(SIZE_MAX);      /* zstd's contexts fail for want of memory only */
}

struct zio_reader *zio_open(int fd)
{
	struct zio_reader *r = mem_zero(1, sizeof *r);

	r->fd = fd;
	r->zstd = made(ZSTD_createDCtx());
	ZSTD_DCtx_setParameter(r->zstd, ZSTD_d_windowLogMax, WINDOW_LOG);
	r->size = ZSTD_DStreamInSize();
	r->room = mem_get(r->size);
	r->in.src = r->room;
	return r;
}

void zio_close(struct zio_reader *r)
{
	close(r->fd);
	ZSTD_freeDCtx(r->zstd);
	free(r->room);
	free(r);
}

void zio_stop_at(struct zio_reader *r, const volatile sig_atomic_t *stop)
{
	r->stop = stop;
}

const char *zio_error(const struct zio_reader *r)
{
	return r->error;
}

static int fail(struct zio_reader *r, const char *what)
{
	if (!*r->error)
		snprintf(r->error, sizeof r->error, "%s", what);
	return -1;
}

static int fail_zstd(struct zio_reader *r, size_t code)
{
	switch (ZSTD_getErrorCode(code)) {
	case ZSTD_error_checksum_wrong:
		return fail(r, "damaged (the checksum does not match)");
	case ZSTD_error_frameParameter_windowTooLarge:
		return fail(r, WINDOW_ERROR);
	default:
		snprintf(r->error, sizeof r->error, "damaged (zstd: %s)", ZSTD_getErrorName(code));
		return -1;
	}
}

/* More input behind what is left of it: 1, 0 at the end of the file, -1. */
static int fill(struct zio_reader *r)
{
	size_t rest = r->in.size - r->in.pos;
	ssize_t got;

	memmove(r->room, r->room + r->in.pos, rest);
	r->in.pos = 0;
	r->in.size = rest;
	do
		got = read(r->fd, r->room + rest, r->size - rest);
	while (got < 0 && errno == EINTR && !(r->stop && *r->stop));
	if (got < 0)
		return fail(r, strerror(errno));
	r->in.size += (size_t)got;
	return got > 0;
}

/* Decompresses what there is, at most n bytes: *ended tells whether the frame is over. */
static ssize_t step(struct zio_reader *r, void *p, size_t n, bool *ended)
{
	ZSTD_outBuffer out = { p, n, 0 };

	*ended = false;
	for (;;) {
		size_t more = ZSTD_decompressStream(r->zstd, &out, &r->in);
		int got;

		if (ZSTD_isError(more))
			return fail_zstd(r, more);
		if (more == 0)
			*ended = true;
		if (more == 0 || out.pos > 0)
			return (ssize_t)out.pos;
		got = fill(r);
		if (got == 0)
			return fail(r, "cut short (unfinished zstd frame)");
		if (got < 0)
			return -1;
	}
}

int zio_frame(struct zio_reader *r)
{
	for (;;) {
		unsigned char head[HEAD_BYTES];
		size_t rest;
		uint32_t magic;
		bool ended;

		if (*r->error)
			return -1;
		while ((rest = r->in.size - r->in.pos) < HEAD_BYTES) {
			int got = fill(r);

			if (got < 0)
				return -1;
			if (got == 0 && rest == 0)
				return 0;
			if (got == 0)
				break;
		}
		memset(head, 0, sizeof head);
		memcpy(head, r->room + r->in.pos, rest < HEAD_BYTES ? rest : HEAD_BYTES);
		magic = (uint32_t)head[0] | (uint32_t)head[1] << 8 | (uint32_t)head[2] << 16 | (uint32_t)head[3] << 24;
		if ((magic & ZSTD_MAGIC_SKIPPABLE_MASK) == ZSTD_MAGIC_SKIPPABLE_START) {
			char none;

			do
				if (step(r, &none, sizeof none, &ended) < 0)
					return -1;
			while (!ended);
			continue;
		}
		if (magic != ZSTD_MAGICNUMBER)
			return fail(r, r->any ? "what follows the last zstd frame is no zstd frame" : "not a zstd stream");
		if (rest < HEAD_BYTES)
			return fail(r, "cut short (unfinished zstd frame)");
		if (!(head[4] & CHECKSUM_FLAG))
			return fail(r, "the zstd frame has no checksum");
		r->any = r->inside = true;
		return 1;
	}
}

ssize_t zio_read(struct zio_reader *r, void *p, size_t n)
{
	bool ended;
	ssize_t got;

	if (*r->error)
		return -1;
	if (!r->inside)
		return 0;
	got = step(r, p, n, &ended);
	if (ended)
		r->inside = false;
	return got;
}

struct zio_writer *zio_create(int fd, int level)
{
	struct zio_writer *w = mem_zero(1, sizeof *w);

	w->fd = fd;
	w->zstd = made(ZSTD_createCCtx());
	ZSTD_CCtx_setParameter(w->zstd, ZSTD_c_compressionLevel, level);
	ZSTD_CCtx_setParameter(w->zstd, ZSTD_c_checksumFlag, 1);
	w->size = ZSTD_CStreamOutSize();
	w->room = mem_get(w->size);
	return w;
}

void zio_abandon(struct zio_writer *w)
{
	ZSTD_freeCCtx(w->zstd);
	free(w->room);
	free(w);
}

static int write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t put = write(fd, p, n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		p += put;
		n -= (size_t)put;
	}
	return 0;
}

static int compress(struct zio_writer *w, const void *p, size_t n, ZSTD_EndDirective how)
{
	ZSTD_inBuffer in = { p, n, 0 };
	size_t more;

	do {
		ZSTD_outBuffer out = { w->room, w->size, 0 };

		more = ZSTD_compressStream2(w->zstd, &out, &in, how);
		if (ZSTD_isError(more)) {
			errno = ZSTD_getErrorCode(more) == ZSTD_error_memory_allocation ? ENOMEM : EIO;
			return -1;
		}
		if (write_all(w->fd, w->room, out.pos))
			return -1;
	} while (how == ZSTD_e_end ? more > 0 : in.pos < in.size);
	return 0;
}

int zio_write(struct zio_writer *w, const void *p, size_t n)
{
	return compress(w, p, n, ZSTD_e_continue);
}

int zio_commit(struct zio_writer *w)
{
	return compress(w, NULL, 0, ZSTD_e_end);
}
