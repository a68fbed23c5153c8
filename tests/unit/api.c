/* api - libhnps, as another program uses it: what it finds and says, from many threads, and when memory runs out
 * SPDX-License-Identifier: MIT */
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "api/hnps.h"
#include "../lib/check.h"

static hnps_text text(const char *s)
{
	return (hnps_text){ s, strlen(s) };
}

static bool is(hnps_text t, const char *s)
{
	return t.length == strlen(s) && memcmp(t.bytes, s, t.length) == 0;
}

static hnps_task *names(void)
{
	hnps_task *t = hnps_task_new(1);
	hnps_text one = text("Lovelace, Ada"), other = text("Turing, Alan");

	check(hnps_task_example(t, &one, text("A. Lovelace")) == HNPS_OK, "the first example");
	check(hnps_task_input(t, &other) == HNPS_OK, "an input");
	return t;
}

static void finds(void)
{
	hnps_options three = { .size = sizeof three, .programs = 3 };
	hnps_task *t = names();
	hnps_text in = text("Hopper, Grace"), out;
	hnps_program *p;
	hnps_runner *r;
	size_t at;

	check(hnps_task_programs(t) == 0 && hnps_task_program(t, 0) == NULL, "nothing before it has learnt");
	check(hnps_task_learn(t, NULL) == HNPS_OK, "learn: %s", hnps_task_message(t));
	check(hnps_task_programs(t) == 1 && hnps_task_complete(t) && hnps_task_cost(t, 0) > 0, "one program");
	check(hnps_task_learn(t, &three) == HNPS_OK && hnps_task_programs(t) == 3, "three, %zu", hnps_task_programs(t));
	check(hnps_task_learn(t, &(hnps_options){ .size = sizeof three, .programs = SIZE_MAX }) == HNPS_OK && hnps_task_programs(t) >= 3,
	      "as many as there are");
	check(hnps_task_learn(t, &three) == HNPS_OK, "three again");
	check(hnps_task_cost(t, 0) <= hnps_task_cost(t, 1), "the best first");
	check(hnps_task_doubt(t, &at) && at == 0 && strstr(hnps_task_doubt(t, NULL), "'Turing, Alan'"), "doubt");
	p = hnps_task_program(t, 0);
	hnps_task_free(t);
	check(strncmp(hnps_program_text(p), "Concat(", 7) == 0 && hnps_program_columns(p) == 1, "%s", hnps_program_text(p));
	r = hnps_runner_new(p);
	check(hnps_runner_run(r, &in, 1, &out) == HNPS_OK && is(out, "G. Hopper"), "run");
	in = text("no comma");
	check(hnps_runner_run(r, &in, 1, &out) == HNPS_NONE && strcmp(hnps_runner_message(r), "no such match") == 0, "%s", hnps_runner_message(r));
	in = text("\xff");
	check(hnps_runner_run(r, &in, 1, &out) == HNPS_WRONG, "no UTF-8");
	hnps_runner_free(r);
	hnps_program_free(p);
}

static void columns(void)
{
	static const struct { const char *cells[3], *output; } rows[] = {
		{ { "2024", "3", "Ada" }, "Ada (2024)" }, { { "1999", "12", "Alan" }, "Alan (1999)" },
	};
	hnps_task *t = hnps_task_new(3);
	hnps_text cells[3] = { text("2001"), text("1"), text("Grace") }, out;
	hnps_program *p;
	hnps_runner *r;

	for (int i = 0; i < 2; i++)
		check(hnps_task_example(t, (hnps_text[]){ text(rows[i].cells[0]), text(rows[i].cells[1]), text(rows[i].cells[2]) },
		                        text(rows[i].output)) == HNPS_OK, "row %d", i);
	check(hnps_task_learn(t, NULL) == HNPS_OK, "%s", hnps_task_message(t));
	p = hnps_task_program(t, 0);
	check(hnps_program_columns(p) == 3, "%s", hnps_program_text(p));
	r = hnps_runner_new(p);
	check(hnps_runner_run(r, cells, 3, &out) == HNPS_OK && is(out, "Grace (2001)"), "run");
	check(hnps_runner_run(r, cells, 2, &out) == HNPS_WRONG, "too few columns");
	hnps_runner_free(r);
	hnps_program_free(p);
	hnps_task_free(t);
}

static void refuses(void)
{
	hnps_task *t = hnps_task_new(1);
	hnps_text in = text("a");
	char why[80];

	check(!hnps_task_new(0) && !hnps_task_new(21), "0 and 21 columns");
	check(hnps_task_learn(t, NULL) == HNPS_WRONG && strcmp(hnps_task_message(t), "no examples") == 0, "%s", hnps_task_message(t));
	check(hnps_task_example(t, &in, text("")) == HNPS_WRONG, "an empty output");
	check(hnps_task_example(t, &in, text("\xff")) == HNPS_WRONG && strstr(hnps_task_message(t), "UTF-8"), "an output that is not UTF-8");
	check(hnps_task_example(t, &in, text("1")) == HNPS_OK && hnps_task_example(t, &in, text("2")) == HNPS_OK, "a contradiction");
	check(hnps_task_learn(t, NULL) == HNPS_NONE && strstr(hnps_task_message(t), "no program fits all 2 examples"), "%s", hnps_task_message(t));
	check(hnps_task_programs(t) == 0 && !hnps_task_doubt(t, NULL), "no program, no doubt");
	hnps_task_free(t);
	t = hnps_task_new(2);
	check(hnps_task_example(t, (hnps_text[]){ text("a\x1f"), text("b") }, text("a")) == HNPS_WRONG, "U+001F");
	hnps_task_free(t);
	check(!hnps_program_parse(text("Concat("), why, sizeof why) && strstr(why, "ends early"), "%s", why);
	check(!hnps_program_parse(text("Concat("), NULL, 0), "no room for the reason");
	check(hnps_api() == HNPS_API && strlen(hnps_version()) > 2, "version");
}

static void runs_columns(void)
{
	hnps_program *p = hnps_program_parse(text("Concat(ToCase(Allcaps, SubStr(ConstPos(0), Regex(\" \", 0, Start))))"), NULL, 0);
	hnps_runner *r = hnps_runner_new(p);
	const long long offsets[] = { 0, 3, 3, 8 };
	const long long *ends;
	const char *out;
	bool handled[3];

	check(hnps_runner_column(r, "a b""cd ef", offsets, 3, &out, &ends, handled) == HNPS_OK, "column");
	check(handled[0] && !handled[1] && handled[2], "which were handled");
	check(ends[0] == 0 && ends[1] == 1 && ends[2] == 1 && ends[3] == 3 && memcmp(out, "ACD", 3) == 0, "%.3s", out);
	hnps_runner_free(r);
	hnps_program_free(p);
}

/* ---- threads ---- */

enum { THREADS = 8, ROUNDS = 20 };

static void *work(void *shared)
{
	const hnps_program *p = shared;
	hnps_runner *r = hnps_runner_new(p);
	long wrong = 0;

	for (int i = 0; i < ROUNDS; i++) {
		hnps_task *t = hnps_task_new(1);
		hnps_text in = text("12.5 kg"), other = text("3/14/2024"), out;

		wrong += hnps_task_example(t, &in, text("12.5")) != HNPS_OK;
		wrong += hnps_task_input(t, &other) != HNPS_OK;
		wrong += hnps_task_learn(t, NULL) != HNPS_OK;
		hnps_task_free(t);
		t = hnps_task_new(1);
		in = text("3/14/2024");
		wrong += hnps_task_example(t, &in, text("2024-03-14")) != HNPS_OK;
		wrong += hnps_task_learn(t, NULL) != HNPS_OK;
		hnps_task_free(t);
		in = text("straße Ärger");
		wrong += hnps_runner_run(r, &in, 1, &out) != HNPS_OK || !is(out, "Ärger");
	}
	hnps_runner_free(r);
	return (void *)wrong;
}

static void threads(void)
{
	hnps_program *p = hnps_program_parse(text("Concat(SubStr(Regex(Word, -1, Start), END))"), NULL, 0);
	pthread_t thread[THREADS];

	for (int i = 0; i < THREADS; i++)
		pthread_create(&thread[i], NULL, work, p);
	for (int i = 0; i < THREADS; i++) {
		void *wrong;

		pthread_join(thread[i], &wrong);
		check(!wrong, "thread %d: %ld answers differ", i, (long)wrong);
	}
	hnps_program_free(p);
}

/* ---- memory ---- */

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
static void memory(void)
{
	const size_t n = 200 << 20;
	struct rlimit now;
	hnps_text in = { malloc(n), n };
	hnps_task *t = hnps_task_new(1);

	memset((char *)in.bytes, 'a', n);
	getrlimit(RLIMIT_AS, &now);
	setrlimit(RLIMIT_AS, &(struct rlimit){ 600 << 20, now.rlim_max });
	hnps_status s = HNPS_OK;
	for (int i = 0; i < 3 && s == HNPS_OK; i++)
		s = hnps_task_example(t, &in, text("a"));
	setrlimit(RLIMIT_AS, &(struct rlimit){ now.rlim_cur, now.rlim_max });
	check(s == HNPS_NO_MEMORY, "status %d without memory", (int)s);
	hnps_task_free(t);
	free((char *)in.bytes);
	t = names();
	check(hnps_task_learn(t, NULL) == HNPS_OK, "and on");
	hnps_task_free(t);
}
#else
static void memory(void) { }
#endif

int main(void)
{
	finds();
	columns();
	refuses();
	runs_columns();
	threads();
	memory();
	printf("%d checks, %d failed\n", checks, failed);
	return failed != 0;
}
