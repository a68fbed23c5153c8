# fill - examples in, column filled
# SPDX-License-Identifier: MIT

load lib/common

# Two examples that leave little doubt, and lines to go with them.
names() {
	printf 'Lovelace, Ada\tAda Lovelace\nHopper, Grace\tGrace Hopper\n' > examples.tsv
	printf 'Turing, Alan\nHamilton, Margaret\n' > lines
	printf 'Alan Turing\nMargaret Hamilton\n' > filled
}

@test "examples and lines: each line gives a line, and the program is told" {
	names
	fill examples.tsv lines > out 2> err
	cmp out filled
	[ "$(wc -l < err)" -eq 1 ]
	grep -q '^fill: Concat(.*)$' err
	fill examples.tsv < lines > out 2> err
	cmp out filled
	fill examples.tsv - < lines 2> err | cmp - filled
	fill - lines < examples.tsv 2> err | cmp - filled
	fill -q examples.tsv lines 2> err | cmp - filled
	[ ! -s err ]
}

@test "the program that is told is one that apply runs" {
	names
	fill examples.tsv lines 2> err > out
	apply -p "$(sed 's/^fill: //' err)" lines | cmp - filled
}

@test "line ends are those of each line, and none is added at the end" {
	names
	printf 'Turing, Alan\r\nHamilton, Margaret\nHoare, Tony' > lines
	printf 'Alan Turing\r\nMargaret Hamilton\nTony Hoare' > want
	fill -q examples.tsv lines | cmp - want
	sed -i 's/$/\r/' examples.tsv
	fill -q examples.tsv lines | cmp - want
}

@test "a byte-order mark is no part of the first line, nor of the first example" {
	names
	mark=$'\xef\xbb\xbf'
	{ printf %s "$mark"; cat examples.tsv; } > marked.tsv
	{ printf %s "$mark"; cat lines; } > marked
	{ printf %s "$mark"; cat filled; } > want
	fill -q marked.tsv marked | cmp - want
	fill --dry-run -q marked.tsv marked > out
	head -n 1 out | cmp - <(printf 'Turing, Alan\tAlan Turing\n')
}

@test "examples may be columns of CSV, by number or by name" {
	names
	printf 'id,out,in\n1,Ada Lovelace,"Lovelace, Ada"\n2,Grace Hopper,"Hopper, Grace"\n' > examples.csv
	fill -q --from in --to out examples.csv lines | cmp - filled
	fill -q --from 3 --to 2 --header examples.csv lines | cmp - filled
	fill -q --csv --from in --to 2 - lines < examples.csv | cmp - filled
	printf 'a\tb\n' | cat - examples.tsv > headed
	fill -q --header headed lines | cmp - filled
	cp examples.tsv examples.csv
	fill -q --tsv examples.csv lines | cmp - filled
	run -2 fill -q --from nothing examples.tsv lines
	[ "$output" = "fill: examples.tsv: no column is called 'nothing'; there are 'Lovelace, Ada', 'Ada Lovelace'" ]
	run -2 fill -q --from 3 examples.tsv lines
	[ "$output" = 'fill: examples.tsv: line 1: no column 3: the row has 2' ]
}

@test "escapes in TSV examples are what they stand for, unless they mean nothing" {
	printf 'a;b\ta\\tb\nc;d\tc\\td\n' > examples.tsv
	echo 'e;f' > lines
	fill -q examples.tsv lines | cmp - <(printf 'e\tf\n')
	fill -q --no-escapes examples.tsv lines | cmp - <(printf 'e\\tf\n')
}

@test "a table is filled, and all that was there stays byte for byte" {
	printf '"name",short,"note"\r\n"Lovelace, Ada","Ada",x\r\n"Hopper, Grace",,"y ""z"""\r\n' > in.csv
	printf ',,"two\nlines"\n"Perlman, Radia",Radia,\n"Allen,\nFrances","",last' >> in.csv
	printf '"name",short,"note"\r\n"Lovelace, Ada","Ada",x\r\n"Hopper, Grace",Grace,"y ""z"""\r\n' > want
	printf ',,"two\nlines"\n"Perlman, Radia",Radia,\n"Allen,\nFrances","Frances",last' >> want
	fill -q -c --from name --to short in.csv > out
	cmp out want
	fill -q -c --csv --from 1 --to 2 --header - < in.csv > out
	cmp out want
	fill -q -c --from name --to short -o in.csv in.csv
	cmp in.csv want
	nothing_left
}

@test "a TSV table: rows that end before the column, empty lines, escapes" {
	printf 'a b\tb\nc d\n\ne\\tf g\t\th\ni j\tj\n' > in
	printf 'a b\tb\nc d\td\n\ne\\tf g\tg\th\ni j\tj\n' > want
	fill -q --column in > out
	cmp out want
}

@test "a table through a pipe, or from the middle of a file, is as one in a file" {
	names
	cat examples.tsv lines > in
	fill -q --column in > want
	cat examples.tsv lines | pipe 'cat | fill -q --column -' | cmp - want
	{ echo passed over; cat in; } > longer
	{ read -r _; fill -q --column - | cmp - want; } < <(cat longer)
	{ dd bs=1 count=12 status=none > /dev/null; fill -q --column - | cmp - want; } < longer
}

@test "a large table through a pipe" {
	{ printf 'row 1: all\t1 row\n'; seq 2 60000 | sed 's/.*/name &: some\t/'; } > in
	{ printf 'row 1: all\t1 row\n'; seq 2 60000 | sed 's/.*/name &: some\t& name/'; } > want
	pipe 'cat in | fill -q --column -' | cmp - want
}

@test "outputs that were given are kept where the program would write them otherwise" {
	printf 'a b,"b"\nc d,d\ne f,\n' > in.csv
	[ "$(fill -q --column in.csv)" = $'a b,"b"\nc d,d\ne f,f' ]
}

@test "-o may be the table or the text, not the examples or the model" {
	names
	cp examples.tsv mine
	cp lines text
	run -2 fill -q -o mine mine lines
	[ "$output" = 'fill: mine: --output and the input mine are the same file' ]
	run -2 fill -q -o mine mine < lines
	run -2 fill -q -o mine - lines < mine
	[ "$output" = 'fill: mine: --output and standard input are the same file' ]
	run -2 fill -q -m mine -o mine examples.tsv lines
	[ "$output" = 'fill: mine: --output and --model are the same file' ]
	cmp mine examples.tsv
	fill -q -o text examples.tsv text
	cmp text filled
	cp lines text
	fill -q -o text examples.tsv < text
	cmp text filled
}

@test "an output is the file that its link leads to, and other files that are there stay" {
	printf 'a b\tb\nc d\t\n' > real
	ln -s real link
	echo mine > link.part
	echo precious > precious
	ln -s precious real.part
	fill -q --column -o link link
	[ -L link ] && [ "$(cat real)" = $'a b\tb\nc d\td' ]
	[ "$(cat link.part precious)" = $'mine\nprecious' ]
	[ "$(ls -A)" = $'link\nlink.part\nprecious\nreal\nreal.part' ]
}

@test "two at once on one table: each makes a whole one" {
	awk 'BEGIN { print "name\tlast\tfirst\nAda King\tKing\tAda"; for (n = 0; n < 300000; n++) print "N" n " L" n "\t\t" }' > before
	fill -q -c --from name --to last before > last
	fill -q -c --from name --to first before > first
	fill -q -c --from name --to first last > both     # the second began when the first had ended
	for ((n = 0; n < 3; n++)); do
		cp before table
		fill -q -c --from name --to last -o table table &
		fill -q -c --from name --to first -o table table
		wait $!
		cmp -s table last || cmp -s table first || cmp -s table both
	done
	nothing_left
}

@test "-o replaces its file only by a whole one, and keeps its mode" {
	names
	cat examples.tsv lines > in.tsv
	chmod 640 in.tsv
	fill -q --column -o in.tsv in.tsv
	[ "$(stat -c %a in.tsv)" = 640 ]
	[ "$(tail -n 1 in.tsv)" = 'Hamilton, Margaret	Margaret Hamilton' ]
	cp in.tsv before
	printf '!\n' >> before
	cp before in.tsv
	run -2 fill -q --column --on-error error -o in.tsv in.tsv
	cmp in.tsv before
	nothing_left
	run -2 fill -q --column -o nowhere/out in.tsv
	mkfifo out
	timeout 10 cat out > got &
	fill -q -o out examples.tsv lines
	wait
	cmp got filled
	[ -p out ]
}

@test "lines that the program can't handle are empty, kept, or the end" {
	names
	printf 'Turing, Alan\n4\xff2\nHamilton, Margaret\n' > lines
	run -1 --separate-stderr fill examples.tsv lines
	[[ "${stderr_lines[-1]}" == 'fill: lines: 1 of 3 lines could not be handled, the first is line 2: not UTF-8; --encoding says what it is in' ]]
	fill -q examples.tsv lines > out 2> err || [ $? -eq 1 ]
	[ ! -s err ]
	cmp out <(printf 'Alan Turing\n\nMargaret Hamilton\n')
	fill -q --on-error keep examples.tsv lines > out || [ $? -eq 1 ]
	cmp out <(printf 'Alan Turing\n4\xff2\nMargaret Hamilton\n')
	run -2 --separate-stderr fill -q --on-error error examples.tsv lines
	[ "$output" = 'Alan Turing' ]
	[[ "$stderr" == 'fill: lines: line 2: not UTF-8' ]]
}

@test "text that is not UTF-8 is a line that can't be handled, an example that is not is named" {
	names
	printf 'Turing, Al\xffan\nHamilton, Margaret\n' > lines
	run -1 --separate-stderr fill examples.tsv lines
	[[ "${stderr_lines[-1]}" == *'1 of 2 lines could not be handled, the first is line 1: not UTF-8; --encoding says what it is in' ]]
	printf 'a b\tb\nc d\td\ne \xc3(\tx\n' > examples.tsv
	run -2 fill examples.tsv lines
	[ "$output" = 'fill: examples.tsv: line 3: not UTF-8 (byte 0xc3 at column 3); --encoding latin1 would read it' ]
	printf 'a b\tb\nc \xff\n' > in.tsv
	run -2 fill --column in.tsv
	[ "$output" = 'fill: in.tsv: line 2: not UTF-8 (byte 0xff at column 3); --encoding latin1 would read it' ]
}

@test "Unicode: words and cases of any script" {
	printf 'müller, jürgen\tMÜLLER\nøst, åse\tØST\n' > examples.tsv
	printf 'жуков, иван\nçelik, ömer\n' > lines
	fill -q examples.tsv lines | cmp - <(printf 'ЖУКОВ\nÇELIK\n')
}

@test "one example is enough to begin with" {
	printf 'Ada Lovelace <ada@example.org>\tada@example.org\n' > one.tsv
	[ "$(echo 'Grace Hopper <grace@example.com>' | fill -q one.tsv)" = grace@example.com ]
}

@test "500 examples" {
	awk 'BEGIN { for (n = 1; n <= 500; n++) printf "Item %d: size %d (in stock)\t%d/%d\n", n, n * 7919 % 997, n * 7919 % 997, n }' > examples.tsv
	[ "$(echo 'Item 501: size 12 (sold out)' | fill -q --seconds 60 examples.tsv)" = 12/501 ]
}

@test "the alternatives are told with the first lines on which they disagree" {
	printf 'Ada Lovelace\tLovelace\n' > one.tsv
	printf 'Grace Hopper\nGrace Brewster Hopper\nAlan Turing\n' > lines
	run -0 --separate-stderr fill --alternatives 2 one.tsv lines
	[ "${#lines[@]}" -eq 5 ]      # bats leaves out the empty line
	[[ "${lines[0]}" == program$'\t'cost$'\t'* ]]
	[[ "${lines[1]}" == 1$'\t'*$'\t''Concat('* ]]
	[[ "${lines[2]}" == 2$'\t'*$'\t''Concat('* ]]
	[ "${lines[3]}" = $'input\t1\t2' ]
	[[ "${lines[4]}" == 'Grace Brewster Hopper'$'\t'* ]]
	IFS=$'\t' read -r _ a b <<< "${lines[4]}"
	[ "$a" != "$b" ]
	awk -F '\t' '$1 ~ /^[12]$/ { print $3 }' <<< "$output" > programs
	while read -r program; do
		[ "$(echo 'Ada Lovelace' | apply -p "$program")" = Lovelace ]
	done < programs
	[ "$(head -n 1 programs | xargs -d '\n' apply lines -p | sed -n 2p)" = "$a" ]
	# on no line do these disagree
	run -0 --separate-stderr fill --alternatives 3 one.tsv /dev/null
	[[ "$output" != *input* ]]
}

@test "of programs that disagree on the first lines it is told" {
	printf 'Ada Lovelace\tLovelace\n' > one.tsv
	echo 'Grace Brewster Hopper' | fill one.tsv 2> err > out
	answer=$(cat out)
	grep "^fill: not sure: line 1, 'Grace Brewster Hopper', gives '$answer', perhaps '.*' is meant; an example of it would decide" err
	echo 'Grace Hopper' | fill one.tsv 2> err
	run ! grep 'not sure' err
	printf '%s\t%s\n' 'Grace Brewster Hopper' Hopper >> one.tsv
	[ "$(echo 'Ken Lane Thompson' | fill one.tsv 2> err)" = Thompson ]
	run ! grep 'not sure' err
}

@test "a message is one line, and shows no more of a long string than its begin" {
	long=$(printf 'word %.0s' {1..500})
	printf 'Ada\\nLovelace\tLovelace\nAlan\\nTuring\tTuring\nKen\\nThompson\tThompson\n' > one.tsv
	printf 'Grace\\nB %s\tb\n' "$long" >> one.tsv
	fill --column one.tsv > out 2> err && false || [ $? -eq 1 ]
	run ! grep -v '^fill: ' err
	[ "$(wc -L < err)" -lt 300 ]
	grep -F 'Grace\nB' err
}

# What fill says of its program for the examples and the lines, in printf's form.
doubt() { # EXAMPLES LINES
	printf '%b' "$1" > examples.tsv
	printf '%b' "$2" | fill examples.tsv 2>&1 > /dev/null | sed -n 's/^fill: not sure: //p'
}

@test "a program that gives one text for every line is doubted" {
	[ "$(doubt '43%\tIn Progress\n' '0%\n')" = "line 1, '0%', gives 'In Progress', as every line does; an example of it would decide" ]
	[[ "$(doubt 'www.news.cnn.com\tcnn\ncnn.co.uk\tcnn\n' 'drive.google.ca\n')" == "line 1, 'drive.google.ca', gives 'cnn', as every line does;"* ]]
	[ -z "$(doubt '43%\tIn Progress\n' '')" ]
}

@test "letters of a literal are doubted after one example, digits after two" {
	[ "$(doubt 'a-25\t18:25\n' 'b-44\n')" = \
		"line 1, 'b-44', gives '18:44', and one example can't show that all lines have '18:'; an example of it would decide" ]
	[[ "$(doubt 'Lovelace\tMs. Lovelace\n' 'Turing\n')" == *"one example can't show that all lines have 'Ms. ';"* ]]
	[ -z "$(doubt 'Lovelace\tMs. Lovelace\nHopper\tMs. Hopper\n' 'Turing\n')" ]
	[[ "$(doubt 'ab\tab50\ncd\tcd50\n' 'ef\n')" == *"two examples can't show that all lines have '50';"* ]]
	[ -z "$(doubt 'ab\tab50\ncd\tcd50\nef\tef50\n' 'gh\n')" ]
	[ -z "$(doubt 'ab\tab425\ncd\tcd425\n' 'ef\n')" ] # two numbers of three digits are hardly the same by chance
	[[ "$(doubt 'ab\tab42\ncd\tcd42\n' 'ef\n')" == *"two examples can't show that all lines have '42';"* ]]
	[ -z "$(doubt 'Lovelace, Ada\t(Lovelace)\n' 'Turing, Alan\n')" ]
}

@test "of several other programs the one that takes whole words is shown" {
	[[ "$(doubt 'Talk 2016, Oslo, UK, May 4-6, 2016\tOslo\n' 'Talk 2013, San de Jose, Chile, June 8-30, 2013\n')" == *"perhaps 'San' is meant"* ]]
}

@test "a line that has the program's literal already is told" {
	[ "$(doubt '[A-35\t[A-35]\n[A-34\t[A-34]\n' '[A-1\n[A-5]\n')" = \
		"line 2, '[A-5]', has ']' already, and gives '[A-5]]'; an example of it would decide" ]
	[[ "$(doubt '425 555\t(425 555\n206 444\t(206 444\n' '(11 22\n')" == *"has '(' already"* ]]
	[ -z "$(doubt '[A-35\t[A-35]\n[A-34\t[A-34]\n' '[A-1\n[A-5\n')" ]
}

@test "a line without the delimiter that all examples have is told, and so is a new one in a result" {
	[ "$(doubt 'joy@fab\tjoy@fab\nanna@fab\tanna@fab\n' 'x@fab\nclaudia\n')" = \
		"line 2, 'claudia', has no '@', which all examples have, and gives 'claudia'; an example of it would decide" ]
	[ "$(doubt 'No. 5 Ada\tAda\nNo. 6 Bo\tBo\n' 'No. 7 Cy; Di\n')" = \
		"line 1, 'No. 7 Cy; Di', gives 'Di', perhaps 'Cy; Di' is meant; an example of it would decide (--alternatives 5 shows more)" ]
	[ "$(doubt 'A1-b: x y\tA1-b\nBo 2: y\tBo 2\n' 'Di, 7: z\n')" = \
		"line 1, 'Di, 7: z', gives 'Di, 7', with a ',' that no example's output has; an example of it would decide" ]
}

@test "a copy of the whole line is doubted where it looks unlike the examples" {
	[ "$(doubt '18\t18\n27\t27\n' '5.2\n')" = "line 1, '5.2', gives '5.2', which looks unlike the examples; an example of it would decide" ]
	[ -z "$(doubt '18\t18\n27\t27\n' '52\n')" ]
}

@test "what nobody means is no rival: a case that no example changes" {
	[ -z "$(doubt 'D8:1C:14\tD81C14\nA0:22:EE\tA022EE\n' 'aa:bb:cc\n')" ]
	[[ "$(doubt '\\\\section{intro}\tIntro\n' '\\\\section{related work}\n')" == *"gives 'Related Work', perhaps 'Related work'"* ]]
}

# What fill makes of lines, by examples, in printf's form.
filled() { # EXAMPLES LINES
	printf '%b' "$1" > examples.tsv
	printf '%b' "$2" | fill -q examples.tsv
}

@test "something is done at every match" {
	[ "$(filled 'a,l,i,c,e\talice\n' 'b,o\n')" = bo ]
	[ "$(filled 'SunInTheRain\tSun In The Rain\nGoHome\tGo Home\n' 'HelloBigBigWorld\n')" = 'Hello Big Big World' ]
	[ "$(filled 'Very Large Data Bases\tVLDB\nGreat Big Sky\tGBS\n' 'Small World\n')" = SW ]
	[ "$(filled 'some_var_name\tSomeVarName\nx_y\tXY\n' 'a_b_c_d\n')" = ABCD ]
	[ "$(filled 'someVarName\tsome_var_name\nmyBook\tmy_book\n' 'aBcDe\n')" = a_bc_de ]
	[ "$(filled 'Fin/Swe\tFin|Swe\na/b/c\ta|b|c\n' '1/2/3/4\n')" = '1|2|3|4' ]
	[ "$(filled '(555) 123 4567\t555-123-4567\n12 34\t12-34\n' '1.2.3.4\n')" = 1-2-3-4 ]
	[ "$(filled 'x  y\tx y\na b   c\ta b c\n' 'k   l m\n')" = 'k l m' ]
}

@test "numbers are written otherwise, and a rule of numbers is found" {
	[ "$(filled '243\t00243\n7\t00007\n' '12345\n1\n')" = $'12345\n00001' ]
	[ "$(filled '1234567\t1,234,567\n1000\t1,000\n' '7654321\n999\n')" = $'7,654,321\n999' ]
	[ "$(filled '12\t12.00\n3.555\t3.56\n' '7.005\n')" = 7.01 ]
	[ "$(filled '3 oz\t85.0486 g\n16 oz\t453.592 g\n5 oz\t141.748 g\n' '100 oz\n')" = '2834.95 g' ]
	[ "$(filled '1 C\t33.8 F\n7 C\t44.6 F\n18 C\t64.4 F\n' '-40 C\n100 C\n')" = $'-40.0 F\n212.0 F' ]
	[ "$(filled '33 psia\t18.304051 psig\n17 psia\t2.304051 psig\n' '100 psia\n')" = '85.304051 psig' ]
}

@test "a number in another notation than the examples' is not read in part" {
	printf '5\t5.00\n12.5\t12.50\n1,234\t1234.00\n' > in.tsv
	for odd in 1.234,50 1,23,456 1e99 123456789012345678901234567890123456789; do
		run -1 --separate-stderr fill in.tsv < <(printf '%s\n' 8 9 10 11 "$odd")
		[ "${lines[4]}" = '' ]
		[[ "$stderr" == *'1 of 5 lines could not be handled, the first is line 5: no number'* ]]
	done
	[ "$(filled '5\t5.00\n12.5\t12.50\n' '\xe2\x88\x927\n')" = -7.00 ]
	# unless the program says that it reads it
	[ "$(filled '5\t5.00\n12.5\t12.50\n' '8\n1.5e3\n')" = $'8.00\n1500.00' ]
	# what is left of the line is told
	for odd in '1 234' '(7)' '7-' '7 kg' '50%'; do
		[[ "$(doubt '5\t5.00\n12.5\t12.50\n1,234\t1234.00\n' "8\n$odd\n")" == "line 2, '$odd', gives "*", and only '"*"' of it is read as the number; an example of it would decide" ]]
	done
	[[ "$(doubt '5\t5.00\n12.5\t12.50\n' '8\n7k\n')" == "line 2, '7k', gives '7.00', perhaps '7000.00' is meant;"* ]]
	[ -z "$(doubt '5\t5.00\n12.5\t12.50\n1,234\t1234.00\n' '8\n+7\n-7.5\n')" ]
	[ -z "$(doubt '5 of 6\t5.00\n12.5 of 9\t12.50\n1,234 of 7\t1234.00\n' '8 of 9\n')" ]
}

@test "decimals are fixed only where an output shows it" {
	[ "$(filled '12.5%\t0.125\n50%\t0.5\n8%\t0.08\n125%\t1.25\n' '100%\n')" = 1 ]
	[ "$(filled '12.5%\t0.125\n50%\t0.50\n8%\t0.08\n125%\t1.25\n' '100%\n')" = 1.00 ]
}

@test "decimals that one example shows are doubted" {
	[ "$(doubt '0.46 m\t0.5 m\n' '0.14 m\n')" = \
		"line 1, '0.14 m', gives '0.1 m', and one example can't show the rule: decimals as in 0.0; an example of it would decide" ]
	[ -z "$(doubt '0.46 m\t0.5 m\n3 m\t3.0 m\n' '0.14 m\n')" ]
}

@test "numbers are read and written in other notations" {
	[ "$(filled '1.234,56\t1234.56\n7,5\t7.5\n' '1.234.567,8\n12\n')" = $'1234567.8\n12' ]
	[ "$(filled '1234.56\t1.234,56\n7.5\t7,50\n' '1234567.8\n12\n')" = $'1.234.567,80\n12,00' ]
	[ "$(filled "1'234.5\t1234.50\n7\t7.00\n" "1'234'567.8\n")" = 1234567.80 ]
	[ "$(filled '1 234,5\t1,234.50\n7 321\t7,321.00\n' '1 234 567,8\n')" = 1,234,567.80 ]
	[ "$(filled '(12)\t-12.00\n(3.5)\t-3.50\n7\t7.00\n' '9-\n(1,000)\n$5\n')" = $'-9.00\n-1000.00\n5.00' ]
	[ "$(filled '-12\t(12)\n-3\t(3)\n7\t7\n' '-1000\n')" = '(1000)' ]
	[ "$(filled '1.2e3\t1200\n5E-2\t0.05\n' '2e2\n7\n')" = $'200\n7' ]
	[ "$(filled '1234\t1.234E3\n98100\t9.81E4\n' '0.005\n')" = 5E-3 ]
	[ "$(filled '2 1/2\t2.5\n51 3/4\t51.75\n' '7/8\n3\n')" = $'0.875\n3' ]
	[ "$(filled '1536\t1.5 KB\n1048576\t1.0 MB\n' '10240\n')" = '10.0 KB' ]
	[ "$(filled '1.5 KB\t1536\n2 MB\t2097152\n' '1 KB\n')" = 1024 ]
	[ "$(filled '212000\t212K\n9000000\t9M\n' '45000\n12\n')" = $'45K\n12' ]
	[ "$(filled '1 day\t1st day\n22 day\t22nd day\n13 day\t13th day\n' '3 day\n111 day\n')" = $'3rd day\n111th day' ]
	[ "$(filled '1994\tMCMXCIV\n4\tIV\n' '2024\n')" = MMXXIV ]
	[ "$(filled 'MCMXCIV\t1994\nIV\t4\n' 'MMXXIV\nIIX\nXI\n' || true)" = $'2024\n\n11' ]
}

@test "numbers change their base, in colours too" {
	[ "$(filled '255\tFF\n16\t10\n' '4095\n')" = FFF ]
	[ "$(filled '11111\t31\n101\t5\n' '10\n')" = 2 ]
	[ "$(filled '8\t10\n64\t100\n' '9\n')" = 11 ]
	[ "$(filled '5\t00000101\n255\t11111111\n' '2\n')" = 00000010 ]
	[ "$(filled '255,0,17\t#FF0011\n147,112,219\t#9370DB\n' '1,2,3\n')" = '#010203' ]
	[ "$(filled '#FF0011\t255,0,17\n#9370DB\t147,112,219\n#0a141e\t10,20,30\n' '#010203\n')" = 1,2,3 ]
}

@test "rules of numbers divide, and the numbers of a line are reckoned together" {
	[ "$(filled '15 mm\t0.590551 inch\n39 mm\t1.53543 inch\n130 mm\t5.11811 inch\n' '254 mm\n')" = '10 inch' ]
	[ "$(filled '19 F\t-7.22222 C\n100 F\t37.7778 C\n350 F\t176.667 C\n' '212 F\n')" = '100 C' ]
	[ "$(filled '1:30:00\t1.5\n0:45:00\t0.75\n' '2:15:00\n')" = 2.25 ]
	[ "$(filled '3 and 4\t7\n10 and 5\t15\n' '20 and 1.5\n')" = 21.5 ]
	[ "$(filled '3x4\t12\n10x5\t50\n' '20x1.5\n')" = 30 ]
	[ "$(filled '81;76\t5\n55;20\t35\n' '20;30\n')" = -10 ]
	[ "$(filled 'a b c\t3\nlong words\t2\n' 'one\n')" = 1 ]
	[ "$(filled 'abcd\t4\na b\t3\n' 'x, y\n')" = 4 ]
}

@test "every so many characters one is taken" {
	[ "$(filled 'jjaammeess\tjames\nppaauull\tpaul\n' 'ssaarraahh\n')" = sarah ]
	[ "$(filled 'mjnvafsu\tjvfu\nabcdefg\tbdf\n' 'xyzw\nq\n' || true)" = yw ]
}

@test "a match is found behind another one" {
	[ "$(filled '{{a, b}, {cccc, d}}\tcccc\n{{x}, {zz}}\tzz\n{{q, r, s}, {t, u}}\tt\n' '{{k, l, m, n}, {o}}\n')" = o ]
	[ "$(filled 'a;b (x y;z) c;\tx y\nc (k; u) d\tk\nk;l;m;n (7;8;9)\t7\n' '1;2 (3 4;5)\n')" = '3 4' ]
}

@test "dates and times are written otherwise, in several forms in one column" {
	[ "$(filled '06-Oct-2143\t10/6/2143\nMar 30 2002\t3/30/2002\n' '01311846\n5 Jan 1999\n')" = $'1/31/1846\n1/5/1999' ]
	[ "$(filled '06-Oct-2143\tSunday\nMar 30 2002\tSaturday\n' '5 Jan 1999\n')" = Tuesday ]
	[ "$(filled '6:25:57 PM\t18:25\n9:44:40 PM\t21:44\n7:00:20 AM\t07:00\n' '12:30:20 AM\n')" = 00:30 ]
	[ "$(filled '3/4/2024\t2024-04-03\n25/12/2023\t2023-12-25\n' '1/2/2020\n')" = 2020-02-01 ]
	[ "$(filled '3/4/2024\t2024-03-04\n12/25/2023\t2023-12-25\n' '1/2/2020\n')" = 2020-01-02 ]
	# what is no date is none
	run -1 --separate-stderr fill examples.tsv <<< "$(printf '%s\n' {1..9}/2/2020 13/40/2020)"
	[ "${lines[8]}" = 2020-09-02 ]
	[[ "${stderr_lines[-1]}" == *'1 of 10 lines could not be handled, the first is line 10: no such date or time' ]]
}

@test "what looks like a date and is none is not moved in silence, nor does it change how the others are read" {
	[ "$(filled '3/14/2024\t2024-03-14\n12/25/2023\t2023-12-25\n' '4/3/2024\n2/29/2023\n11/5/2024\n')" = $'2024-04-03\n\n2024-11-05' ]
	[ "$(doubt '25/12/2019\t25-12\n13/01/2020\t13-01\n' '31/02/2020\n')" = \
		"line 1, '31/02/2020', is no date, and gives '31-02'; an example of it would decide" ]
	[ -z "$(doubt '25/12/2019\t25-12\n13/01/2020\t13-01\n' '31/03/2020\n')" ]
	[ "$(doubt '31-Jan-2031\t31\n17-Jan-1990\t17\n' '03-Mar-2024\n')" = \
		"line 1, '03-Mar-2024', gives '03', which looks unlike the examples; an example of it would decide" ]
	[ -z "$(doubt '31-Jan-2031\t31\n07-Jan-1990\t07\n' '03-Mar-2024\n')" ]
}

@test "the week's year goes with the week" {
	[ "$(filled '2024-04-03\t2024-W14\n2023-07-10\t2023-W28\n' '2024-12-30\n')" = 2025-W01 ]
	[ "$(filled '2024-04-03\tApr 2024\n2023-07-10\tJul 2023\n' '2024-12-30\n')" = 'Dec 2024' ]
}

@test "dates are told by zones, numbers, weeks, endings, and moved by days" {
	[ "$(filled '2024-04-03T10:30:00+02:00\t2024-04-03 08:30\n2024-07-03T23:30:00-05:00\t2024-07-04 04:30\n' '2024-01-01T00:10:00+01:00\n')" = '2023-12-31 23:10' ]
	[ "$(filled '1712140205\t2024-04-03\n1700000000\t2023-11-14\n' '1600000000\n')" = 2020-09-13 ]
	[ "$(filled '45385\t2024-04-03\n45000\t2023-03-15\n' '40000\n')" = 2009-07-06 ]
	[ "$(filled '2024-04-03\t45385\n2023-03-15\t45000\n' '2009-07-06\n')" = 40000 ]
	[ "$(filled 'Thu wk 10 in 2039\t2039-03-10\n17 Dec 1973\t1973-12-17\n' '1932 97\nMar 1983 Tue 3\n')" = $'1932-04-06\n1983-03-15' ]
	[ "$(filled 'April 3, 2024\t3rd\nMay 12, 2024\t12th\n' 'June 21, 2024\n')" = 21st ]
	[ "$(filled '2024-04-03\t2024-05-03\n2024-02-10\t2024-03-11\n' '2024-12-25\n')" = 2025-01-24 ]
	[ "$(filled '2024-04-03\tQ2 2024\n2023-11-30\tQ4 2023\n' '2022-07-01\n')" = 'Q3 2022' ]
}

@test "whether the day or the month is first all rows tell, for each sign" {
	[ "$(filled '25/12/2019\t2019-12-25\n2020/02/14\t2020-02-14\n' '01/07/2018\n2017/11/30\n')" = $'2018-07-01\n2017-11-30' ]
	[ "$(filled '2001--11--6\t6 November\n1846--1--31\t31 January\n' '8/7/2237\n6.30.2220\n20/4/1957\n10.8.2089\n')" = $'8 July\n30 June\n20 April\n8 October' ]
	[ "$(filled '1973-02-17\t1973-02-17\n9 April 1987\t1987-04-09\n' '7.3.1990\n')" = 1990-03-07 ]
	# and where no row tells, it is a doubt
	[ "$(doubt '5/5/2019\t2019-05-05\n6/6/2020\t2020-06-06\n' '3/4/2020\n')" = \
		"line 1, '3/4/2020', gives '2020-03-04', perhaps '2020-04-03' is meant; an example of it would decide (--alternatives 5 shows more)" ]
}

@test "spans of time are written otherwise" {
	[ "$(filled '01:23:45\t5025\n00:01:00\t60\n' '00:10:05\n00:00:05\n')" = $'605\n5' ]
	[ "$(filled '5025\t1:23:45\n60\t0:01:00\n' '605\n100000\n')" = $'0:10:05\n27:46:40' ]
	[ "$(filled '1h 5m\t65 min\n2h\t120 min\n' '45m\n36h 2m\n')" = $'45 min\n2162 min' ]
}

@test "numbers and times go to multiples, and to the interval around them" {
	[ "$(filled '82\t80-89\n59\t50-59\n107\t100-109\n' '7\n30\n')" = $'0-9\n30-39' ]
	[ "$(filled '11:12:29\t10AM-12PM\n8:29:52\t8AM-10AM\n0:41:14\t12AM-2AM\n' '22:05:00\n')" = 10PM-12AM ]
	[ "$(filled '11:12:29\t10:45-11:15\n8:29:52\t8:15-8:45\n12:41:14\t12:15-12:45\n4:54:07\t4:45-5:15\n' '13:20:00\n')" = 13:15-13:45 ]
	[ "$(filled '5:54\t5AM-7AM\n13:32\t1PM-3PM\n1:11\t1AM-3AM\n18:36\t5PM-7PM\n' '22:30\n23:59\n')" = $'9PM-11PM\n11PM-1AM' ]
	[ "$(filled '10/6/2143 18:25\tSun 6:30 PM\n3/30/2002 21:44\tSat 10:00 PM\n1/31/1846 7:00\tSat 7:00 AM\n' '4/22/1953 3:34\n')" = 'Wed 4:00 AM' ]
	[ "$(doubt '10/6/2143 18:25\tSun 6:30 PM\n3/30/2002 21:44\tSat 10:00 PM\n1/31/1846 7:00\tSat 7:00 AM\n' '4/22/1953 23:34\n')" = \
		"line 1, '4/22/1953 23:34', gives 'Thu 12:00 AM', on another day, as with no example; an example of it would decide" ]
	[ "$(filled '18:25:57\t6:00PM\n21:44:40\t9:30PM\n7:10:20\t7:00AM\n' '12:59:20\n')" = 12:30PM ]
}

@test "a rule of numbers is doubted until one example more than it needs has shown it" {
	[ "$(doubt '3 oz\t85.0486 g\n16 oz\t453.592 g\n' '10 oz\n')" = \
		"line 1, '10 oz', gives '283.495 g', and 2 examples can't show the rule: 28.34952 times the number; an example of it would decide" ]
	[ -z "$(doubt '3 oz\t85.0486 g\n16 oz\t453.592 g\n5 oz\t141.748 g\n' '10 oz\n')" ]
	[[ "$(doubt '1 C\t33.8 F\n7 C\t44.6 F\n18 C\t64.4 F\n' '100 C\n')" == *"the rule: 1.8 times the number, plus 32;"* ]]
	[ -z "$(doubt '1 C\t33.8 F\n7 C\t44.6 F\n18 C\t64.4 F\n2 C\t35.6 F\n' '100 C\n')" ]
	# a rule that two of three follow explains nothing
	printf '1\t3\n2\t5\n7\tx\n' > in.tsv
	run -1 --separate-stderr fill in.tsv /dev/null
	[[ "$stderr" != *contradicts* ]]
}

@test "a literal that is another column's text is told" {
	printf 'year,month,day,iso\n2024,03,14,2024-03-14\n2023,07,01,\n2022,11,30,\n' > dates.csv
	run -0 --separate-stderr fill --column --from year --to iso dates.csv
	[ "${stderr_lines[1]}" = "fill: not sure: '03' of column 2, 'month', becomes the same on every line, though line 3 has '07' there; --from year,month reads it, too" ]
	sed '1d' dates.csv > unnamed.csv
	run -0 --separate-stderr fill --column --from 1 --to 4 unnamed.csv
	[[ "${stderr_lines[1]}" == "fill: not sure: '03' of column 2 becomes"* ]]
	# a column that says the same everywhere does no harm
	printf 'year,month,day,iso\n2024,03,14,2024-03-14\n2023,03,14,\n' > same.csv
	run -0 --separate-stderr fill --column --from year --to iso same.csv
	[[ "$stderr" != *'becomes the same'* ]]
	sed -i '3s/$/2023-07-01/' dates.csv
	run -1 --separate-stderr fill --column --from year --to iso dates.csv
	[ "${stderr_lines[1]}" = "fill: dates.csv: the outputs have text of another column, such as '03' of column 2, 'month', and --from year,month reads it, too" ]
}

@test "a dry run shows the first lines and what becomes of them" {
	names
	yes 'Turing, Alan' | head -n 50 >> lines
	sed -i 's/$/\r/' lines
	run -0 --separate-stderr fill --dry-run examples.tsv lines
	[ "${#lines[@]}" -eq 10 ]
	[ "${lines[0]}" = $'Turing, Alan\tAlan Turing' ]
	[ "${lines[1]}" = $'Hamilton, Margaret\tMargaret Hamilton' ]
	[[ "$stderr" == 'fill: Concat('* ]]
	cat examples.tsv lines > in.tsv
	cp in.tsv before
	run -0 --separate-stderr fill --dry-run --column -o in.tsv in.tsv
	[ "${lines[0]}" = $'Turing, Alan\tAlan Turing' ]
	cmp in.tsv before
}

@test "no program: which examples go together, and which contradict them" {
	printf 'a b\tb\nc d\td\ne f\te\ng h\th\n' > in.tsv
	run -1 --separate-stderr fill in.tsv /dev/null
	[ "$output" = '' ]
	[ "${#stderr_lines[@]}" -eq 3 ]
	[ "${stderr_lines[0]}" = 'fill: in.tsv: no program fits all 4 examples' ]
	[[ "${stderr_lines[1]}" == 'fill: the most that one program does: it fits 3 of them: Concat('* ]]
	[ "${stderr_lines[2]}" = "fill: in.tsv: line 3: 'e f' to 'e' contradicts it" ]
	printf 'a b\tb\nc d\td\nc d\tx\ni j\n' > in.tsv
	run -1 --separate-stderr fill --column in.tsv
	[ "$output" = '' ]
	[ "${stderr_lines[-1]}" = "fill: in.tsv: line 3: 'c d' to 'x' contradicts it" ]
	cp in.tsv before
	run -1 fill --column -o in.tsv in.tsv
	cmp in.tsv before
}

@test "no program for many examples: those that contradict are found among them" {
	for n in {1..40}; do
		printf 'item %s of all\t%s\n' "$n" "$n"
	done > in.tsv
	sed -i '7s/7$/seven/; 30s/30$/1/' in.tsv
	run -1 --separate-stderr fill in.tsv /dev/null
	[[ "${stderr_lines[1]}" == *' fits 38 of them: '* ]]
	[ "${stderr_lines[2]}" = "fill: in.tsv: line 7: 'item 7 of all' to 'seven' contradicts it" ]
	[ "${stderr_lines[3]}" = "fill: in.tsv: line 30: 'item 30 of all' to '1' contradicts it" ]
}

@test "no program for most examples: it is the language that lacks something, and no line is blamed" {
	printf 'Paris\tFrance\nRome\tItaly\n' > in.tsv
	run -1 --separate-stderr fill in.tsv /dev/null
	[ "${#stderr_lines[@]}" -eq 3 ]
	[ "${stderr_lines[0]}" = 'fill: in.tsv: no program fits all 2 examples' ]
	[ "${stderr_lines[1]}" = "fill: in.tsv: line 1: 'France' is not in 'Paris', nor the same in all outputs" ]
	[[ "${stderr_lines[2]}" == 'fill: programs take pieces of the line, change their case, replace, join, count, write numbers and dates otherwise, add fixed text, and tell lines apart by what they have;'* ]]
	printf 'a\tx\nb\tx\nc\ty\n' > in.tsv
	run -1 --separate-stderr fill in.tsv /dev/null
	[[ "$stderr" != *contradicts* ]]
	printf 'ØST\tøst\nABC\tcab\nDE\ted\n' > in.tsv
	run -1 --separate-stderr fill in.tsv /dev/null
	[[ "$stderr" != *"'øst' is not in"* ]]
}

@test "a header is supposed only where the first row is of another kind and the others go together" {
	printf 'name\tshort\nLovelace, Ada\tA. Lovelace\nHopper, Grace\tG. Hopper\n' > in.tsv
	run -0 --separate-stderr fill in.tsv /dev/null
	[ "${stderr_lines[0]}" = "fill: in.tsv: line 1: 'name' to 'short' goes with no other and is taken for a header; --no-header says that it is none" ]
	run -1 --separate-stderr fill --no-header in.tsv /dev/null
	[ "${stderr_lines[2]}" = "fill: in.tsv: line 1: 'name' to 'short' contradicts it" ]
	fill -q --header in.tsv /dev/null
	printf 'id,fullname,first\n1,"Doyle, Alice",Alice\n2,"Smart, Bob",\n' > in.csv
	fill --column --from 2 --to 3 in.csv 2> err | cmp - <(sed 's/,$/,Bob/' in.csv)
	grep "line 1: 'fullname' to 'first' goes with no other" err
	printf 'Turing, Alan\tX. Turing\nLovelace, Ada\tA. Lovelace\nHopper, Grace\tG. Hopper\n' > in.tsv
	run -1 --separate-stderr fill in.tsv /dev/null
	[[ "$stderr" == *'line 1: '*' contradicts it'* ]]
	[[ "$stderr" != *header* ]]
}

@test "one example that no program of the dialect fits" {
	printf 'abc\txyz\n' > in.tsv
	run -1 --separate-stderr fill --dialect paper in.tsv /dev/null
	[ "$stderr" = 'fill: in.tsv: no program fits the example' ]
}

@test "a search that runs out says so" {
	names
	run -1 --separate-stderr fill --steps 10 examples.tsv lines
	[ "$output" = '' ]
	[[ "$stderr" == 'fill: examples.tsv: the search ran out of steps or time'* ]]
	run -0 fill -q --seconds 100 --steps 1e8 examples.tsv lines
}

@test "a program that was found before all was looked at is told to be perhaps not the best" {
	printf 'Lovelace, Ada Augusta King\tAda Augusta King Lovelace esq\nHopper, Grace B\tGrace B Hopper esq\n' > examples.tsv
	echo 'Turing, Alan M' > lines
	for steps in 4000 5000 6000 8000 10000 12000 15000 20000; do
		fill --steps "$steps" examples.tsv lines > /dev/null 2> err || continue
		break
	done
	grep '^fill: the search ran out of steps or time before it had looked at all programs: a better one may exist;' err
	fill --steps "$steps" --alternatives 2 examples.tsv lines 2>&1 > /dev/null | grep 'a better one may exist'
	fill examples.tsv lines > /dev/null 2> err || [ $? -eq 1 ]
	run ! grep 'ran out' err
}

@test "adversarial examples end under the budget, as programs or not" {
	a=$(printf 'a%.0s' {1..1000})
	printf '%s\t%s\n%sa\t%s\n' "$a" "$a" "$a" "${a}a" > same.tsv
	[ "$(echo xyz | timeout 20 "$BIN/fill" -q same.tsv)" = xyz ]
	printf '%s\t%s\n%s\t%s\n' "$a" "${a:1}" "${a}a" "${a:2}" > other.tsv
	run -1 timeout 20 "$BIN/fill" --steps 1e7 other.tsv /dev/null
	x=$(printf 'ab%.0s' {1..500})
	for n in {1..12}; do
		printf '%s%s\t%s\n' "$x" "${x:0:n}" "${x:n}${x:0:n * 7}"
	done > periodic.tsv
	run -1 timeout 60 "$BIN/fill" --steps 1e6 periodic.tsv /dev/null
}

@test "any number of threads gives the same, byte for byte" {
	names
	seq 60000 | sed 's/.*/Turing &, Alan the &. of many/' > lines
	fill -q -j 1 examples.tsv lines > one
	[ "$(stat -c %s one)" -gt 1500000 ]
	fill -q -j 2 examples.tsv lines | cmp - one
	fill -q -j 7 examples.tsv < <(cat lines) | cmp - one
}

@test "at a terminal a line is answered before the next is there" {
	needs_terminal
	names
	mkfifo keys
	exec 7<> keys
	script -qefc "$BIN/fill -q examples.tsv" /dev/null < keys > screen &
	sleep 0.3
	echo 'Turing, Alan' >&7
	for _ in {1..50}; do
		! grep -q 'Alan Turing' screen || break
		sleep 0.1
	done
	grep 'Alan Turing' screen
	printf '\004' >&7
	exec 7>&-
	wait
}

@test "a slow pipe is waited for, for the lines that decide between programs" {
	printf 'Lovelace, Ada\tLovelace\n' > one.tsv
	mkfifo slow
	fill -q one.tsv < slow > out &
	exec 7> slow
	printf 'Turing\n' >&7
	sleep 0.2
	[ ! -s out ]
	printf 'Hopper\n' >&7
	exec 7>&-
	wait
	cmp out <(printf 'Turing\nHopper\n')
}

@test "the lines decide between programs: one that runs on more of them is better" {
	printf 'Lovelace, Ada\tLovelace\n' > one.tsv
	fill --dry-run one.tsv /dev/null 2>&1 | grep '","'
	yes Turing | head -n 40 | fill one.tsv 2> err | cmp - <(yes Turing | head -n 40)
	run ! grep '","' err
}

@test "what is no table of examples is refused" {
	names
	run -2 fill
	[[ "$output" == 'fill: no EXAMPLES'* ]]
	run -2 fill --column
	[[ "$output" == 'fill: no FILE'* ]]
	run -2 fill --column name lines
	[[ "$output" == "fill: 'lines' is one operand too many with --column; what to fill is named by --to"* ]]
	run -2 fill nowhere.tsv lines
	[ "$output" = 'fill: nowhere.tsv: No such file or directory' ]
	run -2 fill examples.tsv nowhere
	[[ "$output" == *'fill: nowhere: No such file or directory' ]]
	run -2 fill --column examples.tsv lines
	[[ "$output" == "fill: 'lines' is one operand too many"* ]]
	run -2 fill --csv --tsv examples.tsv lines
	run -2 fill - < examples.tsv
	[[ "$output" == *"standard input can't be both"* ]]
	run -2 fill . lines
	: > empty.tsv
	run -2 fill empty.tsv lines
	[ "$output" = 'fill: empty.tsv: no examples' ]
	printf 'a\tb\nc\t\nd\t\n' > in.tsv
	run -2 fill in.tsv lines
	[ "$output" = 'fill: in.tsv: line 2: an empty output, as most are; --column fills the outputs that a table lacks' ]
	run -2 fill -e a '' lines
	[ "$output" = 'fill: -e: all outputs are empty, which shows nothing' ]
	printf 'a\nb\t\n' > in.tsv
	run -2 fill --column in.tsv
	[ "$output" = 'fill: in.tsv: no examples: column --to is empty' ]
	printf 'a,"b\n' > in.csv
	run -2 fill in.csv lines
	[ "$output" = 'fill: in.csv: line 1: a quoted field does not end' ]
}

@test "a table that has all its outputs comes out as it was" {
	names
	fill -q --column examples.tsv | cmp - examples.tsv
}

@test "no decimal is lost when no example loses one" {
	printf '1.23\t1.23\n45\t45.0\n67.0\t67.0\n' > examples
	[ "$(printf '0.00000001\n3.14159265358979\n' | fill -q examples)" = $'0.00000001\n3.14159265358979' ]
}

@test "three rules in one program are more than three examples can show" {
	printf '%s\t%s\n' 23 '20 to 30, twice 46' 41 '40 to 50, twice 82' 78 '70 to 80, twice 156' > examples
	fill examples <<< 35 > out 2> said
	[ "$(cat out)" = '30 to 40, twice 70' ]
	grep 'not sure: line 1, .* and 3 examples can' said
	printf '%s\t%s\n' 9 '0 to 10, twice 18' >> examples
	fill examples <<< 35 > out 2> said
	[ "$(cat out)" = '30 to 40, twice 70' ]
	run ! grep 'not sure' said
}

@test "another way to round that fits as well is a doubt, where it gives something else" {
	printf '%s\t%s\n' 3.4 3.50 8.9 9.00 12.3 12.50 > examples
	printf '7.1\n' > lines
	fill examples lines > out 2> said
	grep 'not sure: line 1, .* by 0.5' said
	printf '%s\t%s\n' 5.2 5.00 >> examples
	fill examples lines > out 2> said
	[ "$(cat out)" = 7.00 ]
	run ! grep 'not sure' said
}

@test "an empty line of a table is no row, and stays" {
	printf 'A B,B\r\nC D,\r\n\r\n' > t.csv
	fill --column t.csv > out 2> said
	[ "$(od -An -c out)" = "$(printf 'A B,B\r\nC D,D\r\n\r\n' | od -An -c)" ]
	[ "$(wc -l < said)" -eq 1 ]
}

@test "a rule whose rounded examples fit others, too, is a doubt where those give something else" {
	printf '%s\t%s\n' 41 5 60 16 75 24 100 38 > examples
	printf '%s\n' 50 1000 > lines
	fill examples lines > out 2> said
	grep "not sure: line 2, '1000', .* and 4 examples can't show the rule: 0.56 times the number, plus -18" said
	printf '50\n' | fill examples 2> said
	run ! grep 'not sure' said
	printf '%s\t%s\n' 1 32.5 2 33 7 35.5 10 37 > examples              # nothing is rounded here
	fill examples lines > out 2> said
	[ "$(cat out)" = $'57\n532' ]
	run ! grep 'not sure' said
}

@test "three numbers of other widths than in all examples are a doubt" {
	printf '%s\t%s\n' '3 a 14 b 2024' 2024-3-14 '8 a 25 b 2023' 2023-8-25 > examples
	printf '%s\n' '4 a 13 b 2024' '7 a 5 b 2021' > lines
	fill examples lines > out 2> said
	[ "$(cat out)" = $'2024-4-13\n2021-7-5' ]
	grep "not sure: line 2, '7 a 5 b 2021', gives '2021-7-5', which looks unlike the examples" said
}

@test "a field is whatever stands between blanks" {
	printf '%s\t%s\n' '+49 30  Ada' '+3A' '(x) 7 b' '(7b' > examples
	[ "$(fill -q examples <<< '#1 +2 3')" = '#+3' ]
	printf '%s\t%s\n' 'x  +1.5   y z' '+1.5' ' a (b)' '(b)' > examples
	[ "$(fill -q examples <<< 'k  -7% l')" = '-7%' ]
}

@test "a piece may stand behind or before a word that all lines have" {
	printf '%s\t%s\n' 'Ada King, aka Countess of Lovelace' 'Countess of Lovelace' 'R. A. Zimmerman aka Bob Dylan (b. 1941)' 'Bob Dylan (b. 1941)' > examples
	fill examples <<< 'S. Clemens aka Mark Twain' > out 2> said
	[ "$(cat out)" = 'Mark Twain' ]
	grep -F 'Regex("aka ", 0, After)' said
	printf '%s\t%s\n' '2 of 3 - red sold to Ada' '2 of 3 - red' 'ink sold to N-Bob' ink > examples
	[ "$(fill -q examples <<< 'to go: pen sold to Eve')" = 'to go: pen' ]
	printf '%s\t%s\n' 'x co y' y 'disco z co u v' 'u v' > examples        # not inside a word
	fill examples <<< 'a co b' > /dev/null 2> said
	run ! grep -F '"co' said
}

# ---- lines of several kinds ----

# fill on examples and lines, each in one argument with \n and \t; what it makes is in $output
kinds() { # EXAMPLES LINES
	printf '%b' "$1" > examples.tsv
	printf '%b' "$2" > lines
	run --separate-stderr fill examples.tsv lines
}

@test "a condition where no single program fits: a delimiter, a class, a count, an end, a form, a length, a limit" {
	kinds '12\t+12\n-34\t-34\n5\t+5\n-6\t-6\n' '7\n-8\n'
	[ "$output" = $'+7\n-8' ]
	[ "$stderr" = 'fill: If(Has("-"), Concat(SubStr(ConstPos(0), END)), Concat(ConstStr("+"), SubStr(ConstPos(0), END)))' ]
	kinds 'room 12\t12\nlobby\tLOBBY\nroom 7\t7\nattic\tATTIC\n' 'room 100\ncellar\n'
	[ "$output" = $'100\nCELLAR' ]
	kinds '555-0101\t425-555-0101\n425-555-0102\t425-555-0102\n555-0199\t425-555-0199\n206-555-0100\t206-555-0100\n' '555-0142\n212-555-0187\n'
	[ "$output" = $'425-555-0142\n212-555-0187' ]
	[[ "$stderr" == 'fill: If(Has("-", 1), '* ]]
	kinds 'Acme Inc.\tAcme\nFoo Works\tFoo Works\nBar Mill Inc.\tBar Mill\nHill\tHill\nIncubator Lab\tIncubator Lab\n' 'Deep Sea Inc.\nInca Travel\n'
	[ "$output" = $'Deep Sea\nInca Travel' ]
	kinds 'a short title\ta short title\nthis one is longer than it may be\tthis one is lon...\nbrief\tbrief\nand this, too, has no end at all\tand this, too, ...\n15 letters here\t15 letters here\n' 'more words than there is room for\n16 letters  here\ntiny one\n'
	[ "$output" = $'more words than...\n16 letters  her...\ntiny one' ]
	[[ "$stderr" == 'fill: If(Longer(15), '* ]]
}

@test "three kinds of lines, and a fixed text that two examples show" {
	kinds 'ada@example.org\tada@example.org\ngrace\tgrace@example.org\n-\tnobody\n--\tnobody\nalan\talan@example.org\nken@example.com\tken@example.com\n' 'margaret\nmary@example.net\n---\n'
	[ "$output" = $'margaret@example.org\nmary@example.net\nnobody' ]
}

@test "a part that one example alone shows is doubted, and so is a line of a form that no example of its part has" {
	kinds '12\t+12\n-34\t-34\n5\t+5\n' '7\n-8\n'
	[ "$output" = $'+7\n-8' ]
	[ "${stderr_lines[1]}" = "fill: not sure: line 2, '-8', gives '-8', and one example alone shows that some lines are treated otherwise; an example of it would decide" ]
	kinds '12 kg\t12 kg\nx9\tnone\n7 kg\t7 kg\ny4\tnone\n' '5 kg\nz?\n'
	[ "$output" = $'5 kg\nnone' ]
	[[ "${stderr_lines[1]}" == *"line 2, 'z?', gives 'none', and looks unlike the examples that are treated so"* ]]
}

@test "no condition on letters, lengths or limits that one example alone shows, nor for a fixed text: that example contradicts the others" {
	kinds 'Lovelace, Ada\tAda Lovelace\nHopper, Grace\tGrace Hopper\nHamilton, Margaret\tHamilton M.\n' 'Turing, Alan\n'
	[ "$status" -eq 1 ]
	[[ "${stderr_lines[-1]}" == *"line 3: 'Hamilton, Margaret' to 'Hamilton M.' contradicts it" ]]
	kinds 'Lovelace, Ada\tA. Lovelace\nHopper, Grace\tG. Hopper\nTuring\tnobody\n' 'Hamilton, Margaret\n'
	[ "$status" -eq 1 ]
	[[ "${stderr_lines[-1]}" == *"line 3: 'Turing' to 'nobody' contradicts it" ]]
}

@test "a simple program is taken before one with conditions, and the paper dialect has none" {
	kinds 'a-b\ta\nc-d\tc\ne f-g\te f\n' 'h-i\n'
	[ "${stderr_lines[0]}" = 'fill: Concat(SubStr(ConstPos(0), Regex("-", 0, Start)))' ]
	printf '1,\t1\n2.\t2.\n3,\t3\n4.\t4.\n' > examples.tsv
	run -1 fill --dialect paper examples.tsv /dev/null
	fill examples.tsv /dev/null
}

@test "a table of whole lines where the examples list most of the others, and what is not listed fails" {
	printf 'Female\t1\nMale\t2\nFemale\t\nMale\t\nother\t\n' > table.tsv
	run -1 --separate-stderr fill --column table.tsv
	[ "$output" = $'Female\t1\nMale\t2\nFemale\t1\nMale\t2\nother\t' ]
	[ "${stderr_lines[0]}" = 'fill: Concat(Lookup("Female" -> "1", "Male" -> "2", SubStr(ConstPos(0), END)))' ]
	[ "${stderr_lines[1]}" = "fill: table.tsv: 1 of 5 lines could not be handled, the first is line 5: not in the program's table" ]
	kinds 'Paris\tFrance\nRome\tItaly\n' 'Paris\nBonn\nOslo\n'
	[ "$status" -eq 1 ]
	[ "$output" = '' ]
}

@test "a table of pieces that several examples have; a piece that one example alone has is doubted" {
	kinds 'Mr. Roger\tMale\nMrs. Simona\tFemale\nMr. John\tMale\nMrs. Ann\tFemale\nDr. Who\tMale\n' 'Mr. X\nMrs. Y\n'
	[ "$output" = $'Male\nFemale' ]
	[ "$stderr" = 'fill: Concat(Lookup("Mr" -> "Male", "Mrs" -> "Female", "Dr" -> "Male", SubStr(ConstPos(0), Regex(".", 0, Start))))' ]
	kinds 'Mr. Roger\tMale\nMrs. Simona\tFemale\nMr. John\tMale\nMrs. Ann\tFemale\nDr. Who\tMale\n' 'Mr. X\nDr. No\n'
	[ "$output" = $'Male\nMale' ]
	[ "${stderr_lines[1]}" = "fill: not sure: line 2, 'Dr. No', gives 'Male', as the one example with 'Dr' does; an example of it would decide" ]
}

@test "what the same pair says again is no evidence" {
	kinds '12\t+12\n-34\t-34\n5\t+5\n-34\t-34\n' '7\n-8\n'
	[[ "${stderr_lines[1]}" == *'one example alone shows that some lines are treated otherwise'* ]]
}

@test "numbers are not reckoned together where no example has two" {
	printf '%s\t%s\n' 1234.5 1,234.50 12 12.00 > examples
	printf '%s\n' '(7)' '1 234' '8 9' > lines
	run fill examples lines
	[[ "$output" != *Sum* ]]
	printf '%s\t%s\n' '3 + 4' 7 '10 + 5 + 1' 16 > examples
	[ "$(fill -q examples <<< '8 + 9')" = 17 ]
}

@test "a unit that no example has is a doubt" {
	printf '%s\t%s\n' 1536 '1.5 KB' 2048 '2.0 KB' > examples
	fill examples <<< 1048576 > out 2> said
	[ "$(cat out)" = '1.0 MB' ]
	grep "not sure: line 1, '1048576', gives '1.0 MB', which looks unlike the examples" said
	fill examples <<< 3072 > out 2> said
	run ! grep 'not sure' said
}

@test "months and weekdays alone, by name and by number" {
	found() { # FROM TO FROM TO INPUT OUTPUT PROGRAM
		printf '%s\t%s\n' "$1" "$2" "$3" "$4" > pairs.tsv
		printf '%s\n' "$5" > more
		run -0 --separate-stderr fill pairs.tsv more
		echo "$stderr"
		[ "$output" = "$6" ]
		[ "$stderr" = "fill: Concat(Date($7, SubStr(ConstPos(0), END)))" ]
	}
	found Jan 01 Mar 03 Dec 12 '"%m"'
	found 3 March 12 December 7 July '"%B", "month"'
	found Mon Monday Sat Saturday Fri Friday '"%A"'
	found Monday 1 Saturday 6 Friday 5 '"%u"'
	found januari 1 maart 3 mei 5 '"%-m", "nl"'
}

@test "names of months and days in the language of the examples" {
	printf '3. März 2024\t2024-03-03\n25. Dezember 2023\t2023-12-25\n' > pairs.tsv
	printf '1. MAI 2020\n31. Februar 2020\n' > more
	run -1 --separate-stderr fill pairs.tsv more
	[ "${lines[0]}" = 2020-05-01 ]
	[ "${stderr_lines[0]}" = 'fill: Concat(Date("%Y-%m-%d", "de", SubStr(ConstPos(0), END)))' ]
	[[ "${stderr_lines[1]}" == *'1 of 2 lines could not be handled, the first is line 2: no such date or time' ]]
	printf '2024-03-03\tdimanche 3 mars 2024\n2023-12-25\tlundi 25 décembre 2023\n' > pairs.tsv
	echo 2020-05-01 > more
	run -0 --separate-stderr fill pairs.tsv more
	[ "$output" = 'vendredi 1 mai 2020' ]
	printf '2024-04-03\t03-APR-2024\n2023-12-25\t25-DEC-2023\n' > pairs.tsv
	run -0 --separate-stderr fill pairs.tsv more
	[ "$output" = '01-MAY-2020' ]
	[ "$stderr" = 'fill: Concat(Date("%d-%^b-%Y", SubStr(ConstPos(0), END)))' ]
	# Swedish and Danish both have these; the line of another month would decide
	printf '2024-05-03\t3 maj\n2023-10-25\t25 oktober\n' > pairs.tsv
	echo 2020-03-01 > more
	run -0 --separate-stderr fill pairs.tsv more
	[[ "${stderr_lines[1]}" == "fill: not sure: line 1, '2020-03-01', gives '1 mar"*"', perhaps '1 mar"* ]]
}

@test "an example may have an empty output" {
	printf '%s\n' 'Mary Ann Evans' 'Jane Austen' 'George Bernard Shaw' > names
	run -0 fill -q -e 'Ada King Byron' King -e 'Alan Turing' '' -e 'John von Neumann' von names
	[ "$output" = $'Ann\n\nBernard' ]
	# in a table of examples, with whatever separates its columns
	printf '%s\t%s\n' 'Ada King Byron' King 'Alan Turing' '' 'John von Neumann' von > examples.tsv
	run -0 --separate-stderr fill examples.tsv names
	[ "$output" = $'Ann\n\nBernard' ]
	[ "${stderr_lines[0]}" = 'fill: If(Fits(), Concat(SubStr(Regex(" ", 0, After), Regex(" ", 1, Start))), Concat())' ] ||
		[ "${stderr_lines[0]}" = 'fill: If(Fits(), Concat(SubStr(Regex(" ", 0, After), Regex(" ", -1, Start))), Concat())' ]
	printf '%s,%s\n' 'Ada King Byron' King 'Alan Turing' '' 'John von Neumann' von > examples.csv
	run -0 fill -q examples.csv names
	[ "$output" = $'Ann\n\nBernard' ]
	# a column whose outputs are to be filled says nothing by an empty one, but -e may
	printf '%s\t%s\n' 'Ada King Byron' King 'Alan Turing' '' 'John von Neumann' von 'Jane Austen' '' > table.tsv
	run -0 fill -q --column table.tsv -e 'Emily Dickinson' ''
	[ "${lines[3]}" = $'Jane Austen\t' ]
	[ "${lines[1]}" = $'Alan Turing\t' ]
}

@test "what one empty output shows is doubted, and so is an input of another form that gives nothing" {
	printf '%s\n' 'tea (green)' 'milk' > lines
	run -0 --separate-stderr fill -e 'ink (red)' red -e 'glue' '' -e 'oil (olive)' olive lines
	[ "$output" = $'green' ]
	[[ "$stderr" == *"line 2, 'milk', gives nothing, and one example alone shows"* ]]
	run -0 --separate-stderr fill -e 'ink (red)' red -e 'glue' '' -e 'oil (olive)' olive -e wax '' lines
	[[ "$stderr" != *'not sure'* ]]
	printf '%s\n' 'tea (green)' 'milk [cold]' > lines
	run -0 --separate-stderr fill -e 'ink (red)' red -e 'glue' '' -e 'oil (olive)' olive -e wax '' lines
	[[ "$stderr" == *"line 2, 'milk [cold]', gives nothing, and looks unlike"* ]]
}

@test "the same is done to each field of a list" {
	printf '%s\n' 'emmy noether' 'ada king; kurt goedel; alan turing' > lines
	run -0 --separate-stderr fill -e 'grace hopper; david hilbert' 'G. Hopper, D. Hilbert' -e 'max born' 'M. Born' lines
	[ "$output" = $'E. Noether\nA. King, K. Goedel, A. Turing' ]
	[[ "${stderr_lines[0]}" == 'fill: Concat(Map("; ", ", ", Concat('*'), SubStr(ConstPos(0), END)))' ]]
	# with text before the list, which has another one behind it
	printf '%s\n' 'by emmy noether' 'by ada king; kurt goedel; alan turing' > lines
	run -0 --separate-stderr fill -e 'by grace hopper; david hilbert' 'Authors: Hopper, G. & Hilbert, D.' -e 'by max born' 'Authors: Born, M.' lines
	[ "$output" = $'Authors: Noether, E.\nAuthors: King, A. & Goedel, K. & Turing, A.' ]
	# the parts of a path
	printf '%s\n' 'tea2/red9/x1' > lines
	run -0 --separate-stderr fill -e 'usr1/lib64' 'r1:b64' -e 'etc3' 'c3' lines
	[ "$output" = 'a2:d9:x1' ]
}

@test "names, titles, accents, wide digits, ends, width: what pieces and their cases don't do in some example" {
	run -0 fill -q -e 'MR JOHN SMITH' 'John Smith' -e 'MRS MARY MCADAM' 'Mary McAdam' <<< "MS UNA O'NEIL"
	[ "$output" = "Una O'Neil" ]
	run -0 fill -q -e 'angel' Angel -e "ch'iu" "Ch'iu" <<< "don't"
	[ "$output" = "Don't" ]
	run -0 fill -q -e 'the sword in the stone' 'The Sword in the Stone' -e 'dombey and son' 'Dombey and Son' <<< 'a tale of two cities'
	[ "$output" = 'A Tale of Two Cities' ]
	run -0 fill -q -e 'René Gil' rgil@x.org -e 'Álvaro Núñez' anunez@x.org <<< 'Łukasz Żak'
	[ "$output" = lzak@x.org ]
	run -0 fill -q -e '１２－３' '12-3' <<< '９０－７'
	[ "$output" = 90-7 ]
	run -0 fill -q -e 'a/b/' a/b -e c c -e '/d' d <<< $'/x/y/\nz'
	[ "$output" = $'x/y\nz' ]
	run -0 fill -q -e ab 'ab...' -e abcd 'abcd.' <<< x
	[ "$output" = x.... ]
	# inputs that are all as wide say nothing of a width
	run -0 fill -q -e 12 +12 -e 34 +34 <<< 567
	[ "$output" = +567 ]
	# an accent that no example drops stays
	run -0 fill -q -e 'René Gil' Gil -e 'Ana Sol' Sol <<< 'Łukasz Żak'
	[ "$output" = Żak ]
}
