#!/usr/bin/env bash
# demo - a column filled from three examples, and the same program over a million lines
# SPDX-License-Identifier: MIT
#
# Builds first when that has not been done; `make deps` installs what the build needs.
set -euo pipefail
# shellcheck source=pipelines/steps.sh
. "$(dirname "$0")/steps.sh"

show_and_run() {
	echo "\$ $*"
	bash -o pipefail -c "$*"
	echo
}

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat > people.csv << 'CSV'
name,short
"Lovelace, Ada",A. Lovelace
"Hopper, Grace",G. Hopper
"Ramón y Cajal, Santiago",S. Ramón y Cajal
"Turing, Alan",
"Noether, Emmy",
"Čapek, Karel",
"de la Cruz, Juana",
"Knuth, Donald",
CSV

echo '# A table: the second column is filled in the first rows only. fill finds a program for these, and fills the others.'
show_and_run cat people.csv
show_and_run fill --column --from name --to short people.csv

cat > examples.tsv << 'TSV'
2024-03-07 14:55:01 host3 sshd[4711]: Failed password for root from 10.0.0.7	10.0.0.7 sshd
2023-11-30 00:12:44 gate cron[12]: Session opened for backup from 192.168.1.20	192.168.1.20 cron
TSV
awk 'BEGIN {
	split("sshd cron nginx kernel postfix", p, " ")
	for (i = 1; i <= 1000000; i++)
		printf "2024-%02d-%02d %02d:%02d:%02d host%d %s[%d]: Event %d of user u%d from 10.%d.%d.%d\n", i % 12 + 1, i % 28 + 1, i % 24,
			i % 60, i * 7 % 60, i % 9, p[i % 5 + 1], i, i, i % 97, i % 256, i * 3 % 256, i * 5 % 256
}' > log.txt
echo '# Two examples, and a million lines.'
show_and_run cat examples.tsv
show_and_run 'wc -l log.txt; tail -n 2 log.txt'
show_and_run 'time fill examples.tsv < log.txt > filled.txt'
show_and_run 'wc -l filled.txt; tail -n 2 filled.txt'
