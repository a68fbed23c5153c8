/* code_javascript - JavaScript of 2018; BigInt, which numbers need, is of 2020
 * SPDX-License-Identifier: MIT */
#include "code/code_languages.h"
#include "code/code_quote.h"

static const char runtime[] =
#include "code/runtime/javascript_text.inc"
	"\n"
#include "code/runtime/javascript_number.inc"
	"\n"
#include "code/runtime/javascript_moment.inc"
	"\n"
#include "code/runtime/javascript_span.inc"
;

static const char *const ops[CODE_OPS] = {
	[OP_REMOVE] = "replace(`0`, \"\", `v`)",
	[OP_REPLACE] = "replace(`0`, `1`, `v`)",
	[OP_JOIN] = "matches(`0`, `v`).join(`j`)",
	[OP_SEPARATE] = "separate(`0`, `1`, `v`)",
	[OP_INITIALS] = "initials(`0`, `v`).join(`j`)",
	[OP_FORMAT] = "number(`v`)",
	[OP_LINEAR] = "linear(`0`, number(`v`), `1`)",
	[OP_FLOOR] = "plain(toMultiple(number(`v`), `0`, \"down\"))",
	[OP_CEIL] = "plain(toMultiple(number(`v`), `0`, \"up\"))",
	[OP_ROUND] = "plain(toMultiple(number(`v`), `0`, \"nearest\"))",
	[OP_DATE] = "dateText(moment(`v``, 1`), `0`)",
	[OP_FLOOR_TIME] = "plainMoment(timeToMultiple(moment(`v``, 1`), `0`, \"down\"))",
	[OP_CEIL_TIME] = "plainMoment(timeToMultiple(moment(`v``, 1`), `0`, \"up\"))",
	[OP_ROUND_TIME] = "plainMoment(timeToMultiple(moment(`v``, 1`), `0`, \"nearest\"))",
	[OP_SHIFT] = "plainMoment(shift(moment(`v``, 1`), `0`))",
	[OP_ZONE] = "plainMoment(inZone(moment(`v``, 1`), `0`))",
	[OP_SPAN] = "spanText(span(`v``, 1`), `0`)",
	[OP_NUMBER] = "plain(number(`v`, `0`))",
	[OP_SUM] = "plain(reckon(`v`, add))",
	[OP_DIFFERENCE] = "plain(reckon(`v`, subtract))",
	[OP_PRODUCT] = "plain(reckon(`v`, multiply))",
	[OP_QUOTIENT] = "plain(reckon(`v`, divide))",
	[OP_COUNT] = "String(spans(`0`, `v`).length)",
	[OP_LENGTH] = "String(Array.from(`v`).length)",
	[OP_EVERY] = "every(`v`, `0`, `1`)",
	[OP_PICK] = "nth(matches(`0`, `v`), `1`)",
	[OP_BEFORE] = "before(`0`, `v`)",
	[OP_LOOKUP] = "lookup(`0`, `v``, 1`)",
};

static const char *const cases[CODE_CASES] = {
	[CASE_LOWER] = "lower(`v`)", [CASE_UPPER] = "upper(`v`)", [CASE_PROPER] = "capitalized(`v`)",
	[CASE_SENTENCE] = "sentence(`v`)",
};

static const char *const tests[CODE_TESTS] = {
	[TEST_HAS] = "has(`i`, `s``, k`)",
	[TEST_STARTS] = "goesOn(`i`, `s`, 0) >= 0",
	[TEST_ENDS] = "ends(`i`, `s`)",
	[TEST_IS] = "consists(`s``, i`)",
	[TEST_LESS] = "compared(`s`, `i`) < 0",
	[TEST_MORE] = "compared(`s`, `i`) > 0",
	[TEST_LONGER] = "Array.from(`s`).length > `k`",
};

static const char *const styles[CODE_STYLES] = {
	[STYLE_PLAIN] = "written(`x``, o`)", [STYLE_PARENTHESES] = "inParentheses(`x``, o`)",
	[STYLE_MINUS_BEHIND] = "minusBehind(`x``, o`)",
	[STYLE_POWER] = "withPower(`x``, o`)", [STYLE_ORDINAL] = "ordinal(`x`)", [STYLE_ROMAN] = "roman(`x``, o`)",
	[STYLE_BASE] = "inBase(`x``, o`)",
	[STYLE_BYTES] = "inBytes(`x``, o`)", [STYLE_THOUSANDS] = "inThousands(`x``, o`)",
};

/* With U+2028 and U+2029 spelled out, which end lines, too. */
static void put_on_line(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (i + 3 <= s.n && (memcmp(s.p + i, "\u2028", 3) == 0 || memcmp(s.p + i, "\u2029", 3) == 0)) {
			buf_puts(out, s.p[i + 2] == "\u2028"[2] ? "\\u2028" : "\\u2029");
			i += 2;
		} else
			buf_putc(out, s.p[i]);
}

static void text(struct buf *out, struct str s)
{
	struct buf quoted = { 0 };

	code_quote(&quoted, s, "", "\\x", "");
	put_on_line(out, buf_view(&quoted));
	buf_free(&quoted);
}

static void give(struct buf *out, const struct code_branch *b, const char *indent, const char *deeper)
{
	buf_printf(out, "%sreturn ", indent);
	code_join(out, b->values, b->n, "+", deeper, "(", ")");
	buf_puts(out, ";\n");
}

/* The examples stand in the comment. */
static void comment(struct buf *out, const struct code_parts *c)
{
	const struct code_examples *e = c->examples;

	buf_puts(out, "// ");
	put_on_line(out, c->program);
	buf_puts(out, "\n// Gives null for what the program can't handle.\n");
	for (size_t k = 0; k < e->n; k++) {
		buf_puts(out, "// convert(");
		code_cells(out, e->in[k], c->columns, text);
		buf_puts(out, ") === ");
		text(out, e->out[k]);
		buf_putc(out, '\n');
	}
}

static void function(struct buf *out, const struct code_parts *c)
{
	comment(out, c);
	buf_puts(out, c->columns ? "function convert(...cells) {\n" : "function convert(s) {\n");
	if (c->columns && c->whole)
		buf_puts(out, "  const s = cells.join(\"\\x1f\");\n");
	buf_puts(out, "  try {\n");
	for (size_t k = 0; k < c->nbranches; k++) {
		const bool when = c->branches[k].when;

		if (when)
			buf_printf(out, "    if (%s) {\n", c->branches[k].when);
		give(out, &c->branches[k], when ? "      " : "    ", when ? "        " : "      ");
		buf_puts(out, when ? "    }\n" : "");
	}
	buf_puts(out, c->branches[c->nbranches - 1].when ? "    return null;\n" : "");
	buf_puts(out,
	    "  } catch (error) {\n    if (error instanceof RangeError) {\n      return null;\n    }\n    throw error;\n  }\n}\n");
}

const struct code_language code_javascript = {
	.name = "javascript", .comment = "//", .runtime = runtime, .gap = "\n", .ops = ops, .cases = cases,
	.tests = tests, .styles = styles,
	.input = "s", .piece = "piece(`s`, `p`, `q`)", .whole = "whole(`s`)", .begin = "0",
	.index = "walk(`s`, 0, `k`)", .end = "`s`.length",
	.forward = "walk(`s`, `p`, `k`)", .back = "walk(`s`, `p`, -`k`)", .start = "start(`m`, `s`, `n`)",
	.after = "after(`m`, `s`, `n`)",
	.column = "nth(cells, `k`)", .class_name = "`m`",
	.option = "`k`: `v`", .yes = "true", .options_begin = "{", .options_end = "}",
	.rows_begin = "const `k` = new Map([\n", .row = "  [`t`, `u`],\n", .rows_end = "]);\n", .rows_name = "`k`",
	.text = text, .pattern = text, .function = function,
};
