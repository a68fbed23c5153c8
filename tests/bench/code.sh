#!/usr/bin/env bash
# code - programs as code of other languages: of programs that are drawn, how many can be said, and how many do something else than apply
# SPDX-License-Identifier: MIT
#
# PROGRAMS=1000 says how many of each language, SEED=1 which.
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
need "$python" || exit 0

for language in $(apply --code nothing -p 'Concat(ConstStr("a"))' 2>&1 | sed -n 's/.*there are \([a-z, ]*\).*/\1/p' | tr -d ,); do
	status=0
	"$python" "$here/../lib/code.py" "$language" "${PROGRAMS:-1000}" "${SEED:-1}" > "$tmp/row" || status=$?
	[ "$status" -ne 3 ] || continue
	read -r _ tried exported refused equal different < "$tmp/row"
	result "code/$language/tried" "$tried" programs "$(sed -n 's/^# lines: //p' "$tmp/row")"
	result "code/$language/exported" "$exported" programs ""
	result "code/$language/refused" "$refused" programs "$(sed -n 's/^# refused //p' "$tmp/row" | paste -s -d ',' | sed 's/,/, /g')"
	result "code/$language/equal" "$equal" programs "on every line"
	result "code/$language/different" "$different" programs "wanted: 0"
done
