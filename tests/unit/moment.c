/* moment - are dates and times read and written as by hand, and as the C library's calendar has them?
 * SPDX-License-Identifier: MIT */
#include "base/moment.h"
#include "base/moment_language.h"

#include <stdio.h>
#include <time.h>

#include "../lib/check.h"

static const char *written(const char *text, int order, const char *format)
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
	static const struct { const char *text; int order; const char *format, *want; } cases[] = {
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
		{ "2143-10-06T18:25:00", MOMENT_UNKNOWN, "%d.%m.%Y %H:%M", "06.10.2143 18:25" }, { "May 2024", MOMENT_UNKNOWN, "%Y-%m", "2024-05" }, { "May 2024", MOMENT_UNKNOWN, "%d", "lacks" },
		{ "1.2.3", MOMENT_UNKNOWN, "%d", "none" }, { "no date", MOMENT_UNKNOWN, "%d", "none" }, { "", MOMENT_UNKNOWN, "%d", "none" },
		{ "Sept 5 2020", MOMENT_UNKNOWN, "%m", "09" }, { "2020-02-30", MOMENT_UNKNOWN, "%d", "none" }, { "100% on 5 May 2020", MOMENT_UNKNOWN, "%d%%", "05%" },
		/* AM and PM as some write them, and a point between hour and minute */
		{ "4:15 p.m.", MOMENT_UNKNOWN, "%H:%M", "16:15" }, { "4:15 P.M", MOMENT_UNKNOWN, "%H:%M", "16:15" }, { "11 a.m. sharp", MOMENT_UNKNOWN, "%H", "11" },
		{ "8.10pm", MOMENT_UNKNOWN, "%H:%M", "20:10" }, { "at 8.10 pm", MOMENT_UNKNOWN, "%H:%M", "20:10" }, { "10 amps", MOMENT_UNKNOWN, "%H", "none" },
		{ "7.8.10pm", MOMENT_UNKNOWN, "%H", "none" }, { "8.10", MOMENT_UNKNOWN, "%H:%M", "08:10" }, { "at 8.10", MOMENT_UNKNOWN, "%H:%M", "none" },
		{ "227", MOMENT_UNKNOWN, "%-I:%M %p", "2:27 AM" }, { "22", MOMENT_UNKNOWN, "%H", "none" },
		/* a date without a year, and a time behind it */
		{ "Apr 3 10:30", MOMENT_UNKNOWN, "%b %d %H", "Apr 03 10" }, { "Apr 3 10:30", MOMENT_UNKNOWN, "%Y", "lacks" },
		{ "25/12 23:30", MOMENT_UNKNOWN, "%m-%d %H:%M", "12-25 23:30" }, { "25/12 23:30", MOMENT_UNKNOWN, "%Y", "lacks" },
		{ "3 April 9 am", MOMENT_UNKNOWN, "%Y", "lacks" }, { "3 April 9 am", MOMENT_UNKNOWN, "%m-%d %H", "04-03 09" },
		/* numbers alone have one sign */
		{ "10 20 30", MOMENT_MONTH_FIRST, "%d", "none" }, { "10/20 30", MOMENT_MONTH_FIRST, "%Y", "lacks" }, { "10/20-30", MOMENT_MONTH_FIRST, "%Y", "lacks" },
		{ "2024-04/03", MOMENT_UNKNOWN, "%d", "lacks" }, { "3.4/2024", MOMENT_DAY_FIRST, "%d", "lacks" }, { "1.2.3.2024", MOMENT_DAY_FIRST, "%d", "02" },
		{ "192.168.10.20", MOMENT_DAY_FIRST, "%d", "none" }, { "1.10.11.12", MOMENT_DAY_FIRST, "%d", "none" }, { "2024 04 03", MOMENT_UNKNOWN, "%d", "03" },
		{ "2024:04:03 10:30", MOMENT_UNKNOWN, "%d %H", "03 10" }, { "05/2024", MOMENT_UNKNOWN, "%Y-%m", "2024-05" }, { "2024-05", MOMENT_UNKNOWN, "%b %Y", "May 2024" },
		{ "2019-20", MOMENT_UNKNOWN, "%Y", "none" }, { "555-01-2022", MOMENT_UNKNOWN, "%Y", "none" }, { "1/2/3", MOMENT_DAY_FIRST, "%d", "none" },
		/* no time begins within a longer row */
		{ "36:10:05", MOMENT_UNKNOWN, "%H", "none" }, { "99:10:20", MOMENT_UNKNOWN, "%H", "none" }, { "1:10:05:07", MOMENT_UNKNOWN, "%H", "none" },
		{ "10:305", MOMENT_UNKNOWN, "%H", "none" }, { "at:10:30", MOMENT_UNKNOWN, "%H", "10" },
		{ "36:10:05 10:30", MOMENT_UNKNOWN, "%H", "10" }, { "03/Apr/2024:10:30:00 +0200", MOMENT_UNKNOWN, "%d %H", "03 10" },
		/* days of a month, written out */
		{ "3rd of April 2024", MOMENT_UNKNOWN, "%Y-%m-%d", "2024-04-03" }, { "April 21st, 2024", MOMENT_UNKNOWN, "%Y-%m-%d", "2024-04-21" },
		{ "the 2nd May", MOMENT_UNKNOWN, "%m-%d", "05-02" }, { "03Apr2024", MOMENT_UNKNOWN, "%Y-%m-%d", "2024-04-03" },
		/* numbers that are a date and a time */
		{ "20240403103005", MOMENT_UNKNOWN, "%Y-%m-%d %H:%M:%S", "2024-04-03 10:30:05" }, { "202404031030", MOMENT_UNKNOWN, "%d %H:%M", "03 10:30" },
		{ "20240403T103005Z", MOMENT_UNKNOWN, "%d %H:%M:%S", "03 10:30:05" }, { "IMG_20240403_103005.jpg", MOMENT_UNKNOWN, "%d %H:%M", "03 10:30" },
		{ "20240403103099", MOMENT_UNKNOWN, "%d", "none" }, { "3302241", MOMENT_UNKNOWN, "%d", "none" }, { "3302241", MOMENT_MONTH_FIRST, "%Y-%m-%d", "2241-03-30" },
		{ "5551234567", MOMENT_MONTH_FIRST, "%d", "none" }, { "5559876", MOMENT_MONTH_FIRST, "%d", "none" },
		/* told by the week, the day of the year, the weekday of the month */
		{ "1932 97", MOMENT_UNKNOWN, "%Y-%m-%d", "1932-04-06" }, { "2024-366", MOMENT_UNKNOWN, "%m-%d", "12-31" }, { "2023-366", MOMENT_UNKNOWN, "%m", "none" },
		{ "Thu wk 10 in 2039", MOMENT_UNKNOWN, "%Y-%m-%d", "2039-03-10" }, { "Sunday, 2143W12", MOMENT_UNKNOWN, "%m-%d", "03-24" },
		{ "2024-W14-3", MOMENT_UNKNOWN, "%Y-%m-%d", "2024-04-03" }, { "2020-W53-7", MOMENT_UNKNOWN, "%Y-%m-%d", "2021-01-03" },
		{ "2021-W53-1", MOMENT_UNKNOWN, "%m", "none" }, { "2024-W14", MOMENT_UNKNOWN, "%m", "none" }, { "2024-W14-8", MOMENT_UNKNOWN, "%m", "none" },
		{ "Mar 1983 Tue 3", MOMENT_UNKNOWN, "%d", "15" }, { "Sunday #1 March 2002", MOMENT_UNKNOWN, "%d", "03" },
		{ "Friday #5 February 2013", MOMENT_UNKNOWN, "%d", "lacks" }, { "Room 12 in 2024", MOMENT_UNKNOWN, "%d", "none" },
		/* seconds and days that are counted */
		{ "1712140205", MOMENT_UNIX, "%Y-%m-%dT%H:%M:%S%:z", "2024-04-03T10:30:05+00:00" }, { "ts=1712140205123", MOMENT_UNIX, "%d %H", "03 10" },
		{ "1712140205", MOMENT_UNKNOWN, "%d", "none" }, { "45385", MOMENT_SERIAL, "%Y-%m-%d", "2024-04-03" }, { "45385", MOMENT_SERIAL, "%H", "lacks" },
		{ "45385.4375", MOMENT_SERIAL, "%Y-%m-%d %H:%M", "2024-04-03 10:30" }, { "60", MOMENT_SERIAL, "%d", "none" }, { "61", MOMENT_SERIAL, "%Y-%m-%d", "1900-03-01" },
		{ "2024-04-03", MOMENT_UNKNOWN, "%J", "45385" }, { "2024-04-03T10:30:05Z", MOMENT_UNKNOWN, "%s", "1712140205" },
		{ "2024-04-03T12:30:05+02:00", MOMENT_UNKNOWN, "%s", "1712140205" }, { "1970-01-01", MOMENT_UNKNOWN, "%s", "0" }, { "1899-12-30", MOMENT_UNKNOWN, "%J", "0" },
		/* zones */
		{ "2024-04-03 12:30 +0200", MOMENT_UNKNOWN, "%z %:z", "+0200 +02:00" }, { "2024-04-03 12:30:05-05:30", MOMENT_UNKNOWN, "%z", "-0530" },
		{ "10:00-11:30", MOMENT_UNKNOWN, "%z", "lacks" }, { "10:30:00Z", MOMENT_UNKNOWN, "%z", "+0000" }, { "10:30 UTC", MOMENT_UNKNOWN, "%H%z", "10+0000" },
		{ "10:30 Zoo", MOMENT_UNKNOWN, "%z", "lacks" }, { "10:30:00+15:00", MOMENT_UNKNOWN, "%z", "lacks" }, { "10:30:00.123+01:00", MOMENT_UNKNOWN, "%z", "+0100" },
		/* endings, and what is counted in the week and the month */
		{ "2024-04-01", MOMENT_UNKNOWN, "%o %u %w %N", "1st 1 1 1" }, { "2024-04-12", MOMENT_UNKNOWN, "%o %u %w %N", "12th 5 5 2" },
		{ "2024-04-21", MOMENT_UNKNOWN, "%o %u %w %N", "21st 7 0 3" }, { "2024-04-22", MOMENT_UNKNOWN, "%o", "22nd" }, { "2024-04-23", MOMENT_UNKNOWN, "%o", "23rd" },
		{ "2024-04-30", MOMENT_UNKNOWN, "%o", "30th" }, { "2024-04-11", MOMENT_UNKNOWN, "%o", "11th" },
		/* the year of the week */
		{ "2024-12-30", MOMENT_UNKNOWN, "%G-W%V", "2025-W01" }, { "2021-01-03", MOMENT_UNKNOWN, "%G-W%V", "2020-W53" }, { "0001-01-01", MOMENT_UNKNOWN, "%G-W%V", "0001-W01" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(strcmp(written(cases[i].text, cases[i].order, cases[i].format), cases[i].want) == 0, "'%s' as '%s' is '%s', not '%s'", cases[i].text,
		      cases[i].format, written(cases[i].text, cases[i].order, cases[i].format), cases[i].want);
	check(moment_format_is(STR("%Y-%m")) && moment_format_is(STR("%%%d")) && !moment_format_is(STR("Y")) && !moment_format_is(STR("%")) &&
	      !moment_format_is(STR("%x")) && !moment_format_is(STR("%-")) && !moment_format_is(STR("")), "formats");
}

/* What is looked at may hold any byte, and be of any length. */
static void any_bytes(void)
{
	static const char words[] = "one two three four five six seven eight nine ten ", time[] = "10:30 PM";
	struct buf text = { 0 };
	struct moment m;
	long seconds;

	for (int i = 0; i < 20; i++)
		buf_puts(&text, words);
	buf_puts(&text, time);
	check(moment_find(buf_view(&text), MOMENT_UNKNOWN, &m) && m.hour == 22 && m.minute == 30, "a time behind 200 words: %d:%d", m.hour, m.minute);
	buf_free(&text);
	check(moment_find((struct str){ "2024\0-04-03", 11 }, MOMENT_UNKNOWN, &m) == false || m.day != 3, "a NUL is no sign");
	check(!moment_find((struct str){ "20240403\0", 9 }, MOMENT_UNKNOWN, &m) || m.hour < 0, "a NUL before nothing");
	check(moment_find((struct str){ "20240403\000103005", 15 }, MOMENT_UNKNOWN, &m) && m.day == 3 && m.hour < 0, "a NUL before a time");
	check(!moment_span((struct str){ "5\0", 2 }, &seconds), "a NUL is no unit");
}

/* A date that is none, and one in another order. */
static void found(void)
{
	static const struct { const char *text; int order; enum moment_found want; } cases[] = {
		{ "2/29/2023", MOMENT_UNKNOWN, MOMENT_WRONG }, { "2/29/2023", MOMENT_MONTH_FIRST, MOMENT_WRONG }, { "2/29/2023", MOMENT_DAY_FIRST, MOMENT_WRONG },
		{ "25/12/2023", MOMENT_MONTH_FIRST, MOMENT_OTHERWISE }, { "25/12/2023", MOMENT_UNKNOWN, MOMENT_IS }, { "3/4/2024", MOMENT_UNKNOWN, MOMENT_OTHERWISE },
		{ "31 June 2020", MOMENT_UNKNOWN, MOMENT_WRONG }, { "2020-13-01", MOMENT_DAY_FIRST, MOMENT_WRONG }, { "12345678", MOMENT_UNKNOWN, MOMENT_NONE },
		{ "555-0199", MOMENT_UNKNOWN, MOMENT_NONE }, { "", MOMENT_UNKNOWN, MOMENT_NONE },
	};
	struct moment m;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check(moment_look(str_of(cases[i].text), cases[i].order, &m) == cases[i].want, "%s in order %d is %d, not %d", cases[i].text, cases[i].order,
		      moment_look(str_of(cases[i].text), cases[i].order, &m), cases[i].want);
}

static void spans(void)
{
	static const struct { const char *text, *span; bool floor; const char *want; } cases[] = {
		{ "11:12:29", "30m", true, "11:00:00" }, { "11:12:29", "30m", false, "11:42:29" }, { "23:50", "30m", false, "00:20" },
		{ "18:25", "2h", true, "18:00" }, { "21:44", "2h", true, "20:00" }, { "0:00", "-1s", false, "23:59:59" }, { "0:00", "-1m", false, "23:59" },
		{ "2024-02-28 23:50", "30m", false, "2024-02-29 00:20" }, { "2023-12-31 23:50", "1h", false, "2024-01-01 00:50" },
		{ "2024-12-30", "7d", false, "2025-01-06" }, { "2024-03-07 1:30", "-1w", false, "2024-02-29 01:30" }, { "0:30", "1d", false, "00:30" },
		{ "2024-04-03 10:30 +0200", "1h", false, "2024-04-03 11:30 +0200" },
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
	      !moment_span(STR("1y"), &seconds) && !moment_span(STR("5mm"), &seconds), "no spans");
	check(moment_find(STR("25/12 23:30"), MOMENT_UNKNOWN, &m) && !moment_shift(&m, 3600), "what the day behind is called takes a year");
	check(moment_find(STR("25/12 0:30"), MOMENT_UNKNOWN, &m) && moment_shift(&m, 3600) && m.hour == 1 && !moment_shift(&m, -7200), "within the day it is moved");
	check(moment_find(STR("2024-01-01"), MOMENT_UNKNOWN, &m) && !moment_shift(&m, 60) && !moment_to_multiple(&m, 60, 0), "a date alone has no time to move");
	buf_free(&out);
}

static void zones_and_orders(void)
{
	static const struct { const char *text, *zone, *want; } zones[] = {
		{ "2024-04-03T23:30:00-05:00", "+02:00", "2024-04-04 06:30:00 +0200" }, { "2024-04-03 10:30 +0530", "Z", "2024-04-03 05:00 +0000" },
		{ "10:30 UTC", "-0330", "07:00 -0330" },
	};
	static const char *const orders[] = { "mdy", "dmy", "unix", "serial", "m/d d.m", "d-m", "d/m m.d d-m" };
	static const char *const none[] = { "", "m", "ymd", "m/d m/d", "m/d  d.m", "m/d,d.m", "m/d ", "m:d", "m/m", "d/m m.", "unix " };
	struct buf out = { 0 };
	struct moment m;
	int minutes, order;

	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++, out.n = 0) {
		check(moment_find(str_of(zones[i].text), MOMENT_UNKNOWN, &m) && moment_zone(str_of(zones[i].zone), &minutes) && moment_to_zone(&m, minutes), "%s in %s",
		      zones[i].text, zones[i].zone);
		moment_print_plain(&out, &m);
		check(strcmp(buf_cstr(&out), zones[i].want) == 0, "%s in %s is %s", zones[i].text, zones[i].zone, buf_cstr(&out));
	}
	check(!moment_zone(STR(""), &minutes) && !moment_zone(STR("2"), &minutes) && !moment_zone(STR("+99:00"), &minutes) && !moment_zone(STR("CET"), &minutes), "no zones");
	check(moment_find(STR("10:30"), MOMENT_UNKNOWN, &m) && !moment_to_zone(&m, 60), "no zone is written");
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++, out.n = 0) {
		check(moment_order_read(str_of(orders[i]), &order), "order %s", orders[i]);
		moment_order_print(&out, order);
		check(strcmp(buf_cstr(&out), orders[i]) == 0, "order %s is written as %s", orders[i], buf_cstr(&out));
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		check(!moment_order_read(str_of(none[i]), &order), "'%s' is no order", none[i]);
	moment_order_read(STR("d/m m.d"), &order);
	check(strcmp(written("8/7/2237", order, "%m-%d"), "07-08") == 0 && strcmp(written("10.8.2089", order, "%m-%d"), "10-08") == 0 &&
	      strcmp(written("1-2-2020", order, "%d"), "none") == 0, "by the sign");
	check(moment_order_told(STR("25/12/2020")) == (MOMENT_DAY_FIRST & 3) && moment_order_told(STR("12.25.2020")) == (MOMENT_MONTH_FIRST & 12) &&
	      moment_order_told(STR("1/2/2020")) == 0 && moment_order_told(STR("5/5/2020")) == 0 && moment_order_told(STR("40/50/2020")) == 0 &&
	      moment_order_told(STR("2020-01-02")) == 0, "what texts tell");
	buf_free(&out);
}

/* Each day of 800 years, against the C library. */
static void against_library(void)
{
	static const char format[] = "%Y-%m-%d %A %a %B %b %j %G %V %y %u %w";
	struct buf out = { 0 };
	long days = 0;

	for (struct tm day = { .tm_year = -300, .tm_mday = 1, .tm_hour = 12 }; day.tm_year < 500; day.tm_mday++, days++, out.n = 0) {
		char want[100];
		struct moment m;

		timegm(&day);
		m = (struct moment){ day.tm_year + 1900, day.tm_mon + 1, day.tm_mday, -1, -1, -1, -1, 0 };
		strftime(want, sizeof want, format, &day);
		if (!check(moment_day(&m) - MOMENT_EPOCH == (timegm(&day) - 43200) / 86400, "%s is day %ld", want, moment_day(&m)))
			break;
		moment_set_day(&m, moment_day(&m));
		if (!check(moment_print(&out, &m, str_of(format)) && strcmp(buf_cstr(&out), want) == 0, "'%s', not '%s'", buf_cstr(&out), want))
			break;
	}
	check(days > 290000, "only %ld days", days);
	buf_free(&out);
}

/* Names in languages; of each month and weekday, whole and short, in both cases, read and written. */
static void languages(void)
{
	static const struct { const char *text, *order, *format, *want; } cases[] = {
		{ "3. M\u00e4rz 2024", "de", "%Y-%m-%d", "2024-03-03" }, { "3. M\u00c4RZ 2024", "de", "%A", "Sonntag" }, { "3. M\u00e4rz 2024", "de en", "%A", "Sunday" },
		{ "3. M\u00e4rz 2024", "en", "%A", "none" }, { "3 March 2024", "en de", "%-d. %B", "3. M\u00e4rz" }, { "3 March 2024", "de", "%Y", "none" },
		{ "3/4/2024", "dmy fr", "%-d %B %Y", "3 avril 2024" }, { "1er avril 2024", "fr", "%m-%d", "04-01" }, { "3 de abril de 2024", "pt", "%m-%d", "04-03" },
		{ "3 of abril de 2024", "pt", "%d", "lacks" }, { "05-LUG-2019", "it", "%Y%m%d", "20190705" }, { "3 kwietnia 2024", "pl", "%-d %B, %OB", "3 kwietnia, kwiecie\u0144" },
		{ "kwiecie\u0144 2024", "pl", "%m", "04" }, { "2024-08-15", "fr", "%^B %+B %^b", "AO\u00dbT Ao\u00fbt AO\u00dbT" }, { "2024-08-15", "en", "%^b %+b %OB", "AUG Aug August" },
		{ "2024-08-15", "nl", "%A %a", "donderdag do" }, { "Jan", "en", "%m", "01" }, { "sept", "en", "%b", "Sep" }, { "Mar.", "en", "%-m", "3" },
		{ "Ma", "en", "%m", "none" }, { "March x", "en", "%m", "none" }, { "Mon", "en", "%A %u %w", "Monday 1 1" }, { "Sunday", "en", "%a %u %w", "Sun 7 0" },
		{ "ter\u00e7a-feira", "pt", "%u", "2" }, { "Mon", "en", "%d", "lacks" }, { "3", "month", "%B", "March" }, { "12", "month es", "%B", "diciembre" },
		{ "0", "month", "%B", "none" }, { "13", "month", "%B", "none" }, { "3 x", "month", "%B", "none" }, { "0", "weekday", "%A", "Sunday" },
		{ "7", "weekday fi", "%A", "sunnuntai" }, { "8", "weekday", "%A", "none" }, { "mai", "fr", "%m", "05" }, { "jui", "fr", "%m", "none" },
		{ "febr", "de", "%m", "02" }, { "\xc3", "fr", "%m", "none" }, { "a\xff\xfe", "pl", "%m", "none" },
	};
	static const char *const none[] = { "xx", "de fr it", "de dmy", "dmy mdy", " de", "de ", "", "DE", "month dmy", "m/d d/m" };
	struct buf out = { 0 };
	struct moment m;
	int order;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const bool read = moment_order_read(str_of(cases[i].order), &order) || strcmp(cases[i].order, "en") == 0;
		const char *got = !moment_find(str_of(cases[i].text), order, &m) ? "none" :
		                  !moment_print_in(&out, &m, str_of(cases[i].format), moment_written_in(order)) ? "lacks" : buf_cstr(&out);

		check(read && strcmp(got, cases[i].want) == 0, "%s in order %s: %s, not %s", cases[i].text, cases[i].order, got, cases[i].want);
		out.n = 0;
	}
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		check(!moment_order_read(str_of(none[i]), &order), "'%s' is an order", none[i]);
	for (int l = 0; l < MOMENT_LANGUAGES; l++) {
		static const char *const formats[] = { "%-d %B %Y", "%-d %b %Y", "%-d %^B %Y", "%-d %+b %Y", "%-d %OB %Y" };

		order = moment_order_with(MOMENT_UNKNOWN, l, l);
		for (int k = 1; k <= 12; k++)
			for (size_t f = 0; f < sizeof formats / sizeof *formats; f++) {
				const struct moment day = { 2024, k, 3, -1, -1, -1, -1, 0 };

				out.n = 0;
				check(moment_print_in(&out, &day, str_of(formats[f]), l) && moment_find(buf_view(&out), order, &m) && m.month == k && m.day == 3 && m.year == 2024,
				      "%s: %s is month %d", moment_languages[l].name, buf_cstr(&out), m.month);
			}
		for (int k = 1; k <= 7; k++)
			for (int f = 0; f < 2; f++) {
				const struct moment day = { -1, -1, -1, -1, -1, -1, -1, k };

				out.n = 0;
				if (!f && moment_language_month(l, str_of(moment_languages[l].brief_weekdays[k - 1])))
					continue;                /* mar is March and Tuesday */
				check(moment_print_in(&out, &day, f ? STR("%A") : STR("%a"), l) && moment_find(buf_view(&out), order, &m) && m.weekday == k,
				      "%s: %s is weekday %d", moment_languages[l].name, buf_cstr(&out), m.weekday);
			}
		if (l) {
			int again;

			out.n = 0;
			moment_order_print(&out, moment_order_with(MOMENT_DAY_FIRST, MOMENT_ENGLISH, l));
			check(moment_order_read(buf_view(&out), &again) && again == moment_order_with(MOMENT_DAY_FIRST, MOMENT_ENGLISH, l), "'%s' is read again", buf_cstr(&out));
		}
	}
	buf_free(&out);
}

/* From one to the other; the texts' cells are joined by a bar. */
static void passed(void)
{
	static const struct { const char *text; int order; const char *unit, *want; } cases[] = {
		{ "2024-01-03 to 2024-02-05", MOMENT_UNKNOWN, "days", "33" }, { "2024-01-03|2024-02-05", MOMENT_UNKNOWN, "weeks", "4" },
		{ "2024-02-05|2024-01-03", MOMENT_UNKNOWN, "days", "-33" }, { "3/4/2024 - 5/4/2024", MOMENT_DAY_FIRST, "days", "2" },
		{ "3/4/2024 - 5/4/2024", MOMENT_MONTH_FIRST, "days", "61" }, { "3/4/2024 - 5/4/2024", MOMENT_UNKNOWN, "days", "none" },
		{ "2020-02-29|2021-02-28", MOMENT_UNKNOWN, "years", "0" }, { "2020-02-29|2021-03-01", MOMENT_UNKNOWN, "years", "1" },
		{ "2024-01-31|2024-03-01", MOMENT_UNKNOWN, "months", "1" }, { "2024-03-01|2024-01-31", MOMENT_UNKNOWN, "months", "-1" },
		{ "1899-12-31|2000-01-01", MOMENT_UNKNOWN, "years", "100" }, { "22:00-06:30", MOMENT_UNKNOWN, "minutes", "510" },
		{ "22:00|06:30", MOMENT_UNKNOWN, "hours", "8" }, { "22:00|22:00", MOMENT_UNKNOWN, "seconds", "0" }, { "22:00|06:30", MOMENT_UNKNOWN, "days", "none" },
		{ "2024-01-03 10:00-12:30", MOMENT_UNKNOWN, "minutes", "150" }, { "2024-01-03 23:00 to 2024-01-04 01:00", MOMENT_UNKNOWN, "hours", "2" },
		{ "2024-01-03 23:00|2024-01-04", MOMENT_UNKNOWN, "days", "1" }, { "2024-01-03 23:00|2024-01-04", MOMENT_UNKNOWN, "hours", "none" },
		{ "2024-01-03T10:00:00+02:00|2024-01-03T10:00:00Z", MOMENT_UNKNOWN, "hours", "2" }, { "2024-01-03|12:00", MOMENT_UNKNOWN, "days", "0" },
		{ "12:00|2024-01-03", MOMENT_UNKNOWN, "days", "none" }, { "2024-01-03", MOMENT_UNKNOWN, "days", "none" }, { "2024-01-03|", MOMENT_UNKNOWN, "days", "none" },
		{ "31/02/2024|1/3/2024", MOMENT_DAY_FIRST, "days", "none" }, { "Apr 3|Apr 5", MOMENT_UNKNOWN, "days", "none" }, { "", MOMENT_UNKNOWN, "days", "none" },
		{ "2024-01-03 10:00, 2024-01-03 10:00:30", MOMENT_UNKNOWN, "seconds", "30" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf text = { 0 }, got = { 0 };
		struct moment first, second;
		long n;

		for (const char *p = cases[i].text; *p; p++)
			buf_putc(&text, *p == '|' ? 0x1F : *p);
		if (moment_pair(buf_view(&text), cases[i].order, &first, &second) &&
		    moment_passed(&first, &second, moment_passed_of(str_of(cases[i].unit)), &n))
			buf_printf(&got, "%ld", n);
		else
			buf_puts(&got, "none");
		check(strcmp(buf_cstr(&got), cases[i].want) == 0, "%s of %s: %s, not %s", cases[i].unit, cases[i].text, buf_cstr(&got), cases[i].want);
		buf_free(&text), buf_free(&got);
	}
	check(moment_passed_of(STR("day")) < 0, "a unit that is none");
}

int main(void)
{
	by_hand();
	any_bytes();
	found();
	spans();
	zones_and_orders();
	passed();
	languages();
	against_library();
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
