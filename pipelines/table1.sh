#!/usr/bin/env bash
# table1 - execution accuracy on D_long by the length of the true program (5.3.1)
# SPDX-License-Identifier: MIT
#
# METHODS names some of the methods, and those beyond the paper's. Prints the table, and keeps it as RESULTS/table1.tsv.
set -euo pipefail
# shellcheck source=pipelines/tables.sh
. "$(dirname "$0")/tables.sh"

: "${METHODS:=naive naive-short naive-short-finetune bustle h-naive-pt hnps-pt hnps}"

for method in $METHODS; do
	"$root/pipelines/methods.sh" "$method" long
done
from=$(provenance table1 'Table 1: programs of D_long found, in percent' "$METHODS" long)
accuracies table1 long "$METHODS" 10-25 25-40 40-55 55-70 | keep table1 "$from"
