/* fuzz_stream - the reader of streams on any bytes
 * SPDX-License-Identifier: MIT
 *
 * The first byte chooses: the rest is a file as it stands, or it stands between a good head and a good end in a good zstd frame,
 * so that the fuzzer reaches the records. What is read must survive being packed and read again. */
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zstd.h>

#include "task.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const char head[] = "\x82\xa6" "format" "\xaa" "hnps.tasks" "\xa7" "version" "\x01";

static void require(bool good)
{
	if (!good)
		abort();
}

static void put_stream(struct buf *out, struct str records, long count)
{
	struct buf raw = { 0 };
	ZSTD_CCtx *c = ZSTD_createCCtx();
	msgpack_packer pk;

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

/* All tasks of a file packed one behind the other; how many; -1 when the file is refused, with a message. */
static long read_all(struct str file, struct buf *packed)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC), got;
	struct stream_reader *r;
	struct task t;
	long count;

	require(fd >= 0 && write(fd, file.p, file.n) == (ssize_t)file.n && lseek(fd, 0, SEEK_SET) == 0);
	r = stream_open_fd(fd, "fuzz", FORMAT_TASKS);
	while ((got = task_read(r, &t)) > 0)
		task_pack(packed, &t);
	count = stream_count(r);
	require((got < 0) == (*stream_error(r) != 0));
	stream_close(r);
	return got < 0 ? -1 : count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct buf file = { 0 }, first = { 0 }, second = { 0 };
	long count;

	if (n == 0)
		return 0;
	if (data[0] & 1)
		buf_put(&file, data + 1, n - 1);
	else
		put_stream(&file, (struct str){ (const char *)data + 1, n - 1 }, data[0] >> 1);
	count = read_all(buf_view(&file), &first);
	if (count >= 0) {
		file.n = 0;
		put_stream(&file, buf_view(&first), count);
		require(read_all(buf_view(&file), &second) == count && str_eq(buf_view(&first), buf_view(&second)));
	}
	buf_free(&file);
	buf_free(&first);
	buf_free(&second);
	return 0;
}
