# conformance - the DSL does what the paper's samples say, and what ours say of all of it
# SPDX-License-Identifier: MIT

load lib/common

# Runs the rows of a table: program, input, =output or !error. Prints those that come out otherwise, and on the last line how many there are.
rows() { # FILE
	local program input wanted got count=0

	while IFS=$'\037' read -r program input wanted; do
		[[ $program != '#'* ]] || continue
		count=$((count + 1))
		if got=$(printf '%s\n' "$input" | apply -q --on-error error -p "$program" 2> why); then
			got="=$got"
		else
			got="!$(sed 's/^apply: <stdin>: line 1: //' why)"
		fi
		[ "$got" = "$wanted" ] || printf '%s\n%s\n%s, not %s\n' "$program" "$input" "$got" "$wanted"
	done < <(tr '\t' '\037' < "$1")
	echo "$count"
}

@test "programs do what semantics.tsv says" {
	[ "$(grep -vc '^#' "$root/tests/fixtures/semantics.tsv")" -ge 60 ]
	rows "$root/tests/fixtures/semantics.tsv" > wrong
	cat wrong
	[ "$(cat wrong)" -eq "$(grep -vc '^#' "$root/tests/fixtures/semantics.tsv")" ]
}

@test "programs do what the paper's samples say" {
	rows "$root/tests/fixtures/paper-samples.tsv" > wrong
	cat wrong
	[ "$(cat wrong)" -eq 19 ]
}
