# pipelines - the data sets, whole, in parts, and interrupted
# SPDX-License-Identifier: MIT

load lib/common

export SCALE=0.001

data() {
	"$root/pipelines/data.sh" "$@"
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	export whole=$BATS_FILE_TMPDIR/whole
	DATA=$whole SHARDS=2 data 2> said
}

# The three sets in FOLDER are those of the straight run.
same() { # FOLDER
	for set in short composed long; do
		cmp "$1/$set.msgpack.zst" "$whole/$set.msgpack.zst"
	done
	[ "$(find "$1" | sort | sed "s|^$1||" | tr '\n' ' ')" = ' /composed.msgpack.zst /long.msgpack.zst /settings /short.msgpack.zst ' ]
}

@test "the sets have the paper's counts, and every program is right on its 20 pairs" {
	[ "$(records "$whole/short.msgpack.zst" | wc -l)" -eq 100 ]
	show --json "$whole/short.msgpack.zst" | jq -r .program | awk '{ print gsub(/ConstStr|SubStr/, "") }' | sort | uniq -c > short
	[ "$(awk '{ print $1, $2 }' short)" = '100 1' ]
	show --json "$whole/composed.msgpack.zst" | jq '.parts | length' | uniq -c | awk '{ print $1, $2 }' > composed
	[ "$(tr '\n' ' ' < composed)" = '60 2 70 3 70 4 ' ]
	show --json "$whole/long.msgpack.zst" | jq -r .program | awk '{ print gsub(/ConstStr|SubStr/, "") }' | uniq -c | awk '{ print $1, $2 }' > long
	[ "$(tr '\n' ' ' < long)" = '10 2 10 3 10 4 ' ]
	[ "$(show --json "$whole/long.msgpack.zst" | jq 'has("parts")' | sort -u)" = false ]
	for set in short composed long; do
		exec-check --all --by nothing "$whole/$set.msgpack.zst"
		[ "$(show --json "$whole/$set.msgpack.zst" | jq '.pairs | length' | sort -u)" -eq 20 ]
		[ "$(show --json "$whole/$set.msgpack.zst" | jq .id | sort | uniq -d | wc -l)" -eq 0 ]
	done
	[ "$(show --json "$whole/composed.msgpack.zst" | jq '.parts[].id' | sort -u | comm -13 <(show --json "$whole/short.msgpack.zst" | jq .id | sort) - | wc -l)" -eq 0 ]
}

@test "a finished set is not made again" {
	stat -c %Y.%i "$whole"/*.zst > before
	DATA=$whole data 2> said
	[ ! -s said ]
	stat -c %Y.%i "$whole"/*.zst | diff before -
}

@test "any number of shards, in any order and with any margin, give the same sets" {
	export DATA=$PWD/data
	for part in 3 1 2; do
		data --shard $part/3 short long 2> said
	done
	data --join 3 2> said short long
	for part in 2 3 1; do
		data --shard $part/3 composed 2> said
	done
	data --join 3 2> said
	same data
	# too few are drawn at first
	DATA=$PWD/few MARGIN=0 data 2> said
	grep -q 'take: only' said
	for set in short composed long; do
		diff <(records "few/$set.msgpack.zst") <(records "$whole/$set.msgpack.zst")
	done
}

@test "a shard that is missing is named" {
	DATA=$PWD/data data --shard 1/2 short 2> said
	DATA=$PWD/data run -2 data --join 2 short
	[[ "$output" == *"data.sh: $PWD/data/shards/short-1.2-of-2.msgpack.zst is missing: run "*"--shard 2/2 short" ]]
}

# A folder with the tools, of which one is another command.
tools_with() { # TOOL COMMAND
	mkdir tools
	for tool in "$BIN"/*; do
		ln -s "$tool" tools/
	done
	rm "tools/$1"
	printf '#!/bin/bash\n%s\n' "$2" > "tools/$1"
	chmod +x "tools/$1"
}

@test "killed at any point and run again, it ends with the same bytes" {
	export DATA=$PWD/data
	tools_with iogen "$BIN/iogen \"\$@\" | (head -c 9000; sleep 0.2; cat)"
	for after in 0.1 0.2 0.3 0.4 0.5 0.6; do
		# the script alone dies; its commands live on, and the next run meets them
		BIN=$PWD/tools timeout -s KILL --foreground $after "$root/pipelines/data.sh" 2>> said || true
	done
	BIN=$PWD/tools data 2>> said
	same data
}

@test "a file that is cut short is made again" {
	cp -r "$whole" data
	head -c 20000 "$whole/long.msgpack.zst" > data/long.msgpack.zst
	: > data/composed.msgpack.zst
	DATA=$PWD/data data 2> said
	same data
	run ! grep -q 'data/short.msgpack.zst$' said
}

@test "a step that fails stops it, and leaves nothing that looks whole" {
	tools_with compose "$BIN/compose \"\$@\" | head -c 3000; exit 2"
	BIN=$PWD/tools DATA=$PWD/data run -2 data
	[ -f data/short.msgpack.zst ]
	[ -z "$(find data -name 'composed*.zst')" ]
	[ ! -e data/long.msgpack.zst ]
	DATA=$PWD/data data 2> said
	same data
}

@test "a folder with sets of another size is refused" {
	cp -r "$whole" data
	SCALE=0.002 DATA=$PWD/data run -2 data
	[[ "$output" == *"data was made with SCALE=0.001 SEED=1 MARGIN=1.02: remove it, or set DATA to another folder" ]]
}

@test "what is asked for wrongly is told" {
	for bad in --shard '--shard 3' '--join x' --no-such sets; do
		# shellcheck disable=SC2086
		DATA=$PWD/data run -2 data $bad
		[ "${#lines[@]}" -eq 1 ]
	done
	SCALE=0 run -2 data
	SCALE=x run -2 data
	[ ! -e data ]
}

@test "another seed gives other sets" {
	DATA=$PWD/data SEED=2 data short 2> said
	run ! diff <(show --programs data/short.msgpack.zst) <(show --programs "$whole/short.msgpack.zst")
}

@test "Table 5 counts tokens" {
	DATA=$whole RESULTS=$PWD run -0 "$root/pipelines/table5.sh"
	[ "${#lines[@]}" -eq 19 ]
	grep -v '^#' table5.tsv | awk -F '\t' 'NF != 7 { bad = 1 } END { exit bad || NR != 18 }'
	for token in Regex Allcaps; do
		[ "$(awk -F '\t' -v token=$token '$1 == token { print $3 }' table5.tsv)" = \
			"$(show --programs "$whole/short.msgpack.zst" | grep -o "\b$token\b" | wc -l | awk '{ printf "%.2f", $1 / 100 }')" ]
	done
	[ "$(awk -F '\t' '$1 == "characters" { print $7 }' table5.tsv)" = \
		"$(show --programs "$whole/long.msgpack.zst" | grep -o '"[^"]*"' | wc -l | awk '{ printf "%.2f", $1 / 30 }')" ]
	grep -q '^# settings: SCALE=0.001 SEED=1 MARGIN=1.02; commit: ' table5.tsv
	DATA=$PWD/none run -2 "$root/pipelines/table5.sh"
}

@test "choices tells what each learned for the same operations, and makes nothing twice" {
	export DATA=$whole MODELS=$PWD/models RESULTS=$PWD/results TFLOP=0.002
	small=hidden=8,task=8,decoder=8,batch=8
	"$root/pipelines/choices.sh" two edges "$small,pairs=2" four edges "$small,pairs=4" > shown 2> said
	[ "$(wc -l < shown)" -eq 3 ]
	[ "$(grep -c '^\$ train ' said)" -eq 2 ]
	awk -F '\t' '/^#/ { next } NF != 9 { bad = 1 } $1 ~ /two|four/ { n[$1] = $4; if ($5 < 0.0015 || $5 > 0.0025) bad = 1 }
		END { exit bad || !(n["two"] > n["four"] && n["four"] > 0) }' results/choices.tsv
	grep -q '^# settings: SCALE=0.001 SEED=1 MARGIN=1.02 TFLOP=0.002; commit: ' results/choices.tsv
	# each row has the last line of its choice's curve
	for name in two four; do
		[ "$(awk -F '\t' -v name=$name '$1 == name { print $4, $7, $8, $9 }' results/choices.tsv)" = \
			"$(tail -n 1 "models/choices/$TFLOP/$name.log.tsv" | awk -F '\t' '{ printf "%d %.3f %.1f %.1f", $2, $8, 100 * $10, 100 * $11 }')" ]
	done
	grep '^two' results/choices.tsv > before
	"$root/pipelines/choices.sh" two edges "$small,pairs=2" > again 2> said
	[ ! -s said ]
	grep -v '^#' results/choices.tsv | sed 1d | diff - before
	[ "$(sed 1d again | tr -s ' ')" = "$(grep '^two' shown | tr -s ' ')" ]
	run -2 "$root/pipelines/choices.sh" two edges
}
