/* conditions - what of the language's conditions parts a few inputs, and how
 * SPDX-License-Identifier: MIT */
#include "search/conditions.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/cells.h"
#include "base/decimal_format.h"
#include "base/notation.h"
#include "base/utf8.h"
#include "search/exact_cost.h"

enum {
	TEXTS = 200,                 /* words that are tried, the first ones */
	COUNTS = 3,                  /* Has(what, n) up to this n */
	FORMS = 40,                  /* forms of inputs that are tried */
	LIMITS = 20,                 /* numbers, and lengths */
};


void conditions_free(struct conditions *c)
{
	rows_free(&c->partings);
	free(c->all);
}

static bool is_sign(const struct dsl_test *t)
{
	for (size_t k = 0; k < t->n; k++)
		for (size_t i = 0; t->items[k].id == DSL_TEXT && i < t->items[k].text.n; i++)
			if (is_word_byte((unsigned char)t->items[k].text.p[i]))
				return false;
	return t->is->args[0] == ARG_MATCH || t->is->args[0] == ARG_ITEMS;
}

bool conditions_add(struct conditions *c, const struct dsl_test *test)
{
	int *marked = arena_get(c->arena, c->ninputs * sizeof *marked);
	size_t holding = 0;
	struct condition one;

	for (size_t i = 0; i < c->ninputs; i++) {
		const enum utf8_kind kind = utf8_check(c->inputs[i]);

		marked[i] = dsl_holds(test, c->scratch, c->inputs[i], kind == UTF8_WIDE ? DSL_UTF8 : DSL_ASCII);
		holding += (size_t)marked[i];
		c->budget->work += 4 + (double)c->inputs[i].n / 8;
	}
	if (holding == 0 || holding == c->ninputs)
		return false;
	one = (struct condition){ .test = dsl_copy_test(c->arena, test), .cost = cost_test(test), .holds = !marked[0], .sign = is_sign(test) };
	if (test->column && c->away)
		one.cost += cost_column(c->away[test->column - 1]);
	for (size_t i = c->ninputs; i-- > 0;)
		marked[i] ^= marked[0];
	one.parting = rows_put(&c->partings, marked);
	conditions_put(c, &one);
	return true;
}

void conditions_put(struct conditions *c, const struct condition *one)
{
	c->all = mem_room(c->all, c->n, &c->cap, sizeof *c->all);
	c->all[c->n] = *one;
	c->all[c->n].number = c->n;
	c->n++;
}

static bool add(struct conditions *c, int predicate, const struct dsl_arg *what, int count)
{
	struct dsl_arg item = *what;
	const struct dsl_test test = { .is = &dsl_predicates[predicate], .items = &item, .n = 1, .count = count, .column = c->column };

	return conditions_add(c, &test);
}

/* Where it stands, and how often. */
static void add_places(struct conditions *c, const struct dsl_arg *what)
{
	add(c, TEST_HAS, what, 0);
	add(c, TEST_STARTS, what, 0);
	add(c, TEST_ENDS, what, 0);
}

static void add_classes(struct conditions *c)
{
	for (int id = 0; id < dsl_table_size; id++) {
		const struct dsl_arg what = { .id = id };
		const enum dsl_role role = dsl_table[id].role;

		if ((role != ROLE_TYPE && role != ROLE_CHAR) || !cost_tested(id))
			continue;
		add_places(c, &what);
		for (int n = 1; n <= COUNTS; n++)
			add(c, TEST_HAS, &what, n);
	}
}

/* Does the text stand in two of the inputs? What one example alone says in letters is no sign of anything. */
static bool twice(const struct conditions *c, struct str text)
{
	size_t n = 0;

	for (size_t i = 0; i < c->ninputs && n < 2; i++)
		n += c->cells[i].n >= text.n && memmem(c->cells[i].p, c->cells[i].n, text.p, text.n) != NULL;
	return n == 2;
}

static bool known(const struct conditions *c, size_t from, struct str text)
{
	for (size_t k = from; k < c->n; k++)
		if (c->all[k].test.n == 1 && str_eq(c->all[k].test.items[0].text, text))
			return true;
	return false;
}

/* Words: runs of letters and digits, and runs of several delimiters. */
static void add_texts(struct conditions *c)
{
	const size_t from = c->n;
	size_t tried = 0;

	for (size_t i = 0; i < c->ninputs; i++)
		for (size_t at = 0, end; at < c->cells[i].n && tried < TEXTS && !budget_spent(c->budget); at = end) {
			const struct str in = c->cells[i];
			const bool wordy = is_word_byte((unsigned char)in.p[at]);
			struct dsl_arg what = { .id = DSL_TEXT };

			for (end = at + 1; end < in.n && is_word_byte((unsigned char)in.p[end]) == wordy; end++)
				;
			what.text = (struct str){ in.p + at, end - at };
			if ((wordy ? !twice(c, what.text) : end - at < 2) || known(c, from, what.text))
				continue;
			what.id = dsl_text_id(what.text);
			tried++;
			add_places(c, &what);
		}
}

/* A text's form: a run of letters is Word+, one of digits Num, what is between is itself. False when it has too many parts. */
static bool form_of(struct str in, int word, int num, struct dsl_test *form)
{
	form->is = &dsl_predicates[TEST_IS];
	form->n = 0;
	for (size_t at = 0, end; at < in.n; at = end) {
		const unsigned char c = (unsigned char)in.p[at];
		struct dsl_arg *item = &form->items[form->n++];

		if (form->n == DSL_ITEMS)
			return false;
		end = at + 1;
		if (is_word_byte(c)) {
			while (end < in.n && (is_letter_byte(c) ? is_letter_byte((unsigned char)in.p[end]) : is_digit((unsigned char)in.p[end])))
				end++;
			*item = (struct dsl_arg){ .id = is_letter_byte(c) ? word : num };
			continue;
		}
		while (end < in.n && !is_word_byte((unsigned char)in.p[end]))
			end++;
		item->text = (struct str){ in.p + at, end - at };
		item->id = dsl_text_id(item->text);
	}
	return true;
}

static int class_id(const char *name)
{
	int id = 0;

	while (strcmp(dsl_table[id].text, name) != 0)
		id++;
	return id;
}

static void add_forms(struct conditions *c)
{
	const int word = class_id("Word+"), num = class_id("Num");
	struct dsl_arg items[DSL_ITEMS];
	struct dsl_test form = { .items = items, .column = c->column };

	for (size_t i = 0; i < c->ninputs && i < FORMS; i++) {
		bool seen = false;

		/* an earlier input of this form has added it */
		for (size_t k = 0; k < c->n && !seen; k++)
			seen = c->all[k].test.is == &dsl_predicates[TEST_IS] && c->all[k].test.column == c->column &&
			       dsl_holds(&c->all[k].test, c->scratch, c->inputs[i], utf8_check(c->inputs[i]) == UTF8_WIDE ? DSL_UTF8 : DSL_ASCII);
		if (!seen && form_of(c->cells[i], word, num, &form))
			conditions_add(c, &form);
	}
}

static int by_value(const void *a, const void *b)
{
	return decimal_compare(a, b);
}

/* Cells that two of the inputs have: the column may say what kind of row it is. */
static void add_whole(struct conditions *c)
{
	const size_t from = c->n;

	for (size_t i = 0; i < c->ninputs && i < TEXTS; i++) {
		struct dsl_arg what = { dsl_text_id(c->cells[i]), c->cells[i] };
		size_t same = 0;

		for (size_t k = 0; k < c->ninputs; k++)
			same += str_eq(c->cells[i], c->cells[k]);
		if (same > 1 && c->cells[i].n && !known(c, from, c->cells[i]))
			add(c, TEST_IS, &what, 0);
	}
}

static void add_limit(struct conditions *c, int predicate, const struct decimal *x)
{
	struct buf text = { 0 };
	struct dsl_arg limit = { .id = DSL_TEXT };

	decimal_print_plain(&text, x);
	limit.text = buf_view(&text);
	add(c, predicate, &limit, 0);
	buf_free(&text);
}

/* The roundest number above a and not above b > a. */
static struct decimal between(const struct decimal *a, const struct decimal *b)
{
	static const char *const steps[] = { "1000000", "100000", "10000", "1000", "100", "10", "1", "0.1", "0.01", "0.001", "0.0001" };

	for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
		struct decimal step, x = *a, more;

		decimal_read(str_of(steps[k]), &step);
		if (!decimal_to_multiple(&x, &step, DECIMAL_UP))
			continue;
		if (decimal_compare(&x, a) == 0 && decimal_add(&x, &step, &more))
			x = more;
		if (decimal_compare(&x, a) > 0 && decimal_compare(&x, b) <= 0)
			return x;
	}
	return *b;
}

/* Is it a number and nothing else, without zeros in front? Then its length is no sign. */
static bool is_number(struct str s)
{
	struct decimal d;

	return s.n && decimal_read(s, &d) == s.n && !(s.n > 1 && s.p[0] == '0' && is_digit(s.p[1]));
}

/* The numbers of the inputs, when all have one: less than the one, more than the one before, or less than a round number between. */
static void add_limits(struct conditions *c)
{
	struct decimal *x = arena_get(c->arena, c->ninputs * sizeof *x);

	for (size_t i = 0; i < c->ninputs; i++)
		if (!decimal_find(c->cells[i], &x[i]).n || x[i].decimals > DECIMAL_PLACES)
			return;
	qsort(x, c->ninputs, sizeof *x, by_value);
	for (size_t i = 1, n = 0; i < c->ninputs && n < LIMITS; i++) {
		struct decimal round;

		if (decimal_compare(&x[i - 1], &x[i]) == 0)
			continue;
		n++;
		round = between(&x[i - 1], &x[i]);
		if (decimal_compare(&round, &x[i]))
			add_limit(c, TEST_LESS, &round);
		add_limit(c, TEST_LESS, &x[i]);
		add_limit(c, TEST_MORE, &x[i - 1]);
	}
}

static void add_lengths(struct conditions *c)
{
	size_t numbers = 0;

	while (numbers < c->ninputs && is_number(c->cells[numbers]))
		numbers++;
	if (numbers == c->ninputs)
		return;
	for (int k = 0; k <= 20; k++) {
		const struct dsl_test longer = { .is = &dsl_predicates[TEST_LONGER], .count = k, .column = c->column };

		conditions_add(c, &longer);
	}
}

static int by_cost(const void *a, const void *b)
{
	const struct condition *p = a, *q = b;

	return p->cost != q->cost ? (p->cost < q->cost ? -1 : 1) : p->number < q->number ? -1 : 1;
}

void conditions_sort(struct conditions *c)
{
	if (c->n)
		qsort(c->all, c->n, sizeof *c->all, by_cost);
}

/* What the inputs say in one of their columns. */
static const struct str *cells_of(const struct conditions *c, int column)
{
	struct str *cells = arena_get(c->arena, c->ninputs * sizeof *cells);

	for (size_t i = 0; i < c->ninputs; i++)
		cells_find(c->inputs[i], (size_t)column - 1, &cells[i]);
	return cells;
}

/* How many columns they all have; 0: one, or not all as many. */
static int columns_of(const struct str *inputs, size_t n)
{
	const size_t columns = cells_count(*inputs);

	for (size_t i = 1; i < n; i++)
		if (cells_count(inputs[i]) != columns)
			return 0;
	return columns > 1 ? (int)(columns < DSL_COLUMNS ? columns : DSL_COLUMNS) : 0;
}

void conditions_find(struct conditions *c, const struct str *inputs, size_t n, const int *away, struct dsl_scratch *s, struct budget *b, struct arena *a)
{
	c->n = 0;
	c->inputs = inputs, c->ninputs = n;
	c->away = away;
	c->scratch = s, c->budget = b, c->arena = a;
	c->ncolumns = columns_of(inputs, n);
	rows_clear(&c->partings, n);
	for (c->column = c->ncolumns > 0; c->column <= c->ncolumns; c->column++) {
		c->cells = c->column ? cells_of(c, c->column) : inputs;
		add_classes(c);
		add_texts(c);
		add_forms(c);
		if (c->column)
			add_whole(c);
		add_limits(c);
		add_lengths(c);
	}
	conditions_sort(c);
}
