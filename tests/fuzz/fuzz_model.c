/* fuzz_model - the reader of models on any bytes
 * SPDX-License-Identifier: MIT
 *
 * The first byte chooses: the rest is a file as it stands, or it stands between a good head and a good end in a good zstd frame,
 * so that the fuzzer reaches the records; then the byte's second bit puts a good config and tokens before it.
 * What is read must survive being written, as either type, and read again. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zstd.h>

#include "model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char head[] = "\x82\xa6" "format" "\xaa" "hnps.model" "\xa7" "version" "\x01";
static const char start[] = "\x81\xa6" "config" "\x80\x81\xa6" "tokens" "\x90";

static void require(bool good)
{
	if (!good)
		abort();
}

/* As many records as there are objects; bytes that are no object are counted as one, and refused. */
static void put_file(struct buf *out, struct str records)
{
	struct buf raw = { 0 };
	ZSTD_CCtx *c = ZSTD_createCCtx();
	struct str s = records;
	const char *why;
	msgpack_packer pk;
	long count = 0;
	ssize_t got;

	for (; s.n > 0 && (got = obj_span(s, &why)) > 0; s.p += got, s.n -= (size_t)got)
		count++;
	buf_put(&raw, head, sizeof head - 1);
	buf_str(&raw, records);
	msgpack_packer_init(&pk, &raw, obj_put);
	msgpack_pack_map(&pk, 1);
	msgpack_pack_str_with_body(&pk, "end", 3);
	msgpack_pack_long(&pk, count);
	ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1);
	ZSTD_CCtx_setParameter(c, ZSTD_c_compressionLevel, 1);
	out->n += ZSTD_compress2(c, buf_want(out, ZSTD_compressBound(raw.n)), ZSTD_compressBound(raw.n), raw.p, raw.n);
	ZSTD_freeCCtx(c);
	buf_free(&raw);
}

static bool read_file(struct model *m, int fd)
{
	struct stream_reader *in = stream_open_fd(fd, "fuzz", FORMAT_MODEL);
	bool good = model_read_from(m, in) == 0;

	require(good == (*stream_error(in) == 0));
	require(good ? m->why.n == 0 : m->why.n > 0 && !m->arena.first);
	stream_close(in);
	return good;
}

static int file_of(struct str bytes)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	require(fd >= 0 && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n && lseek(fd, 0, SEEK_SET) == 0);
	return fd;
}

static void require_same(const struct model_value *a, const struct model_value *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		require(strcmp(a[i].name, b[i].name) == 0 && !a[i].text == !b[i].text);
		require(a[i].text ? strcmp(a[i].text, b[i].text) == 0 : memcmp(&a[i].number, &b[i].number, sizeof a[i].number) == 0);
	}
}

static void write_and_read(struct model *m, enum model_type type)
{
	struct model again;
	char path[] = "/tmp/fuzz_model-XXXXXX";
	int fd = mkstemp(path);

	require(fd >= 0);
	close(fd);
	require(model_write(m, type, path, NULL) == 0);
	require(model_read(&again, path) == 0);
	unlink(path);
	require(again.nconfig == m->nconfig && again.nprogress == m->nprogress && again.ntokens == m->ntokens && again.ntensors == m->ntensors);
	require(again.ncolumns == m->ncolumns && again.nrows == m->nrows);
	require_same(again.config, m->config, m->nconfig);
	require_same(again.progress, m->progress, m->nprogress);
	for (size_t i = 0; i < m->ntokens; i++)
		require(strcmp(again.tokens[i], m->tokens[i]) == 0);
	for (size_t i = 0; i < m->ntensors; i++) {
		const struct model_tensor *t = &m->tensors[i], *u = &again.tensors[i];

		require(strcmp(t->name, u->name) == 0 && t->rows == u->rows && t->cols == u->cols);
		for (long j = 0; j < t->rows * t->cols; j++)
			require(type == MODEL_F32 || t->type == MODEL_BF16 ? memcmp(&t->value[j], &u->value[j], sizeof(float)) == 0 :
				fabsf(t->value[j] - u->value[j]) <= fabsf(t->value[j]) / 256 + 1e-40f);
	}
	for (size_t i = 0; i < m->ncolumns * m->nrows; i++)
		require(isnan(m->curve[i]) ? isnan(again.curve[i]) : again.curve[i] == m->curve[i]);
	model_free(&again);
}

/* Can all numbers be rounded to bf16? Where not, model_write refuses, as it should. */
static bool fits(const struct model *m)
{
	for (size_t i = 0; i < m->ntensors; i++)
		for (long j = 0; j < m->tensors[i].rows * m->tensors[i].cols; j++)
			if (fabsf(m->tensors[i].value[j]) > 3.38e38f)
				return false;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf file = { 0 }, records = { 0 };
	struct model m;

	if (n == 0)
		return 0;
	if (data[0] & 1) {
		buf_put(&file, data + 1, n - 1);
	} else {
		if (data[0] & 2)
			buf_put(&records, start, sizeof start - 1);
		buf_put(&records, data + 1, n - 1);
		put_file(&file, buf_view(&records));
	}
	if (read_file(&m, file_of(buf_view(&file)))) {
		write_and_read(&m, MODEL_F32);
		if (fits(&m))
			write_and_read(&m, MODEL_BF16);
	}
	model_free(&m);
	buf_free(&file);
	buf_free(&records);
	return 0;
}
