# formats-model - model files as formats/README.md tells them, damaged ones, and show on them
# SPDX-License-Identifier: MIT

load lib/common

model=$BIN/unit/model
golden=$BATS_TEST_DIRNAME/golden

refused() { # FILE MESSAGE
	run -2 --separate-stderr show "$1"
	echo "$stderr"
	[ -z "$output" ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ "$stderr" == "show: $1: "*"$2"* ]]
}

@test "models of version 1 can be read, and are written as they were" {
	run -0 show "$golden/tiny.model"
	run -0 show "$golden/all-fields.model"
	"$model" -t tiny
	"$model" -w all
	cmp <(zstd -dcq tiny) <(zstd -dcq "$golden/tiny.model")
	cmp <(zstd -dcq all) <(zstd -dcq "$golden/all-fields.model")
}

@test "msgpack of another language reads a model" {
	zstd -dcq "$golden/all-fields.model" > raw
	/usr/bin/python3 - <<-'END'
	import msgpack, struct
	head, config, tokens, *tensors, curve, progress, end = msgpack.Unpacker(open("raw", "rb"))
	assert (head["format"], head["version"], end) == ("hnps.model", 1, {"end": 7})
	config = config["config"]
	assert (config["kind"], config["units"], config["rate"], config["negative"]) == ("flat", 256, 0.001, -17)
	assert type(config["units"]) is int and type(config["larger"]) is float and str(config["zero"]) == "-0.0"
	assert tokens["tokens"][:2] == ["Concat", "c("]
	assert [(t["tensor"], t["rows"], t["cols"], t["type"]) for t in tensors] == [("encoder.w", 2, 3, "f32"), ("encoder.b", 1, 3, "f32"), ("scale", 1, 1, "f32")]
	assert struct.unpack("<6f", tensors[0]["values"])[:4] == (0, -0.0, 1, -1.5)
	assert curve == {"curve": ["step", "loss", "exact"], "rows": [[100, 2.5, 0], [200, 1.25, None], [300, None, 0.5]]}
	assert progress["progress"] == {"step": 300, "seed": 12345678901234, "best": 0.5}
	END
}

@test "a model that another program wrote is read" {
	/usr/bin/python3 - > raw <<-'END'
	import msgpack, struct, sys
	for o in ({"format": "hnps.model", "version": 1}, {"config": {"kind": "x", "n": 1.0}, "later": [1]}, {"tokens": []},
	          {"tensor": "b", "values": struct.pack("<2f", 0.1, -3), "later": None, "type": "f32", "cols": 1, "rows": 2}, {"end": 3}):
	    sys.stdout.buffer.write(msgpack.packb(o))
	END
	zstd -q --check raw -o x.model
	show x.model > got
	diff - got <<-'END'
	hnps.model made by ? ?

	model x; finished
	  kind  x
	  n     1

	0 tokens

	1 tensor, 2 numbers, 8 bytes
	  b  2 x 1  f32   2
	END
}

@test "a model cut at any byte is refused" {
	local size

	size=$(stat -c %s "$golden/tiny.model")
	[ "$size" -gt 100 ]
	for ((at = 0; at < size; at++)); do
		head -c "$at" "$golden/tiny.model" > cut
		refused cut ""
	done
}

@test "a model with a flipped bit is refused" {
	"$model" -w whole
	show --json whole > expected
	# bits of the frame's header may be of no meaning to zstd: then nothing has changed
	/usr/bin/python3 - <<-'END'
	import subprocess
	whole, expected, seen = open("whole", "rb").read(), open("expected", "rb").read(), 0
	for bit in [*range(64), *range(64, 8 * len(whole), 41), *range(8 * len(whole) - 32, 8 * len(whole))]:
	    data = bytearray(whole)
	    data[bit // 8] ^= 1 << bit % 8
	    open("flipped", "wb").write(data)
	    p = subprocess.run(["show", "--json", "flipped"], capture_output=True)
	    if p.returncode == 0:
	        assert p.stdout == expected, bit
	        continue
	    assert p.returncode == 2 and p.stdout == b"" and p.stderr.count(b"\n") == 1, (bit, p)
	    assert p.stderr.startswith(b"show: flipped: "), p.stderr
	    seen += 1
	assert seen > 100, seen
	END
}

@test "what can be wrong in a record is told" {
	"$model" -w whole
	(cat whole; cat whole) > twice
	refused twice "record 8: 'config' behind 'progress'"
	dslsample -q -n 1 > tasks
	(cat tasks whole) > mixed
	run -2 show mixed
	[[ "$output" == *"show: mixed: a joined stream: the format is 'hnps.model', not 'hnps.tasks'" ]]
	(cat whole tasks) > mixed
	refused mixed "a joined stream: the format is 'hnps.tasks', not 'hnps.model'"
	zstd -dcq whole | sed 's/hnps\.model/hnps.music/' | zstd -q --check > music
	refused music "the format is 'hnps.music', neither 'hnps.tasks' nor 'hnps.model'"
	zstd -dcq whole | sed 's/\xa4bf16/\xa4f64\x00/; s/\xa3f32/\xa3f64/' | zstd -q --check > type
	refused type "record 3: tensor 'encoder.w': field 'type' is neither 'f32' nor 'bf16'"
}

@test "a tool for tasks refuses a model, and says which is which" {
	for tool in iogen compose 'synth -q' exec-check take; do
		# shellcheck disable=SC2086
		run -2 $tool "$golden/tiny.model"
		[ "$output" = "${tool%% *}: $golden/tiny.model: the format is 'hnps.model', not 'hnps.tasks'" ]
	done
	dslsample -q -n 1 > tasks
	run -2 "$model" -r tasks
	[ "$output" = "hnps: tasks: the format is 'hnps.tasks', not 'hnps.model'" ]
}

@test "the page for people tells all there is of a model" {
	show "$golden/all-fields.model" > got
	sed 's/\$$//' > expected <<-'END'
	hnps.model made by hnps 0.1.0

	model flat, preset toy é; a checkpoint
	  kind      flat
	  preset    toy é
	  empty     $
	  units     256
	  rate      0.001
	  negative  -17
	  zero      -0
	  large     9007199254740992
	  larger    9007199254740994
	  huge      -1e+300
	  tiny      4.94065645841247e-324

	6 tokens

	3 tensors, 10 numbers, 40 bytes
	  encoder.w  2 x 3  f32   6
	  encoder.b  1 x 3  f32   3
	  scale      1 x 1  f32   1

	curve, 3 of 3 rows
	  step  loss  exact
	   100   2.5      0
	   200  1.25      -
	   300     -    0.5

	the training was here
	  step  300
	  seed  12345678901234
	  best  0.5
	END
	diff expected got
	show < "$golden/all-fields.model" | cmp - got
}

@test "of a long curve the page has the end, and of words nothing that a terminal would obey" {
	/usr/bin/python3 - > raw <<-'END'
	import msgpack, sys
	for o in ({"format": "hnps.model", "version": 1}, {"config": {"preset": "a\x1b[1m\n"}}, {"tokens": ["\x1b"]},
	          {"curve": ["step", "loss"], "rows": [[1000000 * i, i / 3] for i in range(25)]}, {"end": 3}):
	    sys.stdout.buffer.write(msgpack.packb(o))
	END
	zstd -q --check raw -o x.model
	show x.model > got
	grep -q '^model of no kind, preset a?\[1m?; finished$' got
	grep -q '^curve, the last 10 of 25 rows$' got
	[ "$(grep -A 2 '^curve' got | tail -n 2)" = $'      step    loss\n  15000000       5' ]
	[ "$(tail -n 1 got)" = '  24000000       8' ]
	grep -q '^  16000000  5.3333$' got
	run ! grep -q $'\e' got
}

@test "JSON has a line for each record, and of numbers what they are like" {
	show --json "$golden/all-fields.model" > got
	[ "$(jq -r 'keys_unsorted[0]' got | tr '\n' ' ')" = 'config tokens tensor tensor tensor curve progress ' ]
	[ "$(jq -c 'select(.tensor == "encoder.w")' got)" = \
	'{"tensor":"encoder.w","rows":2,"cols":3,"type":"f32","values":{"count":6,"min":-1.5,"max":1,"mean":-0.06666666641831398}}' ]
	[ "$(jq -c .rows got | sed -n 6p)" = '[[100,2.5,0],[200,1.25,null],[300,null,0.5]]' ]
	[ "$(jq -r 'select(.tokens).tokens[4]' got)" = '✓' ]
	show --json "$golden/tiny.model" | jq -se '.[2].values.min == -0.100097656'
}

@test "the head of a model is told alone" {
	[ "$(show --head "$golden/tiny.model" | jq -r .format)" = hnps.model ]
	run -0 pipe "cat $golden/tiny.model | show --head"
	run -2 pipe "head -c -3 $golden/tiny.model | show --head"
}

@test "what belongs to tasks is refused for a model" {
	for option in --programs --answers '-n 1' '--json -n 1'; do
		# shellcheck disable=SC2086
		run -2 show $option "$golden/tiny.model"
		[ "${lines[0]}" = "show: --programs, --answers and --count are for tasks, and $golden/tiny.model is a model (see 'show --help')" ]
	done
}

@test "a model that is not whole does not appear, and takes no other's place" {
	"$model" -t whole
	cp whole before
	run -2 bash -c "ulimit -f 0; trap '' XFSZ; exec '$model' -w whole"
	[[ "$output" == *"whole: File too large" ]]
	cmp whole before
	run -2 "$model" -w /dev/full
	[ "$output" = "hnps: /dev/full: No space left on device" ]
}
