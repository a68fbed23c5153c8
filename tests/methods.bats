# methods - the paper's methods trained for a moment, its tables and figures, from nothing and interrupted
# SPDX-License-Identifier: MIT

load lib/common

export SCALE=0.001 PRESET=small PROGRAMS=96 EVAL=30 BEAM=5 SAMPLE=4
export SETTINGS=hidden=8,task=8,decoder=8,composer=8,batch=8
methods='naive naive-short naive-short-finetune bustle h-naive-pt hnps-pt hnps'

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	export DATA=$BATS_FILE_TMPDIR/data MODELS=$BATS_FILE_TMPDIR/models LOCK=$BATS_FILE_TMPDIR/lock RESULTS=$BATS_FILE_TMPDIR/results
	METHODS="$methods hnps-beam exact residual residual-beam" "$root/pipelines/table1.sh" > table1.shown 2> table1.said
}

pipeline() { # NAME [ARGUMENT]...
	"$root/pipelines/$1.sh" "${@:2}"
}

# A figure of a table: its row and its column, of a block.
cell() { # FILE RIGHT CUT METHOD COLUMN
	awk -F '\t' -v right="$2" -v cut="$3" -v method="$4" -v column="$5" '
		/^#/ { next }
		!n { n = NF; for (i = 1; i <= n; i++) at[$i] = i; next }
		$1 == right && $2 == cut && $3 == method { print $(at[column]) }' "$1"
}

@test "Table 1 from nothing: each method is trained once, and what exec-check said of it stands beside the paper's figure" {
	[ "$(grep -c '^\$ train ' "$BATS_FILE_TMPDIR/table1.said")" -eq 6 ]
	table=$RESULTS/table1.tsv
	[ "$(cell "$table" given '[,)' hnps '40-55, paper')" = 9.71 ]
	[ "$(cell "$table" given '[,)' residual '40-55, paper')" = - ]
	for cut in '[,)' '(,]'; do
		sum=0
		for range in 10-25 25-40 40-55 55-70; do
			sum=$((sum + $(cell "$table" given "$cut" tasks "$range, ours")))
		done
		[ "$sum" -eq 30 ]
	done
	[ "$(cell "$table" given '[,)' exact '25-40, ours')" = 100.00 ]
	for method in residual residual-beam exact naive; do
		for range in 25-40 40-55; do
			[ "$(cell "$table" given '(,]' $method "$range, ours")" = "$(awk -F '\t' -v range="(${range/-/,}]" '$2 == range { print $5 }' "$MODELS/$method.long.tsv")" ]
			[ "$(cell "$table" all '[,)' $method "$range, ours")" = "$(awk -F '\t' -v range="[${range/-/,})" '$2 == range { print $7 }' "$MODELS/$method.long.tsv")" ]
		done
	done
	# how each was made, and for how long it learned
	for method in naive naive-short naive-short-finetune h-naive-pt hnps-pt hnps; do
		grep -q "^# $method: train .*; 96 programs, .* TFLOP, .* s, at the end loss " "$table"
		grep -q "^# $method: take .* synth .* --search greedy -m 'MODELS/$method.model' | exec-check" "$table"
	done
	grep -q "^# hnps-beam: take .* synth -q -k 10 --search beam --beam 5 -m 'MODELS/hnps.model' | exec-check" "$table"
	grep -q "^# residual-beam: take .* synth -q -k 10 --search beam --beam 5 | exec-check" "$table"
	grep -q "^# hnps: train .* --lambda 1 .*--init 'MODELS/naive-short.model' 'MODELS/embedded/composed.msgpack.zst'" "$table"
	run ! grep -q "$BATS_FILE_TMPDIR" "$table"
	# what is shown: a line for each method and block
	[ "$(grep -c '^residual-beam ' "$BATS_FILE_TMPDIR/table1.shown")" -eq 4 ]
}

@test "what is there is not made again; what is asked otherwise, is" {
	find "$MODELS" -type f -exec stat -c '%n %i %Y' {} + | sort > before
	METHODS=$methods pipeline table1 > shown 2> said
	[ ! -s said ]
	find "$MODELS" -type f -exec stat -c '%n %i %Y' {} + | sort | diff before -
	EVAL=15 pipeline methods residual long 2> said
	[ "$(awk '$1 == "all" { print $3 }' "$MODELS/residual.long.tsv")" -eq 15 ]
	[ "$(grep -c '^\$ take' said)" -eq 1 ]
	EVAL=30 pipeline methods residual long 2> said
}

@test "Tables 6, 7 and 8: the gap is the test split's share less the training split's" {
	METHODS='hnps-pt-beam exact bustle residual' pipeline table6-8 > shown
	for range in 25-40 40-55; do
		for method in bustle residual; do
			awk -v train="$(cell "$RESULTS/table6.tsv" given '[,)' $method "train $range, ours")" -v test="$(cell "$RESULTS/table6.tsv" given '[,)' $method "test $range, ours")" \
				-v gap="$(cell "$RESULTS/table8.tsv" given '[,)' $method "$range, ours")" 'BEGIN { d = test - train - gap; exit !(train != "" && gap != "" && d * d < 1e-3) }'
		done
	done
	[ "$(cell "$RESULTS/table7.tsv" given - exact 'test 3, ours')" = 100.00 ]
	[ "$(cell "$RESULTS/table7.tsv" given - hnps 'test 3, paper')" = '' ]
	run -2 pipeline table6-8 9
}

# How many tasks a method learned from.
learned() { # METHOD
	sed -n 's/^# parameters=.* tasks=\([0-9]*\) .*/\1/p' "$MODELS/$1.log.tsv"
}

@test "Table 3 trains on parts of the data, Table 2 changes tokens" {
	pipeline table3 > shown 2> said
	[ "$(grep -c '^\$ train ' said)" -eq 4 ]
	for part in 50 25; do
		grep -q "^# hnps-$part: train .*--data-fraction 0.$part " "$RESULTS/table3.tsv"
		of=$(learned hnps) part_of=$(learned hnps-pt-$part)
		[ $((of * part / 100 - part_of)) -le 1 ] && [ $((part_of - of * part / 100)) -le 1 ]
	done
	[ "$(cell "$RESULTS/table3.tsv" given '[,)' hnps-pt-25 '25-40, paper')" = 4.50 ]
	pipeline table2 > shown
	[ "$(grep -c ' ± ' shown)" -eq 3 ]
	grep -qP '^critical\t6\.71 ± 1\.98\t[0-9.]+ ± [0-9.]+\t' "$RESULTS/table2.tsv"
}

width() { # PNG
	printf '%d\n' "0x$(od -A n -j 16 -N 4 -t x1 "$1" | tr -d ' ')"
}

@test "Figures 3 and 5 are pictures" {
	pipeline figure3 > shown 2>&1
	pipeline figure5 > shown 2>&1
	for figure in 3 5; do
		[ "$(head -c 4 "$RESULTS/figure$figure.png" | tail -c 3)" = PNG ]
		[ "$(wc -c < "$RESULTS/figure$figure.png")" -gt 10000 ]
	done
	# a panel more for the methods with a beam
	[ "$(width "$RESULTS/figure3.png")" -eq 1200 ]
	METHODS='naive hnps naive-beam hnps-beam' pipeline figure3 > shown 2>&1
	[ "$(width "$RESULTS/figure3.png")" -eq 1800 ]
	# five programs, each with its 20 pairs
	[ "$(grep -v '^#' "$RESULTS/figure5.tsv" | cut -f 1 | uniq -c | awk '{ print $1 }' | tr '\n' ' ')" = '20 20 20 20 20 ' ]
}

@test "killed at any point and run again, a table has the same models and the same figures" {
	cp -r "$DATA" data
	for after in 0.2 0.5 0.8 1.1 1.4; do
		DATA=$PWD/data MODELS=$PWD/models RESULTS=$PWD METHODS='naive hnps' timeout -s KILL --foreground $after "$root/pipelines/table1.sh" > shown 2>&1 || true
	done
	DATA=$PWD/data MODELS=$PWD/models RESULTS=$PWD METHODS='naive hnps' pipeline table1 > shown 2>&1
	for method in naive naive-short hnps; do
		cmp <(zstd -dcq < models/$method.model) <(zstd -dcq < "$MODELS/$method.model")
	done
	for method in naive hnps; do
		cmp models/$method.long.tsv "$MODELS/$method.long.tsv"
	done
	[ -z "$(find models -name '*.part')" ]
}

@test "of two trainings on one machine the second waits" {
	exec 5>> "$LOCK"
	flock 5
	MODELS=$PWD/models pipeline methods naive 2> said 5>&- &
	for _ in {1..100}; do
		grep -q 'methods.sh: waiting for another training to end' said && break
		sleep 0.1
	done
	grep -q 'methods.sh: waiting for another training to end' said
	[ ! -e models/naive.model ]
	exec 5>&-
	wait $!
	[ -f models/naive.model ]
}

@test "what doesn't fit together is told" {
	SETTINGS=hidden=9 run -2 pipeline methods naive
	[[ "${lines[-1]}" == "methods.sh: $MODELS/naive.model is of another training, "* ]]
	for method in nothing bustle-beam exact-beam; do
		run -2 pipeline methods $method
		[ "${lines[-1]}" = "methods.sh: no method is called '$method'" ]
	done
	run -2 pipeline methods hnps nowhere
	[ "${lines[-1]}" = "methods.sh: no set is called 'nowhere'" ]
	run -2 pipeline methods
	# a model that is older than the one from which it began
	cp -r "$MODELS" models
	touch models/naive-short.model
	MODELS=$PWD/models run -2 pipeline methods hnps-pt
	[[ "${lines[-1]}" == "methods.sh: "*"/hnps-pt.model is older than "*"/naive-short.model, from which it began: remove "* ]]
}
