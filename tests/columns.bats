# columns - inputs of several columns: fill, pairs, synth and apply
# SPDX-License-Identifier: MIT

load lib/common

people() {
	printf '%s\n' 'id,first,city,last,mail' '1,Ada,London,Lovelace,ada.lovelace@example.org' '2,Grace,New Haven,Hopper,grace.hopper@example.org' \
		'3,Alan,Wilmslow,Turing,' '4,Margaret,Boston,Hamilton,' > people.csv
	sed -e 's/Turing,/&alan.turing@example.org/' -e 's/Hamilton,/&margaret.hamilton@example.org/' people.csv > filled.csv
	program='Concat(Column(1, ToCase(Lower, SubStr(ConstPos(0), END))), ConstStr("."), Column(2, ToCase(Lower, SubStr(ConstPos(0), END))), ConstStr("@example.org"))'
}

rows() {
	printf '%s\t%s\t%s\n' Ada Lovelace 'Lovelace, A.' Grace Hopper 'Hopper, G.' > examples.tsv
	printf '%s\t%s\n' Alan Turing Margaret Hamilton > rows.tsv
}

refuses() { # MESSAGE COMMAND...
	run -2 --separate-stderr "${@:2}"
	echo "$stderr"
	[ "$stderr" = "$1" ]
}

@test "fill reads all columns that help, says which, and that runs again" {
	people
	run -0 --separate-stderr fill --column --to mail people.csv
	[ "$output" = "$(cat filled.csv)" ]
	[ "$stderr" = "fill: $program --from first,last" ]
	apply -p "$program" --from first,last --to mail --only-empty people.csv | cmp - filled.csv
	fill -q --column --to mail -j 3 -o people.csv people.csv
	cmp people.csv filled.csv
}

@test "the columns are given once or several times, by name or number, in any order" {
	people
	for from in '--from first --from last' '--from first,last' '--from id,first,last' '--from last,first' '--from 2,4' '--from 2 --from 4'; do
		# shellcheck disable=SC2086
		fill -q --column --header $from --to 5 people.csv | cmp - filled.csv
	done
	run -0 --separate-stderr fill --column --from last,first --to mail people.csv
	[[ "$stderr" == 'fill: Concat(Column(2, ToCase(Lower,'*' --from last,first' ]]
	# a name with a comma in it is one column
	sed -e '1s/.*/id,"first, given",city,last,mail/' people.csv > odd.csv
	fill -q --column --from 'first, given' --from last --to mail odd.csv | tail -n +2 | cmp - <(tail -n +2 filled.csv)
	run -1 --separate-stderr fill --column --from 'first, given' --to mail odd.csv
	[[ "${stderr_lines[0]}" == 'fill: odd.csv: no program fits all 2 examples' ]]
	refuses "fill: people.csv: no column is called 'name'; there are 'id', 'first', 'city', 'last', 'mail'" fill --column --from first,name --to mail people.csv
	refuses "fill: people.csv: column 'first' is given twice" fill --column --from first,last,first --to mail people.csv
	refuses "fill: people.csv: column 0: columns are counted from 1 to 1048576" fill --column --from 1,0 --to 2 people.csv
	refuses "fill: people.csv: more than 20 columns" fill --column --header --from "$(seq -s, 21)" --to 5 people.csv
}

@test "a program that reads one column is no program of columns, and is applied to it" {
	printf 'id,name,city,short\n1,Ada Lovelace,London,AL\n2,Grace Hopper,New Haven,GH\n3,Alan Turing,Wilmslow,\n' > names.csv
	run -0 --separate-stderr fill --column --to short names.csv
	[ "${lines[3]}" = '3,Alan Turing,Wilmslow,AT' ]
	[[ "${stderr_lines[0]}" == 'fill: Concat('*' --from name' ]]
	[[ "$stderr" != *Column* ]]
}

@test "of columns that say the same the nearest is read, and the first is near" {
	printf '%s\n' 'a b|x|a b|b' 'c d|y|e f|' | tr '|' '\t' > near.tsv
	fill -q --column --to 4 near.tsv > out
	[ "$(tail -n 1 out)" = $'c d\ty\te f\tf' ]
	printf '%s\n' 'a b|a b|x|x|b' 'c d|e f|x|x|' | tr '|' '\t' > first.tsv
	fill -q --column --to 5 first.tsv > out
	[ "$(tail -n 1 out)" = $'c d\te f\tx\tx\td' ]
}

@test "rows of an examples file and of the text are inputs" {
	rows
	run -0 --separate-stderr fill --rows examples.tsv rows.tsv
	[ "$output" = $'Turing, A.\nHamilton, M.' ]
	[[ "$stderr" == 'fill: Concat(Column(2, '*' --from 1,2' ]]
	program=${stderr#fill: } && program=${program% --from 1,2}
	apply --rows -p "$program" < rows.tsv | cmp - <(echo "$output")
	apply --rows --from 1,2 -p "$program" < rows.tsv | cmp - <(echo "$output")
	# the same by columns, from another place in the table, and in another order
	awk -F'\t' -v OFS='\t' '{ print $3, $2, "x", $1 }' examples.tsv > moved.tsv
	fill -q --from 4,2 --to 1 moved.tsv rows.tsv | cmp - <(echo "$output")
	# CSV with quotes, line ends, a mark, and a last line without an end
	printf '\xef\xbb\xbf%s\r\n%s' '"Al ""an""",Turing' 'Mar,Hamilton' > rows.csv
	tr '\t' ',' < examples.tsv | sed 's/,\([^,]*, .*\)/,"\1"/' > examples.csv
	fill -q --csv --rows examples.csv rows.csv > out
	printf '\xef\xbb\xbf%s\r\n%s' 'Turing, A.' 'Hamilton, M.' | cmp - out
	# escapes of TSV
	printf '%s\n' 'a\tb	c	c-a\tb' 'd\te	f	f-d\te' > escaped.tsv
	[ "$(printf 'x\\ty\tz\n' | fill -q --rows escaped.tsv)" = $'z-x\ty' ]
	[ "$(printf 'x\\ty\tz\n' | fill -q --no-escapes --rows escaped.tsv)" = 'z-x\ty' ]
}

@test "a row that the program can't handle is told, and kept when that is asked for" {
	rows
	printf 'Alan\n\tTuring\nx\ty\tz\n\nMargaret\tHamilton\n' > rows.tsv
	run -1 --separate-stderr fill --rows examples.tsv rows.tsv
	[ "$output" = $'\n\ny, x.\n\nHamilton, M.' ]
	[ "${stderr_lines[1]}" = 'fill: rows.tsv: 2 of 5 lines could not be handled, the first is line 1: an empty or reversed piece' ]
	fill -q --rows --on-error keep examples.tsv rows.tsv > out || [ $? -eq 1 ]
	[ "$(cat out)" = $'Alan\n\tTuring\ny, x.\n\nHamilton, M.' ]
	refuses 'fill: rows.tsv: line 1: an empty or reversed piece' fill -q --rows --on-error error examples.tsv rows.tsv
	# in a table what is there stays
	printf 'a\t\tz\nb\tc\tz\n' > table.tsv
	apply -q --tsv --from 1,2 --to 3 --on-error keep -p 'Concat(Column(2, SubStr(ConstPos(0), END)), Column(1, SubStr(ConstPos(0), END)))' table.tsv > out || [ $? -eq 1 ]
	[ "$(cat out)" = $'a\t\tz\nb\tc\tcb' ]
}

@test "examples of the command line, and those of another table, have several columns, too" {
	people
	[ "$(fill -q --rows -e $'Ada\tLovelace' ALovelace -e $'Grace\tHopper' GHopper <<< $'Alan\tTuring')" = ATuring ]
	fill -q --column --from first,last --to login -e $'Ada\tLovelace' ALovelace -e $'Grace\tHopper' GHopper people.csv > out
	[ "$(sed -n '1p;4p' out)" = $'id,first,city,last,mail,login\n3,Alan,Wilmslow,Turing,,ATuring' ]
	refuses "fill: -e: the input 'Ada' has 1 columns, not 2 (a tab is between two) (see 'fill --help')" fill --column --from first,last --to mail -e Ada x people.csv
	printf 'last;first;mail\nKing;Ada;\n' > other.csv
	fill -q --learn people.csv --from first,last --to mail other.csv > out
	[ "$(tail -n 1 out)" = 'King;Ada;ada.king@example.org' ]
	refuses "fill: --rows and --learn exclude each other: there the columns of a table are inputs by themselves (see 'fill --help')" fill --rows --learn people.csv other.csv
}

@test "a row whose columns are empty stays, and is no failure" {
	printf 'first\tlast\tout\nAda\tKing\tKing A\n\t\t\nx\t\t\nAlan\tTuring\t\n' > some.tsv
	run -1 --separate-stderr fill --column --to out some.tsv
	[ "$output" = $'first\tlast\tout\nAda\tKing\tKing A\n\t\t\nx\t\t\nAlan\tTuring\tTuring A' ]
	[[ "$stderr" == *'1 of 4 lines could not be handled, the first is line 4:'* ]]
	printf 'id\tfirst\tlast\tout\n1\tAda\tKing\tKing A\n2\t\t\t\n' > some.tsv
	fill -q --column --from first,last --to out some.tsv > out
	cmp out some.tsv
}

@test "a header line is found where inputs have several columns, and an example is none" {
	printf '%s\n' first,last,login Ada,Lovelace,alovelace Alan,Turing,aturing Grace,Hopper, > logins.csv
	fill --column --to 3 logins.csv > out 2> said
	[ "$(tail -n 1 out)" = Grace,Hopper,ghopper ]
	grep -q "line 1: 'first | last' to 'login' goes with no other and is taken for a header" said
	printf '%s\n' 'White Christmas,Bing Crosby,White Christmas by Bing Crosby' 'Silver Bells,Bing Crosby,Bells' 'Let it Snow,Dean Martin,' > songs.csv
	run -1 --separate-stderr fill --column --to 3 songs.csv
	[ -z "$output" ]
}

@test "no cell has the character that separates the columns of an input" {
	rows
	printf 'a\x1f\tb\tc\n' > bad.tsv
	refuses 'fill: bad.tsv: line 1: a cell with the character U+001F, which separates the columns of an input' fill --rows bad.tsv rows.tsv
	refuses 'pairs: bad.tsv: line 1: a cell with the character U+001F, which separates the columns of an input' pairs --rows bad.tsv
	printf 'Al\x1fan\tTuring\nAda\tKing\n' > rows.tsv
	run -1 --separate-stderr fill --rows examples.tsv rows.tsv
	[ "$output" = $'\nKing, A.' ]
	[ "${stderr_lines[1]}" = 'fill: rows.tsv: 1 of 2 lines could not be handled, the first is line 1: a cell with the character U+001F, which separates the columns of an input' ]
	# one column may have it, and then it is text
	[ "$(printf 'a-b\x1f\n' | apply -p 'Concat(SubStr(Regex("-", 0, After), END))')" = $'b\x1f' ]
}

@test "examples of more than two columns are told when nobody has said which are meant" {
	rows
	run -1 --separate-stderr fill examples.tsv rows.tsv
	[ "${stderr_lines[1]}" = 'fill: examples.tsv: the first row has 3 columns, and 1 and 2 are read; --rows reads all, the last as the outputs' ]
	awk -F'\t' -v OFS='\t' '{ print $1, substr($1, 1, 2), $2 }' examples.tsv > more.tsv
	run -0 --separate-stderr fill more.tsv <<< Alan
	[ "$output" = Al ]
	[[ "${stderr_lines[1]}" == 'fill: more.tsv: the first row has 3 columns'* ]]
	fill --from 1 more.tsv <<< Alan 2> said
	run ! grep columns said
	printf 'Ada\tb\tc\nd\te\n' > short.tsv
	refuses 'fill: short.tsv: line 2: 2 columns, but the first row has 3' fill --rows short.tsv rows.tsv
	echo a > one.tsv
	refuses 'fill: one.tsv: no column is left for the inputs' fill --rows one.tsv rows.tsv
	refuses "fill: --rows and --column exclude each other: there the columns of a table are inputs by themselves (see 'fill --help')" fill --column --rows more.tsv
	refuses "apply: --rows and --to exclude each other (see 'apply --help')" apply --rows --to 2 -p 'Concat(ConstStr("x"))'
}

@test "a preview has the cells, and alternatives tell their columns" {
	people
	run -0 --separate-stderr fill --column --to mail --dry-run people.csv
	[ "$output" = $'Alan\tTuring\talan.turing@example.org\nMargaret\tHamilton\tmargaret.hamilton@example.org' ]
	printf 'first,last,short\nAda,Adams,A\nAlan,Turing,\n' > short.csv
	fill --column --to short --alternatives 2 short.csv > out 2> said
	grep -q $'^1\t[0-9.]*\tConcat(SubStr(ConstPos(0), ConstPos(1))) --from last$' out
	grep -q $'^2\t[0-9.]*\tConcat(SubStr(ConstPos(0), ConstPos(1))) --from first$' out
	[ "$(tail -n 2 out)" = $'first\tlast\t1\t2\nAlan\tTuring\tT\tA' ]
}

@test "a doubt tells the cells of the columns that are read, and a column that is not read is offered" {
	people
	sed -i -e '3s/grace.*//' people.csv
	run -0 --separate-stderr fill --column --to mail people.csv
	[ "${stderr_lines[1]}" = "fill: not sure: line 3, 'Grace | Hopper', gives 'grace.hopper@example.org', and one example can't show that all lines have '@example.org'; an example of it would decide" ]
	printf '%s\n' 'Ada,A-1,x.y,A-1 Ada' 'Grace,B-2,z.u,B-2 Grace' 'Alan,C,v,' > codes.csv
	run -0 --separate-stderr fill --column --to 4 codes.csv
	[ "${stderr_lines[1]}" = "fill: not sure: line 3, 'Alan | C', has no '-', which all examples have, and gives 'C Alan'; an example of it would decide" ]
	sed -i '3s/C/C-3/' codes.csv
	run -0 --separate-stderr fill --column --to 4 codes.csv
	[ "${#stderr_lines[@]}" -eq 1 ]
}

@test "numbers of several columns that are as wide as in no example are a doubt" {
	printf '521\t632\t2642\t521-632-2642\n' > examples.tsv
	printf '617\t955\t9217\n91\t24\t2834\n' > rows.tsv
	run -0 --separate-stderr fill --rows examples.tsv rows.tsv
	[ "${stderr_lines[1]}" = "fill: not sure: line 2, '91 | 24 | 2834', gives '91-24-2834', which looks unlike the examples; an example of it would decide" ]
	printf '91\t24\t834\t091-024-0834\n' >> examples.tsv
	run -0 --separate-stderr fill --rows examples.tsv rows.tsv
	[ "$output" = $'617-955-9217\n091-024-2834' ]
	[ "${#stderr_lines[@]}" -eq 1 ]
}

@test "an example of several columns that contradicts is told with its cells" {
	rows
	printf 'Alan\tTuring\tTuring, A.\nMargaret\tHamilton\tMargaret\n' >> examples.tsv
	printf 'Edsger\tDijkstra\nBarbara\tLiskov\n' > rows.tsv           # no table of the examples would do
	run -1 --separate-stderr fill --rows examples.tsv rows.tsv
	[[ "${stderr_lines[1]}" == 'fill: the most that one program does: it fits 3 of them: Concat(Column(2, '*' --from 1,2' ]]
	[ "${stderr_lines[2]}" = "fill: examples.tsv: line 4: 'Margaret | Hamilton' to 'Margaret' contradicts it" ]
}

@test "tasks of several columns go through streams" {
	rows
	pairs -q --rows examples.tsv -o task
	[ "$(show --json task | jq -c .pairs)" = '[["Ada\u001fLovelace","Lovelace, A."],["Grace\u001fHopper","Hopper, G."]]' ]
	synth -q --dialect shell task | exec-check -q --tasks | show --json > checked
	[ "$(jq -c '[.verdict.passed, .answer.program]' checked)" = '[2,"Concat c( Column t( 2 SubStr s( ConstPos p( 0 p) END s) t) ConstStr k( \", \" k) Column t( 1 SubStr s( ConstPos p( 0 p) ConstPos p( 1 p) s) t) ConstStr k( \".\" k) c)"]' ]
	# the paper has no columns
	synth -q --dialect paper task | show --json | jq -r '.answer.program // "none"' > program
	run ! grep -q Column program
	# by groups, and by names
	printf 'task,first,last,short\na,Ada,Lovelace,AL\nb,Grace,Hopper,GH\na,Alan,Turing,AT\n' > groups.csv
	[ "$(pairs -q --rows --header --group task groups.csv | show --json | jq -c '[.name, .pairs]')" = \
		$'["a",[["Ada\\u001fLovelace","AL"],["Alan\\u001fTuring","AT"]]]\n["b",[["Grace\\u001fHopper","GH"]]]' ]
	[ "$(pairs -q --from last --from first --to short groups.csv | show --json | jq -c '.pairs[0]')" = '["Lovelace\u001fAda","AL"]' ]
	[ "$(pairs -q --from 3,2 --to 4 groups.csv | show --json | jq -c '.pairs[1]')" = '["Lovelace\u001fAda","AL"]' ]
}

@test "a large table is filled the same by one thread and by several" {
	people
	{ cat people.csv; seq 20000 | sed 's/.*/&,"A, &",x,B&,/'; } > large.csv
	fill -q --column --to mail -j 1 large.csv > one
	fill -q --column --to mail -j 4 large.csv | cmp - one
	[ "$(tail -n 1 one)" = '20000,"A, 20000",x,B20000,"a, 20000.b20000@example.org"' ]
	[ "$(cut -d, -f1-5 large.csv | head -n 5)" = "$(head -n 5 one | sed '4,5s/,[^,]*@.*/,/' | cut -d, -f1-5)" ]
}

@test "tables wider than a program can name are read near the output" {
	seq -s, 30 | sed 's/,30$//' > wide.csv
	printf '%s\n' "$(seq -s, 101 129),129+128" "$(seq -s, 201 229),229+228" "$(seq -s, 301 329)," > wide.csv
	fill --column --to 30 wide.csv > out 2> said
	[ "$(tail -n 1 out)" = "$(seq -s, 301 329),329+328" ]
	grep -q -- '--from 28,29$' said
}

@test "a row that lacks one of the columns that are read is named" {
	printf 'a\tx a\tb\nc\tx c\td\ne\tx e\n' > short.tsv
	for columns in '1,3 2' '3,1 2' '1,2 3' '3 1' '1 3'; do
		run -2 fill --from "${columns% *}" --to "${columns#* }" short.tsv /dev/null
		[ "$output" = 'fill: short.tsv: line 3: no column 3: the row has 2' ]
	done
	fill -q --from 1 --to 2 short.tsv /dev/null
}

@test "columns are reckoned together, with a header and others between, and told by their names" {
	printf 'item,qty,note,price,total\npen,3,x,1.20,3.60\nink,2,y,4.75,9.50\ncap,7,z,2.10,\n' > table.csv
	run -0 --separate-stderr fill --column --to total table.csv
	[ "${lines[3]}" = 'cap,7,z,2.10,14.70' ]
	[ "$stderr" = 'fill: Concat(Column(1, 2, Format("0.00", Product(SubStr(ConstPos(0), END))))) --from qty,price' ]
	# a cell without a number is a line that can't be done, not a sum of less
	printf 'hat,,w,5.00,\n' >> table.csv
	run -1 --separate-stderr fill --column --to total table.csv
	[ "${lines[4]}" = 'hat,,w,5.00,' ]
	[[ "${stderr_lines[1]}" == *': 1 of 4 lines could not be handled, the first is line 5: no number'* ]]
}

@test "an empty cell decides" {
	printf '%s\t%s\t%s\n' Ada '' Ada Robert Bob 'Robert (Bob)' William Bill 'William (Bill)' Tom '' Tom > examples.tsv
	printf '%s\t%s\n' Jane '' Ann Nan > rows.tsv
	run -0 --separate-stderr fill --rows examples.tsv rows.tsv
	[ "$output" = $'Jane\nAnn (Nan)' ]
	[[ "$stderr" == 'fill: If(Column(2, Is()), Concat('*' --from 1,2' ]]
}

@test "a row of a kind that no example has is a doubt" {
	printf '%s\t%s\t%s\n' Mr Ada 'Sir Ada' Ms Eva 'Madam Eva' Mr Tom 'Sir Tom' Ms Sue 'Madam Sue' > examples.tsv
	printf 'Ms\tBo\n' > rows.tsv
	run -0 --separate-stderr fill --rows examples.tsv rows.tsv
	[ "$output" = 'Madam Bo' ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	printf 'Dr\tJo\n' >> rows.tsv
	run -0 --separate-stderr fill --rows examples.tsv rows.tsv
	[[ "${stderr_lines[1]}" == "fill: not sure: line 2, 'Dr | Jo', "* ]]
}

@test "decimals that no example loses are a doubt where one would" {
	printf '%s\t%s\t%s\n' 200 19 38 120 10 12 > examples.tsv
	printf '40\t19\n' > rows.tsv
	run -0 --separate-stderr fill --rows examples.tsv rows.tsv
	[ "${stderr_lines[1]}" = "fill: not sure: line 1, '40 | 19', gives '8', and 2 examples can't show the rule: decimals as in 0; an example of it would decide" ]
}

@test "what a table doesn't list becomes what several examples show, which is a doubt" {
	printf '%s\t%s\t%s\n' a 200 ok b 404 missing c 301 other d 302 other e 200 ok f 307 other g 404 missing > examples.tsv
	printf '%s\t%s\n' h 200 i 404 > rows.tsv
	run -0 --separate-stderr fill --rows examples.tsv rows.tsv
	[ "$output" = $'ok\nmissing' ]
	[ "${#stderr_lines[@]}" -eq 1 ]
	printf '%s\t%s\n' k 418 l 500 m 502 >> rows.tsv
	run -0 --separate-stderr fill --rows examples.tsv rows.tsv
	[ "$output" = $'ok\nmissing\nother\nother\nother' ]
	[[ "${stderr_lines[0]}" == 'fill: Concat(Lookup("200" -> "ok", "404" -> "missing", "other", SubStr('*' --from 2' ]]
	[[ "${stderr_lines[1]}" == "fill: not sure: line 3, '418', gives 'other', "* ]]
	# two alike show nothing
	sed -i /307/d examples.tsv
	run -1 --separate-stderr fill --rows examples.tsv rows.tsv
	[[ "$output" != *other* ]]
}

@test "what programs over columns cost: each column's distance, and going over to another" {
	printf 'Ada King,King,Ada,King-Ada\nGrace Hopper,Hopper,Grace,Hopper-Grace\n' > names.csv
	fill --csv --rows --alternatives 4 names.csv /dev/null 2> said | sed 1d > is
	diff is - <<-'END'
	1	8.4	Concat(Column(1, SubStr(ConstPos(0), END)), ConstStr("-"), Column(2, SubStr(ConstPos(0), END))) --from 2,3
	2	9.3	Concat(SubStr(Regex(" ", 0, After), END), ConstStr("-"), SubStr(ConstPos(0), Regex(" ", 0, Start))) --from 1
	3	9.3	Concat(Column(1, SubStr(Regex(" ", 0, After), END)), ConstStr("-"), Column(2, SubStr(ConstPos(0), END))) --from 1,3
	4	9.8	Concat(Column(2, SubStr(ConstPos(0), END)), ConstStr("-"), Column(1, SubStr(ConstPos(0), Regex(" ", 0, Start)))) --from 1,2
	END
}
