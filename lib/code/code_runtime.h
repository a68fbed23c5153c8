/* code_runtime - the functions that emitted code needs
 * SPDX-License-Identifier: MIT
 *
 * A language's runtime (runtime/) is code of that language: pieces with a blank line between them, each of which
 * begins with a comment or with what it
 * defines: a function, a constant, something imported. */
#ifndef HNPS_CODE_RUNTIME_H
#define HNPS_CODE_RUNTIME_H

#include "code/code_language.h"

/* Appends the pieces of the runtime that the body names, those that these name, and so on, in the runtime's order,
 * and then the body. */
void code_runtime(struct buf *out, const struct code_language *l, struct str body);

#endif
