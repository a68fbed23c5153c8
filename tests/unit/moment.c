/* moment - are dates and times read and written as by hand, and as the C library's calendar has them?
 * SPDX-License-Identifier: MIT */
#include "base/moment.h"

#include <stdio.h>
#include <time.h>

#include "../lib/check.h"

static const char *written(const char *text, enum moment_order order, const char *format)
{
	static struct buf out;
	struct moment m;

	out.n = 0;
	if (!moment_find(str_of(text), order, &m))
		return "none";
	if (!moment_print(&out, &m, str_of(format)))
		return "lacks";
	return buf_cstr(&out);
}

static void by_hand(void)
{
	static const struct { const char *text; enum moment_order order; const char *format, *want; } cases[] = {
		{ "06-Oct-2143", MOMENT_UNKNOWN, "%-m/%-d/%Y", "10/6/2143" }, { "Mar 30 2002", MOMENT_UNKNOWN, "%Y-%m-%d", "2002-03-30" },
		{ "01311846", MOMENT_MONTH_FIRST, "%-m/%-d/%Y", "1/31/1846" }, { "20040717", MOMENT_UNKNOWN, "%Y/%-m/%-d", "2004/7/17" },
		{ "3/4/2024", MOMENT_DAY_FIRST, "%Y-%m-%d", "2024-04-03" }, { "3/4/2024", MOMENT_MONTH_FIRST, "%Y-%m-%d", "2024-03-04" },
		{ "3/4/2024", MOMENT_UNKNOWN, "%Y-%m-%d", "none" }, { "25/12/2019", MOMENT_UNKNOWN, "%Y-%m-%d", "2019-12-25" },
		{ "5/5/2019", MOMENT_UNKNOWN, "%Y-%m-%d", "2019-05-05" }, { "12/25/2019", MOMENT_DAY_FIRST, "%Y-%m-%d", "none" },
		{ "31/02/2024", MOMENT_DAY_FIRST, "%d", "none" }, { "29/02/2024", MOMENT_DAY_FIRST, "%j", "060" }, { "29/02/2023", MOMENT_DAY_FIRST, "%j", "none" },
		{ "4. November 2013", MOMENT_UNKNOWN, "%Y-%m-%d", "2013-11-04" }, { "2001--11--6", MOMENT_UNKNOWN, "%B", "November" },
		{ "8/7/2237", MOMENT_MONTH_FIRST, "%-d", "7" }, { "6.30.2220", MOMENT_UNKNOWN, "%-m", "6" }, { "1/2/68", MOMENT_DAY_FIRST, "%Y", "2068" },
		{ "1/2/69", MOMENT_DAY_FIRST, "%Y", "1969" }, { "6:25:57 PM", MOMENT_UNKNOWN, "%-H:%M", "18:25" }, { "0:00:20 AM", MOMENT_UNKNOWN, "%-H:%M", "0:00" },
		{ "12:05 AM", MOMENT_UNKNOWN, "%H:%M", "00:05" }, { "12:05pm", MOMENT_UNKNOWN, "%H:%M", "12:05" }, { "22:06", MOMENT_UNKNOWN, "%-I:%M %p", "10:06 PM" },
		{ "0:30", MOMENT_UNKNOWN, "%-I:%M %P", "12:30 am" }, { "11AM", MOMENT_UNKNOWN, "%H", "11" }, { "0100", MOMENT_UNKNOWN, "%-I:%M %p", "1:00 AM" },
		{ "16.26", MOMENT_UNKNOWN, "%H:%M", "16:26" }, { "25:00", MOMENT_UNKNOWN, "%H", "none" }, { "9:60", MOMENT_UNKNOWN, "%H", "none" },
		{ "10/6/2143 18:25", MOMENT_MONTH_FIRST, "%a %-I:%M %p", "Sun 6:25 PM" }, { "9:30 5/14", MOMENT_UNKNOWN, "%H %M %m %d", "09 30 05 14" },
		{ "26/4", MOMENT_UNKNOWN, "%m-%d", "04-26" }, { "26/4", MOMENT_UNKNOWN, "%Y", "lacks" }, { "17 Dec 1973", MOMENT_UNKNOWN, "%A, %YW%V", "Monday, 1973W51" },
		{ "Jan 1 2021", MOMENT_UNKNOWN, "%V", "53" }, { "Dec 31 2018", MOMENT_UNKNOWN, "%V", "01" }, { "Aug 17, 2015", MOMENT_UNKNOWN, "Q%q '%y", "Q3 '15" },
		{ "2143-10-06T18:25:00", MOMENT_UNKNOWN, "%d.%m.%Y %H:%M", "06.10.2143 18:25" }, { "May 2024", MOMENT_UNKNOWN, "%m", "none" },
		{ "1.2.3", MOMENT_UNKNOWN, "%d", "none" }, { "no date", MOMENT_UNKNOWN, "%d", "none" }, { "", MOMENT_UNKNOWN, "%d", "none" },
		{ "Sept 5 2020", MOMENT_UNKNOWN, "%m", "09" }, { "2020-02-30", MOMENT_UNKNOWN, "%d", "none" }, { "100% on 5 May 2020", MOMENT_UNKNOWN, "%d%%", "05%" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(strcmp(written(cases[i].text, cases[i].order, cases[i].format), cases[i].want) == 0, "'%s' as '%s' is '%s', not '%s'", cases[i].text,
		      cases[i].format, written(cases[i].text, cases[i].order, cases[i].format), cases[i].want);
	check(moment_format_is(STR("%Y-%m")) && moment_format_is(STR("%%%d")) && !moment_format_is(STR("Y")) && !moment_format_is(STR("%")) &&
	      !moment_format_is(STR("%x")) && !moment_format_is(STR("%-")) && !moment_format_is(STR("")), "formats");
}

static void spans(void)
{
	static const struct { const char *text, *span; bool floor; const char *want; } cases[] = {
		{ "11:12:29", "30m", true, "11:00:00" }, { "11:12:29", "30m", false, "11:42:29" }, { "23:50", "30m", false, "00:20" },
		{ "18:25", "2h", true, "18:00" }, { "21:44", "2h", true, "20:00" }, { "0:00", "-1s", false, "23:59:59" }, { "0:00", "-1m", false, "23:59" },
		{ "2024-02-28 23:50", "30m", false, "2024-02-29 00:20" }, { "2023-12-31 23:50", "1h", false, "2024-01-01 00:50" },
		{ "2024-03-01 0:10", "-1h", false, "2024-02-29 23:10" }, { "2024-01-01 0:00", "-1s", false, "2023-12-31 23:59:59" },
	};
	struct buf out = { 0 };
	struct moment m;
	long seconds;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++, out.n = 0) {
		check(moment_find(str_of(cases[i].text), MOMENT_UNKNOWN, &m) && moment_span(str_of(cases[i].span), &seconds) &&
		      (cases[i].floor ? moment_to_multiple(&m, seconds, 0) : moment_shift(&m, seconds)), "%s by %s", cases[i].text, cases[i].span);
		moment_print_plain(&out, &m);
		check(strcmp(buf_cstr(&out), cases[i].want) == 0, "%s by %s is %s, not %s", cases[i].text, cases[i].span, buf_cstr(&out), cases[i].want);
	}
	check(!moment_span(STR(""), &seconds) && !moment_span(STR("5"), &seconds) && !moment_span(STR("m"), &seconds) && !moment_span(STR("0m"), &seconds) &&
	      !moment_span(STR("1d"), &seconds) && !moment_span(STR("5mm"), &seconds), "no spans");
	check(moment_find(STR("2024-01-01"), MOMENT_UNKNOWN, &m) && !moment_shift(&m, 60) && !moment_to_multiple(&m, 60, 0), "a date alone has no time to move");
	buf_free(&out);
}

/* Each day of 800 years, against the C library. */
static void against_library(void)
{
	static const char format[] = "%Y-%m-%d %A %a %B %b %j %V %y";
	struct buf out = { 0 };
	long days = 0;

	for (struct tm day = { .tm_year = -300, .tm_mday = 1, .tm_hour = 12 }; day.tm_year < 500; day.tm_mday++, days++, out.n = 0) {
		char want[100];
		struct moment m;

		timegm(&day);
		m = (struct moment){ day.tm_year + 1900, day.tm_mon + 1, day.tm_mday, -1, -1, -1 };
		strftime(want, sizeof want, format, &day);
		if (!check(moment_print(&out, &m, str_of(format)) && strcmp(buf_cstr(&out), want) == 0, "'%s', not '%s'", buf_cstr(&out), want))
			break;
	}
	check(days > 290000, "only %ld days", days);
	buf_free(&out);
}

int main(void)
{
	by_hand();
	spans();
	against_library();
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
