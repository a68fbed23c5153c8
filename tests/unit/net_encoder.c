/* net_encoder - what an encoder reads of long strings, and of none, whatever it read before
 * SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "net/net.h"

#include "../lib/check.h"

enum { B = 2, P = 2, D = 8, LONGEST = 3 * READ_STEPS };

/* One network for each reading. */
static struct net_config config_of(int reading)
{
	return (struct net_config){ .reading = reading, .hidden = 12, .task = D, .decoder = 12, .dropout = 0, .pairs = P, .batch = B, .units = 2 };
}

/* Words of `n` characters in all, the `at`-th another one if there is such. */
static struct str words(char *room, size_t n, size_t at)
{
	for (size_t i = 0; i < n; i++)
		room[i] = i % 7 == 6 ? ' ' : (char)('a' + i * i % 23);
	if (at < n)
		room[at] = '#';
	return (struct str){ room, n };
}

static struct encoder another(const struct encoder *e, bool training, struct engine *engine)
{
	struct encoder own = { .config = e->config, .learned = e->learned, .running = e->running, .at = e->at };

	encoder_room(&own, B, P, training, engine);
	return own;
}

/* The embedding of one pair by an encoder that has read `before` before, unless NULL. */
static void infer(const struct net *net, struct engine *engine, const struct encoder_pair *before, struct encoder_pair pair, real *embedding)
{
	struct encoder e = another(&net->encoder, false, engine);

	if (before)
		encoder_infer(&e, before, 1, P, embedding);
	encoder_infer(&e, &pair, 1, 1, embedding);
	encoder_free(&e);
}

/* Does the embedding change with the `at`-th character of an input, or (output) an output, of so many? */
static bool sees(const struct net *net, struct engine *engine, size_t n, size_t at, bool output)
{
	static char plain[LONGEST], changed[LONGEST];
	const struct str whole = words(plain, n, n), other = words(changed, n, at), word = STR("abc");
	real a[D], b[D];

	infer(net, engine, NULL, output ? (struct encoder_pair){ word, whole } : (struct encoder_pair){ whole, word }, a);
	infer(net, engine, NULL, output ? (struct encoder_pair){ word, other } : (struct encoder_pair){ other, word }, b);
	return memcmp(a, b, sizeof a) != 0;
}

static void look_at_reading(int reading, struct engine *engine)
{
	static char room[4][LONGEST];
	const char *name = net_reading_names[reading];
	const struct net_config c = config_of(reading);
	const struct encoder_pair some[P] = { { STR("ab-Cd 12"), STR("Cd 12") }, { STR("x-Yz"), STR("Yz") } }, none = { STR(""), STR("") };
	const struct encoder_pair longer[P] = {
		{ words(room[0], LONGEST, 3), words(room[1], 300, 5) }, { words(room[2], 200, 9), words(room[3], LONGEST, 1) },
	};
	real fresh[D], used[D];
	struct net net;

	net_make(&net, &c, true);
	net_start(&net, 3);

	/* nothing of what was read before is left over, of longer strings or by a row that has no step */
	for (int k = 0; k < 2; k++) {
		const struct encoder_pair *before = k ? longer : some, one = k ? some[0] : none;

		infer(&net, engine, NULL, one, fresh);
		infer(&net, engine, before, one, used);
		check(memcmp(fresh, used, sizeof fresh) == 0, "%s: the embedding of %s depends on what was read before", name, k ? "a pair" : "an empty pair");
	}

	/* in training, too: a step on short strings after one on long ones is the step of an encoder that is new */
	real dembedding[B * D], embedding[2][B * D], *gradient[2];
	const struct encoder_pair batch[B * P] = { some[0], some[1], none, some[0] }, far[B * P] = { longer[0], some[1], longer[1], none };
	const size_t size = (size_t)net.learned.n * sizeof(real);

	for (int i = 0; i < B * D; i++)
		dembedding[i] = (real)(i % 5) - 2;
	for (int k = 0; k < 2; k++) {
		struct encoder e = another(&net.encoder, true, engine);

		gradient[k] = real_array((size_t)net.learned.n);
		if (k) {
			encoder_forward(&e, far, B, P, 1, 1, embedding[k]);
			encoder_backward(&e, dembedding, 1, 1);
			for (int j = 0; j < B * D; j++)
				check(embedding[k][j] == embedding[k][j], "%s: a number that is none after long strings", name);
			check(e.index_room >= e.seq.N && e.index_room <= 2 * e.seq.N, "%s: room for %ld steps, where %ld are", name, e.index_room, e.seq.N);
		}
		memset(net.learned.grad, 0, size);
		encoder_forward(&e, batch, B, P, 1, 1, embedding[k]);
		encoder_backward(&e, dembedding, 1, 1);
		memcpy(gradient[k], net.learned.grad, size);
		if (!k)
			check(e.index_room <= 2 * e.seq.N, "%s: room for %ld steps, where %ld are", name, e.index_room, e.seq.N);
		encoder_free(&e);
	}
	check(memcmp(embedding[0], embedding[1], sizeof *embedding) == 0, "%s: an embedding in training depends on the batch before", name);
	check(memcmp(gradient[0], gradient[1], size) == 0, "%s: a gradient depends on the batch before", name);
	real_free(gradient[0]);
	real_free(gradient[1]);
	net_free(&net);
}

/* All of an input as long as the paper's data sets have them, of their longest output, and of a string twice as long;
 * and no more than is said. */
static void look_at_lengths(struct engine *engine)
{
	static const size_t lengths[] = { 70, 234, 500 };

	for (int reading = 0; reading < NET_READINGS; reading++) {
		const struct net_config c = config_of(reading);
		struct net net;

		net_make(&net, &c, false);
		net_start(&net, 3);
		for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
			const size_t n = lengths[k];

			/* these two read a string character by character, the others where an output matches */
			check(reading > READ_ALIGNED || sees(&net, engine, n, n - 1, false), "%s: the last of an input's %zu characters is not read",
			      net_reading_names[reading], n);
			check(reading != READ_APART || sees(&net, engine, n, n - 1, true), "%s: the last of an output's %zu characters is not read",
			      net_reading_names[reading], n);
		}
		check(!sees(&net, engine, LONGEST, READ_STEPS + 20, false) || reading > READ_ALIGNED, "%s: more of an input is read than is said",
		      net_reading_names[reading]);
		net_free(&net);
	}
	check(!net_is_long(words((char[LONGEST]){ 0 }, READ_WHOLE, 0)) && net_is_long(words((char[LONGEST]){ 0 }, READ_WHOLE + 1, 0)) &&
	      !net_is_long(STR("")), "what is a long string");
}

int main(void)
{
	struct engine *engine = engine_make(2);

	for (int reading = 0; reading < NET_READINGS; reading++)
		look_at_reading(reading, engine);
	look_at_lengths(engine);
	engine_free(engine);
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
