#!/usr/bin/env bash
# readme-tables - puts the tables of pipelines/results into the README.md there
# SPDX-License-Identifier: MIT
#
#     pipelines/readme-tables.sh [README]
#
# Between the lines <!-- table1 --> and <!-- /table1 --> goes pipelines/results/table1.tsv as Markdown, with what it is, and with the settings that it
# was made with: of its blocks the one on the given pairs, with ranges as [10,25). A table without a file stays as it is.
set -euo pipefail
# shellcheck source=pipelines/steps.sh
. "$(dirname "$0")/steps.sh"

readme=${1:-$root/pipelines/results/README.md}

# Two columns, `X, paper` and `X, ours`, become one.
markdown() { # FILE
	awk -F '\t' -v file="${1##*/}" '
		/^# Table/ { what = substr($0, 3); sub(/\. paper: .*/, "", what) }
		/^# settings: / { settings = substr($0, 13) }
		/^#/ { next }
		first == 3 && ($1 != "given" || $2 == "(,]") { next }
		!head {
			first = $1 == "right on" ? 3 : 1
			row = "| " $first " |"
			ruler = "|---|"
			for (i = first + 1; i <= NF; i += 2) {
				sub(/, paper$/, "", $i)
				row = row " " $i " |"
				ruler = ruler "--:|"
			}
			head = 1
			printf "\n**%s**; paper / ours ([%s](%s): %s)\n\n%s\n%s\n", what, file, file, settings, row, ruler
			next
		}
		{
			row = "| " $first " |"
			for (i = first + 1; i <= NF; i += 2) row = row " " ($i == "" ? "" : $i " / ") $(i + 1) " |"
			print row
		}
		END { print "" }' "$1"
}

for file in "$root"/pipelines/results/table*.tsv; do
	name=$(basename "$file" .tsv)
	grep -qxF "<!-- $name -->" "$readme" || continue
	markdown "$file" > "$readme.table"
	awk -v name="$name" -v table="$readme.table" '
		$0 == "<!-- /" name " -->" { skip = 0 }
		!skip { print }
		$0 == "<!-- " name " -->" { while ((getline line < table) > 0) print line; skip = 1 }
		END { exit skip }' "$readme" > "$readme.new" || die "$readme: no <!-- /$name -->"
	rm "$readme.table"
	cat "$readme.new" > "$readme"
	rm "$readme.new"
done
