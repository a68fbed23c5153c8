/* training - a training in files: its checkpoint, and the model that it ends with
 * SPDX-License-Identifier: MIT */
#include "training.h"

#include <math.h>
#include <stdlib.h>

#include "checkpoint.h"
#include "netfile.h"
#include "nn/mat.h"

static const char *write_checkpoint(struct training *r, const char *file)
{
	char tasks[17];
	const struct model_value more[] = {
		{ "step", NULL, (double)r->t.step }, { "steps", NULL, (double)r->t.steps }, { "kernel", engine_about(r->t.engine), 0 }, { "built", mat_built(), 0 },
		{ "best", NULL, r->best }, { "best_loss", NULL, r->best_loss }, { "flop", NULL, r->flop }, { "seconds", NULL, r->seconds },
		{ "sum_loss", NULL, r->loss }, { "sum_right", NULL, r->right }, { "sum_tokens", NULL, r->tokens }, { "sum_steps", NULL, r->steps },
		{ "sum_embedding", NULL, r->embedding_loss }, { "tasks", tasks, 0 },
	};
	struct net *n = &r->t.net;
	struct model m = { 0 };

	trainer_pull(&r->t);
	dataset_digest(&r->data, tasks);
	netfile_describe(&m, r->kind, r->preset, &n->config);
	netfile_add(&m, "", &n->learned, n->learned.value);
	netfile_add(&m, "", &n->running, n->running.value);
	netfile_add(&m, "adam.m.", &n->learned, n->learned.m);
	netfile_add(&m, "adam.v.", &n->learned, n->learned.v);
	netfile_add(&m, "best.", &n->learned, r->t.best_learned.value);
	netfile_add(&m, "best.", &n->running, r->t.best_running.value);
	checkpoint_put(&m, more, sizeof more / sizeof *more);
	m.init = buf_view(&r->init);
	m.columns = (const char **)curve_columns;
	m.ncolumns = CURVE_COLUMNS;
	m.curve = r->curve.n ? *r->curve.row : NULL;
	m.nrows = r->curve.n;
	r->wrong.n = 0;
	if (model_write(&m, MODEL_F32, file, r->data.in))
		buf_puts(&r->wrong, buf_cstr(&m.why));
	model_free(&m);
	return r->wrong.n ? buf_cstr(&r->wrong) : NULL;
}

const char *training_save(struct training *r, const char *file)
{
	const char *wrong;

	if (r->saved == file && r->saved_step == r->t.step)
		return NULL;
	wrong = write_checkpoint(r, file);
	if (wrong) {
		r->unsaved++;
		return wrong;
	}
	r->saved = file;
	r->saved_step = r->t.step;
	return NULL;
}

const char *training_write_model(struct training *r, enum model_type type, const char *file)
{
	enum { WITHOUT = CURVE_SECONDS };        /* the columns before this one don't depend on the machine */
	double *curve = mem_get((r->curve.n * WITHOUT + 1) * sizeof *curve);
	struct model m = { 0 };

	for (size_t i = 0; i < r->curve.n; i++)
		memcpy(curve + i * WITHOUT, r->curve.row[i], WITHOUT * sizeof *curve);
	netfile_describe(&m, r->kind, r->preset, &r->t.net.config);
	netfile_add(&m, "", &r->t.net.learned, r->t.best_learned.value);
	netfile_add(&m, "", &r->t.net.running, r->t.best_running.value);
	m.init = buf_view(&r->init);
	m.columns = (const char **)curve_columns;
	m.ncolumns = WITHOUT;
	m.curve = curve;
	m.nrows = r->curve.n;
	r->wrong.n = 0;
	if (model_write(&m, type, file, r->data.in))
		buf_puts(&r->wrong, buf_cstr(&m.why));
	free(curve);
	model_free(&m);
	return r->wrong.n ? buf_cstr(&r->wrong) : NULL;
}

/* ---- going on from a checkpoint ---- */

int training_resume(struct training *r, const struct model *m, const char *file, struct buf *why)
{
	const double step = checkpoint_number(m, file, "step", why);
	struct net *n = &r->t.net;
	bool good = step >= 0 && step <= (double)r->t.steps && step == floor(step);

	if (why->n || netfile_take(m, file, "", &n->learned, n->learned.value, why) ||
	    netfile_take(m, file, "", &n->running, n->running.value, why) ||
	    netfile_take(m, file, "adam.m.", &n->learned, n->learned.m, why) ||
	    netfile_take(m, file, "adam.v.", &n->learned, n->learned.v, why) ||
	    netfile_take(m, file, "best.", &n->learned, r->t.best_learned.value, why) ||
	    netfile_take(m, file, "best.", &n->running, r->t.best_running.value, why))
		return -1;
	trainer_push(&r->t);
	for (int k = 0; k < CURVE_COLUMNS; k++)
		good &= m->ncolumns == CURVE_COLUMNS && strcmp(m->columns[k], curve_columns[k]) == 0;
	if (!good) {
		buf_printf(why, "%s: not a checkpoint of this training", file);
		return -1;
	}
	buf_str(&r->init, m->init);
	r->best = checkpoint_number(m, file, "best", why);
	r->best_loss = checkpoint_number(m, file, "best_loss", why);
	r->flop = checkpoint_number(m, file, "flop", why);
	r->seconds = checkpoint_number(m, file, "seconds", why);
	r->loss = checkpoint_number(m, file, "sum_loss", why);
	r->right = checkpoint_number(m, file, "sum_right", why);
	r->tokens = checkpoint_number(m, file, "sum_tokens", why);
	r->steps = checkpoint_number(m, file, "sum_steps", why);
	r->embedding_loss = checkpoint_number(m, file, "sum_embedding", why);
	if (why->n)
		return -1;
	curve_set(&r->curve, m->curve, m->nrows);
	r->saved = file;
	r->saved_step = (long)step;
	return 0;
}

int training_pass_over(struct training *r, const struct model *m, const char *file, void (*passed)(double n), struct buf *why)
{
	const int B = r->t.net.config.batch;
	const struct corpus_task **batch = mem_get((size_t)B * sizeof *batch);
	char tasks[17];
	int got = 1;

	for (; r->data.stream && r->t.step < r->saved_step && got > 0; r->t.step++) {
		got = dataset_next(&r->data, r->t.step, B, r->t.seed, batch);
		if (passed)
			passed((double)r->t.step * B);
	}
	free(batch);
	dataset_digest(&r->data, tasks);
	if (got < 0)
		buf_puts(why, stream_error(r->data.in));
	else if (got == 0)
		buf_printf(why, "%s: ended before step %ld, of which %s is", stream_name(r->data.in), r->saved_step, file);
	else if (strcmp(checkpoint_word(m, file, "tasks", why), tasks) != 0 && !why->n)
		buf_printf(why, "%s: trained on other tasks than those of %s", file, stream_name(r->data.in));
	r->t.step = r->saved_step;
	return why->n ? -1 : 0;
}
