#!/usr/bin/env bash
# figure3 - Table 1 relative to HNPS (5.3.1)
# SPDX-License-Identifier: MIT
#
# The paper's figure and ours, side by side, of the methods that the paper has, and a third one when METHODS names them with a beam, as METHOD-beam:
# RESULTS/figure3.png. Wants gnuplot.
set -euo pipefail
# shellcheck source=pipelines/tables.sh
. "$(dirname "$0")/tables.sh"

wants_gnuplot
"$root/pipelines/table1.sh"

# The methods that the paper has, below the names of the columns, and those with a beam.
rows=$(awk -F '\t' '$1 == "right on" || ($1 == "given" && $2 == "[,)" && $3 != "tasks" && ($4 != "-" || $3 ~ /-beam$/))' "$RESULTS/table1.tsv")
methods=$(tail -n +2 <<< "$rows" | cut -f 3 | grep -v -e '-beam$')

# A line for each range and, for the paper, for us and for us with a beam, a column for each method: its share of what HNPS reaches, and no
# bar where there is none.
relative() {
	awk -F '\t' '
		NR == 1 { for (i = 4; i <= NF; i += 2) { range[i] = $i; sub(/,.*/, "", range[i]) } columns = NF }
		NR > 1 { for (i = 4; i <= columns; i++) reached[$3, i] = $i }
		NR > 1 && $3 !~ /-beam$/ { method[++n] = $3 }
		END {
			for (i = 4; i <= columns; i += 2) {
				printf "\"%s\"", range[i]
				for (whose = 0; whose < 3; whose++)
					for (m = 1; m <= n; m++) {
						beam = whose == 2 ? "-beam" : ""
						most = reached["hnps" beam, i + (whose > 0)]
						one = reached[method[m] beam, i + (whose > 0)]
						printf " %s", one == "-" || most + 0 == 0 ? 0 : one / most
					}
				print ""
			}
		}' <<< "$rows"
}

count=$(wc -l <<< "$methods")
panels=2
if grep -q -e $'-beam\t' <<< "$rows"; then
	panels=3
fi
commands=$(
	printf '%s << EOD\n%s\nEOD\n' "\$relative" "$(relative)"
	cat <<-END
	names = "$(tr '\n' ' ' <<< "$methods")"
	array color[8] = ["#c0c0c0", "#909090", "#505050", "#f0e442", "#e69f00", "#56b4e9", "#0072b2", "#009e73"]
	set multiplot layout 1,$panels
	set tmargin at screen 0.82
	set style data histograms
	set style histogram clustered gap 1.5
	set style fill solid
	set boxwidth 0.95
	set yrange [0:1.3]
	set xtics scale 0
	set grid noxtics
	set xlabel "tokens of the true program"
	set ylabel "tasks solved, hnps = 1"
	set title "the paper"
	set key at screen 0.5, 0.98 center top vertical maxrows 2 Left reverse samplen 1.5
	plot for [i = 1:$count] \$relative using (column(i + 1)):xtic(1) lc rgb color[(i - 1) % 8 + 1] title word(names, i)
	set title "ours"
	unset ylabel
	set key off
	set yrange [0:1.3<*]
	plot for [i = 1:$count] \$relative using (column(i + 1 + $count)):xtic(1) lc rgb color[(i - 1) % 8 + 1]
	END
	[ "$panels" -eq 2 ] || cat <<-END
	set title "ours, with a beam"
	plot for [i = 1:$count] \$relative using (column(i + 1 + 2 * $count)):xtic(1) lc rgb color[(i - 1) % 8 + 1]
	END
)
draw figure3 $((600 * panels)) 520 <<< "$commands"
