/* number_rule - what a rule a x + b may be, deduced from outputs that were rounded
 * SPDX-License-Identifier: MIT */
#include "search/number_rule.h"

#include <math.h>

enum {
	MOST_DECIMALS = 12,              /* of a and b */
	SHORT = 4,                       /* digits of a and b together, more or less, that two examples may tell */
	LARGEST = 60,                    /* below the line of a quotient of whole numbers */
};

int rule_digits(const struct ratio *r)
{
	return r->top.n + (r->bottom.n == 1 && r->bottom.digits[0] == 1 && !r->bottom.decimals ? 0 : r->bottom.n + (r->bottom.decimals > 0));
}

static struct ratio whole(struct decimal d)
{
	return (struct ratio){ d, decimal_of_whole(1) };
}

/* The number with the fewest decimals in an interval, the nearest to its middle of these. */
static bool simplest(double low, double high, struct decimal *d)
{
	for (int decimals = 0; decimals <= MOST_DECIMALS && low <= high; decimals++) {
		const double unit = pow(10, decimals), middle = round((low + high) / 2 * unit) / unit;

		if (middle >= low && middle <= high)
			return decimal_of_double(middle, decimals, d);
	}
	return false;
}

/* The quotient of whole numbers with the smallest one below the line; of `bottom` only when it is given. */
static bool quotient(double low, double high, const struct decimal *bottom, struct ratio *r)
{
	for (int q = 2; q <= LARGEST; q++) {
		const double below = bottom ? decimal_double(bottom) : q, top = round((low + high) / 2 * below);

		if (top / below >= low && top / below <= high && fabs(top) < 1e6) {
			*r = (struct ratio){ decimal_of_whole((long long)top), bottom ? *bottom : decimal_of_whole(q) };
			return r->top.n > 0;
		}
		if (bottom)
			return false;
	}
	return false;
}

/* Is a quotient that one is to be believed in before a decimal number: much shorter, and not the same? */
static bool shorter(const struct ratio *quotient, const struct ratio *decimal)
{
	return rule_digits(quotient) < rule_digits(decimal) && ratio_double(quotient) != ratio_double(decimal);
}

/* The numbers in an interval: the decimal one; a quotient of whole numbers; 1 by a decimal one. `bottom`: quotients are of this only. The shortest first. */
static int numbers_in(double low, double high, const struct decimal *bottom, struct ratio *list)
{
	struct ratio other;
	int n = 0;

	if (simplest(low, high, &other.top))
		list[n++] = whole(other.top);
	if (quotient(low, high, bottom, &other) && (n == 0 || shorter(&other, &list[n - 1])))
		list[n++] = other;
	other = whole(decimal_of_whole(1));
	if (!bottom && (low > 0 || high < 0) && simplest(1 / high, 1 / low, &other.bottom) && other.bottom.n > 0 &&
	    (n == 0 || shorter(&other, &list[n - 1]))) {
		other.top.negative = other.bottom.negative;
		other.bottom.negative = false;
		list[n++] = other;
	}
	for (int i = 0; i < n / 2; i++) {
		other = list[i];
		list[i] = list[n - 1 - i];
		list[n - 1 - i] = other;
	}
	return n;
}

/* A rule that is told more exactly than the outputs are is made up. */
static bool too_exact(const struct ratio *a, const struct number *y, size_t n)
{
	int most = 0;

	for (size_t i = 0; i < n; i++)
		most = y[i].d.n > most ? y[i].d.n : most;
	return a->top.n > most + 1 || a->bottom.n > most + 1;
}

int rule_proportions(const struct column *c, const struct number *y, size_t n, struct line *lines)
{
	double low = -INFINITY, high = INFINITY;
	struct ratio list[RULES];
	int found, good = 0;

	for (size_t i = 0; i < n; i++) {
		const double p = (y[i].value - y[i].half) / c->value[i], q = (y[i].value + y[i].half) / c->value[i];

		if (c->value[i] == 0)
			continue;
		low = fmax(low, fmin(p, q)), high = fmin(high, fmax(p, q));
	}
	if (!(low <= high && isfinite(low) && isfinite(high)))
		return 0;
	found = numbers_in(low, high, NULL, list);
	for (int k = 0; k < found; k++)
		if (list[k].top.n > 0 && !too_exact(&list[k], y, n))
			lines[good++] = (struct line){ list[k], whole((struct decimal){ 0 }) };
	return good;
}

/* What b may be, given a. */
static int offsets(const struct column *c, const struct number *y, size_t n, const struct ratio *a, struct line *lines)
{
	const double slope = ratio_double(a);
	double low = -INFINITY, high = INFINITY;
	struct ratio list[RULES];
	int found;

	for (size_t i = 0; i < n; i++)
		low = fmax(low, y[i].value - y[i].half - slope * c->value[i]), high = fmin(high, y[i].value + y[i].half - slope * c->value[i]);
	if (!(low <= high))
		return 0;
	found = numbers_in(low, high, &a->bottom, list);
	for (int k = 0; k < found; k++)
		lines[k] = (struct line){ *a, list[k] };
	return found;
}

int rule_offsets(const struct column *c, const struct number *y, size_t n, struct line *lines)
{
	const struct ratio one = whole(decimal_of_whole(1));

	return offsets(c, y, n, &one, lines) > 0;    /* the decimal one */
}

/* From the inputs that are furthest from one another. */
int rule_lines(const struct column *c, const struct number *y, size_t n, struct line *lines)
{
	size_t least = 0, most = 0;
	double over, low, high;
	struct ratio slopes[RULES];
	int found, good = 0;

	for (size_t i = 1; i < n; i++) {
		least = c->value[i] < c->value[least] ? i : least;
		most = c->value[i] > c->value[most] ? i : most;
	}
	over = c->value[most] - c->value[least];
	low = (y[most].value - y[most].half - y[least].value - y[least].half) / over;
	high = (y[most].value + y[most].half - y[least].value + y[least].half) / over;
	found = numbers_in(low, high, NULL, slopes);
	for (int k = 0; k < found; k++) {
		struct line all[RULES];

		if (slopes[k].top.n == 0 || too_exact(&slopes[k], y, n) || !offsets(c, y, n, &slopes[k], all))
			continue;
		if (n > 2 || rule_digits(&all->a) + rule_digits(&all->b) <= SHORT)
			lines[good++] = *all;
	}
	return good;
}
