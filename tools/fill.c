/* fill - fill a column from a few examples
 * SPDX-License-Identifier: MIT
 *
 * Examples in, program out, and the program over all the other lines: pairs, synth --search exact and apply in one process. */
#include <stdio.h>

#include "base/cli.h"
#include "base/table_options.h"
#include "base/utf8.h"
#include "fill/conflict.h"
#include "fill/filling.h"
#include "fill/preview.h"
#include "fill/report.h"
#include "judge.h"
#include "nn/mat.h"

static const char *const policies[] = { "empty", "keep", "error", NULL };
static const char *const dialects[] = { "paper", "shell", NULL };
static struct {
	const char *from, *to, *out, *model;
	const char *learn;
	struct cli_pairs pairs;
	struct table_options table;
	bool column, rows, number, dry, quiet;
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
	TABLE_OPTIONS(opt.table),
	CLI_FLAG(0, "number", opt.number, "with --json, the outputs are numbers; else they are when the examples' are"),
	CLI_INT(0, "alternatives", "N", opt.alternatives, 0, 1000, "show the N best programs and where they disagree, and fill nothing"),
	CLI_FLAG(0, "dry-run", opt.dry, "show the program and what becomes of the first lines, and fill nothing"),
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
	         "       fill [OPTION]... --column FILE\n       fill [OPTION]... --learn EXAMPLES FILE",
	.options = options, .operands = 2, .about = about,
	.example = "printf 'Ada Lovelace\\tA. Lovelace\\n' >examples.tsv\n  printf 'Grace Hopper\\nAlan Turing\\n' | fill examples.tsv",
};

/* What there is to do: the examples and their table, and the text or table to fill. */
struct work {
	struct given given;
	struct examples *all; const char *name;       /* the table of the examples, and what messages call it */
	bool apart;                                   /* it is not the one that is filled */
	struct source *text; struct dsl_map map;      /* what is filled, and how */
	struct inputs inputs;                         /* its columns that may be read */
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
		*file = "-";
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

/* Reads the examples, and the beginning of what is filled. */
static void read_work(struct work *w, char **operands)
{
	static struct table apart, filled;
	const char *columns[TABLE_NAMES], *path, *file;
	struct table *examples;

	if (opt.number && !opt.table.json)
		usage_die("--number needs --json");
	opt.column |= opt.table.json;           /* records are filled, as the rows of a table are */
	table_options_paths(&opt.table, &opt.from, &opt.to, NULL, false);
	table_options_columns(opt.from, opt.to, NULL, columns);
	table_options_check(&opt.table, columns);
	take_operands(operands, &path, &file);
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
	struct learn_options how = {
		.dialect = (enum dsl_dialect)opt.dialect, .best = (size_t)opt.alternatives,
		.steps = opt.steps, .seconds = opt.seconds,
		.header = opt.table.header || opt.table.no_header ? HEADER_NEVER
		          : opt.column ? HEADER_USUAL : HEADER_PERHAPS,
		.away = cli_given("from") ? NULL : learn_distances(w->all, &w->arena),
	};
	struct learnt t;

	if (*opt.model)
		how.judge = ask_model, how.judge_of = judge_make(opt.model);
	if (!opt.column)
		w->all->inputs = w->inputs, w->all->nnames = 0;      /* from here on they are those of FILE */
	t = learn(learner, &w->given, &how);
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
		report_doubt(&lines, t, &w->given, w->all);
	say(&lines);
}

/* What would become of the first lines, or what else is possible. */
static int show(const struct work *w, const struct learnt *t)
{
	struct buf text = { 0 };

	if (opt.alternatives)
		preview_alternatives(&text, &w->given, w->all, t->found, t->n, (size_t)opt.alternatives);
	else
		preview_put(&text, &w->given, w->all, &t->found->program, PREVIEW_LINES);
	if (text.n)                               /* else there may be no memory to name */
		fwrite(text.p, 1, text.n, stdout);
	return cli_finish(0);
}

static int fill(struct work *w, const struct learnt *t)
{
	struct remarks lines = { 0 };
	struct buf why = { 0 };

	if (filling_run(&w->map, &t->found->program, &w->inputs, w->text, opt.out, &why) < 0)
		die("%s", buf_cstr(&why));
	filling_report(&lines, &w->map, source_name(w->text));
	if (!opt.quiet)
		say(&lines);
	if (w->map.odd && !opt.quiet)
		table_options_say_odd(source_name(w->text), w->map.odd, w->map.first_odd, w->map.odd_reason);
	return cli_finish(w->map.failed || w->map.odd ? 1 : 0);
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	struct work w = { .map = { .policy = (enum map_policy)opt.policy, .threads = (int)opt.threads } };
	struct learner learner = learner_make();
	struct learnt learnt;

	read_work(&w, operands);
	learnt = find_program(&w, &learner);
	if (learnt.status != EXACT_FOUND)
		return say_conflict(&w, &learner, &learnt);
	say_found(&w, &learnt);
	if (opt.alternatives || opt.dry)
		return show(&w, &learnt);
	return fill(&w, &learnt);
}
