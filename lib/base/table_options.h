/* table_options - the options that say what a table is, the same in every tool that reads one
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_TABLE_OPTIONS_H
#define HNPS_TABLE_OPTIONS_H

#include "base/cli.h"
#include "base/examples.h"

struct table_options {
	const char *delimiter, *encoding;
	bool csv, tsv, header, no_header, escapes, no_escapes, json;
	const struct table_json *paths; /* with `json`: the columns; set by table_options_paths */
};

/* Their rows in the table of options; `o` is a variable. */
#define TABLE_OPTIONS(o) \
	CLI_TEXT('d', "delimiter", "CHAR", (o).delimiter, "what separates the columns, \\t being a tab; without it, what the first rows have"), \
	CLI_TEXT(0, "encoding", "NAME", (o).encoding, "what the input is in, and the output then, too; else UTF-8, or what a byte-order mark says"), \
	CLI_FLAG(0, "csv", (o).csv, "fields may be in quotes, whatever the file's name"), \
	CLI_FLAG(0, "tsv", (o).tsv, "quotes mean nothing, and a tab separates unless -d says otherwise"), \
	CLI_FLAG(0, "header", (o).header, "the table's first line has the columns' names; a name for a column implies it"), \
	CLI_FLAG(0, "no-header", (o).no_header, "the first line has no names"), \
	CLI_FLAG(0, "escapes", (o).escapes, "\\t, \\n, \\r and \\\\ in plain fields stand for characters; without it, where all backslashes could"), \
	CLI_FLAG(0, "no-escapes", (o).no_escapes, "backslashes mean nothing"), \
	CLI_FLAG(0, "json", (o).json, "the table is JSON lines, a record on each line, and columns are paths, such as user.name or tags[0]")

/* Opens an input; dies when that fails. */
struct source *table_options_open(const struct table_options *o, const char *path);

/* With --json, makes columns of the paths that a tool's options name, and puts the columns' numbers in the places of the paths, so that all else takes them
 * for a table; dies when one is no path, or not given. `from` is a list; `to` is written, and may lack in a record unless all need it (`needed`); `group` may
 * be NULL or hold NULL. Else nothing. */
void table_options_paths(struct table_options *o, const char **from, const char **to, const char **group, bool needed);

/* Names the columns of examples by their paths, for messages. */
void table_options_name_paths(const struct table_options *o, struct examples *all);

/* Lists what a tool's options call the columns, NULL behind the last: those of a list (inputs.h), and others, which may be NULL. */
enum { TABLE_NAMES = CELLS_MOST + 3 };
void table_options_columns(const char *list, const char *one, const char *other, const char **columns);

/* Dies when they contradict each other. `columns`: what the tool's options call them, NULL behind the last. Sets `header` when one is a name. */
void table_options_check(struct table_options *o, const char *const *columns);

/* The format of a table, which is looked at; says so by warn when it isn't what the name says, unless `quiet`. A table that is typed at a
 * terminal isn't waited for. */
struct table_format table_options_format(const struct table_options *o, const char *const *columns, struct source *table, bool quiet);

/* Tells that rows, if there are some, have backslashes that are no escapes, though the first rows seemed to say so. */
void table_options_say_plain(const char *name, long rows, long first);

/* Tells that rows have too few fields or too many, or that records lack something, of the first of them this, and so were left alone. */
void table_options_say_odd(const char *name, long rows, long first, const char *reason);

#endif
