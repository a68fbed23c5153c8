/* moments - the dates and times that pieces of the inputs have, as they are and moved as the outputs' times are
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_MOMENTS_H
#define HNPS_MOMENTS_H

#include "base/moment.h"
#include "search/source.h"

/* One piece of each input. Lives in the search's arena. */
struct moment_column {
	struct moment *m;                        /* of each input */
	enum moment_order order;
	const struct dsl_pos *from, *until;
	const struct dsl_call *inner;            /* Floor, Shift, ...; NULL: as they are */
	double cost;
	struct str **made;                       /* what each of moment_conversions gives for each; n = 0 where the moment lacks it */
};

struct moments {
	bool zeros;                              /* a number of two digits in an input begins with a zero */
	struct moment_column *columns; size_t n, cap;
	struct str *formats; size_t nformats, cap_formats;       /* source_moment's own, and what follows */
	struct format_node *nodes; size_t nnodes, cap_nodes;
	int *at; size_t cap_at;
};

/* Finds the columns; false when a budget ended. */
bool moments_find(struct search *x, struct moments *all);

/* Does a number of two digits begin with a zero, that is not behind a colon? */
bool moments_zero(struct str s);

#endif
