/* fuzz_program - any text as a program: what is read is printed in both spellings, reads back as the same, and becomes code or is refused
 * SPDX-License-Identifier: MIT
 *
 * The first byte chooses: the rest is the text; each byte of it is a token; or each is one of the tokens that may come next, so that
 * the fuzzer reaches whole programs. */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "code/code.h"
#include "dsl/dsl_legal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void require(bool good)
{
	if (!good)
		abort();
}

typedef void print(struct buf *out, const struct dsl_program *p);

/* Reads what `print` makes of a program, and compares how that prints as tokens. */
static void round_trip(const struct dsl_program *p, enum dsl_dialect d, print *how, struct arena *a, struct str tokens)
{
	struct buf text = { 0 }, again = { 0 };
	struct dsl_program q;

	how(&text, p);
	require(utf8_check(buf_view(&text)) != UTF8_BROKEN);
	require(dsl_parse(buf_view(&text), d, a, &q, NULL) == 0);
	dsl_print(&again, &q);
	require(str_eq(buf_view(&again), tokens));
	buf_free(&text);
	buf_free(&again);
}

/* As code of each language, or with a reason why not. */
static void as_code(const struct dsl_program *p)
{
	for (int k = 0; code_languages[k]; k++) {
		struct buf code = { 0 }, why = { 0 };

		require((code_write(&code, k, p, NULL, &why) == 0) == (why.n == 0) && (code.n > 0) == (why.n == 0));
		buf_free(&code);
		buf_free(&why);
	}
}

/* Does it parse? */
static bool try(struct str text, enum dsl_dialect d, struct buf *tokens)
{
	struct arena a = { 0 };
	struct buf why = { 0 };
	struct dsl_program p;
	bool good = dsl_parse(text, d, &a, &p, &why) == 0;

	require(good == (why.n == 0) && !memchr(buf_cstr(&why), '\n', why.n));
	if (good) {
		require(p.n > 0 && p.n <= DSL_PARTS && dsl_ids(&p, NULL, 0) <= DSL_TOKENS && dsl_dialect_of(&p) <= d);
		dsl_print(tokens, &p);
		round_trip(&p, dsl_dialect_of(&p), dsl_print, &a, buf_view(tokens));
		round_trip(&p, d, dsl_print_readable, &a, buf_view(tokens));
		as_code(&p);
	}
	arena_free(&a);
	buf_free(&why);
	return good;
}

static void put_token(struct buf *text, int id, uint8_t byte)
{
	if (id < dsl_table_size)
		buf_printf(text, "%s ", dsl_table[id].text);
	else
		buf_printf(text, "\"%c\\x%02x\" ", byte % 2 ? 'a' : ' ', byte / 2);
}

static void put_legal(struct buf *text, const uint8_t *bytes, size_t n)
{
	struct dsl_syntax s = dsl_syntax_begin(DSL_SHELL);
	uint8_t legal[DSL_TEXT];

	for (size_t i = 0; i < n && !dsl_finished(&s); i++) {
		int ids[DSL_TEXT + 1], most = 0, id;

		dsl_mask(&s, legal);
		for (int k = 0; k < dsl_table_size; k++)
			if (legal[k])
				ids[most++] = k;
		if (dsl_may(&s, DSL_TEXT))
			ids[most++] = DSL_TEXT;
		id = ids[bytes[i] % most];
		put_token(text, id, bytes[i]);
		dsl_step(&s, id);
		/* the only token that may come next needs no byte */
		i -= most == 1;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf text = { 0 }, paper = { 0 }, shell = { 0 };

	if (n == 0)
		return 0;
	switch (data[0] % 3) {
	case 0:
		buf_put(&text, data + 1, n - 1);
		break;
	case 1:
		for (size_t i = 1; i < n; i++)
			put_token(&text, data[i] % (dsl_table_size + 1), data[i]);
		break;
	default:
		put_legal(&text, data + 1, n - 1);
	}
	/* what is a program of the paper is the same program of the shell */
	if (try(buf_view(&text), DSL_PAPER, &paper))
		require(try(buf_view(&text), DSL_SHELL, &shell) && str_eq(buf_view(&paper), buf_view(&shell)));
	else
		try(buf_view(&text), DSL_SHELL, &shell);
	buf_free(&text);
	buf_free(&paper);
	buf_free(&shell);
	return 0;
}
