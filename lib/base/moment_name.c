/* moment_name - the names of months and weekdays in a text
 * SPDX-License-Identifier: MIT */
#include "base/moment_parts.h"

int moment_month_of(struct str s, struct token t)
{
	for (int k = 0; k < 12; k++) {
		const char *name = moment_months[k];
		const char begin[] = { name[0], name[1], name[2], 0 };

		if (is_word(s, t, begin) || is_word(s, t, name))
			return k + 1;
	}
	return is_word(s, t, "Sept") ? 9 : 0;
}

int moment_weekday_of(struct str s, struct token t)
{
	for (int k = 0; k < 7; k++) {
		const char *name = moment_weekdays[k];
		const char begin[] = { name[0], name[1], name[2], 0 };

		if (is_word(s, t, begin) || is_word(s, t, name))
			return k;
	}
	return -1;
}
