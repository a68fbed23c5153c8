# code - programs as code of other languages do what apply does
# SPDX-License-Identifier: MIT

load lib/common

languages() {
	apply --code nothing -p 'Concat(ConstStr("a"))' 2>&1 | sed -n "s/.*there are \([a-z, ]*\).*/\1/p" | tr -d ,
}

# Programs and lines that are drawn at random: the table's row, whose last field counts what is different.
drawn() { # LANGUAGE PROGRAMS
	local status=0

	/usr/bin/python3 "$root/tests/lib/code.py" "$@" > row 2> said || status=$?
	[ "$status" -ne 3 ] || skip "$(cat said)"
	cat row said
	[ "$status" -eq 0 ]
}

@test "a short program is short code, which gives None where apply can't" {
	apply --code python -p 'Concat(SubStr(Regex(",", 0, After, 1), END), ConstStr(" \"x\""))' > convert.py
	sed -n '/^# Concat/,$p' convert.py > main
	diff main - <<-'END'
	# Concat(SubStr(Regex(",", 0, After, 1), END), ConstStr(" \"x\""))
	def convert(s):
	    """Gives None for what the program can't handle."""
	    try:
	        return piece(s, after(",", s, 0) + 1, len(s)) + " \"x\""
	    except LookupError:
	        return None
	END
	[ "$(wc -l < convert.py)" -lt 35 ]
	run -0 /usr/bin/python3 -c 'from convert import convert; print(convert("Lovelace, Ada"), convert("Ada"))'
	[ "$output" = 'Ada "x" None' ]
}

@test "a language that is not there, and a text to read, are told in one line" {
	run -2 apply --code cobol -p 'Concat(ConstStr("a"))'
	[[ "${lines[0]}" == "apply: no language 'cobol': there are python, javascript, perl"* ]]
	run -2 apply --code python -p 'Concat(ConstStr("a"))' lines
	[[ "${lines[0]}" == 'apply: --code reads no text: lines'* ]]
}

@test "fill --code has the examples in it as tests, fill --save keeps the program for apply -P, and neither fills" {
	printf 'a"b\\c, é\t"é" \\ x\n"""\\, z\t"z" \\ x\nü, w\t"w" \\ x\n' > examples.tsv
	fill -q --no-escapes --code python --save kept examples.tsv > convert.py < /dev/full
	/usr/bin/python3 -m doctest -v convert.py > said
	grep -q '^3 passed and 0 failed' said
	run -0 apply -P kept <<< 'y, é'
	[ "$output" = '"é" \ x' ]
	for language in javascript perl jq awk; do
		fill -q --no-escapes --code "$language" examples.tsv | grep -F '\"z\" \\ x' | grep -F '\"\"\"\\, z'
	done
	run -2 fill --code python --dry-run examples.tsv
	[[ "${lines[0]}" == 'fill: --code and --dry-run exclude each other'* ]]
	run -2 fill --save nowhere/kept examples.tsv
	[ "${lines[-1]}" = 'fill: nowhere/kept: No such file or directory' ]
	cp kept 'Concat.hnps'
	run -0 apply -P Concat.hnps <<< 'y, é'
}

@test "fill --code of a table takes the columns that the program reads" {
	printf 'id,first,last,name\n1,Ada,Lovelace,"Lovelace, A."\n2,Grace,Hopper,"Hopper, G."\n3,Alan,Turing,\n' > people.csv
	fill -q --column --to name --code python people.csv > convert.py
	run -0 /usr/bin/python3 -c 'from convert import convert; print(convert("Alan", "Turing"), convert("Alan"))'
	[ "$output" = 'Turing, A. None' ]
	/usr/bin/python3 -m doctest convert.py
}

@test "each piece of a runtime has a name of its own, and no variable of another piece has it" {
	/usr/bin/python3 - "$root"/lib/code/runtime/python_*.py <<-'END'
	import ast, sys
	tree = ast.parse("\n\n".join(open(path, encoding="utf-8").read() for path in sys.argv[1:]))
	names = [node.targets[0].id if isinstance(node, ast.Assign) else node.name for node in tree.body if not isinstance(node, ast.Import)]
	twice = {name for name in names if names.count(name) > 1}
	within = {(x.arg if isinstance(x, ast.arg) else x.id) for node in tree.body if not isinstance(node, ast.Assign) for x in ast.walk(node)
	          if isinstance(x, ast.arg) or (isinstance(x, ast.Name) and isinstance(x.ctx, ast.Store))}
	print(len(names), twice, within & set(names))
	sys.exit(len(names) < 60 or bool(twice) or bool(within & set(names)))
	END
}

@test "python: drawn programs do what apply does" {
	drawn python 40
	awk -F '\t' '$1 == "python" { exit !($3 > 35 && $5 == $3 && $6 == 0) }' row        # it says nearly all of the language
}

@test "javascript: drawn programs do what apply does" {
	drawn javascript 40
	awk -F '\t' '$1 == "javascript" { exit !($3 > 35 && $5 == $3 && $6 == 0) }' row
}

@test "perl: drawn programs do what apply does" {
	drawn perl 30
}

@test "jq, sed: drawn programs do what apply does" {
	drawn jq 25
	drawn sed 100
}

@test "awk: drawn programs do what apply does, in the system's awk" {
	drawn awk 40
}

@test "awk: drawn programs do what apply does, in gawk" {
	drawn awk:gawk 40
}

@test "sqlite: drawn programs do what apply does" {
	drawn sqlite 150
}

@test "postgresql: drawn programs do what apply does" {
	drawn postgresql 150
}

@test "duckdb: drawn programs do what apply does" {
	drawn duckdb 150
}

@test "excel: drawn programs do what apply does, in LibreOffice" {
	drawn excel 80
}

@test "what a language can't say is refused, and named" {
	local language program

	while IFS='|' read -r language program wanted; do
		run -2 apply --code "$language" -p "$program"
		[ "$output" = "apply: $language can't say $wanted" ]
	done <<-'END'
	perl|Concat(Date("%Y", SubStr(ConstPos(0), END)))|Date
	python|Concat(Date("%B", SubStr(ConstPos(0), END)))|a month or a weekday alone
	javascript|Concat(Date("%a", "dmy", SubStr(ConstPos(0), END)))|a month or a weekday alone
	python|Concat(Date("%Y-%m-%d", "de", SubStr(ConstPos(0), END)))|such an order of a date
	python|Concat(Date("%d-%^b-%Y", SubStr(ConstPos(0), END)))|names in another form
	javascript|If(Column(1, Is()), Concat(ConstStr("a")))|a condition of a Column
	python|Concat(Map(";", Concat(SubStr(ConstPos(0), ConstPos(1))), SubStr(ConstPos(0), END)))|Map
	awk|Concat(Format("0.0", SubStr(ConstPos(0), END)))|Format
	awk|Concat(ToCase(Lower, Replace(" ", "é", SubStr(ConstPos(0), END))))|an operator's text beyond ASCII
	sed|Concat(SubStr(Regex(Word, 0, Start), END))|Word
	sed|Concat(Column(2, SubStr(ConstPos(0), END)))|Column
	jq|Concat(ToCase(Lower, SubStr(ConstPos(0), END)))|ToCase
	sqlite|Concat(SubStr(Regex("-", -2, Start), END))|such a match of a text
	postgresql|If(Less("3"), Concat(ConstStr("a")))|Less
	duckdb|Concat(Column(2, SubStr(ConstPos(0), END)), SubStr(ConstPos(0), END))|the whole of several columns
	excel|Concat(SubStr(Regex(Num, 0, Start), END))|Num
	END
}

@test "SQL counts in whole numbers in each dialect" {
	for language in sqlite postgresql duckdb; do
		apply --code "$language" -p 'Concat(Count("aa", SubStr(ConstPos(0), END)))' | grep -q 'AS integer) AS text'
	done
}

@test "a difference is found: a program is not the code of another one" {
	mkdir bin
	cat > bin/apply <<-'END'
	#!/usr/bin/env bash
	# the code is of another program than the one that runs
	[ "$1" = --code ] && exec "$REAL/apply" --code "$2" -p 'Concat(ConstStr("x"))'
	exec "$REAL/apply" "$@"
	END
	chmod +x bin/apply
	export REAL=$BIN
	BIN=$PWD/bin run -1 /usr/bin/python3 "$root/tests/lib/code.py" python 10
}

# Every character of Unicode 3.2, which all languages know alike, behind a "b", each on a line; but for two to which Unicode 16 gave an upper case.
characters() {
	/usr/bin/python3 - <<-'END'
	import sys, unicodedata
	for c in range(1, 0x110000):
	    if unicodedata.ucd_3_2_0.category(chr(c)) not in ("Cn", "Cs", "Co") and c not in (10, 13, 0x19B, 0x264):
	        sys.stdout.buffer.write(("b" + chr(c) + "\n").encode())
	END
}

@test "the case of every character is apply's in each language" {
	characters > characters
	cat > all.py <<-'END'
	import sys
	from convert import convert
	for line in open("characters", encoding="utf-8", newline="\n"):
	    sys.stdout.buffer.write((convert(line[:-1]) + "\n").encode())
	END
	echo 'use open qw(:std :utf8); while (my $line = <STDIN>) { chomp $line; print convert($line), "\n"; }' > rest.pl
	echo 'process.stdout.write(require("fs").readFileSync(0, "utf8").split("\n").map(s => s && convert(s)).join("\n"))' > rest.js
	for case in Lower Allcaps Propcase Sentence; do
		program="Concat(ToCase($case, SubStr(ConstPos(1), END)))"
		apply -p "$program" characters > wanted
		apply --code python -p "$program" > convert.py
		/usr/bin/python3 all.py | cmp - wanted
		if command -v perl > /dev/null; then
			{ apply --code perl -p "$program" && cat rest.pl; } > all.pl
			perl all.pl < characters | cmp - wanted
		fi
		if command -v node > /dev/null; then
			{ apply --code javascript -p "$program" && cat rest.js; } > all.js
			node all.js < characters | cmp - wanted
		fi
	done
}
