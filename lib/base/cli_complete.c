/* cli_complete - what a shell is told to complete a tool's command line, from its table of options
 * SPDX-License-Identifier: MIT
 *
 * Each shell gets a function _hnps_TOOL (fish: lines) and what ties it to the tool's name. `hnps completion` takes the functions alone. */
#include <string.h>

#include "base/cli.h"
#include "base/mem.h"

static bool has_value(const struct cli_option *o)
{
	return o->kind != CLI_KIND_FLAG;
}

static bool is_file(const struct cli_option *o)
{
	return o->use != CLI_USE_NONE;
}

/* The words of a choice, with a space between two. */
static void put_words(struct buf *out, const struct cli_option *o)
{
	for (int i = 0; o->choices[i]; i++)
		buf_printf(out, "%s%s", i ? " " : "", o->choices[i]);
}

/* A text between single quotes, where each of the `special` characters gets a backslash; the shell itself needs `quote` for a '. */
static void put_text(struct buf *out, const char *text, const char *special, const char *quote)
{
	for (; *text; text++)
		if (*text == '\'')
			buf_puts(out, quote);
		else
			buf_printf(out, "%s%c", strchr(special, *text) ? "\\" : "", *text);
}

/* ---- bash ---- */

/* -m|--model */
static void put_bash_names(struct buf *out, const struct cli_option *o)
{
	if (o->letter)
		buf_printf(out, "-%c|", o->letter);
	buf_printf(out, "--%s", o->name);
}

static bool is_other_value(const struct cli_option *o)
{
	return has_value(o) && !is_file(o) && o->kind != CLI_KIND_CHOICE;
}

static bool is_pair(const struct cli_option *o)
{
	return o->kind == CLI_KIND_PAIRS;
}

/* A line of `case`: what is done behind all options of a kind. */
static void put_bash_case(struct buf *out, const struct cli *t, bool (*is_one)(const struct cli_option *), const char *act)
{
	bool any = false;

	for (const struct cli_option *o = t->options; o->name; o++)
		if (is_one(o)) {
			buf_puts(out, any ? "|" : "\t");
			put_bash_names(out, o);
			any = true;
		}
	if (any)
		buf_printf(out, ") %s; return ;;\n", act);
}

/* The same behind an option that has words of its own. */
static void put_bash_choice(struct buf *out, const struct cli_option *o)
{
	buf_puts(out, "\t");
	put_bash_names(out, o);
	buf_puts(out, ") mapfile -t COMPREPLY < <(compgen -W '");
	put_words(out, o);
	buf_puts(out, "' -- \"$cur\"); return ;;\n");
}

static void put_bash(struct buf *out, const struct cli *t)
{
	static const char nothing[] = "compopt +o default";
	const struct cli_option *o;

	buf_printf(out, "# completion of %s in bash\n_hnps_%s() {\n", t->tool, t->tool);
	buf_puts(out, "\tlocal cur=${COMP_WORDS[COMP_CWORD]} at=$((COMP_CWORD - 1))\n"
	              "\t# bash takes --name=value for three words\n"
	              "\tif [ \"$cur\" = = ]; then cur=; elif [ \"${COMP_WORDS[at]}\" = = ]; then at=$((at - 1)); fi\n"
	              "\tCOMPREPLY=()\n\tcase ${COMP_WORDS[at]} in\n");
	put_bash_case(out, t, is_file, ":");
	put_bash_case(out, t, is_other_value, nothing);
	for (o = t->options; o->name; o++)
		if (o->kind == CLI_KIND_CHOICE)
			put_bash_choice(out, o);
	buf_puts(out, "\tesac\n\tcase ${COMP_WORDS[at > 0 ? at - 1 : 0]} in\n");
	put_bash_case(out, t, is_pair, nothing);
	buf_puts(out, "\tesac\n\tif [[ $cur == -* ]]; then\n\t\tmapfile -t COMPREPLY < <(compgen -W '");
	for (o = t->options; o->name; o++)
		buf_printf(out, "--%s ", o->name);
	buf_puts(out, "--help --version' -- \"$cur\")\n");
	if (!t->operands)
		buf_puts(out, "\telse\n\t\tcompopt +o default\n");
	buf_printf(out, "\tfi\n}\ncomplete -o default -F _hnps_%s %s\n", t->tool, t->tool);
}

/* ---- zsh ---- */

static void put_zsh_text(struct buf *out, const char *text)
{
	put_text(out, text, "[]:\\", "'\\''");
}

/* ':what it is:how to complete it', none when an option is a flag */
static void put_zsh_value(struct buf *out, const struct cli_option *o)
{
	if (!has_value(o))
		return;
	if (is_pair(o)) {
		buf_puts(out, ":first: :second: ");
		return;
	}
	buf_puts(out, ":");
	put_zsh_text(out, o->arg);
	buf_puts(out, ":");
	if (o->kind == CLI_KIND_CHOICE) {
		buf_puts(out, "(");
		put_words(out, o);
		buf_puts(out, ")");
	} else
		buf_puts(out, is_file(o) ? "_files" : " ");
}

static void put_zsh_option(struct buf *out, const struct cli_option *o)
{
	const bool again = o->many || is_pair(o), joined = has_value(o) && !is_pair(o);

	buf_puts(out, " \\\n\t\t");
	if (o->letter && !again)
		buf_printf(out, "'(-%c --%s)'", o->letter, o->name);
	else if (again)
		buf_puts(out, "'*'");
	if (o->letter)
		buf_printf(out, "{-%c%s,--%s%s}", o->letter, joined ? "+" : "", o->name, joined ? "=" : "");
	else
		buf_printf(out, "--%s%s", o->name, joined ? "=" : "");
	buf_puts(out, "'[");
	put_zsh_text(out, o->help);
	buf_puts(out, "]");
	put_zsh_value(out, o);
	buf_puts(out, "'");
}

static void put_zsh(struct buf *out, const struct cli *t)
{
	buf_printf(out, "#compdef %s\n_hnps_%s() {\n\t_arguments -s -S", t->tool, t->tool);
	for (const struct cli_option *o = t->options; o->name; o++)
		put_zsh_option(out, o);
	buf_puts(out, " \\\n\t\t'(- *)'{-h,--help}'[the options]' '(- *)'{-V,--version}'[versions of the tool and its libraries]'");
	if (t->operands)
		buf_puts(out, " \\\n\t\t'*:file:_files'");
	buf_printf(out, "\n}\nif [ \"$funcstack[1]\" = _%s ]; then\n\t_hnps_%s \"$@\"\nelse\n\tcompdef _hnps_%s %s\nfi\n", t->tool, t->tool, t->tool,
	           t->tool);
}

/* ---- fish ---- */

static void put_fish(struct buf *out, const struct cli *t)
{
	if (!t->operands)
		buf_printf(out, "complete -c %s -f\n", t->tool);
	for (const struct cli_option *o = t->options; o->name; o++) {
		buf_printf(out, "complete -c %s", t->tool);
		if (o->letter)
			buf_printf(out, " -s %c", o->letter);
		buf_printf(out, " -l %s", o->name);
		if (has_value(o))
			buf_puts(out, is_file(o) ? " -r -F" : " -x");
		if (o->kind == CLI_KIND_CHOICE) {
			buf_puts(out, " -a '");
			put_words(out, o);
			buf_puts(out, "'");
		}
		buf_puts(out, " -d '");
		put_text(out, o->help, "\\", "\\'");
		buf_puts(out, "'\n");
	}
	buf_printf(out, "complete -c %s -s h -l help -d 'the options'\n", t->tool);
	buf_printf(out, "complete -c %s -s V -l version -d 'versions of the tool and its libraries'\n", t->tool);
}

static const struct { const char *name; void (*put)(struct buf *, const struct cli *); } shells[] = {
	{ "bash", put_bash }, { "zsh", put_zsh }, { "fish", put_fish },
};

bool cli_complete(struct buf *out, const struct cli *t, const char *shell)
{
	for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
		if (strcmp(shells[i].name, shell) == 0) {
			shells[i].put(out, t);
			return true;
		}
	return false;
}
