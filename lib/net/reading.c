/* reading - how an encoder reads a pair: as steps of a GRU, each a few entries of one vocabulary
 * SPDX-License-Identifier: MIT */
#include "net/reading.h"

#include <string.h>

#include "dsl/dsl.h"

/* ---- characters ---- */

enum { CHARACTERS = 96, OTHER = 95 };            /* printable ASCII, and all else */

static int character(char c)
{
	return c >= ' ' && c <= '~' ? c - ' ' : OTHER;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

static int read_apart(struct str input, struct str output, int string, struct dsl_scratch *scratch, int *marks)
{
	struct str s = string ? output : input;
	int n = least((int)s.n, READ_STEPS);

	(void)scratch;
	for (int i = 0; i < n; i++)
		marks[i] = character(s.p[i]);
	return n;
}

/* ---- aligned ---- */

enum { LENGTHS = 22, MATCHES = 6 };              /* lengths 0 .. 20 and more; matching characters 0 .. 4 and more */
enum {
	ALIGNED_CHARACTER,
	ALIGNED_END = ALIGNED_CHARACTER + CHARACTERS,      /* the step behind the input's last character */
	ALIGNED_OUTPUT,                                    /* the output's first character */
	ALIGNED_LENGTH = ALIGNED_OUTPUT + CHARACTERS,      /* its length */
	ALIGNED_FIT = ALIGNED_LENGTH + LENGTHS,            /* how the output fits at a character */
	ALIGNED_VOCABULARY = ALIGNED_FIT + MATCHES * 4,
	ALIGNED_MARKS = 2,
};

/* How many characters of b are the same in a. */
static int common(struct str a, struct str b)
{
	int n = 0;

	while ((size_t)n < a.n && (size_t)n < b.n && a.p[n] == b.p[n])
		n++;
	return n;
}

static struct str from(struct str s, int i)
{
	return (struct str){ s.p + i, s.n - (size_t)i };
}

static int length_of(struct str s)
{
	return s.n < LENGTHS - 1 ? (int)s.n : LENGTHS - 1;
}

static int read_aligned(struct str input, struct str output, int string, struct dsl_scratch *scratch, int *marks)
{
	const int n = least((int)input.n, READ_STEPS - 2), all = (int)output.n;
	bool begins[READ_STEPS] = { false };

	(void)string;
	(void)scratch;
	marks[0] = ALIGNED_OUTPUT + (output.n ? character(output.p[0]) : OTHER);
	marks[1] = ALIGNED_LENGTH + length_of(output);
	for (int i = 0; i <= n; i++) {
		int *m = marks + (i + 1) * ALIGNED_MARKS, same = common(from(input, i), output);

		begins[i] = same == all;
		m[0] = i < n ? ALIGNED_CHARACTER + character(input.p[i]) : ALIGNED_END;
		m[1] = ALIGNED_FIT + least(same, MATCHES - 1) * 4 + 2 * begins[i] + (all > 0 && i >= all && begins[i - all]);
	}
	return n + 2;
}

/* ---- edges ---- */

enum { BEFORE = 5, AFTER = 4, ORDERS = BEFORE * AFTER };  /* the n-th from the front: 0 .. 3 and more; from the back: -1 .. -3 and more */
enum { PLACES = 3 };                                      /* a match starts here, has its last character here, or both */
enum {
	EDGE_NONE,                                              /* nothing to say */
	EDGE_KIND,                                              /* the output begins here, ends here, or both; */
	EDGE_OUTPUT = EDGE_KIND + PLACES,                       /* ... or it is the step that tells the output's first character */
	EDGE_LENGTH = EDGE_OUTPUT + CHARACTERS,                 /* ... and its length */
	EDGE_CHARACTER = EDGE_LENGTH + LENGTHS,                 /* the input's character here */
	EDGE_END = EDGE_CHARACTER + CHARACTERS,                 /* there is none any more */
	EDGE_FRONT,                                             /* characters before this place */
	EDGE_BACK = EDGE_FRONT + LENGTHS,                       /* and from here on */
	EDGE_DELIMITER = EDGE_BACK + LENGTHS,                   /* the how manieth of its kind */
	EDGE_CLASS = EDGE_DELIMITER + ORDERS,                   /* which match of each class */
	EDGE_VOCABULARY = EDGE_CLASS + DSL_TYPES * PLACES * ORDERS,
	EDGE_MARKS = 1 + 4 + DSL_TYPES,
	EDGE_MATCHES = 256,                                     /* of a class, that are told apart */
};

/* Which of n matches the i-th is, from both sides. */
static int order_of(int i, int n)
{
	return least(i, BEFORE - 1) * AFTER + least(n - 1 - i, AFTER - 1);
}

static int delimiter_at(struct str input, int at)
{
	int n = 0, before = 0;

	if (dsl_char_id((unsigned char)input.p[at], DSL_PAPER) < 0)
		return EDGE_NONE;
	for (int i = 0; i < (int)input.n; i++)
		if (input.p[i] == input.p[at]) {
			before += i < at;
			n++;
		}
	return EDGE_DELIMITER + order_of(before, n);
}

static int class_at(const struct dsl_match *match, int n, int type, int at)
{
	for (int i = 0; i < n; i++) {
		int place = (match[i].start == at) + 2 * (match[i].after - 1 == at);

		if (place)
			return EDGE_CLASS + (type * PLACES + place - 1) * ORDERS + order_of(i, n);
	}
	return EDGE_NONE;
}

/* What a position of the DSL can say of a place of the input: its distances, its delimiter, its classes. */
enum { FACTS = 4 + DSL_TYPES };
struct facts { bool looked; int n[DSL_TYPES]; struct dsl_match match[DSL_TYPES][EDGE_MATCHES]; };

static void put_facts(struct facts *f, struct str input, int at, struct dsl_scratch *scratch, int *marks)
{
	for (int t = 0; !f->looked && t < DSL_TYPES; t++) {
		size_t n = dsl_matches(&(struct dsl_arg){ .id = DSL_FIRST_TYPE + t }, input, DSL_ASCII, scratch, f->match[t], EDGE_MATCHES);

		f->n[t] = n < EDGE_MATCHES ? (int)n : EDGE_MATCHES;
	}
	f->looked = true;
	marks[0] = at < (int)input.n ? EDGE_CHARACTER + character(input.p[at]) : EDGE_END;
	marks[1] = EDGE_FRONT + least(at, LENGTHS - 1);
	marks[2] = EDGE_BACK + least((int)input.n - at, LENGTHS - 1);
	marks[3] = at < (int)input.n ? delimiter_at(input, at) : EDGE_NONE;
	for (int t = 0; t < DSL_TYPES; t++)
		marks[4 + t] = class_at(f->match[t], f->n[t], t, at);
}

/* The step that tells the output's first character and its length. */
static void put_output(struct str output, int *marks, int n)
{
	for (int k = 0; k < n; k++)
		marks[k] = EDGE_NONE;
	marks[0] = EDGE_OUTPUT + (output.n ? character(output.p[0]) : OTHER);
	marks[1] = EDGE_LENGTH + length_of(output);
}

static int read_edges(struct str input, struct str output, int string, struct dsl_scratch *scratch, int *marks)
{
	struct facts facts = { .looked = false };
	int steps = 1, all = (int)output.n;

	(void)string;
	put_output(output, marks, EDGE_MARKS);
	if (output.n == 0 || output.n > input.n)
		return steps;
	for (int at = 0; at <= (int)input.n && steps < READ_STEPS; at++) {
		bool begins = at + all <= (int)input.n && memcmp(input.p + at, output.p, output.n) == 0;
		bool ends = at >= all && memcmp(input.p + at - all, output.p, output.n) == 0;
		int *m = marks + steps * EDGE_MARKS;

		if (!begins && !ends)
			continue;
		m[0] = EDGE_KIND + begins + 2 * ends - 1;
		put_facts(&facts, input, at, scratch, m + 1);
		steps++;
	}
	return steps;
}

/* ---- rest ---- */

enum { SIZES = 8 };                                       /* matches of 1, 2, 3, 4, 5-6, 7-9, 10-14, 15 and more characters */
enum {
	REST_BEGINS = EDGE_VOCABULARY,                          /* a match of that size begins here, and whether it is the whole rest */
	REST_ENDS = REST_BEGINS + 2 * SIZES,                    /* the longest part of a match that ends here, and whether it is the whole rest */
	REST_VOCABULARY = REST_ENDS + 2 * SIZES,
	REST_MARKS = 2 + FACTS,
};

static int size_of(int n)
{
	return n < 5 ? n - 1 : n < 7 ? 4 : n < 10 ? 5 : n < 15 ? 6 : 7;
}

static int read_rest(struct str input, struct str output, int string, struct dsl_scratch *scratch, int *marks)
{
	struct facts facts = { .looked = false };
	int steps = 1, first = 0;                               /* of the matches that reach here, the one that began first */
	int end[READ_BYTES];                                    /* of the match that begins at a place */

	(void)string;
	put_output(output, marks, REST_MARKS);
	for (int at = 0; at <= (int)input.n && steps < READ_STEPS; at++) {
		int same = common(from(input, at), output), *m = marks + steps * REST_MARKS;

		if (at < (int)input.n)
			end[at] = at + same;
		while (first < at && end[first] < at)                   /* ends before this place */
			first++;
		if (same == 0 && first == at)
			continue;
		m[0] = same ? REST_BEGINS + size_of(same) + (same == (int)output.n) * SIZES : EDGE_NONE;
		m[1] = first < at ? REST_ENDS + size_of(at - first) + (at - first == (int)output.n) * SIZES : EDGE_NONE;
		put_facts(&facts, input, at, scratch, m + 2);
		steps++;
	}
	return steps;
}

struct str net_plain(struct str s, char *room)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < READ_BYTES; i++)
		if (((unsigned char)s.p[i] & 0xc0) != 0x80)            /* the first byte of a character */
			room[n++] = s.p[i] >= ' ' && s.p[i] <= '~' ? s.p[i] : 0x7f;
	return (struct str){ room, n };
}

int net_most_steps(struct str input, struct str output, int string)
{
	const size_t n = (string ? output.n : input.n) + 2;      /* a reading adds a step before the string and one behind it */

	return n < READ_STEPS ? (int)n : READ_STEPS;
}

bool net_is_long(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; s.n > READ_WHOLE && i < s.n && n <= READ_WHOLE; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n > READ_WHOLE;
}

const char *const net_reading_names[] = { [READ_APART] = "apart", [READ_ALIGNED] = "aligned", [READ_EDGES] = "edges", [READ_REST] = "rest", NULL };
const struct net_reading net_readings[] = {
	[READ_APART]   = { 2, 1, CHARACTERS, false, read_apart },
	[READ_ALIGNED] = { 1, ALIGNED_MARKS, ALIGNED_VOCABULARY, false, read_aligned },
	[READ_EDGES]   = { 1, EDGE_MARKS, EDGE_VOCABULARY, false, read_edges },
	[READ_REST]    = { 1, REST_MARKS, REST_VOCABULARY, true, read_rest },
};
