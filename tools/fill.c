/* fill - fill a column from a few examples
 * SPDX-License-Identifier: MIT
 *
 * Examples in, program out, and the program over all the other lines: pairs, synth --search exact and apply in one process. */
#include <stdio.h>
#include <stdlib.h>

#include "base/cli.h"
#include "base/given.h"
#include "base/table_options.h"
#include "base/utf8.h"
#include "dsl/dsl_column.h"
#include "dsl/dsl_map.h"
#include "netfile.h"
#include "nn/mat.h"
#include "search/doubt.h"
#include "search/doubt_column.h"
#include "search/exact.h"
#include "search/explain.h"
#include "search/guard.h"
#include "search/prefer.h"
#include "search/rank.h"
#include "search/results.h"

enum {
	SHOWN = 10,                               /* lines of a preview */
	BLAMED = 5,                               /* examples that a message names */
	CUT = 60, WHOLE = 2000,                   /* bytes that a message shows of a string: enough to tell it; all, so that it can be an example */
};

static const char *const policies[] = { "empty", "keep", "error", NULL };
static const char *const dialects[] = { "paper", "shell", NULL };
static struct {
	const char *from, *to, *out, *model;
	const char *learn;
	struct cli_pairs pairs;
	struct table_options table;
	bool column, rows, dry, quiet;
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

/* Do two programs give the same on all other inputs? */
static bool same_results(const struct given *g, const struct str *a, const struct str *b)
{
	for (size_t i = 0; i < g->nothers; i++)
		if (!str_eq(a[i], b[i]))
			return false;
	return true;
}

/* The program, as apply takes it: for the columns that it reads, which follow when there are others, too. */
static void add_program(struct buf *out, const struct dsl_program *p, const struct examples *all)
{
	bool needed[CELLS_MOST];
	struct arena a = { 0 };
	struct dsl_program narrow;

	dsl_columns_needed(p, all->inputs.n, needed);
	narrow = dsl_narrow(p, all->inputs.n, needed, &a);
	dsl_print_readable(out, all->inputs.n > 1 ? &narrow : p);
	if (all->inputs.n > 1) {
		buf_puts(out, " --from ");
		inputs_put_list(out, &all->inputs, needed, all->names, all->nnames);
	}
	arena_free(&a);
}

static void print_program(FILE *out, const char *before, const struct dsl_program *p, const struct examples *all)
{
	struct buf text = { 0 };

	add_program(&text, p, all);
	fprintf(out, "%s%s\n", before, buf_cstr(&text));
	buf_free(&text);
}

static void print_field(FILE *out, struct str s)
{
	struct buf text = { 0 };

	table_put(&text, TABLE_TSV, s);
	if (text.n)                               /* else there may be no memory to name */
		fwrite(text.p, 1, text.n, out);
	buf_free(&text);
}

/* An input: each cell that is marked is a field. */
static void print_input(FILE *out, struct str input, size_t columns, const bool *marked)
{
	struct str cell;
	bool first = true;

	if (columns == 1) {
		print_field(out, input);
		return;
	}
	for (size_t k = 0; k < columns && cells_find(input, k, &cell); k++) {
		if (!marked[k])
			continue;
		if (!first)
			putc('\t', out);
		print_field(out, cell);
		first = false;
	}
}

static void mark_needed(const struct dsl_program *p, const struct examples *all, bool *marked)
{
	bool needed[CELLS_MOST];

	dsl_columns_needed(p, all->inputs.n, needed);
	for (size_t k = 0; k < all->inputs.n; k++)
		marked[k] |= needed[k];
}

/* The head of a table of inputs: of several columns, their numbers or names. */
static void print_names(const struct examples *all, const bool *marked)
{
	bool first = true;

	putchar('\n');
	if (all->inputs.n == 1)
		fputs("input", stdout);
	for (size_t k = 0; k < all->inputs.n && all->inputs.n > 1; k++) {
		const size_t at = all->inputs.at[k];

		if (!marked[k])
			continue;
		if (!first)
			putchar('\t');
		if (at < all->nnames)
			print_field(stdout, all->names[at]);
		else
			printf("column %zu", at + 1);
		first = false;
	}
}

/* The best programs that do different things to the other inputs (any, when there are none), and the first inputs that tell them apart. */
static void show_alternatives(const struct given *g, const struct examples *all, const struct exact_result *r, struct arena *a)
{
	size_t most = (size_t)opt.alternatives, n = 0, rows = 0;
	bool needed[CELLS_MOST] = { false };
	struct str **made = mem_get((most + 1) * sizeof *made);

	puts("program\tcost\t");
	for (size_t p = 0; p < r->n && n < most; p++) {
		bool fresh = true;

		made[n] = results_of(&r->found[p].program, g->others, g->nothers, a);
		for (size_t q = 0; q < n && fresh && g->nothers; q++)
			fresh = !same_results(g, made[q], made[n]);
		if (!fresh)
			continue;
		printf("%zu\t%.1f\t", ++n, r->found[p].cost);
		print_program(stdout, "", &r->found[p].program, all);
		mark_needed(&r->found[p].program, all, needed);
	}
	for (size_t i = 0; i < g->nothers && rows < SHOWN; i++) {
		bool same = true;

		for (size_t p = 1; p < n && same; p++)
			same = str_eq(made[0][i], made[p][i]);
		if (same)
			continue;
		if (rows++ == 0) {
			print_names(all, needed);
			for (size_t p = 0; p < n; p++)
				printf("\t%zu", p + 1);
			putchar('\n');
		}
		print_input(stdout, g->others[i], all->inputs.n, needed);
		for (size_t p = 0; p < n; p++) {
			putchar('\t');
			print_field(stdout, made[p][i]);
		}
		putchar('\n');
	}
	free(made);
}

static void show_preview(const struct given *g, const struct examples *all, const struct dsl_program *p, struct arena *a)
{
	bool needed[CELLS_MOST] = { false };
	struct str *made = results_of(p, g->others, g->nothers, a);

	mark_needed(p, all, needed);
	for (size_t i = 0; i < g->nothers && i < SHOWN; i++) {
		print_input(stdout, g->others[i], all->inputs.n, needed);
		putchar('\t');
		print_field(stdout, made[i]);
		putchar('\n');
	}
}

/* A string as a message shows it: as an example's field would be written, and cut when it is longer than `most` bytes. */
static void add_shown(struct buf *out, struct str s, size_t most)
{
	struct str head = s;

	if (head.n > most)
		for (head.n = most; head.n && ((unsigned char)s.p[head.n] & 0xC0) == 0x80; head.n--)
			;
	buf_putc(out, '\'');
	table_put(out, TABLE_TSV, head);
	buf_puts(out, head.n < s.n ? "...'" : "'");
}

/* An input as a message shows it: its cells that are marked (NULL: all), with bars between. */
static void add_input(struct buf *out, struct str input, const struct examples *all, const bool *marked, size_t most)
{
	struct buf text = { 0 };

	if (all->inputs.n > 1)
		inputs_show(&text, input, marked);
	add_shown(out, all->inputs.n > 1 ? buf_view(&text) : input, most);
	buf_free(&text);
}

/* What to say so that one column more is read. */
static void add_offer(struct buf *out, const struct examples *all, size_t column)
{
	struct inputs more = all->inputs;

	if (more.n < CELLS_MOST)
		more.at[more.n++] = column;
	buf_puts(out, "--from ");
	inputs_put_list(out, &more, NULL, all->names, all->nnames);
	buf_puts(out, " reads it, too");
}

static void add_column(struct buf *out, const struct examples *all, size_t column)
{
	buf_printf(out, " of column %zu", column + 1);
	if (column < all->nnames) {
		buf_puts(out, ", ");
		add_shown(out, all->names[column], CUT);
		buf_putc(out, ',');
	}
}

/* Says what speaks against the program, and which line it is whose output would decide: whole, so that it can be made an example. */
static void say_doubt(const struct given *g, const struct examples *all, const struct exact_result *r, struct arena *a)
{
	const struct str *made = results_of(&r->found->program, g->others, g->nothers, a);
	const struct doubt d = doubt_find(g->inputs, g->outputs, g->n, g->others, made, g->nothers, r->found, r->n, a);
	bool needed[CELLS_MOST] = { false };
	struct doubt_column other;
	struct buf text = { 0 };

	if (doubt_literal_of_column(all, &r->found->program, &other)) {
		add_shown(&text, other.text, WHOLE);
		add_column(&text, all, other.column);
		buf_printf(&text, " becomes the same on every line, though line %ld has ", other.line);
		add_shown(&text, other.other, WHOLE);
		buf_puts(&text, " there; ");
		add_offer(&text, all, other.column);
		warn("not sure: %s", buf_cstr(&text));
		buf_free(&text);
		return;
	}
	if (d.kind == DOUBT_NONE)
		return;
	mark_needed(&r->found->program, all, needed);
	if (d.kind == DOUBT_RIVAL)
		mark_needed(&r->found[d.rival].program, all, needed);
	buf_printf(&text, "line %ld, ", g->other_lines[d.input]);
	add_input(&text, g->others[d.input], all, needed, WHOLE);
	if (d.kind == DOUBT_LACKS)
		buf_printf(&text, ", has no '%s', which all examples have, and", d.text.p);
	else if (d.kind == DOUBT_NO_DATE)
		buf_puts(&text, ", is no date, and");
	else if (d.kind == DOUBT_AGAIN) {
		buf_puts(&text, ", has ");
		add_shown(&text, d.text, WHOLE);
		buf_puts(&text, " already, and");
	} else
		buf_putc(&text, ',');
	if (made[d.input].n) {
		buf_puts(&text, " gives ");
		add_shown(&text, made[d.input], WHOLE);
	} else
		buf_puts(&text, " gives nothing");
	if (d.kind == DOUBT_RIVAL) {
		buf_puts(&text, ", perhaps ");
		add_shown(&text, results_of(&r->found[d.rival].program, &g->others[d.input], 1, a)[0], WHOLE);
		buf_puts(&text, " is meant");
	} else if (d.kind == DOUBT_STRANGE)
		buf_printf(&text, ", with a '%s' that no example's output has", d.text.p);
	else if (d.kind == DOUBT_CONSTANT)
		buf_puts(&text, ", as every line does");
	else if (d.kind == DOUBT_LITERAL) {
		buf_printf(&text, ", and %s can't show that all lines have ", g->n == 1 ? "one example" : "two examples");
		add_shown(&text, d.text, WHOLE);
	} else if (d.kind == DOUBT_RULE && g->n == 1)
		buf_printf(&text, ", and one example can't show the rule: %s", d.text.p);
	else if (d.kind == DOUBT_RULE)
		buf_printf(&text, ", and %zu examples can't show the rule: %s", g->n, d.text.p);
	else if (d.kind == DOUBT_NUMBER) {
		buf_puts(&text, ", and only ");
		add_shown(&text, d.text, WHOLE);
		buf_puts(&text, " of it is read as the number");
	} else if (d.kind == DOUBT_MIDNIGHT)
		buf_puts(&text, ", on another day, as with no example");
	else if (d.kind == DOUBT_BRANCH)
		buf_puts(&text, ", and one example alone shows that some lines are treated otherwise");
	else if (d.kind == DOUBT_LISTED) {
		buf_puts(&text, ", as the one example with ");
		add_shown(&text, d.text, WHOLE);
		buf_puts(&text, " does");
	} else if (d.kind == DOUBT_UNSEEN)
		buf_puts(&text, ", and looks unlike the examples that are treated so");
	else if (d.kind == DOUBT_FORM)
		buf_puts(&text, ", which looks unlike the examples");
	warn("not sure: %s; an example of it would decide%s", buf_cstr(&text),
	     d.kind == DOUBT_RIVAL ? " (--alternatives 5 shows more)" : "");
	buf_free(&text);
}

/* The search ended before it had looked at everything. */
static void say_unproven(const struct exact_result *r)
{
	if (!r->proven)
		warn("the search ran out of steps or time before it had looked at all programs: a better one may exist; --steps and --seconds "
		     "give it more");
}

/* Where an example stands, for a message; valid until the next call. */
static const char *stands(const struct given *g, size_t i, const char *name)
{
	static struct buf text;

	text.n = 0;
	if (g->lines[i])
		buf_printf(&text, "%s: line %ld", name, g->lines[i]);
	else
		buf_puts(&text, "-e");
	return buf_cstr(&text);
}

/* Is the first string of another form than all others? */
static bool stands_out(const struct str *strings, size_t n, struct arena *a)
{
	const struct str first = doubt_form(strings[0], a);

	for (size_t i = 1; i < n; i++)
		if (str_eq(first, doubt_form(strings[i], a)))
			return false;
	return true;
}

/* May it be the name of a column: up to three words without digits? */
static bool may_be_name(struct str s)
{
	size_t blanks = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] > 0 && !memchr("_-. ()", s.p[i], 6) && ((s.p[i] | 32) < 'a' || (s.p[i] | 32) > 'z'))
			return false;
		blanks += s.p[i] == ' ';
	}
	return s.n && blanks < 3;
}

/* May each cell be one, and does the output have none of them? */
static bool may_be_names(struct str input, struct str output)
{
	struct str cell;

	for (size_t k = 0; cells_find(input, k, &cell); k++)
		if (!may_be_name(cell) || memmem(output.p, output.n, cell.p, cell.n) || memmem(cell.p, cell.n, output.p, output.n))
			return false;
	return may_be_name(output);
}

/* Nothing fits all examples: may the first row be a header? It is of another kind than the others in both columns; or in one, where a header is
 * usual. Elsewhere, and where inputs of several columns are hardly ever of one kind, others must go together, and it must be no example by its look. */
static bool looks_like_header(const struct given *g, struct arena *a)
{
	bool in, out;

	if (opt.table.header || opt.table.no_header || g->n < 2 || g->lines[0] != 1)
		return false;
	in = stands_out(g->inputs, g->n, a);
	out = stands_out(g->outputs, g->n, a);
	if (opt.column && cells_count(g->inputs[0]) == 1)
		return in || out;
	return ((in && out) || opt.column) && g->n > 2 && may_be_names(g->inputs[0], g->outputs[0]);
}

/* What no program of the language can do, and where the examples need it, as far as that shows. */
static void say_limits(const struct given *g, const struct examples *all, const char *name)
{
	struct doubt_column other;
	struct buf text = { 0 };

	if (doubt_output_of_column(all, &other)) {
		add_shown(&text, other.text, CUT);
		add_column(&text, all, other.column);
		buf_puts(&text, other.column < all->nnames ? " and " : ", and ");
		add_offer(&text, all, other.column);
		warn("%s: the outputs have text of another column, such as %s", name, buf_cstr(&text));
		buf_free(&text);
		return;
	}
	for (size_t i = 0; i < g->n; i++) {
		struct str foreign = explain_foreign(g->inputs, g->outputs, g->n, i);

		if (!foreign.n)
			continue;
		add_shown(&text, foreign, CUT);
		buf_puts(&text, " is not in ");
		add_input(&text, g->inputs[i], all, NULL, CUT);
		warn("%s: %s, nor the same in all outputs", stands(g, i, name), buf_cstr(&text));
		break;
	}
	warn("programs take pieces of the line, change their case, replace, join, count, write numbers and dates otherwise, add fixed "
	     "text, and tell lines apart by what they have; these examples need more (\"Limits\" in fill's man page)");
	buf_free(&text);
}

/* The examples that contradict the program that fits most of them. */
static void blame(const struct given *g, const struct examples *all, const struct explained *e, const bool *fits, const char *name)
{
	struct buf text = { 0 };

	add_program(&text, &e->program, all);
	warn("%s fits %zu of them: %s", e->largest ? "the most that one program does: it" : "one program", e->n, buf_cstr(&text));
	for (size_t i = 0, blamed = 0; i < g->n && blamed < BLAMED; i++) {
		if (fits[i])
			continue;
		text.n = 0;
		add_input(&text, g->inputs[i], all, NULL, CUT);
		buf_puts(&text, " to ");
		add_shown(&text, g->outputs[i], CUT);
		warn("%s: %s contradicts it", stands(g, i, name), buf_cstr(&text));
		if (++blamed == BLAMED && g->n - e->n > BLAMED)
			warn("%s: and %zu more", name, g->n - e->n - BLAMED);
	}
	buf_free(&text);
}

/* Says that rows have columns which nobody reads, as nobody has said what they are. */
static void say_more_columns(const struct examples *all, const char *name)
{
	if (!opt.column && !opt.rows && !cli_given("from") && !cli_given("to") && all->width > 2)
		warn("%s: the first row has %zu columns, and 1 and 2 are read; --rows reads all, the last as the outputs", name, all->width);
}

/* Nothing fits all. Where one program fits most, and is more than a fixed text, the others contradict it; where none does, it is the language that
 * lacks something. `o` has what is left of the budgets. Exit status 1. */
static int say_conflict(struct exact *x, const struct given *g, const struct examples *all, const struct exact_options *o, const char *name,
                        bool ran_out)
{
	struct arena a = { 0 };
	bool *fits = mem_zero(g->n, sizeof *fits);
	struct explained e;

	if (ran_out)
		warn("%s: the search ran out of steps or time before it found a program; --steps and --seconds give it more", name);
	else if (g->n == 1)
		warn("%s: no program fits the example", name);
	else
		warn("%s: no program fits all %zu examples", name, g->n);
	say_more_columns(all, name);
	if (g->n == 1 || ran_out)
		return cli_finish(1);
	e = explain(x, g->inputs, g->outputs, g->n, o, &a, fits);
	if (e.n > 1 && 2 * e.n > g->n && doubt_explains(&e.program, e.n))
		blame(g, all, &e, fits, name);
	else
		say_limits(g, all, name);
	return cli_finish(1);
}

/* Runs the program over the text or the table, of which it reads some of these columns. */
static int run(const struct dsl_program *p, const struct examples *all, const struct inputs *inputs, struct source *text, struct dsl_map map)
{
	bool needed[CELLS_MOST] = { false };
	struct arena a = { 0 };
	struct dsl_program narrow;
	struct buf why = { 0 }, list = { 0 };
	struct dsl_ready *ready;

	mark_needed(p, all, needed);
	narrow = dsl_narrow(p, inputs->n, needed, &a);
	inputs_put_list(&list, inputs, needed, NULL, 0);
	map.from = buf_cstr(&list);
	map.program = ready = dsl_ready(inputs->n > 1 ? &narrow : p);
	if (dsl_map(&map, text, opt.out, &why) < 0)
		die("%s", buf_cstr(&why));
	if (map.failed && !opt.quiet)
		warn("%s: %ld of %ld lines could not be handled, the first is line %ld: %s%s", source_name(text), map.failed, map.lines, map.first,
		     map.reason, strcmp(map.reason, dsl_error_text(RUN_NOT_UTF8)) ? "" : "; --encoding says what it is in");
	if (map.odd && !opt.quiet)
		table_options_say_odd(source_name(text), map.odd, map.first_odd);
	return cli_finish(map.failed || map.odd ? 1 : 0);
}

/* Of the programs that fit, those that the model can judge, the likeliest first. */
static void let_model_choose(const struct given *g, struct exact_result *r)
{
	struct encoder_pair *pairs = mem_get(g->n * sizeof *pairs);
	struct decode_weights weights;
	struct ranker *ranker;
	struct buf head = { 0 }, why = { 0 };
	struct team *team = team_make(1);
	struct net net;

	if (netfile_open(&net, opt.model, &head, &why))
		die_if(buf_cstr(&why));
	if (net.config.composer)
		die("%s: a hierarchical model can't judge programs", opt.model);
	decode_prepare(&weights, &net.decoder, team);
	ranker = ranker_make(&net, &weights);
	for (size_t i = 0; i < g->n; i++)
		pairs[i] = (struct encoder_pair){ g->inputs[i], g->outputs[i] };
	if (!rank_places(ranker, pairs, g->n, r->found, r->n))
		die("%s: its numbers are not finite", opt.model);
	ranker_free(ranker);
	decode_release(&weights);
	net_free(&net);
	team_free(team);
	buf_free(&head);
	free(pairs);
}

/* How far each column stands from the outputs, when nobody has said which are meant. */
static const int *distances(const struct examples *all, struct arena *a)
{
	int *away = arena_get(a, all->inputs.n * sizeof *away);

	for (size_t k = 0; k < all->inputs.n; k++) {
		const size_t at = all->inputs.at[k], output = all->output;

		away[k] = (int)(at < output ? output - at : at - output) - 1;
		if (at == 0 && away[k] > 1)
			away[k] = 1;             /* the first column names the rows */
	}
	return cli_given("from") ? NULL : away;
}

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
	                                  .output = opt.rows && !cli_given("to") ? NULL : opt.to, .partial = filled || opt.learn,
	                                  .added = filled && (opt.learn || opt.pairs.n), .whole = filled ? GIVEN_LINES : 0,
	                                  .format = table_options_format(&opt.table, columns, t->source, opt.quiet) };
	if (examples_read(&t->all, t->source, &t->from, SIZE_MAX, &why) < 0)
		die("%s", buf_cstr(&why));
}

/* Adds the examples of a table; dies when one must have an output and has none. */
static void add_examples(struct given *g, const struct table *t)
{
	const long line = given_add_examples(g, &t->all, t->from.partial);

	if (line)
		die("%s: line %ld: an example without an output; --column fills the outputs that a table lacks", source_name(t->source), line);
}

/* The cells of an input of several columns stand between tabs. */
static struct str input_of_pair(const char *text, size_t columns, struct arena *a)
{
	struct str in = arena_copy(a, str_of(text));
	char *p = (char *)in.p;

	if (columns < 2)
		return in;
	if (!cells_may_hold(in))
		usage_die("-e: an input with the character U+001F, which separates the columns of an input");
	while ((p = strchr(p, '\t')))
		*p = CELLS_SEPARATOR;
	if (cells_count(in) != columns)
		usage_die("-e: the input '%s' has %zu columns, not %zu (a tab is between two)", text, cells_count(in), columns);
	return in;
}

static void add_pairs(struct given *g, size_t columns)
{
	for (size_t i = 0; i < opt.pairs.n; i++) {
		const struct str in = input_of_pair(opt.pairs.all[i][0], columns, &g->arena), out = str_of(opt.pairs.all[i][1]);

		if (!out.n)
			usage_die("-e: an empty output can't be an example");
		if (utf8_check(in) == UTF8_BROKEN || utf8_check(out) == UTF8_BROKEN)
			die("-e: not UTF-8");
		given_add(g, in, out, 0);
	}
}

/* Without a table, the first example of -e says how many columns an input has. */
static size_t columns_of_pairs(void)
{
	size_t n = 1;

	for (const char *p = opt.rows && opt.pairs.n ? opt.pairs.all[0][0] : ""; (p = strchr(p, '\t')); p++)
		n++;
	if (n > CELLS_MOST)
		usage_die("-e: more than %d columns", CELLS_MOST);
	return n;
}

/* Which operands there are, by the other options: EXAMPLES, unless they come in another way, and FILE. */
static void take_operands(char **operands, const char **examples, const char **file)
{
	const bool only_file = opt.column || opt.pairs.n || opt.learn;
	const char *second = operands[0] ? operands[1] : NULL;

	if (opt.rows && (opt.column || opt.learn))
		usage_die("--rows and --%s exclude each other: there the columns of a table are inputs by themselves", opt.learn ? "learn" : "column");
	*examples = opt.learn ? opt.learn : only_file ? NULL : operands[0];
	*file = only_file ? operands[0] : second;
	if (only_file && second && opt.column)
		usage_die("'%s' is one operand too many with --column; the column to fill is named by --to", second);
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

/* Opens the text, whose first lines, or rows of so many columns, are looked at. */
static struct source *open_lines(struct given *g, const char *file, size_t columns, struct dsl_map *map)
{
	struct source *text = table_options_open(&opt.table, file);

	map->table = map->alone = opt.rows || columns > 1;
	if (map->table)
		map->format = table_options_format(&opt.table, (const char *const []){ NULL }, text, opt.quiet);
	if (given_look(g, text, map->table ? &map->format : NULL, columns) < 0)
		die("%s", source_error(text));
	return text;
}

/* Nothing fits all the examples. If something fits all but the first, which looks like a header, it is taken for one. */
static bool found_header(struct exact *x, struct given *g, const struct examples *all, const struct exact_options *o, struct exact_result *r,
                         const char *name)
{
	struct arena a = { 0 };
	struct exact_result without = { .status = EXACT_NONE };
	struct buf text = { 0 };

	if (r->status != EXACT_RAN_OUT && looks_like_header(g, &a))
		without = exact_search(x, g->inputs + 1, g->outputs + 1, g->n - 1, o);
	arena_free(&a);
	if (without.status != EXACT_FOUND)
		return false;
	add_input(&text, g->inputs[0], all, NULL, CUT);
	buf_puts(&text, " to ");
	add_shown(&text, g->outputs[0], CUT);
	if (!opt.quiet)
		warn("%s: %s goes with no other and is taken for a header; --no-header says that it is none", stands(g, 0, name), buf_cstr(&text));
	buf_free(&text);
	given_drop_first(g);
	*r = without;
	return true;
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	const char *columns[TABLE_NAMES], *path, *file, *name;
	struct exact_options o = { .dialect = (enum dsl_dialect)opt.dialect, .steps = opt.steps, .seconds = opt.seconds };
	struct dsl_map map = { .policy = (enum map_policy)opt.policy, .threads = (int)opt.threads };
	struct table learnt = { 0 }, filled = { 0 }, *examples;
	struct examples *all;
	struct arena arena = { 0 };
	struct inputs inputs;
	struct source *text;
	struct exact *x = exact_make();
	struct exact_result r;
	struct given g = { 0 };

	table_options_columns(opt.from, opt.to, NULL, columns);
	table_options_check(&opt.table, columns);
	take_operands(operands, &path, &file);
	if (*opt.model && mat_refused())
		die("%s", mat_refused());
	if (path) {
		read_table(&learnt, path, false, columns);
		add_examples(&g, &learnt);
	}
	if (opt.column) {
		read_table(&filled, file, true, columns);
		if (!path)
			add_examples(&g, &filled);
	}
	examples = path ? &learnt : &filled;
	name = examples->source ? source_name(examples->source) : "-e";
	all = &examples->all;
	if (!examples->source)
		all->inputs.n = all->width = columns_of_pairs();
	add_pairs(&g, all->inputs.n);
	if (g.n == 0)
		die("%s: no examples%s", name, opt.column && !path ? ": column --to is empty" : "");
	if (opt.column) {
		given_add_others(&g, &filled.all);
		source_rewind(text = filled.source);
		map.table = map.only_empty = true;
		map.format = filled.from.format;
		map.to = opt.to;
		inputs = filled.all.inputs;
	} else {
		inputs_all_but(&inputs, all->inputs.n, all->inputs.n, all->inputs.n);
		text = open_lines(&g, file, inputs.n, &map);
	}
	map.header = opt.column && opt.table.header;
	map.pass_empty = !given_empty_input(&g);
	o.others = g.others, o.nothers = g.nothers, o.away = distances(all, &arena);
	if (!opt.column)
		all->inputs = inputs, all->nnames = 0;       /* from here on they are those of FILE */
	o.best = opt.alternatives ? 50 * (size_t)opt.alternatives : PREFER_FROM;
	r = exact_search(x, g.inputs, g.outputs, g.n, &o);
	if (r.status != EXACT_FOUND && found_header(x, &g, all, &o, &r, name)) {
		examples_take_header(all);
		map.header |= !path;
	}
	r = guard_improve(guard_make(x), &r, g.inputs, g.outputs, g.n, &o);
	if (r.status != EXACT_FOUND) {
		exact_spend(&o, &r);
		return say_conflict(x, &g, all, &o, name, r.status == EXACT_RAN_OUT);
	}
	prefer_running(r.found, r.n, g.others, g.nothers);
	if (*opt.model)
		let_model_choose(&g, &r);
	if (opt.alternatives) {
		say_unproven(&r);
		show_alternatives(&g, all, &r, &arena);
		return cli_finish(0);
	}
	if (!opt.quiet) {
		print_program(stderr, "fill: ", &r.found[0].program, all);
		say_more_columns(all, name);
		say_unproven(&r);
		say_doubt(&g, all, &r, &arena);
	}
	if (opt.dry) {
		show_preview(&g, all, &r.found[0].program, &arena);
		return cli_finish(0);
	}
	return run(&r.found[0].program, all, &inputs, text, map);
}
