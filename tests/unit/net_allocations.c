/* net_allocations - does a training step ask for no memory, once the first ones are done?
 * SPDX-License-Identifier: MIT */
#include <stddef.h>

/* Counts what goes through the C library's allocator; not under a sanitizer, which has its own. */
#if defined(__GLIBC__) || defined(__linux__)
#if !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
#define COUNTED
static long allocations;

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t n);
void *__libc_realloc(void *p, size_t n);
void *__libc_memalign(size_t align, size_t n);
void *malloc(size_t n);
void *calloc(size_t count, size_t n);
void *realloc(void *p, size_t n);
void *aligned_alloc(size_t align, size_t n);
int posix_memalign(void **p, size_t align, size_t n);

void *malloc(size_t n)
{
	__atomic_fetch_add(&allocations, 1, __ATOMIC_RELAXED);
	return __libc_malloc(n);
}

void *calloc(size_t count, size_t n)
{
	__atomic_fetch_add(&allocations, 1, __ATOMIC_RELAXED);
	return __libc_calloc(count, n);
}

void *realloc(void *p, size_t n)
{
	__atomic_fetch_add(&allocations, 1, __ATOMIC_RELAXED);
	return __libc_realloc(p, n);
}

void *aligned_alloc(size_t align, size_t n)
{
	__atomic_fetch_add(&allocations, 1, __ATOMIC_RELAXED);
	return __libc_memalign(align, n);
}

int posix_memalign(void **p, size_t align, size_t n)
{
	__atomic_fetch_add(&allocations, 1, __ATOMIC_RELAXED);
	*p = __libc_memalign(align, n);
	return *p ? 0 : 12;
}
#endif
#endif

#include <stdio.h>

#include "../lib/check.h"

#ifdef COUNTED

#include "net/trainer.h"

enum { PAIRS = 4, PARTS = 2 };

static void add_task(struct corpus *c, int i, bool by_part, bool composed, struct dsl_scratch *scratch)
{
	static const char *const texts[] = {
		"Concat c( SubStr s( Regex r( Word 0 Start r) Regex r( \",\" 0 Start r) s) SubStr s( ConstPos p( 0 p) ConstPos p( 2 p) s) c)",
		"Concat c( ConstStr k( \"&\" k) SubStr s( Regex r( Num 0 Start r) Regex r( \",\" -1 Start r) s) c)",
	};
	struct arena arena = { 0 };
	struct dsl_program program;
	struct dsl_ready *ready;
	struct encoder_pair pairs[PAIRS];
	struct corpus_part part[PARTS];

	dsl_parse(str_of(texts[i % 2]), DSL_PAPER, &arena, &program, NULL);
	ready = dsl_ready(&program);
	for (int p = 0; p < PAIRS; p++) {
		struct buf in = { 0 }, out = { 0 };

		buf_printf(&in, "%d Abc%d%.*s,17 x,%d", i + p, p * i, (i * 7 + p) % 30, "hello wonderful world of words", i);
		check(dsl_run(ready, scratch, buf_view(&in), &out) == RUN_OK, "%s does not run", texts[i % 2]);
		pairs[p] = (struct encoder_pair){ arena_copy(&arena, buf_view(&in)), arena_copy(&arena, buf_view(&out)) };
		buf_free(&in);
		buf_free(&out);
	}
	dsl_done(ready);
	for (int k = 0; k < PARTS; k++)
		part[k] = (struct corpus_part){ .program = { .exprs = &program.exprs[k], .n = 1 } };
	check((composed ? corpus_add_composed(c, part, PARTS, 0, pairs, PAIRS) : corpus_add(c, &program, pairs, PAIRS, by_part, scratch)) == NULL,
	      "no task is made of it");
	arena_free(&arena);
}

/* With one thread all that the first 8 steps asked for is enough for the next 8. With two, BLIS's pool and a thread's scratch grow when both happen to
 * need some at the same time, or a thread meets more than it met before: that ends, which one of `windows` must show. */
static void look(const char *what, const struct net_config *config, int threads, int windows)
{
	struct dsl_scratch *scratch = dsl_scratch_make();
	const struct corpus_task *batch[8];
	struct corpus corpus = { 0 };
	struct trainer t;
	long before, asked = -1;

	for (int i = 0; corpus.n < 64; i++)
		add_task(&corpus, i, net_readings[config->reading].by_part, config->composer > 0, scratch);
	trainer_make(&t, config, 1, 1000, 0, engine_make(threads));
	for (int step = 0, window = 0; asked != 0 && window < windows; window++) {
		before = allocations;
		for (int end = step + 8; step < end; step++) {
			for (int b = 0; b < config->batch; b++)
				batch[b] = &corpus.tasks[(step * config->batch + b) % 64];
			check(trainer_step(&t, batch), "%s: diverged", what);
		}
		asked = window ? allocations - before : -1;            /* the first steps may */
	}
	check(asked == 0, "%s, %d threads: %ld allocations in 8 steps", what, threads, asked);
	trainer_free(&t);
	corpus_free(&corpus);
	dsl_scratch_free(scratch);
}

int main(void)
{
	for (int i = 0; i < net_presets_n; i++)
		for (int composed = 0; composed < 2; composed++) {
			struct net_config c = net_presets[i].config;
			char what[60];

			if (composed && !c.composer)
				continue;
			c.composer = composed ? 16 : 0;
			c.hidden = c.task = c.decoder = 16;
			c.embedding = c.embedding ? 8 : 0;
			c.batch = 8;
			c.pairs = 3;
			snprintf(what, sizeof what, "%s%s", net_presets[i].name, composed ? ", hierarchical" : "");
			look(what, &c, 1, 2);
			look(what, &c, 2, 50);
		}
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}

#else

int main(void)
{
	check(true, "nothing is counted under a sanitizer");
	printf("0 checks: a sanitizer has its own allocator\n");
	return failed > 0;
}

#endif
