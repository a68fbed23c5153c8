/* cli - what every tool does with its command line, its messages and its standard output
 * SPDX-License-Identifier: MIT */
#include "base/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <msgpack.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <zstd.h>

#include "base/mem.h"
#include "base/meter.h"
#include "base/outfile.h"

enum { MOST = 64, HELP = 1000, VERSION_ASKED = 1001, COMPLETION = 1002, FIRST_LONG = 2000 };

static const struct cli nameless = { .tool = "hnps", .options = (const struct cli_option[]){ CLI_END } };
static const struct cli *tool = &nameless;
static bool given[MOST];

/* One line, whatever stands in a file's name or in an argument. */
static void say(const char *fmt, va_list args, const char *hint)
{
	struct buf line = { 0 };
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n >= 0)
		vsnprintf(buf_want(&line, (size_t)n + 1), (size_t)n + 1, fmt, args);
	for (; (int)line.n < n; line.n++)
		if (((unsigned char)line.p[line.n] < ' ' && line.p[line.n] != '\t') || line.p[line.n] == 127)
			line.p[line.n] = '?';
	meter_clear();
	fflush(stdout);
	fprintf(stderr, "%s: %s", tool->tool, buf_cstr(&line));
	if (hint)
		fprintf(stderr, " (see '%s %s')", tool->tool, hint);
	fputc('\n', stderr);
	buf_free(&line);
}

#define SAY(fmt, hint) do { va_list args_; va_start(args_, fmt); say(fmt, args_, hint); va_end(args_); } while (0)

/* No atexit, no flush: what is unfinished stays unfinished. */
static void __attribute__((noreturn)) leave(void)
{
	outfile_abandon_all();
	_Exit(2);
}

void die(const char *fmt, ...)
{
	SAY(fmt, NULL);
	leave();
}

void die_if(const char *why)
{
	if (why && *why)
		die("%s", why);
}

void usage_die(const char *fmt, ...)
{
	SAY(fmt, "--help");
	leave();
}

void warn(const char *fmt, ...)
{
	SAY(fmt, NULL);
}

const struct cli *cli_tool(void)
{
	return tool;
}

int cli_finish(int status)
{
	meter_clear();
	if (ferror(stdout) || fflush(stdout) || fclose(stdout))
		die("standard output: %s", errno ? strerror(errno) : "write error");
	return status;
}

static const struct cli_option *named(const char *name)
{
	for (const struct cli_option *o = tool->options; o->name; o++)
		if (strcmp(o->name, name) == 0)
			return o;
	return NULL;
}

bool cli_given(const char *name)
{
	const struct cli_option *o = named(name);

	return o && given[o - tool->options];
}

static void put_default(FILE *out, const struct cli_option *o)
{
	switch (o->kind) {
	case CLI_KIND_FLAG:   break;
	case CLI_KIND_INT:    fprintf(out, " [%ld]", *(long *)o->value); break;
	case CLI_KIND_REAL:   fprintf(out, " [%g]", *(double *)o->value); break;
	case CLI_KIND_TEXT:   if (*(const char **)o->value) fprintf(out, " [%s]", *(const char **)o->value); break;
	case CLI_KIND_CHOICE: fprintf(out, " [%s]", o->choices[*(int *)o->value]); break;
	case CLI_KIND_SHARD:
	case CLI_KIND_PAIRS:  break;
	case CLI_KIND_SPAN: {
		const struct cli_span *span = o->value;

		if (span->first == span->last)
			fprintf(out, " [%ld]", span->first);
		else
			fprintf(out, " [%ld-%ld]", span->first, span->last);
		break;
	}
	}
}

static void help(void)
{
	printf("usage: %s %s\n\n%s.\n\noptions:\n", tool->tool, tool->usage, tool->what);
	for (const struct cli_option *o = tool->options; o->name; o++) {
		struct buf left = { 0 };

		if (o->letter)
			buf_printf(&left, "  -%c, --%s", o->letter, o->name);
		else
			buf_printf(&left, "      --%s", o->name);
		if (o->kind == CLI_KIND_CHOICE)
			for (int i = 0; o->choices[i]; i++)
				buf_printf(&left, "%c%s", i ? '|' : ' ', o->choices[i]);
		else if (o->arg)
			buf_printf(&left, " %s", o->arg);
		printf("%-30s%s%s", buf_cstr(&left), left.n > 29 ? "\n                              " : "", o->help);
		put_default(stdout, o);
		putchar('\n');
		buf_free(&left);
	}
	printf("  -h, --help                  this text\n  -V, --version               versions of the tool and its libraries\n");
	printf("\nexit status: 0 done, 1 ran fine and the answer is no, 2 any trouble\n");
	if (tool->example)
		printf("\nexample:\n  %s\n", tool->example);
}

static void version(void)
{
	printf("%s (hnps) %s\nzstd %s, msgpack-c %s%s%s\n", tool->tool, VERSION, ZSTD_versionString(), msgpack_version(),
	       tool->about ? ", " : "", tool->about ? tool->about() : "");
}

static void completion(const char *shell)
{
	struct buf text = { 0 };

	if (!cli_complete(&text, tool, shell))
		usage_die("option --completion: '%s' is not bash, zsh or fish", shell);
	fputs(buf_cstr(&text), stdout);
	buf_free(&text);
}

/* A whole number that is all of `text`, with nothing before or behind it. */
static bool whole(const char *text, long *value)
{
	char *end;

	if (!(*text >= '0' && *text <= '9') && *text != '-')
		return false;
	errno = 0;
	*value = strtol(text, &end, 10);
	return end != text && *end == 0 && errno == 0;
}

static void set_span(const struct cli_option *o, const char *text)
{
	struct cli_span *span = o->value;
	char *copy = strcpy(mem_get(strlen(text) + 1), text), *dash = strchr(copy, '-');

	if (dash)
		*dash = 0;
	if (!whole(copy, &span->first) || !whole(dash ? dash + 1 : copy, &span->last) || span->first > span->last ||
	    (double)span->first < o->min || (double)span->last > o->max)
		usage_die("option --%s: '%s' is not a number or a range A-B within %.0f to %.0f", o->name, text, o->min, o->max);
	free(copy);
}

static void set_shard(const struct cli_option *o, const char *text)
{
	struct cli_shard *shard = o->value;
	char *copy = strcpy(mem_get(strlen(text) + 1), text), *slash = strchr(copy, '/');

	if (slash)
		*slash = 0;
	if (!slash || !whole(copy, &shard->i) || !whole(slash + 1, &shard->n) || shard->i < 1 || shard->i > shard->n)
		usage_die("option --%s: '%s' is not I/N with I from 1 to N", o->name, text);
	free(copy);
}

/* Twice as wide as a long. */
#ifdef __SIZEOF_INT128__
__extension__ typedef __int128 wide;
#else
typedef long long wide;
#endif

struct cli_span cli_part(const struct cli_shard *shard, long n)
{
	return (struct cli_span){ (long)((wide)n * (shard->i - 1) / shard->n), (long)((wide)n * shard->i / shard->n) };
}

/* A text behind what was given before. */
static const char *behind(const char *before, const char *text)
{
	struct buf both = { 0 };

	buf_printf(&both, "%s\x1f%s", before, text);
	return buf_cstr(&both);
}

static void add_pair(struct cli_pairs *pairs, const char *first, const char *second)
{
	pairs->all = mem_resize(pairs->all, pairs->n + 1, sizeof *pairs->all);
	pairs->all[pairs->n][0] = first;
	pairs->all[pairs->n++][1] = second;
}

/* `second`: of an option that has two values. */
static void set(const struct cli_option *o, const char *text, const char *second)
{
	const bool again = given[o - tool->options];
	char *end;

	given[o - tool->options] = true;
	switch (o->kind) {
	case CLI_KIND_FLAG:
		*(bool *)o->value = true;
		break;
	case CLI_KIND_INT: {
		long *value = o->value;

		if (!whole(text, value) || (double)*value < o->min || (double)*value > o->max)
			usage_die("option --%s: '%s' is not a whole number from %.0f to %.0f", o->name, text, o->min, o->max);
		break;
	}
	case CLI_KIND_REAL: {
		double *value = o->value;

		errno = 0;
		*value = strtod(text, &end);
		if (end == text || *end || errno || strspn(text, "0123456789.eE+-") < strlen(text) || !(*value >= o->min && *value <= o->max))
			usage_die("option --%s: '%s' is not a number from %g to %g", o->name, text, o->min, o->max);
		break;
	}
	case CLI_KIND_TEXT:
		*(const char **)o->value = again && o->many ? behind(*(const char **)o->value, text) : text;
		break;
	case CLI_KIND_CHOICE:
		for (int i = 0; o->choices[i]; i++)
			if (strcmp(o->choices[i], text) == 0) {
				*(int *)o->value = i;
				return;
			}
		usage_die("option --%s: '%s' is none of its words", o->name, text);
	case CLI_KIND_SPAN:
		set_span(o, text);
		break;
	case CLI_KIND_SHARD:
		set_shard(o, text);
		break;
	case CLI_KIND_PAIRS:
		add_pair(o->value, text, second);
		break;
	}
}

/* What is closed must not become a file's number: what is meant for standard output would go into that file, or nowhere. In its place comes
 * what can't be read, or not be written, so that its use is an error. */
static void open_closed(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_WRONLY) != fd)
			die("/dev/null: %s", strerror(errno));
}

char **cli_start(const struct cli *t, int argc, char **argv)
{
	struct option longs[MOST + 4] = { 0 };
	struct buf shorts = { 0 };
	int n = 0, c;

	tool = t;
	open_closed();
	signal(SIGXFSZ, SIG_IGN);
	buf_puts(&shorts, ":hV");
	for (const struct cli_option *o = t->options; o->name; o++, n++) {
		longs[n] = (struct option){ o->name, o->kind == CLI_KIND_FLAG ? no_argument : required_argument, NULL, FIRST_LONG + n };
		if (o->letter)
			buf_printf(&shorts, "%c%s", o->letter, o->kind == CLI_KIND_FLAG ? "" : ":");
	}
	longs[n] = (struct option){ "help", no_argument, NULL, HELP };
	longs[n + 1] = (struct option){ "version", no_argument, NULL, VERSION_ASKED };
	longs[n + 2] = (struct option){ "completion", required_argument, NULL, COMPLETION };
	opterr = 0;
	while ((c = getopt_long(argc, argv, buf_cstr(&shorts), longs, NULL)) != -1) {
		const struct cli_option *o = t->options;

		if (c == HELP || c == 'h') {
			help();
			exit(cli_finish(0));
		}
		if (c == VERSION_ASKED || c == 'V') {
			version();
			exit(cli_finish(0));
		}
		if (c == COMPLETION) {
			completion(optarg);
			exit(cli_finish(0));
		}
		if (c == '?' && optopt && optopt < FIRST_LONG && optopt != HELP && optopt != VERSION_ASKED)
			usage_die("unknown option '-%c'", optopt);
		if (c == '?' && optopt)
			usage_die("option '%s' takes no value", argv[optind - 1]);
		if (c == '?')
			usage_die("unknown or ambiguous option '%s'", argv[optind - 1]);
		if (c == ':')
			usage_die("option '%s' needs a value", argv[optind - 1]);
		if (c >= FIRST_LONG)
			o += c - FIRST_LONG;
		else
			while (o->letter != c)
				o++;
		if (o->kind == CLI_KIND_PAIRS && optind == argc)
			usage_die("option '--%s' needs two values", o->name);
		set(o, optarg, o->kind == CLI_KIND_PAIRS ? argv[optind++] : NULL);
	}
	buf_free(&shorts);
	if (argc - optind > t->operands && !(t->many && *t->many))
		usage_die("'%s' is one operand too many", argv[optind + t->operands]);
	cli_check_files(argv + optind);
	return argv + optind;
}
