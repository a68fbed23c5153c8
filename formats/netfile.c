/* netfile - a network in a model file: names, shapes and settings that must fit
 * SPDX-License-Identifier: MIT */
#include "netfile.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "base/cli.h"

static const char *copy(struct arena *a, const char *prefix, const char *name)
{
	size_t n = strlen(prefix) + strlen(name) + 1;
	char *s = arena_get(a, n);

	snprintf(s, n, "%s%s", prefix, name);
	return s;
}

void netfile_describe(struct model *m, const char *kind, const char *preset, const struct net_config *config)
{
	struct model_value *v = arena_get(&m->arena, ((size_t)net_fields_n + 2) * sizeof *v);

	m->config = v;
	*v++ = (struct model_value){ "kind", kind, 0 };
	*v++ = (struct model_value){ "preset", preset, 0 };
	for (int i = 0; i < net_fields_n; i++) {
		const struct net_field *f = &net_fields[i];
		double number = net_get(config, f);

		*v++ = (struct model_value){ f->name, f->words ? f->words[(int)number] : NULL, f->words ? 0 : number };
	}
	m->nconfig = (size_t)(v - m->config);
	m->tokens = arena_get(&m->arena, DSL_VOCABULARY * sizeof *m->tokens);
	m->ntokens = DSL_VOCABULARY;
	for (int i = 0; i < DSL_VOCABULARY; i++)
		m->tokens[i] = dsl_table[i].text;
}

void netfile_add(struct model *m, const char *prefix, const struct params *p, const real *block)
{
	struct model_tensor *all = arena_get(&m->arena, (m->ntensors + (size_t)p->slices) * sizeof *all);

	if (m->ntensors)
		memcpy(all, m->tensors, m->ntensors * sizeof *all);
	m->tensors = all;
	for (int k = 0; k < p->slices; k++) {
		const struct param_slice *s = &p->slice[k];

		all[m->ntensors++] = (struct model_tensor){ .name = copy(&m->arena, prefix, s->name), .rows = s->rows, .cols = s->cols,
		                                              .value = (real *)block + s->at };
	}
}

static bool has_setting(const struct model *m, const char *name)
{
	for (size_t i = 0; i < m->nconfig; i++)
		if (strcmp(m->config[i].name, name) == 0)
			return true;
	return false;
}

void netfile_config(const struct model *m, const char *file, const char *kind, struct net_config *config)
{
	const char *wrong, *is = NULL;

	if (m->ntokens != DSL_VOCABULARY)
		die("%s: a vocabulary of %zu tokens, not %d", file, m->ntokens, DSL_VOCABULARY);
	for (int i = 0; i < DSL_VOCABULARY; i++)
		if (strcmp(m->tokens[i], dsl_table[i].text) != 0)
			die("%s: another vocabulary: token %d is %s, not %s", file, i, m->tokens[i], dsl_table[i].text);
	*config = (struct net_config){ 0 };
	for (size_t i = 0; i < m->nconfig; i++) {
		const struct model_value *v = &m->config[i];

		if (strcmp(v->name, "kind") == 0)
			is = v->text;
		if (strcmp(v->name, "kind") == 0 || strcmp(v->name, "preset") == 0)
			continue;
		if ((wrong = net_setting(config, v->name, v->text, v->number)))
			die("%s: config: %s", file, wrong);
	}
	for (int i = 0; i < net_fields_n; i++)           /* one that older files don't have is 0: what it was before there was a choice */
		if (net_fields[i].min > 0 && !has_setting(m, net_fields[i].name))
			die("%s: config: no setting '%s'", file, net_fields[i].name);
	if (!is || strcmp(is, config->composer ? "hierarchical" : "flat") != 0 || (kind && strcmp(is, kind) != 0))
		die("%s: a model of kind '%s', not '%s'", file, is ? is : "?", kind ? kind : config->composer ? "hierarchical" : "flat");
}

void netfile_take(const struct model *m, const char *file, const char *prefix, const struct params *p, real *block)
{
	for (int k = 0; k < p->slices; k++) {
		const struct param_slice *s = &p->slice[k];
		const struct model_tensor *t = NULL;
		char name[2 * PARAM_NAME];

		snprintf(name, sizeof name, "%s%s", prefix, s->name);
		for (size_t i = 0; i < m->ntensors && !t; i++)
			if (strcmp(m->tensors[i].name, name) == 0)
				t = &m->tensors[i];
		if (!t)
			die("%s: no tensor '%s'", file, name);
		if (t->rows != s->rows || t->cols != s->cols)
			die("%s: tensor '%s' is %ld x %ld, not %ld x %ld", file, name, t->rows, t->cols, s->rows, s->cols);
		memcpy(block + s->at, t->value, (size_t)(s->rows * s->cols) * sizeof(real));
	}
}

void netfile_open(struct net *n, const char *file, struct buf *head)
{
	struct stream_reader *in = stream_open(file, FORMAT_MODEL);
	struct net_config config;
	struct model m = { 0 };

	if (model_read_from(&m, in))
		die("%s", stream_error(in));
	buf_str(head, stream_provenance(in));
	stream_close(in);
	netfile_config(&m, file, NULL, &config);
	net_make(n, &config, false);
	netfile_take(&m, file, "", &n->learned, n->learned.value);
	netfile_take(&m, file, "", &n->running, n->running.value);
	model_free(&m);
}

/* The tensors that the other model has, too. */
static void take_same(const struct model *m, const char *file, const struct params *p, real *block)
{
	struct params same = *p;

	same.slices = 0;
	for (int k = 0; k < p->slices; k++)
		for (size_t i = 0; i < m->ntensors; i++)
			if (strcmp(m->tensors[i].name, p->slice[k].name) == 0)
				same.slice[same.slices++] = p->slice[k];
	netfile_take(m, file, "", &same, block);
}

void netfile_init(struct net *n, const char *file, struct buf *head)
{
	struct stream_reader *in = stream_open(file, FORMAT_MODEL);
	struct net_config config;
	struct model m;

	if (model_read_from(&m, in))
		die("%s", stream_error(in));
	buf_str(head, stream_provenance(in));
	stream_close(in);
	netfile_config(&m, file, NULL, &config);
	for (int i = 0; i < net_fields_n; i++) {
		const struct net_field *f = &net_fields[i];
		const double is = net_get(&config, f), wanted = net_get(&n->config, f);

		if (!f->shape || is == wanted || (f->at == offsetof(struct net_config, composer) && is == 0))
			continue;
		if (f->words)
			die("%s: its %s is %s, not %s", file, f->name, f->words[(int)is], f->words[(int)wanted]);
		die("%s: its %s is %g, not %g", file, f->name, is, wanted);
	}
	take_same(&m, file, &n->learned, n->learned.value);
	take_same(&m, file, &n->running, n->running.value);
	model_free(&m);
}

const char *netfile_shipped(void)
{
	static const char *const places[] = { "residual.model", "../pipelines/models/residual.model" };
	static char path[PATH_MAX + 64];
	char tool[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", tool, sizeof tool);

	if (n <= 0 || n == (ssize_t)sizeof tool)
		return NULL;
	while (n > 0 && tool[n - 1] != '/')
		n--;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
		snprintf(path, sizeof path, "%.*s%s", (int)n, tool, places[i]);
		if (access(path, R_OK) == 0)
			return path;
	}
	return NULL;
}
