/* moment - dates and times of day as people write them
 * SPDX-License-Identifier: MIT
 *
 * English names of months and days; the Gregorian calendar, of all years from 1 to 9999; no zones. */
#ifndef HNPS_MOMENT_H
#define HNPS_MOMENT_H

#include "base/mem.h"

/* What a text says of it; what it doesn't say is -1. */
struct moment { int year, month, day, hour, minute, second; };

/* How 3/4/2024 is meant: not at all, unless only one way is a date; or the month first; or the day. */
enum moment_order { MOMENT_UNKNOWN, MOMENT_MONTH_FIRST, MOMENT_DAY_FIRST, MOMENT_ORDERS };
extern const char *const moment_orders[MOMENT_ORDERS];       /* NULL, "mdy", "dmy" */

/* The first date and the first time of day in a text. A date has a year, month and day, or a month and day; the month may be a name, the year may come first,
 * and of two digits it is 1969 to 2068; eight digits are a date, too. A time has an hour, and a minute or AM or PM. False: there is neither, or
 * what looks like a date is none, such as 31/02/2024. */
bool moment_find(struct str text, enum moment_order order, struct moment *m);

/* A format as strftime's in English: %Y %y %m %-m %B %b %d %-d %A %a %j %V %q %H %-H %I %-I %M %-M %S %-S %p %P %%, of which %q is the quarter and %P is am or pm. */
bool moment_format_is(struct str format);

/* Appends it. False, and nothing appended, when the moment lacks what the format wants. */
bool moment_print(struct buf *out, const struct moment *m, struct str format);

/* A span of time such as 30m, 2h, -1s, 90s: its seconds in *seconds. */
bool moment_span(struct str text, long *seconds);

/* Moves it by so many seconds, over the ends of days where it has a date, around the clock where it has none. False when it has no time. */
bool moment_shift(struct moment *m, long seconds);

/* Moves it to a multiple of so many seconds from midnight: the one before (way 0), behind (1), or the nearest (2). False when it has no time. */
bool moment_to_multiple(struct moment *m, long seconds, int way);

/* As moment_find reads it again. */
void moment_print_plain(struct buf *out, const struct moment *m);

/* All conversions, for who looks for the one that fits; NULL behind the last. */
extern const char *const moment_conversions[];

#endif
