# dslsample - what it draws
# SPDX-License-Identifier: MIT

load lib/common

# Mean count of each token in the programs of a stream, into FILE.means.
count() { # FILE
	show --programs "$1" | awk '{ for (i = 1; i <= NF; i++) n[$i]++ } END { for (t in n) printf "%s %.4f\n", t, n[t] / NR }' > "$1.means"
}

mean() { # TOKEN FILE
	awk -v token="$1" '$1 == token { print $2; found = 1 } END { if (!found) print "0.0000" }' "$2.means"
}

near() { # NUMBER LEAST MOST
	awk "BEGIN { exit !($1 >= $2 && $1 <= $3) }" || { echo "$1 is not in $2 to $3"; false; }
}

@test "it draws as many programs as it is asked for, and their ids count up" {
	dslsample -n 300 | show --json | jq .id > ids
	diff ids <(seq 0 299)
	dslsample -n 3 --first 1000000000000 | show --json | jq .id > ids
	diff ids <(seq 1000000000000 1000000000002)
	[ "$(dslsample -n 0 | show --json | wc -l)" -eq 0 ]
}

@test "programs have as many expressions as --parts says" {
	for parts in 1 3; do
		dslsample -n 100 --parts $parts | show --programs | awk '{ print gsub(/ConstStr|SubStr/, "") }' | sort -u > found
		[ "$(cat found)" -eq $parts ]
	done
	dslsample -n 600 --parts 2-4 | show --programs | awk '{ print gsub(/ConstStr|SubStr/, "") }' | sort | uniq -c > found
	[ "$(awk '{ print $2 }' found | tr '\n' ' ')" = '2 3 4 ' ]
	while read -r count _; do
		near "$count" 150 250
	done < found
}

@test "every program is one of the paper dialect" {
	dslsample -n 500 --parts 1-4 | show --programs > programs
	run ! grep -vE '^Concat c\( ((ConstStr k\( "[^"]+" k\)|SubStr s\( ((ConstPos p\( -?[0-9]+ p\)|Regex r\( [^ ]+ -?[0-3] (Start|End) r\)) ){2}s\)) )+c\)$' programs
	run ! grep -E 'After|END|ToCase|Word\+|Space ' programs
}

@test "the shares are those that were asked for" {
	dslsample -n 5000 -o usual
	count usual
	near "$(mean ConstStr usual)" 0.05 0.07
	near "$(mean ConstPos usual)" 0.17 0.21
	dslsample -n 2000 --conststr 0.5 --constpos 0.9 -o other
	count other
	near "$(mean ConstStr other)" 0.46 0.54
	near "$(mean ConstPos other)" 0.84 0.96
	dslsample -n 200 --conststr 0 --constpos 1 -o ends
	count ends
	[ "$(mean ConstStr ends) $(mean Regex ends)" = '0.0000 0.0000' ]
	dslsample -n 200 --conststr 1 -o ends
	count ends
	[ "$(mean ConstStr ends)" = 1.0000 ]
}

@test "what is left open is even: classes and characters, numbers, bounds" {
	dslsample -n 16000 --conststr 0 --constpos 0 -o all
	count all
	for class in Word Num Alphanum Allcaps Propcase Lower Digit Char; do
		near "$(mean $class all)" 0.115 0.135
	done
	for char in '&' "," . '?' '!' @ '(' ')' '[' ']' % '{' '}' / : ';' '$' '#' "'" SPACE; do
		near "$(mean "\"$char\"" all)" 0.043 0.057
	done
	for n in -3 -2 -1 0 1 2 3; do
		near "$(mean $n all)" 0.272 0.3
	done
	near "$(mean Start all)" 0.98 1.02
}

@test "another seed gives other programs, the same seed the same" {
	dslsample -n 50 > one
	dslsample -n 50 --seed 1 > same
	dslsample -n 50 --seed 2 > other
	cmp one same
	run ! diff <(show --programs one) <(show --programs other)
}

@test "a program depends on its number alone, and shards joined are the single run" {
	dslsample -n 100 --parts 1-3 > whole
	for part in 1 2 3 4 5 6 7; do
		dslsample -n 100 --parts 1-3 --shard $part/7 > shard-$part
	done
	cat shard-? > joined
	[ "$(records joined | wc -l)" -eq 100 ]
	diff <(records whole) <(records joined)
	take joined > a
	take whole > b
	cmp a b
	dslsample -n 10 --first 60 --parts 1-3 > middle
	diff <(records middle) <(records whole | sed -n 61,70p)
}

@test "more shards than programs: some are empty, none is lost" {
	for part in 1 2 3 4 5; do
		dslsample -n 2 --shard $part/5
	done > joined
	diff <(dslsample -n 2 | records) <(records joined)
}
