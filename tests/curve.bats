# curve - pictures of how trainings went
# SPDX-License-Identifier: MIT

load lib/common

curve=$root/pipelines/curve.sh

picture() { # FILE: its width and height, when it is a PNG
	/usr/bin/python3 -c 'import struct, sys
data = open(sys.argv[1], "rb").read()
assert data[:8] == b"\x89PNG\r\n\x1a\n" and data[-8:-4] == b"IEND" and len(data) > 5000, data[:8]
print(*struct.unpack(">2I", data[16:24]))' "$1"
}

# A log of train: one of an early version, with two lines of comments, will do as well.
log() { # PRESET ROWS
	printf '# train 0.1.0 --model flat --preset %s --seed 1; BLIS 0.9.0, kernel skx\n# reading=edges hidden=64 task=256\n' "$1"
	printf 'step\tprograms\tepoch\ttflop\trate\ttrain_loss\ttrain_tokens\tloss\ttokens\tgiven\tall\tseconds\n'
	for ((n = 1; n <= $2; n++)); do
		printf '%d\t%d\t1\t%d.5\t0.001\t0.%d\t0.8\t0.%d\t0.8\t0.%d\t0\t%d\n' $n $((n * 3000)) $n $((900 - n)) $((800 - 9 * n)) $((10 + n)) $((n * 13))
	done
}

@test "logs of train become a picture" {
	command -v gnuplot > /dev/null || skip 'no gnuplot here'
	dslsample -q -n 300 | iogen -q | train -q --preset edges --set hidden=8,task=8,decoder=8,batch=16,pairs=2 --epochs 2 --validations 3 --log real.tsv > model
	log edges 30 > "it's one.tsv"
	cp "it's one.tsv" two.tsv
	log small 1 > short.tsv
	run -0 "$curve" one.png "it's one.tsv"
	[ -z "$output" ]
	read -r width height < <(picture one.png)
	[ "$width" -ge 1000 ] && [ "$height" -ge 600 ]
	run -0 "$curve" --minutes nested/all.png real.tsv "it's one.tsv" two.tsv short.tsv
	[ -z "$output" ]
	[ "$(picture nested/all.png | cut -d ' ' -f 2)" -gt "$height" ]
	[ "$(find . -name '*.part' | wc -l)" -eq 0 ]
	run ! cmp -s one.png nested/all.png
}

blue() { # PNG: how many pixels of the upper half, below the legend, have the first line's colour
	/usr/bin/python3 - "$1" <<-'END'
	import struct, sys, zlib
	data, at, packed = open(sys.argv[1], "rb").read(), 8, b""
	while at < len(data):
	    n, kind = struct.unpack(">I4s", data[at:at + 8])
	    body, at = data[at + 8:at + 8 + n], at + 12 + n
	    if kind == b"IHDR":
	        width, height, depth, colour = struct.unpack(">IIBB", body[:10])
	    packed += body if kind == b"IDAT" else b""
	assert (depth, colour) == (8, 2)
	rows, above, count, size = zlib.decompress(packed), bytes(3 * width), 0, 3 * width + 1
	for y in range(height // 2):
	    how, row = rows[y * size], bytearray(rows[y * size + 1:(y + 1) * size])
	    for i in range(3 * width):
	        a, b, c = (row[i - 3], above[i], above[i - 3]) if i > 2 else (0, above[i], 0)
	        p = [(abs(b - c), 0, a), (abs(a - c), 1, b), (abs(a + b - 2 * c), 2, c)]
	        row[i] = row[i] + (0, a, b, (a + b) // 2, min(p)[2])[how] & 255
	    count += sum(row[i:i + 3] == b"\x00\x72\xb2" for i in range(0, 3 * width, 3)) if y > 100 else 0
	    above = row
	print(count)
	END
}

@test "a share that is all right has a place on the axis of errors, too" {
	command -v gnuplot > /dev/null || skip 'no gnuplot here'
	log edges 5 > some.tsv
	sed 's/\t0\.[0-9]*\t0\t/\t1\t0\t/' some.tsv > all.tsv
	[ "$(awk -F '\t' '$10 == 1' all.tsv | wc -l)" -eq 5 ]
	run -0 "$curve" all.png all.tsv
	[ -z "$output" ]
	[ "$(blue all.png)" -gt 100 ]
	run -0 "$curve" both.png all.tsv some.tsv
	[ -z "$output" ]
	[ "$(blue both.png)" -gt 100 ]
}

@test "what is no log is named, and no picture made" {
	log edges 3 > good.tsv
	log edges 0 > empty.tsv
	printf 'a\tb\n1\t2\n' > other.tsv
	while IFS='|' read -r message arguments; do
		# shellcheck disable=SC2086
		run -2 "$curve" $arguments
		[[ "$output" == "curve.sh: $message"* ]]
		[ ! -e x.png ]
	done <<-'END'
	usage: |x.png
	usage: |
	unknown option '--hours'|--hours x.png good.tsv
	good.tsv: its name is to end in .png|good.tsv good.tsv
	nowhere.tsv: no such file|x.png good.tsv nowhere.tsv
	other.tsv: not a log of train|x.png other.tsv
	empty.tsv: no validation yet|x.png empty.tsv
	END
	cp -rs /usr/bin bin
	rm -f bin/gnuplot*
	PATH=$PWD/bin run -2 "$curve" x.png good.tsv
	[ "$output" = 'curve.sh: gnuplot is missing: apt-get install gnuplot-nox' ]
}
