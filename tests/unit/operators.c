/* operators - are programs drawn from each operator and condition found again by the search, from pairs of inputs drawn for them?
 * SPDX-License-Identifier: MIT
 *
 * As the paper's programs are tested: a program is drawn, run on twenty inputs, and the search is given ten of the pairs.
 * What it finds must make the outputs of the other ten. `operators 20` draws fewer programs of each row: for valgrind. */
#include <stdlib.h>

#include "base/rng.h"
#include "dsl/dsl_op.h"
#include "dsl/dsl_run.h"
#include "search/guard.h"
#include "search/results.h"
#include "../lib/check.h"

enum { GIVEN = 10, PAIRS = 20, TRIES = 400 };

/* Words behind @, one of whose texts takes its place; may have others in them. @(LOW,HIGH,WIDTH) is a number. */
static const struct { const char *name, *one_of[14]; } words[] = {
	{ "word", { "Ada", "van", "Lovelace", "turing", "ISBN", "Kurt", "report", "\u010capek", "north", "QED", "\u00e9t\u00e9", "o" } },
	{ "digits", { "@(0,9,1)", "@(10,99,1)", "@(100,999,1)", "@(1000,99999,1)" } },
	{ "gap", { " ", " ", " ", "-", ", ", "_", "." } },
	{ "text", { "@word@gap@word", "@word @word @word", "@word@gap@digits", "@digits @word@gap@word", "@word@word @digits", "@word, @word @word-@word",
	            "@word@gap@word@gap@word@gap@digits" } },
	{ "number", { "@digits", "@digits", "-@digits", "@digits.@(1,9,1)", "@digits.@(0,99,2)", "@digits.@(0,9999,4)" } },
	{ "date", { "@(1950,2049,4)-@(1,12,2)-@(1,28,2)" } },
	{ "us", { "@(1,12,1)/@(1,28,1)/@(1950,2049,4)" } },
	{ "month", { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" } },
	{ "named", { "@(1,28,1) @month @(1950,2049,4)", "@month @(1,28,1), @(1950,2049,4)" } },
	{ "tongue", { "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "fi" } },
	{ "tongued", { "%-d %B %Y", "%A, %-d. %B", "%d-%b-%Y", "%+B %Y" } },
	{ "monat", { "Januar", "Februar", "M\u00e4rz", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember" } },
	{ "time", { "@(0,23,2):@(0,59,2)" } },
	{ "stamp", { "@date @time:@(0,59,2)" } },
	{ "whole", { "SubStr(ConstPos(0), END)" } },
	{ "piece", { "@whole", "SubStr(ConstPos(0), Regex(\" \", 0, Start))", "SubStr(Regex(\" \", -1, After), END)" } },
	{ "case", { "Lower", "Allcaps", "Propcase" } },
	{ "match", { "Num", "Word+", "Propcase", "Allcaps+", "Lower", "\" \"", "\"-\"", "\".\"", "\"_\"", "Digit", "Field" } },
	{ "classes", { "Num", "Word+", "Propcase", "Allcaps+", "Lower", "Alphanum", "Field" } },
	{ "joint", { "\" \"", "\"-\"", "\", \"", "\"_\"", "\"/\"" } },
	{ "format", { "0", "0.0", "0.00", "00000", "#,##0", "#,##0.00", "0.0##", "G3", "000.0" } },
	{ "a", { "2", "0.5", "1.8", "-1", "100", "0.001", "60", "3.75", "12.5" } },
	{ "b", { "0", "1", "-7", "32", "0.5", "100", "-273.15" } },
	{ "step", { "10", "5", "1", "100", "0.1", "0.5", "25", "1000" } },
	{ "way", { "Floor", "Ceil", "Round" } },
	{ "span", { "15m", "30m", "1h", "2h", "6h" } },
	{ "calendar", { "%Y-%m-%d", "%d.%m.%Y", "%-d/%-m/%Y", "%m/%d/%y", "%b %-d, %Y", "%-d %B %Y", "%A", "%a, %-d %b", "%Y%m%d", "%Y/%m" } },
	{ "clock", { "%H:%M", "%-I:%M %p", "%I:%M%p", "%Hh%M", "%H.%M" } },
	{ "zone", { "+02:00", "-05:00", "+05:30", "+00:00" } },
	{ "zoned", { "@dateT@time:@(0,59,2)@zone" } },
	{ "length", { "%H:%M:%S", "%-S", "%-M min", "%-Hh %Mm" } },
	{ "hms", { "@(0,99,1):@(0,59,2):@(0,59,2)" } },
	{ "days", { "7d", "-1d", "30d", "2w" } },
	{ "given", { "ANN", "JAMES", "MARY", "john", "GILES", "Una", "FIONA" } },
	{ "scot", { "MCADAM", "O'HARA", "MCKAY", "ADAM", "D'ARCY", "JAMES", "mcinnes", "HART", "O'NEIL", "MCEWAN", "BURNS", "MCRAE" } },
	{ "heading", { "@noun @joining @noun", "the @noun @joining the @noun", "@noun", "@noun @joining a @noun" } },
	{ "noun", { "sword", "stone", "tale", "city", "night", "summer", "dream", "winter", "rings", "man" } },
	{ "joining", { "and", "of", "in", "or", "for", "with" } },
	{ "accented", { "Ren\u00e9", "Zo\u00eb", "Ana", "Bj\u00f6rn", "\u0141ukasz", "Nu\u00f1ez", "Gil", "Stra\u00dfe", "Ers\u00e9", "\u00c1lvaro" } },
	{ "fullwidth", { "\uff11\uff12", "\uff21\uff22", "\uff0d", "7", "x", "\uff5a\uff13", "\uff19" } },
	{ "dashes", { "", "-", "--", "---" } },
	{ "name", { "ada king", "kurt von goedel", "alan turing", "emmy noether", "david hilbert", "grace hopper" } },
	{ "names", { "@name", "@name; @name", "@name; @name; @name", "@name; @name; @name; @name" } },
	{ "mark", { ", ", "; ", " / ", "|" } },
	{ "sign", { "", "", "-" } },
	{ "notation", { "1.234,5", "1 234.5", "1'234.5", "1.5e3", "(1.5)", "1 1/2" } },
	{ "style", { "#.##0,00", "# ##0.0", "0.00E0", "0.###E+00", "(0.00)", "0.0-", "0th", "IV", "X", "x2", "O", "B8", "0.0 KB", "0K" } },
	{ "written", { "@digits.@(100,999,1),@(0,99,2)", "@sign@digits,@(1,9,1)", "@digits @(100,999,1)", "@digits'@(100,999,1).@(1,9,1)",
	               "@digits.@(1,9,1)e@(0,9,1)", "(@digits.@(1,9,1))", "@digits @(1,3,1)/@(4,9,1)" } },
	{ "test", { "Has(\"-\")", "Has(Num)", "Starts(Num)", "Ends(Num)", "Has(\" \", 1)", "Starts(Lower)", "Has(\",\")", "Ends(Word+)", "Is(Word+, \"-\", Word+)" } },
	{ "some", { "Concat(@whole)", "Concat(ToCase(@case, @whole))", "Concat(ConstStr(\"no: \"), @whole)", "Concat(@whole, ConstStr(\"!\"))",
	            "Concat(SubStr(ConstPos(0), Regex(\" \", 0, Start)))", "Concat(Remove(Num, @whole))", "Concat(ConstStr(\"none\"))" } },
	{ "passed", { "days", "days", "weeks", "months", "years" } },
	{ "reckon", { "Sum", "Difference", "Product", "Raise", "Reduce", "Largest", "Smallest" } },
	{ "maybe", { "", "@word", "@word @word" } },
	{ "someof", { "Concat(Column(1, @whole))", "Concat(Column(1, ToCase(@case, @whole)))", "Concat(ConstStr(\"no: \"), Column(1, @whole))",
	              "Concat(Column(1, @whole), ConstStr(\"!\"))", "Concat(Column(1, SubStr(ConstPos(0), Regex(\" \", 0, Start))))" } },
	{ "grade", { "A", "B", "C" } },
	{ "lead", { "", "", "", "ConstStr(\"No. \"), ", "ConstStr(\"(\"), " } },
};

/* A program, and an input for it; how many in a hundred must be found again: what was seen, less two; and of what takes
 * long only one draw in `share`. Ten pairs of drawn inputs leave some programs open: a single initial is a piece, too, and what
 * no example rounds need not be rounded. */
static const struct row { const char *program, *input; int least, share; } rows[] = {
	{ "Concat(@leadSubStr(Regex(\"aka \", 0, After), END))", "@text aka @text", 98, 1 },
	{ "Concat(@leadSubStr(ConstPos(0), Regex(\" - \", @(0,1,1), Start)))", "@text - @text - @text", 98, 1 },
	{ "Concat(@leadToCase(@case, @piece))", "@text", 99, 1 },
	{ "Concat(@leadRemove(@match, @piece))", "@text", 99, 1 },
	{ "Concat(@leadReplace(@match, @joint, @piece))", "@text", 99, 1 },
	{ "Concat(@leadJoin(@classes, @joint, @piece))", "@text", 87, 1 },
	{ "Concat(@leadSeparate(@classes, @joint, @piece))", "@text", 96, 1 },
	{ "Concat(@leadInitials(@classes, @joint, @piece))", "@text", 87, 1 },
	{ "Concat(@leadFormat(\"@format\", @whole))", "@number", 86, 1 },
	{ "Concat(@leadFormat(\"@format\", @whole))", "@word @number", 83, 1 },
	{ "Concat(@leadLinear(\"@a\", \"@b\", \"0.##########\", @whole))", "@number", 77, 1 },
	{ "Concat(@leadFormat(\"@format\", @way(\"@step\", @whole)))", "@number", 91, 1 },
	{ "Concat(@leadDate(\"@calendar\", @whole))", "@date", 97, 1 },
	{ "Concat(@leadDate(\"@calendar\", @whole))", "@named", 98, 1 },
	{ "Concat(@leadDate(\"@calendar\", @whole))", "@us", 90, 1 },
	{ "Concat(@leadDate(\"@tongued\", \"@tongue\", @whole))", "@date", 96, 1 },
	{ "Concat(@leadDate(\"%Y-%m-%d\", \"de\", @whole))", "@(1,28,1). @monat @(1950,2049,4)", 98, 1 },
	{ "Concat(@leadDate(\"@tongued\", \"de en\", @whole))", "@(1,28,1). @monat @(1950,2049,4)", 95, 1 },
	{ "Concat(@leadDate(\"%^b-%d\", @whole))", "@date", 98, 1 },
	{ "Concat(@leadDate(\"@clock\", @whole))", "@stamp", 98, 1 },
	{ "Concat(@leadDate(\"@clock\", @way(\"@span\", @whole)))", "@time", 85, 1 },
	{ "Concat(@leadDate(\"@clock\", Shift(\"@span\", @whole)))", "@stamp", 77, 1 },
	{ "Concat(@leadDate(\"@calendar\", Shift(\"@days\", @whole)))", "@date", 57, 1 },
	{ "Concat(@leadDate(\"%Y-%m-%d %H:%M\", Zone(\"@zone\", @whole)))", "@zoned", 90, 1 },
	{ "Concat(@leadDate(\"@calendar\", \"unix\", @whole))", "@(1000000000,2000000000,1)", 98, 1 },
	{ "Concat(@leadDate(\"@calendar\", \"serial\", @whole))", "@(20000,60000,1)", 98, 1 },
	{ "Concat(@leadSpan(\"@length\", @whole))", "@hms", 98, 1 },
	{ "Concat(@leadFormat(\"@style\", @whole))", "@digits", 96, 1 },
	{ "Concat(@leadNumber(\"@notation\", @whole))", "@written", 75, 1 },
	{ "Concat(@leadLinear(\"5/9\", \"@b\", \"0.0000\", @whole))", "@number", 98, 1 },
	{ "Concat(@leadSum(@whole))", "@number and @number", 98, 1 },
	{ "Concat(@leadProduct(@whole))", "@digits x @digits", 98, 1 },
	{ "Concat(@leadLargest(@whole))", "@number and @number", 90, 1 },
	{ "Concat(@leadSmallest(@whole))", "@digits of @digits", 90, 1 },
	{ "Concat(@leadBetween(\"@passed\", @whole))", "@date to @date", 98, 1 },
	{ "Concat(@leadColumn(1, 2, @reckon(@whole)))", "@digits\x1f@digits\x1f@word", 98, 1 },
	{ "Concat(@leadColumn(3, 1, Format(\"0.00\", @reckon(@whole))))", "@number\x1f@word\x1f@number", 90, 1 },
	{ "Concat(@leadColumn(2, 1, Linear(\"@a\", \"@b\", \"0.##########\", @reckon(@whole))))", "@digits\x1f@digits", 70, 1 },
	{ "Concat(@leadColumn(1, 2, Between(\"@passed\", @whole)))", "@date\x1f@named\x1f@word", 98, 1 },
	{ "Concat(@leadColumn(2, 1, Between(\"minutes\", @whole)))", "@time\x1f@time", 98, 1 },
	{ "Concat(@leadColumn(3, 1, 2, Date(\"@calendar\", @whole)))", "@(1,12,1)\x1f@(1,28,1)\x1f@(1950,2049,4)", 90, 1 },
	{ "If(Column(2, @test), @someof, @someof)", "@text\x1f@text", 70, 2 },
	{ "If(Column(2, Is()), @someof, @someof)", "@text\x1f@maybe", 90, 2 },
	{ "Concat(@leadCount(@match, @whole))", "@text", 70, 1 },
	{ "Concat(@leadLength(@whole))", "@text", 98, 1 },
	{ "Concat(@leadEvery(\"@(2,5,1)\", \"@(0,1,1)\", @whole))", "@text", 98, 1 },
	{ "Concat(@leadPick(@classes, \"0\", SubStr(Regex(\"(\", @(0,1,1), After), END)))", "@text (@text) (@text, @digits)", 90, 1 },
	{ "Concat(@leadBefore(\";\", SubStr(Regex(\"(\", @(0,1,1), After), END)))", "@word; @text (@text; (@digits) @text; @word)", 90, 1 },
	{ "If(@test, @some, @some)", "@text", 80, 2 },
	{ "If(Less(\"@step\"), @some, @some)", "@number", 74, 1 },
	{ "If(@test, @some, If(@test, @some, @some))", "@text", 50, 4 },
	{ "Concat(Lookup(\"A\" -> \"good\", \"B\" -> \"fair\", \"C\" -> \"poor\", SubStr(ConstPos(0), Regex(\" \", 0, Start))))", "@grade @text", 92, 4 },
	{ "Concat(@leadToCase(Name, SubStr(Regex(\" \", 0, After), END)))", "@given @scot", 90, 1 },
	{ "Concat(@leadToCase(Title, @whole))", "@heading", 90, 1 },
	{ "Concat(@leadUnaccent(@piece))", "@accented @accented", 90, 1 },
	{ "Concat(@leadUnaccent(ToCase(Lower, @piece)))", "@accented @accented", 90, 1 },
	{ "Concat(@leadNarrow(@whole))", "@fullwidth@fullwidth@fullwidth", 90, 1 },
	{ "Concat(@leadStrip(\"-\", @whole))", "@dashes@word @word@dashes", 90, 1 },
	{ "Concat(Pad(\"14\", \".\", @whole))", "@word @digits", 90, 1 },
	{ "Concat(Pad(\"-15\", \" \", @whole))", "@word-@digits", 90, 1 },
	{ "Concat(@leadMap(\"; \", \"@mark\", Concat(ToCase(Allcaps, SubStr(ConstPos(0), ConstPos(1))), ConstStr(\". \"), SubStr(Regex(\" \", -1, After), END)), @whole))",
	  "@names", 90, 2 },
	{ "Concat(@leadMap(\"; \", \"@mark\", Concat(SubStr(Regex(\" \", 0, After), END), ConstStr(\"_\"), SubStr(ConstPos(0), Regex(\" \", 0, Start))), @whole))",
	  "@names", 90, 2 },
	{ "If(Fits(), Concat(@leadSubStr(Regex(\" \", 0, After), Regex(\" \", 1, Start))), Concat())", "@text", 66, 2 },
	{ "If(Has(\"-\"), Concat(), Concat(@piece))", "@text", 62, 2 },
};

static void expand(struct rng *r, const char *template, struct buf *out)
{
	for (const char *p = template; *p; p++) {
		const size_t n = sizeof words / sizeof *words;
		int low, high, width, used = 0;
		size_t longest = 0, of = n, many = 0;

		if (*p != '@') {
			buf_put(out, p, 1);
			continue;
		}
		if (sscanf(p, "@(%d,%d,%d)%n", &low, &high, &width, &used) == 3 && used) {
			buf_printf(out, "%0*d", width, low + (int)rng_below(r, (uint32_t)(high - low + 1)));
			p += used - 1;
			continue;
		}
		for (size_t k = 0; k < n; k++) {
			size_t len = strlen(words[k].name);

			if (strncmp(p + 1, words[k].name, len) == 0 && len > longest)
				of = k, longest = len;
		}
		if (of == n) {
			check(false, "%s: no word", p);
			exit(1);
		}
		while (many < sizeof words[of].one_of / sizeof *words[of].one_of && words[of].one_of[many])
			many++;
		expand(r, words[of].one_of[rng_below(r, (uint32_t)many)], out);
		p += longest;
	}
}

struct task { struct buf program; struct str in[PAIRS], out[PAIRS]; struct arena arena; };

static bool has(const struct str *list, size_t n, struct str s)
{
	while (n > 0 && !str_eq(list[n - 1], s))
		n--;
	return n > 0;
}

static bool has_operator(const struct dsl_program *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->exprs[i].call || p->exprs[i].to)
			return true;
	return false;
}

/* The program without the outermost operators. */
static struct dsl_program without(const struct dsl_program *p, struct arena *a)
{
	struct dsl_program plain = { .exprs = arena_get(a, p->n * sizeof *plain.exprs), .n = p->n };

	for (size_t i = 0; i < p->n; i++) {
		plain.exprs[i] = p->exprs[i];
		plain.exprs[i].to = CASE_NONE;
		if (plain.exprs[i].call)
			plain.exprs[i].call = plain.exprs[i].call->inner;
	}
	return plain;
}

/* Does each branch have as many of the inputs that will be given as show something? */
static bool all_shown(const struct dsl_program *p, const struct str *in)
{
	enum { MOST = 3, LEAST = 3 };
	struct dsl_scratch *scratch = dsl_scratch_make();
	struct dsl_ready *ready = dsl_ready(p);
	int shown[MOST] = { 0 };
	bool all = true;

	for (size_t i = 0; i < GIVEN; i++)
		shown[dsl_branch_of(ready, scratch, in[i])]++;
	for (size_t b = 0; b <= p->nbranches && p->nbranches; b++)
		all = all && shown[b] >= LEAST;
	dsl_done(ready);
	dsl_scratch_free(scratch);
	return all;
}

/* May an empty output be meant? */
static bool may_give_nothing(const struct dsl_program *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (dsl_is_nothing(&p->exprs[i], 1))
			return true;
	return false;
}

/* Twenty different inputs on which the program runs, and what it makes of them; false: there aren't so many, or those that will be given show little of
 * the operator: their outputs are one, or are what they are without it. */
static bool draw(struct rng *r, const struct row *row, struct task *t)
{
	struct dsl_program program, plain;
	struct buf input = { 0 }, why = { 0 };
	size_t n = 0, same = 0, idle = 0;

	t->program.n = 0;
	expand(r, row->program, &t->program);
	if (!check(dsl_parse(buf_view(&t->program), DSL_SHELL, &t->arena, &program, &why) == 0, "%s: %s", buf_cstr(&t->program), buf_cstr(&why)))
		exit(1);
	plain = without(&program, &t->arena);
	for (int tries = 0; tries < TRIES && n < PAIRS; tries++) {
		struct str s;

		input.n = 0;
		expand(r, row->input, &input);
		s = buf_view(&input);
		if (has(t->in, n, s))
			continue;
		t->in[n] = arena_copy(&t->arena, s);
		t->out[n] = *results_of(&program, &t->in[n], 1, &t->arena);
		if (!t->out[n].n && !may_give_nothing(&program))
			continue;
		same += n > 0 && n < GIVEN && str_eq(t->out[n], t->out[0]);
		idle += has_operator(&program) && n < GIVEN && str_eq(t->out[n], *results_of(&plain, &t->in[n], 1, &t->arena));
		n++;
	}
	buf_free(&input);
	buf_free(&why);
	return n == PAIRS && same < GIVEN / 2 && idle <= GIVEN / 2 && all_shown(&program, t->in);
}

static bool is_found(struct guard *g, const struct task *t, struct buf *found)
{
	const struct exact_options o = { .dialect = DSL_SHELL, .best = 1, .steps = 3e8, .others = t->in + GIVEN, .nothers = PAIRS - GIVEN };
	const struct exact_result result = guard_search(g, t->in, t->out, GIVEN, &o);
	struct arena a = { 0 };
	bool same = result.status == EXACT_FOUND;

	check(result.refused == 0, "%s: %zu programs are found that are wrong when they are run", t->program.p, result.refused);
	found->n = 0;
	if (same) {
		const struct str *made = results_of(&result.found->program, t->in, PAIRS, &a);

		dsl_print_readable(found, &result.found->program);
		for (size_t i = 0; i < GIVEN; i++)
			check(str_eq(made[i], t->out[i]), "%s finds %s, wrong on an example", t->program.p, buf_cstr(found));
		for (size_t i = GIVEN; i < PAIRS; i++)
			same = same && str_eq(made[i], t->out[i]);
	}
	arena_free(&a);
	return same;
}

static void tell(struct task *t, struct buf *found)
{
	printf("%s, found %s\n", buf_cstr(&t->program), found->n ? buf_cstr(found) : "nothing");
	for (size_t i = 0; i < PAIRS; i++)
		printf("\t%.*s\t%.*s\n", (int)t->in[i].n, t->in[i].p, (int)t->out[i].n, t->out[i].p);
}

int main(int argc, char **argv)
{
	const long many = argc > 1 ? atol(argv[1]) : 100;
	const bool verbose = argc > 2;
	struct exact *x = exact_make();
	struct guard *g = guard_make(x);
	struct buf found = { 0 };

	for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
		const long wanted = many / rows[k].share;
		long drawn = 0, right = 0;

		for (long i = 0; drawn < wanted && i < 30 * wanted; i++) {
			struct rng r = rng_at(1, "operators", (uint64_t)(k * 1000000 + (size_t)i));
			struct task t = { .program = { 0 } };

			if (draw(&r, &rows[k], &t)) {
				const bool good = is_found(g, &t, &found);

				drawn++;
				right += good;
				if (verbose && !good)
					tell(&t, &found);
			}
			buf_free(&t.program);
			arena_free(&t.arena);
		}
		printf("%ld of %ld found again: %s of %s\n", right, drawn, rows[k].program, rows[k].input);
		check(drawn == wanted || many < 100, "%s: %ld drawn", rows[k].program, drawn);
		check(many < 100 || right * 100 >= drawn * rows[k].least, "%s: %ld of %ld found again, not %d %%", rows[k].program, right, drawn,
		      rows[k].least);
	}
	buf_free(&found);
	guard_free(g);
	exact_free(x);
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
