# rename - fill --rename: what it shows, what it does, and what stops it before anything is touched
# SPDX-License-Identifier: MIT

load lib/common

# bats keeps what was said in the test's own directory
setup() {
	mkdir "$BATS_TEST_TMPDIR/files"
	cd "$BATS_TEST_TMPDIR/files" || exit
}

# Files that have their names for their text.
files() {
	local name

	for name; do
		printf '%s' "$name" > "$name"
	done
}

# The files that there are, and what they say: NAME=TEXT ...
holds() {
	local name all=()

	for name in *; do
		[ -d "$name" ] || all+=("$name=$(cat "$name")")
	done
	diff <(printf '%s\n' "${all[@]}") <(printf '%s\n' "$@")
}

@test "it shows what it would do, and --apply does it" {
	files IMG_0001.JPG IMG_0417.JPG IMG_9999.JPG
	run -0 --separate-stderr fill --rename -e IMG_0001.JPG 0001.jpg *.JPG
	[ "$output" = "$(printf 'IMG_0001.JPG\t0001.jpg\nIMG_0417.JPG\t0417.jpg\nIMG_9999.JPG\t9999.jpg\n')" ]
	[[ "${stderr_lines[0]}" == 'fill: Concat('* ]]
	[ "${stderr_lines[-1]}" = 'fill: 3 of 3 files would be renamed; --apply does it' ]
	holds IMG_0001.JPG=IMG_0001.JPG IMG_0417.JPG=IMG_0417.JPG IMG_9999.JPG=IMG_9999.JPG
	run -0 --separate-stderr fill -q --dry-run --rename -e IMG_0001.JPG 0001.jpg *.JPG
	[ "${#lines[@]}" = 3 ]
	[ "$stderr" = '' ]
	run -0 fill --rename -e IMG_0001.JPG 0001.jpg --apply *.JPG
	[ "${lines[-1]}" = 'fill: 3 of 3 files were renamed' ]
	holds 0001.jpg=IMG_0001.JPG 0417.jpg=IMG_0417.JPG 9999.jpg=IMG_9999.JPG
	# names that are as they are to be
	run -0 --separate-stderr fill --rename -e IMG_0001.JPG 0001.jpg -e 0001.jpg 0001.jpg --apply *.jpg
	[ "${stderr_lines[-1]}" = 'fill: 0 of 3 files were renamed' ]
	nothing_left
}

@test "the last component alone is renamed, in each folder by itself" {
	mkdir -p a/IMG_b c
	files a/IMG_1.JPG c/IMG_1.JPG
	fill -q --rename -e IMG_7.JPG 7.jpg a/IMG_1.JPG ./c/IMG_1.JPG | diff - <(printf 'a/IMG_1.JPG\ta/1.jpg\n./c/IMG_1.JPG\t./c/1.jpg\n')
	fill -q --rename --apply -e IMG_7.JPG 7.jpg a/IMG_1.JPG "$PWD/c/IMG_1.JPG"
	[ "$(cat a/1.jpg c/1.jpg)" = a/IMG_1.JPGc/IMG_1.JPG ]
	fill -q --rename --apply -e IMG_x y -e IMG_q q --force a/IMG_b/ || [ $? -eq 1 ]
	[ -d a/IMG_b ]
}

@test "two files that would get one name, a name that is there, an empty one and one with a slash stop it" {
	files 1a.txt 1b.txt 2c.txt x-1.txt
	run -2 --separate-stderr fill -q --apply --rename -e 9z.txt 9.txt -e 8y.txt 8.txt ?[a-c].txt
	[ "${stderr_lines[0]}" = 'fill: 1a.txt and 1b.txt would both be called 1.txt' ]
	[ "${stderr_lines[-1]}" = 'fill: nothing is renamed' ]
	[ "$output" = '' ]
	files 2.txt
	run -2 --separate-stderr fill -q --rename -e 9z.txt 9.txt -e 8y.txt 8.txt 1a.txt 2c.txt
	[ "${stderr_lines[0]}" = 'fill: 2.txt is there already, and 2c.txt would be called so' ]
	run -2 --separate-stderr fill -q --rename --apply -e a-b.txt a/b.txt x-1.txt
	[ "${stderr_lines[0]}" = 'fill: x-1.txt: its new name would have a slash' ]
	run -2 --separate-stderr fill -q --rename --apply -e a.txt a.txt gone.txt 1a.txt ./1a.txt
	[ "${stderr_lines[0]}" = 'fill: ./1a.txt is given twice' ]
	[ "${stderr_lines[1]}" = 'fill: gone.txt: No such file or directory' ]
	holds 1a.txt=1a.txt 1b.txt=1b.txt 2.txt=2.txt 2c.txt=2c.txt x-1.txt=x-1.txt
}

@test "a name that the program can't handle stops it, or stays" {
	files IMG_0001.JPG IMG_0417.JPG notes
	run -2 --separate-stderr fill -q --rename --apply -e IMG_7.JPG 7.JPG -e x_22.JPG 22.JPG *
	[ "${stderr_lines[0]}" = 'fill: notes: no such match' ]
	run -1 --separate-stderr fill --rename --apply --force --on-error keep -e IMG_7.JPG 7.JPG -e x_22.JPG 22.JPG *
	[[ "$stderr" == *'fill: 1 of 3 files keep their names, the first is notes: no such match'* ]]
	holds 0001.JPG=IMG_0001.JPG 0417.JPG=IMG_0417.JPG notes=notes
	files $'\xff_1'
	run -2 --separate-stderr fill -q --rename -e a_1 1 $'\xff_1'
	[[ "$stderr" == *'not UTF-8'* ]]
}

@test "chains and rings of names" {
	files 1 2 3 a.b b.a
	fill -q --rename --apply --force -e 4 5 -e 16 17 -e 30 31 ?
	holds 2=1 3=2 4=3 a.b=a.b b.a=b.a
	fill -q --rename --apply -e x.y y.x -e q.rr rr.q ?.?
	holds 2=1 3=2 4=3 a.b=b.a b.a=a.b
	nothing_left
}

@test "with doubt, --apply does nothing unless --force says so" {
	files IMG_1.JPG p-1
	run -1 --separate-stderr fill --rename --apply -e a-7.txt 7.txt *
	[[ "$stderr" == *"fill: not sure: 'p-1', has no '.', which all examples have, and gives '1'; an example of it would decide"* ]]
	[ "${stderr_lines[-1]}" = 'fill: nothing is renamed, as it is not sure; a further -e may decide, or --force renames all the same' ]
	run -1 fill -q --rename --apply -e a-7.txt 7.txt *
	holds IMG_1.JPG=IMG_1.JPG p-1=p-1
	run -0 fill -q --rename --apply --force -e a-7.txt 7.txt *
	[ ! -e IMG_1.JPG ]
}

@test "names with tabs and line ends are shown as they are read again" {
	files $'a\tb_1'
	fill -q --rename -e x_1 1 $'a\tb_1' | diff - <(printf 'a\\tb_1\t1\n')
	fill -q --rename --apply --force -e x_1 1 $'a\tb_1'
	holds $'1=a\tb_1'
}

@test "what --rename contradicts" {
	for option in --column --rows '--learn x' '-o x' '--json --from a --to b'; do
		# shellcheck disable=SC2086
		run -2 fill --rename -e a b $option x
		[[ "$output" == *'--rename goes with none of'* ]]
	done
	run -2 fill --rename x
	[[ "$output" == *'--rename needs -e'* ]]
	run -2 fill --rename -e a b
	[[ "$output" == *'--rename needs files'* ]]
	run -2 fill --apply -e a b /dev/null
	[[ "$output" == *'--apply needs --rename'* ]]
	run -2 fill --rename --force -e a b x
	[[ "$output" == *'--force needs --apply'* ]]
	run -2 fill --rename --apply --dry-run -e a b x
	run -2 fill a b c
	[[ "$output" == *"'c' is one operand too many"* ]]
}
