#!/usr/bin/env bash
# data - the paper's three data sets (5.1, C.2)
# SPDX-License-Identifier: MIT
#
#     pipelines/data.sh [SET]...                  make them on all cores; SET is short, composed or long; all three when none is given
#     pipelines/data.sh --shard I/N [SET]...      make part I of N of the tasks that they are taken from
#     pipelines/data.sh --join N [SET]...         and take them from all N parts
#
# The first does the second for each core, and then the third. On however many machines they are made, they are the same bytes. Over
# machines with a common folder, by GNU parallel or as a cluster's job array (composed programs need D_short):
#
#     parallel pipelines/data.sh --shard {}/8 short long ::: {1..8} && pipelines/data.sh --join 8 short long
#     parallel pipelines/data.sh --shard {}/8 composed ::: {1..8} && pipelines/data.sh --join 8 composed
#     sbatch --array=1-8 --wrap 'pipelines/data.sh --shard $SLURM_ARRAY_TASK_ID/8 short long'
#
# The environment may set:
#     SCALE=1      the paper's sizes: 100,000 short, 200,000 composed, 30,000 long programs; 0.01 is a hundredth of each
#     SEED=1       another seed, other programs
#     DRAWS=own    common: the inputs of all programs begin from the same random numbers (iogen --draws)
#     DATA=data    where they go: short.msgpack.zst, composed.msgpack.zst, long.msgpack.zst
#     SHARDS       how many parts are made at the same time; one for each core
#     MARGIN=1.02  how many tasks are drawn for one that is likely to be needed; where they are too few, more are drawn
#
# A set has exactly its count: the first tasks, in the order of their numbers, that get their pairs. No id is given twice.
#
# Table 5 has 0.06 ConstStr a program in D_short and 0.11 in D_long, which has three expressions a program. A ConstStr always gets
# its pairs and a SubStr often doesn't, so fewer are drawn than will stay: 0.05 and 0.028 of expressions.
set -euo pipefail
# shellcheck source=pipelines/steps.sh
. "$(dirname "$0")/steps.sh"

: "${SHARDS:=$(nproc)}"

# The groups of a set, a line each: parts of a program, how many are wanted, how many are drawn for that, the number of the first. The
# share of programs that get their pairs was measured.
groups() { # SET
	case $1 in
	short)    echo 1 100000 0.831 0 ;;
	composed) printf '%s\n' '2 60000 0.951 2e9' '3 70000 0.867 3e9' '4 70000 0.753 4e9' ;;
	long)     printf '%s\n' '2 10000 0.685 12e9' '3 10000 0.539 13e9' '4 10000 0.404 14e9' ;;
	esac | awk -v scale="$SCALE" -v margin="$MARGIN" '{
		count = int($2 * scale + 0.5)
		printf "%d %d %d %.0f\n", $1, count, count / $3 * margin + 50, $4
	}'
}

# The command that draws part SHARD of COUNT tasks from number FIRST on, with their pairs.
draw() { # SET PARTS COUNT FIRST SHARD
	local how

	case $1 in
	short)    how="dslsample -q --parts $2 --conststr 0.05" ;;
	composed) how="compose -q --parts $2" ;;
	long)     how="dslsample -q --parts $2 --conststr 0.028" ;;
	esac
	how+=" -n $3 --first $4 --seed $SEED"
	[ "$5" = 1/1 ] || how+=" --shard $5"
	[ "$1" != composed ] || how+=" '$DATA/short.msgpack.zst'"
	echo "$how | iogen -q -j 1 --seed $SEED$([ "$DRAWS" = own ] || echo " --draws $DRAWS")"
}

shard() { # SET I/N
	local parts count drawn first

	! whole "$DATA/$1.msgpack.zst" || return 0
	while read -r parts count drawn first; do
		step "$DATA/shards/$1-$parts.${2/\//-of-}.msgpack.zst" "$(draw "$1" "$parts" "$drawn" "$first" "$2")"
	done < <(groups "$1")
}

# Takes a group from its shards, and from further draws as long as they are too few.
take_group() { # SET N PARTS COUNT DRAWN FIRST
	local group=$DATA/shards/$1-$3 more=$(($4 / 10 + 50)) next=$(($6 + $5)) files=() file status k

	for ((k = 1; k <= $2; k++)); do
		file=$group.$k-of-$2.msgpack.zst
		[ -f "$file" ] || die "$file is missing: run $0 --shard $k/$2 $1"
		files+=("'$file'")
	done
	for ((k = 1;; k++)); do
		status=0
		step "$group.msgpack.zst" "cat ${files[*]} | take -q -n $4" || status=$?
		[ "$status" -eq 1 ] || return "$status"
		file=$group.further-$k.msgpack.zst
		step "$file" "$(draw "$1" "$3" "$more" "$next" 1/1)"
		files+=("'$file'")
		next=$((next + more))
	done
}

join() { # SET N
	local parts count drawn first files=()

	if ! whole "$DATA/$1.msgpack.zst"; then
		while read -r parts count drawn first; do
			take_group "$1" "$2" "$parts" "$count" "$drawn" "$first"
			files+=("'$DATA/shards/$1-$parts.msgpack.zst'")
		done < <(groups "$1")
		step "$DATA/$1.msgpack.zst" "cat ${files[*]}"
	fi
	rm -f "$DATA/shards/$1-"*
	[ ! -d "$DATA/shards" ] || rmdir --ignore-fail-on-non-empty "$DATA/shards"
}

part='' parts=''
case ${1:-} in
--shard)
	part=${2:-}
	[[ $part =~ ^[0-9]+/[0-9]+$ ]] || die "--shard wants I/N"
	shift 2
	;;
--join)
	parts=${2:-}
	[[ $parts =~ ^[0-9]+$ ]] || die "--join wants N"
	shift 2
	;;
-*)
	die "unknown option '$1'; the head of the script tells how it is used"
	;;
esac
for number in "$SCALE" "$MARGIN"; do
	[[ $number =~ ^[0-9]*\.?[0-9]+$ ]] || die "'$number' is not a number"
done
awk "BEGIN { exit $SCALE < 0.0001 }" || die "SCALE=$SCALE leaves too little: from 0.0001 on"
[ $# -gt 0 ] || set -- short composed long
for set; do
	[ -n "$(groups "$set")" ] || die "'$set' is none of short, composed, long"
done
settings
for set; do
	if [ "$part" ]; then
		shard "$set" "$part"
	elif [ "$parts" ]; then
		join "$set" "$parts"
	else
		exec {lock}< "$DATA"            # one run at a time: the first to end removes the parts
		flock "$lock"
		seq "$SHARDS" | xargs -P "$SHARDS" -I{} "$0" --shard "{}/$SHARDS" "$set" || exit 2
		join "$set" "$SHARDS"
		exec {lock}<&-
	fi
done
