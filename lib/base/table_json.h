/* table_json - JSON lines as a table: a row is a record, and its columns are paths
 * SPDX-License-Identifier: MIT
 *
 * A cell is what a string says, or a number as it is spelled; empty where null stands. */
#ifndef HNPS_TABLE_JSON_H
#define HNPS_TABLE_JSON_H

#include "base/json_path.h"
#include "base/table.h"

/* Which paths are the columns. Freed with the arena that they were read into. */
struct table_json {
	const struct json_path *paths; size_t n;
	long written;                   /* the column that may lack, as it is written; -1: none */
	/* of each path, what is wrong with a record that has nothing there and no place for it; or what is no cell */
	const char **lacks, **unfit;
};

/* `lacks` and `unfit` are made here. `written` may be -1. */
struct table_json *table_json_make(const struct json_path *paths, size_t n, long written, struct arena *a);

/* Takes apart one record, its line end taken away. Sets the row's fields, and `wrong`. */
void table_json_parse(const struct table_json *json, struct str text, struct table_row *row);

/* Appends a record with another text in a column: as a string, or as it is (`number`). An empty text is null, and where
 * nothing or null stands the record stays as it is. -1 when it is to be a number and is none. */
int table_json_put_with(struct buf *out, const struct table_json *json, const struct table_row *row, size_t at,
    struct str field, bool number);

#endif
