/* real - the numbers that the layers compute with, and large arrays of them
 * SPDX-License-Identifier: MIT
 *
 * float; double when NN_DOUBLE is defined, which is for the tests of gradients alone: they compile the layers once more. */
#ifndef HNPS_REAL_H
#define HNPS_REAL_H

#include <stddef.h>

#ifdef NN_DOUBLE
typedef double real;
#else
typedef float real;
#endif

/* n numbers, all 0, at an address that vectors like, in large pages where the system has them; what is never touched of a large one takes no
 * memory. real_free() them. */
real *real_array(size_t n);
void real_free(real *p);

/* Loops that the compiler makes vectors of, as wide as the CPU has them: which, is found out when the program starts;
 * that is before the thread sanitizer is ready, so not with it. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_THREAD__)
#define NN_VECTOR __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define NN_VECTOR
#endif

#endif
