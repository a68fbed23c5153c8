/* real - the numbers that the layers compute with, and large arrays of them
 * SPDX-License-Identifier: MIT */
#include "nn/real.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/os.h"

enum { LINE = 64, PAGE = 2 << 20, AHEAD = 256 };     /* AHEAD: BLIS's kernels load the rows behind the last, and drop them */

/* The block that mem_get gave is remembered right before the array. */
real *real_array(size_t n)
{
	size_t bytes = n * sizeof(real), align = bytes >= PAGE ? PAGE : LINE;
	char *block = mem_zero(bytes + align + sizeof(void *) + AHEAD, 1);      /* large ones take memory when they are touched */
	char *p = block + sizeof(void *);

	p += -(uintptr_t)p % align;
	memcpy(p - sizeof(void *), &block, sizeof block);
	if (align == PAGE)
		os_large_pages(p, bytes);      /* a wish: without it, more time goes into finding addresses */
	return (real *)p;
}

void real_free(real *p)
{
	void *block;

	if (!p)
		return;
	memcpy(&block, (char *)p - sizeof block, sizeof block);
	free(block);
}
