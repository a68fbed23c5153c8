# tasks - runs synth over a folder of tasks and counts, by set, what it solves
# SPDX-License-Identifier: MIT
"""tasks.py DIR [MODEL]; see tasks.sh. The tools are found on PATH."""
import concurrent.futures
import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile

try:
    import exform
except ImportError:
    exform = None
    print("# skipped: tasks/exform: exform is not installed: PYTHONPATH names a folder that has it", file=sys.stderr)

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


def answers(files, *options, pairs=""):
    """The task of each file with the answer and the verdict. `pairs`: options of that tool."""
    command = f'pairs -q {pairs} -- "$@" | synth -q --dialect shell ' + " ".join(options) + " | exec-check -q --tasks | show --json"
    out = subprocess.run(["bash", "-o", "pipefail", "-c", command, "bash", *files], stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def right(task):
    return task["verdict"]["passed"] == task["verdict"]["total"]


sets, wide = {}, {}           # wide: those whose inputs have several columns
for name in sorted(os.listdir(folder)):
    path = os.path.join(folder, name)
    tasks = sorted(f[:-4] for f in os.listdir(path) if f.endswith(".tsv")) if os.path.isdir(path) else []
    if tasks:
        (wide if name.endswith("-multi") else sets)[name] = tasks


def keys_of(some):
    return [(name, task) for name, tasks in some.items() for task in tasks]


def files_of(some):
    return [os.path.join(folder, name, task + ".tsv") for name, task in some]


keys = keys_of(sets)
files = files_of(keys)
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


spent = []       # processor time of each fill, in seconds


def processor_time():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
separator = "\x1f"        # of an input's columns


def filled(task, given, *options):
    """What fill makes of the inputs behind the first `given`: "right", "wrong" or "none" without a program; and whether it says that it may be wrong."""
    rows = ["\t".join(pair).replace("\\", "\\\\").replace(separator, "\t") for pair in task["pairs"][:given]]
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".tsv") as examples:
        examples.write("\n".join(rows) + "\n")
        examples.flush()
        lines = "".join(pair[0] + "\n" for pair in task["pairs"][given:])
        if separator in lines:
            lines = lines.replace("\\", "\\\\").replace(separator, "\t")
            options = ["--rows", *options]
        begin = processor_time()
        run = subprocess.run(["fill", "-j", "1", *options, examples.name], input=lines, capture_output=True, text=True, encoding="utf-8")
        spent.append(processor_time() - begin)
    if not run.stdout:
        return "none", True
    right = run.stdout == "".join(pair[1] + "\n" for pair in task["pairs"][given:])
    return "right" if right else "wrong", run.returncode != 0 or len(run.stderr.splitlines()) > 1     # the first line is the program


def count(some, outcomes, *wanted):
    return sum(outcomes[key] in wanted for key in some)


def told(some, outcomes, given):
    """How many are right, and a sentence on all."""
    right, sure = count(some, outcomes, ("right", True), ("right", False)), count(some, outcomes, ("right", False))
    wrong, none = count(some, outcomes, ("wrong", True), ("none", True)), count(some, outcomes, ("none", True))
    silent = count(some, outcomes, ("wrong", False))
    return right, (f"right of {len(some)} from {given}; sure and right {sure}; wrong and told {wrong}, {none} of these without a program; "
                   f"wrong without a word {silent}, {100 * silent / len(some):.1f} %")


def by_exform(pairs, given):
    """What exform makes of the same; it tells of constants, of literals that an example's input has, and of lines on which it fails."""
    try:
        program = exform.synthesize(pairs[:given])
        made = [program.apply(one) for one, _ in pairs[given:]]
    except (exform.SynthesisError, ValueError):
        return "none", True
    told = program.is_constant() or bool(program.memorized_literals(one for one, _ in pairs[:given])) or None in made
    return "right" if made == [other for _, other in pairs[given:]] else "wrong", told


plain = [(key, task) for key, task in zip(keys, answers(files)) if not any("\n" in text for pair in task["pairs"] for text in pair)]
for given in 1, 2, 3:
    of = [(key, task) for key, task in plain if len(task["pairs"]) > given]
    seen = {key: filled(task, given) for key, task in of}

    for name in [*sets, None]:
        some = [key for key, _ in of if name in (None, key[0])]
        if some:
            right_of, text = told(some, seen, given)
            result(f"tasks/fill-{given}" + (f"/{name}" if name else ""), right_of, "tasks", text)
    if model:
        ranked = [filled(task, given, "-m", model)[0] for key, task in of]
        result(f"tasks/fill-{given}/by-model", ranked.count("right"), "tasks", f"right with --model {os.path.basename(model)}")
    if exform:
        with concurrent.futures.ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
            other = list(pool.map(by_exform, [[tuple(pair) for pair in task["pairs"]] for _, task in of], [given] * len(of), chunksize=4))
        other = {key: one for (key, _), one in zip(of, other)}
        right_of, text = told(list(other), other, given)
        result(f"tasks/exform-{given}", right_of, "tasks", text)
        only = [key for key in other if other[key][0] == "right" and seen[key][0] != "right"]
        result(f"tasks/exform-{given}/only", len(only), "tasks", "that exform has right and fill has not")


keys = keys_of(wide)
if keys:
    tasks = list(zip(keys, answers(files_of(keys), pairs="--rows --skip-empty")))
    result("tasks/columns/solved", sum(task["answer"]["solved"] for _, task in tasks), "tasks", f"of {len(tasks)} of several columns, with all pairs given")
    for given in 1, 2, 3:
        seen = {key: filled(task, given) for key, task in tasks if len(task["pairs"]) > given}
        right_of, text = told(list(seen), seen, given)
        result(f"tasks/columns/fill-{given}", right_of, "tasks", text)
result("tasks/fill/median", f"{1000 * statistics.median(spent):.1f}", "ms", f"wanted: under 10; processor time of the {len(spent)} runs of fill")
result("tasks/fill/worst", f"{1000 * max(spent):.0f}", "ms", "wanted: under 2000; the longest of them")
