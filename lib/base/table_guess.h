/* table_guess - what separates the columns of a table, by its first rows
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_TABLE_GUESS_H
#define HNPS_TABLE_GUESS_H

#include "base/table.h"

/* What is known of a table beforehand. */
struct table_known {
	const char *path;               /* its name: .csv says commas, all others tabs */
	const char *separator;          /* NULL: it is to be found */
	bool csv, tsv;                  /* fields may be in quotes; or they are plain */
	const char *const *columns;     /* names that a header line must have, NULL behind the last; numbers are passed over */
};

/* The separator is one that the rows have the same number of times, outside quotes. Names of columns that are in the first row speak for it,
 * a tab for TSV unless the name says CSV. What is in doubt is as the name says. `begin` is the text's beginning, or all of it (`whole`). */
struct table_format table_guess(const struct table_known *known, struct str begin, bool whole);

/* Is it what the name says? */
bool table_as_named(const char *path, struct table_format f);

#endif
