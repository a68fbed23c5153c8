/* cli - what every tool does with its command line, its messages and its standard output
 * SPDX-License-Identifier: MIT
 *
 * One table of options drives parsing, --help, the defaults it shows, and what a stream's header records of them. */
#ifndef HNPS_CLI_H
#define HNPS_CLI_H

#include <stdbool.h>
#include <stddef.h>

struct cli_span  { long first, last; };  /* --parts 2-4: both ends belong to it */
struct cli_pairs { const char *(*all)[2]; size_t n; };  /* -e A B -e C D: two values each time */
struct cli_shard { long i, n; };         /* --shard 3/8: part i of n, counted from 1 */

enum cli_kind { CLI_KIND_FLAG, CLI_KIND_INT, CLI_KIND_REAL, CLI_KIND_TEXT, CLI_KIND_CHOICE, CLI_KIND_SPAN, CLI_KIND_SHARD,
                CLI_KIND_PAIRS };

/* What a tool does with the file that a text names: the text names none; the tool reads it; writes it; writes it,
 * and may have read it before as an operand or as standard input. */
enum cli_use { CLI_USE_NONE, CLI_USE_READ, CLI_USE_WRITTEN, CLI_USE_IN_PLACE };

struct cli_option {
	char letter;                     /* 0 when it has a long name only */
	const char *name, *arg;          /* --name ARG */
	enum cli_kind kind;
	bool recorded;                   /* it can change the result, so a header tells it */
	void *value;                     /* bool, long, double, const char *, int (index of the choice), span, shard, pairs: holds the default */
	double min, max;                 /* of numbers and spans */
	const char *const *choices;      /* NULL behind the last */
	const char *help;
	enum cli_use use;                /* of a text that is the name of a file */
	bool many;                       /* a text that may be given several times: then U+001F separates the values */
};

/* ---- rows of the table; `var` is a variable of the kind's type that holds the default ---- */
#define CLI_ROW(l, name, arg, kind, recorded, var, min, max, words, help, use) \
	{ l, name, arg, CLI_KIND_##kind, recorded, &(var), min, max, words, help, CLI_USE_##use, false }
#define CLI_FLAG(l, name, var, help)                CLI_ROW(l, name, NULL, FLAG, true, var, 0, 1, NULL, help, NONE)
#define CLI_INT(l, name, arg, var, min, max, help)  CLI_ROW(l, name, arg, INT, true, var, min, max, NULL, help, NONE)
#define CLI_REAL(l, name, arg, var, min, max, help) CLI_ROW(l, name, arg, REAL, true, var, min, max, NULL, help, NONE)
#define CLI_TEXT(l, name, arg, var, help)           CLI_ROW(l, name, arg, TEXT, true, var, 0, 0, NULL, help, NONE)
#define CLI_TEXTS(name, arg, var, help)             { 0, name, arg, CLI_KIND_TEXT, true, &(var), 0, 0, NULL, help, CLI_USE_NONE, true }
#define CLI_CHOICE(l, name, var, words, help)       CLI_ROW(l, name, "WORD", CHOICE, true, var, 0, 0, words, help, NONE)
#define CLI_SPAN(l, name, var, min, max, help) \
	CLI_ROW(l, name, "A[-B]", SPAN, true, var, min, max, NULL, help, NONE)
#define CLI_PAIRS(l, name, args, var, help)         CLI_ROW(l, name, args, PAIRS, false, var, 0, 0, NULL, help, NONE)
/* the same, for what can't change the result: not recorded */
#define CLI_QUIET_FLAG(l, name, var, help) CLI_ROW(l, name, NULL, FLAG, false, var, 0, 1, NULL, help, NONE)
#define CLI_FILE(l, name, var, help)       CLI_ROW(l, name, "FILE", TEXT, false, var, 0, 0, NULL, help, READ)
#define CLI_WRITTEN(l, name, var, help)    CLI_ROW(l, name, "FILE", TEXT, false, var, 0, 0, NULL, help, WRITTEN)
#define CLI_IN_PLACE(l, name, var, help)   CLI_ROW(l, name, "FILE", TEXT, false, var, 0, 0, NULL, help, IN_PLACE)
/* options that mean the same in every tool */
#define CLI_SEED(var)    CLI_INT('s', "seed", "N", var, 0, 9e15, "seed of the random numbers")
#define CLI_SHARD(var)   CLI_ROW(0, "shard", "I/N", SHARD, false, var, 0, 0, NULL, \
				 "make only part I of N; the parts joined with cat are the whole", NONE)
#define CLI_THREADS(var) CLI_ROW('j', "threads", "N", INT, false, var, 0, 1024, NULL, \
				 "threads; 0 is one for each core; the result is the same", NONE)
#define CLI_OUTPUT(var)  CLI_WRITTEN('o', "output", var, \
				     "write to FILE, which appears only when it is whole; - is standard output")
#define CLI_QUIET(var)   CLI_QUIET_FLAG('q', "quiet", var, "no progress and no summary")
#define CLI_END          { .name = NULL }

struct cli {
	const char *tool;                    /* "iogen" */
	const char *what;                    /* one sentence, as in the man page's NAME */
	const char *usage;                   /* "[OPTION]... [FILE]" */
	const char *example;                 /* a command that works, or several on lines of their own */
	const struct cli_option *options;
	int operands;                        /* at most so many */
	const bool *many;                    /* an option that makes the operands a list of any length; NULL: there is none */
	const char *(*about)(void);          /* names and versions of further libraries for --version, or NULL */
};

/* Parses the command line into the variables of the table; returns the operands, which are files that are read, NULL
 * behind the last. Help, version and wrong usage end the process here. First thing in every main: a standard
 * descriptor that is closed becomes one that can't be used, so that no file gets its number, and to write beyond the
 * limit of a file's size (ulimit -f) becomes an error. */
char **cli_start(const struct cli *tool, int argc, char **argv);

/* Adds what bash, zsh or fish reads to complete the command lines of a tool; false: another shell. `--completion SHELL` prints it. */
struct buf;
bool cli_complete(struct buf *out, const struct cli *tool, const char *shell);

/* Of n records, the first that is a shard's, and the first behind those: floor(n (i - 1) / N) and floor(n i / N). */
struct cli_span cli_part(const struct cli_shard *shard, long n);

/* Dies when two of the tool's files are one, through whatever links, and one of the two is written. cli_start does
 * it; a tool that sets the file of an option itself does it again. An option that it sets to the very pointer of
 * another may be one with it. */
void cli_check_files(char **operands);

/* Dies when the file of --option, which may be an operand, is this one. */
void cli_keep_apart(const char *option, const char *path);

const struct cli *cli_tool(void);             /* the running tool; a nameless one before cli_start */
bool cli_given(const char *name);             /* was --name on the command line? */

/* Adds a text as a shell wants it, quoted where it must be; or an option with its value, behind a blank, unless it is a
 * flag that is off or a text that was not given. */
struct buf;
void cli_put_quoted(struct buf *out, const char *text);
void cli_put_option(struct buf *out, const struct cli_option *o);

/* `tool: message` on one line of standard error, where other control characters than tabs stand as '?'. die ends the
 * process with status 2 and leaves no temporary file (outfile.h); usage_die adds where to look. */
void die(const char *fmt, ...)       __attribute__((format(printf, 1, 2), noreturn));
void usage_die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));
void warn(const char *fmt, ...)      __attribute__((format(printf, 1, 2)));

/* Dies with the line that something says of what went wrong, unless it is NULL or empty. */
void die_if(const char *why);

/* The last act of every tool: closes standard output, dies when anything written to it was lost. Returns status. */
int cli_finish(int status);

#endif
