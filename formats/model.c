/* model - the second kind of file: what a network is, its parameters, and how it came to be
 * SPDX-License-Identifier: MIT */
#include "model.h"

#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdint.h>

#include "base/utf8.h"

/* The kinds of record, in the order in which they come; only tensors come more than once. README.md tells them in words. */
enum kind { CONFIG, TOKENS, TENSOR, CURVE, PROGRESS, KINDS };
static const char *const kind_names[KINDS] = { "config", "tokens", "tensor", "curve", "progress" };
static const struct { const char *name; size_t bytes; } types[] = { [MODEL_F32] = { "f32", 4 }, [MODEL_BF16] = { "bf16", 2 } };

const char *model_type_name(enum model_type type)
{
	return types[type].name;
}

size_t model_type_bytes(enum model_type type)
{
	return types[type].bytes;
}

#define EXACT 9007199254740992.0         /* 2^53: whole numbers up to it are exact as double */

bool model_good_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~')
			return false;
	return s.n >= 1 && s.n <= MODEL_NAME_BYTES;
}

/* Text that can be a C string, too. */
static bool good_text(struct str s)
{
	return utf8_check(s) != UTF8_BROKEN && !(s.n && memchr(s.p, 0, s.n));
}

static bool finite32(uint32_t bits)
{
	return (bits & 0x7f800000) != 0x7f800000;
}

/* ---- reading ---- */

struct reading { struct stream_reader *in; struct model *m; long numbers; };

static bool str_is(msgpack_object o, const char *s)
{
	return o.type == MSGPACK_OBJECT_STR && str_eq((struct str){ o.via.str.ptr, o.via.str.size }, str_of(s));
}

static struct str str_in(msgpack_object o)
{
	return o.type == MSGPACK_OBJECT_STR ? (struct str){ o.via.str.ptr, o.via.str.size } : (struct str){ 0 };
}

/* A field of a record: of this type, once; NULL when it is not so. */
static const msgpack_object *field(struct reading *r, const msgpack_object *record, const char *name, msgpack_object_type type,
				   const char *what)
{
	const msgpack_object_kv *kv = record->via.map.ptr;
	const msgpack_object *found = NULL;

	for (uint32_t i = 0; i < record->via.map.size; i++, kv++) {
		if (!str_is(kv->key, name))
			continue;
		if (found)
			stream_blame(r->in, "field '%s' is given twice", name);
		found = &kv->val;
	}
	if (!found)
		stream_blame(r->in, "field '%s' is missing", name);
	else if (found->type != type)
		stream_blame(r->in, "field '%s' is not %s", name, what);
	return *stream_error(r->in) ? NULL : found;
}

static bool is_number(msgpack_object o, double *value)
{
	switch (o.type) {
	case MSGPACK_OBJECT_FLOAT32:
	case MSGPACK_OBJECT_FLOAT64:          *value = o.via.f64; break;
	case MSGPACK_OBJECT_POSITIVE_INTEGER: *value = (double)o.via.u64; break;
	case MSGPACK_OBJECT_NEGATIVE_INTEGER: *value = (double)o.via.i64; break;
	default:                              return false;
	}
	return isfinite(*value);
}

/* A map of names to numbers and words. */
static int read_values(struct reading *r, const msgpack_object *record, const char *kind, struct model_value **list, size_t *n)
{
	const msgpack_object *map = field(r, record, kind, MSGPACK_OBJECT_MAP, "a map");
	struct model_value *value;

	if (!map)
		return -1;
	if (map->via.map.size > MODEL_NAMES) {
		stream_blame(r->in, "field '%s': more than %d names", kind, MODEL_NAMES);
		return -1;
	}
	*list = value = arena_get(&r->m->arena, map->via.map.size * sizeof *value);
	for (uint32_t i = 0; i < map->via.map.size; i++, value++) {
		const msgpack_object_kv *kv = &map->via.map.ptr[i];
		struct str text = str_in(kv->val);

		*value = (struct model_value){ 0 };
		if (!model_good_name(str_in(kv->key))) {
			stream_blame(r->in, "field '%s': key %u is no name", kind, i + 1);
			return -1;
		}
		value->name = arena_copy(&r->m->arena, str_in(kv->key)).p;
		for (const struct model_value *other = *list; other < value; other++)
			if (strcmp(other->name, value->name) == 0) {
				stream_blame(r->in, "field '%s': '%s' is given twice", kind, value->name);
				return -1;
			}
		if (kv->val.type == MSGPACK_OBJECT_STR && good_text(text)) {
			value->text = arena_copy(&r->m->arena, text).p;
		} else if (!is_number(kv->val, &value->number)) {
			stream_blame(r->in, "field '%s': '%s' is neither a finite number nor a string of UTF-8", kind, value->name);
			return -1;
		}
	}
	*n = map->via.map.size;
	return 0;
}

static int read_tokens(struct reading *r, const msgpack_object *record)
{
	const msgpack_object *array = field(r, record, "tokens", MSGPACK_OBJECT_ARRAY, "an array");
	struct model *m = r->m;

	if (!array)
		return -1;
	m->ntokens = array->via.array.size;
	m->tokens = arena_get(&m->arena, m->ntokens * sizeof *m->tokens);
	for (size_t i = 0; i < m->ntokens; i++) {
		const msgpack_object token = array->via.array.ptr[i];

		if (token.type != MSGPACK_OBJECT_STR || !good_text(str_in(token))) {
			stream_blame(r->in, "field 'tokens': element %zu is not a string of UTF-8", i + 1);
			return -1;
		}
		m->tokens[i] = arena_copy(&m->arena, str_in(token)).p;
	}
	return 0;
}

static int read_dimension(struct reading *r, const msgpack_object *record, const char *name, long *value)
{
	const msgpack_object *o = field(r, record, name, MSGPACK_OBJECT_POSITIVE_INTEGER, "a count of 1 or more");

	if (o && (o->via.u64 == 0 || o->via.u64 > LONG_MAX))
		stream_blame(r->in, "field '%s' is not a count of 1 or more", name);
	else if (o)
		*value = (long)o->via.u64;
	return *stream_error(r->in) ? -1 : 0;
}

/* `n` numbers of little endian as float32; false when one is not finite. */
static bool unpack_numbers(float *to, const void *from, size_t n, enum model_type type)
{
	const unsigned char *p = from;
	bool good = true;

	for (size_t i = 0; i < n; i++, p += types[type].bytes) {
		uint32_t bits = (uint32_t)p[0] | (uint32_t)p[1] << 8;

		bits = type == MODEL_BF16 ? bits << 16 : bits | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
		good &= finite32(bits);
		memcpy(&to[i], &bits, sizeof bits);
	}
	return good;
}

static bool find_type(msgpack_object o, enum model_type *type)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_is(o, types[i].name)) {
			*type = (enum model_type)i;
			return true;
		}
	return false;
}

static int read_tensor(struct reading *r, const msgpack_object *record)
{
	const msgpack_object *name = field(r, record, "tensor", MSGPACK_OBJECT_STR, "a name");
	const msgpack_object *type = field(r, record, "type", MSGPACK_OBJECT_STR, "a string");
	const msgpack_object *values = field(r, record, "values", MSGPACK_OBJECT_BIN, "bin");
	struct model *m = r->m;
	struct model_tensor t = { 0 };
	size_t size, width;

	if (!name || !type || !values || read_dimension(r, record, "rows", &t.rows) || read_dimension(r, record, "cols", &t.cols))
		return -1;
	if (!model_good_name(str_in(*name))) {
		stream_blame(r->in, "field 'tensor' is not a name");
		return -1;
	}
	if (m->ntensors == MODEL_NAMES) {
		stream_blame(r->in, "more than %d tensors", MODEL_NAMES);
		return -1;
	}
	t.name = arena_copy(&m->arena, str_in(*name)).p;
	for (size_t i = 0; i < m->ntensors; i++)
		if (strcmp(m->tensors[i].name, t.name) == 0) {
			stream_blame(r->in, "tensor '%s' is given twice", t.name);
			return -1;
		}
	if (!find_type(*type, &t.type)) {
		stream_blame(r->in, "tensor '%s': field 'type' is neither 'f32' nor 'bf16'", t.name);
		return -1;
	}
	size = values->via.bin.size;
	width = types[t.type].bytes;
	if (size % width != 0 || (size_t)t.cols != size / width / (size_t)t.rows || size / width % (size_t)t.rows != 0) {
		stream_blame(r->in, "tensor '%s': %zu bytes are not %ld x %ld numbers of %s", t.name, size, t.rows, t.cols, types[t.type].name);
		return -1;
	}
	if (size / width > (size_t)(MODEL_NUMBERS - r->numbers)) {
		stream_blame(r->in, "more than %d numbers in all tensors", MODEL_NUMBERS);
		return -1;
	}
	r->numbers += t.rows * t.cols;
	t.value = arena_get(&m->arena, size / width * sizeof *t.value);
	if (!unpack_numbers(t.value, values->via.bin.ptr, size / width, t.type)) {
		stream_blame(r->in, "tensor '%s': a number that is not finite", t.name);
		return -1;
	}
	if (!m->tensors)
		m->tensors = arena_get(&m->arena, MODEL_NAMES * sizeof *m->tensors);
	m->tensors[m->ntensors++] = t;
	return 0;
}

static int read_columns(struct reading *r, const msgpack_object *array)
{
	struct model *m = r->m;

	m->ncolumns = array->via.array.size;
	if (m->ncolumns == 0 || m->ncolumns > MODEL_NAMES) {
		stream_blame(r->in, "field 'curve' does not have 1 to %d names", MODEL_NAMES);
		return -1;
	}
	m->columns = arena_get(&m->arena, m->ncolumns * sizeof *m->columns);
	for (size_t i = 0; i < m->ncolumns; i++) {
		struct str name = str_in(array->via.array.ptr[i]);

		if (!model_good_name(name)) {
			stream_blame(r->in, "field 'curve': element %zu is no name", i + 1);
			return -1;
		}
		m->columns[i] = arena_copy(&m->arena, name).p;
		for (size_t j = 0; j < i; j++)
			if (strcmp(m->columns[j], m->columns[i]) == 0) {
				stream_blame(r->in, "field 'curve': '%s' is given twice", m->columns[i]);
				return -1;
			}
	}
	return 0;
}

static int read_curve(struct reading *r, const msgpack_object *record)
{
	const msgpack_object *columns = field(r, record, "curve", MSGPACK_OBJECT_ARRAY, "an array");
	const msgpack_object *rows = field(r, record, "rows", MSGPACK_OBJECT_ARRAY, "an array");
	struct model *m = r->m;
	double *to;

	if (!columns || !rows || read_columns(r, columns))
		return -1;
	m->nrows = rows->via.array.size;
	for (size_t i = 0; i < m->nrows; i++)            /* all first: as many numbers as are kept must be there */
		if (rows->via.array.ptr[i].type != MSGPACK_OBJECT_ARRAY || rows->via.array.ptr[i].via.array.size != m->ncolumns) {
			stream_blame(r->in, "field 'rows': element %zu is not an array of %zu numbers", i + 1, m->ncolumns);
			return -1;
		}
	m->curve = to = arena_get(&m->arena, m->nrows * m->ncolumns * sizeof *to);
	for (size_t i = 0; i < m->nrows; i++)
		for (size_t j = 0; j < m->ncolumns; j++, to++) {
			const msgpack_object o = rows->via.array.ptr[i].via.array.ptr[j];

			if (o.type == MSGPACK_OBJECT_NIL) {
				*to = (double)NAN;
			} else if (!is_number(o, to)) {
				stream_blame(r->in, "field 'rows': element %zu: '%s' is neither a finite number nor nil", i + 1, m->columns[j]);
				return -1;
			}
		}
	return 0;
}

static enum kind kind_of(const msgpack_object *record)
{
	enum kind kind = 0;

	while (kind < KINDS && !(record->via.map.size > 0 && str_is(record->via.map.ptr[0].key, kind_names[kind])))
		kind++;
	return kind;
}

static int read_record(struct reading *r, const msgpack_object *record, enum kind kind)
{
	struct model *m = r->m;

	for (uint32_t i = 0; i < record->via.map.size; i++)
		if (record->via.map.ptr[i].key.type != MSGPACK_OBJECT_STR) {
			stream_blame(r->in, "a key is no string");
			return -1;
		}
	switch (kind) {
	case CONFIG:   return read_values(r, record, "config", &m->config, &m->nconfig);
	case TOKENS:   return read_tokens(r, record);
	case TENSOR:   return read_tensor(r, record);
	case CURVE:    return read_curve(r, record);
	case PROGRESS: return read_values(r, record, "progress", &m->progress, &m->nprogress);
	default:       return -1;
	}
}

/* May a record of this kind come behind one of kind `last` (-1: none)? */
static int check_order(struct stream_reader *in, int last, enum kind kind)
{
	if ((int)kind == last && kind != TENSOR)
		stream_blame(in, "a second '%s'", kind_names[kind]);
	else if ((int)kind < last)
		stream_blame(in, "'%s' behind '%s'", kind_names[kind], kind_names[last]);
	else if (last < TOKENS && (int)kind > last + 1)
		stream_blame(in, "'%s' is missing", kind_names[last + 1]);
	else
		return 0;
	return -1;
}

static int read_all(struct reading *r)
{
	int last = -1, got;
	struct obj o;

	while ((got = stream_next(r->in, &o)) > 0) {
		enum kind kind = kind_of(&o.value);

		if (kind == KINDS) {
			stream_blame(r->in, "a kind of record that is not known");
			return -1;
		}
		if (check_order(r->in, last, kind) || read_record(r, &o.value, kind))
			return -1;
		last = (int)kind;
	}
	return got < 0 ? got : check_order(r->in, last, KINDS);
}

int model_read_from(struct model *m, struct stream_reader *in)
{
	struct reading r = { in, m, 0 };

	*m = (struct model){ 0 };
	if (read_all(&r)) {
		model_free(m);
		buf_puts(&m->why, stream_error(in));
		buf_cstr(&m->why);
		return -1;
	}
	m->init = arena_copy(&m->arena, stream_model(in));
	return 0;
}

int model_read(struct model *m, const char *path)
{
	struct stream_reader *in = stream_open(path, FORMAT_MODEL);
	int failed = model_read_from(m, in);

	stream_close(in);
	return failed;
}

void model_free(struct model *m)
{
	arena_free(&m->arena);
	buf_free(&m->why);
	*m = (struct model){ 0 };
}

/* ---- writing ---- */

/* What is being written; each record is packed into `packed` first. After the first error nothing is written any more. */
struct writing { const char *file; struct stream_writer *out; struct buf packed; msgpack_packer pk; struct buf *why; };

/* What the stream says went wrong; NULL or "" for nothing. */
static void keep(struct writing *w, const char *wrong)
{
	if (wrong)
		buf_puts(w->why, wrong);
}

/* The first error stays. */
static void __attribute__((format(printf, 3, 4))) refuse(struct writing *w, const char *what, const char *fmt, ...)
{
	char text[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	if (!w->why->n)
		buf_printf(w->why, "%s: %s%s%s", w->file, what, *what ? ": " : "", text);
	buf_cstr(w->why);
}

static void pack_str(struct writing *w, const char *s)
{
	msgpack_pack_str_with_body(&w->pk, s, strlen(s));
}

/* A whole number as such, when it can be read back as the same. */
static void pack_number(struct writing *w, double x)
{
	if (x >= -EXACT && x <= EXACT && x == trunc(x) && !(x == 0 && signbit(x)))
		msgpack_pack_int64(&w->pk, (int64_t)x);
	else
		msgpack_pack_double(&w->pk, x);
}

static void start(struct writing *w, size_t fields, enum kind kind)
{
	w->packed.n = 0;
	msgpack_pack_map(&w->pk, fields);
	pack_str(w, kind_names[kind]);
}

static void put(struct writing *w, const char *what)
{
	const char *why = "";

	if (obj_span(buf_view(&w->packed), &why) <= 0)
		refuse(w, what, "%s", why);
	else if (!w->why->n)
		keep(w, stream_put(w->out, w->packed.p, w->packed.n));
}

static void check_name(struct writing *w, const char *what, const char *name, size_t i)
{
	if (i == MODEL_NAMES)
		refuse(w, what, "more than %d names", MODEL_NAMES);
	if (!model_good_name(str_of(name)))
		refuse(w, what, "number %zu has no good name", i + 1);
}

static void twice(struct writing *w, const char *what, const char *name)
{
	refuse(w, what, "'%s' is there twice", name);
}

static void write_values(struct writing *w, enum kind kind, const struct model_value *value, size_t n)
{
	start(w, 1, kind);
	msgpack_pack_map(&w->pk, n);
	for (size_t i = 0; i < n; i++) {
		check_name(w, kind_names[kind], value[i].name, i);
		for (size_t j = 0; j < i; j++)
			if (strcmp(value[j].name, value[i].name) == 0)
				twice(w, kind_names[kind], value[i].name);
		if (value[i].text ? !good_text(str_of(value[i].text)) : !isfinite(value[i].number))
			refuse(w, kind_names[kind], "'%s' is neither a finite number nor UTF-8", value[i].name);
		pack_str(w, value[i].name);
		if (value[i].text)
			pack_str(w, value[i].text);
		else
			pack_number(w, value[i].number);
	}
	put(w, kind_names[kind]);
}

static void write_tokens(struct writing *w, const struct model *m)
{
	start(w, 1, TOKENS);
	msgpack_pack_array(&w->pk, m->ntokens);
	for (size_t i = 0; i < m->ntokens; i++) {
		if (!good_text(str_of(m->tokens[i])))
			refuse(w, "", "token %zu is not UTF-8", i + 1);
		pack_str(w, m->tokens[i]);
	}
	put(w, "tokens");
}

/* `n` float32 as little endian; false when one is not finite, or becomes so. */
static bool pack_numbers(char *to, const float *from, size_t n, enum model_type type)
{
	unsigned char *p = (unsigned char *)to;
	bool good = true;

	for (size_t i = 0; i < n; i++, p += types[type].bytes) {
		uint32_t bits;

		memcpy(&bits, &from[i], sizeof bits);
		good &= finite32(bits);
		if (type == MODEL_BF16) {
			bits += 0x7fff + (bits >> 16 & 1);       /* half of what is cut off: upwards, but a tie to the even one */
			bits &= 0xffff0000;
			good &= finite32(bits);
			bits >>= 16;
		}
		for (size_t j = 0; j < types[type].bytes; j++, bits >>= 8)
			p[j] = (unsigned char)bits;
	}
	return good;
}

static void write_tensor(struct writing *w, const struct model *m, size_t i, enum model_type type)
{
	const struct model_tensor *t = &m->tensors[i];
	const size_t most = OBJ_BYTES / types[type].bytes;
	char what[MODEL_NAME_BYTES + 16];
	size_t n, size;

	check_name(w, "tensors", t->name, i);
	for (size_t j = 0; j < i; j++)
		if (strcmp(m->tensors[j].name, t->name) == 0)
			twice(w, "tensors", t->name);
	snprintf(what, sizeof what, "tensor '%s'", t->name);
	if (t->rows < 1 || t->cols < 1 || (size_t)t->rows > most / (size_t)t->cols) {
		refuse(w, what, "%ld x %ld numbers can't be a record, which has at most 64 MiB", t->rows, t->cols);
		return;
	}
	n = (size_t)t->rows * (size_t)t->cols;
	size = n * types[type].bytes;
	start(w, 5, TENSOR);
	pack_str(w, t->name);
	pack_str(w, "rows");
	msgpack_pack_long(&w->pk, t->rows);
	pack_str(w, "cols");
	msgpack_pack_long(&w->pk, t->cols);
	pack_str(w, "type");
	pack_str(w, types[type].name);
	pack_str(w, "values");
	msgpack_pack_bin(&w->pk, size);
	if (!pack_numbers(buf_want(&w->packed, size), t->value, n, type))
		refuse(w, what, "a number that is not finite");
	w->packed.n += size;
	put(w, what);
}

static void write_curve(struct writing *w, const struct model *m)
{
	start(w, 2, CURVE);
	msgpack_pack_array(&w->pk, m->ncolumns);
	for (size_t i = 0; i < m->ncolumns; i++) {
		check_name(w, "curve", m->columns[i], i);
		for (size_t j = 0; j < i; j++)
			if (strcmp(m->columns[j], m->columns[i]) == 0)
				twice(w, "curve", m->columns[i]);
		pack_str(w, m->columns[i]);
	}
	pack_str(w, "rows");
	msgpack_pack_array(&w->pk, m->nrows);
	for (size_t i = 0; i < m->nrows; i++) {
		msgpack_pack_array(&w->pk, m->ncolumns);
		for (const double *x = m->curve + i * m->ncolumns; x < m->curve + (i + 1) * m->ncolumns; x++)
			if (isfinite(*x))
				pack_number(w, *x);
			else
				msgpack_pack_nil(&w->pk);
	}
	put(w, "curve");
}

int model_write(struct model *m, enum model_type type, const char *path, const struct stream_reader *from)
{
	struct writing w = { .file = !path || strcmp(path, "-") == 0 ? "standard output" : path, .why = &m->why };
	size_t numbers = 0;

	m->why.n = 0;
	w.out = stream_create_by(path, FORMAT_MODEL, from, m->init);
	keep(&w, stream_writer_error(w.out));
	msgpack_packer_init(&w.pk, &w.packed, obj_put);
	write_values(&w, CONFIG, m->config, m->nconfig);
	write_tokens(&w, m);
	for (size_t i = 0; i < m->ntensors && !m->why.n; i++) {
		write_tensor(&w, m, i, type);
		numbers += (size_t)m->tensors[i].rows * (size_t)m->tensors[i].cols;
		if (numbers > MODEL_NUMBERS)
			refuse(&w, "", "more than %d numbers in all tensors", MODEL_NUMBERS);
	}
	if (m->ncolumns > 0)
		write_curve(&w, m);
	if (m->nprogress > 0)
		write_values(&w, PROGRESS, m->progress, m->nprogress);
	if (!m->why.n)
		keep(&w, stream_commit(w.out));
	stream_writer_free(w.out);
	buf_free(&w.packed);
	return m->why.n ? -1 : 0;
}
