# common - what the benchmarks share: lines of results, time, rounds
# SPDX-License-Identifier: MIT
# shellcheck shell=bash
set -euo pipefail
export LC_ALL=C
: "${BIN:?is to be the directory of the built tools}"
PATH=$BIN:$PATH
ROUNDS=${ROUNDS:-3}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
python=/usr/bin/python3
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# One core that we may run on, and how many there are.
core=$(taskset -cp $$ 2> /dev/null | sed 's/.*[ ,-]//') || core=0
cores=$(nproc)

result() { # NAME VALUE UNIT COMPARED-WITH
	printf '%s\t%s\t%s\t%s\n' "$@"
}

skipped() {
	echo "# skipped: $*" >&2
}

need() { # PROGRAM...
	local program

	for program; do
		command -v "$program" > /dev/null || { skipped "${0##*/}: $program is not installed"; return 1; }
	done
}

# How many seconds a command line takes.
seconds() {
	local begin=$EPOCHREALTIME end

	eval "$1"
	end=$EPOCHREALTIME
	awk "BEGIN { printf \"%.6f\n\", $end - $begin }"
}

median() {
	sort -g | awk '{ v[NR] = $1 } END { if (!NR) exit 1; printf "%.6g\n", NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# Runs command lines in turn, A B A B A B, so that what else goes on meets them alike; afterwards `took NAME` is the median of
# NAME's seconds.
rounds() { # NAME COMMAND NAME COMMAND ...
	local round k command

	rm -f "$tmp"/took.*
	for ((round = 0; round < ROUNDS; round++)); do
		for ((k = 1; k < $#; k += 2)); do
			command=$((k + 1))
			seconds "${!command}" >> "$tmp/took.${!k}"
		done
	done
}

took() {
	median < "$tmp/took.$1"
}

calc() { # FORMAT EXPRESSION
	awk "BEGIN { printf(\"$1\", ($2)) }"        # what is no expression, such as two lines, is an error
}
