/* stop - signals that ask a long work to stop where it can be gone on with
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_STOP_H
#define HNPS_STOP_H

#include <signal.h>
#include <stdbool.h>

/* Catches SIGHUP, SIGINT and SIGTERM, but for those that the process ignores; or lets them be again. While they are
 * caught the first one is only noted; one that comes a second or more later ends the process. */
void stop_catch(bool catch);

/* Where the number of the signal that came is written; 0 while none came. */
const volatile sig_atomic_t *stop_signal(void);

#endif
