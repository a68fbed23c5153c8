/* bustle - programs bottom-up, the lightest first: the baseline of 5.2 and Appendix B.3
 * SPDX-License-Identifier: MIT */
#include "search/bustle.h"

#include <limits.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "dsl/dsl_run.h"
#include "search/distance.h"

enum {
	TOO_LONG = 99,           /* a string of so many bytes is dropped, unless an output is as long */
	MEMORY = 1 << 29,        /* bytes that one search may take */
	FURTHEST = 20,           /* of ConstPos */
	LARGEST_N = 3,
	CONSTPOS_WEIGHT = 2, REGEX_WEIGHT = 4, CONSTSTR_WEIGHT = 2,
	MOST_PLACES = 2 * FURTHEST + 1 + (DSL_TYPES + DSL_CHARS) * (2 * LARGEST_N + 1) * 2,
};

/* A string's hash is the sum of LETTER(s[k]) * BASE^k mod 2^64, so that those of a piece and of two strings joined follow from what is known. A
 * value's key is the sum of its strings' hashes, each times its pair's factor. Equal keys are looked at: strings are one only when all hashes are. */
#define BASE UINT64_C(0x9E3779B97F4A7C15)

/* A string value: one string for each pair. */
enum kind { LITERAL, PIECE, JOINED };
struct value {
	uint64_t key;
	uint32_t a, b;           /* LITERAL: a is the character's token; PIECE: the places; JOINED: the values */
	uint32_t longest;        /* bytes */
	uint8_t kind;
	bool inside;             /* in each pair it is a part of the output; known when it is settled */
};

struct list { uint32_t *ids; size_t n, cap; };

struct near { size_t count; struct dsl_match first[LARGEST_N + 1], last[LARGEST_N]; };

struct bustle {
	const struct bustle_options *o;
	size_t n;                                /* pairs */
	const struct str *inputs, *outputs;
	struct arena arena, result;
	struct dsl_scratch *scratch;
	struct dsl_match *matches; size_t cap_matches;
	size_t largest, room;                    /* longer strings are dropped; the bytes that all takes but for the values */

	uint64_t letter[256];
	uint64_t *power, *inverse;               /* of BASE */
	uint64_t **prefix;                       /* (pairs, length and 1): hash of so many bytes of the input */
	uint64_t *factor, *target, target_key;   /* target: hash of the output */
	struct distance *distances;              /* to the outputs */
	uint32_t **byte;                         /* where a character of an input begins; NULL: at as many bytes */
	size_t *points;                          /* characters of an input */

	struct dsl_pos places[MOST_PLACES];      /* the different positions; the first `nconst` are ConstPos, the others Regex */
	size_t nplaces, nconst;
	int *at;                                 /* (places, pairs), in bytes */
	int *now;                                /* (pairs) of the position that is being looked at */
	struct near *near;                       /* (pairs) */

	struct value *values; size_t nvalues, cap_values;
	uint64_t *hash; uint32_t *length;        /* (values, pairs) */
	size_t cap_pairs;                        /* values that these two have room for */
	struct slot { uint32_t tag, id; } *table; size_t table_size;   /* id: the value's number + 1, 0 is free */
	uint64_t *fresh_hash, *factors;          /* (pairs) of the string that is being looked at; of the joined string, for its second part */
	uint32_t *fresh_length;                  /* (pairs) */
	struct buf spelled;

	size_t *level; size_t cap_level;         /* the first value that was found at this weight */
	struct list *heavy; size_t nheavy, cap_heavy;  /* the settled values by the weight that they have as an argument */
	int settled, lightest;                   /* all that were found at smaller weights than `settled` are; the lightest of `heavy` */
	uint64_t expressions, most;
	bool found, spent;                       /* found: the last value is it */
};

struct bustle *bustle_make(void)
{
	struct bustle *x = mem_zero(1, sizeof *x);

	x->scratch = dsl_scratch_make();
	for (int c = 0; c < 256; c++) {              /* splitmix64 */
		uint64_t z = (uint64_t)(c + 1) * BASE;

		z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
		z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
		x->letter[c] = z ^ z >> 31;
	}
	return x;
}

void bustle_free(struct bustle *x)
{
	if (!x)
		return;
	arena_free(&x->arena);
	arena_free(&x->result);
	dsl_scratch_free(x->scratch);
	for (size_t w = 0; w < x->nheavy; w++)
		free(x->heavy[w].ids);
	free(x->matches), free(x->values), free(x->hash), free(x->length), free(x->table), free(x->level), free(x->heavy);
	buf_free(&x->spelled);
	free(x);
}

/* ---- the pairs ---- */

static uint64_t hash_bytes(const struct bustle *x, struct str s)
{
	uint64_t h = 0;

	for (size_t k = s.n; k-- > 0;)
		h = h * BASE + x->letter[(unsigned char)s.p[k]];
	return h;
}

static void take_input(struct bustle *x, size_t i)
{
	struct str in = x->inputs[i];
	uint64_t *prefix = x->prefix[i] = arena_get(&x->arena, (in.n + 1) * sizeof *prefix);

	prefix[0] = 0;
	for (size_t k = 0; k < in.n; k++)
		prefix[k + 1] = prefix[k] + x->letter[(unsigned char)in.p[k]] * x->power[k];
	x->points[i] = utf8_length(in);
	x->byte[i] = NULL;
	if (x->points[i] < in.n) {
		uint32_t *byte = x->byte[i] = arena_get(&x->arena, (x->points[i] + 1) * sizeof *byte);

		for (size_t k = 0; k < in.n; k++)
			if (((unsigned char)in.p[k] & 0xC0) != 0x80)
				*byte++ = (uint32_t)k;
		*byte = (uint32_t)in.n;
	}
}

/* False when they don't fit into the memory. */
static bool take_pairs(struct bustle *x)
{
	struct arena *a = &x->arena;
	size_t n = x->n, longest = 0;
	uint64_t inverse = BASE;

	x->largest = TOO_LONG - 1;
	x->room = n * (MOST_PLACES * sizeof *x->at + sizeof *x->near);
	for (size_t i = 0; i < n && x->room <= MEMORY; i++) {
		x->room += x->inputs[i].n * (sizeof **x->prefix + sizeof **x->byte) + distance_room(x->outputs[i].n);
		longest = x->inputs[i].n > longest ? x->inputs[i].n : longest;
		x->largest = x->outputs[i].n > x->largest ? x->outputs[i].n : x->largest;
	}
	longest = x->largest > longest ? x->largest : longest;
	x->room += longest * 2 * sizeof *x->power;
	if (x->room > MEMORY)
		return false;

	for (int step = 0; step < 5; step++)         /* Newton's: each step doubles the bits that are right, from 3 on */
		inverse *= 2 - BASE * inverse;
	x->power = arena_get(a, (longest + 1) * sizeof *x->power), x->inverse = arena_get(a, (longest + 1) * sizeof *x->inverse);
	x->power[0] = x->inverse[0] = 1;
	for (size_t k = 0; k < longest; k++)
		x->power[k + 1] = x->power[k] * BASE, x->inverse[k + 1] = x->inverse[k] * inverse;
	x->prefix = arena_get(a, n * sizeof *x->prefix), x->byte = arena_get(a, n * sizeof *x->byte);
	x->points = arena_get(a, n * sizeof *x->points), x->factor = arena_get(a, n * sizeof *x->factor);
	x->target = arena_get(a, n * sizeof *x->target), x->distances = arena_get(a, n * sizeof *x->distances);
	x->at = arena_get(a, MOST_PLACES * n * sizeof *x->at), x->now = arena_get(a, n * sizeof *x->now);
	x->near = arena_get(a, n * sizeof *x->near), x->factors = arena_get(a, n * sizeof *x->factors);
	x->fresh_hash = arena_get(a, n * sizeof *x->fresh_hash), x->fresh_length = arena_get(a, n * sizeof *x->fresh_length);
	x->target_key = 0;
	for (size_t i = 0; i < n; i++) {
		take_input(x, i);
		x->factor[i] = x->letter[i & 255] * (i + 1) | 1;
		x->target[i] = hash_bytes(x, x->outputs[i]);
		x->target_key += x->target[i] * x->factor[i];
		if (!x->o->plain)
			x->distances[i] = distance_prepare(x->outputs[i], a);
	}
	return true;
}

/* Counts one expression more; false when there may be none. */
static bool count(struct bustle *x)
{
	if (x->expressions >= x->most)
		x->spent = true;
	else
		x->expressions++;
	return !x->spent;
}

/* ---- positions ---- */

/* Takes the position whose places in the inputs are x->now, unless another is there already. */
static void add_place(struct bustle *x, const struct dsl_pos *pos)
{
	size_t n = x->n;

	for (size_t p = 0; p < x->nplaces; p++)
		if (memcmp(x->at + p * n, x->now, n * sizeof *x->now) == 0)
			return;
	memcpy(x->at + x->nplaces * n, x->now, n * sizeof *x->now);
	x->places[x->nplaces++] = *pos;
}

static int byte_of(const struct bustle *x, size_t i, long point)
{
	return x->byte[i] ? (int)x->byte[i][point] : (int)point;
}

static void apply_constpos(struct bustle *x)
{
	for (int k = -FURTHEST; k <= FURTHEST; k++) {
		struct dsl_pos pos = { .kind = POS_CONST, .k = k };
		size_t i = 0;

		if (!count(x))
			return;
		for (; i < x->n; i++) {
			long point = k < 0 ? (long)x->points[i] + k : k;

			if (point < 0 || point > (long)x->points[i])
				break;
			x->now[i] = byte_of(x, i, point);
		}
		if (i == x->n)
			add_place(x, &pos);
	}
	x->nconst = x->nplaces;
}

/* The first and last matches of a token in each input. */
static void find_matches(struct bustle *x, int token)
{
	for (size_t i = 0; i < x->n; i++) {
		struct near *near = &x->near[i];
		enum dsl_encoding e = x->byte[i] ? DSL_UTF8 : DSL_ASCII;

		while ((near->count = dsl_matches(&(struct dsl_arg){ .id = token }, x->inputs[i], e, x->scratch, x->matches, x->cap_matches)) > x->cap_matches) {
			x->cap_matches = near->count + near->count / 2;
			x->matches = mem_resize(x->matches, x->cap_matches, sizeof *x->matches);
		}
		for (size_t m = 0; m <= LARGEST_N && m < near->count; m++)
			near->first[m] = x->matches[m];
		for (size_t m = 1; m <= LARGEST_N && m <= near->count; m++)
			near->last[LARGEST_N - m] = x->matches[near->count - m];
	}
}

static void apply_regex_of(struct bustle *x, int token)
{
	find_matches(x, token);
	for (int match = -LARGEST_N; match <= LARGEST_N; match++)
		for (int bound = BOUND_START; bound <= BOUND_END; bound++) {
			struct dsl_pos pos = { .kind = POS_REGEX, .type = token, .n = match, .bound = (enum dsl_bound)bound };
			size_t i = 0;

			if (!count(x))
				return;
			for (; i < x->n; i++) {
				const struct near *near = &x->near[i];
				const struct dsl_match *m = match < 0 ? &near->last[LARGEST_N + match] : &near->first[match];

				if (near->count < (size_t)(match < 0 ? -match : match + 1))
					break;
				x->now[i] = byte_of(x, i, bound == BOUND_START ? m->start : m->after - 1);
			}
			if (i == x->n)
				add_place(x, &pos);
		}
}

static void apply_regex(struct bustle *x)
{
	for (int t = 0; t < DSL_TYPES && !x->spent; t++)
		apply_regex_of(x, DSL_FIRST_TYPE + t);
	for (int t = 0; t < DSL_CHARS && !x->spent; t++)
		apply_regex_of(x, DSL_FIRST_CHAR + t);
}

/* ---- strings ---- */

static uint64_t mixed(uint64_t key)
{
	key = (key ^ key >> 32) * UINT64_C(0xD6E8FEB86659FD93);
	return key ^ key >> 32;
}

static void grow_table(struct bustle *x, size_t size)
{
	if (size != x->table_size) {
		free(x->table);
		x->table = mem_get(size * sizeof *x->table);
		x->table_size = size;
	}
	memset(x->table, 0, size * sizeof *x->table);
	for (size_t v = 0; v < x->nvalues; v++) {
		uint64_t h = mixed(x->values[v].key);
		size_t at = h & (size - 1);

		while (x->table[at].id)
			at = (at + 1) & (size - 1);
		x->table[at] = (struct slot){ (uint32_t)(h >> 32), (uint32_t)v + 1 };
	}
}

/* Appends what a value is in pair i. */
static void spell(const struct bustle *x, uint32_t id, size_t i, struct buf *out)
{
	const struct value *v = &x->values[id];

	for (; v->kind == JOINED; v = &x->values[v->b])
		spell(x, v->a, i, out);
	if (v->kind == LITERAL)
		buf_putc(out, (char)dsl_table[v->a].value);
	else
		buf_put(out, x->inputs[i].p + x->at[v->a * x->n + i], (size_t)(x->at[v->b * x->n + i] - x->at[v->a * x->n + i]));
}

static struct str spelled(struct bustle *x, uint32_t id, size_t i)
{
	x->spelled.n = 0;
	spell(x, id, i, &x->spelled);
	return buf_view(&x->spelled);
}

/* Is the last value what is looked for? Hashes may be equal by chance. */
static bool is_target(struct bustle *x)
{
	for (size_t i = 0; i < x->n; i++)
		if (!str_eq(spelled(x, (uint32_t)x->nvalues - 1, i), x->outputs[i]))
			return false;
	return true;
}

static void fresh_joined(struct bustle *x, uint32_t a, uint32_t b)
{
	const uint64_t *ha = x->hash + a * x->n, *hb = x->hash + b * x->n;
	const uint32_t *la = x->length + a * x->n, *lb = x->length + b * x->n;

	for (size_t i = 0; i < x->n; i++) {
		x->fresh_hash[i] = ha[i] + hb[i] * x->power[la[i]];
		x->fresh_length[i] = la[i] + lb[i];
	}
}

/* Takes a string unless it is there already. The fresh hashes and lengths are its own, but for a joined one, whose are made when they are needed. */
static void add_value(struct bustle *x, uint64_t key, enum kind kind, uint32_t a, uint32_t b)
{
	const size_t n = x->n, mask = x->table_size - 1;
	const uint64_t h = mixed(key);
	const uint32_t tag = (uint32_t)(h >> 32);
	size_t at = h & mask;
	bool fresh = kind != JOINED;
	struct value v = { .key = key, .a = a, .b = b, .kind = (uint8_t)kind };

	for (; x->table[at].id; at = (at + 1) & mask) {
		uint32_t id = x->table[at].id - 1;

		if (x->table[at].tag != tag || x->values[id].key != key)
			continue;
		if (!fresh)
			fresh_joined(x, a, b);
		fresh = true;
		if (memcmp(x->hash + id * n, x->fresh_hash, n * sizeof *x->hash) == 0)
			return;
	}
	if (x->room + (x->nvalues + 1) * (sizeof v + n * (sizeof *x->hash + sizeof *x->length) + 2 * sizeof *x->table) > MEMORY) {
		x->spent = true;
		return;
	}
	if (!fresh)
		fresh_joined(x, a, b);
	for (size_t i = 0; i < n; i++)
		v.longest = x->fresh_length[i] > v.longest ? x->fresh_length[i] : v.longest;
	while ((x->nvalues + 1) * n > x->cap_pairs) {
		x->cap_pairs = x->cap_pairs ? x->cap_pairs * 2 : 1 << 14;
		x->hash = mem_resize(x->hash, x->cap_pairs, sizeof *x->hash);
		x->length = mem_resize(x->length, x->cap_pairs, sizeof *x->length);
	}
	memcpy(x->hash + x->nvalues * n, x->fresh_hash, n * sizeof *x->hash);
	memcpy(x->length + x->nvalues * n, x->fresh_length, n * sizeof *x->length);
	x->values = mem_room(x->values, x->nvalues, &x->cap_values, sizeof *x->values);
	x->values[x->nvalues++] = v;
	x->table[at] = (struct slot){ tag, (uint32_t)x->nvalues };
	if (x->nvalues * 2 > x->table_size)
		grow_table(x, x->table_size * 2);
	x->found = key == x->target_key && is_target(x);
}

static void apply_conststr(struct bustle *x)
{
	for (int t = DSL_FIRST_CHAR; t < DSL_FIRST_CHAR + DSL_CHARS && !x->found && count(x); t++) {
		uint64_t key = 0;

		for (size_t i = 0; i < x->n; i++) {
			x->fresh_hash[i] = x->letter[dsl_table[t].value];
			x->fresh_length[i] = 1;
			key += x->fresh_hash[i] * x->factor[i];
		}
		add_value(x, key, LITERAL, (uint32_t)t, 0);
	}
}

/* The piece from place p to place q, when there is one in each input. */
static void apply_substr(struct bustle *x, size_t p, size_t q)
{
	const int *from = x->at + p * x->n, *until = x->at + q * x->n;
	uint64_t key = 0;

	for (size_t i = 0; i < x->n; i++)
		if (from[i] >= until[i] || (size_t)(until[i] - from[i]) > x->largest)
			return;
	for (size_t i = 0; i < x->n; i++) {
		x->fresh_hash[i] = (x->prefix[i][until[i]] - x->prefix[i][from[i]]) * x->inverse[from[i]];
		x->fresh_length[i] = (uint32_t)(until[i] - from[i]);
		key += x->fresh_hash[i] * x->factor[i];
	}
	add_value(x, key, PIECE, (uint32_t)p, (uint32_t)q);
}

static void apply_substr_all(struct bustle *x, size_t p, size_t end_p, size_t begin_q, size_t end_q)
{
	for (; p < end_p; p++)
		for (size_t q = begin_q; q < end_q; q++) {
			if (x->spent || x->found || !count(x))
				return;
			apply_substr(x, p, q);
		}
}

static bool too_long(const struct bustle *x, uint32_t a, uint32_t b)
{
	if (x->values[a].longest + x->values[b].longest <= x->largest)
		return false;
	for (size_t i = 0; i < x->n; i++)
		if (x->length[a * x->n + i] + x->length[b * x->n + i] > x->largest)
			return true;
	return false;
}

static void apply_concat(struct bustle *x, const struct list *as, const struct list *bs)
{
	const size_t n = x->n;

	for (size_t k = 0; k < as->n; k++) {
		uint32_t a = as->ids[k];

		for (size_t i = 0; i < n; i++)
			x->factors[i] = x->factor[i] * x->power[x->length[a * n + i]];
		for (size_t m = 0; m < bs->n; m++) {
			uint32_t b = bs->ids[m];
			const uint64_t *hash = x->hash + b * n;
			uint64_t key = x->values[a].key;

			if (x->spent || x->found || !count(x))
				return;
			if (too_long(x, a, b))
				continue;
			for (size_t i = 0; i < n; i++)
				key += hash[i] * x->factors[i];
			add_value(x, key, JOINED, a, b);
		}
	}
}

/* ---- weights ---- */

/* How much heavier a string becomes: 1 + floor(3 D), and 2 less when it is inside. D is in thirds here: 3 * 2 d / (|x| + |y| + d) >= k is what is
 * asked, and D < 1. As d is at least the difference of the lengths, most strings show at once that they are far from the output. */
static int heavier(struct bustle *x, uint32_t id)
{
	struct value *v = &x->values[id];
	const uint32_t *length = x->length + id * x->n;
	size_t thirds = 0;
	bool inside = v->kind != JOINED || (x->values[v->a].inside && x->values[v->b].inside);

	for (size_t i = 0; i < x->n; i++) {
		size_t sum = length[i] + x->outputs[i].n, least = length[i] < x->outputs[i].n ? x->outputs[i].n - length[i] : length[i] - x->outputs[i].n;

		while (thirds < 2 && 6 * least >= (thirds + 1) * (sum + least))
			thirds++;
		inside = inside && length[i] <= x->outputs[i].n;
	}
	for (size_t i = 0; i < x->n && (inside || thirds < 2); i++) {
		struct str made = spelled(x, id, i), output = x->outputs[i];

		inside = inside && memmem(output.p, output.n, made.p, made.n);
		if (thirds < 2) {
			size_t d = distance_to(&x->distances[i], made);

			while (thirds < 2 && 6 * d >= (thirds + 1) * (made.n + output.n + d))
				thirds++;
		}
	}
	v->inside = inside;
	return !inside ? 1 + (int)thirds : thirds ? (int)thirds - 1 : 0;
}

/* Gives the values that were found at a weight the weight that they have from now on. */
static void settle(struct bustle *x, int weight, size_t end)
{
	for (size_t v = x->level[weight]; v < end; v++) {
		int heavy = weight + (x->o->plain ? 0 : heavier(x, (uint32_t)v));
		struct list *list;

		while (x->nheavy <= (size_t)heavy) {
			x->heavy = mem_room(x->heavy, x->nheavy, &x->cap_heavy, sizeof *x->heavy);
			x->heavy[x->nheavy++] = (struct list){ 0 };
		}
		list = &x->heavy[heavy];
		list->ids = mem_room(list->ids, list->n, &list->cap, sizeof *list->ids);
		list->ids[list->n++] = (uint32_t)v;
		x->lightest = heavy < x->lightest ? heavy : x->lightest;
	}
}

/* Settles what arguments of this weight may need: at a weight w, of a Concat's two arguments one weighs at least as the lightest, the other at
 * most the rest. What is found later than that need not be looked at, which is most of it when the expressions run out. */
static void settle_for(struct bustle *x, int weight)
{
	while (x->settled < weight && x->settled + (x->lightest < x->settled ? x->lightest : x->settled) < weight) {
		settle(x, x->settled, x->level[x->settled + 1]);
		x->settled++;
	}
}

static void apply_all(struct bustle *x, int weight)
{
	const size_t nconst = x->nconst;

	if (weight == CONSTSTR_WEIGHT)
		apply_conststr(x);
	if (weight == CONSTPOS_WEIGHT && !x->found && !x->spent)
		apply_constpos(x);
	if (weight == REGEX_WEIGHT)
		apply_regex(x);
	if (weight == 1 + 2 * CONSTPOS_WEIGHT)
		apply_substr_all(x, 0, nconst, 0, nconst);
	if (weight == 1 + CONSTPOS_WEIGHT + REGEX_WEIGHT) {
		apply_substr_all(x, 0, nconst, nconst, x->nplaces);
		apply_substr_all(x, nconst, x->nplaces, 0, nconst);
	}
	if (weight == 1 + 2 * REGEX_WEIGHT)
		apply_substr_all(x, nconst, x->nplaces, nconst, x->nplaces);
	settle_for(x, weight);
	for (int first = 1; first < weight - 1 && !x->found && !x->spent; first++)
		if ((size_t)first < x->nheavy && (size_t)(weight - 1 - first) < x->nheavy)
			apply_concat(x, &x->heavy[first], &x->heavy[weight - 1 - first]);
}

/* ---- all ---- */

static size_t count_parts(const struct bustle *x, uint32_t id)
{
	size_t n = 1;

	for (; x->values[id].kind == JOINED; id = x->values[id].b)
		n += count_parts(x, x->values[id].a);
	return n;
}

static void put_parts(struct bustle *x, uint32_t id, struct dsl_program *p)
{
	const struct value *v = &x->values[id];

	for (; v->kind == JOINED; v = &x->values[v->b])
		put_parts(x, v->a, p);
	if (v->kind == LITERAL) {
		char text = (char)dsl_table[v->a].value;

		p->exprs[p->n++] = (struct dsl_expr){ .kind = EXPR_CONST, .text = arena_copy(&x->result, (struct str){ &text, 1 }) };
	} else
		p->exprs[p->n++] = (struct dsl_expr){ .kind = EXPR_SUBSTR, .from = x->places[v->a], .until = x->places[v->b] };
}

static struct dsl_program make_program(struct bustle *x)
{
	uint32_t last = (uint32_t)x->nvalues - 1;
	struct dsl_program p = { .exprs = arena_get(&x->result, count_parts(x, last) * sizeof *p.exprs) };

	put_parts(x, last, &p);
	return p;
}

static void begin(struct bustle *x, const struct bustle_options *o)
{
	arena_reset(&x->arena);
	arena_reset(&x->result);
	x->o = o;
	x->most = o->expressions < 1e18 ? (uint64_t)o->expressions : (uint64_t)1e18;
	x->expressions = 0;
	x->nplaces = x->nconst = x->nvalues = 0;
	x->settled = 1, x->lightest = INT_MAX;
	x->found = x->spent = false;
	for (size_t w = 0; w < x->nheavy; w++)
		x->heavy[w].n = 0;
	grow_table(x, 1 << 12);
}

struct bustle_result bustle_search(struct bustle *x, const struct str *inputs, const struct str *outputs, size_t n,
                                   const struct bustle_options *o)
{
	struct bustle_result r = { .status = BUSTLE_RAN_OUT };
	int weight = 1;

	begin(x, o);
	x->inputs = inputs, x->outputs = outputs, x->n = n;
	for (size_t i = 0; i < n; i++)
		if (outputs[i].n == 0) {                 /* every expression gives at least one character */
			r.status = BUSTLE_NONE;
			return r;
		}
	if (!take_pairs(x))
		return r;
	for (;; weight++) {
		while (x->cap_level < (size_t)weight + 2)
			x->level = mem_resize(x->level, x->cap_level = x->cap_level ? x->cap_level * 2 : 64, sizeof *x->level);
		x->level[weight] = x->level[weight + 1] = x->nvalues;
		apply_all(x, weight);
		x->level[weight + 1] = x->nvalues;
		if (x->found || x->spent || (o->weight && weight >= o->weight))
			break;
	}
	r.weight = weight;
	r.expressions = (double)x->expressions;
	r.values = x->nvalues + x->nplaces;
	r.status = x->found ? BUSTLE_FOUND : x->spent ? BUSTLE_RAN_OUT : BUSTLE_NONE;
	if (x->found)
		r.program = make_program(x);
	return r;
}
