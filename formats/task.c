/* task - the one kind of record: a program, its pairs, and what each tool adds
 * SPDX-License-Identifier: MIT */
#include "task.h"

#include <assert.h>
#include <limits.h>

#include "base/utf8.h"

/* A field is one row of a table, which both reading and packing follow. README.md has the same tables in words. */
enum kind { ID, COUNT, SCORE, SECONDS, YES_NO, UNLESS_NO, TEXT, FLOATS, PAIRS, PARTS, ANSWER, ANSWERS, VERDICT };

struct field {
	const char *name;
	enum kind kind;
	bool required;
	size_t at;               /* offset in the struct; of an array in task, its count is beside it */
};

struct shape {
	const struct field *fields;
	size_t n, others;
};

#define SHAPE(type, rows) { rows, sizeof rows / sizeof *rows, offsetof(struct type, others) }

static const struct field part_fields[] = {
	{ "id",           ID,      true,  offsetof(struct task_part, id) },
	{ "program",      TEXT,    true,  offsetof(struct task_part, program) },
	{ "embedding",    FLOATS,  false, offsetof(struct task_part, embedding) },
};
static const struct field answer_fields[] = {
	{ "program",      TEXT,    false, offsetof(struct task_answer, program) },
	{ "solved",       YES_NO,  true,  offsetof(struct task_answer, solved) },
	{ "score",        SCORE,   true,  offsetof(struct task_answer, score) },
	{ "method",       TEXT,    true,  offsetof(struct task_answer, method) },
	{ "given",        COUNT,   true,  offsetof(struct task_answer, given) },
	{ "seconds",      SECONDS, false, offsetof(struct task_answer, seconds) },
	{ "why",          TEXT,    false, offsetof(struct task_answer, why) },
	{ "complete",     UNLESS_NO, false, offsetof(struct task_answer, complete) },
};
static const struct field verdict_fields[] = {
	{ "passed",       COUNT,   true,  offsetof(struct task_verdict, passed) },
	{ "total",        COUNT,   true,  offsetof(struct task_verdict, total) },
	{ "given_passed", COUNT,   true,  offsetof(struct task_verdict, given_passed) },
	{ "given",        COUNT,   true,  offsetof(struct task_verdict, given) },
	{ "why",          TEXT,    false, offsetof(struct task_verdict, why) },
};
static const struct field task_fields[] = {
	{ "id",           ID,      true,  offsetof(struct task, id) },
	{ "name",         TEXT,    false, offsetof(struct task, name) },
	{ "program",      TEXT,    false, offsetof(struct task, program) },
	{ "parts",        PARTS,   false, offsetof(struct task, parts) },
	{ "pairs",        PAIRS,   false, offsetof(struct task, pairs) },
	{ "embedding",    FLOATS,  false, offsetof(struct task, embedding) },
	{ "answer",       ANSWER,  false, offsetof(struct task, answers) },
	{ "answers",      ANSWERS, false, offsetof(struct task, answers) },
	{ "verdict",      VERDICT, false, offsetof(struct task, verdict) },
};
static const struct shape part_shape = SHAPE(task_part, part_fields), answer_shape = SHAPE(task_answer, answer_fields);
static const struct shape verdict_shape = SHAPE(task_verdict, verdict_fields), task_shape = SHAPE(task, task_fields);

/* ---- reading ---- */

/* Where we are, for messages: in an element of a field, or (field NULL) in the record itself. */
struct place { struct stream_reader *reader; const char *field; size_t element; };

static int wrong(const struct place *in, const char *name, const char *what)
{
	char element[48] = "";

	if (in->element)
		snprintf(element, sizeof element, "element %zu: ", in->element);
	if (in->field)
		stream_blame(in->reader, "field '%s': %sfield '%s' %s", in->field, element, name, what);
	else
		stream_blame(in->reader, "field '%s' %s", name, what);
	return -1;
}

static int wrong_element(const struct place *in, const char *name, size_t element, const char *what)
{
	stream_blame(in->reader, "field '%s': element %zu %s", name, element, what);
	return -1;
}

static bool is_number(msgpack_object o, double *value)
{
	switch (o.type) {
	case MSGPACK_OBJECT_FLOAT32:
	case MSGPACK_OBJECT_FLOAT64:          *value = o.via.f64; return true;
	case MSGPACK_OBJECT_POSITIVE_INTEGER: *value = (double)o.via.u64; return true;
	case MSGPACK_OBJECT_NEGATIVE_INTEGER: *value = (double)o.via.i64; return true;
	default:                              return false;
	}
}

/* A msgpack str; its bytes may be anything. */
static bool is_str(msgpack_object o, struct str *s)
{
	if (o.type != MSGPACK_OBJECT_STR)
		return false;
	*s = (struct str){ o.via.str.ptr, o.via.str.size };
	return true;
}

static bool is_text(msgpack_object o, struct str *s)
{
	return is_str(o, s) && utf8_check(*s) != UTF8_BROKEN;
}

static int read_map(const struct place *in, const struct obj *map, const struct shape *shape, void *to);

static int read_pairs(const struct place *in, const char *name, const struct obj *o, struct task *t)
{
	const msgpack_object *element = o->value.via.array.ptr;

	t->npairs = o->value.via.array.size;
	t->pairs = arena_get(stream_arena(in->reader), t->npairs * sizeof *t->pairs);
	for (size_t i = 0; i < t->npairs; i++) {
		const msgpack_object *side = element[i].via.array.ptr;
		struct task_pair *pair = &t->pairs[i];

		if (element[i].type != MSGPACK_OBJECT_ARRAY || element[i].via.array.size != 2 || !is_str(side[0], &pair->input) ||
		    !is_str(side[1], &pair->output))
			return wrong_element(in, name, i + 1, "is not [input, output]");
		if (utf8_check(pair->input) == UTF8_BROKEN || utf8_check(pair->output) == UTF8_BROKEN)
			return wrong_element(in, name, i + 1, "is not valid UTF-8");
	}
	return 0;
}

/* An array of maps of one shape, each of `size` bytes when read. */
static int read_maps(const struct place *in, const char *name, const struct obj *array, const struct shape *shape, size_t size,
		     void *list, size_t *n)
{
	struct place place = { in->reader, name, 0 };
	struct obj_field f = { 0 };
	char *to = arena_get(stream_arena(in->reader), array->value.via.array.size * size);

	*(void **)list = to;
	*n = array->value.via.array.size;
	for (; obj_element(array, &f) > 0; to += size) {
		if (f.value.value.type != MSGPACK_OBJECT_MAP)
			return wrong_element(in, name, f.index, "is not a map");
		place.element = f.index;
		if (read_map(&place, &f.value, shape, to))
			return -1;
	}
	return 0;
}

static int read_field(const struct place *in, const struct field *field, const struct obj *o, void *to)
{
	const msgpack_object v = o->value;
	void *at = (char *)to + field->at;
	struct task *t = to;     /* of the kinds that only a task has */

	switch (field->kind) {
	case ID:
		if (v.type != MSGPACK_OBJECT_POSITIVE_INTEGER)
			return wrong(in, field->name, "is not a whole number of 0 or more");
		*(uint64_t *)at = v.via.u64;
		return 0;
	case COUNT:
		if (v.type != MSGPACK_OBJECT_POSITIVE_INTEGER || v.via.u64 > LONG_MAX)
			return wrong(in, field->name, "is not a count");
		*(long *)at = (long)v.via.u64;
		return 0;
	case SCORE:
		return is_number(v, at) ? 0 : wrong(in, field->name, "is not a number");
	case SECONDS:
		return is_number(v, at) && *(double *)at >= 0 ? 0 : wrong(in, field->name, "is not a number of 0 or more");
	case YES_NO:
	case UNLESS_NO:
		if (v.type != MSGPACK_OBJECT_BOOLEAN)
			return wrong(in, field->name, "is not true or false");
		*(bool *)at = v.via.boolean;
		return 0;
	case TEXT:
		return is_text(v, at) ? 0 : wrong(in, field->name, "is not a string of UTF-8");
	case FLOATS:
		if (v.type != MSGPACK_OBJECT_BIN || v.via.bin.size % 4 != 0)
			return wrong(in, field->name, "is not bin of float32");
		*(struct str *)at = (struct str){ v.via.bin.ptr, v.via.bin.size };
		return 0;
	case PAIRS:
		return v.type == MSGPACK_OBJECT_ARRAY ? read_pairs(in, field->name, o, t) : wrong(in, field->name, "is not an array");
	case PARTS:
		return v.type == MSGPACK_OBJECT_ARRAY ?
		       read_maps(in, field->name, o, &part_shape, sizeof *t->parts, &t->parts, &t->nparts) :
		       wrong(in, field->name, "is not an array");
	case ANSWERS:
		return v.type == MSGPACK_OBJECT_ARRAY && v.via.array.size > 0 ?
		       read_maps(in, field->name, o, &answer_shape, sizeof *t->answers, &t->answers, &t->nanswers) :
		       wrong(in, field->name, "is not an array of answers");
	case ANSWER:
		if (v.type != MSGPACK_OBJECT_MAP)
			return wrong(in, field->name, "is not a map");
		if (t->nanswers > 0)             /* `answers` came first: check_answers sees that it has this one */
			return 0;
		t->answers = arena_get(stream_arena(in->reader), sizeof *t->answers);
		t->nanswers = 1;
		return read_map(&(struct place){ in->reader, field->name, 0 }, o, &answer_shape, t->answers);
	case VERDICT:
		if (v.type != MSGPACK_OBJECT_MAP)
			return wrong(in, field->name, "is not a map");
		t->has_verdict = true;
		return read_map(&(struct place){ in->reader, field->name, 0 }, o, &verdict_shape, at);
	}
	assert(0);
	return -1;
}

/* What is read when a field isn't there. */
static void set_defaults(const struct shape *shape, void *to)
{
	for (const struct field *field = shape->fields; field < shape->fields + shape->n; field++) {
		void *at = (char *)to + field->at;

		if (field->kind == SECONDS)
			*(double *)at = -1;
		else if (field->kind == UNLESS_NO)
			*(bool *)at = true;
		else if (field->kind == TEXT || field->kind == FLOATS)
			*(struct str *)at = (struct str){ 0 };
	}
	*(struct task_others *)((char *)to + shape->others) = (struct task_others){ 0 };
}

static void keep_other(struct stream_reader *r, const struct obj *map, const struct obj_field *f, struct task_others *others)
{
	if (others->n++ == 0)
		others->bytes.p = arena_get(stream_arena(r), map->bytes.n - f->at + f->bytes.n);
	memcpy((char *)others->bytes.p + others->bytes.n, f->bytes.p, f->bytes.n);
	others->bytes.n += f->bytes.n;
}

/* Fields mostly come in the order of the table, so the one behind the last is tried first. */
static const struct field *lookup(const struct shape *shape, struct str key, size_t start)
{
	for (size_t i = 0; i < shape->n; i++) {
		const struct field *field = &shape->fields[(start + i) % shape->n];

		if (str_eq(key, str_of(field->name)))
			return field;
	}
	return NULL;
}

static int read_map(const struct place *in, const struct obj *map, const struct shape *shape, void *to)
{
	struct obj_field f = { 0 };
	unsigned seen = 0;
	size_t start = 0;
	int got;

	set_defaults(shape, to);
	while ((got = obj_field(map, &f)) > 0) {
		const struct field *field = lookup(shape, f.key, start);

		if (!field) {
			keep_other(in->reader, map, &f, (struct task_others *)((char *)to + shape->others));
			continue;
		}
		start = (size_t)(field - shape->fields);
		if (seen & 1u << start)
			return wrong(in, field->name, "is given twice");
		seen |= 1u << start++;
		if (read_field(in, field, &f.value, to))
			return -1;
	}
	if (got < 0) {
		stream_blame(in->reader, "a key is no string");
		return -1;
	}
	if (((struct task_others *)((char *)to + shape->others))->n > 1 && obj_repeated(map).p) {
		const struct str key = obj_repeated(map);

		stream_blame(in->reader, "field '%.*s' is given twice", (int)(key.n < 40 ? key.n : 40), key.p);
		return -1;
	}
	for (size_t i = 0; i < shape->n; i++)
		if (shape->fields[i].required && !(seen & 1u << i))
			return wrong(in, shape->fields[i].name, "is missing");
	return 0;
}

/* `answers` repeats `answer` as its first, so that who wants the best one only need not know of several. */
static int check_answers(const struct place *in, const struct obj *record)
{
	struct obj_field f = { 0 }, first = { 0 };
	struct str answer = { 0 };

	while (obj_field(record, &f) > 0)
		if (str_eq(f.key, STR("answer")))
			answer = f.value.bytes;
		else if (str_eq(f.key, STR("answers")))
			obj_element(&f.value, &first);
	if (first.index > 0 && !str_eq(first.value.bytes, answer))
		return wrong_element(in, "answers", 1, "is not what field 'answer' has");
	return 0;
}

int task_read(struct stream_reader *r, struct task *t)
{
	struct place place = { r, NULL, 0 };
	struct obj o;
	int got = stream_next(r, &o);

	*t = (struct task){ 0 };
	if (got <= 0)
		return got;
	if (read_map(&place, &o, &task_shape, t) || (t->nanswers > 0 && check_answers(&place, &o)))
		return -1;
	return 1;
}

/* ---- packing ---- */

static void pack_str(msgpack_packer *pk, struct str s)
{
	msgpack_pack_str_with_body(pk, s.p, s.n);
}

/* A field that has nothing to say is left out. */
static bool is_there(const struct field *field, const void *from)
{
	const void *at = (const char *)from + field->at;
	const struct task *t = from;     /* of the kinds that only a task has */

	if (field->required)
		return true;
	switch (field->kind) {
	case TEXT:
	case FLOATS:  return ((const struct str *)at)->n > 0;
	case SECONDS: return *(const double *)at >= 0;
	case UNLESS_NO: return !*(const bool *)at;
	case PAIRS:   return t->npairs > 0;
	case PARTS:   return t->nparts > 0;
	case ANSWER:  return t->nanswers > 0;
	case ANSWERS: return t->nanswers > 1;
	case VERDICT: return t->has_verdict;
	default:      return true;
	}
}

static void pack_map(msgpack_packer *pk, const struct shape *shape, const void *from);

static void pack_maps(msgpack_packer *pk, const struct shape *shape, const void *from, size_t n, size_t size)
{
	msgpack_pack_array(pk, n);
	for (const char *p = from; n > 0; n--, p += size)
		pack_map(pk, shape, p);
}

static void pack_field(msgpack_packer *pk, const struct field *field, const void *from)
{
	const void *at = (const char *)from + field->at;
	const struct task *t = from;     /* of the kinds that only a task has */

	pack_str(pk, str_of(field->name));
	switch (field->kind) {
	case ID:      msgpack_pack_uint64(pk, *(const uint64_t *)at); break;
	case COUNT:   msgpack_pack_long(pk, *(const long *)at); break;
	case SCORE:
	case SECONDS: msgpack_pack_double(pk, *(const double *)at); break;
	case YES_NO:
	case UNLESS_NO: *(const bool *)at ? msgpack_pack_true(pk) : msgpack_pack_false(pk); break;
	case TEXT:    pack_str(pk, *(const struct str *)at); break;
	case FLOATS:  msgpack_pack_bin_with_body(pk, ((const struct str *)at)->p, ((const struct str *)at)->n); break;
	case PARTS:   pack_maps(pk, &part_shape, t->parts, t->nparts, sizeof *t->parts); break;
	case ANSWER:  pack_map(pk, &answer_shape, t->answers); break;
	case ANSWERS: pack_maps(pk, &answer_shape, t->answers, t->nanswers, sizeof *t->answers); break;
	case VERDICT: pack_map(pk, &verdict_shape, at); break;
	case PAIRS:
		msgpack_pack_array(pk, t->npairs);
		for (size_t i = 0; i < t->npairs; i++) {
			msgpack_pack_array(pk, 2);
			pack_str(pk, t->pairs[i].input);
			pack_str(pk, t->pairs[i].output);
		}
		break;
	}
}

static void pack_map(msgpack_packer *pk, const struct shape *shape, const void *from)
{
	const struct task_others *others = (const void *)((const char *)from + shape->others);
	size_t n = others->n;

	for (size_t i = 0; i < shape->n; i++)
		n += is_there(&shape->fields[i], from);
	msgpack_pack_map(pk, n);
	for (size_t i = 0; i < shape->n; i++)
		if (is_there(&shape->fields[i], from))
			pack_field(pk, &shape->fields[i], from);
	obj_put(pk->data, others->bytes.p, others->bytes.n);
}

void task_pack(struct buf *out, const struct task *t)
{
	msgpack_packer pk;

	msgpack_packer_init(&pk, out, obj_put);
	pack_map(&pk, &task_shape, t);
}

const char *task_write(struct stream_writer *w, const struct task *t)
{
	struct buf *packed = stream_packed(w);

	task_pack(packed, t);
	return stream_put(w, packed->p, packed->n);
}

/* ---- copying ---- */

static void own(struct arena *a, struct str *s)
{
	if (s->n > 0)
		*s = arena_copy(a, *s);
}

static void *own_array(struct arena *a, const void *p, size_t n, size_t size)
{
	return n ? memcpy(arena_get(a, n * size), p, n * size) : NULL;
}

struct task task_copy(struct arena *a, const struct task *t)
{
	struct task c = *t;

	own(a, &c.name);
	own(a, &c.program);
	own(a, &c.embedding);
	own(a, &c.others.bytes);
	own(a, &c.verdict.why);
	own(a, &c.verdict.others.bytes);
	c.parts = own_array(a, c.parts, c.nparts, sizeof *c.parts);
	for (size_t i = 0; i < c.nparts; i++) {
		own(a, &c.parts[i].program);
		own(a, &c.parts[i].embedding);
		own(a, &c.parts[i].others.bytes);
	}
	c.pairs = own_array(a, c.pairs, c.npairs, sizeof *c.pairs);
	for (size_t i = 0; i < c.npairs; i++) {
		own(a, &c.pairs[i].input);
		own(a, &c.pairs[i].output);
	}
	c.answers = own_array(a, c.answers, c.nanswers, sizeof *c.answers);
	for (size_t i = 0; i < c.nanswers; i++) {
		own(a, &c.answers[i].program);
		own(a, &c.answers[i].method);
		own(a, &c.answers[i].why);
		own(a, &c.answers[i].others.bytes);
	}
	return c;
}
