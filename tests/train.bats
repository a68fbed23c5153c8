# train - a network, its checkpoints, and what it says of them
# SPDX-License-Identifier: MIT

load lib/common

tiny='--preset edges --set hidden=16,task=16,decoder=16,batch=16,pairs=3,rate=0.02,warmup=0'
short="$tiny --validations 6 --epochs 8"                                        # 112 steps
apart='--preset paper --set embedding=8,hidden=12,task=12,token=8,decoder=12,composer=12,batch=16,pairs=3,rate=0.005,gamma=0.8,epochs=5 --validations 6'

# Data, and what uninterrupted runs make of it.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	PATH=$BIN:$PATH
	dslsample -q -n 500 | iogen -q -n 320 -o tasks
	dslsample -q -n 500 -s 2 | iogen -q -n 320 -o others
	train -q $short -o whole --log whole.tsv tasks
	train -q $apart -o whole-apart --log whole-apart.tsv tasks
	train -q --stream -n 1200 $tiny --validate 40 --validations 6 -o whole-stream --log whole-stream.tsv < <(cat tasks others others others others)
}

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	ln -s "$BATS_FILE_TMPDIR"/* .
}

same_model() { # FILE FILE
	cmp <(zstd -dcq < "$1") <(zstd -dcq < "$2")
}

# The numbers of a model's tensors, to the bit.
tensors() { # FILE
	zstd -dcfq < "$1" | /usr/bin/python3 -c '
import msgpack, sys
for x in msgpack.Unpacker(sys.stdin.buffer, max_buffer_size=0):
    if "tensor" in x: print(x["tensor"], x["rows"], x["cols"], x["type"], x["values"].hex())'
}

rows() { # LOG
	awk '/^[0-9]/ { n++ } END { print n + 0 }' "$1" 2> /dev/null || echo 0
}

# Without the seconds.
without_time() { # LOG
	awk -F '\t' -v OFS='\t' 'NF > 1 { NF-- } 1' "$1"
}

# Ends a command by a signal when its log has so many rows. What it says goes to `said`.
stopped() { # SIGNAL ROWS LOG COMMAND...
	local signal=$1 rows=$2 log=$3 status=0

	env --default-signal=INT nice -n 19 "${@:4}" 2> said <&0 &             # nice: on a busy machine it is not to end before it is signalled
	until [ "$(rows "$log")" -ge "$rows" ]; do
		kill -0 $! || { cat said; return 1; }
		sleep 0.01
	done
	kill -s "$signal" $!
	wait $! || status=$?
	[ "$status" -eq $((128 + $(kill -l "$signal"))) ] || { echo "status $status"; cat said; return 1; }
}

# Fails unless a command ends with status 2 and one line that has a text.
complains() { # TEXT COMMAND...
	run -2 --separate-stderr "${@:2}"
	echo "$stderr"
	[ -z "$output" ]
	[ "$(wc -l <<< "$stderr")" -eq 1 ]
	[[ "$stderr" == "train: "*"$1"* ]]
}

# A file of a model with its objects changed by Python: a list o of head, records, end.
edited() { # FILE CODE
	zstd -dcq < "$1" | /usr/bin/python3 -c '
import msgpack, struct, sys
o = list(msgpack.Unpacker(sys.stdin.buffer, max_buffer_size=0))
tensor = {x["tensor"]: x for x in o if "tensor" in x}
progress = next((x["progress"] for x in o if "progress" in x), None)
exec(sys.argv[1])
o[-1]["end"] = len(o) - 2
for x in o: sys.stdout.buffer.write(msgpack.packb(x))' "$2" | zstd -q --check
}

# A checkpoint of some step in the middle: `half`, and its log.
half() {
	stopped TERM 2 half.tsv train -q $short --every 0 --checkpoint half --log half.tsv tasks > /dev/null
}

# ---- training ----

@test "it learns" {
	awk -F '\t' '/^[0-9]/ { loss = $8; if (!first) first = loss; given = $10 } END { exit !(loss < first * 0.9 && given > 0) }' whole.tsv
}

@test "the number of threads changes nothing" {
	for threads in 1 2 3; do
		train -q $short -j $threads -o "threads-$threads" tasks
		same_model whole "threads-$threads"
	done
	train -q $apart -j 1 tasks > apart
	same_model whole-apart apart
}

@test "the seed and every setting of the training change what comes out" {
	train -q $short -s 2 tasks > seed
	run ! same_model whole seed
	for set in pairs=2 batch=15 schedule=exponential floor=0.5 clip=0.1 decay=0.01 dropout=0.1; do
		train -q $short --validations 1 --epochs 1 tasks > before
		train -q --preset edges --set "hidden=16,task=16,decoder=16,batch=16,pairs=3,rate=0.02,warmup=0,$set" --validations 1 --epochs 1 tasks > after
		run ! cmp -s <(tensors before) <(tensors after)
	done
}

@test "the model is that of the best validation" {
	wild='--preset edges --set hidden=16,task=16,decoder=16,batch=16,pairs=3,rate=1,clip=0,warmup=0,schedule=exponential'
	# one that gets worse at the end: the rate is far too high; with which seed depends on how numbers are rounded
	for seed in 1 2 3 4 5 6; do
		train -q $wild -s $seed --epochs 8 --validations 12 --log log -o best tasks
		row=$(awk -F '\t' '/^[0-9]/ && ($10 > given || ($10 == given && $8 < loss) || !n++) { given = $10; loss = $8; row = NR; step = $1 } END { print step }' log)
		[ "$row" -eq "$(tail -n 1 log | cut -f 1)" ] || break
	done
	[ "$row" -ne "$(tail -n 1 log | cut -f 1)" ]
	# another that ends there has the same parameters
	train -q $wild -s $seed -n $((row * 16)) --validations 1 -o there tasks
	[ "$(tensors best | wc -l)" -gt 5 ]
	cmp <(tensors best) <(tensors there)
	# a checkpoint has the best one, too: what goes on behind it ends with the same
	for seed in 1 2 3 4 5 6; do
		train -q $wild -s $seed --epochs 8 --validations 12 --log log -o best tasks
		best=$(awk -F '\t' '/^[0-9]/ { n++; if ($10 > given || ($10 == given && $8 < loss) || n == 1) { given = $10; loss = $8; at = n } } END { print at }' log)
		[ "$best" -gt 7 ] || break
	done
	[ "$best" -le 7 ]
	stopped TERM $((best + 1)) log2 train -q $wild -s $seed --epochs 8 --validations 12 --every 0 -o m --log log2 tasks
	train -q --resume m.checkpoint -o m --log log2 tasks
	same_model best m
}

@test "numbers of bf16 are those of f32, rounded" {
	train -q $short --type bf16 -o small tasks
	[ "$(stat -Lc %s small)" -lt $(($(stat -Lc %s whole) * 6 / 10)) ]
	zstd -dcq < whole > a
	zstd -dcq < small > b
	/usr/bin/python3 - <<-'END'
	import msgpack, struct
	def numbers(x):
	    v = x["values"]
	    return struct.unpack("<%df" % (len(v) // 4), v) if x["type"] == "f32" else \
	        struct.unpack("<%df" % (len(v) // 2), b"".join(b"\0\0" + v[i:i + 2] for i in range(0, len(v), 2)))
	a, b = ([x for x in msgpack.Unpacker(open(f, "rb")) if "tensor" in x] for f in "ab")
	assert len(a) == len(b) > 5
	for x, y in zip(a, b):
	    assert (x["tensor"], x["type"], y["type"]) == (y["tensor"], "f32", "bf16")
	    for p, q in zip(numbers(x), numbers(y)):
	        assert abs(p - q) <= abs(p) / 256, (x["tensor"], p, q)
	END
}

@test "a device computes what the processor does, up to rounding" {
	for device in cpu host; do
		train -q $apart --epochs 1 --device "$device" -o "$device" --log "$device.tsv" tasks
		grep -v '^#' "$device.tsv" | cut -f 6,8 | tail -n +2 > "$device.losses"
	done
	run ! cmp -s cpu host
	grep -q 'in the place of a device' host.tsv
	paste cpu.losses host.losses | awk '{ for (k = 1; k < 3; k++) if (($k - $(k + 2)) ^ 2 > 1e-8) exit 1 } END { if (NR < 6) exit 1 }'
}

@test "a checkpoint goes from one device to another" {
	stopped TERM 2 part.tsv train -q $short --device host -o model --log part.tsv --checkpoint saved --every 0 tasks
	run -0 --separate-stderr train --resume saved -o model --log part.tsv tasks
	[[ "$stderr" == *"saved: begun with the processor in the place of a device"*"the last bits will differ"* ]]
	paste <(grep -v '^#' part.tsv | cut -f 8 | tail -n +2) <(grep -v '^#' whole.tsv | cut -f 8 | tail -n +2) |
		awk '{ if (($1 - $2) ^ 2 > 0.03 ^ 2) exit 1 } END { if (NR < 6) exit 1 }'     # Adam makes steps of rounding, too
}

@test "a device that is not there is told in one line" {
	command -v nvidia-smi > /dev/null && skip "there may be a card"
	complains '--device cuda: ' train -q $short --device cuda -o model tasks
	[ ! -e model ]
	complains "tape" train -q $short --device tape -o model tasks
}

@test "a stream is seen as it comes, and read to its end" {
	yes tasks | head -n 20 | xargs cat | { train -q --stream -n 320 $tiny --validate 40 --log log -o m; cat | wc -c > left; }
	[ "$(cat left)" -eq 0 ]
	[ "$(tail -n 1 log | cut -f 1,2)" = $'20\t320' ]
	dslsample -q -n 700 | iogen -q | train -q --stream -n 320 $tiny --validate 40 > model
	show model > /dev/null
	# the first tasks are for validation, and no other
	same_model <(train -q --stream -n 320 $tiny --validate 40 < <(cat tasks others)) <(train -q --stream -n 320 $tiny --validate 40 < <(cat tasks others others))
	# damage behind what is learned from is noticed, too
	cat tasks others | head -c -5 > cut
	complains '<stdin>: ' train -q --stream -n 320 $tiny --validate 40 -o x < cut
	[ ! -e x ]
}

@test "a stream that is too short says so, and can be gone on with when it is longer" {
	complains '<stdin>: 320 tasks are too few for --count 1200 and the 40 to validate on; stopped at step 17 of 75; go on with the same tasks on standard input: ' \
		train -q --stream -n 1200 $tiny --validate 40 --validations 6 -o m < tasks
	[ ! -e m ]
	cat tasks others others others others > longer
	bash -c "${stderr##*: } < longer"
	same_model whole-stream m
	complains '<stdin>: 320 tasks are too few: validation alone takes 1000' train -q --stream -n 100 $tiny -o x < tasks
	complains 'stopped at step 17 of 75; nothing is kept, as there is no --checkpoint' train -q --stream -n 1200 $tiny --validate 40 < tasks
}

@test "a stream of programs that are taken apart loses no part between two steps" {
	dslsample -q -n 100 --parts 2 | iogen -q -n 60 -o two
	parts='--preset residual --set hidden=8,task=8,decoder=8,batch=5,pairs=2 --validate 20 --validations 1 --stream'
	train -q $parts -n 100 two > m
	complains 'two: 60 tasks are too few' train -q $parts -n 105 two
}

# A file of tasks with one of them changed: by Python, `o` is the task of record RECORD, counted from 0.
with_task() { # FILE RECORD CODE
	zstd -dcfq < "$1" | /usr/bin/python3 -c '
import msgpack, struct, sys
all = list(msgpack.Unpacker(sys.stdin.buffer))
o = all[1 + int(sys.argv[1])]
exec(sys.argv[2])
for x in all: sys.stdout.buffer.write(msgpack.packb(x))' "${@:2}" | zstd -q
}

# A column of a log's rows, one a line.
column() { # LOG NAME
	awk -F '\t' -v name="$2" '/^step/ { for (i = 1; i <= NF; i++) if ($i == name) at = i } /^[0-9]/ { print $at }' "$1"
}

@test "validation takes its tasks evenly from all that there are" {
	# of 48 tasks for validation 4 are taken: the first, the 13th, the 25th, the 37th, which are records 14, 94, 174, 254
	few="$tiny --validate 4 --validations 1 -n 16"
	train -q $few --log before tasks > m
	for record in 14 94 174 254; do
		with_task tasks $record 'o["program"] = "Concat(ConstStr(\"&\"))"' > other
		train -q $few --log log other > m
		[ "$(column log loss)" != "$(column before loss)" ] || { echo "record $record is not taken"; false; }
		[ "$(column log train_loss)" = "$(column before train_loss)" ]
	done
	for record in 15 16 34 93 95 175 255 316 17 317; do
		with_task tasks $record 'o["program"] = "Concat(ConstStr(\"&\"))"' > other
		train -q $few --log log other > m
		[ "$(column log loss)" = "$(column before loss)" ] || { echo "record $record is taken"; false; }
	done
}

@test "the learning rate is that of the step: the first step of a warm-up takes its share, an epoch ends behind its last step" {
	one='--preset edges --set hidden=16,task=16,decoder=16,batch=16,pairs=3,schedule=exponential,gamma=0.5'
	train -q $one,rate=0.04,warmup=4 -n 16 --validations 1 tasks > warm
	train -q $one,rate=0.01,warmup=0 -n 16 --validations 1 tasks > cold
	cmp <(tensors warm) <(tensors cold)
	# 14 steps an epoch
	train -q $one,rate=0.04,warmup=4 -n $((30 * 16)) --validations 30 --log log tasks > m
	[ "$(column log rate | tr '\n' ' ')" = "0.01 0.02 0.03 $(printf '0.04 %.0s' {4..14})$(printf '0.02 %.0s' {15..28})0.01 0.01 " ]
	# and with a cosine it goes to its floor at the last step
	train -q --preset edges --set hidden=16,task=16,decoder=16,batch=16,pairs=3,warmup=2,rate=0.04,floor=0.25 -n $((4 * 16)) --validations 4 --log log tasks > m
	[ "$(column log rate | tr '\n' ' ')" = '0.0178033 0.025 0.0143934 0.01 ' ]
}

@test "losses are means: over tokens that of the programs, over parts and their numbers that of the embeddings" {
	# a rate of 0 leaves the network as it began; its embeddings are small beside 1000
	zstd -dcq < <(embed -q -m whole-apart tasks | compose -q -n 300 --parts 2-3 | iogen -q -n 200) | /usr/bin/python3 -c '
import msgpack, struct, sys
for o in msgpack.Unpacker(sys.stdin.buffer):
    for part in o.get("parts", []): part["embedding"] = struct.pack("<12f", *[1000.0] * 12)
    sys.stdout.buffer.write(msgpack.packb(o))' | zstd -q > far
	still="${apart/rate=0.005/rate=0,dropout=0} -n 160 --validations 1"
	train -q --model hierarchical $still --lambda 1 --log log far > m
	awk -v is="$(column log embedding_loss)" 'BEGIN { exit !(is > 0.98e6 && is < 1.02e6) }'
	for kind in flat hierarchical; do
		train -q --model $kind $still --log log far > m
		awk -v train="$(column log train_loss)" -v validation="$(column log loss)" \
			'BEGIN { exit !(validation > 0.5 && validation < 5 && train > 0.9 * validation && train < 1.1 * validation) }'
	done
	# and shares: a network that does not learn gets as many tokens right between any two validations
	train -q --model flat ${still/--validations 1/--validations 5} --log log far > m
	column log train_tokens | awk '{ if (!n++ || $1 < least) least = $1; if ($1 > most) most = $1 } END { print n, least, most; exit !(n == 5 && least > 0.02 && most < 1.5 * least) }'
	[ "$(column log train_loss | awk '{ if (!n++ || $1 < least) least = $1; if ($1 > most) most = $1 } END { print most < 1.2 * least }')" -eq 1 ]
}

@test "the operations that the log counts are those of the matrices' products, forward and backward" {
	# 16 programs of 14 tokens, each with 3 pairs of 5 characters and of 1
	pairs=$(printf "['ab%d-x', 'a'], " {1..9})
	for ((n = 0; n < 20; n++)); do
		echo "{'id': $n, 'program': 'Concat(SubStr(ConstPos(0), ConstPos(1)))', 'pairs': [$pairs]}"
	done | stream > alike
	train -q --set embedding=8,hidden=12,task=10,token=7,decoder=9,batch=16,pairs=3 --given 3 -n 32 --validations 2 --log log alike > m
	show --json m | jq -r 'select(.tensor == "encoder.embed", .tensor == "decoder.embed") | .rows' > rows
	{ read -r characters; read -r tokens; } < rows
	awk -v is="$(column log tflop | tail -n 1)" -v V="$characters" -v W="$tokens" 'BEGIN {
		E = 8; H = 12; D = 10; T = 7; G = 9; strings = 16 * 3 * 2; steps = 16 * 3 * (5 + 1); written = 16 * 14
		# forward, and back to the weights and to what went in; the state that all begins with is 0, and takes no product but that to the weights
		gru = 3 * H * H * (3 * steps - 2 * strings) + 3 * G * G * (3 * written - 2 * 16)
		layers = 3 * (V * E * 3 * H + strings * H * D) + 3 * (W * T * 3 * G + 16 * D * 3 * G + written * (G * G + G * W))
		wanted = 2 * 2 * (gru + layers) * 1e-12
		print is, wanted
		exit !(is > 0.99999 * wanted && is < 1.00001 * wanted)
	}'
}

@test "what a network begins with is all of it, the running means and variances, too" {
	edited whole-apart '[x.update(values=struct.pack("<f", 100 if x["tensor"].endswith("mean") else 1000) * x["rows"] * x["cols"])
 for x in o if x.get("tensor", "").endswith((".mean", ".variance"))]' > begin
	# with a rate of 0 all else stays; a step moves the running numbers by a tenth
	train -q ${apart/rate=0.005/rate=0} --init begin -n 48 --validations 1 tasks > m
	zstd -dcq < m > raw
	zstd -dcfq < begin > begun
	/usr/bin/python3 - <<-'END'
	import msgpack, struct
	read = lambda name: {x["tensor"]: x["values"] for x in msgpack.Unpacker(open(name, "rb")) if "tensor" in x}
	m, begun = read("raw"), read("begun")
	assert set(m) == set(begun)
	running = [name for name in m if name.endswith((".mean", ".variance"))]
	assert len(running) == 2
	for name in m:
	    numbers = struct.unpack("<%df" % (len(m[name]) // 4), m[name])
	    if name.endswith(".mean"): assert all(70 < x < 95 for x in numbers), numbers
	    elif name.endswith(".variance"): assert all(650 < x < 950 for x in numbers), numbers
	    else: assert m[name] == begun[name], name
	END
}

# ---- checkpoints ----

@test "killed and resumed, it makes the same model and log" {
	stopped KILL 1 log train -q $short --every 0 -o m --log log -j 1 tasks
	[ ! -e m ]
	train -q --resume m.checkpoint -o m --log log -j 2 tasks
	same_model whole m
	diff <(without_time whole.tsv) <(without_time log)
	[ ! -e m.checkpoint ]
}

@test "killed twice, too" {
	stopped KILL 1 log train -q $short --every 0 -o m --log log -j 2 tasks
	rm log
	stopped KILL 3 log train -q --resume m.checkpoint --every 0 -o m --log log -j 3 tasks
	train -q --resume m.checkpoint -o m --log log -j 1 tasks
	same_model whole m
	diff <(without_time whole.tsv) <(without_time log)
}

@test "so with the paper's kind of network and training" {
	stopped KILL 2 log train -q $apart --every 0 -o m --log log tasks
	train -q --resume m.checkpoint -o m --log log tasks
	same_model whole-apart m
	diff <(without_time whole-apart.tsv) <(without_time log)
}

@test "and with a stream, which is given again" {
	cat tasks others others others others > stream
	stopped KILL 2 log train -q --stream -n 1200 $tiny --validate 40 --validations 6 --every 0 -o m --log log stream
	train -q --resume m.checkpoint -o m --log log < stream
	same_model whole-stream m
	diff <(without_time whole-stream.tsv) <(without_time log)
}

@test "a network that takes programs apart is resumed in the middle of one" {
	dslsample -q -n 400 --parts 2-4 | iogen -q > long
	dslsample -q -n 900 --parts 2-4 -s 3 | iogen -q > more
	cat long more > stream
	parts='--preset residual --set hidden=16,task=16,decoder=16,batch=16,pairs=3,rate=0.02,warmup=0 --validations 6 --validate 60 -n 900'
	train -q $parts long > file-whole
	train -q --stream $parts stream > stream-whole
	stopped KILL 2 log train -q $parts --every 0 -o m --log log long
	train -q --resume m.checkpoint long > file
	same_model file-whole file
	rm -f m.checkpoint log
	stopped KILL 2 log train -q --stream $parts --every 0 -o m --log log stream
	train -q --resume m.checkpoint stream > streamed
	same_model stream-whole streamed
}

@test "a hierarchical network, begun with a flat one, is resumed to the same bits" {
	embed -q -m whole-apart tasks | compose -q -n 400 --parts 2-3 | iogen -q -n 250 -o composed
	deep="--model hierarchical $apart --lambda 0.5 --data-fraction 0.8"
	train -q $deep --init whole-apart -j 1 --log deep.tsv -o deep composed
	awk -F '\t' '/^[0-9]/ && !($12 > 0) { bad = 1 } END { exit bad }' deep.tsv
	grep -q ' tasks=142 ' deep.tsv
	stopped TERM 2 log train -q $deep --init whole-apart -j 3 --every 0 -o m --log log composed
	sed 's/.*; go on: //' said > again
	bash again
	same_model deep m
	diff <(without_time deep.tsv) <(without_time log)
	# what it begins with matters, and so do lambda and the share of the data
	for other in "$deep" "$deep --init whole-apart --lambda 0.6" "$deep --init whole-apart --data-fraction 0.9"; do
		# shellcheck disable=SC2086
		train -q $other -n 320 --validations 1 composed > other
		train -q $deep --init whole-apart -n 320 --validations 1 composed > same
		run ! cmp -s <(tensors same) <(tensors other)
	done
	stopped TERM 1 log2 train -q $deep --init whole-apart --every 0 --checkpoint c --log log2 composed > x
	complains "--lambda can't be changed" train -q --resume c --lambda 0 composed
	complains "--data-fraction can't be changed" train -q --resume c --data-fraction 1 composed
	complains "--init: what is resumed has begun already" train -q --resume c --init whole-apart composed
	edited c 'for m in o[2:-1]:
    if "progress" in m: m["progress"]["model"] = "flat"' > bad
	complains 'bad: not a checkpoint of this training' train -q --resume bad composed
}

@test "a hierarchical network wants parts, and their embeddings when there is a lambda" {
	complains 'tasks: record 1: no parts' train -q --model hierarchical $apart -o m tasks
	compose -q -n 300 --parts 2 tasks | iogen -q -n 200 -o composed
	train -q --model hierarchical $apart -n 32 composed > m
	complains 'composed: record 1: a part has no embedding' train -q --model hierarchical $apart --lambda 1 -o x composed
	complains '--lambda: a flat network' train -q $apart --lambda 1 -o x composed
	complains 'preset edges has no composer' train -q --model hierarchical --preset edges -o x composed
	complains "whole: its reading is edges, not apart" train -q --model hierarchical $apart --init whole -o x composed
	complains 'nowhere: No such file' train -q $apart --init nowhere -o x tasks
	[ ! -e x ]
}

@test "a model that lacks a tensor is nothing to begin with" {
	edited whole 'del o[[i for i, x in enumerate(o) if "tensor" in x][0]]; o[-1]["end"] -= 1' > lacking
	complains "lacking: no tensor '" train -q $short --init lacking -o x tasks
	edited whole '[x for x in o if "tensor" in x][-1]["tensor"] = "another"' > renamed
	complains "renamed: no tensor '" train -q $short --init renamed -o x tasks
	[ ! -e x ]
	# a hierarchical network begins with a flat one's encoder and decoder, and has a composer of its own
	compose -q -n 300 --parts 2 tasks | iogen -q -n 200 -o composed
	train -q --model hierarchical $apart --init whole-apart -n 32 composed > m
	edited whole-apart 'del o[[i for i, x in enumerate(o) if x.get("tensor", "").startswith("decoder")][0]]; o[-1]["end"] -= 1' > lacking
	complains "lacking: no tensor 'decoder" train -q --model hierarchical $apart --init lacking -n 32 -o x composed
}

@test "the model and the log tell the epochs that were, not those of the preset" {
	epochs() { show --json "$1" | jq 'select(.config) | .config.epochs'; }
	[ "$(epochs whole)" = 8 ]
	grep -q ' epochs=8' whole.tsv
	train -q $tiny --validations 1 -n 448 --log log tasks > m
	[ "$(epochs m)" = 2 ]
	grep -q ' epochs=2' log
	[ "$(epochs whole-stream)" = 1 ]
	[ "$(epochs whole-apart)" = 5 ]
}

@test "a checkpoint tells what its bits depend on, and it is said when that differs" {
	half
	show --json half | jq -e 'select(.progress) | .progress | (.kernel | test("BLIS")) and (.built | test("^(gcc|clang) [0-9]"))'
	edited half 'next(x for x in o if "progress" in x)["progress"]["built"] = "another compiler"' > elsewhere
	train --resume elsewhere tasks 2>&1 > m | grep '^train: elsewhere: begun with another compiler, here it is .*: the last bits will differ$'
	edited half 'del next(x for x in o if "progress" in x)["progress"]["built"]' > older
	train --resume older tasks 2> said > m
	run ! grep 'begun with' said
}

@test "data that stall: the first signal saves and ends" {
	mkfifo stalled
	train -q --stream -n 4800 $tiny --validate 40 --validations 30 --every 0 -o m --log log stalled 2> said &
	exec 7> stalled
	cat tasks others >&7
	until [ -e m.checkpoint ] && [ "$(rows log)" -ge 1 ]; do
		kill -0 $! || { cat said; return 1; }
		sleep 0.05
	done
	sleep 0.5                                 # now it waits for more
	kill -TERM $!
	for _ in {1..50}; do
		kill -0 $! 2> /dev/null || break
		sleep 0.1
	done
	run ! kill -0 $!
	status=0
	wait $! || status=$?
	exec 7>&-
	[ "$status" -eq 143 ]
	[ "$(wc -l < said)" -eq 1 ]
	grep -qE '^train: stopped at step [0-9]+ of 300; go on: ' said
}

@test "what it says when it is asked to stop can be pasted" {
	mkdir "it's here"
	cp -L tasks "it's here/the tasks"
	for signal in TERM INT HUP; do
		rm -f m "the log"
		stopped $signal 1 'the log' train -q $short --every 0 -o "it's here/m" --log 'the log' -j 2 "it's here/the tasks"
		[ "$(wc -l < said)" -eq 1 ]
		grep -qE '^train: stopped at step [0-9]+ of 112; go on: ' said
		sed 's/.*; go on: //' said > again
		grep -q -- "-q\|--quiet" again
		bash again
		same_model whole "it's here/m"
		diff <(without_time whole.tsv) <(without_time 'the log')
		[ ! -e "it's here/m.checkpoint" ]
	done
	# from standard input, which can't be named
	stopped TERM 1 log train -q $short --every 0 --checkpoint c --log log < tasks > /dev/null
	grep -q '; go on with the same tasks on standard input: ' said
	bash -c "$(sed 's/.*standard input: //' said) < tasks" > m
	same_model whole m
}

@test "without a checkpoint it says that nothing is kept" {
	stopped TERM 1 log train -q --log log $short --epochs 400 tasks > m
	grep -qE '^train: stopped at step [0-9]+ of 5600; nothing is kept, as there is no --checkpoint$' said
	[ ! -s m ]
}

@test "while the tasks are read nothing is written, and a signal ends it at once" {
	mkfifo fifo
	(cat tasks; sleep 5) > fifo 2> /dev/null 3>&- &
	feeder=$!
	train -q $short -o m fifo 2> said &
	sleep 0.3
	kill -TERM $!
	status=0
	wait $! || status=$?
	[ "$status" -eq 143 ]
	[ ! -s said ]
	[ ! -e m ] && [ ! -e m.checkpoint ] && nothing_left
	pkill -P $feeder 2> /dev/null || true
	kill $feeder 2> /dev/null || true
}

@test "Ctrl-C ends a whole pipeline, and what was learned is kept" {
	setsid env --default-signal=INT bash -c "(cat tasks others; exec sleep 60) | train -q --stream -n 1200 $tiny --validate 40 --validations 30 --every 0 -o m --log log 2> said" &
	until [ "$(rows log)" -ge 14 ]; do
		sleep 0.01
	done
	sleep 1                                   # there is no more to read than two steps of it
	kill -INT -- -$!
	wait $! || status=$?
	[ "$status" -eq 130 ]
	[ "$(wc -l < said)" -eq 1 ]
	grep -qE '^train: stopped at step [0-9]+ of 75; go on with the same tasks on standard input: ' said
	show m.checkpoint > /dev/null
}

@test "signals close together are one: timeout(1) signals a process, and then its group" {
	train -q $short --epochs 400 --set batch=128 -o m --log log tasks 2> said &
	until [ "$(rows log)" -ge 1 ]; do
		sleep 0.01
	done
	for _ in {1..20}; do
		kill -TERM $! 2> /dev/null || true
		sleep 0.001
	done
	status=0
	wait $! || status=$?
	[ "$status" -eq 143 ]
	grep -qE '^train: stopped at step [0-9]+ of 700; go on: ' said
	show m.checkpoint > /dev/null
}

@test "a second signal, a second later, ends a training within a step" {
	[ -z "${TSAN_OPTIONS:-}" ] || skip 'ThreadSanitizer holds signals back until a step is over'
	train -q --preset paper --set batch=256 -n 1024 -o m tasks 2> said &
	sleep 2                                   # a step takes longer than all of this
	kill -TERM $!
	sleep 1.2
	kill -TERM $!
	status=0
	wait $! || status=$?
	[ "$status" -eq 143 ]
	[ ! -s said ]
	[ ! -e m.checkpoint ]
}

@test "a signal that was ignored stays so" {
	(trap '' HUP; exec train -q $short --every 0 -o m --log log tasks) &
	until [ "$(rows log)" -ge 1 ]; do
		sleep 0.01
	done
	kill -HUP $!
	wait $!
	same_model whole m
}

@test "a checkpoint that is there already is not written over" {
	half
	cp half kept
	complains 'm.checkpoint is there already: go on from it with --resume, or remove it' bash -c "ln half m.checkpoint; exec train -q $short -o m tasks"
	complains 'half is there already' train -q $short --checkpoint half tasks
	cmp half kept
}

@test "what is resumed can't be changed, but told again as it was" {
	half
	cp half kept
	for option in '--model=flat --preset small' '--set hidden=16' '-n 200' '--epochs 3' '-k 5' '--validate 12' '--validations 7' '-s 2' --stream; do
		# shellcheck disable=SC2086
		complains "can't be changed in what is resumed" train -q --resume half $option tasks
		[[ "$stderr" == *"--"* ]]
	done
	complains "--preset can't be changed" train -q --resume half --preset small tasks
	complains "--seed can't be changed" train -q --resume half -s 7 tasks
	cmp half kept
	# its type can: it is of what is written
	cp half again
	train -q --resume again --type bf16 tasks > small
	[ "$(show --json small | grep -c '"bf16"')" -gt 5 ]
	train -q $short -s 1 --resume half tasks > m
	same_model whole m
	[ ! -e half ]
}

@test "what is no checkpoint of this training is refused, and left as it is" {
	half
	cp half kept
	complains 'whole: a finished model, no checkpoint' train -q --resume whole tasks
	complains "tasks: the format is 'hnps.tasks', not 'hnps.model'" train -q --resume tasks tasks
	complains 'nowhere: No such file' train -q --resume nowhere tasks
	complains 'half: trained on other tasks than those of others' train -q --resume half others
	take -q -n 300 tasks > fewer
	complains 'half: trained on other tasks than those of fewer' train -q --resume half fewer
	cat others tasks > stream
	complains 'half: trained on other tasks than those of stream' train -q --resume half stream
	cmp half kept
	for size in 0 20 1000 $(($(stat -c %s half) - 1)); do
		head -c "$size" kept > cut
		cp cut copy
		complains 'cut: ' train -q --resume cut -o x tasks
		cmp cut copy
	done
	[ ! -e x ]
	# the same tasks in another file are the same
	take -q -n 320 tasks > taken
	train -q --resume half taken > m
	cmp <(tensors whole) <(tensors m)
}

@test "a checkpoint tells its tasks by all that is learned from: program, inputs, outputs; of parts program and embedding" {
	half
	# records that training uses: the first of each 20; the last pair counts, too
	while IFS='|' read -r what code; do
		with_task tasks 20 "$code" > other
		cp half try
		complains "try: trained on other tasks than those of other" train -q --resume try other || { echo "$what"; false; }
	done <<-'END'
	program|o["program"] = "Concat(ConstStr(\"&\"))"
	first output|o["pairs"][0][1] += "x"
	last output|o["pairs"][-1][1] += "x"
	first input|o["pairs"][0][0] += "x"
	last input|o["pairs"][-1][0] += "x"
	a letter from input to output|o["pairs"][3][1] = o["pairs"][3][0][-1:] + o["pairs"][3][1]; o["pairs"][3][0] = o["pairs"][3][0][:-1]
	no pair at the end|o["pairs"].pop()
	END
	with_task tasks 20 'o["id"] = 99999; o["later"] = [1]' > other
	cp half try
	train -q --resume try other > m
	cmp <(tensors whole) <(tensors m)
	embed -q -m whole-apart tasks | compose -q -n 300 --parts 2-3 | iogen -q -n 200 -o composed
	stopped TERM 1 log train -q --model hierarchical $apart --lambda 1 --every 0 --checkpoint c --log log composed > x
	for code in 'o["parts"][0]["program"] = "Concat(ConstStr(\"&\"))"' 'o["parts"][1]["embedding"] = o["parts"][1]["embedding"][:-1] + b"\x3e"'; do
		with_task composed 20 "$code" > other
		cp c try
		complains "try: trained on other tasks than those of other" train -q --resume try other
	done
}

@test "a stream other than the checkpoint's is noticed, and one that is too short" {
	cat tasks others others > stream
	stopped TERM 2 log train -q --stream -n 700 $tiny --validate 40 --validations 6 --every 0 --checkpoint c --log log stream > /dev/null
	cp c kept
	(take -q -n 50 tasks; cat others others others) > other
	complains 'c: trained on other tasks than those of other' train -q --resume c other
	take -q -n 60 stream > cut
	complains 'cut: ended before step' train -q --resume c cut
	cmp c kept
}

@test "a checkpoint with something else in it is refused" {
	half
	while IFS='|' read -r message code; do
		edited half "$code" > bad
		cp bad copy
		complains "bad: $message" train -q --resume bad tasks
		cmp bad copy
	done <<-'END'
	no tensor 'adam.v.|o.remove(next(x for x in o if x.get("tensor", "").startswith("adam.v.")))
	tensor '|x = next(x for x in o if "tensor" in x); x["rows"] += 1; x["values"] += b"\0" * 4 * x["cols"]
	progress: no number 'step'|del progress["step"]
	not a checkpoint of this training|progress["step"] = 1e9
	not a checkpoint of this training|progress["step"] = 1.5
	not a checkpoint of this training|next(x for x in o if "curve" in x)["curve"][0] = "other"
	progress: seed is 1e+300, not in|progress["seed"] = 1e300
	progress: 'f16' is no type|progress["type"] = "f16"
	a model of kind 'deep', not 'flat'|o[1]["config"]["kind"] = "deep"
	config: no setting is called later|o[1]["config"]["later"] = 1
	config: hidden is|o[1]["config"]["hidden"] = 0
	another vocabulary: token 0|o[2]["tokens"][0] = "Other"
	END
}

@test "a training that diverges ends, and leaves the last good checkpoint" {
	half
	edited half '[t.update(values=struct.pack("<f", 3e38) * (len(t["values"]) // 4)) for n, t in tensor.items() if n.startswith("decoder.")]' > bad
	cp bad copy
	complains 'diverged at step ' train -q --resume bad -o m --every 0 tasks
	[[ "$stderr" =~ diverged\ at\ step\ ([0-9]+)\ .*the\ last\ good\ checkpoint,\ of\ step\ ([0-9]+),\ is\ bad$ ]]
	[ "${BASH_REMATCH[1]}" -eq $((BASH_REMATCH[2] + 1)) ]
	cmp bad copy
	[ ! -e m ]
	# it is the step that spoils what was learned, though its loss is good: no checkpoint is made of that
	edited half '[t.update(values=struct.pack("<f", 1e38) * (len(t["values"]) // 4)) for n, t in tensor.items() if n.startswith("adam.m.")]' > bad
	cp bad copy
	complains 'diverged at step ' train -q --resume bad -o m --every 0 tasks
	cmp bad copy
}

# ---- what goes wrong ----

@test "what can't be written ends it before it begins" {
	for option in '-o nowhere/m' '--checkpoint nowhere/c' '--log nowhere/log' '-o m --log .' '-o .' '-o m --checkpoint .'; do
		# shellcheck disable=SC2086
		complains '' timeout 20 train -q $short --epochs 1e6 $option tasks
		[[ "$stderr" == *'nowhere/'*': No such file or directory' || "$stderr" == *'.: Is a directory' ]]
		[ ! -e m ] && nothing_left
	done
	complains 'want a file' train -q $short --log - tasks
	complains 'standard output: Bad file descriptor' bash -c "timeout 20 train -q $short --epochs 1e6 tasks >&-"
}

@test "a model is not written to a terminal, which is told before training" {
	needs_terminal
	run -2 on_tty "timeout 20 train -q $short --epochs 1e6 tasks"
	[ "$output" = 'train: standard output: refusing to write records to a terminal (use -o FILE)' ]
}

@test "no two of its files may be one, the checkpoint beside the model too" {
	stopped TERM 1 mylog train -q $short --every 0 --checkpoint c --log mylog tasks > /dev/null
	cp tasks mine
	cp c kept
	ln -s mine link
	ln -s m gone
	while IFS='|' read -r message options; do
		# shellcheck disable=SC2086
		complains "$message are the same file" timeout 20 train -q $options
	done <<-END
	m: --checkpoint and --output|$short --checkpoint m -o m mine
	gone: --checkpoint and --output|$short --checkpoint gone -o m mine
	c: --output and --resume|--resume c -o c mine
	c: --log and --resume|--resume c --log c -o m mine
	log: --log and --output|$short --log log -o ./log mine
	mine: --log and the input mine|$short --log mine -o m mine
	link: --log and the input mine|$short --log link -o m mine
	mine: --output and the input mine|$short -o mine mine
	m.checkpoint: --log and --checkpoint|$short --log m.checkpoint -o m mine
	mine: --output and --init|$short --init mine -o mine tasks
	END
	ln mine m.checkpoint
	complains 'm.checkpoint: --checkpoint and the input mine are the same file' train -q $short -o m mine
	cmp mine tasks
	cmp c kept
	[ ! -e m ] && [ ! -e log ]
	train -q --resume c -o m tasks            # goes on in c: that is no other file
	[ -s m ] && [ ! -e c ]
}

@test "a checkpoint or a log that can't be written does not end it" {
	ln -s /dev/full full                 # so that nobody can remove the device
	train -q $short --every 0 --checkpoint full -o m tasks 2> said
	[ "$(cat said)" = 'train: full: No space left on device; the training goes on' ]
	same_model whole m
	[ -L full ]
	train $short --every 0 --checkpoint full tasks 2> said > m
	[ "$(tail -n 1 said)" = 'train: 113 checkpoints could not be written' ]
	ln -s /dev/null null
	train -q $short --checkpoint null -o m tasks
	[ -L null ]
	# with what was there before it is gone on
	(trap '' XFSZ; exec train -q $short --every 0 -o m --log log tasks 2> said) &
	until [ "$(rows log)" -ge 1 ]; do
		sleep 0.01
	done
	prlimit --pid $! --fsize=$(($(stat -Lc %s whole) + 4000))
	wait $!
	[ "$(cat said)" = 'train: m.checkpoint: File too large; the training goes on, the checkpoint before is kept' ]
	same_model whole m
	[ ! -e m.checkpoint ]
}

@test "a log that lacks its end is trouble in the end" {
	mkdir logs
	stopped TERM 1 logs/log train -q $short --every 0 --checkpoint c --log logs/log tasks > /dev/null
	rm -r logs
	mkdir logs
	ln -s logs now
	(exec train -q $short -o m --log now/log tasks 2> said) &
	until [ "$(rows now/log)" -ge 1 ]; do
		sleep 0.01
	done
	rm now
	status=0
	wait $! || status=$?
	[ "$status" -eq 2 ]
	[ "$(cat said)" = $'train: now/log: No such file or directory; the training goes on\ntrain: now/log: without its last rows; the model is whole' ]
	same_model whole m
}

@test "a model that can't be written is not lost" {
	ln -s /dev/full full
	complains 'full: No space left on device' train -q $short --checkpoint c -o full tasks
	[ "$(show --json c | grep -o '"step": [0-9]*' | tail -n 1)" = '"step": 112' ]
	timeout 5 train -q --resume c -o m tasks
	same_model whole m
	[ ! -e c ]
}

@test "a preset or a setting that is none is named" {
	while IFS='|' read -r message options; do
		# shellcheck disable=SC2086
		complains "$message" train -q $options -o m tasks
		[ ! -e m ] && nothing_left
	done <<-'END'
	no preset is called 'papers'|--preset papers
	--set: no setting is called hiden|--set hiden=3
	--set: 'hidden' is not NAME=VALUE|--set hidden
	--set: 'hidden=' is not NAME=VALUE|--set hidden=
	--set: '=3' is not NAME=VALUE|--set =3
	--set: '' is not NAME=VALUE|--set hidden=3,,task=3
	--set: hidden is 0, not a whole number in 1 .. 4096|--set hidden=0
	--set: hidden is 1.5, not a whole number|--set hidden=1.5
	--set: hidden is 5000, not|--set hidden=5000
	--set: 3x is no hidden|--set hidden=3x
	--set: rate is nan, not a number in 0 .. 1|--set rate=nan
	--set: rate is -1, not a number in 0 .. 1|--set rate=-1
	--set: schedule is a word, not a number|--set schedule=1
	--set: linear is no schedule|--set schedule=linear
	--count and --epochs both|-n 100 --epochs 1
	--stream wants --count|--stream
	END
	complains '--count 10 is less than one batch of 16' train -q $tiny -n 10 tasks
	complains 'tasks: 224 tasks to train on, so often, are less than one batch of 16' train -q $tiny --epochs 0.01 tasks
}

@test "tasks that can't be trained on are named with file, record and reason" {
	take -q -n 14 tasks > few
	complains 'few: 14 tasks are too few: of 20 in a row 14 are for training, 3 for validation' train -q $short -o m few
	pairs=$(printf "['a1', '1'],%.0s" {1..10})
	for ((n = 1; n <= 20; n++)); do
		echo "{'id': $n, 'program': 'Concat(SubStr(ConstPos(1), ConstPos(2)))', 'pairs': [$pairs]}"
	done > good
	stream < good > mine
	train -q $tiny --given 2 -n 32 mine > /dev/null
	while IFS='|' read -r message wrong; do
		wrong=${wrong//PAIRS/$(printf "['a', 'b'],%.0s" {1..10})}
		awk -v wrong="${wrong//\\/\\\\}" 'NR == 5 { $0 = wrong } 1' good | stream > mine
		complains "mine: record 5: $message" train -q $tiny --given 4 -o m mine
		[ ! -e m ] && [ ! -e m.checkpoint ] && nothing_left
	done <<-'END'
	no program|{'id': 5, 'pairs': [PAIRS]}
	0 pairs; training draws 3, validation takes 4|{'id': 5, 'program': 'Concat(SubStr(ConstPos(0), ConstPos(1)))'}
	3 pairs; training draws 3, validation takes 4|{'id': 5, 'program': 'Concat(SubStr(ConstPos(0), ConstPos(1)))', 'pairs': [['a', 'a'], ['a', 'a'], ['a', 'a']]}
	program: character 28, at 'END))': expected a position|{'id': 5, 'program': 'Concat(SubStr(ConstPos(0), END))', 'pairs': [PAIRS]}
	program: program ends early|{'id': 5, 'program': 'Concat', 'pairs': [PAIRS]}
	END
}

# ---- what it tells ----

@test "the version and the log name the kernel that BLIS_ARCH_TYPE may choose" {
	needs_blis
	kernel=$(train --version | grep -o 'BLIS [^ ]*, kernel [a-z0-9]*')
	grep -q "^# train .*--preset edges .*; $kernel$" whole.tsv
	BLIS_ARCH_TYPE=generic train --version | grep -q 'BLIS [^ ]*, kernel generic$'
	BLIS_ARCH_TYPE=generic train -q $short --epochs 1 --log log tasks > m
	grep -q '^# train .*, kernel generic$' log
	# a checkpoint that another kernel made
	half
	[[ "$kernel" == *generic ]] || BLIS_ARCH_TYPE=generic train --resume half tasks 2>&1 > m | grep -q '^train: half: begun with .*, here it is .*generic: the last bits will differ$'
}

@test "the log has what the man page tells, and the model's curve all of it but the time" {
	[ "$(grep -c '^#' whole.tsv)" -eq 3 ]
	[ "$(sed -n 4p whole.tsv)" = $'step\tprograms\tepoch\ttflop\trate\ttrain_loss\ttrain_tokens\tloss\ttokens\tgiven\tall\tembedding_loss\tseconds' ]
	[ "$(tail -n +5 whole.tsv | wc -l)" -eq 6 ]
	[ "$(tail -n +5 whole.tsv | cut -f 1 | tr '\n' ' ')" = '19 38 56 75 94 112 ' ]
	[ "$(tail -n 1 whole.tsv | cut -f 2,3)" = $'1792\t8' ]
	zstd -dcq < whole > raw
	/usr/bin/python3 - <<-'END'
	import msgpack
	model = list(msgpack.Unpacker(open("raw", "rb")))
	curve = next(x for x in model if "curve" in x)
	lines = [l.rstrip("\n").split("\t") for l in open("whole.tsv") if not l.startswith("#")]
	assert curve["curve"] == lines[0][:-1] and lines[0][-1] == "seconds"
	for a, b in zip(curve["rows"], lines[1:], strict=True):
	    assert [float("%.7g" % x) for x in a] == [float(x) for x in b[:-1]]
	assert not any("progress" in x for x in model)
	settings = dict(x.split("=") for x in open("whole.tsv").readlines()[1].split()[1:])
	config = next(x["config"] for x in model if "config" in x)
	assert set(config) == {"kind", "preset"} | set(settings)
	count = sum(x["rows"] * x["cols"] for x in model if "tensor" in x and "mean" not in x["tensor"] and "variance" not in x["tensor"])
	facts = dict(x.split("=") for x in open("whole.tsv").readlines()[2].split()[1:])
	assert facts == {"parameters": str(count), "steps": "112", "tasks": "224", "validation": "48"}, (facts, count)
	END
}

@test "the log is replaced whole, and begins before the training" {
	stopped TERM 1 log train -q $short --every 0 --checkpoint c --log log tasks > /dev/null
	(
		for ((n = 0; n < 150; n++)); do
			cp log copy 2> /dev/null
			awk -F '\t' '/^[0-9]/ && NF != 13 { bad = 1 } END { exit bad || NR < 4 }' copy || echo bad >> seen
			sleep 0.005
		done
	) &
	train -q --resume c --log log tasks > m
	wait
	[ ! -e seen ]
	nothing_left
}

@test "it tells each validation, and nothing else; -q tells nothing" {
	train $short -o m tasks 2> said
	[ "$(wc -l < said)" -eq 6 ]
	[ "$(grep -cE '^train: step [0-9]+ of 112, [0-9]+ s: loss [0-9.]+, validation [0-9.]+; right on the 10 given [0-9.]+ %, on all [0-9.]+ %(; the best so far)?$' said)" -eq 6 ]
	run -0 train -q $short -o m tasks
	[ -z "$output" ]
}

@test "a terminal is shown how it goes, on a line that is wiped away" {
	needs_terminal
	run -0 on_tty "stty cols 200; train $short --every 0 -o m tasks"
	[[ "$output" =~ [0-9]+' of 1792 programs, '[0-9]+' a second, '[0-9]+' s left; loss '[0-9.]+', '[0-9.]+' % right' ]]
	# and never one that is wider
	run -0 on_tty "stty cols 30; train $short --every 0 -o m tasks"
	tr '\033' '\n' <<< "$output" | sed -n 's/^\[K\([0-9]\)/\1/p' > shown
	[ -s shown ]
	[ "$(awk '{ print length }' shown | sort -n | tail -n 1)" -eq 29 ]
	# the meter may come once more behind the last line, and is wiped away; or not at all before it
	tr '\033' '\n' <<< "$output" > pieces
	grep -qE '^(\[K)?train: step 112 of 112' pieces
	tail -n 1 pieces | grep -qE '^(\[K)?(train: step 112 of 112.*)?$'
	run -124 on_tty "stty cols 200; timeout 2 train $tiny --epochs 1e6 --validations 1 tasks > m"
	[[ "$output" =~ ' a second, '[0-9.]+' h left; loss' ]]
	[[ "$output" == *'train: stopped at step '*'nothing is kept'* ]]
	run -0 on_tty "train -q $short -o m tasks"
	[ -z "$output" ]
}

@test "presets and settings are told by --help and the man page" {
	train --help > help
	presets=$(sed -n '/--preset/,/--set/s/^ \{32\}\([a-z]*\) .*/\1/p' help)
	[ "$(wc -l <<< "$presets")" -ge 4 ]
	for preset in $presets; do
		grep -qE "^\.It (Sy|Cm) $preset( |$)" "$root/tools/train.1" || { echo "preset $preset"; false; }
	done
	settings=$(sed -n '2s/=[^ ]*//gp' whole.tsv | tr -d '#')
	for setting in $settings; do
		grep -qE "^\.It (Sy|Cm) $setting( |$)" "$root/tools/train.1" || { echo "setting $setting"; false; }
		sed -n '/--set/,/--count/p' help | grep -qw "$setting"
	done
}
