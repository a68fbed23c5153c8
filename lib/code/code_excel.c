/* code_excel - a formula for Excel 2019, LibreOffice and others, without regular expressions: landmarks are texts
 * SPDX-License-Identifier: MIT
 *
 * What fails is an error, and whatever is made of an error is one. */
#include "base/utf8.h"
#include "code/code_languages.h"

static const char *const ops[CODE_OPS] = {
	[OP_REMOVE] = "IF(LEN(SUBSTITUTE(`v`,`0`,\"\"))>0,SUBSTITUTE(`v`,`0`,\"\"),NA())",
	[OP_REPLACE] = "SUBSTITUTE(`v`,`0`,`1`)",
	[OP_COUNT] = "(LEN(`v`)-LEN(SUBSTITUTE(`v`,`0`,\"\")))/LEN(`0`)",
	[OP_LENGTH] = "LEN(`v`)",
	[OP_BEFORE] = "IF(FIND(`0`,`v`)>1,LEFT(`v`,FIND(`0`,`v`)-1),NA())",
	[OP_LOOKUP] = "IFS(`0`TRUE,`d`)",
};

static const char *const cases[CODE_CASES] = { NULL };

static const char *const tests[CODE_TESTS] = {
	[TEST_HAS_TEXT] = "ISNUMBER(FIND(`t`,`s`))",
	[TEST_STARTS_TEXT] = "EXACT(LEFT(`s`,LEN(`t`)),`t`)",
	[TEST_ENDS_TEXT] = "EXACT(RIGHT(`s`,LEN(`t`)),`t`)",
	[TEST_LONGER] = "LEN(`s`)>`k`",
};

/* Control characters can't stand in a formula. */
static void text(struct buf *out, struct str s)
{
	bool joined = false;

	for (size_t i = 0; i < s.n; i++)
		joined |= (unsigned char)s.p[i] < 32;
	buf_puts(out, joined ? "(\"" : "\"");
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 32)
			buf_printf(out, "\"&CHAR(%d)&\"", s.p[i]);
		else
			buf_printf(out, s.p[i] == '"' ? "\"\"" : "%c", s.p[i]);
	buf_puts(out, joined ? "\")" : "\"");
}

/* The match's number is counted from 1, and is marked by a character that no text has. */
static bool find(struct buf *out, const char *s, struct str t, int n, bool after)
{
	struct buf quoted = { 0 };

	text(&quoted, t);
	buf_cstr(&quoted);
	if (n == 0)
		buf_printf(out, "FIND(%s,%s)", quoted.p, s);
	else if (n > 0)
		buf_printf(out, "FIND(CHAR(1),SUBSTITUTE(%s,%s,CHAR(1),%d))", s, quoted.p, n + 1);
	else {
		buf_printf(out, "FIND(CHAR(1),SUBSTITUTE(%s,%s,CHAR(1),(LEN(%s)-LEN(SUBSTITUTE(%s,%s,\"\")))/LEN(%s)",
		    s, quoted.p, s, s, quoted.p, quoted.p);
		buf_printf(out, n < -1 ? "%d))" : "))", n + 1);
	}
	if (!after)
		buf_puts(out, "-1");
	else if (utf8_length(t) > 1)
		buf_printf(out, "+LEN(%s)-1", quoted.p);
	buf_free(&quoted);
	return true;
}

static void put_values(struct buf *out, const struct code_branch *b)
{
	for (size_t j = 0; j < b->n; j++)
		buf_printf(out, j ? "&%s" : "%s", b->values[j]);
	buf_puts(out, b->n == 1 ? "&\"\"" : "");
}

static void function(struct buf *out, const struct code_parts *c)
{
	size_t open = 0;

	buf_putc(out, '=');
	for (size_t k = 0; k < c->nbranches; k++) {
		if (c->branches[k].when) {
			buf_printf(out, "IF(%s,", c->branches[k].when);
			open++;
		}
		put_values(out, &c->branches[k]);
		buf_puts(out, c->branches[k].when ? "," : "");
	}
	buf_puts(out, c->branches[c->nbranches - 1].when ? "NA()" : "");
	while (open-- > 0)
		buf_putc(out, ')');
	buf_putc(out, '\n');
}

/* A formula has no comments, so it is all that is written. */
const struct code_language code_excel = {
	.name = "excel", .comment = "\n", .gap = "", .ops = ops, .cases = cases, .tests = tests, .input = "A1",
	.no_joined = true,
	.piece = "IF(AND(`p`>=0,`q`>`p`,`q`<=LEN(`s`)),MID(`s`,`p`+1,`q`-(`p`)),NA())",
	.whole = "IF(LEN(`s`)>0,`s`,NA())",
	.head = "IF(`q`>0,LEFT(`s`,`q`),NA())", .tail = "IF(`p`<LEN(`s`),MID(`s`,`p`+1,LEN(`s`)),NA())",
	.begin = "0", .index = "`k`", .end = "LEN(`s`)", .forward = "`p`+`k`", .back = "`p`-`k`", .find = find,
	.column = "INDEX($A1:$T1,`k`)", .columns_from = 1, .row = "EXACT(`v`,`t`),`u`,", .nothing = "NA()",
	.text = text, .pattern = text, .function = function,
};
