/* concern - what speaks against the program that is chosen, in words, and the line that would decide
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CONCERN_H
#define HNPS_CONCERN_H

#include "base/given.h"
#include "search/doubt.h"
#include "search/doubt_column.h"

struct concern {
	const struct str *made;         /* what the program makes of the other inputs */
	bool by_column;                 /* a literal of the program is the text of a column that is not read: */
	struct doubt_column column;     /* this one */
	struct doubt doubt;             /* else this, which may be DOUBT_NONE */
};

/* Of the programs that were found, the first is the one in question. Lives in the arena. */
struct concern concern_find(const struct given *g, const struct examples *all, const struct exact_found *found,
                            size_t n, struct arena *a);

static inline bool concern_is_none(const struct concern *c)
{
	return !c->by_column && c->doubt.kind == DOUBT_NONE;
}

/* What speaks against the program, and which line it is whose output would decide: whole, so that it can be made an
 * example. */
void concern_put(struct buf *out, const struct concern *c, const struct given *g, const struct examples *all,
                 const struct exact_found *found);

/* And what to do about it, behind that. */
void concern_advise(struct buf *out, const struct concern *c);

#endif
