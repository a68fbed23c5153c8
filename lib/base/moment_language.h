/* moment_language - the names of months and weekdays in languages
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_MOMENT_LANGUAGE_H
#define HNPS_MOMENT_LANGUAGE_H

#include "base/mem.h"

enum { MOMENT_ENGLISH, MOMENT_LANGUAGES = 11 };

/* As they are written within a date; `alone`: months without a day, where that is another form. UTF-8, Monday first. */
struct moment_language {
	const char *name;                        /* of two letters */
	const char *of;                          /* between a day and a month; NULL: nothing */
	const char *ordinals;                    /* behind the number of a day, a blank between two; NULL: nothing */
	const char *months[12], *brief_months[12], *alone[12];
	const char *weekdays[7], *brief_weekdays[7];
};
extern const struct moment_language moment_languages[MOMENT_LANGUAGES];

int moment_language_of(struct str name);                         /* -1: none is called so */

/* A name, whole or short, or the beginning of just one, of three letters and more; in whatever case. A month from 1, 0 for
 * none; a weekday from 0 for Monday, -1 for none. */
int moment_language_month(int language, struct str word);
int moment_language_weekday(int language, struct str word);

bool moment_language_joins(int language, struct str word);       /* does the word stand between a day and a month? */
bool moment_language_ordinal(int language, struct str word);     /* behind the number of a day? */

#endif
