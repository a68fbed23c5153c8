# show - streams as text
# SPDX-License-Identifier: MIT

load lib/common

# Makes a stream of one record from a Python expression.
stream() { # EXPRESSION
	/usr/bin/python3 - "$1" > raw <<-'END'
	import msgpack, struct, sys
	head = {"format": "hnps.tasks", "version": 1, "made": {"tool": "x\x1b[1m", "version": "9", "options": {"a": True, "b": False, "c": "t\n"}}, "from": []}
	for o in head, eval(sys.argv[1]), {"end": 1}:
	    sys.stdout.buffer.write(msgpack.packb(o, use_bin_type=True))
	END
	zstd -q --check -f raw -o s.zst
}

@test "JSON has every field, exactly" {
	stream '{"id": 2**64 - 1, "name": "\"\\ / \b\f\n\r\t\x00\x1f\x7f é 😀 \u2028", "pairs": [["", "x"]],
		"embedding": struct.pack("<4f", 0.1, -1e30, 3, 1e-45), "later": [None, True, False, -2**63, 0.1, 1e300, 123456789.0, {"deep": {}}, []]}'
	show --json s.zst > got
	[ "$(wc -l < got)" -eq 1 ]
	/usr/bin/python3 - <<-'END'
	import json, struct
	got = json.loads(open("got", encoding="utf-8").read())
	f = lambda x: struct.unpack("<f", struct.pack("<f", x))[0]
	assert got == {"id": 2**64 - 1, "name": "\"\\ / \b\f\n\r\t\x00\x1f\x7f é 😀 \u2028", "pairs": [["", "x"]],
	    "embedding": got["embedding"], "later": [None, True, False, -2**63, 0.1, 1e300, 123456789.0, {"deep": {}}, []]}, got
	assert [f(x) for x in got["embedding"]] == [f(0.1), f(-1e30), 3, f(1e-45)], got
	END
	grep -q '"embedding": \[0.1, -1e+30, 3, 1.4013e-45\]' got
	grep -q 'é 😀' got
	run -1 grep '[[:cntrl:]]' got
}

@test "JSON has what JSON hasn't got, in a form of its own" {
	stream '{"id": 1, "x": [b"", b"\x00", b"\xff\xfe", b"abc", b"abcd", float("nan"), float("-inf"), msgpack.ExtType(5, b"ab")], "k": {7: 1, -1.5: 2, b"k": 3, None: 4}}'
	[ "$(show --json s.zst)" = '{"id": 1, "x": ["", "AA==", "//4=", "YWJj", "YWJjZA==", null, null, {"type": 5, "base64": "YWI="}], "k": {"7": 1, "-1.5": 2, "?": 3, "?": 4}}' ]
	# a str that is not UTF-8: what is text in it stays
	printf '\x82\xa6format\xaahnps.tasks\xa7version\x01\x82\xa2id\x01\xa1x\xa7a\xff\xc3\xa9\xe2\x82z\x81\xa3end\x01' > raw
	zstd -q --check -f raw -o s.zst
	[ "$(show --json s.zst)" = '{"id": 1, "x": "a�é��z"}' ]
}

@test "the page for people tells all there is of a task" {
	stream '{"id": 3, "name": "a\x1bb", "program": "Concat c( ConstStr k( \",\" k) c)", "parts": [{"id": 9, "program": "Concat c( SubStr s( ConstPos p( 0 p) ConstPos p( 2 p) s) c)"}],
		"pairs": [["in", "o\tut"], ["longer é", "x"]], "embedding": bytes(8), "answer": {"program": "nonsense", "solved": False, "score": -1.5, "method": "exact", "given": 2, "seconds": 0.25, "why": "ran out"},
		"verdict": {"passed": 1, "total": 2, "given_passed": 1, "given": 1}, "new": 5}'
	show s.zst > got
	diff - got <<-'END'
	hnps.tasks made by x?[1m 9 --a --c t?

	task 3 "a\u001bb"
	  program  Concat(ConstStr(","))
	  part     Concat(SubStr(ConstPos(0), ConstPos(2)))
	  answer   (not a program) "nonsense"
	           exact, not right on the 2 given, score -1.5, 0.25 s; ran out
	  verdict  1 of 2 pairs right, 1 of the 1 given
	  embedding of 2 numbers
	  fields that this version doesn't know: 1
	  "in"        ->  "o\tut"
	  "longer é"  ->  "x"
	END
}

@test "the page tells which tools made the stream" {
	run -0 pipe 'dslsample -q -n 3 -s 5 | iogen -q --pairs 2 | synth -q | show'
	[[ "${lines[0]}" == 'hnps.tasks made by dslsample '*' --seed 5'*' | iogen '*' --pairs 2'*' | synth '* ]]
	dslsample -q -n 3 -s 5 | iogen -q | show --head > head
	[ "$(jq -r '.made.tool, .from[0].made.tool, .from[0].made.options.seed' head)" = $'iogen\ndslsample\n5' ]
}

@test "programs and answers are one a line, whatever a task lacks" {
	stream '{"id": 3, "program": "Concat(SubStr(ConstPos(0), END),\n ConstStr(\"a\\nb\"))"}'
	[ "$(show --programs s.zst)" = 'Concat c( SubStr s( ConstPos p( 0 p) END s) ConstStr k( "a\nb" k) c)' ]
	[ "$(show --answers s.zst | wc -l)" -eq 1 ]
	dslsample -q -n 20 | iogen -q > tasks
	synth -q tasks > answers
	[ "$(show --programs answers)" = "$(show --json tasks | jq -r .program)" ]
	[ "$(show --answers answers)" = "$(show --json answers | jq -r '.answer.program // ""')" ]
	stream '{"id": 3, "program": "Concat"}'
	run -2 show --programs s.zst
	[[ "$output" == 'show: s.zst: record 1: program: '* ]]
}

@test "-n shows the first records, and lets the writer finish" {
	dslsample -q -n 5000 > many
	[ "$(show -n 3 --json many | jq -c .id)" = $'0\n1\n2' ]
	[ "$(show -n 2 many | grep -c '^task ')" -eq 2 ]
	for options in '-n 1' '-n 1 --json' --head; do
		run -0 pipe "cat many many many | show $options"
		run -2 pipe "head -c -3 many | show $options"
	done
	# of a file, what was not asked for is not read
	head -c -3 many > cut
	run -0 show -n 1 cut
}

@test "options that exclude each other are refused" {
	dslsample -q -n 1 > one
	run -2 show --json --head one
	run -2 show --programs --json one
	run -2 show --answers --head one
}
