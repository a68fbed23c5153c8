/* span - how long something takes, as people write it
 * SPDX-License-Identifier: MIT */
#include "base/span.h"

#include "base/ascii.h"

const char *const span_units[SPAN_UNITS] = { NULL, "m", "h", "m:s" };
const char *const span_conversions[] = { "%-d", "%-H", "%H", "%-M", "%M", "%-S", "%S", NULL };

static const int64_t longest = 10000 * INT64_C(86400);

/* The letters of conversions, and the names of units; a unit may be the plural, too. */
static const struct { char letter; int64_t seconds; const char *names[5]; } units[] = {
	{ 'd', 86400, { "d", "day" } }, { 'H', 3600, { "h", "hr", "hour" } }, { 'M', 60, { "m", "min", "minute" } },
	{ 'S', 1, { "s", "sec", "second" } },
};
enum { UNITS = sizeof units / sizeof *units };

static char byte_at(struct str s, size_t at)
{
	return at < s.n ? s.p[at] : 0;
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 128;
}

/* The unit whose name stands at *at, which goes behind it; -1: none. */
static int unit_at(struct str s, size_t *at)
{
	size_t end = *at, n;

	while (is_letter(byte_at(s, end)))
		end++;
	for (int u = 0; u < UNITS; u++)
		for (int k = 0; units[u].names[k]; k++) {
			const char *name = units[u].names[k];

			for (n = 0; *at + n < end && name[n] && (s.p[*at + n] | 32) == name[n]; n++)
				;
			if (name[n] || (*at + n < end && !(n > 1 && (s.p[*at + n] | 32) == 's' && *at + n + 1 == end)))
				continue;
			*at = end;
			return u;
		}
	return -1;
}

/* A number at *at, with a fraction in thousandths; *at goes behind it. -1: it is too long. */
static int64_t thousandths(struct str s, size_t *at)
{
	int64_t value = 0, place = 100;

	for (; is_digit(byte_at(s, *at)); ++*at)
		value = value > longest ? value : value * 10 + s.p[*at] - '0';
	if (value > longest)
		return -1;
	value *= 1000;
	if (byte_at(s, *at) == '.' && is_digit(byte_at(s, *at + 1)))
		for (++*at; is_digit(byte_at(s, *at)); ++*at, place /= 10)
			value += place * (s.p[*at] - '0');
	return value;
}

/* 1h 5m 3s, from the longest unit to the shortest; -1: it isn't. *end: its end. */
static int64_t named_at(struct str s, size_t at)
{
	int64_t sum = -1;
	int last = -1;

	for (;;) {
		const int64_t number = thousandths(s, &at);
		int unit;

		while (byte_at(s, at) == ' ')
			at++;
		unit = unit_at(s, &at);
		if (number < 0 || unit <= last)
			return sum;
		sum = (sum < 0 ? 0 : sum) + number * units[unit].seconds / 1000;
		last = unit;
		while (byte_at(s, at) == ' ' || byte_at(s, at) == ',')
			at++;
		if (at + 4 < s.n && memcmp(s.p + at, "and ", 4) == 0)
			at += 4;
		if (!is_digit(byte_at(s, at)))
			return sum;
	}
}

enum span_unit span_unit_of(struct str name)
{
	enum span_unit unit = SPAN_UNITS - 1;

	while (unit > SPAN_SECONDS && !str_eq(name, str_of(span_units[unit])))
		unit--;
	return unit;
}

bool span_find(struct str s, enum span_unit unit, int64_t *seconds)
{
	size_t at = 0, end;
	int64_t part[3] = { 0 };
	int n = 0;

	while (at < s.n && !is_digit(s.p[at]))
		at++;
	if (at == s.n || (at && s.p[at - 1] == '-'))
		return false;
	*seconds = named_at(s, at);
	for (end = at; *seconds < 0 && n < 3 && is_digit(byte_at(s, end)); n++) {
		const size_t begin = end;

		part[n] = thousandths(s, &end);
		if (part[n] < 0 || (n && (part[n] >= 60000 || end - begin < 1)))
			return false;
		if (byte_at(s, end) != ':')
			end = s.n;
		else
			end++;
	}
	if (*seconds < 0 && n == 3)
		*seconds = (part[0] * 3600 + part[1] * 60 + part[2]) / 1000;
	else if (*seconds < 0 && n == 2)
		*seconds = unit == SPAN_CLOCK ? (part[0] * 60 + part[1]) / 1000 : (part[0] * 3600 + part[1] * 60) / 1000;
	else if (*seconds < 0)
		*seconds = part[0] * (unit == SPAN_HOURS ? 3600 : unit == SPAN_MINUTES ? 60 : 1) / 1000;
	return *seconds < longest;
}

/* The unit of a conversion's letter, or -1. */
static int unit_of(char letter)
{
	for (int u = 0; u < UNITS; u++)
		if (units[u].letter == letter)
			return u;
	return -1;
}

/* The next conversion from *at on, which goes behind it: its unit, -1 at the end, -2: it is none. *width: the digits at
 * least. Text goes to out, if that is not NULL. */
static int next_conversion(struct str f, size_t *at, int *width, struct buf *out)
{
	for (; *at < f.n; ++*at) {
		if (f.p[*at] == '%' && byte_at(f, *at + 1) != '%') {
			*width = byte_at(f, *at + 1) == '-' ? 1 : 2;
			*at += *width == 1 ? 3 : 2;
			return *at <= f.n && unit_of(f.p[*at - 1]) >= 0 ? unit_of(f.p[*at - 1]) : -2;
		}
		*at += f.p[*at] == '%';
		if (out)
			buf_putc(out, f.p[*at]);
	}
	return -1;
}

/* The longest unit of the format, -1: it is none. */
static int longest_of(struct str format)
{
	size_t at = 0;
	int longest_unit = UNITS, width, unit;

	while ((unit = next_conversion(format, &at, &width, NULL)) >= 0)
		longest_unit = unit < longest_unit ? unit : longest_unit;
	return unit == -1 && longest_unit < UNITS ? longest_unit : -1;
}

bool span_format_is(struct str format)
{
	return longest_of(format) >= 0;
}

void span_print(struct buf *out, int64_t seconds, struct str format)
{
	const int most = longest_of(format);
	size_t at = 0;
	int width, unit;

	while ((unit = next_conversion(format, &at, &width, out)) >= 0) {
		const int64_t value = seconds / units[unit].seconds;

		buf_printf(out, "%0*ld", width, (long)(unit > most ?
		    value % (units[unit - 1].seconds / units[unit].seconds) : value));
	}
}
