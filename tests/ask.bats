# ask - fill --ask: questions at a terminal, answers, and what they change
# SPDX-License-Identifier: MIT

load lib/common

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	needs_terminal
	printf 'Lovelace, Ada\tA. Lovelace\n' > examples.tsv
	printf 'Hopper, Grace Brewster\nTuring, Alan\nHamilton, Margaret\n' > lines
}

# Types lines into a command at a terminal of its own, whose standard output is `out`; the screen goes to `screen`.
types() { # LINE... -- COMMAND...
	local keys=()

	while [ "$1" != -- ]; do
		keys+=("$1")
		shift
	done
	shift
	[ ${#keys[@]} -eq 0 ] || printf '%s\n' "${keys[@]}" > keys
	[ ${#keys[@]} -gt 0 ] || : > keys
	rm -f out
	status=0
	FROM=${FROM:-/dev/null} TO=out timeout 60 /usr/bin/python3 "$root/tests/lib/keyboard.py" "$@" < keys > screen || status=$?
	cat screen
}

@test "the line in doubt is shown with what it could become, and a choice is taken" {
	types 1 w -- fill --ask examples.tsv lines
	[ "$status" -eq 0 ]
	grep -qF "not sure: line 1, 'Hopper, Grace Brewster', gives 'G. Hopper', perhaps 'B. Hopper' is meant" screen
	grep -qxF "  1  'G. Hopper'" screen
	grep -qxF "  2  'B. Hopper'" screen
	[ "$(cat out)" = $'G. Hopper\nA. Turing\nM. Hamilton' ]
	# Enter alone is the first, and the end when nothing is in doubt
	types '' '' -- fill -q --ask examples.tsv lines
	[ "$(cat out)" = $'G. Hopper\nA. Turing\nM. Hamilton' ]
	grep -q 'nothing more is in doubt in the 3 lines' screen
	run ! grep -q 'fill: Concat' screen
}

@test "a typed answer is an example, and the lines that it changes are marked" {
	types 'B. Hopper' w -- fill --ask examples.tsv lines
	[ "$(cat out)" = $'B. Hopper\nA. Turing\nM. Hamilton' ]
	grep -qE "^\* +1  'Hopper, Grace Brewster' +'B. Hopper'$" screen
	grep -qE "^  +2  'Turing, Alan' +'A. Turing'$" screen
	grep -qx '1 of 3 lines changed' screen
}

@test "any line can be answered, and texts that look like commands" {
	printf 'a-1\nb-q\nc-3\nd-4=5\n' > lines
	printf 'x-1\t1\n' > examples.tsv
	types '2=q' '9=1' '2=r' '=4=5' '5=x' x w -- fill -q --ask examples.tsv lines
	grep -q 'no such line was looked at' screen
	grep -q 'line 2 has been answered; u takes answers back' screen
	[ "$status" -eq 0 ]
	[ "$(cat out)" = $'1\nq\n3\n4=5' ]
	grep -q 'no line is asked about' screen
}

@test "a number that is no choice is not taken for an answer" {
	types 7 '=7' u 1 w -- fill -q --ask examples.tsv lines
	grep -q 'there is no such choice; with = before it a number is what the line becomes' screen
	grep -q 'contradicts it\|no program fits\|Lookup\|If(' screen
	[ "$(cat out)" = $'G. Hopper\nA. Turing\nM. Hamilton' ]
}

@test "answers are taken back, one by one" {
	types u 'B. Hopper' '2=T. Alan' u u w -- fill -q --ask examples.tsv lines
	grep -q 'there is nothing to take back' screen
	[ "$(cat out)" = $'G. Hopper\nA. Turing\nM. Hamilton' ]
}

@test "an answer that goes with no program says so, and can be taken back" {
	printf 'Ada\tA\nBob\tB\nEve\tE\n' > examples.tsv
	printf 'Carl\nDora\n' > lines
	types '1=17' w u w -- fill -q --ask examples.tsv lines
	[ "$status" -eq 0 ]
	grep -q 'examples.tsv: no program fits all 4 examples' screen
	grep -q "the answer for line 1: 'Carl' to '17' contradicts it" screen
	grep -q 'there is no program now' screen
	[ "$(cat out)" = $'C\nD' ]
}

@test "a line that the program can't handle is asked about, and can be skipped" {
	printf 'a:1:x\t1\nb:22:y\t22\nc:3:z\t3\n' > examples.tsv
	printf 'd:4:e\ne\n' > lines
	types s w -- fill -q --on-error keep --ask examples.tsv lines
	grep -q "line 2, 'e',.* gives nothing" screen
	grep -q 'what does line 2 become' screen
	grep -q 'nothing more is in doubt' screen
	[ "$(cat out)" = $'4\ne' ]
	[ "$status" -eq 1 ]
}

@test "to quit, or to end the input, writes nothing" {
	for keys in q ''; do
		types ${keys:+q} -- fill --ask -o filled examples.tsv lines
		[ "$status" -eq 1 ]
		[ ! -e filled ]
		[ ! -s out ]
	done
	nothing_left
}

@test "more lines are shown, page by page" {
	seq 1 60 | sed 's/.*/Turing &, Alan/' > lines
	types 1 1 1 p p p p w -- fill -q --ask examples.tsv lines
	[ "$status" -eq 0 ]
	for n in 1 10 23 24 43 60; do
		grep -qE "^  +$n  'Turing $n, Alan' " screen
	done
	grep -q 'that was the last of the lines' screen
	[ "$(wc -l < out)" -eq 60 ]
}

@test "questions come from the terminal when standard input and output are the data" {
	FROM=lines types 'B. Hopper' w -- fill -q --ask examples.tsv
	[ "$(cat out)" = $'B. Hopper\nA. Turing\nM. Hamilton' ]
	FROM=examples.tsv types 'B. Hopper' w -- fill -q --ask - lines
	[ "$(cat out)" = $'B. Hopper\nA. Turing\nM. Hamilton' ]
}

# The command that is told does the same without a question.
repeats() {
	local command

	cp out asked
	command=$(sed -n '/^the same without questions:$/{n;p;}' screen)
	echo "$command"
	eval "$command" > repeated 2> err
	cmp asked repeated
}

@test "the command that repeats it is told: lines" {
	types 'B. Hopper' w -- fill --ask --on-error keep examples.tsv lines
	repeats
	printf "it's\tIT'S\n" > examples.tsv
	printf "that's\n\$(false) \"\\\\\n" > lines
	types "2=\$(FALSE) \"\\" w -- fill --ask --no-escapes examples.tsv lines
	repeats
}

@test "the command that repeats it is told: a column of a table, rows" {
	printf 'id,first,last,login\n1,Ada,Lovelace,alovelace\n2,Grace,Hopper,\n3,Alan,Turing,\n' > people.csv
	types '3=ghopper' w -- fill --ask --column --to login people.csv
	grep -q -- '--column --to login --from first,last -e' screen
	repeats
	grep -q '^3,Alan,Turing,aturing$' out
	printf 'Ada\tLovelace\talovelace\n' > logins.tsv
	printf 'Grace\tHopper\nAlan\tTuring\n' > rows.tsv
	types '1=ghopper' w -- fill --ask --rows logins.tsv rows.tsv
	repeats
	[ "$(cat out)" = $'ghopper\naturing' ]
}

@test "the command that repeats it is told: JSON lines, a header that was found" {
	printf '{"n":{"a":"Ada Lovelace"},"s":"A. Lovelace"}\n{"n":{"a":"Grace B. Hopper"}}\n{"n":{"a":"Alan Turing"}}\n' > people.json
	types '2=G. Hopper' w -- fill -q --ask --json --from n.a --to s people.json
	repeats
	[ "$(tail -n 2 out)" = $'{"n":{"a":"Grace B. Hopper"},"s":"G. Hopper"}\n{"n":{"a":"Alan Turing"},"s":"A. Turing"}' ]
	printf 'name\tini\nAda-1\t1\nBob-2\t2\nEve-3\t\nJo-4\t\n' > marks.tsv
	types '4=3' w -- fill --ask --column marks.tsv
	grep -q "line 1: 'name' to 'ini' goes with no other and is taken for a header" screen
	grep -q -- '--column --header' screen
	repeats
}

@test "it goes with --dry-run, and with -o onto the table itself" {
	types 'B. Hopper' w -- fill -q --ask --dry-run examples.tsv lines
	[ "$(head -n 1 out)" = $'Hopper, Grace Brewster\tB. Hopper' ]
	printf 'name,short\n"Lovelace, Ada",A. Lovelace\n"Hopper, Grace Brewster",\n' > people.csv
	types '3=B. Hopper' w -- fill -q --ask --column --from name --to short -o people.csv people.csv
	[ "$(tail -n 1 people.csv)" = '"Hopper, Grace Brewster",B. Hopper' ]
}

@test "what stands in a file doesn't steer the terminal" {
	printf 'Hopper\033[2J\302\233, Grace\n' > lines
	types w -- fill -q --ask examples.tsv lines
	run ! grep -q $'\033\|\302\233' screen
	grep -qF 'Hopper?[2J??, Grace' screen
	types '1=G. H' u '1=Grace' w -- fill -q --ask examples.tsv lines
	run ! grep -q $'\033\|\302\233' screen
	grep -q "the same without questions, with apply's -p: If(" screen
}

@test "no text to fill: nothing to ask" {
	: > lines
	types '' -- fill -q --ask examples.tsv lines
	[ "$status" -eq 0 ]
	[ ! -s out ]
}

refuses() { # MESSAGE COMMAND...
	run -2 --separate-stderr "${@:2}"
	echo "$stderr"
	[ -z "$output" ]
	[ "$stderr" = "$1" ]
}

@test "without a terminal it is refused, before anything is read" {
	refuses 'fill: --ask: there is no terminal to ask at: /dev/tty: No such device or address' setsid -w "$BIN/fill" --ask none none
	refuses "fill: --ask and --alternatives exclude each other (see 'fill --help')" fill --ask --alternatives 3 examples.tsv lines
	types -- fill --ask examples.tsv /dev/tty
	[ "$status" -eq 2 ]
	grep -q "fill: --ask: the lines can't be typed, too" screen
}
