# steps - what the scripts here share: where things are, settings, and steps that are taken once
# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# A file that a step makes appears under its name when it is whole, and a whole one is not made again. So a script may be killed at
# any point, and goes on where it was when it is run again. Each script runs those whose results it needs, so any of them may be run first.
#
# The environment may set, beside what data.sh tells:
#     PRESET=small        network and training of all models (train --preset)
#     SETTINGS=           changes to it (train --set), such as hidden=128,batch=32
#     EPOCHS=             how often each model sees its data; the preset's, when it is empty
#     PROGRAMS=           how many programs it sees in all, in place of EPOCHS
#     EVAL=3000           tasks that each method is asked for, evenly from those there are
#     MODELS=DATA/PRESET  where the models go, and what is made with them
#     RESULTS=MODELS      where the tables and figures go
#
# For one method alone: PRESET_hnps_pt, PROGRAMS_naive, and so on, also for a part of the data (PROGRAMS_hnps_50). Flat and hierarchical networks
# cost unlike for a program; METHOD.log.tsv tells what a training cost so far, in TFLOP and in seconds.

export LC_ALL=C
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PATH=${BIN:-$root/build}:$PATH
me=${0##*/}

export SCALE=${SCALE:-1} SEED=${SEED:-1} DRAWS=${DRAWS:-own} DATA=${DATA:-data} MARGIN=${MARGIN:-1.02}
export PRESET=${PRESET:-small} EVAL=${EVAL:-3000}
export MODELS=${MODELS:-$DATA/$PRESET}
export RESULTS=${RESULTS:-$MODELS}
: "${LOCK:=${TMPDIR:-/tmp}/hnps-training.$UID.lock}"

die() {
	echo "$me: $*" >&2
	exit 2
}

# Is FILE there, and all of it?
whole() { # FILE
	[ -f "$1" ] && case $1 in
	*.zst | *.model) zstd -tq "$1" 2> /dev/null ;;
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

# Writes TEXT to FILE when there is none. Is it there now?
as_before() { # FILE TEXT
	mkdir -p "$(dirname "$1")"
	if [ ! -f "$1" ]; then
		echo "$2" > "$1.$$"
		mv "$1.$$" "$1"
	fi
	[ "$(cat "$1")" = "$2" ]
}

# Removes FILE, or a folder, when it was made by another command or of another model.
fresh() { # FILE COMMAND MODEL
	if ! as_before "$1.command" "$2" || [ "$3" -nt "$1.command" ]; then
		rm -rf "$1" "$1.command"
		as_before "$1.command" "$2"
	fi
}

# What is in the data folder already must have been made with the same settings.
settings() {
	local now="SCALE=$SCALE SEED=$SEED MARGIN=$MARGIN"

	[ "$DRAWS" = own ] || now+=" DRAWS=$DRAWS"
	as_before "$DATA/settings" "$now" ||
		die "$DATA was made with $(cat "$DATA/settings"): remove it, or set DATA to another folder"
}

# A command without the names of this machine's folders, as it stands in results.
told() { # COMMAND
	local command=${1//"'$MODELS/"/"'MODELS/"}

	echo "${command//"'$DATA/"/"'DATA/"}"
}

# What NAME is for METHOD: NAME_METHOD, or that of the method on all the data, or NAME.
of() { # NAME METHOD
	local own=$1_${2//-/_}
	local whole=${own%_[0-9]*}

	echo "${!own:-${!whole:-${!1:-}}}"
}

# The options of train that say how large METHOD is and how long it learns.
budget() { # METHOD
	local settings programs epochs

	settings=$(of SETTINGS "$1") programs=$(of PROGRAMS "$1") epochs=$(of EPOCHS "$1")
	[ -z "$programs" ] || epochs=
	echo "--preset $(of PRESET "$1")${settings:+ --set $settings}${programs:+ -n $programs}${epochs:+ --epochs $epochs} --seed $SEED"
}

# Trains METHOD on DATA, and from the model INIT on if that is given: MODELS/METHOD.model, with its curve in METHOD.log.tsv. What was killed goes on
# from its last checkpoint. A training uses all cores, so it waits for any other on this machine.
trained() { # METHOD OPTIONS DATA [INIT]
	local method=$MODELS/$1 init=${4:-} command status=0 lock

	command="train $2 $(budget "$1")"
	[ -z "$init" ] || command+=" --init '$init'"
	[ -f "$method.model" ] || [ -f "$method.model.checkpoint" ] || rm -f "$method.command"
	as_before "$method.command" "$(told "$command '$3'")" ||
		die "$method.model is of another training, $(cat "$method.command"): remove $method.*, or set MODELS to another folder"
	if [ -f "$method.model" ] && [ "$init" ] && [ "$init" -nt "$method.model" ]; then
		die "$method.model is older than $init, from which it began: remove $method.*"
	fi
	if whole "$method.model"; then
		return 0
	fi
	exec {lock}>> "$LOCK"
	flock -n "$lock" || echo "$me: waiting for another training to end" >&2
	flock "$lock"
	if ! whole "$method.model"; then
		[ ! -f "$method.model.checkpoint" ] || command="train --resume '$method.model.checkpoint'"
		command+=" --log '$method.log.tsv' -o '$method.model' '$3'"
		echo "\$ $command" >&2
		bash -c "$command" || status=$?
	fi
	exec {lock}>&-
	return "$status"
}
