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
#include "base/stop.h"
#include "checkpoint.h"
#include "netfile.h"
#include "nn/mat.h"
#include "training.h"

enum { FLAT, HIERARCHICAL };
static const char *const kinds[] = { "flat", "hierarchical", NULL };
static const char *const types[] = { "f32", "bf16", NULL };
static const char *const devices[] = { "cpu", "host", "cuda", NULL };      /* as enum engine_kind */
static struct {
	long n, seed, threads, given, validate, validations;
	int kind, type, device;
	double epochs, every, lambda, fraction;
	const char *preset, *set, *init, *out, *checkpoint, *resume, *log;
	const char *tasks;                   /* the operand: NULL and "-" are standard input */
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
	CLI_ROW(0, "device", "WORD", CHOICE, false, opt.device, 0, 0, devices, "what computes: the processor; a card; or, for checks, "
	        "the processor in the place of a card", NONE),
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
			cli_put_option(&text, o);
	buf_printf(&text, "; %s\n#", engine_about(r->t.engine));
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
	buf_putc(&text, '\n');
	curve_print(&r->curve, &text);
	if (outfile_open(&file, opt.log) < 0 || !put_all(file.fd, buf_view(&text)) || outfile_commit(&file) < 0)
		failed = errno;
	buf_free(&text);
	return failed;
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

/* The state of the training, and the tasks behind those that it has seen. */
static void resume(struct training *r, const struct model *m)
{
	struct buf why = { 0 };
	int wrong;

	if (training_resume(r, m, opt.resume, &why))
		die_if(buf_cstr(&why));
	compare_machine(m, opt.resume, "kernel", engine_about(r->t.engine), &why);
	die_if(buf_cstr(&why));
	compare_machine(m, opt.resume, "built", mat_built(), &why);          /* older checkpoints don't tell it */
	why.n = 0;
	meter_start("programs passed over", (double)r->saved_step * r->t.net.config.batch, opt.quiet);
	wrong = training_pass_over(r, m, opt.resume, meter_set, &why);
	meter_clear();
	if (wrong)
		die_if(buf_cstr(&why));
	buf_free(&why);
}

/* A command line that goes on: all that no checkpoint has, again. */
static void put_go_on(struct buf *out, const char *file)
{
	const char *tasks = opt.tasks;

	buf_printf(out, "go on%s: ", !tasks || strcmp(tasks, "-") == 0 ? " with the same tasks on standard input" : "");
	cli_put_quoted(out, program_invocation_name);
	buf_puts(out, " --resume ");
	cli_put_quoted(out, file);
	for (const struct cli_option *o = options; o->name; o++)
		if (!o->recorded && cli_given(o->name) && o->value != &opt.resume && o->value != &opt.checkpoint &&
		    o->value != &opt.init)
			cli_put_option(out, o);
	if (tasks) {
		buf_puts(out, *tasks == '-' && tasks[1] ? " -- " : " ");
		cli_put_quoted(out, tasks);
	}
}

/* ---- training ---- */

/* Saves where the training is, and tells how it is gone on with, behind what is in `said`. */
static void put_stopped(struct buf *said, struct training *r)
{
	const char *wrong = opt.checkpoint ? training_save(r, opt.checkpoint) : NULL;

	buf_printf(said, "stopped at step %ld of %ld; ", r->t.step, r->t.steps);
	if (!opt.checkpoint)
		buf_puts(said, "nothing is kept, as there is no --checkpoint");
	if (wrong)
		buf_printf(said, "%s; ", wrong);
	if (wrong && r->saved)
		buf_printf(said, "the last checkpoint is of step %ld; ", r->saved_step);
	if (r->saved)
		put_go_on(said, r->saved);
}

static void __attribute__((noreturn)) leave(struct training *r)
{
	struct buf said = { 0 };
	const int signal_number = *stop_signal();

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

	if (*stop_signal())                  /* it did whoever writes the stream, too */
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
static void check_finite(struct training *r)
{
	const struct params *p = &r->t.net.learned, *running = &r->t.net.running;

	trainer_pull(&r->t);
	if (!all_finite(p->value, p->n) || !all_finite(p->m, p->n) || !all_finite(p->v, p->n) || !all_finite(running->value, running->n))
		diverged(r, r->t.step);
}

/* Is a validation due after this step, and not done yet? They are spread evenly, the last at the end. */
static bool due(const struct training *r)
{
	const long step = r->t.step, steps = r->t.steps;

	if (step == 0 || (r->curve.n > 0 && r->curve.row[r->curve.n - 1][CURVE_STEP] == (double)step))
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
	row = curve_add(&r->curve);
	row[CURVE_STEP] = (double)step;
	row[CURVE_PROGRAMS] = (double)step * r->t.net.config.batch;
	row[CURVE_EPOCH] = r->t.epoch_steps > 0 ? (double)step / r->t.epoch_steps : 0;
	row[CURVE_TFLOP] = r->flop * 1e-12;
	row[CURVE_RATE] = trainer_rate(&r->t);
	row[CURVE_TRAIN_LOSS] = r->loss / r->steps;
	row[CURVE_TRAIN_TOKENS] = r->right / r->tokens;
	row[CURVE_LOSS] = v.loss;
	row[CURVE_TOKENS] = v.tokens;
	row[CURVE_GIVEN] = v.given;
	row[CURVE_ALL] = v.all;
	row[CURVE_EMBEDDING_LOSS] = r->embedding_loss / r->steps;
	row[CURVE_SECONDS] = r->seconds;
	best = v.given > r->best || (v.given == r->best && v.loss < r->best_loss);
	if (best) {
		r->best = v.given;
		r->best_loss = v.loss;
		trainer_keep_best(&r->t);
	}
	r->loss = r->embedding_loss = r->right = r->tokens = r->steps = 0;
	if (!opt.quiet)
		warn("step %ld of %ld, %.0f s: loss %.4f, validation %.4f; right on the %ld given %.1f %%, on all %.1f %%%s", step, r->t.steps,
		     r->seconds, row[CURVE_TRAIN_LOSS], v.loss, opt.given, 100 * v.given, 100 * v.all, best ? "; the best so far" : "");
}

/* A log or a checkpoint that can't be written does not end the training, but is told, once for each thing that goes wrong. */
static int log_wrong;                    /* why the log as it should be now could not be written, an errno; 0: it could */

static void log_again(const struct training *r)
{
	const int wrong = write_log(r);

	if (wrong && wrong != log_wrong)
		warn("%s: %s; the training goes on", opt.log, strerror(wrong));
	log_wrong = wrong;
}

static void save_again(struct training *r)
{
	static char told[100];
	const char *wrong;

	check_finite(r);
	wrong = training_save(r, opt.checkpoint);
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
	if (!trainer_step(t, batch)) {
		if (engine_wrong(t->engine))
			die("%s: step %ld: %s", devices[opt.device], t->step + 1, engine_wrong(t->engine));
		diverged(r, t->step + 1);
	}
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
	const volatile sig_atomic_t *stop = stop_signal();
	double saved = clock_seconds(), right;

	meter_start("programs", (double)t->steps * B, opt.quiet);
	meter_from((double)t->step * B);
	for (;;) {
		if (*stop)
			leave(r);
		if (due(r)) {                /* in what is resumed perhaps at once */
			validate(r);
			log_again(r);
		}
		if (t->step == t->steps)
			break;
		step(r, batch);
		r->seconds = clock_seconds() - begun;
		if (opt.checkpoint && !*stop && clock_seconds() - saved >= 60 * opt.every) {
			save_again(r);
			saved = clock_seconds();
		}
		right = r->curve.n ? 100 * r->curve.row[r->curve.n - 1][CURVE_GIVEN] : 0;
		meter_note("; loss %.4f, %.1f %% right", r->loss / r->steps, right);
		meter_set((double)t->step * B);
	}
	if (opt.checkpoint)
		save_again(r);               /* should the model not be written, it needs no training any more */
	if (*stop)
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

static void make_trainer(struct training *r, struct net_config *config, struct engine *engine)
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
	r->kind = kinds[opt.kind];
	r->preset = opt.preset;
	trainer_make(&r->t, config, (uint64_t)opt.seed, (long)steps, epoch_steps, engine);
}

int main(int argc, char **argv)
{
	struct training r = { .best = -1 };
	struct model resumed = { 0 };
	struct net_config config;
	struct engine *engine;
	struct buf why = { 0 };
	char **operands, problem[200];
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
	opt.tasks = operands[0];
	if (!(engine = engine_make_on((enum engine_kind)opt.device, (int)opt.threads, problem)))
		die("--device %s: %s", devices[opt.device], problem);
	r.data = (struct dataset){ .in = stream_open(operands[0], FORMAT_TASKS), .stream = opt.stream, .by_part = net_readings[config.reading].by_part,
	                        .composed = config.composer > 0, .width = config.lambda > 0 ? (size_t)config.task : 0, .fraction = opt.fraction,
	                        .pairs = config.pairs, .given = (int)opt.given, .validate = (size_t)opt.validate };
	die_if(stream_error(r.data.in));
	meter_start("tasks read", 0, opt.quiet);
	if (dataset_read(&r.data, meter_set, &why))
		die_if(buf_cstr(&why));
	meter_clear();
	make_trainer(&r, &config, engine);
	if (opt.resume) {
		resume(&r, &resumed);
		model_free(&resumed);
	} else if (opt.init) {
		if (netfile_init(&r.t.net, opt.init, &r.init, &why))
			die_if(buf_cstr(&why));
		trainer_push(&r.t);
	}
	if ((wrong = write_log(&r)))
		die("%s: %s", opt.log, strerror(wrong));
	stop_catch(true);
	stream_stop_at(r.data.in, stop_signal());
	train(&r);
	stop_catch(false);
	if (dataset_rest(&r.data))              /* whoever writes to us is not to be cut off, and what is damaged behind is damaged */
		die("%s", stream_error(r.data.in));
	die_if(training_write_model(&r, opt.type ? MODEL_BF16 : MODEL_F32, opt.out));
	cli_finish(0);
	if (r.saved && r.saved == opt.checkpoint && type_of(r.saved) == S_IFREG)
		unlink(r.saved);
	if (r.unsaved && !opt.quiet)
		warn("%ld checkpoints could not be written", r.unsaved);
	if (log_wrong)
		warn("%s: without its last rows; the model is whole", opt.log);
	return log_wrong ? 2 : 0;
}
