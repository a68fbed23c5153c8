/* meter - progress for a person at a terminal, nothing for a file
 * SPDX-License-Identifier: MIT */
#include "base/meter.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const char *what;
static double total, from, begun, drawn;
static bool on, shown;
static char note[160];

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void meter_start(const char *name, double all, bool quiet)
{
	what = name;
	total = all;
	begun = drawn = now();
	on = !quiet && isatty(STDERR_FILENO);
}

void meter_from(double count)
{
	from = count;
}

void meter_set(double count)
{
	double t, rate;

	if (!on || (t = now()) - drawn < 1.0 / 6)
		return;
	drawn = t;
	rate = (count - from) / (t - begun);
	if (total > 0 && rate > 0)
		fprintf(stderr, "\r\033[K%.0f of %.0f %s, %.0f a second, %.0f s left%s", count, total, what, rate, (total - count) / rate, note);
	else
		fprintf(stderr, "\r\033[K%.0f %s, %.0f a second%s", count, what, rate, note);
	fflush(stderr);
	shown = true;
}

void meter_note(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(note, sizeof note, fmt, args);
	va_end(args);
}

void meter_clear(void)
{
	if (!shown)
		return;
	fputs("\r\033[K", stderr);
	shown = false;
}
