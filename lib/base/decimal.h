/* decimal - decimal numbers as people write them, without loss
 * SPDX-License-Identifier: MIT
 *
 * Sums and products are exact, rounding is to the nearest, halves away from zero, so that all machines write the same. */
#ifndef HNPS_DECIMAL_H
#define HNPS_DECIMAL_H

#include <stdint.h>

#include "base/mem.h"

enum { DECIMAL_DIGITS = 40, DECIMAL_READ = 38, DECIMAL_PLACES = 15 };       /* the most digits; of a number that is read; decimals of a format */

/* digits[0 .. n-1], the highest first, of which the last `decimals` stand behind the point. Zero has n = 0. */
struct decimal { bool negative; int n, decimals; uint8_t digits[DECIMAL_DIGITS]; };

/* Reads the number that a text begins with: a sign, digits, perhaps with commas for thousands, perhaps a point and digits. How many bytes it takes;
 * 0: there is none, or it is too long. */
size_t decimal_read(struct str text, struct decimal *d);

/* The first number in a text, wherever it begins. A sign, U+2212 among them, belongs to it unless a letter or a digit stands before the sign; a
 * currency may stand between the two. Returns the part of the text that it is; n = 0: there is none, or the first is in another notation (1.234,50 and
 * 1,23,456 and 1e5) or too long: nothing is read from the middle of one. */
struct str decimal_find(struct str text, struct decimal *d);

/* false: too many digits. */
bool decimal_multiply(const struct decimal *a, const struct decimal *b, struct decimal *product);
bool decimal_add(const struct decimal *a, const struct decimal *b, struct decimal *sum);
void decimal_round(struct decimal *d, int decimals);         /* to so many decimals, if it has more; -2: to hundreds */

/* Down to a multiple of `step` > 0; up; or to the nearest one, halves away from zero. false: too many digits. */
enum decimal_way { DECIMAL_DOWN, DECIMAL_UP, DECIMAL_NEAREST };
bool decimal_to_multiple(struct decimal *d, const struct decimal *step, enum decimal_way way);

double decimal_double(const struct decimal *d);              /* the nearest double, or near it */
bool decimal_of_double(double x, int decimals, struct decimal *d);     /* x rounded to so many decimals */

/* How a number is written: */
struct decimal_format {
	bool thousands;              /* with commas */
	int width;                   /* at least so many digits before the point, zeros in front; 1 is usual, 0 is no zero alone before a point */
	int fixed, most;             /* so many decimals always; so many at most */
	int significant;             /* when > 0: rounded to so many digits in all, without zeros at the end, and the decimals above don't count */
};

/* "#,##0.00##", "00000", "0.##", "G6"; false: the text is no format. */
bool decimal_format_read(struct str text, struct decimal_format *f);
void decimal_format_print(struct buf *out, const struct decimal_format *f);

void decimal_print(struct buf *out, struct decimal d, const struct decimal_format *f);

#endif
