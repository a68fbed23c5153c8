#!/usr/bin/env bash
# gru - the encoder's GRU at the paper's size, and whole training steps, against the processor's peak and against PyTorch
# SPDX-License-Identifier: MIT
#
# GRU='-c' takes processor time in place of the wall's, for a machine that is not idle; gru.c tells the other options.
ROUNDS=${ROUNDS:-5}
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
read -r -a options <<< "${GRU:-}"

counts=()                       # of threads
for ((threads = 1; threads <= cores; threads *= 2)); do
	counts+=("$threads")
	"$BIN/bench/gru" -j "$threads" -n "$ROUNDS" "${options[@]}"
done
for threads in "${counts[@]}"; do
	"$BIN/bench/step" -j "$threads" -n "$ROUNDS"
done
"$BIN/bench/step" -j "${counts[-1]}" -n "$ROUNDS" -P 3          # and the hierarchical one

version=$("$python" -c 'import torch; print(torch.__version__)' 2> /dev/null) || { skipped "gru.vs_pytorch: python3-torch is not installed"; exit 0; }
# a small pass first: nobody would pick PyTorch with a library that has no kernel for this processor
read -r _ library < <("$python" "$here/gru_pytorch.py" 1 16 8 64)
case $library in
*openblas* | *mkl*) ;;
*) skipped "gru.vs_pytorch: PyTorch $version multiplies with $library here, which is slow: apt-get install libopenblas0-pthread"; exit 0 ;;
esac
# rows*steps a second, in turn, so that what else goes on meets all alike
for ((round = 0; round < ROUNDS; round++)); do
	"$BIN/bench/gru" -j "${counts[-1]}" -n 1 | awk -F '\t' '$1 ~ /^gru.speed/ { print $2 }' >> "$tmp/ours"
	for threads in "${counts[@]}"; do
		read -r speed library < <("$python" "$here/gru_pytorch.py" "$threads")
		echo "$speed" >> "$tmp/torch.$threads"
	done
done
best=0
for threads in "${counts[@]}"; do
	speed=$(median < "$tmp/torch.$threads")
	result "gru.pytorch.j$threads" "$speed" "rows*steps/s" "the same network in PyTorch $version with $library"
	best=$(calc %.0f "$speed > $best ? $speed : $best")
done
result gru.vs_pytorch "$(calc %.2f "$(median < "$tmp/ours") / $best")" ratio "wanted: at least 2; ${counts[-1]} threads against PyTorch's best number of them"

# whole steps, programs a second, the same way
for parts in 0 3; do
	name=step
	((!parts)) || name=step.hierarchical
	rm -f "$tmp"/ours "$tmp"/torch.*
	for ((round = 0; round < ROUNDS; round++)); do
		"$BIN/bench/step" -j "${counts[-1]}" -n 1 -P "$parts" | awk -F '\t' '$1 ~ /speed/ { print $2 }' >> "$tmp/ours"
		for threads in "${counts[@]}"; do
			"$python" "$here/step_pytorch.py" "$threads" "$parts" >> "$tmp/torch.$threads"
		done
	done
	best=0
	for threads in "${counts[@]}"; do
		speed=$(median < "$tmp/torch.$threads")
		result "$name.pytorch.j$threads" "$speed" "programs/s" "the same networks in PyTorch"
		best=$(calc %.1f "$speed > $best ? $speed : $best")
	done
	result "$name.vs_pytorch" "$(calc %.2f "$(median < "$tmp/ours") / $best")" ratio "wanted: at least 2; ${counts[-1]} threads against PyTorch's best number of them"
done
