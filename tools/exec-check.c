/* exec-check - runs programs on pairs, says which are right
 * SPDX-License-Identifier: MIT
 *
 * Execution accuracy (5.3.1): the share of tasks whose program gives the right output for every input; on the pairs that the search was given,
 * and on all. By the token length of the true program, both cuts of the paper's ranges, and by its number of parts. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cli.h"
#include "base/meter.h"
#include "base/pool.h"
#include "dsl/dsl.h"
#include "dsl/dsl_run.h"
#include "task.h"

enum { BATCH = 256, MOST_PARTS = 64 };

static const char *const groupings[] = { "everything", "tokens", "parts", "nothing", NULL };
static const char *const choices[] = { "answer", "program", NULL };
static struct { const char *program, *out; int by, which; long threads; bool all, tasks, quiet; } opt = { .out = "-" };
static const struct cli_option options[] = {
	CLI_TEXT('p', "program", "PROGRAM", opt.program, "check this one on every task"),
	CLI_CHOICE(0, "check", opt.which, choices, "the answer, where there is one, else the task's own program; or the task's own"),
	CLI_CHOICE(0, "by", opt.by, groupings, "lines of the report"),
	CLI_FLAG(0, "all", opt.all, "exit 1 unless every program is right on all pairs"),
	CLI_QUIET_FLAG(0, "tasks", opt.tasks, "write the tasks with their verdicts in place of the report"),
	CLI_THREADS(opt.threads), CLI_OUTPUT(opt.out), CLI_QUIET(opt.quiet), CLI_END
};
static const struct cli tool = {
	.tool = "exec-check", .what = "run programs on pairs, say which are right", .usage = "[OPTION]... [FILE]", .options = options,
	.example = "dslsample -n 100 --parts 2-4 | iogen | synth -k 10 | exec-check", .operands = 1, .about = dsl_run_about,
};

/* One line of the report. */
struct group { long tasks, given_right, right, pairs, pairs_right; };
static struct group everything, from_left[4], from_right[4];     /* 10-25 and so on: as [10,25), and as (10,25] */
static struct group by_parts[MOST_PARTS];

struct job { struct arena arena; struct task task; size_t tokens, parts; struct buf why; };
struct work { struct job jobs[BATCH]; struct dsl_scratch **scratch; struct dsl_program program; struct dsl_ready *ready; };

/* Token length and parts of the true program, for grouping; 0 where there is none. */
static int measure(struct job *job)
{
	struct dsl_program program;

	job->tokens = job->parts = 0;
	if (job->task.program.n == 0)
		return 0;
	if (dsl_parse(job->task.program, DSL_SHELL, &job->arena, &program, &job->why) < 0)
		return -1;
	job->tokens = dsl_ids(&program, NULL, 0);
	job->parts = program.n;
	return 0;
}

static void check(void *context, int thread, size_t i)
{
	struct work *work = context;
	struct job *job = &work->jobs[i];
	struct task *task = &job->task;
	const struct task_answer *answer = !opt.program && opt.which == 0 && task->nanswers ? &task->answers[0] : NULL;
	struct str text = answer ? answer->program : task->program;
	struct task_verdict verdict = { .total = (long)task->npairs, .given = answer ? answer->given : (long)task->npairs };
	struct dsl_ready *ready = work->ready;
	struct dsl_program program;

	job->why.n = 0;
	if (measure(job) < 0)
		return;
	if (!ready && text.n) {
		if (dsl_parse(text, DSL_SHELL, &job->arena, &program, &job->why) < 0)
			return;
		ready = dsl_ready(&program);
	}
	for (size_t p = 0; p < task->npairs && ready; p++)
		if (dsl_makes(ready, work->scratch[thread], task->pairs[p].input, task->pairs[p].output)) {
			verdict.passed++;
			verdict.given_passed += (long)p < verdict.given;
		}
	if (ready != work->ready)
		dsl_done(ready);
	task->verdict = verdict;
	task->has_verdict = true;
}

static void add(struct group *g, const struct task_verdict *v)
{
	g->tasks++;
	g->given_right += v->given_passed == v->given;
	g->right += v->passed == v->total;
	g->pairs += v->total;
	g->pairs_right += v->passed;
}

static void count(const struct job *job)
{
	const struct task_verdict *v = &job->task.verdict;

	add(&everything, v);
	for (size_t cut = 0; cut < 4; cut++) {
		if (job->tokens >= 10 + 15 * cut && job->tokens < 25 + 15 * cut)
			add(&from_left[cut], v);
		if (job->tokens > 10 + 15 * cut && job->tokens <= 25 + 15 * cut)
			add(&from_right[cut], v);
	}
	if (job->parts && job->parts <= MOST_PARTS)
		add(&by_parts[job->parts - 1], v);
}

static void print_group(FILE *out, const char *by, const char *name, const struct group *g)
{
	if (g->tasks)
		fprintf(out, "%s\t%s\t%ld\t%ld\t%.2f\t%ld\t%.2f\t%.2f\n", by, name, g->tasks, g->given_right,
		        100.0 * (double)g->given_right / (double)g->tasks, g->right, 100.0 * (double)g->right / (double)g->tasks,
		        g->pairs ? 100.0 * (double)g->pairs_right / (double)g->pairs : 0);
}

static void report(FILE *out)
{
	fputs("by\tgroup\ttasks\tright on given\t%\tright on all\t%\tpairs right, %\n", out);
	print_group(out, "all", "-", &everything);
	for (int right = 0; right < 2; right++)
		for (int cut = 0; cut < 4 && opt.by < 2; cut++) {
			char name[32];

			snprintf(name, sizeof name, right ? "(%d,%d]" : "[%d,%d)", 10 + 15 * cut, 25 + 15 * cut);
			print_group(out, "tokens", name, right ? &from_right[cut] : &from_left[cut]);
		}
	for (int n = 0; n < MOST_PARTS && (opt.by == 0 || opt.by == 2); n++) {
		char name[32];

		snprintf(name, sizeof name, "%d", n + 1);
		print_group(out, "parts", name, &by_parts[n]);
	}
}

/* Reads a batch of tasks; returns how many, and in *got what the last read gave. */
static size_t read_batch(struct head_reader *in, struct work *work, int *got)
{
	size_t n = 0;
	struct task task;

	while (n < BATCH && (*got = task_read(in, &task)) > 0) {
		if (task.npairs == 0 || (!opt.program && task.program.n == 0 && (opt.which || task.nanswers == 0))) {
			head_blame(in, task.npairs ? "neither a program nor an answer" : "no pairs");
			*got = -1;
			break;
		}
		arena_reset(&work->jobs[n].arena);
		work->jobs[n].task = task_copy(&work->jobs[n].arena, &task);
		n++;
	}
	return n;
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	const char *name = operands[0] && strcmp(operands[0], "-") ? operands[0] : "<stdin>";
	struct head_reader *in;
	struct head_writer *out = NULL;
	struct work *work = mem_zero(1, sizeof *work);
	struct pool *pool = pool_make((int)opt.threads, check, work);
	struct arena arena = { 0 };
	struct buf why = { 0 };
	FILE *text = stdout;
	long done = 0;

	if (opt.program && dsl_parse(str_of(opt.program), DSL_SHELL, &arena, &work->program, &why) < 0)
		usage_die("option --program: %s", buf_cstr(&why));
	work->ready = opt.program ? dsl_ready(&work->program) : NULL;
	in = head_open(operands[0], FORMAT_TASKS);
	if (opt.tasks)
		out = head_create(opt.out, FORMAT_TASKS, in);
	else if (strcmp(opt.out, "-") && !(text = fopen(opt.out, "w")))
		die("%s: %m", opt.out);
	work->scratch = mem_get((size_t)pool_threads(pool) * sizeof *work->scratch);
	for (int t = 0; t < pool_threads(pool); t++)
		work->scratch[t] = dsl_scratch_make();
	meter_start("tasks", 0, opt.quiet);
	for (int got = 1; got > 0;) {
		size_t n = read_batch(in, work, &got);

		if (got < 0)
			die("%s", head_error(in));
		pool_run(pool, n);
		for (size_t i = 0; i < n; i++) {
			if (work->jobs[i].why.n)
				die("%s: record %ld: program: %s", name, done + (long)i + 1, buf_cstr(&work->jobs[i].why));
			count(&work->jobs[i]);
			if (out)
				task_write(out, &work->jobs[i].task);
		}
		done += (long)n;
		meter_set((double)done);
	}
	if (out)
		head_commit(out);
	else
		report(text);
	if (text != stdout && (ferror(text) | fclose(text)))
		die("%s: write error", opt.out);
	return cli_finish(opt.all && everything.right < everything.tasks ? 1 : 0);
}
