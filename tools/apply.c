/* apply - run one program over plain text, line by line or down one column of a table
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "base/table_options.h"
#include "code/code.h"
#include "dsl/dsl_map.h"

enum { PROGRAM_BYTES = 1 << 20 };       /* the longest program text; DSL_TOKENS tokens are far less */

static const char *const policies[] = { "empty", "keep", "error", NULL };

static struct {
	const char *program, *saved, *code, *from, *to, *out;
	int policy;
	struct table_options table;
	bool rows, only_empty, number, quiet;
	long threads;
} opt = { .from = "1", .out = "-" };

static const struct cli_option options[] = {
	CLI_ROW('p', "program", "PROGRAM|FILE", TEXT, true, opt.program, 0, 0, NULL,
		"the program: its text, or the file that holds it", READ),
	CLI_FILE('P', "program-file", opt.saved, "the file that holds the program, whatever it is called"),
	CLI_TEXT(0, "code", "LANGUAGE", opt.code, "print the program as code of this language, which does the same, and read no text"),
	CLI_TEXTS("from", "COLUMN[,COLUMN]...", opt.from, "of a table, the columns to read: numbers, or names of the header line"),
	CLI_TEXT(0, "to", "COLUMN", opt.to, "of a table, the column to write; a new last one when not given"),
	CLI_FLAG(0, "rows", opt.rows, "each line is a row, all of whose columns the program reads, unless --from names some; no row is written"),
	TABLE_OPTIONS(opt.table),
	CLI_FLAG(0, "number", opt.number, "with --json, what the program makes is written as a number"),
	CLI_FLAG(0, "only-empty", opt.only_empty, "of a table, leave fields of the written column that say something"),
	CLI_CHOICE(0, "on-error", opt.policy, policies, "what becomes of a line that the program can't handle"),
	CLI_THREADS(opt.threads),
	CLI_IN_PLACE('o', "output", opt.out, "write to FILE, which may be the text itself; - is standard output"),
	CLI_QUIET(opt.quiet), CLI_END
};

static const struct cli tool = {
	.tool = "apply", .what = "run one program over plain text, line by line or down one column of a table",
	.usage = "-p PROGRAM|FILE [OPTION]... [FILE]", .options = options, .operands = 1, .about = dsl_run_about,
	.example = "echo 'Ada Lovelace' | apply -p 'Concat(SubStr(Regex(Word, -1, Start), END))'",
};

/* The program that -p gives, or the file of -P. What -p gives is a text when it begins as one. */
static struct dsl_program read_program(const char *text, struct arena *arena)
{
	struct dsl_program program;
	struct buf bytes = { 0 }, why = { 0 };
	bool is_text = !opt.saved && (strncmp(text, "Concat", 6) == 0 || strncmp(text, "If(", 3) == 0 || strncmp(text, "If ", 3) == 0);

	if (!is_text) {
		struct source *file = table_options_open(&(struct table_options){ 0 }, text);
		ssize_t n;

		while ((n = source_read(file, &bytes, 4096, -1)) != 0) {
			if (n < 0)
				die("%s", source_error(file));
			if (bytes.n > PROGRAM_BYTES)
				die("%s: not a program: larger than 1 MiB", text);
		}
		source_close(file);
	}
	if (dsl_parse(is_text ? str_of(text) : buf_view(&bytes), DSL_SHELL, arena, &program, &why) < 0)
		die("%s%s%s", is_text ? "program: " : text, is_text ? "" : ": ", buf_cstr(&why));
	buf_free(&bytes);
	buf_free(&why);
	return program;
}

/* Prints the program as code. */
static int print_code(const struct dsl_program *program, const char *operand)
{
	const int language = code_find(opt.code);
	struct buf code = { 0 }, why = { 0 };

	if (language < 0)
		usage_die("no language '%s': there are %s", opt.code, code_known);
	if (operand)
		usage_die("--code reads no text: %s", operand);
	if (code_write(&code, language, program, NULL, &why) < 0)
		die("%s", buf_cstr(&why));
	fwrite(code.p, 1, code.n, stdout);
	buf_free(&code);
	return cli_finish(0);
}

int main(int argc, char **argv)
{
	const char *operand = *cli_start(&tool, argc, argv), *path = operand ? operand : "-";
	struct dsl_map map = { .policy = (enum map_policy)opt.policy, .threads = (int)opt.threads, .alone = opt.rows,
	                       .from = opt.rows && !cli_given("from") ? NULL : opt.from, .to = opt.to, .only_empty = opt.only_empty };
	struct arena arena = { 0 };
	struct dsl_program parsed;
	struct dsl_ready *program;
	struct buf why = { 0 };
	struct source *text;

	const char *columns[TABLE_NAMES];

	if (opt.program && opt.saved)
		usage_die("-p and -P exclude each other");
	opt.program = opt.saved ? opt.saved : opt.program;
	if (!opt.program)
		usage_die("no program: -p is missing");
	if (opt.rows && opt.to)
		usage_die("--rows and --to exclude each other");
	if (opt.rows && opt.table.json)
		usage_die("--rows and --json exclude each other");
	table_options_paths(&opt.table, &opt.from, &opt.to, NULL, false);
	if (opt.table.json)
		map.from = opt.from, map.to = opt.to;
	table_options_columns(opt.from, opt.to, NULL, columns);
	table_options_check(&opt.table, columns);
	map.header = opt.table.header;
	map.table = opt.table.tsv || opt.table.csv || opt.table.json || opt.table.delimiter || map.header || opt.to || opt.only_empty || cli_given("from") || opt.rows;
	if (opt.number && !opt.table.json)
		usage_die("--number needs --json");
	if (opt.only_empty && !opt.to)
		usage_die("--only-empty needs --to, the column to fill");
	if (strcmp(opt.program, "-") == 0 && strcmp(path, "-") == 0)
		usage_die("standard input can't be both the program and the text");
	parsed = read_program(opt.program, &arena);
	if (opt.code)
		return print_code(&parsed, operand);
	map.program = program = dsl_ready(&parsed);
	arena_free(&arena);
	text = table_options_open(&opt.table, path);
	if (map.table)
		map.format = table_options_format(&opt.table, columns, text, opt.quiet), map.format.numbers = opt.number;
	if (dsl_map(&map, text, opt.out, &why) < 0)
		die("%s", buf_cstr(&why));
	if (map.failed && !opt.quiet)
		warn("%s: %ld of %ld lines could not be handled, the first is line %ld: %s%s", source_name(text), map.failed, map.lines, map.first,
		     map.reason, strcmp(map.reason, dsl_error_text(RUN_NOT_UTF8)) ? "" : "; --encoding says what it is in");
	if (!opt.quiet)
		table_options_say_plain(source_name(text), map.plain, map.first_plain);
	if (map.odd && !opt.quiet)
		table_options_say_odd(source_name(text), map.odd, map.first_odd, map.odd_reason);
	dsl_done(program);
	source_close(text);
	return cli_finish(map.failed || map.odd ? 1 : 0);
}
