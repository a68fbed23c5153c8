# iogen - a straightforward generator of input/output pairs, which iogen is compared with
# SPDX-License-Identifier: MIT
"""Reads programs of the paper dialect, one a line; gives each 20 pairs of at most 1000 random inputs; prints how many got them.

The inputs are made as iogen makes them. --give-up: leave a program as early as iogen does.
"""
import random
import re
import sys

PAIRS, TRIES = 20, 1000
CLASSES = {"Word": "[A-Za-z]{2,}", "Num": "[0-9]+", "Alphanum": "[A-Za-z0-9]+", "Allcaps": "[A-Z]{2,}", "Propcase": "[A-Z][a-z]+",
           "Lower": "[a-z]+", "Digit": "[0-9]", "Char": "[A-Za-z0-9]"}
CHARS = "&,.?!@()[]%{}/:;$#' "
UPPER, LOWER, DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789"


class Failure(Exception):
    pass


def parse(text):
    """A list of ("const", text) and ("substr", position, position); a position is ("pos", k) or ("regex", name, n, bound)."""
    tokens = text.split()
    tokens.reverse()

    def literal(token):
        return " " if token == '"SPACE"' else token[1:-1]

    def position():
        kind = tokens.pop()
        tokens.pop()
        if kind == "ConstPos":
            made = ("pos", int(tokens.pop()))
        else:
            name = tokens.pop()
            made = ("regex", literal(name) if name[0] == '"' else name, int(tokens.pop()), tokens.pop())
        tokens.pop()
        return made

    program = []
    assert tokens.pop() == "Concat" and tokens.pop() == "c("
    while tokens[-1] != "c)":
        kind = tokens.pop()
        tokens.pop()
        program.append(("const", literal(tokens.pop())) if kind == "ConstStr" else ("substr", position(), position()))
        tokens.pop()
    return program


def locate(position, text):
    if position[0] == "pos":
        k = position[1]
        at = k if k >= 0 else len(text) + k
        if not 0 <= at <= len(text):
            raise Failure
        return at
    _, name, n, bound = position
    matches = list(re.finditer(CLASSES.get(name) or re.escape(name), text))
    if not -len(matches) <= n < len(matches):
        raise Failure
    return matches[n].start() if bound == "Start" else matches[n].end() - 1


def run(program, text):
    out = []
    for expression in program:
        if expression[0] == "const":
            out.append(expression[1])
            continue
        start, end = locate(expression[1], text), locate(expression[2], text)
        if start >= end:
            raise Failure
        out.append(text[start:end])
    return "".join(out)


def needs(program):
    """How many matches of each class and each character the program's indices ask for."""
    wanted = {}
    for expression in program:
        for p in expression[1:] if expression[0] == "substr" else ():
            if p[0] == "regex":
                wanted[p[1]] = max(wanted.get(p[1], 0), -p[2] if p[2] < 0 else p[2] + 1)
    return {k: n for k, n in wanted.items() if k in CLASSES}, "".join(k * n for k, n in wanted.items() if k not in CLASSES)


SIZES = {"Propcase": (2, 6), "Allcaps": (2, 3), "Lower": (1, 6), "Word": (2, 6), "Num": (1 + 1, 6), "Digit": (1, 5), "Alphanum": (1, 1), "Char": (1, 1)}
LETTERS = {"Word": UPPER + LOWER, "Num": DIGITS, "Digit": DIGITS, "Allcaps": UPPER, "Propcase": LOWER, "Lower": LOWER}


def word(kind, size):
    made = "".join(random.choices(LETTERS.get(kind, UPPER + LOWER + DIGITS), k=size))
    return random.choice(UPPER) + made[1:] if kind == "Propcase" else made


def draw(classes, chars):
    length = random.randint(50, 70)
    pieces = list(chars[:length])
    room = length - len(pieces)
    each = room // max(1, sum(classes.values()))
    have = dict.fromkeys(CLASSES, 0)
    for kind, (shortest, longest) in SIZES.items():
        while have[kind] < classes.get(kind, 0):
            size = random.randint(shortest, max(shortest, min(longest, each)))
            room -= size
            if room < 0:
                return ""
            pieces.append(word(kind, size))
            have[kind] += 1
            if kind != "Char":
                have["Char"] += size
            have["Alphanum"] += kind not in ("Alphanum", "Char")
            have["Word"] += kind in ("Propcase", "Allcaps") or (kind == "Lower" and size > 1)
            have["Lower"] += kind == "Propcase"
            have["Digit"] += size if kind == "Num" else 0
    filler = UPPER * 3 + LOWER[:12] + LOWER * 3 + DIGITS * 2 + (chars * 30)[:30]
    filler += (CHARS * 3)[:256 - len(filler)]
    pieces += random.choices(filler, k=room)
    random.shuffle(pieces)
    return "".join(pieces)


def hopeless(tried, made):
    return (tried == TRIES // 4 and made < 1) or (tried == TRIES // 2 and made < 4) or (tried == TRIES // 4 * 3 and made < 10)


def make_pairs(program, give_up):
    classes, chars = needs(program)
    pairs = []
    for tried in range(TRIES):
        if len(pairs) == PAIRS or PAIRS - len(pairs) > TRIES - tried or (give_up and hopeless(tried, len(pairs))):
            break
        text = draw(classes, chars)
        try:
            pairs.append((text, run(program, text)))
        except Failure:
            pass
    return pairs if len(pairs) == PAIRS else None


random.seed(1)
print(sum(make_pairs(parse(line), "--give-up" in sys.argv) is not None for line in sys.stdin))
