/* span - how long something takes, as people write it
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_SPAN_H
#define HNPS_SPAN_H

#include <stdint.h>

#include "base/mem.h"

/* What a number alone is, or two with a colon between: seconds, or hours and minutes; minutes, "m"; hours, "h";
 * seconds, or minutes and seconds, "m:s". */
enum span_unit { SPAN_SECONDS, SPAN_MINUTES, SPAN_HOURS, SPAN_CLOCK, SPAN_UNITS };
extern const char *const span_units[SPAN_UNITS];         /* NULL, "m", "h", "m:s" */

/* The unit of a name; SPAN_SECONDS: it is none. */
enum span_unit span_unit_of(struct str name);

/* The seconds of the first span in a text: 36:10:05, 1:30, 1h 5m 3s, 2 hours and 5 minutes, 1.5 h, PT1H5M, 90. False:
 * there is none, or one of 10,000 days and more. */
bool span_find(struct str text, enum span_unit unit, int64_t *seconds);

/* A format of %d %H %M %S, or %-H %-M %-S without a zero in front: days, hours, minutes, seconds, of which the longest
 * unit that is in it has what is left. */
bool span_format_is(struct str format);
void span_print(struct buf *out, int64_t seconds, struct str format);

/* All conversions, from the longest to the shortest; NULL behind the last. */
extern const char *const span_conversions[];

#endif
