#!/usr/bin/env bash
# table5 - the paper's Table 5 for our data sets, beside the paper's figures
# SPDX-License-Identifier: MIT
#
#     pipelines/table5.sh [FILE]
#
# How often a token stands in a program, on average over the data sets that data.sh made in DATA (data). Prints a table for people; the same
# as TSV, with what it was made from, goes to FILE (DATA/table5.tsv).
set -euo pipefail
# shellcheck source=pipelines/steps.sh
. "$(dirname "$0")/steps.sh"

: "${DATA:=data}"
file=${1:-$DATA/table5.tsv}
sets=(short composed long)

# name, and the paper's figures for D_short, D_composed, D_long
paper() {
	cat <<-END
	Concat 1.00 1.00 1.00
	ConstStr 0.06 0.23 0.11
	SubStr 0.94 2.82 2.89
	Regex 1.64 4.92 5.21
	ConstPos 0.23 0.72 0.57
	Word 0.09 0.25 0.32
	Num 0.04 0.11 0.34
	Alphanum 0.09 0.25 0.32
	Allcaps 0.08 0.25 0.33
	Propcase 0.09 0.26 0.33
	Lower 0.09 0.25 0.34
	Digit 0.09 0.26 0.32
	Char 0.06 0.21 0.31
	numbers 1.87 5.66 5.78
	characters 1.08 3.31 2.71
	Start 0.82 2.46 2.60
	End 0.82 2.46 2.61
	END
}

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

# What the figures were made from, as comments: enough to make them again.
provenance() {
	local set

	echo "# Table 5: mean count of a token in a program. paper: its figures, ours: pipelines/table5.sh after pipelines/data.sh"
	echo "# settings: $(cat "$DATA/settings"); commit: $(git -C "$root" describe --always --dirty 2> /dev/null || echo unknown)"
	for set in "${sets[@]}"; do
		echo "# $set: $(awk '$1 == "programs" { print $2 }' "$work/$set") programs, $(show -n 1 "$DATA/$set.msgpack.zst" | head -n 1)"
	done
}

table() {
	printf 'token\tshort, paper\tshort, ours\tcomposed, paper\tcomposed, ours\tlong, paper\tlong, ours\n'
	paper | while read -r token figures; do
		printf '%s' "$token"
		for set in "${sets[@]}"; do
			printf '\t%s\t%.2f' "${figures%% *}" "$(awk -v token="$token" '$1 == token { print $2 }' "$work/$set")"
			figures=${figures#* }
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
table > "$work/table"
{ provenance; cat "$work/table"; } > "$file.part"
mv "$file.part" "$file"
awk -F '\t' '
	{ printf "%-12s", $1; for (i = 2; i <= NF; i++) printf "%17s", $i; print "" }' "$work/table"
