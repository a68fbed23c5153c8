/* prefer - of the programs that fit the examples, first those that run on the other inputs
 * SPDX-License-Identifier: MIT
 *
 * exact_search knows for each position on how many other inputs it exists; whether a whole program runs on them shows only when it
 * is run. */
#ifndef HNPS_PREFER_H
#define HNPS_PREFER_H

#include "search/exact.h"

enum { PREFER_FROM = 31 };   /* so many of the cheapest programs are worth asking exact_search for */

/* Adds to each cost what the share of inputs costs on which the program fails, and puts the programs in order again. Of many inputs
 * the first PREFER_INPUTS are tried. */
enum { PREFER_INPUTS = 200 };
void prefer_running(struct exact_found *found, size_t n, const struct str *inputs, size_t ninputs);

#endif
