/* fill - fill a column from a few examples
 * SPDX-License-Identifier: MIT
 *
 * Examples in, program out, and the program over all the other lines: pairs, synth --search exact and apply in one process. */
#include <errno.h>
#include <stdio.h>

#include "base/cli.h"
#include "base/cli_command.h"
#include "base/outfile.h"
#include "base/table_options.h"
#include "base/utf8.h"
#include "base/word.h"
#include "fill/conflict.h"
#include "fill/dialog.h"
#include "fill/filling.h"
#include "fill/handed.h"
#include "fill/preview.h"
#include "fill/repeat.h"
#include "fill/renaming.h"
#include "fill/report.h"
#include "fill/shown.h"
#include "judge.h"
#include "nn/mat.h"

enum { CODE_EXAMPLES = 5 };               /* that are written into code */

static const char *const policies[] = { "empty", "keep", "error", NULL };
static const char *const dialects[] = { "paper", "shell", NULL };
static struct {
	const char *from, *to, *out, *model;
	const char *learn, *save, *code;
	struct cli_pairs pairs;
	struct table_options table;
	bool column, rows, edit, number, rename, apply, force, ask, dry, quiet;
	int policy, dialect;
	long alternatives, threads;
	double steps, seconds;
} opt = { .from = "1", .to = "2", .out = "-", .model = "", .dialect = DSL_SHELL, .steps = 3e8 };

static const struct cli_option options[] = {
	CLI_FLAG('c', "column", opt.column, "FILE is a table: rows that have an output are the examples, the others are filled"),
	CLI_PAIRS('e', "example", "INPUT OUTPUT", opt.pairs, "a further example, instead of EXAMPLES or beside them; can be given again"),
	CLI_FILE(0, "learn", opt.learn, "the examples are rows of this table; FILE is one with the same columns"),
	CLI_TEXTS("from", "COLUMN[,COLUMN]...", opt.from, "columns of the inputs: numbers, or names of the header line; with --column all others when not given"),
	CLI_TEXT(0, "to", "COLUMN", opt.to, "column of the outputs"),
	CLI_FLAG(0, "rows", opt.rows, "the last column of EXAMPLES has the outputs, all others are the inputs, and so are the rows of FILE"),
	CLI_FLAG('E', "edit", opt.edit, "the examples change a piece of a line: do so in each line that has one, and leave the others alone"),
	TABLE_OPTIONS(opt.table),
	CLI_FLAG(0, "number", opt.number, "with --json, the outputs are numbers; else they are when the examples' are"),
	CLI_FLAG(0, "rename", opt.rename, "the operands are files; tell what names the program gives them"),
	CLI_FLAG(0, "apply", opt.apply, "with --rename, rename them, unless something is in doubt"),
	CLI_FLAG(0, "force", opt.force, "with --apply, rename them though something is in doubt"),
	CLI_INT(0, "alternatives", "N", opt.alternatives, 0, 1000, "show the N best programs and where they disagree, and fill nothing"),
	CLI_FLAG('a', "ask", opt.ask, "ask at the terminal about lines that are in doubt, show what the answers change, and then fill"),
	CLI_FLAG(0, "dry-run", opt.dry, "show the program and what becomes of the first lines, and fill nothing"),
	CLI_TEXT(0, "code", "LANGUAGE", opt.code, "print the program as code of this language, which does the same, and fill nothing"),
	CLI_WRITTEN(0, "save", opt.save, "write the program to FILE, for apply -P"),
	CLI_CHOICE(0, "on-error", opt.policy, policies, "what becomes of a line that the program can't handle"),
	CLI_CHOICE(0, "dialect", opt.dialect, dialects, "language of the program"),
	CLI_FILE('m', "model", opt.model, "let a trained model choose between programs that it can judge, those of the paper dialect"),
	CLI_REAL(0, "steps", "N", opt.steps, 1, 1e15, "give up after so many steps of search"),
	CLI_REAL(0, "seconds", "S", opt.seconds, 0, 1e9, "and after so long; 0 is no limit"),
	CLI_THREADS(opt.threads),
	CLI_IN_PLACE('o', "output", opt.out, "write to FILE, which may be the table itself; - is standard output"),
	CLI_QUIET(opt.quiet), CLI_END
};
static const char *about(void)
{
	static struct buf text;

	buf_printf(&text, "%s, %s", dsl_run_about(), mat_about());
	return buf_cstr(&text);
}

static const struct cli tool = {
	.tool = "fill", .what = "fill a column from a few examples", .usage = "[OPTION]... EXAMPLES [FILE]\n       fill [OPTION]... -e INPUT OUTPUT [FILE]\n"
	         "       fill [OPTION]... --column FILE\n       fill [OPTION]... --learn EXAMPLES FILE\n"
	         "       fill [OPTION]... --rename -e INPUT OUTPUT FILE...",
	.options = options, .operands = 2, .many = &opt.rename, .about = about,
	.example = "printf 'Ada Lovelace\\tA. Lovelace\\n' >examples.tsv\n  printf 'Grace Hopper\\nAlan Turing\\n' | fill examples.tsv",
};

/* What there is to do: the examples and their table, and the text or table to fill. */
struct work {
	struct given given;
	struct examples *all; const char *name;       /* the table of the examples, and what messages call it */
	bool apart;                                   /* it is not the one that is filled */
	const char *file, *to;                        /* as they were given */
	struct source *text; struct dsl_map map;      /* what is filled, and how */
	struct inputs inputs;                         /* its columns that may be read */
	struct learn_options how;
	struct renames files;                         /* or files that get new names */
	struct arena arena;
};

/* The table of examples, or the one that is filled: read, ready to be read again. */
struct table { struct source *source; struct examples_from from; struct examples all; };

static void read_table(struct table *t, const char *path, bool filled, const char *const *columns)
{
	const bool all = !cli_given("from") && (opt.rows || (filled && !opt.learn && !opt.pairs.n));
	struct buf why = { 0 };

	t->source = table_options_open(&opt.table, path);
	if (filled && source_keep(t->source) < 0)
		die("%s", source_error(t->source));
	t->from = (struct examples_from){ .header = opt.table.header, .input = all ? NULL : opt.from,
	                                  .output = opt.rows && !cli_given("to") ? NULL : opt.to,
	                                  .partial = filled || opt.learn,
	                                  .added = filled && (opt.learn || opt.pairs.n),
	                                  .whole = filled ? GIVEN_LINES : 0,
	                                  .format = table_options_format(&opt.table, columns, t->source, opt.quiet) };
	if (examples_read(&t->all, t->source, &t->from, SIZE_MAX, &why) < 0)
		die("%s", buf_cstr(&why));
	table_options_name_paths(&opt.table, &t->all);
}

/* Adds the examples of a table; dies when one must have an output and has none. */
static void add_table(struct given *g, const struct table *t)
{
	const long line = given_add_examples(g, &t->all, t->from.partial);

	if (line)
		die("%s: line %ld: an empty output, as most are; --column fills the outputs that a table lacks", source_name(t->source), line);
}

/* Adds those of -e. Without a table, the first of them says how many columns an input has. */
static void add_pairs(struct work *w, bool table)
{
	struct buf why = { 0 };
	struct examples *all = w->all;

	if (!table)
		all->inputs.n = all->width = opt.rows && opt.pairs.n ? given_typed_columns(opt.pairs.all[0][0]) : 1;
	if (all->inputs.n > CELLS_MOST)
		usage_die("-e: more than %d columns", CELLS_MOST);
	for (size_t i = 0; i < opt.pairs.n; i++) {
		const char *const *pair = opt.pairs.all[i];

		if (utf8_check(str_of(pair[0])) == UTF8_BROKEN || utf8_check(str_of(pair[1])) == UTF8_BROKEN)
			die("-e: not UTF-8");
		if (given_add_typed(&w->given, pair[0], pair[1], all->inputs.n, &why) < 0)
			usage_die("-e: %s", buf_cstr(&why));
	}
}

/* Which operands there are, by the other options: EXAMPLES, unless they come in another way, and FILE. */
static void take_operands(char **operands, const char **examples, const char **file)
{
	const bool only_file = opt.column || opt.pairs.n || opt.learn;
	const char *second = operands[0] ? operands[1] : NULL;

	if (opt.rows && (opt.column || opt.learn))
		usage_die("--rows and --%s exclude each other: there the columns of a table are inputs by themselves",
		          opt.learn ? "learn" : "column");
	*examples = opt.learn ? opt.learn : only_file ? NULL : operands[0];
	*file = only_file ? operands[0] : second;
	if (only_file && second && opt.column)
		usage_die("'%s' is one operand too many with --%s; what to fill is named by --to", second,
		          opt.table.json ? "json" : "column");
	if (only_file && second)
		usage_die("'%s' is one operand too many with %s", second, opt.learn ? "--learn" : "-e");
	opt.column |= opt.learn != NULL;
	if (!*file && opt.column)
		usage_die("no FILE");
	if (!*examples && !only_file)
		usage_die("no EXAMPLES");
	if (!*file)
		*file = opt.code ? "/dev/null" : "-";        /* code can be wanted without anything to fill */
	if (*examples && strcmp(*examples, "-") == 0 && strcmp(*file, "-") == 0)
		usage_die("standard input can't be both the examples and the text");
	if (*examples)
		cli_keep_apart("output", *examples);
}

/* What is filled is lines, or rows of as many columns as the examples' inputs have. Their first are looked at. */
static void take_lines(struct work *w, const char *file)
{
	struct dsl_map *map = &w->map;

	inputs_all_but(&w->inputs, w->all->inputs.n, w->all->inputs.n, w->all->inputs.n);
	w->text = table_options_open(&opt.table, file);
	map->table = map->alone = opt.rows || w->inputs.n > 1;
	if (map->table)
		map->format = table_options_format(&opt.table, (const char *const []){ NULL }, w->text, opt.quiet);
	if (given_look(&w->given, w->text, map->table ? &map->format : NULL, w->inputs.n) < 0)
		die("%s", source_error(w->text));
}

/* What is filled is a column of a table. */
static void take_column(struct work *w, struct table *filled)
{
	given_add_others(&w->given, &filled->all);
	source_rewind(w->text = filled->source);
	w->map.table = w->map.only_empty = true;
	w->map.format = filled->from.format;
	w->map.format.numbers = opt.number || (w->all->numbers && !w->all->texts);
	w->map.to = opt.to;
	w->map.header = opt.table.header;
	w->inputs = filled->all.inputs;
}

/* What is filled is the names of files. */
static void read_names(struct work *w, char **operands)
{
	static struct examples none;
	struct buf why = { 0 };

	if (opt.column || opt.learn || opt.rows || cli_given("output"))
		usage_die("--rename goes with none of --column, --learn, --json, --rows and --output");
	if (!opt.pairs.n || !operands[0])
		usage_die("--rename needs %s", opt.pairs.n ? "files" : "-e, an example of a name and the new one");
	if (opt.apply && (opt.dry || opt.alternatives))
		usage_die("--apply and --%s exclude each other", opt.dry ? "dry-run" : "alternatives");
	w->all = &none, w->name = "-e";
	add_pairs(w, false);
	w->inputs = none.inputs;
	if (renaming_take(&w->files, &w->given, operands, &why) < 0)
		die("%s", buf_cstr(&why));
}

/* Reads the examples, and the beginning of what is filled. */
static void read_work(struct work *w, char **operands)
{
	static struct table apart, filled;
	const char *columns[TABLE_NAMES], *path, *file;
	struct table *examples;

	if (opt.edit && (opt.column || opt.rows || opt.learn || opt.table.json))
		usage_die("--edit is for lines of text: it excludes --column, --rows, --learn and --json");
	if (opt.edit && cli_given("on-error"))
		usage_die("--edit leaves lines alone that it doesn't fit, so it excludes --on-error");
	if (opt.edit)
		w->map.policy = MAP_KEEP;
	if (opt.number && !opt.table.json)
		usage_die("--number needs --json");
	w->to = opt.to;
	opt.column |= opt.table.json;           /* records are filled, as the rows of a table are */
	if (opt.edit && opt.rename)
		usage_die("--edit and --rename exclude each other");
	if ((opt.apply && !opt.rename) || (opt.force && !opt.apply))
		usage_die("--%s needs --%s", opt.apply ? "apply" : "force", opt.apply ? "rename" : "apply");
	if (opt.rename) {
		read_names(w, operands);
		return;
	}
	table_options_paths(&opt.table, &opt.from, &opt.to, NULL, false);
	table_options_columns(opt.from, opt.to, NULL, columns);
	table_options_check(&opt.table, columns);
	take_operands(operands, &path, &file);
	w->file = file;
	if (*opt.model && mat_refused())
		die("%s", mat_refused());
	w->apart = path != NULL;
	examples = path ? &apart : &filled;
	if (path) {
		read_table(&apart, path, false, columns);
		add_table(&w->given, &apart);
	}
	if (opt.column)
		read_table(&filled, file, true, columns);
	if (opt.column && !path)
		add_table(&w->given, &filled);
	w->all = &examples->all;
	w->name = examples->source ? source_name(examples->source) : "-e";
	add_pairs(w, examples->source);
	if (w->given.n == 0)
		die("%s: no examples%s", w->name, opt.column && !path ? ": column --to is empty" : "");
	if (given_shows_nothing(&w->given))
		die("%s: all outputs are empty, which shows nothing", w->name);
	if (opt.column)
		take_column(w, &filled);
	else
		take_lines(w, file);
	w->map.pass_empty = !given_empty_input(&w->given);
}

/* Lets the model choose between the programs that fit. */
static bool ask_model(void *judge, const struct given *g, struct exact_found *found, size_t n)
{
	struct buf why = { 0 };

	if (judge_order(judge, g, found, n, &why) < 0)
		die("%s", buf_cstr(&why));
	return true;
}

static struct learnt find_program(struct work *w, struct learner *learner)
{
	struct learn_options *how = &w->how;
	struct learnt t;

	*how = (struct learn_options){
		.dialect = (enum dsl_dialect)opt.dialect, .best = (size_t)opt.alternatives,
		.steps = opt.steps, .seconds = opt.seconds, .edit = opt.edit,
		.header = opt.table.header || opt.table.no_header ? HEADER_NEVER
		          : opt.column ? HEADER_USUAL : HEADER_PERHAPS,
		.away = cli_given("from") ? NULL : learn_distances(w->all, &w->arena),
	};
	if (*opt.model)
		how->judge = ask_model, how->judge_of = judge_make(opt.model);
	if (!opt.column)
		w->all->inputs = w->inputs, w->all->nnames = 0;      /* from here on they are those of FILE */
	t = learn(learner, &w->given, how);
	if (t.headed) {
		examples_take_header(w->all);
		w->map.header |= !w->apart;
	}
	return t;
}

/* Says that rows have columns which nobody reads, as nobody has said what they are. */
static void report_more_columns(struct remarks *out, const struct work *w)
{
	struct buf text = { 0 };

	if (opt.column || opt.rows || cli_given("from") || cli_given("to") || w->all->width <= 2)
		return;
	buf_printf(&text, "%s: the first row has %zu columns, and 1 and 2 are read; --rows reads all, the last as the outputs",
	           w->name, w->all->width);
	remarks_take(out, &text);
}

static void say(struct remarks *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		warn("%s", lines->lines[i].p);
	remarks_free(lines);
}

/* Why there is no program. Exit status 1. */
static int say_conflict(const struct work *w, struct learner *learner, const struct learnt *t)
{
	struct remarks lines = { 0 };

	if (!opt.quiet)
		report_header(&lines, t, w->all, w->name);
	conflict_begin(&lines, &w->given, t, w->name);
	report_more_columns(&lines, w);
	conflict_explain(&lines, learner, &w->given, w->all, t, w->name);
	say(&lines);
	return cli_finish(1);
}

/* Says what was found, as far as it is wanted. */
static void say_found(const struct work *w, const struct learnt *t)
{
	struct remarks lines = { 0 };

	if (!opt.quiet)
		report_header(&lines, t, w->all, w->name);
	if (!opt.quiet && !opt.alternatives) {
		report_program(&lines, t, w->all);
		report_more_columns(&lines, w);
	}
	if (!opt.quiet || opt.alternatives)
		report_unproven(&lines, t);
	if (!opt.quiet && !opt.alternatives)
		report_doubt(&lines, t, &w->given, w->all, opt.edit);
	say(&lines);
}

/* What would become of the first lines, or what else is possible. */
static int show(const struct work *w, const struct learnt *t)
{
	struct remarks lines = { 0 };
	struct buf text = { 0 };

	if (opt.alternatives) {
		const size_t n = preview_alternatives(&text, &w->given, w->all, t->found, t->n, (size_t)opt.alternatives);

		if (n == 1 && opt.alternatives > 1 && !opt.quiet)
			report_alone(&lines, t, &w->given);
		say(&lines);
	} else
		preview_put(&text, &w->given, w->all, &t->found->program, PREVIEW_LINES, opt.edit);
	if (text.n)                               /* else there may be no memory to name */
		fwrite(text.p, 1, text.n, stdout);
	return cli_finish(0);
}

/* Keeps the program. */
static void save(const struct dsl_program *p)
{
	struct outfile file;
	struct buf text = { 0 };

	dsl_print_readable(&text, p);
	buf_putc(&text, '\n');
	if (outfile_open(&file, opt.save) < 0 || outfile_write(file.fd, buf_view(&text)) < 0 || outfile_commit(&file) < 0)
		die("%s: %s", file.name, strerror(errno));
	buf_free(&text);
}

/* Prints the program as code. */
static int print_code(const struct handed *h)
{
	struct buf text = { 0 }, why = { 0 };

	if (code_write(&text, code_find(opt.code), &h->program, &h->examples, &why) < 0)
		die("%s", buf_cstr(&why));
	fwrite(text.p, 1, text.n, stdout);
	buf_free(&text);
	return cli_finish(0);
}

static int fill(struct work *w, const struct learnt *t)
{
	struct remarks lines = { 0 };
	struct buf why = { 0 };

	if (filling_run(&w->map, &t->found->program, &w->inputs, w->text, opt.out, &why) < 0)
		die("%s", buf_cstr(&why));
	if (opt.edit)
		filling_report_kept(&lines, &w->map, source_name(w->text));
	else
		filling_report(&lines, &w->map, source_name(w->text));
	if (!opt.quiet)
		say(&lines);
	if (!opt.quiet)
		table_options_say_plain(source_name(w->text), w->map.plain, w->map.first_plain);
	if (w->map.odd && !opt.quiet)
		table_options_say_odd(source_name(w->text), w->map.odd, w->map.first_odd, w->map.odd_reason);
	return cli_finish((w->map.failed && !opt.edit) || w->map.odd ? 1 : 0);
}

/* How to do the same without questions. In the first form all examples are in the command. */
static void say_repeat(const struct work *w, const struct ask *a, FILE *terminal)
{
	static const char *const of_lines[] = { "ask", "from", "to", "rows", "header", "no-header", NULL };
	static const char *const of_table[] = { "ask", "from", "to", NULL };
	struct buf text = { 0 };

	if (!repeat_is_possible(a)) {
		buf_puts(&text, "the same without questions, with apply's -p: ");
		shown_program(&text, &a->learnt.found->program, w->all);
	} else {
		buf_puts(&text, "the same without questions:\nfill");
		cli_put_options(&text, opt.column ? of_table : of_lines);
		if (w->map.header && !opt.table.header)
			buf_puts(&text, " --header");
		if (opt.column && cli_given("to")) {
			buf_puts(&text, " --to ");
			word_put(&text, str_of(w->to));
		}
		repeat_put(&text, a, !opt.column);
		if (strcmp(w->file, "-")) {
			buf_putc(&text, ' ');
			word_put(&text, str_of(w->file));
		}
	}
	fprintf(terminal, "%s\n", buf_cstr(&text));
	fflush(terminal);
	buf_free(&text);
}

/* Lets a person answer until the program is what they mean. False: they want nothing written. */
static bool ask(struct work *w, struct learner *learner, struct learnt *t, FILE *const terminal[2])
{
	struct ask a;

	ask_begin(&a, learner, &w->given, w->all, &w->how, t);
	if (!dialog_run(&a, w->name, terminal[0], terminal[1]))
		return false;
	a.learnt.headed = t->headed, a.learnt.header_input = t->header_input, a.learnt.header_output = t->header_output;
	*t = a.learnt;
	if (a.nanswers)
		say_repeat(w, &a, terminal[1]);
	return true;
}

/* Questions come from the terminal, whatever standard input and output are. */
static void open_terminal(FILE *terminal[2])
{
	if (opt.alternatives || opt.rename)
		usage_die("--ask and --%s exclude each other", opt.rename ? "rename" : "alternatives");
	terminal[0] = fopen("/dev/tty", "re");
	terminal[1] = terminal[0] ? fopen("/dev/tty", "we") : NULL;
	if (!terminal[1])
		die("--ask: there is no terminal to ask at: /dev/tty: %s", strerror(errno));
}

/* Names all files that can't get a new name, or the first of them: nothing was touched. */
static void refuse_names(const struct renames *files)
{
	for (size_t i = 0; i < files->nwrong && i < PREVIEW_LINES; i++)
		warn("%s", files->wrong[i].p);
	if (files->nwrong > PREVIEW_LINES)
		warn("and %zu more", files->nwrong - PREVIEW_LINES);
	die("nothing is renamed");
}

/* Is there something to say against the program, whether or not it was said? */
static bool in_doubt(const struct work *w, const struct learnt *t)
{
	struct remarks lines = { 0 };
	bool some;

	report_unproven(&lines, t);
	report_doubt(&lines, t, &w->given, w->all, false);
	some = lines.n;
	remarks_free(&lines);
	return some;
}

static int rename_files(struct work *w, const struct learnt *t)
{
	struct buf table = { 0 }, why = { 0 };
	const size_t kept = renaming_name(&w->files, &t->found->program, opt.policy == MAP_KEEP, &why);
	const size_t n = renames_count(&w->files);

	if (renames_check(&w->files))
		refuse_names(&w->files);
	if (kept && !opt.quiet)
		warn("%zu of %zu files keep their names, the first is %s", kept, w->files.n, buf_cstr(&why));
	why.n = 0;
	if (opt.apply && !opt.force && in_doubt(w, t)) {
		warn("nothing is renamed, as it is not sure; a further -e may decide, or --force renames all the same");
		return cli_finish(1);
	}
	if (opt.apply && renames_apply(&w->files, &why) < 0)
		die("%s", buf_cstr(&why));
	renaming_put(&table, &w->files);
	if (table.n && !opt.apply)
		fwrite(table.p, 1, table.n, stdout);
	if (!opt.quiet)
		warn("%zu of %zu files %s%s", n, w->files.n, opt.apply ? "were renamed" : "would be renamed",
		     opt.apply || !n ? "" : "; --apply does it");
	return cli_finish(kept ? 1 : 0);
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	struct work w = { .map = { .policy = (enum map_policy)opt.policy, .threads = (int)opt.threads } };
	struct learner learner = learner_make();
	struct learnt learnt;
	struct handed handed;
	FILE *terminal[2] = { NULL };

	if (opt.code && (opt.dry || opt.alternatives))
		usage_die("--code and --%s exclude each other", opt.dry ? "dry-run" : "alternatives");
	if (opt.code && code_find(opt.code) < 0)
		usage_die("no language '%s': there are %s", opt.code, code_known);
	if (opt.ask)
		open_terminal(terminal);
	read_work(&w, operands);
	if (opt.ask && source_at_terminal(w.text))
		usage_die("--ask: the lines can't be typed, too");
	learnt = find_program(&w, &learner);
	if (learnt.status != EXACT_FOUND)
		return say_conflict(&w, &learner, &learnt);
	if (opt.ask && !ask(&w, &learner, &learnt, terminal))
		return cli_finish(1);
	say_found(&w, &learnt);
	if (opt.alternatives || (opt.dry && !opt.rename))
		return show(&w, &learnt);
	if (opt.code || opt.save)
		handed = handed_of(&learnt.found->program, &w.given, &w.inputs, CODE_EXAMPLES, &w.arena);
	if (opt.save)
		save(&handed.program);
	if (opt.code)
		return print_code(&handed);
	return opt.rename ? rename_files(&w, &learnt) : fill(&w, &learnt);
}
