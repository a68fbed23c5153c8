#!/usr/bin/python3
"""code - is emitted code the same as apply, on programs and lines that are drawn at random?
SPDX-License-Identifier: MIT

code.py LANGUAGE PROGRAMS [SEED [LINES]]: prints a line: language, programs tried, exported, refused, equal, different; then why programs were refused, how often.
BIN is the directory of the built tools. Status 1 when something is different, 3 when the interpreter is not there."""
import collections
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import code_runners
import programs

APPLY = os.environ["BIN"] + "/apply"


def wanted(program, lines):
    """What apply makes of each line; None where it can't handle it. An empty line may be either."""
    text = "".join(line + "\n" for line in lines).encode()
    outs = []
    for policy in "empty", "keep":
        p = subprocess.run([APPLY, "-q", "-j", "1", "--on-error", policy, "-p", program], input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if p.returncode > 1:
            raise SystemExit("%s: %s" % (program, p.stderr.decode()))
        outs.append(p.stdout.decode().split("\n")[:-1])
    return [None if empty == "" and kept == line else empty for line, empty, kept in zip(lines, *outs)]


def main():
    language, count = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    nlines = int(sys.argv[4]) if len(sys.argv) > 4 else 12
    runner = code_runners.RUNNERS[language]
    if not runner.there():
        print("no interpreter of %s here" % language, file=sys.stderr)
        sys.exit(3)
    refused, jobs, failures, ran = collections.Counter(), [], 0, 0
    for k in range(count):
        drawer = programs.Drawer("%d %d" % (seed, k))
        program = drawer.program()
        p = subprocess.run([APPLY, "--code", language.split(":")[0], "-p", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if p.returncode:
            said = p.stderr.decode().strip()
            prefix = "apply: %s can't say " % language.split(":")[0]
            if p.returncode != 2 or not said.startswith(prefix):
                raise SystemExit("%s: status %d, %s" % (program, p.returncode, said))
            refused[said[len(prefix):]] += 1
            continue
        lines = drawer.lines(nlines)
        if hasattr(runner, "clean"):
            lines = [runner.clean(line, "Column(" in program) for line in lines]
        jobs.append({"program": program, "code": p.stdout.decode(), "lines": lines, "columns": "Column(" in program})
    with tempfile.TemporaryDirectory() as folder:
        made = runner.run(jobs, folder)
    different = equal = declined = 0
    for job, outs in zip(jobs, made):
        want = wanted(job["program"], job["lines"])
        ran += sum(w is not None for w in want)
        failures += sum(w is None for w in want)
        declines = "for ASCII alone" in job["code"]      # it says so, and does
        declined += sum(declines and not line.isascii() for line in job["lines"])
        want = [None if declines and not line.isascii() else w for line, w in zip(job["lines"], want)]
        bad = [(line, w, o) for line, w, o in zip(job["lines"], want, outs) if o != w and not (line == "" and not w and not o)]
        if len(outs) != len(want) or bad:
            different += 1
            if different <= int(os.environ.get("SHOW", 5)):
                print(job["program"], file=sys.stderr)
                for line, w, o in bad[:4]:
                    print("    %r: apply %r, %s %r" % (line, w, language, o), file=sys.stderr)
        else:
            equal += 1
    print("%s\t%d\t%d\t%d\t%d\t%d" % (language, count, len(jobs), sum(refused.values()), equal, different))
    print("# lines: %d with an output, %d that the program can't handle%s" % (ran, failures, ", %d that the code declines" % declined if declined else ""))
    for reason, n in refused.most_common():
        print("# refused %s: %d" % (reason, n))
    sys.exit(different > 0)


if __name__ == "__main__":
    main()
