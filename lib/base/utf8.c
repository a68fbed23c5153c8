/* utf8 - what a byte string is as text: checking, counting, code points and simple case
 * SPDX-License-Identifier: MIT */
#include "base/utf8.h"

#include <pthread.h>
#include <utf8proc.h>

#define HIGH_BITS 0x8080808080808080u
#define ONES      0x0101010101010101u

static uint64_t word_at(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return w;
}

/* How many bytes at p are ASCII, counted in steps of 32 and then of 8; up to 7 more may follow. */
static size_t ascii_prefix(const char *p, size_t n)
{
	size_t i = 0;

	for (; n - i >= 32; i += 32)
		if ((word_at(p + i) | word_at(p + i + 8) | word_at(p + i + 16) | word_at(p + i + 24)) & HIGH_BITS)
			break;
	while (n - i >= 8 && !(word_at(p + i) & HIGH_BITS))
		i += 8;
	return i;
}

/* The well-formed sequences (Unicode, table 3-7) as an automaton. One word for each byte has the next state of every state, as the
 * shift that finds that state's six bits in the next byte's word: a byte costs a load and a shift, and no branch to guess wrong. */
enum { WHOLE, ONE_MORE, TWO_MORE, THREE_MORE, AFTER_E0, AFTER_ED, AFTER_F0, AFTER_F4, WRONG, STATES, BITS = 6 };

static uint64_t automaton[256];

static void make_automaton(void)
{
	static const struct { unsigned char state, low, high, next; } rules[] = {
		{ WHOLE, 0x00, 0x7F, WHOLE },
		{ WHOLE, 0xC2, 0xDF, ONE_MORE },
		{ WHOLE, 0xE0, 0xE0, AFTER_E0 }, { AFTER_E0, 0xA0, 0xBF, ONE_MORE },   /* below: overlong */
		{ WHOLE, 0xE1, 0xEC, TWO_MORE },
		{ WHOLE, 0xED, 0xED, AFTER_ED }, { AFTER_ED, 0x80, 0x9F, ONE_MORE },   /* above: surrogates */
		{ WHOLE, 0xEE, 0xEF, TWO_MORE },
		{ WHOLE, 0xF0, 0xF0, AFTER_F0 }, { AFTER_F0, 0x90, 0xBF, TWO_MORE },   /* below: overlong */
		{ WHOLE, 0xF1, 0xF3, THREE_MORE },
		{ WHOLE, 0xF4, 0xF4, AFTER_F4 }, { AFTER_F4, 0x80, 0x8F, TWO_MORE },   /* above: beyond U+10FFFF */
		{ ONE_MORE, 0x80, 0xBF, WHOLE }, { TWO_MORE, 0x80, 0xBF, ONE_MORE }, { THREE_MORE, 0x80, 0xBF, TWO_MORE },
	};

	for (int byte = 0; byte < 256; byte++) {
		unsigned char next[STATES];

		memset(next, WRONG, sizeof next);
		for (size_t k = 0; k < sizeof rules / sizeof *rules; k++)
			if (byte >= rules[k].low && byte <= rules[k].high)
				next[rules[k].state] = rules[k].next;
		for (int state = 0; state < STATES; state++)
			automaton[byte] |= (uint64_t)(next[state] * BITS) << (state * BITS);
	}
}

enum utf8_kind utf8_check(struct str s)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = ascii_prefix(s.p, s.n);
	uint64_t state = WHOLE;

	while (i < s.n && p[i] < 0x80)
		i++;
	if (i == s.n)
		return UTF8_ASCII;
	pthread_once(&once, make_automaton);
	while (i < s.n) {
		size_t end = s.n - i < 32 ? s.n : i + 32;

		for (; i < end; i++)
			state = automaton[p[i]] >> (state & 63);
		if ((state & 63) == WHOLE)
			i += ascii_prefix(s.p + i, s.n - i);
	}
	return (state & 63) == WHOLE ? UTF8_WIDE : UTF8_BROKEN;
}

static bool continues(unsigned char c)
{
	return (c & 0xC0) == 0x80;
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

/* In Unicode's own tables a sharp s has no upper case of one letter. */
enum { SHARP_S = 0xDF };

uint32_t utf8_lower(uint32_t point)
{
	if (point < 0x80)
		return point >= 'A' && point <= 'Z' ? point + ('a' - 'A') : point;
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)point);
}

uint32_t utf8_upper(uint32_t point)
{
	if (point < 0x80)
		return point >= 'a' && point <= 'z' ? point - ('a' - 'A') : point;
	return point == SHARP_S ? point : (uint32_t)utf8proc_toupper((utf8proc_int32_t)point);
}

bool utf8_is_letter(uint32_t point)
{
	utf8proc_category_t is;

	if (point < 0x80)
		return (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z');
	is = utf8proc_category((utf8proc_int32_t)point);
	return is >= UTF8PROC_CATEGORY_LU && is <= UTF8PROC_CATEGORY_NL;
}
