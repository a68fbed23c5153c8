/* train - trains a network on tasks
 * SPDX-License-Identifier: MIT
 *
 * Reads tasks that have a program and pairs, and writes the model that was best at validation. A file is gone through many times; a stream
 * (--stream), once. All that training has learned is in its checkpoint, from which --resume goes on to the same bits. */
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/cli.h"
#include "base/meter.h"
#include "base/outfile.h"
#include "dsl/dsl.h"
#include "model.h"
#include "net/trainer.h"
#include "netfile.h"
#include "nn/mat.h"
#include "task.h"

static const char *const kinds[] = { "flat", NULL };
static const char *const types[] = { "f32", "bf16", NULL };
static struct {
	long n, seed, threads, given, validate, validations;
	int kind, type;
	double epochs, every;
	const char *preset, *set, *out, *checkpoint, *resume, *log;
	bool stream, quiet;
} opt = {
	.seed = 1, .given = 10, .validate = 1000, .validations = 40, .every = 3, .preset = "paper", .set = "", .out = "-", .checkpoint = "",
	.resume = "", .log = "",
};
static const struct cli_option options[] = {
	CLI_CHOICE(0, "model", opt.kind, kinds, "what to train"),
	CLI_TEXT(0, "preset", "NAME", opt.preset, "the network and its training: paper, small, aligned or edges"),
	CLI_TEXT(0, "set", "NAME=VALUE,...", opt.set, "change numbers of the preset; `show MODEL` lists them"),
	CLI_INT('n', "count", "N", opt.n, 0, 1e12, "programs to see in all, each time counted; 0 is what --epochs says"),
	CLI_REAL(0, "epochs", "N", opt.epochs, 0, 1e9, "times that the training data is gone through; 0 is the preset's"),
	CLI_FLAG(0, "stream", opt.stream, "see each task once, as it comes; the first ones are for validation"),
	CLI_INT('k', "given", "K", opt.given, 1, 1000, "pairs that a program is found from at validation"),
	CLI_INT(0, "validate", "N", opt.validate, 1, 1e9, "tasks to validate on"),
	CLI_INT(0, "validations", "N", opt.validations, 1, 1e6, "validations in all, evenly spread"),
	CLI_CHOICE(0, "type", opt.type, types, "numbers of the model that is written"),
	CLI_SEED(opt.seed),
	CLI_FILE(0, "log", opt.log, "write the curve to FILE, as TSV, at each validation"),
	CLI_FILE(0, "checkpoint", opt.checkpoint, "save all that is needed to go on in FILE; with -o FILE, it is FILE.checkpoint"),
	{ 0, "every", "MINUTES", CLI_KIND_REAL, false, &opt.every, 0, 1e6, NULL, "minutes between checkpoints" },
	CLI_FILE(0, "resume", opt.resume, "go on from the checkpoint FILE, on the same tasks"),
	CLI_THREADS(opt.threads), CLI_OUTPUT(opt.out), CLI_QUIET(opt.quiet), CLI_END
};
static const struct cli tool = {
	.tool = "train", .what = "train a network on tasks", .usage = "[OPTION]... [FILE]", .options = options, .operands = 1, .about = mat_about,
	.example = "dslsample -n 3000 | iogen | train --preset edges --epochs 2 -o short.model",
};

/* ---- the tasks ---- */

struct data {
	struct head_reader *in;
	struct corpus train, validation;     /* of a stream `train` is the present batch, and what it leaves from `next` on */
	struct corpus spare;
	size_t next;
	long read;                           /* records of a stream that went into training */
	uint32_t *order;
	long epoch;                          /* that the order is of */
	int pairs;                           /* that each needs */
	bool by_part;                        /* programs are taken apart: each part is to be found */
	struct dsl_scratch *scratch;
	struct encoder_pair *room;
	size_t room_n;
};

/* The next task of the stream into a corpus; false: there are no more. */
static bool read_task(struct data *d, struct corpus *to)
{
	struct arena *arena = head_arena(d->in);
	struct dsl_program program;
	struct buf why = { 0 };
	const char *wrong;
	struct task task;
	size_t need = (size_t)(d->pairs > opt.given ? d->pairs : opt.given);
	int got = task_read(d->in, &task);

	if (got < 0)
		die("%s", head_error(d->in));
	if (got == 0)
		return false;
	if (!to)
		return true;
	if (task.program.n == 0)
		head_blame(d->in, "no program");
	else if (dsl_parse(task.program, DSL_PAPER, arena, &program, &why) < 0)
		head_blame(d->in, "program: %s", buf_cstr(&why));
	else if (task.npairs < need)
		head_blame(d->in, "%zu pairs; training draws %d, validation takes %ld", task.npairs, d->pairs, opt.given);
	else {
		struct encoder_pair *pairs = arena_get(arena, task.npairs * sizeof *pairs);

		for (size_t i = 0; i < task.npairs; i++)
			pairs[i] = (struct encoder_pair){ task.pairs[i].input, task.pairs[i].output };
		wrong = corpus_add(to, &program, pairs, task.npairs, d->by_part, d->scratch);
		if (!wrong)
			return true;
		head_blame(d->in, "%s", wrong);
	}
	die("%s", head_error(d->in));
}

/* A file goes into memory, by its split; of a stream, what validation needs. */
static void read_data(struct data *d)
{
	long n = 0;

	if (opt.stream) {
		while ((long)d->validation.n < opt.validate)
			if (!read_task(d, &d->validation))
				die("%s: %zu tasks; validation takes %ld", head_name(d->in), d->validation.n, opt.validate);
		return;
	}
	meter_start("tasks read", 0, opt.quiet);
	for (bool more = true; more; n++) {
		enum split split = corpus_split((uint64_t)n);

		more = read_task(d, split == SPLIT_TRAIN ? &d->train : split == SPLIT_VALIDATION ? &d->validation : NULL);
		meter_set((double)n);
	}
	meter_clear();
	if (d->train.n == 0 || d->validation.n == 0)
		die("%s: %ld tasks are too few: of 20 in a row 14 are for training, 3 for validation", head_name(d->in), n - 1);
	if (d->validation.n > (size_t)opt.validate) {            /* evenly: the file may have its tasks in an order */
		for (size_t i = 0; i < (size_t)opt.validate; i++)
			d->validation.tasks[i] = d->validation.tasks[i * d->validation.n / (size_t)opt.validate];
		d->validation.n = (size_t)opt.validate;
	}
	d->order = mem_get(d->train.n * sizeof *d->order);
	d->epoch = -1;
}

/* The tasks of a step's batch; false: the stream has ended. */
static bool next_batch(struct data *d, const struct trainer *t, const struct corpus_task **batch)
{
	const long B = t->net.config.batch;

	if (opt.stream) {
		struct corpus old = d->train;

		corpus_clear(&d->spare);
		for (size_t i = d->next; i < old.n; i++)         /* the last batch left them: parts of its last program */
			corpus_add_task(&d->spare, &old.tasks[i]);
		d->train = d->spare;
		d->spare = old;
		while (d->train.n < (size_t)B)
			if (!read_task(d, &d->train))
				return false;
		for (long b = 0; b < B; b++)
			batch[b] = &d->train.tasks[b];
		d->next = (size_t)B;
		return true;
	}
	for (long b = 0; b < B; b++) {
		long pass = t->step * B + b, epoch = pass / (long)d->train.n;

		if (epoch != d->epoch)
			corpus_order(d->train.n, t->seed, (uint64_t)epoch, d->order);
		d->epoch = epoch;
		batch[b] = &d->train.tasks[d->order[pass % (long)d->train.n]];
	}
	return true;
}

/* ---- the curve ---- */

enum { STEP, PROGRAMS, EPOCH, TFLOP, RATE, TRAIN_LOSS, TRAIN_TOKENS, LOSS, TOKENS, GIVEN, ALL, SECONDS, COLUMNS };
static const char *const columns[COLUMNS] = {
	"step", "programs", "epoch", "tflop", "rate", "train_loss", "train_tokens", "loss", "tokens", "given", "all", "seconds",
};

/* What is known of the training beside the trainer. All of it goes into checkpoints. */
struct state {
	double *curve;                       /* (rows, COLUMNS) */
	size_t rows, cap;
	double best, best_loss;              /* share right on the given pairs, and loss, of the best validation; best < 0: none yet */
	double flop, seconds;                /* so far */
	double loss, right, tokens, steps;   /* sums since the last validation */
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void write_log(const struct state *s, const struct net_config *config)
{
	struct outfile file = { 0 };
	struct buf text = { 0 };

	if (!*opt.log)
		return;
	buf_printf(&text, "# train %s --model %s --preset %s", VERSION, kinds[opt.kind], opt.preset);
	if (*opt.set)
		buf_printf(&text, " --set %s", opt.set);
	buf_printf(&text, " --seed %ld%s; %s\n#", opt.seed, opt.stream ? " --stream" : "", mat_about());
	for (int i = 0; i < net_fields_n; i++)
		if (net_fields[i].words)
			buf_printf(&text, " %s=%s", net_fields[i].name, net_fields[i].words[(int)net_get(config, &net_fields[i])]);
		else
			buf_printf(&text, " %s=%g", net_fields[i].name, net_get(config, &net_fields[i]));
	for (int k = 0; k < COLUMNS; k++)
		buf_printf(&text, "%c%s", k ? '\t' : '\n', columns[k]);
	buf_putc(&text, '\n');
	for (size_t i = 0; i < s->rows * COLUMNS; i++)
		buf_printf(&text, "%.7g%c", s->curve[i], i % COLUMNS == COLUMNS - 1 ? '\n' : '\t');
	if (outfile_open(&file, opt.log) < 0 || write(file.fd, text.p, text.n) != (ssize_t)text.n || outfile_commit(&file) < 0)
		die("%s: the log can't be written", opt.log);
	buf_free(&text);
}

/* ---- model and checkpoint ---- */

static void write_checkpoint(struct trainer *t, const struct state *s, const struct data *d)
{
	const struct model_value progress[] = {
		{ "preset", opt.preset, 0 }, { "set", opt.set, 0 }, { "type", types[opt.type], 0 }, { "seed", NULL, (double)opt.seed },
		{ "given", NULL, (double)opt.given }, { "validate", NULL, (double)opt.validate }, { "validations", NULL, (double)opt.validations },
		{ "count", NULL, (double)opt.n }, { "epochs", NULL, opt.epochs }, { "stream", NULL, opt.stream },
		{ "step", NULL, (double)t->step }, { "steps", NULL, (double)t->steps }, { "tasks", NULL, (double)d->train.n },
		{ "best", NULL, s->best }, { "best_loss", NULL, s->best_loss }, { "flop", NULL, s->flop }, { "seconds", NULL, s->seconds },
		{ "sum_loss", NULL, s->loss }, { "sum_right", NULL, s->right }, { "sum_tokens", NULL, s->tokens }, { "sum_steps", NULL, s->steps },
	};
	struct model m = { 0 };

	netfile_describe(&m, kinds[opt.kind], opt.preset, &t->net.config);
	netfile_add(&m, "", &t->net.learned, t->net.learned.value);
	netfile_add(&m, "", &t->net.running, t->net.running.value);
	netfile_add(&m, "adam.m.", &t->net.learned, t->net.learned.m);
	netfile_add(&m, "adam.v.", &t->net.learned, t->net.learned.v);
	netfile_add(&m, "best.", &t->net.learned, t->best_learned.value);
	netfile_add(&m, "best.", &t->net.running, t->best_running.value);
	m.progress = (struct model_value *)progress;
	m.nprogress = sizeof progress / sizeof *progress;
	m.columns = (const char **)columns;
	m.ncolumns = COLUMNS;
	m.curve = s->curve;
	m.nrows = s->rows;
	model_write(&m, MODEL_F32, opt.checkpoint, d->in);
	arena_free(&m.arena);
}

/* The best model, without what depends on the machine. */
static void write_model(struct trainer *t, const struct state *s, const struct data *d)
{
	double *curve = mem_get((s->rows * SECONDS + 1) * sizeof *curve);
	struct model m = { 0 };

	for (size_t i = 0; i < s->rows; i++)
		memcpy(curve + i * SECONDS, s->curve + i * COLUMNS, SECONDS * sizeof *curve);
	netfile_describe(&m, kinds[opt.kind], opt.preset, &t->net.config);
	netfile_add(&m, "", &t->net.learned, t->best_learned.value);
	netfile_add(&m, "", &t->net.running, t->best_running.value);
	m.columns = (const char **)columns;
	m.ncolumns = SECONDS;
	m.curve = curve;
	m.nrows = s->rows;
	model_write(&m, opt.type ? MODEL_BF16 : MODEL_F32, opt.out, d->in);
	free(curve);
	arena_free(&m.arena);
}

/* What the options were when the checkpoint's training began. */
static void resume_options(struct model *m, struct net_config *config)
{
	const char *set_again[] = { "model", "preset", "set", "count", "epochs", "stream", "given", "validate", "validations", "type", "seed" };
	const char *file = opt.resume;

	for (size_t i = 0; i < sizeof set_again / sizeof *set_again; i++)
		if (cli_given(set_again[i]))
			usage_die("--%s can't be changed in what is resumed", set_again[i]);
	model_read(m, file);
	if (!m->nprogress)
		die("%s: a finished model, no checkpoint", file);
	netfile_config(m, file, kinds[0], config);
	opt.preset = netfile_word(m, file, "preset");
	opt.set = netfile_word(m, file, "set");
	opt.type = strcmp(netfile_word(m, file, "type"), types[1]) == 0;
	opt.seed = (long)netfile_number(m, file, "seed");
	opt.given = (long)netfile_number(m, file, "given");
	opt.validate = (long)netfile_number(m, file, "validate");
	opt.validations = (long)netfile_number(m, file, "validations");
	opt.n = (long)netfile_number(m, file, "count");
	opt.epochs = netfile_number(m, file, "epochs");
	opt.stream = netfile_number(m, file, "stream") != 0;
}

static void resume_state(const struct model *m, struct trainer *t, struct state *s, const struct data *d)
{
	const char *file = opt.resume;

	if (!opt.stream && netfile_number(m, file, "tasks") != (double)d->train.n)
		die("%s: its training had %.0f tasks to train on, %s has %zu", file, netfile_number(m, file, "tasks"), head_name(d->in), d->train.n);
	netfile_take(m, file, "", &t->net.learned, t->net.learned.value);
	netfile_take(m, file, "", &t->net.running, t->net.running.value);
	netfile_take(m, file, "adam.m.", &t->net.learned, t->net.learned.m);
	netfile_take(m, file, "adam.v.", &t->net.learned, t->net.learned.v);
	netfile_take(m, file, "best.", &t->net.learned, t->best_learned.value);
	netfile_take(m, file, "best.", &t->net.running, t->best_running.value);
	t->step = (long)netfile_number(m, file, "step");
	if (m->ncolumns != COLUMNS || t->step < 0 || t->step > t->steps || netfile_number(m, file, "steps") != (double)t->steps)
		die("%s: not a checkpoint of this training", file);
	s->best = netfile_number(m, file, "best");
	s->best_loss = netfile_number(m, file, "best_loss");
	s->flop = netfile_number(m, file, "flop");
	s->seconds = netfile_number(m, file, "seconds");
	s->loss = netfile_number(m, file, "sum_loss");
	s->right = netfile_number(m, file, "sum_right");
	s->tokens = netfile_number(m, file, "sum_tokens");
	s->steps = netfile_number(m, file, "sum_steps");
	s->rows = s->cap = m->nrows;
	s->curve = mem_get((s->rows * COLUMNS + 1) * sizeof *s->curve);
	memcpy(s->curve, m->curve, s->rows * COLUMNS * sizeof *s->curve);
}

/* ---- training ---- */

static volatile sig_atomic_t stop;

static void on_signal(int signal)
{
	stop = signal;
}

/* Is a validation due after this step? They are spread evenly, the last at the end. */
static bool due(const struct trainer *t)
{
	return (double)t->step * (double)opt.validations / (double)t->steps >= 1 &&
	       t->step * opt.validations / t->steps != (t->step - 1) * opt.validations / t->steps;
}

static void validate(struct trainer *t, struct state *s, const struct data *d, double seconds)
{
	const struct net_config *c = &t->net.config;
	struct validation v = trainer_validate(t, d->validation.tasks, d->validation.n, (int)opt.given);
	double *row;

	if (s->rows == s->cap) {
		s->cap = s->cap ? 2 * s->cap : 64;
		s->curve = mem_resize(s->curve, s->cap, COLUMNS * sizeof *s->curve);
	}
	row = s->curve + s->rows++ * COLUMNS;
	row[STEP] = (double)t->step;
	row[PROGRAMS] = (double)t->step * c->batch;
	row[EPOCH] = t->epoch_steps > 0 ? (double)t->step / t->epoch_steps : 0;
	row[TFLOP] = s->flop * 1e-12;
	row[RATE] = trainer_rate(t);
	row[TRAIN_LOSS] = s->loss / s->steps;
	row[TRAIN_TOKENS] = s->right / s->tokens;
	row[LOSS] = v.loss;
	row[TOKENS] = v.tokens;
	row[GIVEN] = v.given;
	row[ALL] = v.all;
	row[SECONDS] = seconds;
	if (v.given > s->best || (v.given == s->best && v.loss < s->best_loss)) {
		s->best = v.given;
		s->best_loss = v.loss;
		trainer_keep_best(t);
	}
	s->loss = s->right = s->tokens = s->steps = 0;
	write_log(s, c);
	if (!opt.quiet)
		warn("step %ld of %ld, %.0f s: loss %.4f, validation %.4f; right on the %ld given %.1f %%, on all %.1f %%", t->step, t->steps, seconds,
		     row[TRAIN_LOSS], v.loss, opt.given, 100 * v.given, 100 * v.all);
}

static void leave(struct trainer *t, struct state *s, const struct data *d, int signal_number)
{
	if (*opt.checkpoint) {
		write_checkpoint(t, s, d);
		warn("stopped at step %ld of %ld; go on with --resume %s", t->step, t->steps, opt.checkpoint);
	} else {
		warn("stopped at step %ld of %ld; nothing is kept, as there is no --checkpoint", t->step, t->steps);
	}
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static void train(struct trainer *t, struct state *s, struct data *d)
{
	const long B = t->net.config.batch;
	const struct corpus_task **batch = mem_get((size_t)B * sizeof *batch);
	const double begun = now() - s->seconds;
	double saved = now();

	meter_start("programs", (double)t->steps * (double)B, opt.quiet);
	meter_from((double)t->step * (double)B);
	while (t->step < t->steps) {
		if (!next_batch(d, t, batch))
			die("%s: ended after %ld steps of %ld", head_name(d->in), t->step, t->steps);
		if (!trainer_step(t, batch)) {
			if (*opt.checkpoint && access(opt.checkpoint, R_OK) == 0)
				die("diverged at step %ld (loss %g, gradient %g); the last good checkpoint is %s", t->step + 1, t->loss, t->norm, opt.checkpoint);
			die("diverged at step %ld (loss %g, gradient %g)", t->step + 1, t->loss, t->norm);
		}
		s->loss += t->loss;
		s->right += (double)t->right;
		s->tokens += (double)t->tokens;
		s->steps++;
		s->flop += t->products;
		s->seconds = now() - begun;
		if (due(t))
			validate(t, s, d, s->seconds);
		meter_note("; loss %.4f, %.1f %% right", s->loss / s->steps, 100 * (s->best > 0 ? s->best : 0));
		meter_set((double)t->step * (double)B);
		if (stop)
			leave(t, s, d, stop);
		if (*opt.checkpoint && now() - saved > 60 * opt.every) {
			write_checkpoint(t, s, d);
			saved = now();
		}
	}
	free(batch);
}

int main(int argc, char **argv)
{
	char **operands = cli_start(&tool, argc, argv);
	struct net_config config;
	struct trainer trainer;
	struct state state = { .best = -1 };
	struct data data = { 0 };
	struct model resumed = { 0 };
	struct buf beside = { 0 };
	double epoch_steps = 0;
	long steps;

	if (*opt.resume) {
		resume_options(&resumed, &config);
	} else {
		const struct net_preset *preset = net_preset(opt.preset);
		const char *wrong;

		if (!preset)
			usage_die("no preset is called '%s'", opt.preset);
		config = preset->config;
		if ((wrong = net_settings(&config, opt.set)))
			usage_die("--set: %s", wrong);
	}
	if (!*opt.checkpoint && *opt.resume)
		opt.checkpoint = opt.resume;
	else if (!*opt.checkpoint && strcmp(opt.out, "-") != 0) {
		buf_printf(&beside, "%s.checkpoint", opt.out);
		opt.checkpoint = buf_cstr(&beside);
	}
	if (strcmp(opt.out, "-") == 0 && isatty(STDOUT_FILENO))
		die("refusing to write a model to a terminal (use -o FILE)");
	if (opt.stream && !opt.n)
		usage_die("--stream wants --count: how many programs to see in all");
	data.in = head_open(operands[0], FORMAT_TASKS);
	data.pairs = config.pairs;
	data.by_part = net_readings[config.reading].by_part;
	data.scratch = dsl_scratch_make();
	read_data(&data);
	if (!opt.stream)
		epoch_steps = (double)data.train.n / config.batch;
	steps = opt.n ? opt.n / config.batch : (long)((opt.epochs > 0 ? opt.epochs : config.epochs) * epoch_steps);
	if (steps < 1)
		die("%zu tasks to train on are less than one batch of %d", data.train.n, config.batch);
	trainer_make(&trainer, &config, (uint64_t)opt.seed, steps, epoch_steps, (int)opt.threads);
	if (*opt.resume) {
		const struct corpus_task **seen = mem_get((size_t)config.batch * sizeof *seen);

		resume_state(&resumed, &trainer, &state, &data);
		model_free(&resumed);
		for (long i = 0; opt.stream && i < trainer.step; i++)    /* what went before, for what it leaves to the next */
			if (!next_batch(&data, &trainer, seen))
				die("%s: ended before the checkpoint's step %ld", head_name(data.in), trainer.step);
		free(seen);
	}
	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);
	train(&trainer, &state, &data);
	write_model(&trainer, &state, &data);
	if (*opt.checkpoint)
		unlink(opt.checkpoint);
	return cli_finish(0);
}
