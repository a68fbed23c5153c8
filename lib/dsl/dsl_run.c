/* dsl_run - runs programs on strings; the only file that knows PCRE2
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_run.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cells.h"
#include "base/os.h"
#include "base/utf8.h"
#include "dsl/dsl_column.h"
#include "dsl/dsl_op.h"
#include "dsl/dsl_test.h"

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

static void need_classes(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, compile_classes);
}

const char *dsl_run_about(void)
{
	need_classes();
	return about;
}

struct dsl_scratch {
	pcre2_match_data *data;
	struct buf value[DSL_DEPTH];         /* what operators are of, the innermost first */
	struct buf joined;                   /* several columns */
};

struct dsl_scratch *dsl_scratch_make(void)
{
	struct dsl_scratch *s = mem_zero(1, sizeof *s);

	need_classes();
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
	free(s);
}

const char *dsl_error_text(enum dsl_error e)
{
	static const char *const text[] = {
		"fine", "no such match", "a position outside the string", "an empty or reversed piece", "not UTF-8", "no number, or one with too many digits", "no such date or time", "no such column",
		"not in the program's table", "no condition of the program holds",
	};

	return text[e];
}

/* In ASCII text a match of any class is one byte of a set and as many of another as follow, so scanning for it needs no regular
 * expressions: all matches of Word+ in a line of 60 characters take 0.4 of the time of PCRE2's JIT with [A-Za-z]++, a tenth of that
 * with Unicode's class, and n < 0 is looked for from the right. tests/unit/dsl.c holds it against PCRE2. */
static uint8_t kind_of[256];

static void fill_kinds(void)
{
	for (int c = 0; c < 128; c++)
		kind_of[c] = c >= 'A' && c <= 'Z' ? KIND_UPPER : c >= 'a' && c <= 'z' ? KIND_SMALL : c >= '0' && c <= '9' ? KIND_DIGIT :
		             c == ' ' || (c >= '\t' && c <= '\r') ? KIND_BLANK : KIND_OTHER;
}

static bool next_run(const struct dsl_token *set, struct str in, size_t at, struct dsl_hit *hit)
{
	const uint8_t *p = (const uint8_t *)in.p;

	while (at < in.n) {
		size_t end, limit = in.n;

		while (!(kind_of[p[at]] & set->first))
			if (++at == in.n)
				return false;
		end = at + 1;
		if (set->most == 1)
			limit = end;
		while (end < limit && kind_of[p[end]] & set->rest)
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

		while (!(kind_of[p[end - 1]] & set->rest))
			if (--end == 0)
				return false;
		at = end - 1;
		while (at > 0 && set->most != 1 && kind_of[p[at - 1]] & set->rest)
			at--;
		*hit = (struct dsl_hit){ at, end };
		end = at;
		if (set->first != set->rest) {
			if (at == 0 || !(kind_of[p[at - 1]] & set->first))
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

/* Match n of something, from the end when negative. */
static bool nth_hit(const struct dsl_arg *what, int n, struct str in, bool wide, struct dsl_scratch *s, struct dsl_hit *hit)
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

		while (back && p > in.p && (p = os_last(in.p, dsl_table[what->id].value, (size_t)(p - in.p))))
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

/* The byte `steps` characters from byte `at` on, back when negative; false outside the string. */
static bool walk(struct str in, bool wide, long steps, size_t *at)
{
	if (!wide) {
		if (steps < 0 ? (size_t)-steps > *at : (size_t)steps > in.n - *at)
			return false;
		*at = (size_t)((long)*at + steps);
		return true;
	}
	for (; steps > 0; steps--) {
		if (*at >= in.n)
			return false;
		do
			++*at;
		while (*at < in.n && ((unsigned char)in.p[*at] & 0xC0) == 0x80);
	}
	for (; steps < 0; steps++) {
		if (*at == 0)
			return false;
		do
			--*at;
		while (*at > 0 && ((unsigned char)in.p[*at] & 0xC0) == 0x80);
	}
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
	return nth_hit(what, -1, in, e == DSL_UTF8, s, hit);
}

bool dsl_next(const struct dsl_arg *what, struct str in, enum dsl_encoding e, size_t at, struct dsl_scratch *s, struct dsl_hit *hit)
{
	return next_hit(what, in, e == DSL_UTF8, at, s, hit);
}

/* A position made ready. `like`: an earlier position of the branch that names the same match, whose answer serves here, or -1. */
struct place { struct dsl_pos pos; struct dsl_arg what; int column, like; };
struct step { struct str text; int column; enum dsl_case to; int from; const struct dsl_call *call; };     /* from: its first place, -1 for a literal */
struct dsl_ready {
	struct arena arena;
	struct step *steps; size_t n;
	struct place *places; int nplaces;
	struct dsl_branch *branches; size_t nbranches;
};

/* The branch's places begin at `first`. */
static void make_place(struct dsl_ready *r, const struct dsl_pos *pos, int column, int first)
{
	struct place *place = &r->places[r->nplaces];

	*place = (struct place){ *pos, { pos->type, arena_copy(&r->arena, pos->text) }, column, -1 };
	place->pos.text = place->what.text;
	for (int i = first; i < r->nplaces && pos->kind == POS_REGEX; i++) {
		const struct place *other = &r->places[i];

		if (other->pos.kind == POS_REGEX && other->pos.type == pos->type && str_eq(other->pos.text, pos->text) && other->pos.n == pos->n &&
		    other->column == column &&
		    other->like < 0) {
			place->like = i;
			break;
		}
	}
	r->nplaces++;
}

static int by_key(const void *a, const void *b)
{
	const struct dsl_row *p = a, *q = b;

	return dsl_text_order(p->key.text, q->key.text);
}

/* A copy of a table, in order. Of several rows with one key the first counts. */
static void copy_rows(struct arena *a, struct dsl_call *copy, const struct dsl_call *call)
{
	struct dsl_row *rows = arena_get(a, call->nrows * sizeof *rows);
	size_t n = 0;

	for (size_t k = 0; k < call->nrows; k++)
		rows[k] = (struct dsl_row){ { 0, arena_copy(a, call->rows[k].key.text) }, { (int)k, arena_copy(a, call->rows[k].value.text) } };
	qsort(rows, call->nrows, sizeof *rows, by_key);
	for (size_t k = 0; k < call->nrows; k++)
		if (n && by_key(&rows[n - 1], &rows[k]) == 0)
			rows[n - 1] = rows[n - 1].value.id < rows[k].value.id ? rows[n - 1] : rows[k];
		else
			rows[n++] = rows[k];
	copy->rows = rows;
	copy->nrows = n;
}

static const struct dsl_call *copy_calls(struct arena *a, const struct dsl_call *call)
{
	struct dsl_call *copy;

	if (!call)
		return NULL;
	copy = arena_get(a, sizeof *copy);
	*copy = *call;
	for (int k = 0; k < DSL_ARGS; k++)
		copy->arg[k].text = arena_copy(a, call->arg[k].text);
	if (call->nrows)
		copy_rows(a, copy, call);
	copy->inner = copy_calls(a, call->inner);
	return copy;
}

struct dsl_ready *dsl_ready(const struct dsl_program *p)
{
	struct dsl_ready *r = mem_zero(1, sizeof *r);
	size_t branch = 0;
	int first = 0;

	need_classes();
	r->n = p->n;
	r->steps = arena_get(&r->arena, p->n * sizeof *r->steps);
	r->places = arena_get(&r->arena, 2 * p->n * sizeof *r->places);
	r->nbranches = p->nbranches;
	r->branches = arena_get(&r->arena, p->nbranches * sizeof *r->branches);
	for (size_t b = 0; b < p->nbranches; b++)
		r->branches[b] = (struct dsl_branch){ dsl_copy_test(&r->arena, &p->branches[b].test), p->branches[b].end };
	for (size_t i = 0; i < p->n; i++) {
		const struct dsl_expr *e = &p->exprs[i];

		for (; branch < p->nbranches && i == p->branches[branch].end; branch++)
			first = r->nplaces;
		r->steps[i] = (struct step){ .column = e->column, .to = e->to, .from = -1, .call = copy_calls(&r->arena, e->call) };
		if (e->kind == EXPR_CONST) {
			r->steps[i].text = arena_copy(&r->arena, e->text);
			continue;
		}
		r->steps[i].from = r->nplaces;
		make_place(r, &e->from, e->column, first);
		make_place(r, &e->until, e->column, first);
	}
	return r;
}

static bool has_byte(struct str s, char byte)
{
	return s.n && memchr(s.p, byte, s.n);
}

bool dsl_may_write(const struct dsl_ready *r, char byte)
{
	for (size_t i = 0; i < r->n; i++) {
		bool has = has_byte(r->steps[i].text, byte);

		for (const struct dsl_call *c = r->steps[i].call; c && !has; c = c->inner) {
			for (int k = 0; k < DSL_ARGS; k++)
				has |= has_byte(c->arg[k].text, byte);
			for (size_t k = 0; k < c->nrows; k++)
				has |= has_byte(c->rows[k].value.text, byte);
		}
		if (has)
			return true;
	}
	return false;
}

void dsl_done(struct dsl_ready *r)
{
	if (!r)
		return;
	arena_free(&r->arena);
	free(r);
}

static enum dsl_error find_place(const struct dsl_ready *r, int i, struct str in, bool wide, struct dsl_scratch *s, struct dsl_hit *hits,
                                 size_t *at)
{
	const struct place *place = &r->places[i];
	const struct dsl_pos *pos = &place->pos;

	if (pos->kind == POS_END) {
		*at = in.n;
		return RUN_OK;
	}
	if (pos->kind == POS_CONST) {
		*at = pos->k < 0 ? in.n : 0;
		return walk(in, wide, pos->k, at) ? RUN_OK : RUN_OUTSIDE;
	}
	if (place->like >= 0)
		hits[i] = hits[place->like];
	else if (!nth_hit(&place->what, pos->n, in, wide, s, &hits[i]))
		return RUN_NO_MATCH;
	*at = pos->bound == BOUND_START ? hits[i].start : hits[i].after;
	if (pos->bound == BOUND_END)
		walk(in, wide, -1, at);
	return pos->offset == 0 || walk(in, wide, pos->offset, at) ? RUN_OK : RUN_OUTSIDE;
}

bool dsl_in_word(uint32_t point)
{
	return (point >= '0' && point <= '9') || (point >= 0x300 && point < 0x370) || utf8_is_letter(point);
}

uint32_t dsl_recase(enum dsl_case to, uint32_t point, bool first, bool in_word)
{
	switch (to) {
	case CASE_UPPER:    return utf8_upper(point);
	case CASE_SENTENCE: return first ? utf8_upper(point) : utf8_lower(point);
	case CASE_PROPER:   return in_word ? utf8_lower(point) : utf8_upper(point);
	case CASE_LOWER:    return utf8_lower(point);
	default:            return point;
	}
}

/* As put_case, of ASCII. */
static void put_ascii_case(struct buf *out, struct str piece, enum dsl_case to)
{
	char *put = buf_want(out, piece.n);
	bool in_word = false;

	for (size_t i = 0; i < piece.n; i++) {
		unsigned char c = (unsigned char)piece.p[i];
		bool up = to == CASE_UPPER || (to == CASE_SENTENCE && i == 0) || (to == CASE_PROPER && !in_word);

		put[i] = (char)(kind_of[c] & (up ? KIND_SMALL : KIND_UPPER) ? c ^ ' ' : c);
		in_word = kind_of[c] & (KIND_LETTER | KIND_DIGIT);
	}
	out->n += piece.n;
}

static void put_case(struct buf *out, struct str piece, enum dsl_case to)
{
	bool in_word = false;

	for (size_t i = 0, size = 1; i < piece.n; i += size, size = 1) {
		uint32_t point[4];

		while (i + size < piece.n && ((unsigned char)piece.p[i + size] & 0xC0) == 0x80)
			size++;
		utf8_decode((struct str){ piece.p + i, size }, point);
		utf8_put(out, dsl_recase(to, *point, i == 0, in_word));
		in_word = dsl_in_word(*point);
	}
}

void dsl_put_case(struct buf *out, struct str piece, enum dsl_encoding e, enum dsl_case to)
{
	(e == DSL_UTF8 ? put_case : put_ascii_case)(out, piece, to);
}

/* Appends what the operators make of a piece, the innermost first. */
static enum dsl_error put_calls(const struct dsl_call *c, struct str piece, bool wide, struct dsl_scratch *s, int depth, struct buf *out)
{
	struct buf *value = &s->value[depth];
	enum dsl_error error;

	if (c->inner) {
		value->n = 0;
		error = put_calls(c->inner, piece, wide, s, depth + 1, value);
		if (error)
			return error;
		piece = buf_view(value);
		wide = utf8_check(piece) == UTF8_WIDE;
	}
	return c->op->run(c, s, piece, wide ? DSL_UTF8 : DSL_ASCII, out);
}

/* What a piece is, in its case, and with operators around it. */
static enum dsl_error put_piece(const struct step *step, struct str piece, bool wide, struct dsl_scratch *s, struct buf *out)
{
	struct buf *value = &s->value[DSL_DEPTH - 1];

	if (!step->call) {
		if (step->to)
			dsl_put_case(out, piece, wide ? DSL_UTF8 : DSL_ASCII, step->to);
		else
			buf_put(out, piece.p, piece.n);
		return RUN_OK;
	}
	if (step->to) {
		value->n = 0;
		dsl_put_case(value, piece, wide ? DSL_UTF8 : DSL_ASCII, step->to);
		piece = buf_view(value);
	}
	return put_calls(step->call, piece, wide, s, 0, out);
}

bool dsl_cell(struct dsl_scratch *s, struct str input, int columns, struct str *cell)
{
	return dsl_columns_cell(input, columns, &s->joined, cell);
}

/* The first branch whose test holds, or how many there are. */
static size_t choose_branch(const struct dsl_ready *r, struct dsl_scratch *s, struct str in, bool wide)
{
	size_t b = 0;

	while (b < r->nbranches && !dsl_holds(&r->branches[b].test, s, in, wide ? DSL_UTF8 : DSL_ASCII))
		b++;
	return b;
}

size_t dsl_branch_of(const struct dsl_ready *r, struct dsl_scratch *s, struct str in)
{
	return choose_branch(r, s, in, utf8_check(in) == UTF8_WIDE);
}

enum dsl_error dsl_run_as(const struct dsl_ready *r, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	struct dsl_hit few[64], *hits = r->nplaces <= 64 ? few : mem_get((size_t)r->nplaces * sizeof *hits);
	size_t begin = out->n, first = 0, end = r->n;
	enum dsl_error error = RUN_OK;
	bool wide = e == DSL_UTF8;
	struct str cell = in;                      /* of column `at`, or all */
	int at = 0;

	if (e == DSL_UNKNOWN) {
		enum utf8_kind kind = utf8_check(in);

		if (kind == UTF8_BROKEN)
			error = RUN_NOT_UTF8;
		wide = kind == UTF8_WIDE;
	}
	if (r->nbranches && !error) {
		const size_t b = choose_branch(r, s, in, wide);

		first = b ? r->branches[b - 1].end : 0;
		end = b < r->nbranches ? r->branches[b].end : r->n;
		error = first < end ? RUN_OK : RUN_NO_BRANCH;
	}
	for (size_t i = first; i < end && !error; i++) {
		const struct step *step = &r->steps[i];
		size_t from, until;

		if (step->from < 0) {
			buf_str(out, step->text);
			continue;
		}
		if (step->column != at) {
			at = step->column;
			if (!dsl_cell(s, in, at, &cell)) {
				error = RUN_NO_COLUMN;
				break;
			}
		}
		if ((error = find_place(r, step->from, cell, wide, s, hits, &from)) ||
		    (error = find_place(r, step->from + 1, cell, wide, s, hits, &until)))
			break;
		if (from >= until)
			error = RUN_EMPTY;
		else
			error = put_piece(step, (struct str){ cell.p + from, until - from }, wide, s, out);
	}
	if (error)
		out->n = begin;
	if (hits != few)
		free(hits);
	return error;
}

enum dsl_error dsl_run(const struct dsl_ready *r, struct dsl_scratch *s, struct str input, struct buf *out)
{
	return dsl_run_as(r, s, input, DSL_UNKNOWN, out);
}

bool dsl_makes(const struct dsl_ready *r, struct dsl_scratch *s, struct str input, struct str output)
{
	struct buf made = { 0 };
	bool same = dsl_run(r, s, input, &made) == RUN_OK && str_eq(buf_view(&made), output);

	buf_free(&made);
	return same;
}
