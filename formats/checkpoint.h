/* checkpoint - where a tool's work was, in a checkpoint: the options that it was begun with, and what else it keeps
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CHECKPOINT_H
#define HNPS_CHECKPOINT_H

#include "base/cli.h"
#include "model.h"

/* The model's progress: the running tool's recorded options (cli.h), as they are now, by their names, and n further values. It lies in the
 * model's arena; further texts stay the caller's. */
void checkpoint_put(struct model *m, const struct model_value *more, size_t n);

/* Sets an option of the running tool to what it was. On the command line it may be given again, as it was. 0, or -1 with a line added to `why`, which
 * names the file. *given: with another value it is, which is wrong usage. */
int checkpoint_restore(const struct model *m, const char *file, const struct cli_option *o, bool *given, struct buf *why)
	__attribute__((warn_unused_result));

/* Further values. Where there is none of the name it is 0 or "", with a line added to `why` if that is empty: so many can be asked for before
 * `why` is looked at. Words are valid as long as the model. */
double checkpoint_number(const struct model *m, const char *file, const char *name, struct buf *why);
const char *checkpoint_word(const struct model *m, const char *file, const char *name, struct buf *why);

#endif
