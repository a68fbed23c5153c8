/* safetensors - a model as a file of safetensors, which PyTorch, JAX and others read and write
 * SPDX-License-Identifier: MIT
 *
 * The format: 8 bytes, little endian, say how long the header is; the header, a JSON object of names to {"dtype", "shape", "data_offsets"}, and
 * "__metadata__", an object of names to strings; then the numbers, little endian, without a gap. */
#include "safetensors.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/json_text.h"
#include "base/utf8.h"

enum { LENGTH_BYTES = 8, ALIGNED = 8, DIGITS = 17 };
static const size_t header_most = 16 << 20;
static const size_t file_most = ((size_t)MODEL_NUMBERS << 2) + (32 << 20);

static const struct { const char *name; enum model_type type; } dtypes[] = { { "F32", MODEL_F32 }, { "BF16", MODEL_BF16 } };
enum { DTYPES = sizeof dtypes / sizeof *dtypes };

static const char *dtype_of(enum model_type type)
{
	for (int i = 0; i < DTYPES; i++)
		if (dtypes[i].type == type)
			return dtypes[i].name;
	return NULL;
}

bool safetensors_begins(const char *path)
{
	unsigned char begin[LENGTH_BYTES + 1];
	FILE *f = strcmp(path, "-") == 0 ? NULL : fopen(path, "re");
	bool is = f && fread(begin, 1, sizeof begin, f) == sizeof begin && begin[LENGTH_BYTES] == '{' && !begin[6] && !begin[7];

	if (f)
		fclose(f);
	return is;
}

/* ---- writing ---- */

static void put_number(struct buf *out, double x)
{
	for (int digits = 1; digits <= DIGITS; digits++) {
		char text[40];

		snprintf(text, sizeof text, "%.*g", digits, x);
		if (strtod(text, NULL) == x || digits == DIGITS) {
			buf_puts(out, text);
			return;
		}
	}
}

/* A member of the metadata, whose values are strings: JSON in a string. */
static void put_metadata(struct buf *out, const char *name, const struct buf *json)
{
	buf_puts(out, out->p[out->n - 1] == '{' ? "" : ",");
	json_put_str(out, str_of(name));
	buf_putc(out, ':');
	json_put_str(out, buf_view(json));
}

static void put_head(struct buf *out, struct str head)
{
	msgpack_unpacked unpacked;
	size_t at = 0;

	msgpack_unpacked_init(&unpacked);
	if (head.n && msgpack_unpack_next(&unpacked, head.p, head.n, &at) == MSGPACK_UNPACK_SUCCESS)
		json_put(out, &unpacked.data);
	msgpack_unpacked_destroy(&unpacked);
}

static void put_all_metadata(struct buf *out, const struct model *m, struct str head)
{
	struct buf json = { 0 };

	buf_puts(out, "\"__metadata__\":{");
	buf_puts(&json, FORMAT_MODEL);
	put_metadata(out, "format", &json);
	json.n = 0;
	buf_putc(&json, '{');
	for (size_t i = 0; i < m->nconfig; i++) {
		buf_puts(&json, i ? "," : "");
		json_put_str(&json, str_of(m->config[i].name));
		buf_putc(&json, ':');
		if (m->config[i].text)
			json_put_str(&json, str_of(m->config[i].text));
		else
			put_number(&json, m->config[i].number);
	}
	buf_putc(&json, '}');
	put_metadata(out, "config", &json);
	json.n = 0;
	for (size_t i = 0; i < m->ntokens; i++) {
		buf_putc(&json, i ? ',' : '[');
		json_put_str(&json, str_of(m->tokens[i]));
	}
	buf_putc(&json, ']');
	put_metadata(out, "tokens", &json);
	json.n = 0;
	put_head(&json, head);
	if (json.n)
		put_metadata(out, "head", &json);
	buf_putc(out, '}');
	buf_free(&json);
}

static void put_little(struct buf *out, uint64_t x, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		buf_putc(out, (char)(x >> 8 * i & 255));
}

void safetensors_put(struct buf *out, const struct model *m, struct str head)
{
	struct buf text = { 0 };
	size_t at = 0;

	buf_putc(&text, '{');
	put_all_metadata(&text, m, head);
	for (size_t i = 0; i < m->ntensors; i++) {
		const struct model_tensor *t = &m->tensors[i];
		const size_t bytes = (size_t)(t->rows * t->cols) * model_type_bytes(t->type);

		buf_putc(&text, ',');
		json_put_str(&text, str_of(t->name));
		buf_printf(&text, ":{\"dtype\":\"%s\",\"shape\":[%ld,%ld],\"data_offsets\":[%zu,%zu]}", dtype_of(t->type), t->rows, t->cols, at, at + bytes);
		at += bytes;
	}
	buf_putc(&text, '}');
	while (text.n % ALIGNED)
		buf_putc(&text, ' ');
	put_little(out, text.n, LENGTH_BYTES);
	buf_str(out, buf_view(&text));
	buf_free(&text);
	for (size_t i = 0; i < m->ntensors; i++) {
		const struct model_tensor *t = &m->tensors[i];
		const size_t width = model_type_bytes(t->type);

		for (long k = 0; k < t->rows * t->cols; k++) {
			uint32_t bits;

			memcpy(&bits, &t->value[k], sizeof bits);
			put_little(out, bits >> 8 * (4 - width), width);         /* read as bf16, its lower half is zero */
		}
	}
}

/* ---- reading ---- */

struct reading {
	struct model *m;
	const char *path;
	struct str header, numbers;
	size_t taken;                    /* numbers' bytes that tensors have */
};

static int __attribute__((format(printf, 2, 3))) refuse(struct reading *r, const char *fmt, ...)
{
	char text[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	r->m->why.n = 0;
	buf_printf(&r->m->why, "%s: %s", r->path, text);
	return -1;
}

static int read_file(struct reading *r)
{
	FILE *f = fopen(r->path, "re");
	struct buf bytes = { 0 };
	uint64_t length = 0;
	size_t n;

	if (!f)
		return refuse(r, "%s", strerror(errno));
	do {
		n = fread(buf_want(&bytes, 1 << 16), 1, 1 << 16, f);
		bytes.n += n;
	} while (n && bytes.n <= file_most);
	n = (size_t)ferror(f);
	fclose(f);
	for (int i = 0; i < LENGTH_BYTES && bytes.n >= LENGTH_BYTES; i++)
		length |= (uint64_t)(unsigned char)bytes.p[i] << 8 * i;
	r->header = arena_take(&r->m->arena, &bytes);
	if (n || r->header.n > file_most)
		return refuse(r, n ? "it can't be read" : "larger than a model may be");
	if (r->header.n < LENGTH_BYTES || length > header_most || length > r->header.n - LENGTH_BYTES)
		return refuse(r, "no header of safetensors, or it is cut short");
	r->numbers = (struct str){ r->header.p + LENGTH_BYTES + length, r->header.n - LENGTH_BYTES - (size_t)length };
	r->header = (struct str){ r->header.p + LENGTH_BYTES, (size_t)length };
	return 0;
}

/* The text of a string of JSON, in the arena; a `p` of NULL: it is none, has U+0000 in it, or is longer than `most` bytes. */
static struct str text_of(struct reading *r, struct str value, size_t most)
{
	struct buf text = { 0 };

	if (!json_text_is_string(value) || !json_text_unquote(value, &text) || text.n > most || (text.n && memchr(text.p, 0, text.n))) {
		buf_free(&text);
		return (struct str){ 0 };
	}
	if (text.n == 0)
		return STR("");
	return arena_take(&r->m->arena, &text);
}

/* A whole number of JSON from 0 on, and no larger than a file; -1: it is none. */
static long long whole(struct str value)
{
	char text[24];
	long long n = 0;

	if (value.n == 0 || value.n >= sizeof text)
		return -1;
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] < '0' || value.p[i] > '9' || n > (long long)file_most)
			return -1;
		n = 10 * n + value.p[i] - '0';
	}
	return n;
}

/* An array of up to `most` whole numbers: how many; -1: it is none. */
static int wholes(struct str array, long long *to, int most)
{
	struct json_member member = { 0 };
	int n = 0;

	if (array.n == 0 || array.p[0] != '[')
		return -1;
	while (json_text_next(array, &member))
		if (n == most || (to[n++] = whole(member.value)) < 0)
			return -1;
	return n;
}

static bool take_numbers(float *to, const char *from, size_t n, enum model_type type)
{
	const size_t width = model_type_bytes(type);
	bool finite = true;

	for (size_t i = 0; i < n; i++, from += width) {
		uint32_t bits = 0;

		for (size_t k = 0; k < width; k++)
			bits |= (uint32_t)(unsigned char)from[k] << 8 * (4 - width + k);
		memcpy(&to[i], &bits, sizeof bits);
		finite &= isfinite(to[i]) != 0;
	}
	return finite;
}

static int read_tensor(struct reading *r, const struct json_member *tensor)
{
	struct json_member field = { 0 };
	struct model *m = r->m;
	const struct str name = text_of(r, tensor->key, MODEL_NAME_BYTES);
	struct model_tensor t = { .rows = 1 };
	struct str dtype = { 0 };
	long long shape[2], at[2];
	int dimensions = -1, offsets = -1, type = 0;
	size_t n;

	if (!name.p || !model_good_name(name))
		return refuse(r, "a tensor's name is not 1 to %d printable characters of ASCII", MODEL_NAME_BYTES);
	t.name = name.p;
	for (size_t i = 0; i < m->ntensors; i++)
		if (strcmp(m->tensors[i].name, t.name) == 0)
			return refuse(r, "tensor '%s' is given twice", t.name);
	while (tensor->value.p[0] == '{' && json_text_next(tensor->value, &field)) {
		const struct str key = text_of(r, field.key, MODEL_NAME_BYTES);

		if (str_eq(key, STR("dtype")))
			dtype = text_of(r, field.value, MODEL_NAME_BYTES);
		else if (str_eq(key, STR("shape")))
			dimensions = wholes(field.value, shape, 2);
		else if (str_eq(key, STR("data_offsets")))
			offsets = wholes(field.value, at, 2);
	}
	while (type < DTYPES && !str_eq(dtype, str_of(dtypes[type].name)))
		type++;
	if (type == DTYPES)
		return refuse(r, "tensor '%s': dtype '%.*s' is neither F32 nor BF16", t.name, (int)dtype.n, dtype.n ? dtype.p : "");
	if (dimensions < 1)
		return refuse(r, "tensor '%s': no shape of one or two dimensions", t.name);
	t.type = dtypes[type].type;
	t.cols = (long)shape[dimensions - 1];
	t.rows = dimensions == 2 ? (long)shape[0] : 1;
	if (t.rows == 0 || t.cols == 0 || t.rows > MODEL_NUMBERS / t.cols)
		return refuse(r, "tensor '%s': %ld x %ld numbers", t.name, t.rows, t.cols);
	n = (size_t)(t.rows * t.cols);
	if (offsets != 2 || at[0] != (long long)r->taken || at[1] - at[0] != (long long)(n * model_type_bytes(t.type)) || at[1] > (long long)r->numbers.n)
		return refuse(r, "tensor '%s': data_offsets that don't fit %ld x %ld numbers of %s, one tensor behind the other", t.name, t.rows, t.cols,
		              dtypes[type].name);
	t.value = arena_get(&m->arena, n * sizeof *t.value);
	if (!take_numbers(t.value, r->numbers.p + at[0], n, t.type))
		return refuse(r, "tensor '%s': a number that is not finite", t.name);
	r->taken = (size_t)at[1];
	if (!m->tensors)
		m->tensors = arena_get(&m->arena, MODEL_NAMES * sizeof *m->tensors);
	if (m->ntensors == MODEL_NAMES)
		return refuse(r, "more than %d tensors", MODEL_NAMES);
	m->tensors[m->ntensors++] = t;
	return 0;
}

static int read_config(struct reading *r, struct str object)
{
	struct json_member member = { 0 };
	struct model *m = r->m;

	m->config = arena_get(&m->arena, MODEL_NAMES * sizeof *m->config);
	m->nconfig = 0;
	if (object.p[0] != '{')
		return refuse(r, "metadata 'config' is not an object");
	while (json_text_next(object, &member)) {
		struct model_value *v = &m->config[m->nconfig];
		const struct str name = text_of(r, member.key, MODEL_NAME_BYTES);

		if (!name.p || !model_good_name(name) || m->nconfig == MODEL_NAMES)
			return refuse(r, "metadata 'config': key %zu is no name", m->nconfig + 1);
		*v = (struct model_value){ .name = name.p };
		if (json_text_is_string(member.value))
			v->text = text_of(r, member.value, header_most).p;
		else if (json_text_is_number(member.value))
			v->number = strtod(arena_copy(&m->arena, member.value).p, NULL);
		if ((!json_text_is_number(member.value) && !v->text) || !isfinite(v->number))
			return refuse(r, "metadata 'config': '%s' is neither a finite number nor a string", v->name);
		m->nconfig++;
	}
	return 0;
}

static int read_tokens(struct reading *r, struct str array)
{
	struct json_member member = { 0 };
	struct model *m = r->m;

	m->tokens = arena_get(&m->arena, MODEL_NAMES * sizeof *m->tokens);
	m->ntokens = 0;
	if (array.p[0] != '[')
		return refuse(r, "metadata 'tokens' is not an array");
	while (json_text_next(array, &member)) {
		const struct str token = text_of(r, member.value, MODEL_NAME_BYTES);

		if (!token.p || m->ntokens == MODEL_NAMES)
			return refuse(r, "metadata 'tokens': element %zu is no token", m->ntokens + 1);
		m->tokens[m->ntokens++] = token.p;
	}
	return 0;
}

static int read_metadata(struct reading *r, struct str metadata)
{
	struct json_member member = { 0 };

	while (metadata.p[0] == '{' && json_text_next(metadata, &member)) {
		const struct str key = text_of(r, member.key, MODEL_NAME_BYTES);
		const bool config = str_eq(key, STR("config")), tokens = str_eq(key, STR("tokens"));
		struct str json;
		const char *why;

		if (!config && !tokens)
			continue;
		json = text_of(r, member.value, header_most);
		if (json.p)
			json = json_text_value(json, &why);
		if (!json.p)
			return refuse(r, "metadata '%s' is not JSON in a string", key.p);
		if (config ? read_config(r, json) : read_tokens(r, json))
			return -1;
	}
	return 0;
}

static int read_header(struct reading *r)
{
	struct json_member member = { 0 };
	const char *why;

	if (!(r->header = json_text_value(r->header, &why)).p)
		return refuse(r, "its header is no JSON: %s", why);
	if (r->header.p[0] != '{')
		return refuse(r, "its header is not an object");
	while (json_text_next(r->header, &member))
		if (str_eq(member.key, STR("\"__metadata__\"")) ? read_metadata(r, member.value) : read_tensor(r, &member))
			return -1;
	if (r->taken != r->numbers.n)
		return refuse(r, "%zu bytes that belong to no tensor", r->numbers.n - r->taken);
	if (!r->m->nconfig || !r->m->ntokens)
		return refuse(r, "no metadata 'config' and 'tokens', which say what network it is (formats/README.md)");
	return 0;
}

int safetensors_read(struct model *m, const char *path)
{
	struct reading r = { .m = m, .path = path };

	*m = (struct model){ 0 };
	return read_file(&r) || read_header(&r) ? -1 : 0;
}
