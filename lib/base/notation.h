/* notation - numbers as people write them, found in a text
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_NOTATION_H
#define HNPS_NOTATION_H

#include "base/decimal.h"

/* Index of `notations`. Each reads what NOTATION_PLAIN does, too, as far as it means the same. */
enum { NOTATION_PLAIN, NOTATION_COMMA, NOTATION_BLANKS, NOTATION_BLANKS_COMMA, NOTATION_APOSTROPHES, NOTATION_POWER, NOTATION_ACCOUNTS, NOTATION_FRACTION,
       NOTATION_CLOCK, NOTATION_BYTES, NOTATION_THOUSANDS, NOTATION_ROMAN, NOTATION_HEX, NOTATION_OCTAL, NOTATION_BINARY, NOTATIONS };

/* What programs call each, a number that is written so: 1,234.5  1.234,5  1 234.5  1 234,5  1'234.5  1.5e3  (1.5), which is 1.5- too, 1 1/2;
 * 1:30:00, in seconds; 1.5 KB, of 1024; 1.5K, of 1000; and as formats are called IV, X, O, B. */
extern const char *const notations[NOTATIONS];

int notation_of(struct str name);                            /* -1: there is no such notation */

/* The first number in a text, wherever it begins. A sign, U+2212 among them, belongs to it unless a letter or a digit stands before the sign; a
 * currency may stand between the two. Returns the part of the text that it is; n = 0: there is none, or the first is in another notation (in the
 * plain one 1.234,50 and 1,23,456 and 1e5) or too long: nothing is read from the middle of one. Numbers to another base and Roman ones must be all
 * of the text, but for blanks, # and 0x. */
struct str notation_find(struct str text, int notation, struct decimal *d);

/* The same from byte `start` on, where a sign goes by what is before it. */
struct str notation_next(struct str text, size_t start, int notation, struct decimal *d);

static inline struct str decimal_find(struct str text, struct decimal *d)
{
	return notation_find(text, NOTATION_PLAIN, d);
}

#endif
