# contract - what every tool must do, whatever else it does
# SPDX-License-Identifier: MIT

load lib/common

# A command of each tool that works and is quiet: its arguments, and what its standard input is.
declare -gA arguments=(
	[dslsample]='-q -n 200' [iogen]=-q [compose]='-q -n 200' [mutate]=-q [embed]="-q -m $root/tests/fixtures/tiny.model" [synth]='-q --dialect shell' [exec-check]=-q
	[take]=-q [pairs]=-q [show]='' [apply]="-q -p 'Concat(SubStr(ConstPos(0), END))'" [fill]='-q examples.tsv'
	[train]='-q --preset edges --set hidden=8,task=8,decoder=8,batch=1,pairs=2 --given 2 --stream -n 1 --validate 1'
)
declare -gA input=(
	[iogen]=programs [compose]=tasks [mutate]=tasks [embed]=tasks [synth]=tasks [exec-check]=answers [show]=tasks [take]=tasks [pairs]=examples.tsv [apply]=lines [fill]=lines [train]=tasks
)
reads_streams='iogen compose mutate embed synth exec-check take show train'
writes_streams='dslsample iogen compose mutate embed synth take pairs train'

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	PATH=$BIN:$PATH
	dslsample -q -n 200 -o programs
	iogen -q -n 150 -o tasks programs
	synth -q -o answers tasks
	printf 'Ada Lovelace\tLovelace\nGrace Hopper\tHopper\n' > examples.tsv
	yes 'Alan Turing' | head -n 20000 > lines
}

setup() {
	cd "$BATS_FILE_TMPDIR" || exit
	mine=$BATS_TEST_TMPDIR
}

tools() {
	(cd "$root/tools" && printf '%s\n' *.c | sed 's/\.c$//')
}

# The working command as a text for bash; more arguments go behind it.
good() { # TOOL [ARGUMENT]...
	echo "$1 ${arguments[$1]} ${*:2} < ${input[$1]-/dev/null}"
}

# Fails, with what was seen, unless a command ends with a status and with one line on standard error that has a text.
complains() { # STATUS TEXT COMMAND
	local status=0

	bash -c "$3" > "$mine/out" 2> "$mine/err" || status=$?
	[ "$status" -eq "$1" ] && [ "$(wc -l < "$mine/err")" -eq 1 ] && grep -qF -e "$2" "$mine/err" && return
	echo "$3: status $status, not $1 with '$2':"
	cat "$mine/err"
	return 1
}

@test "every tool is in this file's table, and its command works" {
	local count=0

	for tool in $(tools); do
		[ -n "${arguments[$tool]+there}" ] || { echo "no $tool here"; false; }
		bash -c "$(good "$tool")" > "$mine/out"
		[ -s "$mine/out" ]
		count=$((count + 1))
	done
	[ "$count" -gt 3 ]
}

@test "standard error of a good quiet run is empty" {
	for tool in $(tools); do
		bash -c "$(good "$tool")" 2> "$mine/err" > /dev/null
		[ ! -s "$mine/err" ] || { echo "$tool:"; cat "$mine/err"; false; }
	done
}

@test "help goes to standard output, and nothing to standard error" {
	for tool in $(tools); do
		for option in -h --help; do
			"$tool" "$option" > "$mine/out" 2> "$mine/err" < /dev/null
			grep -q "^usage: $tool " "$mine/out"
			run ! grep '[^[:print:]]' "$mine/out"
			[ ! -s "$mine/err" ]
		done
	done
}

@test "the version names the tool and its libraries" {
	for tool in $(tools); do
		for option in -V --version; do
			"$tool" "$option" > "$mine/out" 2> "$mine/err" < /dev/null
			grep -q "^$tool (hnps) [0-9]" "$mine/out"
			grep -q 'zstd [0-9]' "$mine/out"
			[ ! -s "$mine/err" ]
		done
	done
}

@test "a full disk is an error, also for help" {
	for tool in $(tools); do
		complains 2 'No space left' "$tool --help > /dev/full"
		complains 2 'No space left' "$tool --version > /dev/full"
		complains 2 'No space left' "$(good "$tool") > /dev/full"
	done
}

@test "an output that can't be made is an error, and one that was not finished does not appear" {
	for tool in $writes_streams; do
		complains 2 'No such file' "$(good "$tool" -o nowhere/x)"
		bash -c "$(good "$tool" -o "$mine/$tool")"
		[ -s "$mine/$tool" ]
	done
	head -c -5 programs > "$mine/cut"
	complains 2 'cut' "iogen -q -o $mine/x $mine/cut"
	[ ! -e "$mine/x" ]
}

@test "an output that would replace what is read is refused, through links too" {
	for tool in $(tools); do
		local file=$mine/$tool.in
		cp "${input[$tool]-programs}" "$file"
		ln "$file" "$mine/$tool.hard"
		ln -s "$tool.in" "$mine/$tool.soft"
		if [ -n "${input[$tool]+reads}" ] && [[ $writes_streams\ exec-check = *"$tool"* ]]; then
			for name in "$file" "$mine/../${mine##*/}/$tool.in" "$mine/$tool.hard" "$mine/$tool.soft"; do
				complains 2 "$name: --output and the input $file are the same file" "$tool ${arguments[$tool]} -o $name $file"
				complains 2 "$name: --output and standard input are the same file" "$tool ${arguments[$tool]} -o $name < $file"
			done
		fi
		if [ -n "${input[$tool]+reads}" ]; then
			complains 2 "are the same file" "$tool ${arguments[$tool]} < $file >> $file"
			complains 2 "$file: standard output and the input $file are the same file" "$tool ${arguments[$tool]} $file >> $file"
		fi
		cmp "$file" "${input[$tool]-programs}"
	done
}

@test "a closed standard output is no output, and no file gets its number" {
	for tool in $(tools); do
		complains 2 'standard output: Bad file descriptor' "$tool --help >&-"
		complains 2 'standard output: Bad file descriptor' "$(good "$tool") >&-"
		if "$tool" --help | grep -q -- '--output'; then
			bash -c "$(good "$tool" -o "$mine/$tool.open")" > "$mine/out"
			bash -c "$(good "$tool" -o "$mine/$tool.closed") >&-"
			cmp "$mine/$tool.open" "$mine/$tool.closed"
		fi
	done
	cd "$mine"
	dslsample -q -n 9 -o both <&- >&-
	iogen -q -o made both <&- >&-
	show made > /dev/null
}

@test "a closed standard input is an error of who reads it" {
	for tool in "${!input[@]}"; do
		complains 2 '<stdin>: Bad file descriptor' "$tool ${arguments[$tool]} <&-"
	done
}

@test "a limit on the size of a file is an error, and leaves nothing" {
	for tool in $(tools); do
		"$tool" --help | grep -q -- '--output' || continue
		mkdir "$mine/$tool"
		run -2 bash -c "ulimit -f 0; $(good "$tool" -o "$mine/$tool/x") > /dev/null"
		# train tells of its checkpoint, too
		[ "$(grep -v '; the training goes on$' <<< "$output")" = "$tool: $mine/$tool/x: File too large" ]
		[ -z "$(ls -A "$mine/$tool")" ]
	done
}

@test "a small stack is enough" {
	for tool in $(tools); do
		bash -c "ulimit -s 128; $(good "$tool")" > "$mine/small"
		bash -c "$(good "$tool")" > "$mine/out"
		cmp "$mine/small" "$mine/out"
	done
}

@test "a kernel that BLIS has not, or that this CPU can't run, is told by who uses it" {
	local model=$root/tests/fixtures/tiny.model word

	needs_blis
	for word in foo 99 -1 3x $(grep -qw fma4 /proc/cpuinfo || echo bulldozer); do
		for command in "$(good train)" "$(good embed)" "$(good synth -m "$model" --dialect paper)" "$(good fill -m "$model")"; do
			complains 2 "BLIS_ARCH_TYPE: BLIS" "export BLIS_ARCH_TYPE=$word; $command"
			grep -qF " kernel '$word'" "$mine/err"
		done
		BLIS_ARCH_TYPE=$word embed --version | grep -q ', no kernel$'
		BLIS_ARCH_TYPE=$word bash -c "$(good synth)" > "$mine/out"
	done
	BLIS_ARCH_TYPE=generic bash -c "$(good embed)" > "$mine/out"
	[ "$(BLIS_ARCH_TYPE='' embed --version)" = "$(embed --version)" ]
}

@test "an unknown option exits 2 and is named, in a cluster too" {
	for tool in $(tools); do
		complains 2 "'--no-such-option'" "$(good "$tool" --no-such-option)"
		complains 2 "'-Z'" "$(good "$tool" -Z)"
		if "$tool" --help | grep -q -- '-q, --quiet'; then
			complains 2 "'-Z'" "$(good "$tool" -qZ)"
		fi
	done
}

@test "a value that is no number or word of its option, or out of range, exits 2 and is named" {
	local count=0 option kind value values

	for tool in $(tools); do
		while read -r option kind; do
			case $kind in
			N | K | W)       values=(x 1x '' -7 99999999999999999999) ;;
			S | X | P | MINUTES) values=(x 1x '' -7 1e300 nan) ;;
			'A[-B]')         values=(x 1x '' -7 0 3- -3 3-2 1-2-3 1-999999 1-99999999999999999999 1-x) ;;
			I/N)             values=(x 1 '' 1/ /3 0/3 4/3 -1/3 1/0 1/3x 1/3/4) ;;
			[a-z]*'|'*)      values=(x '' "${kind%%|*}x") ;;
			CHAR)            values=('' ab '"') ;;
			*)               continue ;;
			esac
			for value in "${values[@]}"; do
				complains 2 "$option" "$(good "$tool" "$option" "'$value'")"
			done
			count=$((count + 1))
		done < <("$tool" --help | sed -nE 's/^ +(-[A-Za-z], )?(--[a-z-]+) ([^ ]+)( .*)?$/\2 \3/p')
	done
	[ "$count" -gt 40 ]
}

@test "a stray operand exits 2 and is named" {
	for tool in $(tools); do
		complains 2 stray "$(good "$tool" stray-1 stray-2 stray-3)"
	done
}

@test "a file that is not there, or is a directory, exits 2 and is named" {
	for tool in $reads_streams; do
		complains 2 'nowhere: No such file' "$(good "$tool" nowhere)"
		complains 2 "$mine: " "$(good "$tool" "$mine")"
	done
	complains 2 'nowhere: No such file' "$(good pairs nowhere)"
	complains 2 'nowhere: No such file' "$(good apply nowhere)"
	complains 2 "$mine: Is a directory" "$(good apply "$mine")"
}

@test "records are not written to a terminal" {
	needs_terminal
	for tool in $writes_streams; do
		run -2 on_tty "$(good "$tool")"
		[[ "$output" == "$tool: standard output: refusing to write records to a terminal"* ]]
	done
}

@test "nor read from one" {
	needs_terminal
	for tool in $reads_streams; do
		run -2 on_tty "$tool ${arguments[$tool]} > /dev/null"
		[[ "$output" == "$tool: <stdin>: refusing to read records from a terminal"* ]]
	done
}

@test "no input is an error, not an empty set" {
	for tool in $reads_streams pairs; do
		complains 2 '<stdin>' "$tool ${arguments[$tool]} < /dev/null"
	done
}

@test "a stream cut at any byte is refused" {
	local size

	dslsample -q -n 3 --parts 2 | iogen -q --pairs 2 | synth -q > "$mine/whole"
	size=$(stat -c %s "$mine/whole")
	[ "$size" -gt 300 ]
	for tool in $reads_streams; do
		# shellcheck disable=SC2086
		"$tool" ${arguments[$tool]} "$mine/whole" > /dev/null
		# near both ends at each byte, some between; the unit tests cut the same reader everywhere
		for ((at = 0; at < size; at += (at < 6 || size - at < 8 ? 1 : 29))); do
			head -c "$at" "$mine/whole" > "$mine/cut"
			# shellcheck disable=SC2086
			run -2 "$tool" ${arguments[$tool]} "$mine/cut"
			[ "${#lines[@]}" -eq 1 ]
			[[ "${lines[0]}" == "$tool: $mine/cut: "* ]]
		done
	done
}

@test "a stream with a flipped bit, or of another kind, is refused" {
	for tool in $reads_streams; do
		for at in 0 60 500 1000; do
			/usr/bin/python3 -c 'import sys
data = bytearray(open(sys.argv[1], "rb").read()); data[int(sys.argv[2])] ^= 16; sys.stdout.buffer.write(data)' tasks "$at" > "$mine/flipped"
			complains 2 "$mine/flipped: " "$tool ${arguments[$tool]} $mine/flipped"
		done
		complains 2 "lines: " "$tool ${arguments[$tool]} lines"
		zstd -qf lines -o "$mine/lines.zst"
		complains 2 "$mine/lines.zst: " "$tool ${arguments[$tool]} $mine/lines.zst"
	done
}

@test "a producer that failed is noticed downstream, without pipefail" {
	head -c -5 programs > "$mine/cut"
	for tool in $reads_streams; do
		complains 2 "<stdin>: " "iogen -q $mine/cut 2> /dev/null | $tool ${arguments[$tool]}"
	done
}

# Runs a command whose standard output is a pipe that nobody reads any more, SIGPIPE being `default` or `ignore`.
unread() { # SIGNAL COMMAND
	/usr/bin/python3 - "$@" <<-'END'
	import os, signal, subprocess, sys
	read, write = os.pipe()
	os.close(read)
	action = signal.SIG_IGN if sys.argv[1] == "ignore" else signal.SIG_DFL
	status = subprocess.run(["bash", "-c", "exec " + sys.argv[2]], stdout=write, restore_signals=False,
	                        preexec_fn=lambda: signal.signal(signal.SIGPIPE, action)).returncode
	sys.exit(128 - status if status < 0 else status)
	END
}
export -f unread

@test "a reader that leaves ends the writer, quietly" {
	for tool in $(tools); do
		run -141 unread default "$(good "$tool")"
		[ -z "$output" ]
		# and where the signal is ignored, it is an error of writing
		complains 2 'Broken pipe' "unread ignore \"$(good "$tool" | sed 's/"/\\"/g')\""
	done
}

@test "the same seed gives the same bytes, another seed others" {
	local count=0

	for tool in $(tools); do
		"$tool" --help | grep -q -- '--seed' || continue
		bash -c "$(good "$tool" -s 7)" > "$mine/one"
		bash -c "$(good "$tool" -s 7)" > "$mine/two"
		bash -c "$(good "$tool" -s 8)" > "$mine/other"
		cmp "$mine/one" "$mine/two"
		records "$mine/one" > "$mine/one.txt"
		records "$mine/other" > "$mine/other.txt"
		! cmp -s "$mine/one.txt" "$mine/other.txt" || { echo "$tool: seeds 7 and 8 give the same"; false; }
		count=$((count + 1))
	done
	[ "$count" -gt 1 ]
}

@test "the number of threads changes nothing" {
	local count=0

	for tool in $(tools); do
		"$tool" --help | grep -q -- '--threads' || continue
		bash -c "$(good "$tool" -j 1)" > "$mine/one"
		for threads in 2 5; do
			bash -c "$(good "$tool" -j "$threads")" > "$mine/more"
			cmp "$mine/one" "$mine/more"
		done
		count=$((count + 1))
	done
	[ "$count" -gt 1 ]
}

@test "a record is named by its place in the stream, however far behind, whoever finds it wrong" {
	cd "$mine"
	for ((n = 1; n <= 1500; n++)); do
		echo "{'id': $n, 'program': 'Concat(SubStr(ConstPos(0), ConstPos(1)))', 'pairs': [['ab', 'a']]}"
	done > good.txt
	sed '1300s/Concat.*))/Concat(Word)/' good.txt | stream > program
	sed "1300s/, 'pairs.*/}/" good.txt | stream > pairs
	for threads in 1 3; do
		for command in iogen mutate; do
			run -2 $command -q -j $threads -o x program
			[[ "$output" == "$command: program: record 1300: program: "* ]]
		done
		for command in "embed -m $root/tests/fixtures/tiny.model" synth exec-check mutate; do
			# shellcheck disable=SC2086
			run -2 $command -q -j $threads -o x pairs
			[ "$output" = "${command%% *}: pairs: record 1300: no pairs" ]
		done
		run -0 --separate-stderr exec-check -j $threads program
		[[ "$stderr" == "exec-check: program: 1 of 1500 programs can't be read, the first is that of record 1300: "* ]]
	done
	run -2 compose -q -n 3 program
	[[ "$output" == 'compose: program: record 1300: program: '* ]]
}

@test "fields that no tool knows are passed on, wherever they stand and however many records there are" {
	cd "$mine"
	part="'id': 1, 'program': 'Concat(ConstStr(\"&\"))', 'of': 'a part'"
	answer="'program': 'Concat(ConstStr(\"&\"))', 'solved': True, 'score': 1, 'method': 'm', 'given': 1"
	for ((n = 1; n <= 600; n++)); do
		echo "{'id': $n, 'program': 'Concat(ConstStr(\"&\"))', 'parts': [{$part, 'n': $n}, {$part, 'n': -$n}], 'pairs': [['ab', '&']]," \
			"'answer': {$answer, 'first': $n}, 'answers': [{$answer, 'first': $n}, {$answer, 'second': [$n]}, {$answer, 'third': {'n': $n}}], 'more': {'n': [$n, None]}}"
	done | stream > strange
	show --json strange | jq -c 'del(.verdict)' > wanted
	[ "$(head -n 1 wanted | jq -c '[.more, .answers[1].second, .answers[2].third, .parts[0].of, .parts[1].n]')" = '[{"n":[1,null]},[1],{"n":1},"a part",-1]' ]
	for threads in 1 3; do
		exec-check -q --tasks -j $threads strange | show --json | jq -c 'del(.verdict)' | diff - wanted
		embed -q -j $threads -m "$root/tests/fixtures/tiny.model" strange | show --json | jq -c 'del(.embedding)' | diff - wanted
		synth -q -j $threads strange | show --json | jq -c 'del(.answer, .answers)' | diff - <(jq -c 'del(.answer, .answers)' wanted)
		iogen -q -j $threads strange | show --json | jq -c '.more, .parts' | diff - <(jq -c '.more, .parts' wanted)
	done
	take -q strange | show --json | jq -c . | diff - wanted
}

@test "reads and writes that take less than all, or are interrupted, change nothing" {
	command -v cc > /dev/null || skip 'there is no cc here'
	[ -z "${ASAN_OPTIONS:-}${TSAN_OPTIONS:-}" ] || skip 'a sanitizer has to be loaded first'
	cc -shared -fPIC -O1 -o "$mine/short_io.so" "$root/tests/lib/short_io.c"
	for tool in $(tools); do
		bash -c "$(good "$tool")" > "$mine/out"
		LD_PRELOAD=$mine/short_io.so bash -c "$(good "$tool")" > "$mine/short"
		cmp "$mine/out" "$mine/short"
		"$tool" --help | grep -q -- '--output' || continue
		LD_PRELOAD=$mine/short_io.so bash -c "$(good "$tool" -o "$mine/file")"
		cmp "$mine/out" "$mine/file"
		rm "$mine/file"
	done
}
