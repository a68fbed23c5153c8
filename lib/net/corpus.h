/* corpus - programs with their pairs in memory, for training
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_CORPUS_H
#define HNPS_CORPUS_H

#include "net/composer.h"
#include "net/decoder.h"
#include "net/encoder.h"

/* What training sees at once: a program and the pairs that it is to be found from. Or one part of a program: then the pairs' outputs begin
 * where the part's piece does, and go on to the end. */
struct corpus_task {
	struct decoder_program program;
	struct encoder_pair *pairs;
	int n;
	int *made;                       /* of one part: the pieces' lengths; NULL: the pairs' whole outputs */
	struct decoder_program *parts;   /* for a composer: the program's parts, each a program; NULL otherwise */
	int nparts;
	const float *embeddings;         /* (nparts, width) what the stage-1 encoder made of the parts; NULL: nothing is known */
	size_t width;
};

/* Starts as all zeros; freed by corpus_free. */
struct corpus { struct corpus_task *tasks; size_t n, cap; struct arena arena; };

/* Adds a program of the paper dialect; everything is copied. by_part: each of its parts. NULL, or what is wrong with it (valid until the next
 * call); then some parts may have been added. */
const char *corpus_add(struct corpus *c, const struct dsl_program *p, const struct encoder_pair *pairs, size_t n, bool by_part,
                       struct dsl_scratch *scratch);

/* Adds a composed program, whose parts are programs of their own; with D > 0 each has an embedding of D numbers. The same otherwise. */
struct corpus_part { struct dsl_program program; struct str embedding; };        /* float32, little endian */
const char *corpus_add_composed(struct corpus *c, const struct corpus_part *parts, size_t nparts, size_t D, const struct encoder_pair *pairs, size_t n);

void corpus_add_task(struct corpus *c, const struct corpus_task *t);    /* a copy */
void corpus_clear(struct corpus *c);                     /* to be filled again, in the same memory */
void corpus_free(struct corpus *c);

/* P different ones of n pairs, P <= n, by seed and the number of the time a task is looked at. */
void corpus_draw(const struct corpus_task *t, int P, uint64_t seed, uint64_t pass, struct encoder_pair *pairs);

/* The order in which epoch `epoch` goes through n tasks: a permutation. */
void corpus_order(size_t n, uint64_t seed, uint64_t epoch, uint32_t *order);

#endif
