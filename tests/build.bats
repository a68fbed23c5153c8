# build - the ways to build the tools other than `make`, from the objects that are there
# SPDX-License-Identifier: MIT

load lib/common

# make at the root of the tree, as at a shell.
from_root() { # ARGUMENT...
	env -u MAKEFLAGS -u MAKELEVEL make -s --no-print-directory -C "$root" "$@"
}

# A build folder with the objects of this build, so that only what differs is compiled.
objects_in() { # DIRECTORY
	[ "$(nm "$BIN/libhnps.a" 2> /dev/null | grep -cE '__(a|t)san_init')" -eq 0 ] || skip 'objects with a sanitizer'
	mkdir "$1"
	cp -rp "$BIN/lib" "$BIN/formats" "$BIN/tools" "$1"
}

@test "without BLIS, make fill needs none, and a model chooses all the same" {
	objects_in plain
	from_root B="$PWD/plain" BLIS=none fill synth
	[ "$(ldd plain/fill | grep -c blis)" -eq 0 ]
	plain/fill --version | grep -q 'products without BLIS$'
	[ "$(plain/fill -q -e 'Lovelace, Ada' 'A. Lovelace' <<< 'Hopper, Grace')" = 'G. Hopper' ]
	# the model puts the programs in an order of its own, the same with other products
	printf '%s\t%s\n' 'ab 12 cd' 12 'ef 34 gh' 34 > examples.tsv
	for tool in fill plain/fill; do
		"$tool" --dialect paper --alternatives 20 -m "$root/tests/fixtures/tiny.model" examples.tsv /dev/null > "${tool%/*}.out"
	done
	cmp fill.out plain.out
	"$tool" --dialect paper --alternatives 20 examples.tsv /dev/null > without
	run -1 cmp -s without plain.out
	dslsample -q -n 30 --parts 2 | iogen -q -o tasks
	for tool in synth plain/synth; do
		"$tool" -q --search greedy -k 10 -m "$root/pipelines/models/residual.model" tasks | show --json | jq -c .answer.program > "${tool%/*}.out"
	done
	cmp synth.out plain.out
}
