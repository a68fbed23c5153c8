/* json - msgpack objects as JSON text
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_JSON_H
#define HNPS_JSON_H

#include <msgpack.h>

#include "base/mem.h"

/* Appends an object on one line. Strings are UTF-8 as they are, with U+FFFD for each byte that is none. Bytes are an array of numbers
 * under the key "embedding", which says that they are float32, else a string in base64; an extension is {"type": T, "base64": "..."}.
 * Numbers read back as the same; those that JSON hasn't got are null. A key that is a number becomes its text, any other that is no
 * string "?". */
void json_put(struct buf *out, const msgpack_object *object);

void json_put_str(struct buf *out, struct str s);       /* a string with its quotes */

#endif
