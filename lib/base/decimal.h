/* decimal - decimal numbers, without loss
 * SPDX-License-Identifier: MIT
 *
 * Sums and products are exact, rounding is to the nearest, halves away from zero, so that all machines write the same.
 * notation.h reads numbers as people write them, decimal_format.h writes them so. */
#ifndef HNPS_DECIMAL_H
#define HNPS_DECIMAL_H

#include <stdint.h>

#include "base/mem.h"

/* The most digits; of a number that is read; of one that divides; decimals of a format. */
enum { DECIMAL_DIGITS = 40, DECIMAL_READ = 38, DECIMAL_DIVISOR = 18, DECIMAL_PLACES = 15 };

/* digits[0 .. n-1], the highest first, of which the last `decimals` stand behind the point. Zero has n = 0. */
struct decimal { bool negative; int n, decimals; uint8_t digits[DECIMAL_DIGITS]; };

/* What separates thousands, one text or another, and what stands before decimals. */
enum { DECIMAL_GROUPS = 3 };
struct decimal_marks { const char *group[DECIMAL_GROUPS]; char point; };

/* Reads the number that a text begins with: a sign, digits, perhaps separated at thousands, perhaps a point and digits. How many
 * bytes it takes; 0: there is none, or it is too long. */
size_t decimal_read_with(struct str text, const struct decimal_marks *marks, struct decimal *d);
size_t decimal_read(struct str text, struct decimal *d);     /* with commas and a point */

/* The result may be one of the two. false: too many digits, or a division by zero. A quotient has DECIMAL_PLACES + 2 decimals when it doesn't end before. */
bool decimal_multiply(const struct decimal *a, const struct decimal *b, struct decimal *product);
bool decimal_divide(const struct decimal *a, const struct decimal *b, struct decimal *quotient);
bool decimal_add(const struct decimal *a, const struct decimal *b, struct decimal *sum);
void decimal_round(struct decimal *d, int decimals);         /* to so many decimals, if it has more; -2: to hundreds */
int decimal_digit(const struct decimal *d, int power);       /* the digit with the weight 10^power */

/* Down to a multiple of `step` > 0; up; or to the nearest one, halves away from zero. false: too many digits. */
enum decimal_way { DECIMAL_DOWN, DECIMAL_UP, DECIMAL_NEAREST };
bool decimal_to_multiple(struct decimal *d, const struct decimal *step, enum decimal_way way);

/* < 0, 0, > 0: a is less, as much, more. 0 also when the two have too many digits between them. */
int decimal_compare(const struct decimal *a, const struct decimal *b);

struct decimal decimal_of_whole(long long n);
bool decimal_is_whole(const struct decimal *d, long long *n);         /* false: it isn't, or has more than 17 digits */
double decimal_double(const struct decimal *d);              /* the nearest double, or near it */
bool decimal_of_double(double x, int decimals, struct decimal *d);     /* x rounded to so many decimals */

#endif
