/* curve - how a training went: a row of figures for each validation
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CURVE_H
#define HNPS_CURVE_H

#include "base/mem.h"

/* The columns. Seconds are the last one, as a model does not tell what depends on the machine. */
enum curve_column { CURVE_STEP, CURVE_PROGRAMS, CURVE_EPOCH, CURVE_TFLOP, CURVE_RATE, CURVE_TRAIN_LOSS, CURVE_TRAIN_TOKENS,
                    CURVE_LOSS, CURVE_TOKENS, CURVE_GIVEN, CURVE_ALL, CURVE_EMBEDDING_LOSS, CURVE_SECONDS, CURVE_COLUMNS };
extern const char *const curve_columns[CURVE_COLUMNS];

/* Starts as all zeros; freed by curve_free. */
struct curve { double (*row)[CURVE_COLUMNS]; size_t n, cap; };

double *curve_add(struct curve *c);      /* a new row, which the caller fills in: CURVE_COLUMNS numbers */
void curve_set(struct curve *c, const double *rows, size_t n);       /* a copy of n rows in place of those that it has */
void curve_print(const struct curve *c, struct buf *out);            /* as TSV, with a line of the columns' names */
void curve_free(struct curve *c);

#endif
