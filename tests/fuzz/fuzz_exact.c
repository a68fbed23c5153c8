/* fuzz_exact - any pairs: the search, with conditions and without, ends within its budget, and all that it finds is right
 * SPDX-License-Identifier: MIT */
#include "search/guard.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "dsl/dsl_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_PAIRS = 6 };

/* The bytes as UTF-8: what is none becomes a letter with an accent. */
static struct str text_of(struct arena *a, const uint8_t *p, size_t n)
{
	struct buf text = { 0 };
	struct str copy;

	for (size_t i = 0, length; i < n; i += length) {
		for (length = n - i < 4 ? n - i : 4; length && utf8_check((struct str){ (const char *)p + i, length }) == UTF8_BROKEN; length--)
			;
		if (length)
			buf_put(&text, p + i, length);
		else
			utf8_put(&text, 0xC0 + (p[i] & 0x3F)), length = 1;
	}
	copy = arena_copy(a, buf_view(&text));
	buf_free(&text);
	return copy;
}

static void must(bool good)
{
	if (!good)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct exact *x;
	static struct guard *g;
	static struct dsl_scratch *scratch;
	struct str strings[2][MOST_PAIRS];
	struct arena a = { 0 };
	struct exact_options o;
	struct exact_result r;
	size_t n = 0, fields = 0, at = 1;

	if (size < 2)
		return 0;
	if (!x)
		x = exact_make(), g = guard_make(x), scratch = dsl_scratch_make();
	/* inputs and outputs in turn, each ended by a zero */
	for (; at < size && fields < 2 * MOST_PAIRS; fields++) {
		const uint8_t *end = memchr(data + at, 0, size - at);
		size_t length = end ? (size_t)(end - data) - at : size - at;

		strings[fields % 2][fields / 2] = text_of(&a, data + at, length);
		at += length + 1;
	}
	n = fields / 2;
	o = (struct exact_options){ .dialect = data[0] & 1 ? DSL_SHELL : DSL_PAPER, .best = data[0] & 2 ? 5 : 1, .steps = 200000 };
	if (data[0] & 4 && n > 1)      /* the last pair's input without its output */
		o.others = &strings[0][--n], o.nothers = 1;
	if (n == 0) {
		arena_free(&a);
		return 0;
	}
	r = data[0] & 8 ? guard_search(g, strings[0], strings[1], n, &o) : exact_search(x, strings[0], strings[1], n, &o);
	must((r.status == EXACT_FOUND) == (r.n > 0) && r.n <= o.best && r.steps < o.steps + 200000 + (double)size);
	for (size_t i = 0; i < r.n; i++) {
		struct dsl_program p;
		struct buf text = { 0 };
		struct dsl_ready *ready;

		dsl_print(&text, &r.found[i].program);
		must(dsl_parse(buf_view(&text), o.dialect, &a, &p, NULL) == 0);
		ready = dsl_ready(&p);
		for (size_t k = 0; k < n; k++)
			must(dsl_makes(ready, scratch, strings[0][k], strings[1][k]));
		must(i == 0 || r.found[i].cost >= r.found[i - 1].cost - 1e-6);
		dsl_done(ready);
		buf_free(&text);
	}
	arena_free(&a);
	return 0;
}
