# mutate - programs that differ in one token, which shows or doesn't
# SPDX-License-Identifier: MIT

load lib/common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	PATH=$BIN:$PATH
	dslsample -q -n 200 --parts 1-2 | iogen -q -o tasks
	for token in critical non-critical; do
		mutate -q --token $token -o $token tasks
	done
}

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	ln -s "$BATS_FILE_TMPDIR"/* .
}

# The old and the new program of each changed task, with a tab between them.
both() { # FILE
	join -t $'\t' <(show --json tasks | jq -r '"\(.id)\t\(.program)"' | sort) <(show --json "$1" | jq -r '"\(.id)\t\(.program)"' | sort) |
		cut -f 2-
}

@test "one token differs, and all is still a program" {
	for token in critical non-critical; do
		[ "$(records $token | wc -l)" -gt 80 ]
		both $token | awk -F '\t' '{
			differ = 0
			if (split($1, was, " ") != split($2, is, " ")) bad = 1
			for (i in was) differ += was[i] != is[i]
			if (differ != 1) bad = 1
		} END { exit bad || NR == 0 }'
		iogen -q $token | exec-check --all --check program --by nothing > report
		[ "$(sed 1d report | cut -f 3)" -gt 80 ]
	done
}

@test "a critical change shows on the task's inputs, another does not" {
	# the new program beside the old pairs
	/usr/bin/python3 - <<-'END'
	import msgpack, subprocess
	def read(name):
	    raw = subprocess.run(["zstd", "-dcq"], stdin=open(name, "rb"), stdout=subprocess.PIPE, check=True).stdout
	    u = msgpack.Unpacker(); u.feed(raw)
	    return {o["id"]: o for o in u if "id" in o}
	tasks = read("tasks")
	for kind in "critical", "non-critical":
	    changed = read(kind)
	    with open(kind + ".lines", "w") as f:
	        for id, o in changed.items():
	            print(repr({"id": id, "program": o["program"], "pairs": tasks[id]["pairs"]}), file=f)
	END
	stream < critical.lines > shows
	stream < non-critical.lines > same
	exec-check --by nothing --all same > report
	run -1 exec-check --by nothing --all shows
	[ "$(exec-check --by nothing shows | awk -F '\t' '$1 == "all" { print $6 }')" -eq 0 ]
}

@test "every place that may change has its turn as often as another, and so has each token that may come there" {
	# two numbers, of 41 each; two characters, of 20 each
	pairs=$(printf "['%s', '%s'], " abcdefgh 'b&!' xyzw12 'y&!')
	for ((n = 0; n < 2000; n++)); do
		echo "{'id': $n, 'program': 'Concat(SubStr(ConstPos(1), ConstPos(2)), ConstStr(\"&\"), ConstStr(\"!\"))', 'pairs': [$pairs]}"
	done | stream > same
	mutate -q -o changed same
	[ "$(records changed | wc -l)" -eq 2000 ]
	show --programs changed | awk '{
		split("Concat c( SubStr s( ConstPos p( 1 p) ConstPos p( 2 p) s) ConstStr k( \"&\" k) ConstStr k( \"!\" k) c)", was, " ")
		n = split($0, is, " ")
		for (i = 1; i <= n; i++)
			if (was[i] != is[i]) { place[i]++; token[i " " is[i]]++ }
	} END {
		for (i in place) { places++; if (place[i] < 420 || place[i] > 580) bad = 1; print "place", i, place[i] }
		for (t in token) { tokens++; if (t ~ /"/ && (token[t] < 10 || token[t] > 45)) bad = 1; print t, token[t] }
		exit bad || places != 4 || tokens != 2 * 40 + 2 * 19
	}' > counted || { cat counted; false; }
}

@test "every kind of token has its turn, and each program keeps to no one place" {
	both critical | awk -F '\t' '{
		split($1, was, " "); split($2, is, " ")
		for (i in was)
			if (was[i] != is[i])
				print is[i] ~ /^"/ ? "character" : is[i] ~ /^-?[0-9]/ ? "number" : is[i] ~ /^(Start|End)$/ ? "bound" : "type"
	}' | sort | uniq -c > kinds
	awk '$1 < 10 { bad = 1 } END { exit bad || NR != 4 }' kinds
}

@test "what belonged to the old program goes, the rest stays" {
	stream <<-'END' > one
	{"id": 3, "name": "n", "program": "Concat c( ConstStr k( \"&\" k) c)", "parts": [{"id": 1, "program": "Concat c( ConstStr k( \"&\" k) c)"}], "pairs": [["a", "&"]], "embedding": b"12345678", "answer": {"program": "x", "solved": False, "score": 0, "method": "m", "given": 1}, "verdict": {"passed": 1, "total": 1, "given_passed": 1, "given": 1}, "later": [1]}
	END
	mutate -q one > changed
	[ "$(show --json changed | jq -c 'keys')" = '["id","later","name","program"]' ]
	run -0 mutate --token non-critical -o none one
	[ "$output" = 'mutate: 0 programs changed, 1 dropped that have no such token' ]
	[ "$(records none | wc -l)" -eq 0 ]
}

@test "a task without program or pairs, or with a program of the other dialect, is refused" {
	dslsample -q -n 1 > bare
	run -2 mutate bare
	[[ "$output" == 'mutate: bare: record 1: no pairs' ]]
	stream <<< '{"id": 3, "pairs": [["a", "&"]]}' > nameless
	run -2 mutate nameless
	[[ "$output" == 'mutate: nameless: record 1: no program' ]]
	stream <<< '{"id": 3, "program": "Concat(ConstStr(\"ab\"))", "pairs": [["a", "ab"]]}' > shell
	run -2 mutate shell
	[[ "$output" == 'mutate: shell: record 1: program: '* ]]
	parts=$(yes 'ConstStr k( "&" k)' | head -n 100 | tr '\n' ' ')
	stream <<< "{\"id\": 3, \"program\": 'Concat c( $parts c)', \"pairs\": [['a', '$(yes '&' | head -n 100 | tr -d '\n')']]}" > long
	run -2 mutate long
	[[ "$output" == 'mutate: long: record 1: program: '*' tokens; at most 255 are wanted' ]]
}
