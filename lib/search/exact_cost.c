/* exact_cost - the simplicity prior: which of the programs that explain the examples is the likeliest to be meant
 * SPDX-License-Identifier: MIT
 *
 * The numbers were chosen by hand, then moved while the share of real tasks (public string-transformation benchmarks, 1, 2 and 3 examples given) that
 * come out right on all their other pairs went up on both halves of the tasks, and rounded. What they say: a literal letter is
 * rarely meant when the input has it too, but the second letter of a literal word costs little; delimiters are surer landmarks than
 * classes of characters, the ends of the string than both; positions counted in characters, high match numbers and offsets are odd. */
#include "search/exact_cost.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "dsl/dsl_op.h"

static const double a_conversion = 1.5;

/* In the paper dialect, where a ConstStr is one character, fewer expressions always win. */
static double expression(enum dsl_dialect d)
{
	return d == DSL_PAPER ? 1e6 : 1.7;
}

static double number(int n)
{
	return 1.2 * (n < 0 ? -n - 0.5 : n);      /* the last is nearly as natural as the first */
}

static double type_cost(const struct dsl_token *t)
{
	static const struct { const char *text; double cost; } classes[] = {
		{ "Word+", 5 }, { "Num", 5 }, { "Field", 3 }, { "Alphanum", 6 }, { "Space", 6 }, { "Propcase", 7.5 }, { "Allcaps+", 7.5 }, { "Lower", 9 },
	};

	if (t->role == ROLE_CHAR)
		return 1;
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
		if (strcmp(classes[i].text, t->text) == 0)
			return classes[i].cost;
	return 10;
}

static bool wordy(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 128;
}

/* Of a landmark of several characters: delimiters are as good as one, a word is rarely meant. */
static double text_cost(struct str text)
{
	double cost = 0;
	bool word = false;

	for (size_t i = 0; i < text.n; i++) {
		const bool in_word = wordy((unsigned char)text.p[i]);

		cost += !in_word ? 0.7 : word ? 0.1 : 5;
		word = in_word;
	}
	return cost;
}

double cost_position(const struct dsl_pos *p, bool until)
{
	const bool text = p->type == DSL_TEXT;
	const struct dsl_token *t = text ? NULL : &dsl_table[p->type];
	bool start;
	double cost;

	if (p->kind == POS_END || (p->kind == POS_CONST && p->k == 0))
		return 0.05;
	if (p->kind == POS_CONST)
		return (p->k == 1 && until ? 4 : 7) + 0.25 * number(p->k);     /* a first character alone is natural */
	cost = (text ? text_cost(p->text) : type_cost(t)) + number(p->n);
	/* a piece begins behind a delimiter and ends before one; it begins with a word and ends with one; offsets count from the near edge */
	start = p->offset ? p->offset < 0 : until == (text || t->role == ROLE_CHAR);
	if ((p->bound == BOUND_START) != start)
		cost += 1.5;
	if (p->bound == BOUND_END)
		cost += 0.5;
	if (p->offset)
		cost += 1.6 + 2.5 * ((p->offset < 0 ? -p->offset : p->offset) - 1) + (!text && t->first == KIND_FIELD ? 2 : 0);     /* a field is one thing */
	return cost;
}

/* Of a literal's character behind another (0: it is the first). */
static double letter_cost(uint32_t c, uint32_t before)
{
	return !wordy(c) ? 1.1 : before && wordy(before) ? 3 : 11;
}

double cost_between(const uint32_t *points, int n)
{
	double cost = 0;

	for (int i = 0; i < n; i++)
		cost += letter_cost(points[i], i ? points[i - 1] : 0);
	return cost;
}

double cost_literal(const uint32_t *points, int n, enum dsl_dialect d)
{
	return expression(d) + cost_between(points, n);
}

double cost_piece(enum dsl_dialect d, enum dsl_case to)
{
	return expression(d) + (to >= CASE_NAME ? 3 : to ? 1.5 : 0);
}

double cost_token(const struct dsl_pos *from)
{
	return type_cost(&dsl_table[from->type]) + number(from->n) + 0.2;
}

/* What is looked for, at every place: a class is as good as a delimiter. */
static double what_cost(const struct dsl_arg *what)
{
	if (what->id == DSL_TEXT)
		return 1 + 1.0 * (double)what->text.n;
	return dsl_table[what->id].role == ROLE_CHAR ? 1 : 0.5 * type_cost(&dsl_table[what->id]);
}

double cost_conversion(const char *conversion)
{
	static const struct { const char *text; double more; } seldom[] = {
		{ "%q", 1 }, { "Q%q", 1 }, { "W%V", 1 }, { "%j", 1 }, { "%N", 4 }, { "%u", 4 }, { "%w", 4 }, { "%o", 0.5 }, { "%:z", 1 }, { "%z", 1 },
		{ "%^B", 0.5 }, { "%^b", 0.5 }, { "%^A", 0.5 }, { "%^a", 0.5 }, { "%+B", 0.5 }, { "%+b", 0.5 }, { "%+A", 0.5 }, { "%+a", 0.5 }, { "%OB", 0.2 },
	};

	for (size_t k = 0; k < sizeof seldom / sizeof *seldom; k++)
		if (strcmp(seldom[k].text, conversion) == 0)
			return a_conversion + seldom[k].more;
	return a_conversion;
}

/* The other end of an interval: a step behind its begin. */
static bool is_interval(const struct dsl_call *call)
{
	return call->op == &dsl_ops[OP_SHIFT] && call->inner && call->inner->op == &dsl_ops[OP_FLOOR] &&
	       str_eq(call->arg[0].text, call->inner->arg[0].text);
}

static bool is_number(struct str step)
{
	return step.n && step.p[step.n - 1] >= '0' && step.p[step.n - 1] <= '9';
}

bool cost_is_percent(const struct dsl_call *call)
{
	const struct str a = call->arg[0].text, b = call->arg[1].text;

	if (call->op != &dsl_ops[OP_LINEAR] || !call->inner)
		return false;
	if (call->inner->op == &dsl_ops[OP_QUOTIENT])
		return str_eq(a, STR("100")) && (str_eq(b, STR("0")) || str_eq(b, STR("-100")));
	return call->inner->op == &dsl_ops[OP_PRODUCT] && str_eq(a, STR("0.01")) && str_eq(b, STR("0"));
}

double cost_call(const struct dsl_call *call)
{
	static const double of[OPS] = { [OP_TOCASE] = 1.5, [OP_REMOVE] = 5, [OP_REPLACE] = 6, [OP_JOIN] = 6, [OP_SEPARATE] = 7, [OP_INITIALS] = 6,
	                                 [OP_FORMAT] = 8, [OP_LINEAR] = 12, [OP_DATE] = 1.5, [OP_FLOOR] = 6, [OP_CEIL] = 7, [OP_ROUND] = 7, [OP_SHIFT] = 6,
	                                 [OP_ZONE] = 4, [OP_SPAN] = 1.5, [OP_NUMBER] = 4, [OP_SUM] = 8, [OP_DIFFERENCE] = 8, [OP_PRODUCT] = 9, [OP_QUOTIENT] = 9, [OP_RAISE] = 10, [OP_REDUCE] = 10,
	                                 [OP_LARGEST] = 9, [OP_SMALLEST] = 9, [OP_BETWEEN] = 6,
	                                 [OP_COUNT] = 8, [OP_LENGTH] = 8, [OP_EVERY] = 7, [OP_PICK] = 3, [OP_BEFORE] = 3, [OP_MAP] = 6,
	                                 [OP_UNACCENT] = 2.5, [OP_NARROW] = 2.5, [OP_STRIP] = 4, [OP_PAD] = 9 };
	double cost = 0;

	for (; call; call = call->inner) {
		if (cost_is_percent(call)) {
			cost += 3;
			continue;
		}
		cost += is_interval(call) ? of[OP_SHIFT] / 3 : of[call->op - dsl_ops];
		if (call->op->args[0] == ARG_MATCH)
			cost += what_cost(&call->arg[0]);
		if (call->each)
			cost += str_eq(call->arg[0].text, call->arg[1].text) ? 1 : 2;
		if (call->op->args[0] == ARG_STEP)
			cost += 0.5 * (double)call->arg[0].text.n + (is_number(call->arg[0].text) ? 4 : 0);      /* times are rounded more often */
		if (call->op->args[1] == ARG_NUMBER && !str_eq(call->arg[0].text, STR("1")) && !str_eq(call->arg[1].text, STR("0")))
			cost += 4;                   /* any two examples follow a x + b */
		for (int k = 0; k < 2 && call->op->args[k] == ARG_NUMBER; k++)
			cost += 0.7 * (double)call->arg[k].text.n;
		for (size_t k = 0; (call->op->args[0] == ARG_MOMENT || call->op->args[0] == ARG_SPAN_FORMAT) && k < call->arg[0].text.n; k++)
			cost += call->arg[0].text.p[k] == '%' ? a_conversion : 0;
		if (call->op->args[0] == ARG_COUNT)
			cost += 0.5 * (double)(call->arg[0].text.p[0] - '0') + (call->arg[1].text.p[0] - '0');
		for (size_t k = 0; call->op->args[0] == ARG_MATCH && call->op->args[1] != ARG_INDEX && k < call->arg[1].text.n; k++)
			cost += letter_cost((unsigned char)call->arg[1].text.p[k], k ? (unsigned char)call->arg[1].text.p[k - 1] : 0);
	}
	return cost;
}

double cost_idle(void)
{
	return 2;
}

double cost_column(int away)
{
	return away < 6 ? 0.5 * away : 3;
}

double cost_over(void)
{
	return 1.5;
}

double cost_failing(double share)
{
	return 15 * share;
}

double cost_branch(void)
{
	return 8;
}

bool cost_tested(int token)
{
	static const char *const classes[] = { "Num", "Word+", "Alphanum", "Allcaps+", "Lower", "Propcase" };

	if (dsl_table[token].role == ROLE_CHAR)
		return true;
	for (size_t k = 0; k < sizeof classes / sizeof *classes; k++)
		if (strcmp(classes[k], dsl_table[token].text) == 0)
			return true;
	return false;
}

/* What a condition looks for. A word is the surer a sign the longer it is; digits measure and count. */
static double sign_cost(const struct dsl_arg *what)
{
	const double longest = 4;
	bool word = false, number = true;

	if (what->id != DSL_TEXT)
		return what_cost(what);
	for (size_t i = 0; i < what->text.n; i++) {
		const unsigned char c = (unsigned char)what->text.p[i];

		word |= wordy(c);
		number &= c >= '0' && c <= '9';
	}
	return word ? 8 - ((double)what->text.n < longest ? (double)what->text.n : longest) + (number ? 3 : 0) : what_cost(what);
}

/* Of a number: people draw limits at round ones. */
static double limit_cost(struct str number)
{
	size_t zeros = 0;

	while (zeros < number.n && number.p[number.n - 1 - zeros] == '0')
		zeros++;
	return 0.7 * (double)(number.n - zeros) + 0.3 * (double)zeros;
}

double cost_test(const struct dsl_test *t)
{
	static const double of[TESTS] = { [TEST_HAS] = 2, [TEST_STARTS] = 2.5, [TEST_ENDS] = 2.5, [TEST_IS] = 3, [TEST_LESS] = 8, [TEST_MORE] = 8,
	                                  [TEST_LONGER] = 8, [TEST_FITS] = 2.5 };
	double cost = of[t->is - dsl_predicates];

	if (t->is->args[0] == ARG_MATCH)
		return cost + sign_cost(&t->items[0]) + 1.5 * t->count;
	if (t->is->args[0] == ARG_ITEMS)
		return t->n ? cost + 0.7 * (double)t->n : 1;             /* nothing is the surest sign */
	for (size_t k = 0; k < t->n; k++)
		cost += limit_cost(t->items[k].text);
	return cost;
}

double cost_lookup(const struct dsl_expr *lookup)
{
	const struct dsl_call *table = lookup->call;
	double cost = 6 + expression(DSL_SHELL) + cost_position(&lookup->from, false) + cost_position(&lookup->until, true);

	if (table->arg[0].id)
		cost += 2 + cost_written(table->arg[0].text);
	for (size_t k = 0; k < table->nrows; k++) {
		size_t before = 0;

		while (before < k && !str_eq(table->rows[before].value.text, table->rows[k].value.text))
			before++;
		cost += 2 + (before == k ? cost_written(table->rows[k].value.text) : 0);
	}
	return cost;
}

double cost_written(struct str text)
{
	uint32_t *points = mem_get((text.n + 1) * sizeof *points);
	double cost = cost_literal(points, (int)utf8_decode(text, points), DSL_SHELL);

	free(points);
	return cost;
}
