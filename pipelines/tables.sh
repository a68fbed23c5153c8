# tables - what the scripts that make tables and figures share
# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# The paper's figures are in pipelines/paper/, a file for each table.

# shellcheck source=pipelines/steps.sh
. "$(dirname "${BASH_SOURCE[0]}")/steps.sh"

# One figure of the paper's, or - where it has none.
paper() { # TABLE ROW COLUMN
	awk -F '\t' -v row="$2" -v column="$3" '
		/^#/ { next }
		!k { for (k = NF; k > 1 && $k != column;) k--; next }
		$1 == row && k > 1 { print $k; found = 1 }
		END { if (!found) print "-" }' "$root/pipelines/paper/$1.tsv"
}

# A table of the shares of tasks that are solved, a line for each method, from MODELS/METHOD.SET.tsv: on the given pairs and on all, with either
# cut of the ranges of tokens. A column is called as its group, 10-25 tokens or 2 parts, with its set before that when it isn't SET; of
# the set test-train it has the difference. The line `tasks` has their number.
accuracies() { # TABLE SET METHODS COLUMN...
	local method set columns files=()

	columns=$(printf '%s,' "${@:4}")
	for method in $3; do
		for set in long train test; do
			[ ! -f "$MODELS/$method.$set.tsv" ] || files+=("$MODELS/$method.$set.tsv")
		done
	done
	awk -F '\t' -v methods="$3" -v columns="${columns%,}" -v usual="$2" '
		FNR == 1 { file++; name = FILENAME; sub(/.*\//, "", name); sub(/\.tsv$/, "", name) }
		/^#/ { next }
		file == 1 {
			if ($1 == "method") split($0, called)
			else for (k = 2; k <= NF; k++) paper[$1, called[k]] = $k
			next
		}
		{ of = name "." $2; tasks[of] = $3; given[of] = $5; all[of] = $7 }

		function reached(what, method, set, group, cut,    low, high, at) {
			if (split(set, at, "-") == 2) {
				low = reached(what, method, at[2], group, cut)
				high = reached(what, method, at[1], group, cut)
				return what == "tasks" ? high : low == "-" || high == "-" ? "-" : sprintf("%.2f", high - low)
			}
			if (split(group, at, "-") == 2)
				group = substr(cut, 1, 1) at[1] "," at[2] substr(cut, 3)
			at[1] = method "." set "." group
			return !(at[1] in tasks) ? "-" : what == "tasks" ? tasks[at[1]] : what == "given" ? given[at[1]] : all[at[1]]
		}

		function line(right, cut, method,    text, k, words, n, what) {
			text = right "\t" cut "\t" method
			what = method == "tasks" ? method : right
			for (k = 1; k <= columns_n; k++) {
				n = split(column[k], words, " ")
				text = text "\t" (what == "tasks" ? "" : (method, column[k]) in paper ? paper[method, column[k]] : "-")
				text = text "\t" reached(what, what == "tasks" ? each[1] : method, n > 1 ? words[1] : usual, words[n], cut)
			}
			print text
		}

		END {
			methods_n = split(methods, each, " ")
			columns_n = split(columns, column, ",")
			text = "right on\tcut\tmethod"
			for (k = 1; k <= columns_n; k++) text = text "\t" column[k] ", paper\t" column[k] ", ours"
			print text
			for (block = 0; block < 4; block++) {
				right = block < 2 ? "given" : "all"
				cut = columns !~ /-/ ? "-" : block % 2 ? "(,]" : "[,)"
				if (cut == "-" && block % 2) continue
				for (m = 1; m <= methods_n; m++) line(right, cut, each[m])
				line(right, cut, "tasks")
			}
		}' "$root/pipelines/paper/$1.tsv" "${files[@]}"
}

# What figures were made from, as comments: enough to make them again.
provenance() { # TABLE WHAT [METHODS [SET]...]
	local method set

	echo "# $2. $([ ! -f "$root/pipelines/paper/$1.tsv" ] || echo "paper: pipelines/paper/$1.tsv, ")ours: pipelines/$me"
	echo "# settings: $(cat "$DATA/settings")${3:+ PRESET=$PRESET${SETTINGS:+ SETTINGS=$SETTINGS}}${4:+ EVAL=$EVAL}; commit: $(commit)"
	for method in ${3:-}; do
		[ ! -f "$MODELS/$method.command" ] || echo "# $method: $(cat "$MODELS/$method.command")$(cost "$method")"
		for set in "${@:4}"; do
			echo "# $method: $(cat "$MODELS/$method.$set.tsv.command")"
		done
	done
}

commit() {
	git -C "$root" describe --always --dirty 2> /dev/null || echo unknown
}

# What a training has cost and come to, by the last line of its log.
cost() { # METHOD
	awk -F '\t' '
		/^#/ { next }
		!n { n = NF; for (i = 1; i <= n; i++) name[i] = $i; next }
		{ for (i = 1; i <= n; i++) last[name[i]] = $i }
		END {
			printf "; %.0f programs, %.4g TFLOP, %.0f s, at the end loss %.3f and %.1f %% of tokens right on the validation split",
				last["programs"], last["tflop"], last["seconds"], last["loss"], 100 * last["tokens"]
		}' "$MODELS/$1.log.tsv"
}

# Keeps the table of standard input, with its provenance, as RESULTS/NAME.tsv, and shows it in columns.
keep() { # NAME PROVENANCE
	mkdir -p "$RESULTS"
	{ echo "$2"; cat; } > "$RESULTS/$1.tsv.$$"
	mv "$RESULTS/$1.tsv.$$" "$RESULTS/$1.tsv"
	aligned < "$RESULTS/$1.tsv"
}

# Columns `X, paper` and `X, ours` stand under one X. Blocks have a line above them in place of columns of their own.
aligned() {
	awk -F '\t' '
		/^#/ { next }
		{
			rows++
			for (i = 1; i <= NF; i++) cell[rows, i] = $i
			if ($1 == "right on") first = 3
			columns = NF
		}
		END {
			if (!first) first = 1
			for (i = first; i <= columns; i++) {
				split(cell[1, i], words, ", ")
				above[i] = words[1]; below[i] = words[2]
				width[i] = i > first && length(above[i]) > 12 ? length(above[i]) / 2 + 2 : i > first ? 8 : 0
				for (r = 2; r <= rows; r++)
					if (length(cell[r, i]) + 2 > width[i]) width[i] = length(cell[r, i]) + 2
			}
			line = sprintf("%-" width[first] "s", "")
			for (i = first + 1; i <= columns; i += 2) line = line sprintf("%" width[i] + width[i + 1] "s", above[i])
			print line
			line = sprintf("%-" width[first] "s", above[first])
			for (i = first + 1; i <= columns; i++) line = line sprintf("%" width[i] "s", below[i])
			print line
			for (r = 2; r <= rows; r++) {
				if (first == 3 && cell[r, 1] cell[r, 2] != block) {
					block = cell[r, 1] cell[r, 2]
					printf "\nright on %s%s\n", cell[r, 1] == "all" ? "all pairs" : "the given pairs", \
						cell[r, 2] == "[,)" ? ", ranges as [10,25)" : cell[r, 2] == "(,]" ? ", ranges as (10,25]" : ""
				}
				line = sprintf("%-" width[first] "s", cell[r, first])
				for (i = first + 1; i <= columns; i++) line = line sprintf("%" width[i] "s", cell[r, i])
				print line
			}
		}'
}

wants_gnuplot() {
	command -v gnuplot > /dev/null || die 'gnuplot is missing: apt-get install gnuplot-nox'
}

# Draws RESULTS/NAME.png by the gnuplot commands of standard input.
draw() { # NAME WIDTH HEIGHT
	{
		echo "set terminal pngcairo noenhanced size $2,$3 font 'DejaVu Sans,12' background 'white'"
		echo 'set border 3 linecolor rgb "#808080"'
		echo 'set tics nomirror textcolor rgb "#303030"'
		echo 'set grid linecolor rgb "#d8d8d8" linetype 1'
		echo "set output '$RESULTS/$1.png.part'"
		cat
	} > "$MODELS/$1.gnuplot"
	gnuplot "$MODELS/$1.gnuplot"
	mv "$RESULTS/$1.png.part" "$RESULTS/$1.png"
	echo "$RESULTS/$1.png"
}
