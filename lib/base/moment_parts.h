/* moment_parts - the parts of moment_read: the tokens of a text, and what reads a date or a time from them
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_MOMENT_PARTS_H
#define HNPS_MOMENT_PARTS_H

#include <stdint.h>

#include "base/ascii.h"
#include "base/cells.h"
#include "base/moment.h"

/* A run of digits, a run of letters, or one other byte; kind 0 is the end of the text. `value`: of up to 14 digits,
 * else -1. */
struct token { char kind; size_t begin, end; int64_t value; };

enum { DIGITS = '9', LETTERS = 'a' };

static inline bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 128;
}

static inline char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static inline struct token token_at(struct str s, size_t at)
{
	struct token t = { .begin = at, .end = at, .value = -1 };

	if (at >= s.n)
		return t;
	t.kind = is_digit(s.p[at]) ? DIGITS : is_letter(s.p[at]) ? LETTERS : s.p[at];
	if (t.kind == DIGITS) {
		for (t.value = 0; t.end < s.n && is_digit(s.p[t.end]); t.end++)
			t.value = t.end - at < 14 ? t.value * 10 + s.p[t.end] - '0' : -1;
		return t;
	}
	for (t.end++; t.kind == LETTERS && t.end < s.n && is_letter(s.p[t.end]);)
		t.end++;
	return t;
}

static inline size_t size_of(struct token t)
{
	return t.end - t.begin;
}

/* Is it a number of so many digits? */
static inline bool is_number(struct token t, size_t least, size_t most)
{
	return t.kind == DIGITS && size_of(t) >= least && size_of(t) <= most;
}

static inline bool is_word(struct str s, struct token t, const char *word)
{
	size_t n = 0;

	if (t.kind != LETTERS)
		return false;
	while (t.begin + n < t.end && word[n] && lower(s.p[t.begin + n]) == lower(word[n]))
		n++;
	return t.begin + n == t.end && !word[n];
}

static inline struct str word_of(struct str s, struct token t)
{
	return (struct str){ s.p + t.begin, t.end - t.begin };
}

static inline char byte_at(struct str s, size_t at)
{
	return at < s.n ? s.p[at] : 0;
}

/* Does it stand between the parts of a date? */
static inline bool is_sign(char c)
{
	return c == '-' || c == '/' || c == '.' || c == ',' || c == '_' || c == '\'' || c == ':' ||
	       c == CELLS_SEPARATOR;
}

int moment_month_of(struct str s, struct token t, int order);    /* 1 to 12; 0 is no name of a month */
int moment_weekday_of(struct str s, struct token t, int order);  /* 0 is Monday; -1 is no name of a day */

/* The name of a month or of a weekday, and nothing else. */
bool moment_name_alone(struct str s, int order, struct moment *m);

/* The end of the digits and colons that follow each other from here. */
size_t moment_clock_end(struct str s, size_t at);

/* A time that begins with the token, and its end in *end. */
bool moment_time_at(struct str s, struct token hour, struct moment *m, size_t *end);

/* Three or four digits, or two and two with a point between, and nothing else. */
bool moment_time_alone(struct str s, struct moment *m);

/* Hours and minutes, and seconds if there are six digits. */
bool moment_set_digits(struct moment *m, int64_t value, bool seconds);

/* A date that begins with the token, and its end in *end. */
enum moment_found moment_date_at(struct str s, struct token t, int order, struct moment *m, size_t *end);

/* A text that is a day told by something else than month and day: the day of the year, 2024 94; the day of the ISO week,
 * 2024-W14-3 or Wed, wk 14 in 2024; the third Monday of a month, Mon #3 December 1973. */
bool moment_other_date(struct str s, int order, struct moment *m);

/* The first number that is long enough, as seconds, or as days and a fraction of one; or a month or a weekday, when the
 * number is alone. */
enum moment_found moment_from_number(struct str s, int order, struct moment *m);

#endif
