/* code_python - Python 3.8 and later, without other packages
 * SPDX-License-Identifier: MIT */
#include "code/code_languages.h"
#include "code/code_quote.h"

static const char runtime[] =
#include "code/runtime/python_text.inc"
	"\n"
#include "code/runtime/python_number.inc"
	"\n"
#include "code/runtime/python_moment.inc"
	"\n"
#include "code/runtime/python_span.inc"
;

static const char *const ops[CODE_OPS] = {
	[OP_REMOVE] = "replace(`0`, \"\", `v`)",
	[OP_REPLACE] = "replace(`0`, `1`, `v`)",
	[OP_JOIN] = "`j`.join(matches(`0`, `v`))",
	[OP_SEPARATE] = "separate(`0`, `1`, `v`)",
	[OP_INITIALS] = "`j`.join(initials(`0`, `v`))",
	[OP_FORMAT] = "number(`v`)",
	[OP_LINEAR] = "linear(`0`, number(`v`), `1`)",
	[OP_DATE] = "date_text(moment(`v``, 1`), `0`)",
	[OP_FLOOR] = "plain(to_multiple(number(`v`), `0`, \"down\"))",
	[OP_CEIL] = "plain(to_multiple(number(`v`), `0`, \"up\"))",
	[OP_ROUND] = "plain(to_multiple(number(`v`), `0`, \"nearest\"))",
	[OP_FLOOR_TIME] = "plain_moment(time_to_multiple(moment(`v``, 1`), `0`, \"down\"))",
	[OP_CEIL_TIME] = "plain_moment(time_to_multiple(moment(`v``, 1`), `0`, \"up\"))",
	[OP_ROUND_TIME] = "plain_moment(time_to_multiple(moment(`v``, 1`), `0`, \"nearest\"))",
	[OP_SHIFT] = "plain_moment(shift(moment(`v``, 1`), `0`))",
	[OP_ZONE] = "plain_moment(in_zone(moment(`v``, 1`), `0`))",
	[OP_SPAN] = "span_text(span(`v``, 1`), `0`)",
	[OP_NUMBER] = "plain(number(`v`, `0`))",
	[OP_SUM] = "plain(reckon(`v`, add))",
	[OP_DIFFERENCE] = "plain(reckon(`v`, subtract))",
	[OP_PRODUCT] = "plain(reckon(`v`, multiply))",
	[OP_QUOTIENT] = "plain(reckon(`v`, divide))",
	[OP_COUNT] = "str(len(spans(`0`, `v`)))",
	[OP_LENGTH] = "str(len(`v`))",
	[OP_EVERY] = "every(`v`, `0`, `1`)",
	[OP_PICK] = "matches(`0`, `v`)[`1`]",
	[OP_BEFORE] = "before(`0`, `v`)",
	[OP_LOOKUP] = "lookup(`0`, `v``, 1`)",
};

static const char *const cases[CODE_CASES] = {
	[CASE_LOWER] = "lower(`v`)", [CASE_UPPER] = "upper(`v`)", [CASE_PROPER] = "capitalized(`v`)",
	[CASE_SENTENCE] = "sentence(`v`)",
};

static const char *const tests[CODE_TESTS] = {
	[TEST_HAS] = "has(`i`, `s``, k`)",
	[TEST_STARTS] = "goes_on(`i`, `s`, 0)",
	[TEST_ENDS] = "ends(`i`, `s`)",
	[TEST_IS] = "consists(`s``, i`)",
	[TEST_LESS] = "compared(`s`, `i`) < 0",
	[TEST_MORE] = "compared(`s`, `i`) > 0",
	[TEST_LONGER] = "len(`s`) > `k`",
};

static const char *const styles[CODE_STYLES] = {
	[STYLE_PLAIN] = "written(`x``, o`)", [STYLE_PARENTHESES] = "in_parentheses(`x``, o`)",
	[STYLE_MINUS_BEHIND] = "minus_behind(`x``, o`)",
	[STYLE_POWER] = "with_power(`x``, o`)", [STYLE_ORDINAL] = "ordinal(`x`)", [STYLE_ROMAN] = "roman(`x``, o`)",
	[STYLE_BASE] = "in_base(`x``, o`)",
	[STYLE_BYTES] = "in_bytes(`x``, o`)", [STYLE_THOUSANDS] = "in_thousands(`x``, o`)",
};

static void text(struct buf *out, struct str s)
{
	code_quote(out, s, "", "\\x", "");
}

/* Does Python show a text as it is, between single quotes? */
static bool is_plain(struct str s)
{
	bool plain = true;

	for (size_t i = 0; i < s.n; i++)
		plain &= s.p[i] >= ' ' && s.p[i] < 127 && !strchr("'\"\\", s.p[i]);
	return plain;
}

/* The examples as doctests. */
static void docstring(struct buf *out, const struct code_parts *c)
{
	const struct code_examples *e = c->examples;
	struct buf doc = { 0 };

	buf_puts(out, "    \"\"\"Gives None for what the program can't handle.");
	for (size_t k = 0; k < e->n; k++) {
		buf_puts(&doc, k ? "\n    >>> convert(" : "\n\n    >>> convert(");
		code_cells(&doc, e->in[k], c->columns, text);
		if (is_plain(e->out[k]))
			buf_printf(&doc, ")\n    '%.*s'", (int)e->out[k].n, e->out[k].p);
		else {
			buf_puts(&doc, ") == ");
			text(&doc, e->out[k]);
			buf_puts(&doc, "\n    True");
		}
	}
	for (size_t i = 0; i < doc.n; i++) {
		if (doc.p[i] == '\\')
			buf_putc(out, '\\');
		buf_putc(out, doc.p[i]);
	}
	buf_puts(out, e->n ? "\n    \"\"\"\n" : "\"\"\"\n");
	buf_free(&doc);
}

static void give(struct buf *out, const struct code_branch *b, const char *indent)
{
	char deeper[32] = "    ";

	strcat(deeper, indent);
	buf_printf(out, "%sreturn ", indent);
	code_join(out, b->values, b->n, "+", deeper, "(", ")");
	buf_putc(out, '\n');
}

static void function(struct buf *out, const struct code_parts *c)
{
	buf_puts(out, "# ");
	buf_str(out, c->program);
	buf_puts(out, c->columns ? "\ndef convert(*cells):\n" : "\ndef convert(s):\n");
	docstring(out, c);
	if (c->columns && c->whole)
		buf_puts(out, "    s = \"\\x1f\".join(cells)\n");
	buf_puts(out, "    try:\n");
	for (size_t k = 0; k < c->nbranches; k++) {
		if (c->branches[k].when)
			buf_printf(out, "        if %s:\n", c->branches[k].when);
		give(out, &c->branches[k], c->branches[k].when ? "            " : "        ");
	}
	buf_puts(out, "    except LookupError:\n        return None\n");
}

const struct code_language code_python = {
	.name = "python", .comment = "#", .runtime = runtime, .gap = "\n\n", .ops = ops, .cases = cases,
	.tests = tests, .styles = styles,
	.input = "s", .piece = "piece(`s`, `p`, `q`)", .whole = "whole(`s`)", .begin = "0", .index = "`k`",
	.end = "len(`s`)",
	.forward = "`p` + `k`", .back = "`p` - `k`", .start = "start(`m`, `s`, `n`)", .after = "after(`m`, `s`, `n`)",
	.column = "cells[`k`]", .class_name = "`m`",
	.option = "`k`=`v`", .yes = "True", .options_begin = "", .options_end = "",
	.rows_begin = "`k` = {\n", .row = "    `t`: `u`,\n", .rows_end = "}\n", .rows_name = "`k`",
	.text = text, .pattern = text, .function = function,
};
