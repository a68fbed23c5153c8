/* stream - opening and closing a stream: its header, its provenance, its end
 * SPDX-License-Identifier: MIT
 *
 * The contract is formats/README.md: zstd frames of msgpack objects; head, records, end. */
#ifndef HNPS_STREAM_H
#define HNPS_STREAM_H

#include <signal.h>

#include "base/mem.h"
#include "base/obj.h"

#define FORMAT_TASKS "hnps.tasks"
#define FORMAT_MODEL "hnps.model"
enum { FORMAT_VERSION = 1 };

struct stream_reader;
struct stream_writer;

/* Nothing here ends the process or prints. A reader and a writer keep the first thing that goes wrong, as one line that can be shown, and do
 * nothing from then on. */

/* Opens FILE (NULL or "-": standard input) as a stream of `format` (NULL: of any above) and reads its head. Never returns NULL; stream_error says
 * whether there is no such file, it is a terminal, or not such a stream. Ended by stream_close. */
struct stream_reader *stream_open(const char *path, const char *format);

/* The same on a descriptor that is open already. `name` is used in messages. The descriptor is the reader's. */
struct stream_reader *stream_open_fd(int fd, const char *name, const char *format);

/* When *stop is not 0 a read that a signal interrupts is an error; without this it goes on. The signal's handler must not have SA_RESTART. */
void stream_stop_at(struct stream_reader *r, const volatile sig_atomic_t *stop);

/* The next record: 1 and the object in *object (borrowed until the next call), 0 after the last (the end was there, its count
 * right, the checksum good, and nothing behind it), -1 on damage (stream_error tells file, record number and what). Streams joined by
 * cat are one stream: further heads are checked and remembered, not returned. */
int stream_next(struct stream_reader *r, struct obj *object);
const struct obj *stream_record(const struct stream_reader *r);      /* the last record that stream_next gave, until the next call */
const char *stream_error(const struct stream_reader *r);   /* "<stdin>: record 17: string cut short"; "": all is well */
const char *stream_format(const struct stream_reader *r);  /* FORMAT_...; NULL when opening failed */
const char *stream_name(const struct stream_reader *r);    /* the file, or "<stdin>" */
long stream_count(const struct stream_reader *r);          /* records returned so far */
struct str stream_provenance(const struct stream_reader *r); /* the first head as msgpack bytes */
struct str stream_model(const struct stream_reader *r);      /* that head's `model`, the head of a model: what stream_create_by was given; n = 0: none */
struct arena *stream_arena(struct stream_reader *r);       /* for what belongs to one record: the next stream_next empties it */
void stream_close(struct stream_reader *r);

/* A record is wrong for a reason that only its reader knows (task.c): sets stream_error, in the same words, unless one is set. Behind the last
 * record it is the end that is wrong. */
void stream_blame(struct stream_reader *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Starts a stream on FILE (NULL or "-": standard output; else as outfile.h does it) and writes its head: the running tool,
 * its version, its recorded options (cli.h), and the head of `from` (NULL: made from nothing), which must stay open until
 * stream_commit: only then all heads of a joined stream are known. Never returns NULL; stream_writer_error says whether it could not, or it is a
 * terminal. A FILE that is no regular file (a pipe, a device) is written directly. Ended by stream_writer_free. */
struct stream_writer *stream_create(const char *path, const char *format, const struct stream_reader *from);

/* The same of what a model took part in: its head (stream_provenance of its file) is told, too. model.n = 0: none did. */
struct stream_writer *stream_create_by(const char *path, const char *format, const struct stream_reader *from, struct str model);

/* Appends a head, as msgpack, for what no tool of ours made: a maker and its version, no options, made from nothing. */
void stream_strange_head(struct buf *out, const char *format, const char *tool, const char *version);

/* Ends the stream: end object, checksum, rename. NULL, or stream_writer_error when any byte of it was lost: a stream that did not end well must not look
 * as if it did. Every other way out leaves a stream that readers refuse. */
const char *stream_commit(struct stream_writer *w) __attribute__((warn_unused_result));

/* An empty buffer for who packs a record that is put at once. */
struct buf *stream_packed(struct stream_writer *w);

/* Adds one record: `size` bytes that are one msgpack object (formats/task.c makes them). NULL, or stream_writer_error. */
const char *stream_put(struct stream_writer *w, const void *bytes, size_t size) __attribute__((warn_unused_result));
long stream_written(const struct stream_writer *w);        /* records put so far */
const char *stream_writer_error(const struct stream_writer *w);    /* "out: No space left on device"; "": all is well */

/* Frees a writer; what was not committed is removed. At the end of a process it need not be. */
void stream_writer_free(struct stream_writer *w);

#endif
