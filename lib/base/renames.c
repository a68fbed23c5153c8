/* renames - new names for files in their folders: all of them or none, and nothing is overwritten
 * SPDX-License-Identifier: MIT */
#include "base/renames.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/os.h"

static const size_t NONE = (size_t)-1;

/* ---- the list ---- */

int renames_add(struct renames *r, const char *path, struct buf *why)
{
	struct str whole = str_of(path);
	struct renames_file file = { 0 };
	struct stat folder;
	const char *slash;

	while (whole.n > 1 && whole.p[whole.n - 1] == '/')
		whole.n--;
	slash = os_last(whole.p, '/', whole.n);
	file.folder = arena_copy(&r->arena, (struct str){ whole.p, slash ? (size_t)(slash + 1 - whole.p) : 0 });
	file.old = arena_copy(&r->arena, (struct str){ whole.p + file.folder.n, whole.n - file.folder.n });
	file.fresh = file.old;
	if (!file.old.n || str_eq(file.old, STR(".")) || str_eq(file.old, STR(".."))) {
		buf_printf(why, "'%s' has no name that could be changed", path);
		return -1;
	}
	if (stat(file.folder.n ? file.folder.p : ".", &folder) < 0) {
		buf_printf(why, "%s: %s", path, strerror(errno));
		return -1;
	}
	file.device = folder.st_dev, file.inode = folder.st_ino;
	r->files = mem_room(r->files, r->n, &r->cap, sizeof *r->files);
	r->files[r->n++] = file;
	return 0;
}

void renames_set(struct renames *r, size_t file, struct str fresh)
{
	r->files[file].fresh = arena_copy(&r->arena, fresh);
}

size_t renames_count(const struct renames *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += !str_eq(r->files[i].old, r->files[i].fresh);
	return n;
}

void renames_free(struct renames *r)
{
	free(r->files);
	free(r->wrong);
	arena_free(&r->arena);
	*r = (struct renames){ 0 };
}

/* A path in the folder of a file; freed by the caller. */
static char *path_of(const struct renames_file *file, struct str name)
{
	char *path = mem_get(file->folder.n + name.n + 1);

	memcpy(path, file->folder.p, file->folder.n);
	memcpy(path + file->folder.n, name.p, name.n);
	path[file->folder.n + name.n] = 0;
	return path;
}

/* ---- which files have the same name ---- */

static int compare_folders(const struct renames_file *a, const struct renames_file *b)
{
	if (a->device != b->device)
		return a->device < b->device ? -1 : 1;
	return (a->inode > b->inode) - (a->inode < b->inode);
}

static int compare_names(struct str a, struct str b)
{
	const int order = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

/* By where they are, of names that are the same by their places in the list. */
static int by_old(const void *x, const void *y)
{
	const struct renames_file *const a = *(const struct renames_file *const *)x;
	const struct renames_file *const b = *(const struct renames_file *const *)y;
	const int folders = compare_folders(a, b), names = folders ? folders : compare_names(a->old, b->old);

	return names ? names : (a > b) - (a < b);
}

static int by_fresh(const void *x, const void *y)
{
	const struct renames_file *const a = *(const struct renames_file *const *)x;
	const struct renames_file *const b = *(const struct renames_file *const *)y;
	const int folders = compare_folders(a, b), names = folders ? folders : compare_names(a->fresh, b->fresh);

	return names ? names : (a > b) - (a < b);
}

/* The files in such an order; freed by the caller. */
static const struct renames_file **sorted(const struct renames *r, int (*order)(const void *, const void *))
{
	const struct renames_file **files = mem_get(r->n * sizeof *files);

	for (size_t i = 0; i < r->n; i++)
		files[i] = &r->files[i];
	qsort(files, r->n, sizeof *files, order);
	return files;
}

/* The file that has this name in the folder of `file`; NULL: none of them. `files` are sorted by_old. */
static const struct renames_file *holder(const struct renames *r, const struct renames_file **files,
    const struct renames_file *file, struct str name)
{
	size_t from = 0, until = r->n;

	while (from < until) {
		const size_t middle = from + (until - from) / 2;
		const int folders = compare_folders(files[middle], file);
		const int order = folders ? folders : compare_names(files[middle]->old, name);

		if (order == 0)
			return files[middle];
		if (order < 0)
			from = middle + 1;
		else
			until = middle;
	}
	return NULL;
}

/* ---- what stands against it ---- */

static void complain(struct renames *r, const struct renames_file *file, struct str name, const char *what)
{
	struct buf line = { 0 };

	buf_str(&line, file->folder);
	buf_str(&line, name);
	buf_puts(&line, what);
	r->wrong = mem_room(r->wrong, r->nwrong, &r->wrong_cap, sizeof *r->wrong);
	r->wrong[r->nwrong++] = arena_take(&r->arena, &line);
}

void renames_refuse(struct renames *r, size_t file, const char *reason)
{
	struct buf line = { 0 };

	buf_printf(&line, ": %s", reason);
	complain(r, &r->files[file], r->files[file].old, buf_cstr(&line));
	buf_free(&line);
}

static const char *name_is_bad(struct str name)
{
	if (name.n == 0)
		return ": its new name would be empty";
	if (memchr(name.p, '/', name.n))
		return ": its new name would have a slash";
	return memchr(name.p, 0, name.n) ? ": its new name would have the character NUL" : NULL;
}

static void check_one(struct renames *r, const struct renames_file **old, const struct renames_file *file)
{
	char *path = path_of(file, file->old);
	const char *bad = name_is_bad(file->fresh);
	struct buf why = { 0 };
	struct stat unused;

	if (lstat(path, &unused) < 0) {
		buf_printf(&why, ": %s", strerror(errno));
		bad = buf_cstr(&why);
	}
	if (bad)
		complain(r, file, file->old, bad);
	free(path);
	if (!bad && !holder(r, old, file, file->fresh)) {
		path = path_of(file, file->fresh);
		if (lstat(path, &unused) == 0)
			buf_puts(&why, " is there already, and ");
		else if (errno != ENOENT)
			buf_printf(&why, ": %s, and ", strerror(errno));
		if (why.n) {
			buf_str(&why, file->old);
			buf_puts(&why, " would be called so");
			complain(r, file, file->fresh, buf_cstr(&why));
		}
		free(path);
	}
	buf_free(&why);
}

size_t renames_check(struct renames *r)
{
	const struct renames_file **old = sorted(r, by_old), **fresh = sorted(r, by_fresh);
	struct buf why = { 0 };

	for (size_t i = 1; i < r->n; i++)
		if (compare_folders(old[i - 1], old[i]) == 0 && str_eq(old[i - 1]->old, old[i]->old))
			complain(r, old[i], old[i]->old, " is given twice");
	for (size_t i = 0; i < r->n; i++)
		check_one(r, old, &r->files[i]);
	for (size_t i = 1; i < r->n; i++) {
		if (compare_folders(fresh[i - 1], fresh[i]) || !str_eq(fresh[i - 1]->fresh, fresh[i]->fresh) ||
		    str_eq(fresh[i - 1]->old, fresh[i]->old) ||
		    name_is_bad(fresh[i]->fresh))
			continue;
		why.n = 0;
		buf_puts(&why, " and ");
		buf_str(&why, fresh[i]->old);
		buf_puts(&why, " would both be called ");
		buf_str(&why, fresh[i]->fresh);
		complain(r, fresh[i - 1], fresh[i - 1]->old, buf_cstr(&why));
	}
	free(old);
	free(fresh);
	buf_free(&why);
	return r->nwrong;
}

/* ---- doing it ---- */

/* What was done, so that it can be undone. */
struct journal { struct { char *from, *to; } *moves; size_t n, cap; };

static bool move(struct journal *j, char *from, char *to, struct buf *why)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) < 0) {
		buf_printf(why, "%s to %s: %s", from, to,
		           errno == EINVAL ? "this file system can't rename without overwriting" : strerror(errno));
		free(from);
		free(to);
		return false;
	}
	j->moves = mem_room(j->moves, j->n, &j->cap, sizeof *j->moves);
	j->moves[j->n].from = from, j->moves[j->n++].to = to;
	return true;
}

/* Gives a file the name that it is to have; it must be free. `where`: it is called so meanwhile; NULL: as it was. */
static bool settle(struct journal *j, const struct renames_file *file, const char *where, struct buf *why)
{
	return move(j, path_of(file, where ? str_of(where) : file->old), path_of(file, file->fresh), why);
}

/* A file, and before it those that have the name it is to get, whose names others of them have: a chain, or a ring, in
 * which one steps aside. */
static bool move_chain(struct journal *j, const struct renames *r, const struct renames_file **old, size_t first,
    size_t *chain, bool *done, struct buf *why)
{
	const struct renames_file *const file = &r->files[first], *next;
	size_t n = 0, at = first;
	bool ring = false, good = true;
	char aside[60];

	do {
		chain[n++] = at;
		next = holder(r, old, &r->files[at], r->files[at].fresh);
		at = next ? (size_t)(next - r->files) : NONE;
		ring = at == first;
	} while (next && !ring && !done[at]);
	snprintf(aside, sizeof aside, ".hnps-rename-%ld-%zu", (long)getpid(), first);
	if (ring)
		good = move(j, path_of(file, file->old), path_of(file, str_of(aside)), why);
	while (n-- && good) {
		done[chain[n]] = true;
		good = settle(j, &r->files[chain[n]], ring && n == 0 ? aside : NULL, why);
	}
	return good;
}

/* Takes back what was done, and tells it behind what went wrong. */
static void undo(struct journal *j, struct buf *why)
{
	struct buf left = { 0 };
	const size_t n = j->n;

	for (size_t i = n; i-- > 0;)
		if (renameat2(AT_FDCWD, j->moves[i].to, AT_FDCWD, j->moves[i].from, RENAME_NOREPLACE) < 0)
			buf_printf(&left, "%s%s is now %s (%s)", left.n ? ", " : "", j->moves[i].from, j->moves[i].to,
			    strerror(errno));
	if (n == 0)
		buf_puts(why, "; nothing was renamed");
	else if (left.n)
		buf_printf(why, "; of the %zu names that were changed before, these could not be changed back: %s", n,
		    buf_cstr(&left));
	else
		buf_printf(why, "; the %zu %s changed before %s been changed back", n, n == 1 ? "name" : "names",
		    n == 1 ? "has" : "have");
	buf_free(&left);
}

int renames_apply(const struct renames *r, struct buf *why)
{
	const struct renames_file **old = sorted(r, by_old);
	size_t *chain = mem_get(r->n * sizeof *chain);
	bool *done = mem_zero(r->n, sizeof *done), good = true;
	struct journal j = { 0 };
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);      /* nobody stops it half way */
	for (size_t i = 0; i < r->n; i++)
		done[i] = str_eq(r->files[i].old, r->files[i].fresh);
	for (size_t i = 0; i < r->n && good; i++)
		good = done[i] || move_chain(&j, r, old, i, chain, done, why);
	if (!good)
		undo(&j, why);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	for (size_t i = 0; i < j.n; i++) {
		free(j.moves[i].from);
		free(j.moves[i].to);
	}
	free(j.moves);
	free(old);
	free(chain);
	free(done);
	return good ? 0 : -1;
}
