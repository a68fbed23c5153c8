# compose - the programs that it joins
# SPDX-License-Identifier: MIT

load lib/common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	PATH=$BIN:$PATH
	dslsample -q -n 100 | iogen -q -o short
}

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	ln -s "$BATS_FILE_TMPDIR"/* .
}

@test "a composed program is its parts, which are from the short set" {
	compose -q -n 300 -o long short
	show --json short | jq -c '{id, program}' | sort -u > known
	show --json long | jq -c '.parts[]' | sort -u > used
	[ "$(comm -13 known used | wc -l)" -eq 0 ]
	# the expressions one behind the other in one Concat
	show --json long | jq -r .program > is
	show --json long | jq -r '"Concat c( " + ([.parts[].program | ltrimstr("Concat c( ") | rtrimstr("c)")] | add) + "c)"' > wanted
	diff is wanted
	[ "$(show --json long | jq -c 'keys' | sort -u)" = '["id","parts","program"]' ]
	[ "$(show --json long | jq -s -c 'map(.id) == [range(300)]')" = true ]
}

@test "--parts, and every short program has its turn" {
	compose -q -n 600 short | show --json | jq '.parts | length' | sort | uniq -c > found
	awk '$1 < 150 || $1 > 250 { bad = 1 } { got = got $2 } END { exit bad || got != "234" }' found
	compose -q -n 50 --parts 5 short | show --json | jq '.parts | length' | sort -u > found
	[ "$(cat found)" -eq 5 ]
	compose -q -n 600 short | show --json | jq '.parts[].id' | sort -u > used
	diff used <(show --json short | jq .id | sort -u)
}

@test "composed programs get pairs" {
	compose -q -n 100 short | iogen -q -o long
	[ "$(records long | wc -l)" -gt 50 ]
	exec-check --all --by nothing long
	[ "$(show --json long | jq '.parts | length' | sort -u | tr '\n' ' ')" = '2 3 4 ' ]
}

@test "the parts carry their tasks' embeddings, byte for byte" {
	stream > embedded <<-'END'
	{"id": 7, "program": 'Concat(ConstStr("&"))', "pairs": [["a", "&"]], "embedding": b"\x00\x00\x80\x3f\x00\x00\x00\xc0", "note": [1]}
	{"id": 9, "program": 'Concat(ConstStr("!"))', "embedding": b"\x01\x02\x03\x04"}
	{"id": 11, "program": 'Concat(ConstStr("?"))'}
	END
	compose -q -n 40 -o long embedded
	zstd -dcq long > raw
	/usr/bin/python3 - <<-'END'
	import msgpack
	known = {7: b"\x00\x00\x80\x3f\x00\x00\x00\xc0", 9: b"\x01\x02\x03\x04", 11: None}
	parts = [p for o in msgpack.Unpacker(open("raw", "rb")) for p in o.get("parts", [])]
	assert {p["id"] for p in parts} == set(known)
	assert all(p.get("embedding") == known[p["id"]] and set(p) <= {"id", "program", "embedding"} for p in parts)
	END
	[ "$(show --json long | jq -c 'keys' | sort -u)" = '["id","parts","program"]' ]
}

@test "another seed gives other programs; one depends on its number alone" {
	compose -q -n 60 -o one short
	compose -q -n 60 --seed 2 -o other short
	run ! diff <(records one) <(records other)
	compose -q -n 5 --first 20 -o middle short
	diff <(records middle) <(records one | sed -n 21,25p)
	for part in 1 2 3 4; do
		compose -q -n 60 --shard $part/4 short
	done > joined
	diff <(records joined) <(records one)
	cmp <(take joined) <(take one)
	# a count that is no multiple of the shards
	for part in 1 2 3 4 5 6 7; do
		compose -q -n 60 --shard $part/7 short
	done | records | diff - <(records one)
	compose -q -n 2 --shard 1/3 short | records | diff - /dev/null
	run -2 compose --shard 4/3 short
	[ "$output" = "compose: option --shard: '4/3' is not I/N with I from 1 to N (see 'compose --help')" ]
}

@test "nothing to compose from, and what is no program, are errors" {
	dslsample -q -n 0 -o nothing
	run -2 compose nothing
	[ "$output" = 'compose: no tasks to compose from' ]
	stream > bad <<-'END'
	{"id": 0, "program": 'Concat(ConstStr("&"))'}
	{"id": 1, "program": 'Concat(Word)'}
	END
	run -2 compose bad
	[[ "$output" == 'compose: bad: record 2: program: character 8, '* ]]
	printf 'a\tb\n' | pairs -q > examples
	run -2 compose examples
	[ "$output" = 'compose: examples: record 1: no program' ]
}
