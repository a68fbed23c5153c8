/* moment - dates and times of day as people write them
 * SPDX-License-Identifier: MIT */
#include "base/moment.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const months[] = {
	"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
};
static const char *const days[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };
const char *const moment_orders[MOMENT_ORDERS] = { NULL, "mdy", "dmy" };
const char *const moment_conversions[] = {
	"%Y", "%m", "%d", "%-m", "%-d", "%B", "%b", "%y", "%A", "%a", "%H", "%-H", "%I", "%-I", "%M", "%-M", "%S", "%-S", "%p", "%P", "%j", "%V", "%q", NULL,
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

/* The ISO week. */
static int week(const struct moment *m)
{
	const int n = (day_of_year(m) - weekday(m) + 9) / 7;
	const struct moment first = { .year = m->year, .month = 1, .day = 1 };
	const int begins = weekday(&first);

	if (n < 1) {
		struct moment last = { .year = m->year - 1, .month = 12, .day = 31 };

		return last.year > 0 ? week(&last) : 52;
	}
	if (n == 53 && begins != 3 && !(begins == 2 && is_leap(m->year)))
		return 1;
	return n;
}

/* ---- reading ---- */

enum { MOST_TOKENS = 64 };

/* A run of digits, a run of letters, or one other byte. `value`: of up to nine digits, else -1; of a word the month from 1, or 0. */
struct token { char kind; struct str text; long value; };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 128;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Is a word the name, in whatever case, or its first letters, three at least? */
static bool is_name(struct str word, const char *name)
{
	size_t n = 0;

	while (n < word.n && name[n] && lower(word.p[n]) == lower(name[n]))
		n++;
	return n == word.n && (name[n] == 0 || n == 3 || (n == 4 && strcmp(name, "September") == 0));
}

static int month_of(struct str word)
{
	for (int k = 0; k < 12; k++)
		if (is_name(word, months[k]))
			return k + 1;
	return 0;
}

static int cut(struct str s, struct token *tokens)
{
	int n = 0;

	for (size_t at = 0; at < s.n && n < MOST_TOKENS; n++) {
		struct token *t = &tokens[n];
		const size_t begin = at++;
		const bool digits = is_digit(s.p[begin]), letters = is_letter(s.p[begin]);

		while (at < s.n && ((digits && is_digit(s.p[at])) || (letters && is_letter(s.p[at]))))
			at++;
		t->text = (struct str){ s.p + begin, at - begin };
		t->kind = digits ? '9' : letters ? 'a' : s.p[begin];
		t->value = letters ? month_of(t->text) : -1;
		for (size_t i = begin; digits && at - begin <= 9 && i < at; i++)
			t->value = (i == begin ? 0 : t->value * 10) + s.p[i] - '0';
	}
	return n;
}

static bool is_number(const struct token *t, size_t digits)
{
	return t->kind == '9' && t->text.n <= digits && t->value >= 0;
}

/* Passes over what stands between the parts of a date: at least one of these, and no two kinds of them but blanks. 0: nothing. */
static int separator(const struct token *t, int at, int n)
{
	int begin = at;
	char kind = 0;

	for (; at < n && strchr("-/., ", t[at].kind); at++) {
		if (t[at].kind == ' ')
			continue;
		if (kind && t[at].kind != kind)
			return 0;
		kind = t[at].kind;
	}
	return at - begin;
}

static bool set_date(struct moment *m, long year, long month, long day)
{
	if (year >= 0 && year < 100)
		year += year < 69 ? 2000 : 1900;
	if (year == 0 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in((int)month, (int)year))
		return false;
	m->year = (int)year, m->month = (int)month, m->day = (int)day;
	return true;
}

/* a and b are the month and the day, in some order. */
static bool set_ordered(struct moment *m, long a, long b, long year, enum moment_order order)
{
	struct moment other = *m;
	const bool first = set_date(m, year, a, b), second = set_date(&other, year, b, a);

	if (order == MOMENT_MONTH_FIRST)
		return first;
	if (order == MOMENT_UNKNOWN && first && second && a != b)
		return false;
	if (order == MOMENT_UNKNOWN && first)
		return true;
	*m = other;
	return second;
}

static bool eight_digits(struct moment *m, long value, enum moment_order order)
{
	const long year = value / 10000;

	if (year >= 1500 && year <= 2199 && set_date(m, year, value / 100 % 100, value % 100))
		return true;
	return set_ordered(m, value / 1000000, value / 10000 % 100, value % 10000, order);
}

/* A date that begins with token `at`: 1 and its tokens in *end, 0 there is none, -1 it looks like one and is none. */
static int date_at(const struct token *t, int at, int n, enum moment_order order, struct moment *m, int *end)
{
	const struct token *part[3] = { &t[at] };
	int parts = 1, next = at + 1, gap;
	char sign = next < n ? t[next].kind : 0;

	if (t[at].kind == '9' && t[at].text.n == 8) {
		*end = next;
		return eight_digits(m, t[at].value, order) ? 1 : 0;
	}
	while (parts < 3 && (gap = separator(t, next, n)) && next + gap < n && (t[next + gap].kind == '9' || t[next + gap].value > 0)) {
		part[parts++] = &t[next + gap];
		next += gap + 1;
	}
	*end = next;
	if (parts == 3) {
		const bool year_first = is_number(part[0], 4) && part[0]->text.n == 4;
		const long a = part[0]->value, b = part[1]->value, c = part[2]->value;

		if (part[0]->kind == 'a')
			return a > 0 && is_number(part[1], 2) && is_number(part[2], 4) ? set_date(m, c, a, b) ? 1 : -1 : 0;
		if (part[1]->kind == 'a')
			return !is_number(part[0], 4) || !is_number(part[2], 4) ? 0 : (year_first ? set_date(m, a, b, c) : set_date(m, c, b, a)) ? 1 : -1;
		if (year_first && is_number(part[1], 2) && is_number(part[2], 2))
			return set_date(m, a, b, c) ? 1 : -1;
		if (is_number(part[0], 2) && is_number(part[1], 2) && is_number(part[2], 4) && part[2]->text.n % 2 == 0)
			return set_ordered(m, a, b, c, order) ? 1 : -1;
	}
	if (parts >= 2 && sign == '/' && is_number(part[0], 2) && is_number(part[1], 2)) {
		*end = at + 3;
		return set_ordered(m, part[0]->value, part[1]->value, -1, order) ? 1 : -1;
	}
	return 0;
}

/* AM or PM behind token `at`, perhaps behind blanks. Returns 12 for PM, 0 for AM, -1 for neither. */
static int half_of_day(const struct token *t, int at, int n)
{
	while (at < n && t[at].kind == ' ')
		at++;
	if (at == n || t[at].text.n != 2 || lower(t[at].text.p[1]) != 'm')
		return -1;
	return lower(t[at].text.p[0]) == 'p' ? 12 : lower(t[at].text.p[0]) == 'a' ? 0 : -1;
}

/* A time that begins with token `at`. */
static bool time_at(const struct token *t, int at, int n, struct moment *m)
{
	int half, end = at + 1;
	long hour = t[at].value, minute = -1, second = -1;

	if (!is_number(&t[at], 2))
		return false;
	if (at + 2 < n && t[at + 1].kind == ':' && is_number(&t[at + 2], 2)) {
		minute = t[at + 2].value;
		end = at + 3;
		if (at + 4 < n && t[at + 3].kind == ':' && is_number(&t[at + 4], 2)) {
			second = t[at + 4].value;
			end = at + 5;
		}
	}
	half = half_of_day(t, end, n);
	if ((minute < 0 && half < 0) || hour > 23 || minute > 59 || second > 59 || (half >= 0 && (hour < 1 || hour > 12) && !(hour == 0 && half == 0)))
		return false;
	m->hour = (int)(half < 0 ? hour : hour % 12 + half);
	m->minute = (int)(minute < 0 ? 0 : minute);
	m->second = (int)second;
	return true;
}

/* Four digits, or two and two with a point between, and nothing else that says something. */
static bool time_alone(const struct token *t, int n, struct moment *m)
{
	long hour = -1, minute = -1;

	if (n == 1 && t[0].kind == '9' && t[0].text.n == 4)
		hour = t[0].value / 100, minute = t[0].value % 100;
	else if (n == 3 && is_number(&t[0], 2) && t[1].kind == '.' && is_number(&t[2], 2) && t[2].text.n == 2)
		hour = t[0].value, minute = t[2].value;
	if (hour < 0 || hour > 23 || minute > 59)
		return false;
	m->hour = (int)hour, m->minute = (int)minute;
	return true;
}

bool moment_find(struct str text, enum moment_order order, struct moment *m)
{
	struct token t[MOST_TOKENS];
	const int n = cut(text, t);
	bool date = false, time = false;

	*m = (struct moment){ -1, -1, -1, -1, -1, -1 };
	if (time_alone(t, n, m))
		return true;
	for (int at = 0; at < n; at++) {
		int end = at, got = 0;

		if (t[at].kind != '9' && t[at].value <= 0)
			continue;
		if (!time && time_at(t, at, n, m)) {
			time = true;
			at += m->second >= 0 ? 4 : at + 1 < n && t[at + 1].kind == ':' ? 2 : 0;
			continue;
		}
		if (!date)
			got = date_at(t, at, n, order, m, &end);
		if (got < 0)
			return false;
		if (got > 0) {
			date = true;
			at = end - 1;
		}
	}
	return date || time;
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
	if (at == negative || at + 1 != text.n || !strchr("hms", text.p[at]) || n == 0)
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
	const bool date = m->year > 0 && m->month > 0;
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
	case 'V': value = date ? week(m) : -1; break;
	case 'q': value = m->month < 0 ? -1 : (m->month + 2) / 3, width = 1; break;
	case 'B': case 'b':
		if (m->month < 0)
			return -1;
		buf_put(out, months[m->month - 1], c == 'b' ? 3 : strlen(months[m->month - 1]));
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
		moment_print(out, m, m->year > 0 ? STR("%Y-%m-%d") : STR("%m/%d"));
	if (m->hour < 0)
		return;
	if (m->month > 0)
		buf_putc(out, ' ');
	moment_print(out, m, m->second >= 0 ? STR("%H:%M:%S") : STR("%H:%M"));
}

bool moment_format_is(struct str format)
{
	static const struct moment any = { 2024, 2, 3, 4, 5, 6 };
	struct buf out = { 0 };
	bool is = memchr(format.p, '%', format.n) && moment_print(&out, &any, format);

	buf_free(&out);
	return is;
}
