/* word - a text as one word of a shell's command line
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_WORD_H
#define HNPS_WORD_H

#include "base/mem.h"

/* Appends it, in single quotes where it has to be. */
void word_put(struct buf *out, struct str word);

#endif
