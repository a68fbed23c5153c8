/* decimal_format - how a number is written
 * SPDX-License-Identifier: MIT
 *
 *     0.00  0.##  00000     decimals always, at most; digits before the point at least
 *     #,##0  #.##0,00  # ##0  #'##0     thousands separated; a comma or a point before the decimals
 *     (0.00)  0.00-         of negative numbers; others have neither
 *     0.00E0  0.0##e+00     with a power of ten
 *     G6                    to so many digits in all, without zeros at the end
 *     0th                   1st, 2nd, 3rd
 *     IV  iv                Roman, 1 to 3999
 *     X  x  O  B  X2        to the base 16, 8, 2, of digits at least
 *     0.# KB  0K            with the unit that leaves the fewest digits before the point: B, KB, MB of 1024 each; K, M, B of 1000 */
#ifndef HNPS_DECIMAL_FORMAT_H
#define HNPS_DECIMAL_FORMAT_H

#include "base/decimal.h"

enum decimal_style {
	STYLE_PLAIN, STYLE_PARENTHESES, STYLE_MINUS_BEHIND, STYLE_POWER, STYLE_ORDINAL, STYLE_ROMAN, STYLE_BASE, STYLE_BYTES, STYLE_THOUSANDS,
};

struct decimal_format {
	enum decimal_style style;
	char group;                  /* between thousands; 0: nothing */
	char point;                  /* before decimals; 0 is a point, too */
	int width;                   /* at least so many digits before the point, zeros in front; 1 is usual, 0 is no zero alone before a point */
	int fixed, most;             /* so many decimals always; so many at most */
	int significant;             /* when > 0: rounded to so many digits in all, without zeros at the end; the decimals above don't count */
	int base;                    /* STYLE_BASE: 2, 8 or 16 */
	bool lower;                  /* the letters of Roman numerals, of the base 16, of a power of ten */
	int power;                   /* STYLE_POWER: at least so many digits of the power */
	bool plus;                   /* STYLE_POWER: a sign before it always */
	bool blank;                  /* STYLE_BYTES, STYLE_THOUSANDS: a blank before the unit */
};

/* false: the text is no format. */
bool decimal_format_read(struct str text, struct decimal_format *f);
void decimal_format_print(struct buf *out, const struct decimal_format *f);

/* false, and nothing is written: the format has no way to write this number. */
bool decimal_print(struct buf *out, struct decimal d, const struct decimal_format *f);

/* With all its decimals and nothing else, as it can be read again. */
void decimal_print_plain(struct buf *out, const struct decimal *d);

#endif
