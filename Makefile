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

# msgpack-c's name differs between versions
MSGPACK := $(shell pkg-config --exists msgpack-c && echo msgpack-c || echo msgpack)
PACKAGES := libzstd $(MSGPACK) libpcre2-8

# no -ffast-math: it hides NaN; no -march=native: what is built here must run elsewhere
override CPPFLAGS += -Ilib -Iformats -D_GNU_SOURCE -DVERSION='"$(VERSION)"' $(shell pkg-config --cflags $(PACKAGES))
override CFLAGS   += -std=c11 -pthread -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla
override LDLIBS   += $(shell pkg-config --libs $(PACKAGES)) -lm

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

$B/libhnps.a: $(LIBO)
	@rm -f $@
	$(AR) rcs $@ $^

$B/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

## check: run the tests (TESTS=tests/fill.bats for some of them)
check: all $(UNITS:%=$B/unit/%)
	BIN='$(abspath $B)' tests/run $(TESTS)

## asan: the same tests with address and undefined behaviour sanitizers, in build-asan/
asan:
	$(MAKE) check B=build-asan CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'

## lint: shell scripts, man pages, order of includes, white space; both compilers without a warning
SCRIPTS = $(shell git ls-files -co --exclude-standard | xargs -d '\n' grep -lE '^\#!.*(ba)?sh$$')
lint:
	shellcheck -x $(SCRIPTS) tests/lib/common.bash
	shellcheck -x -s bash -e SC2030,SC2031 tests/*.bats
	mandoc -T lint -W warning tools/*.1
	@echo 'includes: tools -> formats -> lib'
	@! grep -nE '#include "(task|head|model)\.h"' lib/*/*
	@! grep -nE '#include "(dsl|search)/' lib/base/*
	@! grep -nE '#include "search/' lib/dsl/*
	@! git grep -nIE '[[:blank:]]+$$' -- ':!*.tsv'
	$(MAKE) all B=build-lint/gcc CC=gcc CFLAGS='-O2 -Werror'
	$(MAKE) all B=build-lint/clang CC=clang CFLAGS='-O2 -Werror'

MAN1 = $(DESTDIR)$(MANDIR)/man1
INSTALLED_PAGES = $(patsubst hnps-hnps.1,hnps.1,$(patsubst hnps-fill.1,fill.1,$(patsubst tools/%,hnps-%,$(wildcard tools/*.1))))

## install: hnps and fill into BINDIR, the tools into LIBEXEC, man pages into MANDIR (PREFIX=/usr/local, DESTDIR)
install: all
	install -d '$(DESTDIR)$(BINDIR)' '$(DESTDIR)$(LIBEXEC)' '$(MAN1)'
	install $(TOOLS:%=$B/%) '$(DESTDIR)$(LIBEXEC)'
	sed 's|@LIBEXEC@|$(LIBEXEC)|; s|@VERSION@|$(VERSION)|' tools/hnps > $B/hnps
	install $B/hnps '$(DESTDIR)$(BINDIR)'
	ln -sf '$(LIBEXEC)/fill' '$(DESTDIR)$(BINDIR)/fill'
	for page in $(INSTALLED_PAGES); do \
		from=$${page\#hnps-}; install -m 644 "tools/$$from" '$(MAN1)'/"$$page" || exit; done

## uninstall: remove what install put there
uninstall:
	rm -f $(TOOLS:%='$(DESTDIR)$(LIBEXEC)/%') '$(DESTDIR)$(BINDIR)/hnps' '$(DESTDIR)$(BINDIR)/fill'
	rm -f $(INSTALLED_PAGES:%='$(MAN1)/%')
	[ ! -d '$(DESTDIR)$(LIBEXEC)' ] || rmdir --ignore-fail-on-non-empty '$(DESTDIR)$(LIBEXEC)'

list-tools:
	@printf '%s\n' $(TOOLS)

## help: this list
help:
	@sed -n 's/^## //p' Makefile

-include $(wildcard $B/*/*.d $B/*/*/*.d)
.DELETE_ON_ERROR:
.PHONY: all asan check help install lint list-tools uninstall
