/* given - what a program is to be found from: the examples, and the first of the other inputs, which say what it will be used on
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_GIVEN_H
#define HNPS_GIVEN_H

#include "base/examples.h"

enum { GIVEN_LINES = 1000, GIVEN_BYTES = 1 << 16 };     /* how many other inputs there are at most, and how much of a text they are taken from */

/* Starts as all zeros. The strings live in the tables that they were taken from, or in the arena. */
struct given {
	struct str *inputs, *outputs;
	long *lines;                            /* where the examples stand, from 1; 0: on the command line */
	size_t n, cap;
	struct str *others; long *other_lines;  /* inputs without output */
	size_t nothers;
	struct arena arena;
};

void given_add(struct given *g, struct str input, struct str output, long line);

/* How many columns a typed input has: a tab stands between two. */
size_t given_typed_columns(const char *input);

/* Adds a typed example, valid UTF-8, whose input is to have so many columns; the strings are copied. 0, or -1 with the
 * reason in `why`, which is empty before. */
int given_add_typed(struct given *g, const char *input, const char *output, size_t columns, struct buf *why);

/* Leaves out the first example, which turned out to be none. */
void given_drop_first(struct given *g);

/* Adds a table's rows that have an output, and unless it is partial those whose output is empty, which it then is on purpose. 0, or the line of the first
 * of these when more outputs are empty than not. */
long given_add_examples(struct given *g, const struct examples *all, bool partial);

/* Adds the first of a table's rows that have an input and no output; the empty inputs, too, when an example has one. */
void given_add_others(struct given *g, const struct examples *all);

/* Adds the first lines of a text, or its first rows, of so many columns, when it has a format; none at a terminal, where nobody is kept waiting for them. 0, or -1: source_error. */
int given_look(struct given *g, struct source *text, const struct table_format *format, size_t columns);

bool given_shows_nothing(const struct given *g);        /* are all examples' outputs empty? */
bool given_empty_input(const struct given *g);          /* is an example's input empty? */
void given_free(struct given *g);

#endif
