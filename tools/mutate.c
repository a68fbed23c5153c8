/* mutate - changes one token of each program
 * SPDX-License-Identifier: MIT
 *
 * Reads tasks that have a program and pairs, and writes them with a program that differs in one token: a critical one, so that it gives another
 * output, or an error, on at least one of the inputs; or one that is not, so that it gives the same on all (5.3.1). The changed tasks have no
 * pairs yet; iogen makes them. A program that has no such token is dropped, and counted. */
#include <stdint.h>

#include "base/cli.h"
#include "base/meter.h"
#include "base/rng.h"
#include "batch.h"
#include "dsl/dsl.h"
#include "dsl/dsl_legal.h"
#include "dsl/dsl_run.h"

static const char *const kinds[] = { "critical", "non-critical", NULL };
static struct { long seed, threads; int token; const char *out; bool quiet; } opt = { .seed = 1, .out = "-" };
static const struct cli_option options[] = {
	CLI_CHOICE(0, "token", opt.token, kinds, "whether the change is to show in the outputs"),
	CLI_SEED(opt.seed), CLI_THREADS(opt.threads), CLI_OUTPUT(opt.out), CLI_QUIET(opt.quiet), CLI_END
};
static const struct cli tool = {
	.tool = "mutate", .what = "change one token of each program", .usage = "[OPTION]... [FILE]", .options = options,
	.example = "dslsample -n 100 | iogen | mutate --token non-critical | show --programs", .operands = 1, .about = dsl_run_about,
};

struct work { struct stream_writer *out; struct dsl_scratch **scratch; long dropped; };

static bool is_program(const uint8_t *ids, size_t n)
{
	struct dsl_syntax syntax = dsl_syntax_begin(DSL_PAPER);

	for (size_t i = 0; i < n; i++)
		if (!dsl_step(&syntax, ids[i]))
			return false;
	return dsl_finished(&syntax);
}

/* Does a program give the outputs of all pairs? */
static bool gives_the_same(struct str text, const struct task *task, struct dsl_scratch *scratch, struct arena *arena)
{
	struct dsl_program program;
	struct dsl_ready *ready;
	size_t p = 0;

	if (dsl_parse(text, DSL_PAPER, arena, &program, NULL) < 0)
		return false;
	ready = dsl_ready(&program);
	while (p < task->npairs && dsl_makes(ready, scratch, task->pairs[p].input, task->pairs[p].output))
		p++;
	dsl_done(ready);
	return p == task->npairs;
}

/* Each token in random order, in its place each other one in random order, until a change is of the wanted kind. */
static bool change(const struct task *task, uint8_t *ids, size_t n, struct dsl_scratch *scratch, struct arena *arena, struct buf *text)
{
	struct rng rng = rng_at((uint64_t)opt.seed, "mutate", task->id);
	uint8_t *place = arena_get(arena, n), other[DSL_VOCABULARY];

	for (size_t i = 0; i < n; i++)
		place[i] = (uint8_t)i;
	rng_shuffle(&rng, place, n);
	for (int id = 0; id < DSL_VOCABULARY; id++)
		other[id] = (uint8_t)id;
	for (size_t i = 0; i < n; i++) {
		const uint8_t was = ids[place[i]];

		rng_shuffle(&rng, other, DSL_VOCABULARY);
		for (int k = 0; k < DSL_VOCABULARY; k++) {
			ids[place[i]] = other[k];
			if (other[k] == was || !is_program(ids, n))
				continue;
			text->n = 0;
			for (size_t t = 0; t < n; t++)
				buf_printf(text, t ? " %s" : "%s", dsl_table[ids[t]].text);
			if (gives_the_same(buf_view(text), task, scratch, arena) == (opt.token == 1))
				return true;
		}
		ids[place[i]] = was;
	}
	return false;
}

static void work_on(void *context, int thread, struct batch_job *job)
{
	struct work *work = context;
	struct task *task = &job->task, changed = { .id = task->id, .name = task->name, .others = task->others };
	struct buf text = { 0 };
	struct dsl_program program;
	uint8_t ids[UINT8_MAX];
	size_t n;

	buf_puts(&job->why, "program: ");
	if (dsl_parse(task->program, DSL_PAPER, &job->arena, &program, &job->why) < 0)
		return;
	n = dsl_ids(&program, ids, sizeof ids);
	if (n > sizeof ids) {
		buf_printf(&job->why, "%zu tokens; at most %zu are wanted", n, sizeof ids);
		return;
	}
	job->why.n = 0;
	job->note[0] = change(task, ids, n, work->scratch[thread], &job->arena, &text);
	changed.program = buf_view(&text);
	if (job->note[0])
		task_pack(&job->packed, &changed);
	buf_free(&text);
}

static void begin(void *context, int threads)
{
	struct work *work = context;

	work->scratch = dsl_scratch_each(threads);
}

static int wanted(void *context, const struct task *task, const char **why)
{
	(void)context;
	*why = task->npairs ? "no program" : "no pairs";
	return task->npairs && task->program.n ? 1 : -1;
}

static const char *done(void *context, struct batch_job *job)
{
	struct work *work = context;

	work->dropped += !job->note[0];
	meter_set((double)stream_written(work->out));
	return job->note[0] ? stream_put(work->out, job->packed.p, job->packed.n) : NULL;
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	struct stream_reader *in = stream_open(operands[0], FORMAT_TASKS);
	struct work work = { .out = stream_create(opt.out, FORMAT_TASKS, in) };
	struct buf why = { 0 };

	die_if(stream_error(in));
	die_if(stream_writer_error(work.out));
	meter_start("programs", 0, opt.quiet);
	if (batch_run(&(struct batch){ .in = in, .threads = (int)opt.threads, .context = &work, .begin = begin, .wanted = wanted, .work = work_on,
	                              .done = done }, &why))
		die_if(buf_cstr(&why));
	die_if(stream_commit(work.out));
	if (!opt.quiet)
		warn("%ld programs changed, %ld dropped that have no such token", stream_written(work.out), work.dropped);
	return cli_finish(0);
}
