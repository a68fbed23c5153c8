/* short_io - read and write as they may be: a few bytes at a time, and now and then interrupted; to be preloaded
 * SPDX-License-Identifier: MIT */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { MOST = 1000 };

static __thread unsigned calls;

/* How many of n bytes this call takes; 0: it is interrupted. */
static size_t share(size_t n)
{
	const size_t most = 1 + calls * 37 % MOST;

	if (calls++ % 5 == 2)
		return 0;
	return n < most ? n : most;
}

ssize_t read(int fd, void *p, size_t n)
{
	const size_t some = share(n);

	if (n && !some) {
		errno = EINTR;
		return -1;
	}
	return syscall(SYS_read, fd, p, some);
}

ssize_t write(int fd, const void *p, size_t n)
{
	const size_t some = share(n);

	if (n && !some) {
		errno = EINTR;
		return -1;
	}
	return syscall(SYS_write, fd, p, some);
}
