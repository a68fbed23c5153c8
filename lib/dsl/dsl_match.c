/* dsl_match - where a class or a text matches in a string; the only file that knows PCRE2
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_match.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

enum { FURTHEST = 20 };                    /* the largest number of a match that a program can name */

static pcre2_code *classes[DSL_ALL];       /* of a TYPE token: its class, over Unicode */
static char about[80];

static void fill_kinds(void);

static void compile_classes(void)
{
	uint32_t jit = 0;
	char version[64] = "?", target[64] = "no JIT";

	for (int id = 0; id < dsl_table_size; id++) {
		int error;
		PCRE2_SIZE at;

		if (dsl_table[id].role != ROLE_TYPE)
			continue;
		classes[id] = pcre2_compile((PCRE2_SPTR)dsl_table[id].pattern, PCRE2_ZERO_TERMINATED, PCRE2_UTF, &error, &at, NULL);
		if (!classes[id])
			abort();                     /* the table is wrong: no input can cause it */
		pcre2_jit_compile(classes[id], PCRE2_JIT_COMPLETE);    /* without JIT pcre2_match is slower, not wrong */
	}
	fill_kinds();
	pcre2_config(PCRE2_CONFIG_VERSION, version);
	pcre2_config(PCRE2_CONFIG_JIT, &jit);
	if (jit)
		pcre2_config(PCRE2_CONFIG_JITTARGET, target);
	snprintf(about, sizeof about, "PCRE2 %.30s (%.40s)", version, target);
}

void dsl_need_classes(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, compile_classes);
}

const char *dsl_run_about(void)
{
	dsl_need_classes();
	return about;
}

struct dsl_scratch *dsl_scratch_make(void)
{
	struct dsl_scratch *s = mem_zero(1, sizeof *s);

	dsl_need_classes();
	s->data = pcre2_match_data_create(1, NULL);
	return s;
}

struct dsl_scratch **dsl_scratch_each(int threads)
{
	struct dsl_scratch **each = mem_get((size_t)threads * sizeof *each);

	for (int t = 0; t < threads; t++)
		each[t] = dsl_scratch_make();
	return each;
}

void dsl_scratch_free(struct dsl_scratch *s)
{
	if (!s)
		return;
	pcre2_match_data_free(s->data);
	for (int k = 0; k < DSL_DEPTH; k++)
		buf_free(&s->value[k]);
	buf_free(&s->joined);
	dsl_scratch_free(s->fields);
	free(s);
}

/* In ASCII text a match of any class is one byte of a set and as many of another as follow, so scanning for it needs no regular
 * expressions: all matches of Word+ in a line of 60 characters take 0.4 of the time of PCRE2's JIT with [A-Za-z]++, a tenth of that
 * with Unicode's class, and n < 0 is looked for from the right. tests/unit/dsl.c holds it against PCRE2. */
uint8_t dsl_kinds[256];

static void fill_kinds(void)
{
	for (int c = 0; c < 128; c++)
		dsl_kinds[c] = c >= 'A' && c <= 'Z' ? KIND_UPPER : c >= 'a' && c <= 'z' ? KIND_SMALL : c >= '0' && c <= '9' ? KIND_DIGIT :
		             c == ' ' || (c >= '\t' && c <= '\r') ? KIND_BLANK : KIND_OTHER;
}

static bool next_run(const struct dsl_token *set, struct str in, size_t at, struct dsl_hit *hit)
{
	const uint8_t *p = (const uint8_t *)in.p;

	while (at < in.n) {
		size_t end, limit = in.n;

		while (!(dsl_kinds[p[at]] & set->first))
			if (++at == in.n)
				return false;
		end = at + 1;
		if (set->most == 1)
			limit = end;
		while (end < limit && dsl_kinds[p[end]] & set->rest)
			end++;
		if (end - at >= set->fewest) {
			*hit = (struct dsl_hit){ at, end };
			return true;
		}
		at = end;
	}
	return false;
}

/* Match `back` from the right, 1 the last. */
static bool last_run(const struct dsl_token *set, struct str in, size_t back, struct dsl_hit *hit)
{
	const uint8_t *p = (const uint8_t *)in.p;
	size_t end = in.n;

	while (end > 0) {
		size_t at;

		while (!(dsl_kinds[p[end - 1]] & set->rest))
			if (--end == 0)
				return false;
		at = end - 1;
		while (at > 0 && set->most != 1 && dsl_kinds[p[at - 1]] & set->rest)
			at--;
		*hit = (struct dsl_hit){ at, end };
		end = at;
		if (set->first != set->rest) {
			if (at == 0 || !(dsl_kinds[p[at - 1]] & set->first))
				continue;
			end = --hit->start;
		}
		if (hit->after - hit->start >= set->fewest && --back == 0)
			return true;
	}
	return false;
}

/* The next match of something from byte `at` on. */
static bool next_hit(const struct dsl_arg *what, struct str in, bool wide, size_t at, struct dsl_scratch *s, struct dsl_hit *hit)
{
	const PCRE2_SIZE *found;
	const char *p;

	if (at >= in.n)
		return false;
	if (what->id == DSL_TEXT) {
		p = memmem(in.p + at, in.n - at, what->text.p, what->text.n);
		if (p)
			*hit = (struct dsl_hit){ (size_t)(p - in.p), (size_t)(p - in.p) + what->text.n };
		return p != NULL;
	}
	if (dsl_table[what->id].role == ROLE_CHAR) {
		p = memchr(in.p + at, dsl_table[what->id].value, in.n - at);
		if (p)
			*hit = (struct dsl_hit){ (size_t)(p - in.p), (size_t)(p - in.p) + 1 };
		return p != NULL;
	}
	if (!wide)
		return next_run(&dsl_table[what->id], in, at, hit);
	if (pcre2_match(classes[what->id], (PCRE2_SPTR)in.p, in.n, at, PCRE2_NO_UTF_CHECK, s->data, NULL) < 0)
		return false;
	found = pcre2_get_ovector_pointer(s->data);
	*hit = (struct dsl_hit){ found[0], found[1] };
	return true;
}

bool dsl_nth(const struct dsl_arg *what, int n, struct str in, bool wide, struct dsl_scratch *s, struct dsl_hit *hit)
{
	struct dsl_hit last[FURTHEST];      /* a ring of the last few, for n < 0 */
	size_t count = 0, at = 0, back = (size_t)-n;

	if (n >= 0) {
		for (int i = 0; i <= n; i++, at = hit->after)
			if (!next_hit(what, in, wide, at, s, hit))
				return false;
		return true;
	}
	if (what->id != DSL_TEXT && dsl_table[what->id].role == ROLE_CHAR) {
		const char *p = in.p + in.n;

		while (back && p > in.p && (p = memrchr(in.p, dsl_table[what->id].value, (size_t)(p - in.p))))
			back--;
		if (back || !p)
			return false;
		*hit = (struct dsl_hit){ (size_t)(p - in.p), (size_t)(p - in.p) + 1 };
		return true;
	}
	if (what->id != DSL_TEXT && !wide)
		return last_run(&dsl_table[what->id], in, back, hit);
	while (next_hit(what, in, wide, at, s, hit)) {
		last[count++ % FURTHEST] = *hit;
		at = hit->after;
	}
	if (count < back)
		return false;
	*hit = last[(count - back) % FURTHEST];
	return true;
}


size_t dsl_matches(const struct dsl_arg *what, struct str in, enum dsl_encoding e, struct dsl_scratch *s, struct dsl_match *matches, size_t most)
{
	bool wide = e == DSL_UNKNOWN ? utf8_check(in) != UTF8_ASCII : e == DSL_UTF8;
	size_t n = 0, at = 0, points = 0;
	struct dsl_hit hit;

	for (; next_hit(what, in, wide, at, s, &hit); n++, at = hit.after) {
		size_t start, after;

		if (wide) {
			start = points + utf8_length((struct str){ in.p + at, hit.start - at });
			after = points = start + utf8_length((struct str){ in.p + hit.start, hit.after - hit.start });
		} else
			start = hit.start, after = hit.after;
		if (n < most)
			matches[n] = (struct dsl_match){ (int)start, (int)after };
	}
	return n;
}

bool dsl_last(const struct dsl_arg *what, struct str in, enum dsl_encoding e, struct dsl_scratch *s, struct dsl_hit *hit)
{
	return dsl_nth(what, -1, in, e == DSL_UTF8, s, hit);
}

bool dsl_next(const struct dsl_arg *what, struct str in, enum dsl_encoding e, size_t at, struct dsl_scratch *s, struct dsl_hit *hit)
{
	return next_hit(what, in, e == DSL_UTF8, at, s, hit);
}
