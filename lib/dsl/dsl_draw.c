/* dsl_draw - random programs of the paper dialect, and input strings that suit them (Appendix C.1, Table 4)
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_draw.h"

/* the paper's classes in the order of the table */
enum { WORD, NUM, ALPHANUM, ALLCAPS, PROPCASE, LOWER, DIGIT, CHAR };

static struct dsl_pos draw_pos(struct rng *r, const struct dsl_rates *rates)
{
	struct dsl_pos p = { 0 };

	if (rng_unit(r) < rates->constpos) {
		p.kind = POS_CONST;
		p.k = (int)rng_below(r, 41) - 20;
		return p;
	}
	p.kind = POS_REGEX;
	p.type = rng_unit(r) < rates->type ? DSL_FIRST_TYPE + (int)rng_below(r, DSL_TYPES) : DSL_FIRST_CHAR + (int)rng_below(r, DSL_CHARS);
	p.n = (int)rng_below(r, 7) - 3;
	p.bound = rng_below(r, 2) ? BOUND_END : BOUND_START;
	return p;
}

struct dsl_program dsl_draw_program(struct rng *r, long parts, const struct dsl_rates *rates, struct arena *a)
{
	struct dsl_program p = { arena_get(a, (size_t)parts * sizeof *p.exprs), (size_t)parts };

	for (long i = 0; i < parts; i++) {
		struct dsl_expr *e = &p.exprs[i];

		*e = (struct dsl_expr){ .kind = rng_unit(r) < rates->conststr ? EXPR_CONST : EXPR_SUBSTR };
		if (e->kind == EXPR_CONST) {
			char c = (char)dsl_table[DSL_FIRST_CHAR + (int)rng_below(r, DSL_CHARS)].value;

			e->text = arena_copy(a, (struct str){ &c, 1 });
			continue;
		}
		e->from = draw_pos(r, rates);
		e->until = draw_pos(r, rates);
	}
	return p;
}

/* ---- what can never run ---- */

/* Do the two positions stand in order in some string? Decided for two ConstPos, and for two Regexes of one token; else true. */
static bool in_order(const struct dsl_pos *a, const struct dsl_pos *b)
{
	if (a->kind == POS_CONST && b->kind == POS_CONST) {
		for (int len = DRAW_SHORTEST; len <= DRAW_LONGEST; len++)
			if ((a->k < 0 ? len + a->k : a->k) < (b->k < 0 ? len + b->k : b->k))
				return true;
		return false;
	}
	if (a->kind == POS_REGEX && b->kind == POS_REGEX && a->type == b->type) {
		const struct dsl_token *t = &dsl_table[a->type];
		bool single = t->role == ROLE_CHAR || a->type == DSL_FIRST_TYPE + DIGIT || a->type == DSL_FIRST_TYPE + CHAR;

		for (int count = 1; count <= DRAW_LONGEST; count++) {
			int i = a->n < 0 ? count + a->n : a->n, j = b->n < 0 ? count + b->n : b->n;

			if (i < 0 || j < 0 || i >= count || j >= count)
				continue;
			if (i < j || (i == j && !single && a->bound == BOUND_START && b->bound != BOUND_START))
				return true;
		}
		return false;
	}
	return true;
}

bool dsl_feasible(const struct dsl_program *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->exprs[i].kind == EXPR_SUBSTR && !in_order(&p->exprs[i].from, &p->exprs[i].until))
			return false;
	return true;
}

/* ---- inputs ---- */

static void raise_to(uint8_t *count, int n)
{
	int need = n < 0 ? -n : n + 1;

	if (*count < need)
		*count = (uint8_t)(need < 255 ? need : 255);
}

struct dsl_needs dsl_needs(const struct dsl_program *p)
{
	struct dsl_needs needs = { 0 };

	for (size_t i = 0; i < p->n; i++) {
		const struct dsl_pos *both[2] = { &p->exprs[i].from, &p->exprs[i].until };

		for (int j = 0; j < 2 && p->exprs[i].kind == EXPR_SUBSTR; j++) {
			int type = both[j]->type;

			if (both[j]->kind != POS_REGEX)
				continue;
			if (type >= DSL_FIRST_TYPE && type < DSL_FIRST_TYPE + DSL_TYPES)
				raise_to(&needs.classes[type - DSL_FIRST_TYPE], both[j]->n);
			else if (type >= DSL_FIRST_CHAR && type < DSL_FIRST_CHAR + DSL_CHARS)
				raise_to(&needs.chars[type - DSL_FIRST_CHAR], both[j]->n);
		}
	}
	for (int c = 0; c < DSL_CHARS; c++)
		if (needs.chars[c])
			needs.own[needs.nown++] = (uint8_t)c;
	return needs;
}

static char upper(struct rng *r) { return (char)('A' + rng_below(r, 26)); }
static char lower(struct rng *r) { return (char)('a' + rng_below(r, 26)); }
static char digit(struct rng *r) { return (char)('0' + rng_below(r, 10)); }

static char alphanum(struct rng *r)
{
	uint32_t k = rng_below(r, 62);

	return (char)(k < 26 ? 'A' + k : k < 52 ? 'a' + (k - 26) : '0' + (k - 52));
}

/* One word of a class, `n` characters (2 at least where the class asks for it). */
static int make_word(struct rng *r, int class, int n, char *out)
{
	if (class == DIGIT || class == CHAR)
		n = 1;
	for (int i = 0; i < n; i++)
		switch (class) {
		case WORD:     out[i] = rng_below(r, 2) ? upper(r) : lower(r); break;
		case NUM:
		case DIGIT:    out[i] = digit(r); break;
		case ALLCAPS:  out[i] = upper(r); break;
		case PROPCASE: out[i] = i ? lower(r) : upper(r); break;
		case LOWER:    out[i] = lower(r); break;
		default:       out[i] = alphanum(r); break;
		}
	return n;
}

/* What else is in a string: letters for the most part, the program's own characters now and then, and the others of the DSL. */
static char filler(struct rng *r, const struct dsl_needs *needs)
{
	uint32_t k = rng_below(r, 100);

	if (k < 30)
		return upper(r);
	if (k < 65)
		return lower(r);
	if (k < 73)
		return digit(r);
	if (k < 85 && needs->nown)
		return (char)dsl_table[DSL_FIRST_CHAR + needs->own[rng_below(r, (uint32_t)needs->nown)]].value;
	return (char)dsl_table[DSL_FIRST_CHAR + (int)rng_below(r, DSL_CHARS)].value;
}

int dsl_draw_input(struct rng *r, const struct dsl_needs *needs, char out[DRAW_LONGEST])
{
	/* a word of these also is a match of those further down, so the ones that give the most come first */
	static const uint8_t order[DSL_TYPES] = { PROPCASE, ALLCAPS, LOWER, WORD, NUM, DIGIT, ALPHANUM, CHAR };
	static const uint8_t shortest[DSL_TYPES] = { 2, 1, 1, 2, 2, 1, 1, 1 }, longest[DSL_TYPES] = { 6, 3, 6, 6, 6, 5, 1, 1 };
	struct piece { uint8_t at, n; } pieces[DRAW_LONGEST];
	char text[DRAW_LONGEST + 8];
	int length = DRAW_SHORTEST + (int)rng_below(r, DRAW_LONGEST - DRAW_SHORTEST + 1), n = 0, npieces = 0, room, made = 0;
	int have[DSL_TYPES] = { 0 }, total = 0;

	for (int c = 0; c < DSL_CHARS; c++)
		for (int i = 0; i < needs->chars[c] && n < length; i++) {
			text[n] = (char)dsl_table[DSL_FIRST_CHAR + c].value;
			pieces[npieces++] = (struct piece){ (uint8_t)n++, 1 };
		}
	for (int c = 0; c < DSL_TYPES; c++)
		total += needs->classes[c];
	room = total ? (length - n) / total : 0;          /* characters that a word may take */
	for (int o = 0; o < DSL_TYPES; o++) {
		int class = order[o];

		while (have[class] < needs->classes[class]) {
			int most = longest[class] < room ? longest[class] : room, size = shortest[class];

			if (most > size)
				size += (int)rng_below(r, (uint32_t)(most - size + 1));
			if (n + size > length)
				return made;                     /* they don't fit: an empty string, on which no Regex matches */
			size = make_word(r, class, size, text + n);
			pieces[npieces++] = (struct piece){ (uint8_t)n, (uint8_t)size };
			n += size;
			have[class]++;
			have[CHAR] += class == CHAR ? 0 : size;
			have[ALPHANUM] += class != ALPHANUM && class != CHAR;
			have[WORD] += class == PROPCASE || class == ALLCAPS || (class == LOWER && size > 1);
			have[LOWER] += class == PROPCASE;
			have[DIGIT] += class == NUM ? size : 0;
		}
	}
	while (n < length) {
		text[n] = filler(r, needs);
		pieces[npieces++] = (struct piece){ (uint8_t)n++, 1 };
	}
	for (int i = npieces - 1; i > 0; i--) {
		int j = (int)rng_below(r, (uint32_t)i + 1);
		struct piece swap = pieces[i];

		pieces[i] = pieces[j];
		pieces[j] = swap;
	}
	for (int i = 0; i < npieces; i++)
		for (int k = 0; k < pieces[i].n; k++)
			out[made++] = text[pieces[i].at + k];
	return made;
}
