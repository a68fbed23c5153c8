/* source - the text of a file or a pipe, whose beginning may be looked at before it is read
 * SPDX-License-Identifier: MIT */
#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CHUNK = 64 << 10 };      /* what a pipe gives at once */

struct source {
	int fd;
	const char *name;
	bool own;                       /* the descriptor is to be closed */
	off_t begin;                    /* where it began in its file; -1: it can't be read again */
	FILE *copy;                     /* of a pipe's text */
	struct buf held; size_t at;     /* what was looked at, and how far it has been read since */
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

void source_close(struct source *s)
{
	if (!s)
		return;
	if (s->own)
		close(s->fd);
	if (s->copy)
		fclose(s->copy);
	buf_free(&s->held);
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

ssize_t source_read(struct source *s, struct buf *to, size_t most, int bell)
{
	size_t left = s->held.n - s->at, n = left < most ? left : most;

	if (left == 0)
		return read_some(s, to, most, bell);
	buf_put(to, s->held.p + s->at, n);
	if (n == left)
		s->held.n = s->at = 0;
	else
		s->at += n;
	return (ssize_t)n;
}

struct str source_look(struct source *s, size_t n)
{
	buf_want(&s->held, n);
	while (s->held.n - s->at < n) {
		ssize_t got = read_some(s, &s->held, n - (s->held.n - s->at), -1);

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
	while (block.n = 0, (n = source_read(s, &block, CHUNK, -1)) > 0)
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
	s->held.n = s->at = 0;
	lseek(s->fd, s->begin, SEEK_SET);
}
