/* json_path - a place in JSON values, as jq writes it, and how what stands there is replaced
 * SPDX-License-Identifier: MIT */
#include "base/json_path.h"

#include <stdlib.h>

#include "base/ascii.h"
#include "base/cells.h"
#include "base/json_text.h"
#include "base/utf8.h"

/* ---- reading paths ---- */

static bool ends_path(char c)
{
	return c == 0 || c == ',' || c == CELLS_SEPARATOR;
}

/* A key in quotes, which begins at `p`: where it ends, or NULL with the reason. */
static const char *read_quoted(const char *p, struct str *key, struct arena *a, const char **why)
{
	const char *end = p + 1;
	struct buf said = { 0 };
	struct str string;

	while (*end && *end != '"')
		end += end[0] == '\\' && end[1] ? 2 : 1;
	if (!*end)
		return *why = "a quote is missing", NULL;
	string = json_text_value((struct str){ p, (size_t)(end + 1 - p) }, why);
	if (!string.p || !json_text_unquote(string, &said))
		return *why = "what is in quotes is no string of JSON", NULL;
	*key = arena_take(a, &said);
	return end + 1;
}

/* What is in brackets, an index or a key in quotes; `p` is behind the bracket. */
static const char *read_bracket(const char *p, struct json_step *step, struct arena *a, const char **why)
{
	char *end;

	if (*p == '"') {
		if (!(p = read_quoted(p, &step->key, a, why)))
			return NULL;
	} else {
		if (!is_digit(p[*p == '-']))
			return *why = "what is in brackets is neither a number nor a string", NULL;
		step->index = strtol(p, &end, 10);
		if (end - p > 9)
			return *why = "so large an index can't be", NULL;
		p = end;
	}
	if (*p != ']')
		return *why = "a bracket is missing", NULL;
	return p + 1;
}

/* A key, behind a period or at the begin. */
static const char *read_key(const char *p, struct json_step *step, struct arena *a, const char **why)
{
	const char *end = p;

	if (*p == '"')
		return read_quoted(p, &step->key, a, why);
	while (!ends_path(*end) && !strchr(".[]\"", *end))
		end++;
	if (end == p)
		return *why = "a key is missing (an empty one is \"\")", NULL;
	step->key = arena_copy(a, (struct str){ p, (size_t)(end - p) });
	return end;
}

/* One path: where it ends, or NULL with the reason. */
static const char *read_path(const char *p, struct json_path *path, struct arena *a, const char **why)
{
	struct json_step *steps = NULL;
	size_t cap = 0;

	*path = (struct json_path){ 0 };
	if (*p == '.' && ends_path(p[1]))
		return p + 1;
	for (bool first = true; p && (first || !ends_path(*p)); first = false) {
		struct json_step step = { { NULL, 0 }, 0 };

		if (*p == '[' || (first && *p == '.' && p[1] == '['))
			p = read_bracket(p + 1 + (*p == '.'), &step, a, why);
		else if (*p == '.' || first)
			p = read_key(p + (*p == '.'), &step, a, why);
		else
			*why = "a period is missing", p = NULL;
		steps = mem_room(steps, path->n, &cap, sizeof *steps);
		steps[path->n++] = step;
	}
	path->steps = arena_get(a, path->n * sizeof *steps);
	memcpy(path->steps, steps, path->n * sizeof *steps);
	free(steps);
	return p;
}

static bool is_plain(struct str key)
{
	size_t digits = 0;

	for (size_t i = 0; i < key.n; i++) {
		if (!is_word_byte((unsigned char)key.p[i]) && key.p[i] != '_' && key.p[i] != '-')
			return false;
		digits += is_digit(key.p[i]);
	}
	return digits < key.n;
}

/* Appends a key as a string without commas and single quotes. */
static void put_quoted(struct buf *out, struct str key)
{
	struct buf string = { 0 };

	json_text_quote(&string, key, false);
	for (size_t i = 0; i < string.n; i++)
		if (string.p[i] == ',' || string.p[i] == '\'')
			buf_printf(out, "\\u%04x", string.p[i]);
		else
			buf_putc(out, string.p[i]);
	buf_free(&string);
}

static struct str path_text(const struct json_path *path, struct arena *a)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < path->n; i++) {
		const struct json_step *step = &path->steps[i];

		if (!step->key.p) {
			buf_printf(&text, "[%ld]", step->index);
			continue;
		}
		if (i)
			buf_putc(&text, '.');
		if (is_plain(step->key))
			buf_str(&text, step->key);
		else
			put_quoted(&text, step->key);
	}
	if (path->n == 0)
		buf_putc(&text, '.');
	return arena_take(a, &text);
}

long json_paths_read(const char *list, struct json_path *paths, size_t most, struct arena *a, struct buf *why)
{
	const char *reason = "not UTF-8", *p = utf8_check(str_of(list)) == UTF8_BROKEN ? NULL : list;

	for (size_t n = 0; p; p++) {
		if (n == most) {
			buf_printf(why, "more than %zu paths", most);
			return -1;
		}
		if (!(p = read_path(p, &paths[n], a, &reason)))
			break;
		paths[n].text = path_text(&paths[n], a);
		n++;
		if (!*p)
			return (long)n;
	}
	buf_printf(why, "'%s' is no path: %s", list, reason);
	return -1;
}

/* ---- following them ---- */

static bool is_key(struct str string, struct str key, struct buf *said)
{
	const struct str inner = { string.p + 1, string.n - 2 };

	if (!inner.n || !memchr(inner.p, '\\', inner.n))
		return str_eq(inner, key);
	said->n = 0;
	return json_text_unquote(string, said) && str_eq(buf_view(said), key);
}

/* The member of a container that a step leads to: its value, or a `p` of NULL. *count: how many members there are. */
static struct str follow(struct str container, const struct json_step *step, long *count)
{
	struct json_member m = { 0 };
	struct str found = { NULL, 0 };
	struct buf said = { 0 };
	long index = step->index;

	*count = 0;
	if (!step->key.p && index < 0) {        /* how many there are is known at the end only */
		for (; json_text_next(container, &m); index++)
			;
		m = (struct json_member){ 0 };
	}
	for (; json_text_next(container, &m); ++*count)
		if (step->key.p ? is_key(m.key, step->key, &said) : *count == index)
			found = m.value;
	buf_free(&said);
	return found;
}

struct json_spot json_path_find(const struct json_path *path, struct str value)
{
	struct json_spot spot = { .value = value };

	for (size_t i = 0; i < path->n; i++) {
		const struct json_step *step = &path->steps[i];
		const bool fits = *spot.value.p == (step->key.p ? '{' : '[');
		struct str found = { NULL, 0 };
		long count = 0;

		if (fits)
			found = follow(spot.value, step, &count);
		if (!found.p) {
			spot = (struct json_spot){ .container = spot.value, .steps = i };
			spot.free = fits && (step->key.p || step->index == count);
			for (i++; i < path->n; i++)
				spot.free &= path->steps[i].key.p || path->steps[i].index == 0;
			break;
		}
		spot.value = found;
	}
	return spot;
}

/* ---- replacing what is there ---- */

/* How a container is written: what stands between two members, and between a key and its value. */
struct manner { struct str comma, colon; const char *end; };

static struct manner manner_of(struct str container)
{
	struct json_member m = { 0 };
	struct manner how = { { NULL, 0 }, STR(":"), container.p + 1 };

	while (json_text_next(container, &m)) {
		const char *const begin = m.key.n ? m.key.p : m.value.p, *const key_end = m.key.p + m.key.n;

		if (how.end != container.p + 1)
			how.comma = (struct str){ how.end, (size_t)(begin - how.end) };
		if (m.key.n)
			how.colon = (struct str){ key_end, (size_t)(m.value.p - key_end) };
		how.end = m.value.p + m.value.n;
	}
	if (how.end == container.p + 1)
		how.comma = STR("");
	else if (!how.comma.p)          /* a blank goes with a blank */
		how.comma = how.colon.p[how.colon.n - 1] == ' ' ? STR(", ") : STR(",");
	return how;
}

/* Appends what lacks, from a step on, with the value at its end. */
static void put_steps(struct buf *out, const struct json_path *path, size_t from, struct str colon, struct str value)
{
	for (size_t i = from; i < path->n; i++) {
		if (i > from)
			buf_putc(out, path->steps[i].key.p ? '{' : '[');
		if (path->steps[i].key.p) {
			json_text_quote(out, path->steps[i].key, false);
			buf_str(out, colon);
		}
	}
	buf_str(out, value);
	for (size_t i = path->n; --i > from;)
		buf_putc(out, path->steps[i].key.p ? '}' : ']');
}

void json_path_put(struct buf *out, const struct json_path *path, struct str text, const struct json_spot *spot,
    struct str value)
{
	const char *const end = text.p + text.n;
	struct manner how;

	if (spot->value.p) {
		buf_put(out, text.p, (size_t)(spot->value.p - text.p));
		buf_str(out, value);
		buf_put(out, spot->value.p + spot->value.n, (size_t)(end - spot->value.p) - spot->value.n);
		return;
	}
	how = manner_of(spot->container);
	buf_put(out, text.p, (size_t)(how.end - text.p));
	buf_str(out, how.comma);
	put_steps(out, path, spot->steps, how.colon, value);
	buf_put(out, how.end, (size_t)(end - how.end));
}
