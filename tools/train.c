/* train - trains a network on tasks
 * SPDX-License-Identifier: MIT
 *
 * Reads tasks that have a program and pairs, and writes the model that was best at validation. A file is gone through many times; a stream
 * (--stream), once. All that training has learned is in its checkpoint, from which --resume goes on to the same bits. */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/cli.h"
#include "base/clock.h"
#include "base/meter.h"
#include "base/outfile.h"
#include "dataset.h"
#include "model.h"
#include "net/trainer.h"
#include "netfile.h"
#include "nn/mat.h"
#include "checkpoint.h"

enum { FLAT, HIERARCHICAL };
static const char *const kinds[] = { "flat", "hierarchical", NULL };
static const char *const types[] = { "f32", "bf16", NULL };
static struct {
	long n, seed, threads, given, validate, validations;
	int kind, type;
	double epochs, every, lambda, fraction;
	const char *preset, *set, *init, *out, *checkpoint, *resume, *log;
	bool stream, quiet;
} opt = { .fraction = 1, .seed = 1, .given = 10, .validate = 1000, .validations = 40, .every = 3, .out = "-" };
static struct cli_option options[] = {
	CLI_CHOICE(0, "model", opt.kind, kinds, "what to train"),
	CLI_TEXT(0, "preset", "NAME", opt.preset, NULL), CLI_TEXT(0, "set", "NAME=VALUE,...", opt.set, NULL),      /* told by tell_tables */
	CLI_FILE(0, "init", opt.init, "begin with the encoder and the decoder of the model FILE, and the composer if it has one"),
	CLI_REAL(0, "lambda", "X", opt.lambda, 0, 1e9, "weight of the program embedding loss of a hierarchical network"),
	CLI_REAL(0, "data-fraction", "X", opt.fraction, 1e-6, 1, "use this share of a file's training tasks"),
	CLI_INT('n', "count", "N", opt.n, 0, 1e12, "programs to see in all, each time counted; 0 is what --epochs says"),
	CLI_REAL(0, "epochs", "N", opt.epochs, 0, 1e9, "times that the training data is gone through; 0 is the preset's"),
	CLI_FLAG(0, "stream", opt.stream, "see each task once, as it comes; the first ones are for validation"),
	CLI_INT('k', "given", "K", opt.given, 1, 1000, "pairs that a program is found from at validation"),
	CLI_INT(0, "validate", "N", opt.validate, 1, 1e9, "tasks to validate on, at most"),
	CLI_INT(0, "validations", "N", opt.validations, 1, 1e6, "validations in all, evenly spread"),
	CLI_CHOICE(0, "type", opt.type, types, "numbers of the model that is written"),
	CLI_SEED(opt.seed),
	CLI_WRITTEN(0, "log", opt.log, "write the curve to FILE, as TSV, at each validation"),
	CLI_WRITTEN(0, "checkpoint", opt.checkpoint, "save all that is needed to go on in FILE; with -o FILE it is FILE.checkpoint"),
	CLI_ROW(0, "every", "MINUTES", REAL, false, opt.every, 0, 1e6, NULL, "minutes between checkpoints; 0 is after each step", NONE),
	CLI_FILE(0, "resume", opt.resume, "go on from the checkpoint FILE, on the same tasks"),
	CLI_THREADS(opt.threads), CLI_OUTPUT(opt.out), CLI_QUIET(opt.quiet), CLI_END
};
static const struct cli tool = {
	.tool = "train", .what = "train a network on tasks", .usage = "[OPTION]... [FILE]", .options = options, .operands = 1, .about = mat_about,
	.example = "dslsample -n 3000 | iogen | train --preset edges --epochs 2 --validations 4 -o short.model",
};

static struct cli_option *option(const char *name)
{
	struct cli_option *o = options;

	while (strcmp(o->name, name) != 0)
		o++;
	return o;
}

/* What --help tells of presets and settings is what their tables have. */
static void tell_tables(void)
{
	struct buf presets = { 0 }, settings = { 0 };

	buf_printf(&presets, "the network and its training [%s]", net_presets[0].name);
	for (int i = 0; i < net_presets_n; i++)
		buf_printf(&presets, "\n%32s%-9s %s", "", net_presets[i].name, net_presets[i].what);
	buf_puts(&settings, "change settings of the preset:");
	for (int i = 0; i < net_fields_n; i++)
		buf_printf(&settings, "%s%s", i % 10 ? " " : "\n                                ", net_fields[i].name);
	option("preset")->help = buf_cstr(&presets);
	option("set")->help = buf_cstr(&settings);
}

/* ---- the curve ---- */

enum { STEP, PROGRAMS, EPOCH, TFLOP, RATE, TRAIN_LOSS, TRAIN_TOKENS, LOSS, TOKENS, GIVEN, ALL, EMBEDDING_LOSS, SECONDS, COLUMNS };
static const char *const columns[COLUMNS] = {
	"step", "programs", "epoch", "tflop", "rate", "train_loss", "train_tokens", "loss", "tokens", "given", "all", "embedding_loss",
	"seconds",
};

/* A training: the network and its optimiser, the tasks, and what else is known of it. */
struct training {
	struct trainer t;
	struct dataset data;
	const char *file;                    /* of the tasks, as it was given; NULL, "-": standard input */

	/* goes into checkpoints, too */
	double *curve;                       /* (rows, COLUMNS) */
	size_t rows, cap;
	struct buf init;                     /* the head of the model that it began with */
	double best, best_loss;              /* share right on the given pairs, and loss, of the best validation; best < 0: none yet */
	double flop, seconds;                /* so far */
	double loss, embedding_loss, right, tokens, steps;   /* sums since the last validation */

	const char *saved;                   /* the last checkpoint that is whole, NULL: none; of which step */
	long saved_step;
	long unsaved;                        /* checkpoints that could not be written */
	bool log_lost;                       /* the log as it should be now could not be written */
	struct buf wrong;                    /* why the last checkpoint could not be written */
};

/* As the shell wants it. */
static void put_quoted(struct buf *out, const char *text)
{
	if (*text && text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=.,:/@%")] == 0) {
		buf_puts(out, text);
		return;
	}
	buf_putc(out, '\'');
	for (; *text; text++)
		buf_printf(out, *text == '\'' ? "'\\''" : "%c", *text);
	buf_putc(out, '\'');
}

static void put_option(struct buf *out, const struct cli_option *o)
{
	const char *text = o->kind == CLI_KIND_TEXT ? *(const char **)o->value : "";

	if (!text || (o->kind == CLI_KIND_FLAG && !*(bool *)o->value))
		return;
	buf_printf(out, o->kind == CLI_KIND_FLAG ? " --%s" : " --%s ", o->name);
	switch (o->kind) {
	case CLI_KIND_INT:    buf_printf(out, "%ld", *(long *)o->value); break;
	case CLI_KIND_REAL:   buf_printf(out, "%g", *(double *)o->value); break;
	case CLI_KIND_CHOICE: buf_puts(out, o->choices[*(int *)o->value]); break;
	case CLI_KIND_TEXT:   put_quoted(out, text); break;
	default: break;
	}
}

static bool put_all(int fd, struct str s)
{
	for (ssize_t put = 0; s.n > 0; s.p += put, s.n -= (size_t)put)
		while ((put = write(fd, s.p, s.n)) < 0)
			if (errno != EINTR)
				return false;
	return true;
}

/* The curve so far: 0, or an errno. */
static int write_log(const struct training *r)
{
	const struct net_config *c = &r->t.net.config;
	const struct params *p = &r->t.net.learned;
	struct outfile file = { 0 };
	struct buf text = { 0 };
	long parameters = 0;
	int failed = 0;

	if (!opt.log)
		return 0;
	buf_printf(&text, "# train %s", VERSION);
	for (const struct cli_option *o = options; o->name; o++)
		if (o->recorded)
			put_option(&text, o);
	buf_printf(&text, "; %s\n#", mat_about());
	for (int i = 0; i < net_fields_n; i++)
		if (net_fields[i].words)
			buf_printf(&text, " %s=%s", net_fields[i].name, net_fields[i].words[(int)net_get(c, &net_fields[i])]);
		else
			buf_printf(&text, " %s=%g", net_fields[i].name, net_get(c, &net_fields[i]));
	for (int k = 0; k < p->slices; k++)
		parameters += p->slice[k].rows * p->slice[k].cols;
	buf_printf(&text, "\n# parameters=%ld steps=%ld", parameters, r->t.steps);
	if (!opt.stream)
		buf_printf(&text, " tasks=%zu", r->data.train.n);
	buf_printf(&text, " validation=%zu", r->data.validation.n);
	for (int k = 0; k < COLUMNS; k++)
		buf_printf(&text, "%c%s", k ? '\t' : '\n', columns[k]);
	buf_putc(&text, '\n');
	for (size_t i = 0; i < r->rows * COLUMNS; i++)
		buf_printf(&text, "%.7g%c", r->curve[i], i % COLUMNS == COLUMNS - 1 ? '\n' : '\t');
	if (outfile_open(&file, opt.log) < 0 || !put_all(file.fd, buf_view(&text)) || outfile_commit(&file) < 0)
		failed = errno;
	buf_free(&text);
	return failed;
}

/* ---- model and checkpoint ---- */

/* NULL, or why it can't be written, in r->wrong. */
static const char *write_checkpoint(struct training *r)
{
	char tasks[17];
	const struct model_value more[] = {
		{ "step", NULL, (double)r->t.step }, { "steps", NULL, (double)r->t.steps }, { "kernel", mat_about(), 0 }, { "built", mat_built(), 0 },
		{ "best", NULL, r->best }, { "best_loss", NULL, r->best_loss }, { "flop", NULL, r->flop }, { "seconds", NULL, r->seconds },
		{ "sum_loss", NULL, r->loss }, { "sum_right", NULL, r->right }, { "sum_tokens", NULL, r->tokens }, { "sum_steps", NULL, r->steps },
		{ "sum_embedding", NULL, r->embedding_loss }, { "tasks", tasks, 0 },
	};
	struct net *n = &r->t.net;
	struct model m = { 0 };

	dataset_digest(&r->data, tasks);
	netfile_describe(&m, kinds[opt.kind], opt.preset, &n->config);
	netfile_add(&m, "", &n->learned, n->learned.value);
	netfile_add(&m, "", &n->running, n->running.value);
	netfile_add(&m, "adam.m.", &n->learned, n->learned.m);
	netfile_add(&m, "adam.v.", &n->learned, n->learned.v);
	netfile_add(&m, "best.", &n->learned, r->t.best_learned.value);
	netfile_add(&m, "best.", &n->running, r->t.best_running.value);
	checkpoint_put(&m, more, sizeof more / sizeof *more);
	m.init = buf_view(&r->init);
	m.columns = (const char **)columns;
	m.ncolumns = COLUMNS;
	m.curve = r->curve;
	m.nrows = r->rows;
	r->wrong.n = 0;
	if (model_write(&m, MODEL_F32, opt.checkpoint, r->data.in))
		buf_puts(&r->wrong, buf_cstr(&m.why));
	model_free(&m);
	return r->wrong.n ? buf_cstr(&r->wrong) : NULL;
}

/* NULL, or why there is no checkpoint of this step; then the one before is as it was. */
static const char *save(struct training *r)
{
	const char *wrong;

	if (r->saved == opt.checkpoint && r->saved_step == r->t.step)
		return NULL;
	wrong = write_checkpoint(r);
	if (wrong) {
		r->unsaved++;
		return wrong;
	}
	r->saved = opt.checkpoint;
	r->saved_step = r->t.step;
	return NULL;
}

/* The best model, without what depends on the machine. */
static void write_model(const struct training *r)
{
	double *curve = mem_get((r->rows * SECONDS + 1) * sizeof *curve);
	struct model m = { 0 };

	for (size_t i = 0; i < r->rows; i++)
		memcpy(curve + i * SECONDS, r->curve + i * COLUMNS, SECONDS * sizeof *curve);
	netfile_describe(&m, kinds[opt.kind], opt.preset, &r->t.net.config);
	netfile_add(&m, "", &r->t.net.learned, r->t.best_learned.value);
	netfile_add(&m, "", &r->t.net.running, r->t.best_running.value);
	m.init = buf_view(&r->init);
	m.columns = (const char **)columns;
	m.ncolumns = SECONDS;
	m.curve = curve;
	m.nrows = r->rows;
	if (model_write(&m, opt.type ? MODEL_BF16 : MODEL_F32, opt.out, r->data.in))
		die_if(buf_cstr(&m.why));
	free(curve);
	model_free(&m);
}

/* ---- going on from a checkpoint ---- */

static void resume_options(struct model *m, struct net_config *config)
{
	struct buf why = { 0 };

	if (model_read(m, opt.resume))
		die_if(buf_cstr(&m->why));
	if (!m->nprogress)
		die("%s: a finished model, no checkpoint", opt.resume);
	if (opt.init)
		usage_die("--init: what is resumed has begun already");
	if (netfile_config(m, opt.resume, NULL, config, &why))
		die_if(buf_cstr(&why));
	for (const struct cli_option *o = options; o->name; o++) {
		bool given = false;

		if (!o->recorded || (o->value == &opt.type && cli_given(o->name)))       /* a type is of what is written, at the end */
			continue;
		if (checkpoint_restore(m, opt.resume, o, &given, &why))
			die_if(buf_cstr(&why));
		if (given)
			usage_die("--%s can't be changed in what is resumed", o->name);
	}
	if (opt.kind != (config->composer ? HIERARCHICAL : FLAT))
		die("%s: not a checkpoint of this training", opt.resume);
}

/* What the last bits depend on: a training that goes on elsewhere gives another model, as good as that. */
static void compare_machine(const struct model *m, const char *file, const char *name, const char *here, struct buf *why)
{
	const char *there = checkpoint_word(m, file, name, why);

	if (*there && strcmp(there, here) != 0 && !opt.quiet)
		warn("%s: begun with %s, here it is %s: the last bits will differ", file, there, here);
}

static void resume_state(const struct model *m, struct training *r)
{
	const char *file = opt.resume;
	struct buf why = { 0 };
	const double step = checkpoint_number(m, file, "step", &why);
	struct net *n = &r->t.net;
	bool good = step >= 0 && step <= (double)r->t.steps && step == floor(step);

	if (why.n || netfile_take(m, file, "", &n->learned, n->learned.value, &why) || netfile_take(m, file, "", &n->running, n->running.value, &why) ||
	    netfile_take(m, file, "adam.m.", &n->learned, n->learned.m, &why) || netfile_take(m, file, "adam.v.", &n->learned, n->learned.v, &why) ||
	    netfile_take(m, file, "best.", &n->learned, r->t.best_learned.value, &why) ||
	    netfile_take(m, file, "best.", &n->running, r->t.best_running.value, &why))
		die_if(buf_cstr(&why));
	for (int k = 0; k < COLUMNS; k++)
		good &= m->ncolumns == COLUMNS && strcmp(m->columns[k], columns[k]) == 0;
	if (!good)
		die("%s: not a checkpoint of this training", file);
	buf_str(&r->init, m->init);
	r->best = checkpoint_number(m, file, "best", &why);
	r->best_loss = checkpoint_number(m, file, "best_loss", &why);
	r->flop = checkpoint_number(m, file, "flop", &why);
	r->seconds = checkpoint_number(m, file, "seconds", &why);
	r->loss = checkpoint_number(m, file, "sum_loss", &why);
	r->right = checkpoint_number(m, file, "sum_right", &why);
	r->tokens = checkpoint_number(m, file, "sum_tokens", &why);
	r->steps = checkpoint_number(m, file, "sum_steps", &why);
	r->embedding_loss = checkpoint_number(m, file, "sum_embedding", &why);
	die_if(buf_cstr(&why));
	r->rows = r->cap = m->nrows;
	r->curve = mem_get((r->rows * COLUMNS + 1) * sizeof *r->curve);
	memcpy(r->curve, m->curve, r->rows * COLUMNS * sizeof *r->curve);
	r->saved = file;
	r->saved_step = (long)step;
	compare_machine(m, file, "kernel", mat_about(), &why);
	die_if(buf_cstr(&why));
	compare_machine(m, file, "built", mat_built(), &why);                /* older checkpoints don't tell it */
	buf_free(&why);
}

/* Goes through the tasks that came before the checkpoint: they must be those that it was trained on. */
static void resume_tasks(const struct model *m, struct training *r)
{
	const struct corpus_task **batch = mem_get((size_t)r->t.net.config.batch * sizeof *batch);
	struct buf why = { 0 };
	char tasks[17];
	int got = 1;

	meter_start("programs passed over", (double)r->saved_step * r->t.net.config.batch, opt.quiet);
	for (; opt.stream && r->t.step < r->saved_step && got > 0; r->t.step++) {
		got = dataset_next(&r->data, r->t.step, r->t.net.config.batch, r->t.seed, batch);
		meter_set((double)r->t.step * r->t.net.config.batch);
	}
	meter_clear();
	if (got < 0)
		die("%s", stream_error(r->data.in));
	if (got == 0)
		die("%s: ended before step %ld, of which %s is", stream_name(r->data.in), r->saved_step, opt.resume);
	dataset_digest(&r->data, tasks);
	if (strcmp(checkpoint_word(m, opt.resume, "tasks", &why), tasks) != 0 && !why.n)
		die("%s: trained on other tasks than those of %s", opt.resume, stream_name(r->data.in));
	die_if(buf_cstr(&why));
	r->t.step = r->saved_step;
	free(batch);
}

/* A command line that goes on: all that no checkpoint has, again. */
static void put_go_on(struct buf *out, const struct training *r, const char *file)
{
	const char *tasks = r->file;

	buf_printf(out, "go on%s: ", !tasks || strcmp(tasks, "-") == 0 ? " with the same tasks on standard input" : "");
	put_quoted(out, program_invocation_name);
	buf_puts(out, " --resume ");
	put_quoted(out, file);
	for (const struct cli_option *o = options; o->name; o++)
		if (!o->recorded && cli_given(o->name) && o->value != &opt.resume && o->value != &opt.checkpoint &&
		    o->value != &opt.init)
			put_option(out, o);
	if (tasks) {
		buf_puts(out, *tasks == '-' && tasks[1] ? " -- " : " ");
		put_quoted(out, tasks);
	}
}

/* ---- training ---- */

static volatile sig_atomic_t stop;
static volatile sig_atomic_t stop_time; /* in milliseconds, of a clock that wraps */

/* The first is for a checkpoint, one that comes a second or more later ends the process. What comes sooner is the same wish: timeout(1) and batch
   systems signal the process and then its group. */
static void on_signal(int number)
{
	struct timespec t;
	int time;

	clock_gettime(CLOCK_MONOTONIC, &t);
	time = (int)((unsigned)t.tv_sec * 1000 + (unsigned)(t.tv_nsec / 1000000));
	if (!stop) {
		stop_time = time;
		stop = number;
	} else if ((unsigned)time - (unsigned)stop_time >= 1000) {
		signal(number, SIG_DFL);
		raise(number);
	}
}

/* What was ignored stays so (nohup). */
static void catch_signals(bool catch)
{
	static const int caught[] = { SIGHUP, SIGINT, SIGTERM };
	const struct sigaction action = { .sa_handler = catch ? on_signal : SIG_DFL };        /* a read that waits for data is interrupted */

	for (size_t i = 0; i < sizeof caught / sizeof *caught; i++) {
		struct sigaction old;

		if (sigaction(caught[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(caught[i], &action, NULL);
	}
}

/* Saves where the training is, and tells how it is gone on with, behind what is in `said`. */
static void put_stopped(struct buf *said, struct training *r)
{
	const char *wrong = opt.checkpoint ? save(r) : NULL;

	buf_printf(said, "stopped at step %ld of %ld; ", r->t.step, r->t.steps);
	if (!opt.checkpoint)
		buf_puts(said, "nothing is kept, as there is no --checkpoint");
	if (wrong)
		buf_printf(said, "%s; ", wrong);
	if (wrong && r->saved)
		buf_printf(said, "the last checkpoint is of step %ld; ", r->saved_step);
	if (r->saved)
		put_go_on(said, r, r->saved);
}

static void __attribute__((noreturn)) leave(struct training *r)
{
	struct buf said = { 0 };
	const int signal_number = stop;

	put_stopped(&said, r);
	warn("%s", buf_cstr(&said));
	signal(signal_number, SIG_DFL);
	raise(signal_number);
	_exit(2);                            /* not reached */
}

static void __attribute__((noreturn)) diverged(const struct training *r, long step)
{
	struct buf said = { 0 };

	buf_printf(&said, "diverged at step %ld (loss %g, gradient %g); ", step, r->t.loss, r->t.norm);
	if (r->saved)
		buf_printf(&said, "the last good checkpoint, of step %ld, is %s", r->saved_step, r->saved);
	else
		buf_puts(&said, "there is no checkpoint from before");
	die("%s", buf_cstr(&said));
}

/* The stream did not give the next batch. */
static void __attribute__((noreturn)) ended(struct training *r, int got)
{
	struct buf said = { 0 };

	if (stop)                            /* it did whoever writes the stream, too */
		leave(r);
	if (got < 0)
		buf_printf(&said, "%s; ", stream_error(r->data.in));
	else
		buf_printf(&said, "%s: %ld tasks are too few for --count %ld and the %ld to validate on; ", stream_name(r->data.in), stream_count(r->data.in),
			   opt.n, opt.validate);
	put_stopped(&said, r);
	die("%s", buf_cstr(&said));
}

static bool all_finite(const real *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!isfinite(x[i]))
			return false;
	return true;
}

/* Can what was learned be kept? A step that is the last good one by its loss may have spoilt it. */
static void check_finite(const struct training *r)
{
	const struct params *p = &r->t.net.learned, *running = &r->t.net.running;

	if (!all_finite(p->value, p->n) || !all_finite(p->m, p->n) || !all_finite(p->v, p->n) || !all_finite(running->value, running->n))
		diverged(r, r->t.step);
}

/* Is a validation due after this step, and not done yet? They are spread evenly, the last at the end. */
static bool due(const struct training *r)
{
	const long step = r->t.step, steps = r->t.steps;

	if (step == 0 || (r->rows > 0 && r->curve[(r->rows - 1) * COLUMNS + STEP] == (double)step))
		return false;
	return step * opt.validations / steps != (step - 1) * opt.validations / steps;
}

static void validate(struct training *r)
{
	const long step = r->t.step;
	struct validation v;
	bool best;
	double *row;

	check_finite(r);
	v = trainer_validate(&r->t, r->data.validation.tasks, r->data.validation.n, (int)opt.given);
	if (!isfinite(v.loss))
		diverged(r, step);
	if (r->rows == r->cap) {
		r->cap = r->cap ? 2 * r->cap : 64;
		r->curve = mem_resize(r->curve, r->cap, COLUMNS * sizeof *r->curve);
	}
	row = r->curve + r->rows++ * COLUMNS;
	row[STEP] = (double)step;
	row[PROGRAMS] = (double)step * r->t.net.config.batch;
	row[EPOCH] = r->t.epoch_steps > 0 ? (double)step / r->t.epoch_steps : 0;
	row[TFLOP] = r->flop * 1e-12;
	row[RATE] = trainer_rate(&r->t);
	row[TRAIN_LOSS] = r->loss / r->steps;
	row[TRAIN_TOKENS] = r->right / r->tokens;
	row[LOSS] = v.loss;
	row[TOKENS] = v.tokens;
	row[GIVEN] = v.given;
	row[ALL] = v.all;
	row[EMBEDDING_LOSS] = r->embedding_loss / r->steps;
	row[SECONDS] = r->seconds;
	best = v.given > r->best || (v.given == r->best && v.loss < r->best_loss);
	if (best) {
		r->best = v.given;
		r->best_loss = v.loss;
		trainer_keep_best(&r->t);
	}
	r->loss = r->embedding_loss = r->right = r->tokens = r->steps = 0;
	if (!opt.quiet)
		warn("step %ld of %ld, %.0f s: loss %.4f, validation %.4f; right on the %ld given %.1f %%, on all %.1f %%%s", step, r->t.steps,
		     r->seconds, row[TRAIN_LOSS], v.loss, opt.given, 100 * v.given, 100 * v.all, best ? "; the best so far" : "");
}

/* A log or a checkpoint that can't be written does not end the training, but is told, once for each thing that goes wrong. */
static void log_again(struct training *r)
{
	static int told;
	int wrong = write_log(r);

	if (wrong && wrong != told)
		warn("%s: %s; the training goes on", opt.log, strerror(wrong));
	told = wrong;
	r->log_lost = wrong;
}

static void save_again(struct training *r)
{
	static char told[100];
	const char *wrong;

	check_finite(r);
	wrong = save(r);
	if (wrong && strncmp(wrong, told, sizeof told - 1) != 0)
		warn("%s; the training goes on%s", wrong, r->saved ? ", the checkpoint before is kept" : "");
	snprintf(told, sizeof told, "%s", wrong ? wrong : "");
}

static void step(struct training *r, const struct corpus_task **batch)
{
	struct trainer *t = &r->t;
	int got = dataset_next(&r->data, t->step, t->net.config.batch, t->seed, batch);

	if (got <= 0)
		ended(r, got);
	if (!trainer_step(t, batch))
		diverged(r, t->step + 1);
	r->loss += t->loss;
	r->embedding_loss += t->embedding_loss;
	r->right += (double)t->right;
	r->tokens += (double)t->tokens;
	r->steps++;
	r->flop += t->products;
}

static void train(struct training *r)
{
	const struct trainer *t = &r->t;
	const double B = t->net.config.batch, begun = clock_seconds() - r->seconds;
	const struct corpus_task **batch = mem_get((size_t)B * sizeof *batch);
	double saved = clock_seconds();

	meter_start("programs", (double)t->steps * B, opt.quiet);
	meter_from((double)t->step * B);
	for (;;) {
		if (stop)
			leave(r);
		if (due(r)) {                /* in what is resumed perhaps at once */
			validate(r);
			log_again(r);
		}
		if (t->step == t->steps)
			break;
		step(r, batch);
		r->seconds = clock_seconds() - begun;
		if (opt.checkpoint && !stop && clock_seconds() - saved >= 60 * opt.every) {
			save_again(r);
			saved = clock_seconds();
		}
		meter_note("; loss %.4f, %.1f %% right", r->loss / r->steps, r->rows ? 100 * r->curve[(r->rows - 1) * COLUMNS + GIVEN] : 0);
		meter_set((double)t->step * B);
	}
	if (opt.checkpoint)
		save_again(r);               /* should the model not be written, it needs no training any more */
	if (stop)
		leave(r);
	free(batch);
}

/* ---- beginning ---- */

/* S_IFREG and so on; 0: there is nothing. */
static mode_t type_of(const char *path)
{
	struct stat there;

	return stat(path, &there) == 0 ? there.st_mode & S_IFMT : 0;
}

/* The hours of a training are not to end at a file that can't be made: that is tried before. What is no file is taken as it is. */
static void try_output(const char *path)
{
	struct outfile f = { 0 };
	const mode_t type = type_of(path);

	if (type == S_IFDIR)
		die("%s: %s", path, strerror(EISDIR));
	if (type && type != S_IFREG)
		return;
	if (outfile_open(&f, path) < 0)
		die("%s: %s", f.name, strerror(errno));
	outfile_abandon(&f);
}

/* Where things go. */
static void check_outputs(char **operands)
{
	struct buf beside = { 0 };

	if ((opt.log && strcmp(opt.log, "-") == 0) || (opt.checkpoint && strcmp(opt.checkpoint, "-") == 0))
		usage_die("--log and --checkpoint want a file");
	if (strcmp(opt.out, "-") == 0 && isatty(STDOUT_FILENO))
		die("standard output: refusing to write records to a terminal (use -o FILE)");
	try_output(opt.out);
	if (!opt.checkpoint && opt.resume) {
		opt.checkpoint = opt.resume;
	} else if (!opt.checkpoint && strcmp(opt.out, "-") != 0 && (type_of(opt.out) == S_IFREG || !type_of(opt.out))) {
		buf_printf(&beside, "%s.checkpoint", opt.out);
		opt.checkpoint = buf_cstr(&beside);
	}
	if (!opt.checkpoint)
		return;
	cli_check_files(operands);
	if (opt.checkpoint != opt.resume && type_of(opt.checkpoint) == S_IFREG)
		die("%s is there already: go on from it with --resume, or remove it", opt.checkpoint);
	try_output(opt.checkpoint);
}

static void configure(struct net_config *config)
{
	const struct net_preset *preset;
	const char *wrong;

	if (!opt.preset)
		opt.preset = net_presets[0].name;
	if (!(preset = net_preset(opt.preset)))
		usage_die("no preset is called '%s'", opt.preset);
	*config = preset->config;
	config->lambda = opt.lambda;
	if (opt.set && (wrong = net_settings(config, opt.set)))
		usage_die("--set: %s", wrong);
	if (opt.kind == FLAT && config->lambda > 0)
		usage_die("--lambda: a flat network has no program embedding loss");
	if (opt.kind == FLAT)
		config->composer = 0;        /* settings may be those of a family of networks */
	else if (!config->composer || net_readings[config->reading].by_part)
		usage_die("preset %s has no composer", opt.preset);
}

static void make_trainer(struct training *r, struct net_config *config)
{
	const double epoch_steps = opt.stream ? 0 : (double)r->data.train.n / config->batch;
	const double steps = opt.n ? (double)(opt.n / config->batch) : floor((opt.epochs > 0 ? opt.epochs : config->epochs) * epoch_steps);

	if (steps < 1 && opt.n)
		die("--count %ld is less than one batch of %d", opt.n, config->batch);
	if (steps < 1)
		die("%s: %zu tasks to train on, so often, are less than one batch of %d", stream_name(r->data.in), r->data.train.n, config->batch);
	if (steps > 1e12)
		die("%g steps are too many", steps);
	if (opt.stream || opt.n || opt.epochs > 0)       /* the model tells what was done, not what its preset would do */
		config->epochs = opt.stream ? 1 : opt.n ? (double)opt.n / (double)r->data.train.n : opt.epochs;
	trainer_make(&r->t, config, (uint64_t)opt.seed, (long)steps, epoch_steps, (int)opt.threads);
}

int main(int argc, char **argv)
{
	struct training r = { .best = -1 };
	struct model resumed = { 0 };
	struct net_config config;
	struct buf why = { 0 };
	char **operands;
	int wrong;

	tell_tables();
	operands = cli_start(&tool, argc, argv);
	if (mat_refused())
		die("%s", mat_refused());
	if (opt.resume)
		resume_options(&resumed, &config);
	else
		configure(&config);
	if (opt.stream && !opt.n)
		usage_die("--stream wants --count: how many programs to see in all");
	if (opt.epochs > 0 && opt.n)
		usage_die("--count and --epochs both tell how long to train");
	check_outputs(operands);
	r.file = operands[0];
	r.data = (struct dataset){ .in = stream_open(operands[0], FORMAT_TASKS), .stream = opt.stream, .by_part = net_readings[config.reading].by_part,
	                        .composed = config.composer > 0, .width = config.lambda > 0 ? (size_t)config.task : 0, .fraction = opt.fraction,
	                        .pairs = config.pairs, .given = (int)opt.given, .validate = (size_t)opt.validate };
	die_if(stream_error(r.data.in));
	meter_start("tasks read", 0, opt.quiet);
	if (dataset_read(&r.data, meter_set, &why))
		die_if(buf_cstr(&why));
	meter_clear();
	make_trainer(&r, &config);
	if (opt.resume) {
		resume_state(&resumed, &r);
		resume_tasks(&resumed, &r);
		model_free(&resumed);
	} else if (opt.init) {
		if (netfile_init(&r.t.net, opt.init, &r.init, &why))
			die_if(buf_cstr(&why));
	}
	if ((wrong = write_log(&r)))
		die("%s: %s", opt.log, strerror(wrong));
	catch_signals(true);
	stream_stop_at(r.data.in, &stop);
	train(&r);
	catch_signals(false);
	if (dataset_rest(&r.data))              /* whoever writes to us is not to be cut off, and what is damaged behind is damaged */
		die("%s", stream_error(r.data.in));
	write_model(&r);
	cli_finish(0);
	if (r.saved && r.saved == opt.checkpoint && type_of(r.saved) == S_IFREG)
		unlink(r.saved);
	if (r.unsaved && !opt.quiet)
		warn("%ld checkpoints could not be written", r.unsaved);
	if (r.log_lost)
		warn("%s: without its last rows; the model is whole", opt.log);
	return r.log_lost ? 2 : 0;
}
