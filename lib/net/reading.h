/* reading - how an encoder reads a pair: as steps of a GRU, each a few entries of one vocabulary
 * SPDX-License-Identifier: MIT
 *
 * The embeddings of a step's entries are added up. All characters that are not printable ASCII are the same one. */
#ifndef HNPS_READING_H
#define HNPS_READING_H

#include "base/mem.h"
#include "dsl/dsl_run.h"

enum {
	READ_APART,      /* input and output character by character, each from the zero state (Appendix A.1) */
	READ_ALIGNED,    /* the output's first character and length; then the input character by character, each with: how many characters
	                    of the output match from here, does all of it begin here, does it end here */
	READ_EDGES,      /* the same beginning; then the places of the input where all of the output begins or ends, alone, each with all
	                    that a position of the DSL can say of it: its distance from both ends, and which classes and delimiters have a
	                    match that starts or ends here, the how manieth from both sides */
	READ_REST,       /* of an output that several parts make, one behind the other, what is still to be made, to find the next part: the same
	                    beginning; then the places of the input where some of it matches: where a match begins, and all where its part may
	                    end, with the match's length there, whether it is all of the rest, and what a position of the DSL can say */
	NET_READINGS
};
extern const char *const net_reading_names[];

enum {
	READ_STEPS = 512,        /* no string takes more steps: what is behind is not read; D_composed's longest takes 234 */
	READ_BYTES = 4096,       /* nor is more of it looked at */
	READ_WHOLE = READ_STEPS - 2, /* a string of so many characters is read whole by every reading */
};

/* UTF-8 as readings want it: one byte a character, 0x7f for what is not printable ASCII; at most READ_BYTES, which `room` has. */
struct str net_plain(struct str s, char *room);

struct net_reading {
	int strings;             /* sequences a pair */
	int marks;               /* entries a step */
	int vocabulary;
	bool by_part;            /* the output is what is left, and a program's parts are found one after another */
	/* Of strings that net_plain made. Writes a sequence's steps, `marks` entries each, and returns how many; there
	 * is room for net_most_steps. */
	int (*read)(struct str input, struct str output, int string, struct dsl_scratch *scratch, int *marks);
};
extern const struct net_reading net_readings[];

/* What a sequence of a pair has at most in steps, by the length of its string. */
int net_most_steps(struct str input, struct str output, int string);

/* Has a string more than READ_WHOLE characters, so that a network may not read it to its end? UTF-8. */
bool net_is_long(struct str s);

#endif
