/* code - programs as code in other languages
 * SPDX-License-Identifier: MIT */
#include "code/code.h"

#include "code/code_languages.h"
#include "code/code_needs.h"
#include "code/code_runtime.h"
#include "code/code_spell.h"

/* Each with its name, so that there is one list. */
#define ALL(X) X(python) X(javascript) X(perl) X(awk) X(sed) X(jq) X(sqlite) X(postgresql) X(duckdb) X(excel)
#define TABLE(name) &code_##name,
#define NAME(name) #name,
#define LISTED(name) ", " #name

static const struct code_language *const languages[] = { ALL(TABLE) };
enum { LANGUAGES = sizeof languages / sizeof *languages };

const char *const code_languages[] = { ALL(NAME) NULL };
const char *const code_known = &(ALL(LISTED))[2];

int code_find(const char *name)
{
	for (int k = 0; k < LANGUAGES; k++)
		if (strcmp(name, languages[k]->name) == 0)
			return k;
	return -1;
}

void code_join(struct buf *out, const char *const *values, size_t n, const char *sign, const char *indent,
    const char *open, const char *close)
{
	enum { ROOM = 90 };
	size_t length = 0, line = 0, margin = 0;

	while (line < out->n && out->p[out->n - 1 - line] != '\n')
		line++;
	while (margin < line && out->p[out->n - line + margin] == ' ')
		margin++;
	for (size_t k = 0; k < n; k++)
		length += strlen(values[k]) + strlen(sign) + 2;
	if (n == 1 || line + length <= ROOM) {
		for (size_t k = 0; k < n; k++)
			buf_printf(out, "%s%s%s%s", k ? " " : "", k ? sign : "", k ? " " : "", values[k]);
		return;
	}
	buf_puts(out, open);
	for (size_t k = 0; k < n; k++)
		buf_printf(out, "\n%s%s%s%s", indent, k ? sign : "", k ? " " : "", values[k]);
	buf_printf(out, "\n%*s%s", (int)margin, "", close);
}

void code_cells(struct buf *out, struct str in, bool columns, void (*text)(struct buf *out, struct str text))
{
	struct str cell;

	if (!columns)
		text(out, in);
	for (size_t k = 0; columns && cells_find(in, k, &cell); k++) {
		buf_puts(out, k ? ", " : "");
		text(out, cell);
	}
}

static struct code_branch branch(struct code_writer *w, const struct dsl_program *p, size_t begin, size_t end,
    const struct dsl_test *when)
{
	struct code_branch b = { .n = end - begin, .values = arena_get(&w->arena, (end - begin) * sizeof *b.values) };

	b.when = when ? code_condition(w, when) : NULL;
	for (size_t k = 0; k < b.n; k++)
		b.values[k] = code_value(w, &p->exprs[begin + k]);
	return b;
}

static void write_expressions(struct code_writer *w, const struct dsl_program *p, struct code_parts *parts,
    struct buf *out)
{
	struct code_branch *branches = arena_get(&w->arena, (p->nbranches + 1) * sizeof *branches);
	struct buf body = { 0 };
	size_t begin = 0;

	parts->branches = branches;
	for (size_t b = 0; b < p->nbranches; begin = p->branches[b++].end)
		branches[parts->nbranches++] = branch(w, p, begin, p->branches[b].end, &p->branches[b].test);
	if (begin < p->n)
		branches[parts->nbranches++] = branch(w, p, begin, p->n, NULL);
	if (parts->columns && parts->whole && w->language->no_joined)
		code_lack(w, "the whole of several columns");
	if (w->language->ascii && parts->characters && code_is_beyond_ascii(p))
		code_lack(w, "an operator's text beyond ASCII");
	if (w->lacks)
		return;
	buf_str(&body, buf_view(&w->tables));
	if (w->tables.n)
		buf_puts(&body, w->language->gap);
	w->language->function(&body, parts);
	code_runtime(out, w->language, buf_view(&body));
	buf_free(&body);
}

int code_write(struct buf *out, int language, const struct dsl_program *p, const struct code_examples *examples,
    struct buf *why)
{
	static const struct code_examples none = { 0 };
	struct code_writer w = { .language = languages[language] };
	struct code_parts parts = { .examples = examples ? examples : &none, .whole = p->nbranches > 0,
	    .characters = code_needs_characters(p) };
	const size_t length = out->n;
	struct buf program = { 0 };

	for (size_t k = 0; k < p->n; k++) {
		parts.columns |= p->exprs[k].column > 0;
		parts.whole |= p->exprs[k].kind == EXPR_SUBSTR && !p->exprs[k].column;
	}
	dsl_print_readable(&program, p);
	parts.program = buf_view(&program);
	if (w.language->write)
		w.lacks = w.language->write(out, p, &parts);
	else
		write_expressions(&w, p, &parts, out);
	if (w.lacks) {
		out->n = length;
		buf_printf(why, "%s can't say %s", w.language->name, w.lacks);
	}
	buf_free(&program);
	buf_free(&w.tables);
	arena_free(&w.arena);
	return w.lacks ? -1 : 0;
}
