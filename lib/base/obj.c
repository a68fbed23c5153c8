/* obj - msgpack objects over zio: one by one, bounded, checked before anything is allocated for them
 * SPDX-License-Identifier: MIT */
#include "base/obj.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>

enum { STEP = 128 << 10 };

/* A walk over one object that can stop for want of bytes and go on later, so that a large one is walked once. */
struct walk {
	size_t at, values;              /* bytes passed; values announced so far */
	unsigned depth;
	uint32_t left[OBJ_DEPTH];       /* values still to come in each array and map that we are in */
};

struct obj_reader {
	struct zio_reader *zio;
	struct buf room;
	size_t at;                      /* the next object begins here in `room` */
	msgpack_unpacked unpacked;
	const char *error;              /* ours; else it is zio's */
};

static uint32_t big_endian(const unsigned char *p, size_t n)
{
	uint32_t v = 0;

	while (n-- > 0)
		v = v << 8 | *p++;
	return v;
}

/* The first byte of a value and, for lengths and counts, the 1, 2 or 4 bytes behind it: the msgpack specification's table. */
static int walk_value(struct walk *w, struct str s, const char **why)
{
	const unsigned char *p = (const unsigned char *)s.p + w->at;
	size_t rest = s.n - w->at, width = 0;
	uint64_t bytes = 0, count = 0;
	unsigned char c;

	if (rest == 0)
		return 0;
	c = *p;
	if (c <= 0x7f || c >= 0xe0)
		;                                             /* fixint */
	else if (c <= 0x8f)
		count = 2 * (c & 0x0fu);                      /* fixmap */
	else if (c <= 0x9f)
		count = c & 0x0fu;                            /* fixarray */
	else if (c <= 0xbf)
		bytes = c & 0x1fu;                            /* fixstr */
	else if (c == 0xc1) {
		*why = "not msgpack (byte 0xc1)";
		return -1;
	} else if (c <= 0xc3)
		;                                             /* nil, false, true */
	else if (c <= 0xc6)
		width = (size_t)1 << (c - 0xc4);              /* bin 8, 16, 32 */
	else if (c <= 0xc9)
		width = (size_t)1 << (c - 0xc7), bytes = 1;   /* ext 8, 16, 32: a type byte, too */
	else if (c <= 0xcb)
		bytes = c == 0xca ? 4 : 8;                    /* float */
	else if (c <= 0xd3)
		bytes = 1u << ((c - 0xcc) & 3);               /* uint, int 8 to 64 */
	else if (c <= 0xd8)
		bytes = 1 + (1u << (c - 0xd4));               /* fixext */
	else if (c <= 0xdb)
		width = (size_t)1 << (c - 0xd9);              /* str 8, 16, 32 */
	else
		width = c & 1u ? 4 : 2;                       /* array, map 16, 32 */
	if (rest < 1 + width)
		return 0;
	if (c >= 0xdc && c <= 0xdf)
		count = (uint64_t)big_endian(p + 1, width) << (c >= 0xde);
	else if (width)
		bytes += big_endian(p + 1, width);
	if (w->at + 1 + width + bytes > OBJ_BYTES) {
		*why = "an object of more than 64 MiB";
		return -1;
	}
	if (count > OBJ_VALUES - w->values) {
		*why = "an object of more than 4194304 values";
		return -1;
	}
	if (rest < 1 + width + bytes)
		return 0;
	w->at += 1 + width + (size_t)bytes;
	w->values += count;
	if (w->depth > 0)
		w->left[w->depth - 1]--;
	if (count > 0) {
		if (w->depth == OBJ_DEPTH) {
			*why = "an object nested deeper than 32";
			return -1;
		}
		w->left[w->depth++] = (uint32_t)count;
	}
	return 1;
}

/* 1 the object is whole and w->at its size, 0 it goes on behind s, -1. */
static int walk_on(struct walk *w, struct str s, const char **why)
{
	do {
		int got;

		if (w->depth > 0 && w->left[w->depth - 1] == 0) {
			w->depth--;
			continue;
		}
		if ((got = walk_value(w, s, why)) <= 0)
			return got;
	} while (w->depth > 0);
	return 1;
}

ssize_t obj_span(struct str s, const char **why)
{
	struct walk w = { 0 };
	int got = walk_on(&w, s, why);

	return got > 0 ? (ssize_t)w.at : got;
}

struct obj_reader *obj_open(int fd)
{
	struct obj_reader *r = mem_zero(1, sizeof *r);

	r->zio = zio_open(fd);
	buf_want(&r->room, STEP);
	msgpack_unpacked_init(&r->unpacked);
	return r;
}

void obj_close(struct obj_reader *r)
{
	zio_close(r->zio);
	msgpack_unpacked_destroy(&r->unpacked);
	buf_free(&r->room);
	free(r);
}

const char *obj_error(const struct obj_reader *r)
{
	return r->error ? r->error : zio_error(r->zio);
}

void obj_stop_at(struct obj_reader *r, const volatile sig_atomic_t *stop)
{
	zio_stop_at(r->zio, stop);
}

int obj_frame(struct obj_reader *r)
{
	return r->error ? -1 : zio_frame(r->zio);
}

/* More bytes behind those of the object that has begun: 1, 0 at the end of the frame, -1. */
static int fill(struct obj_reader *r)
{
	ssize_t got;

	if (r->at > 0)
		memmove(r->room.p, r->room.p + r->at, r->room.n - r->at);
	r->room.n -= r->at;
	r->at = 0;
	buf_want(&r->room, STEP);
	got = zio_read(r->zio, r->room.p + r->room.n, r->room.cap - r->room.n);
	if (got > 0)
		r->room.n += (size_t)got;
	return got > 0 ? 1 : (int)got;
}

int obj_next(struct obj_reader *r, struct obj *object)
{
	struct walk w = { 0 };
	size_t off = 0;
	int got;

	if (r->error)
		return -1;
	while ((got = walk_on(&w, (struct str){ r->room.p + r->at, r->room.n - r->at }, &r->error)) == 0) {
		got = fill(r);
		if (got == 0 && r->room.n > 0)
			r->error = "cut short (the zstd frame ends inside a msgpack object)";
		if (got <= 0)
			return r->error ? -1 : got;
	}
	if (got < 0)
		return -1;
	object->bytes = (struct str){ r->room.p + r->at, w.at };
	r->at += w.at;
	if (msgpack_unpack_next(&r->unpacked, object->bytes.p, object->bytes.n, &off) != MSGPACK_UNPACK_SUCCESS || off != w.at) {
		r->error = "not msgpack";
		return -1;
	}
	object->value = r->unpacked.data;
	return 1;
}

/* The bytes of the next value inside an object that has been walked already. */
static struct str inner(const struct obj *of, size_t *at)
{
	const char *why, *p = of->bytes.p + *at;
	ssize_t n = obj_span((struct str){ p, of->bytes.n - *at }, &why);

	assert(n > 0);
	*at += (size_t)n;
	return (struct str){ p, (size_t)n };
}

/* How many bytes the first byte of an array or map and its count take. */
static size_t opening(const struct obj *of)
{
	unsigned char c = (unsigned char)*of->bytes.p;

	return c < 0xdc ? 1 : c & 1 ? 5 : 3;
}

int obj_field(const struct obj *of, struct obj_field *f)
{
	const msgpack_object_kv *kv = of->value.via.map.ptr + f->index;
	size_t start;

	if (f->index == of->value.via.map.size)
		return 0;
	if (f->index++ == 0)
		f->at = opening(of);
	start = f->at;
	inner(of, &f->at);
	f->value = (struct obj){ inner(of, &f->at), kv->val };
	f->bytes = (struct str){ of->bytes.p + start, f->at - start };
	if (kv->key.type != MSGPACK_OBJECT_STR)
		return -1;
	f->key = (struct str){ kv->key.via.str.ptr, kv->key.via.str.size };
	return 1;
}

int obj_element(const struct obj *of, struct obj_field *f)
{
	if (f->index == of->value.via.array.size)
		return 0;
	if (f->index++ == 0)
		f->at = opening(of);
	f->value.bytes = inner(of, &f->at);
	f->value.value = of->value.via.array.ptr[f->index - 1];
	return 1;
}

static int by_text(const void *a, const void *b)
{
	const struct str *p = a, *q = b;
	int order = memcmp(p->p, q->p, p->n < q->n ? p->n : q->n);

	return order ? order : (p->n > q->n) - (p->n < q->n);
}

struct str obj_repeated(const struct obj *map)
{
	const msgpack_object_map *m = &map->value.via.map;
	struct str few[16], *keys = m->size <= 16 ? few : mem_get(m->size * sizeof *keys), repeated = { 0 };
	size_t n = 0;

	for (uint32_t i = 0; i < m->size; i++)
		if (m->ptr[i].key.type == MSGPACK_OBJECT_STR)
			keys[n++] = (struct str){ m->ptr[i].key.via.str.ptr, m->ptr[i].key.via.str.size };
	qsort(keys, n, sizeof *keys, by_text);
	for (size_t i = 1; i < n && !repeated.p; i++)
		if (str_eq(keys[i], keys[i - 1]))
			repeated = keys[i];
	if (keys != few)
		free(keys);
	return repeated;
}

int obj_put(void *buf, const char *p, size_t n)
{
	buf_put(buf, p, n);
	return 0;
}
