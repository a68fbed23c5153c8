/* dsl - the table, reading and printing, the syntax checker, and the executor against PCRE2 and by hand
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>

#include "../lib/check.h"
#include "../lib/walk.h"
#include "base/utf8.h"
#include "dsl/dsl_draw.h"
#include "dsl/dsl_run.h"

/* ---- the table ---- */

static void table(void)
{
	static const char *const types[] = { "Word", "Num", "Alphanum", "Allcaps", "Propcase", "Lower", "Digit", "Char" };
	static const char chars[] = "&,.?!@()[]%{}/:;$#' ";
	static const struct { enum dsl_role role; int paper; } roles[] = {
		{ ROLE_PAD, 1 }, { ROLE_TYPE, 8 }, { ROLE_INT, 41 }, { ROLE_CHAR, 20 }, { ROLE_BOUND, 2 }, { ROLE_CASE, 0 }, { ROLE_OP, 0 },
	};
	int parens = 0;

	check(DSL_VOCABULARY == 87 && dsl_size(DSL_PAPER) == 87, "the paper's vocabulary has not 87 tokens");
	check(dsl_size(DSL_SHELL) == dsl_table_size && dsl_table_size > 87 && dsl_table_size < DSL_TEXT, "size of the shell's vocabulary");
	for (int i = 0; i < 8; i++)
		check(DSL_FIRST_TYPE == 16 && dsl_table[16 + i].role == ROLE_TYPE && strcmp(dsl_table[16 + i].text, types[i]) == 0,
		      "id %d is not %s", 16 + i, types[i]);
	check(sizeof chars - 1 == 20 && DSL_FIRST_CHAR == 65, "20 characters from 65 on");
	for (int i = 0; i < 20; i++)
		check(dsl_table[65 + i].role == ROLE_CHAR && dsl_table[65 + i].value == chars[i] &&
		      dsl_char_id((unsigned char)chars[i], DSL_PAPER) == 65 + i, "id %d is not '%c'", 65 + i, chars[i]);
	for (int k = -20; k <= 20; k++)
		check(dsl_table[dsl_int_id(k)].role == ROLE_INT && dsl_table[dsl_int_id(k)].value == k && atoi(dsl_table[dsl_int_id(k)].text) == k,
		      "the token of %d", k);
	for (size_t r = 0; r < sizeof roles / sizeof *roles; r++) {
		int n = 0;

		for (int id = 0; id < 87; id++)
			n += dsl_table[id].role == roles[r].role;
		check(n == roles[r].paper, "%d tokens of role %d, not %d", n, roles[r].role, roles[r].paper);
	}
	for (int id = 0; id < 87; id++)
		parens += dsl_table[id].role >= ROLE_OPEN_C && dsl_table[id].role <= ROLE_CLOSE_R;
	check(parens == 10, "%d parentheses", parens);
	for (int id = 0; id < dsl_table_size; id++) {
		check(dsl_table[id].dialect == (id < 87 ? DSL_PAPER : DSL_SHELL), "dialect of %s", dsl_table[id].text);
		check((dsl_table[id].pattern != NULL) == (dsl_table[id].role == ROLE_TYPE), "pattern of %s", dsl_table[id].text);
		for (int other = 0; other < id; other++)
			check(strcmp(dsl_table[id].text, dsl_table[other].text) != 0, "%s stands in the table twice", dsl_table[id].text);
	}
	for (int c = 0; c < 256; c++) {
		int id = dsl_char_id((unsigned char)c, DSL_SHELL);
		bool wanted = (c > ' ' && c < 127 && !strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", c)) || c == ' ' ||
		              c == '\t' || c == '\n';

		check((id >= 0) == wanted, "byte %d is%s a delimiter of the shell dialect", c, wanted ? " not" : "");
		check(id < 0 || (dsl_table[id].role == ROLE_CHAR && dsl_table[id].value == c), "the token of byte %d", c);
	}
}

/* ---- reading and printing ---- */

enum { LONGEST = 1000 };
static bool seen[256];

static size_t ids_of(struct str text, enum dsl_dialect d, struct arena *a, struct dsl_program *p, uint8_t *ids)
{
	struct buf why = { 0 };
	size_t n = 0;

	if (dsl_parse(text, d, a, p, &why) == 0)
		n = dsl_ids(p, ids, LONGEST);
	check(n > 0 && n <= LONGEST && why.n == 0, "does not parse: %.*s: %s", (int)text.n, text.p, buf_cstr(&why));
	buf_free(&why);
	return n;
}

/* A random program stays the same through both spellings, and its ids are its tokens. */
static void round_trip(struct str text, struct str walked, enum dsl_dialect d)
{
	struct arena a = { 0 };
	struct dsl_program p;
	struct buf tokens = { 0 }, spelled = { 0 }, expr = { 0 };
	uint8_t ids[LONGEST], again[LONGEST];
	size_t n = ids_of(text, d, &a, &p, ids);

	dsl_print(&tokens, &p);
	check(str_eq((struct str){ (char *)ids, n }, walked), "ids of %.*s", (int)text.n, text.p);
	if (d == DSL_PAPER)
		check(tokens.n + 1 == text.n && memcmp(tokens.p, text.p, tokens.n) == 0, "prints as %s", buf_cstr(&tokens));
	for (size_t i = 0; i < n; i++)
		seen[ids[i]] = true;
	for (size_t i = 0, at = 0; i < n && d == DSL_PAPER; i++) {
		size_t size = strlen(dsl_table[ids[i]].text);

		check(memcmp(tokens.p + at, dsl_table[ids[i]].text, size) == 0, "token %zu of %s", i, buf_cstr(&tokens));
		at += size + 1;
	}
	check(ids_of(buf_view(&tokens), d, &a, &p, again) == n && memcmp(ids, again, n) == 0, "ids of %s", buf_cstr(&tokens));
	dsl_print_readable(&spelled, &p);
	check(ids_of(buf_view(&spelled), d, &a, &p, again) == n && memcmp(ids, again, n) == 0, "ids of %s", buf_cstr(&spelled));
	/* the texts of literals, which the ids don't tell */
	spelled.n = 0;
	dsl_print(&spelled, &p);
	check(str_eq(buf_view(&spelled), buf_view(&tokens)), "%s, and as it reads back %s", buf_cstr(&tokens), buf_cstr(&spelled));
	buf_puts(&expr, "Concat c( ");
	for (size_t i = 0; i < p.n && !dsl_is_nothing(p.exprs, p.n); i++) {
		dsl_print_expr(&expr, &p.exprs[i]);
		buf_putc(&expr, ' ');
	}
	buf_puts(&expr, "c)");
	check(p.nbranches || str_eq(buf_view(&expr), buf_view(&tokens)), "expression by expression: %s", buf_cstr(&expr));
	check(dsl_dialect_of(&p) <= d && (d == DSL_SHELL || dsl_dialect_of(&p) == DSL_PAPER), "dialect of %s", buf_cstr(&tokens));
	check((dsl_parse(buf_view(&tokens), DSL_PAPER, &a, &p, NULL) == 0) == (dsl_dialect_of(&p) == DSL_PAPER), "dialect of %s",
	      buf_cstr(&tokens));
	buf_free(&tokens);
	buf_free(&spelled);
	buf_free(&expr);
	arena_free(&a);
}

static void random_programs(void)
{
	struct buf text = { 0 }, ids = { 0 };
	struct rng r = rng_at(1, "programs", 0);

	for (int i = 0; i < 4000; i++) {
		text.n = ids.n = 0;
		walk_program(&r, i % 2 ? DSL_SHELL : DSL_PAPER, 1 + i % 5, &text, &ids);
		round_trip(buf_view(&text), buf_view(&ids), i % 2 ? DSL_SHELL : DSL_PAPER);
	}
	for (int id = 1; id < dsl_table_size; id++)
		check(seen[id], "no random program has %s", dsl_table[id].text);
	check(seen[DSL_TEXT] && !seen[0], "texts, and no pads");
	buf_free(&text);
	buf_free(&ids);
}

/* ---- the syntax checker ---- */

static bool same(const struct dsl_syntax *a, const struct dsl_syntax *b)
{
	return a->state == b->state && a->second == b->second && a->depth == b->depth && a->op == b->op && a->arg == b->arg && a->dialect == b->dialect &&
	       a->ifs == b->ifs && a->then == b->then && a->outer == b->outer;
}

/* In every state that a random program comes through, mask, dsl_may, dsl_step and the parser agree on every token. */
static void masks(enum dsl_dialect d, uint64_t seed)
{
	struct rng r = rng_at(seed, "masks", 0);
	struct arena a = { 0 };
	struct dsl_program p;
	struct buf text = { 0 }, walked = { 0 }, bad = { 0 }, why = { 0 };
	uint8_t ids[LONGEST], legal[256];
	struct dsl_syntax s = dsl_syntax_begin(d);
	size_t n, prefix = 0;

	walk_program(&r, d, 2, &text, &walked);
	n = ids_of(buf_view(&text), d, &a, &p, ids);
	text.n = 0;
	dsl_print(&text, &p);
	for (size_t i = 0; i <= n; i++) {
		memset(legal, 2, sizeof legal);
		dsl_mask(&s, legal);
		check(legal[dsl_size(d)] == 2, "the mask is longer than the vocabulary");
		check(dsl_finished(&s) == (i == n), "finished at token %zu of %s", i, buf_cstr(&text));
		check(*dsl_expected(&s), "nothing is expected");
		for (int id = 0; id < dsl_table_size; id++) {
			struct dsl_syntax next = s;
			bool may = dsl_may(&s, id), stepped = dsl_step(&next, id);
			char wanted[40];

			check(may == stepped && (id < dsl_size(d) ? legal[id] == may : !may) && (may || same(&s, &next)),
			      "token %zu of %s: mask %d, may %d, step %d of %s", i, buf_cstr(&text), legal[id], may, stepped, dsl_table[id].text);
			check(dsl_table[id].role != ROLE_PAD || may == (i == n), "a pad at token %zu", i);
			if (may || rng_below(&r, 8))
				continue;
			/* the program up to here, and then what may not stand here */
			bad.n = why.n = 0;
			buf_put(&bad, text.p, prefix);
			buf_printf(&bad, "%s", dsl_table[id].text);
			snprintf(wanted, sizeof wanted, "character %zu, at '", prefix + 1);
			check(dsl_parse(buf_view(&bad), d, &a, &p, &why) < 0 && strncmp(buf_cstr(&why), wanted, strlen(wanted)) == 0, "%s: %s",
			      buf_cstr(&bad), buf_cstr(&why));
		}
		check(!dsl_may(&s, -1) && !dsl_may(&s, dsl_table_size), "a token that there isn't");
		check(d == DSL_SHELL || !dsl_may(&s, DSL_TEXT), "a text in the paper dialect");
		if (i < n) {
			why.n = 0;
			check(dsl_parse((struct str){ text.p, prefix }, d, &a, &p, &why) < 0 && strstr(buf_cstr(&why), "ends early"), "%.*s: %s",
			      (int)prefix, text.p, buf_cstr(&why));
			check(dsl_step(&s, ids[i]), "a token of the program");
			/* to the next token: a text in quotes may have spaces in it */
			for (bool quoted = false; prefix < text.n && (quoted || text.p[prefix] != ' '); prefix++)
				quoted = text.p[prefix] == '\\' ? prefix++, quoted : quoted ^ (text.p[prefix] == '"');
			prefix += prefix < text.n;
			if (prefix == text.n)
				buf_putc(&text, ' '), prefix++;
		}
	}
	buf_free(&text);
	buf_free(&walked);
	buf_free(&bad);
	buf_free(&why);
	arena_free(&a);
}

static void bad_programs(void)
{
	static const struct { enum dsl_dialect d; const char *text, *why; } bad[] = {
		{ DSL_PAPER, "", "program ends early: expected Concat" },
		{ DSL_PAPER, "  \n ", "program ends early: expected Concat" },
		{ DSL_PAPER, "SubStr", "character 1, at 'SubStr': expected Concat" },
		{ DSL_PAPER, "Concat c( c)", "character 11, at 'c)': expected an expression (ConstStr, SubStr)" },
		{ DSL_PAPER, "Concat()", "expected an expression" },
		{ DSL_SHELL, "Concat(Pick(Num, \"-0\", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "Concat(Pick(Num, \"00\", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "Concat(Pick(Num, \"-05\", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "Concat(Pick(Num, \"01\", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "Concat(Pick(Num, \"100\", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "Concat(Pick(Num, \"-100\", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "Concat(Pick(Num, \"-\", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "Concat(Pick(Num, \"1x\", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "Concat(Pick(Num, \"--1\", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "Concat(Pick(Num, \"+1\", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "Concat(Every(\"0\", \"0\", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "Concat(Every(\"-1\", \"0\", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "Concat(Every(\"02\", \"0\", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "Concat(Every(\"100\", \"0\", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "Concat(Every(\"x\", \"0\", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "Concat(Remove(\"\", SubStr(ConstPos(0), END)))", "" },
		{ DSL_SHELL, "Concat(Replace(\"a\", \"\", SubStr(ConstPos(0), END)))", "" },
		{ DSL_SHELL, "Concat(Format(\"\", SubStr(ConstPos(0), END)))", "" },
		{ DSL_SHELL, "Concat(Floor(\"0\", SubStr(ConstPos(0), END)))", "" },
		{ DSL_SHELL, "Concat(Floor(\"-1\", SubStr(ConstPos(0), END)))", "" },
		{ DSL_SHELL, "Concat(Shift(\"1q\", SubStr(ConstPos(0), END)))", "" },
		{ DSL_SHELL, "Concat(Zone(\"25:00\", SubStr(ConstPos(0), END)))", "" },
		{ DSL_SHELL, "Concat(Number(\"x\", SubStr(ConstPos(0), END)))", "" },
		{ DSL_SHELL, "Concat(Linear(\"x\", \"0\", \"0\", SubStr(ConstPos(0), END)))", "" },
		{ DSL_SHELL, "Concat(Linear(\"1\", \"1/0\", \"0\", SubStr(ConstPos(0), END)))", "" },
		{ DSL_SHELL, "Concat(Span(\"%Y\", SubStr(ConstPos(0), END)))", "" },
		{ DSL_SHELL, "Concat(Count(\"\", SubStr(ConstPos(0), END)))", "" },
		{ DSL_PAPER, "Concat c( ConstStr k( \"a\" k) c)", "expected one of the 20 quoted characters" },
		{ DSL_PAPER, "Concat c( ConstStr k( \"&\" k)", "program ends early: expected an expression (ConstStr, SubStr) or 'c)'" },
		{ DSL_PAPER, "Concat c( ConstStr k( \"&\" k) c) c)", "character 33, at 'c)': expected the end of the program" },
		{ DSL_PAPER, "Concat c( SubStr s( ConstPos p( 21 p)", "character 33, at '21': an unknown token" },
		{ DSL_PAPER, "Concat c( SubStr s( ConstPos p( +1 p)", "an unknown token" },
		{ DSL_PAPER, "Concat c( SubStr s( ConstPos p( 01 p)", "an unknown token" },
		{ DSL_PAPER, "Concat c( SubStr s( Regex r( Word 4 Start r)", "expected a whole number from -3 to 3" },
		{ DSL_PAPER, "Concat c( SubStr s( Regex r( Word+ 1 Start r)", "expected a class" },
		{ DSL_PAPER, "Concat c( SubStr s( Regex r( Word 1 After r)", "expected Start or End" },
		{ DSL_PAPER, "Concat c( SubStr s( Regex r( Word 1 Start 1 r)", "expected a closing parenthesis" },
		{ DSL_PAPER, "Concat c( SubStr s( END", "expected a position (ConstPos, Regex)" },
		{ DSL_PAPER, "Concat c( SubStr s( ConstPos p( 1 r)", "expected a closing parenthesis" },
		{ DSL_PAPER, "Concat c( ToCase", "expected an expression" },
		{ DSL_SHELL, "Concat(ToCase(Word, SubStr(ConstPos(0), END)))", "expected a case (Lower, Allcaps, Propcase, Sentence, Name, Title)" },
		{ DSL_SHELL, "Concat(ToCase(Lower, ConstStr(\"x\")))", "expected SubStr" },
		{ DSL_SHELL, "Concat(SubStr(ConstPos(0), END, END))", "expected a closing parenthesis" },
		{ DSL_PAPER, "Concat(SubStr(Regex(\"ab\", 0, Start), ConstPos(1)))", "expected a class (Word, Num, ...) or a quoted character" },
		{ DSL_SHELL, "Concat(SubStr(Regex(Word, 0, Start, 4), END))", "expected an offset from -3 to 3" },
		{ DSL_SHELL, "Concat(SubStr(Regex(Word, 0, Start, 0), END))", "expected an offset from -3 to 3" },
		{ DSL_SHELL, "Concat(ConstStr(\"\"))", "an empty text" },
		{ DSL_PAPER, "If(Has(\",\"), Concat(ConstStr(\".\")))", "character 1, at 'If(Has(\",\"),': expected Concat" },
		{ DSL_SHELL, "", "program ends early: expected Concat or If" },
		{ DSL_SHELL, "If(Concat(ConstStr(\".\")))", "character 4, at 'Concat(ConstStr(\".\")': expected a condition (Has, Starts," },
		{ DSL_SHELL, "If(Has())", "expected a class (Word, Num, ...) or a quoted text" },
		{ DSL_SHELL, "If(Has(Num, 0), Concat(ConstStr(\"a\")))", "character 13, at '0),': expected a whole number from 1 to 20, or 'h)'" },
		{ DSL_SHELL, "If(Has(Num, 1, 2), Concat(ConstStr(\"a\")))", "expected a closing parenthesis" },
		{ DSL_SHELL, "If(Starts(Num, 1), Concat(ConstStr(\"a\")))", "expected a closing parenthesis" },
		{ DSL_SHELL, "If(Longer(-1), Concat(ConstStr(\"a\")))", "expected a whole number from 0 to 20" },
		{ DSL_SHELL, "If(Longer(), Concat(ConstStr(\"a\")))", "expected a whole number from 0 to 20" },
		{ DSL_SHELL, "If(Less(\"x\"), Concat(ConstStr(\"a\")))", "expected a quoted number" },
		{ DSL_SHELL, "If(Is(Num, 1), Concat(ConstStr(\"a\")))", "expected a class (Word, Num, ...), a quoted text or 'h)'" },
		{ DSL_SHELL, "If(Is())", "character 8, at ')': expected Concat" },
		{ DSL_SHELL, "If(Is(), If(Is(), Concat(ConstStr(\"a\"))))", "character 10, at 'If(Is(),': expected Concat" },
		{ DSL_SHELL, "If(Is(), Concat(ConstStr(\"a\"))", "program ends early: expected Concat, If or 'i)'" },
		{ DSL_SHELL, "If(Is(), Concat(ConstStr(\"a\")), Concat(ConstStr(\"a\")), Concat(ConstStr(\"a\")))", "expected a closing parenthesis" },
		{ DSL_SHELL, "If(Is(), Concat(ConstStr(\"a\"))), Concat(ConstStr(\"a\"))", "expected the end of the program" },
		{ DSL_SHELL, "If(Is(),, Concat(ConstStr(\"a\")))", "a comma that is not between two arguments" },
		{ DSL_SHELL, "If(Fits(Num), Concat())", "expected a closing parenthesis" },
		{ DSL_SHELL, "If(Column(1, Fits()), Concat())", "expected a condition (Has, Starts, Ends, Is, Less, More, Longer), or a column" },
		{ DSL_SHELL, "Concat(Map(\";\", SubStr(ConstPos(0), END)))", "expected a quoted text or Concat" },
		{ DSL_SHELL, "Concat(Map(\";\", \";\", SubStr(ConstPos(0), END)))", "expected Concat" },
		{ DSL_SHELL, "Concat(Map(\";\", Concat(Map(\",\", Concat(), SubStr(ConstPos(0), END))), SubStr(ConstPos(0), END)))", "at 'Map(\",\",': expected an expression" },
		{ DSL_SHELL, "Concat(Map(\";\", Concat(Column(1, SubStr(ConstPos(0), END))), SubStr(ConstPos(0), END)))", "at 'Column(1,': expected an expression" },
		{ DSL_SHELL, "Concat(Pad(\"5\", \"ab\", SubStr(ConstPos(0), END)))", "expected a quoted character" },
		{ DSL_SHELL, "Concat(Pad(\"x\", \" \", SubStr(ConstPos(0), END)))", "expected a quoted whole number of two digits at most" },
		{ DSL_SHELL, "If(Column(Is()), Concat(ConstStr(\"a\")))", "expected a column, 1 to 20" },
		{ DSL_SHELL, "If(Column(1, Column(2, Is())), Concat(ConstStr(\"a\")))", "expected a condition (Has, Starts, Ends, Is, Less, More, Longer), or a column" },
		{ DSL_SHELL, "If(Column(1, Is(), Concat(ConstStr(\"a\")))", "expected a closing parenthesis" },
		{ DSL_SHELL, "If(Column(1, 2, 3, 4, 5, 6, 7, Is()), Concat(ConstStr(\"a\")))", "at '7,': expected a condition (Has, Starts" },
		{ DSL_SHELL, "If(Is(), Concat(Column(1, 2, 3, 4, 5, 6, 7, SubStr(ConstPos(0), END))))", "at '7,': expected SubStr" },
		{ DSL_SHELL, "If(,Is(), Concat(ConstStr(\"a\")))", "a comma that is not between two arguments" },
		{ DSL_SHELL, "Concat(Lookup(SubStr(ConstPos(0), END)))", "expected a quoted text" },
		{ DSL_SHELL, "Concat(Lookup(\"a\", SubStr(ConstPos(0), END)))", "expected '->'" },
		{ DSL_SHELL, "Concat(Lookup(\"a\" -> SubStr(ConstPos(0), END)))", "expected a quoted text" },
		{ DSL_SHELL, "Concat(Lookup(\"a\", -> \"b\", SubStr(ConstPos(0), END)))", "a comma that is not between two arguments" },
		{ DSL_SHELL, "Concat(Lookup(\"a\" -> \"b\", \"c\", \"d\", SubStr(ConstPos(0), END)))", "expected '->', SubStr or an operator" },
		{ DSL_SHELL, "Concat(Lookup(\"a\" -> Num, SubStr(ConstPos(0), END)))", "expected a quoted text" },
		{ DSL_SHELL, "Concat(ConstStr(\"a))", "a quote is not closed" },
		{ DSL_SHELL, "Concat(ConstStr(\"a\\\"))", "a quote is not closed" },
		{ DSL_SHELL, "Concat(ConstStr(\"a\\", "a quote is not closed" },
		{ DSL_SHELL, "Concat(ConstStr(\"\\q\"))", "unknown escape" },
		{ DSL_SHELL, "Concat(ConstStr(\"\\x8\"))", "\\x wants two digits" },
		{ DSL_SHELL, "Concat(ConstStr(\"\\x80\"))", "\\x wants two digits, 00 to 7F" },
		{ DSL_SHELL, "Concat(ConstStr(\"\xff\"))", "a text that is not UTF-8" },
		{ DSL_SHELL, "Concat(ConstStr(\"a\")) \xc3\xa9t\xc3\xa9", "character 23, at '\xc3\xa9t\xc3\xa9': an unknown token" },
		{ DSL_SHELL, "concat(ConstStr(\"a\"))", "an unknown token" },
		{ DSL_SHELL, "Concat(ConstStr(\"x\"),,ConstStr(\"y\"))", "character 22, at ',ConstStr(\"y\"))': a comma that is not between" },
		{ DSL_SHELL, "Concat(ConstStr(\"x\"), ,ConstStr(\"y\"))", "character 23, at ',ConstStr" },
		{ DSL_SHELL, ",Concat(ConstStr(\"x\"))", "character 1, at ',Concat" },
		{ DSL_SHELL, "Concat,(ConstStr(\"x\"))", "character 7, at ',(Const" },
		{ DSL_SHELL, "Concat(,ConstStr(\"x\"))", "character 8, at ',Const" },
		{ DSL_SHELL, "Concat(ConstStr,(\"x\"))", "character 16, at ',(" },
		{ DSL_SHELL, "Concat(ConstStr(,\"x\"))", "character 17, at ',\"x" },
		{ DSL_SHELL, "Concat(ConstStr(\"x\",))", "character 20, at ',))" },
		{ DSL_SHELL, "Concat(ConstStr(\"x\") , )", "character 22, at ','" },
		{ DSL_SHELL, "Concat(ConstStr(\"x\")),", "character 22, at ','" },
		{ DSL_SHELL, "Concat(SubStr(ConstPos(0,), END))", "character 25, at ',)" },
		{ DSL_SHELL, "Concat(SubStr(Regex(,Word, 0, Start), END))", "character 21, at ',Word" },
		{ DSL_SHELL, "Concat(SubStr(Regex(Word, 0, Start,), END))", "character 35, at ',)" },
		{ DSL_SHELL, "Concat(ToCase,(Lower, SubStr(ConstPos(0), END)))", "character 14, at ',(" },
		{ DSL_PAPER, "Concat c( Column", "an expression (ConstStr, SubStr)" },
		{ DSL_SHELL, "Concat(Column(0, SubStr(ConstPos(0), END)))", "expected a column, 1 to 20" },
		{ DSL_SHELL, "Concat(Column(-1, SubStr(ConstPos(0), END)))", "expected a column, 1 to 20" },
		{ DSL_SHELL, "Concat(Column(21, SubStr(ConstPos(0), END)))", "an unknown token" },
		{ DSL_SHELL, "Concat(Column(SubStr(ConstPos(0), END)))", "expected a column, 1 to 20" },
		{ DSL_SHELL, "Concat(Column(1, ConstStr(\"x\")))", "expected a column, SubStr or an operator" },
		{ DSL_SHELL, "Concat(Column(1, Column(2, SubStr(ConstPos(0), END))))", "expected a column, SubStr or an operator" },
		{ DSL_SHELL, "Concat(ToCase(Lower, Column(1, SubStr(ConstPos(0), END))))", "expected SubStr or an operator" },
		{ DSL_SHELL, "Concat(Column(1, SubStr(ConstPos(0), END), SubStr(ConstPos(0), END)))", "expected a closing parenthesis" },
		{ DSL_PAPER, "Concat c(, ConstStr k( \"&\" k) c)", "character 10, at ','" },
		{ DSL_PAPER, "Concat c( ConstStr k( \"&\" k), c)", "character 29, at ','" },
	};
	struct arena a = { 0 };
	struct dsl_program p;
	struct buf why = { 0 }, text = { 0 };

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		why.n = 0;
		check(dsl_parse(str_of(bad[i].text), bad[i].d, &a, &p, &why) < 0 && strstr(buf_cstr(&why), bad[i].why), "%s: %s", bad[i].text,
		      buf_cstr(&why));
		check(dsl_parse(str_of(bad[i].text), bad[i].d, &a, &p, NULL) < 0, "%s, without a message", bad[i].text);
	}
	/* the longest program, and one expression more */
	for (size_t n = DSL_PARTS; n <= DSL_PARTS + 1; n++) {
		text.n = why.n = 0;
		buf_puts(&text, "Concat(");
		for (size_t i = 0; i < n; i++)
			buf_puts(&text, "ConstStr(\"&\")");
		buf_putc(&text, ')');
		check((dsl_parse(buf_view(&text), DSL_PAPER, &a, &p, &why) == 0) == (n == DSL_PARTS), "%zu expressions: %s", n, buf_cstr(&why));
		check(n == DSL_PARTS ? p.n == n : strstr(buf_cstr(&why), "too long") != NULL, "%zu expressions: %s", n, buf_cstr(&why));
	}
	arena_free(&a);
	buf_free(&why);
	buf_free(&text);
}

/* ---- the executor against PCRE2 ---- */

static struct dsl_scratch *scratch;

/* The byte that a position is at, by running SubStr(position, END): the piece is what is left. -1 on an error other than RUN_EMPTY. */
static long place(struct dsl_pos pos, struct str in, enum dsl_encoding e, struct buf *out)
{
	struct dsl_expr expr = { .kind = EXPR_SUBSTR, .from = pos, .until = { .kind = POS_END } };
	struct dsl_program p = { .exprs = &expr, .n = 1 };
	struct dsl_ready *r = dsl_ready(&p);
	enum dsl_error error;

	out->n = 0;
	error = dsl_run_as(r, scratch, in, e, out);
	dsl_done(r);
	return error == RUN_OK || error == RUN_EMPTY ? (long)(in.n - out->n) : -1;
}

/* All matches of a pattern over bytes. */
static int all_matches(const pcre2_code *code, pcre2_match_data *data, struct str in, struct dsl_match *matches)
{
	int n = 0;

	for (size_t at = 0; pcre2_match(code, (PCRE2_SPTR)in.p, in.n, at, 0, data, NULL) > 0; n++) {
		const PCRE2_SIZE *found = pcre2_get_ovector_pointer(data);

		matches[n] = (struct dsl_match){ (int)found[0], (int)found[1] };
		at = found[1];
	}
	return n;
}

static void compare_matches(int token, const struct dsl_match *wanted, int n, struct str in, struct buf *out)
{
	static const enum dsl_encoding encodings[] = { DSL_ASCII, DSL_UTF8 };
	static struct dsl_match found[100];

	for (int e = 0; e < 2; e++) {
		size_t count = dsl_matches(&(struct dsl_arg){ .id = token }, in, encodings[e], scratch, found, 100);

		check((int)count == n && memcmp(found, wanted, (size_t)n * sizeof *wanted) == 0, "dsl_matches: %s in '%.*s'", dsl_table[token].text,
		      (int)in.n, in.p);
		for (int k = -20; k <= 20; k++) {
			int i = k < 0 ? n + k : k;
			bool there = i >= 0 && i < n;
			const struct { enum dsl_bound bound; long at; } edges[] = {
				{ BOUND_START, there ? wanted[i].start : -1 }, { BOUND_END, there ? wanted[i].after - 1 : -1 },
				{ BOUND_AFTER, there ? wanted[i].after : -1 },
			};

			for (int b = 0; b < 3; b++) {
				struct dsl_pos pos = { .kind = POS_REGEX, .type = token, .n = k, .bound = edges[b].bound };

				check(place(pos, in, encodings[e], out) == edges[b].at, "%s %d %d in '%.*s' is not at %ld", dsl_table[token].text, k, b,
				      (int)in.n, in.p, edges[b].at);
			}
		}
	}
}

static void against_pcre2(void)
{
	static const struct { const char *text, *pattern; } classes[] = {
		{ "Word", "[A-Za-z]{2,}" }, { "Num", "[0-9]+" }, { "Alphanum", "[A-Za-z0-9]+" }, { "Allcaps", "[A-Z]{2,}" },
		{ "Propcase", "[A-Z][a-z]+" }, { "Lower", "[a-z]+" }, { "Digit", "[0-9]" }, { "Char", "[A-Za-z0-9]" },
		{ "Word+", "[A-Za-z]+" }, { "Allcaps+", "[A-Z]+" }, { "Space", "[ \\t\\n\\x0b\\f\\r]+" },
		{ "Field", "[^ \\t\\n\\x0b\\f\\r]+" },
		{ "\"SPACE\"", " " }, { "\".\"", "\\." }, { "\"-\"", "-" },
	};
	/* few kinds of characters, so that matches touch and break off */
	static const char *const alphabets[] = { "aB", "aB1 ", "Aa-. 1", "ABCabc 12.-\t\n\v\f\r_@[`{/:\x7f\x1f", "Z z9 0", "   a." };
	struct rng r = rng_at(1, "scanner", 0);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	struct buf out = { 0 };
	int known = 0;

	for (size_t c = 0; c < sizeof classes / sizeof *classes; c++) {
		int error, token = 0;
		PCRE2_SIZE at;
		pcre2_code *code = pcre2_compile((PCRE2_SPTR)classes[c].pattern, PCRE2_ZERO_TERMINATED, 0, &error, &at, NULL);

		while (token < dsl_table_size && strcmp(dsl_table[token].text, classes[c].text))
			token++;
		known += dsl_table[token].role == ROLE_TYPE;
		for (int i = 0; i < 150; i++) {
			const char *alphabet = alphabets[rng_below(&r, sizeof alphabets / sizeof *alphabets)];
			struct dsl_match matches[100];
			char text[100];
			struct str in = { text, rng_below(&r, 100) };

			for (size_t k = 0; k < in.n; k++)
				text[k] = alphabet[rng_below(&r, (uint32_t)strlen(alphabet))];
			compare_matches(token, matches, all_matches(code, data, in, matches), in, &out);
		}
		pcre2_code_free(code);
	}
	for (int id = 0; id < dsl_table_size; id++)
		known -= dsl_table[id].role == ROLE_TYPE;
	check(known == 0, "a class is not compared");
	pcre2_match_data_free(data);
	buf_free(&out);
}

static void positions(void)
{
	struct buf out = { 0 };
	char text[25];
	struct str ascii = { text, 0 };

	memset(text, 'x', sizeof text);
	for (ascii.n = 0; ascii.n <= sizeof text; ascii.n++)
		for (int k = -20; k <= 20; k++) {
			struct dsl_pos pos = { .kind = POS_CONST, .k = k };
			long at = k < 0 ? (long)ascii.n + k : k;

			check(place(pos, ascii, DSL_ASCII, &out) == (at < 0 || at > (long)ascii.n ? -1 : at), "ConstPos %d of %zu", k, ascii.n);
			check(place(pos, ascii, DSL_UTF8, &out) == (at < 0 || at > (long)ascii.n ? -1 : at), "ConstPos %d of %zu, UTF-8", k, ascii.n);
		}
	buf_free(&out);
}

/* ---- the executor by hand: what tests/fixtures/semantics.tsv can't say ---- */

static enum dsl_error run(const char *program, struct str in, struct buf *out)
{
	struct arena a = { 0 };
	struct dsl_program p;
	struct buf why = { 0 };
	enum dsl_error error;
	struct dsl_ready *r;

	out->n = 0;
	buf_puts(out, "kept");
	if (dsl_parse(str_of(program), DSL_SHELL, &a, &p, &why) < 0) {
		check(false, "%s: %s", program, buf_cstr(&why));
		return RUN_OK;
	}
	r = dsl_ready(&p);
	arena_free(&a);                 /* what is ready borrows nothing */
	error = dsl_run(r, scratch, in, out);
	check(strncmp(buf_cstr(out), "kept", 4) == 0 && (!error || out->n == 4), "%s: what stood there before", program);
	check(dsl_makes(r, scratch, in, (struct str){ out->p + 4, out->n - 4 }) == !error, "%s: dsl_makes", program);
	check(!dsl_makes(r, scratch, in, STR("something else")), "%s: dsl_makes of another", program);
	dsl_done(r);
	return error;
}

static void by_hand(void)
{
	static const struct { const char *program; struct str in; const char *out; enum dsl_error error; } cases[] = {
		{ "Concat(SubStr(ConstPos(0), ConstPos(1)))", STR("a\0b"), "a", RUN_OK },
		{ "Concat(SubStr(Regex(Word, 0, Start), Regex(Word, 0, After)))", STR("\0\0ab\0"), "ab", RUN_OK },
		{ "Concat(SubStr(ConstPos(0), ConstPos(1)))", STR("a\xff"), "", RUN_NOT_UTF8 },
		{ "Concat(ConstStr(\"x\"))", STR("\xc3"), "", RUN_NOT_UTF8 },
		{ "Concat(ConstStr(\"x\"))", STR(""), "x", RUN_OK },
		{ "Concat(ConstStr(\"x\"), SubStr(ConstPos(0), END))", STR(""), "", RUN_EMPTY },
		{ "Concat(ConstStr(\"x\"), SubStr(Regex(Num, 0, Start), END))", STR(""), "", RUN_NO_MATCH },
		{ "Concat(ConstStr(\"x\"), SubStr(ConstPos(1), END))", STR(""), "", RUN_OUTSIDE },
		{ "Concat(SubStr(ConstPos(-1), END))", STR(""), "", RUN_OUTSIDE },
		{ "Concat(SubStr(Regex(\"\\n\", 0, After), END))", STR("a\nb"), "b", RUN_OK },
		/* e with acute, as one code point and as two; a snowman in four bytes is none, a smiley is */
		{ "Concat(SubStr(ConstPos(1), ConstPos(2)))", STR("a\xc3\xa9z"), "\xc3\xa9", RUN_OK },
		{ "Concat(SubStr(ConstPos(-1), END))", STR("a\xc3\xa9\xf0\x9f\x98\x80"), "\xf0\x9f\x98\x80", RUN_OK },
		{ "Concat(SubStr(Regex(Char, 1, Start), Regex(Char, 1, After)))", STR("ae\xcc\x81z"), "e\xcc\x81", RUN_OK },
		{ "Concat(SubStr(Regex(Char, 1, End), Regex(Char, 1, After)))", STR("ae\xcc\x81z"), "\xcc\x81", RUN_OK },
		{ "Concat(SubStr(Regex(Allcaps, 0, Start), Regex(Allcaps, 0, After)))", STR("a\xc3\x89\xc3\x89z"), "\xc3\x89\xc3\x89", RUN_OK },
		/* columns: each element on its own cell, positions and matches counted in it */
		{ "Concat(Column(2, SubStr(ConstPos(0), END)), ConstStr(\" \"), Column(1, SubStr(ConstPos(0), END)))", STR("Ada\x1fKing"), "King Ada", RUN_OK },
		{ "Concat(Column(1, SubStr(ConstPos(0), ConstPos(1))), Column(2, ToCase(Lower, SubStr(ConstPos(-2), END))))", STR("Ada\x1fKING"), "Ang", RUN_OK },
		{ "Concat(Column(1, SubStr(Regex(Word, 0, Start), END)), Column(2, SubStr(Regex(Word, 0, Start), END)))", STR("1 ab\x1f" "22 cd"), "abcd", RUN_OK },
		{ "Concat(Column(1, SubStr(Regex(Word, 0, Start), Regex(Word, 0, After))), SubStr(Regex(Word, 0, Start), Regex(Word, 0, After)))",
		  STR("1\x1f" "ab"), "", RUN_NO_MATCH },
		{ "Concat(SubStr(ConstPos(0), END))", STR("a\x1f" "b"), "a\x1f" "b", RUN_OK },
		{ "Concat(Column(1, SubStr(ConstPos(0), END)))", STR("a"), "a", RUN_OK },
		{ "Concat(Column(3, Remove(\" \", SubStr(ConstPos(0), END))))", STR("\x1f\x1f\xc3\xa9 b"), "\xc3\xa9" "b", RUN_OK },
		{ "Concat(Column(2, SubStr(ConstPos(0), END)))", STR("a\x1f\x1f" "c"), "", RUN_EMPTY },
		{ "Concat(ConstStr(\"x\"), Column(2, SubStr(ConstPos(0), END)))", STR("a"), "", RUN_NO_COLUMN },
		{ "Concat(Column(20, SubStr(ConstPos(0), END)))", STR("a\x1f"), "", RUN_NO_COLUMN },
		{ "Concat(Column(2, ToCase(Lower, Remove(\"-\", Remove(\" \", Remove(\".\", SubStr(ConstPos(0), END)))))))", STR("\x1f" "A.-B C"), "abc", RUN_OK },
		{ "Concat(Column(3, 1, SubStr(ConstPos(0), END)))", STR("a\x1f" "b\x1f" "c"), "c\x1f" "a", RUN_OK },
		{ "Concat(Column(2, 1, SubStr(Regex(Word, -1, Start), END)), Column(1, 2, SubStr(Regex(Word, -1, Start), END)))", STR("ab\x1f" "cd"), "abcd", RUN_OK },
		{ "Concat(Column(1, 3, SubStr(ConstPos(0), END)))", STR("a\x1f" "b"), "", RUN_NO_COLUMN },
		{ "Concat(Column(1, 2, 3, 4, 5, 20, Remove(Num, SubStr(ConstPos(0), END))))", STR("a\x1f"), "", RUN_NO_COLUMN },
		{ "If(Column(2, Is()), Concat(Column(1, SubStr(ConstPos(0), END))), Concat(Column(2, SubStr(ConstPos(0), END))))", STR("Ada\x1f"), "Ada", RUN_OK },
		{ "If(Column(2, Is()), Concat(Column(1, SubStr(ConstPos(0), END))), Concat(Column(2, SubStr(ConstPos(0), END))))", STR("Ada\x1fKing"), "King", RUN_OK },
		{ "If(Column(3, Is()), Concat(ConstStr(\"a\")), Concat(ConstStr(\"b\")))", STR("Ada\x1fKing"), "b", RUN_OK },
		{ "If(Column(2, Longer(3)), Concat(ConstStr(\"a\")), Concat(ConstStr(\"b\")))", STR("Augusta\x1fKing"), "a", RUN_OK },
		{ "If(Column(2, 1, Starts(\"K\")), Concat(ConstStr(\"a\")), Concat(ConstStr(\"b\")))", STR("Augusta\x1fKing"), "a", RUN_OK },
		{ "Concat(SubStr(Regex(Word, -1, Start), Regex(Word, -1, End)))", STR("12 \xe4\xb8\xad\xe6\x96\x87\xe5\xad\x97"), "\xe4\xb8\xad\xe6\x96\x87", RUN_OK },
	};
	struct buf out = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum dsl_error error = run(cases[i].program, cases[i].in, &out);

		check(error == cases[i].error && strcmp(buf_cstr(&out) + 4, cases[i].out) == 0, "%s on case %zu: %s, '%s'", cases[i].program, i,
		      dsl_error_text(error), buf_cstr(&out) + 4);
	}
	buf_free(&out);
}

/* ---- random programs and inputs ---- */

/* What can never run must not: not on the inputs that are drawn for it, and not on denser ones. */
static void feasible(void)
{
	static const char dense[] = "Aa1&,.?!@()[]%{}/:;$#' bB2";
	const struct dsl_rates rates = { 0.06, 0.3, 0.5 };
	struct arena a = { 0 };
	struct buf out = { 0 }, text = { 0 };
	int never = 0;

	for (uint64_t i = 0; i < 6000; i++) {
		struct rng r = rng_at(1, "feasible", i);
		struct dsl_program p = dsl_draw_program(&r, 1 + (long)(i % 2), &rates, &a);
		struct dsl_needs needs = dsl_needs(&p);
		bool can = dsl_feasible(&p);
		struct dsl_ready *ready = dsl_ready(&p);

		text.n = 0;
		dsl_print(&text, &p);
		check(dsl_dialect_of(&p) == DSL_PAPER && p.n == 1 + i % 2, "drawn: %s", buf_cstr(&text));
		never += !can;
		for (int k = 0; k < (can ? 2 : 100); k++) {
			char drawn[DRAW_ROOM];
			int n = dsl_draw_input(&r, &needs, drawn);

			check(n == 0 || (n >= DRAW_SHORTEST && n <= DRAW_LONGEST), "an input of %d characters", n);
			check(utf8_check((struct str){ drawn, (size_t)n }) == UTF8_ASCII, "an input that is not ASCII");
			out.n = 0;
			check(can || dsl_run(ready, scratch, (struct str){ drawn, (size_t)n }, &out), "runs after all: %s on %.*s", buf_cstr(&text), n, drawn);
			n = DRAW_SHORTEST + (int)rng_below(&r, DRAW_LONGEST - DRAW_SHORTEST + 1);
			for (int c = 0; c < n; c++)
				drawn[c] = dense[rng_below(&r, k % 2 ? 6 : sizeof dense - 1)];
			out.n = 0;
			check(can || dsl_run(ready, scratch, (struct str){ drawn, (size_t)n }, &out), "runs after all: %s on %.*s", buf_cstr(&text), n, drawn);
		}
		dsl_done(ready);
		arena_reset(&a);
	}
	check(never > 100 && never < 3000, "%d of 6000 programs can't run", never);
	arena_free(&a);
	buf_free(&out);
	buf_free(&text);
}

/* Positions are the same when each of their members is. */
static void same_positions(void)
{
	const struct dsl_pos one = { .kind = POS_REGEX, .k = 1, .type = 2, .text = STR("a"), .n = 3, .bound = BOUND_START,
	                             .offset = 4 };
	struct dsl_pos others[7];

	for (int i = 0; i < 7; i++)
		others[i] = one;
	others[0].kind = POS_CONST, others[1].k = 2, others[2].type = 3, others[3].text = STR("b"), others[4].n = -3;
	others[5].bound = BOUND_END, others[6].offset = -4;
	for (int i = 0; i < 7; i++)
		check(dsl_same_position(&one, &one) && !dsl_same_position(&one, &others[i]) &&
		      !dsl_same_position(&others[i], &one),
		      "a position is the same as one that differs in member %d", i);
}

int main(void)
{
	scratch = dsl_scratch_make();
	table();
	random_programs();
	for (uint64_t i = 0; i < 40; i++)
		masks(i % 2 ? DSL_SHELL : DSL_PAPER, i);
	bad_programs();
	against_pcre2();
	positions();
	by_hand();
	feasible();
	same_positions();
	dsl_scratch_free(scratch);
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
