import datetime

import re

import unicodedata

# The Unicode category of each character, two letters: Lu and Ll are letters, M. accents, which belong to the letter
# before them.
def kinds(s):
    return "".join("Zs" if c in "\t\n\v\f\r\x85\u180e" else unicodedata.category(c) for c in s)

# The classes match these categories.
WORD = re.compile("(?:L.(?:M.)*){2,}")

LETTERS = re.compile("(?:L.(?:M.)*)+")

NUMBER = re.compile("(?:Nd)+")

DIGIT = re.compile("Nd")

ALPHANUM = re.compile("(?:(?:L.|Nd)(?:M.)*)+")

CHAR = re.compile("(?:L.|Nd)(?:M.)*")

ALLCAPS = re.compile("(?:Lu(?:M.)*){2,}")

CAPITALS = re.compile("(?:Lu(?:M.)*)+")

PROPCASE = re.compile("Lu(?:M.)*(?:Ll(?:M.)*)+")

LOWER = re.compile("(?:Ll(?:M.)*)+")

SPACE = re.compile("(?:Z.)+")

FIELD = re.compile("(?:[A-Y].)+")

# Where the matches of a class or a text begin and end.
def spans(what, s):
    if isinstance(what, str):
        return [m.span() for m in re.finditer(re.escape(what), s)]
    return [(m.start() // 2, m.end() // 2) for m in what.finditer(kinds(s))]

def start(what, s, n):
    return spans(what, s)[n][0]

def after(what, s, n):
    return spans(what, s)[n][1]

def piece(s, first, second):
    if not 0 <= first < second <= len(s):
        raise LookupError("an empty piece, or one outside the string")
    return s[first:second]

def whole(s):
    return piece(s, 0, len(s))

def matches(what, s):
    found = [s[first:second] for first, second in spans(what, s)]
    if not found:
        raise LookupError("no match")
    return found

def replace(what, text, s):
    made, at = "", 0
    for first, second in spans(what, s):
        made += s[at:first] + text
        at = second
    return whole(made + s[at:])

# The text before every match but one at the begin.
def separate(what, text, s):
    made, at = "", 0
    for first, _ in spans(what, s):
        made += s[at:first] + (text if first else "")
        at = first
    return made + s[at:]

# The first character of every match, its accents included.
def initials(what, s):
    return [re.match("(?s).[\u0300-\u036f]*", m)[0] for m in matches(what, s)]

def every(s, step, first):
    if first < 0:
        first += len(s)
    return piece(s, first, len(s))[::step]

def lookup(table, s, default=None):
    return table[s] if default is None else table.get(s, default)

# Upper case, character by character.
def upper(s):
    return "".join(next((u for u in (c.upper(), c.title()) if len(u) == 1), c) for c in s)

def lower(s):
    return "".join(c.lower()[0] for c in s)

def sentence(s):
    return upper(s[:1]) + lower(s[1:])

# The first letter of each word in upper case.
def capitalized(s):
    made, inside = "", False
    for c in s:
        made += lower(c) if inside else upper(c)
        inside = re.match("L|M|Nd|Nl", unicodedata.category(c))
    return made

def has(what, s, n=0):
    return len(spans(what, s)) > n

# Where a match ends that begins at some place; None when there is none.
def goes_on(what, s, at):
    if isinstance(what, str):
        return at + len(what) if s.startswith(what, at) else None
    m = what.match(kinds(s), 2 * at)
    return m.end() // 2 if m else None

def ends(what, s):
    if isinstance(what, str):
        return s.endswith(what)
    found = spans(what, s)
    return bool(found) and found[-1][1] == len(s)

# Is it one match after the other, and nothing else?
def consists(s, *parts):
    at = 0
    for what in parts:
        at = goes_on(what, s, at)
        if at is None:
            return False
    return at == len(s)

def before(what, s):
    return piece(s, 0, start(what, s, 0))
