/* netfile - a network in a model file: names, shapes and settings that must fit
 * SPDX-License-Identifier: MIT
 *
 * What can fail returns 0, or -1 with one line added to `why`, which names the file and what doesn't fit. */
#ifndef HNPS_NETFILE_H
#define HNPS_NETFILE_H

#include "model.h"
#include "net/net.h"

/* ---- writing: into a model of zeros, whose strings then live in its arena ---- */
void netfile_describe(struct model *m, const char *kind, const char *preset, const struct net_config *config);   /* config, vocabulary */
/* Tensors for the slices of p, called prefix + name, with the numbers of `block`, which stay the caller's. */
void netfile_add(struct model *m, const char *prefix, const struct params *p, const real *block);

/* ---- reading ---- */
/* kind NULL: any */
int netfile_config(const struct model *m, const char *file, const char *kind, struct net_config *config, struct buf *why)
	__attribute__((warn_unused_result));
int netfile_take(const struct model *m, const char *file, const char *prefix, const struct params *p, real *block, struct buf *why)
	__attribute__((warn_unused_result));

/* A trained network from FILE, for inference; freed by net_free. Its head is put behind what `head` holds, for stream_create_by. */
int netfile_open(struct net *n, const char *file, struct buf *head, struct buf *why) __attribute__((warn_unused_result));

/* Adds the path of the model that ships with the tools: beside them where they are installed, in pipelines/models where they were built. False when it
 * is at neither place. */
bool netfile_shipped(struct buf *path);

/* The parameters of FILE's network as the first values of n's: all, or for a hierarchical n those of a flat one's encoder and decoder. Their sizes must
 * be n's, and none may be missing. The same of its head. */
int netfile_init(struct net *n, const char *file, struct buf *head, struct buf *why) __attribute__((warn_unused_result));

#endif
