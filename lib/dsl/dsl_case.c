/* dsl_case - a piece in another case
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_match.h"

#include <stdlib.h>

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

/* ---- Name and Title, which go by whole words ---- */

/* In titles these stay small, but for the first word and the last; so do the particles of names. */
static const char *const small[] = {
	"a", "al", "an", "and", "as", "at", "but", "by", "da", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "e", "for", "from", "in", "into",
	"la", "le", "nor", "of", "on", "or", "the", "to", "und", "van", "vs", "via", "von", "with", "y", "zu",
};
static const char *const numerals[] = { "ii", "iii", "iv", "vii", "viii" };

static bool is_apostrophe(uint32_t point)
{
	return point == '\'' || point == 0x2019;
}

static bool is_one_of(const char *const *list, size_t n, const uint32_t *word, size_t length)
{
	for (size_t k = 0; k < n; k++) {
		size_t i = 0;

		while (i < length && (uint32_t)(unsigned char)list[k][i] == word[i])
			i++;
		if (i == length && !list[k][i])
			return true;
	}
	return false;
}

/* Behind the word that begins here; apostrophes in it belong to it. */
static size_t word_end(const uint32_t *points, size_t n, size_t at)
{
	while (at < n && (dsl_in_word(points[at]) || (is_apostrophe(points[at]) && at + 1 < n && dsl_in_word(points[at + 1]))))
		at++;
	return at;
}

/* A word in small letters: O'Brien, but Don't; McAdam; Henry VIII. */
static void raise_word(uint32_t *word, size_t n)
{
	const bool numeral = is_one_of(numerals, sizeof numerals / sizeof *numerals, word, n);

	for (size_t i = 0; i < n; i++)
		if (i == 0 || numeral || (i == 2 && n > 3 && word[0] == 'M' && word[1] == 'c') || (i == 2 && n > 4 && is_apostrophe(word[1])))
			word[i] = utf8_upper(word[i]);
}

static void put_words(struct buf *out, struct str piece, bool title)
{
	uint32_t *points = mem_get((piece.n + 1) * sizeof *points);
	const size_t n = utf8_decode(piece, points);
	size_t last = n;                 /* where the last word ends */
	bool first = true;

	for (size_t i = 0; i < n; i++)
		points[i] = utf8_lower(points[i]);
	while (last && !dsl_in_word(points[last - 1]))
		last--;
	for (size_t at = 0, end; at < n; at = end) {
		if (!dsl_in_word(points[at])) {
			end = at + 1;
			continue;
		}
		end = word_end(points, n, at);
		if (first || end == last || !title || !is_one_of(small, sizeof small / sizeof *small, points + at, end - at))
			raise_word(points + at, end - at);
		first = false;
	}
	for (size_t i = 0; i < n; i++)
		utf8_put(out, points[i]);
	free(points);
}

void dsl_put_case(struct buf *out, struct str piece, enum dsl_encoding e, enum dsl_case to)
{
	if (to == CASE_NAME || to == CASE_TITLE)
		put_words(out, piece, to == CASE_TITLE);
	else
		(e == DSL_UTF8 ? put_case : put_ascii_case)(out, piece, to);
}
