/* word - a text as one word of a shell's command line
 * SPDX-License-Identifier: MIT */
#include "base/word.h"

#include "base/ascii.h"

static bool is_plain(struct str word)
{
	for (size_t i = 0; i < word.n; i++) {
		const unsigned char c = (unsigned char)word.p[i];

		if (!is_word_byte(c) && !(c && strchr("-_./,:@%+=", c)))
			return false;
	}
	return word.n;
}

void word_put(struct buf *out, struct str word)
{
	if (is_plain(word)) {
		buf_str(out, word);
		return;
	}
	buf_putc(out, '\'');
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] == '\'')
			buf_puts(out, "'\\''");
		else
			buf_putc(out, word.p[i]);
	buf_putc(out, '\'');
}
