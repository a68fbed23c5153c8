/* moment_order - how numbers are meant as dates
 * SPDX-License-Identifier: MIT */
#include "base/moment.h"

static const char signs[] = "/.-";       /* and all others */

static const struct { const char *text; int order; } names[] = {
	{ "mdy", MOMENT_MONTH_FIRST }, { "dmy", MOMENT_DAY_FIRST }, { "unix", MOMENT_UNIX },
	{ "serial", MOMENT_SERIAL },
};

static int place(char sign)
{
	int k = 0;

	while (signs[k] && signs[k] != sign)
		k++;
	return 2 * k;
}

int moment_order_at(int order, char sign)
{
	return order >> place(sign) & 3;
}

bool moment_order_read(struct str text, int *order)
{
	*order = MOMENT_UNKNOWN;
	for (size_t k = 0; k < sizeof names / sizeof *names; k++)
		if (str_eq(text, str_of(names[k].text)))
			*order = names[k].order;
	if (*order)
		return true;
	for (size_t i = 0; i + 3 <= text.n; i += 4) {            /* m/d d.m */
		const bool month_first = text.p[i] == 'm' && text.p[i + 2] == 'd';
		const bool day_first = text.p[i] == 'd' && text.p[i + 2] == 'm';

		if ((!month_first && !day_first) || !memchr(signs, text.p[i + 1], 3) ||
		    moment_order_at(*order, text.p[i + 1]) ||
		    (i + 3 < text.n && (text.p[i + 3] != ' ' || i + 7 > text.n)))
			return false;
		*order |= (month_first ? 1 : 2) << place(text.p[i + 1]);
	}
	return *order && (text.n + 1) % 4 == 0;
}

void moment_order_print(struct buf *out, int order)
{
	const size_t begin = out->n;

	for (size_t k = 0; k < sizeof names / sizeof *names; k++)
		if (names[k].order == order) {
			buf_puts(out, names[k].text);
			return;
		}
	for (int k = 0; signs[k]; k++) {
		const int way = moment_order_at(order, signs[k]);

		if (way)
			buf_printf(out, "%s%c%c%c", out->n > begin ? " " : "", way == 1 ? 'm' : 'd', signs[k],
			    way == 1 ? 'd' : 'm');
	}
}

int moment_order_told(struct str text)
{
	struct moment m;
	const bool month = moment_look(text, MOMENT_MONTH_FIRST, &m) == MOMENT_IS;
	const bool day = moment_look(text, MOMENT_DAY_FIRST, &m) == MOMENT_IS;

	if (month == day)
		return MOMENT_UNKNOWN;
	for (int k = 0; signs[k]; k++)
		if (moment_look(text, (day ? 1 : 2) << 2 * k, &m) == MOMENT_OTHERWISE)
			return (day ? 2 : 1) << 2 * k;
	return MOMENT_UNKNOWN;
}
