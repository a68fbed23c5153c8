/* cli_files - no two files of a tool may be one, when it writes one of them
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cli.h"
#include "base/mem.h"
#include "base/place.h"

/* One of the tool's files: what the command line calls it, and where it is. */
struct file {
	const char *path;                /* NULL: standard input or output */
	const struct cli_option *option; /* NULL: an operand or a standard one */
	enum cli_use use;
	struct place place;
};

struct files { struct file *all; size_t n, cap; };

static struct file *add(struct files *f, const char *path, const struct cli_option *option, enum cli_use use)
{
	f->all = mem_room(f->all, f->n, &f->cap, sizeof *f->all);
	f->all[f->n] = (struct file){ .path = path, .option = option, .use = use };
	return &f->all[f->n++];
}

/* What standard output replaces is nobody's text: it grows while that is read. */
static void add_standard(struct files *f, enum cli_use use)
{
	const bool in = use == CLI_USE_READ;
	struct file *file = add(f, NULL, NULL, in ? CLI_USE_READ : CLI_USE_WRITTEN);

	if (!place_of_fd(&file->place, in ? STDIN_FILENO : STDOUT_FILENO))
		f->n--;
}

/* "-" is standard input or output. */
static void add_path(struct files *f, const char *path, const struct cli_option *option, enum cli_use use)
{
	if (strcmp(path, "-") == 0)
		add_standard(f, use);
	else if (!place_of(&add(f, path, option, use)->place, path))
		f->n--;
}

/* Standard input is read when there is no operand, and in place of the second of two; standard output is written
 * when there is no --output. */
static void collect(struct files *f, char **operands)
{
	const bool list = cli_tool()->many && *cli_tool()->many;
	const int most = list ? 0 : cli_tool()->operands;
	bool out = true;

	for (const struct cli_option *o = cli_tool()->options; o->name; o++) {
		const char *path = o->use ? *(const char **)o->value : NULL;

		if (path && *path)
			add_path(f, path, o, o->use);
		out &= !path || strcmp(o->name, "output") != 0;
	}
	if (most > 0 && (!operands[0] || (most == 2 && !operands[1])))
		add_standard(f, CLI_USE_READ);
	for (; *operands; operands++)
		add_path(f, *operands, NULL, CLI_USE_READ);
	if (out)
		add_standard(f, CLI_USE_WRITTEN);
}

/* May both be one file? */
static bool may_be_one(const struct file *a, const struct file *b)
{
	if (a->use == CLI_USE_READ && b->use == CLI_USE_READ)
		return true;
	if (a->path && a->path == b->path)       /* the tool itself made them one */
		return true;
	return (a->use == CLI_USE_IN_PLACE && b->use == CLI_USE_READ && !b->option) ||
	       (b->use == CLI_USE_IN_PLACE && a->use == CLI_USE_READ && !a->option);
}

static void put_name(struct buf *out, const struct file *f)
{
	if (f->option)
		buf_printf(out, "--%s", f->option->name);
	else if (f->path)
		buf_printf(out, "the input %s", f->path);
	else
		buf_puts(out, f->use == CLI_USE_READ ? "standard input" : "standard output");
}

static void __attribute__((noreturn)) refuse(const struct file *a, const struct file *b)
{
	struct buf names = { 0 };

	put_name(&names, a);
	buf_puts(&names, " and ");
	put_name(&names, b);
	if (a->path || b->path)
		die("%s: %s are the same file", a->path ? a->path : b->path, buf_cstr(&names));
	die("%s are the same file", buf_cstr(&names));
}

void cli_check_files(char **operands)
{
	struct files f = { 0 };

	collect(&f, operands);
	for (size_t i = 0; i < f.n; i++)
		for (size_t j = 0; j < f.n && f.all[i].use != CLI_USE_READ; j++)
			if (i != j && place_same(&f.all[i].place, &f.all[j].place) && !may_be_one(&f.all[i], &f.all[j]))
				refuse(&f.all[i], &f.all[j]);
	free(f.all);
}

void cli_keep_apart(const char *option, const char *path)
{
	struct files f = { 0 };

	for (const struct cli_option *o = cli_tool()->options; o->name; o++)
		if (strcmp(o->name, option) == 0)
			add_path(&f, *(const char **)o->value, o, CLI_USE_WRITTEN);
	add_path(&f, path, NULL, CLI_USE_READ);
	if (f.n == 2 && place_same(&f.all[0].place, &f.all[1].place))
		refuse(&f.all[0], &f.all[1]);
	free(f.all);
}
