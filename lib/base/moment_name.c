/* moment_name - the names of months and weekdays in a text
 * SPDX-License-Identifier: MIT */
#include "base/moment_language.h"
#include "base/moment_parts.h"

/* The one of the English names that a token is, of which just three letters are enough; -1. */
static int english(struct str s, struct token t, const char *const *names, int n)
{
	const size_t size = size_of(t);

	for (int k = 0; k < n && size >= 3; k++)
		if (lower(s.p[t.begin]) == lower(names[k][0]) && (size == 3 || size == strlen(names[k]))) {
			size_t i = 1;

			while (i < size && lower(s.p[t.begin + i]) == names[k][i])
				i++;
			if (i == size)
				return k;
		}
	return -1;
}

int moment_month_of(struct str s, struct token t, int order)
{
	const int language = moment_read_in(order);
	int k;

	if (t.kind != LETTERS)
		return 0;
	if (language)
		return moment_language_month(language, word_of(s, t));
	k = english(s, t, moment_languages[MOMENT_ENGLISH].months, 12);
	return k >= 0 ? k + 1 : is_word(s, t, "Sept") ? 9 : 0;
}

int moment_weekday_of(struct str s, struct token t, int order)
{
	const int language = moment_read_in(order);

	if (t.kind != LETTERS)
		return -1;
	if (language)
		return moment_language_weekday(language, word_of(s, t));
	return english(s, t, moment_languages[MOMENT_ENGLISH].weekdays, 7);
}

bool moment_name_alone(struct str s, int order, struct moment *m)
{
	const struct token t = token_at(s, 0);
	const bool point = t.end + 1 == s.n && s.p[t.end] == '.', hyphen = t.end < s.n && s.p[t.end] == '-';

	if (t.kind != LETTERS || !(t.end == s.n || point || (hyphen && moment_read_in(order))))       /* segunda-feira */
		return false;
	m->month = moment_month_of(s, t, order);
	if (m->month > 0)
		return true;
	m->month = -1;
	m->weekday = 1 + moment_weekday_of(s, t, order);
	return m->weekday > 0;
}
