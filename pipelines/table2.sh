#!/usr/bin/env bash
# table2 - how far a program's task embedding is from that of a program that differs in one token (5.3.2)
# SPDX-License-Identifier: MIT
#
# Of SAMPLE=100 programs each of the training and the test split of D_short: one token is changed so that the program does the same as before
# (non-critical), or not (critical), and the new program gets pairs of its own. The line `none`, which isn't the paper's, is for the same program with
# other pairs. Prints the table, and keeps it as RESULTS/table2.tsv.
set -euo pipefail
# shellcheck source=pipelines/tables.sh
. "$(dirname "$0")/tables.sh"

: "${SAMPLE:=100}"
model=$MODELS/naive-short.model work=$MODELS/distances

# Many are needed for SAMPLE that have such a token, and then their pairs.
programs() { # SPLIT
	awk -v sample="$SAMPLE" -v scale="$SCALE" -v of="$1" 'BEGIN {
		share = 4 * sample / (100000 * scale * (of == "train" ? 0.7 : 0.15))
		printf "take -q --split %s --share %.9g", of, share < 1 ? share : 1
	}'
	echo " '$DATA/short.msgpack.zst'"
}

# id and numbers of each embedding, one a line
numbers='show --json | jq -r "[.id] + .embedding | @tsv"'

# The distances of the embeddings of two files of `numbers`: mean and deviation.
distance() { # FILE FILE
	awk -F '\t' '
		NR == FNR { for (i = 2; i <= NF; i++) from[$1, i] = $i; next }
		{
			sum = 0
			for (i = 2; i <= NF; i++) sum += ($i - from[$1, i]) ^ 2
			d = sqrt(sum); n++; all += d; squares += d * d
		}
		END {
			if (n < 2) { print "-"; exit }
			variance = (squares - all * all / n) / (n - 1)
			printf "%.2f ± %.2f\n", all / n, sqrt(variance > 0 ? variance : 0)
		}' "$1" "$2"
}

"$root/pipelines/train-short.sh"
fresh "$work" "SAMPLE=$SAMPLE" "$model"
for split in train test; do
	step "$work/$split.tsv" "$(programs $split) | embed -q -m '$model' | $numbers"
	for token in none non-critical critical; do
		change="mutate -q --token $token --seed $SEED | "
		[ $token != none ] || change=
		step "$work/$split.$token.tsv" "$(programs $split) | ${change}iogen -q -n $SAMPLE --seed $((SEED + 1)) | embed -q -m '$model' | $numbers"
	done
done

from=$(provenance table2 "Table 2: distance of task embeddings, mean and deviation, of SAMPLE=$SAMPLE programs" naive-short)
{
	printf 'token\ttrain, paper\ttrain, ours\ttest, paper\ttest, ours\n'
	for token in none non-critical critical; do
		printf '%s' $token
		for split in train test; do
			printf '\t%s\t%s' "$(paper table2 $token $split)" "$(distance "$work/$split.tsv" "$work/$split.$token.tsv")"
		done
		printf '\n'
	done
} | keep table2 "$from"
