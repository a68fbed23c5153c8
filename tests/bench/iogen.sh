#!/usr/bin/env bash
# iogen - how many programs a second get their 20 pairs, on one core
# SPDX-License-Identifier: MIT
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
need taskset "$python" || exit 0
PROGRAMS=${PROGRAMS:-30000}     # sampled, of one expression
FEW=${FEW:-120}                 # the first of them, for Python

sampled=$tmp/programs.msgpack.zst
dslsample -q -n "$PROGRAMS" -o "$sampled"
show --programs -n "$FEW" "$sampled" > "$tmp/few"

# Each says how many programs got their pairs.
rounds \
	short "taskset -c $core bash -c 'dslsample -q -n $PROGRAMS | iogen -j 1 2> $tmp/short > /dev/null'" \
	long "taskset -c $core bash -c 'dslsample -q -n $PROGRAMS --parts 2-4 | iogen -j 1 2> $tmp/long > /dev/null'" \
	python "taskset -c $core $python $here/iogen.py < $tmp/few > $tmp/python" \
	early "taskset -c $core $python $here/iogen.py --give-up < $tmp/few > $tmp/early"

rate() { # NAME
	calc '%.1f' "$(sed 's/^iogen: \([0-9]*\) tasks, .*/\1/' "$tmp/$1") / $(took "$1")"
}

short=$(rate short)
result iogen/short "$(calc '%.0f' "$short")" programs/s "wanted: 10000; dslsample | iogen, one core, 20 pairs of at most 1000 tries, those that got them"
result iogen/long "$(rate long | awk '{ printf "%.0f", $1 }')" programs/s "the same, 2 to 4 expressions"
result iogen/python "$(rate python)" programs/s "iogen.py, the same pinned core"
result iogen/short-to-python "$(calc '%.0f' "$short / $(rate python)")" ratio "iogen/python"
result iogen/short-to-python-giving-up "$(calc '%.0f' "$short / $(rate early)")" ratio "iogen.py --give-up, which leaves hopeless programs as early as iogen does: $(rate early) programs/s"
