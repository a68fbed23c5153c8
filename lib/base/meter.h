/* meter - progress for a person at a terminal, nothing for a file
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_METER_H
#define HNPS_METER_H

#include <stdbool.h>

/* Starts the one progress line of the process: `what` is counted ("tasks"), `total` of them, 0 when nobody knows. Ends the one before.
 * Draws nothing when `quiet`, or when standard error is no terminal. Redrawn six times a second at most, and no wider than that is. */
void meter_start(const char *what, double total, bool quiet);
void meter_set(double count);   /* so many done; cheap enough to call for each record */
void meter_from(double count);  /* so many were done before meter_start, which is called first: the rate is that of the rest */
void meter_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));    /* what the line ends with from now on */
void meter_clear(void);         /* wipes the line; die, warn and cli_finish call it */

#endif
