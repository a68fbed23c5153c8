/* code_languages - the languages, one file each
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CODE_LANGUAGES_H
#define HNPS_CODE_LANGUAGES_H

#include "code/code_language.h"

extern const struct code_language code_python, code_javascript, code_perl, code_awk, code_jq, code_sed, code_sqlite,
    code_postgresql, code_duckdb, code_excel;

#endif
