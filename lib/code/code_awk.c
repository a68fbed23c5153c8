/* code_awk - POSIX awk: gawk, mawk and others
 * SPDX-License-Identifier: MIT
 *
 * Some awks count bytes and some characters, and none has Unicode's classes. A program that needs to know characters
 * is for ASCII alone, and its code
 * refuses other lines; one that only looks for texts is not. */
#include "code/code_languages.h"

static const char runtime[] =
#include "code/runtime/awk_text.inc"
;

static const char *const ops[CODE_OPS] = {
	[OP_REMOVE] = "replace(`0`, \"\", `v`)",
	[OP_REPLACE] = "replace(`0`, `1`, `v`)",
	[OP_JOIN] = "joined(`0`, `j`, `v`)",
	[OP_SEPARATE] = "separate(`0`, `1`, `v`)",
	[OP_INITIALS] = "joined(`0`, `j`, `v`, 1)",
	[OP_COUNT] = "spans(`0`, `v`)",
	[OP_LENGTH] = "length(`v`)",
	[OP_EVERY] = "every(`v`, `0`, `1`)",
	[OP_PICK] = "pick(`0`, `v`, `1`)",
	[OP_BEFORE] = "before(`0`, `v`)",
	[OP_LOOKUP] = "lookup(`0`, `v``, 1`)",
};

static const char *const cases[CODE_CASES] = {
	[CASE_LOWER] = "tolower(`v`)", [CASE_UPPER] = "toupper(`v`)", [CASE_PROPER] = "capitalized(`v`)",
	[CASE_SENTENCE] = "sentence(`v`)",
};

static const char *const tests[CODE_TESTS] = {
	[TEST_HAS] = "spans(`i`, `s`) > `n`",
	[TEST_HAS_TEXT] = "index(`s`, `t`)",
	[TEST_STARTS] = "goes_on(`i`, `s`, 0) >= 0",
	[TEST_STARTS_TEXT] = "begins_with(`t`, `s`)",
	[TEST_ENDS] = "ends(`i`, `s`)",
	[TEST_ENDS_TEXT] = "ends_with(`t`, `s`)",
	[TEST_LONGER] = "length(`s`) > `k`",
};

/* In brackets: not all awks know {2,}. */
static const char *const classes[][2] = {
	{ "WORD", "[A-Za-z][A-Za-z]+" }, { "LETTERS", "[A-Za-z]+" }, { "NUMBER", "[0-9]+" }, { "DIGIT", "[0-9]" },
	{ "ALPHANUM", "[A-Za-z0-9]+" },
	{ "CHAR", "[A-Za-z0-9]" }, { "ALLCAPS", "[A-Z][A-Z]+" }, { "CAPITALS", "[A-Z]+" }, { "PROPCASE",
	"[A-Z][a-z]+" }, { "LOWER", "[a-z]+" },
	{ "SPACE", "[ \\t-\\r]+" }, { "FIELD", "[^ \\t-\\r]+" },
};

static void text(struct buf *out, struct str s)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];

		if (c < 32 || c == 127)
			buf_printf(out, c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\%03o", c);
		else
			buf_printf(out, c == '"' || c == '\\' ? "\\%c" : "%c", c);
	}
	buf_putc(out, '"');
}

/* What means something in a pattern stands in brackets, where nothing does but ^ and \. */
static void pattern(struct buf *out, struct str s)
{
	struct buf escaped = { 0 };

	for (size_t i = 0; i < s.n; i++)
		buf_printf(&escaped, s.p[i] == '^' || s.p[i] == '\\' ? "\\%c" : s.p[i] && strchr(".$*+?{}[]|()",
		    s.p[i]) ? "[%c]" : "%c", s.p[i]);
	text(out, buf_view(&escaped));
	buf_free(&escaped);
}

static void class(struct buf *out, const char *name)
{
	for (size_t k = 0; k < sizeof classes / sizeof *classes; k++)
		if (strcmp(classes[k][0], name) == 0)
			buf_printf(out, "\"%s\"", classes[k][1]);
}

static void comment(struct buf *out, const struct code_parts *c)
{
	buf_puts(out, "# ");
	buf_str(out, c->program);
	buf_puts(out, c->columns ?
	    "\n# Of the cells with \"\\037\" between them; \"\" for what the program can't handle, and then refused is 1.\n" :
	         "\n# Gives \"\" for what the program can't handle, and then refused is 1.\n");
	if (c->characters)
		buf_puts(out, "# It is for ASCII alone: what has other characters is refused, too.\n");
	for (size_t k = 0; k < c->examples->n; k++) {
		buf_puts(out, "# convert(");
		text(out, c->examples->in[k]);
		buf_puts(out, ") == ");
		text(out, c->examples->out[k]);
		buf_putc(out, '\n');
	}
}

static void function(struct buf *out, const struct code_parts *c)
{
	comment(out, c);
	buf_puts(out, "function convert(s) {\n    refused = 0\n");
	if (c->characters)
		buf_puts(out, "    if (s ~ /[^\\001-\\177]/)\n        return refuse()\n");
	for (size_t k = 0; k < c->nbranches; k++) {
		const struct code_branch *b = &c->branches[k];

		if (b->when)
			buf_printf(out, "    if (%s)\n    ", b->when);
		buf_puts(out, "    return given(");
		for (size_t j = 0; j < b->n; j++)
			buf_printf(out, j ? " %s" : "%s", b->values[j]);
		buf_puts(out, ")\n");
	}
	buf_puts(out, c->branches[c->nbranches - 1].when ? "    return refuse()\n}\n" : "}\n");
}

const struct code_language code_awk = {
	.name = "awk", .comment = "#", .runtime = runtime, .gap = "\n", .ops = ops, .cases = cases, .tests = tests,
	.ascii = true,
	.input = "s", .piece = "piece(`s`, `p`, `q`)", .whole = "whole(`s`)", .begin = "0", .index = "`k`",
	.end = "length(`s`)",
	.forward = "`p` + `k`", .back = "`p` - `k`", .start = "start(`m`, `s`, `n`)", .after = "after(`m`, `s`, `n`)",
	.column = "cell(s, `k`)", .columns_from = 1, .class = class,
	.rows_begin = "BEGIN {\n", .row = "    `k`[`t`] = `u`\n", .rows_end = "}\n", .rows_name = "`k`",
	.text = text, .pattern = pattern, .function = function,
};
