#!/usr/bin/env bash
# methods - the paper's method, its baselines and ablations (5.2): trained, and asked for programs
# SPDX-License-Identifier: MIT
#
#     pipelines/methods.sh METHOD [SET]...
#
# METHOD: naive-short, naive, naive-short-finetune, h-naive-pt, hnps-pt, hnps; the last two also with half and a quarter of the data, as hnps-50 and
# hnps-25; bustle, which learns nothing; and two that aren't the paper's: exact, our deductive search, and residual, the model that ships.
# METHOD-beam, of any that has a model: not the likeliest token each time, but the likeliest program of a beam of BEAM=100 that is right.
# SET: long is D_long; train and test are the splits of D_composed. For each MODELS/METHOD.SET.tsv says how many of EVAL tasks were right.
# The head of steps.sh tells how the environment sets how long and how large they are trained.
set -euo pipefail
# shellcheck source=pipelines/steps.sh
. "$(dirname "$0")/steps.sh"

: "${BEAM:=100}"

train() { # METHOD
	local composed=$DATA/composed.msgpack.zst percent=${1##*[^0-9]}

	case $1 in
	bustle-beam | exact-beam) die "no method is called '$1'" ;;
	*-beam)               train "${1%-beam}" ;;
	naive-short)          "$root/pipelines/train-short.sh" ;;
	naive)                data short composed
	                      trained "$1" '--model flat' "$composed" ;;
	naive-short-finetune) data short composed
	                      "$root/pipelines/train-short.sh"
	                      trained "$1" '--model flat' "$composed" "$MODELS/naive-short.model" ;;
	h-naive-pt)           data short composed
	                      trained "$1" '--model hierarchical --lambda 0' "$composed" ;;
	hnps-pt | hnps-pt-50 | hnps-pt-25)
	                      data short composed
	                      "$root/pipelines/train-short.sh"
	                      trained "$1" "--model hierarchical --lambda 0${percent:+ --data-fraction 0.$percent}" "$composed" \
	                              "$MODELS/naive-short.model" ;;
	hnps | hnps-50 | hnps-25)
	                      "$root/pipelines/train-hnps.sh" "$percent" ;;
	bustle | exact | residual) ;;
	*)                    die "no method is called '$1'" ;;
	esac
}

data() {
	"$root/pipelines/data.sh" "$@"
}

# The command that passes on EVAL of a set's tasks.
tasks() { # SET
	local count from

	case $1 in
	long)  count=30000 from="'$DATA/long.msgpack.zst'" ;;
	train) count=140000 from="--split train '$DATA/composed.msgpack.zst'" ;;
	test)  count=30000 from="--split test '$DATA/composed.msgpack.zst'" ;;
	esac
	awk -v wanted="$EVAL" -v count="$count" -v scale="$SCALE" -v from="$from" 'BEGIN {
		share = wanted / (count * scale)
		printf "take -q --share %.9g %s", share < 1 ? share : 1, from
	}'
}

# Asks METHOD for programs; again, when that was of another model or done otherwise.
report() { # METHOD SET
	local file=$MODELS/$1.$2.tsv model=$MODELS/${1%-beam}.model search=greedy command

	[[ $1 != *-beam ]] || search="beam --beam $BEAM"
	case $1 in
	bustle | exact) search=$1 model= ;;
	residual*)      model=$root/pipelines/models/residual.model ;;     # synth finds it
	*)              search+=" -m '$model'" ;;
	esac
	command="$(tasks "$2") | synth -q -k 10 --search $search | exec-check -q"
	fresh "$file" "$(told "$command")" "$model"
	step "$file" "$command"
}

[ $# -gt 0 ] || die "which method? The head of the script tells"
method=$1
shift
for set; do
	case $set in
	long)         data long ;;
	train | test) data short composed ;;
	*)            die "no set is called '$set'" ;;
	esac
done
train "$method"
for set; do
	report "$method" "$set"
done
