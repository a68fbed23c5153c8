/* iogen - gives each program its input/output pairs
 * SPDX-License-Identifier: MIT
 *
 * Reads tasks that have a program, and writes them with pairs: the first `--pairs` of at most `--tries` random inputs on which the
 * program runs (5.1). A program that does not run on enough of them is dropped, and counted. */
#include <stdint.h>

#include "base/cli.h"
#include "base/meter.h"
#include "base/rng.h"
#include "batch.h"
#include "dsl/dsl.h"
#include "dsl/dsl_draw.h"
#include "dsl/dsl_run.h"

enum draws { DRAWS_OWN, DRAWS_COMMON };
static const char *const draws[] = { "own", "common", NULL };
static struct { long n, pairs, tries, seed, threads; int draws; const char *out; bool quiet; } opt = {
	.pairs = 20, .tries = 1000, .seed = 1, .out = "-",               /* the paper's, 5.1 */
};
static const struct cli_option options[] = {
	CLI_INT('n', "count", "N", opt.n, 0, 1e12, "write the first N tasks that have their pairs, no more and no fewer; 0 is all"),
	CLI_INT(0, "pairs", "N", opt.pairs, 1, 1000, "pairs to make for each program"),
	CLI_INT(0, "tries", "N", opt.tries, 1, 1000000, "random inputs to try"),
	CLI_CHOICE(0, "draws", opt.draws, draws, "random numbers of its own for each program, or for all of them the same from the first input on"),
	CLI_SEED(opt.seed), CLI_THREADS(opt.threads), CLI_OUTPUT(opt.out), CLI_QUIET(opt.quiet), CLI_END
};
static const struct cli tool = {
	.tool = "iogen", .what = "give each program its input/output pairs", .usage = "[OPTION]... [FILE]", .options = options,
	.example = "dslsample -n 1000 | iogen -o short.msgpack.zst", .operands = 1, .about = dsl_run_about,
};

enum { MADE, DROPPED };
struct work { struct stream_writer *out; struct dsl_scratch **scratch; long read, dropped; };

/* Give up early? After a quarter of the tries with less than 1/20 of the pairs, half with 4/20, three quarters with 10/20: of programs
 * that would have just made it this drops fewer than one in 100 (20 successes, each in the first quarter with chance 1/4, and so
 * on), and without it half of the time would go to programs that never run. */
static bool hopeless(long tried, long made)
{
	long few = opt.pairs / 20;

	return (tried == opt.tries / 4 && made < few) || (tried == opt.tries / 2 && made < 4 * few) ||
	       (tried == opt.tries / 4 * 3 && made < 10 * few);
}

/* The random numbers of a task, whatever the thread and the order. Common ones begin alike for all programs, which use them up at different rates: so
 * the paper's own inputs seem to have been drawn (C.3: its third and fourth sample share their letters in the first rows). */
static struct rng numbers_of(const struct task *task)
{
	return opt.draws == DRAWS_COMMON ? rng_at((uint64_t)opt.seed, "iogen common", 0) : rng_at((uint64_t)opt.seed, "iogen", task->id);
}

/* Makes the pairs of one task. */
static void make_pairs(void *context, int thread, struct batch_job *job)
{
	struct work *work = context;
	struct task *task = &job->task;
	struct rng rng = numbers_of(task);
	struct task_pair *pairs = arena_get(&job->arena, (size_t)opt.pairs * sizeof *pairs);
	struct buf made = { 0 };
	struct dsl_program program;
	struct dsl_needs needs;
	struct dsl_ready *ready;
	long n = 0;

	job->note[0] = DROPPED;
	buf_puts(&job->why, "program: ");
	if (dsl_parse(task->program, DSL_PAPER, &job->arena, &program, &job->why) < 0)
		return;
	job->why.n = 0;
	if (!dsl_feasible(&program))
		return;
	needs = dsl_needs(&program);
	ready = dsl_ready(&program);
	for (long t = 0; t < opt.tries && n < opt.pairs && opt.pairs - n <= opt.tries - t; t++) {
		if (hopeless(t, n))
			break;
		char text[DRAW_ROOM];
		struct str input = { text, (size_t)dsl_draw_input(&rng, &needs, text) };

		made.n = 0;
		if (dsl_run_as(ready, work->scratch[thread], input, DSL_ASCII, &made) == RUN_OK)
			pairs[n++] = (struct task_pair){ arena_copy(&job->arena, input), arena_copy(&job->arena, buf_view(&made)) };
	}
	dsl_done(ready);
	buf_free(&made);
	if (n < opt.pairs)
		return;
	task->pairs = pairs;
	task->npairs = (size_t)n;
	task_pack(&job->packed, task);
	job->note[0] = MADE;
}

static void begin(void *context, int threads)
{
	struct work *work = context;

	work->scratch = dsl_scratch_each(threads);
}

/* With enough made it reads on to the end: whoever writes to us is not to be cut off. */
static int wanted(void *context, const struct task *task, const char **why)
{
	const struct work *work = context;

	*why = "no program";
	return task->program.n == 0 ? -1 : !opt.n || stream_written(work->out) < opt.n;
}

static const char *done(void *context, struct batch_job *job)
{
	struct work *work = context;
	const char *wrong = NULL;

	work->read++;
	if (job->note[0] == DROPPED)
		work->dropped++;
	else if (!opt.n || stream_written(work->out) < opt.n)
		wrong = stream_put(work->out, job->packed.p, job->packed.n);
	meter_set((double)stream_written(work->out));
	return wrong;
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	struct stream_reader *in = stream_open(operands[0], FORMAT_TASKS);
	struct work work = { .out = stream_create(opt.out, FORMAT_TASKS, in) };
	struct buf why = { 0 };

	die_if(stream_error(in));
	die_if(stream_writer_error(work.out));
	meter_start("tasks", (double)opt.n, opt.quiet);
	if (batch_run(&(struct batch){ .in = in, .threads = (int)opt.threads, .context = &work, .begin = begin, .wanted = wanted, .work = make_pairs,
	                              .done = done }, &why))
		die_if(buf_cstr(&why));
	if (stream_written(work.out) < opt.n)
		die("only %ld of the %ld tasks asked for: %ld of %ld programs have no %ld pairs in %ld tries", stream_written(work.out), opt.n,
		    work.dropped, work.read, opt.pairs, opt.tries);
	die_if(stream_commit(work.out));
	if (!opt.quiet)
		warn("%ld tasks, %ld programs dropped", stream_written(work.out), work.dropped);
	return cli_finish(0);
}
