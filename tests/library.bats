# library - libhnps as other programs see it, and the Python package on it
# SPDX-License-Identifier: MIT

load lib/common

so=$BIN/libhnps.so.0

# Of another language's process a sanitizer would have to be the first library.
needs_plain_library() {
	! nm -D "$so" | grep -q '__asan_init\|__tsan_init' || skip 'the library is built with a sanitizer'
}

@test "only what hnps.h tells can be seen, and all of it" {
	nm -D --defined-only "$so" | awk '$2 == "T" { sub(/@.*/, "", $3); print $3 }' | sort > seen
	diff seen "$root/lib/api/hnps.symbols"
	cc -E -P "$root/lib/api/hnps.h" | grep -oE '\bhnps_[a-z_]+\(' | tr -d '(' | sort -u > told
	diff seen told
	[ "$(readelf -d "$so" | grep -o 'libhnps.so.[0-9]*' | sort -u)" = libhnps.so.0 ]
	readelf -d "$so" | grep NEEDED > needed
	run ! grep -E 'blis|msgpack' needed
}

@test "the example of hnps(3) builds with what is installed, as C and as C++, and runs" {
	needs_plain_library
	make -s -C "$root" B="$BIN" PREFIX="$PWD/usr" install-library
	sed -n '/^\.Bd -literal/,/^\.Ed/p' "$root/lib/api/hnps.3" | sed '1d;$d; s/\\e/\\/g' > example.c
	read -ra flags < <(PKG_CONFIG_PATH=$PWD/usr/lib/pkgconfig pkg-config --cflags --libs hnps)
	cc -Wall -Wextra -Werror -std=c11 -pedantic -o example example.c "${flags[@]}"
	[ "$(LD_LIBRARY_PATH=usr/lib ./example)" = 'G. Hopper' ]
	[ -f usr/share/man/man3/hnps.3 ]
	if command -v c++ > /dev/null; then
		printf '#include <hnps.h>\nint main() { return hnps_api() != HNPS_API; }\n' > example.cc
		c++ -Wall -Werror -o example-cc example.cc "${flags[@]}"
		LD_LIBRARY_PATH=usr/lib ./example-cc
	fi
}


@test "Python: the examples of the package, lists, doubt and what is wrong" {
	needs_plain_library
	export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$root/lib/python LD_LIBRARY_PATH=$BIN
	/usr/bin/python3 -c 'import doctest, hnps; r = doctest.testmod(hnps); assert r.attempted > 5 and not r.failed'
	/usr/bin/python3 - <<-'END'
	import pickle, threading, warnings
	import hnps

	names = {"Lovelace, Ada": "A. Lovelace"}
	more = ["Hopper, Grace", None, "Turing, Alan", "Noether, Emmy", "Curie, Marie"] * 3 + ["none"]
	assert hnps.fill(more, names) == ["G. Hopper", None, "A. Turing", "E. Noether", "M. Curie"] * 3 + [None]
	assert hnps.fill(("Hopper, Grace",), names) == ("G. Hopper",)
	assert hnps.fill("Hopper, Grace", names) == "G. Hopper"
	with warnings.catch_warnings(record=True) as said:
	    warnings.simplefilter("always")
	    hnps.fill(["van Dyke, Jo", "Hopper, Grace"], names)
	assert [w.category for w in said] == [hnps.Doubt] and "is meant" in str(said[0].message)
	p = hnps.learn(names, ["Turing, Alan"], alternatives=2)
	assert p.complete and p.doubt and len(p.alternatives) == 2 and p.alternatives[0] != p
	assert pickle.loads(pickle.dumps(p)) == p and eval(repr(p)) == p
	assert p.map(["Čapek, Karel", "x"]) == ["K. Čapek", None]
	both = hnps.learn({("Ada", "Lovelace"): "ada.lovelace", ("Alan", "Turing"): "alan.turing"})
	assert both.columns == 2 and both.map([("Grace", "Hopper"), None]) == ["grace.hopper", None]
	for wrong, kind in ((lambda: hnps.learn({"a": "1", "b ": "1", "c": "2"}), hnps.NoProgram), (lambda: hnps.learn({}), ValueError),
	                    (lambda: hnps.learn({"a": ""}), ValueError), (lambda: hnps.Program("Concat("), ValueError), (lambda: both("Grace"), ValueError)):
	    try:
	        wrong()
	    except kind as e:
	        assert str(e)
	    else:
	        assert False, wrong
	many = [f"Name{i}, First{i}" for i in range(100000)]
	assert p.map(many)[-1] == "F. Name99999"
	failed = []
	def work():
	    if hnps.learn(names)("Hopper, Grace") != "G. Hopper":
	        failed.append(1)
	threads = [threading.Thread(target=work) for _ in range(8)]
	for t in threads: t.start()
	for t in threads: t.join()
	assert not failed
	END
}

@test "Python: columns of pandas and polars keep their kind, index and name" {
	needs_plain_library
	export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$root/lib/python LD_LIBRARY_PATH=$BIN
	/usr/bin/python3 -c 'import pandas' 2> /dev/null || skip 'there is no pandas here'
	/usr/bin/python3 - <<-'END'
	import hnps, pandas
	df = pandas.DataFrame({"name": ["Lovelace, Ada", "Hopper, Grace", None]}, index=[5, 7, 9])
	df["short"] = hnps.fill(df["name"], {"Lovelace, Ada": "A. Lovelace"})
	assert list(df["short"]) == ["A. Lovelace", "G. Hopper", None], df
	END
}

@test "Python: pip installs the package with the library inside" {
	needs_plain_library
	/usr/bin/python3 -m venv --system-site-packages venv > /dev/null 2>&1 || skip 'there is no venv here'
	venv/bin/python -c 'import setuptools, wheel' 2> /dev/null || skip 'there are no setuptools and wheel here'
	cp -r "$root/lib/python" package
	HNPS_LIBRARY=$so venv/bin/pip install -q --no-build-isolation --no-deps --no-index ./package > log 2>&1 || { cat log; false; }
	(cd / && "$OLDPWD/venv/bin/python" -c 'import hnps; assert hnps.fill("b-2", {"a-1": "1"}) == "2" and "venv" in hnps.__file__')
}
