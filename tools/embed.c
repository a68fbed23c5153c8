/* embed - adds to each task the embedding that a trained encoder gives it
 * SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdint.h>

#include "base/cli.h"
#include "base/meter.h"
#include "batch.h"
#include "net/embedder.h"
#include "netfile.h"
#include "nn/mat.h"

static struct { long given, threads; const char *model, *out; bool quiet; } opt = { .model = "", .out = "-" };
static const struct cli_option options[] = {
	CLI_FILE('m', "model", opt.model, "the trained model whose encoder it is"),
	CLI_INT('k', "given", "K", opt.given, 0, 1e9, "pairs that are looked at, from the first on; 0 is all"),
	CLI_THREADS(opt.threads), CLI_OUTPUT(opt.out), CLI_QUIET(opt.quiet), CLI_END
};
static const struct cli tool = {
	.tool = "embed", .what = "add to each task its embedding by a trained encoder", .usage = "-m FILE [OPTION]... [FILE]", .options = options,
	.operands = 1, .about = mat_about,
	.example = "dslsample -n 300 | iogen -o short.msgpack.zst\n"
	           "  train --preset edges --set hidden=32 --epochs 1 --validations 1 -o short.model short.msgpack.zst\n"
	           "  embed -m short.model short.msgpack.zst | compose -n 100 --parts 2 | show -n 1",
};

struct work {
	struct stream_writer *out;
	struct net net;
	long longer;                     /* tasks of which the network may not have read all */
	struct embedder **embedder;
	real **embedding;                /* of each thread: (BATCH_MANY, D) */
};

/* Numbers as streams have them: float32, little endian. False: one is not finite. */
static bool pack_floats(struct arena *a, const real *x, size_t n, struct str *packed)
{
	unsigned char *p = arena_get(a, 4 * n);
	bool finite = true;

	*packed = (struct str){ (char *)p, 4 * n };
	for (size_t i = 0; i < n; i++) {
		float f = (float)x[i];
		uint32_t bits;

		finite &= isfinite(f) != 0;
		memcpy(&bits, &f, sizeof bits);
		for (int byte = 0; byte < 4; byte++)
			*p++ = (unsigned char)(bits >> 8 * byte);
	}
	return finite;
}

static void embed(void *context, int thread, struct batch_job *jobs, size_t n)
{
	struct work *work = context;
	const size_t D = (size_t)work->net.config.task;
	struct embedder_task tasks[BATCH_MANY] = { { NULL, 0 } };

	for (size_t i = 0; i < n; i++) {
		const struct task *task = &jobs[i].task;
		size_t given = opt.given && (size_t)opt.given < task->npairs ? (size_t)opt.given : task->npairs;
		struct encoder_pair *pairs = arena_get(&jobs[i].arena, given * sizeof *pairs);

		for (size_t p = 0; p < given; p++)
			pairs[p] = (struct encoder_pair){ task->pairs[p].input, task->pairs[p].output };
		tasks[i] = (struct embedder_task){ pairs, given };
		jobs[i].note[0] = embedder_long(&tasks[i]);
	}
	embedder_run(work->embedder[thread], tasks, n, work->embedding[thread]);
	for (size_t i = 0; i < n; i++) {
		if (!pack_floats(&jobs[i].arena, work->embedding[thread] + i * D, D, &jobs[i].task.embedding))
			buf_puts(&jobs[i].why, "the model's numbers are not finite");
		task_pack(&jobs[i].packed, &jobs[i].task);
	}
}

static void begin(void *context, int threads)
{
	struct work *work = context;

	work->embedder = mem_get((size_t)threads * sizeof *work->embedder);
	work->embedding = mem_get((size_t)threads * sizeof *work->embedding);
	for (int t = 0; t < threads; t++) {
		work->embedder[t] = embedder_make(&work->net);
		work->embedding[t] = real_array(BATCH_MANY * (size_t)work->net.config.task);
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

	work->longer += job->note[0];
	meter_set((double)stream_written(work->out) + 1);
	return stream_put(work->out, job->packed.p, job->packed.n);
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	struct stream_reader *in;
	struct buf model = { 0 }, why = { 0 };
	struct work work = { 0 };

	if (!*opt.model)
		usage_die("--model FILE is missing");
	if (mat_refused())
		die("%s", mat_refused());
	in = stream_open(operands[0], FORMAT_TASKS);
	die_if(stream_error(in));
	if (netfile_open(&work.net, opt.model, &model, &why))
		die_if(buf_cstr(&why));
	work.out = stream_create_by(opt.out, FORMAT_TASKS, in, buf_view(&model));
	die_if(stream_writer_error(work.out));
	meter_start("tasks", 0, opt.quiet);
	if (batch_run(&(struct batch){ .in = in, .threads = (int)opt.threads, .context = &work, .begin = begin, .wanted = wanted, .work_many = embed,
	                              .done = done }, &why))
		die_if(buf_cstr(&why));
	die_if(stream_commit(work.out));
	if (work.longer && !opt.quiet)
		warn("%ld of %ld tasks have a string of more than %d characters, of which the model may not have read all",
		     work.longer, stream_written(work.out), READ_WHOLE);
	return cli_finish(0);
}
