/* host - the driver that runs a device's kernels on the processor, one element after another
 * SPDX-License-Identifier: MIT
 *
 * For checks. The addresses that it gives out have no memory: that lies elsewhere, and only the calls here know where. So
 * who reads or writes an array of the device without asking it comes to grief at once, as with a card. Addresses of
 * others are taken as they are. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/mem.h"
#include "nn/device.h"

#define HOST_SPACE ((size_t)1 << 36)     /* addresses; memory is what is used of them */
enum { HOST_ALIGN = 4096 };

struct host { char *given, *memory; size_t used; };

/* Where the memory of an address is. */
static void *host_at(const struct host *h, const void *p)
{
	const uintptr_t from = (uintptr_t)p - (uintptr_t)h->given;

	return from < HOST_SPACE ? h->memory + from : (void *)p;
}

/* Addresses are not used again, so that nothing is found where something else was. Memory that was never used is 0. */
static void *host_get(void *own, size_t bytes)
{
	struct host *h = own;
	char *p = h->given + h->used;

	if (bytes > HOST_SPACE - h->used - 2 * HOST_ALIGN)
		return NULL;
	h->used += (bytes / HOST_ALIGN + 2) * HOST_ALIGN;        /* products read a little behind the last number */
	return p;
}

static void host_drop(void *own, void *p)
{
	(void)own;
	(void)p;
}

static void host_push(void *own, void *to, const void *from, size_t bytes)
{
	if (bytes)
		memcpy(host_at(own, to), host_at(own, from), bytes);
}

#define BODY(name) \
	static void run_##name(long n, const void *args) { for (long i = 0; i < n; i++) kernel_##name((const struct name##_args *)args, i); }
KERNELS(BODY)
#undef BODY

static const struct { void (*run)(long n, const void *args); size_t size; } bodies[KERNEL_COUNT] = {
#define ENTRY(name) [KERNEL_##name] = { run_##name, sizeof(struct name##_args) },
	KERNELS(ENTRY)
#undef ENTRY
};

/* Each word of the arguments that is an address of the device becomes that of the memory. No other word is as large. */
static void host_launch(void *own, enum kernel_number k, long n, const void *args)
{
	void *word[32];

	memcpy(word, args, bodies[k].size);
	for (size_t i = 0; i < bodies[k].size / sizeof *word; i++)
		word[i] = host_at(own, word[i]);
	bodies[k].run(n, word);
}

static struct mat host_mat(const struct host *h, struct mat m)
{
	m.p = host_at(h, m.p);
	return m;
}

static void host_multiply(void *own, struct mat a, struct mat b, real beta, struct mat c)
{
	mat_mul(host_mat(own, a), host_mat(own, b), beta, host_mat(own, c));
}

static void host_settled(void *own)
{
	(void)own;
}

static const char *host_wrong(void *own)
{
	(void)own;
	return NULL;
}

static void host_close(void *own)
{
	struct host *h = own;

	munmap(h->given, HOST_SPACE);
	munmap(h->memory, HOST_SPACE);
	free(h);
}

int host_open(struct driver *d, char *why)
{
	const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
	struct host *h = mem_zero(1, sizeof *h);

	h->given = mmap(NULL, HOST_SPACE, PROT_NONE, flags, -1, 0);
	h->memory = mmap(NULL, HOST_SPACE, PROT_READ | PROT_WRITE, flags, -1, 0);
	if (h->given == MAP_FAILED || h->memory == MAP_FAILED) {
		snprintf(why, 200, "no addresses for the device's memory");
		free(h);
		return -1;
	}
	*d = (struct driver){ .own = h, .get = host_get, .drop = host_drop, .push = host_push, .pull = host_push,
	                      .launch = host_launch, .multiply = host_multiply, .settled = host_settled, .wrong = host_wrong,
	                      .close = host_close };
	snprintf(d->about, sizeof d->about, "the processor in the place of a device, %.100s", mat_about());
	return 0;
}
