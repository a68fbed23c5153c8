/* table_options - the options that say what a table is, the same in every tool that reads one
 * SPDX-License-Identifier: MIT */
#include "base/table_options.h"

#include <stdlib.h>

#include "base/table_guess.h"
#include "base/table_json.h"
#include "base/utf8.h"

enum { LOOK = 64 << 10 };       /* bytes of the table's beginning */

/* Two options of which only one may be given. */
static void exclude(bool a, const char *one, bool b, const char *other)
{
	if (a && b)
		usage_die("--%s and --%s exclude each other", one, other);
}

/* Reads the paths of an option; in its place are their numbers then. Both live as long as the process. */
static size_t read_paths(const char *option, const char **list, struct json_path *paths, size_t before, size_t most, struct arena *a)
{
	struct buf numbers = { 0 }, why = { 0 };
	const long n = json_paths_read(*list, paths + before, most, a, &why);

	if (n < 0)
		usage_die("option --%s: %s", option, buf_cstr(&why));
	for (long i = 1; i <= n; i++)
		buf_printf(&numbers, i == 1 ? "%zu" : ",%zu", before + (size_t)i);
	*list = arena_take(a, &numbers).p;
	return (size_t)n;
}

void table_options_paths(struct table_options *o, const char **from, const char **to, const char **group, bool needed)
{
	struct arena a = { 0 };         /* what options say is there as long as the process */
	struct json_path *paths;
	size_t n;

	if (!o->json)
		return;
	exclude(o->csv, "csv", true, "json");
	exclude(o->tsv, "tsv", true, "json");
	exclude(o->delimiter, "delimiter", true, "json");
	exclude(o->header, "header", true, "json");
	exclude(o->escapes, "escapes", true, "json");
	exclude(o->no_escapes, "no-escapes", true, "json");
	if (!cli_given("from") || !cli_given("to"))
		usage_die("--json needs --from and --to, the paths to what is read and written");
	paths = arena_get(&a, TABLE_NAMES * sizeof *paths);
	n = read_paths("from", from, paths, 0, CELLS_MOST, &a);
	n += read_paths("to", to, paths, n, 1, &a);
	if (group && *group)
		n += read_paths("group", group, paths, n, 1, &a);
	o->paths = table_json_make(paths, n, needed ? -1 : atol(*to) - 1, &a);
	o->no_header = true;
}

void table_options_name_paths(const struct table_options *o, struct examples *all)
{
	if (!o->paths)
		return;
	all->names = arena_get(&all->arena, o->paths->n * sizeof *all->names);
	all->nnames = o->paths->n;
	for (size_t i = 0; i < all->nnames; i++)
		all->names[i] = o->paths->paths[i].text;
}

void table_options_columns(const char *list, const char *one, const char *other, const char **columns)
{
	struct arena arena = { 0 };          /* what options say is there as long as the process */
	size_t n = inputs_split(list, columns, &arena);

	if (one)
		columns[n++] = one;
	if (other)
		columns[n++] = other;
	columns[n] = NULL;
}

void table_options_check(struct table_options *o, const char *const *columns)
{
	const char *d = o->delimiter;

	exclude(o->tsv, "tsv", o->csv, "csv");
	exclude(o->header, "header", o->no_header, "no-header");
	exclude(o->escapes, "escapes", o->no_escapes, "no-escapes");
	if (d && strcmp(d, "\\t") == 0)
		o->delimiter = d = "\t";
	if (d && (!*d || strlen(d) > 4 || utf8_check(str_of(d)) == UTF8_BROKEN || utf8_length(str_of(d)) != 1 || strchr("\n\r\"", *d)))
		usage_die("option --delimiter: '%s' is not one character that can separate columns", d);
	for (; *columns; columns++) {
		if (o->no_header && table_by_name(*columns))
			usage_die("--no-header: '%s' is a name of a header line", *columns);
		o->header |= table_by_name(*columns);
	}
}

struct source *table_options_open(const struct table_options *o, const char *path)
{
	struct buf why = { 0 };
	struct source *s = source_open(path, &why);

	if (!s)
		die("%s", buf_cstr(&why));
	if (o->encoding && source_set_encoding(s, o->encoding) < 0)
		usage_die("option --encoding: iconv knows no '%s'", o->encoding);
	return s;
}

/* The separator as a message shows it. */
static const char *shown(const struct table_format *f)
{
	return *f->separator == '\t' ? "\\t" : f->separator;
}

struct table_format table_options_format(const struct table_options *o, const char *const *columns, struct source *table, bool quiet)
{
	const struct table_known known = { source_name(table), o->delimiter, o->csv, o->tsv, o->header ? columns : NULL };
	const struct str begin = source_at_terminal(table) ? STR("") : source_look(table, LOOK);
	struct table_format f;

	if (!begin.p)
		die("%s", source_error(table));
	if (o->paths)
		return (struct table_format){ .separator = "\t", .json = o->paths };
	f = table_guess(&known, begin, begin.n < LOOK);
	if (!quiet && !o->delimiter && !o->csv && !o->tsv && !table_as_named(known.path, f))
		warn("%s: its columns are separated by '%s'%s (-d decides)", known.path, shown(&f),
		     f.quotes == TABLE_LOOSE ? ", and some quotes in them are text" : "");
	if (o->escapes || o->no_escapes)
		f.escapes = o->escapes && !f.quotes, f.guessed = false;
	return f;
}

void table_options_say_plain(const char *name, long rows, long first)
{
	if (rows)
		warn("%s: the backslashes of %ld row%s, the first in line %ld, are no escapes, though those of the first rows could be: they are taken as they "
		     "are there (--escapes and --no-escapes decide)", name, rows, rows == 1 ? "" : "s", first);
}

void table_options_say_odd(const char *name, long rows, long first, const char *reason)
{
	if (reason && rows == 1)
		warn("%s: the record in line %ld is left alone: %s", name, first, reason);
	else if (reason)
		warn("%s: %ld records are left alone, the first is in line %ld: %s", name, rows, first, reason);
	else if (rows == 1)
		warn("%s: the row in line %ld has too few fields or too many and is left alone", name, first);
	else
		warn("%s: %ld rows have too few fields or too many and are left alone, the first is in line %ld", name, rows, first);
}
