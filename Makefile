# hnps - hierarchical neural program synthesis
# SPDX-License-Identifier: MIT
# `make help` lists the targets. The user's settings use ?=, ours use override +=.

PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
LIBEXEC ?= $(PREFIX)/libexec/hnps
MANDIR  ?= $(PREFIX)/share/man
DOCDIR  ?= $(PREFIX)/share/doc/hnps
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR  ?= $(PREFIX)/share/zsh/site-functions
FISHDIR ?= $(PREFIX)/share/fish/vendor_completions.d
CC      ?= cc
PKG_CONFIG ?= pkg-config
CFLAGS  ?= -O3 -g
# empty: what is installed keeps its symbols
STRIP   ?= strip
# another kind of build is another directory, never a `make clean`
B       ?= build
SCALE   ?= 1
# of the tools, and of what they record in streams; tools/NEWS.md says what each has
VERSION := 0.1.0

# What is found of the packages is asked when it is first used, not when this file is read: in `make deps demo` they are installed in between.
# msgpack-c's name differs between versions
MSGPACK  = $(eval MSGPACK := $(shell $(PKG_CONFIG) --exists msgpack-c && echo msgpack-c || echo msgpack))$(MSGPACK)
# text that xz compressed is read where liblzma is there
LZMA     = $(eval LZMA := $(shell $(PKG_CONFIG) --exists liblzma && echo liblzma))$(LZMA)
PACKAGES = libzstd zlib $(LZMA) $(MSGPACK) libpcre2-8 libutf8proc

# BLIS: Debian's three builds lie in folders of their own, which pkg-config doesn't know; serial, as the threads are ours
BLIS    ?= serial
ARCH     = $(eval ARCH := $(shell $(CC) -print-multiarch 2>/dev/null))$(ARCH)
BLIS_H   = $(eval BLIS_H := $(shell ls /usr/include/$(ARCH)/blis-$(BLIS)/blis.h 2>/dev/null))$(BLIS_H)
# Without BLIS, or with BLIS=none, lib/nn/mat_plain.c multiplies in its place.
# BLIS 0.9's own kernels can be called, too; later versions have them by other names
BLIS_KERNELS = $(shell grep -qs bli_cntx_l3_vir_ukr_prefers_rows_dt $(BLIS_H) && echo -DBLIS_KERNELS)
BLIS_FOUND   = -isystem $(patsubst %/blis.h,%,$(BLIS_H)) $(BLIS_KERNELS)
BLIS_OTHER   = $(shell [ '$(BLIS)' = none ] || ! $(PKG_CONFIG) --exists blis || $(PKG_CONFIG) $1 blis)
BLIS_CFLAGS  = $(eval BLIS_CFLAGS := $(if $(BLIS_H),$(BLIS_FOUND),$(call BLIS_OTHER,--cflags)))$(BLIS_CFLAGS)
BLIS_LIBS    = $(eval BLIS_LIBS := $(if $(BLIS_H),-L/usr/lib/$(ARCH)/blis-$(BLIS) -lblis,$(call BLIS_OTHER,--libs)))$(BLIS_LIBS)

# CUDA=1: a card can compute (train --device cuda). CUDA_ARCH is the oldest card that the tools are to run on
NVCC        ?= $(shell command -v nvcc || echo /usr/local/cuda/bin/nvcc)
CUDA_ARCH   ?= sm_80
ifeq ($(CUDA),1)
CUDA_O       = $B/lib/nn/cuda.o
CUDA_LIBS    = -L$(dir $(NVCC))../lib64 -Wl,-rpath,$(abspath $(dir $(NVCC))../lib64) -lcublas -lcudart -lstdc++
override CPPFLAGS += -DHAVE_CUDA
endif

# no -ffast-math: it hides NaN; no -march=native: what is built here must run elsewhere
override CPPFLAGS += -Ilib -Iformats -I$B/lib -D_GNU_SOURCE -DVERSION='"$(VERSION)"' $(shell $(PKG_CONFIG) --cflags $(PACKAGES)) $(if $(LZMA),-DHAVE_LZMA)
# frames: the tools run on small stacks, too (ulimit -s 128)
# prefix map: the same bytes from the same sources, in whatever folder
override CFLAGS   += -std=c11 -ffile-prefix-map='$(CURDIR)'=. -pthread -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla -Wframe-larger-than=49152
# as needed: tools without networks start without BLIS
override LDLIBS   += $(if $(filter Darwin,$(shell uname -s)),,-Wl,--as-needed) $(shell $(PKG_CONFIG) --libs $(PACKAGES)) $(BLIS_LIBS) $(CUDA_LIBS) -lm

TOOLS := $(sort $(patsubst tools/%.c,%,$(wildcard tools/*.c)))
UNITS := $(sort $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c)))
LIBO   = $(patsubst %.c,$B/%.o,$(sort $(wildcard lib/*/*.c formats/*.c))) $(CUDA_O)

## all: build every tool into build/ (CUDA=1: with cards; another directory for it is B=build-cuda)
## fill: one of them alone, and so on; fill and apply are as good without BLIS
all: $(TOOLS:%=$B/%)
$(TOOLS): %: $B/%

# a new tool needs no edit here; the archive is private and not installed
$(TOOLS:%=$B/%): $B/%: $B/tools/%.o $B/libhnps.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

## static: fill and apply that need no file beside themselves, without BLIS, in build-static/
STATIC ?= build-static
STATIC_CFLAGS = -Os -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables
static:
	$(MAKE) B='$(STATIC)' BLIS=none CFLAGS='$(STATIC_CFLAGS)' LDFLAGS='-static -Wl,--gc-sections' \
		PKG_CONFIG='$(PKG_CONFIG) --static' fill apply
	$(STRIP) '$(STATIC)/fill' '$(STATIC)/apply'

$(UNITS:%=$B/unit/%): $B/unit/%: $B/tests/unit/%.o $B/libhnps.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# what the benchmarks run beside the tools
$B/bench/%: $B/tests/bench/%.o $B/libhnps.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# its loops are to become vectors, with multiply-add; what is given up (errno, exceptions of numbers) nobody reads, NaN stays NaN
NN_FLAGS  = -O3 -ffp-contract=fast -fno-math-errno -fno-trapping-math $(BLIS_CFLAGS) $(if $(BLIS_LIBS),-DHAVE_BLIS)
$B/lib/nn/%.o $B/lib/net/%.o $B/tests/unit/nn_%.o $B/tests/unit/net_%.o $B/tests/bench/%.o: override CFLAGS += $(NN_FLAGS)

# what lib/code writes beside a program is code of its language, which is built in as one long string
RUNTIME = $(wildcard lib/code/runtime/*)
$(patsubst %.c,$B/%.o,$(wildcard lib/code/*.c)): $(foreach file,$(RUNTIME),$B/$(basename $(file)).inc)
define INC
$B/$(basename $1).inc: $1
	@mkdir -p $$(@D)
	sed 's/\\/\\\\/g; s/"/\\"/g; s/.*/"&\\n"/' $$< > $$@
endef
$(foreach file,$(RUNTIME),$(eval $(call INC,$(file))))

# BLIS can come after the first build
$B/lib/nn/mat.o $B/lib/nn/mat_plain.o: $B/products
$B/products: FORCE
	@mkdir -p $(@D)
	@echo '$(or $(BLIS_LIBS),none)' | cmp -s - $@ || echo '$(or $(BLIS_LIBS),none)' > $@

$B/libhnps.a: $(LIBO)
	@rm -f $@
	$(AR) rcs $@ $^

$B/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$B/%.o: %.cu Makefile
	@mkdir -p $(@D)
	$(NVCC) -std=c++17 -arch=$(CUDA_ARCH) -O3 -Ilib -Xcompiler -Wall -MMD -MP -c -o $@ $<

# Debian's packages; msgpack-c's is libmsgpack-dev up to Debian 12, libmsgpack-c-dev later
DEBIAN := gcc libc6-dev pkg-config libzstd-dev zlib1g-dev liblzma-dev libpcre2-dev libutf8proc-dev zstd bats parallel bsdextrautils jq python3 python3-msgpack mandoc gnuplot-nox libblis-serial-dev
## deps: install what is missing to build and test (Debian's packages; by sudo when you are not root)
deps:
	@installed() { dpkg-query -W -f '$${Status}' $$1 2>/dev/null | grep -q 'ok installed'; }; \
	missing=$$(for p in $(DEBIAN); do installed $$p || echo $$p; done); \
	installed libmsgpack-c-dev || installed libmsgpack-dev || msgpack='libmsgpack-c-dev libmsgpack-dev'; \
	[ -z "$$missing$$msgpack" ] && exit; \
	root=; [ "$$(id -u)" = 0 ] || root=sudo; \
	$$root apt-get update -q && \
	for p in $$msgpack; do ! apt-cache show $$p >/dev/null 2>&1 || { missing="$$missing $$p"; break; }; done && \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends $$missing

## demo: fill a column from three examples, then the same program over a million lines
demo: all
	BIN='$(abspath $B)' pipelines/demo.sh

## check: run the tests (TESTS=tests/fill.bats for some of them)
check: all library $(UNITS:%=$B/unit/%)
	BIN='$(abspath $B)' tests/run $(TESTS)

## asan: the same tests with address and undefined behaviour sanitizers, in build-asan/
# tools leave what they hold at their end to the kernel; the unit programs look for leaks
asan:
	ASAN_OPTIONS=detect_leaks=0 $(MAKE) check B=build-asan CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'

## tsan: the same tests with ThreadSanitizer, which finds data races, in build-tsan/ (40 minutes of two cores)
# a report fails, whatever its test says of it; the tests run with 2 threads and more, however many cores there are
tsan:
	rm -f build-tsan/report.*
	LIMIT=7200 TSAN_OPTIONS='log_path=$(abspath build-tsan/report)' \
		$(MAKE) check B=build-tsan CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=thread'
	@! cat build-tsan/report.* 2>/dev/null

## valgrind: every tool and the quicker unit programs under memcheck, two minutes
valgrind: all $(UNITS:%=$B/unit/%)
	BIN='$(abspath $B)' tests/valgrind

## data: the paper's three data sets, in data/ (SCALE=0.01 for small ones)
data: all
	BIN='$(abspath $B)' SCALE='$(SCALE)' pipelines/data.sh

## table5: the paper's Table 5 for them, beside the paper's figures
table5: data
	BIN='$(abspath $B)' SCALE='$(SCALE)' pipelines/table5.sh

## table1: its Table 1, each method on D_long; trains them first, as pipelines/steps.sh tells (SCALE=0.1 PRESET=small EPOCHS=5 EVAL=3000)
## table2: distances of task embeddings when one token differs
## table3: the program embedding loss when there is less data
## table6 table7 table8: each method on D_composed, by tokens and by parts, and the gap between training and test
## figure3 figure5: Table 1 relative to HNPS; task embeddings in two dimensions (PNG)
table1 table2 table3 figure3 figure5: all
	BIN='$(abspath $B)' SCALE='$(SCALE)' pipelines/$@.sh
table6 table7 table8: all
	BIN='$(abspath $B)' SCALE='$(SCALE)' pipelines/table6-8.sh $(@:table%=%)

## report: pipelines/results/README.md, from its text in pipelines/report.in and the figures beside it
report:
	pipelines/report.sh

## pictures: those of pipelines/results, from the files beside them (make report, make recording for the rest)
pictures:
	dir=$$(mktemp -d) && export RESULTS=pipelines/results MODELS=$$dir && pipelines/figure3.sh --redraw && pipelines/figure5.sh --redraw && \
		pipelines/curve.sh pipelines/results/residual.png pipelines/results/residual.tsv && \
		pipelines/curve.sh pipelines/results/stage1.png pipelines/results/stage1-paper.tsv pipelines/results/stage1-edges.tsv && rm -r "$$dir"

## recording: pipelines/results/fill.svg, fill at work, from a real run
recording: all
	BIN='$(abspath $B)' pipelines/recording.sh

## bench: figures, one a line: name, value, unit, what it is compared with (ONLY=apply for one group)
bench: all $B/bench/gru $B/bench/step
	@BIN='$(abspath $B)' tests/bench/run.sh $(ONLY)

## fuzz: each of tests/fuzz for FUZZ_SECONDS, two at a time, with clang's libFuzzer and sanitizers, in build-fuzz/
FUZZ_SECONDS ?= 600
FUZZERS = $(patsubst tests/fuzz/%.c,%,$(sort $(wildcard tests/fuzz/*.c)))
fuzz:
	$(MAKE) $(FUZZERS:%=build-fuzz/%) B=build-fuzz CC=clang \
		CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all'
	@printf '%s\n' $(FUZZERS) | xargs -P 2 -I{} sh -c 'cd build-fuzz && mkdir -p {}.corpus && \
		if ./{} -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 -artifact_prefix={}- {}.corpus > {}.log 2>&1; \
		then tail -n 1 {}.log | sed "s/^/{}: /"; else tail -n 40 {}.log; exit 1; fi'

$(FUZZERS:%=$B/%): $B/%: $B/tests/fuzz/%.o $B/libhnps.a
	$(CC) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(LDLIBS)

# ---- the library for other programs: what fill knows, without the tools, the streams and the networks ----
SO     = libhnps.so.0
PICO  := $(patsubst %.c,$B/pic/%.o,$(sort $(wildcard lib/base/*.c lib/dsl/*.c lib/search/*.c lib/fill/*.c lib/api/*.c)))
LIBDIR ?= $(PREFIX)/lib
INCDIR ?= $(PREFIX)/include

## library: libhnps.so, in build/ (lib/api/hnps.h, hnps(3))
library: $B/libhnps.so

$B/pic/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -fPIC -fvisibility=hidden -ffunction-sections -fdata-sections -MMD -MP -c -o $@ $<

# from an archive: only what the interface needs
$B/pic/all.a: $(PICO)
	@rm -f $@
	$(AR) rcs $@ $^

$B/$(SO): $B/pic/all.a $B/pic/lib/api/api.o lib/api/hnps.map
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(SO) -Wl,--version-script=lib/api/hnps.map -Wl,--gc-sections $(if $(findstring fsanitize,$(CFLAGS)),,-Wl,-z,defs) -Wl,--as-needed \
		-o $@ $B/pic/lib/api/api.o $B/pic/all.a $(shell $(PKG_CONFIG) --libs $(PACKAGES)) -lm

$B/libhnps.so: $B/$(SO)
	ln -sf $(SO) $@

## install-library: the library, hnps.h, the pkg-config file and hnps(3) into LIBDIR, INCDIR and MANDIR
install-library: library
	install -d '$(DESTDIR)$(LIBDIR)/pkgconfig' '$(DESTDIR)$(INCDIR)' '$(DESTDIR)$(MANDIR)/man3'
	install $B/$(SO) '$(DESTDIR)$(LIBDIR)'
	ln -sf $(SO) '$(DESTDIR)$(LIBDIR)/libhnps.so'
	install -m 644 lib/api/hnps.h '$(DESTDIR)$(INCDIR)'
	sed 's|@LIBDIR@|$(LIBDIR)|; s|@INCDIR@|$(INCDIR)|; s|@VERSION@|$(VERSION)|' lib/api/hnps.pc.in > '$(DESTDIR)$(LIBDIR)/pkgconfig/hnps.pc'
	install -m 644 lib/api/hnps.3 '$(DESTDIR)$(MANDIR)/man3'

## lint: shell scripts, man pages, order of includes, white space; both compilers without a warning
SCRIPTS = $(shell git ls-files -co --exclude-standard | xargs -d '\n' grep -lE '^\#!.*(ba)?sh$$')
lint:
	shellcheck -x $(SCRIPTS) tests/lib/common.bash
	shellcheck -x -s bats -S warning -e SC1010,SC2030,SC2031,SC2154,SC2238 tests/*.bats
	mandoc -T lint -W warning tools/*.[17] lib/api/*.3
	@echo 'includes: tools -> formats -> lib'
	@! grep -nsE '#include "(task|stream|split|dataset|checkpoint|netfile|judge|batch|model)\.h"' lib/*/*
	@! grep -nE '#include "(dsl|search|fill|code)/' lib/base/*
	@! grep -nE '#include "(search|fill|code)/' lib/dsl/*
	@! grep -nE '#include "(dsl|search|net|fill|code)/' lib/nn/*
	@! grep -nE '#include "(search|fill|code)/' lib/net/*
	@! grep -nE '#include "(fill|code)/' lib/search/*
	@! grep -nE '#include "(net|nn)/|#include "base/cli|search/rank' lib/fill/* lib/api/*.[ch]
	@! grep -nE '#include "api/' lib/[!a]*/* tools/* formats/*
	@! grep -nsE '#include "(search|net|nn|fill)/' lib/code/*
	@! grep -nE '#include <(blis|cblas)' $$(git ls-files '*.c' '*.h' | grep -v '^lib/nn/mat.c$$')
	@! git grep -nIE '[[:blank:]]+$$' -- ':!*.tsv'
	$(MAKE) all B=build-lint/gcc CC=gcc CFLAGS='-O2 -pedantic -Wno-overlength-strings -Werror'
	$(MAKE) all B=build-lint/clang CC=clang CFLAGS='-O2 -pedantic -Wno-overlength-strings -Werror'

MAN1 = $(DESTDIR)$(MANDIR)/man1
MAN7 = $(DESTDIR)$(MANDIR)/man7
INSTALLED_PAGES = $(patsubst hnps-hnps.1,hnps.1,$(patsubst hnps-fill.1,fill.1,$(patsubst tools/%,hnps-%,$(wildcard tools/*.1))))
# name:file
DOCS = README.md:README.md LICENSE:LICENSE NEWS.md:tools/NEWS.md formats.md:formats/README.md residual.model.md:pipelines/models/README.md
COMPLETIONS = $(BASHDIR)/fill $(BASHDIR)/hnps $(ZSHDIR)/_fill $(ZSHDIR)/_hnps $(FISHDIR)/fill.fish $(FISHDIR)/hnps.fish
# hnps, before what lies in DESTDIR is in its place
STAGED_HNPS = sed 's|@LIBEXEC@|$(DESTDIR)$(LIBEXEC)|' tools/hnps | sh -s

## install: hnps and fill into BINDIR, the tools into LIBEXEC; man pages, documents, shells' completions (PREFIX=/usr/local, DESTDIR, STRIP)
install: all
	install -d '$(DESTDIR)$(BINDIR)' '$(DESTDIR)$(LIBEXEC)' '$(MAN1)' '$(MAN7)' '$(DESTDIR)$(DOCDIR)' \
		'$(DESTDIR)$(BASHDIR)' '$(DESTDIR)$(ZSHDIR)' '$(DESTDIR)$(FISHDIR)'
	install $(if $(STRIP),-s --strip-program='$(STRIP)') $(TOOLS:%=$B/%) '$(DESTDIR)$(LIBEXEC)'
	install -m 644 pipelines/models/residual.model '$(DESTDIR)$(LIBEXEC)'
	sed 's|@LIBEXEC@|$(LIBEXEC)|; s|@VERSION@|$(VERSION)|' tools/hnps > $B/hnps
	install $B/hnps '$(DESTDIR)$(BINDIR)'
	ln -srf '$(DESTDIR)$(LIBEXEC)/fill' '$(DESTDIR)$(BINDIR)/fill'
	for page in $(INSTALLED_PAGES); do \
		from=$${page#hnps-}; install -m 644 "tools/$$from" '$(MAN1)'/"$$page" || exit; done
	install -m 644 tools/hnps-language.7 '$(MAN7)'
	for doc in $(DOCS); do install -m 644 "$${doc#*:}" '$(DESTDIR)$(DOCDIR)'/"$${doc%%:*}" || exit; done
	umask 022 && cd '$(DESTDIR)$(LIBEXEC)' && ./fill --completion bash > '$(DESTDIR)$(BASHDIR)/fill' && \
		./fill --completion zsh > '$(DESTDIR)$(ZSHDIR)/_fill' && ./fill --completion fish > '$(DESTDIR)$(FISHDIR)/fill.fish'
	umask 022 && $(STAGED_HNPS) completion bash > '$(DESTDIR)$(BASHDIR)/hnps' && \
		$(STAGED_HNPS) completion zsh > '$(DESTDIR)$(ZSHDIR)/_hnps' && $(STAGED_HNPS) completion fish > '$(DESTDIR)$(FISHDIR)/hnps.fish'

## uninstall: remove what install put there
uninstall:
	rm -f $(TOOLS:%='$(DESTDIR)$(LIBEXEC)/%') '$(DESTDIR)$(LIBEXEC)/residual.model' '$(DESTDIR)$(BINDIR)/hnps' '$(DESTDIR)$(BINDIR)/fill'
	rm -f $(INSTALLED_PAGES:%='$(MAN1)/%') '$(MAN7)/hnps-language.7' $(COMPLETIONS:%='$(DESTDIR)%')
	rm -f $(foreach doc,$(DOCS),'$(DESTDIR)$(DOCDIR)/$(firstword $(subst :, ,$(doc)))')
	for folder in '$(DESTDIR)$(LIBEXEC)' '$(DESTDIR)$(DOCDIR)'; do \
		[ ! -d "$$folder" ] || rmdir --ignore-fail-on-non-empty "$$folder" || exit; done

## version: of what would be built
version:
	@echo '$(VERSION)'

## deb: Debian's package, in build-deb/ (apt install debhelper and its Build-Depends in tools/debian/control)
# what lies at the top of a package's sources is decided by Debian, so it is put together elsewhere
DEB     ?= build-deb
# the day of the last change
DEB_DATE = $(shell git log -1 --format=%aD 2>/dev/null || date -R -r tools/NEWS.md)
deb:
	rm -rf '$(DEB)/hnps'
	mkdir -p '$(DEB)/hnps'
	cp -rp Makefile README.md LICENSE lib formats tools pipelines '$(DEB)/hnps'
	mv '$(DEB)/hnps/tools/debian' '$(DEB)/hnps'
	printf 'hnps (%s) unstable; urgency=medium\n\n  * What is new is in NEWS.md.\n\n -- %s  %s\n' '$(VERSION)' \
		"$$(sed -n 's/^Maintainer: //p' tools/debian/control)" '$(DEB_DATE)' > '$(DEB)/hnps/debian/changelog'
	cd '$(DEB)/hnps' && env -u MAKEFLAGS -u MAKELEVEL dpkg-buildpackage -b -us -uc

## clean: remove what was built
clean:
	rm -rf build build-*

list-tools:
	@printf '%s\n' $(TOOLS)

## help: this list
help:
	@sed -n 's/^## //p' Makefile

-include $(wildcard $B/*/*.d $B/*/*/*.d)
.DELETE_ON_ERROR:
.PHONY: all $(TOOLS) FORCE asan bench check clean data deb demo deps figure3 figure5 fuzz help install install-library library lint list-tools \
        pictures recording report static table1 table2 table3 table5 table6 table7 table8 tsan uninstall valgrind version
