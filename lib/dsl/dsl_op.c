/* dsl_op - operators on a text: every match of something removed, replaced, joined; its number or date written otherwise
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_op.h"

#include "base/cells.h"
#include "base/decimal_format.h"
#include "base/moment.h"
#include "base/notation.h"
#include "base/ratio.h"
#include "base/span.h"
#include "base/utf8.h"
#include "dsl/dsl_op_text.h"
#include "dsl/dsl_op_time.h"

/* Writes what is between the matches, and `with` in place of each. `before` keeps the match behind it. */
static enum dsl_error replace(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct str with, bool before,
                              struct buf *out)
{
	const size_t begin = out->n;
	struct dsl_hit hit;
	size_t at = 0, done = 0;

	for (; dsl_next(&c->arg[0], in, e, at, s, &hit); at = hit.after) {
		buf_put(out, in.p + done, hit.start - done);
		if (!before || hit.start > 0)            /* nothing is to be separated from the begin */
			buf_str(out, with);
		done = before ? hit.start : hit.after;
	}
	buf_put(out, in.p + done, in.n - done);
	return out->n > begin ? RUN_OK : RUN_EMPTY;
}

static enum dsl_error run_remove(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	return replace(c, s, in, e, (struct str){ 0 }, false, out);
}

static enum dsl_error run_replace(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	return replace(c, s, in, e, c->arg[1].text, false, out);
}

static enum dsl_error run_separate(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	return replace(c, s, in, e, c->arg[1].text, true, out);
}

/* The bytes of the first character, its accents included. */
static size_t first_character(struct str in)
{
	size_t n = 1;
	uint32_t point[4];

	for (;;) {
		size_t next = n;

		while (n < in.n && ((unsigned char)in.p[n] & 0xC0) == 0x80)
			n++;
		next = n;
		do
			next++;
		while (next < in.n && ((unsigned char)in.p[next] & 0xC0) == 0x80);
		if (n >= in.n)
			return n;
		utf8_decode((struct str){ in.p + n, next - n }, point);
		if (*point < 0x300 || *point >= 0x370)
			return n;
		n = next;
	}
}

/* The matches, or the first character of each, joined by the argument. */
static enum dsl_error join(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, bool initials, struct buf *out)
{
	const size_t begin = out->n;
	struct dsl_hit hit;

	for (size_t at = 0; dsl_next(&c->arg[0], in, e, at, s, &hit); at = hit.after) {
		struct str match = { in.p + hit.start, hit.after - hit.start };

		if (out->n > begin)
			buf_str(out, c->arg[1].text);
		buf_put(out, match.p, initials ? first_character(match) : match.n);
	}
	return out->n > begin ? RUN_OK : RUN_NO_MATCH;
}

static enum dsl_error run_join(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	return join(c, s, in, e, false, out);
}

static enum dsl_error run_initials(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	return join(c, s, in, e, true, out);
}

static enum dsl_error run_to_case(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	(void)s;
	dsl_put_case(out, in, e, (enum dsl_case)dsl_table[c->arg[0].id].value);
	return RUN_OK;
}

static enum dsl_error put_number(const struct decimal *d, const struct dsl_arg *how, struct buf *out)
{
	struct decimal_format format;

	decimal_format_read(how->text, &format);     /* the parser has seen that it is one */
	return decimal_print(out, *d, &format) ? RUN_OK : RUN_NO_NUMBER;
}

static enum dsl_error run_format(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	struct decimal x;

	(void)s, (void)e;
	return decimal_find(in, &x).n ? put_number(&x, &c->arg[0], out) : RUN_NO_NUMBER;
}

static enum dsl_error run_linear(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	struct decimal x, sum;
	struct ratio a, b;

	(void)s, (void)e;
	ratio_read(c->arg[0].text, &a);
	ratio_read(c->arg[1].text, &b);
	return decimal_find(in, &x).n && ratio_line(&a, &x, &b, &sum) ? put_number(&sum, &c->arg[2], out) : RUN_NO_NUMBER;
}

/* As other operators read it again. */
static enum dsl_error put_plain(const struct decimal *d, struct buf *out)
{
	decimal_print_plain(out, d);
	return RUN_OK;
}

static enum dsl_error run_number(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	struct decimal x;

	(void)s, (void)e;
	return notation_find(in, notation_of(c->arg[0].text), &x).n ? put_plain(&x, out) : RUN_NO_NUMBER;
}

/* The number with one more. False when there are too many digits. */
static bool reckon(int op, struct decimal *sum, struct decimal x)
{
	struct decimal minus = x;

	minus.negative = x.n && !x.negative;
	switch (op) {
	case OP_SUM:        return decimal_add(sum, &x, sum);
	case OP_DIFFERENCE: return decimal_add(sum, &minus, sum);
	case OP_PRODUCT:    return decimal_multiply(sum, &x, sum);
	case OP_QUOTIENT:   return decimal_divide(sum, &x, sum);
	case OP_RAISE:
	case OP_REDUCE: {
		const struct decimal percent = { .n = 1, .digits = { 1 }, .decimals = 2 };
		struct decimal part;

		return decimal_multiply(op == OP_RAISE ? &x : &minus, &percent, &part) && decimal_multiply(sum, &part, &part) && decimal_add(sum, &part, sum);
	}
	default:
		if (decimal_compare(&x, sum) * (op == OP_SMALLEST ? -1 : 1) > 0)
			*sum = x;
		return true;
	}
}

/* The first number with each further one, from the left. Of several cells each has one. */
static enum dsl_error run_reckon(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	const int op = (int)(c->op - dsl_ops);
	struct decimal sum = { 0 }, x;
	struct str cell;
	bool first = true;

	(void)s, (void)e;
	for (size_t k = 0; cells_find(in, k, &cell); k++) {
		struct str part = notation_next(cell, 0, NOTATION_PLAIN, &x);

		if (!part.n)
			return RUN_NO_NUMBER;
		for (; part.n; part = notation_next(cell, (size_t)(part.p - cell.p) + part.n, NOTATION_PLAIN, &x)) {
			if (first)
				sum = x;
			else if (!reckon(op, &sum, x))
				return RUN_NO_NUMBER;
			first = false;
		}
	}
	return put_plain(&sum, out);
}

static enum dsl_error run_count(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	struct dsl_hit hit;
	long n = 0;

	for (size_t at = 0; dsl_next(&c->arg[0], in, e, at, s, &hit); at = hit.after)
		n++;
	buf_printf(out, "%ld", n);
	return RUN_OK;
}

static enum dsl_error run_length(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	(void)c, (void)s;
	buf_printf(out, "%zu", e == DSL_ASCII ? in.n : utf8_length(in));
	return RUN_OK;
}

bool dsl_op_number(struct str text, int *n)
{
	const size_t sign = text.n && text.p[0] == '-';

	*n = 0;
	for (size_t i = sign; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9' || (text.p[i] == '0' && i == sign && (text.n > 1 || sign)))
			return false;
		*n = 10 * *n + text.p[i] - '0';
	}
	*n = sign ? -*n : *n;
	return text.n > sign && text.n <= sign + 2;
}

/* Where the next character begins. */
static size_t next_character(struct str in, size_t at)
{
	do
		at++;
	while (at < in.n && ((unsigned char)in.p[at] & 0xC0) == 0x80);
	return at;
}

static enum dsl_error run_every(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	const size_t begin = out->n;
	int step, first, k = 0;

	(void)s;
	dsl_op_number(c->arg[0].text, &step), dsl_op_number(c->arg[1].text, &first);
	if (first < 0)
		first += (int)(e == DSL_ASCII ? in.n : utf8_length(in));
	for (size_t at = 0, next; at < in.n && first >= 0; at = next, k++) {
		next = next_character(in, at);
		if (k >= first && (k - first) % step == 0)
			buf_put(out, in.p + at, next - at);
	}
	return out->n > begin ? RUN_OK : RUN_OUTSIDE;
}

/* Match `index` of all, from the end when negative. */
static bool nth_match(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, int index, struct dsl_hit *hit)
{
	int n = 0;

	if (index < 0) {
		for (size_t at = 0; dsl_next(&c->arg[0], in, e, at, s, hit); at = hit->after)
			n++;
		index += n;
	}
	for (size_t at = 0; index >= 0 && dsl_next(&c->arg[0], in, e, at, s, hit); at = hit->after)
		if (index-- == 0)
			return true;
	return false;
}

static enum dsl_error run_pick(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	struct dsl_hit hit;
	int index;

	dsl_op_number(c->arg[1].text, &index);
	if (!nth_match(c, s, in, e, index, &hit))
		return RUN_NO_MATCH;
	buf_put(out, in.p + hit.start, hit.after - hit.start);
	return RUN_OK;
}

static enum dsl_error run_before(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	struct dsl_hit hit;

	if (!nth_match(c, s, in, e, 0, &hit))
		return RUN_NO_MATCH;
	buf_put(out, in.p, hit.start);
	return hit.start ? RUN_OK : RUN_EMPTY;
}

/* The rows are in order of their keys (dsl_ready). */
static enum dsl_error run_lookup(const struct dsl_call *c, struct dsl_scratch *s, struct str in, enum dsl_encoding e, struct buf *out)
{
	size_t low = 0, high = c->nrows;

	(void)s, (void)e;
	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (dsl_text_order(c->rows[middle].key.text, in) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < c->nrows && str_eq(c->rows[low].key.text, in))
		buf_str(out, c->rows[low].value.text);
	else if (c->arg[0].id)
		buf_str(out, c->arg[0].text);
	else
		return RUN_NOT_LISTED;
	return RUN_OK;
}

int dsl_text_order(struct str a, struct str b)
{
	const size_t n = a.n < b.n ? a.n : b.n;
	const int order = n ? memcmp(a.p, b.p, n) : 0;

	return order ? order : a.n < b.n ? -1 : a.n > b.n;
}

const struct dsl_op dsl_ops[OPS] = {
	[OP_TOCASE] = { "ToCase", { ARG_CASE }, run_to_case },
	[OP_REMOVE] = { "Remove", { ARG_MATCH }, run_remove },                                 /* every match */
	[OP_REPLACE] = { "Replace", { ARG_MATCH, ARG_TEXT }, run_replace },                    /* every match by the text */
	[OP_JOIN] = { "Join", { ARG_MATCH, ARG_TEXT_OR_NOTHING }, run_join },                  /* the matches alone, the text between them */
	[OP_SEPARATE] = { "Separate", { ARG_MATCH, ARG_TEXT }, run_separate },                 /* the text before each match but at the begin */
	[OP_INITIALS] = { "Initials", { ARG_MATCH, ARG_TEXT_OR_NOTHING }, run_initials },      /* the first character of each match, joined */
	[OP_FORMAT] = { "Format", { ARG_FORMAT }, run_format },                                /* the first number, written so */
	[OP_LINEAR] = { "Linear", { ARG_NUMBER, ARG_NUMBER, ARG_FORMAT }, run_linear },        /* a times the first number, and b, written so */
	[OP_DATE] = { "Date", { ARG_MOMENT, ARG_ORDER_OR_NOTHING }, dsl_run_date },                /* the first date and time, written so */
	[OP_FLOOR] = { "Floor", { ARG_STEP, ARG_ORDER_OR_NOTHING }, dsl_run_floor },               /* the first number or time, down to a multiple */
	[OP_CEIL] = { "Ceil", { ARG_STEP, ARG_ORDER_OR_NOTHING }, dsl_run_ceil },
	[OP_ROUND] = { "Round", { ARG_STEP, ARG_ORDER_OR_NOTHING }, dsl_run_round },
	[OP_SHIFT] = { "Shift", { ARG_SPAN, ARG_ORDER_OR_NOTHING }, dsl_run_shift },               /* the time so much later */
	[OP_SPAN] = { "Span", { ARG_SPAN_FORMAT, ARG_UNIT_OR_NOTHING }, dsl_run_span },            /* the first span of time, written so */
	[OP_ZONE] = { "Zone", { ARG_ZONE, ARG_ORDER_OR_NOTHING }, dsl_run_zone },                  /* the time, whose zone is written, in another zone */
	[OP_NUMBER] = { "Number", { ARG_NOTATION }, run_number },                              /* the first number, read so, written plainly */
	[OP_SUM] = { "Sum", { ARG_NONE }, run_reckon },                                        /* of all numbers, from the left */
	[OP_DIFFERENCE] = { "Difference", { ARG_NONE }, run_reckon },
	[OP_PRODUCT] = { "Product", { ARG_NONE }, run_reckon },
	[OP_QUOTIENT] = { "Quotient", { ARG_NONE }, run_reckon },
	[OP_RAISE] = { "Raise", { ARG_NONE }, run_reckon },                                    /* by so many percent as the further ones say */
	[OP_REDUCE] = { "Reduce", { ARG_NONE }, run_reckon },
	[OP_LARGEST] = { "Largest", { ARG_NONE }, run_reckon },
	[OP_SMALLEST] = { "Smallest", { ARG_NONE }, run_reckon },
	[OP_BETWEEN] = { "Between", { ARG_PASSED, ARG_ORDER_OR_NOTHING }, dsl_run_between },   /* so many of a unit from the first date or time to the second */
	[OP_COUNT] = { "Count", { ARG_MATCH }, run_count },                                    /* how many matches there are */
	[OP_LENGTH] = { "Length", { ARG_NONE }, run_length },                                  /* how many characters */
	[OP_EVERY] = { "Every", { ARG_COUNT, ARG_INDEX }, run_every },                         /* every so many characters one, from that one on */
	[OP_PICK] = { "Pick", { ARG_MATCH, ARG_INDEX }, run_pick },                            /* that match */
	[OP_BEFORE] = { "Before", { ARG_MATCH }, run_before },                                 /* what stands before the first match */
	[OP_COLUMN] = { "Column", { ARG_COLUMNS }, NULL },                                     /* of these columns of the input (dsl_run.c) */
	[OP_LOOKUP] = { "Lookup", { ARG_ROWS }, run_lookup },                                  /* what a table says of it */
	[OP_MAP] = { "Map", { ARG_TEXT, ARG_TEXT_OR_NOTHING, ARG_EACH }, dsl_run_map },        /* its fields between the one text, changed each, the other between */
	[OP_UNACCENT] = { "Unaccent", { ARG_NONE }, dsl_run_unaccent },                        /* Latin letters without accents */
	[OP_NARROW] = { "Narrow", { ARG_NONE }, dsl_run_narrow },                              /* full-width characters as those of ASCII */
	[OP_STRIP] = { "Strip", { ARG_MATCH }, dsl_run_strip },                                /* without the matches at its begin and its end */
	[OP_PAD] = { "Pad", { ARG_INDEX, ARG_CHARACTER }, dsl_run_pad },                       /* so many characters wide; in front when negative */
};

struct dsl_call dsl_to_case(enum dsl_case to)
{
	return (struct dsl_call){ .op = &dsl_ops[OP_TOCASE], .arg = { { .id = dsl_case_id(to) } } };
}

bool dsl_op_takes(enum dsl_arg_kind kind, const struct dsl_token *t)
{
	switch (kind) {
	case ARG_CASE:  return t->role == ROLE_CASE || (t->role == ROLE_TYPE && t->by_case);
	case ARG_COLUMNS: return t->role == ROLE_INT && t->value >= 1 && t->value <= DSL_COLUMNS;
	case ARG_MATCH: return t->role == ROLE_TYPE || t->role == ROLE_CHAR || t->role == ROLE_TEXT;
	case ARG_ITEMS: return dsl_op_takes(ARG_MATCH, t);
	case ARG_MOST:  return t->role == ROLE_INT && t->value >= 0;
	case ARG_NTH_OR_NOTHING:
		return t->role == ROLE_INT && t->value > 0;
	case ARG_TEXT:
	case ARG_CHARACTER:
	case ARG_TEXT_OR_NOTHING:
	case ARG_ROWS:
		return t->role == ROLE_CHAR || t->role == ROLE_TEXT;
	case ARG_NUMBER:
	case ARG_LIMIT:
	case ARG_NOTATION:
	case ARG_FORMAT:
	case ARG_MOMENT:
	case ARG_STEP:
	case ARG_SPAN:
	case ARG_COUNT:
	case ARG_INDEX:
	case ARG_ORDER_OR_NOTHING:
	case ARG_PASSED:
	case ARG_ZONE:
	case ARG_SPAN_FORMAT:
	case ARG_UNIT_OR_NOTHING:
		return t->role == ROLE_TEXT;             /* dsl_op_fits says whether it is one */
	default:
		return false;
	}
}

bool dsl_op_fits(enum dsl_arg_kind kind, struct str text)
{
	struct decimal_format format;
	struct decimal number;
	struct ratio ratio;
	long seconds;
	int index, order;

	switch (kind) {
	case ARG_NUMBER:           return ratio_read(text, &ratio);
	case ARG_LIMIT:            return text.n && decimal_read(text, &number) == text.n;
	case ARG_NOTATION:         return notation_of(text) >= 0;
	case ARG_FORMAT:           return decimal_format_read(text, &format);
	case ARG_MOMENT:           return moment_format_is(text);
	case ARG_ORDER_OR_NOTHING: return moment_order_read(text, &order);
	case ARG_SPAN_FORMAT:      return span_format_is(text);
	case ARG_UNIT_OR_NOTHING:  return span_unit_of(text) != SPAN_SECONDS;
	case ARG_ZONE:             return moment_zone(text, &order);
	case ARG_COUNT:            return dsl_op_number(text, &index) && index > 0;
	case ARG_INDEX:            return dsl_op_number(text, &index);
	case ARG_CHARACTER:        return utf8_length(text) == 1;
	case ARG_PASSED:           return moment_passed_of(text) >= 0;
	case ARG_SPAN:             return moment_span(text, &seconds);
	case ARG_STEP:
		return moment_span(text, &seconds) ? seconds > 0 : text.n && decimal_read(text, &number) == text.n && number.n > 0 && !number.negative;
	default:
		return true;
	}
}
