/* table_json - JSON lines as a table: a row is a record, and its columns are paths
 * SPDX-License-Identifier: MIT */
#include "base/table_json.h"

#include <stdlib.h>

#include "base/json_text.h"
#include "base/utf8.h"

static const char *message(struct arena *a, const char *before, struct str path, const char *behind)
{
	struct buf text = { 0 };

	buf_puts(&text, before);
	buf_str(&text, path);
	buf_puts(&text, behind);
	return arena_take(a, &text).p;
}

struct table_json *table_json_make(const struct json_path *paths, size_t n, long written, struct arena *a)
{
	struct table_json *json = arena_get(a, sizeof *json);

	*json = (struct table_json){ .paths = paths, .n = n, .written = written };
	json->lacks = arena_get(a, n * sizeof *json->lacks);
	json->unfit = arena_get(a, n * sizeof *json->unfit);
	for (size_t i = 0; i < n; i++) {
		json->lacks[i] = message(a, (long)i == written ? "no place for " : "no ", paths[i].text, "");
		json->unfit[i] = message(a, "", paths[i].text, " is neither a string nor a number");
	}
	return json;
}

/* The cell of a value; false: it is none. Its text is borrowed from the record or from `decoded`, which has room for
 * it. */
static bool cell_of(struct str value, struct buf *decoded, struct str *cell)
{
	const size_t before = decoded->n;

	*cell = STR("");
	if (json_text_is_null(value))
		return true;
	*cell = value;
	if (json_text_is_number(value))
		return true;
	if (!json_text_is_string(value))
		return false;
	*cell = (struct str){ value.p + 1, value.n - 2 };
	if (!cell->n || !memchr(cell->p, '\\', cell->n))
		return true;
	if (!json_text_unquote(value, decoded))
		return false;
	*cell = (struct str){ decoded->p + before, decoded->n - before };
	return true;
}

void table_json_parse(const struct table_json *json, struct str text, struct table_row *row)
{
	const char *p = text.p, *const end = text.p + text.n;
	struct str record;

	while (row->cap < json->n) {
		size_t cap = row->cap;

		row->fields = mem_room(row->fields, row->cap, &cap, sizeof *row->fields);
		row->raw = mem_room(row->raw, row->cap, &row->cap, sizeof *row->raw);
	}
	row->n = json->n;
	row->record = text;
	row->text.n = 0;
	for (size_t i = 0; i < row->n; i++)
		row->fields[i] = row->raw[i] = STR("");
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	if (p == end)                   /* a blank line */
		return;
	record = json_text_value(text, &row->wrong);
	if (!record.p)
		return;
	buf_want(&row->text, text.n * json->n);         /* so what is decoded stays where it is */
	for (size_t i = 0; i < row->n && !row->wrong; i++) {
		const struct json_spot spot = json_path_find(&json->paths[i], record);

		if (spot.value.p) {
			row->raw[i] = spot.value;
			row->wrong = cell_of(spot.value, &row->text, &row->fields[i]) ? NULL : json->unfit[i];
		} else if ((long)i != json->written || !spot.free) {
			row->wrong = json->lacks[i];
		}
	}
}

/* Has the record's writer spelled all that is not ASCII as \uXXXX? */
static bool only_ascii(struct str record)
{
	if (utf8_check(record) != UTF8_ASCII)
		return false;
	for (const char *p = record.p, *end = p + record.n; (p = memmem(p, (size_t)(end - p), "\\u", 2)); p += 2)
		if (end - p > 3 && (p[2] != '0' || p[3] != '0' || (end - p > 4 && p[4] >= '8')))
			return true;
	return false;
}

int table_json_put_with(struct buf *out, const struct table_json *json, const struct table_row *row, size_t at,
    struct str field, bool number)
{
	const struct json_path *path = &json->paths[at];
	const struct json_spot spot = json_path_find(path, json_text_trim(row->record));
	struct buf value = { 0 };

	if (number && field.n && !json_text_may_be_number(field))
		return -1;
	if (!field.n && (!spot.value.p || json_text_is_null(spot.value))) {
		buf_str(out, row->record);
		return 0;
	}
	if (!field.n)
		buf_puts(&value, "null");
	else if (number)
		buf_str(&value, field);
	else
		json_text_quote(&value, field, utf8_check(field) == UTF8_WIDE && only_ascii(row->record));
	json_path_put(out, path, row->record, &spot, buf_view(&value));
	buf_free(&value);
	return 0;
}
