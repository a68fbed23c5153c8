#!/usr/bin/env bash
# table6-8 - execution accuracy on the training and the test split of D_composed, and the gap between them (D.2)
# SPDX-License-Identifier: MIT
#
#     pipelines/table6-8.sh [6|7|8]...
#
# Table 6 is by the length of the true program, Table 7 by its number of parts, Table 8 the gap of both, test less training. METHODS names some of
# the methods. Prints the tables, and keeps them as RESULTS/table6.tsv and so on.
set -euo pipefail
# shellcheck source=pipelines/tables.sh
. "$(dirname "$0")/tables.sh"

: "${METHODS:=naive naive-short naive-short-finetune h-naive-pt hnps-pt hnps}"
declare -A what=(
	[6]='Table 6: programs of D_composed found, in percent'
	[7]='Table 7: programs of D_composed found, in percent, by their number of parts'
	[8]='Table 8: the generalization gap on D_composed, test less training, in percent'
)

[ $# -gt 0 ] || set -- 6 7 8
for table; do
	[ "${what[$table]:-}" ] || die "there is no table '$table' here"
done
for method in $METHODS; do
	"$root/pipelines/methods.sh" "$method" train test
done
for table; do
	case $table in
	6) columns=({train,test}\ {10-25,25-40,40-55,55-70}) ;;
	7) columns=({train,test}\ {2,3,4}) ;;
	8) columns=({10-25,25-40,40-55,55-70,2,3,4}) ;;
	esac
	[ "$table" = "$1" ] || echo
	from=$(provenance "table$table" "${what[$table]}" "$METHODS" train test)
	accuracies "table$table" test-train "$METHODS" "${columns[@]}" | keep "table$table" "$from"
done
