/* bustle - programs bottom-up, the lightest first: the baseline of 5.2 and Appendix B.3
 * SPDX-License-Identifier: MIT
 *
 * BUSTLE (Odena, Shi, Bieber, Singh, Sutton, Dai, ICLR 2021) without its network, as HNPS has it. What it weighs, counts and prefers is as in its
 * authors' program (google-research, bustle/.../Synthesizer.java):
 * - a leaf weighs 1, an operator 1 and what its arguments weigh. Weight by weight, every operator is applied to all arguments that add up to it.
 *   Each application counts as an expression, also one that fails on a pair or gives what another gave before; leaves don't count.
 * - a value is what an expression gives on each of the pairs; of equal values the first stays, which is the lightest.
 * - string heuristics: when a weight is done, each new string that it gave becomes heavier, by 1 + floor(3 D), less 2 when it is a part of the output
 *   in each pair, but never lighter. D is the largest over the pairs of 2 d / (|x| + |y| + d), with d the edit distance of string x and
 *   output y. So it is 0 to 3 more, and nothing is lost.
 * - a string of 99 characters and more is dropped; here that limit is the longest output where that is more, so that no program is lost.
 *
 * What neither paper says is how the language of Figure 1 goes into this. Here: leaves are classes, characters, numbers and bounds; operators are
 * ConstStr, ConstPos, Regex, SubStr, which takes two positions, and a Concat of two strings, which in the program that is found becomes the
 * one of many. A position is a value, too, and the heuristics leave it as it is, as BUSTLE's do with all that is no string. All the
 * pairs that are given count. Lengths, for the heuristics, are in bytes. */
#ifndef HNPS_BUSTLE_H
#define HNPS_BUSTLE_H

#include "dsl/dsl.h"

struct bustle_options {
	double expressions;          /* give up after so many; the paper's is BUSTLE_EXPRESSIONS */
	int weight;                  /* and when all that weigh so much or less are done; 0: no limit */
	bool plain;                  /* without the heuristics: the lightest program is found first */
};
enum { BUSTLE_EXPRESSIONS = 500000 };

enum bustle_status {
	BUSTLE_FOUND,
	BUSTLE_NONE,                 /* the weight limit was reached; or an output is empty, which no program gives */
	BUSTLE_RAN_OUT,              /* of expressions, or of memory: half a gigabyte */
};

struct bustle_result {
	enum bustle_status status;
	struct dsl_program program;  /* FOUND: of the paper dialect, right on all the pairs; borrowed until the next search or bustle_free */
	int weight;                  /* FOUND: at this one; else the last one begun */
	double expressions;          /* tried, the last one included */
	size_t values;               /* different strings and positions among what they gave */
};

/* Working memory, kept from one search to the next; one thread's. */
struct bustle;
struct bustle *bustle_make(void);
void bustle_free(struct bustle *b);

/* Pairs i = 0 .. n-1, n > 0, valid UTF-8, borrowed during the call. The same pairs and options give the same result, on any machine. */
struct bustle_result bustle_search(struct bustle *b, const struct str *inputs, const struct str *outputs, size_t n,
                                   const struct bustle_options *options);

#endif
