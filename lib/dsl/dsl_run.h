/* dsl_run - runs programs on strings
 * SPDX-License-Identifier: MIT
 *
 * Semantics, as the paper's sample I/O fixes them (C.3): matches are leftmost and don't overlap; Start is a match's first character,
 * End its last, After one past it; SubStr takes [from, until). No such match, a position outside the string, an empty or reversed
 * piece are errors of execution. Positions count code points. What stands in a Column sees that cell of the input alone (cells.h). */
#ifndef HNPS_DSL_RUN_H
#define HNPS_DSL_RUN_H

#include "dsl/dsl.h"

/* A program made ready to run. Many threads may share it, each with a scratch of its own. Made by dsl_ready, freed by dsl_done. It
 * borrows nothing from the program. */
struct dsl_ready;
struct dsl_ready *dsl_ready(const struct dsl_program *p);
void dsl_done(struct dsl_ready *r);

struct dsl_scratch;                                /* one thread's working memory */
struct dsl_scratch *dsl_scratch_make(void);
void dsl_scratch_free(struct dsl_scratch *s);
struct dsl_scratch **dsl_scratch_each(int threads); /* one for each thread; for the life of the process */

enum dsl_error { RUN_OK = 0, RUN_NO_MATCH, RUN_OUTSIDE, RUN_EMPTY, RUN_NOT_UTF8, RUN_NO_NUMBER, RUN_NO_DATE, RUN_NO_COLUMN,
                 RUN_NOT_LISTED, RUN_NO_BRANCH };
const char *dsl_error_text(enum dsl_error e);      /* "no such match", ... */

/* Appends what the program makes of `input` to `out`. On an error nothing is appended. */
enum dsl_error dsl_run(const struct dsl_ready *r, struct dsl_scratch *s, struct str input, struct buf *out);

/* The same when the caller knows that the input is ASCII, or that it is valid UTF-8: saves looking at each byte again. */
enum dsl_encoding { DSL_UNKNOWN, DSL_ASCII, DSL_UTF8 };
enum dsl_error dsl_run_as(const struct dsl_ready *r, struct dsl_scratch *s, struct str input, enum dsl_encoding e, struct buf *out);

/* What a Column of these columns (dsl_column.h) sees; it lives until the next one. False when the input hasn't got one of them. */
bool dsl_cell(struct dsl_scratch *s, struct str input, int columns, struct str *cell);

/* The branch that decides of an input, which is valid UTF-8: its number, or that of branches when no test holds. */
size_t dsl_branch_of(const struct dsl_ready *r, struct dsl_scratch *s, struct str input);

/* May an output have a byte that its input has not? False: none of the program's texts has it. */
bool dsl_may_write(const struct dsl_ready *r, char byte);

/* Does it give exactly `output`? */
bool dsl_makes(const struct dsl_ready *r, struct dsl_scratch *s, struct str input, struct str output);

/* All matches of a class or a text in a string, as code point positions [start, after): for the search. Returns how many; at
 * most `most` are stored from the left, and the count goes on. */
struct dsl_match { int start, after; };
size_t dsl_matches(const struct dsl_arg *what, struct str input, enum dsl_encoding e, struct dsl_scratch *s, struct dsl_match *matches, size_t most);

/* The next match of a class or a text in bytes [start, after), from byte `at` on. DSL_UNKNOWN is no encoding here. */
struct dsl_hit { size_t start, after; };
bool dsl_next(const struct dsl_arg *what, struct str in, enum dsl_encoding e, size_t at, struct dsl_scratch *s, struct dsl_hit *hit);

/* The last match of a class or a text. */
bool dsl_last(const struct dsl_arg *what, struct str in, enum dsl_encoding e, struct dsl_scratch *s, struct dsl_hit *hit);

void dsl_put_case(struct buf *out, struct str piece, enum dsl_encoding e, enum dsl_case to);    /* appends the piece in a case */

/* ToCase, code point by code point: Propcase raises the first letter of each word, Sentence the first character of the piece; the
 * others go down. `first`: it begins the piece; `in_word`: the one before it is in the piece and dsl_in_word. */
uint32_t dsl_recase(enum dsl_case to, uint32_t point, bool first, bool in_word);
bool dsl_in_word(uint32_t point);                  /* a letter, a digit or an accent */

const char *dsl_run_about(void);                   /* "PCRE2 10.42 2022-12-11, JIT x86 64bit" for --version */

#endif
