/* table_escapes - are the backslashes of a text escapes?
 * SPDX-License-Identifier: MIT */
#include "base/table.h"

static bool is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* Does a drive's name end before `p`, as in C:\temp? */
static bool is_drive(const char *begin, const char *p)
{
	return p - begin >= 2 && p[-1] == ':' && is_letter(p[-2]) && (p - begin == 2 || !is_letter(p[-3]));
}

bool table_may_be_escaped(struct str text, bool whole)
{
	const char *end = text.p + text.n;

	for (const char *p = text.p; p < end && (p = memchr(p, '\\', (size_t)(end - p))); p += 2) {
		if (p + 1 == end)
			return !whole;
		if (!memchr("tnr\\", p[1], 4) || (p[1] != '\\' && is_drive(text.p, p)))
			return false;
	}
	return true;
}
