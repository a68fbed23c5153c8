/* code_quote - texts and patterns as languages quote them
 * SPDX-License-Identifier: MIT */
#include "code/code_quote.h"

void code_quote(struct buf *out, struct str text, const char *escaped, const char *open, const char *close)
{
	buf_putc(out, '"');
	for (size_t i = 0; i < text.n; i++) {
		const unsigned char c = (unsigned char)text.p[i];

		if (c == '\n' || c == '\t' || c == '\r')
			buf_puts(out, c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r");
		else if (c < 32 || c == 127)
			buf_printf(out, "%s%02x%s", open, c, close);
		else {
			if (c == '"' || c == '\\' || strchr(escaped, c))
				buf_putc(out, '\\');
			buf_putc(out, (char)c);
		}
	}
	buf_putc(out, '"');
}

void code_escape(struct buf *out, struct str text, const char *special)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] && strchr(special, text.p[i]))
			buf_putc(out, '\\');
		buf_putc(out, text.p[i]);
	}
}
