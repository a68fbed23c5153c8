/* fragment - words and numbers that are cut out of longer ones
 * SPDX-License-Identifier: MIT */
#include "search/fragment.h"

#include <strings.h>

#include "base/ascii.h"

enum kind { OTHER, LETTER, NUMBER };

static enum kind kind_at(struct str s, size_t i)
{
	const unsigned char c = (unsigned char)s.p[i];

	return is_letter_byte(c) ? LETTER : is_digit(c) ? NUMBER : OTHER;
}

enum place { NOWHERE, INSIDE, WHOLE };

/* Where a text has a run: as a whole one somewhere, or only inside longer ones. */
static enum place place_of(struct str run, struct str text)
{
	const enum kind kind = kind_at(run, 0);
	enum place place = NOWHERE;

	for (size_t i = 0; i + run.n <= text.n; i++) {
		const size_t end = i + run.n;

		if (strncasecmp(text.p + i, run.p, run.n) != 0)
			continue;
		if ((i == 0 || kind_at(text, i - 1) != kind) && (end == text.n || kind_at(text, end) != kind))
			return WHOLE;
		place = INSIDE;
	}
	return place;
}

bool fragment_in(struct str made, struct str input)
{
	for (size_t i = 0, end; i < made.n; i = end) {
		const enum kind kind = kind_at(made, i);

		for (end = i + 1; end < made.n && kind_at(made, end) == kind; end++)
			;
		if (kind != OTHER && place_of((struct str){ made.p + i, end - i }, input) == INSIDE)
			return true;
	}
	return false;
}
