/* netfile - a network in a model file: names, shapes and settings that must fit
 * SPDX-License-Identifier: MIT */
#include "netfile.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "base/os.h"
#include "safetensors.h"

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

static int __attribute__((format(printf, 3, 4))) refuse(struct buf *why, const char *file, const char *fmt, ...)
{
	char text[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	buf_printf(why, "%s: %s", file, text);
	return -1;
}

int netfile_config(const struct model *m, const char *file, const char *kind, struct net_config *config, struct buf *why)
{
	const char *wrong, *is = NULL;

	if (m->ntokens != DSL_VOCABULARY)
		return refuse(why, file, "a vocabulary of %zu tokens, not %d", m->ntokens, DSL_VOCABULARY);
	for (int i = 0; i < DSL_VOCABULARY; i++)
		if (strcmp(m->tokens[i], dsl_table[i].text) != 0)
			return refuse(why, file, "another vocabulary: token %d is %s, not %s", i, m->tokens[i], dsl_table[i].text);
	*config = (struct net_config){ 0 };
	for (size_t i = 0; i < m->nconfig; i++) {
		const struct model_value *v = &m->config[i];

		if (strcmp(v->name, "kind") == 0)
			is = v->text;
		if (strcmp(v->name, "kind") == 0 || strcmp(v->name, "preset") == 0)
			continue;
		if ((wrong = net_setting(config, v->name, v->text, v->number)))
			return refuse(why, file, "config: %s", wrong);
	}
	for (int i = 0; i < net_fields_n; i++)           /* one that older files don't have is 0: what it was before there was a choice */
		if (net_fields[i].min > 0 && !has_setting(m, net_fields[i].name))
			return refuse(why, file, "config: no setting '%s'", net_fields[i].name);
	if (!is || strcmp(is, config->composer ? "hierarchical" : "flat") != 0 || (kind && strcmp(is, kind) != 0))
		return refuse(why, file, "a model of kind '%s', not '%s'", is ? is : "?", kind ? kind : config->composer ? "hierarchical" : "flat");
	return 0;
}

static const struct model_tensor *tensor(const struct model *m, const char *prefix, const char *name)
{
	const size_t n = strlen(prefix);

	for (size_t i = 0; i < m->ntensors; i++)
		if (strncmp(m->tensors[i].name, prefix, n) == 0 && strcmp(m->tensors[i].name + n, name) == 0)
			return &m->tensors[i];
	return NULL;
}

int netfile_take(const struct model *m, const char *file, const char *prefix, const struct params *p, real *block, struct buf *why)
{
	for (int k = 0; k < p->slices; k++) {
		const struct param_slice *s = &p->slice[k];
		const struct model_tensor *t = tensor(m, prefix, s->name);

		if (!t)
			return refuse(why, file, "no tensor '%s%s'", prefix, s->name);
		if (t->rows != s->rows || t->cols != s->cols)
			return refuse(why, file, "tensor '%s%s' is %ld x %ld, not %ld x %ld", prefix, s->name, t->rows, t->cols, s->rows, s->cols);
		memcpy(block + s->at, t->value, (size_t)(s->rows * s->cols) * sizeof(real));
	}
	return 0;
}

/* A model, of either format, with its head behind what `head` holds. */
static int read_model(struct model *m, const char *file, struct buf *head, struct buf *why)
{
	struct stream_reader *in;
	int failed;

	if (safetensors_begins(file)) {
		if ((failed = safetensors_read(m, file)))
			buf_puts(why, buf_cstr(&m->why));
		else
			stream_strange_head(head, FORMAT_MODEL, "safetensors", "1");
		return failed;
	}
	in = stream_open(file, FORMAT_MODEL);
	failed = model_read_from(m, in);
	if (failed)
		buf_puts(why, buf_cstr(&m->why));
	else
		buf_str(head, stream_provenance(in));
	stream_close(in);
	return failed;
}

int netfile_open(struct net *n, const char *file, struct buf *head, struct buf *why)
{
	struct net_config config;
	struct model m = { 0 };
	int failed = read_model(&m, file, head, why) || netfile_config(&m, file, NULL, &config, why);

	if (!failed) {
		net_make(n, &config, false);
		failed = netfile_take(&m, file, "", &n->learned, n->learned.value, why) ||
		         netfile_take(&m, file, "", &n->running, n->running.value, why);
		if (failed)
			net_free(n);
	}
	model_free(&m);
	return failed ? -1 : 0;
}

/* Is a network of these sizes one that n can begin with? One without a composer is. */
static int check_sizes(const struct net *n, const struct net_config *config, const char *file, struct buf *why)
{
	for (int i = 0; i < net_fields_n; i++) {
		const struct net_field *f = &net_fields[i];
		const double is = net_get(config, f), wanted = net_get(&n->config, f);

		if (!f->shape || is == wanted || (f->at == offsetof(struct net_config, composer) && is == 0))
			continue;
		if (f->words)
			return refuse(why, file, "its %s is %s, not %s", f->name, f->words[(int)is], f->words[(int)wanted]);
		return refuse(why, file, "its %s is %g, not %g", f->name, is, wanted);
	}
	return 0;
}

/* Those slices of p that a network of this kind has: all, or without a composer those of encoder and decoder. */
static struct params of_kind(const struct params *p, const struct net_config *config)
{
	struct net other;
	struct params same = *p;

	net_make(&other, config, false);
	same.slices = 0;
	for (int k = 0; k < p->slices; k++)
		if (param_find(&other.learned, p->slice[k].name) >= 0 || param_find(&other.running, p->slice[k].name) >= 0)
			same.slice[same.slices++] = p->slice[k];
	net_free(&other);
	return same;
}

int netfile_init(struct net *n, const char *file, struct buf *head, struct buf *why)
{
	struct net_config config;
	struct model m = { 0 };
	int failed = read_model(&m, file, head, why) || netfile_config(&m, file, NULL, &config, why) || check_sizes(n, &config, file, why);

	if (!failed) {
		const struct params learned = of_kind(&n->learned, &config), running = of_kind(&n->running, &config);

		failed = netfile_take(&m, file, "", &learned, n->learned.value, why) || netfile_take(&m, file, "", &running, n->running.value, why);
	}
	model_free(&m);
	return failed ? -1 : 0;
}

bool netfile_shipped(struct buf *path)
{
	static const char *const places[] = { "residual.model", "../pipelines/models/residual.model" };
	const size_t begin = path->n;
	char tool[PATH_MAX];
	ssize_t n = os_program(tool, sizeof tool);

	if (n <= 0)
		return false;
	while (n > 0 && tool[n - 1] != '/')
		n--;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++, path->n = begin) {
		buf_put(path, tool, (size_t)n);
		buf_puts(path, places[i]);
		if (access(buf_cstr(path), R_OK) == 0)
			return true;
	}
	return false;
}
