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
#include "dsl/dsl_map.h"
#include "netfile.h"
#include "nn/mat.h"
#include "search/doubt.h"
#include "search/exact.h"
#include "search/explain.h"
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
	bool column, dry, quiet;
	int policy, dialect;
	long alternatives, threads;
	double steps, seconds;
} opt = { .from = "1", .to = "2", .out = "-", .model = "", .dialect = DSL_SHELL, .steps = 3e8 };

static const struct cli_option options[] = {
	CLI_FLAG('c', "column", opt.column, "FILE is a table: rows that have an output are the examples, the others are filled"),
	CLI_PAIRS('e', "example", "INPUT OUTPUT", opt.pairs, "a further example, instead of EXAMPLES or beside them; can be given again"),
	CLI_FILE(0, "learn", opt.learn, "the examples are rows of this table; FILE is one with the same columns"),
	CLI_TEXT(0, "from", "COLUMN", opt.from, "column of the inputs: a number, or a name of the header line"),
	CLI_TEXT(0, "to", "COLUMN", opt.to, "column of the outputs"),
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

static void print_program(FILE *out, const char *before, const struct dsl_program *p)
{
	struct buf text = { 0 };

	dsl_print_readable(&text, p);
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

/* The best programs that do different things to the other inputs (any, when there are none), and the first inputs that tell them apart. */
static void show_alternatives(const struct given *g, const struct exact_result *r, struct arena *a)
{
	size_t most = (size_t)opt.alternatives, n = 0, rows = 0;
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
		print_program(stdout, "", &r->found[p].program);
	}
	for (size_t i = 0; i < g->nothers && rows < SHOWN; i++) {
		bool same = true;

		for (size_t p = 1; p < n && same; p++)
			same = str_eq(made[0][i], made[p][i]);
		if (same)
			continue;
		if (rows++ == 0) {
			fputs("\ninput", stdout);
			for (size_t p = 0; p < n; p++)
				printf("\t%zu", p + 1);
			putchar('\n');
		}
		print_field(stdout, g->others[i]);
		for (size_t p = 0; p < n; p++) {
			putchar('\t');
			print_field(stdout, made[p][i]);
		}
		putchar('\n');
	}
	free(made);
}

static void show_preview(const struct given *g, const struct dsl_program *p, struct arena *a)
{
	struct str *made = results_of(p, g->others, g->nothers, a);

	for (size_t i = 0; i < g->nothers && i < SHOWN; i++) {
		print_field(stdout, g->others[i]);
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
	struct doubt_column other;
	struct buf text = { 0 };

	if (doubt_literal_of_column(all, &r->found->program, &other)) {
		add_shown(&text, other.text, WHOLE);
		add_column(&text, all, other.column);
		buf_printf(&text, " becomes the same on every line, though line %ld has ", other.line);
		add_shown(&text, other.other, WHOLE);
		warn("not sure: %s there; fill reads one column, --from", buf_cstr(&text));
		buf_free(&text);
		return;
	}
	if (d.kind == DOUBT_NONE)
		return;
	buf_printf(&text, "line %ld, ", g->other_lines[d.input]);
	add_shown(&text, g->others[d.input], WHOLE);
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

/* Nothing fits all examples: may the first row be a header? It is of another kind than the others in both columns; or in one, where a header is
 * usual. Elsewhere others must go together, and it must be no example by its look. */
static bool looks_like_header(const struct given *g, struct arena *a)
{
	bool in, out;

	if (opt.table.header || opt.table.no_header || g->n < 2 || g->lines[0] != 1)
		return false;
	in = stands_out(g->inputs, g->n, a);
	out = stands_out(g->outputs, g->n, a);
	if (opt.column)
		return in || out;
	return in && out && g->n > 2 && may_be_name(g->inputs[0]) && may_be_name(g->outputs[0]) &&
	       !memmem(g->outputs[0].p, g->outputs[0].n, g->inputs[0].p, g->inputs[0].n) &&
	       !memmem(g->inputs[0].p, g->inputs[0].n, g->outputs[0].p, g->outputs[0].n);
}

/* What no program of the language can do, and where the examples need it, as far as that shows. */
static void say_limits(const struct given *g, const struct examples *all, const char *name)
{
	struct doubt_column other;
	struct buf text = { 0 };

	if (doubt_output_of_column(all, &other)) {
		add_shown(&text, other.text, CUT);
		add_column(&text, all, other.column);
		warn("%s: the outputs have text of another column, such as %s and fill reads one column, --from", name, buf_cstr(&text));
		buf_free(&text);
		return;
	}
	for (size_t i = 0; i < g->n; i++) {
		struct str foreign = explain_foreign(g->inputs, g->outputs, g->n, i);

		if (!foreign.n)
			continue;
		add_shown(&text, foreign, CUT);
		buf_puts(&text, " is not in ");
		add_shown(&text, g->inputs[i], CUT);
		warn("%s: %s, nor the same in all outputs", stands(g, i, name), buf_cstr(&text));
		break;
	}
	warn("programs take pieces of the line, change their case, replace, join, write numbers and dates otherwise, and add text that is the same "
	     "for all lines; these examples need more (\"Limits\" in fill's man page)");
	buf_free(&text);
}

/* The examples that contradict the program that fits most of them. */
static void blame(const struct given *g, const struct explained *e, const bool *fits, const char *name)
{
	struct buf text = { 0 };

	dsl_print_readable(&text, &e->program);
	warn("%s fits %zu of them: %s", e->largest ? "the most that one program does: it" : "one program", e->n, buf_cstr(&text));
	for (size_t i = 0, blamed = 0; i < g->n && blamed < BLAMED; i++) {
		if (fits[i])
			continue;
		text.n = 0;
		add_shown(&text, g->inputs[i], CUT);
		buf_puts(&text, " to ");
		add_shown(&text, g->outputs[i], CUT);
		warn("%s: %s contradicts it", stands(g, i, name), buf_cstr(&text));
		if (++blamed == BLAMED && g->n - e->n > BLAMED)
			warn("%s: and %zu more", name, g->n - e->n - BLAMED);
	}
	buf_free(&text);
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
	if (g->n == 1 || ran_out)
		return cli_finish(1);
	e = explain(x, g->inputs, g->outputs, g->n, o, &a, fits);
	if (e.n > 1 && 2 * e.n > g->n && doubt_explains(&e.program, e.n))
		blame(g, &e, fits, name);
	else
		say_limits(g, all, name);
	return cli_finish(1);
}

/* Runs the program over the text or the table. */
static int run(const struct dsl_program *p, struct source *text, struct dsl_map map)
{
	struct buf why = { 0 };
	struct dsl_ready *ready = dsl_ready(p);

	map.program = ready;
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

/* The table of examples, or the one that is filled: read, ready to be read again. */
struct table { struct source *source; struct examples_from from; struct examples all; };

static void read_table(struct table *t, const char *path, bool filled, const char *const *columns)
{
	struct buf why = { 0 };

	t->source = table_options_open(&opt.table, path);
	if (filled && source_keep(t->source) < 0)
		die("%s", source_error(t->source));
	t->from = (struct examples_from){ .header = opt.table.header, .input = opt.from, .output = opt.to, .partial = filled || opt.learn,
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

static void add_pairs(struct given *g)
{
	for (size_t i = 0; i < opt.pairs.n; i++) {
		const struct str in = str_of(opt.pairs.all[i][0]), out = str_of(opt.pairs.all[i][1]);

		if (!out.n)
			usage_die("-e: an empty output can't be an example");
		if (utf8_check(in) == UTF8_BROKEN || utf8_check(out) == UTF8_BROKEN)
			die("-e: not UTF-8");
		given_add(g, in, out, 0);
	}
}

/* Which operands there are, by the other options: EXAMPLES, unless they come in another way, and FILE. */
static void take_operands(char **operands, const char **examples, const char **file)
{
	const bool only_file = opt.column || opt.pairs.n || opt.learn;
	const char *second = operands[0] ? operands[1] : NULL;

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

/* Nothing fits all the examples. If something fits all but the first, which looks like a header, it is taken for one. */
static bool found_header(struct exact *x, struct given *g, const struct exact_options *o, struct exact_result *r, const char *name)
{
	struct arena a = { 0 };
	struct exact_result without = { .status = EXACT_NONE };
	struct buf text = { 0 };

	if (r->status != EXACT_RAN_OUT && looks_like_header(g, &a))
		without = exact_search(x, g->inputs + 1, g->outputs + 1, g->n - 1, o);
	arena_free(&a);
	if (without.status != EXACT_FOUND)
		return false;
	add_shown(&text, g->inputs[0], CUT);
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
	const char *const columns[] = { opt.from, opt.to, NULL }, *path, *file, *name;
	struct exact_options o = { .dialect = (enum dsl_dialect)opt.dialect, .steps = opt.steps, .seconds = opt.seconds };
	struct dsl_map map = { .policy = (enum map_policy)opt.policy, .threads = (int)opt.threads };
	struct table learnt = { 0 }, filled = { 0 }, *examples;
	struct arena arena = { 0 };
	struct source *text;
	struct exact *x = exact_make();
	struct exact_result r;
	struct given g = { 0 };

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
	add_pairs(&g);
	if (g.n == 0)
		die("%s: no examples%s", name, opt.column && !path ? ": column --to is empty" : "");
	if (opt.column) {
		given_add_others(&g, &filled.all);
		source_rewind(text = filled.source);
		map.table = map.only_empty = true;
		map.format = filled.from.format;
		map.from = opt.from, map.to = opt.to;
	} else if (given_look(&g, text = table_options_open(&opt.table, file)) < 0)
		die("%s", source_error(text));
	map.header = opt.table.header;
	map.pass_empty = !given_empty_input(&g);
	o.others = g.others, o.nothers = g.nothers;
	o.best = opt.alternatives ? 50 * (size_t)opt.alternatives : PREFER_FROM;
	r = exact_search(x, g.inputs, g.outputs, g.n, &o);
	if (r.status != EXACT_FOUND && found_header(x, &g, &o, &r, name)) {
		examples_take_header(&examples->all);
		map.header |= !path;
	}
	if (r.status != EXACT_FOUND) {
		exact_spend(&o, &r);
		return say_conflict(x, &g, &examples->all, &o, name, r.status == EXACT_RAN_OUT);
	}
	prefer_running(r.found, r.n, g.others, g.nothers);
	if (*opt.model)
		let_model_choose(&g, &r);
	if (opt.alternatives) {
		say_unproven(&r);
		show_alternatives(&g, &r, &arena);
		return cli_finish(0);
	}
	if (!opt.quiet) {
		print_program(stderr, "fill: ", &r.found[0].program);
		say_unproven(&r);
		say_doubt(&g, &examples->all, &r, &arena);
	}
	if (opt.dry) {
		show_preview(&g, &r.found[0].program, &arena);
		return cli_finish(0);
	}
	return run(&r.found[0].program, text, map);
}
