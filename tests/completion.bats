# completion - what bash, zsh and fish complete, of what the tools print for them and make install puts into its place
# SPDX-License-Identifier: MIT

load lib/common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
	env -u MAKEFLAGS -u MAKELEVEL make -s --no-print-directory -C "$root" B="$BIN" PREFIX=/usr DESTDIR="$PWD/d" STRIP= install
	mkdir files
	touch files/examples.tsv 'files/two words.csv'
}

setup() {
	cd "$BATS_FILE_TMPDIR" || exit
	share=$PWD/d/usr/share
	PATH=$PWD/d/usr/bin:$PATH
}

needs() { # PROGRAM
	command -v "$1" > /dev/null || skip "$1 is not installed"
	needs_terminal
}

# A line as it is typed and as it is completed, by the function `complete` of a test.
becomes() { # TYPED COMPLETED
	local got

	got=$(complete "$1")
	[ "$got" = "$2" ] || { echo "'$1' becomes '$got', not '$2'"; false; }
}

# What all three shells do.
same_in_all() {
	becomes 'fill --on-e<TAB>' 'fill --on-error'
	becomes 'fill --on-error k<TAB>' 'fill --on-error keep'
	becomes 'fill --model tw<TAB>' 'fill --model two words.csv'
	becomes 'fill exa<TAB>' 'fill examples.tsv'
	becomes 'fill -e a b exa<TAB>' 'fill -e a b examples.tsv'
	becomes 'fill --steps exa<TAB>' 'fill --steps exa'
	becomes 'hnps exe<TAB>' 'hnps exec-check'
	becomes 'hnps synth --search gr<TAB>' 'hnps synth --search greedy'
	becomes 'hnps synth --plai<TAB>' 'hnps synth --plain'
	becomes 'hnps show exa<TAB>' 'hnps show examples.tsv'
	becomes 'hnps help mut<TAB>' 'hnps help mutate'
	becomes 'hnps completion fi<TAB>' 'hnps completion fish'
}

@test "bash completes" {
	needs bash
	printf '%s\n' "PS1='ready> '" ". '$share/bash-completion/completions/fill'" ". '$share/bash-completion/completions/hnps'" > bashrc
	complete() {
		/usr/bin/python3 "$root/tests/lib/complete.py" files "$1" bash --noprofile --rcfile "$PWD/bashrc" -i
	}
	same_in_all
	becomes 'fill --on-error=k<TAB>' 'fill --on-error=keep'
	becomes 'fill -e exa<TAB>' 'fill -e exa'
	becomes 'fill -e a exa<TAB>' 'fill -e a exa'
	becomes 'hnps dslsample exa<TAB>' 'hnps dslsample exa'
}

@test "zsh completes" {
	needs zsh
	mkdir zsh
	printf '%s\n' "PS1='ready> '" "fpath=('$share/zsh/site-functions' \$fpath)" 'autoload -U compinit; compinit -u -D' > zsh/.zshrc
	complete() {
		ZDOTDIR=$PWD/zsh /usr/bin/python3 "$root/tests/lib/complete.py" files "$1" zsh -o no_global_rcs -i
	}
	same_in_all
	becomes 'fill -e exa<TAB>' 'fill -e exa'
	becomes 'fill -e a exa<TAB>' 'fill -e a exa'
	becomes 'hnps dslsample exa<TAB>' 'hnps dslsample exa'
}

@test "fish completes" {
	needs fish
	mkdir fish
	complete() {
		HOME=$PWD/fish XDG_DATA_DIRS=$share:/usr/share /usr/bin/python3 "$root/tests/lib/complete.py" files "$1" \
			fish --private -C 'function fish_prompt; echo -n "ready> "; end' -i
	}
	same_in_all
	becomes 'hnps dslsample exa<TAB>' 'hnps dslsample exa'
}

@test "bash-completion finds both by itself" {
	[ -f /usr/share/bash-completion/bash_completion ] || skip 'bash-completion is not installed'
	needs bash
	printf '%s\n' "PS1='ready> '" '. /usr/share/bash-completion/bash_completion' > lazy
	complete() {
		BASH_COMPLETION_USER_DIR=$share/bash-completion /usr/bin/python3 "$root/tests/lib/complete.py" files "$1" \
			bash --noprofile --rcfile "$PWD/lazy" -i
	}
	becomes 'fill --on-error k<TAB>' 'fill --on-error keep'
	becomes 'hnps synth --search gr<TAB>' 'hnps synth --search greedy'
}

@test "every tool prints all its options for each shell, and no shell but these three is known" {
	local count=0

	for tool in "$root"/tools/*.c; do
		tool=${tool##*/} tool=${tool%.c}
		for option in $("$tool" --help | sed -nE 's/^ +(-[A-Za-z], )?--([a-z-]+).*/\2/p'); do
			"$tool" --completion bash | grep -qwF -e "--$option"
			"$tool" --completion zsh | grep -qwF -e "--$option"
			"$tool" --completion fish | grep -qwF -e "-l $option"
			count=$((count + 1))
		done
		run -2 "$tool" --completion csh
		[ "$output" = "$tool: option --completion: 'csh' is not bash, zsh or fish (see '$tool --help')" ]
	done
	[ "$count" -gt 100 ]
	sed "s|@LIBEXEC@|$PWD/d/usr/libexec/hnps|" "$root/tools/hnps" > hnps
	run -2 sh hnps completion csh
	[ "$output" = "hnps: completion: 'csh' is not bash, zsh or fish" ]
	run -2 sh hnps completion
}
