/* mem - memory that is there or the process ends, arenas, growing byte buffers
 * SPDX-License-Identifier: MIT */
#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/outfile.h"

_Thread_local void (*mem_exhausted)(void);

/* The one place beside cli.c that ends the process: nobody can go on without memory. */
void *mem_there(void *p)
{
	if (!p) {
		if (mem_exhausted)
			mem_exhausted();
		fputs("hnps: out of memory\n", stderr);
		outfile_abandon_all();
		_Exit(2);
	}
	return p;
}

void *mem_get(size_t n)
{
	return mem_there(malloc(n ? n : 1));
}

void *mem_zero(size_t count, size_t size)
{
	return mem_there(calloc(count ? count : 1, size ? size : 1));
}

void *mem_resize(void *p, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		mem_there(NULL);
	return mem_there(realloc(p, count && size ? count * size : 1));
}

void *mem_room(void *p, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return p;
	*cap = *cap ? *cap * 2 : 8;
	return mem_resize(p, *cap, size);
}

void buf_grow(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 64;

	if (n > SIZE_MAX / 4 || b->n > SIZE_MAX / 4)
		mem_there(NULL);
	while (cap < b->n + n)
		cap *= 2;
	b->p = mem_resize(b->p, cap, 1);
	b->cap = cap;
}

void buf_puts(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	buf_want(b, (size_t)n + 1);
	va_start(args, fmt);
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, args);
	va_end(args);
	b->n += (size_t)n;
}

const char *buf_cstr(struct buf *b)
{
	*buf_want(b, 1) = 0;
	return b->p;
}

void buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ 0 };
}

struct arena_block { struct arena_block *next; size_t used, size; max_align_t data[]; };

void *arena_get(struct arena *a, size_t n)
{
	struct arena_block *block = a->now;
	void *p;

	n = (n + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
	while (block && block->size - block->used < n && block->next) {
		block = block->next;
		block->used = 0;
	}
	if (!block || block->size - block->used < n) {
		size_t size = n > 65536 ? n : 65536;
		struct arena_block *more = mem_get(sizeof *more + size);

		*more = (struct arena_block){ .size = size };
		if (block)
			block->next = more;
		else
			a->first = more;
		block = more;
	}
	a->now = block;
	p = (char *)block->data + block->used;
	block->used += n;
	return p;
}

struct str arena_copy(struct arena *a, struct str s)
{
	char *p = arena_get(a, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = 0;
	return (struct str){ p, s.n };
}

struct str arena_take(struct arena *a, struct buf *b)
{
	const struct str copy = arena_copy(a, buf_view(b));

	buf_free(b);
	return copy;
}

void arena_reset(struct arena *a)
{
	a->now = a->first;
	if (a->now)
		a->now->used = 0;
}

void arena_free(struct arena *a)
{
	for (struct arena_block *block = a->first, *next; block; block = next) {
		next = block->next;
		free(block);
	}
	*a = (struct arena){ 0 };
}
