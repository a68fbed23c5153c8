#!/usr/bin/env bash
# readme-tables - puts the tables of pipelines/results into README.md
# SPDX-License-Identifier: MIT
#
#     pipelines/readme-tables.sh [README]
#
# Between the lines <!-- table1 --> and <!-- /table1 --> goes pipelines/results/table1.tsv as Markdown: of blocks the one on the given pairs and
# with ranges [10,25). A table without a file stays as it is.
set -euo pipefail
# shellcheck source=pipelines/steps.sh
. "$(dirname "$0")/steps.sh"

readme=${1:-$root/README.md}

markdown() { # FILE
	awk -F '\t' '
		/^# settings: / { settings = substr($0, 13) }
		/^#/ { next }
		{ first = 1 }
		blocks || $1 == "right on" { first = 3; if (blocks && ($1 != "given" || ($2 != "[,)" && $2 != "-"))) next; blocks = 1 }
		{
			line = ""
			for (i = first; i <= NF; i++) line = line "| " $i " "
			print line "|"
		}
		!head++ { line = ""; for (i = first; i <= NF; i++) line = line (i > first ? "|--:" : "|---"); print line "|" }
		END { if (settings) printf "\n%s\n", settings }' "$1"
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
