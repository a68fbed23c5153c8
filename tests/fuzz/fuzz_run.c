/* fuzz_run - any program on any input: the first line is the program, or is taken for the seed of one; the rest is the input
 * SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>

#include "../lib/walk.h"
#include "base/utf8.h"
#include "dsl/dsl_run.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void require(bool good)
{
	if (!good)
		abort();
}

static void choose(struct str line, struct arena *a, struct dsl_program *p)
{
	struct buf text = { 0 }, ids = { 0 };
	uint64_t seed = 0;
	struct rng r;

	if (dsl_parse(line, DSL_SHELL, a, p, NULL) == 0)
		return;
	for (size_t i = 0; i < line.n; i++)
		seed = seed * 31 + (uint8_t)line.p[i];
	r = rng_at(seed, "fuzz_run", 0);
	walk_program(&r, DSL_SHELL, 3, &text, &ids);
	require(dsl_parse(buf_view(&text), DSL_SHELL, a, p, NULL) == 0);
	buf_free(&text);
	buf_free(&ids);
}

/* May an empty output be meant? */
static bool may_give_nothing(const struct dsl_program *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (dsl_is_nothing(&p->exprs[i], 1))
			return true;
	return false;
}

/* What an encoding that we tell it makes of the input must be what it finds by itself. */
static void compare(const struct dsl_ready *ready, struct dsl_scratch *s, struct str input, enum dsl_encoding e, enum dsl_error error,
                    const struct buf *out)
{
	struct buf other = { 0 };

	require(dsl_run_as(ready, s, input, e, &other) == error && str_eq(buf_view(&other), (struct str){ out->p + 1, out->n - 1 }));
	buf_free(&other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const uint8_t *end = n ? memchr(data, '\n', n) : NULL;
	struct arena a = { 0 };
	struct buf out = { 0 };
	struct dsl_program program;
	struct dsl_ready *ready;
	static struct dsl_scratch *s;
	struct str input;
	enum utf8_kind kind;
	enum dsl_error error;

	if (!end)
		return 0;
	input = (struct str){ (const char *)end + 1, n - (size_t)(end + 1 - data) };
	choose((struct str){ (const char *)data, (size_t)(end - data) }, &a, &program);
	ready = dsl_ready(&program);
	s = s ? s : dsl_scratch_make();
	kind = utf8_check(input);
	buf_putc(&out, '>');            /* what stood there before stays */
	error = dsl_run(ready, s, input, &out);
	require((error == RUN_NOT_UTF8) == (kind == UTF8_BROKEN));
	require(out.p[0] == '>' && (error ? out.n == 1 : out.n > 1 || may_give_nothing(&program)) && *dsl_error_text(error));
	require(utf8_check(buf_view(&out)) != UTF8_BROKEN);
	require(dsl_makes(ready, s, input, (struct str){ out.p + 1, out.n - 1 }) == (error == RUN_OK));
	if (kind != UTF8_BROKEN)
		compare(ready, s, input, DSL_UTF8, error, &out);
	if (kind == UTF8_ASCII)
		compare(ready, s, input, DSL_ASCII, error, &out);
	dsl_done(ready);
	arena_free(&a);
	buf_free(&out);
	return 0;
}
