/* fuzz_pack - any bytes as compressed text, in pieces of any size; and any text, compressed and unpacked, is the same
 * SPDX-License-Identifier: MIT */
#include "base/pack.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 1 << 20 };        /* a few bytes may unpack to very many */

/* Unpacks, so many bytes at a time: 1 when the text may end there, 0 when not, -1 when it is damaged; 2: it is too long
 * for this. */
static int unpack(enum pack_kind kind, struct str in, size_t piece, struct buf *out)
{
	struct unpacker *u = unpacker_make(kind);
	int good = 1;

	while (good == 1 && out->n < MOST) {
		struct str next = { in.p, in.n < piece ? in.n : piece };
		const size_t before = out->n;
		size_t used = 0;

		if (unpacker_run(u, next, &used, out, 4096) < 0)
			good = -1;
		else if (used > next.n)
			abort();
		else if (used == 0 && out->n == before)
			break;
		in.p += used, in.n -= used;
	}
	if (good == 1)
		good = out->n >= MOST ? 2 : unpacker_whole(u);
	unpacker_free(u);
	return good;
}

static void check_round(enum pack_kind kind, struct str text, size_t piece)
{
	struct packer *p = packer_make(kind);
	struct buf packed = { 0 }, back = { 0 };
	bool undecided;

	for (size_t at = 0; at < text.n; at += piece)
		packer_run(p, (struct str){ text.p + at, text.n - at < piece ? text.n - at : piece }, false, &packed);
	packer_run(p, STR(""), true, &packed);
	packer_free(p);
	if (pack_seen(buf_view(&packed), &undecided) != kind || unpack(kind, buf_view(&packed), piece, &back) != 1 ||
	    !str_eq(buf_view(&back), text))
		abort();
	buf_free(&packed);
	buf_free(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum pack_kind kinds[] = { PACK_ZSTD, PACK_GZIP, PACK_XZ };
	struct buf first = { 0 }, second = { 0 };
	enum pack_kind kind;
	struct str text;
	size_t piece;
	int one, other;

	if (size < 2 || size > 1 << 16)
		return 0;
	kind = kinds[data[0] % 3];
	piece = 1 + data[1] * data[1];
	text = (struct str){ (const char *)data + 2, size - 2 };
	if (!pack_known(kind))
		return 0;
	one = unpack(kind, text, SIZE_MAX, &first);
	other = unpack(kind, text, piece, &second);
	/* what comes of it doesn't depend on the pieces; of what is damaged, some may */
	if (one != 2 && other != 2 && (one != other || (one >= 0 && !str_eq(buf_view(&first), buf_view(&second)))))
		abort();
	if (data[0] & 64)
		check_round(kind, text, piece);
	buf_free(&first);
	buf_free(&second);
	return 0;
}
