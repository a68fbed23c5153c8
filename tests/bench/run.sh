#!/usr/bin/env bash
# run - the benchmarks, or only the groups that are named: a line for each figure, its name, value, unit, and what it is compared with
# SPDX-License-Identifier: MIT
#
# BIN is the directory of the built tools. ROUNDS=3 says how often everything is timed, in turn; figures are medians. The other
# variables are told in the groups' scripts. Files that take long to make are kept in BIN/bench.
set -euo pipefail
: "${BIN:?is to be the directory of the built tools}"
cd "$(dirname "$0")"
groups=(iogen exact tasks ask apply tables memory gru code start)
[ $# -gt 0 ] || set -- "${groups[@]}"

for group; do
	[[ " ${groups[*]} " == *" $group "* ]] || { echo "bench: no group '$group': there are ${groups[*]}" >&2; exit 2; }
done
echo "# $(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -n 1), $(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg)" >&2
printf 'name\tvalue\tunit\tcompared with\n'
for group; do
	"./$group.sh"
done
