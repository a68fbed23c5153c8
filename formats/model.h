/* model - the second kind of file: what a network is, its parameters, and how it came to be
 * SPDX-License-Identifier: MIT
 *
 * Record by record in formats/README.md. This is the only code that packs and unpacks models. It knows nothing of networks: names and
 * shapes are checked by who uses them (net/net.h). */
#ifndef HNPS_MODEL_H
#define HNPS_MODEL_H

#include <stdbool.h>

#include "stream.h"

/* Limits of the format, beside those of every object (base/obj.h): a damaged file is to take no more memory than a whole one. */
enum {
	MODEL_NAMES = 4096,              /* tensors; names of the configuration, of the progress, of the curve's columns */
	MODEL_NAME_BYTES = 64,           /* a name: 1 to 64 printable characters of ASCII, no blanks */
	MODEL_NUMBERS = 1 << 28,         /* in all tensors together */
};

bool model_good_name(struct str s);

/* A named number, or a named word when `text` is not NULL. */
struct model_value { const char *name, *text; double number; };

enum model_type { MODEL_F32, MODEL_BF16 };               /* how tensors are stored: bf16 is rounded to nearest even */

const char *model_type_name(enum model_type type);       /* "f32", "bf16" */
size_t model_type_bytes(enum model_type type);           /* of one number */

/* float32 in memory, whatever the file has, which `type` tells of a tensor that was read. */
struct model_tensor { const char *name; long rows, cols; float *value; enum model_type type; };

/* Strings and arrays are the caller's when it writes; model_read's are the model's, until model_free. */
struct model {
	struct model_value *config;   size_t nconfig;    /* what the network is made of, and how it is trained */
	const char **tokens;          size_t ntokens;    /* the vocabulary, by id */
	struct model_tensor *tensors; size_t ntensors;
	const char **columns;         size_t ncolumns;   /* the training's curve: what each column is, */
	double *curve;                size_t nrows;      /* ... and nrows x ncolumns numbers; NaN: not measured */
	struct model_value *progress; size_t nprogress;  /* a checkpoint's: where its training was; none in a finished model */
	struct str init;                                 /* the head of the model that training began with, as msgpack; n = 0: none */
	struct arena arena;
	struct buf why;                                  /* what was wrong with reading or writing it: one line */
};

/* Reads a whole model: 0, or -1 with m->why when FILE is none, is damaged, or has a number in it that is not finite. model_read_from does it from an
 * open reader, which stays the caller's: its head tells the provenance. Freed by model_free, in either case. */
int model_read(struct model *m, const char *path) __attribute__((warn_unused_result));
int model_read_from(struct model *m, struct stream_reader *r) __attribute__((warn_unused_result));
void model_free(struct model *m);

/* Writes one, as FILE (NULL or "-": standard output), whole or not at all. `from`: the head of the training data, or NULL. 0, or -1 with m->why when
 * it can't, and when a reader would refuse it: a name twice, a tensor too large for a record, a number that is not finite. In the curve
 * such a number is written as not measured. May be called many times. */
int model_write(struct model *m, enum model_type type, const char *path, const struct stream_reader *from) __attribute__((warn_unused_result));

#endif
