/* mat - matrices as views, and their product by BLIS
 * SPDX-License-Identifier: MIT */
#include "nn/mat.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <blis.h>

#define ARCH_TYPE "BLIS_ARCH_TYPE"

/* The kernel for this CPU among those that the library was built with; NULL: BLIS shall choose. */
static const char *kernel_for_cpu(void)
{
#if defined(__x86_64__)
	__builtin_cpu_init();
#ifdef BLIS_CONFIG_SKX
	if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
	    && __builtin_cpu_supports("avx512vl"))
		return "skx";
#endif
#ifdef BLIS_CONFIG_HASWELL
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
		return "haswell";
#endif
#endif
	return NULL;
}

/* How this version wants a kernel named: up to 2.0 by its number, which differs between versions; later, and AMD's, by its name. */
static void spell(const char *name, char *out, size_t size)
{
	int major, minor;

	snprintf(out, size, "%s", name);
	if (sscanf(bli_info_get_version_str(), "%d.%d", &major, &minor) != 2 || major > 2 || (major == 2 && minor > 0))
		return;
	for (int id = 0; id < BLIS_NUM_ARCHS; id++)
		if (strcmp(bli_arch_string((arch_t)id), name) == 0)
			snprintf(out, size, "%d", id);
}

static void start(void)
{
	const char *user = getenv(ARCH_TYPE), *name = user ? user : kernel_for_cpu();
	char old[64], new[64];

	if (name) {
		snprintf(old, sizeof old, "%s", name);
		spell(old, new, sizeof new);
		setenv(ARCH_TYPE, new, 1);
	}
	bli_init();
	bli_thread_set_num_threads(1);         /* where it has threads of its own: ours are enough */
	if (user)
		setenv(ARCH_TYPE, old, 1);
	else
		unsetenv(ARCH_TYPE);
}

static pthread_once_t started = PTHREAD_ONCE_INIT;

const char *mat_about(void)
{
	static char about[128];

	pthread_once(&started, start);
	snprintf(about, sizeof about, "BLIS %s, kernel %s", bli_info_get_version_str(), bli_arch_string(bli_arch_query_id()));
	return about;
}

void mat_mul(struct mat a, struct mat b, real beta, struct mat c)
{
	real one = 1;

	assert(a.rows == c.rows && b.cols == c.cols && a.cols == b.rows);
	pthread_once(&started, start);
#ifdef NN_DOUBLE
	bli_dgemm
#else
	bli_sgemm
#endif
		(BLIS_NO_TRANSPOSE, BLIS_NO_TRANSPOSE, c.rows, c.cols, a.cols, &one, a.p, a.down, a.across, b.p, b.down, b.across,
		 &beta, c.p, c.down, c.across);
}
