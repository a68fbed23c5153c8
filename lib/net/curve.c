/* curve - how a training went: a row of figures for each validation
 * SPDX-License-Identifier: MIT */
#include "net/curve.h"

#include <stdlib.h>

const char *const curve_columns[CURVE_COLUMNS] = {
	"step", "programs", "epoch", "tflop", "rate", "train_loss", "train_tokens", "loss", "tokens", "given", "all", "embedding_loss",
	"seconds",
};

double *curve_add(struct curve *c)
{
	c->row = mem_room(c->row, c->n, &c->cap, sizeof *c->row);
	return c->row[c->n++];
}

void curve_set(struct curve *c, const double *rows, size_t n)
{
	curve_free(c);
	for (size_t i = 0; i < n; i++)
		memcpy(curve_add(c), rows + i * CURVE_COLUMNS, sizeof *c->row);
}

void curve_print(const struct curve *c, struct buf *out)
{
	for (int k = 0; k < CURVE_COLUMNS; k++)
		buf_printf(out, "%s%s", k ? "\t" : "", curve_columns[k]);
	buf_putc(out, '\n');
	for (size_t i = 0; i < c->n; i++)
		for (int k = 0; k < CURVE_COLUMNS; k++)
			buf_printf(out, "%.7g%c", c->row[i][k], k == CURVE_COLUMNS - 1 ? '\n' : '\t');
}

void curve_free(struct curve *c)
{
	free(c->row);
	*c = (struct curve){ 0 };
}
