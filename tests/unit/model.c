/* model - does a model come back as it was written, and is every wrong one refused?
 * SPDX-License-Identifier: MIT
 *
 * model            runs the checks; model -v also prints the message of each model that was refused
 * model -w FILE    writes the sample model; -b one in bf16, -t a tiny one; model -r FILE reads one: status 2 and a line when it can't */
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zstd.h>

#include "base/cli.h"
#include "model.h"
#include "../lib/check.h"

static bool verbose;

/* ---- making and reading models in memory ---- */

#define RAW(literal) ((struct str){ literal, sizeof(literal) - 1 })
#define HEAD "\x82\xa6" "format" "\xaa" "hnps.model" "\xa7" "version" "\x01"
#define CONFIG "\x81\xa6" "config" "\x81\xa4" "kind" "\xa4" "flat"
#define TOKENS "\x81\xa6" "tokens" "\x92\xa1" "a" "\xa1" "b"
#define ROWS "\xa4" "rows"
#define COLS "\xa4" "cols"
#define F32 "\xa4" "type" "\xa3" "f32"
#define BF16 "\xa4" "type" "\xa4" "bf16"
#define VALUES "\xa6" "values"
#define TENSOR_OF(name, rest) "\x85\xa6" "tensor" name rest
#define TENSOR TENSOR_OF("\xa1" "w", ROWS "\x01" COLS "\x01" F32 VALUES "\xc4\x04\0\0\x80\x3f")
#define CURVE "\x82\xa5" "curve" "\x91\xa4" "step" ROWS "\x91\x91\x01"
#define PROGRESS "\x81\xa8" "progress" "\x81\xa5" "epoch" "\x02"

/* HEAD, `count` records, the end. */
static void put_file(struct buf *out, struct str records, long count)
{
	ZSTD_CCtx *c = ZSTD_createCCtx();
	struct buf raw = { 0 };
	msgpack_packer pk;
	size_t room, n;

	buf_str(&raw, RAW(HEAD));
	buf_str(&raw, records);
	msgpack_packer_init(&pk, &raw, obj_put);
	msgpack_pack_map(&pk, 1);
	msgpack_pack_str_with_body(&pk, "end", 3);
	msgpack_pack_long(&pk, count);
	room = ZSTD_compressBound(raw.n);
	ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
	n = ZSTD_compress2(c, buf_want(out, room), room, raw.p, raw.n);
	if (ZSTD_isError(n))
		die("%s", ZSTD_getErrorName(n));
	out->n += n;
	ZSTD_freeCCtx(c);
	buf_free(&raw);
}

static long count_objects(struct str s)
{
	const char *why;
	long count = 0;
	ssize_t n;

	for (; s.n > 0 && (n = obj_span(s, &why)) > 0; s.p += n, s.n -= (size_t)n)
		count++;
	return count;
}

/* What must go well. */
static void written(int wrong, struct model *m)
{
	if (wrong)
		die_if(buf_cstr(&m->why));
}

static int read_bytes(struct model *m, struct str bytes, struct buf *error)
{
	int fd = memfd_create("model", MFD_CLOEXEC), got = -1;
	struct stream_reader *in;

	if (fd < 0 || write(fd, bytes.p, bytes.n) != (ssize_t)bytes.n || lseek(fd, 0, SEEK_SET) != 0)
		die("memfd: no room");
	error->n = 0;
	in = stream_open_fd(fd, "x.model", FORMAT_MODEL);
	got = model_read_from(m, in);
	buf_puts(error, stream_error(in));
	check(got == 0 || strcmp(buf_cstr(&m->why), buf_cstr(error)) == 0, "the model says '%s', the stream '%s'", buf_cstr(&m->why), buf_cstr(error));
	stream_close(in);
	return got;
}

static void refused(const char *what, struct str records, const char *message)
{
	struct buf file = { 0 }, error = { 0 };
	struct model m;

	put_file(&file, records, count_objects(records));
	if (check(read_bytes(&m, buf_view(&file), &error) == -1, "%s: read as a good model", what)) {
		check(strncmp(buf_cstr(&error), "x.model: ", 9) == 0 && strcmp(error.p + 9, message) == 0, "%s: '%s' where '%s' should be",
		      what, error.p, message);
		check(!strchr(error.p, '\n'), "%s: more than one line", what);
		check(!m.arena.first && !m.tensors && !m.config, "%s: something is left", what);
	}
	model_free(&m);
	if (verbose)
		printf("%-40s %s\n", what, buf_cstr(&error));
	buf_free(&file);
	buf_free(&error);
}

static void accepted(const char *what, struct str records)
{
	struct buf file = { 0 }, error = { 0 };
	struct model m;

	put_file(&file, records, count_objects(records));
	check(read_bytes(&m, buf_view(&file), &error) == 0, "%s: refused: %s", what, buf_cstr(&error));
	model_free(&m);
	buf_free(&file);
	buf_free(&error);
}

/* ---- the sample ---- */

static struct model_value config[] = {
	{ "kind", "flat", 0 }, { "preset", "toy \xc3\xa9", 0 }, { "empty", "", 0 }, { "units", NULL, 256 }, { "rate", NULL, 0.001 },
	{ "negative", NULL, -17 }, { "zero", NULL, -0.0 }, { "large", NULL, 9007199254740992.0 }, { "larger", NULL, 9007199254740994.0 },
	{ "huge", NULL, -1e300 }, { "tiny", NULL, 5e-324 },
};
static const char *tokens[] = { "Concat", "c(", "", "\"", "\xe2\x9c\x93", "\n" };
static float first[] = { 0, -0.0f, 1, -1.5f, 0.1f, 1e-45f }, second[] = { 3.4028234e38f, -1e-38f, 0.333333343f }, third[] = { 1 };
static struct model_tensor tensors[] = {
	{ .name = "encoder.w", .rows = 2, .cols = 3, .value = first },
	{ .name = "encoder.b", .rows = 1, .cols = 3, .value = second },
	{ .name = "scale", .rows = 1, .cols = 1, .value = third },
};
static const char *columns[] = { "step", "loss", "exact" };
static double curve[] = { 100, 2.5, 0, 200, 1.25, (double)NAN, 300, (double)INFINITY, 0.5 };
static struct model_value progress[] = { { "step", NULL, 300 }, { "seed", NULL, 12345678901234.0 }, { "best", NULL, 0.5 } };
#define COUNT(a) (sizeof(a) / sizeof *(a))
static struct model sample = {
	.config = config, .nconfig = COUNT(config), .tokens = tokens, .ntokens = COUNT(tokens),
	.tensors = tensors, .ntensors = COUNT(tensors), .columns = columns, .ncolumns = COUNT(columns), .curve = curve, .nrows = 3,
	.progress = progress, .nprogress = COUNT(progress),
};

/* A model whose every bf16 is exact. */
static float short_values[] = { 0, -0.0f, 1, -1.5f, 3.140625f, 1e30f };
static void write_short(const char *path)
{
	struct model_tensor t = { .name = "w", .rows = 3, .cols = 2, .value = short_values };
	struct model m = sample;
	uint32_t bits;

	memcpy(&bits, &short_values[5], sizeof bits);
	bits &= 0xffff0000;
	memcpy(&short_values[5], &bits, sizeof bits);
	m.tensors = &t;
	m.ntensors = 1;
	written(model_write(&m, MODEL_BF16, path, NULL), &m);
}

/* The example in formats/README.md. */
static void write_tiny(const char *path)
{
	struct model_value settings[] = { { "kind", "flat", 0 }, { "rate", NULL, 0.001 } }, at = { "step", NULL, 100 };
	struct model_tensor t = { .name = "out.b", .rows = 1, .cols = 2, .value = (float[]){ 1, -0.1f } };
	struct model m = {
		.config = settings, .nconfig = 2, .tokens = (const char *[]){ "Concat", "c(" }, .ntokens = 2, .tensors = &t, .ntensors = 1,
		.columns = (const char *[]){ "step", "loss" }, .ncolumns = 2, .curve = (double[]){ 100, (double)NAN }, .nrows = 1,
		.progress = &at, .nprogress = 1,
	};

	written(model_write(&m, MODEL_BF16, path, NULL), &m);
}

/* ---- the checks ---- */

static void same_values(const char *what, const struct model_value *a, size_t na, const struct model_value *b, size_t nb)
{
	check(na == nb, "%s: %zu, not %zu", what, na, nb);
	for (size_t i = 0; i < na && i < nb; i++) {
		check(strcmp(a[i].name, b[i].name) == 0, "%s: '%s', not '%s'", what, a[i].name, b[i].name);
		check(!a[i].text == !b[i].text && (!b[i].text || strcmp(a[i].text, b[i].text) == 0), "%s: the text of '%s'", what, b[i].name);
		check(memcmp(&a[i].number, &b[i].number, sizeof(double)) == 0, "%s: '%s' is %g, not %g", what, b[i].name, a[i].number, b[i].number);
	}
}

static void same(const struct model *a, const struct model *b, enum model_type type)
{
	same_values("config", a->config, a->nconfig, b->config, b->nconfig);
	same_values("progress", a->progress, a->nprogress, b->progress, b->nprogress);
	if (check(a->ntokens == b->ntokens, "%zu tokens", a->ntokens))
		for (size_t i = 0; i < b->ntokens; i++)
			check(strcmp(a->tokens[i], b->tokens[i]) == 0, "token %zu is '%s'", i, a->tokens[i]);
	if (check(a->ntensors == b->ntensors, "%zu tensors", a->ntensors))
		for (size_t i = 0; i < b->ntensors; i++) {
			const struct model_tensor *t = &a->tensors[i], *u = &b->tensors[i];

			check(strcmp(t->name, u->name) == 0 && t->rows == u->rows && t->cols == u->cols && t->type == type, "tensor %s", u->name);
			check(memcmp(t->value, u->value, (size_t)(u->rows * u->cols) * sizeof(float)) == 0, "the values of %s", u->name);
			check((uintptr_t)t->value % _Alignof(max_align_t) == 0, "%s is not aligned", u->name);
		}
	if (check(a->ncolumns == b->ncolumns && a->nrows == b->nrows, "a curve of %zu x %zu", a->nrows, a->ncolumns)) {
		for (size_t i = 0; i < b->ncolumns; i++)
			check(strcmp(a->columns[i], b->columns[i]) == 0, "column %zu is '%s'", i, a->columns[i]);
		for (size_t i = 0; i < b->ncolumns * b->nrows; i++)
			check(isfinite(b->curve[i]) ? a->curve[i] == b->curve[i] : isnan(a->curve[i]), "number %zu of the curve: %g", i, a->curve[i]);
	}
}

static void temporary(char path[32])
{
	int fd;

	strcpy(path, "/tmp/model-XXXXXX");
	if ((fd = mkstemp(path)) < 0)
		die("%s: can't be made", path);
	close(fd);
}

static void round_trip(void)
{
	struct model m, expected = sample;
	struct stream_reader *in;
	char path[32], other[32];
	struct str told;

	temporary(path);
	temporary(other);
	written(model_write(&sample, MODEL_F32, path, NULL), &sample);
	written(model_read(&m, path), &m);
	same(&m, &sample, MODEL_F32);
	/* what was read can be written: a model made from another one */
	in = stream_open(path, NULL);
	check(strcmp(stream_format(in), FORMAT_MODEL) == 0, "the format is %s", stream_format(in));
	written(model_write(&m, MODEL_F32, other, in), &m);
	stream_close(in);
	model_free(&m);
	in = stream_open(other, FORMAT_MODEL);
	told = stream_provenance(in);
	check(memmem(told.p, told.n, "\xa4" "from" "\x91\x84", 7) != NULL, "the model that another one was made from is not told");
	check(model_read_from(&m, in) == 0, "%s", stream_error(in));
	stream_close(in);
	same(&m, &sample, MODEL_F32);
	model_free(&m);
	write_short(path);
	written(model_read(&m, path), &m);
	expected.ntensors = 1;
	expected.tensors = &(struct model_tensor){ .name = "w", .rows = 3, .cols = 2, .value = short_values };
	same(&m, &expected, MODEL_BF16);
	model_free(&m);
	/* a finished one that was not trained at all */
	expected.ncolumns = expected.nrows = expected.nprogress = expected.ntensors = 0;
	written(model_write(&expected, MODEL_F32, path, NULL), &expected);
	written(model_read(&m, path), &m);
	same(&m, &expected, MODEL_F32);
	model_free(&m);
	unlink(path);
	unlink(other);
}

/* Nearest, ties to even, all ways that a number can lie between two of bf16. */
static void rounding(void)
{
	static const uint32_t cases[][2] = {
		{ 0x3f800000, 0x3f80 }, { 0x3f807fff, 0x3f80 }, { 0x3f808000, 0x3f80 }, { 0x3f808001, 0x3f81 }, { 0x3f818000, 0x3f82 },
		{ 0x3f817fff, 0x3f81 }, { 0x3f818001, 0x3f82 }, { 0x3fff8000, 0x4000 }, { 0xbf808000, 0xbf80 }, { 0xbf818000, 0xbf82 },
		{ 0x00000001, 0x0000 }, { 0x00008000, 0x0000 }, { 0x00018000, 0x0002 }, { 0x80008001, 0x8001 }, { 0x007fffff, 0x0080 },
		{ 0x7f7f0000, 0x7f7f }, { 0x7f7f7fff, 0x7f7f }, { 0x80000000, 0x8000 },
	};
	enum { N = COUNT(cases) };
	struct model_tensor t = { .name = "t", .rows = N, .cols = 1, .value = mem_get(N * sizeof(float)) };
	struct model m = { .tensors = &t, .ntensors = 1 }, got;
	char path[32];

	for (int i = 0; i < N; i++)
		memcpy(&t.value[i], &cases[i][0], sizeof(float));
	temporary(path);
	written(model_write(&m, MODEL_BF16, path, NULL), &m);
	written(model_read(&got, path), &got);
	for (int i = 0; i < N; i++) {
		uint32_t bits;

		memcpy(&bits, &got.tensors[0].value[i], sizeof bits);
		check(bits == cases[i][1] << 16, "%08x is rounded to %08x, not %04x0000", cases[i][0], bits, cases[i][1]);
	}
	model_free(&got);
	free(t.value);
	unlink(path);
}

static void orders(void)
{
	static const struct { const char *what; struct str records; const char *message; } bad[] = {
		{ "nothing", RAW(""), "end: 'config' is missing" },
		{ "config only", RAW(CONFIG), "end: 'tokens' is missing" },
		{ "no config", RAW(TOKENS TENSOR), "record 1: 'config' is missing" },
		{ "a tensor only", RAW(TENSOR), "record 1: 'config' is missing" },
		{ "no tokens", RAW(CONFIG TENSOR), "record 2: 'tokens' is missing" },
		{ "no tokens, no tensors", RAW(CONFIG CURVE), "record 2: 'tokens' is missing" },
		{ "two configs", RAW(CONFIG CONFIG TOKENS), "record 2: a second 'config'" },
		{ "a config behind tokens", RAW(CONFIG TOKENS CONFIG), "record 3: 'config' behind 'tokens'" },
		{ "a config behind a tensor", RAW(CONFIG TOKENS TENSOR CONFIG), "record 4: 'config' behind 'tensor'" },
		{ "two tokens", RAW(CONFIG TOKENS TOKENS), "record 3: a second 'tokens'" },
		{ "tokens behind a tensor", RAW(CONFIG TOKENS TENSOR TOKENS), "record 4: 'tokens' behind 'tensor'" },
		{ "a tensor behind the curve", RAW(CONFIG TOKENS CURVE TENSOR), "record 4: 'tensor' behind 'curve'" },
		{ "two curves", RAW(CONFIG TOKENS CURVE CURVE), "record 4: a second 'curve'" },
		{ "a curve behind progress", RAW(CONFIG TOKENS PROGRESS CURVE), "record 4: 'curve' behind 'progress'" },
		{ "two progresses", RAW(CONFIG TOKENS PROGRESS PROGRESS), "record 4: a second 'progress'" },
		{ "an unknown kind", RAW(CONFIG TOKENS "\x81\xa4" "moon" "\x01"), "record 3: a kind of record that is not known" },
		{ "an unknown kind at first", RAW("\x81\xa4" "moon" "\x01" CONFIG TOKENS), "record 1: a kind of record that is not known" },
		{ "an empty map", RAW(CONFIG "\x80"), "record 2: a kind of record that is not known" },
		{ "a kind that is not the first key", RAW("\x82\xa1" "a" "\x01\xa6" "config" "\x80"), "record 1: a kind of record that is not known" },
		{ "a number for a key", RAW("\x81\x07\x01"), "record 1: a kind of record that is not known" },
		{ "no map", RAW(CONFIG "\x07"), "record 2: not a map" },
		{ "a task", RAW("\x81\xa2" "id" "\x01"), "record 1: a kind of record that is not known" },
	};

	for (size_t i = 0; i < COUNT(bad); i++)
		refused(bad[i].what, bad[i].records, bad[i].message);
	accepted("no tensors", RAW(CONFIG TOKENS));
	accepted("all", RAW(CONFIG TOKENS TENSOR CURVE PROGRESS));
	accepted("no curve", RAW(CONFIG TOKENS TENSOR PROGRESS));
}

static void shapes(void)
{
#define T(rest) RAW(CONFIG TOKENS TENSOR_OF("\xa1" "w", rest))
#define ONE "\xc4\x04\0\0\x80\x3f"
#define ANY ROWS "\x01" COLS "\x01" F32
#define NAME_65 "\xd9\x41" "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	static const struct { const char *what; struct str records; const char *message; } bad[] = {
		{ "config array", RAW("\x81\xa6" "config" "\x90"), "record 1: field 'config' is not a map" },
		{ "config nil", RAW("\x81\xa6" "config" "\xc0"), "record 1: field 'config' is not a map" },
		{ "config of a map", RAW("\x81\xa6" "config" "\x81\xa1" "a" "\x80"),
		  "record 1: field 'config': 'a' is neither a finite number nor a string of UTF-8" },
		{ "config of true", RAW("\x81\xa6" "config" "\x81\xa1" "a" "\xc3"),
		  "record 1: field 'config': 'a' is neither a finite number nor a string of UTF-8" },
		{ "config of Latin-1", RAW("\x81\xa6" "config" "\x81\xa1" "a" "\xa1\xe9"),
		  "record 1: field 'config': 'a' is neither a finite number nor a string of UTF-8" },
		{ "config with a 0 byte", RAW("\x81\xa6" "config" "\x81\xa1" "a" "\xa2" "b\0"),
		  "record 1: field 'config': 'a' is neither a finite number nor a string of UTF-8" },
		{ "config of NaN", RAW("\x81\xa6" "config" "\x81\xa1" "a" "\xcb\x7f\xf8\0\0\0\0\0\0"),
		  "record 1: field 'config': 'a' is neither a finite number nor a string of UTF-8" },
		{ "config of infinity", RAW("\x81\xa6" "config" "\x81\xa1" "a" "\xca\x7f\x80\0\0"),
		  "record 1: field 'config': 'a' is neither a finite number nor a string of UTF-8" },
		{ "config twice a name", RAW("\x81\xa6" "config" "\x83\xa1" "a" "\x01\xa1" "b" "\x01\xa1" "a" "\x02"),
		  "record 1: field 'config': 'a' is given twice" },
		{ "config by number", RAW("\x81\xa6" "config" "\x81\x01\x01"), "record 1: field 'config': key 1 is no name" },
		{ "config without name", RAW("\x81\xa6" "config" "\x81\xa0\x01"), "record 1: field 'config': key 1 is no name" },
		{ "config with a blank", RAW("\x81\xa6" "config" "\x82\xa1" "a" "\x01\xa2" "b " "\x01"), "record 1: field 'config': key 2 is no name" },
		{ "config with a newline", RAW("\x81\xa6" "config" "\x81\xa2" "b\n" "\x01"), "record 1: field 'config': key 1 is no name" },
		{ "config with a delete", RAW("\x81\xa6" "config" "\x81\xa2" "b\x7f" "\x01"), "record 1: field 'config': key 1 is no name" },
		{ "config with a long name", RAW("\x81\xa6" "config" "\x81" NAME_65 "\x01"), "record 1: field 'config': key 1 is no name" },
		{ "config twice a field", RAW("\x82\xa6" "config" "\x80\xa6" "config" "\x80"), "record 1: field 'config' is given twice" },
		{ "config with a key 5", RAW("\x82\xa6" "config" "\x80\x05\x01"), "record 1: a key is no string" },
		{ "tokens map", RAW(CONFIG "\x81\xa6" "tokens" "\x80"), "record 2: field 'tokens' is not an array" },
		{ "tokens of numbers", RAW(CONFIG "\x81\xa6" "tokens" "\x92\xa1" "a" "\x01"),
		  "record 2: field 'tokens': element 2 is not a string of UTF-8" },
		{ "tokens of bin", RAW(CONFIG "\x81\xa6" "tokens" "\x91\xc4\x01" "a"), "record 2: field 'tokens': element 1 is not a string of UTF-8" },
		{ "tokens of Latin-1", RAW(CONFIG "\x81\xa6" "tokens" "\x91\xa1\xe9"), "record 2: field 'tokens': element 1 is not a string of UTF-8" },
		{ "tokens with a 0 byte", RAW(CONFIG "\x81\xa6" "tokens" "\x91\xa1\0"), "record 2: field 'tokens': element 1 is not a string of UTF-8" },
		{ "a tensor's name a number", RAW(CONFIG TOKENS TENSOR_OF("\x01", ANY VALUES ONE)), "record 3: field 'tensor' is not a name" },
		{ "a tensor's name empty", RAW(CONFIG TOKENS TENSOR_OF("\xa0", ANY VALUES ONE)), "record 3: field 'tensor' is not a name" },
		{ "a tensor's name long", RAW(CONFIG TOKENS TENSOR_OF(NAME_65, ANY VALUES ONE)), "record 3: field 'tensor' is not a name" },
		{ "a tensor twice", RAW(CONFIG TOKENS TENSOR TENSOR), "record 4: tensor 'w' is given twice" },
		{ "no rows", T(COLS "\x01" F32 VALUES ONE "\xa1" "x" "\x01"), "record 3: field 'rows' is missing" },
		{ "no cols", T(ROWS "\x01" F32 VALUES ONE "\xa1" "x" "\x01"), "record 3: field 'cols' is missing" },
		{ "no type", T(ROWS "\x01" COLS "\x01" VALUES ONE "\xa1" "x" "\x01"), "record 3: field 'type' is missing" },
		{ "no values", T(ANY "\xa1" "x" "\x01"), "record 3: field 'values' is missing" },
		{ "rows twice", T(ROWS "\x01" COLS "\x01" F32 ROWS "\x01"), "record 3: field 'rows' is given twice" },
		{ "rows twice, values too", RAW(CONFIG TOKENS "\x86\xa6" "tensor" "\xa1" "w" ANY VALUES ONE ROWS "\x01"), "record 3: field 'rows' is given twice" },
		{ "values str", T(ANY VALUES "\xa4" "abcd"), "record 3: field 'values' is not bin" },
		{ "values array", T(ANY VALUES "\x91\x01"), "record 3: field 'values' is not bin" },
		{ "0 rows", T(ROWS "\x00" COLS "\x01" F32 VALUES "\xc4\x00"), "record 3: field 'rows' is not a count of 1 or more" },
		{ "0 columns", T(ROWS "\x01" COLS "\x00" F32 VALUES "\xc4\x00"), "record 3: field 'cols' is not a count of 1 or more" },
		{ "-1 rows", T(ROWS "\xff" COLS "\x01" F32 VALUES ONE), "record 3: field 'rows' is not a count of 1 or more" },
		{ "1.0 columns", T(ROWS "\x01" COLS "\xca\x3f\x80\0\0" F32 VALUES ONE), "record 3: field 'cols' is not a count of 1 or more" },
		{ "2^63 rows", T(ROWS "\xcf\x80\0\0\0\0\0\0\0" COLS "\x01" F32 VALUES ONE), "record 3: field 'rows' is not a count of 1 or more" },
		{ "type 1", T(ROWS "\x01" COLS "\x01\xa4" "type" "\x01" VALUES ONE), "record 3: field 'type' is not a string" },
		{ "type f64", T(ROWS "\x01" COLS "\x01\xa4" "type" "\xa3" "f64" VALUES ONE),
		  "record 3: tensor 'w': field 'type' is neither 'f32' nor 'bf16'" },
		{ "type of f32 and more", T(ROWS "\x01" COLS "\x01\xa4" "type" "\xa4" "f32\0" VALUES ONE),
		  "record 3: tensor 'w': field 'type' is neither 'f32' nor 'bf16'" },
		{ "4 bytes for 2 x 1", T(ROWS "\x02" COLS "\x01" F32 VALUES ONE), "record 3: tensor 'w': 4 bytes are not 2 x 1 numbers of f32" },
		{ "4 bytes for 1 x 2", T(ROWS "\x01" COLS "\x02" F32 VALUES ONE), "record 3: tensor 'w': 4 bytes are not 1 x 2 numbers of f32" },
		{ "8 bytes for 1 x 1", T(ANY VALUES "\xc4\x08\0\0\0\0\0\0\0\0"), "record 3: tensor 'w': 8 bytes are not 1 x 1 numbers of f32" },
		{ "12 bytes for 2 x 1", T(ROWS "\x02" COLS "\x01" F32 VALUES "\xc4\x0c\0\0\0\0\0\0\0\0\0\0\0\0"),
		  "record 3: tensor 'w': 12 bytes are not 2 x 1 numbers of f32" },
		{ "5 bytes", T(ANY VALUES "\xc4\x05\0\0\0\0\0"), "record 3: tensor 'w': 5 bytes are not 1 x 1 numbers of f32" },
		{ "no bytes", T(ANY VALUES "\xc4\0"), "record 3: tensor 'w': 0 bytes are not 1 x 1 numbers of f32" },
		{ "bf16 of 4 bytes", T(ROWS "\x01" COLS "\x01" BF16 VALUES ONE), "record 3: tensor 'w': 4 bytes are not 1 x 1 numbers of bf16" },
		{ "a product of 2^64 bytes", T(ROWS "\xce\x80\0\0\0" COLS "\xce\x80\0\0\0" F32 VALUES "\xc4\0"),
		  "record 3: tensor 'w': 0 bytes are not 2147483648 x 2147483648 numbers of f32" },
		{ "a product of 2^64 + 4 bytes", T(ROWS "\xcf\x20\0\0\0\0\0\0\1" COLS "\x02" F32 VALUES "\xc4\x08\0\0\0\0\0\0\0\0"),
		  "record 3: tensor 'w': 8 bytes are not 2305843009213693953 x 2 numbers of f32" },
		{ "NaN", T(ANY VALUES "\xc4\x04\0\0\xc0\x7f"), "record 3: tensor 'w': a number that is not finite" },
		{ "infinity", T(ANY VALUES "\xc4\x04\0\0\x80\xff"), "record 3: tensor 'w': a number that is not finite" },
		{ "NaN in bf16", T(ROWS "\x01" COLS "\x02" BF16 VALUES "\xc4\x04\0\0\xc0\x7f"), "record 3: tensor 'w': a number that is not finite" },
		{ "infinity in bf16", T(ROWS "\x02" COLS "\x01" BF16 VALUES "\xc4\x04\x80\x7f\0\0"), "record 3: tensor 'w': a number that is not finite" },
#define C(columns, rows) RAW(CONFIG TOKENS "\x82\xa5" "curve" columns ROWS rows)
		{ "a curve of a map", C("\x80", "\x90"), "record 3: field 'curve' is not an array" },
		{ "a curve without columns", C("\x90", "\x90"), "record 3: field 'curve' does not have 1 to 4096 names" },
		{ "a curve without rows", RAW(CONFIG TOKENS "\x81\xa5" "curve" "\x91\xa1" "a"), "record 3: field 'rows' is missing" },
		{ "columns of numbers", C("\x92\xa1" "a" "\x01", "\x90"), "record 3: field 'curve': element 2 is no name" },
		{ "a column twice", C("\x92\xa1" "a" "\xa1" "a", "\x90"), "record 3: field 'curve': 'a' is given twice" },
		{ "rows map", C("\x91\xa1" "a", "\x80"), "record 3: field 'rows' is not an array" },
		{ "a row of a number", C("\x91\xa1" "a", "\x92\x91\x01\x01"), "record 3: field 'rows': element 2 is not an array of 1 numbers" },
		{ "a short row", C("\x92\xa1" "a" "\xa1" "b", "\x91\x91\x01"), "record 3: field 'rows': element 1 is not an array of 2 numbers" },
		{ "a long row", C("\x91\xa1" "a", "\x91\x92\x01\x01"), "record 3: field 'rows': element 1 is not an array of 1 numbers" },
		{ "a row of a string", C("\x92\xa1" "a" "\xa1" "b", "\x91\x92\x01\xa1" "x"),
		  "record 3: field 'rows': element 1: 'b' is neither a finite number nor nil" },
		{ "a row of NaN", C("\x91\xa1" "a", "\x91\x91\xca\x7f\xc0\0\0"), "record 3: field 'rows': element 1: 'a' is neither a finite number nor nil" },
		{ "progress array", RAW(CONFIG TOKENS "\x81\xa8" "progress" "\x90"), "record 3: field 'progress' is not a map" },
		{ "progress twice a name", RAW(CONFIG TOKENS "\x81\xa8" "progress" "\x82\xa1" "a" "\x01\xa1" "a" "\x01"),
		  "record 3: field 'progress': 'a' is given twice" },
	};

	for (size_t i = 0; i < COUNT(bad); i++)
		refused(bad[i].what, bad[i].records, bad[i].message);
	/* what later versions add to a record we know is passed over; a kind of record is told by its first key, the rest is in any order */
	accepted("more fields", RAW("\x82\xa6" "config" "\x80\xa1" "x" "\xc7\x03\x7f" "ext" "\x82\xa6" "tokens" "\x90\xa1" "x" "\x90"
			"\x86\xa6" "tensor" "\xa1" "w" VALUES ONE F32 "\xa1" "x" "\x01" COLS "\x01" ROWS "\x01"
			"\x83\xa5" "curve" "\x91\xa1" "a" "\xa1" "x" "\x01" ROWS "\x90" "\x82\xa8" "progress" "\x80\xa1" "x" "\xc0"));
}

/* Too many names, and numbers: refused before memory is taken for them. */
static void limits(void)
{
	struct buf b = { 0 };
	struct rusage use;
	msgpack_packer pk;
	char name[16];

	msgpack_packer_init(&pk, &b, obj_put);
	for (int more = 0; more < 2; more++) {
		b.n = 0;
		buf_puts(&b, "\x81\xa6" "config");
		msgpack_pack_map(&pk, (size_t)MODEL_NAMES + (size_t)more);
		for (int i = 0; i < MODEL_NAMES + more; i++) {
			snprintf(name, sizeof name, "n%d", i);
			msgpack_pack_str_with_body(&pk, name, strlen(name));
			msgpack_pack_int(&pk, i);
		}
		buf_puts(&b, TOKENS);
		if (more)
			refused("4097 names", buf_view(&b), "record 1: field 'config': more than 4096 names");
		else
			accepted("4096 names", buf_view(&b));
	}
	for (int more = 0; more < 2; more++) {
		b.n = 0;
		buf_puts(&b, CONFIG TOKENS);
		for (int i = 0; i < MODEL_NAMES + more; i++) {
			buf_puts(&b, "\x85\xa6" "tensor");
			snprintf(name, sizeof name, "n%d", i);
			msgpack_pack_str_with_body(&pk, name, strlen(name));
			buf_str(&b, RAW(ANY VALUES ONE));
		}
		if (more)
			refused("4097 tensors", buf_view(&b), "record 4099: more than 4096 tensors");
		else
			accepted("4096 tensors", buf_view(&b));
	}
	getrusage(RUSAGE_SELF, &use);
	check(use.ru_maxrss < 256 << 10, "refusing took %ld KiB of memory", use.ru_maxrss);
	buf_free(&b);
}

/* A cut must always be seen; a flipped bit, or nothing of the model has changed. */
static void damage(void)
{
	struct buf file = { 0 }, error = { 0 };
	struct model m;
	char path[32];
	FILE *f;
	size_t n;

	temporary(path);
	written(model_write(&sample, MODEL_F32, path, NULL), &sample);
	if (!(f = fopen(path, "rb")))
		die("%s: can't be read", path);
	while ((n = fread(buf_want(&file, 4096), 1, 4096, f)) > 0)
		file.n += n;
	fclose(f);
	unlink(path);
	for (size_t cut = 0; cut < file.n; cut++) {
		check(read_bytes(&m, (struct str){ file.p, cut }, &error) == -1, "cut to %zu of %zu bytes: read", cut, file.n);
		model_free(&m);
	}
	for (size_t bit = 0; bit < 8 * file.n; bit++) {
		file.p[bit / 8] ^= (char)(1 << bit % 8);
		if (read_bytes(&m, buf_view(&file), &error) == 0) {
			same(&m, &sample, MODEL_F32);
		} else {
			check(strncmp(buf_cstr(&error), "x.model: ", 9) == 0 && !strchr(error.p, '\n'), "bit %zu: %s", bit, error.p);
		}
		model_free(&m);
		file.p[bit / 8] ^= (char)(1 << bit % 8);
	}
	buf_free(&file);
	buf_free(&error);
}

/* What no reader would take is not written: one line says why, and no file appears. */
static void not_written(const char *what, struct model *m, enum model_type type, const char *message)
{
	char path[32], line[512];

	temporary(path);
	unlink(path);
	check(model_write(m, type, path, NULL) == -1, "%s: written", what);
	snprintf(line, sizeof line, "%s: %s", path, message);
	check(strcmp(buf_cstr(&m->why), line) == 0, "%s: '%s' where '%s' should be", what, buf_cstr(&m->why), line);
	check(access(path, F_OK) != 0, "%s: there is a file", what);
	buf_free(&m->why);
}

static void refusals_to_write(void)
{
	static struct model_value many_values[MODEL_NAMES + 1];
	static char words[MODEL_NAMES + 1][8];
	static float one[] = { 1 }, nan[] = { 1 }, big[] = { 1 };
	struct model_tensor t[2] = { { .name = "a", .rows = 1, .cols = 1, .value = one }, { .name = "a", .rows = 1, .cols = 1, .value = one } };
	struct model_value v[2] = { { "a", NULL, 1 }, { "a", NULL, 2 } };
	const char *names[] = { "x", "x" };
	struct model m = { .tensors = t, .ntensors = 2 };

	nan[0] = (float)NAN;
	big[0] = 3.4e38f;
	not_written("two tensors of a name", &m, MODEL_F32, "tensors: 'a' is there twice");
	m.ntensors = 1;
	t[0].value = nan;
	not_written("NaN", &m, MODEL_F32, "tensor 'a': a number that is not finite");
	not_written("NaN in bf16", &m, MODEL_BF16, "tensor 'a': a number that is not finite");
	t[0].value = big;
	not_written("too large for bf16", &m, MODEL_BF16, "tensor 'a': a number that is not finite");
	t[0].rows = 4096;
	t[0].cols = 4097;
	not_written("a large tensor", &m, MODEL_F32, "tensor 'a': 4096 x 4097 numbers can't be a record, which has at most 64 MiB");
	t[0].cols = 8193;
	not_written("a large tensor of bf16", &m, MODEL_BF16, "tensor 'a': 4096 x 8193 numbers can't be a record, which has at most 64 MiB");
	t[0].rows = t[0].cols = 1L << 32;
	not_written("a tensor of 2^64", &m, MODEL_F32, "tensor 'a': 4294967296 x 4294967296 numbers can't be a record, which has at most 64 MiB");
	t[0].rows = 0;
	not_written("no rows", &m, MODEL_F32, "tensor 'a': 0 x 4294967296 numbers can't be a record, which has at most 64 MiB");
	/* exactly 64 MiB of numbers, and the rest of the record */
	t[0] = (struct model_tensor){ .name = "a", .rows = 4096, .cols = 4096, .value = mem_zero((size_t)1 << 24, sizeof(float)) };
	not_written("a tensor just too large", &m, MODEL_F32, "tensor 'a': an object of more than 64 MiB");
	free(t[0].value);
	t[0] = (struct model_tensor){ .name = "a b", .rows = 1, .cols = 1, .value = one };
	not_written("a name with a blank", &m, MODEL_F32, "tensors: number 1 has no good name");
	m = (struct model){ .config = v, .nconfig = 2 };
	not_written("config twice", &m, MODEL_F32, "config: 'a' is there twice");
	v[1].name = "b";
	v[1].number = (double)NAN;
	not_written("config NaN", &m, MODEL_F32, "config: 'b' is neither a finite number nor UTF-8");
	v[1].text = "\xe9";
	not_written("config Latin-1", &m, MODEL_F32, "config: 'b' is neither a finite number nor UTF-8");
	for (int i = 0; i <= MODEL_NAMES; i++) {
		snprintf(words[i], sizeof words[i], "n%d", i);
		many_values[i] = (struct model_value){ words[i], NULL, i };
	}
	m = (struct model){ .config = many_values, .nconfig = MODEL_NAMES + 1 };
	not_written("4097 names", &m, MODEL_F32, "config: more than 4096 names");
	m = (struct model){ .tokens = (const char *[]){ "a", "\xe9" }, .ntokens = 2 };
	not_written("a token in Latin-1", &m, MODEL_F32, "token 2 is not UTF-8");
	m = (struct model){ .columns = names, .ncolumns = 2 };
	not_written("a column twice", &m, MODEL_F32, "curve: 'x' is there twice");
	m = (struct model){ .columns = names, .ncolumns = 1, .nrows = 3 << 20, .curve = mem_zero(3 << 20, sizeof(double)) };
	not_written("a long curve", &m, MODEL_F32, "curve: an object of more than 4194304 values");
	free(m.curve);
}

/* One process writes many checkpoints: it must not grow by a byte. */
static void many(void)
{
#ifdef __GLIBC__
	char path[32];
	size_t held = 0;

	temporary(path);
	for (int i = 0; i < 20; i++) {
		if (i == 10)
			held = mallinfo2().uordblks;
		written(model_write(&sample, MODEL_F32, path, NULL), &sample);
	}
	check(mallinfo2().uordblks == held, "10 models took %zu bytes that are not given back", mallinfo2().uordblks - held);
	unlink(path);
#endif
}

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "-w") == 0) {
		written(model_write(&sample, MODEL_F32, argv[2], NULL), &sample);
		return cli_finish(0);
	}
	if (argc == 3 && strcmp(argv[1], "-b") == 0) {
		write_short(argv[2]);
		return cli_finish(0);
	}
	if (argc == 3 && strcmp(argv[1], "-t") == 0) {
		write_tiny(argv[2]);
		return cli_finish(0);
	}
	if (argc == 3 && strcmp(argv[1], "-r") == 0) {
		struct model m;

		written(model_read(&m, argv[2]), &m);
		model_free(&m);
		return cli_finish(0);
	}
	verbose = argc == 2 && strcmp(argv[1], "-v") == 0;
	many();
	round_trip();
	rounding();
	orders();
	shapes();
	limits();
	damage();
	refusals_to_write();
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
