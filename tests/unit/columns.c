/* columns - inputs of several columns: their cells, what the search makes of them, and what speaks against it
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "../lib/check.h"
#include "base/cells.h"
#include "base/rng.h"
#include "dsl/dsl_column.h"
#include "dsl/dsl_run.h"
#include "search/doubt.h"
#include "search/exact.h"
#include "search/guard.h"
#include "search/results.h"

static struct exact *x;
static struct dsl_scratch *scratch;

/* ---- cells ---- */

static void cells(void)
{
	static const struct { struct str joined; size_t n; const char *cell[4]; } of[] = {
		{ STR(""), 1, { "", NULL } }, { STR("a"), 1, { "a", NULL } }, { STR("\x1f"), 2, { "", "", NULL } },
		{ STR("ab\x1f\x1f" "c"), 3, { "ab", "", "c", NULL } }, { STR("\x1f\x1f"), 3, { "", "", "", NULL } },
	};

	for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
		struct buf joined = { 0 };
		struct str cell;
		size_t k = 0;

		check(cells_count(of[i].joined) == of[i].n, "case %zu: %zu cells", i, cells_count(of[i].joined));
		for (; cells_find(of[i].joined, k, &cell); k++) {
			check(k < of[i].n && str_eq(cell, str_of(of[i].cell[k])), "case %zu, cell %zu: %.*s", i, k, (int)cell.n, cell.p);
			check(cells_may_hold(cell), "a cell with a separator in it");
			cells_put(&joined, k, cell);
		}
		check(k == of[i].n && str_eq(buf_view(&joined), of[i].joined), "case %zu: joined again: %s", i, buf_cstr(&joined));
		buf_free(&joined);
	}
	check(!cells_may_hold(STR("a\x1f")), "a separator in a cell");
	check(!cells_find((struct str){ 0 }, 1, &(struct str){ 0 }), "a second cell of nothing");
}

/* ---- tasks; a bar stands for the separator ---- */

static struct str joined(const char *text, struct arena *a)
{
	struct str s = arena_copy(a, str_of(text));

	for (char *p = (char *)s.p; *p; p++)
		*p = *p == '|' ? CELLS_SEPARATOR : *p;
	return s;
}

struct task { const char *in[4], *out[4]; };

static struct exact_result search(const struct task *t, size_t n, const struct exact_options *o, struct arena *a)
{
	struct str in[4], out[4];
	struct exact_result r;

	for (size_t i = 0; i < n; i++)
		in[i] = joined(t->in[i], a), out[i] = str_of(t->out[i]);
	r = exact_search(x, in, out, n, o);
	for (size_t p = 0; p < r.n; p++) {
		struct dsl_ready *ready = dsl_ready(&r.found[p].program);

		check(p == 0 || r.found[p].cost >= r.found[p - 1].cost - 1e-9, "%s: costs don't ascend", t->in[0]);
		for (size_t i = 0; i < n; i++)
			check(dsl_makes(ready, scratch, in[i], out[i]), "%s: program %zu is wrong on example %zu", t->in[0], p, i);
		dsl_done(ready);
	}
	return r;
}

static const char *text_of(const struct exact_result *r)
{
	static struct buf text;

	text.n = 0;
	if (r->n)
		dsl_print_readable(&text, &r->found[0].program);
	return buf_cstr(&text);
}

/* From two examples it is right on the others. */
static void found_again(void)
{
	static const struct task tasks[] = {
		{ { "Ada|Lovelace", "Grace|Hopper", "Alan|Turing" }, { "ada.lovelace@example.org", "grace.hopper@example.org", "alan.turing@example.org" } },
		{ { "Ada|Lovelace", "Grace|Hopper", "Alan|Turing" }, { "ALovelace", "GHopper", "ATuring" } },
		{ { "5|6|2001", "11|21|2001", "12|5|2002" }, { "05/06/2001", "11/21/2001", "12/05/2002" } },
		{ { "Main Street|12|Springfield", "High Road|7a|Leeds", "Park Lane|3|London" },
		  { "12 Main Street, Springfield", "7a High Road, Leeds", "3 Park Lane, London" } },
		{ { "x1|Lovelace, Ada|London|7", "x2|Hopper, Grace|Yale|8", "x3|Turing, Alan|Wilmslow|9" }, { "Ada (London)", "Grace (Yale)", "Alan (Wilmslow)" } },
		{ { "a||Ada", "b||Grace", "c||Alan" }, { "Ada-a", "Grace-b", "Alan-c" } },
		{ { "Lovelace|a-b-c", "Hopper|d-e", "Turing|f-g-h-i" }, { "Lovelace: abc", "Hopper: de", "Turing: fghi" } },
		{ { "Wed|3 April 2024", "Thu|21 May 2025", "Sun|1 June 2025" }, { "2024-04-03 Wed", "2025-05-21 Thu", "2025-06-01 Sun" } },
		/* numbers of two columns and more */
		{ { "pen|3|1.20", "ink|2|4.75", "cap|7|2.10" }, { "3.60", "9.50", "14.70" } },
		{ { "120|31", "90|7", "12|1" }, { "151", "97", "13" } },
		{ { "31|120", "7|90", "1|12" }, { "89", "83", "11" } },
		{ { "$1,200.00|x|19%", "$50.00|y|7%", "$80.00|z|19%" }, { "$1,428.00", "$53.50", "$95.20" } },
		{ { "80|25%", "12|50%", "200|10%" }, { "60", "6", "180" } },
		{ { "25|200", "30|120", "7|21" }, { "12.5%", "25.0%", "33.3%" } },
		{ { "200|250", "120|90", "40|44" }, { "25%", "-25%", "10%" } },
		{ { "1|2|30", "4|50|6", "7|8|9" }, { "33", "60", "24" } },
		{ { "12|7|x", "3|9|y", "1|2|z" }, { "12", "9", "2" } },
		/* dates of two columns and more */
		{ { "2024-01-03|2024-02-05", "2024-03-01|2024-03-31", "2023-01-01|2024-01-01" }, { "33 days", "30 days", "365 days" } },
		{ { "Ada|10 Dec 1815|27 Nov 1852", "Alan|23 June 1912|7 June 1954", "Grace|9 Dec 1906|1 Jan 1992" }, { "36", "41", "85" } },
		{ { "22:00|06:30", "09:15|17:00", "12:00|12:05" }, { "510", "465", "5" } },
		{ { "2024|3|4", "2023|12|25", "2022|7|9" }, { "4 Mar 2024", "25 Dec 2023", "9 Jul 2022" } },
		{ { "4|March|2024", "12|Jan|2023", "3|Dec|2022" }, { "2024-03-04", "2023-01-12", "2022-12-03" } },
		{ { "4|3|2024", "12|1|2023", "25|12|2022" }, { "2024-03-04", "2023-01-12", "2022-12-25" } },
		{ { "2024|3", "2023|12", "2022|7" }, { "March 2024", "December 2023", "July 2022" } },
	};
	const struct exact_options plain = { .dialect = DSL_SHELL, .best = 1, .steps = 1e9 };

	for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
		struct exact_options o = plain;
		struct arena a = { 0 };

		for (o.best = 1; o.best < 40; o.best += 30) {
			struct exact_result r = search(&tasks[i], 2, &o, &a);
			const struct str in = joined(tasks[i].in[2], &a);
			struct str made = r.n ? *results_of(&r.found[0].program, &in, 1, &a) : STR("");

			check(r.n && r.proven && str_eq(made, str_of(tasks[i].out[2])), "%s, best %zu: %s gives %.*s", tasks[i].in[0], o.best, text_of(&r),
			      (int)made.n, made.p);
		}
		arena_free(&a);
	}
}

/* With conditions: right on the last of four examples' rows from those before. */
static void chosen_again(void)
{
	static const struct { const char *in[6], *out[6]; } tasks[] = {
		{ { "Ada|", "Robert|Bob", "William|Bill", "Tom|", "Jane|", "Ann|Nan" }, { "Ada", "Robert (Bob)", "William (Bill)", "Tom", "Jane", "Ann (Nan)" } },
		{ { "|01-222", "07-111|01-333", "07-555|", "|01-888", "7 00|01-9", "|02" }, { "01-222", "07-111", "07-555", "01-888", "7 00", "02" } },
		{ { "Mr|Ada", "Ms|Eva", "Mr|Tom", "Ms|Sue", "Ms|Bo", "Mr|Mr Ed" }, { "Sir Ada", "Madam Eva", "Sir Tom", "Madam Sue", "Madam Bo", "Sir Mr Ed" } },
		{ { "120|a pen", "20|the ink", "99|a cap", "100|a hat", "700|a box", "5|a jar" },
		  { "a pen!", "the ink", "a cap", "a hat!", "a box!", "a jar" } },
		{ { "a|b|x", "c|d|", "e|f|y", "g|h|", "i|j|", "k|l|z" }, { "a", "d", "e", "h", "j", "k" } },
	};
	const struct exact_options o = { .dialect = DSL_SHELL, .best = 20, .steps = 1e9 };
	struct guard *g = guard_make(x);

	for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
		struct arena a = { 0 };
		struct str in[6], out[6];
		struct exact_result r;

		for (size_t k = 0; k < 6; k++)
			in[k] = joined(tasks[i].in[k], &a), out[k] = str_of(tasks[i].out[k]);
		r = guard_search(g, in, out, 4, &o);
		check(r.n > 0, "%s: no program", tasks[i].in[0]);
		for (size_t k = 0; k < 6 && r.n; k++) {
			const struct str made = *results_of(&r.found[0].program, &in[k], 1, &a);

			check(str_eq(made, out[k]), "%s: %s gives %.*s", tasks[i].in[k], text_of(&r), (int)made.n, made.p);
		}
		arena_free(&a);
	}
	guard_free(g);
}

static bool names_a_column(const struct exact_result *r)
{
	bool read[DSL_COLUMNS + 1] = { false };
	int n = 0;

	for (size_t p = 0; p < r->n; p++)
		dsl_columns(&r->found[p].program, read);
	for (int c = 1; c <= DSL_COLUMNS; c++)
		n += read[c];
	return n > 0;
}

static void what_is_a_column(void)
{
	static const struct task same = { { "ab|ab", "cd|cd" }, { "ab", "cd" } }, differ = { { "ab|ab", "cd|cd|e" }, { "ab", "cd" } },
	                         paper = { { "Lovelace|Ada", "Hopper|Grace" }, { "L.", "H." } };
	struct exact_options o = { .dialect = DSL_SHELL, .best = 20, .steps = 1e9 };
	struct arena a = { 0 };
	struct exact_result r;

	for (int near = 0; near < 2; near++) {
		o.away = near ? (const int[]){ 3, 0 } : (const int[]){ 0, 3 };
		r = search(&same, 2, &o, &a);
		check(r.n && r.found[0].program.n == 1 && r.found[0].program.exprs[0].column == near + 1, "of two columns that say the same the near one: %s",
		      text_of(&r));
	}
	o.away = NULL;
	r = search(&differ, 2, &o, &a);
	check(r.n && !names_a_column(&r), "inputs of two and of three columns: %s", text_of(&r));
	o.dialect = DSL_PAPER;
	r = search(&paper, 2, &o, &a);
	check(r.n && !names_a_column(&r), "the paper has no columns: %s", text_of(&r));
	arena_free(&a);
}

/* More columns than a program can name: those are searched that it can. */
static void many_columns(void)
{
	struct exact_options o = { .dialect = DSL_SHELL, .best = 5, .steps = 1e9 };
	struct buf row[2] = { { 0 }, { 0 } };
	struct str in[2], out[2] = { STR("c20+c1"), STR("d20+d1") };
	struct exact_result r;

	for (size_t k = 0; k < 30; k++)
		for (size_t i = 0; i < 2; i++) {
			char cell[20];

			snprintf(cell, sizeof cell, "%c%zu", i ? 'd' : 'c', k + 1);
			cells_put(&row[i], k, str_of(cell));
		}
	for (size_t i = 0; i < 2; i++)
		in[i] = buf_view(&row[i]);
	r = exact_search(x, in, out, 2, &o);
	check(r.n && r.proven && names_a_column(&r), "thirty columns: %s", text_of(&r));
	buf_free(&row[0]), buf_free(&row[1]);
}

/* ---- random programs over random cells ---- */

static struct dsl_pos match(int type, int n, enum dsl_bound bound)
{
	return (struct dsl_pos){ .kind = POS_REGEX, .type = type, .n = n, .bound = bound };
}

static int token(const char *text)
{
	for (int id = 0; id < dsl_table_size; id++)
		if (strcmp(dsl_table[id].text, text) == 0)
			return id;
	abort();
}

/* What people take of a cell: all, what is before or behind a delimiter, a word. */
static struct dsl_expr random_piece(struct rng *r, int columns)
{
	const struct dsl_pos begin = { .kind = POS_CONST }, end = { .kind = POS_END };
	const int delimiter = token(rng_below(r, 2) ? "\"-\"" : "\"SPACE\""), word = token("Word+"), n = (int)rng_below(r, 2) - 1;
	struct dsl_expr e = { .kind = EXPR_SUBSTR, .column = 1 + (int)rng_below(r, (uint32_t)columns), .from = begin, .until = end,
	                      .to = rng_below(r, 4) ? CASE_NONE : CASE_UPPER };

	switch (rng_below(r, 4)) {
	case 0:  e.until = match(delimiter, n, BOUND_START); break;
	case 1:  e.from = match(delimiter, n, BOUND_AFTER); break;
	case 2:  e.from = match(word, n, BOUND_START), e.until = match(word, n, BOUND_AFTER); break;
	default: break;
	}
	return e;
}

static struct str random_row(struct rng *r, int columns, struct arena *a)
{
	static const char *const parts[] = { "Ada", "King", "xy", "7", "12", " ", "-", "\xC3\x96l" };
	struct buf row = { 0 };
	struct str copy;

	for (int c = 0; c < columns; c++) {
		cells_put(&row, (size_t)c, STR(""));
		for (uint32_t k = 3 + rng_below(r, 5); k; k--)
			buf_puts(&row, parts[rng_below(r, sizeof parts / sizeof *parts)]);
	}
	copy = arena_copy(a, buf_view(&row));
	buf_free(&row);
	return copy;
}

/* What is reckoned of two columns, or of three. */
static struct dsl_program random_reckoned(struct rng *r, int columns, struct arena *a)
{
	static const char *const operators[] = { "Sum(", "Difference(", "Product(", "Format(\"0.00\", Quotient(", "Format(\"0.0\", Product(", "Largest(", "Smallest(",
	                                         "Format(\"0.00\", Raise(", "Format(\"0.00\", Reduce(", "Linear(\"100\", \"0\", \"0.0\", Quotient(" };
	const uint32_t which = rng_below(r, sizeof operators / sizeof *operators);
	const int one = 1 + (int)rng_below(r, (uint32_t)columns), other = 1 + (one + (int)rng_below(r, (uint32_t)columns - 1)) % columns;
	struct dsl_program p;
	struct buf text = { 0 };

	buf_printf(&text, "Concat(Column(%d, %d, %sSubStr(ConstPos(0), END)%s)))", one, other, operators[which], strchr(operators[which], '"') ? ")" : "");
	if (dsl_parse(buf_view(&text), DSL_SHELL, a, &p, NULL) < 0)
		abort();
	buf_free(&text);
	return p;
}

static struct str random_numbers(struct rng *r, int columns, struct arena *a)
{
	struct buf row = { 0 };

	for (int c = 0; c < columns; c++) {
		cells_put(&row, (size_t)c, STR(""));
		buf_printf(&row, rng_below(r, 2) ? "%u" : "%u.%02u", 1 + rng_below(r, 500), rng_below(r, 100));
	}
	return arena_take(a, &row);
}

static void random_programs(long tasks, bool numbers, size_t percent)
{
	enum { PAIRS = 5, HELD = 5 };
	size_t right = 0, all = 0;

	for (long k = 0; k < tasks; k++) {
		struct rng r = rng_at(1, numbers ? "numbers" : "columns", (uint64_t)k);
		const int columns = 2 + (int)rng_below(&r, 3);
		struct dsl_expr e[3] = { random_piece(&r, columns), { .kind = EXPR_CONST, .text = STR(", ") }, random_piece(&r, columns) };
		struct arena a = { 0 };
		const struct dsl_program p = numbers ? random_reckoned(&r, columns, &a) : (struct dsl_program){ .exprs = e, .n = 3 };
		struct dsl_ready *ready = dsl_ready(&p);
		struct str in[PAIRS + HELD], out[PAIRS + HELD];
		struct exact_options o = { .dialect = DSL_SHELL, .best = 1 + rng_below(&r, 2) * 20, .steps = 1e9 };
		struct exact_result found;
		int n = 0;

		for (int tries = 0; n < PAIRS + HELD && tries < 1000; tries++) {
			struct buf made = { 0 };

			in[n] = numbers ? random_numbers(&r, columns, &a) : random_row(&r, columns, &a);
			if (dsl_run(ready, scratch, in[n], &made) == RUN_OK)
				out[n++] = arena_copy(&a, buf_view(&made));
			buf_free(&made);
		}
		dsl_done(ready);
		if (n == PAIRS + HELD) {
			found = exact_search(x, in, out, PAIRS, &o);
			check(found.n && found.proven, "task %ld is not found again", k);
			for (int i = PAIRS; i < n && found.n; i++, all++)
				right += str_eq(out[i], *results_of(&found.found[0].program, &in[i], 1, &a));
		}
		arena_free(&a);
	}
	check(all > (size_t)tasks * HELD / 2, "hardly a task of %ld", tasks);
	check(right * 100 >= all * percent, "right on %zu of %zu further inputs", right, all);
}

/* ---- doubts ---- */

static struct doubt doubt_of(const struct task *t, size_t n, const char *other, struct arena *a)
{
	struct exact_options o = { .dialect = DSL_SHELL, .best = 20, .steps = 1e9 };
	const struct exact_result r = search(t, n, &o, a);
	const struct str one = joined(other, a), *made = results_of(&r.found[0].program, &one, 1, a);
	struct str in[4], out[4];

	for (size_t i = 0; i < n; i++)
		in[i] = joined(t->in[i], a), out[i] = str_of(t->out[i]);
	return doubt_find(in, out, n, &one, made, 1, r.found, r.n, a);
}

static void doubts(void)
{
	static const struct task t = { { "Ada|Lovelace-King|a.b", "Grace|Hopper-Murray|c.d" }, { "Ada Lovelace-King", "Grace Hopper-Murray" } },
	                         end = { { "Ada|London", "Grace|New Haven" }, { "Ada, London.", "Grace, New Haven." } };
	struct arena a = { 0 };
	struct doubt d = doubt_of(&t, 2, "Alan|Turing|e.f", &a);

	check(d.kind == DOUBT_LACKS && d.text.p[0] == '-', "a column that is read lacks a hyphen: %d", d.kind);
	d = doubt_of(&t, 2, "Alan|Turing-Stoney|e", &a);
	check(d.kind == DOUBT_NONE, "a column that is not read lacks a full stop: %d", d.kind);
	d = doubt_of(&t, 2, "Alan|Turing-Stoney|e.f g, h", &a);
	check(d.kind == DOUBT_NONE, "a column that is not read has more words: %d", d.kind);
	d = doubt_of(&end, 2, "Alan.|London", &a);
	check(d.kind != DOUBT_AGAIN, "the full stop of another column is there already");
	d = doubt_of(&end, 2, "Alan|London.", &a);
	check(d.kind == DOUBT_AGAIN, "a full stop is there already: %d", d.kind);
	arena_free(&a);
}

int main(int argc, char **argv)
{
	x = exact_make();
	scratch = dsl_scratch_make();
	cells();
	found_again();
	what_is_a_column();
	many_columns();
	chosen_again();
	random_programs(argc > 1 ? atol(argv[1]) : 300, false, 95);
	random_programs(argc > 1 ? atol(argv[1]) : 300, true, 95);
	doubts();
	exact_free(x);
	dsl_scratch_free(scratch);
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
