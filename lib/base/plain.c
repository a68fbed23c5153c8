/* plain - text without accents, and without the wide and narrow forms of East Asian typography
 * SPDX-License-Identifier: MIT */
#include "base/plain.h"

#include <utf8proc.h>

#include "base/ascii.h"
#include "base/utf8.h"

enum { PARTS = 8 };              /* that a letter is composed of, at most */

/* Latin letters that Unicode doesn't take apart. Before an upper-case letter the second letter is upper-case, too. */
static const struct { uint32_t point; const char *text; } whole[] = {
	{ 0xC6, "Ae" }, { 0xD0, "D" }, { 0xD8, "O" }, { 0xDE, "Th" }, { 0xDF, "ss" }, { 0xE6, "ae" }, { 0xF0, "d" }, { 0xF8, "o" }, { 0xFE, "th" },
	{ 0x110, "D" }, { 0x111, "d" }, { 0x126, "H" }, { 0x127, "h" }, { 0x131, "i" }, { 0x141, "L" }, { 0x142, "l" }, { 0x14A, "N" }, { 0x14B, "n" },
	{ 0x152, "Oe" }, { 0x153, "oe" }, { 0x166, "T" }, { 0x167, "t" }, { 0x17F, "s" }, { 0x1E9E, "Ss" },
};

/* The code point that begins a text, which it takes off. */
static uint32_t next_point(struct str *text)
{
	uint32_t point[4];
	size_t n = 1;

	while (n < text->n && ((unsigned char)text->p[n] & 0xC0) == 0x80)
		n++;
	utf8_decode((struct str){ text->p, n }, point);
	text->p += n, text->n -= n;
	return *point;
}

static bool is_mark(uint32_t point)
{
	return utf8proc_category((utf8proc_int32_t)point) == UTF8PROC_CATEGORY_MN;
}

static bool is_upper(struct str text)
{
	uint32_t point;

	if (!text.n)
		return false;
	point = next_point(&text);
	return utf8_lower(point) != point;
}

/* `behind`: the rest of the text. */
static bool put_whole(struct buf *out, uint32_t point, struct str behind)
{
	for (size_t k = 0; k < sizeof whole / sizeof *whole; k++)
		if (whole[k].point == point) {
			const bool up = utf8_lower(point) != point && is_upper(behind);

			buf_putc(out, whole[k].text[0]);
			if (whole[k].text[1])
				buf_putc(out, (char)(up ? whole[k].text[1] ^ ' ' : whole[k].text[1]));
			return true;
		}
	return false;
}

void plain_put_unaccented(struct buf *out, struct str text)
{
	bool latin = false;              /* before the character is a letter whose accents are dropped */

	while (text.n) {
		const uint32_t point = next_point(&text);
		utf8proc_int32_t parts[PARTS];

		if (point < 0x80) {
			buf_putc(out, (char)point);
			latin = is_letter_byte((unsigned char)point);
		} else if (!(latin && is_mark(point))) {
			latin = put_whole(out, point, text);
			if (latin)
				continue;
			latin = utf8proc_decompose_char((utf8proc_int32_t)point, parts, PARTS, UTF8PROC_DECOMPOSE, NULL) > 1 && parts[0] < 0x80 &&
			        is_letter_byte((unsigned char)parts[0]);
			utf8_put(out, latin ? (uint32_t)parts[0] : point);
		}
	}
}

void plain_put_narrow(struct buf *out, struct str text)
{
	while (text.n) {
		const uint32_t point = next_point(&text);
		const utf8proc_propval_t form = utf8proc_get_property((utf8proc_int32_t)point)->decomp_type;
		utf8proc_int32_t parts[PARTS] = { (utf8proc_int32_t)point };
		utf8proc_ssize_t n = 1;

		if (form == UTF8PROC_DECOMP_TYPE_WIDE || form == UTF8PROC_DECOMP_TYPE_NARROW)
			n = utf8proc_decompose_char((utf8proc_int32_t)point, parts, PARTS, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, NULL);
		for (utf8proc_ssize_t k = 0; k < n && n <= PARTS; k++)
			utf8_put(out, (uint32_t)parts[k]);
	}
}
