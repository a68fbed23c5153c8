/* fuzz_json - any bytes as a path and a record: what is put there is found there, and all else is the same bytes
 * SPDX-License-Identifier: MIT */
#include "base/table_json.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/json_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A path's own text is read as the same path. */
static void check_path(const struct json_path *path, struct arena *a)
{
	struct json_path again;
	struct buf why = { 0 };

	if (json_paths_read(path->text.p, &again, 1, a, &why) != 1 || !str_eq(path->text, again.text) ||
	    path->n != again.n)
		abort();
	for (size_t i = 0; i < path->n; i++)
		if (!str_eq(path->steps[i].key, again.steps[i].key) || path->steps[i].index != again.steps[i].index)
			abort();
}

static void check_record(const struct table_json *json, struct str text, struct str field)
{
	struct table_format f = { .separator = "\t", .json = json, .bytes = true };
	struct table_row row = { 0 }, again = { 0 };
	struct buf out = { 0 };
	struct json_spot spot;
	const char *why;
	size_t before, behind;

	if (table_parse(f, text, &row, &why) < 0 || row.n != json->n)
		abort();
	if (!row.wrong && !table_row_empty(&row)) {
		spot = json_path_find(&json->paths[json->written], json_text_value(row.record, &why));
		before = spot.value.p ? (size_t)(spot.value.p - text.p) : 0;
		behind = spot.value.p ? text.n - before - spot.value.n : 0;
		if (table_put_with(&out, f, &row, (size_t)json->written, field) < 0)
			abort();
		if (table_parse(f, buf_view(&out), &again, &why) < 0 || again.wrong)
			abort();
		if (!str_eq(again.fields[json->written], field) || out.n < before + behind)
			abort();
		if (memcmp(out.p, text.p, before) ||
		    memcmp(out.p + out.n - behind, text.p + text.n - behind, behind))
			abort();
	}
	table_row_free(&row);
	table_row_free(&again);
	buf_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *const cut = memchr(data, '\n', size);
	struct buf list = { 0 }, why = { 0 };
	struct arena arena = { 0 };
	struct json_path paths[3];
	struct str text;
	long n;

	if (!cut)
		return 0;
	text = (struct str){ (const char *)cut + 1, size - (size_t)(cut + 1 - data) };
	buf_put(&list, data, (size_t)(cut - data));
	n = json_paths_read(buf_cstr(&list), paths, 3, &arena, &why);
	if (n < 0 && why.n == 0)
		abort();
	for (long i = 0; i < n; i++)
		check_path(&paths[i], &arena);
	if (n > 0)
		check_record(table_json_make(paths, (size_t)n, n - 1, &arena), text, STR("x\"\\\n\xc3\xa9"));
	buf_free(&list);
	buf_free(&why);
	arena_free(&arena);
	return 0;
}
