# take - the first records, as they are
# SPDX-License-Identifier: MIT

load lib/common

@test "it passes on the first records, byte for byte" {
	dslsample -n 50 | iogen -q -o tasks
	take -n 7 tasks | zstd -dcq > seven
	zstd -dcq tasks > all
	/usr/bin/python3 - <<-'END'
	import msgpack
	raw = open("all", "rb").read()
	u = msgpack.Unpacker(); u.feed(raw); u.skip(); begin = u.tell()
	for i in range(7): u.skip()
	assert raw[begin:u.tell()] in open("seven", "rb").read()
	END
	diff <(take -n 7 tasks | records) <(records tasks | head -n 7)
	diff <(take tasks | records) <(records tasks)
}

@test "fewer than were asked for is the answer no, and no stream" {
	dslsample -n 5 -o five
	take -n 5 -o same five
	run -1 take -n 6 -o more five
	[ "$output" = 'take: only 5 of the 6 records asked for' ]
	[ ! -e more ]
	run -2 bash -c 'take -q -n 6 five 2> /dev/null | show'
}

@test "joined streams become one, which tells the history of all" {
	dslsample -n 2 --seed 3 -o a
	dslsample -n 2 --seed 4 -o b
	cat a b | take -n 3 -o c
	[ "$(records c | wc -l)" -eq 3 ]
	zstd -dcq c | /usr/bin/python3 -c 'import sys, msgpack; print(*msgpack.Unpacker(sys.stdin.buffer), sep="\n")' > printed
	[ "$(wc -l < printed)" -eq 5 ]
	head -n 1 printed | grep -q "'seed': 3"
	tail -n 1 printed | grep -q "also_from.*'seed': 4"
}

@test "damage behind the last record that is taken is noticed" {
	dslsample -n 500 -o whole
	head -c -4 whole > cut
	run -2 take -n 1 -o out cut
	[[ "$output" == 'take: cut: '*'cut short'* ]]
	[ ! -e out ]
}

@test "the splits share out the records: of 20 in a row 14, 3 and 3, also of joined streams" {
	dslsample -n 47 -s 1 -o a
	dslsample -n 30 -s 2 -o b
	cat a b > joined
	records joined > all
	for split in train validation test; do
		take --split "$split" joined | records > "$split"
	done
	diff train <(awk '(NR - 1) % 20 < 14' all)
	diff validation <(awk '(NR - 1) % 20 >= 14 && (NR - 1) % 20 < 17' all)
	diff test <(awk '(NR - 1) % 20 >= 17' all)
	diff <(take --split whole joined | records) all
	# so many of the split
	diff <(take -n 4 --split test joined | records) <(head -n 4 test)
	run -1 take -n 10 --split test -o more joined
	[ "$output" = 'take: only 9 of the 10 records asked for' ]
	[ "$(show --head <(take --split test joined) | jq -r .made.options.split)" = test ]
}

@test "a share of the records, or of a split, is evenly spread" {
	dslsample -n 100 -o whole
	records whole > all
	diff <(take --share 0.1 whole | records) <(awk 'NR % 10 == 0' all)
	diff <(take --share 0.3 whole | records) <(awk 'int(NR * 0.3) > int((NR - 1) * 0.3)' all)
	[ "$(take --share 0.3 whole | records | wc -l)" -eq 30 ]
	diff <(take --share 1 whole | records) all
	[ "$(take --share 0 whole | records | wc -l)" -eq 0 ]
	diff <(take --split test --share 0.2 whole | records) <(take --split test whole | records | awk 'NR % 5 == 0')
	diff <(take -n 2 --share 0.1 whole | records) <(awk 'NR % 10 == 0' all | head -n 2)
}

@test "a history of 15 tools is passed on; one that is longer is refused where it is made" {
	dslsample -q -n 2 -o tasks
	for _ in $(seq 14); do
		take -q -o next tasks
		mv next tasks
	done
	[ "$(show tasks | grep -o ' take ' | wc -l)" -eq 14 ]
	run -2 take -o next tasks
	[ "$output" = 'take: next: a history that no reader would take: an object nested deeper than 32' ]
	[ ! -e next ]
}
