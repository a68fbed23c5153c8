/* concern - what speaks against the program that is chosen, in words, and the line that would decide
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CONCERN_H
#define HNPS_CONCERN_H

#include "fill/learn.h"
#include "search/doubt.h"
#include "search/doubt_column.h"

struct concern {
	/* the examples, and the other inputs that it looked at; borrowed or in the arena */
	struct given about;
	const struct str *made;         /* what the program makes of those */
	bool by_column;                 /* a literal of the program is the text of a column that is not read: */
	struct doubt_column column;     /* this one */
	long edited; struct str input, gives, meant;    /* an edit (edit.h) gives this for an input on this line, and that may be meant;
	                                                 * 0: there is none */
	struct doubt doubt;             /* else this, which may be DOUBT_NONE */
};

/* Of the programs that were learnt, the first is the one in question. Of one that `edits`, only the lines are looked at
 * that it changes. Lives in the arena. */
struct concern concern_find(const struct given *g, const struct examples *all, const struct learnt *t, bool edits,
                            struct arena *a);

static inline bool concern_is_none(const struct concern *c)
{
	return !c->by_column && !c->edited && c->doubt.kind == DOUBT_NONE;
}

/* The number of the line that would decide. */
long concern_line(const struct concern *c);

/* What speaks against the program, and which line it is whose output would decide: whole, so that it can be made an
 * example. */
void concern_put(struct buf *out, const struct concern *c, const struct examples *all, const struct learnt *t);

/* And what to do about it, behind that. */
void concern_advise(struct buf *out, const struct concern *c);

#endif
