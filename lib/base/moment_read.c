/* moment_read - the first date and the first time of day in a text
 * SPDX-License-Identifier: MIT
 *
 * A cursor goes over the text from token to token. At each it is asked whether a time begins there, then whether a date does. */
#include "base/moment.h"

#include "base/ascii.h"

#include <stdint.h>

/* A run of digits, a run of letters, or one other byte; kind 0 is the end of the text. `value`: of up to 14 digits,
 * else -1. */
struct token { char kind; size_t begin, end; int64_t value; };

enum { DIGITS = '9', LETTERS = 'a' };

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 128;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static struct token token_at(struct str s, size_t at)
{
	struct token t = { .begin = at, .end = at, .value = -1 };

	if (at >= s.n)
		return t;
	t.kind = is_digit(s.p[at]) ? DIGITS : is_letter(s.p[at]) ? LETTERS : s.p[at];
	if (t.kind == DIGITS) {
		for (t.value = 0; t.end < s.n && is_digit(s.p[t.end]); t.end++)
			t.value = t.end - at < 14 ? t.value * 10 + s.p[t.end] - '0' : -1;
		return t;
	}
	for (t.end++; t.kind == LETTERS && t.end < s.n && is_letter(s.p[t.end]);)
		t.end++;
	return t;
}

static size_t size_of(struct token t)
{
	return t.end - t.begin;
}

/* Is it a number of so many digits? */
static bool is_number(struct token t, size_t least, size_t most)
{
	return t.kind == DIGITS && size_of(t) >= least && size_of(t) <= most;
}

static bool is_word(struct str s, struct token t, const char *word)
{
	size_t n = 0;

	if (t.kind != LETTERS)
		return false;
	while (t.begin + n < t.end && word[n] && lower(s.p[t.begin + n]) == lower(word[n]))
		n++;
	return t.begin + n == t.end && !word[n];
}

static char byte_at(struct str s, size_t at)
{
	return at < s.n ? s.p[at] : 0;
}

/* 1 to 12; 0 is no name of a month. */
static int month_of(struct str s, struct token t)
{
	for (int k = 0; k < 12; k++) {
		const char *name = moment_months[k];
		const char begin[] = { name[0], name[1], name[2], 0 };

		if (is_word(s, t, begin) || is_word(s, t, name))
			return k + 1;
	}
	return is_word(s, t, "Sept") ? 9 : 0;
}

/* ---- times ---- */

/* AM or PM, A.M. or p.m., perhaps behind blanks: 12 for PM, 0 for AM, and its end in *end; -1 for neither. */
static int half_of_day(struct str s, size_t at, size_t *end)
{
	struct token t, m;

	while (byte_at(s, at) == ' ')
		at++;
	t = token_at(s, at);
	if (is_word(s, t, "am") || is_word(s, t, "pm")) {
		*end = t.end;
		return lower(s.p[at]) == 'p' ? 12 : 0;
	}
	if ((!is_word(s, t, "a") && !is_word(s, t, "p")) || byte_at(s, t.end) != '.')
		return -1;
	m = token_at(s, t.end + 1);
	if (!is_word(s, m, "m"))
		return -1;
	*end = m.end + (byte_at(s, m.end) == '.');
	return lower(s.p[at]) == 'p' ? 12 : 0;
}

/* The end of the digits and colons that follow each other from here. */
static size_t clock_end(struct str s, size_t at)
{
	while (at < s.n && (is_digit(s.p[at]) || (s.p[at] == ':' && is_digit(byte_at(s, at + 1)))))
		at++;
	return at;
}

/* Z, UTC, +02:00, +0200 or +02 behind a time, perhaps behind one blank. -05:00 only behind seconds, as 10:00-11:30 is
 * two times. */
static bool zone_at(struct str s, size_t at, bool seconds, struct moment *m, size_t *end)
{
	const bool blank = byte_at(s, at) == ' ';
	const struct token sign = token_at(s, at + blank);
	struct token hours, minutes;
	int64_t value;

	if ((!blank && is_word(s, sign, "Z")) || is_word(s, sign, "UTC") || is_word(s, sign, "GMT")) {
		m->zone = 0, *end = sign.end;
		return true;
	}
	if (sign.kind != '+' && sign.kind != '-')
		return false;
	hours = token_at(s, sign.end);
	*end = hours.end;
	if (is_number(hours, 4, 4)) {
		value = hours.value / 100 * 60 + hours.value % 100;
	} else if (is_number(hours, 2, 2)) {
		value = hours.value * 60;
		minutes = token_at(s, hours.end + 1);
		if (byte_at(s, hours.end) == ':' && is_number(minutes, 2, 2))
			value += minutes.value, *end = minutes.end;
		if (sign.kind == '-' && !(seconds && *end > hours.end))
			return false;
	} else {
		return false;
	}
	if (value > 14 * 60 || value % 15 || clock_end(s, *end) > *end)
		return false;
	m->zone = (int)(sign.kind == '-' ? -value : value);
	return true;
}

/* A time that begins with the token, and its end in *end. */
static bool time_at(struct str s, struct token hour, struct moment *m, size_t *end)
{
	struct token minute = { .value = -1 }, second = { .value = -1 };
	int half;

	if (!is_number(hour, 1, 2))
		return false;
	*end = hour.end;
	if (byte_at(s, hour.end) == ':' || byte_at(s, hour.end) == '.') {
		const bool colon = byte_at(s, hour.end) == ':';

		minute = token_at(s, hour.end + 1);
		if (!is_number(minute, colon ? 1 : 2, 2))
			return false;
		*end = minute.end;
		second = token_at(s, *end + 1);
		if (colon && byte_at(s, *end) == ':' && is_number(second, 1, 2))
			*end = second.end;
		else
			second.value = -1;
		if (clock_end(s, *end) > *end)
			return false;
		if (second.value >= 0 && byte_at(s, *end) == '.' && is_digit(byte_at(s, *end + 1)))
			*end = token_at(s, *end + 1).end;
		half = half_of_day(s, *end, end);
		if (!colon && half < 0)
			return false;
	} else if ((half = half_of_day(s, *end, end)) < 0) {
		return false;
	}
	if (hour.value > 23 || minute.value > 59 || second.value > 59 || (half >= 0 && hour.value > 12) ||
	    (half == 12 && hour.value == 0))
		return false;
	m->hour = (int)(half < 0 ? hour.value : hour.value % 12 + half);
	m->minute = (int)(minute.value < 0 ? 0 : minute.value);
	m->second = (int)second.value;
	zone_at(s, *end, m->second >= 0, m, end);
	return true;
}

/* Hours and minutes, and seconds if there are six digits. */
static bool set_digits(struct moment *m, int64_t value, bool seconds)
{
	const int64_t second = seconds ? value % 100 : -1, minute = (seconds ? value / 100 : value) % 100,
	    hour = value / (seconds ? 10000 : 100);

	if (hour > 23 || minute > 59 || second > 59)
		return false;
	m->hour = (int)hour, m->minute = (int)minute, m->second = (int)second;
	return true;
}

/* Three or four digits, or two and two with a point between, and nothing else. */
static bool time_alone(struct str s, struct moment *m)
{
	const struct token first = token_at(s, 0), last = token_at(s, first.end + 1);

	if (is_number(first, 3, 4) && first.end == s.n)
		return set_digits(m, first.value, false);
	return is_number(first, 1, 2) && byte_at(s, first.end) == '.' && is_number(last, 2, 2) && last.end == s.n &&
	       set_digits(m, first.value * 100 + last.value, false);
}

/* ---- dates ---- */

/* What stands between two parts of a date: blanks, and one kind of sign (0: none). */
struct gap { char sign; size_t end; };

static bool is_sign(char c)
{
	return c == '-' || c == '/' || c == '.' || c == ',' || c == '_' || c == '\'' || c == ':';
}

static struct gap gap_at(struct str s, size_t at)
{
	struct gap g = { .end = at };
	struct token of;

	for (; g.end < s.n && (s.p[g.end] == ' ' || is_sign(s.p[g.end])); g.end++)
		if (s.p[g.end] == ' ')
			continue;
		else if (g.sign && s.p[g.end] != g.sign)
			return g;
		else
			g.sign = s.p[g.end];
	of = token_at(s, g.end);
	if (!g.sign && g.end > at && is_word(s, of, "of") && byte_at(s, of.end) == ' ')
		g.end = of.end + 1;
	return g;
}

/* A part of a date, as it may be used: 'Y' four digits, 'o' three, 'd' one or two, 'n' the name of a month; 0 none. */
struct part { char as; int64_t value; size_t digits; struct gap before; };

static struct part part_of(struct str s, struct token t, size_t *end)
{
	static const char as[] = { 0, 'd', 'd', 'o', 'Y' };
	struct part p = { .value = t.value, .digits = size_of(t) };
	struct token th = token_at(s, t.end);

	*end = t.end;
	if (t.kind == LETTERS && (p.value = month_of(s, t)) > 0)
		p.as = 'n';
	else if (is_number(t, 1, 4))
		p.as = as[p.digits];
	if (p.as == 'd' && (is_word(s, th, "st") || is_word(s, th, "nd") || is_word(s, th, "rd") ||
	                    is_word(s, th, "th")))
		*end = th.end;
	return p;
}

static bool set_date(struct moment *m, int64_t year, int64_t month, int64_t day)
{
	if (!moment_is_date((long)year, (long)month, (long)day))
		return false;
	m->year = (int)year, m->month = (int)month, m->day = (int)day;
	return true;
}

enum { EITHER, MONTH_FIRST, DAY_FIRST };         /* as moment_order_at says */

/* a and b are the month and the day, in some order. */
static enum moment_found set_ordered(struct moment *m, int64_t a, int64_t b, int64_t year, int way)
{
	struct moment month_first = *m, day_first = *m;
	const bool first = set_date(&month_first, year, a, b), second = set_date(&day_first, year, b, a);

	if (!first && !second)
		return MOMENT_WRONG;
	if (way == EITHER ? first && second && a != b : way == MONTH_FIRST ? !first : !second)
		return MOMENT_OTHERWISE;
	*m = way == MONTH_FIRST || (way == EITHER && first) ? month_first : day_first;
	return MOMENT_IS;
}

/* The year of two digits. */
static int64_t full_year(const struct part *p)
{
	return p->digits > 2 ? p->value : p->value + (p->value < 69 ? 2000 : 1900);
}

/* 20240403, or 04032024 in the order; seven digits lack the first zero. Behind it may stand a time, so written as
 * well. */
static enum moment_found compact_date(struct str s, struct token t, int order, struct moment *m, size_t *end)
{
	const size_t digits = size_of(t);
	const int64_t value = digits == 14 ? t.value / 1000000 : digits == 12 ? t.value / 10000 : t.value,
	    year = value / 10000;
	const struct token time = token_at(s, t.end + 1);
	enum moment_found found = MOMENT_WRONG;

	*end = t.end;
	if (digits != 7 && year >= 1500 && year <= 2199 && set_date(m, year, value / 100 % 100, value % 100))
		found = MOMENT_IS;
	else if (digits == 8 || (digits == 7 && moment_order_at(order, 0)))
		found = set_ordered(m, value / 1000000, value / 10000 % 100, value % 10000, moment_order_at(order, 0));
	if (found == MOMENT_WRONG)
		return MOMENT_NONE;                      /* any number */
	if (found == MOMENT_IS && digits > 8)
		return set_digits(m, t.value % (digits == 14 ? 1000000 : 10000), digits == 14) ? MOMENT_IS :
		    MOMENT_NONE;
	if (found == MOMENT_IS && digits == 8 && is_number(time, 6, 6) && memchr("T_- ", s.p[t.end], 4) &&
	    set_digits(m, time.value, true))
		*end = time.end;
	return found;
}

/* May numbers alone be a date, with a sign between the first two? Then it is between the others, too. Without a year of
 * four digits blanks don't tell, nor a point when there are two; and these, and any two, are no piece of a longer row
 * such as 1.2.3.4. */
static bool numbers_are_date(struct str s, size_t begin, size_t end, const struct part *p, int n)
{
	const char sign = p[1].before.sign;
	const bool year = p[0].as == 'Y' || p[n - 1].as == 'Y';

	if (n == 3 && p[2].before.sign != sign)
		return false;
	if (n == 3 && year)
		return sign != ':' || p[0].as == 'Y';
	if (sign != '/' && (sign != '-' || (n == 2 && !year)) && (sign != '.' || n == 2))
		return false;
	return !(begin > 1 && s.p[begin - 1] == sign && is_digit(s.p[begin - 2])) &&
	       !(byte_at(s, end) == sign && is_digit(byte_at(s, end + 1)));
}

/* The parts as a date. */
static enum moment_found set_parts(struct str s, size_t begin, size_t end, const struct part *p, int n, int order,
    struct moment *m)
{
	/* Which part is the year, the month, the day; -1: none. `kind`: is there the name of a month, or are they
	 * numbers, and is it told by their order which is the month, and may they be something else? */
	enum { NAME = 0, NUMBERS = 1, ORDERED = 2, LOOSE = 4 };
	static const struct { char as[4]; int year, month, day, kind; } forms[] = {
		{ "dnY", 2, 1, 0, NAME }, { "dnd", 2, 1, 0, NAME }, { "ndY", 2, 0, 1, NAME },
		{ "ndd", 2, 0, 1, NAME }, { "Ynd", 0, 1, 2, NAME }, { "Ydd", 0, 1, 2, NUMBERS },
		{ "ddY", 2, 0, 1, NUMBERS | ORDERED }, { "ddd", 2, 0, 1, NUMBERS | ORDERED },
		{ "nY", 1, 0, -1, NAME }, { "nd", -1, 0, 1, NAME }, { "dn", -1, 1, 0, NAME },
		{ "dd", -1, 0, 1, NUMBERS | ORDERED }, { "Yd", 0, 1, -1, NUMBERS | LOOSE },
		{ "dY", 1, 0, -1, NUMBERS | LOOSE },
	};

	for (size_t k = 0; k < sizeof forms / sizeof *forms; k++) {
		int64_t year, month, day;
		int same = 0;

		while (same < n && p[same].as == forms[k].as[same])
			same++;
		if (same < n || forms[k].as[n])
			continue;
		if ((forms[k].kind & NUMBERS) && !numbers_are_date(s, begin, end, p, n))
			return MOMENT_NONE;
		year = forms[k].year < 0 ? -1 : full_year(&p[forms[k].year]);
		month = p[forms[k].month].value;
		day = forms[k].day < 0 ? -1 : p[forms[k].day].value;
		if (forms[k].year >= 0 && p[forms[k].year].digits < 2)
			return MOMENT_NONE;
		if (forms[k].kind & ORDERED)
			return set_ordered(m, month, day, year, moment_order_at(order, p[1].before.sign));
		return set_date(m, year, month, day) ? MOMENT_IS : forms[k].kind & LOOSE ? MOMENT_NONE : MOMENT_WRONG;
	}
	return MOMENT_NONE;
}

/* A date that begins with the token, and its end in *end. */
static enum moment_found date_at(struct str s, struct token t, int order, struct moment *m, size_t *end)
{
	struct part part[3];
	size_t ends[3], time_end;
	struct moment time;
	int n = 0;

	if (is_number(t, 7, 8) || is_number(t, 12, 12) || is_number(t, 14, 14))
		return compact_date(s, t, order, m, end);
	if (t.begin && s.p[t.begin - 1] == '#')          /* the first Sunday, not the first of a month */
		return MOMENT_NONE;
	for (struct gap g = { .end = t.begin }; n < 3; g = gap_at(s, ends[n - 1])) {
		const struct token next = token_at(s, g.end);
		const struct part p = part_of(s, next, &ends[n]);
		const bool apart = n == 0 || g.end > ends[n - 1] || (p.as == 'n') != (part[n - 1].as == 'n');

		if (!p.as || !apart || (n && g.sign != ':' && time_at(s, next, &time, &time_end)))
			break;
		part[n] = p;
		part[n++].before = g;
	}
	for (; n > 1; n--) {
		enum moment_found found = set_parts(s, t.begin, ends[n - 1], part, n, order, m);

		*end = ends[n - 1];
		if (found)
			return found;
	}
	return MOMENT_NONE;
}

/* ---- dates that are told by something else than month and day ---- */

static int weekday_of(struct str s, struct token t)
{
	for (int k = 0; k < 7; k++) {
		const char *name = moment_weekdays[k];
		const char begin[] = { name[0], name[1], name[2], 0 };

		if (is_word(s, t, begin) || is_word(s, t, name))
			return k;
	}
	return -1;
}

/* What such a text has; weekday from 0; -1 and 0 is what it hasn't. */
struct mentioned { int64_t year, number, second; size_t digits; int weekday, month; bool week, dash; };

static bool mention(struct str s, struct mentioned *all)
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
			month = month_of(s, t), weekday = weekday_of(s, t);
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

/* The day of the year, 2024 94; the day of the ISO week, 2024-W14-3 or Wed, wk 14 in 2024; the third Monday of a month,
 * Mon #3 December 1973. */
static bool other_date(struct str s, struct moment *m)
{
	struct mentioned it;
	struct moment day = *m;
	long number;
	int year;

	if (!mention(s, &it))
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

/* The first number that is long enough, as seconds, or as days and a fraction of one. */
static enum moment_found from_number(struct str s, int order, struct moment *m)
{
	for (struct token t = token_at(s, 0); t.kind; t = token_at(s, t.end)) {
		int64_t part = 0, unit = 1;

		if (order == MOMENT_UNIX && (is_number(t, 9, 10) || is_number(t, 13, 13))) {
			*m = (struct moment){ 1970, 1, 1, 0, 0, 0, 0 };
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

/* ---- both ---- */

enum moment_found moment_look(struct str s, int order, struct moment *m)
{
	static const struct moment nothing = { -1, -1, -1, -1, -1, -1, -1 };
	enum moment_found date = MOMENT_NONE;
	bool time = false;
	struct token t;
	size_t end = 0, behind = 0;      /* `behind`: where a date ended */

	*m = nothing;
	if (order & (MOMENT_UNIX | MOMENT_SERIAL))
		return from_number(s, order, m);
	if (time_alone(s, m))
		return MOMENT_IS;
	for (size_t at = 0; at < s.n; at = end) {
		t = token_at(s, at);
		end = t.end;
		if (t.kind != DIGITS && t.kind != LETTERS)
			continue;
		if (!time && !(at > 1 && at > behind + 1 && s.p[at - 1] == '.' && is_digit(s.p[at - 2])) &&
		    time_at(s, t, m, &end)) {
			time = true;
			continue;
		}
		end = t.end;
		if (!date && (date = date_at(s, t, order, m, &end)) != MOMENT_NONE) {
			if (date != MOMENT_IS)
				return date;
			time |= m->hour >= 0;
			behind = end;
			continue;
		}
		end = t.kind == DIGITS ? clock_end(s, t.end) : t.end;        /* no time begins within 36:10:05 */
	}
	if (m->day < 0 && other_date(s, m))
		return MOMENT_IS;
	return date || time ? MOMENT_IS : MOMENT_NONE;
}

bool moment_find(struct str s, int order, struct moment *m)
{
	return moment_look(s, order, m) == MOMENT_IS;
}
