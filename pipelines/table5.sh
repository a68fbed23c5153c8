#!/usr/bin/env bash
# table5 - the paper's Table 5 for our data sets, beside the paper's figures
# SPDX-License-Identifier: MIT
#
# How often a token stands in a program, on average over the data sets that data.sh made in DATA (data). Prints the table, and keeps it, with what
# it was made from, as RESULTS/table5.tsv.
set -euo pipefail
# shellcheck source=pipelines/tables.sh
. "$(dirname "$0")/tables.sh"

sets=(short composed long)

# name and mean count of each token; `programs` is how many there are
frequencies() { # SET
	show --programs "$DATA/$1.msgpack.zst" | awk '
		{ for (i = 1; i <= NF; i++) count[$i]++ }
		END {
			for (token in count) {
				printf "%s %.4f\n", token, count[token] / NR
				if (token ~ /^-?[0-9]+$/) numbers += count[token]
				if (token ~ /^"/) characters += count[token]
			}
			printf "numbers %.4f\ncharacters %.4f\nprograms %d\n", numbers / NR, characters / NR, NR
		}'
}

made_from() {
	local set

	provenance table5 'Table 5: mean count of a token in a program'
	for set in "${sets[@]}"; do
		echo "# $set: $(awk '$1 == "programs" { print $2 }' "$work/$set") programs, $(show -n 1 "$DATA/$set.msgpack.zst" | head -n 1)"
	done
}

table() {
	local token set

	printf 'token'
	printf '\t%s, paper\t%s, ours' short short composed composed long long
	printf '\n'
	grep -vE '^(#|token)' "$root/pipelines/paper/table5.tsv" | cut -f 1 | while read -r token; do
		printf '%s' "$token"
		for set in "${sets[@]}"; do
			printf '\t%s\t%.2f' "$(paper table5 "$token" "$set")" "$(awk -v token="$token" '$1 == token { print $2 }' "$work/$set")"
		done
		printf '\n'
	done
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for set in "${sets[@]}"; do
	[ -f "$DATA/$set.msgpack.zst" ] || die "$DATA/$set.msgpack.zst is missing: make data"
	frequencies "$set" > "$work/$set"
done
from=$(made_from)
table | keep table5 "$from"
