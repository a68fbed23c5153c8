/* spot - the piece of a line that an edit changes, and its like in other lines
 * SPDX-License-Identifier: MIT */
#include "fill/spot.h"

#include "base/ascii.h"
#include "search/doubt.h"

static bool is_continuation(struct str s, size_t i)
{
	return i < s.n && ((unsigned char)s.p[i] & 0xC0) == 0x80;
}

/* Is the character at i inside of a word, a number, a date or a time? */
static bool in_token(struct str s, size_t i)
{
	if (i >= s.n)
		return false;
	if (is_word_byte((unsigned char)s.p[i]))
		return true;
	return strchr(".,:/-", s.p[i]) && s.p[i] && i > 0 && i + 1 < s.n && is_digit(s.p[i - 1]) &&
	    is_digit(s.p[i + 1]);
}

struct spot spot_changed(struct str input, struct str output, struct str *made)
{
	const size_t least = input.n < output.n ? input.n : output.n;
	struct spot s = { 0, input.n };
	size_t same = 0, empty;

	while (s.from < least && input.p[s.from] == output.p[s.from])
		s.from++;
	while (s.from && (is_continuation(input, s.from) || is_continuation(output, s.from)))
		s.from--;
	while (same < least - s.from && input.p[input.n - 1 - same] == output.p[output.n - 1 - same])
		same++;
	while (same && is_continuation(input, input.n - same))
		same--;
	s.until = input.n - same;
	empty = s.from == s.until;
	while (s.from && in_token(input, s.from - 1) && (empty || in_token(input, s.from)))
		s.from--;
	while (in_token(input, s.until) && (empty || in_token(input, s.until - 1)))
		s.until++;
	*made = (struct str){ output.p + s.from, output.n - (input.n - s.until) - s.from };
	return s;
}

static char kind_of(char c)
{
	return is_letter_byte((unsigned char)c) ? 'a' : is_digit(c) ? '9' : c;
}

/* What stands before and behind a piece. */
static char before(struct str line, size_t from)
{
	return from ? kind_of(line.p[from - 1]) : ' ';
}

static char behind(struct str line, size_t until)
{
	return until < line.n ? kind_of(line.p[until]) : ' ';
}

struct look spot_look(struct str line, struct spot s, struct arena *a)
{
	return (struct look){ doubt_form((struct str){ line.p + s.from, s.until - s.from }, a), before(line, s.from),
	    behind(line, s.until) };
}

/* Where a piece of this form ends that begins here; 0: there is none. */
static size_t end_of(struct str form, struct str line, size_t at)
{
	if (!form.n || (at && kind_of(line.p[at - 1]) == form.p[0]))
		return 0;                /* there it would be within a run */
	for (size_t i = 0; i < form.n; i++) {
		if (at == line.n || kind_of(line.p[at]) != form.p[i])
			return 0;
		while (at < line.n && kind_of(line.p[at]) == form.p[i])
			at++;
	}
	return at;
}

static bool next(const struct look *looks, size_t nlooks, struct str line, size_t at, struct spot *s)
{
	for (; at < line.n; at++) {
		for (size_t k = 0; k < nlooks; k++) {
			const size_t end = end_of(looks[k].form, line, at);

			if (end && before(line, at) == looks[k].before && behind(line, end) == looks[k].behind) {
				*s = (struct spot){ at, end };
				return true;
			}
		}
	}
	return false;
}

bool spot_find(const struct look *looks, size_t nlooks, struct str line, int n, struct spot *s, size_t *all)
{
	struct spot now;
	size_t wanted;

	*all = 0;
	for (size_t at = 0; next(looks, nlooks, line, at, &now); at = now.until)
		(*all)++;
	if (n < 0 ? (size_t)-n > *all : (size_t)n >= *all)
		return false;
	wanted = n < 0 ? *all - (size_t)-n : (size_t)n;
	for (size_t at = 0; next(looks, nlooks, line, at, s); at = s->until)
		if (wanted-- == 0)
			return true;
	return false;
}
