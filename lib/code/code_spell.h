/* code_spell - values and conditions as a language spells them
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CODE_SPELL_H
#define HNPS_CODE_SPELL_H

#include "code/code_language.h"

/* What is written of one program; starts as all zeros but for the language. `tables`: those of its Lookups, which stand
 * before the function. `lacks`: what the language can't say, the first thing; NULL: nothing. */
struct code_writer {
	const struct code_language *language;
	struct arena arena;
	struct buf tables; int ntables;
	const char *lacks;
};

/* As the language spells it; a text in the arena. Where it can't, `lacks` is set and the text is of no use. */
const char *code_value(struct code_writer *w, const struct dsl_expr *e);
const char *code_condition(struct code_writer *w, const struct dsl_test *t);

/* Notes what is lacking, unless something is already. */
const char *code_lack(struct code_writer *w, const char *what);

#endif
