/* decimal - decimal numbers as people write them, without loss
 * SPDX-License-Identifier: MIT */
#include "base/decimal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes away zeros in front, which need no room. */
static void trim(struct decimal *d)
{
	int zeros = 0;

	while (zeros < d->n && d->digits[zeros] == 0)
		zeros++;
	memmove(d->digits, d->digits + zeros, (size_t)(d->n - zeros));
	d->n -= zeros;
	if (d->n == 0)
		d->negative = false;
}

/* Does a comma and three digits, and no more, stand at p? */
static bool is_thousand(struct str s, size_t at)
{
	return at + 3 < s.n && s.p[at] == ',' && is_digit(s.p[at + 1]) && is_digit(s.p[at + 2]) && is_digit(s.p[at + 3]) &&
	       !(at + 4 < s.n && is_digit(s.p[at + 4]));
}

size_t decimal_read(struct str s, struct decimal *d)
{
	size_t at = 0, begin;
	bool grouped = false;

	*d = (struct decimal){ 0 };
	if (at < s.n && (s.p[at] == '-' || s.p[at] == '+'))
		d->negative = s.p[at++] == '-';
	for (begin = at; at < s.n; at++) {
		if (at > begin && is_thousand(s, at) && (grouped || at - begin <= 3)) {
			grouped = true;
			continue;
		}
		if (!is_digit(s.p[at]))
			break;
		if (d->n == DECIMAL_READ)
			return 0;
		d->digits[d->n++] = (uint8_t)(s.p[at] - '0');
	}
	if (at + 1 < s.n && s.p[at] == '.' && is_digit(s.p[at + 1]))
		for (at++; at < s.n && is_digit(s.p[at]); at++, d->decimals++) {
			if (d->n == DECIMAL_READ)
				return 0;
			d->digits[d->n++] = (uint8_t)(s.p[at] - '0');
		}
	if (d->n == 0)
		return 0;
	trim(d);
	return at;
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Of what begins at `at` in a text: the bytes of a text that is there, or 0. */
static size_t skip(struct str s, size_t at, const char *text)
{
	const size_t n = strlen(text);

	return at + n <= s.n && memcmp(s.p + at, text, n) == 0 ? n : 0;
}

/* The bytes of a sign, and of a currency; 0: there is none. */
static size_t skip_sign(struct str s, size_t at, bool *negative)
{
	const size_t minus = skip(s, at, "-") + skip(s, at, "\u2212");

	*negative |= minus > 0;
	return minus ? minus : skip(s, at, "+");
}

static size_t skip_currency(struct str s, size_t at)
{
	return skip(s, at, "$") + skip(s, at, "\u20ac") + skip(s, at, "\u00a3") + skip(s, at, "\u00a5");
}

/* Does something end at `at` behind which a sign is a hyphen, and a point no begin? */
static bool behind_word(struct str s, size_t at)
{
	const char before = at ? s.p[at - 1] : ' ';

	if ((at >= 3 && skip_currency(s, at - 3) == 3) || (at >= 2 && skip_currency(s, at - 2) == 2))
		return false;
	return is_digit(before) || is_letter(before) || (unsigned char)before >= 128;
}

/* Does a number that ends at `at` go on in a way that this notation has not, as 1,23 and 1.2.3 and 1e5 do? */
static bool goes_on(struct str s, size_t at)
{
	if (at + 1 >= s.n)
		return false;
	if (s.p[at] == '.' || s.p[at] == ',')
		return is_digit(s.p[at + 1]);
	if (s.p[at] != 'e' && s.p[at] != 'E')
		return false;
	return is_digit(s.p[at + 1]) || ((s.p[at + 1] == '-' || s.p[at + 1] == '+') && at + 2 < s.n && is_digit(s.p[at + 2]));
}

struct str decimal_find(struct str s, struct decimal *d)
{
	for (size_t at = 0; at < s.n; at++) {
		const bool wordy = behind_word(s, at);
		bool negative = false;
		size_t begin = at, n;

		if (!wordy) {
			begin += skip_sign(s, begin, &negative);
			n = skip_currency(s, begin);
			begin += begin > at ? n : 0;
		}
		if (begin < s.n && (is_digit(s.p[begin]) || (!wordy && s.p[begin] == '.' && begin + 1 < s.n && is_digit(s.p[begin + 1])))) {
			n = decimal_read((struct str){ s.p + begin, s.n - begin }, d);
			if (n == 0 || goes_on(s, begin + n))
				break;
			d->negative = negative && d->n > 0;
			return (struct str){ s.p + at, begin + n - at };
		}
	}
	return (struct str){ 0 };
}

bool decimal_multiply(const struct decimal *a, const struct decimal *b, struct decimal *product)
{
	unsigned sum[2 * DECIMAL_DIGITS] = { 0 };
	const int n = a->n + b->n;
	int begin = 0;

	*product = (struct decimal){ .negative = a->negative != b->negative, .decimals = a->decimals + b->decimals };
	for (int i = 0; i < a->n; i++)
		for (int j = 0; j < b->n; j++)
			sum[i + j + 1] += (unsigned)a->digits[i] * b->digits[j];
	for (int i = n - 1; i > 0; i--) {
		sum[i - 1] += sum[i] / 10;
		sum[i] %= 10;
	}
	while (begin < n && sum[begin] == 0)
		begin++;
	if (n - begin > DECIMAL_DIGITS)
		return false;
	for (int i = begin; i < n; i++)
		product->digits[product->n++] = (uint8_t)sum[i];
	if (product->n == 0)
		product->negative = false;
	return true;
}

/* The digit with the weight 10^power. */
static int digit(const struct decimal *d, int power)
{
	int at = d->n - 1 - d->decimals - power;

	return at >= 0 && at < d->n ? d->digits[at] : 0;
}

bool decimal_add(const struct decimal *a, const struct decimal *b, struct decimal *sum)
{
	const int decimals = a->decimals > b->decimals ? a->decimals : b->decimals;
	const int whole = (a->n - a->decimals > b->n - b->decimals ? a->n - a->decimals : b->n - b->decimals) + 1;
	const bool same = a->negative == b->negative;
	int n = (whole > 1 ? whole : 1) + decimals, carry = 0, larger = 0;
	uint8_t made[DECIMAL_DIGITS + 1];

	if (n > DECIMAL_DIGITS)
		return false;
	for (int power = n - decimals - 1; power >= -decimals && !larger; power--)
		larger = digit(a, power) - digit(b, power);
	for (int power = -decimals, i = n - 1; i >= 0; power++, i--) {
		int x = digit(larger < 0 ? b : a, power), y = digit(larger < 0 ? a : b, power);
		int one = same ? x + y + carry : x - y - carry;

		carry = same ? one > 9 : one < 0;
		made[i] = (uint8_t)(same ? one % 10 : (one + 10) % 10);
	}
	*sum = (struct decimal){ .negative = larger < 0 ? b->negative : a->negative, .n = n, .decimals = decimals };
	memcpy(sum->digits, made, (size_t)n);
	trim(sum);
	return true;
}

void decimal_round(struct decimal *d, int decimals)
{
	int away = d->decimals - decimals, at = d->n - away;
	bool up;

	if (away <= 0)
		return;
	up = at >= 0 && at < d->n && d->digits[at] >= 5;
	d->n = at > 0 ? at : 0;
	d->decimals = decimals;
	for (int i = d->n - 1; i >= 0 && up; i--) {
		up = d->digits[i] == 9;
		d->digits[i] = up ? 0 : d->digits[i] + 1;
	}
	if (up) {                            /* 9.99 becomes 10.0; one digit has gone before, so there is room */
		memmove(d->digits + 1, d->digits, (size_t)d->n++);
		d->digits[0] = 1;
	}
	for (; d->decimals < 0 && d->n && d->n < DECIMAL_DIGITS; d->decimals++)
		d->digits[d->n++] = 0;
	if (d->decimals < 0)
		d->decimals = 0;
	trim(d);
}

/* Both as whole numbers of the smaller unit; false: too large. */
static bool whole_units(const struct decimal *d, int decimals, long long *n)
{
	*n = 0;
	for (int i = 0; i < d->n + decimals - d->decimals; i++) {
		if (*n > 100000000000000000)
			return false;
		*n = *n * 10 + (i < d->n ? d->digits[i] : 0);
	}
	if (d->negative)
		*n = -*n;
	return true;
}

bool decimal_to_multiple(struct decimal *d, const struct decimal *step, enum decimal_way way)
{
	const int decimals = d->decimals > step->decimals ? d->decimals : step->decimals;
	long long n, unit, below;

	if (!whole_units(d, decimals, &n) || !whole_units(step, decimals, &unit) || unit <= 0)
		return false;
	below = (n % unit + unit) % unit;
	if (below == 0)
		return true;
	n -= below;
	if (way == DECIMAL_UP || (way == DECIMAL_NEAREST && (2 * below > unit || (2 * below == unit && n >= 0))))
		n += unit;
	*d = (struct decimal){ .negative = n < 0, .decimals = decimals };
	for (long long rest = n < 0 ? -n : n; rest; rest /= 10)
		d->digits[d->n++] = (uint8_t)(rest % 10);
	for (int i = 0; i < d->n / 2; i++) {
		uint8_t other = d->digits[i];

		d->digits[i] = d->digits[d->n - 1 - i];
		d->digits[d->n - 1 - i] = other;
	}
	return true;
}

double decimal_double(const struct decimal *d)
{
	double x = 0;

	for (int i = 0; i < d->n; i++)
		x = 10 * x + d->digits[i];
	x /= pow(10, d->decimals);
	return d->negative ? -x : x;
}

bool decimal_of_double(double x, int decimals, struct decimal *d)
{
	char text[64];
	int n = snprintf(text, sizeof text, "%.*f", decimals, x);

	return n > 0 && n < (int)sizeof text && decimal_read((struct str){ text, (size_t)n }, d) == (size_t)n;
}

/* ---- formats ---- */

bool decimal_format_read(struct str s, struct decimal_format *f)
{
	size_t at = 0;

	*f = (struct decimal_format){ 0 };
	if (s.n >= 2 && s.n <= 3 && s.p[0] == 'G') {
		for (at = 1; at < s.n && is_digit(s.p[at]); at++)
			f->significant = 10 * f->significant + s.p[at] - '0';
		return at == s.n && f->significant > 0 && f->significant <= DECIMAL_PLACES;
	}
	if (s.n >= 5 && memcmp(s.p, "#,##0", 5) == 0) {
		f->thousands = true;
		f->width = 1;
		at = 5;
	}
	for (; at < s.n && s.p[at] == '0' && !f->thousands; at++)
		f->width++;
	if (at == s.n)
		return f->width > 0 && f->width <= DECIMAL_PLACES;
	if (s.p[at++] != '.' || at == s.n)
		return false;
	for (; at < s.n && s.p[at] == '0'; at++)
		f->fixed++;
	for (f->most = f->fixed; at < s.n && s.p[at] == '#'; at++)
		f->most++;
	return at == s.n && f->most <= DECIMAL_PLACES && f->width <= DECIMAL_PLACES;
}

void decimal_format_print(struct buf *out, const struct decimal_format *f)
{
	if (f->significant) {
		buf_printf(out, "G%d", f->significant);
		return;
	}
	if (f->thousands)
		buf_puts(out, "#,##0");
	for (int i = 0; i < f->width && !f->thousands; i++)
		buf_putc(out, '0');
	if (f->most > 0)
		buf_putc(out, '.');
	for (int i = 0; i < f->most; i++)
		buf_putc(out, i < f->fixed ? '0' : '#');
}

void decimal_print(struct buf *out, struct decimal d, const struct decimal_format *f)
{
	const int most = f->significant ? f->significant - (d.n - d.decimals) : f->most;
	int fixed = f->significant ? 0 : f->fixed, width = f->significant ? 1 : f->width, whole, decimals;

	decimal_round(&d, most);
	whole = d.n - d.decimals;
	for (decimals = d.decimals; decimals > fixed && digit(&d, -decimals) == 0; decimals--)
		;
	decimals = decimals > fixed ? decimals : fixed;
	whole = whole > width ? whole : width;
	if (whole == 0 && decimals == 0)
		whole = 1;
	if (d.negative)
		buf_putc(out, '-');
	for (int power = whole - 1; power >= 0; power--) {
		buf_putc(out, (char)('0' + digit(&d, power)));
		if (f->thousands && power > 0 && power % 3 == 0)
			buf_putc(out, ',');
	}
	if (decimals > 0)
		buf_putc(out, '.');
	for (int power = -1; power >= -decimals; power--)
		buf_putc(out, (char)('0' + digit(&d, power)));
}
