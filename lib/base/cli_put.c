/* cli_put - a command line as it would be typed
 * SPDX-License-Identifier: MIT */
#include "base/cli.h"
#include "base/mem.h"

void cli_put_quoted(struct buf *out, const char *text)
{
	if (*text && text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%")] == 0) {
		buf_puts(out, text);
		return;
	}
	buf_putc(out, '\'');
	for (; *text; text++)
		buf_printf(out, *text == '\'' ? "'\\''" : "%c", *text);
	buf_putc(out, '\'');
}

void cli_put_option(struct buf *out, const struct cli_option *o)
{
	const char *text = o->kind == CLI_KIND_TEXT ? *(const char **)o->value : "";

	if (!text || (o->kind == CLI_KIND_FLAG && !*(bool *)o->value))
		return;
	buf_printf(out, o->kind == CLI_KIND_FLAG ? " --%s" : " --%s ", o->name);
	switch (o->kind) {
	case CLI_KIND_INT:    buf_printf(out, "%ld", *(long *)o->value); break;
	case CLI_KIND_REAL:   buf_printf(out, "%g", *(double *)o->value); break;
	case CLI_KIND_CHOICE: buf_puts(out, o->choices[*(int *)o->value]); break;
	case CLI_KIND_TEXT:   cli_put_quoted(out, text); break;
	default: break;
	}
}
