/* walk - random programs of a dialect, by the syntax checker: each token is drawn from those that may come next
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_WALK_H
#define HNPS_WALK_H

#include "base/rng.h"
#include "dsl/dsl_legal.h"
#include "dsl/dsl_op.h"

/* A text in quotes for DSL_TEXT. */
static inline void walk_text(struct rng *r, const struct dsl_syntax *s, struct buf *out)
{
	static const char *const of[][4] = {         /* what is no text but this */
		[ARG_NUMBER] = { "0", "-2.5", "5/9", "99999999999999999999" }, [ARG_LIMIT] = { "0", "-2.5", "1000", "7" }, [ARG_NOTATION] = { "1.234,5", "1 1/2", "IV", "X" },
		[ARG_FORMAT] = { "0.00", "0.0E+00", "#,##0.##", "G6" }, [ARG_COUNT] = { "1", "2", "3", "20" }, [ARG_INDEX] = { "0", "1", "-1", "-20" },
		[ARG_MOMENT] = { "%Y-%m-%d", "%-d %B", "%I:%M %p", "%%%a" }, [ARG_STEP] = { "10", "0.05", "30m", "2h" },
		[ARG_SPAN] = { "30m", "-1s", "2h", "90m" }, [ARG_ORDER_OR_NOTHING] = { "mdy", "d/m m.d de", "unix", "en fr" },
		[ARG_PASSED] = { "years", "days", "hours", "seconds" },
		[ARG_SPAN_FORMAT] = { "%H:%M:%S", "%-d d %-H h", "%-S", "%M%%" }, [ARG_UNIT_OR_NOTHING] = { "m", "h", "m:s", "m" },
		[ARG_CHARACTER] = { "x", "\xc3\xa9", "0", "\xe2\x82\xac" }, [ARG_ZONE] = { "+02:00", "Z", "-0330", "UTC" },
	};
	const int wanted = dsl_wants(s);
	static const char *const some[] = { "Mr. ", "\\n\\n", "\\\"\\\\", "\xc3\xa9", "\\x01", "\\x53PACE", "  ", "a", "(x, y)", "-1", "\xf0\x9f\x98\x80!" };

	if (wanted >= ARG_NUMBER) {
		buf_printf(out, "\"%s\"", of[wanted][rng_below(r, 4)]);
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
		if (exprs >= most && legal[close_c])
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
