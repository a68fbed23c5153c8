# hnps - hierarchical neural program synthesis
# SPDX-License-Identifier: MIT
# `make help` lists the targets. The user's settings use ?=, ours use override +=.

PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
LIBEXEC ?= $(PREFIX)/libexec/hnps
MANDIR  ?= $(PREFIX)/share/man
CC      ?= cc
CFLAGS  ?= -O2 -g
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

-include $(wildcard $B/*/*.d $B/*/*/*.d)
.DELETE_ON_ERROR:
.PHONY: all check
