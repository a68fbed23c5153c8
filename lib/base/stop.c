/* stop - signals that ask a long work to stop where it can be gone on with
 * SPDX-License-Identifier: MIT */
#include "base/stop.h"

#include <stddef.h>
#include <time.h>

static volatile sig_atomic_t stop;         /* the signal's number; 0: none came */
static volatile sig_atomic_t stop_time;    /* in milliseconds, of a clock that wraps */

/* A signal that comes within a second of the first is the same wish: timeout(1) and batch systems signal the process
 * and then its group. */
static void on_signal(int number)
{
	struct timespec t;
	int time;

	clock_gettime(CLOCK_MONOTONIC, &t);
	time = (int)((unsigned)t.tv_sec * 1000 + (unsigned)(t.tv_nsec / 1000000));
	if (!stop) {
		stop_time = time;
		stop = number;
	} else if ((unsigned)time - (unsigned)stop_time >= 1000) {
		signal(number, SIG_DFL);
		raise(number);
	}
}

/* What was ignored stays so (nohup). */
void stop_catch(bool catch)
{
	static const int caught[] = { SIGHUP, SIGINT, SIGTERM };
	const struct sigaction action = { .sa_handler = catch ? on_signal : SIG_DFL };        /* a read that waits for data is interrupted */

	for (size_t i = 0; i < sizeof caught / sizeof *caught; i++) {
		struct sigaction old;

		if (sigaction(caught[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(caught[i], &action, NULL);
	}
}

const volatile sig_atomic_t *stop_signal(void)
{
	return &stop;
}
