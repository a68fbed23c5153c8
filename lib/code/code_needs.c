/* code_needs - what a program needs of a language
 * SPDX-License-Identifier: MIT */
#include "code/code_needs.h"

#include "base/utf8.h"
#include "dsl/dsl_op.h"
#include "dsl/dsl_test.h"

static bool is_class(int id)
{
	return id != DSL_TEXT && id && dsl_table[id].role == ROLE_TYPE;
}

static bool place_needs(const struct dsl_pos *p)
{
	return p->kind == POS_CONST ? p->k != 0 : p->kind == POS_REGEX && (is_class(p->type) ||
	    p->bound == BOUND_END || p->offset);
}

static bool call_needs(const struct dsl_call *c)
{
	const int op = (int)(c->op - dsl_ops);

	return op == OP_TOCASE || op == OP_INITIALS || op == OP_EVERY || op == OP_LENGTH ||
	    (c->op->args[0] == ARG_MATCH && is_class(c->arg[0].id));
}

static bool expr_needs(const struct dsl_expr *e)
{
	bool needs = e->kind == EXPR_SUBSTR && (e->to || place_needs(&e->from) || place_needs(&e->until));

	for (const struct dsl_call *c = e->call; c && !needs; c = c->inner)
		needs = call_needs(c);
	return needs;
}

bool code_needs_characters(const struct dsl_program *p)
{
	bool needs = false;

	for (size_t k = 0; k < p->n; k++)
		needs |= expr_needs(&p->exprs[k]);
	for (size_t b = 0; b < p->nbranches; b++) {
		needs |= dsl_test_counts(p->branches[b].test.is);
		for (size_t k = 0; k < p->branches[b].test.n; k++)
			needs |= is_class(p->branches[b].test.items[k].id);
	}
	return needs;
}

bool code_is_beyond_ascii(const struct dsl_program *p)
{
	bool beyond = false;

	for (size_t k = 0; k < p->n; k++)
		for (const struct dsl_call *c = p->exprs[k].call; c; c = c->inner) {
			for (int j = 0; j < DSL_ARGS; j++)
				beyond |= c->arg[j].id && utf8_check(c->arg[j].text) != UTF8_ASCII;
			for (size_t j = 0; j < c->nrows; j++)
				beyond |= utf8_check(c->rows[j].value.text) != UTF8_ASCII;
		}
	return beyond;
}
