/* source - the text of a file or a pipe, whose beginning may be looked at before it is read
 * SPDX-License-Identifier: MIT */
#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/pack.h"

enum { CHUNK = 64 << 10 };      /* what a pipe gives at once */

struct source {
	int fd;
	const char *name;
	bool own;                       /* the descriptor is to be closed */
	off_t begin;                    /* where it began in its file; -1: it can't be read again */
	FILE *copy;                     /* of a pipe's text */
	struct buf held; size_t at;     /* what was looked at, and how far it has been read since */

	/* ---- what its first bytes say, and the way from bytes to text ---- */
	const char *asked, *encoding;   /* by the caller; what it is then */
	bool decided;
	struct buf raw; size_t raw_at;  /* bytes of the file that wait */
	bool raw_ended;
	struct unpacker *unpack;        /* NULL: not compressed */
	struct buf coded; size_t coded_at;      /* unpacked bytes that wait */
	bool coded_ended;
	struct encoding_reader *decode;         /* NULL: UTF-8 */
	size_t decoded;                 /* bytes that were */
	struct buf why;
};

struct source *source_of(int fd, const char *name)
{
	struct source *s = mem_zero(1, sizeof *s);

	*s = (struct source){ .fd = fd, .name = name, .begin = lseek(fd, 0, SEEK_CUR) };
	return s;
}

struct source *source_open(const char *path, struct buf *why)
{
	const bool standard = strcmp(path, "-") == 0;
	const int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct source *s;

	if (fd < 0) {
		buf_printf(why, "%s: %s", path, strerror(errno));
		return NULL;
	}
	s = source_of(fd, standard ? "<stdin>" : path);
	s->own = !standard;
	return s;
}

/* Nothing was read yet. */
static void forget(struct source *s)
{
	s->held.n = s->at = s->raw.n = s->raw_at = s->coded.n = s->coded_at = s->decoded = s->why.n = 0;
	s->decided = s->raw_ended = s->coded_ended = false;
	unpacker_free(s->unpack);
	encoding_reader_free(s->decode);
	s->unpack = NULL;
	s->decode = NULL;
}

void source_close(struct source *s)
{
	if (!s)
		return;
	if (s->own)
		close(s->fd);
	if (s->copy)
		fclose(s->copy);
	forget(s);
	buf_free(&s->held);
	buf_free(&s->raw);
	buf_free(&s->coded);
	buf_free(&s->why);
	free(s);
}

const char *source_name(const struct source *s)
{
	return s->name;
}

bool source_at_terminal(const struct source *s)
{
	return isatty(s->fd);
}

const char *source_error(const struct source *s)
{
	return s->why.p;
}

static int fail(struct source *s, const char *what, const char *why)
{
	s->why.n = 0;
	buf_printf(&s->why, "%s: %s", what, why);
	buf_cstr(&s->why);
	return -1;
}

/* What of a buffer waits behind `at`. */
static struct str waits(const struct buf *b, size_t at)
{
	return b->n > at ? (struct str){ b->p + at, b->n - at } : STR("");
}

/* One read(2). */
static ssize_t read_some(struct source *s, struct buf *to, size_t most, int bell)
{
	struct pollfd fds[2] = { { .fd = s->fd, .events = POLLIN }, { .fd = bell } };
	ssize_t n;

	do {
		if (bell >= 0 && poll(fds, 2, -1) > 0 && fds[1].revents)
			return 0;
		n = read(s->fd, buf_want(to, most), most);
	} while (n < 0 && (errno == EINTR || (bell >= 0 && errno == EAGAIN)));
	if (n < 0)
		return fail(s, s->name, strerror(errno));
	to->n += (size_t)n;
	return n;
}

/* As read_some; what waits comes first. */
static ssize_t raw_bytes(struct source *s, struct buf *to, size_t most, int bell)
{
	const struct str left = waits(&s->raw, s->raw_at);

	if (left.n == 0)
		return read_some(s, to, most, bell);
	buf_str(to, left);
	s->raw.n = s->raw_at = 0;
	return (ssize_t)left.n;
}

/* The same, unpacked. */
static ssize_t unpacked_bytes(struct source *s, struct buf *to, size_t most, int bell)
{
	const size_t before = to->n;

	while (s->unpack) {
		size_t used;

		if (unpacker_run(s->unpack, waits(&s->raw, s->raw_at), &used, to, most) < 0)
			return fail(s, s->name, "the compressed text is damaged");
		s->raw_at += used;
		if (to->n > before)
			return (ssize_t)(to->n - before);
		if (s->raw_ended)
			return unpacker_whole(s->unpack) ? 0 : fail(s, s->name, "the compressed text is cut short");
		s->raw.n = s->raw_at = 0;
		used = s->raw.n;
		if (read_some(s, &s->raw, CHUNK, bell) < 0)
			return -1;
		s->raw_ended = s->raw.n == used;
	}
	return raw_bytes(s, to, most, bell);
}

static int fail_coded(struct source *s)
{
	struct buf why = { 0 };

	buf_printf(&why, "byte %zu: what is there is no %s, or can't be written back as it is", s->decoded + 1, s->encoding);
	fail(s, s->name, buf_cstr(&why));
	buf_free(&why);
	return -1;
}

/* The same, as UTF-8. */
static ssize_t text_bytes(struct source *s, struct buf *to, size_t most, int bell)
{
	const size_t before = to->n;

	while (s->decode) {
		const size_t left = s->coded.n - s->coded_at;
		size_t used = 0;

		if (left && encoding_read(s->decode, waits(&s->coded, s->coded_at), &used, to) < 0) {
			s->decoded += used;
			return fail_coded(s);
		}
		s->decoded += used;
		s->coded_at += used;
		if (to->n > before)
			return (ssize_t)(to->n - before);
		if (s->coded_ended)
			return left ? fail_coded(s) : 0;
		if (left > used)
			memmove(s->coded.p, s->coded.p + s->coded_at, left - used);
		s->coded.n = left - used;
		s->coded_at = 0;
		used = s->coded.n;
		if (unpacked_bytes(s, &s->coded, most < CHUNK ? CHUNK : most, bell) < 0)
			return -1;
		s->coded_ended = s->coded.n == used;
	}
	return unpacked_bytes(s, to, most, bell);
}

/* Looks at the first bytes: 0, or -1. */
static int decide(struct source *s)
{
	enum pack_kind kind = PACK_NONE;
	bool more = !source_at_terminal(s);

	s->decided = true;
	while (more) {
		kind = pack_seen(buf_view(&s->raw), &more);
		more |= kind == PACK_NONE && encoding_undecided(buf_view(&s->raw));
		if (more) {
			const ssize_t n = read_some(s, &s->raw, CHUNK, -1);

			if (n < 0)
				return -1;
			more = n > 0;
		}
	}
	kind = pack_seen(buf_view(&s->raw), &more);
	if (kind && !pack_known(kind))
		return fail(s, s->name, "compressed by xz, which this program was built without");
	s->unpack = kind ? unpacker_make(kind) : NULL;
	for (bool undecided = kind != PACK_NONE; undecided; undecided = encoding_undecided(buf_view(&s->coded))) {
		const ssize_t n = unpacked_bytes(s, &s->coded, CHUNK, -1);

		if (n < 0)
			return -1;
		if (n == 0)
			break;
	}
	s->encoding = encoding_seen(kind ? buf_view(&s->coded) : buf_view(&s->raw));
	if (!s->encoding && s->asked && !encoding_is_utf8(s->asked))
		s->encoding = s->asked;
	if (s->encoding && !encoding_known(s->encoding))     /* a mark says so, and iconv's tables are files */
		return fail(s, s->name, "in UTF-16 or UTF-32, which this system can't convert");
	s->decode = s->encoding ? encoding_reader(s->encoding) : NULL;
	if (!s->decode) {
		buf_str(&s->held, waits(&s->coded, 0));
		s->coded.n = 0;
	}
	return 0;
}

ssize_t source_read(struct source *s, struct buf *to, size_t most, int bell)
{
	struct str held;

	if (s->why.n || (!s->decided && decide(s) < 0))
		return -1;
	held = waits(&s->held, s->at);
	if (held.n == 0)
		return text_bytes(s, to, most, bell);
	if (held.n > most)
		held.n = most;
	buf_str(to, held);
	s->at += held.n;
	if (s->at == s->held.n)
		s->held.n = s->at = 0;
	return (ssize_t)held.n;
}

int source_set_encoding(struct source *s, const char *name)
{
	s->asked = name;
	return encoding_is_utf8(name) || encoding_known(name) ? 0 : -1;
}

const char *source_encoding(const struct source *s)
{
	return s->encoding;
}

struct str source_look(struct source *s, size_t n)
{
	if (s->why.n || (!s->decided && decide(s) < 0))
		return (struct str){ NULL, 0 };
	buf_want(&s->held, n);
	while (s->held.n - s->at < n) {
		ssize_t got = text_bytes(s, &s->held, n - (s->held.n - s->at), -1);

		if (got < 0)
			return (struct str){ NULL, 0 };
		if (got == 0)
			break;
	}
	return (struct str){ s->held.p + s->at, s->held.n - s->at < n ? s->held.n - s->at : n };
}

int source_keep(struct source *s)
{
	struct buf block = { 0 };
	ssize_t n;

	if (s->begin >= 0)
		return 0;
	if (!(s->copy = tmpfile()))
		return fail(s, "temporary file", strerror(errno));
	while (block.n = 0, (n = read_some(s, &block, CHUNK, -1)) > 0)
		if (fwrite(block.p, 1, (size_t)n, s->copy) != (size_t)n)
			break;
	buf_free(&block);
	if (n > 0 || (n == 0 && fflush(s->copy)))
		return fail(s, "temporary file", strerror(errno));
	if (n < 0)
		return -1;
	if (s->own)
		close(s->fd);
	s->fd = fileno(s->copy);
	s->own = false;
	s->begin = 0;
	source_rewind(s);
	return 0;
}

void source_rewind(struct source *s)
{
	forget(s);
	lseek(s->fd, s->begin, SEEK_SET);
}
