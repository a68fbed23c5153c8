/* doubt - what speaks against a program that fits all the examples: the line whose example would decide
 * SPDX-License-Identifier: MIT
 *
 * Few examples fit many programs, and a program that fits may still not be what is meant. These are the signs that told wrong programs from
 * right ones on real tasks (`make bench ONLY=tasks` counts both). None of them is a proof. */
#ifndef HNPS_DOUBT_H
#define HNPS_DOUBT_H

#include "search/exact.h"

enum doubt_kind {
	DOUBT_NONE,
	DOUBT_CONSTANT,      /* the program gives one text, whatever the input is */
	DOUBT_RIVAL,         /* another program that fits, and is nearly as simple, gives something else */
	DOUBT_LITERAL,       /* the program's literal `text` has letters or digits, and so few examples can't show that it is the same for all */
	DOUBT_RULE,          /* so few examples can't show a rule of numbers: `text`; or another one that fits them gives something else */
	DOUBT_NUMBER,        /* the input has something beside the number `text` that the examples haven't (doubt_number.h) */
	DOUBT_AGAIN,         /* the input has the literal `text` already, at the end to which the program adds it */
	DOUBT_NO_DATE,       /* the examples' inputs are dates, and the input looks like one and is none */
	DOUBT_MIDNIGHT,      /* the input's time is moved to another day, as that of no example is, and the day is told */
	DOUBT_LACKS,         /* the input lacks the delimiter `text`, which all the examples' inputs have */
	DOUBT_STRANGE,       /* the result has the delimiter `text`, which no example's output has: one that separates, or of an input with more or
	                      * fewer words than the examples */
	DOUBT_BRANCH,        /* one example alone shows a branch of the program, and its condition */
	DOUBT_UNSEEN,        /* the input has another form than the examples for which the condition decides so */
	DOUBT_LISTED,        /* the program looks up a piece of the input, `text`, which one example alone has */
	DOUBT_FORM,          /* the program copies the whole input, and the result has another form than the examples; or it has a unit
	                      * that they don't have; or a number of a date begins with a zero as in none of them; or their outputs all
	                      * have three numbers or more of the same widths, as dates have, and the result has others; one example
	                      * shows such widths only where several columns are read */
};

struct doubt {
	enum doubt_kind kind;
	size_t input;        /* of the other inputs, the one whose output would decide */
	size_t rival;        /* DOUBT_RIVAL: the other program, an index into `found` */
	struct str text;     /* lives in the arena or the program */
};

/* Of the programs that fit the examples i = 0 .. n-1, in order of cost, the first is the one in question. `made` is what it makes of the nothers
 * other inputs (results.h). Where it fails there is no doubt: that shows by itself. */
struct doubt doubt_find(const struct str *inputs, const struct str *outputs, size_t n, const struct str *others, const struct str *made,
                        size_t nothers, const struct exact_found *found, size_t nfound, struct arena *a);

/* The same of a program without conditions, or of one branch, by itself: no other program is compared with it. */
struct doubt doubt_alone(const struct dsl_program *p, const struct str *inputs, const struct str *outputs, size_t n, const struct str *others,
                         const struct str *made, size_t nothers, struct arena *a);

/* Is it a program that says something of n examples? One text for all says nothing, nor a rule of numbers that any two would follow. */
bool doubt_explains(const struct dsl_program *p, size_t n);

/* The form of a text: a run of letters is `a`, a run of digits `9`, any other character itself. In the arena. */
struct str doubt_form(struct str s, struct arena *a);

#endif
