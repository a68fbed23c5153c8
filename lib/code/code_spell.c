/* code_spell - values and conditions as a language spells them
 * SPDX-License-Identifier: MIT */
#include "code/code_spell.h"

#include "base/decimal_format.h"
#include "base/moment.h"

/* ---- spellings ---- */

/* What stands for each letter of a spelling; NULL: it is missing. */
struct parts { const char *of[128]; };

static const char *spell(struct code_writer *w, const char *spelling, const struct parts *parts)
{
	struct buf out = { 0 };

	while (*spelling) {
		const char *open = strchr(spelling, '`'), *close = open ? strchr(open + 1, '`') : NULL;
		const char *part;

		if (!close) {
			buf_puts(&out, spelling);
			break;
		}
		buf_put(&out, spelling, (size_t)(open - spelling));
		part = parts->of[(unsigned char)close[-1] & 127];
		if (part) {
			buf_put(&out, open + 1, (size_t)(close - 1 - (open + 1)));
			buf_puts(&out, part);
		}
		spelling = close + 1;
	}
	return arena_take(&w->arena, &out).p;
}

const char *code_lack(struct code_writer *w, const char *what)
{
	if (!w->lacks)
		w->lacks = what;
	return "";
}

static const char *number(struct code_writer *w, long n)
{
	struct buf out = { 0 };

	buf_printf(&out, "%ld", n);
	return arena_take(&w->arena, &out).p;
}

/* ---- arguments ---- */

static const char *text_of(struct code_writer *w, struct str text)
{
	struct buf out = { 0 };

	w->language->text(&out, text);
	return arena_take(&w->arena, &out).p;
}

/* The text that a token stands for, which is a character's or its own. */
static struct str token_text(struct code_writer *w, int id, struct str text)
{
	const char c = id == DSL_TEXT ? 0 : (char)dsl_table[id].value;

	return id == DSL_TEXT ? text : arena_copy(&w->arena, (struct str){ &c, 1 });
}

/* The names by which runtimes have the classes. */
static const char *class_of(int id)
{
	static const char *const names[][2] = {
		{ "Word", "WORD" }, { "Num", "NUMBER" }, { "Alphanum", "ALPHANUM" }, { "Allcaps", "ALLCAPS" },
		{ "Propcase", "PROPCASE" }, { "Lower", "LOWER" },
		{ "Digit", "DIGIT" }, { "Char", "CHAR" }, { "Word+", "LETTERS" }, { "Allcaps+", "CAPITALS" },
		{ "Space", "SPACE" }, { "Field", "FIELD" },
	};

	for (size_t k = 0; k < sizeof names / sizeof *names; k++)
		if (strcmp(names[k][0], dsl_table[id].text) == 0)
			return names[k][1];
	return NULL;
}

static const char *match(struct code_writer *w, int id, struct str text)
{
	struct buf out = { 0 };
	struct parts parts = { { 0 } };

	if (id == DSL_TEXT || dsl_table[id].role == ROLE_CHAR) {
		w->language->pattern(&out, token_text(w, id, text));
		return arena_take(&w->arena, &out).p;
	}
	if (w->language->class) {
		w->language->class(&out, class_of(id));
		return arena_take(&w->arena, &out).p;
	}
	parts.of['m'] = class_of(id);
	return parts.of['m'] && w->language->class_name ? spell(w, w->language->class_name, &parts) : code_lack(w,
	    dsl_table[id].text);
}

static void add_option(struct code_writer *w, struct buf *out, const char *name, const char *value)
{
	const struct parts parts = { .of = { ['k'] = name, ['v'] = value } };

	if (out->n)
		buf_puts(out, ", ");
	buf_puts(out, spell(w, w->language->option, &parts));
}

/* A number, as a format says. */
static const char *formatted(struct code_writer *w, const char *x, struct str text)
{
	struct parts parts = { .of = { ['x'] = x } };
	struct decimal_format f;
	struct buf out = { 0 };
	const char *style;

	decimal_format_read(text, &f);               /* the parser has seen that it is one */
	style = w->language->styles ? w->language->styles[f.style] : NULL;
	if (f.significant)
		add_option(w, &out, "significant", number(w, f.significant));
	if (f.style == STYLE_BASE)
		add_option(w, &out, "base", number(w, f.base));
	if (f.width > 1 || (f.width == 0 && !f.significant && f.style != STYLE_ROMAN))
		add_option(w, &out, "width", number(w, f.width));
	if (f.fixed)
		add_option(w, &out, "fixed", number(w, f.fixed));
	if (f.most > f.fixed)
		add_option(w, &out, "most", number(w, f.most));
	if (f.power > 1)
		add_option(w, &out, "power", number(w, f.power));
	if (f.group)
		add_option(w, &out, "group", text_of(w, (struct str){ &f.group, 1 }));
	if (f.point)
		add_option(w, &out, "point", text_of(w, (struct str){ &f.point, 1 }));
	if (f.plus)
		add_option(w, &out, "plus", w->language->yes);
	if (f.lower)
		add_option(w, &out, "small", w->language->yes);
	if (f.blank)
		add_option(w, &out, "blank", w->language->yes);
	if (out.n) {
		struct buf all = { 0 };

		buf_printf(&all, "%s%s%s", w->language->options_begin, buf_cstr(&out), w->language->options_end);
		parts.of['o'] = arena_take(&w->arena, &all).p;
	}
	buf_free(&out);
	return style ? spell(w, style, &parts) : code_lack(w, "this format");
}

/* Of several rows with one key the first counts. */
static bool counts(struct code_writer *w, const struct dsl_row *rows, size_t k)
{
	const struct str key = token_text(w, rows[k].key.id, rows[k].key.text);
	size_t j = 0;

	while (j < k && !str_eq(token_text(w, rows[j].key.id, rows[j].key.text), key))
		j++;
	return j == k;
}

static void put_rows(struct code_writer *w, const struct dsl_call *c, const char *name, const char *of, struct buf *out)
{
	size_t last = c->nrows;

	while (last > 0 && !counts(w, c->rows, last - 1))
		last--;
	for (size_t k = 0; k < last; k++) {
		struct parts parts = { .of = { [','] = k + 1 < last ? "," : NULL, ['k'] = name, ['v'] = of } };

		parts.of['t'] = text_of(w, token_text(w, c->rows[k].key.id, c->rows[k].key.text));
		parts.of['u'] = text_of(w, token_text(w, c->rows[k].value.id, c->rows[k].value.text));
		if (counts(w, c->rows, k))
			buf_puts(out, spell(w, w->language->row, &parts));
	}
}

/* The table of a Lookup of something, written out before the function, and its name; or its rows, where they stand in
 * place of it. */
static const char *table(struct code_writer *w, const struct dsl_call *c, const char *of)
{
	const struct code_language *l = w->language;
	struct parts parts = { { 0 } };
	struct buf name = { 0 };

	if (!l->rows_begin) {
		put_rows(w, c, NULL, of, &name);
		return arena_take(&w->arena, &name).p;
	}
	buf_printf(&name, w->ntables ? "TABLE_%d" : "TABLE", w->ntables + 1);
	w->ntables++;
	parts.of['k'] = arena_take(&w->arena, &name).p;
	buf_puts(&w->tables, spell(w, l->rows_begin, &parts));
	put_rows(w, c, parts.of['k'], of, &w->tables);
	buf_puts(&w->tables, l->rows_end);
	return spell(w, l->rows_name, &parts);
}

/* An argument; NULL: it is missing. */
static const char *argument(struct code_writer *w, enum dsl_arg_kind kind, const struct dsl_arg *arg)
{
	long seconds;
	int minutes;

	if (!arg->id)
		return NULL;
	switch (kind) {
	case ARG_MATCH: return match(w, arg->id, arg->text);
	case ARG_COUNT:
	case ARG_INDEX: return arena_copy(&w->arena, arg->text).p;
	case ARG_SPAN:
		moment_span(arg->text, &seconds);
		return number(w, seconds);
	case ARG_STEP:
		return moment_span(arg->text, &seconds) ? number(w, seconds) : text_of(w, arg->text);
	case ARG_ZONE:
		moment_zone(arg->text, &minutes);
		return number(w, minutes);
	default:        return text_of(w, token_text(w, arg->id, arg->text));
	}
}

/* ---- values ---- */

/* Position p, so many characters on. */
static const char *moved(struct code_writer *w, const char *p, const char *s, int steps)
{
	const struct parts parts = { .of = { ['p'] = p, ['s'] = s, ['k'] = number(w, steps < 0 ? -steps : steps) } };

	return steps ? spell(w, steps < 0 ? w->language->back : w->language->forward, &parts) : p;
}

/* A match's begin or end. */
static const char *landmark(struct code_writer *w, const struct dsl_pos *pos, const char *s)
{
	const struct code_language *l = w->language;
	struct parts parts = { .of = { ['s'] = s } };
	struct buf out = { 0 };

	if (!l->find) {
		parts.of['m'] = match(w, pos->type, pos->text);
		parts.of['n'] = number(w, pos->n);
		return spell(w, pos->bound == BOUND_START ? l->start : l->after, &parts);
	}
	if (pos->type != DSL_TEXT && dsl_table[pos->type].role == ROLE_TYPE)
		return code_lack(w, dsl_table[pos->type].text);
	if (!l->find(&out, s, token_text(w, pos->type, pos->text), pos->n, pos->bound != BOUND_START))
		return code_lack(w, "such a match of a text");
	buf_cstr(&out);
	return arena_take(&w->arena, &out).p;
}

static const char *position(struct code_writer *w, const struct dsl_pos *pos, const char *s)
{
	const struct code_language *l = w->language;
	struct parts parts = { .of = { ['s'] = s } };

	if (pos->kind == POS_END || (pos->kind == POS_CONST && pos->k < 0))
		return moved(w, spell(w, l->end, &parts), s, pos->kind == POS_END ? 0 : pos->k);
	if (pos->kind == POS_CONST) {
		parts.of['k'] = number(w, pos->k);
		return spell(w, pos->k ? l->index : l->begin, &parts);
	}
	return moved(w, landmark(w, pos, s), s, pos->offset - (pos->bound == BOUND_END));
}

/* A match's begin or the place behind it, which can't be outside of the string. */
static bool is_landmark(const struct dsl_pos *p)
{
	return p->kind == POS_REGEX && p->bound != BOUND_END && p->offset == 0;
}

static const char *piece_spelling(const struct code_language *l, const struct dsl_pos *from,
    const struct dsl_pos *until)
{
	const bool begins = from->kind == POS_CONST && from->k == 0, ends = until->kind == POS_END;

	if (begins && ends)
		return l->whole;
	if (begins && l->head && is_landmark(until))
		return l->head;
	return ends && l->tail && (is_landmark(from) || (from->kind == POS_CONST && from->k > 0)) ? l->tail : l->piece;
}

/* A value in a case. */
static const char *in_case(struct code_writer *w, int to, const struct parts *parts)
{
	return to < CODE_CASES && w->language->cases[to] ? spell(w, w->language->cases[to], parts) : code_lack(w,
	    "ToCase");
}

static const char *piece(struct code_writer *w, const struct dsl_expr *e)
{
	const struct code_language *l = w->language;
	struct parts parts = { .of = { ['s'] = l->input } };
	const char *made;

	if (e->column > DSL_COLUMNS)
		return code_lack(w, "a Column of several");
	if (e->column) {
		parts.of['k'] = number(w, e->column - 1 + l->columns_from);
		parts.of['s'] = l->column ? spell(w, l->column, &parts) : code_lack(w, "Column");
	}
	parts.of['p'] = position(w, &e->from, parts.of['s']);
	parts.of['q'] = position(w, &e->until, parts.of['s']);
	made = spell(w, piece_spelling(l, &e->from, &e->until), &parts);
	parts.of['v'] = made;
	return e->to ? in_case(w, (int)e->to, &parts) : made;
}

/* Which spelling an operator has. */
static int spelling_of(const struct dsl_call *c)
{
	const int op = (int)(c->op - dsl_ops);
	long seconds;

	return c->op->args[0] == ARG_STEP && moment_span(c->arg[0].text, &seconds) ? op - OP_FLOOR + OP_FLOOR_TIME : op;
}

/* Can a format be written of a month or a weekday that stands alone? */
static bool is_of_one_name(struct str format)
{
	static const char *const names[] = { "March", "Monday" };
	struct buf out = { 0 };
	bool is = false;

	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		struct moment m;

		is |= moment_find(str_of(names[k]), MOMENT_UNKNOWN, &m) && moment_print(&out, &m, format);
	}
	buf_free(&out);
	return is;
}

static bool has(struct str text, const char *part)
{
	return memmem(text.p, text.n, part, strlen(part)) != NULL;
}

/* What of a date's arguments the functions of every language lack; NULL: nothing. Their names are English, stand beside other parts of a date, and are
 * written in one way. */
static const char *lacking_of_date(const struct dsl_call *c)
{
	for (int k = 0; k < DSL_ARGS && c->op->args[k] != ARG_NONE; k++) {
		const struct str text = c->arg[k].text;
		int order;

		if (!c->arg[k].id)
			continue;
		if (c->op->args[k] == ARG_MOMENT && (has(text, "%^") || has(text, "%+") || has(text, "%O")))
			return "names in another form";
		if (c->op->args[k] == ARG_MOMENT && is_of_one_name(text))
			return "a month or a weekday alone";
		if (c->op->args[k] == ARG_ORDER_OR_NOTHING && moment_order_read(text, &order) &&
		    (order & (MOMENT_MONTH | MOMENT_WEEKDAY) || moment_read_in(order) || moment_written_in(order)))
			return "such an order of a date";
	}
	return NULL;
}

static const char *called(struct code_writer *w, const struct dsl_call *c, const struct dsl_expr *e)
{
	const struct code_language *l = w->language;
	struct parts parts = { .of = { ['v'] = c->inner ? called(w, c->inner, e) : piece(w, e) } };
	const char *spelling = l->ops[spelling_of(c)];

	if (c->op == &dsl_ops[OP_TOCASE])
		return in_case(w, dsl_table[c->arg[0].id].value, &parts);
	if (!spelling)
		return code_lack(w, c->op->name);
	if (lacking_of_date(c))
		return code_lack(w, lacking_of_date(c));
	if (c->op->args[0] == ARG_ROWS) {
		parts.of['0'] = table(w, c, parts.of['v']);
		parts.of['1'] = c->arg[0].id ? text_of(w, token_text(w, c->arg[0].id, c->arg[0].text)) : NULL;
		parts.of['d'] = parts.of['1'] ? parts.of['1'] : l->nothing;
		return spell(w, spelling, &parts);
	}
	for (int k = 0; k < DSL_ARGS && c->op->args[k] != ARG_NONE; k++) {
		if (c->op->args[k] == ARG_FORMAT)
			return formatted(w, spell(w, spelling, &parts), c->arg[k].text);
		parts.of['0' + k] = argument(w, c->op->args[k], &c->arg[k]);
	}
	parts.of['j'] = parts.of['1'] ? parts.of['1'] : text_of(w, STR(""));
	return spell(w, spelling, &parts);
}

const char *code_value(struct code_writer *w, const struct dsl_expr *e)
{
	return e->kind == EXPR_CONST ? text_of(w, e->text) : e->call ? called(w, e->call, e) : piece(w, e);
}

/* How a condition is spelled: where it is of a text, perhaps otherwise. */
static const char *test_spelling(const struct code_language *l, const struct dsl_test *t)
{
	const int test = (int)(t->is - dsl_predicates);
	const bool text = t->n == 1 && t->count == 0 && (t->items[0].id == DSL_TEXT ||
	    dsl_table[t->items[0].id].role == ROLE_CHAR);

	if (!l->tests)
		return NULL;
	return text && test <= TEST_ENDS && l->tests[test + TEST_HAS_TEXT] ? l->tests[test + TEST_HAS_TEXT] :
	    l->tests[test];
}

const char *code_condition(struct code_writer *w, const struct dsl_test *t)
{
	const struct code_language *l = w->language;
	const char *spelling = test_spelling(l, t);
	struct parts parts = { .of = { ['s'] = l->input, ['n'] = number(w, t->count),
	    ['k'] = t->count || dsl_test_counts(t->is) ? number(w, t->count) : NULL } };
	struct buf items = { 0 };

	if (!spelling)
		return code_lack(w, t->is->name);
	if (t->column)
		return code_lack(w, "a condition of a Column");
	if (strstr(spelling, "`t`"))
		parts.of['t'] = text_of(w, token_text(w, t->items[0].id, t->items[0].text));
	for (size_t k = 0; k < t->n && !parts.of['t']; k++) {
		buf_puts(&items, k ? ", " : "");
		buf_puts(&items, t->is->args[0] == ARG_LIMIT ? text_of(w, t->items[k].text) : match(w, t->items[k].id,
		    t->items[k].text));
	}
	parts.of['i'] = items.n ? arena_take(&w->arena, &items).p : NULL;
	return spell(w, spelling, &parts);
}
