/* lookup - a table of what the pairs list: the last resort, which never guesses
 * SPDX-License-Identifier: MIT */
#include "search/lookup.h"

#include <stdlib.h>

#include "base/cells.h"
#include "dsl/dsl_op.h"
#include "dsl/dsl_run.h"
#include "search/exact_cost.h"
#include "search/results.h"

enum {
	MOST = 1000,                 /* rows of a table */
	AGAIN = 2,                   /* pairs whose piece another pair has, too, at least */
	ENDS = 4,                    /* characters of a piece that is counted off */
	ALIKE = 3,                   /* different keys that have the same value, at least, for it to be that of all others */
};

struct row { struct str key, value; };

static int by_key(const void *a, const void *b)
{
	const struct row *p = a, *q = b;

	return dsl_text_order(p->key, q->key);
}

/* The different keys with their values, in order; 0 when one key has two values, or there is none. */
static size_t make_rows(const struct str *keys, const struct str *values, size_t n, struct row *rows)
{
	size_t different = 0;

	for (size_t i = 0; i < n; i++) {
		rows[i] = (struct row){ keys[i], values[i] };
		if (!keys[i].n)
			return 0;
	}
	qsort(rows, n, sizeof *rows, by_key);
	for (size_t i = 0; i < n; i++) {
		if (different && str_eq(rows[different - 1].key, rows[i].key)) {
			if (!str_eq(rows[different - 1].value, rows[i].value))
				return 0;
		} else
			rows[different++] = rows[i];
	}
	return different <= MOST ? different : 0;
}

/* Are at least half of the keys in the table, and is there one? */
static bool lists_most(const struct row *rows, size_t n, const struct str *keys, size_t nkeys)
{
	size_t listed = 0;

	for (size_t i = 0; i < nkeys; i++)
		listed += keys[i].n && bsearch(&(struct row){ .key = keys[i] }, rows, n, sizeof *rows, by_key) != NULL;
	return listed && 2 * listed >= nkeys;
}

static bool is_first(const struct str *keys, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(keys[k], keys[i]))
			return false;
	return true;
}

/* The value that is what others become: several keys have it, and no other value has two. n = 0: there is none. */
static struct str common_value(const struct row *rows, size_t n)
{
	struct str common = { 0 };

	for (size_t i = 0; i < n; i++) {
		size_t alike = 0;

		for (size_t k = 0; k < n; k++)
			alike += str_eq(rows[i].value, rows[k].value);
		if (alike > 1 && common.n && !str_eq(common, rows[i].value))
			return (struct str){ 0 };
		if (alike > 1 && alike < n)
			common = alike >= ALIKE ? rows[i].value : (struct str){ 0 };
		if (alike > 1 && !common.n)
			return common;
	}
	return common;
}

/* Concat(Lookup(..., the piece)), the rows in the order of the pairs. `common`: what others become, without rows of its own; n = 0: they fail. */
static struct dsl_program program_of(const struct dsl_expr *piece, const struct str *keys, const struct str *values, size_t n, struct str common,
                                     struct arena *a)
{
	struct dsl_call *call = arena_get(a, sizeof *call);
	struct dsl_row *rows = arena_get(a, n * sizeof *rows);
	struct dsl_program p = { .exprs = arena_get(a, sizeof *p.exprs), .n = 1 };

	*call = (struct dsl_call){ .op = &dsl_ops[OP_LOOKUP], .rows = rows };
	for (size_t i = 0; i < n; i++)
		if (is_first(keys, i) && !str_eq(values[i], common))
			rows[call->nrows++] = (struct dsl_row){ { dsl_text_id(keys[i]), arena_copy(a, keys[i]) }, { dsl_text_id(values[i]), arena_copy(a, values[i]) } };
	if (common.n)
		call->arg[0] = (struct dsl_arg){ dsl_text_id(common), arena_copy(a, common) };
	*p.exprs = *piece;
	p.exprs->call = call;
	return p;
}

/* ---- pieces that may be keys ---- */

struct pieces { struct dsl_expr *all; size_t n, cap; int column; };

static void add(struct pieces *p, struct dsl_pos from, struct dsl_pos until)
{
	p->all = mem_room(p->all, p->n, &p->cap, sizeof *p->all);
	p->all[p->n++] = (struct dsl_expr){ .kind = EXPR_SUBSTR, .column = p->column, .from = from, .until = until };
}

static struct dsl_pos edge(int type, int n, enum dsl_bound bound)
{
	return (struct dsl_pos){ .kind = POS_REGEX, .type = type, .n = n, .bound = bound };
}

/* What is between delimiters, words and numbers, and a few characters of either end; and all of a column. */
static struct pieces candidates(int column)
{
	const struct dsl_pos begin = { .kind = POS_CONST }, end = { .kind = POS_END };
	struct pieces p = { .column = column };

	if (column)
		add(&p, begin, end);
	for (int id = 0; id < dsl_table_size; id++) {
		if (dsl_table[id].role == ROLE_CHAR) {
			add(&p, begin, edge(id, 0, BOUND_START));
			add(&p, edge(id, -1, BOUND_AFTER), end);
			add(&p, edge(id, 0, BOUND_AFTER), edge(id, 1, BOUND_START));
		} else if (dsl_table[id].role == ROLE_TYPE && cost_tested(id))
			for (int n = -1; n <= 1; n++)
				add(&p, edge(id, n, BOUND_START), edge(id, n, BOUND_AFTER));
	}
	for (int k = 1; k <= ENDS; k++) {
		add(&p, begin, (struct dsl_pos){ .kind = POS_CONST, .k = k });
		add(&p, (struct dsl_pos){ .kind = POS_CONST, .k = -k }, end);
	}
	return p;
}

static bool is_all(const struct dsl_expr *piece)
{
	return piece->from.kind == POS_CONST && piece->from.k == 0 && piece->until.kind == POS_END;
}

/* How many different cells the inputs have in a column: what is a piece of the same cell again is no evidence. */
static size_t cells_in(int column, const struct str *inputs, size_t n, struct arena *a)
{
	struct str *cells = arena_get(a, n * sizeof *cells);
	size_t different = 0;

	for (size_t i = 0; i < n; i++) {
		cells[i] = inputs[i];
		if (column)
			cells_find(inputs[i], (size_t)column - 1, &cells[i]);
		different += is_first(cells, i);
	}
	return different;
}

/* Of a whole input whatever the outputs are; of a piece when it says something: several pairs have the same. What most of the other inputs have must be
 * listed, or else the pairs that say something must tell what others become. */
static bool serves(const struct dsl_expr *piece, bool whole, const struct str *inputs, const struct str *outputs, size_t n, const struct str *others,
                   size_t nothers, struct arena *a, struct dsl_program *found)
{
	const struct dsl_program cut = { .exprs = (struct dsl_expr *)piece, .n = 1 };
	const struct str *keys = results_of(&cut, inputs, n, a);
	struct row *rows = arena_get(a, n * sizeof *rows);
	const size_t different = make_rows(keys, outputs, n, rows);
	const bool says = (is_all(piece) ? n : cells_in(piece->column, inputs, n, a)) >= different + AGAIN;
	struct str common = { 0 };

	if (different < 2 || (!whole && !says))
		return false;
	if (!lists_most(rows, different, results_of(&cut, others, nothers, a), nothers) &&
	    (!says || nothers == 0 || !(common = common_value(rows, different)).n))
		return false;
	*found = program_of(piece, keys, outputs, n, common, a);
	return true;
}

/* By insertion; the cheapest LOOKUPS stay. */
static void put(struct exact_found *found, size_t *n, struct exact_found one)
{
	size_t at = *n;

	for (; at > 0 && found[at - 1].cost > one.cost; at--)
		if (at < LOOKUPS)
			found[at] = found[at - 1];
	if (at < LOOKUPS)
		found[at] = one;
	*n += *n < LOOKUPS;
}

/* How many columns all the inputs have, as a program names them; 0: one. */
static int columns_of(const struct str *inputs, size_t n)
{
	const size_t columns = cells_count(*inputs);

	for (size_t i = 1; i < n; i++)
		if (cells_count(inputs[i]) != columns)
			return 0;
	return columns > 1 && columns <= DSL_COLUMNS ? (int)columns : 0;
}

bool lookup_inputs(const struct str *inputs, const struct str *outputs, size_t n, const struct str *others, size_t nothers, struct arena *a,
                   struct exact_found *found)
{
	const int columns = columns_of(inputs, n);

	for (int column = columns > 0; column <= columns; column++) {
		const struct dsl_expr whole = { .kind = EXPR_SUBSTR, .column = column, .from.kind = POS_CONST, .until.kind = POS_END };

		if (serves(&whole, true, inputs, outputs, n, others, nothers, a, &found->program)) {
			found->cost = cost_lookup(found->program.exprs);
			return true;
		}
	}
	return false;
}

size_t lookup_pieces(const struct str *inputs, const struct str *outputs, size_t n, const struct str *others, size_t nothers, struct arena *a,
                     struct exact_found found[LOOKUPS])
{
	const int columns = columns_of(inputs, n);
	struct exact_found one;
	size_t nfound = 0;

	for (int column = columns > 0; column <= columns; column++) {
		struct pieces p = candidates(column);

		for (size_t i = 0; i < p.n; i++)
			if (serves(&p.all[i], false, inputs, outputs, n, others, nothers, a, &one.program)) {
				one.cost = cost_lookup(one.program.exprs);
				put(found, &nfound, one);
			}
		free(p.all);
	}
	return nfound;
}
