/* json - msgpack objects as JSON text
 * SPDX-License-Identifier: MIT */
#include "base/json.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

/* How many bytes of valid UTF-8 `s` begins with, as one character; 0 when it begins with something else. */
static size_t character(struct str s)
{
	for (size_t n = 1; n <= 4 && n <= s.n; n++)
		if (utf8_check((struct str){ s.p, n }) != UTF8_BROKEN)
			return n;
	return 0;
}

void json_put_str(struct buf *out, struct str s)
{
	bool whole = utf8_check(s) != UTF8_BROKEN;

	buf_putc(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		size_t n = 1;

		if (c >= 0x80 && !whole && !(n = character((struct str){ s.p + i, s.n - i })))
			buf_puts(out, "\xef\xbf\xbd");
		else if (c >= 0x80)
			buf_put(out, s.p + i, n);
		else if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else if (c == '\n')
			buf_puts(out, "\\n");
		else if (c == '\t')
			buf_puts(out, "\\t");
		else if (c == '\r')
			buf_puts(out, "\\r");
		else if (c < 0x20 || c == 0x7f)
			buf_printf(out, "\\u%04x", c);
		else
			buf_putc(out, (char)c);
		i += n ? n - 1 : 0;
	}
	buf_putc(out, '"');
}

static void put_base64(struct buf *out, struct str s)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	buf_putc(out, '"');
	for (size_t i = 0; i < s.n; i += 3) {
		unsigned left = s.n - i < 3 ? (unsigned)(s.n - i) : 3, bits = 0;

		for (unsigned j = 0; j < 3; j++)
			bits = bits << 8 | (j < left ? (unsigned char)s.p[i + j] : 0);
		for (unsigned j = 0; j < 4; j++)
			buf_putc(out, j <= left ? digits[bits >> (18 - 6 * j) & 63] : '=');
	}
	buf_putc(out, '"');
}

/* The shortest decimal number that reads back as the same. */
static void put_real(struct buf *out, double x, bool single)
{
	char text[40];

	if (!isfinite(x)) {
		buf_puts(out, "null");
		return;
	}
	for (int digits = single ? 6 : 15;; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, x);
		if (digits >= 17 || (single ? strtof(text, NULL) == (float)x : strtod(text, NULL) == x))
			break;
	}
	buf_puts(out, text);
}

static void put_floats(struct buf *out, struct str s)
{
	buf_putc(out, '[');
	for (size_t i = 0; i < s.n; i += 4) {
		const unsigned char *p = (const unsigned char *)s.p + i;
		uint32_t bits = p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
		float x;

		memcpy(&x, &bits, sizeof x);
		if (i)
			buf_puts(out, ", ");
		put_real(out, (double)x, true);
	}
	buf_putc(out, ']');
}

static void put_key(struct buf *out, const msgpack_object *key)
{
	bool number = key->type >= MSGPACK_OBJECT_BOOLEAN && key->type <= MSGPACK_OBJECT_FLOAT64;

	if (key->type == MSGPACK_OBJECT_STR) {
		json_put_str(out, (struct str){ key->via.str.ptr, key->via.str.size });
		return;
	}
	buf_putc(out, '"');
	if (number || key->type == MSGPACK_OBJECT_FLOAT32)
		json_put(out, key);
	else
		buf_putc(out, '?');
	buf_putc(out, '"');
}

static void put_map(struct buf *out, const msgpack_object_map *map)
{
	buf_putc(out, '{');
	for (uint32_t i = 0; i < map->size; i++) {
		const msgpack_object *key = &map->ptr[i].key, *value = &map->ptr[i].val;
		bool floats = key->type == MSGPACK_OBJECT_STR && str_eq((struct str){ key->via.str.ptr, key->via.str.size }, STR("embedding"));

		if (i)
			buf_puts(out, ", ");
		put_key(out, key);
		buf_puts(out, ": ");
		if (floats && value->type == MSGPACK_OBJECT_BIN && value->via.bin.size % 4 == 0)
			put_floats(out, (struct str){ value->via.bin.ptr, value->via.bin.size });
		else
			json_put(out, value);
	}
	buf_putc(out, '}');
}

void json_put(struct buf *out, const msgpack_object *o)
{
	switch (o->type) {
	case MSGPACK_OBJECT_BOOLEAN:
		buf_puts(out, o->via.boolean ? "true" : "false");
		break;
	case MSGPACK_OBJECT_POSITIVE_INTEGER:
		buf_printf(out, "%llu", (unsigned long long)o->via.u64);
		break;
	case MSGPACK_OBJECT_NEGATIVE_INTEGER:
		buf_printf(out, "%lld", (long long)o->via.i64);
		break;
	case MSGPACK_OBJECT_FLOAT32:
	case MSGPACK_OBJECT_FLOAT64:
		put_real(out, o->via.f64, o->type == MSGPACK_OBJECT_FLOAT32);
		break;
	case MSGPACK_OBJECT_STR:
		json_put_str(out, (struct str){ o->via.str.ptr, o->via.str.size });
		break;
	case MSGPACK_OBJECT_BIN:
		put_base64(out, (struct str){ o->via.bin.ptr, o->via.bin.size });
		break;
	case MSGPACK_OBJECT_EXT:
		buf_printf(out, "{\"type\": %d, \"base64\": ", o->via.ext.type);
		put_base64(out, (struct str){ o->via.ext.ptr, o->via.ext.size });
		buf_putc(out, '}');
		break;
	case MSGPACK_OBJECT_ARRAY:
		buf_putc(out, '[');
		for (uint32_t i = 0; i < o->via.array.size; i++) {
			if (i)
				buf_puts(out, ", ");
			json_put(out, &o->via.array.ptr[i]);
		}
		buf_putc(out, ']');
		break;
	case MSGPACK_OBJECT_MAP:
		put_map(out, &o->via.map);
		break;
	default:
		buf_puts(out, "null");
	}
}
