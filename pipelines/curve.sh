#!/usr/bin/env bash
# curve - draws how trainings went: what train --log wrote
# SPDX-License-Identifier: MIT
#
#     pipelines/curve.sh [--minutes] OUT.png LOG.tsv...
#
# Above, the share of the validation tasks that are not right on the given pairs, on a logarithmic axis, where none is
# drawn at half of the least there is; below, the validation loss for each token. To the left against the programs that
# were seen; to the right against the operations, which are the same on any machine, or with --minutes against the time.
# Each log is a line with a colour and a shape of its own, called by its preset and the encoder's size, and by its best
# share of right tasks.
#
# Needs gnuplot: `make deps` installs it (Debian's gnuplot-nox).
set -euo pipefail
# shellcheck source=pipelines/steps.sh
. "$(dirname "$0")/steps.sh"

usage='usage: curve.sh [--minutes] OUT.png LOG.tsv...'
x=tflop
if [ "${1-}" = --minutes ]; then
	x=minutes
	shift
fi
case ${1-} in
-h | --help) echo "$usage"; exit ;;
-*) die "unknown option '$1'; $usage" ;;
esac
[ $# -ge 2 ] || die "$usage"
out=$1
shift
[[ $out == *.png ]] || die "$out: its name is to end in .png"
command -v gnuplot > /dev/null || die 'gnuplot is missing: apt-get install gnuplot-nox'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A log's comments name its settings: --preset in the first, others as NAME=VALUE.
called() { # LOG
	awk '
		/^#/ {
			for (i = 1; i < NF; i++)
				if ($i == "--preset")
					preset = $(i + 1)
			for (i = 1; i <= NF; i++)
				if ($i ~ /^hidden=/)
					hidden = substr($i, 8)
		}
		END { print (preset ? preset : "?") ", hidden " (hidden ? hidden : "?") }' "$1"
}

# programs, right in percent, loss, tflop, minutes: a row for each validation. Not right is 100 less the second.
points() { # LOG
	awk -F '\t' '
		/^#/ { next }
		!columns {
			for (columns = 1; columns <= NF; columns++)
				at[$columns] = columns
			if (!("programs" in at) || !("given" in at) || !("loss" in at) || !("tflop" in at) || !("seconds" in at))
				exit 1
			next
		}
		{ print $at["programs"], 100 * $at["given"], $at["loss"], $at["tflop"], $at["seconds"] / 60 }' "$1"
}

names=()
for log; do
	[ -f "$log" ] || die "$log: no such file"
	points "$log" > "$work/${#names[@]}" || die "$log: not a log of train"
	[ -s "$work/${#names[@]}" ] || die "$log: no validation yet"
	names+=("$(called "$log")")
done
for ((i = 0; i < $#; i++)); do
	label=${names[i]}
	for ((k = 0; k < $#; k++)); do          # two of a kind: by their files, too
		if [ "$k" -ne "$i" ] && [ "${names[k]}" = "${names[i]}" ]; then
			label=${names[i]}" ($(basename "${@:i + 1:1}" .tsv))"
		fi
	done
	printf '%s: best %s %%\n' "$label" "$(awk '{ if ($2 > best) best = $2 } END { printf "%.1f", best }' "$work/$i")"
done > "$work/labels"

# One panel: lines of column X and the expression Y.
panel() { # X Y TITLES
	local i

	printf 'plot'
	for i in "${!names[@]}"; do
		[ "$i" -eq 0 ] || printf ','
		printf ' "%s/%d" using %s:(%s) with linespoints linestyle %d ' "$work" "$i" "$1" "$2" $((i + 1))
		if [ "$3" = titles ]; then
			printf 'title "%s"' "$(sed -n "$((i + 1))p" "$work/labels" | sed 's/[\\"]/\\&/g')"
		else
			printf notitle
		fi
	done
	echo
}

# The range of a column in all logs, with a little room, and what stands at its axis: 1, 2, 5, 10, or powers of 10 when they are many.
axis() { # COLUMN
	cat "$work"/[0-9]* | awk -v column="$1" '
		$column > 0 { x = $column; if (!n++ || x < low) low = x; if (x > high) high = x }
		END {
			low /= 1.15
			high *= 1.15
			printf "set xrange [%.9g:%.9g]\nset xtics (", low, high
			for (e = -6; e < 16; e++)
				for (k = 1; k <= 5; k += k == 1 ? 1 : 3) {
					at = k * 10 ^ e
					if (at < low || at > high || (k > 1 && high / low > 400))
						continue
					label = at >= 1e9 ? at / 1e9 "G" : at >= 1e6 ? at / 1e6 "M" : at >= 1e3 ? at / 1e3 "k" : at ""
					printf "%s\"%s\" %.9g", comma, label, at
					comma = ", "
				}
			print ")"
		}'
}

# How the axis of errors is drawn: from below the least share that is not right to the largest, and what no error is drawn at.
errors_axis() {
	cat "$work"/[0-9]* | awk '
		{ e = 100 - $2; if (e > 1e-9 && (!n++ || e < low)) low = e; if (e > high) high = e; if (e <= 1e-9) none = 1 }
		END {
			if (!n) low = high = 1
			floor = low / 2
			printf "floor = %.9g\nerror(x) = 100 - x > 1e-9 ? 100 - x : floor\n", floor
			printf "set yrange [%.9g:%.9g]\nset ytics (", (none ? floor : low) / 1.2, high * 1.2
			for (e = -3; e <= 2; e++)
				for (k = 1; k <= 5; k += k == 1 ? 1 : 3)
					if (k * 10 ^ e <= 100) { printf "%s%g", comma, k * 10 ^ e; comma = ", " }
			if (none) printf "%s\"0\" %.9g", comma, floor
			print ")"
		}'
}

# What stands at the axis of the loss: 1, 2, 5, 10, or more between them when the losses are near to each other.
loss_ticks() {
	cat "$work"/[0-9]* | awk '
		{ if (!n++ || $3 < low) low = $3; if ($3 > high) high = $3 }
		END {
			n = split(high > 4 * low ? "1 2 5" : "1 1.2 1.5 2 2.5 3 4 5 6 7 8", digits, " ")
			for (e = -6; e < 3; e++)
				for (k = 1; k <= n; k++) {
					printf "%s%g", comma, digits[k] * 10 ^ e
					comma = ", "
				}
		}'
}

head=$((56 + 26 * ${#names[@]}))         # pixels above the panels
height=$((820 + head))
if [ "$x" = tflop ]; then
	column=4 title='TFLOP of matrix products'
else
	column=5 title='minutes of training'
fi
{
	cat <<-END
	set terminal pngcairo noenhanced size 1300,$height font "DejaVu Sans,13" background "white"
	set output "$work/out.png"
	set border 3 linecolor rgb "#808080"
	set tics nomirror textcolor rgb "#303030"
	set grid linecolor rgb "#d8d8d8" linetype 1
	set key off
	set logscale x 10
	END
	# the colours of Okabe and Ito, which nearly everybody can tell apart, with shapes for who can't
	i=1
	for style in 0072b2:7 d55e00:5 009e73:9 cc79a7:11 e69f00:13 56b4e9:6 000000:4 b8a800:8; do
		echo "set style line $i linewidth 2 linecolor rgb \"#${style%:*}\" pointtype ${style#*:} pointsize 0.8"
		i=$((i + 1))
	done
	cat <<-END
	top = 1 - $head.0 / $height
	set multiplot
	set lmargin at screen 0.07; set rmargin at screen 0.50
	set tmargin at screen top; set bmargin at screen 0.53 * top + 0.03
	set label 1 "not right on the given pairs, % of the validation tasks (log axes)" at graph 0, 1.04 left font ",14"
	set logscale y 10
	$(errors_axis)
	set key on at screen 0.065, 0.99 left top vertical maxrows ${#names[@]} Left reverse samplen 2 spacing 1.3
	END
	axis 1
	panel 1 'error(column(2))' titles
	cat <<-END
	set key off
	unset label 1
	set lmargin at screen 0.55; set rmargin at screen 0.98
	END
	axis "$column"
	panel "$column" 'error(column(2))' no
	cat <<-END
	set tmargin at screen 0.53 * top - 0.045; set bmargin at screen 0.075
	set lmargin at screen 0.07; set rmargin at screen 0.50
	set label 2 "loss for each token, validation (log axes)" at graph 0, 1.04 left font ",14"
	set yrange [*:*]
	set autoscale yfix
	set offsets 0, 0, graph 0.04, graph 0.04
	set ytics ($(loss_ticks))
	set format y "%g"
	set xlabel "programs seen"
	END
	axis 1
	panel 1 'column(3)' no
	cat <<-END
	unset label 2
	set lmargin at screen 0.55; set rmargin at screen 0.98
	set xlabel "$title"
	END
	axis "$column"
	panel "$column" 'column(3)' no
	echo 'unset multiplot'
} > "$work/plot"
gnuplot "$work/plot" > "$work/said" 2>&1 || { cat "$work/said" >&2; die 'gnuplot failed'; }
mkdir -p "$(dirname "$out")"
cp "$work/out.png" "$out.part"
mv "$out.part" "$out"
