/* decimal - are decimal numbers read, added, multiplied, rounded and written as by hand?
 * SPDX-License-Identifier: MIT */
#include "base/decimal_format.h"
#include "base/notation.h"
#include "base/ratio.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/rng.h"
#include "../lib/check.h"

static const char *written(const struct decimal *d, const char *format)
{
	static struct buf text;
	struct decimal_format f;

	text.n = 0;
	if (!check(decimal_format_read(str_of(format), &f), "'%s' is no format", format))
		return "";
	decimal_print(&text, *d, &f);
	return buf_cstr(&text);
}

static void by_hand(void)
{
	static const struct { const char *text, *format, *want; } cases[] = {
		{ "0.0655", "0.00", "0.07" }, { "0.0649", "0.00", "0.06" }, { "-0.005", "0.00", "-0.01" }, { "-0.004", "0.00", "0.00" },
		{ "9.995", "0.00", "10.00" }, { "999.5", "0", "1000" }, { "0.5", "0", "1" }, { "0.4", "0", "0" }, { "243", "00000", "00243" },
		{ "1234567", "#,##0", "1,234,567" }, { "999", "#,##0", "999" }, { "-1000.5", "#,##0.00", "-1,000.50" }, { "1,234.50", "0.##", "1234.5" },
		{ "1234", "0.00", "1234.00" }, { "12.30", "0.##", "12.3" }, { "85.0485693", "G6", "85.0486" }, { "0.00103305785", "G6", "0.00103306" },
		{ "99950", "G3", "100000" }, { "123456", "G3", "123000" }, { "0", "G3", "0" }, { "0", "0.0", "0.0" }, { ".25", "0.00", "0.25" },
		{ "0.25", ".00", ".25" }, { "7", ".0", "7.0" }, { "+5", "0", "5" }, { "12,345,678.9", "0.0", "12345678.9" },
		{ "0", ".0", ".0" }, { "\u22125", "0", "-5" }, { "-$7.50", "0.00", "-7.50" }, { "$-7.50", "0.00", "-7.50" }, { "ends 7.", "0", "7" },
		{ "7, 8", "0", "7" }, { "\u2212\u20ac7", "0", "-7" }, { "5e", "0", "5" },
		{ "\u20ac-7", "0", "-7" }, { "\u00a3\u22127", "0", "-7" }, { "\u00e9-7", "0", "7" },
	};
	static const char *const other[] = {
		"1,23", "1234,567", "1,23,456", "1.234,50", "1.2.3", "1e5", "1E-5", "1.5e+5", "1.2,3", "123456789012345678901234567890123456789",
		"-123456789012345678901234567890123456789", ".123456789012345678901234567890123456789",
	};
	struct decimal d;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		check(decimal_find(str_of(cases[i].text), &d).n, "'%s' is no number", cases[i].text);
		check(strcmp(written(&d, cases[i].format), cases[i].want) == 0, "'%s' as %s is '%s', not '%s'", cases[i].text, cases[i].format,
		      written(&d, cases[i].format), cases[i].want);
	}
	check(decimal_find(STR("3 oz"), &d).n && d.n == 1 && d.digits[0] == 3, "3 of '3 oz'");
	check(decimal_find(STR("a-12"), &d).n && !d.negative, "the hyphen behind a letter is no sign");
	check(decimal_find(STR("a -12"), &d).n && d.negative, "the sign behind a space is one");
	check(decimal_find(STR("a - 12"), &d).n && !d.negative, "a sign stands at its number");
	/* what goes on as a number in another notation is none, and nothing is read from its middle */
	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		check(!decimal_find(str_of(other[i]), &d).n, "'%s' is a number", other[i]);
	check(!decimal_find(STR("none"), &d).n && !decimal_find(STR("-"), &d).n && !decimal_find(STR(""), &d).n, "no number");
}

static void formats(void)
{
	static const char *const good[] = { "0", "000", "0.00", "0.##", "0.0#", "#,##0", "#,##0.00", "G6", "G15", ".00", "0,00", "#.##0,0#", "# ##0", "#'##0.00",
	                                    "(0.00)", "(#,##0)", "0.0-", "0.0##E0", "0e+00", "0th", "IV", "iv", "X", "x4", "B8", "O", "0.# KB", "0KB", "0.0K", "0 K" };
	static const char *const bad[] = { "", "y", "0.", "G", "G0", "G16", "#", "0.#0", "#,##", "0.00x", ".", "#,##00", "0.0000000000000000",
	                                   "#,##0,0", "(0", "0)", "0.0E", "0E+", "00th", "0.0th", "X1", "X33", "I", "ivy", "0B", "KB", "#,##0E0", "(0-)", "E0", "0E0000" };
	struct decimal_format f;
	struct buf text = { 0 };

	for (size_t i = 0; i < sizeof good / sizeof *good; i++, text.n = 0) {
		check(decimal_format_read(str_of(good[i]), &f), "'%s' is no format", good[i]);
		decimal_format_print(&text, &f);
		check(strcmp(buf_cstr(&text), good[i]) == 0, "'%s' is printed '%s'", good[i], buf_cstr(&text));
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		check(!decimal_format_read(str_of(bad[i]), &f), "'%s' is a format", bad[i]);
	buf_free(&text);
}

/* What each notation reads, and what it must not read. */
static void in_notations(void)
{
	static const struct { const char *notation, *text, *want; } cases[] = {
		{ "1.234,5", "1.234,50", "1234.5" }, { "1.234,5", "1,5", "1.5" }, { "1.234,5", "1.23", NULL }, { "1 234.5", "costs 1 234.56 now", "1234.56" },
		{ "1 234,5", "\u22121\u00a0234,5", "-1234.5" }, { "1'234.5", "1'234'567.5", "1234567.5" }, { "1.5e3", "-1.5e-3", "-0.0015" },
		{ "1.5e3", "12", "12" }, { "1.5e3", "2E+2", "200" }, { "1.5e3", "1e99", NULL }, { "1.5e3", "0e9", "0" }, { "(1.5)", "($1,234.50)", "-1234.5" },
		{ "(1.5)", "12.5-", "-12.5" }, { "(1.5)", "(7 a)", "7" }, { "(1.5)", "7-8", "7" }, { "(1.5)", "-3", "-3" }, { "1 1/2", "2 1/2", "2.5" },
		{ "1 1/2", "3/4", "0.75" }, { "1 1/2", "-1 1/4", "-1.25" }, { "1 1/2", "112", "112" }, { "1 1/2", "1/0", NULL }, { "1 1/2", "1/2/2024", NULL },
		{ "1:30:00", "02:45:45", "9945" }, { "1:30:00", "1:30", "5400" }, { "1:30:00", "1:75", NULL }, { "1:30:00", "17", NULL },
		{ "1:30:00", "1:30:45.5", "5445.5" }, { "1:30:00", "1:30:455", NULL }, { "1.5 KB", "1.5 KB", "1536" }, { "1.5 KB", "2MiB", "2097152" },
		{ "1.5 KB", "10 Bytes", "10" }, { "1.5 KB", "10 kg", NULL }, { "1.5K", "2M", "2000000" }, { "1.5K", "7 kg", NULL }, { "1.5K", "7 of", "7" },
		{ "IV", "MCMXCIV", "1994" }, { "IV", " xi ", "11" }, { "IV", "IIX", NULL }, { "IV", "Xi", NULL }, { "X", "#FF", "255" }, { "X", "0x1f", "31" },
		{ "X", "fg", NULL }, { "X", "", NULL }, { "B", "10101", "21" }, { "B", "12", NULL }, { "O", "777", "511" }, { "1,234.5", "1e5", NULL },
	};
	struct decimal d;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const int notation = notation_of(str_of(cases[i].notation));
		const bool found = notation >= 0 && notation_find(str_of(cases[i].text), notation, &d).n > 0;

		check(found == (cases[i].want != NULL), "'%s' as %s is %s number", cases[i].text, cases[i].notation, found ? "a" : "no");
		if (found && cases[i].want)
			check(strcmp(written(&d, "0.########"), cases[i].want) == 0, "'%s' as %s is %s, not %s", cases[i].text, cases[i].notation,
			      written(&d, "0.########"), cases[i].want);
	}
	check(notation_of(STR("1.5")) < 0 && notation_of((struct str){ 0 }) < 0, "no notation");
}

/* What is written in the further styles; NULL: the number can't be. */
static void in_styles(void)
{
	static const struct { const char *text, *format, *want; } cases[] = {
		{ "12345", "0.00E0", "1.23E4" }, { "0.00999999", "0.##E+00", "1E-02" }, { "0", "0.0e0", "0.0e0" }, { "-1500", "0.0##e+0", "-1.5e+3" },
		{ "-5", "(0.00)", "(5.00)" }, { "5", "(0.00)", "5.00" }, { "-0.001", "(0.00)", "0.00" }, { "-5", "0-", "5-" }, { "11", "0th", "11th" },
		{ "22", "0th", "22nd" }, { "103", "0th", "103rd" }, { "112", "0th", "112th" }, { "1.5", "0th", NULL }, { "1994", "IV", "MCMXCIV" }, { "4", "iv", "iv" },
		{ "0", "IV", NULL }, { "4000", "IV", NULL }, { "2.5", "IV", NULL }, { "10", "X2", "0A" }, { "255", "x", "ff" }, { "5", "B8", "00000101" },
		{ "64", "O", "100" }, { "-1", "X", NULL }, { "1536", "0.# KB", "1.5 KB" }, { "10", "0.# KB", "10 B" }, { "1048576", "0.0KB", "1.0MB" },
		{ "212321", "0K", "212K" }, { "999", "0K", "999" }, { "1234567.891", "#.##0,00", "1.234.567,89" }, { "1234567", "# ##0", "1 234 567" },
		{ "1234.5", "0,0", "1234,5" },
	};
	struct decimal d;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct decimal_format f;
		struct buf text = { 0 };
		bool good;

		decimal_read(str_of(cases[i].text), &d);
		good = decimal_format_read(str_of(cases[i].format), &f) && decimal_print(&text, d, &f);
		check(good == (cases[i].want != NULL) && (good || text.n == 0), "%s as %s is %s", cases[i].text, cases[i].format, good ? buf_cstr(&text) : "none");
		if (good && cases[i].want)
			check(strcmp(buf_cstr(&text), cases[i].want) == 0, "%s as %s is %s, not %s", cases[i].text, cases[i].format, buf_cstr(&text), cases[i].want);
		buf_free(&text);
	}
}

static void quotients(void)
{
	static const struct { const char *a, *x, *b, *want; } cases[] = {
		{ "5/9", "100", "-160/9", "37.777777777778" }, { "1/25.4", "254", "0", "10" }, { "1.8", "37", "32", "98.6" }, { "1/3", "1", "0", "0.333333333333" },
		{ "-1/4", "2", "1", "0.5" }, { "1/1024", "1", "0", "0.0009765625" },
	};
	static const char *const bad[] = { "", "/", "1/", "/2", "1/0", "1/-2", "1/2/3", "x" };
	struct ratio a, b;
	struct decimal x, sum;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		decimal_read(str_of(cases[i].x), &x);
		check(ratio_read(str_of(cases[i].a), &a) && ratio_read(str_of(cases[i].b), &b) && ratio_line(&a, &x, &b, &sum) &&
		      strcmp(written(&sum, "0.############"), cases[i].want) == 0, "%s %s + %s is not %s", cases[i].a, cases[i].x, cases[i].b, cases[i].want);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		check(!ratio_read(str_of(bad[i]), &a), "'%s' is a number", bad[i]);
}

/* Against the machine's whole numbers: both scaled by 10^decimals. */
static void at_random(void)
{
	struct rng r = rng_at(1, "decimal", 0);

	for (int k = 0; k < 20000; k++) {
		int64_t a = (int64_t)rng_below(&r, 2000000000) - 1000000000, b = (int64_t)rng_below(&r, 200000) - 100000;
		int da = (int)rng_below(&r, 5), db = (int)rng_below(&r, 5), d = da > db ? da : db, to = (int)rng_below(&r, 6) - 1;
		int64_t sum = a, other = b, unit = 1;
		struct decimal x, y, z;
		char text[64];

		for (int i = da; i < d; i++)
			sum *= 10;
		for (int i = db; i < d; i++)
			other *= 10;
		sum += other;
		decimal_of_double((double)a, 0, &x), decimal_of_double((double)b, 0, &y);
		x.decimals = da, y.decimals = db;
		check(decimal_multiply(&x, &y, &z), "a product of 16 digits");
		snprintf(text, sizeof text, "%" PRId64, a * b);
		z.decimals = 0;
		check(strcmp(written(&z, "0"), text) == 0, "%" PRId64 " times %" PRId64 " is %s", a, b, written(&z, "0"));
		if (b) {                                     /* the product by one is the other */
			struct decimal back;

			check(decimal_multiply(&x, &y, &z) && decimal_divide(&z, &y, &back), "a product that is divided");
			back.decimals -= da;
			snprintf(text, sizeof text, "%" PRId64, a);
			check(strcmp(written(&back, "0"), text) == 0, "%" PRId64 " times and by %" PRId64 " is %s", a, b, written(&back, "0"));
		}
		check(decimal_add(&x, &y, &z), "a sum of 16 digits");
		check(z.decimals == d, "a sum has %d decimals, not %d", z.decimals, d);
		decimal_round(&z, to);
		for (int i = to; i < d; i++)
			unit *= 10;
		if (unit > 1)
			sum = (sum + (sum < 0 ? -unit / 2 : unit / 2)) / unit * (to < 0 ? 10 : 1);
		z.decimals = 0;
		snprintf(text, sizeof text, "%" PRId64, sum);
		check(strcmp(written(&z, "0"), text) == 0, "%" PRId64 "e-%d and %" PRId64 "e-%d, to %d decimals, is %s, not %s", a, da, b, db, to,
		      written(&z, "0"), text);
	}
}

static void multiples(void)
{
	static const struct { const char *x, *step; enum decimal_way way; const char *want; } cases[] = {
		{ "17", "10", DECIMAL_DOWN, "10" }, { "17", "10", DECIMAL_UP, "20" }, { "17", "10", DECIMAL_NEAREST, "20" }, { "15", "10", DECIMAL_NEAREST, "20" },
		{ "14.9", "10", DECIMAL_NEAREST, "10" }, { "-15", "10", DECIMAL_NEAREST, "-20" }, { "-17", "10", DECIMAL_DOWN, "-20" },
		{ "-17", "10", DECIMAL_UP, "-10" }, { "0.14", "0.05", DECIMAL_NEAREST, "0.15" }, { "0.28", "0.05", DECIMAL_NEAREST, "0.3" },
		{ "20", "10", DECIMAL_UP, "20" }, { "0.0635", "0.01", DECIMAL_UP, "0.07" }, { "-0.0116", "0.01", DECIMAL_DOWN, "-0.02" },
		{ "249.6", "5", DECIMAL_NEAREST, "250" }, { "3", "0.25", DECIMAL_DOWN, "3" }, { "0", "7", DECIMAL_UP, "0" }, { "3", "7", DECIMAL_DOWN, "0" },
	};
	struct decimal d, step;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		decimal_read(str_of(cases[i].x), &d), decimal_read(str_of(cases[i].step), &step);
		check(decimal_to_multiple(&d, &step, cases[i].way) && strcmp(written(&d, "0.####"), cases[i].want) == 0, "%s to a multiple of %s is %s, not %s",
		      cases[i].x, cases[i].step, written(&d, "0.####"), cases[i].want);
	}
}

static void too_long(void)
{
	struct decimal a, b, c;
	char nines[DECIMAL_DIGITS + 2];

	memset(nines, '9', sizeof nines);
	check(decimal_read((struct str){ nines, DECIMAL_READ }, &a) == DECIMAL_READ, "38 digits");
	check(decimal_read((struct str){ nines, DECIMAL_READ + 1 }, &b) == 0, "39 digits");
	b = a;
	check(!decimal_multiply(&a, &b, &c), "a product of 76 digits");
	check(decimal_add(&a, &b, &c) && c.n == DECIMAL_READ + 1, "a sum of 39 digits");
	b.decimals = 10;
	check(!decimal_add(&a, &b, &c), "a sum of 48 digits");
	decimal_round(&a, -1);
	check(a.n == DECIMAL_READ + 1 && a.digits[0] == 1, "rounded to %d digits", a.n);
}

int main(void)
{
	by_hand();
	formats();
	in_notations();
	in_styles();
	quotients();
	at_random();
	multiples();
	too_long();
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
