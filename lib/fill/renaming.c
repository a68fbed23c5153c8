/* renaming - files, whose names are the inputs, and what a program calls them
 * SPDX-License-Identifier: MIT */
#include "fill/renaming.h"

#include "base/utf8.h"
#include "dsl/dsl_run.h"
#include "fill/shown.h"

static bool is_example(const struct given *g, struct str name)
{
	for (size_t i = 0; i < g->n; i++)
		if (str_eq(g->inputs[i], name))
			return true;
	return false;
}

int renaming_take(struct renames *files, struct given *g, char *const *paths, struct buf *why)
{
	for (; *paths; paths++) {
		struct str name;

		if (renames_add(files, *paths, why) < 0)
			return -1;
		name = files->files[files->n - 1].old;
		if (!is_example(g, name) && utf8_check(name) != UTF8_BROKEN)
			given_add_other(g, name, 0);
	}
	return 0;
}

size_t renaming_name(struct renames *files, const struct dsl_program *p, bool keep, struct buf *first)
{
	struct dsl_ready *ready = dsl_ready(p);
	struct dsl_scratch *scratch = dsl_scratch_make();
	struct buf made = { 0 };
	size_t kept = 0;

	for (size_t i = 0; i < files->n; i++) {
		const struct renames_file *file = &files->files[i];
		enum dsl_error error;

		made.n = 0;
		error = dsl_run(ready, scratch, file->old, &made);
		if (!error) {
			renames_set(files, i, buf_view(&made));
		} else if (!keep) {
			renames_refuse(files, i, dsl_error_text(error));
		} else if (kept++ == 0) {
			buf_str(first, file->folder);
			buf_str(first, file->old);
			buf_printf(first, ": %s", dsl_error_text(error));
		}
	}
	dsl_scratch_free(scratch);
	dsl_done(ready);
	buf_free(&made);
	return kept;
}

void renaming_put(struct buf *out, const struct renames *files)
{
	struct buf path = { 0 };

	for (size_t i = 0; i < files->n; i++) {
		const struct renames_file *file = &files->files[i];

		if (str_eq(file->old, file->fresh))
			continue;
		for (int k = 0; k < 2; k++) {
			path.n = 0;
			buf_str(&path, file->folder);
			buf_str(&path, k ? file->fresh : file->old);
			shown_field(out, buf_view(&path));
			buf_putc(out, k ? '\n' : '\t');
		}
	}
	buf_free(&path);
}
