/* code_sql - an expression of SQLite, PostgreSQL and DuckDB, without regular expressions: landmarks are texts
 * SPDX-License-Identifier: MIT
 *
 * What fails is NULL, and whatever is made of NULL is NULL. The three differ in one name only. */
#include "base/utf8.h"
#include "code/code_languages.h"

/* `find` is the function that gives the place of a text from 1, or 0. */
#define OPS_OF(find) { \
	[OP_REMOVE] = "nullif(replace(`v`, `0`, ''), '')", \
	[OP_REPLACE] = "nullif(replace(`v`, `0`, `1`), '')", \
	[OP_COUNT] = "cast(cast((length(`v`) - length(replace(`v`, `0`, ''))) / length(`0`) AS integer) AS text)", \
	[OP_LENGTH] = "cast(length(`v`) AS text)", \
	[OP_BEFORE] = "nullif(substr(`v`, 1, nullif(" find "(`v`, `0`), 0) - 1), '')", \
	[OP_LOOKUP] = "CASE WHEN `v` IS NOT NULL THEN CASE `v``0` ELSE `d` END END", \
}

#define TESTS_OF(find) { \
	[TEST_HAS_TEXT] = find "(`s`, `t`) > 0", \
	[TEST_STARTS_TEXT] = "substr(`s`, 1, length(`t`)) = `t`", \
	[TEST_ENDS_TEXT] = "substr(`s`, length(`s`) - length(`t`) + 1) = `t`", \
	[TEST_LONGER] = "length(`s`) > `k`", \
}

static const char *const cases[CODE_CASES] = { NULL };
static const char *const sqlite_ops[CODE_OPS] = OPS_OF("instr"), *const sqlite_tests[CODE_TESTS] = TESTS_OF("instr");
static const char *const strpos_ops[CODE_OPS] = OPS_OF("strpos"), *const strpos_tests[CODE_TESTS] = TESTS_OF("strpos");

static void text(struct buf *out, struct str s)
{
	buf_putc(out, '\'');
	for (size_t i = 0; i < s.n; i++)
		buf_printf(out, s.p[i] == '\'' ? "''" : "%c", s.p[i]);
	buf_putc(out, '\'');
}

/* Where match n of a text begins, or what is behind it, from 0; NULL: it isn't there. Of a match further on this is
 * long, as each is sought behind the
 * one before. */
static void place(struct buf *out, const char *find, const char *s, struct str t, int n, bool after)
{
	struct buf quoted = { 0 }, behind = { 0 };
	const size_t size = utf8_length(t);

	text(&quoted, t);
	buf_cstr(&quoted);
	if (n == 0)
		buf_printf(out, "nullif(%s(%s, %s), 0)", find, s, quoted.p);
	else if (n == -1)
		buf_printf(out, "nullif(length(rtrim(%s, replace(%s, %s, ''))), 0)", s, s, quoted.p);
	else {
		place(&behind, find, s, t, n - 1, true);
		buf_printf(out, "%s + nullif(%s(substr(%s, %s + 1), %s), 0)", buf_cstr(&behind), find, s, behind.p,
		    quoted.p);
	}
	if (!after)
		buf_puts(out, " - 1");
	else if (size > 1)
		buf_printf(out, " + %zu", size - 1);
	buf_free(&quoted);
	buf_free(&behind);
}

/* A match from the left, the first three; or the last one of a character. */
static bool find_with(struct buf *out, const char *find, const char *s, struct str t, int n, bool after)
{
	if (n > 2 || n < -1 || (n == -1 && utf8_length(t) > 1))
		return false;
	place(out, find, s, t, n, after);
	return true;
}

static bool find_instr(struct buf *out, const char *s, struct str t, int n, bool after)
{
	return find_with(out, "instr", s, t, n, after);
}

static bool find_strpos(struct buf *out, const char *s, struct str t, int n, bool after)
{
	return find_with(out, "strpos", s, t, n, after);
}

static void function(struct buf *out, const struct code_parts *c)
{
	buf_puts(out, "-- ");
	buf_str(out, c->program);
	buf_puts(out, c->columns ? "\n-- Of the columns c1, c2 and so on; NULL for what the program can't handle.\n" :
	         "\n-- Of the column s; NULL for what the program can't handle.\n");
	for (size_t k = 0; k < c->examples->n; k++) {
		buf_puts(out, "-- ");
		code_cells(out, c->examples->in[k], c->columns, text);
		buf_puts(out, " gives ");
		text(out, c->examples->out[k]);
		buf_putc(out, '\n');
	}
	for (size_t k = 0; k < c->nbranches; k++) {
		const struct code_branch *b = &c->branches[k];

		if (b->when)
			buf_printf(out, "%s%s THEN\n  ", k ? "WHEN " : "CASE WHEN ", b->when);
		else if (k)
			buf_puts(out, "ELSE\n  ");
		code_join(out, b->values, b->n, "||", "    ", "(", ")");
		buf_putc(out, '\n');
	}
	buf_puts(out, c->branches[0].when ? "END\n" : "");
}

#define SQL(n, o, t, f) { \
	.name = n, .comment = "--", .gap = "\n", .ops = o, .cases = cases, .tests = t, .input = "s", \
	.no_joined = true, \
	.piece = "CASE WHEN `p` >= 0 AND `q` > `p` AND `q` <= length(`s`) THEN substr(`s`, `p` + 1, `q` - (`p`)) END", .whole = "nullif(`s`, '')", \
	.head = "nullif(substr(`s`, 1, `q`), '')", .tail = "nullif(substr(`s`, `p` + 1), '')", \
	.begin = "0", .index = "`k`", .end = "length(`s`)", .forward = "`p` + `k`", .back = "`p` - `k`", .find = f, \
	.column = "c`k`", .columns_from = 1, \
	.row = " WHEN `t` THEN `u`", .nothing = "NULL", .text = text, .pattern = text, .function = function, \
}

const struct code_language code_sqlite = SQL("sqlite", sqlite_ops, sqlite_tests, find_instr);
const struct code_language code_postgresql = SQL("postgresql", strpos_ops, strpos_tests, find_strpos);
const struct code_language code_duckdb = SQL("duckdb", strpos_ops, strpos_tests, find_strpos);
