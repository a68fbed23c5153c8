/* moments - the dates and times that pieces of the inputs have, as they are and moved as the outputs' times are
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_MOMENTS_H
#define HNPS_MOMENTS_H

#include <stdint.h>

#include "base/moment.h"
#include "base/moment_language.h"
#include "search/pieces.h"
#include "search/source.h"

/* One piece of each input. Lives in the search's arena. */
struct moment_column {
	int op;                                  /* OP_DATE or OP_SPAN */
	const char *const *conversions;          /* of this operator; NULL behind the last */
	/* of spans, the letter of the longest unit, with which a format begins */
	char longest;
	int64_t *seconds;                        /* of spans */
	struct moment *m;                        /* of each input */
	int language;                            /* in which names are written */
	int order;                               /* of a date, or the unit of a span; 0: none is asked for */
	const struct dsl_pos *from, *until;
	const struct dsl_call *inner;            /* Floor, Shift, ...; NULL: as they are */
	int columns;                             /* that are read together (dsl_column.h); 0: the one that is seen */
	double cost;
	/* what each of the conversions gives for each; n = 0 where the moment lacks it */
	struct str **made;
};

/* A language in which names are written; with conversions for other cases of them when the outputs have some. */
struct moment_writing { int language; const char *const *conversions; };

struct moments {
	int read_in[MOMENT_LANGUAGES], nread;    /* languages in which names may be read, English first */
	struct moment_writing written[MOMENT_LANGUAGES]; int nwritten;
	bool english;                            /* some input has a name in English */
	bool named;                              /* all outputs have the name of a month or a weekday */
	bool zeros;                              /* a number of two digits in an input begins with a zero */
	struct moment_column *columns; size_t n, cap;
	struct str *formats; size_t nformats, cap_formats;       /* source_moment's own, and what follows */
	struct format_node *nodes; size_t nnodes, cap_nodes;
	int *at; size_t cap_at;
};

/* Finds the languages that the inputs and the outputs may be in. */
void moments_find_languages(struct search *x, struct moments *all);

/* Adds a column that was read in an order and a language, as often as there are languages in which it may be written. */
void moments_add_written(struct search *x, struct moments *all, struct moment_column *c, int order, bool other_order);

/* The argument that asks for an order, in the arena; id 0: none is asked for. */
struct dsl_arg moments_order(int order, struct arena *a);

/* Finds the columns; false when a budget ended. */
bool moments_find(struct search *x, struct moments *all);

/* Adds a column, unless one with the same moments is there, which becomes the cheaper of both. With `other_order` only
 * one that was read in the same order is the same: examples don't tell them apart, and other lines may. */
void moments_add(struct search *x, struct moments *all, struct moment_column *c, bool other_order);

/* Adds the dates whose year, month and day stand in columns of their own. */
void moments_add_joined(struct search *x, struct moments *all);

/* Adds the columns that there are, moved. */
void moments_add_moved(struct search *x, struct moments *all);

/* Adds the spans of time of the pieces between some ends; and what a conversion makes of the span of input i. */
void spans_add(struct search *x, struct moments *all, const struct piece_end *from, int nfrom,
    const struct piece_end *until, int nuntil);
void spans_print(struct buf *out, const struct moment_column *c, size_t i, const char *conversion);

/* Does a number of two digits begin with a zero, that is not behind a colon? */
bool moments_zero(struct str s);

#endif
