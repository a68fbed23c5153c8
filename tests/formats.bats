# formats - the streams as formats/README.md tells them, and what tools do with damaged ones
# SPDX-License-Identifier: MIT

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	root=$BATS_TEST_DIRNAME/..
	golden=$root/tests/golden
	streams=$BIN/unit/streams
}

# The README's reader, as it stands there.
reader() {
	sed -n '/^```python$/,/^```$/p' "$root/formats/README.md" | sed '1d;$d' > reader.py
	test -s reader.py
	/usr/bin/python3 reader.py
}

# The README's nth dump of bytes.
example() { # N
	awk -v n="$1" '/^000000 / { count++; on = count == n } /^```$/ { on = 0 } on' "$root/formats/README.md"
}

printed() {
	zstd -dc "$1" | /usr/bin/python3 -c 'import sys, msgpack; print(*msgpack.Unpacker(sys.stdin.buffer), sep="\n")'
}

refused() { # FILE MESSAGE
	run -2 --separate-stderr "$BIN/show" "$1"
	echo "$stderr"
	[ "${#stderr_lines[@]}" -eq 1 ]
	[[ "$stderr" == "show: $1: "*"$2"* ]]
}

@test "the reader in formats/README.md reads our streams as we do" {
	"$streams" -w sample.zst
	zstd -dc sample.zst | reader > theirs
	"$streams" -r sample.zst > ours
	[ "$(wc -l < ours)" -eq 4 ]
	diff ours theirs
}

@test "and streams that were joined, and not one that was cut" {
	"$streams" -w one.zst
	cat one.zst one.zst one.zst > three.zst
	zstd -dc three.zst | reader > theirs
	"$streams" -r three.zst > ours
	[ "$(wc -l < ours)" -eq 12 ]
	diff ours theirs
	for less in 1 20 300 500 700; do
		head -c -$less three.zst > cut.zst
		run -1 bash -o pipefail -c 'zstd -dcq cut.zst 2> why | /usr/bin/python3 reader.py'
		run -2 "$streams" -r cut.zst
		[[ "$output" == *"cut short"* ]]
	done
}

@test "the examples in formats/README.md are what was written" {
	example 1 > told
	zstd -dc "$golden/program.msgpack.zst" | od -A x -t x1z -v > is
	[ -s is ]
	diff told is
	example 2 > told
	zstd -dc "$golden/tiny.model" | od -A x -t x1z -v > is
	diff told is
}

@test "streams of version 1 can be read" {
	run -0 "$BIN/show" "$golden/program.msgpack.zst"
	run -0 "$BIN/show" "$golden/all-fields.msgpack.zst"
	"$streams" -w now.zst
	printed now.zst > now
	printed "$golden/all-fields.msgpack.zst" > then
	diff <(sed 1d then) <(sed 1d now)
}

@test "a tool says which file is no stream, and why" {
	: > empty
	refused empty "empty: no stream"
	printf 'input\toutput\n' > text
	refused text "not a zstd stream"
	gzip -c text > text.gz
	refused text.gz "not a zstd stream"
	zstd -q text
	refused text.zst "does not begin with a head"
	"$streams" -w sample.zst
	(cat sample.zst; echo junk) > junk
	refused junk "what follows the last zstd frame is no zstd frame"
	head -c 300 sample.zst > cut
	refused cut "cut short"
	zstd -dcq sample.zst | zstd -q --no-check > unchecked
	refused unchecked "no checksum"
	run -2 "$BIN/show" missing
	[ "$output" = "show: missing: No such file or directory" ]
	run -2 "$BIN/show" .
	[ "$output" = "show: .: Is a directory" ]
}

@test "standard input is called so" {
	run -2 "$BIN/show" < /dev/null
	[ "$output" = "show: <stdin>: empty: no stream" ]
}

@test "a stream that another zstd compressed is read" {
	"$streams" -w sample.zst
	zstd -dcq sample.zst | zstd -q -19 > again.zst
	diff <("$streams" -r sample.zst) <("$streams" -r again.zst)
}

@test "a file appears only when it is whole" {
	"$BIN/dslsample" -q -n 5 -o whole.zst
	"$BIN/show" whole.zst
	head -c 60 whole.zst > cut.zst
	run -2 "$BIN/iogen" -q -o out.zst cut.zst
	[ ! -e out.zst ]
	[ -z "$(find . -name '.hnps-*')" ]
}

@test "an output that is no regular file is written as it is" {
	"$BIN/dslsample" -q -n 5 -o /dev/null
	[ -c /dev/null ]
	run -2 "$BIN/dslsample" -q -n 5 -o /dev/full
	[ "$output" = "dslsample: /dev/full: No space left on device" ]
	mkfifo fifo
	cat fifo > copy.zst &
	"$BIN/dslsample" -q -n 5 -o fifo
	wait
	"$BIN/show" copy.zst
}

@test "a stream tells its history" {
	"$BIN/dslsample" -q -n 3 --seed 4 | "$BIN/iogen" -q --seed 5 > made.zst
	printed made.zst > made
	grep -q "'tool': 'iogen'.*'seed': 5.*'from': \[{'format': 'hnps.tasks'.*'tool': 'dslsample'.*'seed': 4.*'from': \[\]" made
	run ! grep -q "'quiet'\|'output'\|'shard'" made
}

@test "the parts of a sharded run, joined, have the history of the whole" {
	for part in 1 2 3; do
		"$BIN/dslsample" -q -n 10 --shard "$part/3" -o "part$part.zst"
	done
	"$BIN/dslsample" -q -n 10 | "$BIN/iogen" -q > whole.zst
	cat part1.zst part2.zst part3.zst | "$BIN/iogen" -q > joined.zst
	printed whole.zst > whole
	printed joined.zst > joined
	diff whole joined
	run ! grep -q also_from joined
}

@test "streams of different runs, joined, are both told" {
	"$BIN/dslsample" -q -n 2 --seed 4 > a.zst
	"$BIN/dslsample" -q -n 2 --seed 5 > b.zst
	cat a.zst b.zst | "$BIN/iogen" -q > c.zst
	printed c.zst | head -n 1 | grep "'seed': 4"
	printed c.zst | tail -n 1 | grep "'also_from': \[{.*'seed': 5"
}

@test "records of a wrong shape are refused by every tool that reads them" {
	/usr/bin/python3 - <<-'END'
	import msgpack, subprocess
	pk = msgpack.packb
	def put(name, record):
	    data = pk({"format": "hnps.tasks", "version": 1}) + record + pk({"end": 1})
	    open(name, "wb").write(subprocess.run(["zstd", "-q"], input=data, stdout=subprocess.PIPE).stdout)
	put("empty", b"\x80")
	put("text", pk({"id": "0"}))
	put("pairs", pk({"id": 0, "pairs": "x"}))
	put("bytes", b"\x82\xa2id\x00\xa7program\xa3\xff\xfe\xfd")
	put("key", b"\x82\xa2id\x00\x01\x01")
	put("twice", b"\x82\xa2id\x00\xa2id\x01")
	put("unknown", b"\x83\xa2id\x00\xa1u\x01\xa1u\x02")
	END
	for file in empty text pairs bytes key twice unknown; do
		for tool in 'take -q' 'show --json' show 'exec-check -q' 'synth -q'; do
			run -2 --separate-stderr "$BIN"/$tool "$file"
			[[ "$stderr" == *": $file: record 1: "* ]]
		done
	done
	[[ "$("$BIN/take" unknown 2>&1 > /dev/null)" == "take: unknown: record 1: field 'u' is given twice" ]]
}
