/* spot - is the piece that an edit changes the one that a person sees, and are its like found?
 * SPDX-License-Identifier: MIT */
#include "fill/spot.h"

#include "base/rng.h"
#include "../lib/check.h"

/* An example, the piece that changes and what it becomes; another line and the n-th piece there that looks the same, ""
 * when there is none. */
static const struct { const char *input, *output, *piece, *made, *other; int n; const char *like; } cases[] = {
	{ "at 12:05 in", "at 12:05:00 in", "12:05", "12:05:00", "x 7:15, y 23:59 z", 0, "23:59" },
	{ "level=warn x", "level=WARN x", "warn", "WARN", "a b level=info c=d e", -1, "d" },
	{ "a,2024-01-05,c", "a,01/05/2024,c", "2024-01-05", "01/05/2024", "9,9-9,1-2-3", 0, "" },
	{ "a,2024-01-05,c", "a,01/05/2024,c", "2024-01-05", "01/05/2024", "1-2-3,1-2-4,5", 0, "1-2-4" },
	{ "working hard", "work hard", "working", "work", "going", 0, "going" },
	{ "a (b) c", "a c", "(b) ", "", "x (y z) (w) v", 0, "(w) " },
	{ "x\303\244y z", "x\303\266y z", "x\303\244y", "x\303\266y", "\303\274 1", 0, "\303\274" },
	{ "x \303\244", "x \303\266", "\303\244", "\303\266", "a b", 0, "a" },
	{ "n 5", "n 6", "5", "6", "1 2 3", 2, "3" },
	{ "n 5", "n 6", "5", "6", "1 2 3", -1, "3" },
	{ "a", "a", "a", "a", "b", 0, "b" },
	{ "", "x", "", "x", "", 0, "" },
};

/* Of random texts the piece with what it becomes in its place gives the output, and the piece is found where it is. */
static void check_random(uint64_t seed)
{
	static const char characters[] = "ab19 .:-(\303\244\303\266";
	struct rng rng = rng_at(seed, "spot", 0);
	struct arena a = { 0 };
	char text[2][12];
	struct str s[2], made;
	struct spot spot, found;
	struct look look;
	size_t all;
	struct buf both = { 0 };

	for (int k = 0; k < 2; k++) {
		s[k] = (struct str){ text[k], 0 };
		for (size_t n = rng_below(&rng, 6); n-- > 0; ) {
			const size_t i = rng_below(&rng, 11);

			if (i < 9)
				text[k][s[k].n++] = characters[i];
			else {
				text[k][s[k].n++] = '\303';
				text[k][s[k].n++] = characters[i == 9 ? 10 : 12];
			}
		}
	}
	spot = spot_changed(s[0], s[1], &made);
	buf_put(&both, s[0].p, spot.from);
	buf_str(&both, made);
	buf_put(&both, s[0].p + spot.until, s[0].n - spot.until);
	check(spot.from <= spot.until && str_eq(buf_view(&both), s[1]),
	    "seed %d: the piece doesn't explain the output", (int)seed);
	look = spot_look(s[0], spot, &a);
	if (look.form.n && spot_find(&look, 1, s[0], 0, &found, &all))
		check(all > 0 && found.from <= spot.from, "seed %d: the first such piece is behind this one",
		    (int)seed);
	else if (look.form.n)            /* it is part of a run of such characters */
		check(look.before == look.form.p[0] || look.behind == look.form.p[look.form.n - 1],
		    "seed %d: the piece isn't found", (int)seed);
	buf_free(&both);
	arena_free(&a);
}

int main(void)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct str in = str_of(cases[i].input), other = str_of(cases[i].other);
		struct arena a = { 0 };
		struct spot like = { 0, 0 };
		struct str made, piece, found;
		const struct spot spot = spot_changed(in, str_of(cases[i].output), &made);
		const struct look look = spot_look(in, spot, &a);
		size_t all;

		piece = (struct str){ in.p + spot.from, spot.until - spot.from };
		check(str_eq(piece, str_of(cases[i].piece)), "case %zu: the piece is '%.*s'", i, (int)piece.n, piece.p);
		check(str_eq(made, str_of(cases[i].made)), "case %zu: becomes '%.*s'", i, (int)made.n, made.p);
		if (!spot_find(&look, 1, other, cases[i].n, &like, &all))
			like = (struct spot){ 0, 0 };
		found = (struct str){ other.p + like.from, like.until - like.from };
		check(str_eq(found, str_of(cases[i].like)), "case %zu: its like is '%.*s'", i, (int)found.n, found.p);
		arena_free(&a);
	}
	for (uint64_t seed = 0; seed < 20000; seed++)
		check_random(seed);
	printf("%d checks, %d failed\n", checks, failed);
	return failed != 0;
}
