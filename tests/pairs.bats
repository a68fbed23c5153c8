# pairs - tables that people wrote become tasks
# SPDX-License-Identifier: MIT

load lib/common

# What show --json says of the tasks, fields in a fixed order, without blanks.
tasks() {
	pairs -q "$@" | show --json | jq -c '[.id, .name, .pairs]'
}

refuses() { # MESSAGE ARGUMENT...
	run -2 --separate-stderr pairs -q "${@:2}" -o out.zst
	echo "$stderr"
	[ "$stderr" = "pairs: $1" ]
	[ ! -e out.zst ]
}

@test "a TSV file is one task, named for the file" {
	mkdir -p some.dir
	printf 'a b\tb\nc d\td\n' > some.dir/last.word.tsv
	[ "$(tasks some.dir/last.word.tsv)" = '[0,"last.word",[["a b","b"],["c d","d"]]]' ]
}

@test "files are tasks in the order given, standard input among them" {
	printf '1\t2\n' > x.tsv
	printf '3,4\n' > Y.CSV
	printf '5\t6\n' > in
	[ "$(tasks --first 9 Y.CSV - x.tsv < in)" = '[9,"Y",[["3","4"]]]
[10,null,[["5","6"]]]
[11,"x",[["1","2"]]]' ]
}

@test "hundreds of files are hundreds of tasks" {
	for n in {100..399}; do
		printf '%s\t%s\n' "$n" "${n#1}" > "t$n.tsv"
	done
	tasks t*.tsv > got
	[ "$(wc -l < got)" -eq 300 ]
	[ "$(tail -n 1 got)" = '[299,"t399",[["399","399"]]]' ]
}

@test "CSV has quoted fields with commas, quotes and line ends" {
	printf 'x,"a, ""b""\nc"\r\n5" pipe,y\r\n' > q.csv
	[ "$(tasks q.csv)" = '[0,"q",[["x","a, \"b\"\nc"],["5\" pipe","y"]]]' ]
	[ "$(tasks --csv - < q.csv)" = '[0,null,[["x","a, \"b\"\nc"],["5\" pipe","y"]]]' ]
}

@test "TSV has escapes, unless they are turned off" {
	printf 'a\\tb\\\\x\tc\\n\\r\n' > e.tsv
	[ "$(tasks e.tsv)" = '[0,"e",[["a\tb\\x","c\n\r"]]]' ]
	[ "$(tasks --no-escapes e.tsv)" = '[0,"e",[["a\\tb\\\\x","c\\n\\r"]]]' ]
	cp e.tsv e.csv
	[ "$(tasks --tsv e.csv)" = '[0,"e",[["a\tb\\x","c\n\r"]]]' ]
}

@test "backslashes stand for characters only where all of them could" {
	printf 'C:\\temp\\new\tnew\n' > paths.tsv
	[ "$(tasks paths.tsv)" = '[0,"paths",[["C:\\temp\\new","new"]]]' ]
	[ "$(tasks --escapes paths.tsv)" = '[0,"paths",[["C:\temp\new","new"]]]' ]
	printf 'a\\tb\tc\nd\\se\tf\n' > mixed.tsv
	[ "$(tasks mixed.tsv)" = '[0,"mixed",[["a\\tb","c"],["d\\se","f"]]]' ]
	run -2 pairs --escapes --no-escapes mixed.tsv
}

@test "the separator is found, and told when it is not what the name says" {
	printf 'a b;"c;d"\ne f;g\n' > semicolons.csv
	[ "$(tasks semicolons.csv)" = '[0,"semicolons",[["a b","c;d"],["e f","g"]]]' ]
	pairs semicolons.csv 2> err > out
	grep -F "pairs: semicolons.csv: its columns are separated by ';' (-d decides)" err
	printf 'a,b|c\nd|e\n' > pipes
	[ "$(tasks pipes)" = '[0,"pipes",[["a,b","c"],["d","e"]]]' ]
	[ "$(printf 'in,out\n"a, b",c\n' | tasks --from in --to out)" = '[0,null,[["a, b","c"]]]' ]
	printf 'Lovelace, Ada\tAda\nHopper, Grace\tGrace\n' > names.csv
	[ "$(tasks -d '\t' names.csv)" = '[0,"names",[["Lovelace, Ada","Ada"],["Hopper, Grace","Grace"]]]' ]
	printf 'a→b\nc→d\n' > arrows
	[ "$(tasks -d → arrows)" = '[0,"arrows",[["a","b"],["c","d"]]]' ]
	run -2 pairs -d ab arrows
	[[ "$output" == "pairs: option --delimiter: 'ab' is not one character that can separate columns"* ]]
}

@test "a quote that closes nothing is text" {
	printf '"one"|"A "B" A"\n"two"|"C"\n' > pipes
	[ "$(tasks pipes)" = '[0,"pipes",[["one","A \"B\" A"],["two","C"]]]' ]
}

@test "a byte-order mark, CR LF, empty lines and a missing last line end do no harm" {
	printf '\xef\xbb\xbfin\tout\r\n\r\nna\xc3\xafve\tNA\xc3\x8fVE\r\n\na\tb' > w.tsv
	[ "$(tasks --header w.tsv)" = '[0,"w",[["naïve","NAÏVE"],["a","b"]]]' ]
}

@test "columns are chosen by number or by name" {
	printf 'id,clean,raw\n1,A,a\n2,B,b\n' > c.csv
	want='[0,"c",[["a","A"],["b","B"]]]'
	[ "$(tasks --from raw --to clean c.csv)" = "$want" ]
	[ "$(tasks --from 3 --to clean c.csv)" = "$want" ]
	[ "$(tasks --header --from 3 --to 2 c.csv)" = "$want" ]
	[ "$(tasks --from 3 --to 2 c.csv)" = '[0,"c",[["raw","clean"],["a","A"],["b","B"]]]' ]
}

@test "a group column makes many tasks, in the order of their first rows" {
	printf 'z\t1\t2\na\t3\t4\nz\t5\t6\n\t7\t8\na\t9\t0\n' > g.tsv
	printf 'm\t1\t1\n' > h.tsv
	[ "$(tasks --group 1 --from 2 --to 3 g.tsv h.tsv)" = '[0,"z",[["1","2"],["5","6"]]]
[1,"a",[["3","4"],["9","0"]]]
[2,null,[["7","8"]]]
[3,"m",[["1","1"]]]' ]
}

@test "an empty output is an output, unless rows without are to be skipped" {
	printf 'a\tb\nc\t\n' > s.tsv
	[ "$(tasks s.tsv)" = '[0,"s",[["a","b"],["c",""]]]' ]
	printf 'd\n' >> s.tsv
	[ "$(tasks --skip-empty s.tsv)" = '[0,"s",[["a","b"]]]' ]
	refuses 's.tsv: line 3: no column 2: the row has 1' s.tsv
}

@test "bad files are refused with their line" {
	printf 'ok\tok\nna\xffve\tx\n' > bad.tsv
	refuses 'bad.tsv: line 2: not UTF-8 (byte 0xff at column 3); --encoding latin1 would read it' bad.tsv
	printf '"a\nb",c\n"d"e,f\n' > bad.csv
	refuses 'bad.csv: line 3: text behind a closing quote' bad.csv
	printf 'a,b\nc,"d\n' > bad.csv
	refuses 'bad.csv: line 2: a quoted field does not end' bad.csv
	printf 'x\ty\n' > good.tsv
	refuses "good.tsv: no column is called 'z'; there are 'x', 'y'" --from z good.tsv
	refuses 'good.tsv: no examples' --header good.tsv
	refuses 'good.tsv: column 0: columns are counted from 1 to 1048576' --from 0 good.tsv
	printf 'x\tx\n' > twice.tsv
	refuses "twice.tsv: two columns are called 'x'" --from x twice.tsv
	run -2 pairs --tsv --csv good.tsv
}

@test "the summary counts tasks and examples" {
	printf 'a\tb\nc\td\n' > x.tsv
	run -0 --separate-stderr pairs x.tsv x.tsv -o out.zst
	[ "$stderr" = 'pairs: 2 tasks, 4 examples' ]
	[ "$(show --json out.zst | wc -l)" -eq 2 ]
}

@test "a task is called as its file, without folders and without what follows the last dot" {
	mkdir -p folder.d
	for name in folder.d/noext a.b.tsv .hidden c. ..d; do
		printf 'a\tb\n' > "$name"
		pairs -q "$name" | show --json | jq -r '.name // "none"'
	done > names
	[ "$(tr '\n' ' ' < names)" = 'noext a.b .hidden c . ' ]
}
