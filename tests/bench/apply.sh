#!/usr/bin/env bash
# apply - lines a second against sed, perl and awk doing the same, and whether they do
# SPDX-License-Identifier: MIT
#
# SIZE=1000000000 is the size of the text, made once and kept. The others run in the C locale, their fastest, each with the fastest
# of several ways to say it; apply checks UTF-8. All run over a 25th of the text, and apply and the fastest of the others over all of it.
# shellcheck disable=SC2016 source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
need taskset awk sed perl cmp || exit 0
SIZE=${SIZE:-1000000000}

text=$BIN/bench/lines-$SIZE
slice=$tmp/slice
mkdir -p "$BIN/bench"
awk -v size="$((SIZE / 50))" -f "$here/lines.awk" > "$tmp/block"
cat "$tmp/block" "$tmp/block" > "$slice"
if [ ! -f "$text" ]; then
	for ((k = 0; k < 50; k++)); do cat "$tmp/block"; done > "$text.part"
	mv "$text.part" "$text"
fi
few=$(wc -l < "$slice")
all=$(wc -l < "$text")

same() { # COMMAND COMMAND
	cmp <(eval "$1") <(eval "$2") || { echo "apply: not the same: $1 | $2" >&2; exit 1; }
}

# A program, and what does the same on these lines.
extraction() { # NAME PROGRAM SED PERL AWK
	local name=$1 pin="taskset -c $core" program="apply -p '$2'" one="apply -j 1 -p '$2'" others=() runs fastest='' k
	local -A command=([sed]="sed -E '$3'" [perl]="perl -ne '$4'" [mawk]="mawk $5" [gawk]="gawk $5")

	runs=(apply "$pin $one $slice > /dev/null")
	for k in sed perl mawk gawk; do
		if ! command -v "$k" > /dev/null; then
			skipped "apply/$name/$k: not installed"
			continue
		fi
		same "$one $slice" "${command[$k]} $slice"
		others+=("$k")
		runs+=("$k" "$pin ${command[$k]} $slice > /dev/null")
	done
	rounds "${runs[@]}"
	for k in "${others[@]}"; do
		if [ -z "$fastest" ] || awk "BEGIN { exit !($(took "$k") < $(took "$fastest")) }"; then
			fastest=$k
		fi
		result "apply/$name/part/$k" "$(calc %.0f "$few / $(took "$k")")" lines/s "one core, a 25th of the text: ${command[$k]}"
	done
	result "apply/$name/part" "$(calc %.0f "$few / $(took apply)")" lines/s "one core, a 25th of the text: $2"
	result "apply/$name/part/ratio" "$(calc %.2f "$(took "$fastest") / $(took apply)")" ratio "wanted: at least 1; to $fastest"

	rounds one "$pin $one $text > /dev/null" \
		other "$pin ${command[$fastest]} $text > /dev/null" \
		every "$program $text > /dev/null" \
		file "$program $text > $BIN/bench/out"
	result "apply/$name/$fastest" "$(calc %.0f "$all / $(took other)")" lines/s "one core, $(stat -c %s "$text") bytes; the fastest of the others"
	result "apply/$name" "$(calc %.0f "$all / $(took one)")" lines/s "the same"
	result "apply/$name/ratio" "$(calc %.2f "$(took other) / $(took one)")" ratio "wanted: at least 1; to $fastest"
	result "apply/$name/all-cores" "$(calc %.0f "$all / $(took every)")" lines/s "the same on $cores cores"
	result "apply/$name/all-cores/ratio" "$(calc %.2f "$(took other) / $(took every)")" ratio "to $fastest on one core"
	result "apply/$name/to-a-file" "$(calc %.0f "$all / $(took file)")" lines/s "the same on $cores cores, written to a file"
	same "cat $BIN/bench/out" "${command[$fastest]} $text"
	rm "$BIN/bench/out"
}

extraction first-word 'Concat(SubStr(Regex(Word+, 0, Start), Regex(Word+, 0, After)))' \
	's/[^A-Za-z].*//' \
	's/[^A-Za-z\n].*//; print' \
	"'{ sub(/[^A-Za-z].*/, \"\"); print }'"
extraction between-delimiters 'Concat(SubStr(Regex("<", 0, After), Regex(">", 0, Start)))' \
	's/.*<//; s/>.*//' \
	'$at = index($_, "<") + 1; print substr($_, $at, index($_, ">") - $at), "\n"' \
	"'{ at = index(\$0, \"<\") + 1; print substr(\$0, at, index(\$0, \">\") - at) }'"
extraction last-field 'Concat(SubStr(Regex(" ", -1, After), END))' \
	's/.* //' \
	'print substr($_, rindex($_, " ") + 1)' \
	"'{ print \$NF }'"
extraction last-word 'Concat(SubStr(Regex(Word+, -1, Start), Regex(Word+, -1, After)))' \
	's/[^A-Za-z]*$//; s/.*[^A-Za-z]//' \
	's/[^A-Za-z\n]*$//; s/.*[^A-Za-z\n]//; print' \
	"-F '[^A-Za-z]+' '{ print \$(NF - 1) }'"
extraction constants-and-case \
	'Concat(SubStr(Regex(" ", 0, After), Regex(" ", 0, After, 1)), ConstStr(". "), ToCase(Allcaps, SubStr(ConstPos(0), Regex(",", 0, Start))))' \
	'h; s/,.*//; s/.*/\U&/; x; s/^[^ ]* //; s/[a-z].*/. /; G; s/\n//' \
	'print "$1. ", uc $`, "\n" if /, (.)/' \
	"'{ at = index(\$0, \",\"); print substr(\$0, at + 2, 1) \". \" toupper(substr(\$0, 1, at - 1)) }'"
