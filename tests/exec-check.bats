# exec-check - what it finds right, and how it counts
# SPDX-License-Identifier: MIT

load lib/common

# Five tasks of 25, 40, 55, 7 and 18 tokens. Their answers: right on both pairs; on the given one; none; no answer, the task's own; on the other one.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	/usr/bin/python3 - > few.txt <<-'END'
	const, regex = "ConstPos p( 0 p)", "Regex r( Word 0 Start r)"
	piece = lambda a, b: f"SubStr s( {a} {b} s)"
	concat = lambda *e: "Concat c( " + " ".join(e) + " c)"
	cc, cr, rr = piece(const, const), piece(const, regex), piece(regex, regex)
	answer = lambda p: {"program": p, "solved": True, "score": 0, "method": "hand", "given": 1}
	first = concat(piece(const, "ConstPos p( 1 p)"))
	none = {"solved": False, "score": 0, "method": "hand", "given": 1, "why": "by hand"}
	tasks = [
	    {"id": 0, "program": concat(cc, cc), "pairs": [["ab", "a"], ["cd", "c"]], "answer": answer(first)},
	    {"id": 1, "program": concat(cc, cc, rr), "pairs": [["ab", "a"], ["cd", "x"]], "answer": answer(first)},
	    {"id": 2, "program": concat(cr, cr, cr, cr), "pairs": [["ab", "a"], ["cd", "c"]], "answer": none},
	    {"id": 3, "program": concat('ConstStr k( "&" k)'), "pairs": [["ab", "&"], ["cd", "&"]]},
	    {"id": 4, "program": concat(rr), "pairs": [["ab", "x"], ["cd", "c"]], "answer": answer(first)},
	]
	print(*tasks, sep="\n")
	END
	stream < few.txt > few
}

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	ln -s "$BATS_FILE_TMPDIR"/* .
}

lines() { # of the report, without its head, with single spaces
	sed 1d | tr '\t' ' '
}

@test "the report, as counted by hand" {
	exec-check few | lines > is
	diff is - <<-'END'
	all - 5 3 60.00 2 40.00 60.00
	tokens [10,25) 1 0 0.00 0 0.00 50.00
	tokens [25,40) 1 1 100.00 1 100.00 100.00
	tokens [40,55) 1 1 100.00 0 0.00 50.00
	tokens [55,70) 1 0 0.00 0 0.00 0.00
	tokens (10,25] 2 1 50.00 1 50.00 75.00
	tokens (25,40] 1 1 100.00 0 0.00 50.00
	tokens (40,55] 1 0 0.00 0 0.00 0.00
	parts 1 2 1 50.00 1 50.00 75.00
	parts 2 1 1 100.00 1 100.00 100.00
	parts 3 1 1 100.00 0 0.00 50.00
	parts 4 1 0 0.00 0 0.00 0.00
	END
	[ "$(exec-check few | head -n 1 | tr '\t' ';')" = 'by;group;tasks;right on given;%;right on all;%;pairs right, %' ]
}

@test "--by chooses its lines" {
	[ "$(exec-check --by nothing few | lines | cut -d ' ' -f 1 | sort -u | tr '\n' ' ')" = 'all ' ]
	[ "$(exec-check --by tokens few | lines | cut -d ' ' -f 1 | sort -u | tr '\n' ' ')" = 'all tokens ' ]
	[ "$(exec-check --by parts few | lines | cut -d ' ' -f 1 | sort -u | tr '\n' ' ')" = 'all parts ' ]
}

@test "--all exits 1 when something is wrong, 0 when nothing is; the report is the same" {
	run -1 exec-check --all few
	[ "$output" = "$(exec-check few)" ]
	dslsample -q -n 60 --parts 1-3 | iogen -q -o right
	run -0 exec-check --all right
	run -0 exec-check --all --by nothing -p 'Concat(SubStr(ConstPos(0), ConstPos(1)))' <(take -q -n 1 few)
}

@test "--tasks writes verdicts and passes on all else" {
	exec-check --tasks -o judged few
	[ "$(show --json judged | jq -c '.verdict | [.passed, .total, .given_passed, .given]' | tr '\n' ' ')" = \
		'[2,2,1,1] [1,2,1,1] [0,2,0,1] [2,2,2,2] [1,2,0,1] ' ]
	diff <(show --json judged | jq -c 'del(.verdict)') <(show --json few | jq -c .)
	run -1 exec-check --tasks --all -o judged few
	[ "$(records judged | wc -l)" -eq 5 ]
}

@test "-p checks one program on every task, in either spelling and dialect" {
	exec-check --by nothing -p 'Concat c( SubStr s( ConstPos p( 0 p) ConstPos p( 1 p) s) c)' few | lines > is
	[ "$(cat is)" = 'all - 5 2 40.00 2 40.00 60.00' ]
	exec-check --by nothing -p 'Concat(SubStr(Regex(Word+, -1, Start), Regex(Word+, -1, After, -1)))' few | lines | diff is -
	run -2 exec-check -p 'Concat(' few
	[[ "${lines[0]}" == 'exec-check: option --program: program ends early: expected '* ]]
}

@test "--check program takes the task's own, though there is an answer" {
	exec-check --by nothing --check program few | lines > is
	# of the others none runs: their pieces are empty
	[ "$(cat is)" = 'all - 5 1 20.00 1 20.00 20.00' ]
}

@test "tasks of people, without a program, count by their answers" {
	printf 'a-b\tb\nc-d\td\n' | pairs -q | synth -q --dialect shell -o solved
	exec-check solved | lines > is
	[ "$(cat is)" = 'all - 1 1 100.00 1 100.00 100.00' ]
}

@test "a task without pairs or program is named" {
	dslsample -q -n 3 -o bare
	run -2 exec-check bare
	[ "$output" = 'exec-check: bare: record 1: no pairs' ]
	printf 'a\tb\n' | pairs -q > examples
	run -2 exec-check examples
	[ "$output" = 'exec-check: examples: record 1: neither a program nor an answer' ]
}

@test "a text that is no program is a wrong answer, with a reason, and no end of the run" {
	stream > bad <<-'END'
	{"id": 0, "program": 'Concat(ConstStr("&"))', "pairs": [["a", "&"]]}
	{"id": 1, "program": "x", "pairs": [["a", "b"]]}
	{"id": 2, "program": 'Concat(ConstStr("&"))', "pairs": [["a", "&"]], "answer": {"program": "Concat(,", "solved": True, "score": 1, "method": "other", "given": 1}}
	{"id": 3, "program": "y", "pairs": [["a", "&"]], "answer": {"program": 'Concat(ConstStr("&"))', "solved": True, "score": 1, "method": "other", "given": 1}}
	END
	run -0 --separate-stderr exec-check -j 2 --by parts bad
	[ "$(lines <<< "$output")" = $'all - 4 2 50.00 2 50.00 50.00\nparts 1 2 1 50.00 1 50.00 50.00' ]
	[ "$stderr" = "exec-check: bad: 2 of 4 programs can't be read, the first is that of record 2: character 1, at 'x': an unknown token" ]
	run -1 exec-check -q --all bad
	[ "$output" = "$(exec-check -q bad)" ]
	exec-check -q --tasks -o judged bad
	show --json judged | jq -r '.verdict | "\(.passed) \(.why)"' > verdicts
	diff verdicts - <<-'END'
	1 null
	0 character 1, at 'x': an unknown token
	0 character 8, at ',': a comma that is not between two arguments
	1 null
	END
	show judged | grep -F "  verdict  0 of 1 pairs right, 0 of the 1 given; no program: character 1, at 'x': an unknown token"
	exec-check -q -o again judged
	exec-check -q bad | cmp again -
}

@test "threads change nothing, and -o is the report as a file" {
	dslsample -q -n 600 --parts 1-4 | iogen -q | synth -q -k 2 -o answers
	exec-check -j 1 answers > one
	exec-check -j 3 -o three answers
	cmp one three
	cmp <(exec-check --tasks -j 1 answers) <(exec-check --tasks -j 3 answers)
	[ "$(wc -l < one)" -gt 8 ]
}

@test "parts are counted up to 64" {
	for n in 63 64 65; do
		output=$(printf '&%.0s' $(seq $n))
		echo "{'id': $n, 'program': 'Concat($(for _ in $(seq $n); do printf 'ConstStr(\"&\"),'; done | sed 's/,$//'))', 'pairs': [['a', '$output']]}"
	done | stream > long
	exec-check --by parts long | lines > is
	[ "$(cut -d ' ' -f 1-3 is | tr '\n' ';')" = 'all - 3;parts 63 1;parts 64 1;' ]
}
