/* cli - what every tool does with its command line, its messages and its standard output
 * SPDX-License-Identifier: MIT
 *
 * One table of options drives parsing, --help, the defaults it shows, and what a stream's header records of them. */
#ifndef HNPS_CLI_H
#define HNPS_CLI_H

#include <stdbool.h>
#include <stddef.h>

struct cli_span  { long first, last; };  /* --parts 2-4: both ends belong to it */
struct cli_shard { long i, n; };         /* --shard 3/8: part i of n, counted from 1 */

enum cli_kind { CLI_KIND_FLAG, CLI_KIND_INT, CLI_KIND_REAL, CLI_KIND_TEXT, CLI_KIND_CHOICE, CLI_KIND_SPAN, CLI_KIND_SHARD };

struct cli_option {
	char letter;                     /* 0 when it has a long name only */
	const char *name, *arg;          /* --name ARG */
	enum cli_kind kind;
	bool recorded;                   /* it can change the result, so a header tells it */
	void *value;                     /* bool, long, double, const char *, int (index of the choice), span, shard: holds the default */
	double min, max;                 /* of numbers and spans */
	const char *const *choices;      /* NULL behind the last */
	const char *help;
};

/* ---- rows of the table; `var` is a variable of the kind's type that holds the default ---- */
#define CLI_FLAG(l, name, var, help)                 { l, name, NULL,  CLI_KIND_FLAG,   true, &(var), 0, 1, NULL, help }
#define CLI_INT(l, name, arg, var, min, max, help)   { l, name, arg,   CLI_KIND_INT,    true, &(var), min, max, NULL, help }
#define CLI_REAL(l, name, arg, var, min, max, help)  { l, name, arg,   CLI_KIND_REAL,   true, &(var), min, max, NULL, help }
#define CLI_TEXT(l, name, arg, var, help)            { l, name, arg,   CLI_KIND_TEXT,   true, &(var), 0, 0, NULL, help }
#define CLI_CHOICE(l, name, var, list, help)         { l, name, "WORD", CLI_KIND_CHOICE, true, &(var), 0, 0, list, help }
#define CLI_SPAN(l, name, var, min, max, help)       { l, name, "A[-B]", CLI_KIND_SPAN, true, &(var), min, max, NULL, help }
/* the same, for what can't change the result: not recorded */
#define CLI_QUIET_FLAG(l, name, var, help)           { l, name, NULL,  CLI_KIND_FLAG,   false, &(var), 0, 1, NULL, help }
#define CLI_FILE(l, name, var, help)                 { l, name, "FILE", CLI_KIND_TEXT,  false, &(var), 0, 0, NULL, help }
/* options that mean the same in every tool */
#define CLI_SEED(var)    CLI_INT('s', "seed", "N", var, 0, 9e15, "seed of the random numbers")
#define CLI_SHARD(var)   { 0, "shard", "I/N", CLI_KIND_SHARD, false, &(var), 0, 0, NULL, "make only part I of N; the parts joined with cat are the whole" }
#define CLI_THREADS(var) { 'j', "threads", "N", CLI_KIND_INT, false, &(var), 0, 1024, NULL, "threads; 0 is one for each core; the result is the same" }
#define CLI_OUTPUT(var)  CLI_FILE('o', "output", var, "write to FILE, which appears only when it is whole; - is standard output")
#define CLI_QUIET(var)   CLI_QUIET_FLAG('q', "quiet", var, "no progress and no summary")
#define CLI_END          { .name = NULL }

struct cli {
	const char *tool;                    /* "iogen" */
	const char *what;                    /* one sentence, as in the man page's NAME */
	const char *usage;                   /* "[OPTION]... [FILE]" */
	const char *example;                 /* a command that works, or several on lines of their own */
	const struct cli_option *options;
	int operands;                        /* at most so many */
	const char *(*about)(void);          /* names and versions of further libraries for --version, or NULL */
};

/* Parses the command line into the variables of the table; returns the operands, NULL behind the last.
 * Help, version and wrong usage end the process here. First thing in every main. */
char **cli_start(const struct cli *tool, int argc, char **argv);

const struct cli *cli_tool(void);             /* the running tool; a nameless one before cli_start */
bool cli_given(const char *name);             /* was --name on the command line? */

/* `tool: message` on one line of standard error. die ends the process with status 2; usage_die adds where to look. */
void die(const char *fmt, ...)       __attribute__((format(printf, 1, 2), noreturn));
void usage_die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));
void warn(const char *fmt, ...)      __attribute__((format(printf, 1, 2)));

/* The last act of every tool: closes standard output, dies when anything written to it was lost. Returns status. */
int cli_finish(int status);

#endif
