/* dsl - the language of Figure 1 as one table: tokens, dialects, reading and printing programs
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "dsl/dsl_column.h"
#include "dsl/dsl_legal.h"
#include "dsl/dsl_op.h"
#include "dsl/dsl_test.h"

#define PAPER(text, role, value)             { text, role, DSL_PAPER, value, NULL, false, 0, 0, 0, 0 }
#define SHELL(text, role, value)             { text, role, DSL_SHELL, value, NULL, false, 0, 0, 0, 0 }
#define CLASS(dialect, text, to, pattern, ...) { text, ROLE_TYPE, dialect, to, pattern, (to) != CASE_NONE, __VA_ARGS__ }
#define INT(k)  PAPER(#k, ROLE_INT, k)
#define CHAR(c) PAPER("\"" c "\"", ROLE_CHAR, c[0])
#define MORE(c) SHELL("\"" c "\"", ROLE_CHAR, c[0])

/* Marks belong to the letter before them, so that decomposed accents and Indic vowels don't cut words. */
#define LETTER "\\p{L}\\p{M}*+"
#define UPPER  "\\p{Lu}\\p{M}*+"
#define SMALL  "\\p{Ll}\\p{M}*+"
#define EITHER "[\\p{L}\\p{Nd}]\\p{M}*+"

const struct dsl_token dsl_table[] = {
	PAPER("<pad>", ROLE_PAD, 0),
	PAPER("Concat", ROLE_CONCAT, 0), PAPER("ConstStr", ROLE_CONSTSTR, 0), PAPER("SubStr", ROLE_SUBSTR, 0),
	PAPER("ConstPos", ROLE_CONSTPOS, 0), PAPER("Regex", ROLE_REGEX, 0),
	PAPER("c(", ROLE_OPEN_C, 0), PAPER("c)", ROLE_CLOSE_C, 0), PAPER("k(", ROLE_OPEN_K, 0), PAPER("k)", ROLE_CLOSE_K, 0),
	PAPER("s(", ROLE_OPEN_S, 0), PAPER("s)", ROLE_CLOSE_S, 0), PAPER("p(", ROLE_OPEN_P, 0), PAPER("p)", ROLE_CLOSE_P, 0),
	PAPER("r(", ROLE_OPEN_R, 0), PAPER("r)", ROLE_CLOSE_R, 0),
	CLASS(DSL_PAPER, "Word",     CASE_NONE,   "(?:" LETTER "){2,}+",    KIND_LETTER, KIND_LETTER, 2, 0),
	CLASS(DSL_PAPER, "Num",      CASE_NONE,   "\\p{Nd}++",              KIND_DIGIT, KIND_DIGIT, 1, 0),
	CLASS(DSL_PAPER, "Alphanum", CASE_NONE,   "(?:" EITHER ")++",       KIND_LETTER | KIND_DIGIT, KIND_LETTER | KIND_DIGIT, 1, 0),
	CLASS(DSL_PAPER, "Allcaps",  CASE_UPPER,  "(?:" UPPER "){2,}+",     KIND_UPPER, KIND_UPPER, 2, 0),
	CLASS(DSL_PAPER, "Propcase", CASE_PROPER, UPPER "(?:" SMALL ")++",  KIND_UPPER, KIND_SMALL, 2, 0),
	CLASS(DSL_PAPER, "Lower",    CASE_LOWER,  "(?:" SMALL ")++",        KIND_SMALL, KIND_SMALL, 1, 0),
	CLASS(DSL_PAPER, "Digit",    CASE_NONE,   "\\p{Nd}",                KIND_DIGIT, KIND_DIGIT, 1, 1),
	CLASS(DSL_PAPER, "Char",     CASE_NONE,   EITHER,                   KIND_LETTER | KIND_DIGIT, KIND_LETTER | KIND_DIGIT, 1, 1),
	INT(-20), INT(-19), INT(-18), INT(-17), INT(-16), INT(-15), INT(-14), INT(-13), INT(-12), INT(-11),
	INT(-10), INT(-9), INT(-8), INT(-7), INT(-6), INT(-5), INT(-4), INT(-3), INT(-2), INT(-1), INT(0),
	INT(1), INT(2), INT(3), INT(4), INT(5), INT(6), INT(7), INT(8), INT(9), INT(10),
	INT(11), INT(12), INT(13), INT(14), INT(15), INT(16), INT(17), INT(18), INT(19), INT(20),
	CHAR("&"), CHAR(","), CHAR("."), CHAR("?"), CHAR("!"), CHAR("@"), CHAR("("), CHAR(")"), CHAR("["), CHAR("]"),
	CHAR("%"), CHAR("{"), CHAR("}"), CHAR("/"), CHAR(":"), CHAR(";"), CHAR("$"), CHAR("#"), CHAR("'"),
	PAPER("\"SPACE\"", ROLE_CHAR, ' '),
	PAPER("Start", ROLE_BOUND, BOUND_START), PAPER("End", ROLE_BOUND, BOUND_END),

	SHELL("ToCase", ROLE_OP, OP_TOCASE), SHELL("t(", ROLE_OPEN_T, 0), SHELL("t)", ROLE_CLOSE_T, 0),
	SHELL("END", ROLE_END_OF_STRING, 0), SHELL("After", ROLE_BOUND, BOUND_AFTER),
	CLASS(DSL_SHELL, "Word+",    CASE_NONE,   "(?:" LETTER ")++",       KIND_LETTER, KIND_LETTER, 1, 0),
	CLASS(DSL_SHELL, "Allcaps+", CASE_NONE,   "(?:" UPPER ")++",        KIND_UPPER, KIND_UPPER, 1, 0),
	CLASS(DSL_SHELL, "Space",    CASE_NONE,   "\\p{Xps}++",             KIND_BLANK, KIND_BLANK, 1, 0),
	SHELL("Sentence", ROLE_CASE, CASE_SENTENCE),
	MORE("*"), MORE("+"), MORE("-"), MORE("<"), MORE("="), MORE(">"), MORE("^"), MORE("_"), MORE("`"), MORE("|"), MORE("~"),
	SHELL("\"\\\"\"", ROLE_CHAR, '"'), SHELL("\"\\\\\"", ROLE_CHAR, '\\'),
	SHELL("\"\\t\"", ROLE_CHAR, '\t'), SHELL("\"\\n\"", ROLE_CHAR, '\n'),
	SHELL("Remove", ROLE_OP, OP_REMOVE), SHELL("Replace", ROLE_OP, OP_REPLACE), SHELL("Join", ROLE_OP, OP_JOIN),
	SHELL("Separate", ROLE_OP, OP_SEPARATE), SHELL("Initials", ROLE_OP, OP_INITIALS),
	SHELL("Format", ROLE_OP, OP_FORMAT), SHELL("Linear", ROLE_OP, OP_LINEAR), SHELL("Date", ROLE_OP, OP_DATE),
	SHELL("Column", ROLE_OP, OP_COLUMN),
	SHELL("Floor", ROLE_OP, OP_FLOOR), SHELL("Ceil", ROLE_OP, OP_CEIL), SHELL("Round", ROLE_OP, OP_ROUND), SHELL("Shift", ROLE_OP, OP_SHIFT),
	CLASS(DSL_SHELL, "Field",    CASE_NONE,   "\\P{Xps}++",             KIND_FIELD, KIND_FIELD, 1, 0),
	SHELL("Zone", ROLE_OP, OP_ZONE), SHELL("Span", ROLE_OP, OP_SPAN),
	SHELL("Number", ROLE_OP, OP_NUMBER), SHELL("Sum", ROLE_OP, OP_SUM), SHELL("Difference", ROLE_OP, OP_DIFFERENCE),
	SHELL("Product", ROLE_OP, OP_PRODUCT), SHELL("Quotient", ROLE_OP, OP_QUOTIENT), SHELL("Raise", ROLE_OP, OP_RAISE), SHELL("Reduce", ROLE_OP, OP_REDUCE),
	SHELL("Largest", ROLE_OP, OP_LARGEST), SHELL("Smallest", ROLE_OP, OP_SMALLEST), SHELL("Between", ROLE_OP, OP_BETWEEN), SHELL("Count", ROLE_OP, OP_COUNT),
	SHELL("Length", ROLE_OP, OP_LENGTH), SHELL("Every", ROLE_OP, OP_EVERY), SHELL("Pick", ROLE_OP, OP_PICK), SHELL("Before", ROLE_OP, OP_BEFORE),
	SHELL("If", ROLE_IF, 0), SHELL("i(", ROLE_OPEN_I, 0), SHELL("i)", ROLE_CLOSE_I, 0), SHELL("h(", ROLE_OPEN_H, 0), SHELL("h)", ROLE_CLOSE_H, 0),
	SHELL("Has", ROLE_TEST, TEST_HAS), SHELL("Starts", ROLE_TEST, TEST_STARTS), SHELL("Ends", ROLE_TEST, TEST_ENDS),
	SHELL("Is", ROLE_TEST, TEST_IS), SHELL("Less", ROLE_TEST, TEST_LESS), SHELL("More", ROLE_TEST, TEST_MORE),
	SHELL("Longer", ROLE_TEST, TEST_LONGER),
	SHELL("Lookup", ROLE_OP, OP_LOOKUP), SHELL("->", ROLE_ARROW, 0),
};
const int dsl_table_size = sizeof dsl_table / sizeof *dsl_table;
_Static_assert(sizeof dsl_table / sizeof *dsl_table == DSL_ALL, "DSL_ALL counts the table's entries");

enum { ID_CONCAT = 1, ID_CONSTSTR, ID_SUBSTR, ID_CONSTPOS, ID_REGEX, ID_OPEN_C, ID_CLOSE_C, ID_OPEN_K, ID_CLOSE_K, ID_OPEN_S,
       ID_CLOSE_S, ID_OPEN_P, ID_CLOSE_P, ID_OPEN_R, ID_CLOSE_R, ID_INT_0 = 44, ID_START = 85, ID_END,
       ID_TOCASE, ID_OPEN_T, ID_CLOSE_T, ID_END_OF_STRING, ID_AFTER };
_Static_assert(DSL_ALL <= DSL_TEXT, "DSL_TEXT is no token's id");

int dsl_size(enum dsl_dialect d)
{
	return d == DSL_PAPER ? DSL_VOCABULARY : dsl_table_size;
}

int dsl_char_id(unsigned char c, enum dsl_dialect d)
{
	for (int id = DSL_FIRST_CHAR; id < dsl_size(d); id++)
		if (dsl_table[id].role == ROLE_CHAR && dsl_table[id].value == c)
			return id;
	return -1;
}

int dsl_int_id(int value)
{
	return ID_INT_0 + value;
}

static int bound_id(enum dsl_bound b)
{
	return b == BOUND_START ? ID_START : b == BOUND_END ? ID_END : ID_AFTER;
}

int dsl_case_id(enum dsl_case c)
{
	for (int id = 0; id < dsl_table_size; id++)
		if ((dsl_table[id].role == ROLE_CASE || dsl_table[id].by_case) && dsl_table[id].value == (int)c)
			return id;
	return -1;
}

int dsl_text_id(struct str text)
{
	int id = text.n == 1 ? dsl_char_id((unsigned char)text.p[0], DSL_SHELL) : -1;

	return id < 0 ? DSL_TEXT : id;
}

static int id_of(enum dsl_role role, long value)
{
	for (int id = 0; id < dsl_table_size; id++)
		if (dsl_table[id].role == role && dsl_table[id].value == value)
			return id;
	return -1;
}

static int op_id(const struct dsl_op *op)
{
	return id_of(ROLE_OP, op - dsl_ops);
}

bool dsl_same_position(const struct dsl_pos *p, const struct dsl_pos *q)
{
	return p->kind == q->kind && p->k == q->k && p->type == q->type && str_eq(p->text, q->text) && p->n == q->n && p->bound == q->bound &&
	       p->offset == q->offset;
}

/* ---- a program as a sequence of tokens, one after another to a function ---- */

typedef void sink(void *to, int id, struct str text);

static void put_pos(const struct dsl_pos *p, sink *put, void *to)
{
	const struct str no = { 0 };

	switch (p->kind) {
	case POS_CONST:
		put(to, ID_CONSTPOS, no), put(to, ID_OPEN_P, no), put(to, dsl_int_id(p->k), no), put(to, ID_CLOSE_P, no);
		break;
	case POS_END:
		put(to, ID_END_OF_STRING, no);
		break;
	case POS_REGEX:
		put(to, ID_REGEX, no), put(to, ID_OPEN_R, no), put(to, p->type, p->text);
		put(to, dsl_int_id(p->n), no), put(to, bound_id(p->bound), no);
		if (p->offset)
			put(to, dsl_int_id(p->offset), no);
		put(to, ID_CLOSE_R, no);
		break;
	}
}

/* The begin of a Column, which closes with t). */
static void put_columns(int columns, sink *put, void *to)
{
	const struct str no = { 0 };

	put(to, op_id(&dsl_ops[OP_COLUMN]), no), put(to, ID_OPEN_T, no);
	while (columns)
		put(to, dsl_int_id(dsl_columns_next(&columns)), no);
}

static void put_expr(const struct dsl_expr *e, sink *put, void *to)
{
	const struct str no = { 0 };

	if (e->kind == EXPR_CONST) {
		put(to, ID_CONSTSTR, no), put(to, ID_OPEN_K, no), put(to, dsl_text_id(e->text), e->text), put(to, ID_CLOSE_K, no);
		return;
	}
	if (e->column)
		put_columns(e->column, put, to);
	for (const struct dsl_call *c = e->call; c; c = c->inner) {
		put(to, op_id(c->op), no), put(to, ID_OPEN_T, no);
		for (size_t k = 0; k < c->nrows; k++) {
			put(to, c->rows[k].key.id, c->rows[k].key.text), put(to, id_of(ROLE_ARROW, 0), no);
			put(to, c->rows[k].value.id, c->rows[k].value.text);
		}
		for (int k = 0; k < DSL_ARGS && c->arg[k].id; k++)
			put(to, c->arg[k].id, c->arg[k].text);
	}
	if (e->to)
		put(to, ID_TOCASE, no), put(to, ID_OPEN_T, no), put(to, dsl_case_id(e->to), no);
	put(to, ID_SUBSTR, no), put(to, ID_OPEN_S, no);
	put_pos(&e->from, put, to), put_pos(&e->until, put, to);
	put(to, ID_CLOSE_S, no);
	if (e->to)
		put(to, ID_CLOSE_T, no);
	for (const struct dsl_call *c = e->call; c; c = c->inner)
		put(to, ID_CLOSE_T, no);
	if (e->column)
		put(to, ID_CLOSE_T, no);
}

static void put_concat(const struct dsl_expr *exprs, size_t n, sink *put, void *to)
{
	const struct str no = { 0 };

	put(to, ID_CONCAT, no), put(to, ID_OPEN_C, no);
	for (size_t i = 0; i < n; i++)
		put_expr(&exprs[i], put, to);
	put(to, ID_CLOSE_C, no);
}

static void put_test(const struct dsl_test *t, sink *put, void *to)
{
	const struct str no = { 0 };

	if (t->column)
		put_columns(t->column, put, to);
	put(to, id_of(ROLE_TEST, t->is - dsl_predicates), no), put(to, id_of(ROLE_OPEN_H, 0), no);
	for (size_t k = 0; k < t->n; k++)
		put(to, t->items[k].id, t->items[k].text);
	if (t->count || dsl_test_counts(t->is))
		put(to, dsl_int_id(t->count), no);
	put(to, id_of(ROLE_CLOSE_H, 0), no);
	if (t->column)
		put(to, ID_CLOSE_T, no);
}

static void put_program(const struct dsl_program *p, sink *put, void *to)
{
	const struct str no = { 0 };
	size_t at = 0;

	for (size_t b = 0; b < p->nbranches; at = p->branches[b++].end) {
		put(to, id_of(ROLE_IF, 0), no), put(to, id_of(ROLE_OPEN_I, 0), no);
		put_test(&p->branches[b].test, put, to);
		put_concat(p->exprs + at, p->branches[b].end - at, put, to);
	}
	if (at < p->n)
		put_concat(p->exprs + at, p->n - at, put, to);
	for (size_t b = 0; b < p->nbranches; b++)
		put(to, id_of(ROLE_CLOSE_I, 0), no);
}

struct ids { uint8_t *ids; size_t n, most; };

static void collect(void *to, int id, struct str text)
{
	struct ids *all = to;

	(void)text;
	if (all->n < all->most)
		all->ids[all->n] = (uint8_t)id;
	all->n++;
}

size_t dsl_ids(const struct dsl_program *p, uint8_t *ids, size_t most)
{
	struct ids all = { ids, 0, most };

	put_program(p, collect, &all);
	return all.n;
}

static void widen(void *to, int id, struct str text)
{
	enum dsl_dialect *d = to;

	(void)text;
	if (id == DSL_TEXT || dsl_table[id].dialect == DSL_SHELL)
		*d = DSL_SHELL;
}

enum dsl_dialect dsl_dialect_of(const struct dsl_program *p)
{
	enum dsl_dialect d = DSL_PAPER;

	put_program(p, widen, &d);
	for (size_t i = 0; i < p->n && d == DSL_PAPER; i++) {
		const struct dsl_pos *both[2] = { &p->exprs[i].from, &p->exprs[i].until };

		for (int j = 0; j < 2 && p->exprs[i].kind == EXPR_SUBSTR; j++)
			if (both[j]->kind == POS_REGEX && (both[j]->offset || both[j]->n < -3 || both[j]->n > 3))
				d = DSL_SHELL;
	}
	return d;
}

/* ---- printing ---- */

/* A text in quotes. The word SPACE alone would be read as a space, so its first letter is escaped. */
static void put_text(struct buf *out, struct str text)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c == '"' || c == '\\')
			buf_putc(out, '\\'), buf_putc(out, (char)c);
		else if (c == '\n' || c == '\t' || c == '\r')
			buf_puts(out, c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r");
		else if (c < 32 || c == 127 || (i == 0 && str_eq(text, STR("SPACE"))))
			buf_printf(out, "\\x%02X", c);
		else
			buf_putc(out, (char)c);
	}
	buf_putc(out, '"');
}

static void print_token(void *to, int id, struct str text)
{
	struct buf *out = to;

	if (out->n && out->p[out->n - 1] != '\n')
		buf_putc(out, ' ');
	if (id == DSL_TEXT)
		put_text(out, text);
	else
		buf_puts(out, dsl_table[id].text);
}

void dsl_print(struct buf *out, const struct dsl_program *p)
{
	struct buf text = { 0 };

	put_program(p, print_token, &text);
	buf_str(out, buf_view(&text));
	buf_free(&text);
}

void dsl_print_expr(struct buf *out, const struct dsl_expr *e)
{
	struct buf text = { 0 };

	put_expr(e, print_token, &text);
	buf_str(out, buf_view(&text));
	buf_free(&text);
}

/* A class, a case or a quoted text. */
static void readable_token(struct buf *out, int id, struct str text)
{
	if (id == DSL_TEXT)
		put_text(out, text);
	else
		buf_puts(out, dsl_table[id].role == ROLE_CHAR && dsl_table[id].value == ' ' ? "\" \"" : dsl_table[id].text);
}

static void readable_pos(struct buf *out, const struct dsl_pos *p)
{
	if (p->kind == POS_CONST)
		buf_printf(out, "ConstPos(%d)", p->k);
	else if (p->kind == POS_END)
		buf_puts(out, "END");
	else {
		buf_puts(out, "Regex(");
		readable_token(out, p->type, p->text);
		buf_printf(out, ", %d, %s", p->n, dsl_table[bound_id(p->bound)].text);
		if (p->offset)
			buf_printf(out, ", %d", p->offset);
		buf_putc(out, ')');
	}
}

static void readable_columns(struct buf *out, int columns)
{
	buf_puts(out, "Column(");
	while (columns)
		buf_printf(out, "%d, ", dsl_columns_next(&columns));
}

/* A SubStr, and its columns and the operators around it. */
static void readable_value(struct buf *out, const struct dsl_expr *e)
{
	if (e->column)
		readable_columns(out, e->column);
	for (const struct dsl_call *c = e->call; c; c = c->inner) {
		buf_printf(out, "%s(", c->op->name);
		for (size_t k = 0; k < c->nrows; k++) {
			readable_token(out, c->rows[k].key.id, c->rows[k].key.text);
			buf_puts(out, " -> ");
			readable_token(out, c->rows[k].value.id, c->rows[k].value.text);
			buf_puts(out, ", ");
		}
		for (int k = 0; k < DSL_ARGS && c->arg[k].id; k++) {
			readable_token(out, c->arg[k].id, c->arg[k].text);
			buf_puts(out, ", ");
		}
	}
	if (e->to)
		buf_printf(out, "ToCase(%s, ", dsl_table[dsl_case_id(e->to)].text);
	buf_puts(out, "SubStr(");
	readable_pos(out, &e->from);
	buf_puts(out, ", ");
	readable_pos(out, &e->until);
	buf_putc(out, ')');
	if (e->to)
		buf_putc(out, ')');
	for (const struct dsl_call *c = e->call; c; c = c->inner)
		buf_putc(out, ')');
	if (e->column)
		buf_putc(out, ')');
}

static void readable_concat(struct buf *out, const struct dsl_expr *exprs, size_t n)
{
	buf_puts(out, "Concat(");
	for (size_t i = 0; i < n; i++) {
		const struct dsl_expr *e = &exprs[i];

		if (i)
			buf_puts(out, ", ");
		if (e->kind == EXPR_CONST) {
			buf_puts(out, "ConstStr(");
			put_text(out, e->text);
		} else {
			readable_value(out, e);
			continue;
		}
		buf_putc(out, ')');
	}
	buf_putc(out, ')');
}

void dsl_print_test(struct buf *out, const struct dsl_test *t)
{
	if (t->column)
		readable_columns(out, t->column);
	buf_printf(out, "%s(", t->is->name);
	for (size_t k = 0; k < t->n; k++) {
		buf_puts(out, k ? ", " : "");
		readable_token(out, t->items[k].id, t->items[k].text);
	}
	if (t->count || dsl_test_counts(t->is))
		buf_printf(out, "%s%d", t->n ? ", " : "", t->count);
	buf_puts(out, t->column ? "))" : ")");
}

void dsl_print_readable(struct buf *out, const struct dsl_program *p)
{
	size_t at = 0;

	for (size_t b = 0; b < p->nbranches; at = p->branches[b++].end) {
		buf_puts(out, b ? ", If(" : "If(");
		dsl_print_test(out, &p->branches[b].test);
		buf_puts(out, ", ");
		readable_concat(out, p->exprs + at, p->branches[b].end - at);
	}
	if (at < p->n) {
		buf_puts(out, at ? ", " : "");
		readable_concat(out, p->exprs + at, p->n - at);
	}
	for (size_t b = 0; b < p->nbranches; b++)
		buf_putc(out, ')');
}

/* ---- reading ---- */

struct lexer { struct str in; size_t at; struct arena *a; struct str text; const char *why; };
enum { LEX_END = -1, LEX_BAD = -2, LEX_OPEN = -3, LEX_CLOSE = -4 };

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_name(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static int bad(struct lexer *x, const char *why)
{
	x->why = why;
	return LEX_BAD;
}

/* A quoted text: a CHAR token when it is one of the table's characters, else DSL_TEXT with its string in x->text. */
static int lex_quoted(struct lexer *x)
{
	struct str in = x->in;
	size_t n = 0, begin = ++x->at, end = begin;
	char *out;

	while (end < in.n && in.p[end] != '"')
		end += in.p[end] == '\\' ? 2 : 1;
	if (end >= in.n)
		return bad(x, "a quote is not closed");
	out = arena_get(x->a, end - begin + 1);
	for (; x->at < end; x->at++) {
		if (in.p[x->at] != '\\') {
			out[n++] = in.p[x->at];
			continue;
		}
		x->at++;
		switch (in.p[x->at]) {
		case 'n': out[n++] = '\n'; break;
		case 't': out[n++] = '\t'; break;
		case 'r': out[n++] = '\r'; break;
		case '"': case '\\': out[n++] = in.p[x->at]; break;
		case 'x':
			if (x->at + 2 >= end || hex(in.p[x->at + 1]) < 0 || hex(in.p[x->at + 1]) > 7 || hex(in.p[x->at + 2]) < 0)
				return bad(x, "\\x wants two digits, 00 to 7F");
			out[n++] = (char)(hex(in.p[x->at + 1]) * 16 + hex(in.p[x->at + 2]));
			x->at += 2;
			break;
		default:
			return bad(x, "unknown escape in quotes (known: \\n \\t \\r \\\" \\\\ \\xHH)");
		}
	}
	out[n] = 0;                              /* messages show arguments */
	x->text = (struct str){ out, n };
	if (str_eq((struct str){ in.p + begin, x->at - begin }, STR("SPACE")))
		x->text = STR(" ");
	x->at++;
	if (x->text.n == 0)
		return bad(x, "an empty text");
	if (utf8_check(x->text) == UTF8_BROKEN)
		return bad(x, "a text that is not UTF-8");
	return dsl_text_id(x->text);
}

/* Passes over white space and commas. Returns how many of these there were; `last` is where the last one stands. */
static int skip(struct lexer *x, size_t *last)
{
	int commas = 0;

	for (; x->at < x->in.n && (is_space(x->in.p[x->at]) || x->in.p[x->at] == ','); x->at++)
		if (x->in.p[x->at] == ',') {
			*last = x->at;
			commas++;
		}
	return commas;
}

/* The token that stands here: its id, LEX_OPEN or LEX_CLOSE for a parenthesis of the readable spelling, LEX_END, LEX_BAD with x->why. */
static int lex(struct lexer *x)
{
	struct str in = x->in, word;
	size_t begin;

	if (x->at >= in.n)
		return LEX_END;
	begin = x->at;
	if (in.p[begin] == '"')
		return lex_quoted(x);
	if (in.p[begin] == '(' || in.p[begin] == ')') {
		x->at++;
		return in.p[begin] == '(' ? LEX_OPEN : LEX_CLOSE;
	}
	if (is_name(in.p[begin])) {
		while (x->at < in.n && is_name(in.p[x->at]))
			x->at++;
		if (x->at < in.n && in.p[x->at] == '+')
			x->at++;
		else if (x->at == begin + 1 && x->at < in.n && (in.p[x->at] == '(' || in.p[x->at] == ')'))
			x->at++;
	} else {
		while (x->at < in.n && !is_space(in.p[x->at]) && in.p[x->at] != ',' && in.p[x->at] != ')' && in.p[x->at] != '(' &&
		       in.p[x->at] != '"')
			x->at++;
	}
	word = (struct str){ in.p + begin, x->at - begin };
	for (int id = 1; id < dsl_table_size; id++)
		if (str_eq(word, str_of(dsl_table[id].text)))
			return id;
	return bad(x, "an unknown token");
}

static enum dsl_role role_of(int id)
{
	return id == DSL_TEXT ? ROLE_TEXT : dsl_table[id].role;
}

static bool is_expr(int id)
{
	return role_of(id) == ROLE_CONSTSTR || role_of(id) == ROLE_SUBSTR || role_of(id) == ROLE_OP;
}

/* May a comma stand between two tokens? It separates arguments. Negative: there is no such token. */
static bool may_separate(int before, int behind)
{
	if (before < 0 || behind < 0)
		return false;
	switch (role_of(before)) {
	case ROLE_CONCAT: case ROLE_CONSTSTR: case ROLE_SUBSTR: case ROLE_OP: case ROLE_CONSTPOS: case ROLE_REGEX: case ROLE_IF: case ROLE_TEST:
	case ROLE_OPEN_C: case ROLE_OPEN_K: case ROLE_OPEN_S: case ROLE_OPEN_T: case ROLE_OPEN_P: case ROLE_OPEN_R: case ROLE_OPEN_I: case ROLE_OPEN_H:
	case ROLE_ARROW:
		return false;
	default:
		break;
	}
	switch (role_of(behind)) {
	case ROLE_OPEN_C: case ROLE_OPEN_K: case ROLE_OPEN_S: case ROLE_OPEN_T: case ROLE_OPEN_P: case ROLE_OPEN_R: case ROLE_OPEN_I: case ROLE_OPEN_H:
	case ROLE_CLOSE_C: case ROLE_CLOSE_K: case ROLE_CLOSE_S: case ROLE_CLOSE_T: case ROLE_CLOSE_P: case ROLE_CLOSE_R: case ROLE_CLOSE_I: case ROLE_CLOSE_H:
	case ROLE_ARROW:
		return false;
	default:
		return true;
	}
}

/* Builds the tree from tokens that the syntax checker has let through. The expressions lie on the heap until they are all there. */
struct builder {
	struct dsl_expr *exprs, *expr;
	size_t n, cap;
	struct dsl_pos *pos;
	const struct dsl_call **link;    /* where the next operator, which stands in the one before, goes; NULL: no operator is open */
	struct dsl_call *call;           /* the one whose arguments are read; NULL: none */
	int arg;
	struct dsl_row *rows;            /* of its table; the last may have no value yet */
	size_t nrows, cap_rows;
	bool arrow;                      /* behind the last row's arrow */
	struct dsl_branch *branches;
	size_t nbranches, cap_branches;
	struct dsl_test *test;           /* the one whose arguments are read; NULL: none */
	bool before_test;                /* a test is next, perhaps behind the begin of a Column */
	int columns;                     /* of this test */
	bool then;                       /* the expressions are those of the last branch */
	struct arena *a;
};

/* A program's table: `key -> value`, and at its end perhaps a text that stands for all others. */
static void build_row(struct builder *b, int id, struct str text)
{
	if (id >= 0 && role_of(id) == ROLE_ARROW) {
		b->arrow = true;
		return;
	}
	if (b->arrow) {
		b->rows[b->nrows - 1].value = (struct dsl_arg){ id, text };
		b->arrow = false;
		return;
	}
	b->rows = mem_room(b->rows, b->nrows, &b->cap_rows, sizeof *b->rows);
	b->rows[b->nrows++] = (struct dsl_row){ .key = { id, text } };
}

/* The table is whole: what stands last without a value is what others become. */
static void close_rows(struct builder *b)
{
	struct dsl_row *rows;

	if (!b->nrows)
		return;
	if (!b->rows[b->nrows - 1].value.id)
		b->call->arg[0] = b->rows[--b->nrows].key;
	rows = arena_get(b->a, b->nrows * sizeof *rows);
	memcpy(rows, b->rows, b->nrows * sizeof *rows);
	b->call->rows = rows;
	b->call->nrows = b->nrows;
	b->nrows = 0;
}

static void open_test(struct builder *b, const struct dsl_predicate *is)
{
	b->branches = mem_room(b->branches, b->nbranches, &b->cap_branches, sizeof *b->branches);
	b->test = &b->branches[b->nbranches++].test;
	*b->test = (struct dsl_test){ .is = is, .items = arena_get(b->a, DSL_ITEMS * sizeof *b->test->items), .column = b->columns };
	b->before_test = false;
	b->columns = 0;
}

static void build_test(struct builder *b, int id, struct str text)
{
	const enum dsl_role role = role_of(id);

	if (role == ROLE_CLOSE_H) {
		b->test = NULL;
		b->then = true;
	} else if (role == ROLE_INT)
		b->test->count = dsl_table[id].value;
	else if (role != ROLE_OPEN_H)
		b->test->items[b->test->n++] = (struct dsl_arg){ id, text };
}

static struct dsl_call *open_call(struct builder *b, const struct dsl_op *op)
{
	struct dsl_call *call = arena_get(b->a, sizeof *call);

	*call = (struct dsl_call){ .op = op };
	*b->link = call;
	b->arg = 0;
	return call;
}

/* The operators' value. A ToCase directly around it is a part of the piece. */
static void close_calls(struct builder *b)
{
	if (b->call && b->call->op == &dsl_ops[OP_TOCASE]) {
		b->expr->to = (enum dsl_case)dsl_table[b->call->arg[0].id].value;
		*b->link = NULL;
	}
	b->link = NULL;
	b->call = NULL;
}

static void build(struct builder *b, int id, struct str text)
{
	const struct dsl_token *t = id == DSL_TEXT ? NULL : &dsl_table[id];
	enum dsl_role role = role_of(id);

	if (b->test) {
		build_test(b, id, text);
		return;
	}
	if (b->call && role != ROLE_OP && role != ROLE_SUBSTR) {
		if (role != ROLE_OPEN_T && b->call->op->args[0] == ARG_ROWS)
			build_row(b, id, text);
		else if (role != ROLE_OPEN_T)
			b->call->arg[b->arg++] = (struct dsl_arg){ id, text };
		return;
	}
	if (b->before_test && role != ROLE_TEST) {
		if (role == ROLE_INT)
			b->columns = dsl_columns_with(b->columns, t->value);
		return;
	}
	close_rows(b);
	switch (role) {
	case ROLE_IF:
		b->before_test = true;
		break;
	case ROLE_TEST:
		open_test(b, &dsl_predicates[t->value]);
		break;
	case ROLE_CLOSE_C:
		if (b->then)
			b->branches[b->nbranches - 1].end = b->n;
		b->then = false;
		break;
	case ROLE_CONSTSTR:
	case ROLE_OP:
	case ROLE_SUBSTR:
		if (!b->link) {
			b->exprs = mem_room(b->exprs, b->n, &b->cap, sizeof *b->exprs);
			b->expr = &b->exprs[b->n++];
			*b->expr = (struct dsl_expr){ .kind = role == ROLE_CONSTSTR ? EXPR_CONST : EXPR_SUBSTR };
		}
		if (role == ROLE_OP && t->value == OP_COLUMN)
			b->link = &b->expr->call;        /* its numbers follow */
		else if (role == ROLE_OP) {
			b->link = b->call ? &b->call->inner : &b->expr->call;
			b->call = open_call(b, &dsl_ops[t->value]);
		} else
			close_calls(b);
		b->pos = NULL;
		break;
	case ROLE_CONSTPOS:
	case ROLE_END_OF_STRING:
	case ROLE_REGEX:
		b->pos = b->pos ? &b->expr->until : &b->expr->from;
		b->pos->kind = role == ROLE_CONSTPOS ? POS_CONST : role == ROLE_REGEX ? POS_REGEX : POS_END;
		b->pos->type = -1;
		b->pos->bound = (enum dsl_bound)-1;
		break;
	case ROLE_TYPE:
		b->pos->type = id;
		break;
	case ROLE_CHAR:
	case ROLE_TEXT:
		if (b->expr->kind == EXPR_CONST)
			b->expr->text = text;
		else {
			b->pos->type = id;
			b->pos->text = id == DSL_TEXT ? text : (struct str){ 0 };
		}
		break;
	case ROLE_INT:
		if (!b->pos)
			b->expr->column = dsl_columns_with(b->expr->column, t->value);
		else if (b->pos->kind == POS_CONST)
			b->pos->k = t->value;
		else if (b->pos->bound == (enum dsl_bound)-1)
			b->pos->n = t->value;
		else
			b->pos->offset = t->value;
		break;
	case ROLE_BOUND:
		b->pos->bound = (enum dsl_bound)t->value;
		break;
	default:
		break;
	}
}

/* The place of an error for a message: what stands there, cut to some 20 characters. */
static int complain(struct buf *why, const struct lexer *x, size_t at, const char *what, const char *expected)
{
	size_t n = 0;

	if (!why)
		return -1;
	while (at + n < x->in.n && n < 20 && !is_space(x->in.p[at + n]))
		n++;
	while (n && at + n < x->in.n && ((unsigned char)x->in.p[at + n] & 0xC0) == 0x80)
		n--;
	if (at >= x->in.n)
		buf_printf(why, "program ends early");
	else
		buf_printf(why, "character %zu, at '%.*s'", at + 1, (int)n, x->in.p + at);
	if (what)
		buf_printf(why, ": %s", what);
	if (expected)
		buf_printf(why, ": expected %s", expected);
	return -1;
}

static int parse(struct lexer *x, enum dsl_dialect d, struct builder *b, struct buf *why)
{
	struct dsl_syntax syntax = dsl_syntax_begin(d);
	int before = -1;

	for (size_t count = 0;; count++) {
		size_t at, comma = 0;
		int commas = skip(x, &comma), id;
		bool end;

		at = x->at;
		id = lex(x);
		end = id == LEX_END;
		if (id == LEX_BAD)
			return complain(why, x, at, x->why, NULL);
		if (id == LEX_OPEN || id == LEX_CLOSE)
			id = dsl_paren(&syntax, id == LEX_OPEN);
		if (commas > 1 || (commas && !may_separate(before, id)))
			return complain(why, x, comma, "a comma that is not between two arguments", NULL);
		if (end)
			return dsl_finished(&syntax) ? 0 : complain(why, x, at, NULL, dsl_expected(&syntax));
		if (count >= DSL_TOKENS || (b->n == DSL_PARTS && !b->link && id > 0 && is_expr(id)))
			return complain(why, x, at, "the program is too long", NULL);
		if ((id == DSL_TEXT || (id > 0 && role_of(id) == ROLE_CHAR)) && !dsl_op_fits((enum dsl_arg_kind)dsl_wants(&syntax), x->text))
			return complain(why, x, at, NULL, dsl_expected(&syntax));
		if (!dsl_step(&syntax, id))
			return complain(why, x, at, NULL, dsl_expected(&syntax));
		build(b, id, x->text);
		before = id;
	}
}

int dsl_parse(struct str text, enum dsl_dialect d, struct arena *a, struct dsl_program *program, struct buf *why)
{
	struct lexer x = { .in = text, .a = a };
	struct builder b = { .a = a };
	int failed = parse(&x, d, &b, why);

	if (!failed) {
		program->n = b.n;
		program->exprs = arena_get(a, b.n * sizeof *b.exprs);
		memcpy(program->exprs, b.exprs, b.n * sizeof *b.exprs);
		program->nbranches = b.nbranches;
		program->branches = arena_get(a, b.nbranches * sizeof *b.branches);
		if (b.nbranches)
			memcpy(program->branches, b.branches, b.nbranches * sizeof *b.branches);
	}
	free(b.exprs), free(b.rows), free(b.branches);
	return failed;
}

struct dsl_program dsl_copy(const struct dsl_program *p, struct arena *a)
{
	struct dsl_program copy = { 0 };
	struct buf text = { 0 };

	dsl_print(&text, p);
	dsl_parse(buf_view(&text), DSL_SHELL, a, &copy, NULL);
	buf_free(&text);
	return copy;
}

bool dsl_is_constant(const struct dsl_program *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->exprs[i].kind != EXPR_CONST)
			return false;
	return true;
}
