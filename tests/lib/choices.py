# choices - runs fill on each block of a file of examples, and tells where it chooses, makes or doubts otherwise
# SPDX-License-Identifier: MIT
#
# choices.py FILE    prints each block that comes out otherwise; status 1 when there is one
# choices.py FILE -w prints the file as it comes out: for new blocks, to be read before they are kept
#
# A block ends at an empty line:
#   # comment         what the choice depends on
#   $ OPTION...       options for fill
#   INPUT<tab>OUTPUT  examples
#   > INPUT<tab>MADE  a line to be filled, and what becomes of it
#   = COST PROGRAM    the program that fill tells, and what it costs, to a decimal
#   = COST PROGRAM    more of them: those of --alternatives, in their order
#   ? TEXT            what the doubt has to say; without such a line there is to be none
#
# Costs stand here so that each number of the prior is held by something: who changes one writes the file anew and reads what else changed.
import os, shlex, subprocess, sys


def run(block, count):
    of = {k: [line[2:] for line in block if line[:2] == k] for k in ("$ ", "> ", "= ", "? ")}
    examples = [line for line in block if "\t" in line and line[:2] != "> "]
    with open("examples.tsv", "w") as f:
        f.write("".join(line + "\n" for line in examples))
    with open("lines", "w") as f:
        f.write("".join(line.split("\t")[0] + "\n" for line in of["> "]))
    command = ["fill", *shlex.split(" ".join(of["$ "])), "examples.tsv", "lines"]
    shown = subprocess.run([*command, "--alternatives", str(count)], capture_output=True, text=True).stdout
    programs = [" ".join(line.split("\t")[1:]) for line in shown.split("\n\n")[0].splitlines()[1:]]
    done = subprocess.run(command, capture_output=True, text=True)
    said = [line.removeprefix("fill: ") for line in done.stderr.splitlines()]
    if programs and programs[0].split(" ", 1)[1] not in said:
        programs[0] += ", but told is another"
    made = done.stdout.splitlines()
    return of, programs, made, [line.removeprefix("not sure: ") for line in said if line.startswith("not sure: ")], said


blocks = [b.split("\n") for b in open(sys.argv[1]).read().strip("\n").split("\n\n")]
wrong = 0
for block in blocks:
    of, programs, made, doubts, said = run(block, max(1, sum(line.startswith("= ") for line in block)))
    if sys.argv[2:] == ["-w"]:
        inputs = [line.split("\t")[0] for line in of["> "]]
        kept = [line for line in block if line[:2] not in ("> ", "= ", "? ")]
        now = ["> %s\t%s" % pair for pair in zip(inputs, made)] + ["= " + p for p in programs]
        now += ["? " + (t if any(t in d for d in doubts) else d) for d in doubts for t in of["? "] or [d]]
        print("\n".join(kept + now + ["! " + s for s in said if not programs]), end="\n\n")
        continue
    wanted = [line.split("\t")[1] for line in of["> "]]
    good = programs == of["= "] and made == wanted and len(doubts) == len(of["? "])
    if not good or not all(t in d for t, d in zip(of["? "], doubts)):
        wrong += 1
        print(*block, "is:", *programs, *made, *said, sep="\n", end="\n\n")
if len(blocks) < 10:
    sys.exit("%s: only %d blocks" % (sys.argv[1], len(blocks)))
sys.exit(wrong > 0)
