/* encoding - text of other encodings than UTF-8, by iconv
 * SPDX-License-Identifier: MIT */
#include "base/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <strings.h>

#define NONE ((iconv_t)-1)

static const struct { struct str mark; const char *name; } marks[] = {     /* the longer first */
	{ STR_INIT("\xff\xfe\0\0"), "UTF-32LE" }, { STR_INIT("\0\0\xfe\xff"), "UTF-32BE" }, { STR_INIT("\xff\xfe"), "UTF-16LE" }, { STR_INIT("\xfe\xff"), "UTF-16BE" },
};
enum { MARKS = sizeof marks / sizeof *marks };

/* Is every other byte 0, from `from` on, and none of those in between? */
static bool alternates(struct str s, size_t from)
{
	for (size_t i = 0; i < s.n && i < ENCODING_LOOK; i++)
		if ((s.p[i] == 0) != (i % 2 == from))
			return false;
	return true;
}

const char *encoding_seen(struct str begin)
{
	for (int i = 0; i < MARKS; i++)
		if (str_begins(begin, marks[i].mark))
			return marks[i].name;
	if (begin.n < ENCODING_LOOK)
		return NULL;
	return alternates(begin, 1) ? "UTF-16LE" : alternates(begin, 0) ? "UTF-16BE" : NULL;
}

bool encoding_undecided(struct str begin)
{
	for (int i = 0; i < MARKS; i++)
		if (begin.n < marks[i].mark.n && str_begins(marks[i].mark, begin))
			return true;
	return begin.n > 1 && begin.n < ENCODING_LOOK && (alternates(begin, 1) || alternates(begin, 0));
}

bool encoding_is_utf8(const char *name)
{
	return strcasecmp(name, "UTF-8") == 0 || strcasecmp(name, "UTF8") == 0;
}

/* What iconv calls UTF-16 and UTF-32 has a mark of its own, which is none of ours. */
static const char *plain_name(const char *name)
{
	static const char *const others[][2] = { { "UTF-16", "UTF-16LE" }, { "UTF16", "UTF-16LE" }, { "UCS-2", "UTF-16LE" },
	                                         { "UTF-32", "UTF-32LE" }, { "UTF32", "UTF-32LE" }, { "UCS-4", "UTF-32LE" } };

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (strcasecmp(name, others[i][0]) == 0)
			return others[i][1];
	return name;
}

bool encoding_known(const char *name)
{
	/* what stands behind slashes would make iconv replace characters */
	iconv_t to = strchr(name, '/') ? NONE : iconv_open(plain_name(name), "UTF-8");

	if (to != NONE)
		iconv_close(to);
	return *name && to != NONE;
}

const char *encoding_proposed(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] >= 0x80 && (unsigned char)text.p[i] < 0xA0)
			return memchr("\x81\x8d\x8f\x90\x9d", text.p[i], 5) ? "latin1" : "cp1252";
	return "latin1";
}

/* Converts as much as is whole: 0, -1 at what is no character. */
static int convert(iconv_t with, struct str in, size_t *used, struct buf *out)
{
	char *p = (char *)(uintptr_t)in.p;
	size_t left = in.n, failed = 0;

	do {
		char *to = buf_want(out, 4 * left + 16);
		size_t room = 4 * left + 16;

		failed = iconv(with, &p, &left, &to, &room);
		out->n = (size_t)(to - out->p);
	} while (failed == (size_t)-1 && errno == E2BIG);
	*used = in.n - left;
	return failed == (size_t)-1 && errno == EILSEQ ? -1 : 0;
}

struct encoding_reader { iconv_t from, to; struct buf again; };

struct encoding_reader *encoding_reader(const char *name)
{
	struct encoding_reader *d = mem_zero(1, sizeof *d);

	*d = (struct encoding_reader){ .from = iconv_open("UTF-8", plain_name(name)), .to = iconv_open(plain_name(name), "UTF-8") };
	if (d->from == NONE || d->to == NONE)
		mem_get(SIZE_MAX);      /* the name is known, so there is no memory */
	return d;
}

void encoding_reader_free(struct encoding_reader *d)
{
	if (!d)
		return;
	iconv_close(d->from);
	iconv_close(d->to);
	buf_free(&d->again);
	free(d);
}

int encoding_read(struct encoding_reader *d, struct str in, size_t *used, struct buf *out)
{
	const size_t before = out->n;
	const int failed = convert(d->from, in, used, out);
	size_t unused, same = 0;

	d->again.n = 0;
	convert(d->to, (struct str){ out->p + before, out->n - before }, &unused, &d->again);
	while (same < *used && same < d->again.n && d->again.p[same] == in.p[same])
		same++;
	if (same == *used && d->again.n == same)
		return failed;
	*used = same;
	return -1;
}

int encoding_write(const char *name, struct str in, struct buf *out, size_t *bad)
{
	iconv_t to = iconv_open(plain_name(name), "UTF-8");
	int failed;

	if (to == NONE)
		mem_get(SIZE_MAX);
	failed = in.n ? convert(to, in, bad, out) : 0;
	iconv_close(to);
	/* what is cut off at the end is no character either */
	return failed || (in.n && *bad < in.n) ? -1 : 0;
}
