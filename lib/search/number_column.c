/* number_column - the numbers that the inputs have
 * SPDX-License-Identifier: MIT */
#include "search/number_column.h"

#include <stdlib.h>

#include "base/notation.h"
#include "dsl/dsl_op.h"
#include "search/exact_cost.h"
#include "search/pieces.h"

static const struct decimal_marks plain = { { 0 }, '.' };      /* as operators write numbers for each other */

static bool same_numbers(const struct search *x, const double *a, const double *b)
{
	return memcmp(a, b, x->texts.n * sizeof *a) == 0;
}

struct column column_new(struct search *x, const struct dsl_pos *from, const struct dsl_pos *until, double cost)
{
	const size_t n = x->texts.n;

	return (struct column){ .x = arena_get(&x->arena, n * sizeof(struct decimal)), .text = arena_get(&x->arena, n * sizeof(struct str)),
	                        .value = arena_get(&x->arena, n * sizeof(double)), .from = from, .until = until, .rules = RULES_ALL, .cost = cost };
}

static struct column of_pieces(struct search *x, const struct piece_end *from, const struct piece_end *until)
{
	return column_new(x, from->pos, until->pos, from->cost + until->cost);
}

/* Behind a column with the same numbers, in order of cost, or as a new one. */
static void keep(struct search *x, struct columns *all, struct column c)
{
	size_t k = 0;
	int *link;

	c.next = -1;
	while (k < all->n && !same_numbers(x, all->list[k].value, c.value))
		k++;
	if (k == all->n) {
		all->list = mem_room(all->list, all->n, &all->cap, sizeof *all->list);
		all->list[all->n++] = c;
		return;
	}
	if (c.cost < all->list[k].cost) {
		struct column dearer = all->list[k];

		all->list[k] = c;
		all->list[k].next = dearer.next;
		c = dearer;
	}
	all->more = mem_room(all->more, all->nmore, &all->cap_more, sizeof *all->more);
	for (link = &all->list[k].next; *link >= 0 && all->more[*link].cost <= c.cost; link = &all->more[*link].next)
		;
	c.next = *link;
	*link = (int)all->nmore;
	all->more[all->nmore++] = c;
}

/* What it costs that some of the other inputs have no number in this notation: they matter where all of an input is the piece. */
static double cost_others(struct search *x, const struct column *c, int notation)
{
	size_t failing = 0;
	struct decimal d;

	if (c->from->kind != POS_CONST || c->until->kind != POS_END || !x->nothers)
		return 0;
	for (size_t i = 0; i < x->nothers; i++) {
		failing += !notation_find(x->others[i], notation, &d).n;
		x->budget.work += 4 + (double)x->others[i].n / 8;
	}
	return cost_failing((double)failing / (double)x->nothers);
}

/* The first numbers of the pieces, as they are. */
static void add_plain(struct search *x, struct columns *all, const struct piece_end *from, const struct piece_end *until)
{
	struct column c = of_pieces(x, from, until);

	for (size_t i = 0; i < x->texts.n; i++) {
		c.text[i] = decimal_find(pieces_text(x->texts.inputs[i], from->at[i], until->at[i]), &c.x[i]);
		if (!c.text[i].n)
			return;
		c.value[i] = decimal_double(&c.x[i]);
		x->budget.work += (until->at[i] - from->at[i]) / 4 + 4;
	}
	c.cost += cost_others(x, &c, NOTATION_PLAIN);
	keep(x, all, c);
}

bool column_add_made(struct search *x, struct columns *all, struct column c, const struct dsl_call *call, const struct str *pieces)
{
	struct buf made = { 0 };
	bool good = true;

	c.inner = call;
	c.cost += cost_call(call);
	for (size_t i = 0; i < x->texts.n && good; i++, made.n = 0) {
		good = call->op->run(call, x->scratch, pieces[i], DSL_UTF8, &made) == RUN_OK && decimal_read_with(buf_view(&made), &plain, &c.x[i]) == made.n;
		c.text[i] = (struct str){ 0 };
		c.value[i] = good ? decimal_double(&c.x[i]) : 0;
		x->budget.work += (double)pieces[i].n / 2 + 8;
	}
	buf_free(&made);
	if (good)
		keep(x, all, c);
	return good;
}

/* What an operator makes of the pieces that writes a number. */
static void add_made(struct search *x, struct columns *all, const struct piece_end *from, const struct piece_end *until, const struct dsl_call *call,
                     int notation)
{
	struct column c = of_pieces(x, from, until);
	struct str *pieces = arena_get(&x->arena, x->texts.n * sizeof *pieces);

	for (size_t i = 0; i < x->texts.n; i++)
		pieces[i] = pieces_text(x->texts.inputs[i], from->at[i], until->at[i]);
	c.rules = notation >= 0 && notation < NOTATION_ROMAN ? RULES_ALL : RULE_OFFSET;
	if (notation >= 0)
		c.cost += cost_others(x, &c, notation);
	column_add_made(x, all, c, call, pieces);
}

static const struct dsl_call *call_with(struct search *x, int op, struct dsl_arg arg)
{
	struct dsl_call *call = arena_get(&x->arena, sizeof *call);

	*call = (struct dsl_call){ .op = &dsl_ops[op], .arg = { arg } };
	return call;
}

/* Has some piece two numbers? Else there is nothing to reckon. */
static bool has_several(struct search *x, const struct piece_end *from, const struct piece_end *until)
{
	for (size_t i = 0; i < x->texts.n; i++) {
		const struct str piece = pieces_text(x->texts.inputs[i], from->at[i], until->at[i]);
		struct decimal d;
		const struct str first = notation_next(piece, 0, NOTATION_PLAIN, &d);

		x->budget.work += (until->at[i] - from->at[i]) / 4 + 4;
		if (first.n && notation_next(piece, (size_t)(first.p - piece.p) + first.n, NOTATION_PLAIN, &d).n)
			return true;
	}
	return false;
}

/* Has each piece a percent sign? By so many percent a number is raised where somebody says so. */
static bool has_percent(const struct search *x, const struct piece_end *from, const struct piece_end *until)
{
	for (size_t i = 0; i < x->texts.n; i++) {
		const struct str piece = pieces_text(x->texts.inputs[i], from->at[i], until->at[i]);

		if (!memchr(piece.p, '%', piece.n))
			return false;
	}
	return true;
}

/* The pieces read in each notation; and, where several examples show it, what is reckoned of all their numbers, and how long they are. */
static void add_all_made(struct search *x, struct columns *all, const struct piece_end *from, const struct piece_end *until)
{
	for (int k = NOTATION_PLAIN + 1; k < NOTATIONS; k++)
		add_made(x, all, from, until, call_with(x, OP_NUMBER, (struct dsl_arg){ DSL_TEXT, str_of(notations[k]) }), k);
	for (int op = OP_SUM; op <= OP_SMALLEST && x->texts.n > 1 && has_several(x, from, until); op++)
		if ((op != OP_RAISE && op != OP_REDUCE) || has_percent(x, from, until))
			add_made(x, all, from, until, call_with(x, op, (struct dsl_arg){ 0 }), -1);
	if (x->texts.n > 1)
		add_made(x, all, from, until, call_with(x, OP_LENGTH, (struct dsl_arg){ 0 }), -1);
}

static bool is_piece(const struct search *x, const struct piece_end *from, const struct piece_end *until)
{
	for (size_t i = 0; i < x->texts.n; i++)
		if (from->at[i] >= until->at[i])
			return false;
	return true;
}

/* How many of something the inputs have. */
static void add_counts(struct search *x, struct columns *all)
{
	static const struct dsl_pos begin = { .kind = POS_CONST }, end = { .kind = POS_END };
	const size_t n = x->texts.n;
	int *from = arena_get(&x->arena, n * sizeof *from), *until = arena_get(&x->arena, n * sizeof *until);
	const struct piece_end first = { &begin, from, cost_position(&begin, false) }, last = { &end, until, cost_position(&end, true) };

	for (size_t i = 0; i < n; i++)
		from[i] = 0, until[i] = x->texts.xlen[i];
	for (int id = 1; id < dsl_size(x->dialect) && n > 1 && is_piece(x, &first, &last); id++)
		if (dsl_table[id].role == ROLE_TYPE || dsl_table[id].role == ROLE_CHAR)
			add_made(x, all, &first, &last, call_with(x, OP_COUNT, (struct dsl_arg){ .id = id }), -1);
}

/* Colours: two digits to the base 16, of inputs that are six of them and perhaps a # in front. */
static void add_colours(struct search *x, struct columns *all)
{
	static const struct dsl_pos positions[] = { { .kind = POS_CONST, .k = 0 }, { .kind = POS_CONST, .k = 1 }, { .kind = POS_CONST, .k = 2 },
	                                            { .kind = POS_CONST, .k = 3 }, { .kind = POS_CONST, .k = 4 }, { .kind = POS_CONST, .k = 5 },
	                                            { .kind = POS_CONST, .k = 6 }, { .kind = POS_CONST, .k = 7 } };
	const int hash = x->texts.x[0][0] == '#';
	struct decimal d;

	for (size_t i = 0; i < x->texts.n; i++)
		if (x->texts.xlen[i] != 6 + hash || (x->texts.x[i][0] == '#') != hash || !notation_find(x->texts.inputs[i], NOTATION_HEX, &d).n)
			return;
	for (int k = hash; k < 6; k += 2) {
		int *from = arena_get(&x->arena, x->texts.n * sizeof *from), *until = arena_get(&x->arena, x->texts.n * sizeof *until);
		const struct piece_end first = { &positions[k], from, cost_position(&positions[k], false) };
		const struct piece_end second = { &positions[k + 2], until, cost_position(&positions[k + 2], true) };

		for (size_t i = 0; i < x->texts.n; i++)
			from[i] = k, until[i] = k + 2;
		add_made(x, all, &first, &second, call_with(x, OP_NUMBER, (struct dsl_arg){ DSL_TEXT, str_of(notations[NOTATION_HEX]) }), NOTATION_HEX);
	}
}

/* The numbers of a column to a multiple. Where that changes nothing, or where one example would have to tell it, there is none. */
static void add_multiples(struct search *x, struct columns *all, size_t of, int op, const char *step)
{
	const size_t n = x->texts.n;
	struct column c = all->list[of];
	struct decimal unit;

	c.inner = call_with(x, op, (struct dsl_arg){ DSL_TEXT, str_of(step) });
	decimal_read(str_of(step), &unit);
	c.x = arena_get(&x->arena, n * sizeof *c.x), c.value = arena_get(&x->arena, n * sizeof *c.value);
	c.rules = RULE_OFFSET;
	c.cost += cost_call(c.inner);
	for (size_t i = 0; i < n; i++) {
		c.x[i] = all->list[of].x[i];
		if (!decimal_to_multiple(&c.x[i], &unit, op == OP_FLOOR ? DECIMAL_DOWN : op == OP_CEIL ? DECIMAL_UP : DECIMAL_NEAREST))
			return;
		c.value[i] = decimal_double(&c.x[i]);
		x->budget.work += 8;
	}
	for (size_t k = 0; k < all->n; k++)
		if (same_numbers(x, all->list[k].value, c.value))
			return;
	keep(x, all, c);
}

static void add_all_multiples(struct search *x, struct columns *all)
{
	static const char *const steps[] = { "10", "5", "1", "100", "0.1", "0.5", "20", "50", "0.01", "0.05", "2", "25", "15", "0.25", "1000" };
	static const int ways[] = { OP_FLOOR, OP_ROUND, OP_CEIL };         /* of those that do the same to the examples the first is taken */
	const size_t columns = all->n;

	for (size_t k = 0; k < columns && x->texts.n > 1; k++)
		for (size_t s = 0; s < sizeof steps / sizeof *steps && !all->list[k].inner; s++)
			for (size_t w = 0; w < sizeof ways / sizeof *ways; w++)
				add_multiples(x, all, k, ways[w], steps[s]);
}

void columns_find(struct search *x, struct columns *all)
{
	struct piece_end from[PIECES], until[PIECES];
	const int nfrom = pieces_ends(&x->positions, false, from), nuntil = pieces_ends(&x->positions, true, until);

	for (int made = 0; made < 2; made++) {       /* what is there as it is comes first */
		for (int a = 0; a < nfrom; a++)
			for (int b = 0; b < nuntil && !budget_spent(&x->budget); b++)
				if (!is_piece(x, &from[a], &until[b]))
					continue;
				else if (made)
					add_all_made(x, all, &from[a], &until[b]);
				else
					add_plain(x, all, &from[a], &until[b]);
		if (!made)
			add_all_multiples(x, all);
	}
	add_counts(x, all);
	add_colours(x, all);
	columns_find_passed(x, all);
}
