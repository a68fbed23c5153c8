/* report - what is told of the program that was learnt
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_REPORT_H
#define HNPS_REPORT_H

#include "fill/learn.h"
#include "fill/remarks.h"

/* Each adds a line, if there is something to say. `name` is that of the table with the examples. */
/* taken for one */
void report_header(struct remarks *out, const struct learnt *t, const struct examples *all, const char *name);
void report_program(struct remarks *out, const struct learnt *t, const struct examples *all);
void report_unproven(struct remarks *out, const struct learnt *t);      /* the search has not looked at everything */

/* One program was shown of those that were found, though more were wanted: why. */
void report_alone(struct remarks *out, const struct learnt *t, const struct given *g);

/* What speaks against it; of a program that edits lines, in those that it changes. */
void report_doubt(struct remarks *out, const struct learnt *t, const struct given *g, const struct examples *all,
                  bool edits);

#endif
