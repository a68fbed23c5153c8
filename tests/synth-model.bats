# synth-model - the programs that a model writes
# SPDX-License-Identifier: MIT

load lib/common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	PATH=$BIN:$PATH
	dslsample -q -n 300 --seed 5 | iogen -q -n 200 -o tasks
	dslsample -q -n 120 --parts 1-2 --seed 8 | iogen -q -n 80 -o composed
	ln -s "$root/tests/fixtures/tiny.model" model
	ln -s "$root/tests/fixtures/parts.model" parts
	ln -s "$root/tests/fixtures/composed.model" hierarchical
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

@test "a beam of width 1 is greedy wherever that is right, to the last bit of the score; a wider one finds more" {
	synth -q --search greedy -m model tasks | show --json > greedy
	synth -q --search beam --beam 1 -m model tasks | show --json > narrow
	synth -q --search beam -m model -o out tasks
	show --json out > wide
	jq -c 'select(.answer.solved) | [.id, .answer.program, .answer.score]' greedy > from_greedy
	jq -c 'select(.answer.solved) | [.id, .answer.program, .answer.score]' narrow > from_narrow
	[ "$(comm -23 <(sort from_greedy) <(sort from_narrow) | wc -l)" -eq 0 ]
	for found in greedy narrow wide; do
		jq -c 'select(.answer.solved) | .id' "$found" | sort > "$found.ids"
	done
	[ "$(comm -23 greedy.ids wide.ids | wc -l)" -eq 0 ]
	[ "$(wc -l < greedy.ids)" -lt "$(wc -l < narrow.ids)" ]
	[ "$(wc -l < narrow.ids)" -lt "$(wc -l < wide.ids)" ]
	# what it says is solved, and no more
	[ "$(right out)" -eq "$(wc -l < wide.ids)" ]
	jq -se 'all(.answer.method == "beam" and (.answer.solved or .answer.score <= 0))' wide
}

@test "--top of the beam: ranked, all right, no two the same" {
	synth -q --search beam --beam 30 --top 5 -k 1 -m model tasks | show --json > five
	jq -se 'map(.answers // [.answer]) | all((map(.score) | . == (sort | reverse)) and (map(.program) | length == (unique | length)))' five
	[ "$(jq -c 'select(.answers | length == 5)' five | wc -l)" -gt 50 ]
	jq -c 'select(.answers) | .answers[1:][] as $a | .answer = $a | del(.answers, .verdict) | select(.answer.solved)' five |
		sed 's/true/True/g' | stream > others
	[ "$(right others)" -eq "$(records others | wc -l)" ]
	# the first is the same as without it
	diff <(jq -c .answer five) <(synth -q --search beam --beam 30 -k 1 -m model tasks | show --json | jq -c .answer)
}

@test "the beam prunes what does not begin the outputs: programs of several parts, by a model that knows one" {
	dslsample -q -n 100 --parts 2 -s 3 | iogen -q -n 60 -o two
	synth -q --search beam --beam 50 -m model -o out two
	[ "$(right out)" -eq "$(show --json out | jq -c 'select(.answer.solved)' | wc -l)" ]
	# what is no beginning of the output is never an answer's first part
	show --json out | jq -c 'select(.answer.program) | .pairs[0] as $p | [.answer.program, $p[0], $p[1]]' > answers
	[ "$(wc -l < answers)" -gt 5 ]
	while read -r line; do
		made=$(jq -r '.[1]' <<< "$line" | apply -q -p "$(jq -r '.[0]' <<< "$line")" || true)
		[ -n "$made" ] && [[ "$(jq -r '.[2]' <<< "$line")" == "$made"* ]] || { echo "$line: $made"; false; }
	done < answers
}

# Tasks of two strings of 500 characters that a beam finds no end of beginnings for, and no program.
endless() {
	/usr/bin/python3 -c 'a = "ab" * 250
for i in range(2): print({"id": i, "pairs": [[a, a[i:400]]]})' | stream
}

@test "the beam has a budget: in steps, whatever the threads, and in seconds; an answer says when it ended a search" {
	endless > endless
	for model in "$root/pipelines/models/residual.model" hierarchical model; do
		for steps in 1 2000 20000; do
			synth --search beam --steps $steps -m "$model" -j 1 -o few tasks 2> said
			ended=$(show --json few | jq -c 'select(.answer.complete == false)' | wc -l)
			[[ $(cat said) = "synth: $(show --json few | jq -c 'select(.answer.solved)' | wc -l) of 200 tasks solved"* ]]
			[ "$(grep -o '[0-9]* search' said | cut -d ' ' -f 1)" = "${ended#0}" ]
			for threads in 2 16; do
				synth -q --search beam --steps $steps -m "$model" -j $threads tasks | cmp - few
			done
			# those that were not ended are what they are without a limit
			synth -q --search beam --steps 1e15 -m "$model" tasks | show --json > all
			diff <(show --json few | jq -c 'select(.answer | has("complete") | not)') \
				<(jq -c --slurpfile few <(show --json few | jq -c 'select(.answer.complete == false) | .id') 'select(.id as $id | $few | index($id) | not)' all)
			[ "$(jq -c 'select(.answer | has("complete"))' all | wc -l)" -eq 0 ]
			[ $steps -gt 1 ] || [ "$ended" -eq 200 ]
		done
	done
	[ "$(synth -q --search beam --steps 1 -m parts tasks | show --json | jq -c '.answer | [.program, .why, .complete]' | sort -u)" = \
	  '[null,"ran out of steps or time",false]' ]
	# seconds where it would be minutes; both limits hold for each task
	start=$(date +%s)
	synth -q --search beam --beam 2000 --steps 1e15 --seconds 0.5 -o out endless
	[ $(($(date +%s) - start)) -lt 20 ]
	[ "$(show --json out | jq -c '[.answer.complete, .answer.solved]' | sort -u)" = '[false,false]' ]
	synth -q --search beam --beam 2000 --steps 1e6 -o out endless
	[ "$(show --json out | jq -c '[.answer.complete, .answer.solved]' | sort -u)" = '[false,false]' ]
}

@test "exact search with a model: the same programs, the likeliest first" {
	synth -q -k 2 --search exact --top 100 tasks | show --json > cheapest
	synth -q -k 2 --search exact --top 100 -m model tasks | show --json > likeliest
	programs='(.answers // [.answer]) | map(.program) | sort'
	diff <(jq -c "$programs" cheapest) <(jq -c "$programs" likeliest)
	jq -se 'map(.answers // [.answer]) | all((map(.score) | . == (sort | reverse)) and all(.method == "exact" and .solved and .score < 0))' likeliest
	# a score is the same, to the last bit, as when the model writes the program
	synth -q -k 2 -m model tasks | show --json | jq -c 'select(.answer.solved) | [.id, .answer.program, .answer.score]' | sort > written
	jq -c '.id as $id | (.answers // [.answer])[] | [$id, .program, .score]' likeliest | sort > ranked
	[ "$(comm -12 written ranked | wc -l)" -gt 30 ]
	[ "$(comm -23 <(cut -d , -f 1,2 written) <(comm -12 written ranked | cut -d , -f 1,2) | wc -l)" -le 2 ]
	# no more programs than are wanted, however many there are to choose from
	for top in 1 2 5; do
		synth -q -k 10 --search exact --top $top -m model tasks | show --json | jq -se "map(.answers // [.answer] | length) | max == $top"
	done
	# the model chooses the same from as many, when fewer are wanted
	diff <(jq -c .answer likeliest) <(synth -q -k 2 --search exact -m model tasks | show --json | jq -c .answer)
}

# Which tasks of a set are solved by a model that finds programs part by part, with what program and how likely: SEARCH.found.
by_parts() { # MODEL SEARCH
	synth -q --search $2 -m "$1" -k 5 -o out composed
	show --json out | jq -c 'select(.answer.solved) | [.id, .answer.program, .answer.score]' | sort > "$2.found"
	[ "$(right out)" -eq "$(wc -l < "$2.found")" ]
	show --json out | jq -se 'all(.answer.score <= 0 and .answer.given == 5)'
}

@test "a model that finds programs part by part, from what is left of the outputs or by a composer" {
	for model in parts hierarchical; do
		for search in 'greedy' 'beam --beam 1' 'beam' 'beam --beam 100'; do
			by_parts $model "$search"
		done
		# a beam of width 1 is greedy wherever that is right, to the last bit of the score; wider ones find more
		[ "$(wc -l < greedy.found)" -ge 4 ]
		[ "$(comm -23 greedy.found 'beam --beam 1.found' | wc -l)" -eq 0 ]
		[ "$(wc -l < 'beam --beam 1.found')" -lt "$(wc -l < beam.found)" ]
		[ "$(wc -l < beam.found)" -lt "$(wc -l < 'beam --beam 100.found')" ]
		# programs of two parts are among those that a beam finds
		jq -se 'any(.[1] | [scan("SubStr|ConstStr")] | length == 2)' 'beam --beam 100.found'
		run -2 synth --search beam --top 2 -m $model composed
		[ "$output" = "synth: $model: a model that finds programs part by part: one program, not --top 2" ]
	done
	by_parts parts exact
	[ "$(wc -l < exact.found)" -eq 80 ]
	run -2 synth --search exact -m hierarchical composed
	[ "$output" = 'synth: hierarchical: a hierarchical model writes programs: --search greedy or beam, not exact' ]
}

@test "exact search with a model that finds parts: each part is judged by what those before it leave of the outputs" {
	dslsample -q -n 60 --parts 2 --seed 9 | iogen -q -n 30 -o two
	synth -q --search beam --beam 50 -m parts -k 5 two | show --json | jq -c 'select(.answer.solved) | [.id, .answer.program, .answer.score]' | sort > written
	synth -q --search exact --top 300 -m parts -k 5 two | show --json | jq -c '.id as $id | (.answers // [.answer])[] | [$id, .program, .score]' | sort > ranked
	# a program that the model wrote has the same score, to the last bit, when it is ranked
	join -t '~' <(jq -r '"\(.[0]) \(.[1])~\(.[2])"' written | sort) <(jq -r '"\(.[0]) \(.[1])~\(.[2])"' ranked | sort) > both
	[ "$(grep -cE '(SubStr|ConstStr).*(SubStr|ConstStr)' both)" -ge 15 ]
	awk -F '~' '$2 != $3 { print; bad = 1 } END { exit bad }' both
}

# The tasks that a search finds a right program for, and how likely that is: FILE.
likelihoods() { # FILE OPTION...
	synth -q -k 1 -m "$root/pipelines/models/residual.model" "${@:2}" several | show --json | jq -c 'select(.answer.solved) | [.id, .answer.score]' > "$1"
}

@test "a beam over parts ends when nothing likelier can come, not at the first program that is right" {
	dslsample -q -n 150 --parts 3-4 --seed 9 | iogen -q -n 60 -o several
	likelihoods greedy --search greedy
	likelihoods narrow --search beam --beam 10
	likelihoods wide --search beam --beam 30
	[ "$(wc -l < greedy)" -ge 30 ]
	# what a narrower search finds is never likelier
	for pair in 'greedy narrow' 'narrow wide'; do
		jq -se --slurpfile wider "${pair#* }" '($wider | map({ key: "\(.[0])", value: .[1] }) | from_entries) as $of
			| all($of["\(.[0])"] != null and .[1] <= $of["\(.[0])"] + 1e-6)' "${pair% *}"
	done
}

@test "an answer depends on its own task alone: not on the others, not on the threads" {
	# of different sizes, so that they go through the network in groups of many kinds
	show --json tasks | jq -c 'select(.id < 120) | .pairs |= .[: (input_line_number * 7 % 20) + 1]' > mixed.json
	stream < mixed.json > mixed
	for how in 'model greedy' 'model beam' 'model exact' 'parts greedy' 'parts beam' 'parts exact' 'hierarchical greedy' 'hierarchical beam'; do
		how="-q -m ${how/ / --search }"
		# shellcheck disable=SC2086
		{
			synth $how -j 1 -o one mixed
			for threads in 2 16; do
				synth $how -j "$threads" mixed | cmp - one
			done
			records one > all
			for line in 1 9 32 33 66; do
				sed -n "${line}p" mixed.json | stream | synth $how | records | diff - <(sed -n "${line}p" all)
			done
			tac mixed.json | stream | synth $how | records | tac | diff - all
		}
	done
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
	for how in 'model greedy' 'model beam' 'model exact' 'parts greedy' 'parts beam' 'parts exact' 'hierarchical greedy' 'hierarchical beam'; do
		# shellcheck disable=SC2086
		stream < people | synth -q -m ${how/ / --search } | show --json | jq -c '.answer.given' > given
		[ "$(tr '\n' ' ' < given)" = '2 2 1 3000 1 ' ]
	done
	stream < people | synth -q -m model --search beam --beam 100 | show --answers > answers
	[ -n "$(sed -n 4p answers)" ]
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

@test "the model that ships is found beside the tool or where it was built, and finds nearly all programs of 2 to 4 parts" {
	mkdir -p bin
	cp "$BIN/synth" bin/
	cp "$root/pipelines/models/residual.model" bin/
	dslsample -q -n 200 --parts 2-4 --seed 4711 | iogen -q -o long
	bin/synth -q --search greedy -k 10 -o found long
	diff <(records found) <(synth -q -m bin/residual.model -k 10 long | records)
	diff <(records found) <(synth -q --search greedy -k 10 long | records)
	[ "$(show --json found | jq -s 'map(select(.answer.solved)) | length * 10')" -gt "$(($(records found | wc -l) * 9))" ]
	[ "$(wc -c < bin/residual.model)" -le 8388608 ]
}

# Has the model that ships find programs for tasks as JSON lines that no program is right on: judged has them, with verdicts.
judged() {
	stream | synth -q -m "$root/pipelines/models/residual.model" | exec-check -q --tasks | show --json > judged
	jq -se 'length == 40 and all(.answer.solved | not)' judged
}

@test "greedy, part by part: a part goes on with the pairs that it fits; one after which fewer outputs are whole is dropped" {
	dslsample -q -n 60 --parts 2 -s 9 | iogen -q --pairs 10 -n 40 -o two
	dslsample -q -n 60 -s 9 | iogen -q --pairs 10 -n 40 -o one
	# an output that no program makes, beside nine that one makes
	show --json two | jq -c '.pairs[0][1] |= .[:-1] + "~"' | judged
	jq -se 'map(select(.verdict.passed == 9)) | length >= 36' judged
	# six outputs are whole after the first part, four have one character more, which would make the six wrong
	show --json one | jq -c '.pairs[6:][][1] += "&"' | judged
	jq -se 'all(.verdict.passed == 6)' judged
	# but when it is six that have it, it is worth it
	show --json one | jq -c '.pairs[4:][][1] += "&"' | judged
	jq -se 'map(select(.verdict.passed == 6)) | length >= 36' judged
}

@test "options that don't go together" {
	mkdir alone
	cp "$BIN/synth" alone/
	run -2 alone/synth --search greedy tasks
	[ "${lines[0]}" = "synth: --search greedy wants --model FILE: the one that ships with the tools is not there (see 'synth --help')" ]
	run -2 synth -m model --dialect shell tasks
	[ "$output" = "synth: a model knows the paper dialect alone (see 'synth --help')" ]
	run -2 alone/synth --search beam tasks
	[[ "${lines[0]}" = 'synth: --search beam wants --model FILE: '* ]]
	run -2 synth -m model --top 3 tasks
	[ "$output" = "synth: --search greedy finds one program, not --top 3 (see 'synth --help')" ]
	run -2 synth -m model --search beam --look tasks
	[ "$output" = "synth: --look is for --search exact (see 'synth --help')" ]
	for option in --steps=5 --seconds=1; do
		run -2 synth -m model "$option" tasks
		[ "$output" = "synth: ${option%=*} is for --search exact or beam (see 'synth --help')" ]
	done
	run -2 synth -m model --search exact --look tasks
	[ "$output" = "synth: --look and --model exclude each other (see 'synth --help')" ]
	run -2 synth -m model --beam 5 tasks
	[ "$output" = "synth: --beam is for --search beam (see 'synth --help')" ]
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
	for search in greedy beam exact; do
		run -2 synth -o out --search $search -m changed tasks
		[[ "$output" =~ ^"synth: tasks: record "[0-9]+": the model's numbers are not finite"$ ]]
		[ ! -e out ]
	done
}
