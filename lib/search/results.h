/* results - what a program makes of many inputs
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_RESULTS_H
#define HNPS_RESULTS_H

#include "dsl/dsl.h"

/* The n outputs, in the arena, valid UTF-8; n = 0 where the program fails, or makes an empty text. */
struct str *results_of(const struct dsl_program *p, const struct str *inputs, size_t n, struct arena *a);

#endif
