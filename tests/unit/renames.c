/* renames - files that change names, in chains and rings, too; what stops them; a failure half way leaves all as it was
 * SPDX-License-Identifier: MIT */
#include "base/renames.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/check.h"
#include "base/rng.h"

/* A file that has its name for its text. */
static void touch(const char *name)
{
	FILE *f = fopen(name, "w");

	if (!f || fputs(name, f) < 0 || fclose(f))
		abort();
}

/* What the file says; empty: there is none. */
static const char *says(const char *name)
{
	static char text[300];
	FILE *f = fopen(name, "r");

	text[f ? fread(text, 1, sizeof text - 1, f) : 0] = 0;
	if (f)
		fclose(f);
	return text;
}

/* Does it, and what it says of it: empty when all went well. */
static const char *apply(const struct renames *r)
{
	static char said[300];
	struct buf why = { 0 };

	if ((renames_apply(r, &why) < 0) != (why.n > 0))
		abort();
	snprintf(said, sizeof said, "%s", buf_cstr(&why));
	buf_free(&why);
	return said;
}

static size_t count_files(void)
{
	DIR *dir = opendir(".");
	size_t n = 0;

	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 2;
}

/* A list of files and new names, in turn, NULL behind the last. */
static struct renames list(const char *const *names)
{
	struct renames r = { 0 };
	struct buf why = { 0 };

	for (size_t i = 0; names[2 * i]; i++) {
		check(renames_add(&r, names[2 * i], &why) == 0, "add %s", names[2 * i]);
		renames_set(&r, i, str_of(names[2 * i + 1]));
	}
	buf_free(&why);
	return r;
}

static void chains_and_rings(void)
{
	struct renames r = list((const char *const[]){ "a", "b", "b", "c", "c", "d", "p", "q", "q", "p", "same",
	    "same", "./x", "y", NULL });

	for (const char *p = "abcpqx"; *p; p++)
		touch((char[]){ *p, 0 });
	touch("same");
	check(renames_check(&r) == 0, "nothing stands against it");
	check(renames_count(&r) == 6, "six names change");
	check(!*apply(&r), "done");
	check(!strcmp(says("b"), "a") && !strcmp(says("c"), "b") && !strcmp(says("d"), "c"), "a chain");
	check(!strcmp(says("q"), "p") && !strcmp(says("p"), "q"), "a ring");
	check(!strcmp(says("same"), "same") && !strcmp(says("y"), "x") && count_files() == 7, "all others");
	renames_free(&r);
}

static void expect_wrong(const char *const *names, const char *line)
{
	struct renames r = list(names);

	check(renames_check(&r) == 1, "one line: '%s'", line);
	check(r.nwrong && !strcmp(r.wrong[0].p, line), "'%s' is said: %s", line, r.nwrong ? r.wrong[0].p : "nothing");
	renames_free(&r);
}

static void what_stands_against_it(void)
{
	struct renames r = { 0 };
	struct buf why = { 0 };

	mkdir("folder", 0777);
	if (symlink(".", "here"))
		abort();
	touch("b"), touch("c"), touch("folder/c");
	expect_wrong((const char *const[]){ "b", "x", "c", "x", NULL }, "b and c would both be called x");
	expect_wrong((const char *const[]){ "b", "c", "c", "c", NULL }, "b and c would both be called c");
	expect_wrong((const char *const[]){ "b", "x", "here/c", "x", NULL }, "b and c would both be called x");
	expect_wrong((const char *const[]){ "b", "c", NULL }, "c is there already, and b would be called so");
	expect_wrong((const char *const[]){ "b", "folder", NULL }, "folder is there already, and b would be called so");
	expect_wrong((const char *const[]){ "b", "..", NULL }, ".. is there already, and b would be called so");
	expect_wrong((const char *const[]){ "b", "", NULL }, "b: its new name would be empty");
	expect_wrong((const char *const[]){ "folder/c", "x/y", NULL }, "folder/c: its new name would have a slash");
	expect_wrong((const char *const[]){ "gone", "x", NULL }, "gone: No such file or directory");
	expect_wrong((const char *const[]){ "b", "u", "./b", "v", NULL }, "./b is given twice");
	r = list((const char *const[]){ "b", "x", "folder/c", "x", "folder///", "z", NULL });
	check(renames_check(&r) == 0, "one name in two folders is no matter");
	check(!*apply(&r) && !strcmp(says("z/x"), "folder/c"), "a folder and what is in it");
	renames_free(&r);
	check(renames_add(&r, "..", &why) < 0 && renames_add(&r, "/", &why) < 0, "no names");
	check(renames_add(&r, "gone/x", &why) < 0, "no folder");
	renames_free(&r);
	buf_free(&why);
}

/* Somebody else comes between looking and doing. */
static void half_way(void)
{
	struct renames r = list((const char *const[]){ "h1", "g1", "h2", "h3", "h3", "h2", "h4", "g4", "h5", "g5",
	    NULL });
	size_t before;

	for (const char *p = "12345"; *p; p++)
		touch((char[]){ 'h', *p, 0 });
	check(renames_check(&r) == 0, "nothing stands against it");
	touch("g4");
	before = count_files();
	check(!strcmp(apply(&r), "h4 to g4: File exists; the 4 names changed before have been changed back"),
	    "it fails, and says so");
	check(!strcmp(says("h1"), "h1") && !strcmp(says("h2"), "h2") && !strcmp(says("h3"), "h3") &&
	    !strcmp(says("h4"), "h4"), "all are as they were");
	check(!strcmp(says("g4"), "g4") && count_files() == before, "nothing was overwritten, nothing is left");
	unlink("g4"), unlink("h1");
	check(!strcmp(apply(&r), "h1 to g1: No such file or directory; nothing was renamed"), "the first fails");
	renames_free(&r);
}

/* Any permutation, with some names free. */
static void permutations(void)
{
	enum { N = 40 };

	for (int round = 0; round < 50; round++) {
		struct rng rng = rng_at(1, "renames", (uint64_t)round);
		struct renames r = { 0 };
		struct buf why = { 0 };
		char names[N][8], fresh[N][8];
		const int gap = (int)rng_below(&rng, 3);        /* names that no file has at first */

		for (int i = 0; i < N; i++) {
			snprintf(names[i], sizeof names[i], "n%d", i);
			snprintf(fresh[i], sizeof fresh[i], "n%d", i + gap);
			touch(names[i]);
		}
		for (int i = N - 1; i > 0; i--) {
			const int k = (int)rng_below(&rng, (uint32_t)i + 1);
			char swap[8];

			memcpy(swap, fresh[i], sizeof swap);
			memmove(fresh[i], fresh[k], sizeof swap);
			memcpy(fresh[k], swap, sizeof swap);
		}
		for (int i = 0; i < N; i++) {
			renames_add(&r, names[i], &why);
			renames_set(&r, (size_t)i, str_of(fresh[i]));
		}
		check(renames_check(&r) == 0 && !*apply(&r), "round %d", round);
		for (int i = 0; i < N; i++) {
			check(!strcmp(says(fresh[i]), names[i]), "round %d: %s is %s", round, fresh[i], says(fresh[i]));
			unlink(fresh[i]);
		}
		renames_free(&r);
		buf_free(&why);
	}
}

int main(void)
{
	const char *place = getenv("TMPDIR");
	char folder[200], clean[250];

	snprintf(folder, sizeof folder, "%s/renames-XXXXXX", place ? place : "/tmp");
	if (!mkdtemp(folder) || chdir(folder))
		return 1;
	chains_and_rings();
	what_stands_against_it();
	half_way();
	permutations();
	snprintf(clean, sizeof clean, "rm -r '%s'", folder);
	return system(clean) != 0 || failed || !checks;
}
