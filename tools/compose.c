/* compose - joins short programs into longer ones (4.2)
 * SPDX-License-Identifier: MIT
 *
 * Reads tasks with short programs and writes tasks with composed ones: each from programs drawn evenly from all that were read, with
 * their ids, and their embeddings where they have them. The composed tasks have no pairs yet; iogen makes them. */
#include <stdint.h>
#include <stdlib.h>

#include "base/cli.h"
#include "base/meter.h"
#include "base/rng.h"
#include "dsl/dsl.h"
#include "dsl/dsl_run.h"
#include "task.h"

static struct { long n, seed, first; struct cli_span parts; struct cli_shard shard; const char *out; bool quiet; } opt = {
	.n = 1000, .seed = 1, .parts = { 2, 4 }, .shard = { 1, 1 }, .out = "-",
};
static const struct cli_option options[] = {
	CLI_INT('n', "count", "N", opt.n, 0, 1e12, "programs to compose"),
	CLI_SPAN(0, "parts", opt.parts, 1, 64, "short programs in a composed one; a range is drawn from evenly"),
	CLI_INT(0, "first", "N", opt.first, 0, 1e12, "number of the first record"),
	CLI_SEED(opt.seed), CLI_SHARD(opt.shard), CLI_OUTPUT(opt.out), CLI_QUIET(opt.quiet), CLI_END
};
static const struct cli tool = {
	.tool = "compose", .what = "join short programs into longer ones", .usage = "[OPTION]... [FILE]", .options = options,
	.example = "dslsample -n 1000 | iogen | compose -n 500 --parts 2-4 | iogen | show -n 3", .operands = 1, .about = dsl_run_about,
};

/* What is kept of a short task, in memory until the end: its id, program and embedding. */
struct pool_of_parts { struct arena arena; struct task_part *parts; struct dsl_program *programs; size_t n, cap, cap_programs; };

static void read_parts(struct stream_reader *in, struct pool_of_parts *pool)
{
	struct task task;
	struct buf why = { 0 };
	int got;

	while ((got = task_read(in, &task)) > 0) {
		struct dsl_program program;

		if (task.program.n == 0)
			stream_blame(in, "no program");
		else if (dsl_parse(task.program, DSL_SHELL, &pool->arena, &program, &why) < 0)
			stream_blame(in, "program: %s", buf_cstr(&why));
		else if (program.nbranches)
			stream_blame(in, "program: one with conditions can't be a part of another");
		if (task.program.n == 0 || why.n || program.nbranches)
			die("%s", stream_error(in));
		pool->parts = mem_room(pool->parts, pool->n, &pool->cap, sizeof *pool->parts);
		pool->programs = mem_room(pool->programs, pool->n, &pool->cap_programs, sizeof *pool->programs);
		pool->parts[pool->n] = (struct task_part){ .id = task.id, .program = arena_copy(&pool->arena, task.program),
		                                          .embedding = arena_copy(&pool->arena, task.embedding) };
		pool->programs[pool->n++] = program;
	}
	if (got < 0)
		die("%s", stream_error(in));
	if (pool->n == 0)
		die("no tasks to compose from");
}

/* Composed program `id`: its parts, and their expressions in one Concat. */
static void compose(const struct pool_of_parts *pool, struct task *task, struct arena *a, struct buf *text)
{
	struct rng rng = rng_at((uint64_t)opt.seed, "compose", task->id);
	struct dsl_program whole = { 0 };
	const struct dsl_program **chosen;
	size_t n = 0;

	task->nparts = (size_t)opt.parts.first + rng_below(&rng, (uint32_t)(opt.parts.last - opt.parts.first + 1));
	task->parts = arena_get(a, task->nparts * sizeof *task->parts);
	chosen = arena_get(a, task->nparts * sizeof *chosen);
	for (size_t i = 0; i < task->nparts; i++) {
		size_t which = rng_below(&rng, (uint32_t)pool->n);

		task->parts[i] = pool->parts[which];
		chosen[i] = &pool->programs[which];
		whole.n += chosen[i]->n;
	}
	whole.exprs = arena_get(a, whole.n * sizeof *whole.exprs);
	for (size_t i = 0; i < task->nparts; n += chosen[i++]->n)
		memcpy(whole.exprs + n, chosen[i]->exprs, chosen[i]->n * sizeof *whole.exprs);
	text->n = 0;
	dsl_print(text, &whole);
	task->program = buf_view(text);
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	struct stream_reader *in = stream_open(operands[0], FORMAT_TASKS);
	struct stream_writer *out = stream_create(opt.out, FORMAT_TASKS, in);
	struct pool_of_parts pool = { 0 };
	struct arena arena = { 0 };
	struct buf text = { 0 };
	const struct cli_span part = cli_part(&opt.shard, opt.n);

	die_if(stream_error(in));
	die_if(stream_writer_error(out));
	read_parts(in, &pool);
	meter_start("programs", (double)(part.last - part.first), opt.quiet);
	for (long i = part.first; i < part.last; i++) {
		struct task task = { .id = (uint64_t)(opt.first + i) };

		arena_reset(&arena);
		compose(&pool, &task, &arena, &text);
		die_if(task_write(out, &task));
		meter_set((double)(i - part.first + 1));
	}
	die_if(stream_commit(out));
	return cli_finish(0);
}
