/* doubt_moment - what speaks against pieces that are moved from dates
 * SPDX-License-Identifier: MIT
 *
 * A part of doubt.h. */
#ifndef HNPS_DOUBT_MOMENT_H
#define HNPS_DOUBT_MOMENT_H

#include "search/doubt.h"

/* The examples, as far as they are dates. */
struct doubt_dates {
	struct str *forms; size_t n;     /* of the inputs; n = 0: one of them has no date */
	bool zeros;                      /* an output has a number that begins with a zero */
};

/* Lives in the arena. */
struct doubt_dates doubt_dates_of(const struct str *inputs, const struct str *outputs, size_t n, struct arena *a);

/* Has the input the form of an example's date, and is no date? */
bool doubt_no_date(const struct doubt_dates *d, struct str input, struct arena *a);

/* Does a number of the result begin with a zero, as none of the examples does? The minutes behind a colon may. */
bool doubt_zero(const struct doubt_dates *d, struct str made);

/* The first other input whose day the program moves over midnight, as it does with no example's: the day may be meant
 * to stay. SIZE_MAX: none. */
size_t doubt_midnight(const struct dsl_program *p, const struct str *inputs, size_t n, const struct str *others,
    size_t nothers, struct arena *a);

#endif
