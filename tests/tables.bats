# tables - tables and lines as people have them, for fill, apply and pairs alike
# SPDX-License-Identifier: MIT

load lib/common

# Two examples that leave little doubt, and lines to go with them.
names() {
	printf 'Lovelace, Ada\tAda Lovelace\nHopper, Grace\tGrace Hopper\n' > examples.tsv
	printf 'Turing, Alan\nHamilton, Margaret\n' > lines
	printf 'Alan Turing\nMargaret Hamilton\n' > filled
}

@test "examples on the command line, alone and beside those of a table" {
	names
	fill -q -e 'Lovelace, Ada' 'Ada Lovelace' -e 'Hopper, Grace' 'Grace Hopper' lines | cmp - filled
	fill -q lines -e 'Lovelace, Ada' 'Ada Lovelace' --example 'Hopper, Grace' 'Grace Hopper' | cmp - filled
	fill -q -e 'Lovelace, Ada' 'A. Lovelace' < lines | cmp - <(printf 'A. Turing\nM. Hamilton\n')
	printf 'name,short\n"Turing, Alan",\n"Hamilton, Margaret",\n' > in.csv
	fill -q -e 'Lovelace, Ada' 'A. Lovelace' --column --from name --to short in.csv > out
	cmp out <(printf 'name,short\n"Turing, Alan",A. Turing\n"Hamilton, Margaret",M. Hamilton\n')
	# a column that isn't there is made
	fill -q -e 'Lovelace, Ada' 'A. Lovelace' --column --from name --to initials in.csv > out
	cmp out <(printf 'name,short,initials\n"Turing, Alan",,A. Turing\n"Hamilton, Margaret",,M. Hamilton\n')
	run -2 fill --column --from name --to initials in.csv
	[ "$output" = "fill: in.csv: no column is called 'initials'; there are 'name', 'short'" ]
	run -1 --separate-stderr fill -e 'a b' b -e 'c d' c -e 'e f' f /dev/null
	[[ "$stderr" == *"fill: -e: 'c d' to 'c' contradicts it"* ]]
	run -2 fill -e x
	[[ "$output" == "fill: option '--example' needs two values"* ]]
	run -2 fill -e x '' lines
	run -2 fill -e x $'\xff' lines
	[ "$output" = 'fill: -e: not UTF-8' ]
	run -2 fill -e x y lines more
}

@test "what one table shows is done to another" {
	printf 'short\tname\nA. Lovelace\tLovelace, Ada\nG. Hopper\tHopper, Grace\n\tNobody, No\n' > examples.tsv
	printf 'id;name\n1;"Turing, Alan"\n2;"Hamilton, Margaret"\n' > people.csv
	fill -q --learn examples.tsv --from name --to short people.csv > out
	cmp out <(printf 'id;name;short\n1;"Turing, Alan";A. Turing\n2;"Hamilton, Margaret";M. Hamilton\n')
	fill -q --learn examples.tsv --from name --to short - < people.csv | cmp - out
	cp people.csv kept
	run -2 fill --learn examples.tsv --from name --to short -o examples.tsv people.csv
	cmp kept people.csv
	run -2 fill --learn examples.tsv --from name --to short
	[[ "$output" == 'fill: no FILE'* ]]
}

@test "rows with too few fields or too many stay as they are, and are counted" {
	printf 'id,name,last\n1,Ada King,King\n2,Grace Hopper\n3,Ken Thompson,,,\n4\n5,Alan Turing,\n' > in.csv
	printf 'id,name,last\n1,Ada King,King\n2,Grace Hopper,Hopper\n3,Ken Thompson,,,\n4\n5,Alan Turing,Turing\n' > want
	run -1 --separate-stderr fill --column --from name --to last in.csv
	[ "${stderr_lines[-1]}" = 'fill: in.csv: 2 rows have too few fields or too many and are left alone, the first is in line 4' ]
	[ "$output" = "$(cat want)" ]
	run -2 --separate-stderr fill --column --from name --to last --on-error error in.csv
	[ "${stderr_lines[-1]}" = 'fill: in.csv: line 4: 5 fields, but the first row has 3' ]
}

@test "rows in which nothing stands stay as they are, and are no failure" {
	printf 'name,last,\r\nAda King,King,\r\n\r\n,,\r\nGrace Hopper,,\r\n,,x\r\n\r\n\n' > in.csv
	fill --column --from name --to last in.csv > out 2> err
	cmp out <(sed 's/Hopper,,/Hopper,Hopper,/' in.csv)
	[ "$(wc -l < err)" -eq 1 ]
	printf 'Turing, Alan\n\nHamilton, Margaret\n' > lines
	fill -e 'Lovelace, Ada' 'Ada Lovelace' lines > out 2> err
	cmp out <(printf 'Alan Turing\n\nMargaret Hamilton\n')
	[ "$(wc -l < err)" -eq 1 ]
}

@test "blanks around the name of a column don't matter, and one stays behind each separator" {
	printf 'id, name , last\n1, Ada King, King\n2, Grace Hopper,\n3, "Turing, Alan", \n' > in.csv
	fill -q --column --from name --to last in.csv > out
	cmp out <(printf 'id, name , last\n1, Ada King, King\n2, Grace Hopper, Hopper\n3, "Turing, Alan", Alan\n')
	run -2 fill --column --from nmae --to last in.csv
	[ "$output" = "fill: in.csv: no column is called 'nmae'; 'name ' is nearest; there are 'id', 'name ', 'last'" ]
	printf 'name,name \nx,y\n' > in.csv
	run -2 fill --column --from ' name' --to 2 in.csv
	[ "$output" = "fill: in.csv: two columns are called ' name'" ]
}

@test "an output with a line end would make two lines of one" {
	printf 'a;b\ta\\nb\n' > examples.tsv
	run -1 --separate-stderr fill examples.tsv <<< $'c;d'
	[ "$output" = '' ]
	[[ "${stderr_lines[-1]}" == 'fill: <stdin>: 1 of 1 lines could not be handled, the first is line 1: a line end in the output' ]]
	{ cat examples.tsv; printf 'c;d\t\n'; } > in.tsv
	fill -q --column in.tsv | cmp - <(cat examples.tsv; printf 'c;d\tc\\nd\n')
}

@test "UTF-16 with a mark is read and written so" {
	printf 'name\tlast\r\nÉloïse Dupont\tDupont\r\nAna Roca\tRoca\r\nАнна Кюих\t\r\nBo Ray\t' > plain
	printf 'name\tlast\r\nÉloïse Dupont\tDupont\r\nAna Roca\tRoca\r\nАнна Кюих\tКюих\r\nBo Ray\tRay' > want
	for order in LE BE; do
		for mark in yes no; do
			{ [ "$mark" = no ] || printf '\xef\xbb\xbf'; cat plain; } | iconv -f UTF-8 -t UTF-16$order > in.tsv
			{ [ "$mark" = no ] || printf '\xef\xbb\xbf'; cat want; } | iconv -f UTF-8 -t UTF-16$order > out.tsv
			fill -q --column --from name --to last in.tsv | cmp - out.tsv
			pipe 'cat in.tsv | fill -q --column --from name --to last -' | cmp - out.tsv
			[ "$(pairs -q --skip-empty --from name --to last in.tsv | show --json | jq -c '.pairs[0]')" = '["Éloïse Dupont","Dupont"]' ]
		done
		names
		for text in lines filled; do iconv -f UTF-8 -t UTF-16$order $text > $text.16; done
		fill -q examples.tsv lines.16 | cmp - filled.16
		fill -q examples.tsv < <(cat lines.16) | cmp - filled.16
		apply -p 'Concat(SubStr(Regex(Word, 1, Start), END), ConstStr(" "), SubStr(ConstPos(0), Regex(",", 0, Start)))' lines.16 | cmp - filled.16
	done
	printf '\xff\xfea\x00\x00\xd8b\x00' > broken
	run -2 fill -q examples.tsv broken
	[ "$output" = "fill: broken: byte 5: what is there is no UTF-16LE, or can't be written back as it is" ]
}

@test "other encodings are named, and proposed" {
	printf 'name,last\nJosé Pírez,Pírez\nAna Roca,Roca\nLuz Núñez,\n' | iconv -f UTF-8 -t latin1 > in.csv
	printf 'name,last\nJosé Pírez,Pírez\nAna Roca,Roca\nLuz Núñez,Núñez\n' | iconv -f UTF-8 -t latin1 > want
	run -2 fill --column --from name --to last in.csv
	[ "$output" = 'fill: in.csv: line 2: not UTF-8 (byte 0xe9 at column 4); --encoding latin1 would read it' ]
	fill -q --encoding latin1 --column --from name --to last in.csv | cmp - want
	fill -q --encoding latin1 --column --from name --to last -o in.csv in.csv
	cmp in.csv want
	printf 'a\x80b\tb\n' > cp.tsv
	run -2 pairs cp.tsv
	[[ "$output" == *'--encoding cp1252 would read it' ]]
	pairs -q --encoding cp1252 cp.tsv | show --json | grep -F '"a€b"'
	run -2 fill --encoding nonesuch cp.tsv
	[[ "$output" == "fill: option --encoding: iconv knows no 'nonesuch'"* ]]
	run -2 fill --encoding latin1//TRANSLIT cp.tsv
	# shift_jis has two ways to write some characters, of which one would be lost
	printf '\xfa\x4a\tx\n' > nec.tsv
	run -2 pairs --encoding cp932 nec.tsv
	[[ "$output" == *"can't be written back as it is" ]]
}

@test "what the encoding has no way to write ends the run at its line" {
	printf 'a\nb\nc\n' > lines
	run -2 --separate-stderr apply --encoding latin1 -p 'Concat(ConstStr("œ"), SubStr(ConstPos(0), END))' lines
	[ "$stderr" = "apply: lines: line 1: latin1 has no 'œ'" ]
	run -2 --separate-stderr fill -q --encoding latin1 -e ae œ lines
	[ "$output" = '' ]
}

@test "lines that are not UTF-8 say what would read them" {
	names
	printf 'Turing, Al\xe9n\n' > lines
	run -1 --separate-stderr fill examples.tsv lines
	[[ "${stderr_lines[-1]}" == *"the first is line 1: not UTF-8; --encoding says what it is in" ]]
	fill -q --encoding latin1 examples.tsv lines | cmp - <(printf 'Al\xe9n Turing\n')
}

@test "compressed text is read, by its first bytes" {
	names
	command -v xz > /dev/null || skip 'no xz'
	for press in 'zstd -q' gzip xz; do
		$press < examples.tsv > examples.packed
		{ $press < lines; $press < lines; } > lines.packed
		fill -q examples.packed lines.packed | cmp - <(cat filled filled)
		pipe 'cat lines.packed | fill -q examples.packed' | cmp - <(cat filled filled)
		head -c 20 lines.packed > cut
		run -2 fill -q examples.tsv cut
		[ "$output" = 'fill: cut: the compressed text is cut short' ]
		{ head -c 20 lines.packed; printf 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'; } > damaged
		run -2 fill -q examples.tsv damaged
		[[ "$output" == 'fill: damaged: the compressed text is '* ]]
	done
	iconv -f UTF-8 -t UTF-16 lines | gzip > both.gz
	fill -q examples.tsv both.gz | iconv -f UTF-16 -t UTF-8 | cmp - filled
	seq 300000 | sed 's/.*/Turing &, Alan the &. of many/' > large
	zstd -q large
	fill -q examples.tsv large > want
	fill -q examples.tsv large.zst | cmp - want
}

@test "an output is compressed when its name says so" {
	names
	command -v xz > /dev/null || skip 'no xz'
	printf 'name,short\n"Lovelace, Ada",A. Lovelace\n"Turing, Alan",\n' > plain.csv
	printf 'name,short\n"Lovelace, Ada",A. Lovelace\n"Turing, Alan",A. Turing\n' > want
	gzip < plain.csv > in.csv.gz
	fill -q --column --from name --to short in.csv.gz | cmp - want
	fill -q --column --from name --to short -o in.csv.gz in.csv.gz
	gzip -dc in.csv.gz | cmp - want
	fill -q --column --from name --to short -o out.csv.zst plain.csv
	zstd -qdc out.csv.zst | cmp - want
	fill -q --column --from name --to short -o out.csv.xz plain.csv
	xz -dc out.csv.xz | cmp - want
	cp in.csv.gz before
	run -2 fill -q --column --from nothing --to short -o in.csv.gz in.csv.gz
	cmp in.csv.gz before
	nothing_left
}

@test "what is filled into CSV is in quotes exactly where it must be" {
	for inner in '\r' '\n' ',' '""' '\r\n' ' ' ';' "'"; do
		quote='"'
		[[ ' ;'"'" != *"$inner"* ]] || quote=''
		printf "in,out\na-b,\"a${inner}b\"\nc-d,\"c${inner}d\"\ne-f,\n" > in.csv
		fill -q --column --header in.csv > out
		cmp out <(sed '$d' in.csv; printf "e-f,${quote}e${inner}f${quote}\n")
	done
	printf 'in;out\na-b;"a;b"\nc-d;"c;d"\ne-f;\n' > in.csv
	[ "$(fill -q --column --header in.csv | tail -n 1)" = 'e-f;"e;f"' ]
	# a byte-order mark that a field begins with would be lost without quotes
	printf 'b,a\n\xef\xbb\xbfx,"\xef\xbb\xbfx"\n\xef\xbb\xbfy,"\xef\xbb\xbfy"\n\xef\xbb\xbfz,\n' > in.csv
	fill -q --column --header --from b --to a in.csv > out
	[ "$(tail -n 1 out)" = $'\xef\xbb\xbfz,"\xef\xbb\xbfz"' ]
}

@test "commas between digits are decimals where something else separates" {
	printf '1,5;2,5\n2,25;3,25\n10,0;11,0\n4,75;\n' > in.csv
	fill -q --column -e 1,25 2,25 -e 7,0 8,0 in.csv | diff - <(sed '4s/$/5,75/' in.csv)
	printf 'a;1,5\nb;2,75\n' > in.csv
	run pairs --from 2 --to 1 in.csv -o out
	[ "${lines[0]}" = "pairs: in.csv: its columns are separated by ';' (-d decides)" ]
	show --json out | diff - <(echo '{"id": 0, "name": "in", "pairs": [["1,5", "a"], ["2,75", "b"]]}')
	printf '1,5\t2,5\n2,25\t3,0\n' > in.csv
	pairs -q in.csv | show --json | diff - <(echo '{"id": 0, "name": "in", "pairs": [["1,5", "2,5"], ["2,25", "3,0"]]}')
	# commas that can't be that separate, and so do those without anything else
	printf 'x,1;2\ny,3;4\n' > in.csv
	pairs -q in.csv | show --json | diff - <(echo '{"id": 0, "name": "in", "pairs": [["x", "1;2"], ["y", "3;4"]]}')
	printf '1,2,3\n4,5,6\n' > in.csv
	pairs -q in.csv | show --json | diff - <(echo '{"id": 0, "name": "in", "pairs": [["1", "2"], ["4", "5"]]}')
}

@test "a row far down whose backslashes are no escapes is taken as it is, and told" {
	# what is looked at at first has escapes only
	awk 'BEGIN { print "a\\\\b c\tc"; print "d\\te f\tf"; for (i = 0; i < 9000; i++) print "word" i " x" i "\t" }' > in.tsv
	printf '%s\t\n' 'C:\temp\new file' 'one\ttab two' >> in.tsv
	run -0 --separate-stderr fill --column --from 1 --to 2 in.tsv
	[ "${lines[9002]}" = $'C:\\temp\\new file\tfile' ]
	[ "${lines[9003]}" = $'one\\ttab two\ttwo' ]
	[[ "${stderr_lines[-1]}" == *'in.tsv: the backslashes of 1 row, the first in line 9003, are no escapes, though those of the first rows could be'* ]]
	apply -q --from 1 --to 2 -p 'Concat(SubStr(ConstPos(0), ConstPos(5)))' in.tsv > out
	diff <(sed -n '9003,$p' out) <(printf '%s\n' 'C:\temp\new file	C:\te' 'one\ttab two	one\tt')
	run -0 apply --no-escapes --from 1 --to 2 -p 'Concat(SubStr(ConstPos(0), ConstPos(5)))' in.tsv
	[ "${lines[9003]}" = $'one\\ttab two\tone\\t' ]
	[ "${#lines[@]}" = 9004 ]
	run pairs --skip-empty -o out in.tsv
	[[ "${lines[0]}" == *'the backslashes of 1 row, the first in line 9003,'* ]]
}

@test "rows far down are examples, ragged or filled as those above are" {
	awk 'BEGIN { print "name,last"; print "Ada King,King"
		for (i = 2; i < 3000; i++) print "A" i " B" i (i == 2500 ? ",,," : ",")
		print "Grace Brewster Hopper,Hopper" }' > in.csv
	run -1 --separate-stderr fill --column --from name --to last in.csv
	[ "${stderr_lines[0]}" = 'fill: Concat(SubStr(Regex(" ", -1, After), END))' ]
	[ "${stderr_lines[-1]}" = 'fill: in.csv: the row in line 2501 has too few fields or too many and is left alone' ]
	[ "$output" = "$(awk -F, -v OFS=, 'NR == 2501 { print; next } NR > 2 && NR < 3001 { n = split($1, w, " "); $2 = w[n] } 1' in.csv)" ]
}

@test "a line that is told is counted in the file: header, line ends in quotes, empty rows and blocks before it, too" {
	program='Concat(SubStr(Regex(" ", 0, After), END))'
	printf 'name,last\n"Ada\nKing of",\nGrace Hopper,\n\n"x\n\ny z",\nnobody,\nKen Thompson,\nno,\n' > in.csv
	run -1 --separate-stderr apply -p "$program" --from name --to last in.csv
	[ "$stderr" = 'apply: in.csv: 2 of 10 lines could not be handled, the first is line 9: no such match' ]
	run -2 --separate-stderr apply -q -p "$program" --from name --to last --on-error error in.csv
	[ "$stderr" = 'apply: in.csv: line 9: no such match' ]
	run -1 --separate-stderr apply -p "$program" --no-header --from 1 --to 2 <(sed 1d in.csv)
	[[ "$stderr" == *', the first is line 8: no such match' ]]
	# as an example it has the same line
	printf 'name,last\n"Ada\nKing",King\nGrace Hopper,Hopper\n\n"x\ny z",z\nKen Thompson,Ken\n' > in.csv
	run -1 --separate-stderr fill --column --from name --to last in.csv
	[[ "$stderr" == *"fill: in.csv: line 8: 'Ken Thompson' to 'Ken' contradicts it"* ]]
	# a row with too few fields
	printf 'name,last,x\n"Ada\nKing",,\nGrace Hopper\nKen Thompson,,\n' > in.csv
	run -1 --separate-stderr apply -p "$program" --from name --to last in.csv
	[ "${stderr_lines[-1]}" = 'apply: in.csv: the row in line 4 has too few fields or too many and is left alone' ]
	# far behind, on several threads
	{ echo name,last; yes '"Ada
King",' | head -n 400000; echo nobody,; } > in.csv
	run -1 --separate-stderr apply -j 3 -o out -p 'Concat(SubStr(Regex(Space, 0, After), END))' --from name --to last in.csv
	[[ "$stderr" == *', the first is line 400002: no such match' ]]
	# lines of a text
	{ yes 'Ada King' | head -n 300000; echo nobody; yes 'Ada King' | head -n 300000; echo no; } > lines
	run -1 --separate-stderr apply -j 3 -o out -p "$program" lines
	[ "$stderr" = 'apply: lines: 2 of 600002 lines could not be handled, the first is line 300001: no such match' ]
}

@test "a character that the output's encoding lacks is told with its line, however far behind" {
	program='Concat(Replace("x", "→", SubStr(ConstPos(0), END)))'
	printf 'a\nbb\ncx\nd\nx' > lines
	run -2 --separate-stderr apply --encoding latin1 -p "$program" lines
	[ "$output" = $'a\nbb' ]
	[ "$stderr" = "apply: lines: line 3: latin1 has no '→'" ]
	{ yes abc | head -n 70000; echo x; } > lines
	run -2 --separate-stderr apply -j 3 -o out --encoding latin1 -p "$program" lines
	[ "$stderr" = "apply: lines: line 70001: latin1 has no '→'" ]
}
