/* landmarks - texts of several characters that all inputs have, behind or before which a piece may stand
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_LANDMARKS_H
#define HNPS_LANDMARKS_H

#include "search/texts.h"

enum { LANDMARKS = 16 };             /* the most that are found */

/* Words, words with the delimiters at one side or at both, and runs of delimiters: those of the first input that every
 * other has, not inside a longer word. None of inputs of more than 4 KB. Where the pairs are one, half of the other inputs must have them, since all of its words are in it. Texts live in the arena. Returns how many. */
int landmarks_find(const struct texts *t, const struct str *others, size_t nothers, struct str *landmarks, struct budget *b, struct arena *a);

#endif
