/* outfile - an output file that appears only when it is whole
 * SPDX-License-Identifier: MIT */
#include "base/outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/os.h"
#include "base/place.h"

enum { MOST_NAMES = 10000 };             /* that are tried for a temporary file */

/* ---- temporary files that have a name ---- */

struct outfile_part { struct outfile_part *next; char name[]; };

/* Those that are there now. */
static struct outfile_part *parts;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct outfile_part *remember(const char *name)
{
	struct outfile_part *part = mem_get(sizeof *part + strlen(name) + 1);

	strcpy(part->name, name);
	pthread_mutex_lock(&lock);
	part->next = parts;
	parts = part;
	pthread_mutex_unlock(&lock);
	return part;
}

static void forget(struct outfile_part *part)
{
	struct outfile_part **at = &parts;

	pthread_mutex_lock(&lock);
	while (*at != part)
		at = &(*at)->next;
	*at = part->next;
	pthread_mutex_unlock(&lock);
	free(part);
}

void outfile_abandon_all(void)
{
	pthread_mutex_lock(&lock);
	for (struct outfile_part *part = parts; part; part = part->next)
		unlink(part->name);
	pthread_mutex_unlock(&lock);
}

/* Gives the file a name that no other file has, in the folder where it is to be: an open one that has none, or a new
 * one. */
static int make_part(struct outfile *f)
{
	const size_t folder = place_folder(buf_cstr(&f->path));
	struct buf name = { 0 };
	int got = -1;

	errno = EEXIST;
	for (int k = 0; got < 0 && errno == EEXIST && k < MOST_NAMES; k++) {
		name.n = 0;
		buf_put(&name, f->path.p, folder);
		buf_printf(&name, ".hnps-%ld-%d", (long)getpid(), k);
		if (f->fd < 0)
			got = f->fd = open(buf_cstr(&name), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
		else
			got = os_link(f->fd, buf_cstr(&name));
	}
	if (got >= 0)
		f->part = remember(buf_cstr(&name));
	buf_free(&name);
	return got < 0 ? -1 : 0;
}

/* ---- opening ---- */

/* A file without a name, in the folder where it is to be: a descriptor, or -1 where that can't be. */
static int open_nameless(const char *path)
{
	struct buf folder = { 0 };
	int fd;

	buf_put(&folder, path, place_folder(path));
	if (folder.n == 0)
		buf_puts(&folder, ".");
	fd = os_nameless(buf_cstr(&folder));
	buf_free(&folder);
	return fd;
}

/* One that was closed when the process began is there, but can't be written to (cli_start). */
static int open_standard(void)
{
	int flags = fcntl(STDOUT_FILENO, F_GETFL);

	if (flags >= 0 && (flags & O_ACCMODE) == O_RDONLY) {
		errno = EBADF;
		return -1;
	}
	return flags < 0 ? -1 : STDOUT_FILENO;
}

/* Does the name lead to this file? One that was deleted, and is open yet as /dev/stdout, has no name. */
static bool leads_to(const char *path, const struct stat *file)
{
	struct stat there;

	return stat(path, &there) == 0 && there.st_dev == file->st_dev && there.st_ino == file->st_ino;
}

static int open_file(struct outfile *f, const char *path)
{
	struct stat there;
	bool is_there;

	errno = ENOENT;
	is_there = *path && stat(path, &there) == 0;
	if (!is_there && (errno != ENOENT || !*path))
		return -1;
	if (place_follow(path, &f->path) < 0)
		return -1;
	if (is_there && (!S_ISREG(there.st_mode) || !leads_to(f->path.p, &there))) {
		buf_free(&f->path);
		return open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	}
	f->mode = is_there ? there.st_mode & 07777 : 0;
	f->fd = open_nameless(f->path.p);
	if (f->fd < 0)
		make_part(f);
	return f->fd;
}

int outfile_open(struct outfile *f, const char *path)
{
	const bool standard = !path || strcmp(path, "-") == 0;

	*f = (struct outfile){ .fd = -1, .name = standard ? "standard output" : path };
	f->fd = standard ? open_standard() : open_file(f, path);
	if (f->fd < 0)
		buf_free(&f->path);
	return f->fd < 0 ? -1 : 0;
}

/* ---- ending ---- */

/* Some file systems tell only when a file is closed that they could not write it: that is to be known before it gets
 * its name. */
static int close_copy(int fd)
{
	int copy = dup(fd);

	return copy < 0 ? -1 : close(copy);
}

/* A link can't take the place of a file that is there; a name that is changed can. */
static int take_place(struct outfile *f)
{
	if (!f->part) {
		if (os_link(f->fd, f->path.p) == 0)
			return 0;
		if (errno != EEXIST || make_part(f) < 0)
			return -1;
	}
	if (rename(f->part->name, f->path.p) < 0)
		return -1;
	forget(f->part);
	f->part = NULL;
	return 0;
}

int outfile_write(int fd, struct str s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);

		if (n < 0 && errno != EINTR)
			return -1;
		s.p += n > 0 ? n : 0;
		s.n -= n > 0 ? (size_t)n : 0;
	}
	return 0;
}

int outfile_commit(struct outfile *f)
{
	int failed = 0, error;

	if (f->fd != STDOUT_FILENO)
		failed = (f->mode && fchmod(f->fd, f->mode)) || close_copy(f->fd) || (f->path.n && take_place(f));
	error = errno;
	outfile_abandon(f);
	errno = error;
	return failed ? -1 : 0;
}

void outfile_abandon(struct outfile *f)
{
	if (f->part) {
		unlink(f->part->name);
		forget(f->part);
		f->part = NULL;
	}
	if (f->fd != STDOUT_FILENO && f->name && f->fd >= 0)
		close(f->fd);
	f->fd = -1;
	buf_free(&f->path);
}
