/* moment_time - times of day in a text
 * SPDX-License-Identifier: MIT */
#include "base/moment_parts.h"

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

size_t moment_clock_end(struct str s, size_t at)
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
	size_t behind;

	if ((!blank && is_word(s, sign, "Z")) || is_word(s, sign, "UTC") || is_word(s, sign, "GMT")) {
		m->zone = 0, *end = sign.end;
		return true;
	}
	if (sign.kind != '+' && sign.kind != '-')
		return false;
	hours = token_at(s, sign.end);
	behind = hours.end;
	if (is_number(hours, 4, 4)) {
		value = hours.value / 100 * 60 + hours.value % 100;
	} else if (is_number(hours, 2, 2)) {
		value = hours.value * 60;
		minutes = token_at(s, hours.end + 1);
		if (byte_at(s, hours.end) == ':' && is_number(minutes, 2, 2))
			value += minutes.value, behind = minutes.end;
		if (sign.kind == '-' && !(seconds && behind > hours.end))
			return false;
	} else {
		return false;
	}
	if (value > 14 * 60 || value % 15 || moment_clock_end(s, behind) > behind)
		return false;
	*end = behind;
	m->zone = (int)(sign.kind == '-' ? -value : value);
	return true;
}

bool moment_time_at(struct str s, struct token hour, struct moment *m, size_t *end)
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
		if (moment_clock_end(s, *end) > *end)
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

bool moment_set_digits(struct moment *m, int64_t value, bool seconds)
{
	const int64_t second = seconds ? value % 100 : -1, minute = (seconds ? value / 100 : value) % 100,
	    hour = value / (seconds ? 10000 : 100);

	if (hour > 23 || minute > 59 || second > 59)
		return false;
	m->hour = (int)hour, m->minute = (int)minute, m->second = (int)second;
	return true;
}

bool moment_time_alone(struct str s, struct moment *m)
{
	const struct token first = token_at(s, 0), last = token_at(s, first.end + 1);

	if (is_number(first, 3, 4) && first.end == s.n)
		return moment_set_digits(m, first.value, false);
	return is_number(first, 1, 2) && byte_at(s, first.end) == '.' && is_number(last, 2, 2) && last.end == s.n &&
	       moment_set_digits(m, first.value * 100 + last.value, false);
}
