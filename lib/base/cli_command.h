/* cli_command - the running tool's command line, to be told and run again
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CLI_COMMAND_H
#define HNPS_CLI_COMMAND_H

#include "base/mem.h"

/* Appends ` --name value` for each option that was given, but those of `without`, NULL behind the last. Pairs are left
 * out, too. */
void cli_put_options(struct buf *out, const char *const *without);

#endif
