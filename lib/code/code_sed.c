/* code_sed - a script of GNU sed -E
 * SPDX-License-Identifier: MIT
 *
 * A line end, which no line has, marks places: two of them where a piece begins, one where it ends. What is kept in
 * the hold space is the line, and behind
 * it each piece that was made. A line that can't be handled becomes empty. */
#include "base/utf8.h"
#include "code/code_languages.h"

struct script { struct buf *out; int labels; const char *lacks; };

static const char *lack(struct script *s, const char *what)
{
	if (!s->lacks)
		s->lacks = what;
	return "";
}

/* The text that is looked for; none when it is a class, which sed has not as Unicode has it. */
static struct str text_of(struct script *s, const struct dsl_arg *what, char *room)
{
	if (what->id == DSL_TEXT)
		return what->text;
	if (dsl_table[what->id].role != ROLE_CHAR) {
		lack(s, dsl_table[what->id].text);
		return STR(" ");
	}
	*room = (char)dsl_table[what->id].value;
	return (struct str){ room, 1 };
}

static void put_pattern(struct script *s, struct str t)
{
	for (size_t i = 0; i < t.n; i++)
		if (t.p[i] == '\n' || t.p[i] == 0)
			lack(s, "a line end in a text");
		else if (t.p[i] == '\t')
			buf_puts(s->out, "\\t");
		else
			buf_printf(s->out, strchr("\\.^$*+?{}[]|()/", t.p[i]) ? "\\%c" : "%c", t.p[i]);
}

/* A text in place of what is found. */
static void put_new(struct script *s, struct str t)
{
	for (size_t i = 0; i < t.n; i++)
		if (t.p[i] == '\n' || t.p[i] == 0)
			lack(s, "a line end in a text");
		else
			buf_printf(s->out, strchr("\\&/", t.p[i]) ? "\\%c" : "%c", t.p[i]);
}

/* A mark at a match, the n-th from the left, or from the right when it is a character. */
static void mark_match(struct script *s, const struct dsl_pos *p, const char *mark)
{
	char room;
	const struct str t = text_of(s, &(struct dsl_arg){ p->type, p->text }, &room);
	const bool before = p->bound == BOUND_START;
	const char *other;
	int n;

	if (p->bound == BOUND_END || p->offset)
		lack(s, "End or an offset");
	if (p->n < 0 && (t.n > 1 || strchr("]^\\", *t.p)))
		lack(s, "the last match of such a text");
	buf_puts(s->out, "s/");
	put_pattern(s, t);
	if (p->n >= 0) {
		buf_printf(s->out, before ? "/%s&/" : "/&%s/", mark);
		buf_printf(s->out, p->n ? "%d\n" : "\n", p->n + 1);
		return;
	}
	other = *t.p == '/' ? "\\/" : t.p;
	n = *t.p == '/' ? 2 : 1;
	buf_printf(s->out, "(([^%.*s]*", n, other);
	put_pattern(s, t);
	buf_printf(s->out, "){%d}[^%.*s]*)$/%s", -p->n - 1, n, other, before ? mark : "");
	put_new(s, t);
	buf_printf(s->out, "%s\\1/\n", before ? "" : mark);
}

static void mark(struct script *s, const struct dsl_pos *p, const char *mark)
{
	if (p->kind == POS_REGEX)
		mark_match(s, p, mark);
	else if (p->kind == POS_END)
		buf_printf(s->out, "s/$/%s/\n", mark);
	else if (p->k == 0)
		buf_printf(s->out, "s/^/%s/\n", mark);
	else if (p->k > 0)
		buf_printf(s->out, "s/^.{%d}/&%s/\n", p->k, mark);
	else
		buf_printf(s->out, "s/.{%d}$/%s&/\n", -p->k, mark);
}

/* How long a text a place looks for, in bytes; 0: none. A place that counts characters, which the other's mark would
 * be, comes first, as one does that
 * looks for a longer text, which the mark could part. */
static size_t size_of(const struct dsl_pos *p)
{
	return p->kind == POS_REGEX ? (p->type == DSL_TEXT ? p->text.n : 1) : p->kind == POS_CONST && p->k ? 2 : 0;
}

static void put_piece(struct script *s, const struct dsl_expr *e)
{
	const bool until_first = size_of(&e->until) > size_of(&e->from);

	if (e->from.kind == POS_CONST && e->from.k == 0 && e->until.kind == POS_END) {
		buf_puts(s->out, "/^$/b fail\n");
		return;
	}
	if (size_of(&e->from) > 1 && size_of(&e->until) > 1)
		lack(s, "a piece between such places");
	if (until_first)
		mark(s, &e->until, "\\n");
	mark(s, &e->from, "\\n\\n");
	if (!until_first)
		mark(s, &e->until, "\\n");
	buf_puts(s->out, "/^[^\\n]*\\n\\n[^\\n]+\\n[^\\n]*$/!b fail\ns/^[^\\n]*\\n\\n([^\\n]+)\\n[^\\n]*$/\\1/\n");
}

/* `s/what/with/g`, where `with` has & of the match or not. */
static void put_replaced(struct script *s, struct str what, struct str with, const char *behind)
{
	buf_puts(s->out, "s/");
	put_pattern(s, what);
	buf_putc(s->out, '/');
	put_new(s, with);
	buf_printf(s->out, "%s/g\n", behind);
}

static void put_case(struct script *s, enum dsl_case to)
{
	static const char *const cases[] = { [CASE_LOWER] = "s/.*/\\L&/\n", [CASE_UPPER] = "s/.*/\\U&/\n",
	    [CASE_SENTENCE] = "s/.*/\\L\\u&/\n" };

	if (to == CASE_NONE)
		return;
	buf_puts(s->out, (size_t)to < sizeof cases / sizeof *cases && cases[to] ? cases[to] : lack(s,
	    "ToCase(Propcase)"));
}

static void put_lookup(struct script *s, const struct dsl_call *c)
{
	const int label = ++s->labels;
	char room;

	for (size_t k = 0; k < c->nrows; k++) {
		buf_puts(s->out, "/^");
		put_pattern(s, text_of(s, &c->rows[k].key, &room));
		buf_puts(s->out, "$/{\ns/.*/");
		put_new(s, text_of(s, &c->rows[k].value, &room));
		buf_printf(s->out, "/\nb row%d\n}\n", label);
	}
	if (c->arg[0].id) {
		buf_puts(s->out, "s/.*/");
		put_new(s, text_of(s, &c->arg[0], &room));
		buf_puts(s->out, "/\n");
	} else
		buf_puts(s->out, "b fail\n");
	buf_printf(s->out, ":row%d\n", label);
}

static void put_call(struct script *s, const struct dsl_call *c)
{
	char room[2];

	if (c->inner)
		put_call(s, c->inner);
	switch (c->op - dsl_ops) {
	case OP_TOCASE:
		put_case(s, (enum dsl_case)dsl_table[c->arg[0].id].value);
		break;
	case OP_REMOVE:
		put_replaced(s, text_of(s, &c->arg[0], room), STR(""), "");
		buf_puts(s->out, "/^$/b fail\n");
		break;
	case OP_REPLACE:
		put_replaced(s, text_of(s, &c->arg[0], room), text_of(s, &c->arg[1], room + 1), "");
		break;
	case OP_SEPARATE:
		put_replaced(s, text_of(s, &c->arg[0], room), text_of(s, &c->arg[1], room + 1), "&");
		buf_puts(s->out, "s/^");                                /* but not at the begin */
		put_pattern(s, text_of(s, &c->arg[1], room + 1));
		buf_putc(s->out, '(');
		put_pattern(s, text_of(s, &c->arg[0], room));
		buf_puts(s->out, ")/\\1/\n");
		break;
	case OP_BEFORE:
		buf_puts(s->out, "/");
		put_pattern(s, text_of(s, &c->arg[0], room));
		buf_puts(s->out, "/!b fail\ns/");
		put_pattern(s, text_of(s, &c->arg[0], room));
		buf_puts(s->out, ".*//\n/^$/b fail\n");
		break;
	case OP_LOOKUP:
		put_lookup(s, c);
		break;
	default:
		lack(s, c->op->name);
	}
}

/* The pieces are joined in the hold space, behind the line. */
static void put_branch(struct script *s, const struct dsl_expr *e, size_t n)
{
	for (size_t k = 0; k < n; k++) {
		if (n > 1)
			buf_puts(s->out, k ? "g\ns/\\n.*//\n" : "h\n");
		if (e[k].column)
			lack(s, "Column");
		if (e[k].kind == EXPR_CONST) {
			buf_puts(s->out, "s/.*/");
			put_new(s, e[k].text);
			buf_puts(s->out, "/\n");
		} else {
			put_piece(s, &e[k]);
			put_case(s, e[k].to);
			if (e[k].call)
				put_call(s, e[k].call);
		}
		if (n > 1)
			buf_puts(s->out, "H\n");
	}
	if (n > 1)
		buf_puts(s->out, "g\ns/^[^\\n]*\\n//\ns/\\n//g\n");
	buf_puts(s->out, "b\n");
}

static void put_test(struct script *s, const struct dsl_test *t, int label)
{
	const int test = (int)(t->is - dsl_predicates);
	char room;

	if (t->column || test > TEST_LONGER || test == TEST_LESS || test == TEST_MORE) {
		lack(s, t->column ? "a condition of a Column" : t->is->name);
		return;
	}
	buf_puts(s->out, test == TEST_STARTS || test == TEST_IS ? "/^" : test == TEST_HAS && t->count ? "/(" : "/");
	if (test == TEST_LONGER)
		buf_printf(s->out, ".{%d}", t->count + 1);
	for (size_t k = 0; k < t->n; k++)
		put_pattern(s, text_of(s, &t->items[k], &room));
	if (test == TEST_HAS && t->count)
		buf_printf(s->out, ".*){%d}", t->count + 1);
	buf_printf(s->out, "%s/!b else%d\n", test == TEST_ENDS || test == TEST_IS ? "$" : "", label);
}

static const char *write(struct buf *out, const struct dsl_program *p, const struct code_parts *c)
{
	struct script s = { .out = out };
	size_t begin = 0;

	buf_puts(out, "# ");
	buf_str(out, c->program);
	buf_puts(out, "\n# For GNU sed -E; a line that the program can't handle becomes empty.\n");
	if (c->characters)
		buf_puts(out, "# The locale must be one of UTF-8.\n");
	for (size_t k = 0; k < c->examples->n; k++) {
		if (memchr(c->examples->in[k].p, '\n', c->examples->in[k].n))       /* no line is so */
			continue;
		buf_puts(out, "# ");
		buf_str(out, c->examples->in[k]);
		buf_puts(out, " -> ");
		buf_str(out, c->examples->out[k]);
		buf_putc(out, '\n');
	}
	for (size_t b = 0; b < p->nbranches; begin = p->branches[b++].end) {
		put_test(&s, &p->branches[b].test, (int)b + 1);
		put_branch(&s, p->exprs + begin, p->branches[b].end - begin);
		buf_printf(out, ":else%zu\n", b + 1);
	}
	if (begin < p->n)
		put_branch(&s, p->exprs + begin, p->n - begin);
	buf_puts(out, ":fail\ns/.*//\n");
	return s.lacks;
}

const struct code_language code_sed = { .name = "sed", .comment = "#", .write = write };
