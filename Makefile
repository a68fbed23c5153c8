# hnps - hierarchical neural program synthesis
# SPDX-License-Identifier: MIT
# `make help` lists the targets. The user's settings use ?=, ours use override +=.

PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
LIBEXEC ?= $(PREFIX)/libexec/hnps
MANDIR  ?= $(PREFIX)/share/man
CC      ?= cc
CFLAGS  ?= -O3 -g
# another kind of build is another directory, never a `make clean`
B       ?= build
SCALE   ?= 1
VERSION := 0.1.0

# What is found of the packages is asked when it is first used, not when this file is read: in `make deps demo` they are installed in between.
# msgpack-c's name differs between versions
MSGPACK  = $(eval MSGPACK := $(shell pkg-config --exists msgpack-c && echo msgpack-c || echo msgpack))$(MSGPACK)
# text that xz compressed is read where liblzma is there
LZMA     = $(eval LZMA := $(shell pkg-config --exists liblzma && echo liblzma))$(LZMA)
PACKAGES = libzstd zlib $(LZMA) $(MSGPACK) libpcre2-8 libutf8proc

# BLIS: Debian's three builds lie in folders of their own, which pkg-config doesn't know; serial, as the threads are ours
BLIS    ?= serial
ARCH     = $(eval ARCH := $(shell $(CC) -print-multiarch 2>/dev/null))$(ARCH)
BLIS_H   = $(eval BLIS_H := $(shell ls /usr/include/$(ARCH)/blis-$(BLIS)/blis.h 2>/dev/null))$(BLIS_H)
# BLIS 0.9's own kernels can be called, too; later versions have them by other names
BLIS_KERNELS = $(shell grep -qs bli_cntx_l3_vir_ukr_prefers_rows_dt $(BLIS_H) && echo -DBLIS_KERNELS)
BLIS_FOUND   = -isystem $(patsubst %/blis.h,%,$(BLIS_H)) $(BLIS_KERNELS)
BLIS_CFLAGS  = $(eval BLIS_CFLAGS := $(if $(BLIS_H),$(BLIS_FOUND),$(shell pkg-config --cflags blis)))$(BLIS_CFLAGS)
BLIS_LIBS    = $(eval BLIS_LIBS := $(if $(BLIS_H),-L/usr/lib/$(ARCH)/blis-$(BLIS) -lblis,$(shell pkg-config --libs blis)))$(BLIS_LIBS)

# no -ffast-math: it hides NaN; no -march=native: what is built here must run elsewhere
override CPPFLAGS += -Ilib -Iformats -D_GNU_SOURCE -DVERSION='"$(VERSION)"' $(shell pkg-config --cflags $(PACKAGES)) $(if $(LZMA),-DHAVE_LZMA)
# frames: the tools run on small stacks, too (ulimit -s 128)
override CFLAGS   += -std=c11 -pthread -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla -Wframe-larger-than=49152
# as needed: tools without networks start without BLIS
override LDLIBS   += -Wl,--as-needed $(shell pkg-config --libs $(PACKAGES)) $(BLIS_LIBS) -lm

TOOLS := $(sort $(patsubst tools/%.c,%,$(wildcard tools/*.c)))
UNITS := $(sort $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c)))
LIBO  := $(patsubst %.c,$B/%.o,$(sort $(wildcard lib/*/*.c formats/*.c)))

## all: build every tool into build/
all: $(TOOLS:%=$B/%)

# a new tool needs no edit here; the archive is private and not installed
$(TOOLS:%=$B/%): $B/%: $B/tools/%.o $B/libhnps.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(UNITS:%=$B/unit/%): $B/unit/%: $B/tests/unit/%.o $B/libhnps.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# what the benchmarks run beside the tools
$B/bench/%: $B/tests/bench/%.o $B/libhnps.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# its loops are to become vectors, with multiply-add; what is given up (errno, exceptions of numbers) nobody reads, NaN stays NaN
NN_FLAGS  = -O3 -ffp-contract=fast -fno-math-errno -fno-trapping-math $(BLIS_CFLAGS)
$B/lib/nn/%.o $B/lib/net/%.o $B/tests/unit/nn_%.o $B/tests/unit/net_%.o $B/tests/bench/%.o: override CFLAGS += $(NN_FLAGS)

$B/libhnps.a: $(LIBO)
	@rm -f $@
	$(AR) rcs $@ $^

$B/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

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
check: all $(UNITS:%=$B/unit/%)
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

## lint: shell scripts, man pages, order of includes, white space; both compilers without a warning
SCRIPTS = $(shell git ls-files -co --exclude-standard | xargs -d '\n' grep -lE '^\#!.*(ba)?sh$$')
lint:
	shellcheck -x $(SCRIPTS) tests/lib/common.bash
	shellcheck -x -s bats -S warning -e SC1010,SC2030,SC2031,SC2154,SC2238 tests/*.bats
	mandoc -T lint -W warning tools/*.[17]
	@echo 'includes: tools -> formats -> lib'
	@! grep -nE '#include "(task|stream|split|dataset|checkpoint|netfile|judge|batch|model)\.h"' lib/*/*
	@! grep -nE '#include "(dsl|search|fill)/' lib/base/*
	@! grep -nE '#include "(search|fill)/' lib/dsl/*
	@! grep -nE '#include "(dsl|search|net|fill)/' lib/nn/*
	@! grep -nE '#include "(search|fill)/' lib/net/*
	@! grep -nE '#include "fill/' lib/search/*
	@! grep -nE '#include "(net|nn)/|#include "base/cli|search/rank' lib/fill/*
	@! grep -nE '#include <(blis|cblas)' $$(git ls-files '*.c' '*.h' | grep -v '^lib/nn/mat.c$$')
	@! git grep -nIE '[[:blank:]]+$$' -- ':!*.tsv'
	$(MAKE) all B=build-lint/gcc CC=gcc CFLAGS='-O2 -Werror'
	$(MAKE) all B=build-lint/clang CC=clang CFLAGS='-O2 -Werror'

MAN1 = $(DESTDIR)$(MANDIR)/man1
MAN7 = $(DESTDIR)$(MANDIR)/man7
INSTALLED_PAGES = $(patsubst hnps-hnps.1,hnps.1,$(patsubst hnps-fill.1,fill.1,$(patsubst tools/%,hnps-%,$(wildcard tools/*.1))))

## install: hnps and fill into BINDIR, the tools into LIBEXEC, man pages into MANDIR (PREFIX=/usr/local, DESTDIR)
install: all
	install -d '$(DESTDIR)$(BINDIR)' '$(DESTDIR)$(LIBEXEC)' '$(MAN1)' '$(MAN7)'
	install $(TOOLS:%=$B/%) '$(DESTDIR)$(LIBEXEC)'
	install -m 644 pipelines/models/residual.model '$(DESTDIR)$(LIBEXEC)'
	sed 's|@LIBEXEC@|$(LIBEXEC)|; s|@VERSION@|$(VERSION)|' tools/hnps > $B/hnps
	install $B/hnps '$(DESTDIR)$(BINDIR)'
	ln -sf '$(LIBEXEC)/fill' '$(DESTDIR)$(BINDIR)/fill'
	for page in $(INSTALLED_PAGES); do \
		from=$${page#hnps-}; install -m 644 "tools/$$from" '$(MAN1)'/"$$page" || exit; done
	install -m 644 tools/hnps-language.7 '$(MAN7)'

## uninstall: remove what install put there
uninstall:
	rm -f $(TOOLS:%='$(DESTDIR)$(LIBEXEC)/%') '$(DESTDIR)$(LIBEXEC)/residual.model' '$(DESTDIR)$(BINDIR)/hnps' '$(DESTDIR)$(BINDIR)/fill'
	rm -f $(INSTALLED_PAGES:%='$(MAN1)/%') '$(MAN7)/hnps-language.7'
	[ ! -d '$(DESTDIR)$(LIBEXEC)' ] || rmdir --ignore-fail-on-non-empty '$(DESTDIR)$(LIBEXEC)'

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
.PHONY: all asan bench check clean data demo deps figure3 figure5 fuzz help install lint list-tools \
        pictures recording report table1 table2 table3 table5 table6 table7 table8 tsan uninstall valgrind
