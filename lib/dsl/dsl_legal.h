/* dsl_legal - the syntax checker: which tokens may come next (Appendix B.5)
 * SPDX-License-Identifier: MIT
 *
 * One state machine for the parser, the sampler and the masked decoders. */
#ifndef HNPS_DSL_LEGAL_H
#define HNPS_DSL_LEGAL_H

#include "dsl/dsl.h"

struct dsl_syntax {
	uint8_t state;           /* what is expected, of enum in dsl_legal.c */
	uint8_t second;          /* inside a SubStr: 0 at its first position, 1 at its second */
	uint8_t depth;           /* so many operators are open around the SubStr */
	uint8_t column;          /* 1: the outermost of them is a Column, which doesn't count */
	uint8_t op, arg;         /* the innermost of them, or a test, and which of its arguments is next */
	uint8_t outer;           /* in the Concat of a Map: so many are open around that; 0: in none */
	uint8_t ifs;             /* so many Ifs are open */
	uint8_t then;            /* in the innermost If: 1 up to the end of its first Concat */
	uint8_t test;            /* 1: the Column that is open, or the last one, is of a test */
	uint8_t dialect;
};

struct dsl_syntax dsl_syntax_begin(enum dsl_dialect d);      /* before the first token */
bool dsl_may(const struct dsl_syntax *s, int token);         /* may this token come next? DSL_TEXT, too */
bool dsl_step(struct dsl_syntax *s, int token);              /* takes it; false, and nothing changed, when it may not */
bool dsl_finished(const struct dsl_syntax *s);               /* the program is whole: only pads may follow */
void dsl_mask(const struct dsl_syntax *s, uint8_t *legal);   /* legal[id] = 1 or 0 for each of the dialect's dsl_size tokens */
int dsl_wants(const struct dsl_syntax *s);                   /* which argument comes next, an enum dsl_arg_kind; 0: none */
const char *dsl_expected(const struct dsl_syntax *s);        /* "a position (ConstPos, Regex)", for messages */
int dsl_paren(const struct dsl_syntax *s, bool open);        /* the one parenthesis token that may come next, or -1 */

#endif
