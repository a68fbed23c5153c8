/* dsl_match - where a class or a text matches in a string
 * SPDX-License-Identifier: MIT
 *
 * What the executor has of it; the search's part is in dsl_run.h. */
#ifndef HNPS_DSL_MATCH_H
#define HNPS_DSL_MATCH_H

#include "dsl/dsl_run.h"

struct dsl_scratch {
	void *data;                          /* PCRE2's */
	struct buf value[DSL_DEPTH];         /* what operators are of, the innermost first */
	struct buf joined;                   /* several columns */
	struct dsl_scratch *fields;          /* of what is done to each field; NULL before it is first needed */
};

void dsl_need_classes(void);                 /* before anything is matched; again does nothing */

/* The kind of each ASCII byte (dsl.h), 0 of the others. */
extern uint8_t dsl_kinds[256];

/* Match n of something, from the end when negative. */
bool dsl_nth(const struct dsl_arg *what, int n, struct str in, bool wide, struct dsl_scratch *s, struct dsl_hit *hit);

/* The byte `steps` characters from byte `at` on, back when negative; false outside the string. */
static inline bool dsl_walk(struct str in, bool wide, long steps, size_t *at)
{
	if (!wide) {
		if (steps < 0 ? (size_t)-steps > *at : (size_t)steps > in.n - *at)
			return false;
		*at = (size_t)((long)*at + steps);
		return true;
	}
	for (; steps > 0; steps--) {
		if (*at >= in.n)
			return false;
		do
			++*at;
		while (*at < in.n && ((unsigned char)in.p[*at] & 0xC0) == 0x80);
	}
	for (; steps < 0; steps++) {
		if (*at == 0)
			return false;
		do
			--*at;
		while (*at > 0 && ((unsigned char)in.p[*at] & 0xC0) == 0x80);
	}
	return true;
}

#endif
