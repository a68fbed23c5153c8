/* repeat - the command that does without questions what was done with them
 * SPDX-License-Identifier: MIT */
#include "fill/repeat.h"

#include "base/word.h"
#include "fill/shown.h"

/* Control characters would steer the terminal on which the command is told. */
static bool may_be_told(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		const unsigned char c = (unsigned char)s.p[i];

		if ((c < ' ' && c != '\t' && c != CELLS_SEPARATOR) || c == 127 ||
		    (c == 0xC2 && i + 1 < s.n && (unsigned char)s.p[i + 1] < 0xA0))
			return false;
	}
	return true;
}

bool repeat_is_possible(const struct ask *a)
{
	struct learner learner = learner_make();
	struct buf one = { 0 }, other = { 0 };
	const struct learnt again = learn(&learner, a->given, &a->how);
	bool same = again.status == EXACT_FOUND;

	for (size_t i = 0; i < a->given->n; i++)
		same = same && may_be_told(a->given->inputs[i]) && may_be_told(a->given->outputs[i]);
	if (same) {
		dsl_print(&one, &a->learnt.found->program);
		dsl_print(&other, &again.found->program);
		same = str_eq(buf_view(&one), buf_view(&other));
	}
	buf_free(&one);
	buf_free(&other);
	learner_free(&learner);
	return same;
}

void repeat_put(struct buf *out, const struct ask *a, bool every)
{
	const struct given *g = a->given;
	const size_t columns = a->all->inputs.n;
	bool read[CELLS_MOST] = { false };
	struct buf text = { 0 };

	if (!every) {
		shown_mark(&a->learnt.found->program, a->all, read);
		buf_puts(out, " --from ");
		inputs_put_list(out, &a->all->inputs, read, a->all->names, a->all->nnames);
	} else if (columns > 1) {
		memset(read, true, sizeof read);
		buf_puts(out, " --rows");
	}
	for (size_t i = 0; i < g->n; i++) {
		if (!every && g->lines[i] > 0)
			continue;                /* it is in the table */
		buf_puts(out, " -e ");
		given_put_typed(&text, g->inputs[i], columns, read);
		word_put(out, buf_view(&text));
		text.n = 0;
		buf_putc(out, ' ');
		word_put(out, g->outputs[i]);
	}
	buf_free(&text);
}
