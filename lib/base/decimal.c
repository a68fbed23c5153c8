/* decimal - decimal numbers as people write them, without loss
 * SPDX-License-Identifier: MIT */
#include "base/decimal.h"

#include "base/ascii.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

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

static bool is_digit_at(struct str s, size_t at)
{
	return at < s.n && is_digit(s.p[at]);
}

/* The bytes of what separates thousands at `at`, when three digits and no more stand behind it; 0: it is no such place. */
static size_t thousand(struct str s, size_t at, const struct decimal_marks *marks)
{
	for (int k = 0; k < DECIMAL_GROUPS && marks->group[k]; k++) {
		const size_t n = strlen(marks->group[k]), next = at + n;

		if (next + 3 <= s.n && memcmp(s.p + at, marks->group[k], n) == 0 && is_digit(s.p[next]) && is_digit(s.p[next + 1]) &&
		    is_digit(s.p[next + 2]) && !is_digit_at(s, next + 3))
			return n;
	}
	return 0;
}

size_t decimal_read_with(struct str s, const struct decimal_marks *marks, struct decimal *d)
{
	size_t at = 0, begin, group;
	bool grouped = false;

	*d = (struct decimal){ 0 };
	if (at < s.n && (s.p[at] == '-' || s.p[at] == '+'))
		d->negative = s.p[at++] == '-';
	for (begin = at; at < s.n;) {
		if (at > begin && (grouped || at - begin <= 3) && (group = thousand(s, at, marks))) {
			grouped = true;
			at += group;
			continue;
		}
		if (!is_digit(s.p[at]))
			break;
		if (d->n == DECIMAL_READ)
			return 0;
		d->digits[d->n++] = (uint8_t)(s.p[at++] - '0');
	}
	if (at < s.n && s.p[at] == marks->point && is_digit_at(s, at + 1))
		for (at++; is_digit_at(s, at); at++, d->decimals++) {
			if (d->n == DECIMAL_READ)
				return 0;
			d->digits[d->n++] = (uint8_t)(s.p[at] - '0');
		}
	if (d->n == 0)
		return 0;
	trim(d);
	return at;
}

size_t decimal_read(struct str s, struct decimal *d)
{
	static const struct decimal_marks usual = { { "," }, '.' };

	return decimal_read_with(s, &usual, d);
}

bool decimal_multiply(const struct decimal *a, const struct decimal *b, struct decimal *product)
{
	unsigned sum[2 * DECIMAL_DIGITS] = { 0 };
	struct decimal made = { .negative = a->negative != b->negative, .decimals = a->decimals + b->decimals };
	const int n = a->n + b->n;
	int begin = 0;

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
		made.digits[made.n++] = (uint8_t)sum[i];
	if (made.n == 0)
		made.negative = false;
	*product = made;
	return true;
}

int decimal_digit(const struct decimal *d, int power)
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
		larger = decimal_digit(a, power) - decimal_digit(b, power);
	for (int power = -decimals, i = n - 1; i >= 0; power++, i--) {
		int x = decimal_digit(larger < 0 ? b : a, power), y = decimal_digit(larger < 0 ? a : b, power);
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

bool decimal_divide(const struct decimal *a, const struct decimal *b, struct decimal *quotient)
{
	struct decimal q = { .negative = a->negative != b->negative, .decimals = a->decimals - b->decimals };
	uint64_t divisor = 0, rest = 0;

	if (b->n == 0 || b->n > DECIMAL_DIVISOR)
		return false;
	for (int i = 0; i < b->n; i++)
		divisor = 10 * divisor + b->digits[i];
	for (int i = 0; i < a->n || (rest && q.decimals < DECIMAL_PLACES + 2) || q.decimals < 0; i++) {
		if (q.n == DECIMAL_DIGITS)
			return false;
		rest = 10 * rest + (i < a->n ? a->digits[i] : 0);
		q.decimals += i >= a->n;
		if (q.n || rest >= divisor)
			q.digits[q.n++] = (uint8_t)(rest / divisor);
		rest %= divisor;
	}
	if (q.n == 0)
		q.negative = false;
	*quotient = q;
	return true;
}

/* As a whole number of units of the last of so many decimals; false: too large. */
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

int decimal_compare(const struct decimal *a, const struct decimal *b)
{
	struct decimal minus = *b, difference;

	minus.negative = b->n && !b->negative;
	if (!decimal_add(a, &minus, &difference) || difference.n == 0)
		return 0;
	return difference.negative ? -1 : 1;
}

struct decimal decimal_of_whole(long long n)
{
	struct decimal d = { .negative = n < 0 };
	uint8_t last_first[DECIMAL_DIGITS];

	for (long long rest = n < 0 ? -n : n; rest; rest /= 10)
		last_first[d.n++] = (uint8_t)(rest % 10);
	for (int i = 0; i < d.n; i++)
		d.digits[i] = last_first[d.n - 1 - i];
	return d;
}

bool decimal_is_whole(const struct decimal *d, long long *n)
{
	struct decimal rounded = *d;

	decimal_round(&rounded, 0);
	for (int i = d->n - d->decimals; i < d->n; i++)
		if (i >= 0 && d->digits[i])
			return false;
	return whole_units(&rounded, 0, n);
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
	*d = decimal_of_whole(n);
	d->decimals = decimals;
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
