/* synth - finds a program for each task's pairs
 * SPDX-License-Identifier: MIT
 *
 * Reads tasks that have pairs, and writes them with an answer. The first --given pairs are the specification; the others are for
 * exec-check to judge by. --search exact deduces the answer (search/exact.h) and needs no model, but with one has it choose; greedy and beam
 * (search/beam.h) have a model write it; bustle is the paper's baseline (search/bustle.h). */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/cli.h"
#include "base/clock.h"
#include "base/meter.h"
#include "batch.h"
#include "dsl/dsl.h"
#include "dsl/dsl_run.h"
#include "net/embedder.h"
#include "net/generate.h"
#include "net/solve.h"
#include "netfile.h"
#include "nn/mat.h"
#include "search/beam.h"
#include "search/bustle.h"
#include "search/guard.h"
#include "search/parts.h"
#include "search/prefer.h"
#include "search/rank.h"

enum { EXACT, GREEDY, BEAM, BUSTLE };
enum { CANDIDATES = 100 };               /* that exact search finds for a model to choose from */
static const char *const searches[] = { "exact", "greedy", "beam", "bustle", NULL };
static const char *const dialects[] = { "paper", "shell", NULL };
static struct {
	long given, top, beam, expressions, threads;
	int search, dialect;
	double steps, seconds;
	bool look, plain, timed, quiet;
	const char *model, *out;
} opt = { .top = 1, .beam = 10, .expressions = BUSTLE_EXPRESSIONS, .steps = 1e8, .model = "", .out = "-" };
static const struct cli_option options[] = {
	CLI_INT('k', "given", "K", opt.given, 0, 1e9, "pairs that are the specification, from the first on; 0 is all"),
	CLI_CHOICE(0, "search", opt.search, searches, "how; with a model it is greedy if nothing is said"),
	CLI_FILE('m', "model", opt.model, "the trained model that writes programs, or chooses between them; greedy and beam have one that ships"),
	CLI_CHOICE(0, "dialect", opt.dialect, dialects, "language of the answers"),
	CLI_INT(0, "top", "N", opt.top, 1, 10000, "the N best programs, ranked"),
	CLI_INT(0, "beam", "W", opt.beam, 1, 10000, "beam: so many beginnings of programs go on"),
	CLI_FLAG(0, "look", opt.look, "exact: prefer programs that run on the inputs of the other pairs, too"),
	CLI_REAL(0, "steps", "N", opt.steps, 1, 1e15,
	         "exact, beam: end a task's search after so many steps; a beam's token is 100"),
	CLI_REAL(0, "seconds", "S", opt.seconds, 0, 1e9,
	         "exact, beam: and after so long, which depends on the machine; 0 is no limit"),
	CLI_INT(0, "expressions", "N", opt.expressions, 1, 1e12, "bustle: give up on a task after so many expressions"),
	CLI_FLAG(0, "plain", opt.plain, "bustle: without the string heuristics"),
	CLI_FLAG(0, "time", opt.timed, "record the seconds that each answer took"),
	CLI_THREADS(opt.threads), CLI_OUTPUT(opt.out), CLI_QUIET(opt.quiet), CLI_END
};

static const char *about(void)
{
	static struct buf text;

	buf_printf(&text, "%s, %s", dsl_run_about(), mat_about());
	return buf_cstr(&text);
}

static const struct cli tool = {
	.tool = "synth", .what = "find a program for each task's pairs", .usage = "[OPTION]... [FILE]", .options = options,
	.example = "dslsample -n 100 --parts 2-4 | iogen | synth -k 10 | exec-check", .operands = 1, .about = about,
};

struct work {
	struct stream_writer *out;
	struct net net;
	struct decode_weights weights;
	struct unit {                    /* one thread's */
		struct exact *exact; struct guard *guard;
		struct bustle *bustle;
		struct dsl_scratch *scratch;
		struct beam *beam;
		struct embedder *embedder;
		struct ranker *ranker;
		struct solver *solver;   /* of a network that finds programs part by part: greedy, */
		struct parts *parts;     /* ... or by beam */
		struct decode_work decode;
		real *embedding;         /* (BATCH_MANY, D) */
	} *unit;
	long solved, cut_short, longer;
};
/* What a job's notes say, 0 or 1. LONG: of its strings the model may not have read all; not set without a model. */
enum { SOLVED, CUT_SHORT, LONG };

static const char not_finite[] = "the model's numbers are not finite", ran_out[] = "ran out of steps or time";

static size_t given_of(const struct task *task)
{
	return opt.given && (size_t)opt.given < task->npairs ? (size_t)opt.given : task->npairs;
}

/* Makes room for n answers, n > 0, that have nothing but what all have in common. `complete`: no budget ended the
 * search. */
static struct task_answer *start_answers(struct batch_job *job, size_t n, double seconds, bool complete)
{
	struct task *task = &job->task;

	job->note[SOLVED] = 0;
	job->note[CUT_SHORT] = !complete;
	task->nanswers = n;
	task->answers = arena_get(&job->arena, n * sizeof *task->answers);
	for (size_t i = 0; i < n; i++)
		task->answers[i] = (struct task_answer){ .method = str_of(searches[opt.search]), .given = (long)given_of(task),
		                                         .seconds = seconds, .complete = complete };
	return task->answers;
}

/* ---- exact ---- */

static void answer_exact(struct batch_job *job, const struct exact_result *result, double seconds)
{
	struct task_answer *answers = start_answers(job, result->n ? result->n : 1, seconds, result->proven);

	if (!result->n)
		answers->why = result->status == EXACT_RAN_OUT ? str_of(ran_out) : STR("no program of the dialect");
	for (size_t i = 0; i < result->n; i++) {
		struct buf text = { 0 };

		dsl_print(&text, &result->found[i].program);
		answers[i].program = arena_copy(&job->arena, buf_view(&text));
		answers[i].solved = true;
		answers[i].score = -result->found[i].cost;
		buf_free(&text);
	}
	job->note[SOLVED] = result->n > 0;
	task_pack(&job->packed, &job->task);
}

static struct embedder_task given_pairs(struct batch_job *job)
{
	size_t given = given_of(&job->task);
	struct encoder_pair *pairs = arena_get(&job->arena, given * sizeof *pairs);

	for (size_t p = 0; p < given; p++)
		pairs[p] = (struct encoder_pair){ job->task.pairs[p].input, job->task.pairs[p].output };
	job->note[LONG] = embedder_long(&(struct embedder_task){ pairs, given });
	return (struct embedder_task){ pairs, given };
}

/* Has the model put the programs in order: the likeliest first. */
static void rank(struct unit *unit, struct batch_job *job, struct exact_result *result)
{
	const struct embedder_task given = given_pairs(job);
	double *score = arena_get(&job->arena, (result->n + 1) * sizeof *score);

	if (!rank_scores(unit->ranker, given.pairs, given.n, result->found, result->n, score))
		buf_puts(&job->why, not_finite);
	for (size_t i = 0; i < result->n; i++) {
		struct exact_found one = { result->found[i].program, -score[i] };
		size_t at = i;

		for (; at > 0 && result->found[at - 1].cost > one.cost; at--)
			result->found[at] = result->found[at - 1];
		result->found[at] = one;
	}
}

static void solve_exact(void *context, int thread, struct batch_job *job)
{
	struct unit *unit = &((struct work *)context)->unit[thread];
	const double begun = opt.timed ? clock_seconds() : 0;
	struct task *task = &job->task;
	size_t given = given_of(task);
	struct str *inputs = arena_get(&job->arena, task->npairs * sizeof *inputs), *outputs = arena_get(&job->arena, given * sizeof *outputs);
	struct exact_options how = { .dialect = (enum dsl_dialect)opt.dialect, .best = (size_t)opt.top, .steps = opt.steps, .seconds = opt.seconds };
	struct exact_result result;

	for (size_t p = 0; p < task->npairs; p++) {
		inputs[p] = task->pairs[p].input;
		if (p < given)
			outputs[p] = task->pairs[p].output;
	}
	if (opt.look && given < task->npairs) {
		how.others = inputs + given, how.nothers = task->npairs - given;
		how.best = how.best > PREFER_FROM ? how.best : PREFER_FROM;
	}
	if (unit->ranker)
		how.best = how.best > CANDIDATES ? how.best : CANDIDATES;
	result = guard_search(unit->guard, inputs, outputs, given, &how);
	prefer_running(result.found, result.n, how.others, how.nothers);
	if (unit->ranker)
		rank(unit, job, &result);
	if (result.n > (size_t)opt.top)
		result.n = (size_t)opt.top;
	answer_exact(job, &result, opt.timed ? clock_seconds() - begun : -1);
}

/* ---- bustle ---- */

static void solve_bustle(void *context, int thread, struct batch_job *job)
{
	const double begun = opt.timed ? clock_seconds() : 0;
	struct task *task = &job->task;
	size_t given = given_of(task);
	struct str *inputs = arena_get(&job->arena, given * sizeof *inputs), *outputs = arena_get(&job->arena, given * sizeof *outputs);
	struct bustle_options how = { .expressions = (double)opt.expressions, .plain = opt.plain };
	struct bustle_result result;
	struct task_answer *answer;
	struct buf text = { 0 };

	for (size_t p = 0; p < given; p++)
		inputs[p] = task->pairs[p].input, outputs[p] = task->pairs[p].output;
	result = bustle_search(((struct work *)context)->unit[thread].bustle, inputs, outputs, given, &how);
	answer = start_answers(job, 1, opt.timed ? clock_seconds() - begun : -1, result.status != BUSTLE_RAN_OUT);
	if (result.status == BUSTLE_FOUND) {
		dsl_print(&text, &result.program);
		answer->program = arena_copy(&job->arena, buf_view(&text));
		answer->score = -result.weight;
		buf_free(&text);
	} else
		answer->why = result.status == BUSTLE_RAN_OUT ? STR("ran out of expressions or memory") : STR("no program of the dialect");
	answer->solved = result.status == BUSTLE_FOUND;
	job->note[SOLVED] = answer->solved;
	task_pack(&job->packed, task);
}

/* ---- by a model ---- */

static void embed(struct unit *unit, struct batch_job *jobs, size_t n, struct embedder_task *tasks)
{
	for (size_t i = 0; i < n; i++)
		tasks[i] = given_pairs(&jobs[i]);
	embedder_run(unit->embedder, tasks, n, unit->embedding);
}

/* Is a program right on the given pairs? */
static bool right(const struct task *task, const struct generated *found, struct dsl_scratch *scratch)
{
	struct arena arena = { 0 };
	struct buf text = { 0 };
	struct dsl_program program;
	struct dsl_ready *ready;
	size_t p = 0, given = given_of(task);

	generate_print(&text, found->ids, found->n);
	if (dsl_parse(buf_view(&text), DSL_PAPER, &arena, &program, NULL) == 0) {
		ready = dsl_ready(&program);
		while (p < given && dsl_makes(ready, scratch, task->pairs[p].input, task->pairs[p].output))
			p++;
		dsl_done(ready);
	}
	buf_free(&text);
	arena_free(&arena);
	return p == given;
}

/* The programs that were found, n of them; `solved`: they are right. Or, n 0, why there is none. */
static void answer_generated(struct batch_job *job, const struct generated *found, size_t n, bool solved, const char *why,
                             double seconds, bool complete)
{
	struct task_answer *answers = start_answers(job, n ? n : 1, seconds, complete);
	struct buf text = { 0 };

	if (!n)
		answers->why = str_of(why);
	for (size_t i = 0; i < n; i++) {
		text.n = 0;
		generate_print(&text, found[i].ids, found[i].n);
		answers[i].program = arena_copy(&job->arena, buf_view(&text));
		answers[i].solved = solved;
		answers[i].score = found[i].score;
	}
	buf_free(&text);
	job->note[SOLVED] = n && solved;
	task_pack(&job->packed, &job->task);
}

static void solve_greedy(void *context, int thread, struct batch_job *jobs, size_t n)
{
	struct work *work = context;
	struct unit *unit = &work->unit[thread];
	struct generated found[BATCH_MANY];
	struct embedder_task tasks[BATCH_MANY];
	double begun = opt.timed ? clock_seconds() : 0, each;

	embed(unit, jobs, n, tasks);
	generate_some(&work->weights, &unit->decode, unit->embedding, n, found, NULL);
	each = opt.timed ? (clock_seconds() - begun) / (double)n : -1;
	for (size_t i = 0; i < n; i++)
		if (isfinite(found[i].score))
			answer_generated(&jobs[i], &found[i], found[i].n > 0, right(&jobs[i].task, &found[i], unit->scratch),
			                 "the program did not end", each, true);
		else
			buf_puts(&jobs[i].why, not_finite);
}

_Static_assert((int)BATCH_MANY <= (int)SOLVE_TASKS, "a batch is solved at once");

/* Part after part, by a network that finds programs so. */
static void solve_parts(void *context, int thread, struct batch_job *jobs, size_t n)
{
	struct unit *unit = &((struct work *)context)->unit[thread];
	struct embedder_task tasks[BATCH_MANY];
	struct solved *solved = mem_get(n * sizeof *solved);
	bool spent[BATCH_MANY] = { false };
	double begun = opt.timed ? clock_seconds() : 0, each;

	for (size_t i = 0; i < n; i++)
		tasks[i] = given_pairs(&jobs[i]);
	if (unit->solver)
		solve(unit->solver, tasks, n, solved);
	for (size_t i = 0; unit->parts && i < n; i++) {
		struct budget budget;

		budget_begin(&budget, opt.steps, opt.seconds);
		if (!parts_search(unit->parts, tasks[i].pairs, tasks[i].n, &budget, &solved[i]))
			solved[i].score = NAN;
		spent[i] = budget.spent;
	}
	each = opt.timed ? (clock_seconds() - begun) / (double)n : -1;
	for (size_t i = 0; i < n; i++) {
		struct task_answer *answer = start_answers(&jobs[i], 1, each, !spent[i]);
		struct buf text = { 0 };

		if (!isfinite(solved[i].score)) {
			buf_puts(&jobs[i].why, not_finite);
			continue;
		}
		if (solved[i].parts)
			solve_print(&text, &solved[i]);
		else
			answer->why = spent[i] ? str_of(ran_out) : STR("no part fits the pairs");
		answer->program = arena_copy(&jobs[i].arena, buf_view(&text));
		answer->solved = solved[i].right;
		answer->score = solved[i].score;
		jobs[i].note[SOLVED] = answer->solved;
		task_pack(&jobs[i].packed, &jobs[i].task);
		buf_free(&text);
	}
	free(solved);
}

static void solve_beam(void *context, int thread, struct batch_job *jobs, size_t n)
{
	struct work *work = context;
	struct unit *unit = &work->unit[thread];
	struct embedder_task tasks[BATCH_MANY];
	double begun = opt.timed ? clock_seconds() : 0, each;

	embed(unit, jobs, n, tasks);
	each = opt.timed ? (clock_seconds() - begun) / (double)n : 0;
	for (size_t i = 0; i < n; i++) {
		double since = opt.timed ? clock_seconds() - each : 0;
		const real *embedding = unit->embedding + i * (size_t)work->net.config.task;
		struct budget budget;
		struct beam_result result;

		budget_begin(&budget, opt.steps, opt.seconds);
		result = beam_search(unit->beam, tasks[i].pairs, tasks[i].n, embedding, &budget);
		if (!result.finite)
			buf_puts(&jobs[i].why, not_finite);
		else
			answer_generated(&jobs[i], result.found, result.n ? result.n : result.found->n > 0, result.n > 0,
			                 budget.spent ? ran_out : "the beam came to its end",
			                 opt.timed ? clock_seconds() - since : -1, !budget.spent);
	}
}

/* ---- all ---- */

static void begin(void *context, int threads)
{
	struct work *work = context;
	struct dsl_scratch **scratch = dsl_scratch_each(threads);

	work->unit = mem_zero((size_t)threads, sizeof *work->unit);
	for (int t = 0; t < threads; t++) {
		struct unit *unit = &work->unit[t];

		unit->scratch = scratch[t];
		if (opt.search == EXACT)
			unit->exact = exact_make(), unit->guard = guard_make(unit->exact);
		if (opt.search == BUSTLE)
			unit->bustle = bustle_make();
		if (*opt.model && opt.search == EXACT) {
			unit->ranker = ranker_make(&work->net, &work->weights);
		} else if (*opt.model && solve_wanted(&work->net)) {
			if (opt.search == BEAM)
				unit->parts = parts_make(&work->net, &work->weights, (int)opt.beam);
			else
				unit->solver = solver_make(&work->net, &work->weights);
		} else if (*opt.model) {
			unit->embedder = embedder_make(&work->net);
			unit->embedding = real_array(BATCH_MANY * (size_t)work->net.config.task);
			decode_room(&unit->decode, &work->weights, BATCH_MANY);
		}
		if (opt.search == BEAM && !unit->parts)
			unit->beam = beam_make(&work->weights, (int)opt.beam, (size_t)opt.top);
	}
}

static int wanted(void *context, const struct task *task, const char **why)
{
	(void)context;
	*why = "no pairs";
	return task->npairs ? 1 : -1;
}

static const char *done(void *context, struct batch_job *job)
{
	struct work *work = context;

	work->solved += job->note[SOLVED];
	work->cut_short += job->note[CUT_SHORT];
	work->longer += *opt.model ? job->note[LONG] : 0;
	meter_set((double)stream_written(work->out) + 1);
	return stream_put(work->out, job->packed.p, job->packed.n);
}

static void check_options(void)
{
	static const char *const of_both[] = { "steps", "seconds" }, *const of_bustle[] = { "expressions", "plain" };

	if (*opt.model && !cli_given("search"))
		opt.search = GREEDY;
	if (*opt.model && opt.search == BUSTLE)
		usage_die("--search bustle has no use for a model");
	if (!*opt.model && (opt.search == GREEDY || opt.search == BEAM)) {
		struct buf shipped = { 0 };          /* for the life of the process */

		if (!netfile_shipped(&shipped))
			usage_die("--search %s wants --model FILE: the one that ships with the tools is not there", searches[opt.search]);
		opt.model = buf_cstr(&shipped);
	}
	if (*opt.model && opt.dialect != DSL_PAPER)
		usage_die("a model knows the paper dialect alone");
	if (opt.search != EXACT && cli_given("look"))
		usage_die("--look is for --search exact");
	for (size_t i = 0; i < sizeof of_both / sizeof *of_both && opt.search != EXACT && opt.search != BEAM; i++)
		if (cli_given(of_both[i]))
			usage_die("--%s is for --search exact or beam", of_both[i]);
	for (size_t i = 0; i < sizeof of_bustle / sizeof *of_bustle && opt.search != BUSTLE; i++)
		if (cli_given(of_bustle[i]))
			usage_die("--%s is for --search bustle", of_bustle[i]);
	if (opt.search == BUSTLE && opt.dialect != DSL_PAPER)
		usage_die("--search bustle knows the paper dialect alone");
	if (*opt.model && opt.look)
		usage_die("--look and --model exclude each other");
	if (opt.search != BEAM && cli_given("beam"))
		usage_die("--beam is for --search beam");
	if ((opt.search == GREEDY || opt.search == BUSTLE) && opt.top > 1)
		usage_die("--search %s finds one program, not --top %ld", searches[opt.search], opt.top);
}

static void say_summary(const struct work *work)
{
	struct buf cut_short = { 0 };

	if (work->cut_short)
		buf_printf(&cut_short, "; %ld %s ended by the budget", work->cut_short,
		           work->cut_short == 1 ? "search was" : "searches were");
	warn("%ld of %ld tasks solved%s", work->solved, stream_written(work->out), buf_cstr(&cut_short));
	if (work->longer)
		warn("%ld of them have a string of more than %d characters, of which the model may not have read all",
		     work->longer, READ_WHOLE);
	buf_free(&cut_short);
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	struct stream_reader *in;
	struct buf model = { 0 }, why = { 0 };
	struct work work = { 0 };
	struct batch batch = { .threads = (int)opt.threads, .context = &work, .begin = begin, .wanted = wanted, .done = done };

	check_options();
	cli_check_files(operands);
	if (*opt.model && mat_refused())
		die("%s", mat_refused());
	batch.in = in = stream_open(operands[0], FORMAT_TASKS);
	die_if(stream_error(in));
	if (*opt.model) {
		if (netfile_open(&work.net, opt.model, &model, &why))
			die_if(buf_cstr(&why));
		if (work.net.config.composer && opt.search == EXACT)
			die("%s: a hierarchical model writes programs: --search greedy or beam, not exact", opt.model);
		if (solve_wanted(&work.net) && opt.search == BEAM && opt.top > 1)
			die("%s: a model that finds programs part by part: one program, not --top %ld", opt.model, opt.top);
		decode_prepare(&work.weights, &work.net.decoder);
	}
	if (opt.search == EXACT || opt.search == BUSTLE)
		batch.work = opt.search == EXACT ? solve_exact : solve_bustle;
	else
		batch.work_many = solve_wanted(&work.net) ? solve_parts : opt.search == GREEDY ? solve_greedy : solve_beam;
	work.out = stream_create_by(opt.out, FORMAT_TASKS, in, buf_view(&model));
	die_if(stream_writer_error(work.out));
	meter_start("tasks", 0, opt.quiet);
	if (batch_run(&batch, &why))
		die_if(buf_cstr(&why));
	die_if(stream_commit(work.out));
	if (!opt.quiet)
		say_summary(&work);
	return cli_finish(0);
}
