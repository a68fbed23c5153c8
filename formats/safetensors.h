/* safetensors - a model as a file of safetensors, which PyTorch, JAX and others read and write
 * SPDX-License-Identifier: MIT
 *
 * README.md tells what such a file of ours has: the same tensors under the same names, and in its metadata what the network is made of and its
 * vocabulary. The curve and a checkpoint's progress stay behind. */
#ifndef HNPS_SAFETENSORS_H
#define HNPS_SAFETENSORS_H

#include "model.h"

/* Does FILE begin as one? False for standard input, too, which can't be looked at twice. */
bool safetensors_begins(const char *path);

/* Appends the whole file. `head`: that of the model's file, as msgpack (stream_provenance), which the metadata tells as JSON. */
void safetensors_put(struct buf *out, const struct model *m, struct str head);

/* Reads FILE, as model_read does: 0, or -1 with m->why. A tensor of one dimension is a row; tensors of float32 and bfloat16 are taken, and none may have
 * a number that is not finite. */
int safetensors_read(struct model *m, const char *path) __attribute__((warn_unused_result));

#endif
