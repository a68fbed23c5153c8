/* code_language - what a language's file tells of it: how each operator is spelled
 * SPDX-License-Identifier: MIT
 *
 * A spelling is a text with names of one letter in backquotes, in whose place something is written:
 *     v  the value that an operator is of       0 1 2  its arguments
 *     j  the second argument, or an empty text  d  what a table has for others, or nothing
 *     s  the string, or the column              m  what is looked for      n  which match, a number
 *     p q  positions                            k  a number, or a name     x  a number that is written, o  how
 *     i  the arguments of a condition           t u  texts: of a condition, of a table's row
 * What stands before the letter is written with it when the argument is there, and not when it is missing:
 * "moment(`v``, 1`)". NULL: the language can't say it. */
#ifndef HNPS_CODE_LANGUAGE_H
#define HNPS_CODE_LANGUAGE_H

#include "base/decimal_format.h"
#include "code/code.h"
#include "dsl/dsl_op.h"
#include "dsl/dsl_test.h"

/* Operators that mean one thing or another: what Floor, Ceil and Round do to a time. */
enum { TEST_HAS_TEXT = TESTS, TEST_STARTS_TEXT, TEST_ENDS_TEXT, CODE_TESTS };       /* of a text, where that is spelled otherwise */
enum { OP_FLOOR_TIME = OPS, OP_CEIL_TIME, OP_ROUND_TIME, CODE_OPS };
enum { CODE_STYLES = STYLE_THOUSANDS + 1, CODE_CASES = CASE_SENTENCE + 1 };

/* A branch of a program: when `when` holds, or always if that is NULL, it gives the values, one after the other. */
struct code_branch { const char *when; const char **values; size_t n; };

/* What a language makes a function of. The program's text, readable; the branches; whether it reads columns, and the
 * whole input; the examples. */
struct code_parts {
	struct str program;
	const struct code_branch *branches; size_t nbranches;
	bool columns, whole;
	bool characters;                         /* it needs to know characters, or their classes */
	const struct code_examples *examples;
};

struct code_language {
	const char *name;
	const char *comment;                     /* before each line of a comment */
	const char *header;                      /* what stands first; NULL: nothing */
	const char *runtime;                     /* the functions that the code may need (runtime.h) */
	const char *gap;                         /* what separates these */
	const char *const *ops, *const *cases, *const *tests, *const *styles;    /* by OP_, CASE_, TEST_, STYLE_ */
	const char *piece, *whole;               /* of s from p to q; all of s, which must not be empty */
	const char *head, *tail;                 /* shorter, to a landmark q; from a landmark p, or a number: NULL: as any piece */
	const char *input;                       /* s when it is no column */
	const char *begin, *index, *end;         /* positions in s: 0, k above 0, and behind the last character */
	const char *forward, *back;              /* a position k characters on */
	const char *start, *after;               /* of match n of m in s */
	/* The same where it is no spelling: of a text alone. False: the language can't say that. */
	bool (*find)(struct buf *out, const char *s, struct str text, int n, bool after);
	const char *column; int columns_from;    /* number k of the input's; the number of the first */
	bool no_joined;                          /* it can't say the whole of several columns */
	const char *class_name;                  /* of a class that the runtime has as m */
	void (*class)(struct buf *out, const char *name);        /* or where there is no such: the class itself */
	bool ascii;                              /* characters are ASCII's */
	const char *option;                      /* one of a format: k is its name, v its value */
	const char *yes;                         /* the value of an option that is no number and no text */
	const char *options_begin, *options_end; /* of all */
	const char *nothing;                     /* what a table has for others, d, when it says nothing of them */
	const char *row;                         /* of a table, t and u, each a line of its own between these; `,` is missing in the last */
	const char *rows_begin, *rows_end;       /* k is the table's name */
	const char *rows_name;                   /* its name where it is used */
	void (*text)(struct buf *out, struct str text);          /* a text as the language quotes it */
	void (*pattern)(struct buf *out, struct str text);       /* a text that is looked for */
	void (*function)(struct buf *out, const struct code_parts *parts);
	/* All of it, for a language that has no expressions: then the spellings don't count. NULL, or what the
	 * language can't say. */
	const char *(*write)(struct buf *out, const struct dsl_program *p, const struct code_parts *parts);
};

/* Appends values with a sign between: on the line if it has room for them, or else each on a line of its own that
 * begins with `indent`, between
 * parentheses that `open` and `close` are. */
void code_join(struct buf *out, const char *const *values, size_t n, const char *sign, const char *indent,
    const char *open, const char *close);

/* Appends the examples' cells as arguments of a call, each as the language quotes it. */
void code_cells(struct buf *out, struct str in, bool columns, void (*text)(struct buf *out, struct str text));

#endif
