/* moment - dates and times of day as people write them
 * SPDX-License-Identifier: MIT */
#include "base/moment.h"

#include "base/ascii.h"
#include "base/moment_language.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

const char *const moment_conversions[] = {
	"%Y", "%m", "%d", "%-m", "%-d", "%B", "%b", "%y", "%A", "%a", "%H", "%-H", "%I", "%-I", "%M", "%-M", "%S",
	    "%-S", "%p", "%P", "%j", "%G", "%V", "%q", "Q%q", "W%V",
	"%o", "%N", "%u", "%w", "%z", "%:z", "%s", "%J", NULL,
};
const char *const moment_names[] = {
	"%Y", "%m", "%d", "%-m", "%-d", "%B", "%b", "%y", "%A", "%a", "%H", "%-H", "%I", "%-I", "%M", "%-M", "%S",
	    "%-S", "%p", "%P", "%j", "%G", "%V", "%q", "Q%q", "W%V",
	"%o", "%N", "%u", "%w", "%z", "%:z", "%s", "%J", "%^B", "%^b", "%^A", "%^a", "%+B", "%+b", "%+A", "%+a", "%OB", NULL,
};

/* ---- the calendar ---- */

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int month, int year)
{
	static const char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return days[month - 1] + (month == 2 && (year < 0 || is_leap(year)));
}

bool moment_is_date(long year, long month, long day)
{
	return (year == -1 || (year >= 1 && year <= 9999)) && month >= 1 && month <= 12 &&
	       (day == -1 || (day >= 1 && day <= days_in((int)month, (int)year)));
}

/* The day of the year, from 1. */
static int day_of_year(const struct moment *m)
{
	int n = m->day;

	for (int month = 1; month < m->month; month++)
		n += days_in(month, m->year);
	return n;
}

long moment_day(const struct moment *m)
{
	const long y = m->year - 1;

	return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year(m) - 1;
}

bool moment_set_day(struct moment *m, long day)
{
	struct moment new = { .year = (int)(day / 366 + 1), .month = 1, .day = 1 };

	if (day < 0 || day > 9999 * 366L)
		return false;
	while (moment_day(&new) + (is_leap(new.year) ? 366 : 365) <= day)
		new.year++;
	if (new.year > 9999)
		return false;
	day -= moment_day(&new);
	for (; day >= days_in(new.month, new.year); new.month++)
		day -= days_in(new.month, new.year);
	m->year = new.year, m->month = new.month, m->day = (int)day + 1;
	return true;
}

/* The Monday of the first week of the year, which has 4 January. */
static long first_monday(int year)
{
	const struct moment fourth = { .year = year, .month = 1, .day = 4 };
	const long day = moment_day(&fourth);

	return day - day % 7;
}

int moment_week(const struct moment *m, int *year)
{
	const long day = moment_day(m);

	*year = m->year + (day >= first_monday(m->year + 1));
	if (day < first_monday(*year))
		--*year;
	return (int)(day - first_monday(*year)) / 7 + 1;
}

/* ---- spans ---- */

enum { DAY = 24 * 60 * 60 };

bool moment_span(struct str text, long *seconds)
{
	const bool negative = text.n && text.p[0] == '-';
	size_t at = negative;
	long n = 0;

	for (; at < text.n && is_digit(text.p[at]) && n < 10000000; at++)
		n = 10 * n + text.p[at] - '0';
	if (at == negative || at + 1 != text.n || !memchr("wdhms", text.p[at], 5) || n == 0)
		return false;
	*seconds = (negative ? -n : n) * (text.p[at] == 'w' ? 7L * DAY : text.p[at] == 'd' ? DAY : text.p[at] == 'h' ? 3600 : text.p[at] == 'm' ? 60 : 1);
	return true;
}

static long seconds_of(const struct moment *m)
{
	return m->hour * 3600L + m->minute * 60L + (m->second > 0 ? m->second : 0);
}

bool moment_shift(struct moment *m, long seconds)
{
	const long at = (m->hour < 0 ? 0 : seconds_of(m)) + seconds, days = at / DAY - (at % DAY < 0),
	    left = at - days * DAY;
	const bool whole = m->year > 0 && m->month > 0 && m->day > 0;

	if (m->hour < 0 ? !whole || left : m->month > 0 && !whole && days)
		return false;
	if (whole && !moment_set_day(m, moment_day(m) + days))
		return false;
	if (m->hour < 0)
		return true;
	m->hour = (int)(left / 3600), m->minute = (int)(left / 60 % 60);
	if (m->second >= 0 || seconds % 60)
		m->second = (int)(left % 60);
	return true;
}

bool moment_zone(struct str text, int *minutes)
{
	struct moment m;
	struct buf time = { 0 };
	bool is;

	buf_puts(&time, "0:00:00");
	buf_str(&time, text);
	is = moment_find(buf_view(&time), MOMENT_UNKNOWN, &m) && m.zone != -1;
	buf_free(&time);
	*minutes = is ? m.zone : 0;
	return is;
}

bool moment_to_zone(struct moment *m, int minutes)
{
	if (m->hour < 0 || m->zone == -1 || !moment_shift(m, (minutes - m->zone) * 60L))
		return false;
	m->zone = minutes;
	return true;
}

bool moment_to_multiple(struct moment *m, long seconds, int way)
{
	long over;

	if (m->hour < 0 || seconds <= 0)
		return false;
	over = seconds_of(m) % seconds;
	return moment_shift(m, over && (way == 1 || (way == 2 && 2 * over >= seconds)) ? seconds - over : -over);
}

/* ---- writing ---- */

static const char *ending(int day)
{
	return day / 10 == 1 || day % 10 > 3 || day % 10 == 0 ? "th" : day % 10 == 1 ? "st" : day % 10 == 2 ? "nd"
	       : "rd";
}

/* With zeros in front, as wide at least. printf takes ten times as long, half of all that it takes to read and write a date. */
static void put_number(struct buf *out, long value, int width)
{
	char digits[24];
	size_t at = sizeof digits;

	for (; value || width > 0; value /= 10, width--)
		digits[--at] = (char)('0' + value % 10);
	buf_put(out, digits + at, sizeof digits - at);
}

/* A name as it is; with its first letter, or all of it, in upper case. */
static int put_name(struct buf *out, const char *name, char flag)
{
	uint32_t points[64];
	const size_t n = utf8_decode(str_of(name), points);

	for (size_t i = 0; i < n; i++)
		utf8_put(out, flag == '^' || (flag == '+' && i == 0) ? utf8_upper(points[i]) : points[i]);
	return 1;
}

/* Since 1970; without a time from midnight, and without a zone in Greenwich. */
static long epoch_seconds(const struct moment *m)
{
	return (moment_day(m) - MOMENT_EPOCH) * DAY + (m->hour < 0 ? 0 : seconds_of(m)) - (m->zone == -1 ? 0 : m->zone * 60L);
}

/* The day of the week, from 0 for Monday; -1: it isn't known. */
static int weekday_of(const struct moment *m)
{
	return m->year > 0 && m->month > 0 && m->day > 0 ? (int)(moment_day(m) % 7) : m->weekday - 1;
}

/* A month, `B` or `b`, or a weekday, `A` or `a`; as put_conversion. */
static int put_named(struct buf *out, const struct moment *m, char c, char flag, const struct moment_language *l)
{
	const bool month = c == 'B' || c == 'b';
	const int k = month ? m->month - 1 : weekday_of(m);

	if (flag == '-' || flag == ':' || (flag == 'O' && c != 'B'))
		return 0;
	if (k < 0)
		return -1;
	return put_name(out, c == 'B' ? flag == 'O' && l->alone[k] ? l->alone[k] : l->months[k] : c == 'b' ? l->brief_months[k] :
	                c == 'A' ? l->weekdays[k] : l->brief_weekdays[k], flag);
}

/* What stands for one conversion; -1 when the moment lacks it, 0 when it is no conversion. `flag`: '-' without zeros in
 * front, ':' with a colon, '^', '+' and 'O' of names, 0. */
static int put_conversion(struct buf *out, const struct moment *m, char c, char flag, int language)
{
	const bool date = m->year > 0 && m->month > 0 && m->day > 0;
	const int twelve = m->hour % 12 ? m->hour % 12 : 12, zone = m->zone < 0 ? -m->zone : m->zone;
	long value;
	int width = flag ? 1 : 2, year = -1;

	if (memchr("BbAa", c, 4))
		return put_named(out, m, c, flag, &moment_languages[language]);
	if ((flag == ':' && c != 'z') || (flag && flag != ':' && flag != '-'))
		return 0;
	switch (c) {
	case 'Y': value = m->year, width = 4; break;
	case 'y': value = m->year < 0 ? -1 : m->year % 100; break;
	case 'm': value = m->month; break;
	case 'd': value = m->day; break;
	case 'H': value = m->hour; break;
	case 'I': value = m->hour < 0 ? -1 : twelve; break;
	case 'M': value = m->minute; break;
	case 'S': value = m->second; break;
	case 'j': value = date ? day_of_year(m) : -1, width = flag ? 1 : 3; break;
	case 'V': value = date ? moment_week(m, &year) : -1; break;
	case 'G': value = date ? (moment_week(m, &year), year) : -1, width = 4; break;
	case 'q': value = m->month < 0 ? -1 : (m->month + 2) / 3, width = 1; break;
	case 'u': value = weekday_of(m) < 0 ? -1 : weekday_of(m) + 1, width = 1; break;
	case 'w': value = weekday_of(m) < 0 ? -1 : (weekday_of(m) + 1) % 7, width = 1; break;
	case 'N': value = m->day < 0 ? -1 : (m->day + 6) / 7, width = 1; break;
	case 'J': value = date ? moment_day(m) - MOMENT_SERIALS : -1, width = 1; break;
	case 's': value = date ? epoch_seconds(m) : -1, width = 1; break;
	case 'o':
		if (m->day < 0)
			return -1;
		put_number(out, m->day, 1);
		buf_puts(out, ending(m->day));
		return 1;
	case 'z':
		if (m->zone == -1)
			return -1;
		buf_putc(out, m->zone < 0 ? '-' : '+');
		put_number(out, zone / 60, 2);
		if (flag == ':')
			buf_putc(out, ':');
		put_number(out, zone % 60, 2);
		return 1;
	case 'p': case 'P':
		if (m->hour < 0)
			return -1;
		buf_puts(out, c == 'p' ? m->hour < 12 ? "AM" : "PM" : m->hour < 12 ? "am" : "pm");
		return 1;
	default:
		return 0;
	}
	if (value < 0)
		return -1;
	put_number(out, value, width);
	return 1;
}

/* The flag of the conversion whose '%' stands at i, or 0. */
static char flag_at(struct str f, size_t i)
{
	return i + 2 < f.n && memchr("-:^+O", f.p[i + 1], 5) ? f.p[i + 1] : 0;
}

bool moment_print_in(struct buf *out, const struct moment *m, struct str f, int language)
{
	const size_t begin = out->n;

	for (size_t i = 0; i < f.n; i++) {
		const char flag = flag_at(f, i);

		if (f.p[i] != '%') {
			buf_putc(out, f.p[i]);
			continue;
		}
		if (i + 1 < f.n && f.p[i + 1] == '%') {
			buf_putc(out, f.p[++i]);
			continue;
		}
		i += 1 + (flag != 0);
		if (i == f.n || put_conversion(out, m, f.p[i], flag, language) <= 0) {
			out->n = begin;
			return false;
		}
	}
	return out->n > begin;
}

bool moment_print(struct buf *out, const struct moment *m, struct str f)
{
	return moment_print_in(out, m, f, MOMENT_ENGLISH);
}

void moment_print_plain(struct buf *out, const struct moment *m)
{
	if (m->month > 0)
		moment_print(out, m, m->year < 0 ? STR("%b %d") : m->day < 0 ? STR("%Y-%m") : STR("%Y-%m-%d"));
	if (m->hour < 0)
		return;
	if (m->month > 0)
		buf_putc(out, ' ');
	moment_print(out, m, m->second >= 0 ? STR("%H:%M:%S") : STR("%H:%M"));
	if (m->zone != -1)
		moment_print(out, m, STR(" %z"));
}

struct str moment_format_text(struct str f, size_t *at)
{
	struct str text;

	while (*at < f.n && f.p[*at] == '%') {
		if (*at + 1 < f.n && f.p[*at + 1] == '%') {
			*at += 2;
			return (struct str){ f.p + *at - 1, 1 };
		}
		*at += flag_at(f, *at) ? 3 : 2;
	}
	text = (struct str){ f.p + *at, 0 };
	while (*at + text.n < f.n && text.p[text.n] != '%')
		text.n++;
	*at += text.n;
	return text;
}

bool moment_format_is(struct str format)
{
	static const struct moment any = { 2024, 2, 3, 4, 5, 6, 0, 0 };
	struct buf out = { 0 };
	bool is = memchr(format.p, '%', format.n) && moment_print(&out, &any, format);

	buf_free(&out);
	return is;
}
