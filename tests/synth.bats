# synth - the programs that it finds
# SPDX-License-Identifier: MIT

load lib/common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	PATH=$BIN:$PATH
	dslsample -q -n 500 --parts 2-4 --seed 5 | iogen -q -n 200 -o long
	printf 'Ada Lovelace\tA. L.\nAlan Turing\tA. T.\nGrace Hopper\tG. H.\n' > names.tsv
	pairs -q names.tsv > names
}

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	ln -s "$BATS_FILE_TMPDIR"/* .
}

@test "it solves 200 long tasks: a program exists" {
	synth -o solved long 2> said
	[ "$(cat said)" = 'synth: 200 of 200 tasks solved' ]
	exec-check --all --by nothing solved
	[ "$(show --json solved | jq -c '.answer | [.solved, .method, .given]' | sort -u)" = '[true,"exact",20]' ]
	diff <(show --json solved | jq -c 'del(.answer)') <(show --json long | jq -c .)
}

@test "no answer has more expressions than the true program" {
	synth -q -o solved long
	paste <(show --programs solved | awk '{ print gsub(/ConstStr|SubStr/, "") }') \
		<(show --answers solved | awk '{ print gsub(/ConstStr|SubStr/, "") }') | awk '$2 == 0 || $2 > $1 { bad = 1 } END { exit bad || NR != 200 }'
}

@test "--given is the specification: the answer is right on it, and says how many there were" {
	synth -q -k 2 -o solved long
	[ "$(show --json solved | jq .answer.given | sort -u)" -eq 2 ]
	[ "$(exec-check --by nothing solved | sed 1d | cut -f 3-6)" = "$(printf '200\t200\t100.00\t')$(exec-check --by nothing solved | sed 1d | cut -f 6)" ]
	[ "$(exec-check --by nothing solved | sed 1d | cut -f 6)" -lt 200 ]
	# more than there are is all
	diff <(synth -q -k 500 long | records) <(synth -q long | records)
	# outputs behind them are not looked at
	show --json long | jq -c '.pairs[2:] |= map([.[0], "changed"])' | stream | synth -q -k 2 | show --answers | diff - <(show --answers solved)
}

@test "the answers of the paper dialect are of the paper dialect, and those of the shell may be more" {
	synth -q long | show --answers > programs
	run ! grep -E 'After|END|ToCase|Word\+|Allcaps\+|Space ' programs
	printf 'Ada Lovelace\tlovelace!\nAlan Turing\tturing!\n' | pairs -q > lower
	synth -q lower | show --json | jq -c '.answer | [.solved, .why]' > paper
	[ "$(cat paper)" = '[false,"no program of the dialect"]' ]
	synth -q --dialect shell lower | exec-check --all --by nothing
	synth -q --dialect shell lower | show --answers | grep -q 'ToCase t( Lower'
}

@test "--top is ranked, and each of it is right and another program" {
	synth -q --dialect shell --top 20 -o ranked names
	show --json ranked | jq -r '.answers[].program' > programs
	[ "$(wc -l < programs)" -eq 20 ]
	[ "$(sort -u programs | wc -l)" -eq 20 ]
	show --json ranked | jq -e '.answer == .answers[0] and ([.answers[].score] | . == (sort | reverse)) and all(.answers[]; .solved)'
	while read -r program; do
		exec-check --all --by nothing -p "$program" names > report || { echo "$program"; false; }
	done < programs
	diff <(synth -q --dialect shell names | show --answers) <(head -n 1 programs)
}

@test "a task that can't be solved gets the reason" {
	printf 'a\tb\na\tc\n' | pairs -q > contradiction
	run -0 --separate-stderr synth -o unsolved contradiction
	[ "$stderr" = 'synth: 0 of 1 tasks solved' ]
	[ "$(show --json unsolved | jq -c .answer)" = '{"solved":false,"score":0,"method":"exact","given":2,"why":"no program of the dialect"}' ]
}

@test "a search that runs out says so" {
	synth -q --steps 10 -o out long
	[ "$(show --json out | jq -c '.answer | [.solved, .why]' | sort -u)" = '[false,"ran out of steps or time"]' ]
	[ "$(records out | wc -l)" -eq 200 ]
}

@test "--look prefers a program that runs on the other inputs" {
	# what is behind the underscore, which only the inputs of the specification have; the other inputs are fewer than these
	printf 'ab_cd\tcd\nk_lm\tlm\nn_op\top\nef gh\tgh\nx yz\t-\n' | pairs -q > look
	synth -q --dialect shell -k 3 look | show --answers > without
	synth -q --dialect shell -k 3 --look look | show --answers > with
	grep -q '"_"' without
	run -0 apply -p "$(cat with)" <(printf '%s\n' 'ab_cd' 'k_lm' 'n_op' 'ef gh' 'x yz')
	[ "$output" = $'cd\nlm\nop\ngh\nyz' ]
	# one that runs on most of them is taken before one that runs on the first
	printf 'ab_cd\tcd\nk_lm\tlm\ne_f\t-\ng h\t-\ni j\t-\nk l\t-\n' | pairs -q | synth -q --dialect shell -k 2 --look | show --answers > with
	[ "$(apply -q -p "$(cat with)" <(printf '%s\n' e_f 'g h' 'i j' 'k l'))" = $'f\nh\nj\nl' ]
	# all pairs being given, there is nothing to look at
	diff <(synth -q --dialect shell --look names | records) <(synth -q --dialect shell names | records)
}

@test "the time is recorded only when it is asked for" {
	[ "$(synth -q names | show --json | jq '.answer | has("seconds")')" = false ]
	[ "$(synth -q --time names | show --json | jq '.answer.seconds >= 0')" = true ]
}

@test "an answer that was there is replaced, all else is passed on" {
	stream > old <<-'END'
	{"id": 3, "note": {"x": [1, None]}, "pairs": [["ab", "a"], ["cd", "c"]], "answer": {"solved": False, "score": 1, "method": "old", "given": 1, "more": 5}, "verdict": {"passed": 0, "total": 2, "given_passed": 0, "given": 1}}
	END
	synth -q old | show --json | jq -c '[.id, .note, .answer.method, .answer.solved, (.answer | has("more"))]' > is
	[ "$(cat is)" = '[3,{"x":[1,null]},"exact",true,false]' ]
}

@test "threads change nothing" {
	for threads in 1 2 5; do
		synth -q -k 3 --dialect shell -j $threads long | zstd -dcq > "threads-$threads"
	done
	cmp threads-1 threads-2
	cmp threads-1 threads-5
}

@test "bustle finds what is light, in the paper dialect, and says when it runs out" {
	printf 'Ada Lovelace\tA.L\nAlan Turing\tA.T\n' | pairs -q > initials
	synth --search bustle -o out initials 2> said
	[ "$(cat said)" = 'synth: 1 of 1 tasks solved' ]
	exec-check --all --by nothing out
	[ "$(show --json out | jq -c '.answer | [.solved, .method, .given, .score < 0]')" = '[true,"bustle",2,true]' ]
	synth -q --search bustle --expressions 1000 initials | show --json | jq -c '.answer | [.solved, .why]' > out-of
	[ "$(cat out-of)" = '[false,"ran out of expressions or memory"]' ]
	# without heuristics the lightest is the first: a SubStr of two ConstPos weighs 5, a ConstStr 2
	printf 'Ada Lovelace\tA.\nAlan Turing\tA.\nBo\tB.\n' | pairs -q > initial
	[ "$(synth -q --search bustle --plain initial | show --json | jq .answer.score)" -eq -8 ]
}

@test "bustle: given pairs alone count, threads change nothing, and what is solved is right on them" {
	dslsample -q -n 200 --parts 2 --conststr 0.5 --seed 3 | iogen -q -n 40 -o light
	synth -q --search bustle -k 5 --expressions 200000 -j 1 -o one light
	synth -q --search bustle -k 5 --expressions 200000 -j 3 light | records | diff - <(records one)
	show --json light | jq -c '.pairs[5:] |= map([.[0], "changed"])' | stream |
		synth -q --search bustle -k 5 --expressions 200000 | show --answers | diff - <(show --answers one)
	solved=$(show --json one | jq -c 'select(.answer.solved)' | wc -l)
	[ "$solved" -gt 15 ]
	[ "$solved" -lt 40 ]
	[ "$(exec-check --by nothing one | sed 1d | cut -f 4)" -eq "$solved" ]
}

@test "an answer that a budget ended the search for says so: a program of one before it was sure to be the best, too" {
	synth -k 2 --steps 3000 -o few long 2> said
	synth -q -k 2 --steps 1e15 -o all long
	show --json few | jq -c '.answer | [.solved, (.complete | not) and has("complete")]' | sort | uniq -c | sed 's/^ *//' > kinds
	[ "$(cut -d ' ' -f 2 kinds | tr '\n' ' ')" = '[false,true] [true,false] [true,true] ' ]
	[ "$(cat said)" = "synth: $(awk '/.true,/ { n += $1 } END { print n }' kinds) of 200 tasks solved; $(awk '/,true/ { n += $1 } END { print n }' kinds) searches were ended by the budget" ]
	show --json few | jq -c 'select(.answer.complete == false) | .id' | sort > ended
	# the others are the best
	join -v 1 <(show --json few | jq -c '.id' | sort) ended > whole
	answer='"\(.id)\t\(.answer.program)"'
	join -t "$(printf '\t')" <(show --json few | jq -r "$answer" | sort) whole | diff - <(join -t "$(printf '\t')" <(show --json all | jq -r "$answer" | sort) whole)
	[ "$(show --json all | jq -c 'select(.answer | has("complete"))' | wc -l)" -eq 0 ]
	show few | grep -q '; the search was not at its end$'
	run ! grep -q 'not at its end' <(show all)
	# and of those that were solved early many are not
	synth -q -k 1 --dialect shell --steps 10000 long | show --json | jq -r "select(.answer.solved and .answer.complete == false) | $answer" | sort > early
	[ "$(comm -23 early <(synth -q -k 1 --dialect shell long | show --json | jq -r "$answer" | sort) | wc -l)" -gt 50 ]
}

@test "options of one search are no options of another" {
	synth_says() { run -2 synth "$@" light; [[ "$output" = "synth: $says"* ]]; }

	says='--expressions is for --search bustle' synth_says --expressions 5
	says='--plain is for --search bustle' synth_says --search exact --plain
	says='--steps is for --search exact or beam' synth_says --search bustle --steps 5
	says='--search bustle knows the paper dialect alone' synth_says --search bustle --dialect shell
	says='--search bustle finds one program, not --top 3' synth_says --search bustle --top 3
	says='--search bustle has no use for a model' synth_says --search bustle -m "$root/tests/fixtures/tiny.model"
}

@test "a task without pairs is named" {
	stream > bare <<-'END'
	{"id": 0, "pairs": [["a", "b"]]}
	{"id": 1, "program": 'Concat(ConstStr("&"))'}
	END
	run -2 synth bare
	[ "$output" = 'synth: bare: record 2: no pairs' ]
}
