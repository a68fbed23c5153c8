/* net - a network: task encoder and program decoder (4.1), and for a hierarchical one the program composer between them (4.3)
 * SPDX-License-Identifier: MIT */
#include "net/net.h"

void net_make(struct net *n, const struct net_config *config, bool training)
{
	*n = (struct net){ .config = *config };
	encoder_declare(&n->encoder, &n->config, &n->learned, &n->running, "encoder");
	decoder_declare(&n->decoder, &n->config, &n->learned, "decoder");
	if (config->composer)
		composer_declare(&n->composer, &n->config, &n->learned, "composer");
	param_make(&n->learned, training);
	param_make(&n->running, false);
}

void net_start(struct net *n, uint64_t seed)
{
	encoder_start(&n->encoder, seed);
	decoder_start(&n->decoder, seed);
	if (n->config.composer)
		composer_start(&n->composer, seed);
}

void net_free(struct net *n)
{
	param_free(&n->learned);
	param_free(&n->running);
}
