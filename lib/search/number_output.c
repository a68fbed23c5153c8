/* number_output - the numbers that the outputs go on with, and how they are written
 * SPDX-License-Identifier: MIT */
#include "search/number_output.h"

#include "base/ascii.h"

#include <math.h>

enum { MOST_DECIMALS = 12, MOST_DIGITS = 32 };

const struct output_way output_ways[] = {
	{ { .style = STYLE_PLAIN, .group = ',' }, true },
	{ { .style = STYLE_PLAIN }, true },              /* of several numbers with commas between them */
	{ { .style = STYLE_PLAIN, .group = '.', .point = ',' }, true },
	{ { .style = STYLE_PLAIN, .group = ' ' }, true },
	{ { .style = STYLE_PLAIN, .group = ' ', .point = ',' }, true },
	{ { .style = STYLE_PLAIN, .group = '\'' }, true },
	{ { .style = STYLE_PARENTHESES, .group = ',' }, true },
	{ { .style = STYLE_MINUS_BEHIND, .group = ',' }, true },
	{ { .style = STYLE_POWER }, false },
	{ { .style = STYLE_ORDINAL }, false },
	{ { .style = STYLE_BYTES }, false },
	{ { .style = STYLE_THOUSANDS }, false },
	{ { .style = STYLE_ROMAN }, false },
	{ { .style = STYLE_ROMAN, .lower = true }, false },
	{ { .style = STYLE_BASE, .base = 16 }, false },
	{ { .style = STYLE_BASE, .base = 16, .lower = true }, false },
	{ { .style = STYLE_BASE, .base = 16, .width = 2 }, false },
	{ { .style = STYLE_BASE, .base = 16, .width = 2, .lower = true }, false },
	{ { .style = STYLE_BASE, .base = 8 }, false },
	{ { .style = STYLE_BASE, .base = 2 }, false },
};
const int output_nways = sizeof output_ways / sizeof *output_ways;

static bool is_letter(uint32_t c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* How many characters of a text from `at` on are of a set. */
static size_t run_of(struct str s, size_t at, const char *set)
{
	size_t n = 0;

	while (at + n < s.n && s.p[at + n] && strchr(set, s.p[at + n]))
		n++;
	return n;
}

/* Sign, digits, and what a style has before them and behind; how long it is, 0: it isn't one. `s` is what the output goes on with. */
static size_t read_digits(struct str s, const struct decimal_format *f, struct number *y)
{
	const char group[2] = { f->group };
	const struct decimal_marks marks = { { f->group ? group : NULL }, f->point ? f->point : '.' };
	const bool open = f->style == STYLE_PARENTHESES && s.p[0] == '(', sign = !open && (s.p[0] == '-' || s.p[0] == '+');
	size_t n = decimal_read_with((struct str){ s.p + open, s.n - open }, &marks, &y->d), more = open + n;

	if (n == 0 || (open && (sign || y->d.negative)) || s.p[0] == '+')
		return 0;
	y->digits = (struct str){ s.p + open + sign, n - sign };
	if (open) {
		y->d.negative = true;
		return more < s.n && s.p[more] == ')' ? more + 1 : 0;
	}
	if (f->style == STYLE_MINUS_BEHIND && more < s.n && s.p[more] == '-') {
		y->d.negative = true;
		return sign ? 0 : more + 1;
	}
	return more;
}

/* What stands behind the digits in some styles: a power of ten, the end of an ordinal, a unit. */
static size_t read_end(struct str s, size_t at, const struct decimal_format *f)
{
	size_t n;

	switch (f->style) {
	case STYLE_POWER:
		if (at == s.n || (s.p[at] != 'E' && s.p[at] != 'e'))
			return 0;
		at++;
		at += at < s.n && (s.p[at] == '-' || s.p[at] == '+');
		n = run_of(s, at, "0123456789");
		return n ? at + n : 0;
	case STYLE_ORDINAL:
		return run_of(s, at, "stndrh") == 2 ? at + 2 : 0;
	case STYLE_BYTES:
		at += at < s.n && s.p[at] == ' ';
		n = run_of(s, at, "KMGTPB");
		return n == 1 || n == 2 ? at + n : 0;
	case STYLE_THOUSANDS:
		n = at < s.n && s.p[at] == ' ';
		return run_of(s, at + n, "KMBT") == 1 ? at + n + 1 : at;
	default:
		return at;
	}
}

/* The letters and digits of a Roman numeral or of a number to another base. */
static size_t read_letters(struct str s, const struct decimal_format *f)
{
	const char *const set = f->style == STYLE_ROMAN ? (f->lower ? "ivxlcdm" : "IVXLCDM") :
	                        f->base == 16 ? (f->lower ? "0123456789abcdef" : "0123456789ABCDEF") : f->base == 8 ? "01234567" : "01";
	const size_t n = run_of(s, 0, set);

	return f->width && n > (size_t)f->width ? (size_t)f->width : n;
}

/* The number that an output goes on with. False when there is none, or when the state stands inside one. */
static bool read_number(const struct search *x, size_t i, int at, const struct decimal_format *f, struct number *y)
{
	const uint32_t *out = x->texts.y[i];
	const int end = x->texts.ylen[i];
	const bool letters = f->style == STYLE_ROMAN || f->style == STYLE_BASE;
	struct str s = { y->text, 0 };
	size_t n;

	if (at > 0 && !letters && (is_digit(out[at - 1]) || ((is_letter(out[at - 1]) || out[at - 1] >= 128) && out[at] == '-')))
		return false;                        /* a hyphen behind a word is no sign */
	if (at > 0 && letters && f->width == 0 && (is_letter(out[at - 1]) || is_digit(out[at - 1])))
		return false;
	for (; at < end && s.n < OUTPUT_TEXT && out[at] < 128 && out[at]; at++)
		y->text[s.n++] = (char)out[at];
	y->text[s.n] = 0;
	if (s.n == 0)
		return false;
	if (letters) {
		n = read_letters(s, f);
		y->digits = (struct str){ s.p, n };
		y->d = (struct decimal){ 0 };
	} else
		n = (n = read_digits(s, f, y)) ? read_end(s, n, f) : 0;
	y->s = (struct str){ s.p, n };
	y->value = decimal_double(&y->d);
	y->half = 0.5 * pow(10, -y->d.decimals);
	return n > 0;
}

/* Would a number be longer with commas for thousands? */
static bool goes_on(const struct number *y)
{
	struct decimal d;

	return decimal_read(str_of(y->text), &d) > y->s.n;
}

/* Does some output show that it is written in this way, and not plainly? */
static bool shows(const struct output_way *way, const struct number *y, size_t n)
{
	const struct decimal_format *f = &way->format;

	for (size_t i = 0; i < n && f->style == STYLE_BASE && f->lower; i++)
		if (run_of(y[i].s, 0, "0123456789") < y[i].s.n)
			return true;
	for (size_t i = 0; i < n && (f->style == STYLE_BYTES || f->style == STYLE_THOUSANDS); i++)
		if (y[i].s.n > y[i].digits.n + (y[i].s.p[y[i].s.n - 1] == 'B' && f->style == STYLE_BYTES) + (y[i].s.p[y[i].digits.n] == ' '))
			return true;
	if (f->style == STYLE_BYTES || f->style == STYLE_THOUSANDS)
		return false;
	if (f->style > STYLE_MINUS_BEHIND || (f->style == STYLE_PLAIN && f->group == ','))
		return f->style != STYLE_BASE || !f->lower;
	for (size_t i = 0; i < n; i++)
		if (f->style == STYLE_PLAIN && !f->group ? goes_on(&y[i]) : f->style == STYLE_PARENTHESES ? y[i].s.p[0] == '(' : f->style == STYLE_MINUS_BEHIND ? y[i].s.p[y[i].s.n - 1] == '-' :
		    memchr(y[i].digits.p, f->group, y[i].digits.n) || (f->point && memchr(y[i].digits.p, f->point, y[i].digits.n)))
			return true;
	return false;
}

/* What the digits show: thousands, zeros in front, decimals. Returns how many formats. */
static int formats_of(const struct search *x, const struct output_way *way, const struct number *y, struct decimal_format *formats)
{
	struct decimal_format f = way->format;
	const char point = f.point ? f.point : '.', group = f.group;
	int most = 0, fewest = OUTPUT_TEXT, significant = 0, n = 0, width = OUTPUT_TEXT;
	bool padded = false, bare = false, zero = false;

	f.group = 0;
	for (size_t i = 0; i < x->texts.n; i++) {
		const struct str s = y[i].digits;
		size_t whole = 0;

		for (; whole < s.n && s.p[whole] != point; whole++)
			f.group = group && s.p[whole] == group ? group : f.group;
		padded |= whole > 1 && s.p[0] == '0';
		zero |= y[i].d.decimals > 0 && s.p[s.n - 1] == '0';
		bare |= whole == 0;
		width = (int)whole < width ? (int)whole : width;
		most = y[i].d.decimals > most ? y[i].d.decimals : most;
		fewest = y[i].d.decimals < fewest ? y[i].d.decimals : fewest;
		significant = y[i].d.n > significant ? y[i].d.n : significant;
	}
	f.width = bare ? 0 : padded && !f.group ? width : 1;
	f.most = most;
	if (most <= MOST_DECIMALS && f.width <= MOST_DECIMALS) {     /* that decimals are fixed only a zero at their end shows, or that all have as many */
		f.fixed = zero || fewest == most ? fewest : 0;
		formats[n++] = f;
		f.fixed = fewest - f.fixed;
		if (fewest > 0 && fewest < most)
			formats[n++] = f;
	}
	if (significant > 1 && significant <= MOST_DECIMALS && !padded && !bare && !f.group && f.style == STYLE_PLAIN && !f.point)
		formats[n++] = (struct decimal_format){ .significant = significant };
	return n;
}

/* What the power's digits show, or the blank before a unit. */
static void look_at_end(const struct search *x, const struct number *y, struct decimal_format *f)
{
	f->power = 3;
	for (size_t i = 0; i < x->texts.n; i++) {
		struct str end = { y[i].digits.p + y[i].digits.n, y[i].s.n - (size_t)(y[i].digits.p + y[i].digits.n - y[i].s.p) };

		f->blank |= end.n && end.p[0] == ' ';
		if (f->style != STYLE_POWER)
			continue;
		f->lower = end.p[0] == 'e';
		f->plus |= end.p[1] == '+';
		end.n -= 1 + (end.p[1] == '+' || end.p[1] == '-');
		f->power = (int)end.n < f->power ? (int)end.n : f->power;
	}
	f->power = f->style == STYLE_POWER ? f->power : 0;
}

/* The fewest digits when some have zeros in front. */
static int base_width(const struct search *x, const struct number *y)
{
	int width = MOST_DIGITS;
	bool padded = false;

	for (size_t i = 0; i < x->texts.n; i++) {
		padded |= y[i].s.n > 1 && y[i].s.p[0] == '0';
		width = (int)y[i].s.n < width ? (int)y[i].s.n : width;
	}
	return padded ? width : 1;
}

int output_read(const struct search *x, int state, const struct output_way *way, struct number *y, struct decimal_format *formats)
{
	int n;

	for (size_t i = 0; i < x->texts.n; i++)
		if (!read_number(x, i, graph_at(&x->graph, state)[i], &way->format, &y[i]))
			return 0;
	if (!shows(way, y, x->texts.n))
		return 0;
	if (way->format.style == STYLE_ROMAN || way->format.style == STYLE_BASE) {
		formats[0] = way->format;
		if (way->format.style == STYLE_BASE && !way->format.width)
			formats[0].width = base_width(x, y);
		return 1;
	}
	n = formats_of(x, way, y, formats);
	for (int k = 0; k < n; k++)
		look_at_end(x, y, &formats[k]);
	for (int k = 0; k < n && way->format.style >= STYLE_POWER; k++)
		if (formats[k].group || formats[k].width != 1)
			return 0;
	return n;
}
