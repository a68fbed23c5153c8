/* clock - how long something takes
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CLOCK_H
#define HNPS_CLOCK_H

/* Seconds since some moment that stays the same while the machine runs; it only goes forward. */
double clock_seconds(void);

#endif
