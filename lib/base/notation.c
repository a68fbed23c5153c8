/* notation - numbers as people write them, found in a text
 * SPDX-License-Identifier: MIT */
#include "base/notation.h"

#include <string.h>

#include "base/ascii.h"
#include "base/decimal_format.h"

const char *const notations[NOTATIONS] = {
	"1,234.5", "1.234,5", "1 234.5", "1 234,5", "1'234.5", "1.5e3", "(1.5)", "1 1/2", "1:30:00", "1.5 KB", "1.5K", "IV", "X", "O", "B",
};

int notation_of(struct str name)
{
	for (int k = 0; k < NOTATIONS; k++)
		if (str_eq(name, str_of(notations[k])))
			return k;
	return -1;
}

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool digit_at(struct str s, size_t at)
{
	return at < s.n && is_digit(s.p[at]);
}

static struct str rest_of(struct str s, size_t at)
{
	return (struct str){ s.p + at, s.n - at };
}

/* ---- what stands before a number ---- */

/* Of what begins at `at` in a text: the bytes of a text that is there, or 0. */
static size_t skip(struct str s, size_t at, const char *text)
{
	const size_t n = strlen(text);

	return at + n <= s.n && memcmp(s.p + at, text, n) == 0 ? n : 0;
}

static size_t skip_minus(struct str s, size_t at)
{
	return skip(s, at, "-") + skip(s, at, "\u2212");
}

/* The bytes of a sign, and of a currency; 0: there is none. */
static size_t skip_sign(struct str s, size_t at, bool *negative)
{
	const size_t minus = skip_minus(s, at);

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

/* ---- what follows its digits ---- */

/* Each reads more of a number whose digits end at `at`: where it ends then, or 0: it is none. */

static size_t more_power(struct str s, size_t at, struct decimal *d)
{
	size_t digits = at + 1;
	bool negative = false;
	int power = 0;

	if (at >= s.n || (s.p[at] != 'e' && s.p[at] != 'E'))
		return at;
	if (digits < s.n && (s.p[digits] == '-' || s.p[digits] == '+'))
		negative = s.p[digits++] == '-';
	if (!digit_at(s, digits))
		return at;
	for (; digit_at(s, digits); digits++)
		power = power > DECIMAL_READ ? power : 10 * power + s.p[digits] - '0';
	d->decimals += negative ? power : -power;
	for (; d->decimals < 0 && d->n && d->n <= DECIMAL_READ; d->decimals++)
		d->digits[d->n++] = 0;
	if (d->n == 0)
		d->decimals = 0;
	return d->decimals < 0 || d->decimals > DECIMAL_READ || d->n > DECIMAL_READ ? 0 : digits;
}

static size_t more_minus(struct str s, size_t at, struct decimal *d)
{
	const size_t minus = skip_minus(s, at);

	if (!minus || digit_at(s, at + minus) || (at + minus < s.n && is_letter(s.p[at + minus])))
		return at;
	d->negative = d->n > 0;
	return at + minus;
}

static size_t more_fraction(struct str s, size_t at, struct decimal *d)
{
	struct decimal above = *d, below, part;
	size_t next = at, n;

	if (next < s.n && s.p[next] == ' ' && digit_at(s, next + 1)) {
		n = decimal_read(rest_of(s, next + 1), &above);
		if (!n || above.decimals)
			return at;
		next += 1 + n;
	}
	if (next >= s.n || s.p[next] != '/' || !digit_at(s, next + 1) || above.decimals)
		return at;
	n = decimal_read(rest_of(s, next + 1), &below);
	if (!n || below.decimals || !decimal_divide(&above, &below, &part))
		return 0;
	next += 1 + n;
	if (next - n - 1 == at)                      /* no whole number before it */
		*d = part;
	else if (!decimal_add(d, &part, d))
		return 0;
	return next < s.n && s.p[next] == '/' ? 0 : next;
}

/* Minutes, seconds: 60 of each. */
static size_t more_clock(struct str s, size_t at, struct decimal *d)
{
	const struct decimal sixty = decimal_of_whole(60);
	int fields = 1;

	if (d->decimals)
		return 0;
	for (; fields < 3; fields++) {
		struct decimal next = { 0 };
		size_t n = 0;

		if (at < s.n && s.p[at] == ':') {
			if (!digit_at(s, at + 1) || !digit_at(s, at + 2) || s.p[at + 1] > '5')
				return 0;
			n = decimal_read(fields == 2 && !digit_at(s, at + 3) ? rest_of(s, at + 1) : (struct str){ s.p + at + 1, 2 }, &next);
			at += 1 + n;
		} else if (fields == 1)
			return 0;
		if (!decimal_multiply(d, &sixty, d) || !decimal_add(d, &next, d))
			return 0;
	}
	return at < s.n && (s.p[at] == ':' || is_digit(s.p[at])) ? 0 : at;
}

static char upper(char c)
{
	return (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

/* A unit: K, M, G or B, T of so many, with a B of bytes or without. */
static size_t more_units(struct str s, size_t at, struct decimal *d, bool bytes)
{
	const char *const units = bytes ? "KMGTP" : "KMBT";
	const struct decimal step = decimal_of_whole(bytes ? 1024 : 1000);
	size_t next = at + (at < s.n && s.p[at] == ' ');
	const char *unit = next < s.n && s.p[next] ? strchr(units, upper(s.p[next])) : NULL;

	if (unit)
		next++;
	if (bytes && unit && next < s.n && s.p[next] == 'i')
		next++;
	if (bytes && next < s.n && s.p[next] == 'B')
		next++;
	else if (bytes && unit)
		return 0;
	if (bytes && !unit)
		next += skip(s, next, "ytes");       /* Bytes, in full */
	if (next < s.n && is_letter(s.p[next]))      /* another word */
		return unit || bytes ? 0 : at;
	for (; unit && unit >= units; unit--)
		if (!decimal_multiply(d, &step, d))
			return 0;
	return next > at && s.p[next - 1] == ' ' ? at : next;
}

static size_t more(struct str s, size_t at, int notation, struct decimal *d)
{
	switch (notation) {
	case NOTATION_POWER:     return more_power(s, at, d);
	case NOTATION_ACCOUNTS:  return more_minus(s, at, d);
	case NOTATION_FRACTION:  return more_fraction(s, at, d);
	case NOTATION_CLOCK:     return more_clock(s, at, d);
	case NOTATION_BYTES:
	case NOTATION_THOUSANDS: return more_units(s, at, d, notation == NOTATION_BYTES);
	default:                 return at;
	}
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
	return is_digit(s.p[at + 1]) || ((s.p[at + 1] == '-' || s.p[at + 1] == '+') && digit_at(s, at + 2));
}

/* ---- numbers that are all of the text ---- */

static struct str trimmed(struct str s)
{
	for (; s.n && s.p[0] == ' '; s.p++, s.n--)
		;
	while (s.n && s.p[s.n - 1] == ' ')
		s.n--;
	return s;
}

static bool read_base(struct str s, int base, struct decimal *d)
{
	const char letter = base == 16 ? 'X' : base == 8 ? 'O' : 'B';
	long long n = 0;

	if (s.n && s.p[0] == '#' && base == 16)
		s = rest_of(s, 1);
	else if (s.n > 2 && s.p[0] == '0' && upper(s.p[1]) == letter)
		s = rest_of(s, 2);
	for (size_t i = 0; i < s.n; i++) {
		const int digit = is_digit(s.p[i]) ? s.p[i] - '0' : upper(s.p[i]) >= 'A' && upper(s.p[i]) <= 'F' ? upper(s.p[i]) - 'A' + 10 : 16;

		if (digit >= base || n > (1LL << 52))
			return false;
		n = n * base + digit;
	}
	*d = decimal_of_whole(n);
	return s.n > 0;
}

/* What is written as the number would be that it stands for. */
static bool read_roman(struct str s, struct decimal *d)
{
	static const struct { char letter; int value; } letters[] = { { 'I', 1 }, { 'V', 5 }, { 'X', 10 }, { 'L', 50 }, { 'C', 100 }, { 'D', 500 }, { 'M', 1000 } };
	struct decimal_format format = { .style = STYLE_ROMAN, .lower = s.n && s.p[0] >= 'a' };
	struct buf again = { 0 };
	int n = 0, before = 0;
	bool good;

	for (size_t i = s.n < 16 ? s.n : 0; i-- > 0;) {
		int value = 0;

		for (size_t k = 0; k < sizeof letters / sizeof *letters; k++)
			if (upper(s.p[i]) == letters[k].letter)
				value = letters[k].value;
		n += value < before ? -value : value;
		before = value > before ? value : before;
	}
	*d = decimal_of_whole(n);
	good = n > 0 && decimal_print(&again, *d, &format) && str_eq(buf_view(&again), s);
	buf_free(&again);
	return good;
}

static struct str find_whole(struct str s, int notation, struct decimal *d)
{
	bool good;

	s = trimmed(s);
	good = notation == NOTATION_ROMAN ? read_roman(s, d) : read_base(s, notation == NOTATION_HEX ? 16 : notation == NOTATION_OCTAL ? 8 : 2, d);
	return good ? s : (struct str){ 0 };
}

/* ---- all ---- */

struct str notation_find(struct str s, int notation, struct decimal *d)
{
	return notation_next(s, 0, notation, d);
}

struct str notation_next(struct str s, size_t start, int notation, struct decimal *d)
{
	static const struct decimal_marks usual = { { "," }, '.' }, marks[NOTATION_POWER] = {
		[NOTATION_PLAIN] = { { "," }, '.' }, [NOTATION_COMMA] = { { "." }, ',' }, [NOTATION_BLANKS] = { { " ", "\u00a0", "\u202f" }, '.' },
		[NOTATION_BLANKS_COMMA] = { { " ", "\u00a0", "\u202f" }, ',' }, [NOTATION_APOSTROPHES] = { { "'", "\u2019" }, '.' },
	};
	const struct decimal_marks *mark = notation < NOTATION_POWER ? &marks[notation] : &usual;

	if (notation >= NOTATION_ROMAN)
		return find_whole(s, notation, d);
	for (size_t at = start; at < s.n; at++) {
		const bool wordy = behind_word(s, at), open = notation == NOTATION_ACCOUNTS && s.p[at] == '(';
		bool negative = false;
		size_t begin = at + open, n;

		if (!wordy) {
			begin += skip_sign(s, begin, &negative);
			n = skip_currency(s, begin);
			begin += begin > at ? n : 0;
		}
		if (!digit_at(s, begin) && (wordy || begin >= s.n || s.p[begin] != mark->point || !digit_at(s, begin + 1)))
			continue;
		n = decimal_read_with(rest_of(s, begin), mark, d);
		n = n ? more(s, begin + n, notation, d) : 0;
		if (n == 0 || goes_on(s, n))
			break;
		if (open && n < s.n && s.p[n] == ')') {
			negative = !negative;
			n++;
		} else if (open)
			at++;
		d->negative = (d->negative || negative) && d->n > 0;
		return (struct str){ s.p + at, n - at };
	}
	return (struct str){ 0 };
}
