/* conflict - why no program fits all the examples
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CONFLICT_H
#define HNPS_CONFLICT_H

#include "fill/learn.h"
#include "fill/remarks.h"

/* Says that nothing was found: one line. */
void conflict_begin(struct remarks *out, const struct given *g, const struct learnt *t, const char *name);

/* And why, when there are several examples and the search came to its end. Where one program fits most, and is more
 * than a fixed text, the others contradict it; where none does, it is the language that lacks something. `name` is that
 * of the table with the examples. */
void conflict_explain(struct remarks *out, struct learner *l, const struct given *g, const struct examples *all,
                      const struct learnt *t, const char *name);

#endif
