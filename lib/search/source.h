/* source - what edges of the search are made of: each kind of expression is one
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_SOURCE_H
#define HNPS_SOURCE_H

#include "search/graph.h"
#include "search/positions.h"
#include "search/texts.h"

/* What a search has of one column of the inputs, or of the inputs as a whole. A source that keeps something keeps it here: NULL before it is first needed. */
#define SEARCH_COLUMN \
	struct texts texts; \
	struct positions positions; \
	const struct str *others;            /* inputs without outputs */ \
	struct matches *matches;             /* source_match's own */ \
	struct numbers *numbers;             /* source_number's */ \
	struct moments *moments;             /* source_moment's */ \
	struct values *picks;                /* source_pick's */ \
	struct values *recasts;              /* source_recast's */ \
	struct maps *maps;                   /* source_map's */ \
	bool joined;                         /* it is all of the columns, for what reads several of them together */ \
	double cost                          /* of an expression that reads it (columns.h) */
struct search_column { SEARCH_COLUMN; };

/* One search, as its sources see it: the inputs that they see are those of one column (columns.h). */
struct search {
	enum dsl_dialect dialect;
	struct budget budget;
	union { struct { SEARCH_COLUMN; }; struct search_column now; };
	struct graph graph;
	struct arena arena, result;          /* of the search; of what it returns */
	int *reach, *plain, *next;           /* n numbers each, for the source that is at work */
	size_t nothers;
	bool fields;                         /* it is of the fields of other inputs, which have none themselves */
	struct dsl_scratch *scratch;
	struct search_column columns[DSL_COLUMNS + 2];       /* those that are not seen now; 0 is the whole input, and behind the last they are joined */
	size_t ncolumns, at;                 /* 0: the input is one column; the one that is seen */
};

/* One way to spell an edge: `name` is the source's own. */
struct spelling { double cost; int name[2]; };

enum { SPELLINGS = 12 };                     /* that are looked at for the next best programs */

void matches_free(struct matches *m);        /* m may be NULL */
void numbers_free(struct numbers *m);
void moments_free(struct moments *m);
void maps_free(struct maps *m);

struct source {
	bool reads_nothing;          /* of the input: it is asked once, and not of each column */
	bool joins;                  /* it is asked of the joined columns, too */
	/* Finds what is the same for all states; may be NULL. False when a budget ended. */
	bool (*prepare)(struct search *x);
	/* Adds the edges out of a state (graph_add). */
	void (*edges)(struct search *x, int state);
	/* The cheapest ways to spell an edge, in order of cost: at most SPELLINGS, at least one. Returns how many. */
	int (*spell)(const struct search *x, const struct edge *e, struct spelling *list);
	/* The expression, whose strings live in x->result. */
	struct dsl_expr (*expression)(struct search *x, const struct edge *e, const struct spelling *s);
	/* Are two edges of this source in a row what one edge would be, and cheaper? NULL: never. */
	bool (*are_one)(const struct edge *first, const struct edge *second);
};

extern const struct source source_piece, source_literal, source_match, source_number, source_moment, source_pick, source_recast, source_map;

#endif
