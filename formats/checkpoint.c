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

static const struct model_value *find(const struct model *m, const char *file, const char *name, bool word)
{
	for (size_t i = 0; i < m->nprogress; i++)
		if (strcmp(m->progress[i].name, name) == 0 && !m->progress[i].text == !word)
			return &m->progress[i];
	die("%s: progress: no %s '%s'", file, word ? "word" : "number", name);
}

double checkpoint_number(const struct model *m, const char *file, const char *name)
{
	return find(m, file, name, false)->number;
}

const char *checkpoint_word(const struct model *m, const char *file, const char *name)
{
	return find(m, file, name, true)->text;
}

static void set_number(const struct cli_option *o, double number, const char *file)
{
	if (!(number >= o->min && number <= o->max))
		die("%s: progress: %s is %g, not in %g .. %g", file, o->name, number, o->min, o->max);
	switch (o->kind) {
	case CLI_KIND_FLAG: *(bool *)o->value = number != 0; break;
	case CLI_KIND_INT:  *(long *)o->value = (long)number; break;
	default:            *(double *)o->value = number; break;
	}
}

static void set_word(const struct cli_option *o, const char *word, const char *file)
{
	int k = 0;

	if (o->kind == CLI_KIND_TEXT) {
		*(const char **)o->value = *word ? strcpy(mem_get(strlen(word) + 1), word) : NULL;     /* the model may go */
		return;
	}
	while (o->choices[k] && strcmp(o->choices[k], word) != 0)
		k++;
	if (!o->choices[k])
		die("%s: progress: '%s' is no %s", file, word, o->name);
	*(int *)o->value = k;
}

void checkpoint_restore(const struct model *m, const char *file, const struct cli_option *o)
{
	const struct model_value *v = find(m, file, o->name, is_word(o));
	const bool same = is_word(o) ? strcmp(word_of(o), v->text) == 0 : number_of(o) == v->number;

	if (cli_given(o->name) && !same)
		usage_die("--%s can't be changed in what is resumed", o->name);
	if (is_word(o))
		set_word(o, v->text, file);
	else
		set_number(o, v->number, file);
}
