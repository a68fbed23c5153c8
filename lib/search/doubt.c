/* doubt - what speaks against a program that fits all the examples: the line whose example would decide
 * SPDX-License-Identifier: MIT
 *
 * The numbers and the combinations were chosen on half of a collection of real tasks, so that few wrong programs are left without a doubt while
 * few right ones are doubted. */
#include "search/doubt.h"

#include "base/ascii.h"
#include "base/cells.h"
#include "base/moment.h"
#include "dsl/dsl_column.h"
#include "dsl/dsl_op.h"
#include "search/doubt_branch.h"
#include "search/doubt_moment.h"
#include "search/doubt_number.h"
#include "search/doubt_rule.h"
#include "search/fragment.h"
#include "search/results.h"

/* How much dearer than the program a rival may be, in exact_cost's unit; and by how much less when what it gives looks less like the examples. */
static const double close_by = 4.5, worse_by = 3.5;

/* Of several rivals the one is told that is nearest, and this much further counts one whose result is cut out of a word, as no example's output is. */
static const double cut_by = 2;

enum kind { LETTER = 'a', NUMBER = '9' };

enum { LONG_NUMBER = 3 };                        /* digits of a number that two examples hardly share by chance */

static bool is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }

/* The form of a text; or, with `widths`, one that has as many `9` as there are digits. */
static struct str form_of(struct str s, bool widths, struct arena *a)
{
	char *form = arena_get(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		char k = is_letter_byte(c) ? LETTER : is_digit(c) ? NUMBER : (char)c;

		if (n == 0 || form[n - 1] != k || (widths && k == NUMBER))
			form[n++] = k;
	}
	return (struct str){ form, n };
}

struct str doubt_form(struct str s, struct arena *a)
{
	return form_of(s, false, a);
}

static int numbers_in(struct str form)
{
	int n = 0;

	for (size_t i = 0; i < form.n; i++)
		n += form.p[i] == NUMBER && (i == 0 || form.p[i - 1] != NUMBER);
	return n;
}

/* What stands in some of several texts, or in all: upper and lower case letters, digits, each delimiter. */
struct classes { bool has[128]; };

static struct classes classes_of(struct str s)
{
	struct classes c = { { false } };

	for (size_t i = 0; i < s.n; i++) {
		unsigned char b = (unsigned char)s.p[i];

		c.has[is_upper(b) ? 'A' : is_letter_byte(b) ? 'a' : is_digit(b) ? '9' : b] = true;
	}
	return c;
}

static size_t words(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] != ' ' && (i == 0 || s.p[i - 1] == ' ');
	return n;
}

/* What the examples' inputs have, in one of the columns that the program reads; 0 is the whole input. */
struct seen_column {
	int column;
	struct classes in_all;
	size_t fewest, most;                     /* words */
	struct doubt_dates dates;
};

/* The examples, as far as other texts are compared with them. */
struct seen {
	size_t n;
	struct seen_column columns[DSL_COLUMNS + 1]; int ncolumns;
	struct classes in_some_output;
	bool fragments;                          /* has an output a part of a longer word? */
	struct str *forms;                       /* of the outputs */
	struct str widths;                       /* the form with widths of all the outputs, when it is one and has three numbers, as a date; n = 0: there is none */
	struct arena *a;
};

/* What an input says in a column; 0: all of it. Of several columns together no piece is taken. */
static struct str cell_of(struct str input, int column)
{
	struct str cell = { 0 };

	if (!column)
		return input;
	return cells_find(input, (size_t)column - 1, &cell) ? cell : STR("");
}

static struct seen_column look_at_column(const struct str *inputs, const struct str *outputs, size_t n, int column, struct arena *a)
{
	struct seen_column s = { .column = column, .fewest = SIZE_MAX };
	struct str *cells = arena_get(a, n * sizeof *cells);

	memset(s.in_all.has, true, sizeof s.in_all.has);
	for (size_t i = 0; i < n; i++) {
		const struct str cell = cells[i] = cell_of(inputs[i], column);
		const struct classes in = classes_of(cell);
		const size_t w = words(cell);

		for (int c = 0; c < 128; c++)
			s.in_all.has[c] &= in.has[c];
		s.fewest = w < s.fewest ? w : s.fewest;
		s.most = w > s.most ? w : s.most;
	}
	s.dates = doubt_dates_of(cells, outputs, n, a);
	return s;
}

static struct seen look_at(const struct dsl_program *p, const struct str *inputs, const struct str *outputs, size_t n, struct arena *a)
{
	struct seen s = { .n = n, .forms = arena_get(a, n * sizeof *s.forms), .a = a };
	bool read[DSL_COLUMNS + 1] = { false };
	struct str form;

	dsl_columns(p, read);
	for (int c = 0; c <= DSL_COLUMNS; c++)
		if (read[c])
			s.columns[s.ncolumns++] = look_at_column(inputs, outputs, n, c, a);
	for (size_t i = 0; i < n; i++) {
		const struct classes out = classes_of(outputs[i]);

		for (int c = 0; c < 128; c++)
			s.in_some_output.has[c] |= out.has[c];
		s.forms[i] = doubt_form(outputs[i], a);
		s.fragments |= fragment_in(outputs[i], inputs[i]);
		form = form_of(outputs[i], true, a);
		s.widths = i == 0 || str_eq(form, s.widths) ? form : (struct str){ 0 };
	}
	if ((n < 2 && s.ncolumns < 2) || numbers_in(s.widths) < 3)      /* numbers of several columns are often padded */
		s.widths.n = 0;
	return s;
}

static bool form_is_new(const struct seen *s, struct str made)
{
	struct str form = doubt_form(made, s->a);

	for (size_t i = 0; i < s->n; i++)
		if (str_eq(form, s->forms[i]))
			return false;
	return true;
}

/* Do all examples' outputs write their numbers with so many digits, and this result with others? `2024-3-14` among `2024-03-14`. */
static bool widths_are_new(const struct seen *s, struct str made)
{
	return s->widths.n && !str_eq(form_of(made, true, s->a), s->widths) && !form_is_new(s, made);
}

/* The first character class of a result that no example's output has; 0: none. */
static int new_class(const struct seen *s, struct str made, bool delimiters_only)
{
	const struct classes c = classes_of(made);

	for (int k = 1; k < 128; k++)
		if (c.has[k] && !s->in_some_output.has[k] && !(delimiters_only && is_word_byte((unsigned char)k)))
			return k;
	return 0;
}

/* How unlike the examples' outputs a result is: 0, 1, 2. */
static int oddness(const struct seen *s, struct str made)
{
	return (new_class(s, made, false) != 0) + form_is_new(s, made);
}

/* The delimiter that all the examples' inputs have in a column and this one hasn't; 0: none. */
static int lacking(const struct seen *s, struct str input)
{
	for (int i = 0; i < s->ncolumns; i++) {
		const struct classes c = classes_of(cell_of(input, s->columns[i].column));

		for (int k = 1; k < 128; k++)
			if (s->columns[i].in_all.has[k] && !c.has[k] && !is_word_byte((unsigned char)k))
				return k;
	}
	return 0;
}

/* Is it no date in a column where all the examples' inputs are dates? */
static bool is_no_date(const struct seen *s, struct str input)
{
	for (int i = 0; i < s->ncolumns; i++)
		if (doubt_no_date(&s->columns[i].dates, cell_of(input, s->columns[i].column), s->a))
			return true;
	return false;
}

static bool has_new_zero(const struct seen *s, struct str made)
{
	for (int i = 0; i < s->ncolumns; i++)
		if (doubt_zero(&s->columns[i].dates, made))
			return true;
	return false;
}

/* Has it more or fewer words than the examples' inputs, in some column? */
static bool words_are_new(const struct seen *s, struct str input)
{
	for (int i = 0; i < s->ncolumns; i++) {
		const size_t w = words(cell_of(input, s->columns[i].column));

		if (w < s->columns[i].fewest || w > s->columns[i].most)
			return true;
	}
	return false;
}

static struct str one_character(int c, struct arena *a)
{
	return arena_copy(a, (struct str){ (char[]){ (char)c }, 1 });
}

/* ---- the program ---- */

static bool is_whole(const struct dsl_expr *e)
{
	return e->kind == EXPR_SUBSTR && !e->call && e->from.kind == POS_CONST && e->from.k == 0 && e->until.kind == POS_END;
}

static bool copies_whole(const struct dsl_program *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (!is_whole(&p->exprs[i]))
			return false;
	return true;
}

/* Is a text of the program one that n examples can't show to be meant? One says nothing of letters and digits. Two may have the same number by chance
 * as long as it has few digits. What an operator puts in everywhere takes twice as many. */
static bool too_few(struct str text, size_t n)
{
	size_t digits = 0;                       /* in a row, as far as k */

	for (size_t k = 0; k < text.n && n <= 2; k++) {
		const unsigned char c = (unsigned char)text.p[k];

		digits = is_digit(c) ? digits + 1 : 0;
		if (n <= 1 && is_word_byte(c))
			return true;
		if (digits && digits < LONG_NUMBER && (k + 1 == text.n || !is_digit(text.p[k + 1])))
			return true;
	}
	return false;
}

/* The first such text of a Date's format; n = 0: none. */
static struct str doubtful_in_format(struct str format, size_t n)
{
	struct str text;

	for (size_t at = 0; (text = moment_format_text(format, &at)).n;)
		if (too_few(text, n))
			return text;
	return text;
}

/* The first such text; n = 0: none. */
static struct str doubtful_literal(const struct dsl_program *p, size_t n, struct arena *a)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct dsl_expr *e = &p->exprs[i];

		if (e->kind == EXPR_CONST && too_few(e->text, n))
			return e->text;
		for (const struct dsl_call *c = e->call; c; c = c->inner)
			for (int k = 0; k < DSL_ARGS; k++) {
				if ((c->op->args[k] == ARG_MOMENT || c->op->args[k] == ARG_SPAN_FORMAT) && doubtful_in_format(c->arg[k].text, n).n)
					return arena_copy(a, doubtful_in_format(c->arg[k].text, n));
				if (c->arg[k].id && c->op->args[0] == ARG_MATCH && c->op->args[k] != ARG_INDEX && too_few(c->arg[k].text, n / 2))
					return c->arg[k].text;
			}
	}
	return (struct str){ 0 };
}

/* The literal that a program which keeps the whole input, or a whole column, puts before it or behind it, where that begins or ends with it already. */
static struct str there_already(const struct dsl_program *p, struct str input)
{
	const struct dsl_expr *first = p->exprs, *last = p->exprs + p->n - 1;
	struct str head = { 0 }, tail = { 0 };           /* what the first and the last expression that keeps something whole keep */

	for (size_t i = 0; i < p->n; i++)
		if (is_whole(&p->exprs[i])) {
			tail = cell_of(input, p->exprs[i].column);
			head = head.p ? head : tail;
		}
	if (tail.p && last->kind == EXPR_CONST && tail.n >= last->text.n &&
	    memcmp(tail.p + tail.n - last->text.n, last->text.p, last->text.n) == 0)
		return last->text;
	if (head.p && first->kind == EXPR_CONST && head.n >= first->text.n && memcmp(head.p, first->text.p, first->text.n) == 0)
		return first->text;
	return (struct str){ 0 };
}

/* ---- rivals ---- */

/* Two programs' results. */
struct comparison {
	size_t at;       /* the input on which they are best compared: both results as natural as they can be; SIZE_MAX: they agree */
	bool worse;      /* on most of those where they differ the rival's result looks less like the examples */
	bool cut;        /* the rival's result is cut out of a word there */
};

/* Where the rival fails it is no better guess. */
static struct comparison compare(const struct seen *s, const struct str *inputs, const struct str *made, const struct str *rival, size_t n)
{
	struct comparison c = { .at = SIZE_MAX };
	long balance = 0;
	int least = 0;

	for (size_t i = 0; i < n; i++) {
		int one, other;
		bool cut;

		if (rival[i].n == 0 || str_eq(made[i], rival[i]))
			continue;
		one = oddness(s, made[i]), other = oddness(s, rival[i]);
		cut = !s->fragments && fragment_in(rival[i], inputs[i]);
		balance += (other > one) - (other < one);
		if (c.at == SIZE_MAX || one + other + cut < least) {
			c.at = i, c.cut = cut;
			least = one + other + cut;
		}
	}
	c.worse = balance > 0;
	return c;
}

/* The rival that is told, when there is one: the nearest, or one nearly as near that is more natural. */
static struct doubt find_rival(const struct seen *s, const struct str *others, const struct str *made, size_t n, const struct exact_found *found,
                               size_t nfound)
{
	const double most = found->cost + close_by;
	struct doubt best = { .kind = DOUBT_NONE };
	double least = most + cut_by;

	for (size_t p = 1; p < nfound && found[p].cost <= most; p++) {
		struct arena a = { 0 };
		const struct comparison c = compare(s, others, made, results_of(&found[p].program, others, n, &a), n);
		const double cost = found[p].cost + (c.worse ? worse_by : 0), told = cost + (c.cut ? cut_by : 0);

		if (c.at != SIZE_MAX && cost <= most && told <= least) {
			best = (struct doubt){ .kind = DOUBT_RIVAL, .input = c.at, .rival = p };
			least = told;
		}
		arena_free(&a);
	}
	return best;
}

/* What speaks against the result for one input. */
static struct doubt look_at_input(const struct seen *s, const struct dsl_program *p, struct str input, struct str made)
{
	const struct str again = there_already(p, input);
	int c;

	if (again.n)
		return (struct doubt){ .kind = DOUBT_AGAIN, .text = again };
	if (is_no_date(s, input))
		return (struct doubt){ .kind = DOUBT_NO_DATE };
	if ((c = lacking(s, input)) && (s->n > 1 || form_is_new(s, made)))       /* what one example has need not matter */
		return (struct doubt){ .kind = DOUBT_LACKS, .text = one_character(c, s->a) };
	if ((c = new_class(s, made, true)) && (words_are_new(s, input) || (s->n > 1 && strchr(",;:()", c))))
		return (struct doubt){ .kind = DOUBT_STRANGE, .text = one_character(c, s->a) };
	if ((copies_whole(p) && form_is_new(s, made)) || widths_are_new(s, made) || has_new_zero(s, made))
		return (struct doubt){ .kind = DOUBT_FORM };
	return (struct doubt){ .kind = DOUBT_NONE };
}

struct doubt doubt_alone(const struct dsl_program *p, const struct str *inputs, const struct str *outputs, size_t n, const struct str *others,
                         const struct str *made, size_t nothers, struct arena *a)
{
	const struct seen s = look_at(p, inputs, outputs, n, a);
	struct doubt d = { .kind = DOUBT_NONE };

	if ((d.text = doubtful_literal(p, n, a)).n)
		d.kind = DOUBT_LITERAL;
	if (!d.kind && (d.text = doubt_rule(p, n, a)).n)
		d.kind = DOUBT_RULE;
	if (!d.kind)
		d = doubt_other_rule(p, inputs, outputs, n, others, made, nothers, a);
	if (!d.kind && (d.input = doubt_midnight(p, inputs, n, others, nothers, a)) != SIZE_MAX)
		d.kind = DOUBT_MIDNIGHT;
	if (!d.kind && (d.text = doubt_number(p, inputs, n, others, made, nothers, a, &d.input)).n)
		d.kind = DOUBT_NUMBER;
	if (!d.kind && doubt_unit(p, outputs, n, made, nothers, &d.input))
		d.kind = DOUBT_FORM;
	if (!d.kind && (d.text = doubt_decimals(p, inputs, outputs, n, others, made, nothers, a, &d.input)).n)
		d.kind = DOUBT_RULE;
	if (!d.kind)
		d = doubt_listed(p, inputs, n, others, made, nothers, a);
	for (size_t i = 0; i < nothers && !d.kind; i++)
		if (made[i].n) {
			d = look_at_input(&s, p, others[i], made[i]);
			d.input = i;
		}
	return d;
}

struct doubt doubt_find(const struct str *inputs, const struct str *outputs, size_t n, const struct str *others, const struct str *made,
                        size_t nothers, const struct exact_found *found, size_t nfound, struct arena *a)
{
	const struct seen s = look_at(&found->program, inputs, outputs, n, a);
	struct doubt d = { .kind = DOUBT_NONE };

	if (nothers == 0)
		return d;
	if (!found->program.nbranches && dsl_is_constant(&found->program))
		return (struct doubt){ .kind = DOUBT_CONSTANT };
	d = find_rival(&s, others, made, nothers, found, nfound);
	if (d.kind)
		return d;
	if (found->program.nbranches)
		return doubt_branches(&found->program, inputs, outputs, n, others, made, nothers, a);
	return doubt_alone(&found->program, inputs, outputs, n, others, made, nothers, a);
}

bool doubt_explains(const struct dsl_program *p, size_t n)
{
	struct arena a = { 0 };
	bool explains = !dsl_is_constant(p) && !doubt_rule(p, n, &a).n;

	arena_free(&a);
	return explains;
}
