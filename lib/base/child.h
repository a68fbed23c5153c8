/* child - work that may end the process, in a process of its own
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CHILD_H
#define HNPS_CHILD_H

/* Runs work(context) in a copy of this process, and waits for it. NULL when it returned; else why not, in one line (valid until the next
 * call): what it said on standard error, or what killed it. The copy has the memory as it is now, and of the threads only the
 * calling one; what it changes in memory is lost. It ends when this process does. */
const char *child_run(void (*work)(void *context), void *context);

#endif
