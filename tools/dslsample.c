/* dslsample - samples programs from the DSL
 * SPDX-License-Identifier: MIT
 *
 * Each record is drawn by itself from (seed, record number), so shards and other orders give the same records. */
#include <stdint.h>

#include "base/cli.h"
#include "base/meter.h"
#include "base/rng.h"
#include "dsl/dsl.h"
#include "dsl/dsl_draw.h"
#include "task.h"

static struct { long n, seed, first; struct cli_span parts; struct cli_shard shard; double conststr, constpos; const char *out; bool quiet; } opt = {
	.n = 1000, .seed = 1, .parts = { 1, 1 }, .shard = { 1, 1 }, .conststr = 0.06, .constpos = 0.1, .out = "-",
};
static const struct cli_option options[] = {
	CLI_INT('n', "count", "N", opt.n, 0, 1e12, "programs to sample"),
	CLI_SPAN(0, "parts", opt.parts, 1, 64, "expressions in a program; a range is drawn from evenly"),
	CLI_REAL(0, "conststr", "P", opt.conststr, 0, 1, "share of expressions that are a ConstStr (Table 5)"),
	CLI_REAL(0, "constpos", "P", opt.constpos, 0, 1, "share of positions that are a ConstPos (Table 4)"),
	CLI_INT(0, "first", "N", opt.first, 0, 1e12, "number of the first record"),
	CLI_SEED(opt.seed), CLI_SHARD(opt.shard), CLI_OUTPUT(opt.out), CLI_QUIET(opt.quiet), CLI_END
};
static const struct cli tool = {
	.tool = "dslsample", .what = "sample programs from the DSL", .usage = "[OPTION]...", .options = options,
	.example = "dslsample -n 1000 --parts 2-4 | iogen | show",
};

int main(int argc, char **argv)
{
	struct stream_writer *out;
	struct arena arena = { 0 };
	struct buf text = { 0 };
	struct cli_span part;

	cli_start(&tool, argc, argv);
	out = stream_create(opt.out, FORMAT_TASKS, NULL);
	die_if(stream_writer_error(out));
	part = cli_part(&opt.shard, opt.n);
	meter_start("programs", (double)(part.last - part.first), opt.quiet);
	for (long i = part.first; i < part.last; i++) {
		struct task task = { .id = (uint64_t)(opt.first + i) };
		struct rng rng = rng_at((uint64_t)opt.seed, "dslsample", task.id);
		const struct dsl_rates rates = { opt.conststr, opt.constpos, 0.5 };
		long parts = opt.parts.first + (long)rng_below(&rng, (uint32_t)(opt.parts.last - opt.parts.first + 1));
		struct dsl_program program;

		arena_reset(&arena);
		text.n = 0;
		program = dsl_draw_program(&rng, parts, &rates, &arena);
		dsl_print(&text, &program);
		task.program = buf_view(&text);
		die_if(task_write(out, &task));
		meter_set((double)(i - part.first + 1));
	}
	die_if(stream_commit(out));
	return cli_finish(0);
}
