# steps - what the scripts here share: where things are, and step
# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# A file that a step makes appears under its name when it is whole, and a whole one is not made again. So a script may be killed at
# any point, and goes on where it was when it is run again.

export LC_ALL=C
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PATH=${BIN:-$root/build}:$PATH
me=${0##*/}

die() {
	echo "$me: $*" >&2
	exit 2
}

# Is FILE there, and all of it?
whole() { # FILE
	[ -f "$1" ] && case $1 in
	*.zst) zstd -tq "$1" 2> /dev/null ;;
	esac
}

# Runs COMMAND, a line of shell, and makes FILE of what it prints. Returns its status. Who kills a script may leave its commands alive;
# the lock on FILE.part, which they hold, makes the next run wait for them.
step() { # FILE COMMAND
	local file=$1 command=$2 status=0 lock

	if whole "$file"; then
		return 0
	fi
	mkdir -p "$(dirname "$file")"
	exec {lock}>> "$file.part"
	flock "$lock"
	if whole "$file"; then          # by the one that we waited for
		rm -f "$file.part"
	else
		echo "\$ $command > $file" >&2
		bash -o pipefail -c "$command" > "$file.part" || status=$?
		[ "$status" -ne 0 ] || mv "$file.part" "$file"
	fi
	exec {lock}>&-
	return "$status"
}
