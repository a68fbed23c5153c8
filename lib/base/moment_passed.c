/* moment_passed - how much time has passed from one moment to another
 * SPDX-License-Identifier: MIT */
#include "base/moment.h"

enum { YEARS, MONTHS, WEEKS, DAYS, HOURS, MINUTES, SECONDS, UNITS, DAY = 24 * 60 * 60 };

const char *const moment_units[] = {
	[YEARS] = "years", [MONTHS] = "months", [WEEKS] = "weeks", [DAYS] = "days",
	[HOURS] = "hours", [MINUTES] = "minutes", [SECONDS] = "seconds", [UNITS] = NULL,
};

int moment_passed_of(struct str unit)
{
	for (int k = 0; k < UNITS; k++)
		if (str_eq(unit, str_of(moment_units[k])))
			return k;
	return -1;
}

/* Since midnight. A moment without a time is midnight. */
static long seconds_of(const struct moment *m)
{
	return m->hour < 0 ? 0 : m->hour * 3600L + m->minute * 60L + (m->second > 0 ? m->second : 0);
}

static bool has_day(const struct moment *m)
{
	return m->year > 0 && m->month > 0 && m->day > 0;
}

/* The whole months from one to a later one. */
static long months(const struct moment *first, const struct moment *second)
{
	const long n = (second->year - first->year) * 12L + second->month - first->month;
	const long days = second->day - first->day, seconds = seconds_of(second) - seconds_of(first);
	const bool early = days < 0 || (days == 0 && seconds < 0);

	return n - early;
}

bool moment_passed(const struct moment *first, const struct moment *second, int unit, long *n)
{
	static const long lengths[UNITS] = { [WEEKS] = 7L * DAY, [DAYS] = DAY, [HOURS] = 3600, [MINUTES] = 60,
	                                     [SECONDS] = 1 };
	struct moment from = *first, to = *second;
	long seconds;

	if (has_day(&from) != has_day(&to))
		return false;
	if (from.hour < 0 || to.hour < 0) {
		if (!has_day(&from) || unit > DAYS)
			return false;
		from.hour = to.hour = -1;
	}
	if (!has_day(&from)) {
		seconds = seconds_of(&to) - seconds_of(&from);
		*n = (seconds < 0 ? seconds + DAY : seconds) / (unit > DAYS ? lengths[unit] : 1);
		return unit > DAYS && from.month < 0 && to.month < 0;
	}
	seconds = (moment_day(&to) - moment_day(&from)) * DAY + seconds_of(&to) - seconds_of(&from);
	if (from.zone != -1 && to.zone != -1)
		seconds -= (to.zone - from.zone) * 60L;
	if (unit >= WEEKS)
		*n = seconds / lengths[unit];
	else
		*n = (seconds < 0 ? -months(&to, &from) : months(&from, &to)) / (unit == YEARS ? 12 : 1);
	return true;
}
