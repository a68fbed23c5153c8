/* utf8 - what a byte string is as text: checking, counting, code points and simple case
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include <locale.h>
#include <pthread.h>
#include <wctype.h>

#define HIGH_BITS 0x8080808080808080u
#define ONES      0x0101010101010101u

static uint64_t word_at(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

/* How many of the first n bytes are ASCII before the first that is not. Most text is ASCII all the way: 32 bytes a step. */
static size_t ascii_prefix(const char *p, size_t n)
{
	size_t i = 0;

	for (; n - i >= 32; i += 32)
		if ((word_at(p + i) | word_at(p + i + 8) | word_at(p + i + 16) | word_at(p + i + 24)) & HIGH_BITS)
			break;
	for (; n - i >= 8; i += 8)
		if (word_at(p + i) & HIGH_BITS)
			break;
	while (i < n && !((unsigned char)p[i] & 0x80))
		i++;
	return i;
}

static bool continues(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

/* The size of the valid sequence of 2 to 4 bytes at p, 0 when there is none (RFC 3629, section 4). */
static size_t sequence(const unsigned char *p, size_t n)
{
	unsigned char low = 0x80, high = 0xBF;   /* what the second byte may be: this is where overlong forms and surrogates go */

	if (p[0] < 0xC2 || p[0] > 0xF4 || n < 2)
		return 0;
	if (p[0] < 0xE0)
		return continues(p[1]) ? 2 : 0;
	if (p[0] == 0xE0)
		low = 0xA0;
	else if (p[0] == 0xED)
		high = 0x9F;
	else if (p[0] == 0xF0)
		low = 0x90;
	else if (p[0] == 0xF4)
		high = 0x8F;
	if (p[1] < low || p[1] > high || n < 3 || !continues(p[2]))
		return 0;
	if (p[0] < 0xF0)
		return 3;
	return n >= 4 && continues(p[3]) ? 4 : 0;
}

enum utf8_kind utf8_check(struct str s)
{
	size_t i = ascii_prefix(s.p, s.n);

	if (i == s.n)
		return UTF8_ASCII;
	while (i < s.n) {
		size_t size = sequence((const unsigned char *)s.p + i, s.n - i);

		if (size == 0)
			return UTF8_BROKEN;
		i += size;
		if (i < s.n && !((unsigned char)s.p[i] & 0x80))
			i += ascii_prefix(s.p + i, s.n - i);
	}
	return UTF8_WIDE;
}

size_t utf8_length(struct str s)
{
	size_t i = 0, n = 0;

	/* every byte counts but those of the form 10xxxxxx; the product adds up the bytes of a word */
	for (; s.n - i >= 8; i += 8) {
		uint64_t w = word_at(s.p + i);

		n += (((~w >> 7) | (w >> 6)) & ONES) * ONES >> 56;
	}
	for (; i < s.n; i++)
		n += !continues((unsigned char)s.p[i]);
	return n;
}

size_t utf8_decode(struct str s, uint32_t *points)
{
	const unsigned char *p = (const unsigned char *)s.p, *end = p + s.n;
	size_t n = 0;

	while (p < end) {
		uint32_t c = *p++;
		int more = c < 0x80 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;

		if (more)
			c &= 0x3Fu >> more;
		while (more-- > 0)
			c = c << 6 | (*p++ & 0x3Fu);
		points[n++] = c;
	}
	return n;
}

void utf8_put(struct buf *b, uint32_t point)
{
	if (point < 0x80) {
		buf_putc(b, (char)point);
	} else if (point < 0x800) {
		buf_putc(b, (char)(0xC0 | point >> 6));
		buf_putc(b, (char)(0x80 | (point & 0x3F)));
	} else if (point < 0x10000) {
		buf_putc(b, (char)(0xE0 | point >> 12));
		buf_putc(b, (char)(0x80 | (point >> 6 & 0x3F)));
		buf_putc(b, (char)(0x80 | (point & 0x3F)));
	} else {
		buf_putc(b, (char)(0xF0 | point >> 18));
		buf_putc(b, (char)(0x80 | (point >> 12 & 0x3F)));
		buf_putc(b, (char)(0x80 | (point >> 6 & 0x3F)));
		buf_putc(b, (char)(0x80 | (point & 0x3F)));
	}
}

/* The tables are asked for by name and given to each call, so that the process's own locale stays "C". A system without them
 * has no case beyond ASCII. */
static locale_t tables;

static void get_tables(void)
{
	tables = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

static bool have_tables(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, get_tables);
	return tables != (locale_t)0;
}

uint32_t utf8_lower(uint32_t point)
{
	if (point < 0x80)
		return point >= 'A' && point <= 'Z' ? point + ('a' - 'A') : point;
	return have_tables() ? towlower_l(point, tables) : point;
}

uint32_t utf8_upper(uint32_t point)
{
	if (point < 0x80)
		return point >= 'a' && point <= 'z' ? point - ('a' - 'A') : point;
	return have_tables() ? towupper_l(point, tables) : point;
}

bool utf8_is_letter(uint32_t point)
{
	if (point < 0x80)
		return (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z');
	return have_tables() && iswalpha_l(point, tables);
}
