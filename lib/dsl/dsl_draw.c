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
	struct dsl_program p = { .exprs = arena_get(a, (size_t)parts * sizeof *p.exprs), .n = (size_t)parts };

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
		*count = (uint8_t)need;
}

/* Letters for the most part, the program's own characters now and then, and the others of the DSL. */
static void fill_filler(struct dsl_needs *needs)
{
	enum { UPPERS = 78, LOWERS = 90, DIGITS = 20, OWN = 30 };     /* of 256; the rest is any of the 20 characters */
	int n = 0;

	for (int i = 0; i < UPPERS; i++)
		needs->filler[n++] = (char)('A' + i % 26);
	for (int i = 0; i < LOWERS; i++)
		needs->filler[n++] = (char)('a' + i % 26);
	for (int i = 0; i < DIGITS; i++)
		needs->filler[n++] = (char)('0' + i % 10);
	for (int i = 0; i < OWN && needs->nchars; i++)
		needs->filler[n++] = needs->chars[i % needs->nchars];
	for (int i = 0; n < 256; i++)
		needs->filler[n++] = (char)dsl_table[DSL_FIRST_CHAR + i % DSL_CHARS].value;
}

struct dsl_needs dsl_needs(const struct dsl_program *p)
{
	struct dsl_needs needs = { 0 };
	uint8_t chars[DSL_CHARS] = { 0 };

	for (size_t i = 0; i < p->n; i++) {
		const struct dsl_pos *both[2] = { &p->exprs[i].from, &p->exprs[i].until };

		for (int j = 0; j < 2 && p->exprs[i].kind == EXPR_SUBSTR; j++) {
			int type = both[j]->type;

			if (both[j]->kind != POS_REGEX)
				continue;
			if (type >= DSL_FIRST_TYPE && type < DSL_FIRST_TYPE + DSL_TYPES)
				raise_to(&needs.classes[type - DSL_FIRST_TYPE], both[j]->n);
			else if (type >= DSL_FIRST_CHAR && type < DSL_FIRST_CHAR + DSL_CHARS)
				raise_to(&chars[type - DSL_FIRST_CHAR], both[j]->n);
		}
	}
	for (int c = 0; c < DSL_CHARS; c++)
		for (int i = 0; i < chars[c] && needs.nchars < DRAW_LONGEST; i++)
			needs.chars[needs.nchars++] = (char)dsl_table[DSL_FIRST_CHAR + c].value;
	fill_filler(&needs);
	return needs;
}

static char upper(uint8_t byte) { return (char)('A' + byte * 26 / 256); }
static char lower(uint8_t byte) { return (char)('a' + byte * 26 / 256); }
static char digit(uint8_t byte) { return (char)('0' + byte * 10 / 256); }

static char alphanum(uint8_t byte)
{
	int k = byte * 62 / 256;

	return (char)(k < 26 ? 'A' + k : k < 52 ? 'a' + (k - 26) : '0' + (k - 52));
}

/* One character of a word of a class, out of one random byte. */
static char letter(int class, int i, uint8_t byte)
{
	switch (class) {
	case WORD:     return byte & 1 ? upper(byte) : lower(byte);
	case NUM:
	case DIGIT:    return digit(byte);
	case ALLCAPS:  return upper(byte);
	case PROPCASE: return i ? lower(byte) : upper(byte);
	case LOWER:    return lower(byte);
	default:       return alphanum(byte);
	}
}

/* Chooses the words that give each class its matches; a word's size is random as far as there is room. Returns how many words, or -1
 * when they don't fit. */
static int choose_words(struct rng *r, const struct dsl_needs *needs, int room, uint8_t *classes, uint8_t *sizes)
{
	/* a word of these also is a match of those further down, so the ones that give the most come first */
	static const uint8_t order[DSL_TYPES] = { PROPCASE, ALLCAPS, LOWER, WORD, NUM, DIGIT, ALPHANUM, CHAR };
	static const uint8_t shortest[DSL_TYPES] = { 2, 1, 1, 2, 2, 1, 1, 1 }, longest[DSL_TYPES] = { 6, 3, 6, 6, 6, 5, 1, 1 };
	int have[DSL_TYPES] = { 0 }, total = 0, each, n = 0;

	for (int c = 0; c < DSL_TYPES; c++)
		total += needs->classes[c];
	each = total ? room / total : 0;
	for (int o = 0; o < DSL_TYPES && total; o++) {
		int class = order[o];

		while (have[class] < needs->classes[class]) {
			int most = longest[class] < each ? longest[class] : each, size = shortest[class];

			if (most > size)
				size += (int)rng_below(r, (uint32_t)(most - size + 1));
			if ((room -= size) < 0)
				return -1;
			classes[n] = (uint8_t)class;
			sizes[n++] = (uint8_t)size;
			have[class]++;
			have[CHAR] += class == CHAR ? 0 : size;
			have[ALPHANUM] += class != ALPHANUM && class != CHAR;
			have[WORD] += class == PROPCASE || class == ALLCAPS || (class == LOWER && size > 1);
			have[LOWER] += class == PROPCASE;
			have[DIGIT] += class == NUM ? size : 0;
		}
	}
	return n;
}

static uint8_t byte_of(const uint32_t *words, int i) { return (uint8_t)(words[i / 4] >> i % 4 * 8); }

int dsl_draw_input(struct rng *r, const struct dsl_needs *needs, char out[DRAW_ROOM])
{
	int length = DRAW_SHORTEST + (int)rng_below(r, DRAW_LONGEST - DRAW_SHORTEST + 1);
	int nchars = needs->nchars < length ? needs->nchars : length, nwords, nslots = length, moved = 0;
	uint8_t classes[DRAW_LONGEST], sizes[DRAW_LONGEST], piece_in[DRAW_LONGEST];
	uint32_t random[(DRAW_LONGEST + 15) / 16 * 4];      /* a byte for each character */
	uint64_t taken[2] = { 0 };

	nwords = choose_words(r, needs, length - nchars, classes, sizes);
	if (nwords < 0)
		return 0;                        /* an empty string, on which no Regex matches */
	rng_fill(r, random, (length + 15) / 16);
	for (int i = 0; i < length; i += 4) {
		uint32_t word = random[i / 4];

		out[i] = needs->filler[word & 255], out[i + 1] = needs->filler[word >> 8 & 255];
		out[i + 2] = needs->filler[word >> 16 & 255], out[i + 3] = needs->filler[word >> 24];
	}
	/* a slot is a filler or a piece; the fillers are all alike, so only the pieces need a random slot */
	for (int i = 0; i < nwords; i++)
		nslots -= sizes[i] - 1;
	for (int i = 0; i < nchars + nwords; i++) {
		uint32_t slot;

		do
			slot = rng_below(r, (uint32_t)nslots);
		while (taken[slot / 64] >> slot % 64 & 1);
		taken[slot / 64] |= (uint64_t)1 << slot % 64;
		piece_in[slot] = (uint8_t)i;
	}
	for (int half = 0; half < 2; half++)
		for (uint64_t bits = taken[half]; bits; bits &= bits - 1) {
			int slot = half * 64 + __builtin_ctzll(bits), piece = piece_in[slot], at = slot + moved, word = piece - nchars;

			if (word < 0) {
				out[at] = needs->chars[piece];
				continue;
			}
			for (int k = 0; k < sizes[word]; k++)
				out[at + k] = letter(classes[word], k, byte_of(random, at + k));
			moved += sizes[word] - 1;        /* what stands behind a word moves on */
		}
	return length;
}
