/* model_limits - is a model with more numbers than may be refused, by who reads it and by who writes it?
 * SPDX-License-Identifier: MIT
 *
 * The limit of all numbers together is a GiB of them. Here model.c is compiled once more, with another limit. */
#include "model.h"

static unsigned limit;
#define MODEL_NUMBERS limit
#include "../../formats/model.c"

#include <stdlib.h>
#include <unistd.h>

#include "../lib/check.h"

enum { MOST = 2000, TENSORS = 3 };

/* A model of so many numbers in all, written with one limit and read with another: is the first error this one, or is
 * there none (NULL)? */
static void through(long numbers, unsigned writing, unsigned reading, enum model_type type, const char *wanted)
{
	static float zeros[MOST];
	char why[300];
	char path[] = "/tmp/hnps-limits-XXXXXX";
	const int fd = mkstemp(path);
	const long first = numbers / 2, second = numbers / 3;
	struct model_tensor tensors[TENSORS] = {
		{ .name = "a", .rows = first, .cols = 1, .value = zeros },
		{ .name = "b", .rows = 1, .cols = second, .value = zeros },
		{ .name = "c", .rows = numbers - first - second, .cols = 1, .value = zeros },
	};
	struct model_value kind = { "kind", "flat", 0 };
	const char *token = "a";
	struct model m = { .config = &kind, .nconfig = 1, .tokens = &token, .ntokens = 1, .tensors = tensors,
	                   .ntensors = TENSORS }, back = { 0 };

	close(fd);
	limit = writing;
	snprintf(why, sizeof why, "%s", model_write(&m, type, path, NULL) ? buf_cstr(&m.why) : "");
	buf_free(&m.why);
	limit = reading;
	if (!*why && model_read(&back, path))
		snprintf(why, sizeof why, "%s", buf_cstr(&back.why));
	if (!*why)
		check(back.ntensors == TENSORS && back.tensors[2].rows == tensors[2].rows,
		      "%zu tensors are back", back.ntensors);
	model_free(&back);
	unlink(path);
	check(wanted ? strstr(why, wanted) != NULL : !*why,
	      "%ld numbers, of which %u may be written and %u read: '%s', not '%s'", numbers, writing, reading, why,
	      wanted ? wanted : "");
}

int main(void)
{
	for (enum model_type type = MODEL_F32; type <= MODEL_BF16; type++) {
		through(999, 1000, 1000, type, NULL);
		through(1000, 1000, 1000, type, NULL);
		through(1001, 1000, MOST, type, "more than 1000 numbers in all tensors");
		through(1001, MOST, 1000, type, "record 5: more than 1000 numbers in all tensors");
		through(1999, MOST, 600, type, "record 3: more than 600 numbers in all tensors");
	}
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
