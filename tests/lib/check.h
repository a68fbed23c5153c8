/* check - counts what a unit program checks, and tells what was wrong
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CHECK_H
#define HNPS_CHECK_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static int checks, failed;

static bool __attribute__((format(printf, 2, 3))) check(bool good, const char *fmt, ...)
{
	va_list args;

	checks++;
	if (!good && failed++ < 40) {            /* more would hide the first */
		va_start(args, fmt);
		vprintf(fmt, args);
		va_end(args);
		putchar('\n');
	}
	return good;
}

#endif
