/* os - what Linux has and POSIX has not, and what stands for it elsewhere
 * SPDX-License-Identifier: MIT
 *
 * With -DPOSIX_ONLY, the other way is taken on Linux, too, so that it can be tested there. On macOS it was never tried. */
#ifndef HNPS_OS_H
#define HNPS_OS_H

#include <stddef.h>
#include <sys/types.h>

int os_cores(void);                            /* on which this process may run; elsewhere, that there are */

/* The last byte `c` of n bytes, or NULL (memrchr). */
const void *os_last(const void *bytes, int c, size_t n);

/* The name of the file that runs, links followed, without a 0 behind it. Its length, or -1; elsewhere -1 always. */
ssize_t os_program(char *name, size_t size);

/* Opens a file without a name in a folder, to be written; os_link gives it one. A descriptor, or -1 with errno where
 * that can't be. */
int os_nameless(const char *folder);
int os_link(int fd, const char *name);         /* 0, or -1 with errno: EEXIST when there is such a file */

/* Asks for large pages for this memory; it is no more than a wish. */
void os_large_pages(void *p, size_t n);

#endif
