/* synth - finds a program for each task's pairs
 * SPDX-License-Identifier: MIT
 *
 * Reads tasks that have pairs, and writes them with an answer. The first --given pairs are the specification; the others are for
 * exec-check to judge by. --search exact deduces the answer (search/exact.h) and needs no model. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/cli.h"
#include "base/meter.h"
#include "base/pool.h"
#include "dsl/dsl.h"
#include "dsl/dsl_run.h"
#include "search/exact.h"
#include "search/prefer.h"
#include "task.h"

enum { BATCH = 256 };

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

struct job { struct arena arena; struct task task; struct buf packed; bool solved; };
struct work { struct job jobs[BATCH]; struct exact **exact; };

static double seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void answer(struct job *job, const struct exact_result *result, double seconds)
{
	struct task *task = &job->task;
	struct task_answer blank = { .method = STR("exact"), .given = opt.given && (size_t)opt.given < task->npairs ? opt.given : (long)task->npairs,
	                             .seconds = opt.timed ? seconds : -1 };

	job->solved = result->n > 0;
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
	job->packed.n = 0;
	task_pack(&job->packed, task);
}

static void solve(void *context, int thread, size_t i)
{
	struct work *work = context;
	struct job *job = &work->jobs[i];
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
	answer(job, &result, opt.timed ? seconds_now() - begun : -1);
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	struct head_reader *in = head_open(operands[0], FORMAT_TASKS);
	struct head_writer *out = head_create(opt.out, FORMAT_TASKS, in);
	struct work *work = mem_zero(1, sizeof *work);
	struct pool *pool = pool_make((int)opt.threads, solve, work);
	long solved = 0;
	int got = 1;

	work->exact = mem_get((size_t)pool_threads(pool) * sizeof *work->exact);
	for (int t = 0; t < pool_threads(pool); t++)
		work->exact[t] = exact_make();
	meter_start("tasks", 0, opt.quiet);
	while (got > 0) {
		size_t n = 0;

		while (n < BATCH) {
			struct task task;

			if ((got = task_read(in, &task)) <= 0)
				break;
			if (task.npairs == 0) {
				head_blame(in, "no pairs");
				got = -1;
				break;
			}
			arena_reset(&work->jobs[n].arena);
			work->jobs[n].task = task_copy(&work->jobs[n].arena, &task);
			n++;
		}
		if (got < 0)
			die("%s", head_error(in));
		pool_run(pool, n);
		for (size_t i = 0; i < n; i++) {
			head_put(out, work->jobs[i].packed.p, work->jobs[i].packed.n);
			solved += work->jobs[i].solved;
		}
		meter_set((double)head_written(out));
	}
	head_commit(out);
	if (!opt.quiet)
		warn("%ld of %ld tasks solved", solved, head_written(out));
	return cli_finish(0);
}
