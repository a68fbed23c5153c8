/* code_needs - what a program needs of a language
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CODE_NEEDS_H
#define HNPS_CODE_NEEDS_H

#include "dsl/dsl.h"

/* Does it need to know what a character is, or its class, its case? Else it only looks for texts, and bytes will do. */
bool code_needs_characters(const struct dsl_program *p);

/* Has an operator a text that is not ASCII? */
bool code_is_beyond_ascii(const struct dsl_program *p);

#endif
