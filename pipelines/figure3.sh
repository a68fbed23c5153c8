#!/usr/bin/env bash
# figure3 - Table 1 relative to HNPS (5.3.1)
# SPDX-License-Identifier: MIT
#
#     pipelines/figure3.sh [--redraw]       --redraw: from RESULTS/table1.tsv as it is; makes no table
#
# The paper's figure and ours, side by side, of the methods that the paper has, and a third one when METHODS names
# them with a beam, as METHOD-beam: RESULTS/figure3.png. All panels have one scale, a logarithmic one, as shares
# differ by a factor of 500. Where a method finds nothing it stands on the line marked 0, and where hnps finds nothing
# either there is no ratio: 0/0. Wants gnuplot.
set -euo pipefail
# shellcheck source=pipelines/tables.sh
. "$(dirname "$0")/tables.sh"

wants_gnuplot
if [ "${1-}" != --redraw ]; then
	"$root/pipelines/table1.sh"
fi

# For gnuplot: a block of points for each panel and method (x, ratio, its interval), then what draws them. The
# interval is Wilson's of one standard deviation for the method's share, divided by the share of hnps; the paper
# doesn't tell of how many tasks its shares are.
commands=$(awk -F '\t' '
	function wilson(p, n, sign) { return (p + 1 / (2 * n) + sign * sqrt(p * (1 - p) / n + 1 / (4 * n * n))) / (1 + 1 / n) }

	/^#/ { next }
	$1 == "right on" { for (i = 4; i <= NF; i += 2) { range[++ranges] = $i; sub(/,.*/, "", range[ranges]) } next }
	$1 != "given" || $2 != "[,)" { next }
	{ for (i = 4; i <= NF; i++) share[$3, i] = $i }
	$3 == "tasks" { next }
	$3 ~ /-beam$/ { beams++; next }
	$4 != "-" { method[++methods] = $3 }
	END {
		if (!(("hnps", 4) in share)) { print "figure3.sh: hnps is not among the methods" > "/dev/stderr"; exit 2 }
		panels = beams ? 3 : 2
		none = 0.0018
		for (k = 0; k < panels; k++) {
			beam = k == 2 ? "-beam" : ""
			for (m = 1; m <= methods; m++) {
				printf "$p%d_%d << EOD\nNaN NaN NaN NaN\n", k, m
				for (r = 1; r <= ranges; r++) {
					i = 2 + 2 * r + (k > 0)
					if (!((method[m] beam, i) in share) || share[method[m] beam, i] == "-") continue
					of = share["hnps" beam, i] / 100
					p = share[method[m] beam, i] / 100
					n = share["tasks", i]
					if (of == 0) { undefined[k, r]++; continue }
					y = p / of
					low = k && p ? wilson(p, n, -1) / of : y
					high = k ? wilson(p, n, 1) / of : y
					if (!p) y = none
					if (low < none) low = none
					if (high < none) high = none
					printf "%g %g %g %g\n", r + (m - (methods + 1) / 2) * 0.11, y, low, high
				}
				print "EOD"
			}
		}
		split("#808080 #000000 #d55e00 #b8a800 #e69f00 #56b4e9 #0072b2 #009e73", color, " ")
		split("6 4 8 1 10 5 7 12", shape, " ")
		printf "set multiplot layout 1,%d\nset tmargin at screen 0.79\nset bmargin at screen 0.15\n", panels
		print "set logscale y 10\nset yrange [0.0015:30]\nset xrange [0.4:" ranges + 0.6 "]"
		printf "set ytics (\"0\" %g, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)\nset format y \"%%g\"\n", none
		printf "set xtics scale 0 ("
		for (r = 1; r <= ranges; r++) printf "%s\"%s\" %d", (r > 1 ? ", " : ""), range[r], r
		print ")\nset grid noxtics ytics\nset xlabel \"tokens of the true program\""
		print "set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead lc rgb \"#505050\" dt 2"
		print "set ylabel \"tasks solved, hnps = 1 (log axis)\""
		print "set key at screen 0.5, 0.99 center top vertical maxrows 2 Left reverse samplen 1.5"
		split("the paper (without errors)|ours, greedy|ours, with a beam of 100", title, "|")
		for (k = 0; k < panels; k++) {
			print "set title \"" title[k + 1] "\""
			for (r = 1; r <= ranges; r++)
				if (undefined[k, r])
					printf "set label %d \"0/0\" at %g, 0.006 center textcolor rgb \"#505050\"\n", r, r
				else
					printf "unset label %d\n", r
			for (m = 1; m <= methods; m++)
				printf "%s $p%d_%d using 1:2:3:4 with %s lc rgb \"%s\" pt %s ps 1.3 lw 1.5 %s",
					(m > 1 ? "," : "plot"), k, m, (k ? "yerrorbars" : "points"),
					color[(m - 1) % 8 + 1], shape[(m - 1) % 8 + 1], k ? "notitle" : "title \"" method[m] "\""
			print "\nunset ylabel"
		}
	}' "$RESULTS/table1.tsv")
draw figure3 $((600 * $(grep -c '^set title' <<< "$commands"))) 520 <<< "$commands"
