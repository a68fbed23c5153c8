/* json_path - a place in JSON values, as jq writes it, and how what stands there is replaced
 * SPDX-License-Identifier: MIT
 *
 * A path is keys and indices, such as user.name, tags[0], ."a.b". A key of other characters than . [ ] , and quotes
 * stands as it is, behind a period; any key as a string of JSON, behind a period or in brackets. An index counts from
 * 0, a negative one from the end. The first period may lack; a period alone is the whole value. */
#ifndef HNPS_JSON_PATH_H
#define HNPS_JSON_PATH_H

#include "base/mem.h"

struct json_step { struct str key; long index; };       /* key.p NULL: it is an index */

struct json_path {
	struct json_step *steps; size_t n;
	/* the path, so that it is read again as the same; no comma or single quote is in it, and more than digits */
	struct str text;
};

/* Reads the paths of a list, which commas or U+001F separate: how many, at most `most`; -1 with the reason added to
 * `why`. They live in the arena. */
long json_paths_read(const char *list, struct json_path *paths, size_t most, struct arena *a, struct buf *why);

/* Where a path leads in a value that json_text_value gave. Of keys that an object has twice, the last counts. */
struct json_spot {
	struct str value;               /* what stands there; `p` is NULL: nothing does */
	struct str container;           /* then, the innermost value on the way that is there */
	size_t steps;                   /* and how many steps lead to it */
	/* and that nothing forbids to add what lacks: keys of objects, the element behind an array's last */
	bool free;
};
struct json_spot json_path_find(const struct json_path *path, struct str value);

/* Appends `text`, of which `spot` is a place, with `value`, spelled in JSON, in this place: replaced, or added behind
 * what the container has, with blanks as between what is there. All else is the same bytes. */
void json_path_put(struct buf *out, const struct json_path *path, struct str text, const struct json_spot *spot,
    struct str value);

#endif
