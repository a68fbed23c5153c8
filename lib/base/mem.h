/* mem - memory that is there or the process ends, arenas, growing byte buffers
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_MEM_H
#define HNPS_MEM_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* All of these end the process with status 2 and one line when memory runs out; before that they call this function of the thread, if there is one,
 * which may leave them by longjmp. */
extern _Thread_local void (*mem_exhausted)(void);

void *mem_there(void *p);                             /* p itself, unless it is NULL */
void *mem_get(size_t n);                              /* n bytes, not cleared; free() it */
void *mem_zero(size_t count, size_t size);            /* count * size bytes of 0; free() it */
void *mem_resize(void *p, size_t count, size_t size); /* as realloc, the product checked */

/* Makes room for one element more in a growing array: doubles `*cap` when `n` has reached it. Returns the array. */
void *mem_room(void *p, size_t n, size_t *cap, size_t size);

/* Bytes that somebody else owns; not terminated. */
struct str { const char *p; size_t n; };
#define STR(literal) ((struct str)STR_INIT(literal))
#define STR_INIT(literal) { literal, sizeof(literal) - 1 }   /* of a static, which STR is for some compilers only */
static inline struct str str_of(const char *s) { return (struct str){ s, strlen(s) }; }
static inline bool str_eq(struct str a, struct str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }

static inline bool str_begins(struct str s, struct str with) { return s.n >= with.n && str_eq((struct str){ s.p, with.n }, with); }

/* A growing byte buffer. Starts as all zeros; freed by buf_free. `p` moves when it grows. */
struct buf { char *p; size_t n, cap; };
void  buf_grow(struct buf *b, size_t n);              /* makes room for n bytes more, which there isn't */
void  buf_puts(struct buf *b, const char *s);
void  buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
const char *buf_cstr(struct buf *b);                  /* its bytes with a 0 behind them (the 0 not counted) */
void  buf_free(struct buf *b);

/* Room for n bytes more; returns where they go (not counted yet). It is there already nearly always. */
static inline char *buf_want(struct buf *b, size_t n)
{
	if (n > b->cap - b->n)
		buf_grow(b, n);
	return b->p + b->n;
}

static inline void buf_put(struct buf *b, const void *p, size_t n)
{
	if (n == 0)
		return;
	memcpy(buf_want(b, n), p, n);
	b->n += n;
}

static inline void buf_putc(struct buf *b, char c) { *buf_want(b, 1) = c; b->n++; }
static inline void buf_str(struct buf *b, struct str s) { buf_put(b, s.p, s.n); }
static inline struct str buf_view(const struct buf *b) { return (struct str){ b->p, b->n }; }

/* Many small pieces that go together. Starts as all zeros; arena_reset keeps the memory, arena_free gives it back. */
struct arena { struct arena_block *first, *now; };
void *arena_get(struct arena *a, size_t n);           /* n bytes, aligned for any type, not cleared */
struct str arena_copy(struct arena *a, struct str s); /* a copy with a 0 behind it */
struct str arena_take(struct arena *a, struct buf *b); /* a copy of what the buffer has, which is freed */
void  arena_reset(struct arena *a);
void  arena_free(struct arena *a);

#endif
