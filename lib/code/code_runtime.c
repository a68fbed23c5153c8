/* code_runtime - the functions that emitted code needs
 * SPDX-License-Identifier: MIT */
#include "code/code_runtime.h"

#include <stdlib.h>

struct piece { struct str text, name; bool needed; };

static bool in_name(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_comment(struct str line, const char *comment)
{
	while (line.n && (line.p[0] == ' ' || line.p[0] == '\t'))
		line.p++, line.n--;
	return str_begins(line, str_of(comment));
}

/* The line that begins at *at, which goes behind its end. */
static struct str next_line(struct str text, size_t *at)
{
	const char *end = memchr(text.p + *at, '\n', text.n - *at);
	const struct str line = { text.p + *at, (size_t)((end ? end : text.p + text.n) - (text.p + *at)) };

	*at += line.n + (end != NULL);
	return line;
}

/* What a piece defines: the first name that is no word of the language. */
static struct str name_of(struct str text, const char *comment)
{
	static const char *const words[] = { "def", "class", "import", "from", "function", "const", "let", "var",
	    "sub", "my", "our", "use" };
	size_t at = 0;

	while (at < text.n) {
		const struct str line = next_line(text, &at);
		size_t begin = 0, end;

		if (is_comment(line, comment))
			continue;
		for (; begin < line.n; begin = end) {
			bool word = false;

			for (; begin < line.n && !in_name(line.p[begin]); begin++)
				;
			for (end = begin; end < line.n && in_name(line.p[end]); end++)
				;
			for (size_t k = 0; k < sizeof words / sizeof *words; k++)
				word |= str_eq((struct str){ line.p + begin, end - begin }, str_of(words[k]));
			if (!word)
				return (struct str){ line.p + begin, end - begin };
		}
	}
	return (struct str){ 0 };
}

static size_t cut(struct str runtime, const char *comment, struct piece *pieces)
{
	size_t n = 0, at = 0;

	while (at < runtime.n) {
		const char *end = memmem(runtime.p + at, runtime.n - at, "\n\n", 2);
		const struct str text = { runtime.p + at, end ? (size_t)(end + 1 - (runtime.p + at)) : runtime.n - at };

		pieces[n++] = (struct piece){ .text = text, .name = name_of(text, comment) };
		at += text.n + 1;
	}
	return n;
}

/* Does a line have this name, not behind a point, which makes it another's? In what a program's texts say, which
 * stand in double quotes, no name is looked for. */
static bool has_name(struct str line, struct str name, bool texts)
{
	for (size_t at = 0; at < line.n; at++) {
		if (line.p[at] == '"' && texts) {
			for (at++; at < line.n && line.p[at] != '"'; at++)
				at += line.p[at] == '\\';
			continue;
		}
		if (in_name(line.p[at])) {
			size_t end = at;

			while (end < line.n && in_name(line.p[end]))
				end++;
			if (str_eq((struct str){ line.p + at, end - at }, name) && !(at && line.p[at - 1] == '.'))
				return true;
			at = end - 1;
		}
	}
	return false;
}

static bool names(struct str text, struct str name, const char *comment, bool texts)
{
	size_t at = 0;

	while (at < text.n) {
		const struct str line = next_line(text, &at);

		if (!is_comment(line, comment) && has_name(line, name, texts))
			return true;
	}
	return false;
}

/* Is it one line? Then no blank line separates it from others. */
static bool is_line(const struct piece *p)
{
	return memchr(p->text.p, '\n', p->text.n) == p->text.p + p->text.n - 1;
}

void code_runtime(struct buf *out, const struct code_language *l, struct str body)
{
	enum { PIECES = 200 };
	struct piece *pieces = mem_zero(PIECES, sizeof *pieces);
	const size_t n = l->runtime ? cut(str_of(l->runtime), l->comment, pieces) : 0;
	const struct piece *last = NULL;
	bool more = true;

	for (size_t k = 0; k < n; k++)
		pieces[k].needed = names(body, pieces[k].name, l->comment, true);
	while (more) {
		more = false;
		for (size_t k = 0; k < n; k++)
			for (size_t j = 0; j < n && pieces[k].needed; j++)
				if (!pieces[j].needed && names(pieces[k].text, pieces[j].name, l->comment, false))
					more = pieces[j].needed = true;
	}
	if (l->header) {
		buf_puts(out, l->header);
		buf_puts(out, l->gap);
	}
	for (size_t k = 0; k < n; k++)
		if (pieces[k].needed) {
			buf_puts(out, last && !(is_line(last) && is_line(&pieces[k])) ? l->gap : "");
			buf_str(out, pieces[k].text);
			last = &pieces[k];
		}
	buf_puts(out, last ? l->gap : "");
	buf_str(out, body);
	free(pieces);
}
