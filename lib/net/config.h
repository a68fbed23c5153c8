/* config - what a network is made of and how it is trained, and named choices of both
 * SPDX-License-Identifier: MIT
 *
 * Every number has one row in a table, which presets, settings on a command line and model files all follow. */
#ifndef HNPS_CONFIG_H
#define HNPS_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

enum net_pool { NET_MEAN, NET_MEAN_AND_LEAST };    /* the second: one half is the mean, the other the least over the pairs, number by number */
enum net_schedule { NET_EXPONENTIAL, NET_COSINE };

struct net_config {
	/* the network (Appendix A) */
	int reading;             /* how a pair becomes steps of the encoder: number in net_readings (reading.h) */
	int embedding;           /* of the encoder's vocabulary; 0: none, its input weights are a table */
	int hidden;              /* of the encoder's GRU */
	int task;                /* the task embedding */
	int pool;                /* enum net_pool: how a task's pairs become one embedding */
	int token;               /* embedding of the decoder's tokens; 0: none */
	int decoder;             /* hidden of the decoder's GRU */
	int composer;            /* hidden of the composer's GRU; 0: a flat network, which has none */
	double dropout;          /* before the task embedding's ReLU */

	/* its training (Appendix B) */
	int pairs;               /* drawn anew from a program's each time it is seen */
	int batch;               /* programs a step */
	int units;               /* the parts that a batch is computed in, at least: as many threads have work */
	int schedule;            /* enum net_schedule */
	double rate, gamma, floor; /* learning rate; exponential: its factor each epoch; cosine: the share of it that is left at the end */
	int warmup;              /* steps in which the rate grows from 0 */
	double lambda;           /* of the program embedding loss (eq. 3) */
	double decay;            /* of weights */
	double clip;             /* longest gradient; 0: any */
	double epochs;           /* times that the training data is gone through */
};

struct net_preset { const char *name, *what; struct net_config config; };
extern const struct net_preset net_presets[];
extern const int net_presets_n;
const struct net_preset *net_preset(const char *name);      /* NULL: there is none */

/* One number of a config: its name, and where and of what type it is. Words are for fields that number something. */
struct net_field {
	const char *name;
	size_t at;
	bool real;               /* double, not int */
	double min, max;
	const char *const *words; /* NULL, or NULL behind the last: the number's name */
	bool shape;              /* a network with another value has other parameters, or reads otherwise */
};
extern const struct net_field net_fields[];
extern const int net_fields_n;

double net_get(const struct net_config *c, const struct net_field *f);
void net_set(struct net_config *c, const struct net_field *f, double value);    /* within its limits */

/* "hidden=192,rate=1e-3" into the config. NULL, or what is wrong (valid until the next call). */
const char *net_settings(struct net_config *c, const char *settings);
/* One field by name: a number, or a word when `word` is not NULL. The same. */
const char *net_setting(struct net_config *c, const char *name, const char *word, double number);

#endif
