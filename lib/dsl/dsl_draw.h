/* dsl_draw - random programs of the paper dialect, and input strings that suit them (Appendix C.1, Table 4)
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_DSL_DRAW_H
#define HNPS_DSL_DRAW_H

#include "base/rng.h"
#include "dsl/dsl.h"

struct dsl_rates {
	double conststr;     /* share of expressions that are a ConstStr, else SubStr; Table 5: 0.06 in D_short */
	double constpos;     /* share of positions that are a ConstPos, else Regex; Table 4: 0.1 */
	double type;         /* share of Regexes with a class, else with a character; half each */
};

/* Draws a program of `parts` expressions into the arena; what the rates leave open is uniform. */
struct dsl_program dsl_draw_program(struct rng *r, long parts, const struct dsl_rates *rates, struct arena *a);

/* Can some string of DRAW_SHORTEST to DRAW_LONGEST characters be mapped at all? False only for what never can, such as the piece from the
 * third "#" to the first: saves trying. */
bool dsl_feasible(const struct dsl_program *p);

enum { DRAW_SHORTEST = 50, DRAW_LONGEST = 70, DRAW_ROOM = 72 };

/* What the inputs of one program are made from. Plain data, nothing to free. */
struct dsl_needs {
	uint8_t classes[DSL_TYPES];               /* matches of each class that some Regex asks for */
	char chars[DRAW_LONGEST]; int nchars;     /* the characters that Regexes ask for, each as often as they do */
	char filler[256];                         /* what else: a random byte looks up a character */
};
struct dsl_needs dsl_needs(const struct dsl_program *p);

/* Makes an input string: for each Regex of the program as many matches as its index needs, and enough else to vary, in random
 * order. ASCII; returns its length. */
int dsl_draw_input(struct rng *r, const struct dsl_needs *needs, char out[DRAW_ROOM]);

#endif
