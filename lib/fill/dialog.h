/* dialog - puts the questions of ask.h to a person, and takes the answers
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_DIALOG_H
#define HNPS_DIALOG_H

#include <stdio.h>

#include "fill/ask.h"

/* Talks over two streams of a terminal until the person wants the column written (true) or not (false, also when the
 * input ends). `name` is that of the examples. There is a program then, unless it is false. */
bool dialog_run(struct ask *a, const char *name, FILE *in, FILE *out);

#endif
