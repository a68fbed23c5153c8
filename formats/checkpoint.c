/* checkpoint - where a tool's work was, in a checkpoint: the options that it was begun with, and what else it keeps
 * SPDX-License-Identifier: MIT */
#include "checkpoint.h"

static bool is_word(const struct cli_option *o)
{
	return o->kind == CLI_KIND_TEXT || o->kind == CLI_KIND_CHOICE;
}

static double number_of(const struct cli_option *o)
{
	return o->kind == CLI_KIND_FLAG ? *(bool *)o->value : o->kind == CLI_KIND_INT ? (double)*(long *)o->value : *(double *)o->value;
}

/* A text that was not given is the empty one. */
static const char *word_of(const struct cli_option *o)
{
	if (o->kind == CLI_KIND_CHOICE)
		return o->choices[*(int *)o->value];
	return *(const char **)o->value ? *(const char **)o->value : "";
}

void checkpoint_put(struct model *m, const struct model_value *more, size_t n)
{
	const struct cli_option *all = cli_tool()->options;
	struct model_value *v;

	m->nprogress = n;
	for (const struct cli_option *o = all; o->name; o++)
		m->nprogress += o->recorded;
	m->progress = v = arena_get(&m->arena, m->nprogress * sizeof *v);
	for (const struct cli_option *o = all; o->name; o++)
		if (o->recorded)
			*v++ = (struct model_value){ o->name, is_word(o) ? word_of(o) : NULL, is_word(o) ? 0 : number_of(o) };
	for (size_t i = 0; i < n; i++)
		*v++ = more[i];
}

static const struct model_value *find(const struct model *m, const char *file, const char *name, bool word, struct buf *why)
{
	for (size_t i = 0; i < m->nprogress; i++)
		if (strcmp(m->progress[i].name, name) == 0 && !m->progress[i].text == !word)
			return &m->progress[i];
	if (!why->n)
		buf_printf(why, "%s: progress: no %s '%s'", file, word ? "word" : "number", name);
	return NULL;
}

double checkpoint_number(const struct model *m, const char *file, const char *name, struct buf *why)
{
	const struct model_value *v = find(m, file, name, false, why);

	return v ? v->number : 0;
}

const char *checkpoint_word(const struct model *m, const char *file, const char *name, struct buf *why)
{
	const struct model_value *v = find(m, file, name, true, why);

	return v ? v->text : "";
}

static int set_number(const struct cli_option *o, double number, const char *file, struct buf *why)
{
	if (!(number >= o->min && number <= o->max)) {
		buf_printf(why, "%s: progress: %s is %g, not in %g .. %g", file, o->name, number, o->min, o->max);
		return -1;
	}
	switch (o->kind) {
	case CLI_KIND_FLAG: *(bool *)o->value = number != 0; break;
	case CLI_KIND_INT:  *(long *)o->value = (long)number; break;
	default:            *(double *)o->value = number; break;
	}
	return 0;
}

static int set_word(const struct cli_option *o, const char *word, const char *file, struct buf *why)
{
	int k = 0;

	if (o->kind == CLI_KIND_TEXT) {
		*(const char **)o->value = *word ? strcpy(mem_get(strlen(word) + 1), word) : NULL;     /* the model may go */
		return 0;
	}
	while (o->choices[k] && strcmp(o->choices[k], word) != 0)
		k++;
	if (!o->choices[k]) {
		buf_printf(why, "%s: progress: '%s' is no %s", file, word, o->name);
		return -1;
	}
	*(int *)o->value = k;
	return 0;
}

int checkpoint_restore(const struct model *m, const char *file, const struct cli_option *o, bool *given, struct buf *why)
{
	const struct model_value *v = find(m, file, o->name, is_word(o), why);

	if (!v)
		return -1;
	*given = cli_given(o->name) && !(is_word(o) ? strcmp(word_of(o), v->text) == 0 : number_of(o) == v->number);
	return is_word(o) ? set_word(o, v->text, file, why) : set_number(o, v->number, file, why);
}
