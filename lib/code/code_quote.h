/* code_quote - texts and patterns as languages quote them
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CODE_QUOTE_H
#define HNPS_CODE_QUOTE_H

#include "base/mem.h"

/* Appends a text in double quotes, with \n, \t, \r and \\, what `escaped` has behind a backslash, and other control
 * characters as two digits
 * to the base 16 between `open` and `close`. */
void code_quote(struct buf *out, struct str text, const char *escaped, const char *open, const char *close);

/* Appends a text with a backslash before each byte that `special` has. */
void code_escape(struct buf *out, struct str text, const char *special);

#endif
