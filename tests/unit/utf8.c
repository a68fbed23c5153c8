/* utf8 - checking, counting, decoding and case against a plain second implementation
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"

static int checks, failed;

static void check(bool good, const char *what, struct str s)
{
	checks++;
	if (good)
		return;
	failed++;
	printf("%s:", what);
	for (size_t i = 0; i < s.n && i < 60; i++)
		printf(" %02x", (unsigned char)s.p[i]);
	putchar('\n');
}

/* RFC 3629 as slowly as it reads: decode, then look whether the shortest encoding was used. Returns the number of points or -1. */
static long slow(struct str s, uint32_t *points, bool *ascii)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	long n = 0;

	*ascii = true;
	for (size_t i = 0; i < s.n; n++) {
		unsigned char c = (unsigned char)s.p[i];
		size_t size = c < 0x80 ? 1 : c >> 5 == 6 ? 2 : c >> 4 == 14 ? 3 : c >> 3 == 30 ? 4 : 0;
		uint32_t v = size == 1 ? c : c & (0x7fu >> size);

		if (size == 0 || s.n - i < size)
			return -1;
		*ascii = *ascii && size == 1;
		for (size_t k = 1; k < size; k++) {
			if (((unsigned char)s.p[i + k] & 0xc0) != 0x80)
				return -1;
			v = v << 6 | ((unsigned char)s.p[i + k] & 0x3f);
		}
		if (v < least[size] || v > 0x10ffff || (v >= 0xd800 && v < 0xe000))
			return -1;
		points[n] = v;
		i += size;
	}
	return n;
}

static void compare(struct str s)
{
	static uint32_t expected[4096], points[4096];
	bool ascii;
	long n = slow(s, expected, &ascii);
	enum utf8_kind kind = utf8_check(s);

	check(kind == (n < 0 ? UTF8_BROKEN : ascii ? UTF8_ASCII : UTF8_WIDE), "utf8_check", s);
	if (n < 0 || kind == UTF8_BROKEN)
		return;
	check(utf8_length(s) == (size_t)n, "utf8_length", s);
	check(utf8_decode(s, points) == (size_t)n && memcmp(points, expected, (size_t)n * sizeof *points) == 0, "utf8_decode", s);
}

/* Each sequence alone, and behind and before ASCII, so that it meets every step of the fast path. */
static void compare_among(const char *p, size_t n)
{
	char room[80];

	for (size_t before = 0; before < 40; before += before < 8 ? 1 : 7) {
		memset(room, 'a', sizeof room);
		memcpy(room + before, p, n);
		compare((struct str){ room, before + n });
		compare((struct str){ room, sizeof room });
	}
}

/* A sequence that ASCII interrupts, at each distance from the first that is whole. */
static void compare_interrupted(void)
{
	char room[160];

	for (size_t lead = 2; lead < 80; lead++)
		for (size_t gap = 0; gap < 40; gap++) {
			memset(room, 'a', sizeof room);
			memcpy(room, "\xc3\xa9", 2);
			room[lead] = '\xc3';
			room[lead + gap + 1] = '\xa9';
			compare((struct str){ room, lead + gap + 2 });
			compare((struct str){ room, sizeof room });
		}
}

static void all_pairs_of_bytes(void)
{
	char p[4];

	for (int a = 0x80; a < 0x100; a++)
		for (int b = 0; b < 0x100; b++) {
			memcpy(p, (char[]){ (char)a, (char)b, '\x80', '\xbf' }, 4);
			for (size_t n = 1; n <= 4; n++)
				compare((struct str){ p, n });
			compare((struct str){ (char[]){ (char)a, '\x90', (char)b, '\x80' }, 4 });
			compare((struct str){ (char[]){ (char)a, '\x90', '\x80', (char)b }, 4 });
		}
}

static void random_text(void)
{
	struct rng r = rng_at(1, "utf8", 0);
	struct buf b = { 0 };

	for (int i = 0; i < 20000; i++) {
		size_t n = rng_below(&r, 60);

		b.n = 0;
		while (b.n < n) {
			uint32_t bits = 1 + rng_below(&r, 20), point = rng_u32(&r) >> (32 - bits);

			utf8_put(&b, rng_below(&r, 3) ? point % 128 : point >= 0xd800 && point < 0xe000 ? 0xe9 : point);
		}
		if (rng_below(&r, 3) == 0 && b.n > 0)
			b.p[rng_below(&r, (uint32_t)b.n)] ^= (char)(1 << rng_below(&r, 8));
		compare(buf_view(&b));
	}
	buf_free(&b);
}

static void case_of(uint32_t lower, uint32_t upper, const char *what)
{
	check(utf8_upper(lower) == upper && utf8_lower(upper) == lower, what, STR(""));
	check(utf8_lower(lower) == lower && utf8_upper(upper) == upper, what, STR(""));
}

int main(void)
{
	static const char *const sequences[] = {
		"\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf",
		"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x9f\xbf", "\xe0\xa0", "\xed\xa0\x80", "\xed\xbf\xbf", "\xef\xbf",
		"\xf0\x8f\xbf\xbf", "\xf0\x90\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xfe",
	};

	compare(STR(""));
	for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++)
		compare_among(sequences[i], strlen(sequences[i]));
	compare_interrupted();
	all_pairs_of_bytes();
	random_text();
	case_of('a', 'A', "case of a");
	case_of('z', 'Z', "case of z");
	case_of(0xe9, 0xc9, "case of e with acute");
	case_of(0x3c9, 0x3a9, "case of omega");
	case_of(0x434, 0x414, "case of Cyrillic de");
	case_of(0x10428, 0x10400, "case of Deseret long I");
	case_of('[', '[', "case of [");
	case_of('`', '`', "case of `");
	case_of(0xdf, 0xdf, "case of sharp s: one to one");
	check(utf8_is_letter('q') && utf8_is_letter(0xe9) && utf8_is_letter(0x4e2d) && !utf8_is_letter('5') && !utf8_is_letter(' ') &&
	      !utf8_is_letter(0x2713) && !utf8_is_letter(0xa0), "utf8_is_letter", STR(""));
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
