/* dsl_print - programs as tokens, and as text in either spelling
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_token.h"

#include "dsl/dsl_column.h"
#include "dsl/dsl_op.h"
#include "dsl/dsl_test.h"

static int op_id(const struct dsl_op *op)
{
	return dsl_id_of(ROLE_OP, op - dsl_ops);
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
		put(to, dsl_int_id(p->n), no), put(to, dsl_bound_id(p->bound), no);
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

static void put_concat(const struct dsl_expr *exprs, size_t n, sink *put, void *to);

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
			put(to, c->rows[k].key.id, c->rows[k].key.text), put(to, dsl_id_of(ROLE_ARROW, 0), no);
			put(to, c->rows[k].value.id, c->rows[k].value.text);
		}
		for (int k = 0; k < DSL_ARGS && c->arg[k].id; k++)
			put(to, c->arg[k].id, c->arg[k].text);
		if (c->each)
			put_concat(c->each->exprs, c->each->n, put, to);
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
	for (size_t i = 0; i < n && !dsl_is_nothing(exprs, n); i++)
		put_expr(&exprs[i], put, to);
	put(to, ID_CLOSE_C, no);
}

static void put_test(const struct dsl_test *t, sink *put, void *to)
{
	const struct str no = { 0 };

	if (t->column)
		put_columns(t->column, put, to);
	put(to, dsl_id_of(ROLE_TEST, t->is - dsl_predicates), no), put(to, dsl_id_of(ROLE_OPEN_H, 0), no);
	for (size_t k = 0; k < t->n; k++)
		put(to, t->items[k].id, t->items[k].text);
	if (t->count || dsl_test_counts(t->is))
		put(to, dsl_int_id(t->count), no);
	put(to, dsl_id_of(ROLE_CLOSE_H, 0), no);
	if (t->column)
		put(to, ID_CLOSE_T, no);
}

static void put_program(const struct dsl_program *p, sink *put, void *to)
{
	const struct str no = { 0 };
	size_t at = 0;

	for (size_t b = 0; b < p->nbranches; at = p->branches[b++].end) {
		put(to, dsl_id_of(ROLE_IF, 0), no), put(to, dsl_id_of(ROLE_OPEN_I, 0), no);
		put_test(&p->branches[b].test, put, to);
		put_concat(p->exprs + at, p->branches[b].end - at, put, to);
	}
	if (at < p->n)
		put_concat(p->exprs + at, p->n - at, put, to);
	for (size_t b = 0; b < p->nbranches; b++)
		put(to, dsl_id_of(ROLE_CLOSE_I, 0), no);
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
		if (dsl_is_nothing(&p->exprs[i], 1))
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
		buf_printf(out, ", %d, %s", p->n, dsl_table[dsl_bound_id(p->bound)].text);
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

static void readable_concat(struct buf *out, const struct dsl_expr *exprs, size_t n);

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
		if (c->each) {
			readable_concat(out, c->each->exprs, c->each->n);
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
	for (size_t i = 0; i < n && !dsl_is_nothing(exprs, n); i++) {
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

bool dsl_is_constant(const struct dsl_program *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->exprs[i].kind != EXPR_CONST)
			return false;
	return true;
}

bool dsl_is_nothing(const struct dsl_expr *exprs, size_t n)
{
	return n == 1 && exprs->kind == EXPR_CONST && exprs->text.n == 0;
}
