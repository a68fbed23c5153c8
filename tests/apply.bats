# apply - a program over lines, and down a column
# SPDX-License-Identifier: MIT

load lib/common

last='Concat(SubStr(Regex(Word, -1, Start), END))'

@test "each line gives a line, with the line end that it had" {
	printf 'Ada Lovelace\r\nGrace Hopper\nAlan Turing' > in
	printf 'Lovelace\r\nHopper\nTuring' > want
	apply -p "$last" in > out
	cmp out want
	apply -p "$last" < in > out
	cmp out want
}

@test "an empty text gives an empty text" {
	apply -p "$last" < /dev/null > out
	[ ! -s out ]
	apply -p "$last" --header < /dev/null > out
	[ ! -s out ]
}

@test "a byte-order mark stays in front and is no part of the first line" {
	printf '\xef\xbb\xbfab\ncd\n' > in
	printf '\xef\xbb\xbfa\nc\n' > want
	apply -p 'Concat(SubStr(ConstPos(0), ConstPos(1)))' in > out
	cmp out want
	printf '\xef\xbb\xbfab\ta\ncd\tc\n' > want
	apply --tsv -p 'Concat(SubStr(ConstPos(0), ConstPos(1)))' in > out
	cmp out want
}

@test "the program may be text in either spelling, or a file" {
	echo 'x-y' > in
	[ "$(apply -p 'Concat c( SubStr s( ConstPos p( 0 p) Regex r( "-" 0 Start r) s) c)' in)" = x ]
	printf '\nConcat(SubStr(ConstPos(0),\n  Regex("-", 0, Start)))\n' > program
	[ "$(apply -p program in)" = x ]
	[ "$(apply -p - in < program)" = x ]
	run -2 apply -p nowhere in
	[ "$output" = 'apply: nowhere: No such file or directory' ]
	run -2 apply -p in in
	[[ "$output" == 'apply: in: character 1'* ]]
	run -2 apply -p 'Concat(Nonsense)' in
	[[ "$output" == 'apply: program: character 8, at '* ]]
	run -2 apply in
	[[ "$output" == 'apply: no program'* ]]
	run -2 apply -p - < in
}

@test "lines that the program can't handle are empty, kept, or the end" {
	printf 'a b\n12\nc\xff d\r\ne f\n' > in
	why='apply: in: 2 of 4 lines could not be handled, the first is line 2: no such match'
	letter='Concat(SubStr(Regex(Word+, 0, Start), Regex(Word+, 0, After)))'
	run -1 --separate-stderr apply -p "$letter" in
	[ "$stderr" = "$why" ]
	apply -p "$letter" -q in > out 2> err || [ $? -eq 1 ]
	[ ! -s err ]
	printf 'a\n\n\r\ne\n' > want
	cmp out want
	run -1 --separate-stderr apply -p "$letter" --on-error keep in
	[ "$stderr" = "$why" ]
	apply -p "$letter" --on-error keep -q in > out || [ $? -eq 1 ]
	printf 'a\n12\nc\xff d\r\ne\n' > want
	cmp out want
	run -2 --separate-stderr apply -p "$letter" --on-error error in
	[ "$stderr" = 'apply: in: line 2: no such match' ]
	[ "$output" = a ]
	run -2 --separate-stderr apply -p "$letter" --on-error error < <(sed 2d in)
	[ "$stderr" = 'apply: <stdin>: line 2: not UTF-8' ]
}

@test "positions count characters, not bytes" {
	printf 'äöü€x\nabcde\n' > in
	[ "$(apply -p 'Concat(SubStr(ConstPos(1), ConstPos(4)))' in)" = $'öü€\nbcd' ]
}

@test "a table gets a new last column, all else stays as it came" {
	printf 'id,"name"\r\n1,"Lovelace, ""Ada"""\r\n"2",Hopper\r\n3\r\n' > in.csv
	printf 'id,"name",output\r\n1,"Lovelace, ""Ada""",Lovelace\r\n"2",Hopper,Hopper\r\n3\r\n' > want
	first='Concat(SubStr(Regex(Word, 0, Start), Regex(Word, 0, After)))'
	run -1 --separate-stderr apply -p "$first" --header --from 2 in.csv
	[ "$stderr" = 'apply: in.csv: the row in line 4 has too few fields or too many and is left alone' ]
	apply -q -p "$first" --from name in.csv > out || [ $? -eq 1 ]
	cmp out want
	apply -q -p "$first" --from name --to surname in.csv > out || [ $? -eq 1 ]
	sed 's/output/surname/' want | cmp out
	apply -q -p "$first" --csv --from name --to output - < in.csv > out || [ $? -eq 1 ]
	cmp out want
}

@test "a column that is there is replaced, and the header as it came" {
	printf '"id",name,n\n1,Ada L,x\n2,Grace H,"y"\n' > in.csv
	printf '"id",name,n\n1,L,x\n2,H,"y"\n' > want
	apply -p 'Concat(SubStr(Regex(" ", 0, After), END))' --from name --to name in.csv > out
	cmp out want
	printf '"id",name,n\n1,Ada L,L\n2,Grace H,"H"\n' > want
	apply -p 'Concat(SubStr(Regex(" ", 0, After), END))' --from 2 --to n in.csv > out
	cmp out want
	printf '"id",name,n\n1,Ada L,x\n2,Grace H,"y"\n' > want
	apply -p 'Concat(SubStr(Regex(" ", 0, After), END))' --from 2 --to n --only-empty in.csv > out
	cmp out want
}

@test "only the empty fields of a column are filled when that is wanted" {
	printf 'Ada L\tdone\nGrace H\nAlan T\t\n' > in
	[ "$(apply -p 'Concat(SubStr(Regex(" ", 0, After), END))' --to 2 --only-empty in)" = $'Ada L\tdone\nGrace H\tH\nAlan T\tT' ]
	run -2 apply -p "$last" --only-empty in
}

@test "what is written to a table is quoted or escaped as it must be" {
	printf 'a\\tb,c\td\\n\n' > in.tsv
	[ "$(apply --tsv -p 'Concat(SubStr(ConstPos(0), END))' in.tsv)" = 'a\tb,c	d\n	a\tb,c' ]
	printf '"a,""b",c\n' > in.csv
	[ "$(apply --csv -p 'Concat(SubStr(ConstPos(0), END))' in.csv)" = '"a,""b",c,"a,""b"' ]
	run -1 --separate-stderr apply --tsv --no-escapes -p 'Concat(SubStr(ConstPos(0), END), ConstStr("\t"))' in.tsv
	[ "$output" = 'a\tb,c	d\n	' ]
	[[ "$stderr" == *"line 1: a tab or a line end in the output, and no escapes" ]]
}

@test "tables that don't hold together are refused" {
	printf 'aa,b\ncc,d,e\n' > in.csv
	run -2 --separate-stderr apply --csv --on-error error -p "$last" in.csv
	[ "$stderr" = 'apply: in.csv: line 2: 3 fields, but the first row has 2' ]
	printf 'aa,b\nc,"d\n' > in.csv
	run -2 --separate-stderr apply --csv -p "$last" in.csv
	[ "$stderr" = 'apply: in.csv: line 2: a quoted field does not end' ]
	[ "$output" = aa,b,aa ]
	run -2 apply -p "$last" --from name in.csv
	[ "$output" = "apply: in.csv: no column is called 'name'; there are 'aa', 'b'" ]
	run -2 apply --csv -p "$last" --to 4 in.csv
	[ "$output" = 'apply: in.csv: column 4: the first row has 2, so a new one is 3' ]
	run -2 apply --csv --tsv -p "$last" in.csv
}

@test "the result is the same for any number of threads, and where blocks are cut" {
	for n in {1..300}; do
		printf 'name %s of all,"two\nlines, ""%s""",z\n' "$n" "$n"
	done > some.csv
	for n in {1..150}; do cat some.csv; done > big.csv
	[ "$(stat -c %s big.csv)" -gt 1500000 ]
	number='Concat(ConstStr("#"), SubStr(Regex(Num, -1, Start), Regex(Num, -1, After)))'
	apply --csv --from 2 -p "$number" some.csv > part
	for n in {1..150}; do cat part; done > want
	for j in 1 2 7; do
		apply -j $j --csv --from 2 -p "$number" big.csv | cmp - want
	done
	apply -j 3 --csv --from 2 -p "$number" < <(dd if=big.csv bs=777 status=none) | cmp - want
	apply -p 'Concat(SubStr(ConstPos(0), END))' < <(dd if=big.csv bs=777 status=none) | cmp - big.csv
}

@test "an error in the middle ends at the same line for any number of threads" {
	yes 'a good line' | head -n 300000 > in
	echo 1 >> in
	yes 'a good line' | head -n 300000 >> in
	for j in 1 2 5; do
		run -2 bash -c "apply -j $j --on-error error -p '$last' in > out"
		[ "$output" = 'apply: in: line 300001: no such match' ]
		[ "$(wc -l < out)" -eq 300000 ]
		run -1 bash -c "apply -j $j -p '$last' in > out"
		[ "$output" = 'apply: in: 1 of 600001 lines could not be handled, the first is line 300001: no such match' ]
	done
}

@test "a line is answered before the next is there" {
	mkfifo to from
	apply -p "$last" < to > from &
	exec 7> to 8< from
	echo 'Ada Lovelace' >&7
	read -r -t 5 answer <&8
	[ "$answer" = Lovelace ]
	printf 'Grace ' >&7
	sleep 0.1
	echo 'Hopper' >&7
	read -r -t 5 answer <&8
	[ "$answer" = Hopper ]
	exec 7>&-
	wait
}

@test "an error ends the run also while input is waited for" {
	mkfifo to
	exec 7<> to
	echo 12 >&7
	run -2 timeout 5 "$BIN/apply" -j 4 --on-error error -p "$last" < to
	[ "$output" = 'apply: <stdin>: line 1: no such match' ]
}

@test "memory does not grow with the text" {
	grep -q __asan_init "$BIN/apply" && skip "the sanitizer has memory of its own"
	yes 'some words, and a number 12345' | head -n 2000000 > in
	/usr/bin/python3 - "$last" <<-'END'
	import resource, subprocess, sys
	subprocess.run(["apply", "-j", "2", "-p", sys.argv[1], "in"], stdout=open("out", "w"))
	kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
	print(kilobytes)
	sys.exit(kilobytes > 32000)
	END
	[ "$(wc -l < out)" -eq 2000000 ]
}

@test "a line has its limit" {
	head -c 70000000 /dev/zero | tr '\0' x > long
	run -2 apply -q -p "$last" < <(printf 'Ada L Lace\n'; cat long)
	[ "$output" = $'Lace\napply: <stdin>: line 2: longer than 64 MiB' ]
}

@test "-o replaces its file only by a whole one" {
	printf 'a b\nc d\n' > text
	chmod 640 text
	apply -p 'Concat(SubStr(Regex(" ", 0, After), END))' -o text text
	[ "$(cat text)" = $'b\nd' ]
	[ "$(stat -c %a text)" = 640 ]
	printf 'a b\ncd\n' > text
	run -2 apply -p 'Concat(SubStr(Regex(" ", 0, After), END))' --on-error error -o text text
	[ "$(cat text)" = $'a b\ncd' ]
	nothing_left
}
