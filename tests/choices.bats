# choices - of the programs that fit the examples, the one that fill takes, what it makes and what it doubts
# SPDX-License-Identifier: MIT

load lib/common

@test "fill takes, makes and doubts what the fixture says" {
	/usr/bin/python3 "$root/tests/lib/choices.py" "$root/tests/fixtures/choices.txt"
}
