/* ratio - a number that may be a quotient: 1.8, 5/9, 1/25.4
 * SPDX-License-Identifier: MIT */
#include "base/ratio.h"

#include <string.h>

#include "base/decimal_format.h"

static const struct decimal one = { .n = 1, .digits = { 1 } };

static bool is_one(const struct decimal *d)
{
	return d->n == 1 && d->digits[0] == 1 && d->decimals == 0 && !d->negative;
}

bool ratio_read(struct str text, struct ratio *r)
{
	const char *slash = text.n ? memchr(text.p, '/', text.n) : NULL;
	const size_t n = slash ? (size_t)(slash - text.p) : text.n;

	r->bottom = one;
	if (n == 0 || decimal_read((struct str){ text.p, n }, &r->top) != n)
		return false;
	if (!slash)
		return true;
	return text.n > n + 1 && decimal_read((struct str){ slash + 1, text.n - n - 1 }, &r->bottom) == text.n - n - 1 && r->bottom.n > 0 &&
	       !r->bottom.negative;
}

void ratio_print(struct buf *out, const struct ratio *r)
{
	decimal_print_plain(out, &r->top);
	if (!is_one(&r->bottom)) {
		buf_putc(out, '/');
		decimal_print_plain(out, &r->bottom);
	}
}

double ratio_double(const struct ratio *r)
{
	return decimal_double(&r->top) / decimal_double(&r->bottom);
}

static bool divide(struct decimal *d, const struct decimal *by)
{
	return is_one(by) || decimal_divide(d, by, d);
}

bool ratio_line(const struct ratio *a, const struct decimal *x, const struct ratio *b, struct decimal *sum)
{
	struct decimal offset = b->top;

	return decimal_multiply(&a->top, x, sum) && divide(sum, &a->bottom) && divide(&offset, &b->bottom) && decimal_add(sum, &offset, sum);
}
