/* table_guess - what separates the columns of a table, by its first rows
 * SPDX-License-Identifier: MIT */
#include "base/table_guess.h"

#include <stdlib.h>

#include "base/ascii.h"

enum {
	ROWS = 200,             /* so many are looked at */
	MOST_RAGGED = 10,       /* of so many rows, one may have another number of fields */
};

/* What reading the first rows in one way gives. */
struct seen {
	struct table_format format;
	bool bad;                       /* they can't be read so */
	size_t rows, width, same;       /* rows with text in them; fields of the first; rows that have so many */
	size_t parted;                  /* rows of two fields or more */
	size_t names;                   /* how many of the wanted columns the first row has */
	bool blanks;                    /* all fields behind a separator begin with a blank */
	bool decimals, others;          /* plain fields have commas; one that doesn't stand between two digits */
};

static size_t count_names(const struct table_row *row, const char *const *columns)
{
	struct buf why = { 0 };
	size_t n = 0;

	for (; columns && *columns; columns++)
		n += table_by_name(*columns) && table_column(row, *columns, &why) >= 0;
	buf_free(&why);
	return n;
}

/* Does each comma of a text stand between digits? *some: it has one. */
static bool commas_are_decimal(struct str text, bool *some)
{
	const char *const end = text.p + text.n;

	for (const char *p = text.p; p < end && (p = memchr(p, ',', (size_t)(end - p))); p++) {
		*some = true;
		if (p == text.p || p + 1 == end || !is_digit(p[-1]) || !is_digit(p[1]))
			return false;
	}
	return true;
}

static void count_row(struct seen *s, const struct table_row *row, const struct table_known *known)
{
	if (s->rows++ == 0) {
		s->width = row->n;
		s->names = count_names(row, known->columns);
	}
	s->same += row->n == s->width;
	s->parted += row->n > 1;
	for (size_t i = 0; i < row->n; i++)
		if (row->raw[i].n && *row->raw[i].p != '"')
			s->others |= !commas_are_decimal(row->raw[i], &s->decimals);
	for (size_t i = 1; i < row->n; i++)
		s->blanks &= row->raw[i].n == 0 || *row->raw[i].p == ' ';
}

static struct seen look(struct table_format f, const struct table_known *known, struct str begin, bool whole)
{
	struct seen s = { .format = f, .blanks = f.skip };
	struct table_row row = { 0 };
	const char *why;

	for (size_t n; begin.n && s.rows < ROWS && !s.bad; begin.p += n, begin.n -= n) {
		struct table_scan scan = { 0 };

		n = table_row_end(f, &scan, begin);
		if (n == 0 && !whole)
			break;
		if (n == 0)
			n = begin.n;
		s.bad = table_parse(f, (struct str){ begin.p, n }, &row, &why) < 0;
		if (!s.bad && !table_row_empty(&row))
			count_row(&s, &row, known);
	}
	table_row_free(&row);
	return s;
}

static bool consistent(const struct seen *s)
{
	return !s->bad && s->width > 1 && MOST_RAGGED * (s->rows - s->same) <= s->rows;
}

/* The way to read quotes that goes with a separator: the strictest of those that suit it and don't fail, the first when all do. */
static struct seen look_quotes(const char *separator, const struct table_known *known, struct str begin, bool whole)
{
	static const enum table_quotes usual[] = { TABLE_QUOTED, TABLE_LOOSE, TABLE_PLAIN }, of_tabs[] = { TABLE_PLAIN, TABLE_QUOTED, TABLE_LOOSE };
	const bool tab = *separator == '\t', pipe = *separator == '|';
	const enum table_quotes *quotes = known->tsv || (tab && !known->csv) ? of_tabs : usual;
	/* a comma between plain fields would part the quoted ones, which are there */
	const int n = known->tsv ? 1 : known->csv ? 2 : tab || pipe ? 3 : 2;
	struct seen best = { 0 };

	for (int i = 0; i < n; i++) {
		struct table_format f = { .quotes = quotes[i], .skip = quotes[i] && !tab && *separator != ' ' };
		struct seen s;

		strcpy(f.separator, separator);
		s = look(f, known, begin, whole);
		if (f.skip && (!s.blanks || s.parted == 0)) {
			f.skip = false;
			s = look(f, known, begin, whole);
		}
		if (i == 0 || (!consistent(&best) && consistent(&s)))
			best = s;
	}
	return best;
}

/* What is better than what, the strongest reason first. */
struct reasons { size_t names; bool fits, tab, decimals; double same; bool named; size_t width; };

static bool better(const struct reasons *a, const struct reasons *b)
{
	if (a->names != b->names)
		return a->names > b->names;
	if (a->fits != b->fits)
		return a->fits;
	if (a->tab != b->tab)
		return a->tab;
	if (a->decimals != b->decimals)
		return a->decimals;
	if (a->same != b->same)
		return a->same > b->same;
	if (a->named != b->named)
		return a->named;
	return a->width > b->width;
}

struct table_format table_guess(const struct table_known *known, struct str begin, bool whole)
{
	static const char *const separators[] = { ",", "\t", ";", "|" };
	const char *named = known->csv || (!known->tsv && table_named_csv(known->path)) ? "," : "\t", *best = named;
	struct seen found = { 0 };
	struct reasons reasons = { 0 };

	if (table_begins_marked(begin))
		begin.p += TABLE_MARK.n, begin.n -= TABLE_MARK.n;
	if (known->separator || known->tsv)
		found = look_quotes(best = known->separator ? known->separator : "\t", known, begin, whole);
	for (size_t i = 0; i < sizeof separators / sizeof *separators && !known->separator && !known->tsv; i++) {
		struct seen s = look_quotes(separators[i], known, begin, whole);
		const bool tab = *separators[i] == '\t' && *named == '\t';
		struct reasons r = { s.names, consistent(&s) || (tab && s.parted), tab && s.parted, false, 0, separators[i] == named || !strcmp(separators[i], named),
		                     s.width };

		r.decimals = r.fits && *separators[i] != ',' && s.decimals && !s.others;
		r.same = s.rows ? (double)s.same / (double)s.rows : 0;
		if (i == 0 || better(&r, &reasons))
			found = s, reasons = r, best = separators[i];
	}
	/* where nothing fits, it is as its name says, and what is wrong is told then */
	if (!known->separator && !known->tsv && !reasons.fits && !reasons.names && strcmp(best, named))
		found = look_quotes(named, known, begin, whole);
	found.format.escapes = !found.format.quotes && *found.format.separator == '\t' && table_may_be_escaped(begin, whole);
	found.format.guessed = found.format.escapes;
	return found.format;
}

bool table_as_named(const char *path, struct table_format f)
{
	return f.quotes != TABLE_LOOSE && !strcmp(f.separator, table_named_csv(path) ? "," : "\t");
}
