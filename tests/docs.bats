# docs - what the documentation says is so
# SPDX-License-Identifier: MIT

load lib/common

# The options of a tool, as "-n, --count" or "--json", one a line.
options() {
	sed -nE 's/^ +((-[A-Za-z], )?--[a-z-]+).*/\1/p' | sort -u
}

page() {
	mandoc -T utf8 -O width=200 "$root/tools/$1.1" | col -bx
}

section() { # NAME
	awk -v name="$1" '/^[A-Z]/ { on = $0 == name; next } on'
}

# Runs the commands behind "$ " in a text, continued on lines that begin with "> ", and compares what they print with what
# stands below them, if anything does. Commands may end with status 1, which is an answer. `cat` shows a file that isn't there yet: it
# is made so.
commands() { # FILE
	/usr/bin/python3 - "$1" <<-'END'
	import os, re, subprocess, sys
	runs = []
	for line in open(sys.argv[1], encoding="utf-8"):
	    line = line.rstrip("\n")
	    if m := re.match(r"(\s*)\$ (.*)", line):
	        runs.append([m[1], m[2], []])
	    elif runs and runs[-1][0] is not None:
	        indent, command, out = runs[-1]
	        if line.startswith(indent + "> ") and not out:
	            runs[-1][1] += "\n" + line[len(indent) + 2:]
	        elif line.startswith(indent) and not line.startswith("```"):
	            out.append(line[len(indent):])
	        elif line == "" and indent:
	            out.append("")
	        else:
	            runs.append([None, None, None])
	bad = 0
	for indent, command, wanted in runs:
	    if indent is None:
	        continue
	    if (m := re.fullmatch(r"cat ([\w.]+)", command)) and not os.path.exists(m[1]):
	        open(m[1], "w").write("\n".join(wanted).rstrip("\n") + "\n")
	    p = subprocess.run(["bash", "-o", "pipefail", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
	                       stderr=subprocess.STDOUT, text=True)
	    got, wanted = p.stdout.rstrip("\n"), "\n".join(wanted).rstrip("\n")
	    if p.returncode > 1 or (wanted and got != wanted):
	        bad = 1
	        print(f"$ {command}\nstatus {p.returncode}, printed:\n{got}\nnot:\n{wanted}")
	sys.exit(bad)
	END
}

@test "every tool has a man page without a warning" {
	local count=0

	for tool in "$root"/tools/*.c "$root/tools/hnps"; do
		tool=${tool##*/}
		[ -f "$root/tools/${tool%.c}.1" ] || { echo "no tools/${tool%.c}.1"; false; }
		count=$((count + 1))
	done
	[ "$count" -gt 3 ]
	mandoc -T lint -W warning "$root"/tools/*.[17]
}

@test "every man page has its sections" {
	for page in "$root"/tools/*.1; do
		page=${page##*/}
		for heading in NAME SYNOPSIS DESCRIPTION OPTIONS 'EXIT STATUS' EXAMPLES; do
			page "${page%.1}" | grep -qx "$heading" || { echo "$page: no $heading"; false; }
		done
	done
}

@test "a tool's options are the same in --help and in its man page" {
	local count=0

	for tool in "$root"/tools/*.c; do
		tool=${tool##*/} tool=${tool%.c}
		"$tool" --help | options > help
		page "$tool" | section OPTIONS | options > page
		[ -s help ]
		diff help page || { echo "^ $tool: --help has <, the man page >"; false; }
		count=$((count + 1))
	done
	[ "$count" -gt 3 ]
}

@test "what a tool is for is the same in --help and in its man page" {
	for tool in "$root"/tools/*.c; do
		tool=${tool##*/} tool=${tool%.c}
		sed -n 's/^\.Nd //p' "$root/tools/$tool.1" > page
		[ -s page ] || page "$tool" | section NAME | sed 's/^[^-–—]* [-–—] //; s/^ *//' > page
		"$tool" --help | sed -n '/^$/{n;s/\.$//p;q}' | diff - page || { echo "^ $tool"; false; }
	done
}

@test "the examples in the man pages do what they say" {
	for page in "$root"/tools/*.1; do
		page=${page##*/} page=${page%.1}
		page "$page" | section EXAMPLES > examples
		mkdir "$page.d"
		(cd "$page.d" && commands ../examples) || { echo "^ $page.1"; false; }
	done
}

@test "every word of the language has an example in hnps-language(7), and all of these do what they say" {
	local count=0

	mandoc -T utf8 -O width=200 "$root/tools/hnps-language.7" | col -bx > language
	commands language
	sed -n '/^ *[$>] /p' language > examples
	while read -r word; do
		grep -qF -e "$word(" -e "($word," examples || { echo "no example of $word"; false; }
		count=$((count + 1))
	done < <(
		sed -nE 's/^\t\[OP_[A-Z]+\] = \{ "(\w+)".*/\1/p' "$root/lib/dsl/dsl_op.c"
		sed -nE 's/^\tCLASS\(DSL_\w+, "([A-Za-z+]+)".*/\1/p' "$root/lib/dsl/dsl.c"
	)
	[ "$count" -gt 20 ]
}

@test "the example in --help works" {
	for tool in "$root"/tools/*.c; do
		tool=${tool##*/} tool=${tool%.c}
		"$tool" --help | sed '1,/^example:/d; s/^  //' > example
		[ -s example ] || continue
		mkdir "$tool.d"
		(cd "$tool.d" && bash -eo pipefail ../example > /dev/null) || { cat example; false; }
	done
}

@test "the commands in README.md and in pipelines/README.md do what they say" {
	for page in README.md pipelines/README.md; do
		grep -q '^ *\$ ' "$root/$page"
		commands "$root/$page"
	done
}

# Rows of README.md's table, as tab-separated inputs and outputs: two examples, then a third pair or "no program".
table_rows() {
	/usr/bin/python3 - "$root/README.md" <<-'END'
	import re, sys
	for line in open(sys.argv[1], encoding="utf-8"):
	    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
	    if len(cells) == 4 and re.fullmatch(r"`.*` → `.*`", cells[1]):
	        print(*(re.sub(r"`(.*)` → `(.*)`", "\\1\t\\2", cell) for cell in cells[1:]), sep="\t")
	END
}

@test "each row of README.md's table of what fill can and can't do is so" {
	local a A b B then becomes can=0 cannot=0

	table_rows > rows
	while IFS=$'\t' read -r a A b B then becomes; do
		printf '%s\t%s\n%s\t%s\n' "$a" "$A" "$b" "$B" > examples.tsv
		if [ "$then" = 'no program' ]; then
			run -1 --separate-stderr fill examples.tsv <<< '3 Spain'
			[[ "$stderr" == *'no program fits all 2 examples'* ]]
			cannot=$((cannot + 1))
		else
			run -0 --separate-stderr fill examples.tsv <<< "$then"
			[ "$output" = "$becomes" ] || { echo "$a $A, $b $B: '$then' gives '$output', not '$becomes'"; false; }
			can=$((can + 1))
		fi
	done < rows
	[ "$can" -ge 5 ]
	[ "$cannot" -ge 2 ]
}

@test "the recording shows what fill says" {
	"$root/pipelines/recording.sh" fill.svg
	cmp fill.svg "$root/pipelines/results/fill.svg"
	/usr/bin/python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' fill.svg
	run -2 "$root/pipelines/recording.sh" fill.png
	[[ "$output" == *'its name is to end in .svg' ]]
}

@test "the report is what its text and the figures beside it make; a figure that is not there is an error" {
	local figure

	"$root/pipelines/report.sh" report.md
	diff report.md "$root/pipelines/results/README.md"
	for figure in 'table1 hnps-pt-beam all' 'table1 nobody 10-25' 'table1 hnps 10-26' 'nothing hnps 10-25' \
		'table1 hnps'; do
		echo "x {{$figure}} y" > text
		if [ "$figure" = 'table1 hnps-pt-beam all' ]; then
			TEXT=text "$root/pipelines/report.sh" small.md
			[ "$(cat small.md)" = 'x 33.8 y' ]
		else
			TEXT=text run -2 "$root/pipelines/report.sh" none.md
			[[ "$output" == 'report.sh: '*':1: '* ]]
			[ ! -e none.md ]
		fi
	done
}

@test "Figures 3 and 5 can be drawn again from the files that ship, and Figure 3 wants hnps" {
	command -v gnuplot > /dev/null || skip 'no gnuplot here'
	mkdir again
	cp "$root"/pipelines/results/{table1,figure5}.tsv again
	export RESULTS=$PWD/again MODELS=$PWD
	"$root/pipelines/figure3.sh" --redraw
	"$root/pipelines/figure5.sh" --redraw
	[ "$(wc -c < again/figure3.png)" -gt 10000 ]
	[ "$(wc -c < again/figure5.png)" -gt 10000 ]
	grep -q '^set label 3 "0/0"' figure3.gnuplot        # neither finds one of 40 to 55 tokens
	# naive-short, ours, 10 to 25 tokens: on the line of 0, its interval up to 1 of 127 over the 15.08 % of hnps
	sed -n '/^\$p1_2 /,/^EOD/p' figure3.gnuplot | grep -q '^0\.78 0\.0018 0\.0018 0\.052'
	sed -i '/\thnps\t/d' again/table1.tsv
	run -2 "$root/pipelines/figure3.sh" --redraw
	[ "$output" = 'figure3.sh: hnps is not among the methods' ]
}

@test "README.md keeps its size, and the files that the pages point to exist" {
	[ "$(wc -l < "$root/README.md")" -le 175 ]
	/usr/bin/python3 - "$root" <<-'END'
	import glob, os, re, sys
	os.chdir(sys.argv[1])
	pages = [page for where in ("*", "*/*", "*/*/*") for page in glob.glob(where + ".md") if "build" not in page]
	bad = [f"{page}: {to}" for page in pages for to in re.findall(r"\]\(([^)#]+)", open(page, encoding="utf-8").read())
	       if not to.startswith("http") and not os.path.exists(os.path.join(os.path.dirname(page), to))]
	bad += [f"README.md:{n}: longer than 120" for n, line in enumerate(open("README.md", encoding="utf-8"), 1) if len(line) > 121]
	print("\n".join(bad))
	sys.exit(bool(bad) or len(pages) < 5)
	END
}
