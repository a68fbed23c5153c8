/* decimal_format - how a number is written
 * SPDX-License-Identifier: MIT */
#include "base/decimal_format.h"

#include <string.h>

/* ---- reading a format ---- */

/* Takes a text from the end of another; false: it doesn't end so. */
static bool cut_end(struct str *s, const char *end)
{
	const size_t n = strlen(end);

	if (s->n < n || memcmp(s->p + s->n - n, end, n) != 0)
		return false;
	s->n -= n;
	return true;
}

/* E0, e+00 at the end. */
static bool cut_power(struct str *s, struct decimal_format *f)
{
	size_t n = s->n;

	while (n > 0 && s->p[n - 1] == '0')
		n--;
	f->power = (int)(s->n - n);
	if (n > 0 && s->p[n - 1] == '+')
		f->plus = true, n--;
	if (n == 0 || f->power < 1 || f->power > 3 || (s->p[n - 1] != 'E' && s->p[n - 1] != 'e'))
		return false;
	f->lower = s->p[n - 1] == 'e';
	s->n = n - 1;
	return true;
}

/* Digits, thousands, decimals. */
static bool read_digits(struct str s, struct decimal_format *f)
{
	size_t at = 0;

	if (s.n >= 5 && s.p[0] == '#' && memcmp(s.p + 2, "##0", 3) == 0 && strchr(",. '", s.p[1])) {
		f->group = s.p[1];
		f->width = 1;
		at = 5;
	}
	for (; at < s.n && s.p[at] == '0' && !f->group; at++)
		f->width++;
	if (at == s.n)
		return f->width > 0 && f->width <= DECIMAL_PLACES;
	if ((s.p[at] != '.' && s.p[at] != ',') || s.p[at] == f->group || at + 1 == s.n)
		return false;
	f->point = s.p[at++] == ',' ? ',' : 0;
	for (; at < s.n && s.p[at] == '0'; at++)
		f->fixed++;
	for (f->most = f->fixed; at < s.n && s.p[at] == '#'; at++)
		f->most++;
	return at == s.n && f->most <= DECIMAL_PLACES && f->width <= DECIMAL_PLACES;
}

/* The formats that are a letter and perhaps a number: G6, X2; and Roman. */
static bool read_letter(struct str s, struct decimal_format *f)
{
	static const struct { char letter; int base; bool lower; } bases[] = { { 'X', 16, false }, { 'x', 16, true }, { 'O', 8, false }, { 'B', 2, false } };
	int number = 0;

	f->lower = str_eq(s, STR("iv"));
	if (f->lower || str_eq(s, STR("IV"))) {
		f->style = STYLE_ROMAN;
		return true;
	}
	for (size_t at = 1; at < s.n; at++) {
		if (s.p[at] < '0' || s.p[at] > '9' || s.n > 3 || s.p[1] == '0')
			return false;
		number = 10 * number + s.p[at] - '0';
	}
	for (size_t k = 0; k < sizeof bases / sizeof *bases; k++)
		if (s.p[0] == bases[k].letter) {
			*f = (struct decimal_format){ .style = STYLE_BASE, .base = bases[k].base, .lower = bases[k].lower, .width = number ? number : 1 };
			return s.n == 1 || (number > 1 && number <= 32);
		}
	f->significant = number;
	return s.p[0] == 'G' && number > 0 && number <= DECIMAL_PLACES;
}

bool decimal_format_read(struct str s, struct decimal_format *f)
{
	struct decimal_format power = { .style = STYLE_POWER };

	*f = (struct decimal_format){ 0 };
	if (s.n == 0)
		return false;
	if (strchr("GXxOBIi", s.p[0]))
		return s.p[0] && read_letter(s, f);
	if (s.p[0] == '(' && cut_end(&s, ")")) {
		f->style = STYLE_PARENTHESES;
		s.p++, s.n--;
	} else if (cut_end(&s, "-"))
		f->style = STYLE_MINUS_BEHIND;
	else if (cut_end(&s, "th"))
		f->style = STYLE_ORDINAL;
	else if (cut_end(&s, "KB") || cut_end(&s, "K")) {
		f->style = s.p[s.n + 1] == 'B' ? STYLE_BYTES : STYLE_THOUSANDS;
		f->blank = cut_end(&s, " ");
	} else if (cut_power(&s, &power))
		*f = power;
	if (!read_digits(s, f))
		return false;
	return f->style < STYLE_POWER || (!f->group && f->width == 1 && (f->style != STYLE_ORDINAL || f->most == 0));
}

void decimal_format_print(struct buf *out, const struct decimal_format *f)
{
	if (f->significant)
		buf_printf(out, "G%d", f->significant);
	else if (f->style == STYLE_ROMAN)
		buf_puts(out, f->lower ? "iv" : "IV");
	else if (f->style == STYLE_BASE) {
		buf_putc(out, f->base == 2 ? 'B' : f->base == 8 ? 'O' : f->lower ? 'x' : 'X');
		if (f->width > 1)
			buf_printf(out, "%d", f->width);
	}
	if (f->significant || f->style == STYLE_ROMAN || f->style == STYLE_BASE)
		return;
	if (f->style == STYLE_PARENTHESES)
		buf_putc(out, '(');
	if (f->group)
		buf_printf(out, "#%c##0", f->group);
	for (int i = 0; i < f->width && !f->group; i++)
		buf_putc(out, '0');
	if (f->most > 0)
		buf_putc(out, f->point ? f->point : '.');
	for (int i = 0; i < f->most; i++)
		buf_putc(out, i < f->fixed ? '0' : '#');
	switch (f->style) {
	case STYLE_PARENTHESES:  buf_putc(out, ')'); break;
	case STYLE_MINUS_BEHIND: buf_putc(out, '-'); break;
	case STYLE_ORDINAL:      buf_puts(out, "th"); break;
	case STYLE_BYTES:        buf_puts(out, f->blank ? " KB" : "KB"); break;
	case STYLE_THOUSANDS:    buf_puts(out, f->blank ? " K" : "K"); break;
	case STYLE_POWER:
		buf_puts(out, f->lower ? "e" : "E");
		buf_printf(out, f->plus ? "+%0*d" : "%0*d", f->power, 0);
		break;
	default:
		break;
	}
}

/* ---- writing a number ---- */

/* Without its sign. */
static void put_digits(struct buf *out, struct decimal d, const struct decimal_format *f)
{
	const int most = f->significant ? f->significant - (d.n - d.decimals) : f->most;
	int fixed = f->significant ? 0 : f->fixed, width = f->significant ? 1 : f->width, whole, decimals;

	decimal_round(&d, most);
	whole = d.n - d.decimals;
	for (decimals = d.decimals; decimals > fixed && decimal_digit(&d, -decimals) == 0; decimals--)
		;
	decimals = decimals > fixed ? decimals : fixed;
	whole = whole > width ? whole : width;
	if (whole == 0 && decimals == 0)
		whole = 1;
	for (int power = whole - 1; power >= 0; power--) {
		buf_putc(out, (char)('0' + decimal_digit(&d, power)));
		if (f->group && power > 0 && power % 3 == 0)
			buf_putc(out, f->group);
	}
	if (decimals > 0)
		buf_putc(out, f->point ? f->point : '.');
	for (int power = -1; power >= -decimals; power--)
		buf_putc(out, (char)('0' + decimal_digit(&d, power)));
}

/* Does a number of this size become 0 as it is written? Then it has no sign. */
static bool is_nothing(struct decimal d, const struct decimal_format *f)
{
	decimal_round(&d, f->significant ? f->significant - (d.n - d.decimals) : f->most);
	return d.n == 0;
}

static void put_power(struct buf *out, struct decimal d, const struct decimal_format *f)
{
	int power = d.n ? d.n - d.decimals - 1 : 0;

	d.decimals += power;
	decimal_round(&d, f->most);
	if (d.n - d.decimals > 1)                    /* 9.99 became 10.0 */
		d.decimals++, power++;
	put_digits(out, d, f);
	buf_putc(out, f->lower ? 'e' : 'E');
	if (power < 0 || f->plus)
		buf_putc(out, power < 0 ? '-' : '+');
	buf_printf(out, "%0*d", f->power, power < 0 ? -power : power);
}

static bool put_roman(struct buf *out, long long n, bool lower)
{
	static const struct { int value; const char *text; } parts[] = {
		{ 1000, "m" }, { 900, "cm" }, { 500, "d" }, { 400, "cd" }, { 100, "c" }, { 90, "xc" }, { 50, "l" }, { 40, "xl" }, { 10, "x" }, { 9, "ix" },
		{ 5, "v" }, { 4, "iv" }, { 1, "i" },
	};

	if (n < 1 || n > 3999)
		return false;
	for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
		for (; n >= parts[k].value; n -= parts[k].value)
			for (const char *c = parts[k].text; *c; c++)
				buf_putc(out, (char)(lower ? *c : *c - 'a' + 'A'));
	return true;
}

static bool put_base(struct buf *out, long long n, const struct decimal_format *f)
{
	const char *const digits = f->lower ? "0123456789abcdef" : "0123456789ABCDEF";
	char last_first[64];
	int many = 0;

	if (n < 0)
		return false;
	for (; n > 0 || many < f->width; n /= f->base)
		last_first[many++] = digits[n % f->base];
	while (many > 0)
		buf_putc(out, last_first[--many]);
	return true;
}

static const char *ordinal_end(long long n)
{
	static const char *const ends[] = { "th", "st", "nd", "rd" };

	n = n < 0 ? -n : n;
	return n % 100 / 10 == 1 || n % 10 > 3 ? "th" : ends[n % 10];
}

/* The largest unit that leaves a digit before the point. */
static bool put_units(struct buf *out, struct decimal d, const struct decimal_format *f)
{
	const struct decimal step = decimal_of_whole(f->style == STYLE_BYTES ? 1024 : 1000);
	const char *const units = f->style == STYLE_BYTES ? " KMGTP" : " KMBT";
	struct decimal less;
	int unit = 0;

	while (units[unit + 1] && decimal_divide(&d, &step, &less) && less.n - less.decimals > 0)
		d = less, unit++;
	put_digits(out, d, f);
	if (f->blank && (unit || f->style == STYLE_BYTES))
		buf_putc(out, ' ');
	if (unit)
		buf_putc(out, units[unit]);
	if (f->style == STYLE_BYTES)
		buf_putc(out, 'B');
	return true;
}

/* What a style writes of a number without its sign; false: it can't. */
static bool put_style(struct buf *out, struct decimal d, const struct decimal_format *f, long long n, bool whole)
{
	switch (f->style) {
	case STYLE_ROMAN:     return whole && put_roman(out, n, f->lower);
	case STYLE_BASE:      return whole && put_base(out, n, f);
	case STYLE_BYTES:
	case STYLE_THOUSANDS: return put_units(out, d, f);
	case STYLE_POWER:
		put_power(out, d, f);
		return true;
	default:
		put_digits(out, d, f);
		if (f->style == STYLE_ORDINAL && whole)
			buf_puts(out, ordinal_end(n));
		return f->style != STYLE_ORDINAL || whole;
	}
}

bool decimal_print(struct buf *out, struct decimal d, const struct decimal_format *f)
{
	const size_t begin = out->n;
	const bool negative = d.negative && (f->style >= STYLE_POWER || !is_nothing(d, f));
	long long n = 0;
	const bool whole = f->style >= STYLE_ORDINAL && decimal_is_whole(&d, &n);

	if (negative && (f->style == STYLE_ROMAN || f->style == STYLE_BASE))
		return false;
	d.negative = false;
	if (negative && f->style != STYLE_MINUS_BEHIND)
		buf_putc(out, f->style == STYLE_PARENTHESES ? '(' : '-');
	if (!put_style(out, d, f, n, whole)) {
		out->n = begin;
		return false;
	}
	if (negative && (f->style == STYLE_PARENTHESES || f->style == STYLE_MINUS_BEHIND))
		buf_putc(out, f->style == STYLE_PARENTHESES ? ')' : '-');
	return true;
}

void decimal_print_plain(struct buf *out, const struct decimal *d)
{
	static const struct decimal_format plain = { .width = 1, .most = DECIMAL_PLACES };

	decimal_print(out, *d, &plain);
}
