# synth-model - the programs that a model writes
# SPDX-License-Identifier: MIT

load lib/common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	PATH=$BIN:$PATH
	dslsample -q -n 300 --seed 5 | iogen -q -n 200 -o tasks
	ln -s "$root/tests/fixtures/tiny.model" model
}

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	ln -s "$BATS_FILE_TMPDIR"/* .
}

# The columns of exec-check's one line: how many are right on the given pairs.
right() {
	exec-check --by nothing "$@" | sed 1d | cut -f 4
}

@test "greedy: a program for each task, and whether it is right on the given pairs" {
	synth --search greedy -m model -k 10 -o out tasks 2> said
	solved=$(show --json out | jq -c 'select(.answer.solved)' | wc -l)
	[ "$(cat said)" = "synth: $solved of 200 tasks solved" ]
	[ "$solved" -gt 40 ]
	[ "$solved" -lt 200 ]
	[ "$(right out)" -eq "$solved" ]
	show --json out | jq -se 'all(.answer.method == "greedy" and .answer.given == 10 and .answer.score < 0 and has("answers") == false)'
	diff <(show --json out | jq -c 'del(.answer)') <(show --json tasks | jq -c .)
	# one that is not right is an answer, too
	[ "$(show --json out | jq -c 'select(.answer.solved | not) | .answer.program' | grep -c Concat)" -gt 10 ]
}

@test "with a model greedy is what is meant; without one, exact" {
	diff <(synth -q -m model tasks | records) <(synth -q -m model --search greedy tasks | records)
	[ "$(show --head <(synth -q -m model tasks) | jq -r .made.options.search)" = greedy ]
	[ "$(show --head <(synth -q tasks) | jq -r .made.options.search)" = exact ]
}

@test "an answer depends on its own task alone: not on the others, not on the threads" {
	# of different sizes, so that they go through the network in groups of many kinds
	show --json tasks | jq -c 'select(.id < 120) | .pairs |= .[: (input_line_number * 7 % 20) + 1]' > mixed.json
	stream < mixed.json > mixed
	synth -q -m model -j 1 -o one mixed
	for threads in 2 3 16; do
		synth -q -m model -j "$threads" mixed | cmp - one
	done
	records one > all
	for line in 1 2 9 30 31 32 33 34 50 64 65 66; do
		sed -n "${line}p" mixed.json | stream | synth -q -m model | records | diff - <(sed -n "${line}p" all)
	done
	tac mixed.json | stream | synth -q -m model | records | tac | diff - all
}

@test "pairs behind the given ones are not looked at" {
	show --json tasks | jq -c '.pairs[2:] |= map(["changed", "too"])' | stream | synth -q -m model -k 2 | show --json | jq -c .answer > changed
	synth -q -m model -k 2 tasks | show --json | jq -c .answer | diff - changed
}

@test "what people write: long, empty, in no alphabet, many" {
	/usr/bin/python3 - > people <<-'END'
	print({"id": 0, "pairs": [["a" * 100000 + ",b", "b"], ["x,y", "y"]]})
	print({"id": 1, "pairs": [["", ""], ["", "a"]]})
	print({"id": 2, "pairs": [["\u0391\u03b8\u03ae\u03bd\u03b1, \u00e9\U0001f600", "\u00e9\U0001f600"]]})
	print({"id": 3, "pairs": [["a%d b" % i, "a%d" % i] for i in range(3000)]})
	print({"id": 4, "pairs": [["abc", "x" * 200000]]})
	END
	stream < people | synth -q -m model | show --json | jq -c '.answer.given' > given
	[ "$(tr '\n' ' ' < given)" = '2 2 1 3000 1 ' ]
}

@test "what is written tells how the model was made, but not the name of its file" {
	cp model another
	synth -q -m model -o one tasks
	synth -q -m another tasks | cmp - one
	show --head one | jq -S .model | diff - <(show --head model | jq -S .)
	[ "$(show --head one | jq -r '.model.made.tool, .from[0].made.tool' | tr '\n' ' ')" = 'train iogen ' ]
	[ "$(show --head <(synth -q tasks) | jq 'has("model")')" = false ]
	# and so it goes on
	[ "$(exec-check --tasks one | show --head | jq -r '.from[0].model.made.tool')" = train ]
}

@test "options that don't go together" {
	run -2 synth --search greedy tasks
	[ "${lines[0]}" = 'synth: --search greedy wants --model FILE' ]
	run -2 synth -m model --dialect shell tasks
	[ "${lines[0]}" = 'synth: a model knows the paper dialect alone' ]
	run -2 synth -m model --top 3 tasks
	[ "${lines[0]}" = 'synth: --search greedy finds one program, not --top 3' ]
	for option in --look --steps=5 --seconds=1; do
		run -2 synth -m model "$option" tasks
		[[ "${lines[0]}" == "synth: --"*" is for --search exact" ]]
	done
}

# The model, changed by a line of Python: `o` is each of its objects.
changed() {
	zstd -dcq < model | /usr/bin/python3 -c 'import sys, msgpack
for o in list(msgpack.Unpacker(sys.stdin.buffer)):
    exec(sys.argv[1])
    if o: sys.stdout.buffer.write(msgpack.packb(o))' "$1" | zstd -q > changed
}

@test "a model that is none, is damaged, or doesn't fit is one line" {
	run -2 synth -m nowhere tasks
	[ "$output" = 'synth: nowhere: No such file or directory' ]
	run -2 synth -m tasks tasks
	[ "$output" = "synth: tasks: the format is 'hnps.tasks', not 'hnps.model'" ]
	head -c -5 model > cut
	run -2 synth -m cut tasks
	[ "$output" = 'synth: cut: head: cut short (unfinished zstd frame)' ]
	while IFS='|' read -r change message; do
		changed "$change"
		run -2 synth -o out -m changed tasks
		[ "$output" = "synth: changed: $message" ] || { echo "$change: $output"; false; }
		[ ! -e out ]
	done <<-'END'
	o = {} if o.get("tensor") == "decoder.gru.w" else {**o, "end": o["end"] - 1} if "end" in o else o|no tensor 'decoder.gru.w'
	if o.get("tensor") == "decoder.gru.w": o.update(rows=o["cols"], cols=o["rows"])|tensor 'decoder.gru.w' is 24 x 72, not 72 x 24
	if "config" in o: o["config"]["hidden"] = 23|tensor 'encoder.input.w' is 72 x 12, not 69 x 12
	if "config" in o: del o["config"]["hidden"]|config: no setting 'hidden'
	if "config" in o: o["config"]["more"] = 1|config: no setting is called more
	if "config" in o: o["config"]["kind"] = "round"|a model of kind 'round', not 'flat'
	if "tokens" in o: o["tokens"][5] = "Concat"|another vocabulary: token 5 is Concat, not Regex
	if o.get("tensor") == "decoder.gru.w": o["values"] = b"\xc0\x7f" + o["values"][2:]|record 16: tensor 'decoder.gru.w': a number that is not finite
	END
}

@test "a model whose numbers grow beyond all bounds is one line, too" {
	changed 'if o.get("tensor", "").startswith("decoder.out."): o["values"] = b"\x7f\x7f" * (len(o["values"]) // 2)'
	run -2 synth -o out -m changed tasks
	[[ "$output" =~ ^"synth: tasks: record "[0-9]+": the model's numbers are not finite"$ ]]
	[ ! -e out ]
}
