#!/usr/bin/env bash
# choices - what a network learns of D_short from the same number of operations, by how it is made and trained
# SPDX-License-Identifier: MIT
#
#     TFLOP=4 pipelines/choices.sh [NAME PRESET SETTING=VALUE,...]...
#
# Each choice is a preset and changes to it, such as `pairs-3 edges pairs=3,hidden=128`. It is trained for TFLOP, as a first short run tells what a
# program costs, and asked for 1,000 programs of the validation split. Without arguments: a state of 64, 128, 256; 3, 6, 10 pairs a step; two schedules;
# and three readings. Prints a table and keeps it, with the settings, as RESULTS/choices.tsv. What is killed goes on where it was.
set -euo pipefail
# shellcheck source=pipelines/tables.sh
. "$(dirname "$0")/tables.sh"

: "${TFLOP:=4}"
small=hidden=128,task=128,decoder=128
if [ $# -eq 0 ]; then
	set -- base edges "$small" \
		state-64 edges hidden=64,task=64,decoder=64 state-256 edges hidden=256,task=256,decoder=256 \
		pairs-3 edges "$small,pairs=3" pairs-10 edges "$small,pairs=10" \
		exponential edges "$small,schedule=exponential,gamma=0.95" batch-32 edges "$small,batch=32" \
		aligned aligned "$small" apart small "$small"
fi
[ $(($# % 3)) -eq 0 ] || die 'each choice is NAME PRESET SETTING=VALUE,...'

MODELS=$MODELS/choices/$TFLOP
mkdir -p "$MODELS" "$RESULTS"
"$root/pipelines/data.sh" short

# How many programs TFLOP is.
programs() { # PRESET SETTINGS
	# four batches of any size up to 128, the last line of the log tells
	train -q --preset "$1" --set "$2" -n 512 --validate 10 --validations 1 --log "$MODELS/cost.tsv" "$DATA/short.msgpack.zst" > "$MODELS/cost.model"
	awk -F '\t' -v tflop="$TFLOP" '/^[0-9]/ { n = $2; spent = $4 } END { printf "%d", n * tflop / spent }' "$MODELS/cost.tsv"
}

lines=()
while [ $# -gt 0 ]; do
	name=$1 preset=$2 settings=$3
	shift 3
	[[ $name =~ ^[a-z0-9-]+$ ]] || die "a choice is called by small letters, digits and hyphens, not '$name'"
	if [ ! -f "$MODELS/$name.programs" ]; then
		programs "$preset" "$settings" > "$MODELS/$name.part"
		mv "$MODELS/$name.part" "$MODELS/$name.programs"
	fi
	PRESET=$preset SETTINGS=$settings PROGRAMS=$(cat "$MODELS/$name.programs") trained "$name" '--model flat --validations 1' "$DATA/short.msgpack.zst"
	lines+=("$(awk -F '\t' -v OFS='\t' -v name="$name" -v preset="$preset" -v settings="$settings" '
		/^[0-9]/ { programs = $2; tflop = $4; loss = $8; given = $10; all = $11; seconds = $13 }
		END { print name, preset, settings, programs, sprintf("%.3g", tflop), sprintf("%.0f", seconds), sprintf("%.3f", loss),
		            sprintf("%.1f", 100 * given), sprintf("%.1f", 100 * all) }' "$MODELS/$name.log.tsv")")
done
{
	echo '# what D_short teaches for the same operations, greedy, in percent of 1,000 tasks of the validation split: pipelines/choices.sh'
	echo "# settings: $(cat "$DATA/settings") TFLOP=$TFLOP; commit: $(commit)"
	printf 'choice\tpreset\tsettings\tprograms\ttflop\tseconds\tvalidation loss\ton the 10 given\ton all 20\n'
	printf '%s\n' "${lines[@]}"
} > "$RESULTS/choices.tsv.$$"
mv "$RESULTS/choices.tsv.$$" "$RESULTS/choices.tsv"
grep -v '^#' "$RESULTS/choices.tsv" | cut -f 1,4- | column -t -s $'\t'
