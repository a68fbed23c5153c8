# embed - the embeddings that it adds
# SPDX-License-Identifier: MIT

load lib/common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	PATH=$BIN:$PATH
	dslsample -q -n 150 --seed 6 | iogen -q -n 100 -o tasks
	ln -s "$root/tests/fixtures/tiny.model" model
}

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	ln -s "$BATS_FILE_TMPDIR"/* .
}

# The records' embeddings, byte for byte, one a line.
embeddings() {
	zstd -dcfq "$@" | /usr/bin/python3 -c 'import sys, msgpack
for o in msgpack.Unpacker(sys.stdin.buffer):
    if "id" in o: print(o["embedding"].hex())'
}

@test "each task gets as many float32 as the model has for it, and stays what it was" {
	embed -q -m model -o out tasks
	size=$(show --json model | jq -r 'select(.config) | .config.task')
	[ "$(show --json out | jq '.embedding | length' | sort -u)" -eq "$size" ]
	diff <(show --json out | jq -c 'del(.embedding)') <(show --json tasks | jq -c .)
	embeddings out > all
	[ "$(sort -u all | wc -l)" -gt 95 ]
	[ "$(awk '{ print length }' all | sort -u)" -eq $((8 * size)) ]
}

@test "of long strings 512 characters are read; how many tasks have such ones is said" {
	/usr/bin/python3 -c 'for i, (n, at) in enumerate([(234, 0), (234, 233), (510, 0), (510, 509), (9999, 0), (9999, 600), (9999, 700)]):
    print({"id": i, "pairs": [["x" * at + "y" + "x" * (n - at - 1), "abc"], ["abc", "\u00e9" * n]]})' | stream > long
	ln -s "$root/tests/fixtures/composed.model" apart
	embed -m apart -o out long 2> said
	[ "$(cat said)" = 'embed: 3 of 7 tasks have a string of more than 510 characters, of which the model may not have read all' ]
	embeddings out > all
	[ "$(sort -u all | wc -l)" -eq 6 ]
	# the last two differ behind what is read
	[ "$(tail -n 2 all | sort -u | wc -l)" -eq 1 ]
	run -0 embed -q -m apart -o quiet long
	[ -z "$output" ]
	synth -m apart -o out long 2> said
	[ "$(sed -n 2p said)" = 'synth: 3 of them have a string of more than 510 characters, of which the model may not have read all' ]
	embed -m apart -o out tasks 2> said
	[ ! -s said ]
}

@test "the first pairs are looked at, and only these" {
	embed -q -k 3 -m model tasks | embeddings > three
	show --json tasks | jq -c '.pairs |= .[:3]' | stream | embed -q -m model | embeddings | diff - three
	run ! diff three <(embed -q -m model tasks | embeddings)
	diff <(embed -q -m model tasks | embeddings) <(embed -q -k 500 -m model tasks | embeddings)
	# it is the mean over the pairs, so their order is nothing but rounding
	embed -q -m model tasks | show --json | jq -c .embedding > one
	show --json tasks | jq -c '.pairs |= reverse' | stream | embed -q -m model | show --json | jq -c .embedding > other
	[ "$(wc -l < one)" -eq 100 ]
	paste -d '\n' one other | jq -es '[range(0; length; 2) as $i | [.[$i], .[$i + 1]] | transpose[] | .[0] - .[1] | fabs] | length > 1000 and max < 1e-4'
}

@test "an embedding depends on its own task alone, bit for bit" {
	show --json tasks | jq -c '.pairs |= .[: (input_line_number * 11 % 20) + 1]' > mixed.json
	stream < mixed.json > mixed
	embed -q -m model -j 1 -o one mixed
	embeddings one > all
	for threads in 2 3 16; do
		embed -q -m model -j "$threads" mixed | cmp - one
	done
	for line in 1 2 16 17 31 32 33 48 49 64 65 99; do
		sed -n "${line}p" mixed.json | stream | embed -q -m model | embeddings | diff - <(sed -n "${line}p" all)
	done
	tac mixed.json | stream | embed -q -m model | embeddings | tac | diff - all
}

@test "strings of no characters leave nothing of the task before: a network that reads both strings has no step for them" {
	ln -s "$root/tests/fixtures/composed.model" apart
	for model in apart model; do
		{ show --json tasks | jq -c '.pairs |= .[:3]' | head -n 5; echo '{"id": 1000, "pairs": [["", ""], ["", ""]]}'; } > six
		stream < six | embed -q -j 1 -m $model | embeddings | sed -n 6p > behind
		tail -n 1 six | stream | embed -q -m $model | embeddings | diff - behind
		# and beside other pairs of one task
		echo '{"id": 0, "pairs": [["abc", "b"], ["", ""], ["de", "e"]]}' > mixed
		stream < mixed | embed -q -j 1 -m $model | embeddings > fresh
		{ cat six; cat mixed; } | stream | embed -q -j 1 -m $model | embeddings | tail -n 1 | diff - fresh
		run ! diff -q behind fresh
	done
}

@test "an embedding that is there is replaced, all else is passed on; compose carries it" {
	embed -q -m model tasks | compose -q -n 20 --parts 2 -o long
	[ "$(show --json long | jq -c '.parts | map(.embedding | length > 0)' | sort -u)" = '[true,true]' ]
	iogen -q long | embed -q -m model -o twice
	diff <(show --json twice | jq -c .parts) <(iogen -q long | show --json | jq -c .parts)
	embeddings twice > all
	embed -q -k 1 -m model twice | embed -q -m model | embeddings | diff - all
	stream > odd <<-'END'
	{"id": 3, "note": {"x": [1, None]}, "pairs": [["ab", "a"]], "embedding": b"1234"}
	END
	[ "$(embed -q -m model odd | show --json | jq -c '[.note, (.embedding | length > 1)]')" = '[{"x":[1,null]},true]' ]
}

@test "what is written tells how the model was made" {
	embed -q -m model tasks | show --head > head
	jq -S .model head | diff - <(show --head model | jq -S .)
	[ "$(jq -c .made.options head)" = '{"given":0}' ]
	embed -q -m model tasks | show | head -n 1 > told
	[[ "$(cat told)" == 'hnps.tasks made by dslsample '*' | iogen '*' | embed '*' --given 0 with [dslsample '*' | iogen '*' | train '*']' ]]
}

@test "no model, one that doesn't fit, no pairs: one line" {
	run -2 embed tasks
	[ "${lines[0]}" = "embed: --model FILE is missing (see 'embed --help')" ]
	run -2 embed -m tasks tasks
	[ "$output" = "embed: tasks: the format is 'hnps.tasks', not 'hnps.model'" ]
	zstd -dcfq model | /usr/bin/python3 -c 'import sys, msgpack
for o in msgpack.Unpacker(sys.stdin.buffer):
    if o.get("tensor") in ("encoder.norm.gain", "encoder.norm.shift"): o["values"] = b"\x7f\x7f" * (len(o["values"]) // 2)
    sys.stdout.buffer.write(msgpack.packb(o))' | zstd -q > large
	run -2 embed -o out -m large tasks
	[[ "$output" =~ ^"embed: tasks: record "[0-9]+": the model's numbers are not finite"$ ]]
	[ ! -e out ]
	run -2 embed -m model <(dslsample -q -n 2)
	[[ "$output" == 'embed: '*': record 1: no pairs' ]]
}
