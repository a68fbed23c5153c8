/* dsl_lex - the tokens of a program's text, one after another
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_DSL_LEX_H
#define HNPS_DSL_LEX_H

#include "dsl/dsl.h"

/* `in` from byte `at` on. Texts live in the arena. */
struct dsl_lexer {
	struct str in;
	size_t at;
	struct arena *a;
	struct str text;             /* of the last token, when it was quoted */
	const char *why;             /* of LEX_BAD */
};
enum { LEX_END = -1, LEX_BAD = -2, LEX_OPEN = -3, LEX_CLOSE = -4 };

/* Passes over white space and commas. Returns how many of these there were; `last` is where the last one stands. */
int dsl_skip(struct dsl_lexer *x, size_t *last);

/* The token that stands here: its id, LEX_OPEN or LEX_CLOSE for a parenthesis of the readable spelling, LEX_END, LEX_BAD with x->why. */
int dsl_lex(struct dsl_lexer *x);

bool dsl_is_space(char c);           /* white space between tokens */

#endif
