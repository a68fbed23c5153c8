/* json_text - JSON text as bytes: whether it is JSON, where its values stand, what its strings say
 * SPDX-License-Identifier: MIT */
#include "base/json_text.h"

#include <stdint.h>

#include "base/ascii.h"
#include "base/json.h"
#include "base/utf8.h"

/* The functions that step over something begin at `p` and return where it ends; NULL, with the reason, when it isn't
 * there. */

static const char *skip_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

static const char *skip_digits(const char *p, const char *end)
{
	while (p < end && is_digit(*p))
		p++;
	return p;
}

/* The four digits of \uXXXX; -1: there are none. */
static int hex4(const char *p, const char *end)
{
	int value = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		const char c = p[i], letter = (char)(c | 32);

		if (is_digit(c))
			value = value * 16 + c - '0';
		else if (letter >= 'a' && letter <= 'f')
			value = value * 16 + letter - 'a' + 10;
		else
			return -1;
	}
	return value;
}

/* The first byte of a string that needs a look: a quote, a backslash, a control character; `end` when there is none.
 * Eight bytes at a time where the first of them is the lowest. */
static const char *skip_plain(const char *p, const char *end)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	const uint64_t each = 0x0101010101010101, high = 0x8080808080808080;

	for (uint64_t bytes, quote, backslash, found; end - p >= 8; p += 8) {
		memcpy(&bytes, p, 8);
		quote = bytes ^ each * '"';
		backslash = bytes ^ each * '\\';
		found = ((quote - each) & ~quote) | ((backslash - each) & ~backslash);
		found = (found | ((bytes - each * 0x20) & ~bytes)) & high;
		if (found)
			return p + __builtin_ctzll(found) / 8;
	}
#endif
	while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
		p++;
	return p;
}

/* A string. What is behind a backslash needs a look, all else only to be no control character. */
static const char *skip_string(const char *p, const char *end, const char **why)
{
	if (p == end || *p != '"')
		return *why = "not JSON: a string is missing", NULL;
	for (p = skip_plain(p + 1, end); p < end; p = skip_plain(p + 1, end)) {
		if (*p == '"')
			return p + 1;
		if (*p != '\\')
			return *why = "not JSON: a control character in a string", NULL;
		if (++p == end)
			break;
		if (*p == 'u') {
			if (hex4(p + 1, end) < 0)
				return *why = "not JSON: \\u without four digits", NULL;
			p += 4;
		} else if (!memchr("\"\\/bfnrt", *p, 8)) {
			return *why = "not JSON: a backslash before a character that needs none", NULL;
		}
	}
	return *why = "not JSON: a string does not end", NULL;
}

static const char *skip_number(const char *p, const char *end)
{
	const char *begin;

	p += p < end && *p == '-';
	begin = p;
	p = p < end && *p == '0' ? p + 1 : skip_digits(p, end);
	if (p == begin)
		return NULL;
	if (p < end && *p == '.') {
		begin = ++p;
		p = skip_digits(p, end);
		if (p == begin)
			return NULL;
	}
	if (p < end && (*p | 32) == 'e') {
		p++;
		p += p < end && (*p == '+' || *p == '-');
		begin = p;
		p = skip_digits(p, end);
		if (p == begin)
			return NULL;
	}
	return p;
}

/* A string, a number or a word. */
static const char *skip_scalar(const char *p, const char *end, const char **why)
{
	static const struct str words[] = { { "true", 4 }, { "false", 5 }, { "null", 4 } };
	const char *number;

	if (p < end && *p == '"')
		return skip_string(p, end, why);
	if (p < end && (*p == '-' || is_digit(*p))) {
		if (!(number = skip_number(p, end)))
			*why = "not JSON: a number that is none";
		return number;
	}
	for (int i = 0; i < 3; i++)
		if (str_begins((struct str){ p, (size_t)(end - p) }, words[i]))
			return p + words[i].n;
	return *why = p == end ? "not JSON: it ends too early" : "not JSON: a value is missing", NULL;
}

/* A key, its colon, and blanks around both. */
static const char *skip_key(const char *p, const char *end, const char **why)
{
	if (!(p = skip_string(skip_blanks(p, end), end, why)))
		return NULL;
	p = skip_blanks(p, end);
	if (p == end || *p != ':')
		return *why = "not JSON: no colon behind a key", NULL;
	return skip_blanks(p + 1, end);
}

/* Any value, which begins at `p`. What is open is kept in an array, as a stack of calls might be too small for it. */
static const char *skip_value(const char *p, const char *end, const char **why)
{
	char open[JSON_TEXT_DEPTH];     /* what closes each object or array that is open */
	size_t depth = 0;

	for (;;) {
		if (p < end && (*p == '{' || *p == '[')) {
			if (depth == JSON_TEXT_DEPTH)
				return *why = "nested too deep", NULL;
			open[depth++] = *p == '{' ? '}' : ']';
			p = skip_blanks(p + 1, end);
			if (p == end || *p != open[depth - 1]) {
				if (open[depth - 1] == '}' && !(p = skip_key(p, end, why)))
					return NULL;
				continue;
			}
			p++, depth--;
		} else if (!(p = skip_scalar(p, end, why))) {
			return NULL;
		}
		while (depth) {                 /* behind a value: what closes, or a comma and the next value */
			p = skip_blanks(p, end);
			if (p == end || (*p != ',' && *p != open[depth - 1]))
				return *why = p == end ? "not JSON: it ends too early" :
				    "not JSON: a comma or a bracket is missing", NULL;
			if (*p++ == ',')
				break;
			depth--;
		}
		if (depth == 0)
			return p;
		p = skip_blanks(p, end);
		if (open[depth - 1] == '}' && !(p = skip_key(p, end, why)))
			return NULL;
	}
}

struct str json_text_value(struct str text, const char **why)
{
	const struct str none = { NULL, 0 };
	const char *const end = text.p + text.n, *begin, *behind;

	if (text.n == 0)
		return *why = "not JSON: it ends too early", none;
	if (utf8_check(text) == UTF8_BROKEN)
		return *why = "not UTF-8", none;
	begin = skip_blanks(text.p, end);
	if (!(behind = skip_value(begin, end, why)))
		return none;
	if (skip_blanks(behind, end) != end)
		return *why = "not JSON: text behind the value", none;
	return (struct str){ begin, (size_t)(behind - begin) };
}

struct str json_text_trim(struct str text)
{
	const char *const begin = skip_blanks(text.p, text.p + text.n);

	text.n -= (size_t)(begin - text.p);
	text.p = begin;
	while (text.n && strchr(" \t\r\n", text.p[text.n - 1]))
		text.n--;
	return text;
}

bool json_text_next(struct str container, struct json_member *m)
{
	const char *const end = container.p + container.n, *why, *p;

	/* behind the bracket, or behind the last value, where a comma or a bracket is */
	p = skip_blanks(m->value.p ? m->value.p + m->value.n : container.p + 1, end);
	if (m->value.p && *p == ',')
		p = skip_blanks(p + 1, end);
	else if (m->value.p || *p == '}' || *p == ']')
		return false;
	m->key = (struct str){ p, 0 };
	if (*container.p == '{') {
		m->key.n = (size_t)(skip_string(p, end, &why) - p);
		p = skip_key(p, end, &why);
	}
	m->value = (struct str){ p, (size_t)(skip_value(p, end, &why) - p) };
	return true;
}

bool json_text_is_string(struct str value)
{
	return value.n && *value.p == '"';
}

bool json_text_is_number(struct str value)
{
	return value.n && (*value.p == '-' || is_digit(*value.p));
}

bool json_text_is_null(struct str value)
{
	return value.n && *value.p == 'n';
}

bool json_text_may_be_number(struct str text)
{
	return text.n && skip_number(text.p, text.p + text.n) == text.p + text.n;
}

/* What \uXXXX says, and where it ends; a pair of surrogates is one character. False: half of one. */
static bool unescape_point(const char **at, const char *end, uint32_t *point)
{
	const char *p = *at;
	int low;

	*point = (uint32_t)hex4(p + 2, end);
	*at = p += 6;
	if ((*point & 0xF800) != 0xD800)
		return true;
	if (*point >= 0xDC00 || end - p < 6 || p[0] != '\\' || p[1] != 'u')
		return false;
	low = hex4(p + 2, end);
	if ((low & 0xFC00) != 0xDC00)
		return false;
	*point = 0x10000 + ((*point & 0x3FF) << 10) + ((uint32_t)low & 0x3FF);
	*at = p + 6;
	return true;
}

bool json_text_unquote(struct str string, struct buf *out)
{
	static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
	const char *p = string.p + 1, *const end = string.p + string.n - 1, *backslash, *letter;
	const size_t before = out->n;
	uint32_t point;

	for (; (backslash = memchr(p, '\\', (size_t)(end - p))); p = backslash) {
		buf_put(out, p, (size_t)(backslash - p));
		if (backslash[1] == 'u') {
			if (!unescape_point(&backslash, end, &point)) {
				out->n = before;
				return false;
			}
			utf8_put(out, point);
			continue;
		}
		letter = memchr(letters, backslash[1], 5);
		buf_putc(out, letter ? meant[letter - letters] : backslash[1]);
		backslash += 2;
	}
	buf_put(out, p, (size_t)(end - p));
	return true;
}

/* How many bytes the character has that begins with this one, of valid UTF-8. */
static size_t length(unsigned char c)
{
	return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

void json_text_quote(struct buf *out, struct str text, bool ascii)
{
	struct buf plain = { 0 };
	uint32_t point;

	if (!ascii) {
		json_put_str(out, text);
		return;
	}
	json_put_str(&plain, text);     /* valid UTF-8 now, whatever it was */
	for (size_t i = 0, n; i < plain.n; i += n) {
		n = length((unsigned char)plain.p[i]);
		if (n == 1) {
			buf_putc(out, plain.p[i]);
			continue;
		}
		utf8_decode((struct str){ plain.p + i, n }, &point);
		if (point >= 0x10000)
			buf_printf(out, "\\u%04x\\u%04x", 0xD800 + (point - 0x10000) / 0x400,
			    0xDC00 + (point - 0x10000) % 0x400);
		else
			buf_printf(out, "\\u%04x", point);
	}
	buf_free(&plain);
}
