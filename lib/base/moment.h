/* moment - dates and times of day as people write them
 * SPDX-License-Identifier: MIT
 *
 * The Gregorian calendar, of all years from 1 to 9999; of zones only what is written. */
#ifndef HNPS_MOMENT_H
#define HNPS_MOMENT_H

#include "base/mem.h"

/* What a text says of it; what it doesn't say is -1. The zone is that of the time, in minutes east of Greenwich. */
struct moment {
	int year, month, day, hour, minute, second, zone;
	int weekday;             /* of a text that is nothing else, Monday as 1; 0: it isn't */
};

/* How 3/4/2024 is meant: not at all, unless only one way is a date; or the month first, "mdy"; or the day, "dmy". Or as
 * the sign between the numbers says: "m/d d.m". Or a number is no date in digits: seconds since 1970, "unix"; or the
 * number of a day in spreadsheets, since 30 December 1899, "serial"; of a month, "month"; of a weekday, "weekday", Monday as 1 and Sunday as 0 or 7. Names
 * are in English, or in a language (moment_language.h): "de", or "dmy de". Of two languages names are read in the first and written in the second. */
enum { MOMENT_UNKNOWN = 0, MOMENT_MONTH_FIRST = 0x55, MOMENT_DAY_FIRST = 0xAA, MOMENT_UNIX = 0x100,
    MOMENT_SERIAL = 0x200, MOMENT_MONTH = 0x400, MOMENT_WEEKDAY = 0x800, MOMENT_NUMBER = 0xF00, MOMENT_ORDERS = 0xFFF };
static inline int moment_read_in(int order) { return order >> 12 & 15; }
static inline int moment_written_in(int order) { return order >> 16 & 15; }
int moment_order_with(int order, int read_in, int written_in);
bool moment_order_read(struct str text, int *order);
void moment_order_print(struct buf *out, int order);

/* Of what has this sign between its numbers: 0 unknown, 1 the month first, 2 the day. */
int moment_order_at(int order, char sign);

/* The order that a text tells for its sign: 25/12/2023 that the day is first where there is a '/'. MOMENT_UNKNOWN:
 * none, or none for this sign alone. */
int moment_order_told(struct str text);

/* The first date and the first time of day in a text. A date has a year, month and day, or a month and one of both; the
 * month may be a name, and then the day may be 3rd; a year of two digits is 1969 to 2068. 2024-04-03, 3/4/2024, 3.4.24,
 * 3 April 2024, Apr 3, 2024, 20240403, 3/4, Apr 3. A month or a weekday may be alone when there is nothing else. Numbers alone have the same sign in both gaps. A time has an hour,
 * and a minute or AM or PM, 4:15 p.m.; a zone may stand behind it, +02:00 or Z. A date's numbers stop before a time,
 * and no time begins within a longer row of digits and colons, such as 36:10:05. */
enum moment_found {
	MOMENT_NONE,             /* there is neither */
	MOMENT_IS,
	MOMENT_WRONG,            /* what looks like a date is none, whatever the order: 31/02/2024 */
	MOMENT_OTHERWISE,        /* it is a date in another order than the one that is asked for, or in two of them */
};
enum moment_found moment_look(struct str text, int order, struct moment *m);

/* Is it MOMENT_IS? */
bool moment_find(struct str text, int order, struct moment *m);

/* Is there such a day? A year or a day of -1 isn't known. */
bool moment_is_date(long year, long month, long day);

/* The days since Monday, 1 January of year 1, of a moment that has a year, a month and a day; and back: false, and
 * nothing set, outside of the years. */
long moment_day(const struct moment *m);
bool moment_set_day(struct moment *m, long day);
enum { MOMENT_EPOCH = 719162, MOMENT_SERIALS = 693593 };         /* 1 January 1970, and 30 December 1899 */

/* The ISO week, and the year that it belongs to. */
int moment_week(const struct moment *m, int *year);

/* A format as strftime's in English: %Y %y %m %-m %B %b %d %-d %A %a %u %w %j %G %V %H %-H %I %-I %M %-M %S %-S %p %P %z
 * %s %%, of which %G is the year of the ISO week %V, and %P is am or pm; and %:z, the zone with a colon, %q, the quarter,
 * %o, the day with its ending, %N, which one of its weekday it is in the month, %J, its number in spreadsheets. Of names %^B is in upper case, %+B has its first
 * letter so, and %OB is the month alone, where a language has another form for it. */
bool moment_format_is(struct str format);

/* The text between conversions that comes next from *at on, which goes behind it, %% as %; n = 0 at the end. */
struct str moment_format_text(struct str format, size_t *at);

/* Appends it, with names in English, or in a language. False, and nothing appended, when the moment lacks what the format wants. */
bool moment_print(struct buf *out, const struct moment *m, struct str format);
bool moment_print_in(struct buf *out, const struct moment *m, struct str format, int language);

/* A span of time such as 30m, 2h, -1s, 90s, 7d, 2w: its seconds in *seconds. */
bool moment_span(struct str text, long *seconds);

/* Moves it by so many seconds, over the ends of days where it has a date, around the clock where it has none. Without a
 * time it is moved by whole days. False when it has no time, or its date, which would become another, lacks a part. */
bool moment_shift(struct moment *m, long seconds);

/* The two dates or times of a text: of two cells (cells.h), the first of each; else what it says before something that it has said already, and from there.
 * Where the second is a time alone its date is the first's. False: there are no two. */
bool moment_pair(struct str text, int order, struct moment *first, struct moment *second);

/* How many whole units have passed from the first to the second: "years", "months", "weeks", "days", "hours", "minutes", "seconds"; negative when the second
 * is earlier. Days of dates alone are counted from midnight to midnight; hours of times alone are of the same day, or, when the second is earlier, of the
 * next. False when they lack what the unit needs. */
int moment_passed_of(struct str unit);                           /* -1: it is none */
bool moment_passed(const struct moment *first, const struct moment *second, int unit, long *n);
extern const char *const moment_units[];                         /* all of them; NULL behind the last */

/* An offset of a zone such as +02:00, +0200 or Z. */
bool moment_zone(struct str text, int *minutes);

/* What the clock shows at that time in another zone. False when it has no time, or no zone. */
bool moment_to_zone(struct moment *m, int minutes);

/* Moves it to a multiple of so many seconds from midnight: the one before (way 0), behind (1), or the nearest (2).
 * False when it has no time. */
bool moment_to_multiple(struct moment *m, long seconds, int way);

/* As moment_find reads it again. */
void moment_print_plain(struct buf *out, const struct moment *m);

/* All conversions, and those that are written with a letter in front, for who looks for the one that fits; NULL behind
 * the last. */
extern const char *const moment_conversions[];
extern const char *const moment_names[];         /* the same, and those of names in other forms */

#endif
