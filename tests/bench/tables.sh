#!/usr/bin/env bash
# tables - rows a second that fill --column fills, against Miller and exform doing the same, and whether they do
# SPDX-License-Identifier: MIT
#
# ROWS=1000000 is the size of the tables, made once and kept: one of plain fields, one of quoted ones, one of JSON lines. EXFORM names exform's
# program (0.10, of PyPI), which is run on a tenth of the rows. All run on one core.
# shellcheck disable=SC2016 source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
need taskset awk cmp || exit 0
ROWS=${ROWS:-1000000}
EXFORM=${EXFORM:-exform}
pin="taskset -c $core"
mkdir -p "$BIN/bench"

# Rows of a table, whose last column is known in the first three of them.
make_table() { # KIND
	awk -v size="$((ROWS * 70))" -f "$here/lines.awk" | awk -v rows="$ROWS" -v kind="$1" '
		BEGIN {
			form["plain"] = "%d,%s %s,%s,%s,%s\n"
			form["quoted"] = "\"%d\",\"%s, %s\",\"%s\",\"%s\",\"%s\"\n"
			form["json"] = "{\"id\": %d, \"name\": \"%s, %s\", \"mail\": \"%s\", \"born\": \"%s\", \"last\": \"%s\"}\n"
			if (kind != "json")
				print kind == "plain" ? "id,name,mail,born,last" : "\"id\",\"name\",\"mail\",\"born\",\"last\""
		}
		NR <= rows {
			family = $1
			sub(/,/, "", family)
			mail = $(NF - 1)
			gsub(/[<>]/, "", mail)
			given = $0
			sub(/^[^,]*, /, "", given)
			sub(/ <.*/, "", given)
			last = NR <= 3 ? family : ""
			printf form[kind], NR, kind == "plain" ? given : family, kind == "plain" ? family : given, mail, $NF, last
		}'
}

# What somebody else makes of the table is what we make of it, but for the spelling.
same() { # FORMAT OURS COMMAND
	cmp <(mlr --i"$1" --ojson cat "$2") <(eval "$3" | mlr --i"$1" --ojson cat) || { echo "fill: not the same as $3" >&2; exit 1; }
}

bench() { # KIND FORMAT COLUMN-OF-EXFORM EXPRESSION-OF-MILLER EXAMPLE-OF-EXFORM
	local kind=$1 format=$2 column=$3 expression=$4 example=$5
	local table=$BIN/bench/table-$kind-$ROWS tenth=$tmp/tenth-$kind runs
	local ours="fill -q --column --from name --to last" miller="mlr --csv put '$expression'" other="$EXFORM -q $column -e '$example'"

	[ "$kind" != quoted ] || miller="mlr --csv --quote-all put '$expression'"
	if [ "$kind" = json ]; then
		ours="fill -q --json --from name --to last"
		miller="mlr --ijsonl --ojsonl put '$expression'"
	fi
	if [ ! -f "$table" ]; then
		make_table "$kind" > "$table.part"
		mv "$table.part" "$table"
	fi
	head -n $((ROWS / 10)) "$table" > "$tenth"
	runs=(ours "$pin $ours -j 1 $table > /dev/null" every "$ours $table > /dev/null" few "$pin $ours -j 1 $tenth > /dev/null")
	if need mlr; then
		$ours "$tenth" > "$tmp/ours"
		same "$format" "$tmp/ours" "$miller $tenth"
		runs+=(miller "$pin $miller $table > /dev/null")
	fi
	need "$EXFORM" && runs+=(exform "$pin $other $tenth > /dev/null")
	rounds "${runs[@]}"
	result "tables/$kind" "$(calc %.0f "$ROWS / $(took ours)")" rows/s "one core, $(stat -c %s "$table") bytes: $ours"
	result "tables/$kind/all-cores" "$(calc %.0f "$ROWS / $(took every)")" rows/s "the same on $cores cores"
	if [ -f "$tmp/took.miller" ]; then
		result "tables/$kind/miller" "$(calc %.0f "$ROWS / $(took miller)")" rows/s "the same table, one core: $miller"
		result "tables/$kind/miller/ratio" "$(calc %.2f "$(took miller) / $(took ours)")" ratio "wanted: at least 1; its time to ours"
	fi
	if [ -f "$tmp/took.exform" ]; then
		result "tables/$kind/exform" "$(calc %.0f "$ROWS / 10 / $(took exform)")" rows/s "a tenth of the table, one core: $other"
		result "tables/$kind/exform/ratio" "$(calc %.2f "$(took exform) / $(took few)")" ratio "wanted: at least 1; its time to ours"
	fi
}

bench plain csv '--field 2' '$last = sub($name, "^.* ", "")' 'Ada Lovelace => Lovelace'
bench quoted csv '--csv --field 2' '$last = sub($name, ",.*$", "")' 'Lovelace, Ada => Lovelace'
bench json jsonl '--json-field name' '$last = sub($name, ",.*$", "")' 'Lovelace, Ada => Lovelace'
