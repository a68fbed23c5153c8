/* span - are spans of time read and written as by hand?
 * SPDX-License-Identifier: MIT */
#include "base/span.h"

#include <stdio.h>

#include "../lib/check.h"

static void by_hand(void)
{
	static const struct { const char *text; enum span_unit unit; const char *format, *want; } cases[] = {
		{ "36:10:05", SPAN_SECONDS, "%-Hh %-Mm", "36h 10m" }, { "01:23:45", SPAN_SECONDS, "%-S", "5025" }, { "1:30", SPAN_SECONDS, "%-M", "90" },
		{ "1:30", SPAN_CLOCK, "%-S", "90" }, { "5025", SPAN_SECONDS, "%H:%M:%S", "01:23:45" }, { "90", SPAN_MINUTES, "%-H:%M", "1:30" },
		{ "36", SPAN_HOURS, "%-d d %H h", "1 d 12 h" }, { "1h 5m 3s", SPAN_SECONDS, "%H:%M:%S", "01:05:03" }, { "1h5m", SPAN_SECONDS, "%-M min", "65 min" },
		{ "2 hours and 5 minutes", SPAN_SECONDS, "%-H:%M", "2:05" }, { "1.5 h", SPAN_SECONDS, "%-M", "90" }, { "PT1H5M", SPAN_SECONDS, "%-S", "3900" },
		{ "1 day, 2 hrs", SPAN_SECONDS, "%-H", "26" }, { "about 90 min", SPAN_SECONDS, "%-H:%M:%S", "1:30:00" }, { "5 Min", SPAN_HOURS, "%-S", "300" },
		{ "100 secs", SPAN_SECONDS, "%M'%S\"", "01'40\"" }, { "5 apples", SPAN_SECONDS, "%-S", "5" }, { "1:5:7", SPAN_SECONDS, "%H:%M:%S", "01:05:07" },
		{ "1:60", SPAN_SECONDS, "%-S", "none" }, { "", SPAN_SECONDS, "%-S", "none" }, { "none", SPAN_SECONDS, "%-S", "none" }, { "-5", SPAN_SECONDS, "%-S", "none" },
		{ "99999999999999999999", SPAN_SECONDS, "%-S", "none" }, { "10000 d", SPAN_SECONDS, "%-S", "none" }, { "9999 days", SPAN_SECONDS, "%-d", "9999" },
		{ "0:00:10.5", SPAN_SECONDS, "%-S", "10" }, { "50%", SPAN_SECONDS, "%-S%%", "50%" }, { "3 ms", SPAN_SECONDS, "%-S", "3" },
	};
	static const char *const none[] = { "", "S", "%", "%-", "%x", "%-x", "%S%", "%%", "%Y" };
	struct buf out = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++, out.n = 0) {
		int64_t seconds;

		if (span_find(str_of(cases[i].text), cases[i].unit, &seconds))
			span_print(&out, seconds, str_of(cases[i].format));
		else
			buf_puts(&out, "none");
		check(strcmp(buf_cstr(&out), cases[i].want) == 0, "'%s' as '%s' is '%s', not '%s'", cases[i].text, cases[i].format, buf_cstr(&out), cases[i].want);
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		check(!span_format_is(str_of(none[i])), "'%s' is no format", none[i]);
	check(span_format_is(STR("%H:%M")) && span_format_is(STR("%%%-S")), "formats");
	buf_free(&out);
}

int main(void)
{
	by_hand();
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
