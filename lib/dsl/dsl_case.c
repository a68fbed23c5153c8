/* dsl_case - a piece in another case
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_match.h"

#include "base/utf8.h"

bool dsl_in_word(uint32_t point)
{
	return (point >= '0' && point <= '9') || (point >= 0x300 && point < 0x370) || utf8_is_letter(point);
}

uint32_t dsl_recase(enum dsl_case to, uint32_t point, bool first, bool in_word)
{
	switch (to) {
	case CASE_UPPER:    return utf8_upper(point);
	case CASE_SENTENCE: return first ? utf8_upper(point) : utf8_lower(point);
	case CASE_PROPER:   return in_word ? utf8_lower(point) : utf8_upper(point);
	case CASE_LOWER:    return utf8_lower(point);
	default:            return point;
	}
}

/* As put_case, of ASCII. */
static void put_ascii_case(struct buf *out, struct str piece, enum dsl_case to)
{
	char *put = buf_want(out, piece.n);
	bool in_word = false;

	for (size_t i = 0; i < piece.n; i++) {
		unsigned char c = (unsigned char)piece.p[i];
		bool up = to == CASE_UPPER || (to == CASE_SENTENCE && i == 0) || (to == CASE_PROPER && !in_word);

		put[i] = (char)(dsl_kinds[c] & (up ? KIND_SMALL : KIND_UPPER) ? c ^ ' ' : c);
		in_word = dsl_kinds[c] & (KIND_LETTER | KIND_DIGIT);
	}
	out->n += piece.n;
}

static void put_case(struct buf *out, struct str piece, enum dsl_case to)
{
	bool in_word = false;

	for (size_t i = 0, size = 1; i < piece.n; i += size, size = 1) {
		uint32_t point[4];

		while (i + size < piece.n && ((unsigned char)piece.p[i + size] & 0xC0) == 0x80)
			size++;
		utf8_decode((struct str){ piece.p + i, size }, point);
		utf8_put(out, dsl_recase(to, *point, i == 0, in_word));
		in_word = dsl_in_word(*point);
	}
}

void dsl_put_case(struct buf *out, struct str piece, enum dsl_encoding e, enum dsl_case to)
{
	(e == DSL_UTF8 ? put_case : put_ascii_case)(out, piece, to);
}
