/* moment_other - days that are told by something else than month and day
 * SPDX-License-Identifier: MIT */
#include "base/moment_parts.h"

/* What such a text has; weekday from 0; -1 and 0 is what it hasn't. */
struct mentioned { int64_t year, number, second; size_t digits; int weekday, month; bool week, dash; };

static bool mention(struct str s, int order, struct mentioned *all)
{
	struct token t;
	int month, weekday;

	*all = (struct mentioned){ .year = -1, .number = -1, .second = -1, .weekday = -1 };
	for (size_t at = 0; at < s.n; at = t.end) {
		t = token_at(s, at);
		if (t.kind == DIGITS) {
			if (is_number(t, 4, 4) && all->year < 0)
				all->year = t.value;
			else if (is_number(t, 1, 3) && all->number < 0)
				all->number = t.value, all->digits = size_of(t);
			else if (is_number(t, 1, 1) && all->second < 0)
				all->second = t.value;
			else
				return false;
		} else if (t.kind == LETTERS) {
			month = moment_month_of(s, t, order), weekday = moment_weekday_of(s, t, order);
			if (weekday >= 0 && all->weekday < 0)
				all->weekday = weekday;
			else if (month > 0 && all->month == 0)
				all->month = month;
			else if (is_word(s, t, "W") || is_word(s, t, "wk") || is_word(s, t, "week"))
				all->week = true;
			else if (!is_word(s, t, "in") && !is_word(s, t, "of"))
				return false;
		} else if (t.kind != ' ' && t.kind != '#' && !is_sign(t.kind)) {
			return false;
		}
		all->dash |= is_sign(t.kind);
	}
	return all->year > 0 && all->number > 0;
}

bool moment_other_date(struct str s, int order, struct moment *m)
{
	struct mentioned it;
	struct moment day = *m;
	long number;
	int year;

	if (!mention(s, order, &it))
		return false;
	day.year = (int)it.year, day.month = it.month ? it.month : 1, day.day = it.week ? 4 : 1;
	number = moment_day(&day);
	if (it.week && !it.month && (it.weekday < 0) == (it.second > 0) && it.second <= 7) {
		number += (it.number - 1) * 7 - number % 7 + (it.weekday < 0 ? it.second - 1 : it.weekday);
		if (!moment_set_day(&day, number) || moment_week(&day, &year) != it.number || year != it.year)
			return false;
	} else if (it.month && !it.week && it.weekday >= 0 && it.second < 0 && it.digits == 1) {
		number += (it.weekday - number % 7 + 7) % 7 + (it.number - 1) * 7;
		if (!moment_set_day(&day, number) || day.month != it.month)
			return false;
	} else if (!it.month && !it.week && it.weekday < 0 && it.second < 0 && (it.digits == 3 || !it.dash)) {
		if (!moment_set_day(&day, number + it.number - 1) || day.year != it.year)
			return false;
	} else {
		return false;
	}
	*m = day;
	return true;
}

static bool from_alone(struct str s, int order, struct moment *m)
{
	const struct token t = token_at(s, 0);
	const bool month = order & MOMENT_MONTH;

	if (!is_number(t, 1, 2) || t.end < s.n || t.value < month || t.value > (month ? 12 : 7))
		return false;
	if (month)
		m->month = (int)t.value;
	else
		m->weekday = t.value ? (int)t.value : 7;
	return true;
}

enum moment_found moment_from_number(struct str s, int order, struct moment *m)
{
	if (order & (MOMENT_MONTH | MOMENT_WEEKDAY))
		return from_alone(s, order, m) ? MOMENT_IS : MOMENT_NONE;
	for (struct token t = token_at(s, 0); t.kind; t = token_at(s, t.end)) {
		int64_t part = 0, unit = 1;

		if (order == MOMENT_UNIX && (is_number(t, 9, 10) || is_number(t, 13, 13))) {
			*m = (struct moment){ 1970, 1, 1, 0, 0, 0, 0, 0 };
			return moment_shift(m, (long)(size_of(t) == 13 ? t.value / 1000 : t.value)) ? MOMENT_IS :
			    MOMENT_NONE;
		}
		if (order != MOMENT_SERIAL || !is_number(t, 2, 7) || t.value <= 60)         /* spreadsheets have a 29 February 1900 */
			continue;
		if (!moment_set_day(m, (long)t.value + MOMENT_SERIALS) || byte_at(s, t.end) != '.' ||
		    !is_digit(byte_at(s, t.end + 1)))
			return m->day > 0 ? MOMENT_IS : MOMENT_NONE;
		for (size_t at = t.end + 1; is_digit(byte_at(s, at)) && unit < 1000000000; at++)
			part = part * 10 + s.p[at] - '0', unit *= 10;
		m->hour = m->minute = m->second = 0;
		moment_shift(m, (long)((part * 86400 + unit / 2) / unit));         /* to the nearest second */
		return MOMENT_IS;
	}
	return MOMENT_NONE;
}
