/* learn - can another program use what fill knows: examples in, a program with its doubts out, several threads at once?
 * SPDX-License-Identifier: MIT */
#include "fill/learn.h"

#include <pthread.h>

#include "fill/conflict.h"
#include "fill/header.h"
#include "fill/preview.h"
#include "fill/report.h"
#include "../lib/check.h"

enum { THREADS = 4, MOST = 8 };

/* Examples and other inputs, and how what is told begins: lines, each with a bar behind it. */
static const struct {
	const char *const examples[MOST][2], *const others[MOST];
	enum learn_header header;
	const char *told;
} cases[] = {
	{ { { "Lovelace, Ada", "Ada Lovelace" }, { "Hopper, Grace", "Grace Hopper" } }, { "Turing, Alan" },
	  HEADER_NEVER,
	  "Concat(SubStr(Regex(\" \", 0, After), END), ConstStr(\" \"), SubStr(ConstPos(0), Regex(\",\", 0, "
	  "Start)))|" },
	{ { { "Lovelace, Ada", "Lovelace" }, { "Hopper, Grace", "Hopper" } }, { "Turing, Alan", "Voltaire" },
	  HEADER_NEVER,
	  "Concat(SubStr(ConstPos(0), Regex(Word+, 0, After)))|not sure: line 2, 'Voltaire', gives 'Voltaire', perhaps "
	  "'Voltair' is meant; an example of it would decide (--alternatives 5 shows more)|" },
	{ { { "Lovelace, Ada", "Dr. Lovelace" } }, { "Turing, Alan" }, HEADER_NEVER,
	  "Concat(ConstStr(\"Dr. \"), SubStr(ConstPos(0), Regex(\",\", 0, Start)))|not sure: line 1, 'Turing, Alan', "
	  "gives 'Dr. Turing', and one example can't show that all lines have 'Dr. '; an example of it would decide|" },
	{ { { "a", "x" }, { "b", "y" }, { "c", "z" } }, { "d" }, HEADER_NEVER,
	  "t: no program fits all 3 examples|t: line 1: 'x' is not in 'a', nor the same in all outputs|" },
	{ { { "item", "number" }, { "a-12", "12" }, { "b-7", "7" }, { "c-130", "130" } }, { "d-5" }, HEADER_USUAL,
	  "t: line 1: 'item' to 'number' goes with no other and is taken for a header; --no-header says that it is "
	  "none|Concat(SubStr(Regex(\"-\", 0, After), END))|" },
	{ { { "item", "number" }, { "a-12", "12" }, { "b-7", "7" }, { "c-130", "130" } }, { "d-5" }, HEADER_NEVER,
	  "t: no program fits all 4 examples|the most that one program does: it fits 3 of them: " },
};
enum { CASES = sizeof cases / sizeof *cases };

static void read_case(size_t c, struct given *g, struct examples *others)
{
	for (size_t i = 0; i < MOST && cases[c].examples[i][0]; i++)
		given_add(g, str_of(cases[c].examples[i][0]), str_of(cases[c].examples[i][1]), (long)i + 1);
	others->rows = mem_zero(MOST, sizeof *others->rows);
	for (; cases[c].others[others->n]; others->n++)
		others->rows[others->n] = (struct example){ .input = str_of(cases[c].others[others->n]),
		    .line = (long)others->n + 1 };
	given_add_others(g, others);
	others->inputs.n = 1;
}

/* What is told of a case begins with what it should. */
static bool as_told(struct learner *l, size_t c, struct buf *told)
{
	const struct learn_options o = { .dialect = DSL_SHELL, .steps = 3e8, .header = cases[c].header };
	struct remarks lines = { 0 };
	struct examples all = { 0 };
	struct given g = { 0 };
	struct learnt t;

	read_case(c, &g, &all);
	t = learn(l, &g, &o);
	report_header(&lines, &t, &all, "t");
	if (t.status == EXACT_FOUND) {
		report_program(&lines, &t, &all);
		report_doubt(&lines, &t, &g, &all, false);
	} else {
		conflict_begin(&lines, &g, &t, "t");
		conflict_explain(&lines, l, &g, &all, &t, "t");
	}
	for (size_t i = 0; i < lines.n; i++) {
		buf_str(told, lines.lines[i]);
		buf_putc(told, '|');
	}
	remarks_free(&lines);
	examples_free(&all);
	given_free(&g);
	return str_begins(buf_view(told), str_of(cases[c].told));
}

static void *work(void *wrong)
{
	struct learner l = learner_make();
	struct buf told = { 0 };

	for (size_t k = 0; k < 3 * CASES; k++, told.n = 0)
		*(int *)wrong += !as_told(&l, k % CASES, &told);
	buf_free(&told);
	learner_free(&l);
	return NULL;
}

int main(void)
{
	struct learner l = learner_make();
	struct buf told = { 0 };
	pthread_t thread[THREADS];
	int wrong[THREADS] = { 0 };

	for (size_t c = 0; c < CASES; c++, told.n = 0) {
		const bool good = as_told(&l, c, &told);

		check(good, "case %zu: told\n  %s, not\n  %s", c, buf_cstr(&told), cases[c].told);
	}
	buf_free(&told);
	learner_free(&l);
	for (size_t i = 0; i < THREADS; i++)
		if (pthread_create(&thread[i], NULL, work, &wrong[i]))
			return 1;
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(thread[i], NULL);
		check(wrong[i] == 0, "thread %zu: %d cases told otherwise", i, wrong[i]);
	}
	printf("%d checks, %d failed\n", checks, failed);
	return failed != 0;
}
