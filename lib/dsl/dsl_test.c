/* dsl_test - conditions on an input, which say what branch of a program decides
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_test.h"

#include "base/notation.h"
#include "base/utf8.h"

/* So many matches and one more. */
static bool has(const struct dsl_test *t, struct dsl_scratch *s, struct str in, enum dsl_encoding e)
{
	struct dsl_hit hit = { 0, 0 };

	for (int i = 0; i <= t->count; i++)
		if (!dsl_next(&t->items[0], in, e, hit.after, s, &hit))
			return false;
	return true;
}

/* A match that begins where the one before ended. */
static bool goes_on(const struct dsl_arg *what, struct dsl_scratch *s, struct str in, enum dsl_encoding e, size_t *at)
{
	struct dsl_hit hit;

	if (what->id == DSL_TEXT) {
		if (in.n - *at < what->text.n || memcmp(in.p + *at, what->text.p, what->text.n) != 0)
			return false;
		*at += what->text.n;
		return true;
	}
	if (!dsl_next(what, in, e, *at, s, &hit) || hit.start != *at)
		return false;
	*at = hit.after;
	return true;
}

static bool starts(const struct dsl_test *t, struct dsl_scratch *s, struct str in, enum dsl_encoding e)
{
	size_t at = 0;

	return goes_on(&t->items[0], s, in, e, &at);
}

static bool ends(const struct dsl_test *t, struct dsl_scratch *s, struct str in, enum dsl_encoding e)
{
	const struct dsl_arg *what = &t->items[0];
	struct dsl_hit hit;

	if (what->id == DSL_TEXT)
		return in.n >= what->text.n && memcmp(in.p + in.n - what->text.n, what->text.p, what->text.n) == 0;
	return dsl_last(what, in, e, s, &hit) && hit.after == in.n;
}

static bool is(const struct dsl_test *t, struct dsl_scratch *s, struct str in, enum dsl_encoding e)
{
	size_t at = 0;

	for (size_t k = 0; k < t->n; k++)
		if (!goes_on(&t->items[k], s, in, e, &at))
			return false;
	return at == in.n;
}

/* Is the first number below the argument (sign -1), or above it (1)? Not when there is no number. */
static bool compares(const struct dsl_test *t, struct str in, int sign)
{
	struct decimal x, limit;

	decimal_read(t->items[0].text, &limit);      /* the parser has seen that it is a number */
	return decimal_find(in, &x).n && sign * decimal_compare(&x, &limit) > 0;
}

static bool less(const struct dsl_test *t, struct dsl_scratch *s, struct str in, enum dsl_encoding e)
{
	(void)s, (void)e;
	return compares(t, in, -1);
}

static bool more(const struct dsl_test *t, struct dsl_scratch *s, struct str in, enum dsl_encoding e)
{
	(void)s, (void)e;
	return compares(t, in, 1);
}

static bool longer(const struct dsl_test *t, struct dsl_scratch *s, struct str in, enum dsl_encoding e)
{
	(void)s;
	return (e == DSL_UTF8 ? utf8_length(in) : in.n) > (size_t)t->count;
}

const struct dsl_predicate dsl_predicates[TESTS] = {
	[TEST_HAS] = { "Has", { ARG_MATCH, ARG_NTH_OR_NOTHING }, has },      /* such a match; or match n, 0 being the first */
	[TEST_STARTS] = { "Starts", { ARG_MATCH }, starts },
	[TEST_ENDS] = { "Ends", { ARG_MATCH }, ends },
	[TEST_IS] = { "Is", { ARG_ITEMS }, is },                               /* these one after the other, and nothing else */
	[TEST_LESS] = { "Less", { ARG_LIMIT }, less },                        /* the first number is */
	[TEST_MORE] = { "More", { ARG_LIMIT }, more },
	[TEST_LONGER] = { "Longer", { ARG_MOST }, longer },                   /* than so many characters */
	[TEST_FITS] = { "Fits", { ARG_NONE }, NULL },                         /* the branch can handle it */
};

bool dsl_test_counts(const struct dsl_predicate *p)
{
	return p->args[0] == ARG_MOST;
}

struct dsl_test dsl_copy_test(struct arena *a, const struct dsl_test *t)
{
	struct dsl_test copy = *t;

	copy.items = arena_get(a, t->n * sizeof *copy.items);
	for (size_t k = 0; k < t->n; k++)
		copy.items[k] = (struct dsl_arg){ t->items[k].id, arena_copy(a, t->items[k].text) };
	return copy;
}
