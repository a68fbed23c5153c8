/* exec-check - runs programs on pairs, says which are right
 * SPDX-License-Identifier: MIT
 *
 * Execution accuracy (5.3.1): the share of tasks whose program gives the right output for every input; on the pairs that the search was given,
 * and on all. By the token length of the true program, both cuts of the paper's ranges, and by its number of parts. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cli.h"
#include "base/meter.h"
#include "base/outfile.h"
#include "batch.h"
#include "dsl/dsl.h"
#include "dsl/dsl_run.h"

enum { MOST_PARTS = 64 };

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

struct work {
	struct stream_writer *out;           /* NULL when there is to be a report */
	struct dsl_scratch **scratch;
	struct dsl_ready *ready;           /* --program's, or NULL */
	long done;
	long unread, first;                /* programs that can't be read; the first one's record, from 1, and what is wrong with it */
	struct buf why;
};

enum { TOKENS, PARTS };        /* notes: of the true program, for grouping; 0 where there is none */

/* A true program that can't be read belongs to no group. */
static void measure(struct batch_job *job)
{
	struct dsl_program program;

	job->note[TOKENS] = job->note[PARTS] = 0;
	if (job->task.program.n == 0 || dsl_parse(job->task.program, DSL_SHELL, &job->arena, &program, NULL) < 0)
		return;
	job->note[TOKENS] = (long)dsl_ids(&program, NULL, 0);
	job->note[PARTS] = (long)program.n;
}

static void check(void *context, int thread, struct batch_job *job)
{
	struct work *work = context;
	struct task *task = &job->task;
	const struct task_answer *answer = !opt.program && opt.which == 0 && task->nanswers ? &task->answers[0] : NULL;
	struct str text = answer ? answer->program : task->program;
	struct task_verdict verdict = { .total = (long)task->npairs, .given = answer ? answer->given : (long)task->npairs };
	struct dsl_ready *ready = work->ready;
	struct dsl_program program;
	struct buf why = { 0 };

	measure(job);
	if (!ready && text.n && dsl_parse(text, DSL_SHELL, &job->arena, &program, &why) == 0)
		ready = dsl_ready(&program);
	verdict.why = arena_copy(&job->arena, buf_view(&why));
	for (size_t p = 0; p < task->npairs && ready; p++)
		if (dsl_makes(ready, work->scratch[thread], task->pairs[p].input, task->pairs[p].output)) {
			verdict.passed++;
			verdict.given_passed += (long)p < verdict.given;
		}
	if (ready != work->ready)
		dsl_done(ready);
	buf_free(&why);
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

static void count(const struct batch_job *job)
{
	const struct task_verdict *v = &job->task.verdict;
	long tokens = job->note[TOKENS], parts = job->note[PARTS];

	add(&everything, v);
	for (int cut = 0; cut < 4; cut++) {
		if (tokens >= 10 + 15 * cut && tokens < 25 + 15 * cut)
			add(&from_left[cut], v);
		if (tokens > 10 + 15 * cut && tokens <= 25 + 15 * cut)
			add(&from_right[cut], v);
	}
	if (parts && parts <= MOST_PARTS)
		add(&by_parts[parts - 1], v);
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

/* Standard output is left to cli_finish. */
static void write_report(struct outfile *file)
{
	FILE *out = file->fd == STDOUT_FILENO ? stdout : fdopen(dup(file->fd), "w");

	if (!out)
		die("%s: %s", file->name, strerror(errno));
	report(out);
	if ((out != stdout && (ferror(out) | fclose(out))) || outfile_commit(file) < 0)
		die("%s: %s", file->name, strerror(errno));
}

static void begin(void *context, int threads)
{
	struct work *work = context;

	work->scratch = dsl_scratch_each(threads);
}

static int wanted(void *context, const struct task *task, const char **why)
{
	(void)context;
	*why = task->npairs ? "neither a program nor an answer" : "no pairs";
	return task->npairs && (opt.program || task->program.n || (opt.which == 0 && task->nanswers)) ? 1 : -1;
}

static const char *done(void *context, struct batch_job *job)
{
	struct work *work = context;

	count(job);
	work->done++;
	if (job->task.verdict.why.n && work->unread++ == 0) {
		work->first = work->done;
		buf_str(&work->why, job->task.verdict.why);
	}
	meter_set((double)work->done);
	return work->out ? task_write(work->out, &job->task) : NULL;
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	struct stream_reader *in;
	struct work work = { 0 };
	struct dsl_program program;
	struct arena arena = { 0 };
	struct buf why = { 0 };
	struct outfile file;

	if (opt.program && dsl_parse(str_of(opt.program), DSL_SHELL, &arena, &program, &why) < 0)
		usage_die("option --program: %s", buf_cstr(&why));
	work.ready = opt.program ? dsl_ready(&program) : NULL;
	in = stream_open(operands[0], FORMAT_TASKS);
	die_if(stream_error(in));
	if (opt.tasks) {
		work.out = stream_create(opt.out, FORMAT_TASKS, in);
		die_if(stream_writer_error(work.out));
	} else if (outfile_open(&file, opt.out) < 0)
		die("%s: %s", file.name, strerror(errno));
	meter_start("tasks", 0, opt.quiet);
	if (batch_run(&(struct batch){ .in = in, .threads = (int)opt.threads, .context = &work, .begin = begin, .wanted = wanted, .work = check,
	                              .done = done }, &why))
		die_if(buf_cstr(&why));
	if (work.out)
		die_if(stream_commit(work.out));
	else
		write_report(&file);
	if (work.unread && !opt.quiet)
		warn("%s: %ld of %ld programs can't be read, the first is that of record %ld: %s", stream_name(in), work.unread, work.done,
		     work.first, buf_cstr(&work.why));
	return cli_finish(opt.all && everything.right < everything.tasks ? 1 : 0);
}
