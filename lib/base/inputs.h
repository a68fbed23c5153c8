/* inputs - which columns of a table are read, and the input that a row makes of them
 * SPDX-License-Identifier: MIT
 *
 * One column is the input as it is; of several the cells are joined (cells.h). */
#ifndef HNPS_INPUTS_H
#define HNPS_INPUTS_H

#include "base/cells.h"
#include "base/table.h"

/* The columns, from 0, in the order in which programs count them. */
struct inputs { size_t at[CELLS_MOST]; size_t n; };

/* Has a list of columns a name in it, so that a header line is needed? */
bool inputs_by_name(const char *list);

/* Cuts a list into its columns, of which there are at most CELLS_MOST here: how many. They live in the arena. */
size_t inputs_split(const char *list, const char **columns, struct arena *a);

/* Finds the columns of a list: `first,last` or `1,3`; a name of the header (NULL: there is none) that is the whole list is that one. Of what was given to an
 * option several times, U+001F separates the columns. 0, or -1 as table_column, with the reason added to `why`. */
int inputs_find(struct inputs *in, const struct table_row *header, const char *list, struct buf *why);

/* All of so many columns but `output` and `group`, which may be outside of them; of more than CELLS_MOST those that are nearest to the output. */
void inputs_all_but(struct inputs *in, size_t width, size_t output, size_t group);

/* The input that a row makes, borrowed from the row, or `joined` in that buffer, which is overwritten: a cell that the row lacks is empty, if it
 * isn't the only one, and of empty cells alone the input is empty. False with the reason in *why (static). */
bool inputs_of(const struct inputs *in, const struct table_row *row, struct buf *joined, struct str *input, const char **why);

/* Appends the list that names these columns, of all or of those that are marked, as a shell takes it: by the names that the header has for them, when each
 * is one that a list can have, else by numbers. */
void inputs_put_list(struct buf *out, const struct inputs *in, const bool *marked, const struct str *names, size_t nnames);

/* Appends an input's cells, or those that are marked, as a message shows them: ` | ` stands between. */
void inputs_show(struct buf *out, struct str input, const bool *marked);

#endif
