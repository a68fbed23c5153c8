/* pool - the same work for many items on several threads, results in order
 * SPDX-License-Identifier: MIT */
#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/os.h"

struct pool {
	pool_work *work;
	void *context;
	int threads, running;          /* running: helpers that are still at this round */
	size_t n, round;
	atomic_size_t next;            /* the first item that nobody has taken */
	bool over;
	pthread_mutex_t lock;
	pthread_cond_t start, done;
	struct helper { struct pool *pool; int thread; pthread_t id; } *helpers;
};

int pool_cores(void)
{
	return os_cores();
}

int pool_threads(const struct pool *p)
{
	return p->threads;
}

static void take_items(struct pool *p, int thread)
{
	size_t i;

	while ((i = atomic_fetch_add(&p->next, 1)) < p->n)
		p->work(p->context, thread, i);
}

static void *helper_main(void *arg)
{
	struct helper *h = arg;
	struct pool *p = h->pool;

	for (size_t seen = 0;;) {
		pthread_mutex_lock(&p->lock);
		while (p->round == seen && !p->over)
			pthread_cond_wait(&p->start, &p->lock);
		bool over = p->over;

		seen = p->round;
		pthread_mutex_unlock(&p->lock);
		if (over)
			return NULL;
		take_items(p, h->thread);
		pthread_mutex_lock(&p->lock);
		if (--p->running == 0)
			pthread_cond_signal(&p->done);
		pthread_mutex_unlock(&p->lock);
	}
}

struct pool *pool_make(int threads, pool_work *work, void *context)
{
	struct pool *p = mem_zero(1, sizeof *p);

	*p = (struct pool){ .work = work, .context = context, .threads = 1 };
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->start, NULL);
	pthread_cond_init(&p->done, NULL);
	if (threads <= 0)
		threads = pool_cores();
	p->helpers = mem_zero((size_t)threads, sizeof *p->helpers);
	/* the caller is thread 0; when the system gives fewer threads than asked for, the rest do the work */
	while (p->threads < threads) {
		struct helper *h = &p->helpers[p->threads];

		*h = (struct helper){ .pool = p, .thread = p->threads };
		if (pthread_create(&h->id, NULL, helper_main, h) != 0)
			break;
		p->threads++;
	}
	return p;
}

void pool_run(struct pool *p, size_t n)
{
	pthread_mutex_lock(&p->lock);
	p->n = n;
	atomic_store(&p->next, 0);
	p->running = p->threads - 1;
	p->round++;
	pthread_cond_broadcast(&p->start);
	pthread_mutex_unlock(&p->lock);
	take_items(p, 0);
	pthread_mutex_lock(&p->lock);
	while (p->running > 0)
		pthread_cond_wait(&p->done, &p->lock);
	pthread_mutex_unlock(&p->lock);
}

void pool_free(struct pool *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->over = true;
	pthread_cond_broadcast(&p->start);
	pthread_mutex_unlock(&p->lock);
	for (int t = 1; t < p->threads; t++)
		pthread_join(p->helpers[t].id, NULL);
	pthread_mutex_destroy(&p->lock);
	pthread_cond_destroy(&p->start);
	pthread_cond_destroy(&p->done);
	free(p->helpers);
	free(p);
}
