/* number_output - the numbers that the outputs go on with, and how they are written
 * SPDX-License-Identifier: MIT
 *
 * A part of source_number.c. */
#ifndef HNPS_NUMBER_OUTPUT_H
#define HNPS_NUMBER_OUTPUT_H

#include "base/decimal_format.h"
#include "search/source.h"

enum { OUTPUT_TEXT = 48, OUTPUT_FORMATS = 3 };

/* A number in an output. */
struct number {
	char text[OUTPUT_TEXT + 1];      /* what the output goes on with */
	struct str s;                    /* all of it */
	struct str digits;               /* of that the digits with what separates them: no sign, power, unit */
	struct decimal d;
	double value, half;              /* half of a unit of its last decimal */
};

/* A way to write numbers. */
struct output_way {
	struct decimal_format format;    /* style, group, point, base, ... of it */
	bool lines;                      /* numbers of a rule a x + b may be written so */
};
extern const struct output_way output_ways[];
extern const int output_nways;

/* Reads the numbers that the outputs go on with at a state, and how those may be written, the simplest first; returns how many formats, 0 when some output
 * has no number there that is written in this way. */
int output_read(const struct search *x, int state, const struct output_way *way, struct number *y, struct decimal_format *formats);

#endif
