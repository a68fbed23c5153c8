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

@test "the static fill and apply are under 3 MiB, and need nothing in an empty root" {
	from_root STATIC="$PWD/static" -j2 static
	for tool in fill apply; do
		[ "$(stat -c %s "static/$tool")" -lt $((3 << 20)) ]
		[ "$(readelf -l "static/$tool" | grep -c INTERP)" -eq 0 ]
	done
	mkdir empty
	cp static/fill static/apply empty
	chroot empty /fill --version > /dev/null 2>&1 || skip 'no chroot here'
	[ "$(chroot empty /fill -q -e 'Lovelace, Ada' 'A. Lovelace' <<< 'Hopper, Grace')" = 'G. Hopper' ]
	[ "$(chroot empty /apply -p 'Concat(ToCase(Lower, SubStr(ConstPos(0), END)))' <<< 'KAREL')" = 'karel' ]
	printf 'Lovelace, Ada\tA. Lovelace\n' | gzip > empty/examples.tsv.gz
	# what the C library has in files is not there: that is told
	printf 'Hopper, Grace\n' | iconv -f UTF-8 -t UTF-16 > empty/lines
	run -2 chroot empty /fill -q /examples.tsv.gz /lines
	[ "$output" = "fill: /lines: in UTF-16 or UTF-32, which this system can't convert" ]
	run -2 chroot empty /fill -q --encoding latin1 /examples.tsv.gz /lines
	[[ $output = *latin1* ]]
	chroot empty /fill -q -o /out /examples.tsv.gz /examples.tsv.gz
	[ -s empty/out ]
}

# ---- make install ----

install_to() { # DIRECTORY [ARGUMENT]...
	from_root B="$BIN" PREFIX=/usr DESTDIR="$1" "${@:2}" install
}

@test "what is installed is stripped unless one says otherwise, and runs wherever the folder is moved" {
	install_to "$PWD/d"
	for tool in d/usr/libexec/hnps/[a-z]*; do
		[ ! -x "$tool" ] || [ "$(readelf -S "$tool" | grep -c '\.debug_info')" -eq 0 ]
	done
	[ "$(readlink d/usr/bin/fill)" = ../libexec/hnps/fill ]
	mv d elsewhere
	[ "$(elsewhere/usr/bin/fill -q -e 'Lovelace, Ada' 'A. Lovelace' <<< 'Hopper, Grace')" = 'G. Hopper' ]
	dslsample -q -n 9 --parts 2 | iogen -q -o tasks
	elsewhere/usr/libexec/hnps/synth -q --search greedy -o found tasks
	install_to "$PWD/unstripped" STRIP=
	[ "$(readelf -S unstripped/usr/libexec/hnps/fill | grep -c '\.debug_info')" -eq 1 ]
}

@test "documents are installed, readable by all, whatever the umask" {
	umask 077
	install_to "$PWD/d"
	for doc in README.md NEWS.md LICENSE formats.md residual.model.md; do
		[ -s "d/usr/share/doc/hnps/$doc" ]
	done
	[ -z "$(find d/usr/share d/usr/bin -type f ! -perm -444)" ]
}

@test "the version is that of the tools, of the first entry of the news, and of a tag on this commit" {
	version=$(from_root version)
	[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]
	[ "$(fill --version | head -n 1)" = "fill (hnps) $version" ]
	[ "$(sed -n '/^## /{s/^## //;s/[ ,].*//;p;q}' "$root/tools/NEWS.md")" = "$version" ]
	tags=$(git -C "$root" tag --points-at HEAD 'v[0-9]*' 2> /dev/null) || skip 'no git here'
	[ -z "$tags" ] || [ "$tags" = "v$version" ]
}

@test "what stands for Linux's own functions elsewhere gives the same, and whole files" {
	objects_in posix
	rm posix/lib/base/os.o
	from_root B="$PWD/posix" CPPFLAGS=-DPOSIX_ONLY dslsample iogen apply
	[ "$(nm posix/lib/base/os.o | grep -cE 'U (memrchr|sched_getaffinity|linkat)')" -eq 0 ]
	[ "$(nm "$BIN/lib/base/os.o" | grep -cE 'U (memrchr|sched_getaffinity|linkat)')" -eq 3 ]
	dslsample -q -n 300 | iogen -q -o wanted
	posix/dslsample -q -n 300 -o programs
	posix/iogen -q -o got programs
	cmp wanted got
	posix/iogen -q -o got programs         # in the place of a file that is there
	cmp wanted got
	show --json got | jq -r '.pairs[][0]' > lines
	apply -q -p 'Concat(SubStr(ConstPos(0), Regex(" ", -1, Start)))' lines > wanted || true
	posix/apply -q -p 'Concat(SubStr(ConstPos(0), Regex(" ", -1, Start)))' -o got lines || true
	cmp wanted got
	nothing_left
}

# ---- the same bytes ----

@test "two folders, the same bytes" {
	for folder in a 'b c'; do
		mkdir "$folder"
		(cd "$root" && cp -r Makefile lib formats tools "$BATS_TEST_TMPDIR/$folder")
		# apply needs these alone, and the test half a minute less
		make -s -C "$folder" CFLAGS='-O0 -g' BLIS=none LIBO="$(cd "$root" && printf 'build/%s ' lib/base/*.c lib/dsl/*.c lib/code/*.c | sed 's/\.c /.o /g')" apply
	done
	cmp a/build/libhnps.a 'b c/build/libhnps.a'
	cmp a/build/apply 'b c/build/apply'
	[ "$(strings -a a/build/apply | grep -cF "$PWD")" -eq 0 ]
}

# ---- packages ----

@test "the libraries that make deps installs are those of Debian's package, and README's list for fill has them" {
	from_root -n deps | grep -oE 'lib[a-z0-9-]+-dev' | grep -v -e libc6-dev -e msgpack | sort -u > deps
	[ "$(wc -l < deps)" -ge 5 ]
	sed -n '/^Build-Depends/,/^Standards/p' "$root/tools/debian/control" | grep -oE 'lib[a-z0-9-]+-dev' | grep -v msgpack | sort -u | diff deps -
	grep -v -e blis -e lzma deps | while read -r library; do
		sed -n '/`fill` and `apply` alone need/,/`make fill apply`/p' "$root/README.md" | grep -qF "$library"
	done
}

@test "Debian's package can be made, has no warning of lintian, is installed, used and removed" {
	for program in dpkg-buildpackage dh fakeroot lintian; do
		command -v "$program" > /dev/null || skip "$program is not installed"
	done
	objects_in built
	find built -exec touch {} +
	for tool in "$root"/tools/*.c; do
		tool=${tool##*/}
		cp "$BIN/${tool%.c}" built
	done
	cp "$BIN/libhnps.a" built
	touch built/libhnps.a
	echo "$(cat "$BIN/products")" > built/products
	touch built/lib/nn/mat.o built/lib/nn/mat_plain.o built/libhnps.a built/[a-z]*
	B=$PWD/built from_root DEB="$PWD/deb" deb > log 2>&1 || { tail log; false; }
	package=$(echo deb/hnps_*.deb)
	lintian --fail-on warning,error "$package" 2> /dev/null
	[ "$(dpkg-deb -f "$package" Version)" = "$(from_root version)" ]
	mkdir -p root/var/lib/dpkg/{info,updates,triggers}
	touch root/var/lib/dpkg/status
	in_root() {
		fakeroot dpkg --root="$PWD/root" --force-not-root --force-depends --force-script-chrootless "$@" > log 2>&1 || { cat log; return 1; }
	}
	in_root -i "$package"
	[ "$(root/usr/bin/fill -q -e 'Lovelace, Ada' 'A. Lovelace' <<< 'Hopper, Grace')" = 'G. Hopper' ]
	sed "s|/usr/libexec/hnps|$PWD/root&|" root/usr/bin/hnps > hnps
	sh hnps dslsample -q -n 9 --parts 2 | sh hnps iogen -q | sh hnps synth -q --search greedy | sh hnps show --json | grep -q '"answer"'
	[ "$(sh hnps help | grep -c '^  [a-z]')" -eq "$(from_root list-tools | wc -l)" ]
	for page in man1/fill.1 man1/hnps.1 man7/hnps-language.7; do
		zcat "root/usr/share/man/$page.gz" | mandoc -T lint -W warning
	done
	in_root -r hnps
	[ -z "$(find root/usr -type f -o -type l)" ]
}
