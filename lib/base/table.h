/* table - rows of TSV and CSV text, one at a time
 * SPDX-License-Identifier: MIT
 *
 * CSV is RFC 4180's: fields that begin with a quote may hold separators, newlines and doubled quotes. A quote further inside is
 * an ordinary character, as spreadsheets take it; text behind a closing quote is an error, unless quotes are loose. TSV has the
 * escapes \t \n \r \\, as Miller and PostgreSQL's COPY have; a backslash before anything else is a backslash. Rows end in \n or \r\n, each as it came; the
 * last may end with the file. NUL is a character like others. An empty line is a row of one empty field. A byte-order mark at
 * the start is no part of the first field. */
#ifndef HNPS_TABLE_H
#define HNPS_TABLE_H

#include "base/source.h"

enum {
	TABLE_ROW = 64 << 20,           /* the longest row, in bytes */
	TABLE_FIELDS = 1 << 20,         /* the most fields in a row */
};

/* What a quote at the begin of a field means. */
enum table_quotes {
	TABLE_PLAIN,                    /* nothing */
	TABLE_QUOTED,                   /* the field goes on to the closing one, and quotes in it are doubled */
	TABLE_LOOSE,                    /* the same, but others in it are text; no line end can be in it */
};

struct table_format {
	char separator[5];              /* between fields: one character */
	enum table_quotes quotes;
	bool skip;                      /* blanks behind a separator are no part of the field, and one is written where there is nothing */
	bool escapes;                   /* \t \n \r \\ stand for what they stand for; not where fields are quoted */
	bool guessed;                   /* the first rows alone say that there are escapes: a row in which they can't be has none */
	bool bytes;                     /* table_next takes what is not UTF-8, too */
	bool numbers;                   /* of JSON lines: what is written is a number, not a string */
	const struct table_json *json;  /* they are JSON lines (table_json.h), and nothing above but `bytes` and `numbers` matters; NULL: they are not */
};
#define TABLE_CSV ((struct table_format){ .separator = ",", .quotes = TABLE_QUOTED })
#define TABLE_TSV ((struct table_format){ .separator = "\t", .escapes = true })
bool table_named_csv(const char *path); /* does the name end in .csv, in whatever case, or .csv.gz and the like? */
#define TABLE_MARK STR("\xef\xbb\xbf")  /* the byte-order mark */
bool table_begins_marked(struct str text);

/* One row. Starts as all zeros, filled again and again, freed by table_row_free. The strings are borrowed from the text that was
 * parsed and from the row. */
struct table_row {
	struct str *fields;             /* what they say */
	struct str *raw;                /* how the file spells them, with quotes and escapes */
	size_t n;
	struct str ending;              /* "\n", "\r\n", or nothing */
	struct str record;              /* of JSON lines: the line without its ending */
	const char *wrong;              /* of JSON lines: what is wrong with the record; static, or the format's */
	long line, lines;               /* the line it starts in, from 1 (table_next only); how many lines it has */
	bool plain;                     /* its backslashes can't be the escapes that the first rows seem to have, and so are none */
	struct buf text;                /* decoded fields */
	size_t cap;
};
void table_row_free(struct table_row *row);
bool table_row_empty(const struct table_row *row);      /* an empty line, or empty fields only: a row in which nothing stands */

/* Has the row the fields that one of its table must have, if column `from` is read and `to` written? `width`: how many fields the first row
 * has, where that is what every row must have, else 0. The last of them may lack when it is the one that is written. */
bool table_row_fits(const struct table_row *row, size_t width, size_t from, size_t to);

/* ---- from a source ---- */

struct table_reader;

/* Reads rows from a source that stays the caller's. Freed by table_close. */
struct table_reader *table_open(struct source *from, struct table_format f);

/* The next row, valid until the next call: 1, 0 after the last, -1 trouble: a read error, a row too long or badly quoted or not
 * UTF-8 (table_error). */
int table_next(struct table_reader *t, struct table_row *row);
const char *table_error(const struct table_reader *t);      /* "names.tsv: line 7: not UTF-8 (byte 0xff at column 3)" */
bool table_marked(const struct table_reader *t);            /* did the text begin with a byte-order mark? Known after a table_next */

/* What was read from the source already and lies behind the rows that table_next returned; without it, the last one and all
 * behind it. Whoever goes on reading by other means begins with this. */
struct str table_rest(const struct table_reader *t, bool with_last);
void table_close(struct table_reader *t);

/* ---- from memory ---- */

/* How many bytes the row has that `text` begins with, its ending included; 0 when it doesn't end within the text. `scan` starts as
 * all zeros for each row; with more text behind the same bytes the search goes on where it stopped. */
struct table_scan { size_t at; bool quoted; };
size_t table_row_end(struct table_format f, struct table_scan *scan, struct str text);

/* Takes apart one row, `text` being all of it: 0, or -1 with the reason (static). Doesn't look whether it is UTF-8. */
int table_parse(struct table_format f, struct str text, struct table_row *row, const char **why);

/* ---- columns ---- */

/* Is it a column's name rather than its number, so that a header line is needed? */
bool table_by_name(const char *column);

/* The index of a column, from 0: a number from 1, or a name that the header (NULL: there is none) has once, if need be with blanks around it;
 * -1 when it has no such name, -2 when it has two or the number is none, with the reason added to `why`, which lists the names that there
 * are. A number may be larger than the header is wide. */
long table_column(const struct table_row *header, const char *column, struct buf *why);

/* May the backslashes of a text be escapes, all of them? One before anything else than t, n, r or itself says no, or
 * before nothing when the text is whole, and so does a drive's name, C:\temp. */
bool table_may_be_escaped(struct str text, bool whole);

/* ---- writing ---- */

/* Appends one field, quoted or escaped where it must be. -1, and nothing appended, when the format has no way to write it: a
 * tab or a line end in raw TSV. */
int table_put(struct buf *out, struct table_format f, struct str field);

/* Appends the row as it came, but for column `at`, which says `field` now, in quotes when it was in quotes. A row too short gets
 * empty fields before it. -1 as table_put. */
int table_put_with(struct buf *out, struct table_format f, const struct table_row *row, size_t at, struct str field);

#endif
