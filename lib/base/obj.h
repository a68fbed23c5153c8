/* obj - msgpack objects over zio: one by one, bounded, checked before anything is allocated for them
 * SPDX-License-Identifier: MIT
 *
 * msgpack-c decodes; before it does, a walk over the bytes checks that the object is whole, that no length or count promises more
 * than is there, and that it is not nested too deeply. So a lying length costs nothing. */
#ifndef HNPS_OBJ_H
#define HNPS_OBJ_H

#include <msgpack.h>

#include "base/mem.h"
#include "base/zio.h"

enum {
	OBJ_BYTES = 64 << 20,   /* the largest object that is read: a record of 500 pairs of 64 KiB fits */
	OBJ_VALUES = 4 << 20,   /* the most values in one object: decoded, each takes 24 bytes */
	OBJ_DEPTH = 32,         /* the deepest nesting; msgpack-c goes no further */
};

struct obj {
	struct str bytes;               /* as they stand in the stream */
	msgpack_object value;           /* the same decoded; its strings point into `bytes` or into the reader */
};

struct obj_reader;
struct obj_reader *obj_open(int fd);    /* owns the descriptor; freed by obj_close */

/* As zio_frame; to be called before the first obj_next, and after each 0 of it. */
int obj_frame(struct obj_reader *r);

/* 1 and the next object (borrowed until the next call), 0 the frame has ended, -1 damage (obj_error). */
int obj_next(struct obj_reader *r, struct obj *object);
const char *obj_error(const struct obj_reader *r);
void obj_stop_at(struct obj_reader *r, const volatile sig_atomic_t *stop);      /* as zio_stop_at */
void obj_close(struct obj_reader *r);

/* The size in bytes of the one object that `s` begins with; 0 when it is cut short, -1 with *why set when it is no object or
 * exceeds the limits. */
ssize_t obj_span(struct str s, const char **why);

/* The fields of a map, or the elements of an array, one by one: start with a struct of zeros; 1 and the next, 0 when there are
 * no more, -1 when the field's key is no string. `of` must have come from obj_next or from here. */
struct obj_field {
	struct str key;                 /* of a field */
	struct obj value;
	struct str bytes;               /* of a field: key and value as they stand in the stream */
	size_t at, index;               /* where the walk is: not for the caller */
};
int obj_field(const struct obj *of, struct obj_field *field);
int obj_element(const struct obj *of, struct obj_field *element);

/* A key that a map has twice; n = 0 when there is none. Keys that are no strings don't count. */
struct str obj_repeated(const struct obj *map);

/* msgpack_packer's write function for a struct buf. */
int obj_put(void *buf, const char *p, size_t n);

#endif
