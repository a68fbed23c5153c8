/* moment_date - dates in a text: numbers and names of months, in their orders
 * SPDX-License-Identifier: MIT */
#include "base/moment_language.h"
#include "base/moment_parts.h"

/* What stands between two parts of a date: blanks, and one kind of sign (0: none). */
struct gap { char sign; size_t end; };

static struct gap gap_at(struct str s, size_t at, int order)
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
	if (!g.sign && g.end > at && of.kind == LETTERS && byte_at(s, of.end) == ' ' &&
	    moment_language_joins(moment_read_in(order), word_of(s, of)))
		g.end = of.end + 1;
	return g;
}

/* A part of a date, as it may be used: 'Y' four digits, 'o' three, 'd' one or two, 'n' the name of a month; 0 none. */
struct part { char as; int64_t value; size_t digits; struct gap before; };

static struct part part_of(struct str s, struct token t, int order, size_t *end)
{
	static const char as[] = { 0, 'd', 'd', 'o', 'Y' };
	struct part p = { .value = t.value, .digits = size_of(t) };
	struct token th = token_at(s, t.end);

	*end = t.end;
	if (t.kind == LETTERS && (p.value = moment_month_of(s, t, order)) > 0)
		p.as = 'n';
	else if (is_number(t, 1, 4))
		p.as = as[p.digits];
	if (p.as == 'd' && th.kind == LETTERS && moment_language_ordinal(moment_read_in(order), word_of(s, th)))
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
		return moment_set_digits(m, t.value % (digits == 14 ? 1000000 : 10000), digits == 14) ? MOMENT_IS :
		    MOMENT_NONE;
	if (found == MOMENT_IS && digits == 8 && is_number(time, 6, 6) && memchr("T_- ", s.p[t.end], 4) &&
	    moment_set_digits(m, time.value, true))
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
	if (sign == CELLS_SEPARATOR)                     /* each says what it is by itself */
		return year;
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

enum moment_found moment_date_at(struct str s, struct token t, int order, struct moment *m, size_t *end)
{
	struct part part[3];
	size_t ends[3], time_end;
	struct moment time;
	int n = 0;

	if (is_number(t, 7, 8) || is_number(t, 12, 12) || is_number(t, 14, 14))
		return compact_date(s, t, order, m, end);
	if (t.begin && s.p[t.begin - 1] == '#')          /* the first Sunday, not the first of a month */
		return MOMENT_NONE;
	for (struct gap g = { .end = t.begin }; n < 3; g = gap_at(s, ends[n - 1], order)) {
		const struct token next = token_at(s, g.end);
		const struct part p = part_of(s, next, order, &ends[n]);
		const bool apart = n == 0 || g.end > ends[n - 1] || (p.as == 'n') != (part[n - 1].as == 'n');

		if (!p.as || !apart || (n && g.sign != ':' && moment_time_at(s, next, &time, &time_end)))
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
