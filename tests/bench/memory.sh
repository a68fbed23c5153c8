#!/usr/bin/env bash
# memory - the most that is held: a text of 1 GB and a 25th of it, 30,000 tasks and 3,000
# SPDX-License-Identifier: MIT
#
# SIZE=1000000000, as in apply.sh, whose text this uses.
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
[ -x /usr/bin/time ] || { skipped "memory: /usr/bin/time is not installed"; exit 0; }
SIZE=${SIZE:-1000000000}

# The most resident memory of a command, in MB; what it says to standard error is lost.
peak() { # COMMAND...
	/usr/bin/time -o "$tmp/peak" -f %M "$@" > /dev/null 2>&1
	tail -n 1 "$tmp/peak" | awk '{ printf "%.1f", $1 / 1000 }'
}

text=$BIN/bench/lines-$SIZE
if [ -f "$text" ]; then
	program='Concat(SubStr(Regex(Word+, 0, Start), Regex(Word+, 0, After)))'
	head -c $((SIZE / 25)) "$text" > "$tmp/slice"
	for j in 1 "$cores"; do
		part=$(peak apply -j "$j" -p "$program" "$tmp/slice")
		result "memory/apply/$j-threads" "$(peak apply -j "$j" -p "$program" "$text")" MB "$SIZE bytes; $part MB for a 25th of it"
	done
else
	skipped "memory/apply: the group apply makes the text"
fi
dslsample -q -n 45000 | iogen -q -n 30000 -o "$tmp/many"
dslsample -q -n 45000 | iogen -q -n 3000 -o "$tmp/few"
few=$(peak synth -j 1 -k 10 -q "$tmp/few")
result memory/synth "$(peak synth -j 1 -k 10 -q "$tmp/many")" MB "30,000 tasks; $few MB for 3,000 of them"
few=$(peak iogen -j 1 -q "$tmp/few")
result memory/iogen "$(peak iogen -j 1 -q "$tmp/many")" MB "the same; $few MB"
