/* split - which records of a data set are for training, for validation and for the test
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_SPLIT_H
#define HNPS_SPLIT_H

#include <stdint.h>

/* The paper splits a data set 70/15/15. Here it goes by the number of the record: of each 20 in a row the first 14 are for training, 3
 * for validation, 3 for the test. So it needs no list and no seed, and holds for any part of a set that is a multiple of 20. */
enum split { SPLIT_TRAIN, SPLIT_VALIDATION, SPLIT_TEST };

/* Of a record by its place in the stream, counted from 0. */
static inline enum split split_of(uint64_t record)
{
	return record % 20 < 14 ? SPLIT_TRAIN : record % 20 < 17 ? SPLIT_VALIDATION : SPLIT_TEST;
}

#endif
