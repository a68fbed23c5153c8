/* distance - how many edits make one string another, for many strings against the same one
 * SPDX-License-Identifier: MIT
 *
 * Levenshtein's distance over bytes: insert, delete and replace cost 1. Sixty-four rows of its table at once, as bits (Myers, A fast bit-vector
 * algorithm for approximate string matching, 1999; the carry from word to word as Hyyrö has it, 2003). */
#ifndef HNPS_DISTANCE_H
#define HNPS_DISTANCE_H

#include <stdint.h>

#include "base/mem.h"

/* Longer strings are not compared: their distance is said to be the difference of their lengths, which it is at least. */
enum { DISTANCE_MOST = 512 };

/* A string made ready. Borrows nothing; lives in the arena. */
struct distance { size_t n, words; uint64_t (*equal)[256]; /* equal[w][c]: which of bytes 64w .. 64w+63 are c */ };
struct distance distance_prepare(struct str from, struct arena *a);
size_t distance_room(size_t n);         /* the bytes that this takes for a string of n bytes */
size_t distance_to(const struct distance *d, struct str to);

#endif
