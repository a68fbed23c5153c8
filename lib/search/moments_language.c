/* moments_language - the languages of the names of months and weekdays in the inputs and the outputs
 * SPDX-License-Identifier: MIT
 *
 * The examples tell them: a language is of interest in which all of them have such a name. What is English is not taken for another one. */
#include "base/ascii.h"
#include "search/moments.h"

/* The next run of letters in a text from *at on, which goes behind it; n = 0: there is none. */
static struct str next_word(struct str s, size_t *at)
{
	struct str word;

	while (*at < s.n && !is_letter_byte((unsigned char)s.p[*at]))
		++*at;
	word.p = s.p + *at;
	while (*at < s.n && is_letter_byte((unsigned char)s.p[*at]))
		++*at;
	word.n = (size_t)(s.p + *at - word.p);
	return word;
}

enum { NO_NAME, MONTH, WEEKDAY };

/* The first name in a text. A weekday alone, or when any is asked for: it says nothing beside a date. */
static int name_in(struct str s, int language, bool any, struct str *name)
{
	size_t at = 0;
	struct str word;

	while ((word = next_word(s, &at)).n) {
		*name = word;
		if (moment_language_month(language, word))
			return MONTH;
		if ((any || at == s.n) && word.n > 1 && moment_language_weekday(language, word) >= 0)
			return WEEKDAY;
	}
	return NO_NAME;
}

static bool all_have(struct search *x, const struct str *texts, size_t n, int language, bool any)
{
	struct str name;

	for (size_t i = 0; i < n; i++) {
		x->budget.work += (double)texts[i].n;
		if (!name_in(texts[i], language, any, &name))
			return false;
	}
	return n > 0;
}

/* Has one of them a name in English? */
static bool some_have(struct search *x, const struct str *texts, size_t n)
{
	struct str name;
	bool has = false;

	for (size_t i = 0; i < n && !has; i++) {
		x->budget.work += (double)texts[i].n;
		has = name_in(texts[i], MOMENT_ENGLISH, false, &name);
	}
	return has;
}

/* Is a name written otherwise than the language does it: JAN, Enero? */
static bool other_case(const struct texts *t, int language)
{
	struct str name;

	if (!name_in(t->outputs[0], language, true, &name))
		return false;
	return (name.n > 1 && name.p[1] >= 'A' && name.p[1] <= 'Z') || language != MOMENT_ENGLISH;
}

void moments_find_languages(struct search *x, struct moments *all)
{
	const struct texts *t = &x->texts;
	const bool others = x->nothers == 0 || all_have(x, x->others, x->nothers, MOMENT_ENGLISH, false);
	const bool english = others && all_have(x, t->inputs, t->n, MOMENT_ENGLISH, false);
	bool written;

	all->english = some_have(x, t->inputs, t->n) || some_have(x, x->others, x->nothers);
	all->nread = all->nwritten = 1;
	all->read_in[0] = MOMENT_ENGLISH;
	all->named = all_have(x, t->outputs, t->n, MOMENT_ENGLISH, true);
	all->written[0] = (struct moment_writing){ MOMENT_ENGLISH, moment_conversions };
	if (all->named && other_case(t, MOMENT_ENGLISH))
		all->written[0].conversions = moment_names;
	for (int l = 1; l < MOMENT_LANGUAGES && !english; l++)
		if (all_have(x, t->inputs, t->n, l, false))
			all->read_in[all->nread++] = l;
	written = all->named && all->nread == 1;
	for (int l = 1; l < MOMENT_LANGUAGES && !written; l++)
		if (all_have(x, t->outputs, t->n, l, true)) {
			all->named = true;
			all->written[all->nwritten++] = (struct moment_writing){ l, moment_names };
		}
}
