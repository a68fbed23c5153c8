/* json_text - JSON text as bytes: whether it is JSON, where its values stand, what its strings say
 * SPDX-License-Identifier: MIT
 *
 * RFC 8259, strictly. Nothing is built: a value is the slice of the text that spells it, so that all else can stay as
 * it is. */
#ifndef HNPS_JSON_TEXT_H
#define HNPS_JSON_TEXT_H

#include "base/mem.h"

enum { JSON_TEXT_DEPTH = 1000 };        /* how deep values may be nested */

/* Takes the blanks around a value away: its slice, or a `p` of NULL and the reason (static) when the text is not one
 * value of JSON in UTF-8. */
struct str json_text_value(struct str text, const char **why);

/* The value in a text of which that is known. */
struct str json_text_trim(struct str text);

/* The members of an object or an array that json_text_value has found to be JSON, one after the other. Starts as all
 * zeros. */
struct json_member { struct str key, value; };          /* key: with its quotes; of an array it is empty */
bool json_text_next(struct str container, struct json_member *m);

/* Is a value of JSON a string or a number, by its first byte? */
bool json_text_is_string(struct str value);
bool json_text_is_number(struct str value);
bool json_text_is_null(struct str value);

/* Is a text all that a number of JSON is? */
bool json_text_may_be_number(struct str text);

/* Appends what a string, with its quotes, says: false, and nothing appended, when it has half a surrogate pair. At most
 * as many bytes as the string is long. */
bool json_text_unquote(struct str string, struct buf *out);

/* Appends a string, with its quotes: UTF-8 as it is, or as \uXXXX where it is not ASCII (`ascii`). */
void json_text_quote(struct buf *out, struct str text, bool ascii);

#endif
