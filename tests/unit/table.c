/* table - the rows of TSV and CSV: what is read, what is refused, what is written
 * SPDX-License-Identifier: MIT */
#include "base/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int failures;

#define CHECK(ok, ...) do { if (!(ok)) { failures++; fprintf(stderr, "line %d: ", __LINE__); fprintf(stderr, __VA_ARGS__); \
	fputc('\n', stderr); } } while (0)

#define TSV TABLE_TSV
#define CSV TABLE_CSV
#define LOOSE ((struct table_format){ .separator = "|", .quotes = TABLE_LOOSE })
#define ARROW ((struct table_format){ .separator = "\u2192", .quotes = TABLE_QUOTED })
#define SKIP ((struct table_format){ .separator = ",", .quotes = TABLE_QUOTED, .skip = true })
#define RAW ((struct table_format){ .separator = "\t" })

static int text_fd(struct str text)
{
	int fd = memfd_create("text", 0);

	if (fd < 0 || write(fd, text.p, text.n) != (ssize_t)text.n || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	return fd;
}

/* All rows as one text: fields between < and >, each row with its line number and its ending; or the error. */
static const char *seen(struct table_format f, struct str text)
{
	static struct buf out;
	struct table_row row = { 0 };
	int fd = text_fd(text), got;
	struct source *from = source_of(fd, "x");
	struct table_reader *t = table_open(from, f);

	out.n = 0;
	while ((got = table_next(t, &row)) > 0) {
		buf_printf(&out, "%ld", row.line);
		for (size_t i = 0; i < row.n; i++) {
			buf_putc(&out, '<');
			buf_str(&out, row.fields[i]);
			buf_putc(&out, '>');
		}
		buf_puts(&out, row.ending.n == 2 ? "crlf " : row.ending.n == 1 ? "lf " : "end ");
	}
	if (got < 0)
		buf_puts(&out, table_error(t));
	table_close(t);
	table_row_free(&row);
	source_close(from);
	close(fd);
	return buf_cstr(&out);
}

static void reads(void)
{
	const struct { struct table_format f; struct str text; const char *want; } cases[] = {
		{ TSV, STR("a\tb\nc\td\n"), "1<a><b>lf 2<c><d>lf " },
		{ TSV, STR("a\tb\r\nc\td"), "1<a><b>crlf 2<c><d>end " },
		{ TSV, STR(""), "" },
		{ TSV, STR("\n\n"), "1<>lf 2<>lf " },
		{ TSV, STR("\t\n"), "1<><>lf " },
		{ TSV, STR("\"a\t1,2\"\n"), "1<\"a><1,2\">lf " },
		{ TSV, STR("a\\tb\\nc\\\\d\\re\\x\\\tf\\"), "1<a\tb\nc\\d\re\\x\\><f\\>end " },
		{ RAW, STR("a\\tb\tc\\\\\n"), "1<a\\tb><c\\\\>lf " },
		{ TSV, STR("\xef\xbb\xbf" "a\n\xef\xbb\xbf\n"), "1<a>lf 2<\xef\xbb\xbf>lf " },
		{ TSV, STR("\xef\xbb\xbf"), "" },
		{ TSV, STR("\xef\xbb"), "x: line 1: not UTF-8 (byte 0xef at column 1); --encoding latin1 would read it" },
		{ TSV, STR("ok\nna\xc3\xafve\tz\xffq\n"), "1<ok>lf x: line 2: not UTF-8 (byte 0xff at column 8); --encoding latin1 would read it" },
		{ TSV, STR("cut \xe2\x82\n"), "x: line 1: not UTF-8 (byte 0xe2 at column 5); --encoding cp1252 would read it" },
		{ TSV, STR("\xff\xfe" "a\0\t\0b\0\n\0"), "1<a><b>lf " },
		{ TSV, STR("\xfe\xff\0a\0\t\0b\0\r\0\n"), "1<a><b>crlf " },
		{ TSV, STR("a\0\t\0b\0\n\0"), "1<a><b>lf " },
		{ TSV, STR("\xff\xfe" "a\0\t"), "x: byte 5: what is there is no UTF-16LE, or can't be written back as it is" },
		{ CSV, STR("a,b\n\"c,\"\"d\"\"\",e\r\n"), "1<a><b>lf 2<c,\"d\"><e>crlf " },
		{ CSV, STR("\"two\nlines\",x\ny,\"\"\n"), "1<two\nlines><x>lf 3<y><>lf " },
		{ CSV, STR("5\" pipe,a\"b\"\n"), "1<5\" pipe><a\"b\">lf " },
		{ CSV, STR("a\\n,\\\n"), "1<a\\n><\\>lf " },
		{ CSV, STR("\"a\""), "1<a>end " },
		{ CSV, STR(","), "1<><>end " },
		{ CSV, STR("a\n\"b\"c,d\n"), "1<a>lf x: line 2: text behind a closing quote" },
		{ CSV, STR("a\n\"b\nc\n"), "1<a>lf x: line 2: a quoted field does not end" },
		{ LOOSE, STR("\"a \"b\" c\"|\"d\"\"e\"\n\"|x\"\n"), "1<a \"b\" c><d\"e>lf 2<|x>lf " },
		{ LOOSE, STR("\"a\n\"|b\n"), "x: line 1: a quoted field does not end" },
		{ ARROW, STR("a\xe2\x86\x92\"b\xe2\x86\x92\"\"\"\xe2\x86\x92\xe2\x86\x91\n"), "1<a><b\xe2\x86\x92\"><\xe2\x86\x91>lf " },
		{ SKIP, STR("a, b,  \"c, d\", \n"), "1<a><b><c, d><>lf " },
		{ CSV, STR("\"a\n\xff\"\n"), "x: line 2: not UTF-8 (byte 0xff at column 1); --encoding latin1 would read it" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *got = seen(cases[i].f, cases[i].text);

		CHECK(strcmp(got, cases[i].want) == 0, "case %zu: got '%s', not '%s'", i, got, cases[i].want);
	}
	CHECK(strcmp(seen((struct table_format){ .separator = "\t", .bytes = true }, STR("\xff\t\xfe")), "1<\xff><\xfe>end ") == 0, "any bytes");
	CHECK(strcmp(seen(TSV, (struct str){ "a\0b\n", 4 }), "1<a") == 0, "NUL is a character");
}

/* The end of a row is found at the same place whatever pieces the text arrives in. */
static void scans(void)
{
	struct str text = STR("\"a\"\"b\n,\",5\"x,\"\"\nnext\n");

	for (size_t cut = 0; cut < text.n; cut++) {
		struct table_scan scan = { 0 };
		size_t n = table_row_end(CSV, &scan, (struct str){ text.p, cut });

		CHECK(n == (cut < 16 ? 0 : 16), "cut at %zu: a row of %zu", cut, n);
		if (!n)
			CHECK(table_row_end(CSV, &scan, text) == 16, "cut at %zu, then all", cut);
	}
}

static void limits(void)
{
	struct buf text = { 0 };
	const char *got;

	buf_want(&text, TABLE_ROW + 10);
	buf_putc(&text, '"');
	memset(text.p + 1, '\n', TABLE_ROW + 2);
	text.n = TABLE_ROW + 3;
	got = seen(CSV, buf_view(&text));
	CHECK(strcmp(got, "x: line 1: a row of more than 64 MiB; is a quote missing?") == 0, "%s", got);
	memset(text.p, '\t', TABLE_FIELDS);
	text.n = TABLE_FIELDS;
	got = seen(TSV, buf_view(&text));
	CHECK(strcmp(got, "x: line 1: more than 1048576 fields") == 0, "%.80s", got);
	buf_free(&text);
	got = seen(TSV, STR("a"));
	CHECK(strcmp(got, "1<a>end ") == 0, "%s", got);

	struct source *nothing = source_of(-1, "x");
	struct table_reader *t = table_open(nothing, TSV);
	struct table_row row = { 0 };

	CHECK(table_next(t, &row) == -1 && strcmp(table_error(t), "x: Bad file descriptor") == 0, "%s", table_error(t));
	CHECK(table_next(t, &row) == -1, "trouble stays");
	table_close(t);
	source_close(nothing);
	table_row_free(&row);
}

static void rests(void)
{
	int fd = text_fd(STR("\xef\xbb\xbf" "a\tb\nc\td\ne"));
	struct source *from = source_of(fd, "x");
	struct table_reader *t = table_open(from, TSV);
	struct table_row row = { 0 };

	CHECK(table_next(t, &row) == 1 && table_marked(t), "a mark");
	CHECK(str_eq(table_rest(t, false), STR("c\td\ne")), "behind the first row");
	CHECK(str_eq(table_rest(t, true), STR("a\tb\nc\td\ne")), "with the first row");
	CHECK(table_next(t, &row) == 1 && table_next(t, &row) == 1 && table_next(t, &row) == 0, "three rows");
	CHECK(table_rest(t, false).n == 0, "nothing behind the last");
	table_close(t);
	table_row_free(&row);
	source_close(from);
	close(fd);
}

static void columns(void)
{
	const char *reason;
	struct table_row header = { 0 };
	struct buf why = { 0 };

	CHECK(!table_by_name("12") && table_by_name("a") && table_by_name("1a") && table_by_name("-1") && table_by_name(""), "names");
	CHECK(table_parse(CSV, STR("id,name,id,2\n"), &header, &reason) == 0, "header");
	CHECK(table_column(&header, "name", &why) == 1, "by name");
	CHECK(table_column(&header, "2", &why) == 1, "a number is a number");
	CHECK(table_column(&header, "9", &why) == 8 && table_column(NULL, "1", &why) == 0, "wider");
	CHECK(table_column(&header, "0", &why) == -2 && table_column(&header, "99999999999999999999", &why) == -2, "out of range");
	why.n = 0;
	CHECK(table_column(&header, "id", &why) == -2 && !strcmp(buf_cstr(&why), "two columns are called 'id'"), "%s", why.p);
	why.n = 0;
	CHECK(table_column(&header, "Name", &why) == -1, "another name");
	CHECK(!strcmp(buf_cstr(&why), "no column is called 'Name'; 'name' is nearest; there are 'id', 'name', 'id', '2'"), "%s", why.p);
	CHECK(table_column(&header, " name", &why) == 1, "blanks around");
	buf_free(&why);
	table_row_free(&header);
}

static void writes(void)
{
	const struct { struct table_format f; struct str row; size_t at; struct str field; const char *want; } cases[] = {
		{ TSV, STR("a\\\tb\n"), 1, STR("x\ty\\\n\r"), "a\\\tx\\ty\\\\\\n\\r\n" },
		{ TSV, STR("a\r\n"), 3, STR("x"), "a\t\t\tx\r\n" },
		{ RAW, STR("a\tb"), 0, STR("\\"), "\\\tb" },
		{ RAW, STR("a\tb"), 0, STR("\t"), NULL },
		{ RAW, STR("a\tb"), 0, STR("\r"), NULL },
		{ CSV, STR("\"a\",b\r\n"), 1, STR("x,\"y\""), "\"a\",\"x,\"\"y\"\"\"\r\n" },
		{ CSV, STR("\"a\",b"), 0, STR("x y"), "\"x y\",b" },
		{ CSV, STR("a,b"), 0, STR("\n"), "\"\n\",b" },
		{ LOOSE, STR("\"a\"|b"), 0, STR("x|\"y\""), "\"x|\"\"y\"\"\"|b" },
		{ LOOSE, STR("a|b"), 0, STR("x\ny"), NULL },
		{ ARROW, STR("a\xe2\x86\x92"), 1, STR("\xe2\x86\x92"), "a\xe2\x86\x92\"\xe2\x86\x92\"" },
		{ SKIP, STR("a, b,"), 2, STR("c"), "a, b, c" },
		{ SKIP, STR("a,  b, c"), 1, STR(" x"), "a,  \" x\", c" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct table_row row = { 0 };
		struct buf out = { 0 };
		const char *reason;
		int put;

		CHECK(table_parse(cases[i].f, cases[i].row, &row, &reason) == 0, "case %zu", i);
		put = table_put_with(&out, cases[i].f, &row, cases[i].at, cases[i].field);
		if (cases[i].want)
			CHECK(put == 0 && !strcmp(buf_cstr(&out), cases[i].want), "case %zu: '%s'", i, buf_cstr(&out));
		else
			CHECK(put < 0 && out.n == 0, "case %zu: '%s'", i, buf_cstr(&out));
		buf_free(&out);
		table_row_free(&row);
	}
	CHECK(table_named_csv("a.CSV") && !table_named_csv("csv") && !table_named_csv(".csv") && !table_named_csv("a.tsv"), "names");
}

int main(void)
{
	reads();
	scans();
	limits();
	rests();
	columns();
	writes();
	return failures != 0;
}
