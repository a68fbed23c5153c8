/* landmarks - texts of several characters that all inputs have, behind or before which a piece may stand
 * SPDX-License-Identifier: MIT */
#include "search/landmarks.h"

#include "base/ascii.h"

enum { LONGEST = 24, WORDS = 200, LINE = 4096 };         /* bytes of a landmark; words of the first input that are looked at; bytes of an input at most */

/* Does a text have it, and never as a part of a longer word? */
static bool has(struct str s, struct str part)
{
	const bool word_first = is_word_byte(part.p[0]), word_last = is_word_byte(part.p[part.n - 1]);
	const char *at = s.p, *end = s.p + s.n;
	bool any = false;

	for (; (at = memmem(at, (size_t)(end - at), part.p, part.n)); at += part.n, any = true)
		if ((word_first && at > s.p && is_word_byte(at[-1])) ||
		    (word_last && at + part.n < end && is_word_byte(at[part.n])))
			return false;
	return any;
}

/* Is it in all the inputs, and does more than one text say so? */
static bool shared(const struct texts *t, const struct str *others, size_t nothers, struct str text, struct budget *b)
{
	size_t having = 0;

	for (size_t i = 0; i < t->n; i++) {
		b->work += (double)t->inputs[i].n / 16 + 1;
		if (!has(t->inputs[i], text))
			return false;
	}
	for (size_t i = 0; t->n == 1 && i < nothers; i++) {
		b->work += (double)others[i].n / 16 + 1;
		having += has(others[i], text);
	}
	return t->n > 1 || (nothers && 2 * having >= nothers);
}

/* A run of blanks is none: how many there are says little. */
static bool is_blank(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] == ' ')
		n++;
	return n == s.n;
}

int landmarks_find(const struct texts *t, const struct str *others, size_t nothers, struct str *landmarks, struct budget *b, struct arena *a)
{
	const struct str in = t->inputs[0];
	size_t begin[4] = { 0 };             /* of the run of delimiters before a word, the word, the run behind it, and the end of that */
	int n = 0;

	for (int word = 0; word < WORDS && in.n <= LINE && begin[3] < in.n && n < LANDMARKS; word++) {
		static const int from[] = { 0, 1, 0, 1, 2 }, until[] = { 3, 3, 2, 2, 3 };        /* the longest first */

		begin[0] = word ? begin[2] : 0;
		begin[1] = begin[0];
		while (begin[1] < in.n && !is_word_byte(in.p[begin[1]]))
			begin[1]++;
		begin[2] = begin[1];
		while (begin[2] < in.n && is_word_byte(in.p[begin[2]]))
			begin[2]++;
		begin[3] = begin[2];
		while (begin[3] < in.n && !is_word_byte(in.p[begin[3]]))
			begin[3]++;
		for (size_t k = 0; k < sizeof from / sizeof *from && n < LANDMARKS; k++) {
			const struct str text = { in.p + begin[from[k]], begin[until[k]] - begin[from[k]] };
			bool known = false;

			for (int i = 0; i < n; i++)
				known |= str_eq(landmarks[i], text);
			if (text.n > 1 && text.n <= LONGEST && !is_blank(text) && !known && shared(t, others, nothers, text, b))
				landmarks[n++] = arena_copy(a, text);
		}
	}
	return n;
}
