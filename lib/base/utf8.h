/* utf8 - what a byte string is as text: checking, counting, code points and simple case
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_UTF8_H
#define HNPS_UTF8_H

#include <stdint.h>

#include "base/mem.h"

enum utf8_kind { UTF8_BROKEN, UTF8_ASCII, UTF8_WIDE };
enum utf8_kind utf8_check(struct str s);            /* all ASCII; valid UTF-8 (no surrogates, nothing overlong, at most U+10FFFF); or neither */
size_t utf8_length(struct str s);                   /* code points of valid UTF-8 */
size_t utf8_decode(struct str s, uint32_t *points); /* all code points of valid UTF-8; room for s.n; returns how many */
void utf8_put(struct buf *b, uint32_t point);       /* appends one code point */

/* Simple case mapping, one code point to one, by utf8proc's tables, so that no C library and no locale decides. */
uint32_t utf8_lower(uint32_t point);
uint32_t utf8_upper(uint32_t point);
bool utf8_is_letter(uint32_t point);                /* or, beyond ASCII, a mark on one or a digit */

#endif
