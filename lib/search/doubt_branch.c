/* doubt_branch - what few examples can't show of conditions and tables
 * SPDX-License-Identifier: MIT */
#include "search/doubt_branch.h"

#include "base/cells.h"
#include "dsl/dsl_column.h"
#include "dsl/dsl_test.h"
#include "search/results.h"

/* An input of a form that no example has; n: there is none. `empty`: the branch gives nothing; else what fails is no matter. */
static size_t unseen(const struct str *inputs, size_t n, const struct str *others, const struct str *made, size_t nothers, bool empty, struct arena *a)
{
	struct str *forms = arena_get(a, n * sizeof *forms);

	for (size_t i = 0; i < n; i++)
		forms[i] = doubt_form(inputs[i], a);
	for (size_t k = 0; k < nothers; k++) {
		const struct str form = doubt_form(others[k], a);
		size_t i = 0;

		while (i < n && !str_eq(form, forms[i]))
			i++;
		if (i == n && (made[k].n || empty))
			return k;
	}
	return nothers;
}

/* A cell that a condition names whole says what kind of row it is. An input of a kind that no example is of; n: there is none. */
static size_t unseen_kind(const struct dsl_program *p, const struct str *inputs, size_t n, const struct str *others, const struct str *made, size_t nothers,
                          struct arena *a)
{
	const struct dsl_expr whole = { .kind = EXPR_SUBSTR, .until.kind = POS_END };

	for (size_t b = 0; b < p->nbranches; b++) {
		const struct dsl_test *t = &p->branches[b].test;
		struct dsl_expr cell = whole;
		const struct dsl_program column = { .exprs = &cell, .n = 1 };
		const struct str *seen, *other;

		if (!t->column || t->is != &dsl_predicates[TEST_IS] || t->n != 1 || (t->items->id != DSL_TEXT && dsl_table[t->items->id].role != ROLE_CHAR))
			continue;
		cell.column = t->column;
		seen = results_of(&column, inputs, n, a), other = results_of(&column, others, nothers, a);
		for (size_t k = 0; k < nothers; k++) {
			size_t i = 0;

			while (i < n && !str_eq(seen[i], other[k]))
				i++;
			if (i == n && made[k].n)
				return k;
		}
	}
	return nothers;
}

/* What the inputs say in the columns that a program reads. */
static const struct str *read_of(const struct dsl_program *p, const struct str *inputs, size_t n, struct arena *a)
{
	struct str *texts = arena_get(a, (n + 1) * sizeof *texts);
	bool read[DSL_COLUMNS + 1] = { false };

	dsl_columns(p, read);
	if (read[0])
		return inputs;
	for (size_t i = 0; i < n; i++) {
		struct buf text = { 0 };
		struct str cell;

		for (size_t c = 1; c <= DSL_COLUMNS; c++)
			if (read[c] && cells_find(inputs[i], c - 1, &cell))
				cells_put(&text, 1, cell);
		texts[i] = arena_take(a, &text);
	}
	return texts;
}

/* Some strings of several lists, and where they stand there. */
struct some { struct str *first, *second; size_t *at, n; };

static struct some take(const size_t *branch, size_t which, const struct str *first, const struct str *second, size_t n, struct arena *a)
{
	struct some s = { arena_get(a, n * sizeof *s.first), arena_get(a, n * sizeof *s.second), arena_get(a, n * sizeof *s.at), 0 };

	for (size_t i = 0; i < n; i++)
		if (branch[i] == which) {
			s.first[s.n] = first[i], s.second[s.n] = second[i];
			s.at[s.n++] = i;
		}
	return s;
}

static size_t *branches_of(const struct dsl_program *p, const struct str *inputs, size_t n, struct arena *a)
{
	size_t *branch = arena_get(a, n * sizeof *branch);
	struct dsl_scratch *scratch = dsl_scratch_make();
	struct dsl_ready *ready = dsl_ready(p);

	for (size_t i = 0; i < n; i++)
		branch[i] = dsl_branch_of(ready, scratch, inputs[i]);
	dsl_done(ready);
	dsl_scratch_free(scratch);
	return branch;
}

/* A branch that one example alone shows is a guess, and so is its condition: of the first input that goes there, or of any. */
static struct doubt one_example(const struct some *rest, const struct str *made, size_t nothers, bool empty)
{
	size_t at = 0, any = 0;

	while (at < rest->n && !rest->second[at].n && !empty)
		at++;
	while (any + 1 < nothers && !made[any].n)
		any++;
	return (struct doubt){ .kind = DOUBT_BRANCH, .input = at < rest->n ? rest->at[at] : any };
}

/* So many different ones. */
static size_t different(const struct str *strings, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		size_t k = 0;

		while (k < i && !str_eq(strings[k], strings[i]))
			k++;
		count += k == i;
	}
	return count;
}

struct doubt doubt_branches(const struct dsl_program *p, const struct str *inputs, const struct str *outputs, size_t n, const struct str *others,
                            const struct str *made, size_t nothers, struct arena *a)
{
	const size_t *branch = branches_of(p, inputs, n, a), *other_branch = branches_of(p, others, nothers, a);
	const struct str *read = read_of(p, inputs, n, a), *others_read = read_of(p, others, nothers, a);
	const size_t kind = unseen_kind(p, inputs, n, others, made, nothers, a);
	struct doubt d = { .kind = DOUBT_NONE };

	for (size_t b = 0; b <= p->nbranches && !d.kind; b++) {
		const size_t begin = b ? p->branches[b - 1].end : 0, end = b < p->nbranches ? p->branches[b].end : p->n;
		const struct dsl_program view = { .exprs = p->exprs + begin, .n = end - begin };
		const struct some shown = take(branch, b, inputs, outputs, n, a), rest = take(other_branch, b, others, made, nothers, a);
		const bool empty = dsl_is_nothing(view.exprs, view.n);
		size_t at;

		if (begin == end)
			continue;
		if (different(shown.first, shown.n) < 2)
			return one_example(&rest, made, nothers, empty);
		if (rest.n && !empty)
			d = doubt_alone(&view, shown.first, shown.second, shown.n, rest.first, rest.second, rest.n, a);
		if (!d.kind) {
			const struct some seen = take(branch, b, read, outputs, n, a), unread = take(other_branch, b, others_read, made, nothers, a);

			if ((at = unseen(seen.first, seen.n, unread.first, unread.second, unread.n, empty, a)) < unread.n)
				d = (struct doubt){ .kind = DOUBT_UNSEEN, .input = at };
		}
		d.input = d.kind ? rest.at[d.input] : 0;
	}
	if (!d.kind && kind < nothers)
		d = (struct doubt){ .kind = DOUBT_UNSEEN, .input = kind };
	return d;
}

/* The program without the table, if it looks something up and does nothing else. *whole: not just a piece of the input, or of a column. */
static bool key_of(const struct dsl_program *p, struct dsl_expr *key, bool *whole)
{
	if (p->n != 1 || !p->exprs->call || p->exprs->call->op != &dsl_ops[OP_LOOKUP])
		return false;
	*key = *p->exprs;
	key->call = p->exprs->call->inner;
	*whole = !key->call && !key->to && key->from.kind == POS_CONST && key->from.k == 0 && key->until.kind == POS_END;
	return true;
}

static bool is_first(const struct str *strings, size_t k)
{
	for (size_t i = 0; i < k; i++)
		if (str_eq(strings[i], strings[k]))
			return false;
	return true;
}

struct doubt doubt_listed(const struct dsl_program *p, const struct str *inputs, size_t n, const struct str *others, const struct str *made,
                          size_t nothers, struct arena *a)
{
	struct dsl_expr key;
	const struct dsl_program cut = { .exprs = &key, .n = 1 };
	const struct str *shown, *keys, *cells;
	bool whole;

	if (!key_of(p, &key, &whole))
		return (struct doubt){ .kind = DOUBT_NONE };
	shown = results_of(&cut, inputs, n, a);
	keys = results_of(&cut, others, nothers, a);
	key = (struct dsl_expr){ .kind = EXPR_SUBSTR, .column = key.column, .until.kind = POS_END };
	cells = results_of(&cut, inputs, n, a);
	for (size_t i = 0; i < nothers; i++) {
		size_t with = 0;

		for (size_t k = 0; k < n; k++)
			with += str_eq(shown[k], keys[i]) && (whole || is_first(cells, k));
		if (made[i].n && with == 0)          /* what others become is a guess */
			return (struct doubt){ .kind = DOUBT_UNSEEN, .input = i };
		if (made[i].n && with == 1 && !whole)
			return (struct doubt){ .kind = DOUBT_LISTED, .input = i, .text = keys[i] };
	}
	return (struct doubt){ .kind = DOUBT_NONE };
}
