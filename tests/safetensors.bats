# safetensors - models as files that PyTorch and others read, and back
# SPDX-License-Identifier: MIT

load lib/common

fixtures=$BATS_TEST_DIRNAME/fixtures

# A file of safetensors out of a line of Python that changes the header `h`, a dict, or the bytes behind it, `numbers`.
changed() { # FROM TO PYTHON
	/usr/bin/python3 - "$@" <<-'END'
	import json, struct, sys, textwrap
	bytes_ = open(sys.argv[1], "rb").read()
	n = struct.unpack("<Q", bytes_[:8])[0]
	h, numbers = json.loads(bytes_[8:8 + n]), bytearray(bytes_[8 + n:])
	meta = h["__metadata__"]
	exec(textwrap.dedent(sys.argv[3]))
	text = json.dumps(h).encode() if isinstance(h, dict) else h
	open(sys.argv[2], "wb").write(struct.pack("<Q", len(text)) + text + numbers)
	END
}

refused() { # FILE MESSAGE
	run -2 synth -q -m "$1" tasks
	echo "$output"
	[ "$output" = "synth: $1: $2" ]
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	PATH=$BIN:$PATH
	dslsample -q -n 30 | iogen -q -o tasks
	for name in tiny parts composed; do
		show --safetensors "$BATS_TEST_DIRNAME/fixtures/$name.model" > $name.safetensors
	done
}

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	ln -s "$BATS_FILE_TMPDIR"/* .
}

@test "a file of safetensors has the model's tensors, settings and vocabulary" {
	show --json "$fixtures/composed.model" > model.json
	/usr/bin/python3 - <<-'END'
	import json, struct
	bytes_ = open("composed.safetensors", "rb").read()
	n = struct.unpack("<Q", bytes_[:8])[0]
	h = json.loads(bytes_[8:8 + n])
	meta = h.pop("__metadata__")
	records = [json.loads(line) for line in open("model.json")]
	assert n % 8 == 0 and len(h) == 27
	assert meta["format"] == "hnps.model" and json.loads(meta["head"])["made"]["tool"] == "train"
	assert json.loads(meta["config"]) == next(r["config"] for r in records if "config" in r)
	assert json.loads(meta["tokens"]) == next(r["tokens"] for r in records if "tokens" in r)
	at = 0
	for r in records:
	    if "tensor" in r:
	        t = h[r["tensor"]]
	        assert t["dtype"] == "BF16" and t["shape"] == [r["rows"], r["cols"]]
	        assert t["data_offsets"] == [at, at + 2 * r["rows"] * r["cols"]]
	        at = t["data_offsets"][1]
	assert at == len(bytes_) - 8 - n
	END
}

@test "synth -m answers with it as with the model" {
	for name in tiny parts composed; do
		synth -q --search greedy -k 5 -m "$fixtures/$name.model" -o with-model tasks
		synth -q --search greedy -k 5 -m $name.safetensors -o with-safetensors tasks
		cmp <(records with-model) <(records with-safetensors)
	done
	show --head with-safetensors | jq -e '.model.made.tool == "safetensors"'
}

@test "train --init begins with it, and embed takes it" {
	like=(-q --preset edges --set 'embedding=12,hidden=24,task=24,token=8,decoder=24,pairs=3,batch=16' -n 64 --validate 4)
	train "${like[@]}" --init "$fixtures/tiny.model" -o a.model tasks
	train "${like[@]}" --init tiny.safetensors -o b.model tasks
	cmp <(show --safetensors a.model | tail -c 10000) <(show --safetensors b.model | tail -c 10000)
	[ "$(show --safetensors a.model | tail -c 10000 | cmp - <(tail -c 10000 tiny.safetensors) | wc -l)" -eq 1 ]
	embed -q -m "$fixtures/tiny.model" tasks | records > a.json
	embed -q -m tiny.safetensors tasks | records > b.json
	cmp a.json b.json
}

@test "float32, a row without its first dimension, and names in another order are taken" {
	changed tiny.safetensors wide '
	wide = bytearray()
	at = 0
	for name, t in list(h.items()):
	    if name == "__metadata__": continue
	    b, e = t["data_offsets"]
	    for k in range(b, e, 2): wide += b"\0\0" + numbers[k:k + 2]
	    t["dtype"] = "F32"
	    t["data_offsets"] = [2 * b, 2 * e]
	    if t["shape"][0] == 1: t["shape"] = t["shape"][1:]
	numbers = wide'
	synth -q --search greedy -k 5 -m tiny.safetensors -o a tasks
	synth -q --search greedy -k 5 -m wide -o b tasks
	cmp <(records a) <(records b)
}

@test "what is wrong with a file is said in one line" {
	changed tiny.safetensors x 'h["encoder.gru.w"]["dtype"] = "F16"'
	refused x "tensor 'encoder.gru.w': dtype 'F16' is neither F32 nor BF16"
	changed tiny.safetensors x 'h["encoder.gru.b"]["shape"] = [1, 1, 96]'
	refused x "tensor 'encoder.gru.b': no shape of one or two dimensions"
	changed tiny.safetensors x 'del h["decoder.out.b"]; numbers = numbers[:-2]'
	[[ "$(synth -q -m x tasks 2>&1)" == "synth: x: "* ]]
	changed tiny.safetensors x 'numbers += b"12"'
	refused x '2 bytes that belong to no tensor'
	changed tiny.safetensors x 'numbers[0:2] = b"\x80\x7f"'
	[[ "$(synth -q -m x tasks 2>&1)" == *"a number that is not finite" ]]
	changed tiny.safetensors x 'del meta["config"]'
	refused x "no metadata 'config' and 'tokens', which say what network it is (formats/README.md)"
	changed tiny.safetensors x 'meta["config"] = "{1}"'
	refused x "metadata 'config' is not JSON in a string"
	changed tiny.safetensors x 'h = b"{" + b" " * 20'
	[[ "$(synth -q -m x tasks 2>&1)" == "synth: x: its header is no JSON: "* ]]
	changed tiny.safetensors x 'meta["tokens"] = meta["tokens"].replace("Allcaps", "Allcups")'
	[[ "$(synth -q -m x tasks 2>&1)" == *"another vocabulary: token 19 is Allcups, not Allcaps" ]]
	head -c 1000 tiny.safetensors > x
	refused x 'no header of safetensors, or it is cut short'
	run -2 show --safetensors tasks
	[[ "$output" == "show: --safetensors is for models, and tasks has tasks"* ]]
}

# PyTorch is large, and not needed for anything else.
needs_torch() {
	/usr/bin/python3 -c 'import torch' 2> /dev/null || skip 'there is no PyTorch here'
}

@test "the PyTorch module answers as synth --search greedy does, and what it saves runs here" {
	needs_torch
	dslsample -q -n 300 | iogen -q -n 200 -o many
	train -q --preset small --set embedding=12,hidden=24,task=24,token=8,decoder=24,pairs=3,batch=16,rate=0.004 -n 20000 --validate 10 -o apart.model many
	show --safetensors apart.model > apart.safetensors
	synth -q --search greedy -k 10 -m apart.model many | show --answers > ours
	[ "$(sort -u ours | wc -l)" -gt 20 ]
	show --json many | PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$root/pipelines/hnps_torch.py" apart.safetensors > theirs
	[ "$(wc -l < ours)" -eq 200 ]
	diff ours theirs
	PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$root/pipelines /usr/bin/python3 - <<-'END'
	import json, subprocess, torch, hnps_torch
	torch.manual_seed(1)
	net = hnps_torch.load("apart.safetensors").train()
	tasks = [json.loads(line) for line in subprocess.run(["show", "--json", "many"], capture_output=True, text=True).stdout.splitlines()][:64]
	pairs = [[tuple(p) for p in t["pairs"][:3]] for t in tasks]
	programs = [[net.tokens.index(w) for w in t["program"].split()] for t in tasks]
	adam = torch.optim.Adam(net.parameters(), 0.01)
	losses = []
	for _ in range(8):
	    adam.zero_grad()
	    loss = net.loss(pairs, programs)
	    loss.backward()
	    adam.step()
	    losses.append(float(loss))
	assert losses[-1] < losses[0] - 0.05, losses
	hnps_torch.save(net, "trained.safetensors")
	END
	show --json many | PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$root/pipelines/hnps_torch.py" trained.safetensors > theirs-trained
	synth -q --search greedy -k 10 -m trained.safetensors many | show --answers > ours-trained
	run ! cmp -s ours ours-trained
	[ "$(diff ours-trained theirs-trained | grep -c '^<')" -eq 0 ]
	train -q --preset small --set embedding=12,hidden=24,task=24,token=8,decoder=24,pairs=3,batch=16 -n 64 --validate 10 --init trained.safetensors -o on.model many
	show on.model > /dev/null
}
