/* child - work that may end the process, in a process of its own
 * SPDX-License-Identifier: MIT */
#include "base/child.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cli.h"
#include "base/meter.h"

static char said[400];

static void __attribute__((noreturn)) be_child(const int ends[2], pid_t parent, void (*work)(void *context), void *context)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);        /* an orphan might write a file that the next process writes, too */
	if (getppid() != parent)
		_exit(2);
	dup2(ends[1], STDERR_FILENO);
	close(ends[0]);
	close(ends[1]);
	work(context);
	_exit(0);                                /* no flush: what waits in buffers is the parent's */
}

/* All that comes from a descriptor until its end; its first line stays, without the tool's name. */
static void listen_to(int fd)
{
	const size_t name = strlen(cli_tool()->tool);
	char more[400];
	size_t n = 0;
	ssize_t got;

	while ((got = read(fd, more, sizeof more)) != 0 && (got > 0 || errno == EINTR))
		for (ssize_t i = 0; i < got && n < sizeof said - 1; i++)
			said[n++] = more[i];
	said[n] = 0;
	said[strcspn(said, "\n")] = 0;
	if (strncmp(said, cli_tool()->tool, name) == 0 && strncmp(said + name, ": ", 2) == 0)
		memmove(said, said + name + 2, strlen(said + name + 2) + 1);
}

const char *child_run(void (*work)(void *context), void *context)
{
	pid_t self = getpid(), child;
	int ends[2], status;

	meter_clear();
	if (pipe(ends))
		return strerror(errno);
	child = fork();
	if (child == 0)
		be_child(ends, self, work, context);
	close(ends[1]);
	if (child < 0) {
		close(ends[0]);
		return strerror(errno);
	}
	listen_to(ends[0]);
	close(ends[0]);
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return strerror(errno);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return NULL;
	if (WIFSIGNALED(status))
		snprintf(said, sizeof said, "%s", strsignal(WTERMSIG(status)));
	else if (!*said)
		snprintf(said, sizeof said, "ended with status %d", WEXITSTATUS(status));
	return said;
}
