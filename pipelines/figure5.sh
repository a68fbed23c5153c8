#!/usr/bin/env bash
# figure5 - the task embeddings of five programs' pairs, in two dimensions (5.3.2)
# SPDX-License-Identifier: MIT
#
#     pipelines/figure5.sh [--redraw]       --redraw: from RESULTS/figure5.tsv as it is
#
# Five programs of the test split of D_short, each of their pairs embedded as a task of its own, and the first two principal components of these.
# The points go to RESULTS/figure5.tsv, the picture to RESULTS/figure5.png. Wants gnuplot.
set -euo pipefail
# shellcheck source=pipelines/tables.sh
. "$(dirname "$0")/tables.sh"

wants_gnuplot
if [ "${1-}" != --redraw ]; then
	"$root/pipelines/train-short.sh"
	model=$MODELS/naive-short.model file=$MODELS/embeddings.tsv
	fresh "$file" figure5 "$model"
	# each pair is a group of its own, whose name begins with its program
	step "$file" "take -q --split test -n 5 '$DATA/short.msgpack.zst' | show --json |
		jq -r '\"\\(.id) \\(.program)\" as \$name | .pairs | to_entries[] | [.value[0], .value[1], \"\\(\$name) #\\(.key)\"] | @tsv' |
		pairs -q --group 3 | embed -q -m '$model' | show --json | jq -r '[(.name | sub(\" #[0-9]+$\"; \"\"))] + .embedding | @tsv'"

	mkdir -p "$RESULTS"
	{
		provenance figure5 'Figure 5: first two principal components of the task embeddings of pairs' naive-short
		awk -f "$root/pipelines/pca.awk" "$file"
	} > "$RESULTS/figure5.tsv.$$"
	mv "$RESULTS/figure5.tsv.$$" "$RESULTS/figure5.tsv"
fi

# The points of a program are a block of data, the program its title.
commands=$(awk -F '\t' '
		/^#/ { if (/variance/) summary = substr($0, 3); next }
		$1 != last { if (n++) print "EOD"; printf "$points%d << EOD\n", n; last = $1; title[n] = $1 }
		{ print $2, $3 }
		END {
			print "EOD\nset title \"" summary "\""
			print "set key at screen 0.08, 0.17 left top vertical maxrows " n " Left reverse samplen 1\nset bmargin at screen 0.26"
			print "set xlabel \"first component\"\nset ylabel \"second component\""
			split("#0072b2 #d55e00 #009e73 #cc79a7 #e69f00", color, " ")
			split("7 5 9 6 12", shape, " ")
			for (i = 1; i <= n; i++) {
				sub(/^[0-9]+ Concat c\( /, "", title[i]); sub(/ c\)$/, "", title[i])
				gsub(/\\/, "\\\\", title[i]); gsub(/"/, "\\\"", title[i])
				printf "%s $points%d using 1:2 with points pt %s ps 1.4 lw 1.5 lc rgb \"%s\" title \"%s\"", (i > 1 ? "," : "plot"), i,
					shape[i], color[i], title[i]
			}
			print ""
		}' "$RESULTS/figure5.tsv")
draw figure5 900 800 <<< "$commands"
grep variance "$RESULTS/figure5.tsv"
