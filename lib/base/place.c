/* place - where the name of a file leads
 * SPDX-License-Identifier: MIT */
#include "base/place.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LINKS = 40 };                /* one behind the other, as for the kernel */

size_t place_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash + 1 - path) : 0;
}

int place_follow(const char *path, struct buf *to)
{
	struct buf target = { 0 };
	int links = 0, failed = -1;

	to->n = 0;
	buf_puts(to, path);
	for (; links <= MOST_LINKS; links++) {
		ssize_t n = readlink(buf_cstr(to), buf_want(&target, PATH_MAX), PATH_MAX);

		if (n < 0) {                 /* no link, or nothing at all: the end of them */
			failed = errno == EINVAL || errno == ENOENT ? 0 : -1;
			break;
		}
		to->n = *target.p == '/' ? 0 : place_folder(buf_cstr(to));
		buf_put(to, target.p, (size_t)n);
	}
	buf_cstr(to);
	buf_free(&target);
	if (links > MOST_LINKS)
		errno = ELOOP;
	return failed;
}

/* The place of what is there. */
static bool regular(struct place *p, const struct stat *there)
{
	*p = (struct place){ .device = there->st_dev, .number = there->st_ino };
	return S_ISREG(there->st_mode);
}

/* The place of what is not there yet. */
static bool vacant(struct place *p, const char *path)
{
	struct buf name = { 0 }, folder = { 0 };
	struct stat there;
	size_t n = 0;
	bool good = place_follow(path, &name) == 0;

	if (good) {
		n = place_folder(name.p);
		buf_put(&folder, name.p, n);
		if (n == 0)
			buf_puts(&folder, ".");
		good = name.n > n && name.n - n < sizeof p->name && stat(buf_cstr(&folder), &there) == 0;
	}
	if (good) {
		*p = (struct place){ .device = there.st_dev, .number = there.st_ino };
		memcpy(p->name, name.p + n, name.n - n);
	}
	buf_free(&name);
	buf_free(&folder);
	return good;
}

bool place_of(struct place *p, const char *path)
{
	struct stat there;

	if (stat(path, &there) == 0)
		return regular(p, &there);
	return errno == ENOENT && vacant(p, path);
}

bool place_of_fd(struct place *p, int fd)
{
	struct stat there;

	return fstat(fd, &there) == 0 && regular(p, &there);
}

bool place_same(const struct place *a, const struct place *b)
{
	return a->device == b->device && a->number == b->number && strcmp(a->name, b->name) == 0;
}
