LONGEST = 10000 * 86400

SPAN_UNITS = [
    (86400, ("d", "day")), (3600, ("h", "hr", "hour")), (60, ("m", "min", "minute")), (1, ("s", "sec", "second")),
]

# A number with a fraction in thousandths, and where it ends; None when it is too long.
def thousandths(s, at):
    m = re.compile("([0-9]*)(?:\\.([0-9]+))?").match(s, at)
    n = int(m[1] or "0")
    if n > LONGEST:
        return None, at + len(m[1])
    return n * 1000 + int(((m[2] or "") + "000")[:3]), m.end()

# 1h 5m 3s, from the longest unit to the shortest, in seconds; None when it isn't.
def named_span(s, at):
    total, last = None, -1
    while True:
        n, at = thousandths(s, at)
        at = re.compile(" *").match(s, at).end()
        word = token(s, at)
        for unit, (seconds, names) in enumerate(SPAN_UNITS):
            if is_word(s, word, *names, *(name + "s" for name in names if len(name) > 1)):
                break
        else:
            return total
        if n is None or unit <= last:
            return total
        total = (total or 0) + n * seconds // 1000
        last, at = unit, word[2]
        at = re.compile("[ ,]*(?:and )?").match(s, at).end()
        if not is_digit(s, at):
            return total

# The seconds of the first span in a text, such as 36:10:05, 1h 5m or 90 of a unit.
def span(s, unit=""):
    begin = re.search("[0-9]", s)
    if not begin or s[begin.start() - 1:begin.start()] == "-":
        raise LookupError("no span of time")
    seconds, parts, at = named_span(s, begin.start()), [], begin.start()
    while seconds is None and len(parts) < 3 and is_digit(s, at):
        part, at = thousandths(s, at)
        if part is None or (parts and part >= 60000):
            raise LookupError("no span of time")
        parts.append(part)
        if s[at:at + 1] != ":":
            break
        at += 1
    if seconds is None:
        if len(parts) == 3:
            units = (3600, 60, 1)
        elif len(parts) == 2:
            units = (60, 1) if unit == "m:s" else (3600, 60)
        else:
            units = ({"h": 3600, "m": 60}.get(unit, 1),)
        seconds = sum(part * each for part, each in zip(parts, units)) // 1000
    if seconds >= LONGEST:
        raise LookupError("a span that is too long")
    return seconds

def span_text(seconds, form):
    letters = re.findall("%-?([dHMS])", form.replace("%%", ""))
    sizes = {"d": 86400, "H": 3600, "M": 60, "S": 1}
    limits = {"H": 24, "M": 60, "S": 60}
    longest = max(letters, key=sizes.get)
    made = ""
    for text, flag, letter in re.findall("([^%]+)|%(-?)(.)", form):
        if text or letter == "%":
            made += text or letter
        else:
            value = seconds // sizes[letter]
            made += "%0*d" % (1 if flag else 2, value if letter == longest else value % limits[letter])
    return made
