/* training - a training in files: its checkpoint, and the model that it ends with
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_TRAINING_H
#define HNPS_TRAINING_H

#include "dataset.h"
#include "model.h"
#include "net/curve.h"
#include "net/trainer.h"

/* The network and its optimiser, the tasks, and what else is known of a training. */
struct training {
	struct trainer t;
	struct dataset data;
	const char *kind, *preset;           /* of network, as a model file tells them */

	/* goes into checkpoints, too */
	struct curve curve;
	struct buf init;                     /* the head of the model that it began with */
	double best, best_loss;              /* share right on the given pairs, and loss, of the best validation; best < 0: none yet */
	double flop, seconds;                /* so far */
	double loss, embedding_loss, right, tokens, steps;   /* sums since the last validation */

	const char *saved;                   /* the last checkpoint that is whole, NULL: none; of which step */
	long saved_step;
	long unsaved;                        /* checkpoints that could not be written */
	struct buf wrong;                    /* why the last file could not be written */
};

/* Saves a checkpoint, unless this step's is there already: NULL, or why there is none, valid until the next file is
 * written. Then the checkpoint before is as it was. The tool's recorded options go with it. */
const char *training_save(struct training *r, const char *file);

/* Writes the best model, without what depends on the machine: NULL, or why it can't be written, as above. */
const char *training_write_model(struct training *r, enum model_type type, const char *file);

/* Goes on from checkpoint FILE, which was read into m, with a trainer and a dataset that were made for it. 0, or -1
 * with one line added to `why`. */
int training_resume(struct training *r, const struct model *m, const char *file, struct buf *why)
	__attribute__((warn_unused_result));

/* Goes through the tasks that came before the checkpoint, which must be those that it was trained on; `passed`, unless
 * NULL, is told after each batch how many there were. The same otherwise. */
int training_pass_over(struct training *r, const struct model *m, const char *file, void (*passed)(double n), struct buf *why)
	__attribute__((warn_unused_result));

#endif
