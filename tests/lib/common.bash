# common - what several test files need
# SPDX-License-Identifier: MIT
# shellcheck shell=bash
bats_require_minimum_version 1.5.0
export LC_ALL=C
PATH=$BIN:$PATH
export root
root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)

# Each test has a directory of its own.
setup() {
	cd "$BATS_TEST_TMPDIR" || exit
}

# A command line with pipes: its status is that of the last command that failed. bats 1.8 has no bats_pipe.
pipe() {
	bash -o pipefail -c "$1"
}

# A command line whose standard input and output are a terminal; what it says has no carriage returns.
on_tty() {
	# script may lose what is written just before its command ends
	script -qec "$1; status=\$?; sleep 0.5; exit \$status" /dev/null < /dev/null | tr -d '\r'
	return "${PIPESTATUS[0]}"
}

# Skips a test where there are no pseudo-terminals, as in a root without devpts.
needs_terminal() {
	/usr/bin/python3 -c 'import os; os.openpty()' 2> /dev/null || skip 'there are no pseudo-terminals here'
}

# Skips a test of BLIS's kernels where the tools were built without it.
needs_blis() {
	embed --version | grep -q BLIS || skip 'the tools were built without BLIS'
}

# No temporary file is left in this folder and those below.
nothing_left() {
	[ -z "$(find . -name '.hnps-*')" ]
}

# The records of a stream without its head, one a line, for comparison.
records() {
	show --json "$@"
}

# A stream of tasks that are written as Python, one a line.
stream() {
	/usr/bin/python3 "$root/tests/lib/tasks.py" | zstd -q
}
