/* dsl_lex - the tokens of a program's text, one after another
 * SPDX-License-Identifier: MIT */
#include "dsl/dsl_lex.h"

#include "base/utf8.h"

bool dsl_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_name(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static int bad(struct dsl_lexer *x, const char *why)
{
	x->why = why;
	return LEX_BAD;
}

/* A quoted text: a CHAR token when it is one of the table's characters, else DSL_TEXT with its string in x->text. */
static int lex_quoted(struct dsl_lexer *x)
{
	struct str in = x->in;
	size_t n = 0, begin = ++x->at, end = begin;
	char *out;

	while (end < in.n && in.p[end] != '"')
		end += in.p[end] == '\\' ? 2 : 1;
	if (end >= in.n)
		return bad(x, "a quote is not closed");
	out = arena_get(x->a, end - begin + 1);
	for (; x->at < end; x->at++) {
		if (in.p[x->at] != '\\') {
			out[n++] = in.p[x->at];
			continue;
		}
		x->at++;
		switch (in.p[x->at]) {
		case 'n': out[n++] = '\n'; break;
		case 't': out[n++] = '\t'; break;
		case 'r': out[n++] = '\r'; break;
		case '"': case '\\': out[n++] = in.p[x->at]; break;
		case 'x':
			if (x->at + 2 >= end || hex(in.p[x->at + 1]) < 0 || hex(in.p[x->at + 1]) > 7 || hex(in.p[x->at + 2]) < 0)
				return bad(x, "\\x wants two digits, 00 to 7F");
			out[n++] = (char)(hex(in.p[x->at + 1]) * 16 + hex(in.p[x->at + 2]));
			x->at += 2;
			break;
		default:
			return bad(x, "unknown escape in quotes (known: \\n \\t \\r \\\" \\\\ \\xHH)");
		}
	}
	out[n] = 0;                              /* messages show arguments */
	x->text = (struct str){ out, n };
	if (str_eq((struct str){ in.p + begin, x->at - begin }, STR("SPACE")))
		x->text = STR(" ");
	x->at++;
	if (x->text.n == 0)
		return bad(x, "an empty text");
	if (utf8_check(x->text) == UTF8_BROKEN)
		return bad(x, "a text that is not UTF-8");
	return dsl_text_id(x->text);
}

int dsl_skip(struct dsl_lexer *x, size_t *last)
{
	int commas = 0;

	for (; x->at < x->in.n && (dsl_is_space(x->in.p[x->at]) || x->in.p[x->at] == ','); x->at++)
		if (x->in.p[x->at] == ',') {
			*last = x->at;
			commas++;
		}
	return commas;
}

int dsl_lex(struct dsl_lexer *x)
{
	struct str in = x->in, word;
	size_t begin;

	if (x->at >= in.n)
		return LEX_END;
	begin = x->at;
	if (in.p[begin] == '"')
		return lex_quoted(x);
	if (in.p[begin] == '(' || in.p[begin] == ')') {
		x->at++;
		return in.p[begin] == '(' ? LEX_OPEN : LEX_CLOSE;
	}
	if (is_name(in.p[begin])) {
		while (x->at < in.n && is_name(in.p[x->at]))
			x->at++;
		if (x->at < in.n && in.p[x->at] == '+')
			x->at++;
		else if (x->at == begin + 1 && x->at < in.n && (in.p[x->at] == '(' || in.p[x->at] == ')'))
			x->at++;
	} else {
		while (x->at < in.n && !dsl_is_space(in.p[x->at]) && in.p[x->at] != ',' && in.p[x->at] != ')' && in.p[x->at] != '(' &&
		       in.p[x->at] != '"')
			x->at++;
	}
	word = (struct str){ in.p + begin, x->at - begin };
	for (int id = 1; id < dsl_table_size; id++)
		if (str_eq(word, str_of(dsl_table[id].text)))
			return id;
	return bad(x, "an unknown token");
}
