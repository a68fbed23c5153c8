/* edit - programs that change one piece of a line, and leave lines alone that have no such piece
 * SPDX-License-Identifier: MIT
 *
 * Of each example the piece that changes is found, how it looks and what becomes of it. Other lines with such a piece, and what they should become then, are
 * further examples for the search, so that of all programs one is found that goes by what the piece is and not by what happens to surround it. */
#ifndef HNPS_EDIT_H
#define HNPS_EDIT_H

#include "fill/learn.h"

/* As learn, which calls it. An example whose output is its input is a line that is to stay. Programs fail on lines that
 * are to stay, or make the same of them. */
struct learnt edit_learn(struct learner *l, struct given *g, const struct learn_options *o);

/* The other inputs that a program changes, of which `made` is what it makes: the examples are the same. The arrays live
 * in the arena. */
struct given edit_changed(const struct given *g, const struct str *made, struct arena *a);

#endif
