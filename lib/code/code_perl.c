/* code_perl - Perl 5.14 and later, with what comes with it
 * SPDX-License-Identifier: MIT */
#include "code/code_languages.h"
#include "code/code_quote.h"

static const char runtime[] =
#include "code/runtime/perl_text.inc"
;

static const char *const ops[CODE_OPS] = {
	[OP_REMOVE] = "replace(`0`, \"\", `v`)",
	[OP_REPLACE] = "replace(`0`, `1`, `v`)",
	[OP_JOIN] = "join(`j`, matches(`0`, `v`))",
	[OP_SEPARATE] = "separate(`0`, `1`, `v`)",
	[OP_INITIALS] = "join(`j`, initials(`0`, `v`))",
	[OP_COUNT] = "scalar(spans(`0`, `v`))",
	[OP_LENGTH] = "length(`v`)",
	[OP_EVERY] = "every(`v`, `0`, `1`)",
	[OP_PICK] = "nth(`1`, matches(`0`, `v`))",
	[OP_BEFORE] = "before(`0`, `v`)",
	[OP_LOOKUP] = "lookup(`0`, `v``, 1`)",
};

static const char *const cases[CODE_CASES] = {
	[CASE_LOWER] = "lower(`v`)", [CASE_UPPER] = "upper(`v`)", [CASE_PROPER] = "capitalized(`v`)",
	[CASE_SENTENCE] = "sentence(`v`)",
};

static const char *const tests[CODE_TESTS] = {
	[TEST_HAS] = "has(`i`, `s``, k`)",
	[TEST_STARTS] = "goes_on(`i`, `s`, 0) >= 0",
	[TEST_ENDS] = "ends(`i`, `s`)",
	[TEST_IS] = "consists(`s``, i`)",
	[TEST_LONGER] = "length(`s`) > `k`",
};

static void text(struct buf *out, struct str s)
{
	code_quote(out, s, "$@", "\\x{", "}");
}

static void give(struct buf *out, const struct code_branch *b, const char *indent, const char *deeper)
{
	buf_printf(out, "%sreturn ", indent);
	code_join(out, b->values, b->n, ".", deeper, "(", ")");
	buf_puts(out, ";\n");
}

static void comment(struct buf *out, const struct code_parts *c)
{
	const struct code_examples *e = c->examples;

	buf_puts(out, "# ");
	buf_str(out, c->program);
	buf_puts(out,
	    "\n# Takes and gives decoded text, characters and not bytes; undef for what the program can't handle.\n");
	for (size_t k = 0; k < e->n; k++) {
		buf_puts(out, "# convert(");
		code_cells(out, e->in[k], c->columns, text);
		buf_puts(out, ") eq ");
		text(out, e->out[k]);
		buf_putc(out, '\n');
	}
}

static void function(struct buf *out, const struct code_parts *c)
{
	comment(out, c);
	buf_puts(out, c->columns ? "sub convert {\n    my @cells = @_;\n" : "sub convert {\n    my ($s) = @_;\n");
	if (c->columns && c->whole)
		buf_puts(out, "    my $s = join \"\\x{1f}\", @cells;\n");
	buf_puts(out, "    my $made = eval {\n");
	for (size_t k = 0; k < c->nbranches; k++) {
		const bool when = c->branches[k].when;

		if (when)
			buf_printf(out, "        if (%s) {\n", c->branches[k].when);
		give(out, &c->branches[k], when ? "            " : "        ",
		    when ? "                " : "            ");
		buf_puts(out, when ? "        }\n" : "");
	}
	buf_puts(out, c->branches[c->nbranches - 1].when ? "        return undef;\n" : "");
	buf_puts(out, "    };\n    die $@ if !defined $made && $@ && $@ !~ /^refused: /;\n    return $made;\n}\n");
}

const struct code_language code_perl = {
	.name = "perl", .comment = "#",
	.header = "use strict;\nuse warnings;\nuse utf8;\nuse feature \"unicode_strings\";\n", .runtime = runtime,
	.gap = "\n",
	.ops = ops, .cases = cases, .tests = tests,
	.input = "$s", .piece = "piece(`s`, `p`, `q`)", .whole = "whole(`s`)", .begin = "0", .index = "`k`",
	.end = "length(`s`)",
	.forward = "`p` + `k`", .back = "`p` - `k`", .start = "start(`m`, `s`, `n`)", .after = "after(`m`, `s`, `n`)",
	.column = "nth(`k`, @cells)", .class_name = "$`m`",
	.option = "`k` => `v`", .yes = "1", .options_begin = "", .options_end = "",
	.rows_begin = "my %`k` = (\n", .row = "    `t` => `u`,\n", .rows_end = ");\n", .rows_name = "\\%`k`",
	.text = text, .pattern = text, .function = function,
};
