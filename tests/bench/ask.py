# ask - what fill --ask comes to on a folder of tasks, when each question is answered by the truth
# SPDX-License-Identifier: MIT
"""ask.py DIR [SHARE]; see ask.sh. fill is found on PATH."""
import concurrent.futures
import os
import re
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "lib"))
import keyboard

MOST = 10                     # answers to one task: who is asked more has given up


def result(name, value, unit, compared):
    print(name, value, unit, compared, sep="\t", flush=True)


def unescaped(text):
    return re.sub(r"\\(.)", lambda found: {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}.get(found[1], found[0]), text)


def pairs_of(path):
    with open(path, encoding="utf-8", newline="\n") as f:
        return [tuple(map(unescaped, line.rstrip("\n").split("\t"))) for line in f]


def typed(pairs):
    """Can they be typed: one input and output each, on a line?"""
    return len(pairs) > 1 and all(len(pair) == 2 and pair[1] and not re.search("[\0-\x1f\x7f]", pair[0] + pair[1]) and
                                  len(pair[1].encode()) < 4000 for pair in pairs)


def talk(pairs, corrects):
    """Begins with the first example. Whether all lines are right after no answer, one, ...; an answer to the line that is
    asked about, as long as one is, and a line is left that nobody has given. `corrects`: when none is asked about, the first
    that is wrong is given."""
    with tempfile.TemporaryDirectory() as folder:
        def name(file):
            return os.path.join(folder, file)

        with open(name("examples.tsv"), "w", encoding="utf-8") as f:
            f.write("\t".join(pairs[0]).replace("\\", "\\\\") + "\n")
        with open(name("lines"), "w", encoding="utf-8") as f:
            f.writelines(pair[0] + "\n" for pair in pairs[1:])
        truth = "".join(pair[1] + "\n" for pair in pairs[1:])
        command = ["fill", "-q", "-j", "1", "--no-header", "--ask", name("examples.tsv"), name("lines")]

        def written(answers):
            """What comes out when these are typed, and then it is to be written; and what is asked before that."""
            terminal = keyboard.Terminal(command, target=name("out"))
            for line in [*answers, "w"]:
                text, prompted = terminal.read()
                if not prompted:
                    break
                terminal.type(line)
            terminal.read()
            terminal.status()
            with open(name("out"), encoding="utf-8") as f:
                return f.read(), text

        answers, good = [], []
        while True:
            out, text = written(answers)
            good.append(out == truth)
            asked = re.search(r"what line (\d+) becomes|what does line (\d+) become", text)
            if asked:
                line = int(asked[1] or asked[2])
            elif corrects and out and out != truth:
                line = next(i for i, made in enumerate(out.split("\n"), 1) if made != pairs[i][1])
            else:
                return good
            if len(answers) == MOST or len(answers) + 1 == len(pairs) - 1:
                return good
            answers.append(f"{line}={pairs[line][1]}")


def main():
    folder, share = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 1
    names = [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if not name.endswith("-multi")]
    files = [os.path.join(name, file) for name in names if os.path.isdir(name) for file in sorted(os.listdir(name)) if file.endswith(".tsv")]
    tasks = [pairs for pairs in map(pairs_of, files) if typed(pairs)][::round(1 / share)]
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        for corrects, name in (False, "ask"), (True, "ask/corrected"):
            all_good = list(pool.map(lambda pairs: talk(pairs, corrects), tasks))
            for most in 0, 1, 2, 3, MOST:
                good = [one[:most + 1] for one in all_good]
                right = sum(one[-1] for one in good)
                given = sum(len(one) for one in good) / len(good)
                result(f"{name}/{most}", right, "tasks", f"of {len(tasks)} ({100 * right / len(tasks):.0f} %) right from one example and at most "
                       f"{most} answers, {given:.2f} examples each" + ("; wanted: more than 47 % with 1.61" if name == "ask" else ", which correct "
                       "what is wrong, too, when nothing is in doubt"))


if __name__ == "__main__":
    main()
