#!/usr/bin/env bash
# start - how large fill and apply are, stripped, and how long they take to start and end; the static ones of `make static` beside them
# SPDX-License-Identifier: MIT
#
# STATIC=build-static is where those are. STARTS=200 is how often each tool is started in a round.
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
STATIC=${STATIC:-$here/../../build-static}
STARTS=${STARTS:-200}

starts() { # COMMAND
	local i

	for ((i = 0; i < STARTS; i++)); do
		"$1" --version > /dev/null
	done
}

for tool in fill apply; do
	[ -x "$STATIC/$tool" ] || { skipped "start/$tool: make static comes first"; continue; }
	strip -o "$tmp/dynamic" "$BIN/$tool"
	strip -o "$tmp/static" "$STATIC/$tool"
	rounds dynamic "starts '$tmp/dynamic'" static "starts '$tmp/static'"
	libraries=$(ldd "$tmp/dynamic" | awk '$3 ~ /^\// { print $3 }' | xargs -r stat -L -c %s | awk '{ n += $1 } END { print NR, "libraries beside it of", n, "bytes" }')
	result "start/$tool/dynamic/size" "$(stat -c %s "$tmp/dynamic")" bytes "stripped; $libraries"
	result "start/$tool/static/size" "$(stat -c %s "$tmp/static")" bytes stripped
	for kind in dynamic static; do
		result "start/$tool/$kind/time" "$(calc %.2f "1000 * $(took "$kind") / $STARTS")" ms 'its start and end by a shell, --version'
	done
done
