/* moment_order - how numbers are meant as dates
 * SPDX-License-Identifier: MIT */
#include "base/moment.h"
#include "base/moment_language.h"

static const char signs[] = "/.-";       /* and all others */

static const struct { const char *text; int order; } names[] = {
	{ "mdy", MOMENT_MONTH_FIRST }, { "dmy", MOMENT_DAY_FIRST }, { "unix", MOMENT_UNIX },
	{ "serial", MOMENT_SERIAL }, { "month", MOMENT_MONTH }, { "weekday", MOMENT_WEEKDAY },
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

/* A word of an order: one of the names, or m/d, d.m and the like for a sign that no other word is of. */
static bool read_word(struct str word, int *order)
{
	const bool day_first = word.n == 3 && word.p[0] == 'd';

	for (size_t k = 0; k < sizeof names / sizeof *names; k++)
		if (str_eq(word, str_of(names[k].text)) && !*order) {
			*order = names[k].order;
			return true;
		}
	if (word.n != 3 || word.p[0] != (day_first ? 'd' : 'm') || word.p[2] != (day_first ? 'm' : 'd') || !memchr(signs, word.p[1], 3) ||
	    (*order & MOMENT_NUMBER) || moment_order_at(*order, word.p[1]))
		return false;
	*order |= (day_first ? 2 : 1) << place(word.p[1]);
	return true;
}

bool moment_order_read(struct str text, int *order)
{
	int languages[2], n = 0;

	*order = MOMENT_UNKNOWN;
	for (size_t at = 0; text.n && at <= text.n;) {
		const char *blank = memchr(text.p + at, ' ', text.n - at);
		const struct str word = { text.p + at, blank ? (size_t)(blank - text.p) - at : text.n - at };
		const int language = moment_language_of(word);

		if (language >= 0 && n < 2)
			languages[n++] = language;
		else if (language >= 0 || n || !read_word(word, order))
			return false;
		at += word.n + 1;
	}
	if (n)
		*order = moment_order_with(*order, languages[0], languages[n - 1]);
	return *order != MOMENT_UNKNOWN;
}

int moment_order_with(int order, int read_in, int written_in)
{
	return (order & MOMENT_ORDERS) | read_in << 12 | written_in << 16;
}

static void print_languages(struct buf *out, int order, size_t begin)
{
	const int read_in = moment_read_in(order), written_in = moment_written_in(order);

	if (read_in || written_in)
		buf_printf(out, "%s%s", out->n > begin ? " " : "", moment_languages[read_in].name);
	if (read_in != written_in)
		buf_printf(out, " %s", moment_languages[written_in].name);
}

void moment_order_print(struct buf *out, int order)
{
	const size_t begin = out->n;
	bool named = false;

	for (size_t k = 0; k < sizeof names / sizeof *names; k++)
		if (names[k].order == (order & MOMENT_ORDERS)) {
			buf_puts(out, names[k].text);
			named = true;
		}
	for (int k = 0; signs[k] && !named; k++) {
		const int way = moment_order_at(order, signs[k]);

		if (way)
			buf_printf(out, "%s%c%c%c", out->n > begin ? " " : "", way == 1 ? 'm' : 'd', signs[k],
			    way == 1 ? 'd' : 'm');
	}
	print_languages(out, order, begin);
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
