/* os - what Linux has and POSIX has not, and what stands for it elsewhere
 * SPDX-License-Identifier: MIT */
#include "base/os.h"

#include <errno.h>
#include <unistd.h>

#if defined __linux__ && !defined POSIX_ONLY

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

int os_cores(void)
{
	cpu_set_t set;

	return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

const void *os_last(const void *bytes, int c, size_t n)
{
	return memrchr(bytes, c, n);
}

ssize_t os_program(char *name, size_t size)
{
	const ssize_t n = readlink("/proc/self/exe", name, size);

	return n == (ssize_t)size ? -1 : n;
}

/* The way to the file without a name that a descriptor is of. */
static const char *way_to(int fd, char way[static 32])
{
	snprintf(way, 32, "/proc/self/fd/%d", fd);
	return way;
}

/* Not where it could get no name later, for want of /proc. */
int os_nameless(const char *folder)
{
	char way[32];
	int fd = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);

	if (fd >= 0 && access(way_to(fd, way), F_OK) != 0) {
		close(fd);
		fd = -1;
	}
	return fd;
}

int os_link(int fd, const char *name)
{
	char way[32];

	return linkat(AT_FDCWD, way_to(fd, way), AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}

void os_large_pages(void *p, size_t n)
{
	madvise(p, n, MADV_HUGEPAGE);
}

#else

int os_cores(void)
{
	const long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n > 0 ? (int)n : 1;
}

const void *os_last(const void *bytes, int c, size_t n)
{
	const unsigned char *p = bytes;

	while (n-- > 0)
		if (p[n] == (unsigned char)c)
			return p + n;
	return NULL;
}

ssize_t os_program(char *name, size_t size)
{
	(void)name;
	(void)size;
	return -1;
}

int os_nameless(const char *folder)
{
	(void)folder;
	errno = ENOTSUP;
	return -1;
}

int os_link(int fd, const char *name)
{
	(void)fd;
	(void)name;
	errno = ENOTSUP;
	return -1;
}

void os_large_pages(void *p, size_t n)
{
	(void)p;
	(void)n;
}

#endif
