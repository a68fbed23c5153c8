#!/usr/bin/env bash
# report - pipelines/results/README.md, from its text (pipelines/report.in) and the figures beside it
# SPDX-License-Identifier: MIT
#
#     pipelines/report.sh [OUT]
#
# In the text, a line `@table NAME` stands for results/NAME.tsv, `@trainings NAME...` for the trainings that these
# files tell of, and {{NAME ROW COLUMN}} for one figure of ours (on the given pairs, ranges as [10,25)); its column
# `all` is the share of all the tasks. What a table says of the paper stands before ours. A share of n tasks has its
# binomial error behind it: half of Wilson's interval of one standard deviation.
set -euo pipefail
# shellcheck source=pipelines/steps.sh
. "$(dirname "$0")/steps.sh"

out=${1:-$root/pipelines/results/README.md}

awk -F '\t' -v folder="$root/pipelines/results/" '
	function fail(what) { print "report.sh: " FILENAME ":" FNR ": " what > "/dev/stderr"; failed = 1; exit 2 }

	# Reads a file once: its comments, its columns, and of several blocks the one on the given pairs.
	function load(name,    line, cell, n, i, first, at) {
		if (name in columns) return
		at = folder name ".tsv"
		while ((getline line < at) > 0) {
			n = split(line, cell, "\t")
			if (line ~ /^#/) { comment[name, ++comments[name]] = substr(line, 3); continue }
			if (!(name in columns)) {
				first = cell[1] == "right on" && cell[2] == "cut" ? 3 : 1
				columns[name] = n - first + 1
				for (i = first; i <= n; i++) { column[name, i - first + 1] = cell[i]; place[name, cell[i]] = i - first + 1 }
				continue
			}
			if (first == 3 && (cell[1] != "given" || cell[2] == "(,]")) continue
			row[name, ++rows[name]] = cell[first]
			for (i = first; i <= n; i++) value[name, cell[first], i - first + 1] = cell[i]
		}
		close(at)
		if (!rows[name]) fail("no figures in " at)
	}

	# Half of the interval of one standard deviation around p percent of n.
	function half(p, n) { p /= 100; return 100 * sqrt(p * (1 - p) / n + 1 / (4 * n * n)) / (1 + 1 / n) }

	# The error of the ith column, of a method, or -1; those of Table 8 are of the differences of two shares in Table 6
	# or 7.
	function error(name, method, i,    of, group) {
		if (method == "tasks" || value[name, method, i] == "-") return -1
		if (name == "table8") {
			group = column[name, i]; sub(/, ours$/, "", group)
			of = group ~ /-/ ? "table6" : "table7"
			load(of)
			return sqrt(error(of, method, place[of, "train " group ", ours"]) ^ 2 + \
				error(of, method, place[of, "test " group ", ours"]) ^ 2)
		}
		return (name, "tasks", i) in value ? half(value[name, method, i], value[name, "tasks", i]) : -1
	}

	function thousands(x,    out) {
		if (x !~ /^[0-9]+$/ || length(x) < 5) return x
		for (; length(x) > 3; x = substr(x, 1, length(x) - 3)) out = "," substr(x, length(x) - 2) out
		return x out
	}

	# Columns `X, paper` and `X, ours` become one.
	function table(name,    i, r, text, ruler, what, how, beside, e, method) {
		load(name)
		for (i = 1; i <= comments[name]; i++) {
			if (i == 1) { what = comment[name, i]; sub(/\. (paper|ours): .*/, "", what); sub(/: pipelines\/.*/, "", what) }
			if (comment[name, i] ~ /^settings: /) how = substr(comment[name, i], 11)
			if (comment[name, i] ~ /^made by: /) how = "`" substr(comment[name, i], 10)
		}
		if (how ~ /^`/) { if (!sub(/; /, "`; ", how)) how = how "`" }
		beside = column[name, 2] ~ /, paper$/
		printf "**%s**%s\n\n", what, beside ? "; paper / ours" ((name, "tasks", 3) in value ? " ± error" : "") : ""
		text = "| " column[name, 1] " |"; ruler = "|---|"
		for (i = 2; i <= columns[name]; i += beside ? 2 : 1) {
			method = column[name, i]; if (beside) sub(/, paper$/, "", method)
			text = text " " method " |"
			ruler = ruler (beside || value[name, row[name, 1], i] ~ /^[0-9.]+$/ ? "--:|" : "---|")
		}
		print text; print ruler
		for (r = 1; r <= rows[name]; r++) {
			method = row[name, r]
			text = "| " method " |"
			for (i = 2; i <= columns[name]; i += beside ? 2 : 1) {
				if (beside) {
					e = error(name, method, i + 1)
					text = text " " (value[name, method, i] == "" ? "" : value[name, method, i] " / ")
					text = text thousands(value[name, method, i + 1])
					if (e >= 0) text = text sprintf(" ± %.2f", e)
					text = text " |"
				} else
					text = text " " thousands(value[name, method, i]) " |"
			}
			print text
		}
		printf "\n[%s.tsv](%s.tsv): %s\n", name, name, how
	}

	# name: train ...; 1949984 programs, 168.9 TFLOP, 2757 s, at the end loss 0.433 and 82.0 % of tokens right on the
	# validation split
	function trainings(names,    n, each, k, i, text, word, method, seen) {
		print "| method | programs seen | TFLOP | minutes | validation loss | tokens right |"
		print "|---|--:|--:|--:|--:|--:|"
		n = split(names, each, " ")
		for (k = 1; k <= n; k++) {
			load(each[k])
			for (i = 1; i <= comments[each[k]]; i++) {
				text = comment[each[k], i]
				if (text !~ /: train .* TFLOP, /) continue
				method = text; sub(/: .*/, "", method)
				sub(/.*; /, "", text); split(text, word, " ")
				if (seen[method, word[1]]++) continue
				if (each[k] ~ /double/) method = method ", twice as long"
				printf "| %s | %s | %.0f | %.0f | %s | %s %% |\n", method, thousands(word[1]), word[3], word[5] / 60, word[11],
					word[13]
			}
		}
	}

	function figure(name, method, group,    i, sum, n, x) {
		load(name)
		if (group == "all") {
			for (i = 2; i <= columns[name]; i++)
				if (column[name, i] ~ /, ours$/) {
					sum += int(value[name, method, i] * value[name, "tasks", i] / 100 + 0.5)
					n += value[name, "tasks", i]
				}
			if (n && (name, method, 2) in value) return sprintf("%.1f", 100 * sum / n)
			fail("no tasks in " name)
		}
		i = (name, group ", ours") in place ? place[name, group ", ours"] : place[name, group]
		gsub(/_/, " ", method)
		if (!i || !((name, method, i) in value)) fail("no such figure: " name " " method " " group)
		x = value[name, method, i]
		return x ~ /^-?[0-9]+\.[0-9][0-9]$/ ? sprintf("%.1f", x) : x
	}

	/^@table / { table(substr($0, 8)); next }
	/^@trainings / { trainings(substr($0, 12)); next }
	{
		line = $0
		while ((at = index(line, "{{")) > 0) {
			end = index(line, "}}")
			if (end < at) fail("no }} behind {{")
			if (split(substr(line, at + 2, end - at - 2), part, " ") != 3) fail("want {{NAME ROW COLUMN}}")
			line = substr(line, 1, at - 1) figure(part[1], part[2], part[3]) substr(line, end + 2)
		}
		print line
	}
	END { if (failed) exit 2 }' "${TEXT:-$root/pipelines/report.in}" > "$out.$$" || { rm -f "$out.$$"; exit 2; }
mv "$out.$$" "$out"
