/* dsl_token - ids of the table's tokens, for the files of this folder that write and read programs
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_DSL_TOKEN_H
#define HNPS_DSL_TOKEN_H

#include "dsl/dsl.h"

/* Where these stand in the table. */
enum { ID_CONCAT = 1, ID_CONSTSTR, ID_SUBSTR, ID_CONSTPOS, ID_REGEX, ID_OPEN_C, ID_CLOSE_C, ID_OPEN_K, ID_CLOSE_K, ID_OPEN_S,
       ID_CLOSE_S, ID_OPEN_P, ID_CLOSE_P, ID_OPEN_R, ID_CLOSE_R, ID_INT_0 = 44, ID_START = 85, ID_END,
       ID_TOCASE, ID_OPEN_T, ID_CLOSE_T, ID_END_OF_STRING, ID_AFTER };

int dsl_bound_id(enum dsl_bound b);
int dsl_id_of(enum dsl_role role, long value);     /* the first token of a role and value, or -1 */

static inline enum dsl_role dsl_role_of(int id)    /* of a token or DSL_TEXT */
{
	return id == DSL_TEXT ? ROLE_TEXT : dsl_table[id].role;
}

#endif
