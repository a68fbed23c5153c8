/* fuzz_source - any bytes as a file: packed or not, in any encoding; what is read doesn't depend on how, and is written as it was
 * SPDX-License-Identifier: MIT */
#include "base/source.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/encoding.h"
#include "base/pack.h"
#include "base/table_guess.h"

enum { MOST = 4 << 20 };        /* a few bytes may unpack to very many */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* True when all was read; false: the message. */
static bool read_all(struct source *s, size_t piece, struct buf *out)
{
	ssize_t n;

	out->n = 0;
	while (out->n < MOST && (n = source_read(s, out, piece, -1)) > 0)
		;
	return out->n < MOST ? n == 0 : true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const encodings[] = { NULL, "latin1", "UTF-16LE", "cp932", "GB18030", "ISO-2022-JP", "UTF-7", "UTF-16" };
	static const struct table_known known = { .path = "t.csv" };
	struct buf first = { 0 }, second = { 0 }, back = { 0 };
	struct source *s;
	bool good, undecided;
	int fd;

	if (size == 0)
		return 0;
	fd = memfd_create("fuzz", 0);
	if (fd < 0 || write(fd, data + 1, size - 1) != (ssize_t)size - 1 || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	s = source_of(fd, "fuzz");
	if (encodings[data[0] % 8] && source_set_encoding(s, encodings[data[0] % 8]) < 0)
		abort();
	good = read_all(s, 1 << 16, &first);
	if (!good && !source_error(s))
		abort();
	source_rewind(s);
	if (data[0] & 8)
		source_look(s, 1 + data[0] / 16);
	if (read_all(s, 1 + data[0] / 16, &second) != good)
		abort();
	if (good && first.n < MOST && !str_eq(buf_view(&first), buf_view(&second)))
		abort();
	/* the bytes that were read are those that would be written */
	if (good && source_encoding(s) && first.n && first.n < MOST && pack_seen((struct str){ (const char *)data + 1, size - 1 }, &undecided) == PACK_NONE) {
		size_t bad;

		if (encoding_write(source_encoding(s), buf_view(&first), &back, &bad) < 0 ||
		    !str_eq(buf_view(&back), (struct str){ (const char *)data + 1, size - 1 }))
			abort();
	}
	if (first.n)
		table_guess(&known, buf_view(&first), data[0] & 128);
	source_close(s);
	close(fd);
	buf_free(&first);
	buf_free(&second);
	buf_free(&back);
	return 0;
}
