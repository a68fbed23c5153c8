/* net - a network: task encoder and program decoder (4.1), and for a hierarchical one the program composer between them (4.3)
 * SPDX-License-Identifier: MIT */
#ifndef HNPS_NET_H
#define HNPS_NET_H

#include "net/composer.h"
#include "net/decoder.h"
#include "net/encoder.h"

/* Made by net_make, freed by net_free; it must not move in between. */
struct net {
	struct net_config config;
	struct params learned, running;      /* what training changes by its gradient; what batch normalisation keeps */
	struct encoder encoder;
	struct decoder decoder;
	struct composer composer;            /* if config.composer > 0 */
};

void net_make(struct net *n, const struct net_config *config, bool training);  /* all parameters 0 */
void net_start(struct net *n, uint64_t seed);                                   /* first values for training */
void net_free(struct net *n);                                                   /* rooms are freed before */

#endif
