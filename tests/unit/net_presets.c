/* net_presets - are the presets' settings what the paper tells, and what the models here were trained with?
 * SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "net/config.h"
#include "../lib/check.h"

/* All settings that are not 0. */
static const struct { const char *preset, *settings; } wanted[] = {
	/* Appendix A.1 to A.3 and B.4; the token embedding is what the decoder's 343 inputs leave beside the task's 256 */
	{ "paper", "reading=apart,embedding=256,hidden=512,task=256,token=87,decoder=256,composer=256,pool=mean,"
	           "dropout=0.2,pairs=10,batch=64,units=4,schedule=exponential,rate=0.0001,gamma=0.95,decay=0.00001,epochs=150" },
	{ "small", "reading=apart,hidden=256,task=256,decoder=256,composer=256,pairs=4,batch=64,units=2,"
	           "schedule=cosine,rate=0.001,floor=0.01,warmup=200,clip=1,epochs=10" },
	{ "aligned", "reading=aligned,hidden=256,task=256,decoder=256,pairs=4,batch=64,units=2,"
	             "schedule=cosine,rate=0.001,floor=0.01,warmup=200,clip=1,epochs=20" },
	{ "edges", "reading=edges,hidden=256,task=256,decoder=256,pairs=6,batch=128,units=2,"
	           "schedule=cosine,rate=0.001,floor=0.01,warmup=200,clip=1,epochs=40" },
	{ "residual", "reading=rest,hidden=192,task=192,decoder=192,pairs=5,batch=64,units=2,"
	              "schedule=cosine,rate=0.002,floor=0.01,warmup=200,clip=1,epochs=10" },
};
enum { WANTED = sizeof wanted / sizeof *wanted };

int main(void)
{
	check(net_presets_n == WANTED, "%d presets, not %d", net_presets_n, WANTED);
	check(strcmp(net_presets[0].name, "paper") == 0,
	      "the preset that is taken when none is named is %s", net_presets[0].name);
	for (int p = 0; p < WANTED; p++) {
		const struct net_preset *preset = net_preset(wanted[p].preset);
		struct net_config config = { 0 };
		const char *wrong = net_settings(&config, wanted[p].settings);

		check(!wrong, "%s: %s", wanted[p].preset, wrong);
		if (!check(preset, "no preset %s", wanted[p].preset))
			continue;
		for (int i = 0; i < net_fields_n; i++) {
			const double is = net_get(&preset->config, &net_fields[i]), should = net_get(&config, &net_fields[i]);

			check(is == should, "%s: %s is %g, not %g", preset->name, net_fields[i].name, is, should);
		}
	}
	printf("%d checks, %d failed\n", checks, failed);
	return failed > 0;
}
