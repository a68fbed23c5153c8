/* dsl_parse - reads programs, in either spelling
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_token.h"

#include <stdlib.h>

#include "dsl/dsl_column.h"
#include "dsl/dsl_legal.h"
#include "dsl/dsl_lex.h"
#include "dsl/dsl_op.h"
#include "dsl/dsl_test.h"

static bool is_expr(int id)
{
	return dsl_role_of(id) == ROLE_CONSTSTR || dsl_role_of(id) == ROLE_SUBSTR || dsl_role_of(id) == ROLE_OP;
}

/* May a comma stand between two tokens? It separates arguments. Negative: there is no such token. */
static bool may_separate(int before, int behind)
{
	if (before < 0 || behind < 0)
		return false;
	switch (dsl_role_of(before)) {
	case ROLE_CONCAT: case ROLE_CONSTSTR: case ROLE_SUBSTR: case ROLE_OP: case ROLE_CONSTPOS: case ROLE_REGEX: case ROLE_IF: case ROLE_TEST:
	case ROLE_OPEN_C: case ROLE_OPEN_K: case ROLE_OPEN_S: case ROLE_OPEN_T: case ROLE_OPEN_P: case ROLE_OPEN_R: case ROLE_OPEN_I: case ROLE_OPEN_H:
	case ROLE_ARROW:
		return false;
	default:
		break;
	}
	switch (dsl_role_of(behind)) {
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
	size_t n, cap, begin;            /* begin: of the Concat that is read */
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
	struct builder *each;            /* of the operator's Concat that is read; NULL: none */
	bool then;                       /* the expressions are those of the last branch */
	struct arena *a;
};

/* A program's table: `key -> value`, and at its end perhaps a text that stands for all others. */
static void build_row(struct builder *b, int id, struct str text)
{
	if (id >= 0 && dsl_role_of(id) == ROLE_ARROW) {
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
	const enum dsl_role role = dsl_role_of(id);

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

static void free_builder(struct builder *b)
{
	if (b->each)
		free_builder(b->each);
	free(b->each);
	free(b->exprs), free(b->rows), free(b->branches);
}

static struct dsl_expr *add_expr(struct builder *b, enum dsl_expr_kind kind)
{
	b->exprs = mem_room(b->exprs, b->n, &b->cap, sizeof *b->exprs);
	b->expr = &b->exprs[b->n++];
	*b->expr = (struct dsl_expr){ .kind = kind };
	return b->expr;
}

static void build(struct builder *b, int id, struct str text);

/* Tokens of a Map's Concat. */
static void build_each(struct builder *b, int id, struct str text)
{
	struct dsl_each *each;
	struct dsl_expr *exprs;

	build(b->each, id, text);
	if (id == DSL_TEXT || dsl_role_of(id) != ROLE_CLOSE_C)
		return;
	each = arena_get(b->a, sizeof *each);
	exprs = arena_get(b->a, b->each->n * sizeof *exprs);
	memcpy(exprs, b->each->exprs, b->each->n * sizeof *exprs);
	*each = (struct dsl_each){ .exprs = exprs, .n = b->each->n };
	b->call->each = each;
	free_builder(b->each);
	free(b->each);
	b->each = NULL;
}

static void build(struct builder *b, int id, struct str text)
{
	const struct dsl_token *t = id == DSL_TEXT ? NULL : &dsl_table[id];
	enum dsl_role role = dsl_role_of(id);

	if (b->test) {
		build_test(b, id, text);
		return;
	}
	if (b->each) {
		build_each(b, id, text);
		return;
	}
	if (b->call && role == ROLE_CONCAT) {
		b->each = mem_zero(1, sizeof *b->each);
		b->each->a = b->a;
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
	case ROLE_OPEN_C:
		b->begin = b->n;
		break;
	case ROLE_CLOSE_C:
		if (b->n == b->begin)
			add_expr(b, EXPR_CONST);         /* of no text (dsl_is_nothing) */
		if (b->then)
			b->branches[b->nbranches - 1].end = b->n;
		b->then = false;
		break;
	case ROLE_CONSTSTR:
	case ROLE_OP:
	case ROLE_SUBSTR:
		if (!b->link)
			add_expr(b, role == ROLE_CONSTSTR ? EXPR_CONST : EXPR_SUBSTR);
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
static int complain(struct buf *why, const struct dsl_lexer *x, size_t at, const char *what, const char *expected)
{
	size_t n = 0;

	if (!why)
		return -1;
	while (at + n < x->in.n && n < 20 && !dsl_is_space(x->in.p[at + n]))
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

static int parse(struct dsl_lexer *x, enum dsl_dialect d, struct builder *b, struct buf *why)
{
	struct dsl_syntax syntax = dsl_syntax_begin(d);
	int before = -1;

	for (size_t count = 0;; count++) {
		size_t at, comma = 0;
		int commas = dsl_skip(x, &comma), id;
		bool end;

		at = x->at;
		id = dsl_lex(x);
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
		if ((id == DSL_TEXT || (id > 0 && dsl_role_of(id) == ROLE_CHAR)) && !dsl_op_fits((enum dsl_arg_kind)dsl_wants(&syntax), x->text))
			return complain(why, x, at, NULL, dsl_expected(&syntax));
		if (!dsl_step(&syntax, id))
			return complain(why, x, at, NULL, dsl_expected(&syntax));
		build(b, id, x->text);
		before = id;
	}
}

int dsl_parse(struct str text, enum dsl_dialect d, struct arena *a, struct dsl_program *program, struct buf *why)
{
	struct dsl_lexer x = { .in = text, .a = a };
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
	free_builder(&b);
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
