/* take - passes on some records of a stream
 * SPDX-License-Identifier: MIT
 *
 * The first ones, those of one split, or some of them evenly spread. The records stay as they are, byte for byte, so the parts of a sharded run, joined by cat and
 * cut by take to the size of the data set, are what a single run gives. */
#include <math.h>

#include "base/cli.h"
#include "base/meter.h"
#include "split.h"
#include "task.h"

enum { WHOLE };                          /* of the splits, of which the others are split.h's, one higher */
static const char *const splits[] = { "whole", "train", "validation", "test", NULL };
static struct { long n; int split; double share; const char *out; bool quiet; } opt = { .share = 1, .out = "-" };
static const struct cli_option options[] = {
	CLI_INT('n', "count", "N", opt.n, 0, 1e12, "how many; 0 is all"),
	CLI_CHOICE(0, "split", opt.split, splits, "only what training learns from, what it validates on, or what it leaves for the test"),
	CLI_REAL(0, "share", "S", opt.share, 0, 1, "of these so large a share, evenly spread"),
	CLI_OUTPUT(opt.out), CLI_QUIET(opt.quiet), CLI_END
};
static const struct cli tool = {
	.tool = "take", .what = "pass on the first records of a stream, those of a split, or a share of them", .usage = "[OPTION]... [FILE]", .options = options,
	.example = "dslsample -n 1000 | iogen | take -n 500 | show -n 3", .operands = 1,
};

/* Records are counted from 0, through all that is joined. */
static bool in_split(long record)
{
	return opt.split == WHOLE || split_of((uint64_t)record) == (enum split)(opt.split - 1);
}

/* Of those in the split the first i+1 have one more in the share than the first i? */
static bool in_share(long i)
{
	return floor((double)(i + 1) * opt.share) > floor((double)i * opt.share);
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	struct stream_reader *in = stream_open(operands[0], FORMAT_TASKS);
	struct stream_writer *out = stream_create(opt.out, FORMAT_TASKS, in);
	struct task task;
	long n = 0;
	int got;

	die_if(stream_error(in));
	die_if(stream_writer_error(out));
	meter_start("records", (double)opt.n, opt.quiet);
	/* on to the end: whoever writes to us is not to be cut off, and what is damaged behind is damaged */
	while ((got = task_read(in, &task)) > 0) {
		if (!in_split(stream_count(in) - 1) || !in_share(n++) || (opt.n && stream_written(out) == opt.n))
			continue;
		die_if(stream_put(out, stream_record(in)->bytes.p, stream_record(in)->bytes.n));
		meter_set((double)stream_written(out));
	}
	if (got < 0)
		die("%s", stream_error(in));
	if (stream_written(out) < opt.n) {
		warn("only %ld of the %ld records asked for", stream_written(out), opt.n);
		return cli_finish(1);
	}
	die_if(stream_commit(out));
	return cli_finish(0);
}
