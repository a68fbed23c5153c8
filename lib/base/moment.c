/* moment - dates and times of day as people write them
 * SPDX-License-Identifier: MIT */
#include "base/moment.h"

#include <stdio.h>
#include <stdlib.h>

const char *const moment_months[12] = {
	"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
};
static const char *const days[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };
const char *const moment_orders[MOMENT_ORDERS] = { NULL, "mdy", "dmy" };
const char *const moment_conversions[] = {
	"%Y", "%m", "%d", "%-m", "%-d", "%B", "%b", "%y", "%A", "%a", "%H", "%-H", "%I", "%-I", "%M", "%-M", "%S", "%-S", "%p", "%P", "%j", "%G", "%V", "%q", NULL,
};

/* ---- the calendar ---- */

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in(int month, int year)
{
	return month == 2 ? (year < 0 || is_leap(year) ? 29 : 28) : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
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

/* 0 is Monday. */
static int weekday(const struct moment *m)
{
	const int y = m->year - 1;

	return (y * 365 + y / 4 - y / 100 + y / 400 + day_of_year(m) - 1) % 7;      /* 1 January of year 1 is a Monday */
}

/* The year whose ISO weeks the day belongs to: that of the Thursday of its week. */
static int week_year(const struct moment *m)
{
	const int thursday = day_of_year(m) - weekday(m) + 3;

	return m->year + (thursday > (is_leap(m->year) ? 366 : 365)) - (thursday < 1);
}

/* The ISO week. */
static int week(const struct moment *m)
{
	const struct moment first = { .year = week_year(m), .month = 1, .day = 4 };      /* is always in the first */
	const int before = first.year > m->year ? 0 : first.year < m->year ? (is_leap(first.year) ? 366 : 365) : 0;

	if (first.year > m->year)
		return 1;
	return (day_of_year(m) + before - day_of_year(&first) + weekday(&first)) / 7 + 1;
}

/* ---- spans ---- */

enum { DAY = 24 * 60 * 60 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool moment_span(struct str text, long *seconds)
{
	const bool negative = text.n && text.p[0] == '-';
	size_t at = negative;
	long n = 0;

	for (; at < text.n && is_digit(text.p[at]) && n < 10000000; at++)
		n = 10 * n + text.p[at] - '0';
	if (at == negative || at + 1 != text.n || !memchr("hms", text.p[at], 3) || n == 0)
		return false;
	*seconds = (negative ? -n : n) * (text.p[at] == 'h' ? 3600 : text.p[at] == 'm' ? 60 : 1);
	return true;
}

static long seconds_of(const struct moment *m)
{
	return m->hour * 3600L + m->minute * 60L + (m->second > 0 ? m->second : 0);
}

static void next_day(struct moment *m)
{
	if (m->day++ < days_in(m->month, m->year))
		return;
	m->day = 1;
	if (m->month++ == 12)
		m->month = 1, m->year++;
}

static void day_before(struct moment *m)
{
	if (m->day-- > 1)
		return;
	if (m->month-- == 1)
		m->month = 12, m->year--;
	m->day = days_in(m->month, m->year);
}

bool moment_shift(struct moment *m, long seconds)
{
	long at;

	if (m->hour < 0)
		return false;
	at = seconds_of(m) + seconds;
	if (m->month > 0 && (m->year < 0 || m->day < 0) && (at < 0 || at >= DAY))
		return false;
	for (; at >= DAY; at -= DAY)
		if (m->year > 0)
			next_day(m);
	for (; at < 0; at += DAY)
		if (m->year > 0)
			day_before(m);
	m->hour = (int)(at / 3600), m->minute = (int)(at / 60 % 60);
	if (m->second >= 0 || seconds % 60)
		m->second = (int)(at % 60);
	return m->year < 0 || (m->year >= 1 && m->year <= 9999);
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

/* What stands for one conversion; -1 when the moment lacks it, 0 when it is no conversion. */
static int put_conversion(struct buf *out, const struct moment *m, char c, bool bare)
{
	const bool date = m->year > 0 && m->month > 0 && m->day > 0;
	const int twelve = m->hour % 12 ? m->hour % 12 : 12;
	int value, width = bare ? 1 : 2;

	switch (c) {
	case 'Y': value = m->year, width = 4; break;
	case 'y': value = m->year < 0 ? -1 : m->year % 100; break;
	case 'm': value = m->month; break;
	case 'd': value = m->day; break;
	case 'H': value = m->hour; break;
	case 'I': value = m->hour < 0 ? -1 : twelve; break;
	case 'M': value = m->minute; break;
	case 'S': value = m->second; break;
	case 'j': value = date ? day_of_year(m) : -1, width = bare ? 1 : 3; break;
	case 'G': value = date ? week_year(m) : -1, width = 4; break;
	case 'V': value = date ? week(m) : -1; break;
	case 'q': value = m->month < 0 ? -1 : (m->month + 2) / 3, width = 1; break;
	case 'B': case 'b':
		if (m->month < 0)
			return -1;
		buf_put(out, moment_months[m->month - 1], c == 'b' ? 3 : strlen(moment_months[m->month - 1]));
		return 1;
	case 'A': case 'a':
		if (!date)
			return -1;
		buf_put(out, days[weekday(m)], c == 'a' ? 3 : strlen(days[weekday(m)]));
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
	buf_printf(out, "%0*d", width, value);
	return 1;
}

bool moment_print(struct buf *out, const struct moment *m, struct str f)
{
	const size_t begin = out->n;

	for (size_t i = 0; i < f.n; i++) {
		bool bare = false;

		if (f.p[i] != '%') {
			buf_putc(out, f.p[i]);
			continue;
		}
		if (i + 1 < f.n && f.p[i + 1] == '%') {
			buf_putc(out, f.p[++i]);
			continue;
		}
		if (i + 2 < f.n && f.p[i + 1] == '-')
			bare = true, i++;
		if (++i == f.n || put_conversion(out, m, f.p[i], bare) <= 0) {
			out->n = begin;
			return false;
		}
	}
	return out->n > begin;
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
}

struct str moment_format_text(struct str f, size_t *at)
{
	struct str text;

	while (*at < f.n && f.p[*at] == '%') {
		if (*at + 1 < f.n && f.p[*at + 1] == '%') {
			*at += 2;
			return (struct str){ f.p + *at - 1, 1 };
		}
		*at += *at + 1 < f.n && f.p[*at + 1] == '-' ? 3 : 2;
	}
	text = (struct str){ f.p + *at, 0 };
	while (*at + text.n < f.n && text.p[text.n] != '%')
		text.n++;
	*at += text.n;
	return text;
}

bool moment_format_is(struct str format)
{
	static const struct moment any = { 2024, 2, 3, 4, 5, 6, 0 };
	struct buf out = { 0 };
	bool is = memchr(format.p, '%', format.n) && moment_print(&out, &any, format);

	buf_free(&out);
	return is;
}
