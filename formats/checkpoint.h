/* checkpoint - where a tool's work was, in a checkpoint: the options that it was begun with, and what else it keeps
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CHECKPOINT_H
#define HNPS_CHECKPOINT_H

#include "base/cli.h"
#include "model.h"

/* The model's progress: the running tool's recorded options (cli.h), as they are now, by their names, and n further values. It lies in the
 * model's arena; further texts stay the caller's. */
void checkpoint_put(struct model *m, const struct model_value *more, size_t n);

/* Sets an option of the running tool to what it was. On the command line it may be given again, as it was: with another value that is
 * wrong usage. What doesn't fit dies with one line, which names the file. */
void checkpoint_restore(const struct model *m, const char *file, const struct cli_option *o);

/* Further values; die when there is none of the name. Words are valid as long as the model. */
double checkpoint_number(const struct model *m, const char *file, const char *name);
const char *checkpoint_word(const struct model *m, const char *file, const char *name);

#endif
