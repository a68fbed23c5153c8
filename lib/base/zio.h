/* zio - bytes through zstd on a descriptor
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_ZIO_H
#define HNPS_ZIO_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct zio_reader;
struct zio_writer;

/* A reader takes zstd frames one by one. Nothing is read before the first zio_frame. The descriptor is closed by zio_close, which
 * also frees. Memory is bounded: a frame that asks for a window over 128 MiB is refused, and so is one without checksum. */
struct zio_reader *zio_open(int fd);

/* Is there a frame (at first), or another one (after zio_read said 0)? 1 yes, and zio_read goes on with it; 0 the file ends here,
 * which before the first frame means that it is empty; -1 damage. Skippable frames are passed over. */
int zio_frame(struct zio_reader *r);

/* Up to n > 0 bytes of the present frame: > 0 how many, 0 the frame has ended and its checksum was right, -1 damage (zio_error). */
ssize_t zio_read(struct zio_reader *r, void *p, size_t n);
const char *zio_error(const struct zio_reader *r);
void zio_close(struct zio_reader *r);

/* When *stop is not 0 a read that a signal interrupts is an error; without this it goes on. */
void zio_stop_at(struct zio_reader *r, const volatile sig_atomic_t *stop);

/* A writer makes one frame, with checksum, at `level`. The frame is ended by zio_commit only. The descriptor stays the caller's. */
struct zio_writer *zio_create(int fd, int level);
int  zio_write(struct zio_writer *w, const void *p, size_t n); /* 0, or -1 with errno */
int  zio_commit(struct zio_writer *w);                         /* ends the frame and writes all: 0, or -1 with errno; frees nothing */
void zio_abandon(struct zio_writer *w);                        /* frees; without commit before it the frame stays unfinished */

#endif
