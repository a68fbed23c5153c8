/* ratio - a number that may be a quotient: 1.8, 5/9, 1/25.4
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_RATIO_H
#define HNPS_RATIO_H

#include "base/decimal.h"

struct ratio { struct decimal top, bottom; };

bool ratio_read(struct str text, struct ratio *r);           /* all of the text; false: it is none */
void ratio_print(struct buf *out, const struct ratio *r);
double ratio_double(const struct ratio *r);

/* a x + b; exact but for quotients that don't end. false: too many digits. */
bool ratio_line(const struct ratio *a, const struct decimal *x, const struct ratio *b, struct decimal *sum);

#endif
