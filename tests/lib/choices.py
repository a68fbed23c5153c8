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
import shlex, subprocess, sys, tempfile


def fill(*arguments):
    return subprocess.run(["fill", *arguments], capture_output=True, text=True)


def lines_of(block, sign):
    return [line[2:] for line in block if line[:2] == sign]


def run(block, folder):
    """What fill makes of a block's lines, its programs with their costs, its doubts, and all that it says."""
    examples, lines = folder + "/examples.tsv", folder + "/lines"
    with open(examples, "w") as f:
        f.writelines(line + "\n" for line in block if "\t" in line and line[:2] != "> ")
    with open(lines, "w") as f:
        f.writelines(line.split("\t")[0] + "\n" for line in lines_of(block, "> "))
    command = [*shlex.split(" ".join(lines_of(block, "$ "))), examples, lines]
    shown = fill(*command, "--alternatives", str(max(1, len(lines_of(block, "= "))))).stdout
    programs = [" ".join(line.split("\t")[1:]) for line in shown.split("\n\n")[0].splitlines()[1:]]
    done = fill(*command)
    said = [line.removeprefix("fill: ") for line in done.stderr.splitlines()]
    if programs and programs[0].split(" ", 1)[1] not in said:
        programs[0] += ", but another is told"
    doubts = [line.removeprefix("not sure: ").split("; an example of it")[0] for line in said if line.startswith("not sure: ")]
    return done.stdout.splitlines(), programs, doubts, said


def written(block, made, programs, doubts, said):
    """The block as it comes out; a doubt's text stays when it still is a part of what is said."""
    inputs = [line.split("\t")[0] for line in lines_of(block, "> ")]
    texts = lines_of(block, "? ")
    return "\n".join([line for line in block if line[:2] not in ("> ", "= ", "? ")]
                     + ["> %s\t%s" % pair for pair in zip(inputs, made)] + ["= " + p for p in programs]
                     + ["? " + next((t for t in texts if t in d), d) for d in doubts] + ["! " + s for s in said if not programs])


with open(sys.argv[1]) as f:
    blocks = [b.split("\n") for b in f.read().strip("\n").split("\n\n")]
wrong = []
now = []
with tempfile.TemporaryDirectory() as folder:
    for block in blocks:
        made, programs, doubts, said = run(block, folder)
        texts = lines_of(block, "? ")
        now.append(written(block, made, programs, doubts, said))
        if (programs != lines_of(block, "= ") or made != [line.split("\t")[1] for line in lines_of(block, "> ") if "\t" in line]
                or len(doubts) != len(texts) or not all(t in d for t, d in zip(texts, doubts))):
            wrong.append("\n".join([*block, "is:", *programs, *made, *said]))
if sys.argv[2:] == ["-w"]:
    print("\n\n".join(now))
    sys.exit()
print("\n\n".join(wrong))
if len(blocks) < 10:
    sys.exit("%s: only %d blocks" % (sys.argv[1], len(blocks)))
sys.exit(len(wrong) > 0)
