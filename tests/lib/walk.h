/* walk - random programs of a dialect, by the syntax checker: each token is drawn from those that may come next
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_WALK_H
#define HNPS_WALK_H

#include "base/rng.h"
#include "dsl/dsl_legal.h"

/* A text in quotes for DSL_TEXT. */
static inline void walk_text(struct rng *r, const struct dsl_syntax *s, struct buf *out)
{
	static const char *const numbers[] = { "0", "1", "-2.5", "1000", "0.0001", "99999999999999999999" };
	static const char *const formats[] = { "0", "0.00", "000", "#,##0.##", "G6", ".0", "0.0###" };
	static const char *const some[] = { "Mr. ", "\\n\\n", "\\\"\\\\", "\xc3\xa9", "\\x01", "\\x53PACE", "  ", "a", "(x, y)", "-1", "\xf0\x9f\x98\x80!" };

	if (dsl_wants_number(s) || dsl_wants_format(s)) {
		buf_printf(out, "\"%s\"", dsl_wants_number(s) ? numbers[rng_below(r, sizeof numbers / sizeof *numbers)] :
		                           formats[rng_below(r, sizeof formats / sizeof *formats)]);
		return;
	}
	buf_printf(out, "\"%s\"", some[rng_below(r, sizeof some / sizeof *some)]);
}

/* Appends the token text of a program of at most `most` expressions, and its tokens' ids, a byte each. */
static inline void walk_program(struct rng *r, enum dsl_dialect d, int most, struct buf *out, struct buf *ids)
{
	struct dsl_syntax s = dsl_syntax_begin(d);
	uint8_t legal[256];
	int exprs = 0, close_c = 7;

	while (!dsl_finished(&s)) {
		int n = 0, token = DSL_TEXT, which;

		dsl_mask(&s, legal);
		for (int id = 0; id < dsl_size(d); id++)
			n += legal[id];
		which = (int)rng_below(r, (uint32_t)(n + (dsl_may(&s, DSL_TEXT) ? n ? n : 1 : 0)));
		for (int id = 0; id < dsl_size(d) && token == DSL_TEXT; id++)
			if (legal[id] && which-- == 0)
				token = id;
		if (exprs == most && legal[close_c])
			token = close_c;
		if (token == DSL_TEXT)
			walk_text(r, &s, out);
		else
			buf_puts(out, dsl_table[token].text);
		buf_putc(out, ' ');
		buf_putc(ids, (char)token);
		exprs += token != DSL_TEXT && (dsl_table[token].role == ROLE_CONSTSTR || dsl_table[token].role == ROLE_SUBSTR);
		dsl_step(&s, token);
	}
}

#endif
