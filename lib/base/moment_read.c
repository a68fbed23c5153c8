/* moment_read - the first date and the first time of day in a text
 * SPDX-License-Identifier: MIT
 *
 * A cursor goes over the text from token to token. At each it is asked whether a time begins there, then whether a date does. */
#include "base/moment_parts.h"

/* Does the token begin a date or a time when there is one already? */
static bool begins_again(struct str s, struct token t, int order, bool date, bool time)
{
	struct moment other;
	size_t end;

	return (time && moment_time_at(s, t, &other, &end)) || (date && moment_date_at(s, t, order, &other, &end) == MOMENT_IS);
}

/* `again`: where something begins that has been said already, before which it ends then; NULL: that is passed over. */
static enum moment_found look(struct str s, int order, struct moment *m, size_t *again)
{
	static const struct moment nothing = { -1, -1, -1, -1, -1, -1, -1, 0 };
	enum moment_found date = MOMENT_NONE;
	bool time = false;
	struct token t;
	size_t end = 0, behind = 0;      /* `behind`: where a date ended */

	*m = nothing;
	if (order & MOMENT_NUMBER)
		return moment_from_number(s, order, m);
	if (moment_time_alone(s, m) || moment_name_alone(s, order, m))
		return MOMENT_IS;
	for (size_t at = 0; at < s.n; at = end) {
		t = token_at(s, at);
		end = t.end;
		if (t.kind != DIGITS && t.kind != LETTERS)
			continue;
		if (again && begins_again(s, t, order, date, time)) {
			*again = at;
			break;
		}
		if (!time && !(at > 1 && at > behind + 1 && s.p[at - 1] == '.' && is_digit(s.p[at - 2])) &&
		    moment_time_at(s, t, m, &end)) {
			time = true;
			continue;
		}
		end = t.end;
		if (!date && (date = moment_date_at(s, t, order, m, &end)) != MOMENT_NONE) {
			if (date != MOMENT_IS)
				return date;
			time |= m->hour >= 0;
			behind = end;
			continue;
		}
		end = t.kind == DIGITS ? moment_clock_end(s, t.end) : t.end;        /* no time begins within 36:10:05 */
	}
	if (m->day < 0 && moment_other_date(s, order, m))
		return MOMENT_IS;
	return date || time ? MOMENT_IS : MOMENT_NONE;
}

enum moment_found moment_look(struct str s, int order, struct moment *m)
{
	return look(s, order, m, NULL);
}

bool moment_pair(struct str s, int order, struct moment *first, struct moment *second)
{
	size_t again = 0;
	struct str one, rest;

	if (cells_find(s, 0, &one) && cells_find(s, 1, &rest)) {
		if (!moment_find(one, order, first))
			return false;
	} else {
		if (look(s, order, first, &again) != MOMENT_IS || !again)
			return false;
		rest = (struct str){ s.p + again, s.n - again };
	}
	if (!moment_find(rest, order, second))
		return false;
	if (second->month < 0)
		second->year = first->year, second->month = first->month, second->day = first->day;
	return true;
}

bool moment_find(struct str s, int order, struct moment *m)
{
	return moment_look(s, order, m) == MOMENT_IS;
}
