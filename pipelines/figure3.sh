#!/usr/bin/env bash
# figure3 - Table 1 relative to HNPS (5.3.1)
# SPDX-License-Identifier: MIT
#
# The paper's figure and ours, side by side, of the methods that the paper has: RESULTS/figure3.png. Wants gnuplot.
set -euo pipefail
# shellcheck source=pipelines/tables.sh
. "$(dirname "$0")/tables.sh"

wants_gnuplot
"$root/pipelines/table1.sh"

# The methods that the paper has, below the names of the columns.
rows=$(awk -F '\t' '$1 == "right on" || ($1 == "given" && $2 == "[,)" && $3 != "tasks" && $4 != "-")' "$RESULTS/table1.tsv")

# A line for each range and, for the paper and for us, a column for each method: its share of what HNPS reaches, and no
# bar where there is none.
relative() {
	awk -F '\t' '
		NR == 1 { for (i = 4; i <= NF; i += 2) { range[i] = $i; sub(/,.*/, "", range[i]) } columns = NF }
		NR > 1 { method[++n] = $3; for (i = 4; i <= columns; i++) reached[$3, i] = $i }
		END {
			for (i = 4; i <= columns; i += 2) {
				printf "\"%s\"", range[i]
				for (whose = 0; whose < 2; whose++)
					for (m = 1; m <= n; m++) {
						most = reached["hnps", i + whose]
						one = reached[method[m], i + whose]
						printf " %s", one == "-" || most + 0 == 0 ? 0 : one / most
					}
				print ""
			}
		}' <<< "$rows"
}

methods=$(tail -n +2 <<< "$rows" | cut -f 3)
count=$(wc -l <<< "$methods")
commands=$(
	printf '%s << EOD\n%s\nEOD\n' "\$relative" "$(relative)"
	cat <<-END
	names = "$(tr '\n' ' ' <<< "$methods")"
	array color[8] = ["#c0c0c0", "#909090", "#505050", "#f0e442", "#e69f00", "#56b4e9", "#0072b2", "#009e73"]
	set multiplot layout 1,2
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
)
draw figure3 1200 520 <<< "$commands"
