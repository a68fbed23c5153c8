/* remarks - what there is to say to a person, a line each
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_REMARKS_H
#define HNPS_REMARKS_H

#include "base/mem.h"

/* Starts as all zeros; freed by remarks_free. Each line ends in a 0, too. */
struct remarks { struct str *lines; size_t n, cap; struct arena arena; };

/* Takes the text as a line of its own, and leaves the buffer empty. */
void remarks_take(struct remarks *r, struct buf *line);
void remarks_free(struct remarks *r);

#endif
