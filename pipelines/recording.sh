#!/usr/bin/env bash
# recording - fill at work, as a picture: a real run, written as an animated SVG
# SPDX-License-Identifier: MIT
#
#     pipelines/recording.sh [OUT.svg]
#
# Runs the commands below in an empty folder and draws what they print, stdout and stderr as they come, in the order
# of a terminal. The same tools make the same bytes. What moves ends with all of it visible: a viewer that doesn't
# animate shows the last state, and so does one that is told to reduce motion. The picture has its own dark ground, so
# it looks the same on light and on dark pages.
set -euo pipefail
# shellcheck source=pipelines/steps.sh
. "$(dirname "$0")/steps.sh"

out=$(realpath -m "${1:-$root/pipelines/results/fill.svg}")
[[ $out == *.svg ]] || die "$out: its name is to end in .svg"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat > people.csv << 'CSV'
name,full
"Lovelace, Ada",Ada Lovelace
"Hopper, Grace",Grace Hopper
"Turing, Alan",
"Čapek, Karel",
CSV
printf '2.5\t2.50\n1234.567\t1234.57\n' > decimals.tsv

# Runs a command and shows it as typed, then what it printed. An answer of "not sure" is status 0 or 1, never an error.
shown() { # COMMAND
	printf '$ %s\n' "$1"
	bash -o pipefail -c "$1" 2>&1 || [ $? -eq 1 ] || die "the command failed: $1"
	echo
}

{
	shown 'cat people.csv'
	shown 'fill --column --from name --to full people.csv'
	shown 'cat decimals.tsv'
	shown "printf '%s\\n' 99.999 7 | fill decimals.tsv"
} > session

# Long lines go on in the next row, as in a terminal of 114 columns.
expand session | awk '
	function text(s) { gsub(/&/, "\\&amp;", s); gsub(/</, "\\&lt;", s); gsub(/>/, "\\&gt;", s); return s }
	{ lines[++n] = $0 }
	END {
		while (n && lines[n] == "") n--
		columns = 114; step = 19; clock = 0
		for (i = 1; i <= n; i++) {
			typed = lines[i] ~ /^\$ /
			if (typed && commands++ == 1) clock = 1.2          # the first is there from the beginning, and what it printed
			class = typed ? "typed" : lines[i] ~ /^fill: not sure/ ? "doubt" : lines[i] ~ /^fill: / ? "told" : ""
			rest = lines[i]
			do {
				y = 30 + step * ++row
				body = body sprintf("<text class=\"%s\" x=\"16\" y=\"%d\" style=\"", class, y)
				body = body (commands == 1 ? "animation:none" : sprintf("animation-delay:%.2fs", clock))
				if (typed && commands > 1)
					body = body sprintf(";animation-duration:%.2fs;animation-timing-function:steps(%d)",
						length(rest) * 0.035, length(rest))
				body = body sprintf("\">%s</text>\n", text(substr(rest, 1, columns)))
				rest = substr(rest, columns + 1)
			} while (rest != "")
			clock += typed ? length(lines[i]) * 0.035 + 0.4 : lines[i] == "" ? 1.4 : 0.06
		}
		height = 30 + step * row + 22; width = 32 + 7.83 * columns
		printf "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:space=\"preserve\" role=\"img\" "
		printf "viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\">\n", width, height, width, height
		print "<title>A session at the shell: fill finds the program behind two examples, " \
			"and says where it is not sure</title>"
		print "<style>"
		print "text { font: 13px \"DejaVu Sans Mono\", Menlo, Consolas, monospace; fill: #d8dee9; white-space: pre }"
		print "text { animation: appear 0.01s both }"
		print ".typed { fill: #ffffff; font-weight: bold; animation-name: type }"
		print ".told { fill: #8fd0a0 }"
		print ".doubt { fill: #f2c14e }"
		print "@keyframes appear { from { opacity: 0 } }"
		print "@keyframes type { from { clip-path: inset(0 100% 0 0) } to { clip-path: inset(0 0 0 0) } }"
		print "@media (prefers-reduced-motion: reduce) { text { animation: none } }"
		print "</style>"
		printf "<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"#1b2129\" stroke=\"#6b7684\"/>\n", width, height
		print "<circle cx=\"20\" cy=\"18\" r=\"5\" fill=\"#6b7684\"/><circle cx=\"37\" cy=\"18\" r=\"5\" fill=\"#6b7684\"/>" \
			"<circle cx=\"54\" cy=\"18\" r=\"5\" fill=\"#6b7684\"/>"
		printf "%s</svg>\n", body
	}' > picture
mkdir -p "$(dirname "$out")"
cp picture "$out"
