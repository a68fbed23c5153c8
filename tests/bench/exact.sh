#!/usr/bin/env bash
# exact - the search: how much it solves, how long it takes, and what adversarial tasks do to it
# SPDX-License-Identifier: MIT
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
need taskset "$python" || exit 0

# D_long: as many programs of 2, 3 and 4 expressions
for parts in 2:334:600 3:333:750 4:333:1000; do
	IFS=: read -r n count drawn <<< "$parts"
	dslsample -q --parts "$n" --conststr 0.028 -n "$drawn" --seed 9 | iogen -q -n "$count" --seed 9
done > "$tmp/long"

# Solved, median and worst of the seconds, in a stream of answers.
times() { # FILE
	show --json "$1" | "$python" "$here/answers.py"
}

for ((round = 0; round < ROUNDS; round++)); do
	taskset -c "$core" "$BIN/synth" -q -k 10 --time -j 1 "$tmp/long" -o "$tmp/answers"
	times "$tmp/answers"
done > "$tmp/times"
read -r tasks solved _ < "$tmp/times"
result exact/solved "$solved" tasks "wanted: $tasks; D_long, 10 pairs given"
result exact/median "$(cut -d ' ' -f 3 "$tmp/times" | median)" ms/task "wanted: under 1; the same, one core"
result exact/worst "$(cut -d ' ' -f 4 "$tmp/times" | median)" ms/task "the same, the longest of all (median of $ROUNDS runs)"
for given in 2 3 5 10; do
	right=$(synth -q -k "$given" "$tmp/long" | exec-check --by nothing | awk -F '\t' '$1 == "all" { print $7 }')
	result "exact/right-given-$given" "$right" % "D_long, right on all 20 pairs"
done

"$python" "$here/adversarial.py" "$tmp"
pairs -q "$tmp"/adversarial/*.tsv | taskset -c "$core" "$BIN/synth" -q --dialect shell --time -j 1 -o "$tmp/answers"
show --json "$tmp/answers" | "$python" "$here/answers.py" --each | sort -t "$(printf '\t')" -k 2,2 -g -r > "$tmp/each"
result exact/adversarial "$(head -n 1 "$tmp/each" | cut -f 2)" ms "the longest of $(wc -l < "$tmp/each") adversarial tasks, shell dialect, default budget"
while IFS=$'\t' read -r name ms status; do
	result "exact/adversarial/$name" "$ms" ms "$status"
done < "$tmp/each"
