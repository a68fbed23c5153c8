/* fuzz_safetensors - the reader of safetensors on any bytes
 * SPDX-License-Identifier: MIT
 *
 * The first byte chooses: the rest is a file as it stands; or its first line is the header, with its length put before it, so that the fuzzer
 * reaches the tensors. What is read must survive being written and read again. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "safetensors.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void require(bool good)
{
	if (!good)
		abort();
}

static bool read_bytes(struct model *m, struct str bytes)
{
	const int fd = memfd_create("fuzz", MFD_CLOEXEC);
	char path[40];
	bool good;

	require(fd >= 0 && write(fd, bytes.p, bytes.n) == (ssize_t)bytes.n);
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	safetensors_begins(path);
	good = safetensors_read(m, path) == 0;
	require(good == (m->why.n == 0));
	close(fd);
	return good;
}

static void put_length(struct buf *out, size_t n)
{
	for (int i = 0; i < 8; i++)
		buf_putc(out, (char)(n >> 8 * i & 255));
}

static void require_same(const struct model *a, const struct model *b)
{
	require(a->nconfig == b->nconfig && a->ntokens == b->ntokens && a->ntensors == b->ntensors);
	for (size_t i = 0; i < a->nconfig; i++) {
		const struct model_value *x = &a->config[i], *y = &b->config[i];

		require(strcmp(x->name, y->name) == 0 && !x->text == !y->text);
		require(x->text ? strcmp(x->text, y->text) == 0 : x->number == y->number);
	}
	for (size_t i = 0; i < a->ntokens; i++)
		require(strcmp(a->tokens[i], b->tokens[i]) == 0);
	for (size_t i = 0; i < a->ntensors; i++) {
		const struct model_tensor *x = &a->tensors[i], *y = &b->tensors[i];

		require(strcmp(x->name, y->name) == 0 && x->rows == y->rows && x->cols == y->cols && x->type == y->type);
		require(memcmp(x->value, y->value, (size_t)(x->rows * x->cols) * sizeof *x->value) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf file = { 0 };
	struct model m, again;

	if (n == 0)
		return 0;
	if (data[0] & 1) {
		const char *end = memchr(data + 1, '\n', n - 1);
		const size_t header = end ? (size_t)(end - (const char *)data) - 1 : n - 1;

		put_length(&file, header);
		buf_put(&file, data + 1, header);
		if (end)
			buf_put(&file, end + 1, n - header - 2);
	} else {
		buf_put(&file, data + 1, n - 1);
	}
	if (read_bytes(&m, buf_view(&file))) {
		file.n = 0;
		safetensors_put(&file, &m, (struct str){ 0 });
		require(read_bytes(&again, buf_view(&file)));
		require_same(&m, &again);
		model_free(&again);
	}
	model_free(&m);
	buf_free(&file);
	return 0;
}
