# lines - a text of people, their mail addresses and birthdays, about `size` bytes; always the same
# SPDX-License-Identifier: MIT
function pick(list, n) {
	seed = (seed * 69069 + 1) % 4294967296
	return list[int(seed / 65536) % n + 1]
}
BEGIN {
	nfirst = split("Ada Grace Alan Margaret Barbara Edsger Donald Katherine John Annie Ken Frances Tony Radia Niklaus Joan Dennis Karen " \
	               "Robin Adele", first)
	nlast = split("Lovelace Hopper Turing Hamilton Liskov Dijkstra Knuth Johnson Backus Easley Thompson Allen Hoare Perlman Wirth Clarke " \
	              "Ritchie Jones Milner Goldberg", last)
	nhost = split("example.org mail.example.com cs.example.edu example.net", host)
	seed = 1
	while (bytes < size) {
		given = pick(first, nfirst)
		if (pick(last, 3) == "Hopper")
			given = given " " pick(first, nfirst)
		family = pick(last, nlast)
		local = tolower(given "." family)
		gsub(/ /, ".", local)
		line = sprintf("%s, %s <%s@%s> %d-%02d-%02d", family, given, local, pick(host, nhost), 1800 + int(seed / 65536) % 220,
		               int(seed / 16777216) % 12 + 1, int(seed / 1048576) % 28 + 1)
		print line
		bytes += length(line) + 1
	}
}
