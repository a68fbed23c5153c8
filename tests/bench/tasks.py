# tasks - runs synth over a folder of tasks and counts, by set, what it solves
# SPDX-License-Identifier: MIT
"""tasks.py DIR [MODEL]; see tasks.sh. The tools are found on PATH."""
import csv
import json
import os
import subprocess
import sys
import tempfile

folder = sys.argv[1]
model = sys.argv[2] if len(sys.argv) > 2 else None
index = {}
if os.path.exists(os.path.join(folder, "index.tsv")):
    with open(os.path.join(folder, "index.tsv"), encoding="utf-8", newline="") as f:
        rows = csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)
        index = {(row["set"], row["task"]): row for row in rows}


def said(row, column):
    return row.get(column) not in (None, "", "-")


def result(name, value, unit, compared):
    print(name, value, unit, compared, sep="\t", flush=True)


def answers(files, *options):
    """The task of each file with the answer and the verdict."""
    command = 'pairs -q -- "$@" | synth -q --dialect shell ' + " ".join(options) + " | exec-check -q --tasks | show --json"
    out = subprocess.run(["bash", "-o", "pipefail", "-c", command, "bash", *files], stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def right(task):
    return task["verdict"]["passed"] == task["verdict"]["total"]


sets = {}
for name in sorted(os.listdir(folder)):
    path = os.path.join(folder, name)
    tasks = sorted(f[:-4] for f in os.listdir(path) if f.endswith(".tsv")) if os.path.isdir(path) else []
    if tasks:
        sets[name] = tasks

keys = [(name, task) for name, tasks in sets.items() for task in tasks]
files = [os.path.join(folder, name, task + ".tsv") for name, task in keys]
distinct = {key for key in keys if not said(index.get(key, {}), "duplicate_of")}


def results(name, good, of, how):
    """good, of: keys of tasks."""
    for one in sets:
        result(f"{name}/{one}", sum(key[0] == one for key in good), "tasks", f"of {sum(key[0] == one for key in of)} {how}")
    result(name, len(good), "tasks", f"of {len(of)} {how}")
    if len(distinct) < len(keys):
        result(name + "/distinct", len(distinct & set(good)), "tasks", f"of {len(distinct & set(of))} that are no duplicates, {how}")


solved = [key for key, task in zip(keys, answers(files)) if task["answer"]["solved"]]
results("tasks/solved", solved, keys, "with all pairs given")
if index:
    known = [key for key in keys if said(index.get(key, {}), "program")]
    missed = ["/".join(key) for key in known if key not in solved]
    result("tasks/missed", len(missed), "tasks", f"wanted: 0; of {len(known)} that index.tsv has a program for" + "".join(" " + m for m in missed))
for given in 1, 2, 3:
    for look in [], ["--look"]:
        done = list(zip(keys, answers(files, "-k", str(given), *look)))
        of = [key for key, task in done if len(task["pairs"]) > given]     # else nothing is left to be right on
        good = [key for key, task in done if len(task["pairs"]) > given and right(task)]
        results(f"tasks/given-{given}" + ("-look" if look else ""), good, of,
                f"that have more than {given} pairs, right on all" + (", the other inputs looked at" if look else ""))


def filled(task, given, *options):
    """What fill makes of the inputs behind the first `given`: is it right, and does it say that it is not sure? None without a program."""
    rows = ["\t".join(text.replace("\\", "\\\\") for text in pair) for pair in task["pairs"][:given]]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".tsv") as examples:
        examples.write("\n".join(rows) + "\n")
        examples.flush()
        lines = "".join(pair[0] + "\n" for pair in task["pairs"][given:])
        run = subprocess.run(["fill", "-j", "1", *options, examples.name], input=lines, capture_output=True, text=True, encoding="utf-8")
    if not run.stdout:
        return None
    return run.stdout == "".join(pair[1] + "\n" for pair in task["pairs"][given:]), "not sure" in run.stderr


plain = [task for key, task in zip(keys, answers(files)) if key in distinct and not any("\n" in text for pair in task["pairs"] for text in pair)]
for given in 1, 2, 3:
    seen = [filled(task, given) for task in plain if len(task["pairs"]) > given]
    for word in "wrong", "right":
        doubts = [doubt for correct, doubt in filter(None, seen) if correct == (word == "right")]
        result(f"tasks/fill-{given}/doubted-{word}", sum(doubts), "tasks",
               f"of {len(doubts)} distinct tasks that fill gets {word} from {given}: it says that it is not sure")
    if model:
        ranked = [filled(task, given, "-m", model) for task in plain if len(task["pairs"]) > given]
        result(f"tasks/fill-{given}/right", sum(bool(one and one[0]) for one in seen), "tasks", f"of {len(seen)} distinct tasks, from {given}")
        result(f"tasks/fill-{given}/right-by-model", sum(bool(one and one[0]) for one in ranked), "tasks", f"the same with --model {os.path.basename(model)}")
