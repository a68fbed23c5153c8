/* code_jq - jq 1.6 and later
 * SPDX-License-Identifier: MIT */
#include "code/code_languages.h"
#include "code/code_quote.h"

static const char runtime[] =
#include "code/runtime/jq_text.inc"
;

/* Case is of ASCII alone, and numbers are binary. */
static const char *const ops[CODE_OPS] = {
	[OP_REMOVE] = "replace(`0`; \"\"; `v`)",
	[OP_REPLACE] = "replace(`0`; `1`; `v`)",
	[OP_JOIN] = "(matches(`0`; `v`) | join(`j`))",
	[OP_SEPARATE] = "separate(`0`; `1`; `v`)",
	[OP_INITIALS] = "(initials(`0`; `v`) | join(`j`))",
	[OP_COUNT] = "(spans(`0`; `v`) | length | tostring)",
	[OP_LENGTH] = "(`v` | length | tostring)",
	[OP_EVERY] = "every(`v`; `0`; `1`)",
	[OP_PICK] = "nth_of(matches(`0`; `v`); `1`)",
	[OP_BEFORE] = "before(`0`; `v`)",
	[OP_LOOKUP] = "lookup(`0`; `v`; `d`)",
};

static const char *const cases[CODE_CASES] = { NULL };

static const char *const tests[CODE_TESTS] = {
	[TEST_HAS] = "has_match(`i`; `s`; `n`)",
	[TEST_STARTS] = "goes_on(`i`; `s`; 0) != null",
	[TEST_ENDS_TEXT] = "(`s` | endswith(`t`))",
	[TEST_ENDS] = "ends(`i`; `s`)",
	[TEST_IS] = "consists(`s`; [`i`])",
	[TEST_LONGER] = "(`s` | length) > `k`",
};

static void text(struct buf *out, struct str s)
{
	code_quote(out, s, "", "\\u00", "");
}

static void pattern(struct buf *out, struct str s)
{
	struct buf escaped = { 0 };

	code_escape(&escaped, s, "\\.^$*+?{}[]|()");
	text(out, buf_view(&escaped));
	buf_free(&escaped);
}

static void comment(struct buf *out, const struct code_parts *c)
{
	const struct code_examples *e = c->examples;

	buf_puts(out, "# ");
	buf_str(out, c->program);
	buf_puts(out, c->columns ? "\n# Of an array of the cells; null for what the program can't handle.\n" :
	         "\n# Of a string; null for what the program can't handle.\n");
	for (size_t k = 0; k < e->n; k++) {
		buf_puts(out, c->columns ? "# [" : "# ");
		code_cells(out, e->in[k], c->columns, text);
		buf_puts(out, c->columns ? "] | convert == " : " | convert == ");
		text(out, e->out[k]);
		buf_putc(out, '\n');
	}
}

static void function(struct buf *out, const struct code_parts *c)
{
	comment(out, c);
	buf_puts(out, c->columns ? "def convert:\n  . as $cells\n" : "def convert:\n  . as $s\n");
	if (c->columns && c->whole)
		buf_puts(out, "  | ($cells | join(\"\\u001f\")) as $s\n");
	buf_puts(out, "  | try (\n");
	for (size_t k = 0; k < c->nbranches; k++) {
		const struct code_branch *b = &c->branches[k];

		if (b->when)
			buf_printf(out, "    %s %s then\n", k ? "elif" : "if", b->when);
		else if (k)
			buf_puts(out, "    else\n");
		buf_puts(out, c->branches[0].when ? "      " : "    ");
		code_join(out, b->values, b->n, "+", "      ", "(", ")");
		buf_putc(out, '\n');
	}
	if (c->branches[c->nbranches - 1].when)
		buf_puts(out, "    else null\n");
	buf_puts(out, c->branches[0].when ? "    end\n" : "");
	buf_puts(out, "  ) catch null;\n");
}

const struct code_language code_jq = {
	.name = "jq", .comment = "#", .runtime = runtime, .gap = "\n", .ops = ops, .cases = cases, .tests = tests,
	.input = "$s", .piece = "piece(`s`; `p`; `q`)", .whole = "whole(`s`)", .begin = "0", .index = "`k`",
	.end = "(`s` | length)",
	.forward = "`p` + `k`", .back = "`p` - `k`", .start = "start(`m`; `s`; `n`)", .after = "after(`m`; `s`; `n`)",
	.column = "nth_of($cells; `k`)", .class_name = "`m`",
	.rows_begin = "def `k`: {\n", .nothing = "null", .row = "  `t`: `u``,`\n", .rows_end = "};\n",
	.rows_name = "`k`",
	.text = text, .pattern = pattern, .function = function,
};
