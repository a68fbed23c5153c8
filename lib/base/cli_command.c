/* cli_command - the running tool's command line, to be told and run again
 * SPDX-License-Identifier: MIT */
#include "base/cli_command.h"

#include "base/cli.h"
#include "base/word.h"

static void put_name(struct buf *out, const struct cli_option *o)
{
	buf_printf(out, " --%s", o->name);
}

/* The values of a text that may be given several times, each with the option. */
static void put_texts(struct buf *out, const struct cli_option *o, const char *text)
{
	for (const char *end; text; text = end ? end + 1 : NULL) {
		end = o->many ? strchr(text, '\x1f') : NULL;
		put_name(out, o);
		buf_putc(out, ' ');
		word_put(out, (struct str){ text, end ? (size_t)(end - text) : strlen(text) });
	}
}

static void put_option(struct buf *out, const struct cli_option *o)
{
	const struct cli_span *span = o->value;
	const struct cli_shard *shard = o->value;

	if (o->kind == CLI_KIND_PAIRS)
		return;
	if (o->kind == CLI_KIND_TEXT) {
		put_texts(out, o, *(const char **)o->value);
		return;
	}
	put_name(out, o);
	if (o->kind == CLI_KIND_INT)
		buf_printf(out, " %ld", *(long *)o->value);
	else if (o->kind == CLI_KIND_REAL)
		buf_printf(out, " %.17g", *(double *)o->value);
	else if (o->kind == CLI_KIND_CHOICE)
		buf_printf(out, " %s", o->choices[*(int *)o->value]);
	else if (o->kind == CLI_KIND_SPAN)
		buf_printf(out, " %ld-%ld", span->first, span->last);
	else if (o->kind == CLI_KIND_SHARD)
		buf_printf(out, " %ld/%ld", shard->i, shard->n);
}

static bool is_one_of(const char *name, const char *const *names)
{
	while (*names && strcmp(*names, name))
		names++;
	return *names;
}

void cli_put_options(struct buf *out, const char *const *without)
{
	for (const struct cli_option *o = cli_tool()->options; o->name; o++)
		if (cli_given(o->name) && !is_one_of(o->name, without))
			put_option(out, o);
}
