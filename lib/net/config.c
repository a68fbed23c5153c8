/* config - what a network is made of and how it is trained, and named choices of both
 * SPDX-License-Identifier: MIT */
#include "net/config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/reading.h"

static const char *const pools[] = { "mean", "mean+least", NULL };
static const char *const schedules[] = { "exponential", "cosine", NULL };

#define WHOLE(name, min, max)       { #name, offsetof(struct net_config, name), false, min, max, NULL, false }
#define SHAPE(name, min, max)       { #name, offsetof(struct net_config, name), false, min, max, NULL, true }
#define REAL(name, min, max)        { #name, offsetof(struct net_config, name), true, min, max, NULL, false }
#define WORD(name, n, list, shape)  { #name, offsetof(struct net_config, name), false, 0, (n) - 1, list, shape }

const struct net_field net_fields[] = {
	WORD(reading, NET_READINGS, net_reading_names, true),
	SHAPE(embedding, 0, 4096), SHAPE(hidden, 1, 4096), SHAPE(task, 1, 4096), SHAPE(token, 0, 4096), SHAPE(decoder, 1, 4096), SHAPE(composer, 0, 4096),
	WORD(pool, 2, pools, true), REAL(dropout, 0, 0.99),
	WHOLE(pairs, 1, 1000), WHOLE(batch, 1, 65536), WHOLE(units, 1, 1024),
	WORD(schedule, 2, schedules, false),
	REAL(rate, 0, 1), REAL(gamma, 0, 1), REAL(floor, 0, 1), WHOLE(warmup, 0, 1e9), REAL(lambda, 0, 1e9), REAL(decay, 0, 1), REAL(clip, 0, 1e9), REAL(epochs, 0, 1e9),
};
const int net_fields_n = sizeof net_fields / sizeof *net_fields;

const struct net_preset net_presets[] = {
	{ "paper", "the paper's network and training", {
		.reading = READ_APART, .embedding = 256, .hidden = 512, .task = 256, .token = 87, .decoder = 256, .composer = 256, .dropout = 0.2,
		.pairs = 10, .batch = 64, .units = 4, .schedule = NET_EXPONENTIAL, .rate = 1e-4, .gamma = 0.95, .decay = 1e-5, .epochs = 150 } },
	{ "small", "the paper's kind of network, smaller, and trained faster", {
		.reading = READ_APART, .hidden = 256, .task = 256, .decoder = 256, .composer = 256,
		.pairs = 4, .batch = 64, .units = 2, .schedule = NET_COSINE, .rate = 1e-3, .floor = 0.01, .warmup = 200, .clip = 1, .epochs = 10 } },
	{ "aligned", "reads the input alone, and at each character how the output fits there", {
		.reading = READ_ALIGNED, .hidden = 256, .task = 256, .decoder = 256,
		.pairs = 4, .batch = 64, .units = 2, .schedule = NET_COSINE, .rate = 1e-3, .floor = 0.01, .warmup = 200, .clip = 1, .epochs = 20 } },
	{ "edges", "reads where in the input the output begins and ends, and what the DSL can say of these places", {
		.reading = READ_EDGES, .hidden = 256, .task = 256, .decoder = 256,
		.pairs = 6, .batch = 128, .units = 2, .schedule = NET_COSINE, .rate = 1e-3, .floor = 0.01, .warmup = 200, .clip = 1, .epochs = 40 } },
	{ "residual", "finds a program's parts one after another, each from what of the output is still to be made", {
		.reading = READ_REST, .hidden = 192, .task = 192, .decoder = 192,
		.pairs = 5, .batch = 64, .units = 2, .schedule = NET_COSINE, .rate = 2e-3, .floor = 0.01, .warmup = 200, .clip = 1, .epochs = 10 } },
};
const int net_presets_n = sizeof net_presets / sizeof *net_presets;

const struct net_preset *net_preset(const char *name)
{
	for (int i = 0; i < net_presets_n; i++)
		if (strcmp(net_presets[i].name, name) == 0)
			return &net_presets[i];
	return NULL;
}

double net_get(const struct net_config *c, const struct net_field *f)
{
	const char *at = (const char *)c + f->at;
	double real;
	int whole;

	if (f->real) {
		memcpy(&real, at, sizeof real);
		return real;
	}
	memcpy(&whole, at, sizeof whole);
	return whole;
}

void net_set(struct net_config *c, const struct net_field *f, double value)
{
	char *at = (char *)c + f->at;
	int whole = (int)value;

	memcpy(at, f->real ? (void *)&value : (void *)&whole, f->real ? sizeof value : sizeof whole);
}

const char *net_setting(struct net_config *c, const char *name, const char *word, double number)
{
	static char why[200];

	for (int i = 0; i < net_fields_n; i++) {
		const struct net_field *f = &net_fields[i];

		if (strcmp(f->name, name) != 0)
			continue;
		if (word && f->words)
			for (number = 0; f->words[(int)number] && strcmp(f->words[(int)number], word) != 0;)
				number++;
		if (!word == !f->words && number >= f->min && number <= f->max && (f->real || number == floor(number))) {
			net_set(c, f, number);
			return NULL;
		}
		if (word)
			snprintf(why, sizeof why, "%s is no %s", word, name);
		else if (f->words)
			snprintf(why, sizeof why, "%s is a word, not a number", name);
		else
			snprintf(why, sizeof why, "%s is %g, not %s in %g .. %g", name, number, f->real ? "a number" : "a whole number", f->min, f->max);
		return why;
	}
	snprintf(why, sizeof why, "no setting is called %s", name);
	return why;
}

const char *net_settings(struct net_config *c, const char *settings)
{
	static char why[100];
	char name[40], word[40];

	for (const char *s = settings, *next; *s; s = *next ? next + 1 : next) {
		size_t n = strcspn(s, "=,");
		const char *wrong;
		double number;
		char *end;

		next = s + strcspn(s, ",");
		if (s[n] != '=' || n == 0 || n >= sizeof name || (size_t)(next - s) - n - 1 >= sizeof word || next == s + n + 1) {
			snprintf(why, sizeof why, "'%.*s' is not NAME=VALUE", (int)(next - s < 60 ? next - s : 60), s);
			return why;
		}
		snprintf(name, sizeof name, "%.*s", (int)n, s);
		snprintf(word, sizeof word, "%.*s", (int)((size_t)(next - s) - n - 1), s + n + 1);
		number = strtod(word, &end);
		wrong = net_setting(c, name, *end ? word : NULL, number);
		if (wrong)
			return wrong;
	}
	return NULL;
}
