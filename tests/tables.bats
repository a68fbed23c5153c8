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
