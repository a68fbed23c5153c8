# edit - fill --edit: one piece of a line changes, and lines without one stay
# SPDX-License-Identifier: MIT

load lib/common

# Fills lines of standard input with --edit; fails unless they come out as in `want`.
edits() { # OPTION...
	cat > lines
	fill --edit "$@" lines > out 2> err
	cat err
	diff want out
}

@test "a time gets seconds, wherever it is, and other lines stay byte for byte" {
	printf 'error at 7:15:00 in bar baz\nretry 3 in foo\n\n\ttab \r\nfatal error at 23:59:00 in x2\nlast 5' > want
	printf 'error at 7:15 in bar baz\nretry 3 in foo\n\n\ttab \r\nfatal error at 23:59 in x2\nlast 5' |
		edits -e 'error at 12:05 in foo' 'error at 12:05:00 in foo'
	grep -q '^fill: lines: 3 of 6 lines have no such piece and stay as they are, the first is line 2$' err
}

@test "a date within other text, a word's case, a number's format, a piece that goes" {
	printf 'q,,12/31/2023,z\na,b,c\n' > want
	printf 'q,,2023-12-31,z\na,b,c\n' | edits -e 'a,b,2024-01-05,c' 'a,b,01/05/2024,c'
	printf 'level=ERROR msg=some text\nx\na b level=INFO c d\n' > want
	printf 'level=error msg=some text\nx\na b level=info c d\n' | edits -e 'level=warn msg=hello' 'level=WARN msg=hello'
	printf 'ID-0017 bad\nnone\nx ID-0140 y\n' > want
	printf 'ID-17 bad\nnone\nx ID-140 y\n' | edits -e 'ID-5 ok' 'ID-0005 ok'
	printf 'a b.txt\nc.txt\nb d.txt\n' > want
	printf 'a (old) b.txt\nc.txt\nb (x) d.txt\n' | edits -e 'notes (draft) final.txt' 'notes final.txt'
	printf 'user ***@x.org logged in from 1.2.3.4\nreboot\ncron ***@x.org x\n' > want
	printf 'user alice.w@x.org logged in from 1.2.3.4\nreboot\ncron sue@x.org x\n' |
		edits -e 'user bob@example.com logged in' 'user ***@example.com logged in'
}

@test "what is no such piece stays, and no failure is told of it: the exit status is 0" {
	printf 'nothing\nhere\n' > want
	printf 'nothing\nhere\n' | edits -e 'error at 12:05 in foo' 'error at 12:05:00 in foo'
	printf 'gr\374n\nat 12:06:00 x\n' > want
	printf 'gr\374n\nat 12:06 x\n' | edits -e 'error at 12:05 in foo' 'error at 12:05:00 in foo'
}

@test "an example that stays is one of a line to be left alone" {
	printf 'id 4 EUR\nprice 5.00 EUR\n' > want
	printf 'id 4 EUR\nprice 5 EUR\n' | edits -e 'price 17 EUR' 'price 17.00 EUR' -e 'id 12 EUR' 'id 12 EUR'
}

@test "the program is one that apply runs on the same lines" {
	printf 'error at 12:05 in foo\terror at 12:05:00 in foo\n' > examples.tsv
	printf 'error at 7:15 in bar baz\nretry 3\n' > lines
	fill --edit examples.tsv lines > out 2> err
	apply --on-error keep -p "$(sed -n '1s/^fill: //p' err)" lines 2> said | cmp - out
	fill --edit -q --dry-run examples.tsv lines > out
	[ "$(cat out)" = $'error at 7:15 in bar baz\terror at 7:15:00 in bar baz\nretry 3\tretry 3' ]
}

@test "a line that has several such pieces, or that the program has otherwise, is told" {
	printf 'x port 4 y\nold port 4 to port 7 y\n' > lines
	fill --edit -e 'my port 5 z' 'my port 05 z' lines > out 2> err
	cat err
	grep -q "not sure: line 2, 'old port 4 to port 7 y', gives 'old port 04 to port 7 y', perhaps 'old port 4 to port 07 y' is meant" err
}

@test "--ask goes with --edit" {
	needs_terminal
	printf 'x port 4 y\nold port 4 to port 7 y\nnone\n' > lines
	printf '%s\n' 'old port 4 to port 07 y' w > keys
	TO=out timeout 60 /usr/bin/python3 "$root/tests/lib/keyboard.py" fill -q --ask --edit -e 'my port 5 z' 'my port 05 z' lines < keys > screen
	cat screen
	grep -q "  2  'old port 4 to port 07 y'" screen
	[ "$(cat out)" = $'x port 04 y\nold port 4 to port 07 y\nnone' ]
}

@test "it is for lines: what else there is, is refused" {
	for option in --column --rows --learn=x --json; do
		run -2 fill --edit -e a b "$option" x
		[ "$output" = "fill: --edit is for lines of text: it excludes --column, --rows, --learn and --json (see 'fill --help')" ]
	done
	run -2 fill --edit -e a b --on-error empty x
	[ "$output" = "fill: --edit leaves lines alone that it doesn't fit, so it excludes --on-error (see 'fill --help')" ]
}

@test "examples that change nothing, and those that no program makes" {
	printf 'x 5\n' > lines
	run -1 fill --edit -e 'a 1' 'a q' -e 'b 2' 'b w' -e 'c 3' 'c t' lines
	[ "${lines[0]}" = 'fill: -e: no program fits all 3 examples' ]
	printf 'x 5\n' > want
	printf 'x 5\n' | edits -e 'a 1' 'a 1'
}
