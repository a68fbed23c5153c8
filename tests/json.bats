# json - JSON lines for fill, apply and pairs: what is filled, and that all else stays
# SPDX-License-Identifier: MIT

load lib/common

surname='Concat(SubStr(ConstPos(0), Regex(",", 0, Start)))'
whole='Concat(SubStr(ConstPos(0), END))'

# A record, and what apply makes of it by `from` and `to`.
becomes() { # FROM TO RECORD WANTED [OPTION]...
	local from=$1 to=$2 record=$3 wanted=$4

	shift 4
	printf '%s\n' "$record" > record
	printf '%s\n' "$wanted" > wanted
	apply -q --json -p "$whole" --from "$from" --to "$to" "$@" record > made || [ $? -eq 1 ]
	diff wanted made
}

@test "records are filled from those that have an output; null, an empty string and no key at all are to be filled" {
	cat > in.jsonl <<- 'END'
		{"id": 1, "user": {"name": "Lovelace, Ada", "short": "Ada Lovelace"}, "n": 1.50e3}
		{"id": 2, "user": {"name": "Hopper, Grace", "short": "Grace Hopper"}}
		{"user":{"short":null,"name":"Turing, Alan"},"id":3,"id":4}
		{"user" : {"name" : "King, Ada"}, "tags": [1,2 , 3]}

		{"user": {"name": "Wu, Chien", "short": ""}}
		{"user": {"name": null}}
	END
	cat > want <<- 'END'
		{"id": 1, "user": {"name": "Lovelace, Ada", "short": "Ada Lovelace"}, "n": 1.50e3}
		{"id": 2, "user": {"name": "Hopper, Grace", "short": "Grace Hopper"}}
		{"user":{"short":"Alan Turing","name":"Turing, Alan"},"id":3,"id":4}
		{"user" : {"name" : "King, Ada", "short" : "Ada King"}, "tags": [1,2 , 3]}

		{"user": {"name": "Wu, Chien", "short": "Chien Wu"}}
		{"user": {"name": null}}
	END
	fill -q --json --from user.name --to user.short in.jsonl > out
	diff want out
	fill -q --column --json --from user.name --to user.short -o in.jsonl in.jsonl
	diff want in.jsonl
}

@test "records that lack something stay, and are counted with the reason" {
	printf '%s\n' '{"a": "x y", "b": "y"}' '{"a": "1 2", "b": "2"}' '{"b": null}' 'a: 1' '{"a": {}}' '{"a": "p q"}' '{"a": "\ud800"}' > in.jsonl
	sed '6s/}/, "b": "q"}/' in.jsonl > want
	run -1 --separate-stderr fill --json --from a --to b in.jsonl
	[ "$output" = "$(cat want)" ]
	[ "${stderr_lines[-1]}" = 'fill: in.jsonl: 4 records are left alone, the first is in line 3: no a' ]
	run -1 --separate-stderr fill -q --json --from a --to b in.jsonl
	[ "$stderr" = '' ]
	run -2 --separate-stderr fill --json --from a --to b --on-error error in.jsonl
	[ "${stderr_lines[-1]}" = 'fill: in.jsonl: line 3: no a' ]
	sed -n '5p' in.jsonl > one
	run -1 --separate-stderr apply -p "$whole" --json --from a --to b one
	[ "$stderr" = 'apply: one: the record in line 1 is left alone: a is neither a string nor a number' ]
	sed -n '4p' in.jsonl > one
	run -1 --separate-stderr apply -p "$whole" --json --from a --to b one
	[ "$stderr" = 'apply: one: the record in line 1 is left alone: not JSON: a value is missing' ]
	# the same where somebody else makes the outputs
	printf '{"a": "x", "b": [1]}\n{"a": "x", "c": 1}\n' > in.jsonl
	run -1 --separate-stderr apply -p "$whole" --json --from a --to b in.jsonl
	[ "$output" = "$(printf '{"a": "x", "b": [1]}\n{"a": "x", "c": 1, "b": "x"}\n')" ]
	[ "$stderr" = 'apply: in.jsonl: the record in line 1 is left alone: b is neither a string nor a number' ]
}

@test "what is not UTF-8 is refused with its line" {
	printf '{"a": "x y", "b": "y"}\n{"a": "\377 z"}\n' > in.jsonl
	run -2 fill --json --from a --to b in.jsonl
	[ "$output" = 'fill: in.jsonl: line 2: not UTF-8 (byte 0xff at column 8); --encoding latin1 would read it' ]
	run -2 pairs --json --skip-empty --from a --to b -o out in.jsonl
	[ "$output" = 'pairs: in.jsonl: line 2: not UTF-8 (byte 0xff at column 8); --encoding latin1 would read it' ]
	run -1 --separate-stderr apply -p "$whole" --json --from a --to b in.jsonl
	[ "$stderr" = 'apply: in.jsonl: the record in line 2 is left alone: not UTF-8' ]
	fill -q --json --from a --to b --encoding latin1 in.jsonl | cmp - <(printf '{"a": "x y", "b": "y"}\n{"a": "\377 z", "b": "z"}\n')
	printf '{"a": "é", "b": null}\n' | iconv -f UTF-8 -t UTF-16 > wide
	apply -p "$whole" --json --from a --to b wide | iconv -f UTF-16 -t UTF-8 | diff - <(printf '{"a": "é", "b": "é"}\n')
}

@test "paths are jq's: keys, quoted keys, indices from both ends, and what lacks is added where it belongs" {
	becomes a b '{"a":"x"}' '{"a":"x","b":"x"}'
	becomes .a .b '{ "a" : "x" }' '{ "a" : "x", "b" : "x" }'
	becomes a.b a.c '{"a": {"b": "x", "d": 1}, "e": 2}' '{"a": {"b": "x", "d": 1, "c": "x"}, "e": 2}'
	becomes '"a.b"' '."c,d"' '{"a.b":"x"}' '{"a.b":"x","c,d":"x"}'
	becomes '["a.b"][0]' '["a.b"][-1]' '{"a.b":["x", 2, "y"]}' '{"a.b":["x", 2, "x"]}'
	becomes 'a[1]' 'a[3]' '{"a":[1,"x",2]}' '{"a":[1,"x",2,"x"]}'
	becomes 'a[1]' 'a[4]' '{"a":[1,"x",2]}' '{"a":[1,"x",2]}'
	becomes 'a' 'b.c.d' '{"a":"x","b":{}}' '{"a":"x","b":{"c":{"d":"x"}}}'
	becomes 'a' 'b.c[0].d' '{"a": "x"}' '{"a": "x", "b": {"c": [{"d": "x"}]}}'
	becomes 'a' 'a.b' '{"a":"x"}' '{"a":"x"}'
	becomes '[0]' '[1]' '["x", ""]' '["x", "x"]'
	becomes . . '"x"' '"x"'
	# a key that is there twice: the last counts, as it does for jq
	becomes a b '{"a":"x","b":1,"a":"y","b":2}' '{"a":"x","b":1,"a":"y","b":"y"}'
	# a key is what it says, not how it is spelled
	becomes 'é' '"b\"c"' '{"\u00e9": "x", "b\"c": 0}' '{"\u00e9": "x", "b\"c": "x"}'
	becomes 'a b' '""' '{"a b": "x"}' '{"a b": "x", "": "x"}'
	for path in a..b 'a[' 'a[x]' 'a[1' '"a' 'a"b"' 'a]' '' 'a.' '"\q"' 'a[99999999999]' '["a"'; do
		run -2 apply -p "$whole" --json --from a --to "$path" /dev/null
		[[ "$output" == "apply: option --to: '$path' is no path: "* ]]
	done
	run -2 apply -p "$whole" --json --from a --to b,c /dev/null
	[[ "$output" == 'apply: option --to: more than 1 paths'* ]]
}

@test "strings: escapes are read, characters that need one get it, and a record in ASCII stays so" {
	becomes a b '{"a":"\"\\\/\b\f\n\r\t\u00e9\uD83D\ude00"}' '{"a":"\"\\\/\b\f\n\r\t\u00e9\uD83D\ude00","b":"\"\\/\u0008\u000c\n\r\t\u00e9\ud83d\ude00"}'
	becomes a b '{"a":"é\ud83d\ude00"}' '{"a":"é\ud83d\ude00","b":"é😀"}'
	becomes a b '{"a":"é\u0041"}' '{"a":"é\u0041","b":"éA"}'
	becomes a b '{"a":"\u0000\u001f"}' '{"a":"\u0000\u001f","b":"\u0000\u001f"}'
	# half a pair is no text; elsewhere it is nobody's business
	becomes a b '{"a":"\ud83d"}' '{"a":"\ud83d"}'
	becomes a b '{"a":"\ude00\ud83d"}' '{"a":"\ude00\ud83d"}'
	becomes a b '{"a":"x","c":"\ud83d"}' '{"a":"x","c":"\ud83d","b":"x"}'
	# a character that ASCII lacks is one, however it is spelled
	printf '{"a":"\\u00e9\\u00e8\\u00ea!"}\n' | apply -p 'Concat(SubStr(ConstPos(2), END))' --json --from a --to b |
		diff - <(printf '{"a":"\\u00e9\\u00e8\\u00ea!","b":"\\u00ea!"}\n')
}

@test "numbers are read as they are spelled, and stay numbers where the examples have numbers" {
	printf '%s\n' '{"p": 1.50, "q": 3.00}' '{"p":2.5, "q" :5.00}' '{"p":10.1}' '{"p": "4.25", "q": null}' > in.jsonl
	fill -q --json --from p --to q in.jsonl | diff - <(printf '%s\n' '{"p": 1.50, "q": 3.00}' '{"p":2.5, "q" :5.00}' '{"p":10.1,"q":20.20}' '{"p": "4.25", "q": 8.50}')
	# one string among them makes strings
	sed 's/3.00/"3.00"/' in.jsonl > mixed.jsonl
	fill -q --json --from p --to q mixed.jsonl | tail -n 1 | diff - <(echo '{"p": "4.25", "q": "8.50"}')
	fill -q --json --number --from p --to q -e 1 2 -e 4 8 -e 5 10 <(echo '{"p":7}') | diff - <(echo '{"p":7,"q":14}')
	fill -q --json --from p --to q -e 1 2 -e 4 8 -e 5 10 <(echo '{"p":7}') | diff - <(echo '{"p":7,"q":"14"}')
	becomes p q '{"p":-0.5E+10}' '{"p":-0.5E+10,"q":-0.5E+10}' --number
	# what is no number of JSON is told, and the record stays
	printf '%s\n' '{"p":"007","q":1}' '{"p":"1e5","q":1}' > in.jsonl
	run -1 --separate-stderr apply -p "$whole" --json --number --from p --to q in.jsonl
	[ "$output" = "$(printf '%s\n' '{"p":"007","q":null}' '{"p":"1e5","q":1e5}')" ]
	[ "$stderr" = 'apply: in.jsonl: 1 of 2 lines could not be handled, the first is line 1: the output is no number' ]
	run -1 --separate-stderr apply -q -p "$whole" --json --number --from p --to q --on-error keep in.jsonl
	[ "${lines[0]}" = '{"p":"007","q":1}' ]
}

@test "a line that the program can't handle gets null, or what --on-error says" {
	printf '%s\n' '{"a":"Lovelace, Ada","b":"x"}' '{"a":"Ada","b":"x"}' '{"a":"Ada"}' > in.jsonl
	run -1 --separate-stderr apply --json -p "$surname" --from a --to b in.jsonl
	[ "$output" = "$(printf '%s\n' '{"a":"Lovelace, Ada","b":"Lovelace"}' '{"a":"Ada","b":null}' '{"a":"Ada"}')" ]
	[ "$stderr" = 'apply: in.jsonl: 2 of 3 lines could not be handled, the first is line 2: no such match' ]
	run -1 --separate-stderr apply -q --json -p "$surname" --from a --to b --on-error keep in.jsonl
	[ "$output" = "$(printf '%s\n' '{"a":"Lovelace, Ada","b":"Lovelace"}' '{"a":"Ada","b":"Ada"}' '{"a":"Ada","b":"Ada"}')" ]
	apply -q --json -p "$whole" --only-empty --from a --to b in.jsonl | diff - <(sed '3s/}/,"b":"Ada"}/' in.jsonl)
}

@test "several paths are several columns, and the program that is told runs again" {
	printf '%s\n' '{"n":{"first":"Ada","last":"Lovelace"},"mail":"ada.lovelace"}' '{"n":{"first":"Grace","last":"Hopper"},"mail":"grace.hopper"}' \
		'{"n":{"first":"Alan","last":"Turing"}}' > in.jsonl
	run --separate-stderr fill --json --from n.first,n.last --to mail in.jsonl
	[ "${lines[2]}" = '{"n":{"first":"Alan","last":"Turing"},"mail":"alan.turing"}' ]
	[[ "${stderr_lines[0]}" == *' --from n.first,n.last' ]]
	program=${stderr_lines[0]#fill: }
	apply --json -p "${program% --from *}" --from n.first --from n.last --to mail in.jsonl | diff - <(echo "$output")
	# names that a list can't have are told so that it can
	sed 's/first/a,b/' in.jsonl > odd.jsonl
	run --separate-stderr fill --json --from 'n."a,b"' --from n.last --to mail odd.jsonl
	[[ "${stderr_lines[0]}" == *" --from 'n.\"a\\u002cb\",n.last'" ]]
	eval "apply --json -p '${program% --from *}' ${stderr_lines[0]##*) } --to mail odd.jsonl" | diff - <(echo "$output")
	fill -q --json --from n.first,n.last --to x.y -e $'Ada\tLovelace' 'A. Lovelace' -e $'Kurt\tG' 'K. G' in.jsonl |
		tail -n 1 | diff - <(echo '{"n":{"first":"Alan","last":"Turing"},"x":{"y":"A. Turing"}}')
}

@test "what one file shows is done to another, and pairs reads the examples" {
	printf '%s\n' '{"a":"Lovelace, Ada","b":"A. Lovelace","g":1}' '{"a":"Hopper, Grace","b":"G. Hopper","g":2}' '{"a":"x"}' > examples.jsonl
	printf '%s\n' '{"a":"Turing, Alan"}' > in.jsonl
	fill -q --json --learn examples.jsonl --from a --to b in.jsonl | diff - <(echo '{"a":"Turing, Alan","b":"A. Turing"}')
	pairs -q --json --skip-empty --from a --to b --group g examples.jsonl | show --json | tail -n 1 |
		diff - <(echo '{"id": 1, "name": "2", "pairs": [["Hopper, Grace", "G. Hopper"]]}')
	run -2 pairs --json --from a --to b -o out examples.jsonl
	[ "$output" = 'pairs: examples.jsonl: line 3: no b' ]
}

@test "what --json contradicts" {
	for option in --csv --tsv '-d ;' --header --escapes --no-escapes; do
		# shellcheck disable=SC2086
		run -2 apply -p "$whole" --json --from a --to b $option /dev/null
		[[ "$output" == *'--json exclude each other'* ]]
	done
	for tool in "apply -p Concat(SubStr(ConstPos(0),END))" pairs; do
		run -2 $tool --json --rows --from a --to b /dev/null
		[[ "$output" == *'--rows and '*' exclude each other'* ]]
		run -2 $tool --json --from a /dev/null
		[[ "$output" == *'--json needs --from and --to'* ]]
	done
	run -2 fill --json --from a --to b in more
	[[ "$output" == *"'more' is one operand too many with --json"* ]]
	run -2 fill --number -e a b /dev/null
	run -2 apply --number -p "$whole" /dev/null
	[[ "$output" == *'--number needs --json'* ]]
}

@test "what is JSON is decided as Python decides it, on records that were changed at random" {
	/usr/bin/python3 - <<- 'END'
		import json, random
		random.seed(7)
		def value(depth):
		    kind = random.randrange(9 if depth < 3 else 6)
		    if kind == 0: return random.choice(["true", "false", "null"])
		    if kind == 1: return random.choice(["0", "-1", "12.50", "1e5", "-0.1E-7", "123456789012345678901234567890"])
		    if kind < 6: return json.dumps("".join(random.choice("ab\"\\/\n\u00e9\U0001f600,: ") for _ in range(random.randrange(6))), ensure_ascii=random.random() < .5)
		    space = lambda: random.choice(["", "", " ", "\t"])
		    if kind == 6: return "[" + ",".join(space() + value(depth + 1) + space() for _ in range(random.randrange(4))) + "]"
		    return "{" + ",".join(space() + '"k%d"' % i + space() + ":" + space() + value(depth + 1) + space() for i in range(random.randrange(4))) + "}"
		with open("in.jsonl", "w") as f:
		    for i in range(6000):
		        text = list('{"from": "x%d", "rest": %s}' % (i, value(0)))
		        for _ in range(random.choice([0, 1, 1, 2])):
		            at = random.randrange(len(text))
		            if random.random() < .4: del text[at]
		            elif random.random() < .5: text.insert(at, random.choice("{}[]\",:\\0-.eE1tu \t"))
		            else: text[at] = random.choice("{}[]\",:\\0-.eE1tu \tn/")
		        f.write("".join(text) + "\n")
	END
	apply -q --json -p "$whole" --from from --to to in.jsonl > out || [ $? -eq 1 ]
	/usr/bin/python3 - <<- 'END'
		import json
		def number(text): raise ValueError(text)
		def parsed(line):
		    try: return json.loads(line, parse_constant=number)
		    except ValueError: return None
		good = 0
		for before, after in zip(open("in.jsonl", newline="\n"), open("out", newline="\n")):
		    was, is_ = parsed(before), parsed(after)
		    text = was.get("from") if isinstance(was, dict) else None
		    if isinstance(text, str) and "to" not in was and not any(0xd800 <= ord(c) < 0xe000 for c in text) and text:
		        assert is_ == dict(was, to=text), (before, after)
		        good += 1
		    elif was is None:
		        assert before == after, (before, after)
		assert 1000 < good < 5000, good
	END
}
