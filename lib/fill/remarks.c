/* remarks - what there is to say to a person, a line each
 * SPDX-License-Identifier: MIT */
#include "fill/remarks.h"

#include <stdlib.h>

void remarks_take(struct remarks *r, struct buf *line)
{
	r->lines = mem_room(r->lines, r->n, &r->cap, sizeof *r->lines);
	r->lines[r->n++] = arena_take(&r->arena, line);
}

void remarks_free(struct remarks *r)
{
	free(r->lines);
	arena_free(&r->arena);
	*r = (struct remarks){ 0 };
}
