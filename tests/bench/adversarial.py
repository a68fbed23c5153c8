# adversarial - tasks that are meant to make a search explode
# SPDX-License-Identifier: MIT
"""adversarial.py DIR makes DIR/adversarial/NAME.tsv."""
import os
import random
import sys

random.seed(1)
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
MIXED = LETTERS + "0123456789 .,:;-_/#@"


def noise(letters, n):
    return "".join(random.choices(letters, k=n))


def words(n):
    return " ".join(noise(LETTERS, random.randint(1, 6)) for _ in range(n))


tasks = {
    "same-a-1000": [("a" * n, "a" * n) for n in (1000, 1000)],
    "fewer-a-1000": [("a" * n, "a" * (n - 1)) for n in (1000, 999, 998)],
    "half-a-1000": [("a" * n, "a" * (n // 2)) for n in (1000, 900, 800)],
    "a-spaced-1000": [("a " * n, "a " * (n - 7)) for n in (500, 450)],
    "periodic-ab": [("ab" * n, "ba" * (n - 3)) for n in (500, 499, 490)],
    "periodic-long": [("abcde, " * n, "de, ab" * 20) for n in (140, 120)],
    "random-1000-piece": [(s, s[i:i + 300]) for s, i in ((noise(MIXED, 1000), 100), (noise(MIXED, 1000), 211))],
    "random-1000-other": [(noise(MIXED, 1000), noise(MIXED, 1000)) for _ in range(2)],
    "random-1000-one": [(s, s[500:] + s[:500]) for s in [noise(MIXED, 1000)]],
    "two-letters": [(noise("ab ", 1000), noise("ab ", 300)) for _ in range(3)],
    "words-reversed": [(s, " ".join(reversed(s.split()))) for s in (words(200), words(200))],
    "words-initials": [(s, "".join(w[0] for w in s.split())) for s in (words(200), words(200))],
    "words-upper": [(s, s.upper()) for s in (words(250), words(240))],
    "pairs-500": [(s, s.split()[2] + "-" + s.split()[0][0]) for s in (words(10) for _ in range(500))],
    "pairs-500-none": [(words(10), words(3)) for _ in range(500)],
    "pairs-500-a": [("a" * (n + 1), "a" * (n // 2 + 1)) for n in range(500)],
    "pairs-500-long": [(s, s.split()[-1]) for s in (words(200) for _ in range(500))],
}

os.makedirs(os.path.join(sys.argv[1], "adversarial"))
for name, rows in tasks.items():
    with open(os.path.join(sys.argv[1], "adversarial", name + ".tsv"), "w", encoding="ascii") as f:
        f.writelines(f"{a}\t{b}\n" for a, b in rows)
