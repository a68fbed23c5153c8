/* outfile - when an output appears, where, and what is left when it doesn't; with files without a name, and with names
 * SPDX-License-Identifier: MIT */
#include "base/outfile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cli.h"
#include "base/place.h"
#include "../lib/check.h"

static bool named;                       /* as a file system without unnamed files */

/* In place of the C library's. */
int open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list args;

	va_start(args, flags);
	if (flags & (O_CREAT | O_TMPFILE))
		mode = va_arg(args, mode_t);
	va_end(args);
	if (named && (flags & O_TMPFILE) == O_TMPFILE) {
		errno = EOPNOTSUPP;
		return -1;
	}
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	if (!f || fputs(text, f) < 0 || fclose(f))
		die("%s: %m", path);
}

static bool has(const char *path, const char *text)
{
	char there[64] = "";
	FILE *f = fopen(path, "r");
	bool good = f && fgets(there, sizeof there, f) && strcmp(there, text) == 0;

	if (f)
		fclose(f);
	return good;
}

/* Files in the folder, those that begin with a dot, too. */
static int files(void)
{
	DIR *d = opendir(".");
	int n = -2;

	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static bool is_link(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_mode & 07777 : 0;
}

/* Writes a text as FILE; false where that can't be. */
static bool write_as(const char *path, const char *text)
{
	struct outfile f;

	if (outfile_open(&f, path) < 0)
		return false;
	if (write(f.fd, text, strlen(text)) < 0)
		die("%s: %m", path);
	return outfile_commit(&f) == 0;
}

static void links_and_modes(void)
{
	umask(027);
	check(write_as("new", "one") && has("new", "one") && mode_of("new") == 0640, "new: mode %o", mode_of("new"));
	chmod("new", 0604);
	check(write_as("new", "two") && has("new", "two") && mode_of("new") == 0604, "again: mode %o", mode_of("new"));
	umask(022);

	put("real", "old");
	symlink("real", "link");
	symlink("./link", "link to link");
	check(write_as("link to link", "three") && has("real", "three"), "the end of two links");
	check(is_link("link") && is_link("link to link"), "a link was replaced");
	mkdir("folder", 0777);
	symlink("folder/target", "dangling");
	check(write_as("dangling", "four") && has("folder/target", "four") && is_link("dangling"),
	      "a link to what is not there yet");
	symlink("../new", "folder/up");
	check(write_as("folder/up", "five") && has("new", "five") && is_link("folder/up"), "a link out of its folder");
	symlink("circle", "circle");
	check(!write_as("circle", "six") && errno == ELOOP, "a link to itself: %s", strerror(errno));
	check(!write_as("", "x") && errno == ENOENT, "no name: %s", strerror(errno));
	check(!write_as("nowhere/x", "x") && errno == ENOENT, "no folder: %s", strerror(errno));
	check(!write_as("new/x", "x") && errno == ENOTDIR, "a file for a folder: %s", strerror(errno));
	check(write_as("/dev/null", "x"), "a device: %s", strerror(errno));
	check(files() == 7, "%d files, not 7", files());
	unlink("folder/up"), unlink("folder/target"), rmdir("folder");
	unlink("new"), unlink("real"), unlink("link"), unlink("link to link"), unlink("dangling"), unlink("circle");
}

/* A person's files that are called as temporary ones, or were before, are neither written nor removed. */
static void others_files(void)
{
	char mine[64], trap[64];

	snprintf(mine, sizeof mine, ".hnps-%ld-0", (long)getpid());
	snprintf(trap, sizeof trap, ".hnps-%ld-1", (long)getpid());
	put(mine, "mine");
	put("precious", "precious");
	put("out.part", "mine, too");
	symlink("precious", trap);
	put("out", "old");
	check(write_as("out", "new") && has("out", "new"), "not written");
	check(has(mine, "mine") && has("precious", "precious") && has("out.part", "mine, too") && is_link(trap),
	      "another file was touched");
	check(files() == 5, "%d files, not 5", files());
	unlink(mine), unlink(trap), unlink("precious"), unlink("out.part"), unlink("out");
}

/* Two at once, and one that is given up between. */
static void two_writers(void)
{
	struct outfile a, b, c;

	check(outfile_open(&a, "out") == 0 && outfile_open(&b, "out") == 0 && outfile_open(&c, "out") == 0, "not open");
	check(write(a.fd, "aaaa", 4) == 4 && write(b.fd, "bb", 2) == 2 && write(c.fd, "c", 1) == 1, "not written");
	check(access("out", F_OK) != 0, "there before it is whole");
	check(outfile_commit(&a) == 0 && has("out", "aaaa"), "the first");
	outfile_abandon(&c);
	outfile_abandon(&c);
	check(has("out", "aaaa"), "given up");
	check(outfile_commit(&b) == 0 && has("out", "bb"), "the last to end");
	outfile_abandon(&b);
	check(has("out", "bb") && files() == 1, "%d files", files());
	unlink("out");
}

/* What can't take its place leaves nothing. */
static void no_place(void)
{
	struct outfile f;

	check(outfile_open(&f, "out") == 0, "%s", strerror(errno));
	mkdir("out", 0777);
	check(outfile_commit(&f) < 0 && errno == EISDIR, "in place of a folder: %s", strerror(errno));
	check(files() == 1, "%d files, not the folder alone", files());
	rmdir("out");
}

static void *die_there(void *unused)
{
	(void)unused;
	die("as it should");
}

/* Who dies, in any thread, leaves nothing; who is killed leaves nothing that is in the way. */
static void ends(void)
{
	for (int how = 0; how < 3; how++) {
		int status = 0;
		pid_t child = fork();

		if (child == 0) {
			struct outfile f[2];
			pthread_t thread;

			freopen("/dev/null", "w", stderr);
			if (outfile_open(&f[0], "out") < 0 || outfile_open(&f[1], "out") < 0)
				_exit(1);
			outfile_abandon(&f[0]);
			if (how == 0)
				die("as it should");
			if (how == 1 && pthread_create(&thread, NULL, die_there, NULL) == 0)
				pthread_join(thread, NULL);
			raise(SIGKILL);
		}
		waitpid(child, &status, 0);
		check(how == 2 ? WIFSIGNALED(status) : WIFEXITED(status) && WEXITSTATUS(status) == 2, "end %d: status %x", how,
		      (unsigned)status);
		check(files() == (how == 2 && named), "end %d: %d files", how, files());
	}
	check(write_as("out", "after") && has("out", "after"), "after one that was killed");
	unlink("out");
}

static void places(void)
{
	static const struct { const char *a, *b; bool same; } pairs[] = {
		{ "there", "./there", true }, { "there", "hard", true }, { "there", "soft", true },
		{ "there", "folder/../there", true },
		{ "there", "not there", false }, { "there", "copy", false },
		{ "x", "./x", true }, { "x", "folder/../x", true }, { "x", "dangling", true }, { "x", "folder/up", true },
		{ "x", "y", false }, { "x", "folder/x", false }, { "folder/x", "also/x", true },
	};
	static const char *const none[] = { "folder", "/dev/null", "nowhere/x", "there/x", "", "folder/new/", "circle" };
	struct place a, b;

	mkdir("folder", 0777);
	put("there", ""), put("copy", "");
	link("there", "hard");
	symlink("there", "soft"), symlink("x", "dangling"), symlink("../x", "folder/up");
	symlink("folder", "also"), symlink("circle", "circle");
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		check(place_of(&a, pairs[i].a) && place_of(&b, pairs[i].b) && place_same(&a, &b) == pairs[i].same, "%s and %s",
		      pairs[i].a, pairs[i].b);
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		check(!place_of(&a, none[i]), "'%s' has a place", none[i]);
}

int main(void)
{
	char folder[] = "/tmp/outfile-XXXXXX", clean[64];

	if (!mkdtemp(folder) || chdir(folder) < 0)
		die("%s: %m", folder);
	for (named = false;; named = true) {
		links_and_modes();
		others_files();
		two_writers();
		no_place();
		ends();
		snprintf(clean, sizeof clean, "rm -rf '%s'/* '%s'/.hnps-*", folder, folder);
		if (system(clean) != 0)
			die("%s: not cleaned", folder);
		if (named)
			break;
	}
	places();
	snprintf(clean, sizeof clean, "rm -rf '%s'", folder);
	if (system(clean) != 0)
		die("%s: not removed", folder);
	printf("%d checks, %d failed\n", checks, failed);
	return failed != 0;
}
