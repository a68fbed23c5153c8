#!/usr/bin/env bash
# table3 - what the program embedding loss is worth when there is less data (5.3.3)
# SPDX-License-Identifier: MIT
#
# HNPS and HNPS-PT on D_long, after training on all, half and a quarter of D_composed. Prints the table, and keeps it as RESULTS/table3.tsv.
set -euo pipefail
# shellcheck source=pipelines/tables.sh
. "$(dirname "$0")/tables.sh"

: "${METHODS:=hnps hnps-pt hnps-50 hnps-pt-50 hnps-25 hnps-pt-25}"

for method in $METHODS; do
	"$root/pipelines/methods.sh" "$method" long
done
from=$(provenance table3 'Table 3: programs of D_long found, in percent, after training on part of D_composed' "$METHODS" long)
accuracies table3 long "$METHODS" 10-25 25-40 40-55 55-70 | keep table3 "$from"
