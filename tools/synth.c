/* synth - finds a program for each task's pairs
 * SPDX-License-Identifier: MIT
 *
 * Reads tasks that have pairs, and writes them with an answer. The first --given pairs are the specification; the others are for
 * exec-check to judge by. --search exact deduces the answer (search/exact.h) and needs no model. */
#include <stdint.h>
#include <time.h>

#include "base/cli.h"
#include "base/meter.h"
#include "batch.h"
#include "dsl/dsl.h"
#include "dsl/dsl_run.h"
#include "search/exact.h"
#include "search/prefer.h"

static const char *const searches[] = { "exact", NULL };
static const char *const dialects[] = { "paper", "shell", NULL };
static struct { long given, top, threads; int search, dialect; double steps, seconds; bool look, timed, quiet; const char *out; } opt = {
	.top = 1, .steps = 1e8, .out = "-",
};
static const struct cli_option options[] = {
	CLI_INT('k', "given", "K", opt.given, 0, 1e9, "pairs that are the specification, from the first on; 0 is all"),
	CLI_CHOICE(0, "search", opt.search, searches, "how"),
	CLI_CHOICE(0, "dialect", opt.dialect, dialects, "language of the answers"),
	CLI_INT(0, "top", "N", opt.top, 1, 10000, "the N best programs, ranked"),
	CLI_FLAG(0, "look", opt.look, "prefer programs that run on the inputs of the other pairs, too"),
	CLI_REAL(0, "steps", "N", opt.steps, 1, 1e15, "give up on a task after so many steps of search"),
	CLI_REAL(0, "seconds", "S", opt.seconds, 0, 1e9, "and after so long, which depends on the machine; 0 is no limit"),
	CLI_FLAG(0, "time", opt.timed, "record the seconds that each answer took"),
	CLI_THREADS(opt.threads), CLI_OUTPUT(opt.out), CLI_QUIET(opt.quiet), CLI_END
};
static const struct cli tool = {
	.tool = "synth", .what = "find a program for each task's pairs", .usage = "[OPTION]... [FILE]", .options = options,
	.example = "dslsample -n 100 --parts 2-4 | iogen | synth -k 10 | exec-check", .operands = 1, .about = dsl_run_about,
};

struct work { struct head_writer *out; struct exact **exact; long solved; };

static double seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void answer(struct batch_job *job, size_t given, const struct exact_result *result, double seconds)
{
	struct task *task = &job->task;
	struct task_answer blank = { .method = STR("exact"), .given = (long)given, .seconds = seconds };

	job->note[0] = result->n > 0;
	task->nanswers = result->n ? result->n : 1;
	task->answers = arena_get(&job->arena, task->nanswers * sizeof *task->answers);
	task->answers[0] = blank;
	task->answers[0].why = result->status == EXACT_RAN_OUT ? STR("ran out of steps or time") : STR("no program of the dialect");
	for (size_t i = 0; i < result->n; i++) {
		struct buf text = { 0 };

		dsl_print(&text, &result->found[i].program);
		task->answers[i] = blank;
		task->answers[i].program = arena_copy(&job->arena, buf_view(&text));
		task->answers[i].solved = true;
		task->answers[i].score = -result->found[i].cost;
		buf_free(&text);
	}
	task_pack(&job->packed, task);
}

static void solve(void *context, int thread, struct batch_job *job)
{
	struct work *work = context;
	struct task *task = &job->task;
	size_t given = opt.given && (size_t)opt.given < task->npairs ? (size_t)opt.given : task->npairs;
	struct str *inputs = arena_get(&job->arena, task->npairs * sizeof *inputs), *outputs = arena_get(&job->arena, given * sizeof *outputs);
	struct exact_options how = { .dialect = (enum dsl_dialect)opt.dialect, .best = (size_t)opt.top, .steps = opt.steps, .seconds = opt.seconds };
	struct exact_result result;
	double begun = opt.timed ? seconds_now() : 0;

	for (size_t p = 0; p < task->npairs; p++) {
		inputs[p] = task->pairs[p].input;
		if (p < given)
			outputs[p] = task->pairs[p].output;
	}
	if (opt.look && given < task->npairs) {
		how.others = inputs + given, how.nothers = task->npairs - given;
		how.best = how.best > PREFER_FROM ? how.best : PREFER_FROM;
	}
	result = exact_search(work->exact[thread], inputs, outputs, given, &how);
	prefer_running(result.found, result.n, how.others, how.nothers);
	if (result.n > (size_t)opt.top)
		result.n = (size_t)opt.top;
	answer(job, given, &result, opt.timed ? seconds_now() - begun : -1);
}

static void begin(void *context, int threads)
{
	struct work *work = context;

	work->exact = mem_get((size_t)threads * sizeof *work->exact);
	for (int t = 0; t < threads; t++)
		work->exact[t] = exact_make();
}

static int wanted(void *context, const struct task *task, const char **why)
{
	(void)context;
	*why = "no pairs";
	return task->npairs ? 1 : -1;
}

static void done(void *context, struct batch_job *job)
{
	struct work *work = context;

	head_put(work->out, job->packed.p, job->packed.n);
	work->solved += job->note[0];
	meter_set((double)head_written(work->out));
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	struct head_reader *in = head_open(operands[0], FORMAT_TASKS);
	struct work work = { .out = head_create(opt.out, FORMAT_TASKS, in) };

	meter_start("tasks", 0, opt.quiet);
	batch_run(&(struct batch){ in, (int)opt.threads, &work, begin, wanted, solve, done });
	head_commit(work.out);
	if (!opt.quiet)
		warn("%ld of %ld tasks solved", work.solved, head_written(work.out));
	return cli_finish(0);
}
