# iogen - the pairs that it makes
# SPDX-License-Identifier: MIT

load lib/common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	PATH=$BIN:$PATH
	dslsample -n 700 --parts 1-3 -o programs
	iogen -q -o tasks programs
}

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	ln -s "$BATS_FILE_TMPDIR"/* .
}

@test "every task has 20 pairs, and its program is right on all of them" {
	[ "$(show --json tasks | wc -l)" -gt 300 ]
	[ "$(show --json tasks | jq '.pairs | length' | sort -u)" -eq 20 ]
	exec-check --all --by nothing tasks
	show --json tasks | jq -c 'del(.pairs)' > without
	[ "$(show --json programs | jq -c . | grep -Fxc -f without)" -eq "$(wc -l < without)" ]
}

@test "inputs are 50 to 70 characters, and not all alike" {
	show --json tasks | jq '.pairs[][0] | length' | sort -n | uniq -c > lengths
	[ "$(wc -l < lengths)" -eq 21 ]
	[ "$(head -n 1 lengths | awk '{ print $2 }') $(tail -n 1 lengths | awk '{ print $2 }')" = '50 70' ]
	[ "$(show --json tasks | jq -c '.pairs[][0]' | sort | uniq -d | wc -l)" -eq 0 ]
}

@test "--pairs and --tries" {
	iogen -q --pairs 3 -o few programs
	[ "$(show --json few | jq '.pairs | length' | sort -u)" -eq 3 ]
	# the first three of the twenty
	show --json few | jq -c '[.id, .pairs]' | sort > three
	show --json tasks | jq -c '[.id, .pairs[:3]]' | sort > first-three
	[ "$(comm -13 three first-three | wc -l)" -eq 0 ]
	[ "$(wc -l < three)" -gt "$(wc -l < first-three)" ]
	iogen -q --tries 20 -o lucky programs
	[ "$(show --json lucky | wc -l)" -gt 10 ]
	[ "$(show --json lucky | wc -l)" -lt "$(show --json tasks | wc -l)" ]
	iogen --tries 19 -o none programs 2> said
	[ "$(show --json none | wc -l)" -eq 0 ]
	[ "$(cat said)" = 'iogen: 0 tasks, 700 programs dropped' ]
}

@test "-n is exact: the first that get their pairs, and too few are an error" {
	iogen -q -n 100 -o hundred programs
	[ "$(show --json hundred | wc -l)" -eq 100 ]
	diff <(records hundred) <(records tasks | head -n 100)
	count=$(records tasks | wc -l)
	iogen -q -n "$count" -o all programs
	run -2 iogen -q -n $((count + 1)) -o more programs
	[ "$output" = "iogen: only $count of the $((count + 1)) tasks asked for: $((700 - count)) of 700 programs have no 20 pairs in 1000 tries" ]
	[ ! -e more ]
}

@test "threads change nothing" {
	for threads in 1 2 5; do
		iogen -q -j $threads programs | zstd -dcq > "threads-$threads"
	done
	cmp threads-1 threads-2
	cmp threads-1 threads-5
	zstd -dcq < tasks | cmp - threads-1
}

@test "another seed gives other pairs, of the same programs" {
	iogen -q --seed 2 -o other programs
	run ! cmp <(records tasks) <(records other)
	[ "$(comm -12 <(show --json tasks | jq -c '.pairs[][0]' | sort) <(show --json other | jq -c '.pairs[][0]' | sort) | wc -l)" -eq 0 ]
}

@test "pairs depend on a task's id and program alone: shards joined are the single run" {
	for part in 1 2 3; do
		dslsample -n 700 --parts 1-3 --shard $part/3 | iogen -q -o "shard-$part"
	done
	cat shard-? > joined
	diff <(records joined) <(records tasks)
	take joined | zstd -dcq > a
	take tasks | zstd -dcq > b
	cmp a b
}

# How many characters the inputs of two tasks have in common at the same place, tenfold; the mean of the tasks of FILE that follow one another.
alike() { # FILE ROW
	show --json "$1" | jq -r ".pairs[$2][0]" | awk '
		NR % 2 { first = $0; next }
		{ for (i = 1; i <= length($0); i++) same += substr($0, i, 1) == substr(first, i, 1) }
		END { print int(10 * same / NR * 2) }'
}

# The paper's third and fourth sample (C.3) name the class Word both. The words of row 1 are the same letters, CdBEEICIvPaNkuHa and FkAUtb; row 2 shares
# zGfo, row 3 MQB, and the rows behind them nothing.
@test "--draws common: all programs' inputs begin from the same numbers, and part from row to row" {
	iogen -q --draws common -o common programs
	[ "$(alike tasks 0)" -lt 10 ]
	[ "$(alike common 0)" -gt 50 ]
	[ "$(alike common 1)" -gt "$(alike common 4)" ]
	[ "$(alike common 19)" -lt 15 ]
	[ "$(zstd -dcq < common | head -c 400 | grep -ac 'draws.common')" -eq 1 ]
	[ "$(zstd -dcq < tasks | head -c 400 | grep -ac 'draws.own')" -eq 1 ]
	exec-check --all --by nothing common
	stream > samples <<-'END'
	{"id": 7, "program": 'Concat c( SubStr s( Regex r( "!" 0 Start r) Regex r( Word -1 End r) s) ConstStr k( "$" k) SubStr s( Regex r( "]" 0 End r) Regex r( "&" 2 End r) s) c)'}
	{"id": 9, "program": 'Concat c( SubStr s( Regex r( "!" 0 Start r) Regex r( Word -1 End r) s) ConstStr k( "#" k) SubStr s( Regex r( "]" 0 End r) Regex r( "&" 2 End r) s) c)'}
	END
	# programs that ask for the same of their inputs have the same ones
	iogen -q --draws common -o same samples
	[ "$(show --json same | jq -c '[.pairs[][0]]' | sort -u | wc -l)" -eq 1 ]
	[ "$(iogen -q samples | show --json | jq -c '[.pairs[][0]]' | sort -u | wc -l)" -eq 2 ]
	run -2 iogen --draws each programs
	[ "${lines[0]}" = "iogen: option --draws: 'each' is none of its words (see 'iogen --help')" ]
}

@test "common draws are the same whatever the threads and shards, and others for another seed" {
	for part in 1 2 3; do
		dslsample -n 700 --parts 1-3 --shard $part/3 | iogen -q -j $part --draws common -o "common-$part"
	done
	cat common-? > joined
	iogen -q --draws common -o common programs
	diff <(records joined) <(records common)
	iogen -q --draws common --seed 2 -o other programs
	[ "$(comm -12 <(show --json common | jq -c '.pairs[][0]' | sort) <(show --json other | jq -c '.pairs[][0]' | sort) | wc -l)" -eq 0 ]
}

@test "programs that can't run are dropped and counted" {
	stream > mine <<-'END'
	{"id": 0, "program": 'Concat(SubStr(Regex("#", 1, Start), Regex("#", 0, Start)))', "note": 0}
	{"id": 1, "program": 'Concat(ConstStr("&"))', "note": 1}
	{"id": 2, "program": 'Concat(SubStr(ConstPos(3), ConstPos(3)))', "note": 2}
	{"id": 3, "program": 'Concat(SubStr(ConstPos(0), ConstPos(-1)))', "note": 3}
	END
	iogen -o kept mine 2> said
	[ "$(cat said)" = 'iogen: 2 tasks, 2 programs dropped' ]
	[ "$(show --json kept | jq -c '[.id, .note, (.pairs | length)]' | tr '\n' ' ')" = '[1,1,20] [3,3,20] ' ]
	[ "$(show --json kept | jq -r 'select(.id == 1).pairs[][1]' | sort -u)" = '&' ]
}

@test "a task without a program, and one that is none of the paper's, are named" {
	printf 'a\tb\n' | pairs -q > examples
	run -2 iogen examples
	[ "$output" = 'iogen: examples: record 1: no program' ]
	stream > shell <<-'END'
	{"id": 0, "program": 'Concat(ConstStr("&"))'}
	{"id": 1, "program": 'Concat(ConstStr("abc"))'}
	END
	run -2 iogen -q -o x shell
	[[ "$output" == "iogen: shell: record 2: program: character 17, at '\"abc\"))': expected one of the 20 quoted characters" ]]
}

# What a stream's records say, in plain text, as a number.
digest() { # FILE
	show --json "$1" | jq -r '.id, .program, (.parts // [] | .[] | .id, .program), (.pairs // [] | .[][])' | md5sum | cut -d ' ' -f 1
}

@test "a seed gives the same data on every machine and in every version" {
	dslsample -q -n 100 --parts 1-3 --seed 7 -o drawn
	iogen -q -n 60 --seed 8 -o made drawn
	compose -q -n 50 --parts 2-3 --seed 9 -o composed made
	mutate -q --seed 10 -o critical made
	mutate -q --token non-critical --seed 11 -o other made
	for set in drawn made composed critical other; do
		echo "$set $(digest $set)"
	done | diff - <(cat <<-'END'
	drawn f08420bda79bcaaef5d379b61c95cf01
	made 1802726f8c16fdd6a3bf612fa588dc90
	composed ad60ef5806d7229c51ac8adf8cf0b9bd
	critical 7c5031f9f3694dbadf3139c97688a0d6
	other 3b470ae6c6bf28abaa251df926344865
	END
	)
}
