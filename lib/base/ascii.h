/* ascii - what a byte or a code point is, whatever the locale
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_ASCII_H
#define HNPS_ASCII_H

#include <stdbool.h>

static inline bool is_digit(int c) { return c >= '0' && c <= '9'; }

/* Of UTF-8: what is not ASCII counts as a letter. */
static inline bool is_letter_byte(unsigned char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 128; }
static inline bool is_word_byte(unsigned char c) { return is_letter_byte(c) || is_digit(c); }

#endif
