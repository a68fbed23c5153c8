/* meter - progress for a person at a terminal, nothing for a file
 * SPDX-License-Identifier: MIT */
#include "base/meter.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"

static const char *what;
static double total, from, begun, drawn;
static bool on, shown;
static char note[160];

void meter_start(const char *name, double all, bool quiet)
{
	what = name;
	total = all;
	from = 0;
	*note = 0;
	begun = drawn = clock_seconds();
	on = !quiet && isatty(STDERR_FILENO);
}

void meter_from(double count)
{
	from = count;
}

/* One that is longer than the terminal is wide could not be wiped. */
static void draw(const char *line)
{
	struct winsize size = { .ws_col = 0 };
	int width = 2000;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1)
		width = size.ws_col - 1;
	fprintf(stderr, "\r\033[K%.*s", width, line);
	fflush(stderr);
	shown = true;
}

void meter_set(double count)
{
	char line[400], rate[40] = "", left[40] = "";
	double t, each, s;

	if (!on || (t = clock_seconds()) - drawn < 1.0 / 6)
		return;
	drawn = t;
	each = (count - from) / (t - begun);
	s = (total - count) / each;
	snprintf(rate, sizeof rate, each < 10 ? ", %.2g a second" : ", %.0f a second", each);
	if (total <= 0 || !(each > 0))
		*left = 0;
	else if (s < 120)
		snprintf(left, sizeof left, ", %.0f s left", s);
	else if (s < 7200)
		snprintf(left, sizeof left, ", %.0f min left", s / 60);
	else
		snprintf(left, sizeof left, ", %.1f h left", s / 3600);
	if (total > 0)
		snprintf(line, sizeof line, "%.0f of %.0f %s%s%s%s", count, total, what, rate, left, note);
	else
		snprintf(line, sizeof line, "%.0f %s%s%s", count, what, rate, note);
	draw(line);
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
