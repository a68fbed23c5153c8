/* filling - runs what was learnt over the lines or the table that it is for
 * SPDX-License-Identifier: MIT */
#include "fill/filling.h"

#include "dsl/dsl_column.h"

int filling_run(struct dsl_map *m, const struct dsl_program *p, const struct inputs *inputs, struct source *text,
                const char *out, struct buf *why)
{
	bool needed[CELLS_MOST];
	struct arena a = { 0 };
	struct buf list = { 0 };
	struct dsl_program narrow;
	struct dsl_ready *ready;
	int failed;

	dsl_columns_needed(p, inputs->n, needed);
	narrow = dsl_narrow(p, inputs->n, needed, &a);
	inputs_put_list(&list, inputs, needed, NULL, 0);
	m->from = buf_cstr(&list);
	m->program = ready = dsl_ready(inputs->n > 1 ? &narrow : p);
	failed = dsl_map(m, text, out, why);
	m->program = NULL, m->from = NULL;
	dsl_done(ready);
	buf_free(&list);
	arena_free(&a);
	return failed;
}

void filling_report(struct remarks *out, const struct dsl_map *m, const char *name)
{
	struct buf text = { 0 };

	if (!m->failed)
		return;
	buf_printf(&text, "%s: %ld of %ld lines could not be handled, the first is line %ld: %s%s", name, m->failed,
	           m->lines, m->first, m->reason,
	           strcmp(m->reason, dsl_error_text(RUN_NOT_UTF8)) ? "" : "; --encoding says what it is in");
	remarks_take(out, &text);
}

void filling_report_kept(struct remarks *out, const struct dsl_map *m, const char *name)
{
	struct buf text = { 0 };

	if (!m->failed)
		return;
	buf_printf(&text, "%s: %ld of %ld lines have no such piece and stay as they are, the first is line %ld", name,
	           m->failed, m->lines, m->first);
	remarks_take(out, &text);
}
