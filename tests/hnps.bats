# hnps - the dispatcher, and make install that puts it there
# SPDX-License-Identifier: MIT

load lib/common

install_to() { # DIRECTORY
	env -u MAKEFLAGS -u MAKELEVEL make -s --no-print-directory -C "$root" B="$BIN" PREFIX=/usr DESTDIR="$1" "$2"
}

@test "install puts everything in its place, uninstall takes all of it away" {
	install_to "$PWD/d" install
	[ -x d/usr/bin/hnps ]
	[ d/usr/bin/fill -ef d/usr/libexec/hnps/fill ]
	(cd d/usr/libexec/hnps && printf '%s\n' *) > there
	{ make -s --no-print-directory -C "$root" list-tools; echo residual.model; } | sort | diff there -
	d/usr/libexec/hnps/dslsample -q -n 9 --parts 2 | d/usr/libexec/hnps/iogen -q | d/usr/libexec/hnps/synth -q --search greedy -o found
	[ "$(sed "s|@LIBEXEC@|$PWD/d/usr/libexec/hnps|" "$root/tools/hnps" | sh -s help | grep -c '^  [a-z]')" -eq "$(($(wc -l < there) - 1))" ]
	for page in hnps fill hnps-apply hnps-show; do
		[ -f "d/usr/share/man/man1/$page.1" ]
	done
	[ ! -e d/usr/share/man/man1/hnps-fill.1 ]
	[ -f d/usr/share/man/man7/hnps-language.7 ]
	install_to "$PWD/d" uninstall
	[ -z "$(find d -type f -o -type l)" ]
	[ ! -e d/usr/libexec/hnps ]
}

@test "hnps runs a tool with its arguments, input and status" {
	sed "s|@LIBEXEC@|$BIN|; s|@VERSION@|9|" "$root/tools/hnps" > hnps
	chmod +x hnps
	printf 'a b\tb\n' | ./hnps pairs -q | ./hnps show --json > got
	[ "$(cat got)" = '{"id": 0, "pairs": [["a b", "b"]]}' ]
	run -2 ./hnps show nowhere
	[ "$output" = 'show: nowhere: No such file or directory' ]
	run -1 ./hnps apply -q -p 'Concat(SubStr(ConstPos(5), END))' <<< 'a'
	[ "$(./hnps --version)" = 'hnps 9' ]
	[ "$(./hnps help show)" = "$("$BIN/show" --help)" ]
}

@test "hnps alone lists the tools, and knows no other" {
	mkdir libexec
	ln -s "$BIN/show" "$BIN/pairs" libexec/
	sed "s|@LIBEXEC@|$PWD/libexec|" "$root/tools/hnps" > hnps
	chmod +x hnps
	./hnps > list
	grep -qx '  show         show what is in a stream of tasks or a model' list
	[ "$(grep -c '^  [a-z]' list)" -eq 2 ]
	./hnps help | diff list -
	for name in nothing ../bin/sh '' libexec/show; do
		run -2 ./hnps "$name"
		[ "$output" = "hnps: there is no tool '$name' (hnps help lists them)" ]
	done
	run -2 ./hnps --nothing
	run -2 ./hnps help nothing
}
