# A number is (n, decimals): n whole units of the last of so many decimals. It has 40 digits at most.
def size(n):
    return len(str(abs(n))) if n else 0

def limited(n, decimals):
    if size(n) > 40:
        raise LookupError("too many digits")
    return n, decimals

def add(a, b):
    decimals = max(a[1], b[1])
    if max(size(a[0]) - a[1], size(b[0]) - b[1], 0) + 1 + decimals > 40:
        raise LookupError("too many digits")
    return a[0] * 10 ** (decimals - a[1]) + b[0] * 10 ** (decimals - b[1]), decimals

def subtract(a, b):
    return add(a, (-b[0], b[1]))

def multiply(a, b):
    return limited(a[0] * b[0], a[1] + b[1])

# To 17 decimals, when it doesn't end before.
def divide(a, b):
    if not 0 < size(b[0]) <= 18:
        raise LookupError("a divisor that is 0 or has too many digits")
    digits, divisor = str(abs(a[0])) if a[0] else "", abs(b[0])
    n, rest, decimals, taken = 0, 0, a[1] - b[1], 0
    while taken < len(digits) or (rest and decimals < 17) or decimals < 0:
        rest = 10 * rest + (int(digits[taken]) if taken < len(digits) else 0)
        decimals += taken >= len(digits)
        n = limited(10 * n + rest // divisor, 0)[0]
        rest %= divisor
        taken += 1
    return (-n if (a[0] < 0) != (b[0] < 0) else n), decimals

# Half away from zero; to so many decimals, to hundreds when it is -2.
def rounded(x, decimals):
    n, away = abs(x[0]), x[1] - decimals
    if away <= 0:
        return x
    n = (n + 5 * 10 ** (away - 1)) // 10 ** away
    n *= 10 ** max(-decimals, 0)
    return (-n if x[0] < 0 else n), max(decimals, 0)

DIGITS = "(?:[0-9]{1,3}(?:%s[0-9]{3}(?![0-9]))+|[0-9]+)?(?:%s[0-9]+)?"

# What separates thousands, and what stands before decimals.
MARKED = {
    "1.234,5": (r"\.", ","),
    "1 234.5": ("[ \u00a0\u202f]", r"\."),
    "1 234,5": ("[ \u00a0\u202f]", ","),
    "1'234.5": ("['\u2019]", r"\."),
}

def is_digit(s, at):
    return "0" <= s[at:at + 1] <= "9"

def is_letter(s, at):
    return "A" <= s[at:at + 1] <= "Z" or "a" <= s[at:at + 1] <= "z"

# The digits at some place as a number, and where they end.
def digits_at(s, at, marks=(",", r"\.")):
    text = re.compile(DIGITS % marks).match(s, at)[0]
    ones, point, decimals = re.match("(.*?)(?:(%s)([0-9]*))?$" % marks[1], text).groups()
    digits = re.sub("[^0-9]", "", ones) + (decimals or "")
    if not 0 < len(digits) <= 38:
        raise LookupError("no number, or one with too many digits")
    return (int(digits), len(decimals or "")), at + len(text)

# What follows the digits of a number in some notation: the number, and where it ends then.
def more_power(s, at, x):
    m = re.compile("[eE]([-+]?[0-9]+)").match(s, at)
    if not m:
        return x, at
    n, decimals = x[0], x[1] - max(min(int(m[1]), 99), -99)
    if n == 0:
        return (0, 0), m.end()
    if decimals < 0:
        n, decimals = n * 10 ** -decimals, 0
    if decimals > 38 or size(n) > 38:
        raise LookupError("too many digits")
    return (n, decimals), m.end()

def more_accounts(s, at, x):
    if s[at:at + 1] in ("-", "\u2212") and not is_digit(s, at + 1) and not is_letter(s, at + 1):
        return (-x[0], x[1]), at + 1
    return x, at

def more_fraction(s, at, x):
    above, slash = x, at
    if s[at:at + 1] == " " and is_digit(s, at + 1):
        try:
            above, slash = digits_at(s, at + 1)
        except LookupError:
            return x, at
        if above[1]:
            return x, at
    if s[slash:slash + 1] != "/" or not is_digit(s, slash + 1) or above[1]:
        return x, at
    below, end = digits_at(s, slash + 1)
    if below[1] or s[end:end + 1] == "/":
        raise LookupError("no fraction")
    part = divide(above, below)
    return (part if slash == at else add(x, part)), end

# Hours and minutes, and perhaps seconds, in seconds.
def more_clock(s, at, x):
    if x[1] or s[at:at + 1] != ":":
        raise LookupError("no time")
    for field in (1, 2):
        part = (0, 0)
        if s[at:at + 1] == ":":
            if not is_digit(s, at + 1) or not is_digit(s, at + 2) or s[at + 1] > "5":
                raise LookupError("no time")
            if field == 2 and not is_digit(s, at + 3):
                part, at = digits_at(s, at + 1)
            else:
                part, at = (int(s[at + 1:at + 3]), 0), at + 3
        x = add(multiply(x, (60, 0)), part)
    if s[at:at + 1] == ":" or is_digit(s, at):
        raise LookupError("no time")
    return x, at

def more_units(s, at, x, units, step):
    end = at + (s[at:at + 1] == " ")
    unit = units.find(s[end:end + 1].upper()) if is_letter(s, end) else -1
    end += unit >= 0
    if step == 1024:
        if unit >= 0 and s[end:end + 1] == "i":
            end += 1
        if s[end:end + 1] == "B":
            end += 1
        elif unit >= 0:
            raise LookupError("another word")
        if unit < 0 and s[end:end + 4] == "ytes":
            end += 4
    if is_letter(s, end):
        if unit >= 0 or step == 1024:
            raise LookupError("another word")
        return x, at
    for _ in range(unit + 1):
        x = multiply(x, (step, 0))
    return (x, at) if end > at and s[end - 1] == " " else (x, end)

def more_bytes(s, at, x):
    return more_units(s, at, x, "KMGTP", 1024)

def more_thousands(s, at, x):
    return more_units(s, at, x, "KMBT", 1000)

MORE = {
    "1.5e3": more_power, "(1.5)": more_accounts, "1 1/2": more_fraction, "1:30:00": more_clock, "1.5 KB": more_bytes,
    "1.5K": more_thousands,
}

# Behind such a character a sign is a hyphen, and a point no begin.
def is_wordy(c):
    return is_digit(c, 0) or is_letter(c, 0) or (c > "\x7f" and c not in "\u20ac\u00a3\u00a5")

# The first number from some place on, and where it ends; None when there is none.
def next_number(s, begin=0, notation="1,234.5"):
    marks = MARKED.get(notation, (",", r"\."))
    for at in range(begin, len(s)):
        wordy = is_wordy(s[at - 1:at])
        opened = notation == "(1.5)" and s[at] == "("
        first, negative = at + opened, False
        if not wordy:
            if s[first:first + 1] in ("-", "\u2212", "+"):
                negative = s[first] != "+"
                first += 1
            if first > at and s[first:first + 1] in ("$", "\u20ac", "\u00a3", "\u00a5"):
                first += 1
        if not is_digit(s, first) and (wordy or s[first:first + 1] != marks[1][-1] or not is_digit(s, first + 1)):
            continue
        try:
            x, end = digits_at(s, first, marks)
            if notation in MORE:
                x, end = MORE[notation](s, end, x)
        except LookupError:
            return None
        if re.compile("[.,][0-9]|[eE][-+]?[0-9]").match(s, end):
            return None
        if opened and s[end:end + 1] == ")":
            negative, end = not negative, end + 1
        return ((-abs(x[0]) if negative else x[0]), x[1]), end
    return None

ROMAN = [
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
    (5, "v"), (4, "iv"), (1, "i"),
]

def roman(x, small=False):
    n, made = whole_number(x), ""
    if not 0 < n <= 3999:
        raise LookupError("no Roman number")
    for value, letters in ROMAN:
        made += letters * (n // value)
        n %= value
    return made if small else made.upper()

# Of what is written as the number would be that it stands for.
def read_roman(s):
    n, last = 0, 0
    for letter in reversed(s[:16].lower()):
        value = dict((letters, value) for value, letters in ROMAN).get(letter, 0)
        n += -value if value < last else value
        last = max(last, value)
    if s not in (roman((n, 0)), roman((n, 0), small=True)):
        raise LookupError("no Roman number")
    return n, 0

def read_base(s, base, letter):
    if base == 16 and s[:1] == "#":
        s = s[1:]
    elif len(s) > 2 and s[0] == "0" and s[1].upper() == letter:
        s = s[2:]
    digits = {16: "[0-9A-Fa-f]+", 8: "[0-7]+", 2: "[01]+"}[base]
    if not re.fullmatch(digits, s) or int(s[:-1] or "0", base) > 1 << 52:
        raise LookupError("no such number")
    return int(s, base), 0

# The first number in a text; Roman ones and those to another base must be all of it.
def number(s, notation="1,234.5"):
    if notation == "IV":
        return read_roman(s.strip(" "))
    if notation in ("X", "O", "B"):
        return read_base(s.strip(" "), {"X": 16, "O": 8, "B": 2}[notation], notation)
    found = next_number(s, 0, notation)
    if not found:
        raise LookupError("no number")
    return found[0]

# The first number and each further one, from the left.
def reckon(s, operation):
    found = next_number(s)
    if not found:
        raise LookupError("no number")
    total, end = found
    while True:
        found = next_number(s, end)
        if not found:
            return total
        total, end = operation(total, found[0]), found[1]

# Below 0, 0 or above 0, as the first number in the text is to another; 0 when it has none.
def compared(s, limit):
    found = next_number(s)
    try:
        return subtract(found[0], digits_or_sign(limit))[0] if found else 0
    except LookupError:
        return 0

def digits_or_sign(text):
    n, decimals = digits_at(text, text[0] in "+-")[0]
    return (-n if text[0] == "-" else n), decimals

# Multiplies by one number or quotient, such as 5/9, and adds another.
def linear(a, x, b):
    (top, below), (offset, part) = [(text + "/1").split("/")[:2] for text in (a, b)]
    product, offset = multiply(digits_or_sign(top), x), digits_or_sign(offset)
    if digits_or_sign(below) != (1, 0):
        product = divide(product, digits_or_sign(below))
    if digits_or_sign(part) != (1, 0):
        offset = divide(offset, digits_or_sign(part))
    return add(product, offset)

# As whole units of the last of so many decimals.
def units_of(x, decimals):
    n = x[0] * 10 ** (decimals - x[1])
    if abs(n) // 10 > 10 ** 17:
        raise LookupError("too many digits")
    return n

def to_multiple(x, step, way):
    step = digits_or_sign(step)
    decimals = max(x[1], step[1])
    n, unit = units_of(x, decimals), units_of(step, decimals)
    over = n % unit
    n -= over
    if over and (way == "up" or (way == "nearest" and (2 * over > unit or (2 * over == unit and n >= 0)))):
        n += unit
    return n, decimals

def whole_number(x):
    n = rounded(x, 0)
    if n[0] * 10 ** x[1] != x[0]:
        raise LookupError("no whole number")
    return units_of(n, 0)

# The digits of a number without its sign.
def digits_of(x, width=1, fixed=0, most=0, group="", point=".", significant=0):
    most = max(most, fixed)
    if significant:
        most = significant - (size(x[0]) - x[1])
    n, decimals = rounded((abs(x[0]), x[1]), most)
    text = str(n).zfill(max(width, 0) + decimals) if n else "0" * (width + decimals)
    ones, behind = text[:len(text) - decimals], text[len(text) - decimals:]
    behind = behind[:fixed] + behind[fixed:].rstrip("0")
    behind = behind.ljust(fixed, "0")
    if not ones and not behind:
        ones = "0"
    if group:
        ones = re.sub("(?<=[0-9])(?=(?:[0-9]{3})+$)", lambda m: group, ones)
    return ones + (point + behind if behind else "")

# The number written, with its sign unless it becomes 0.
def written(x, left="-", right="", **how):
    digits = digits_of(x, **how)
    return left + digits + right if x[0] < 0 and re.search("[1-9]", digits) else digits

def plain(x):
    return written(x, most=15)

def in_parentheses(x, **how):
    return written(x, "(", ")", **how)

def minus_behind(x, **how):
    return written(x, "", "-", **how)

def with_power(x, power=1, plus=False, small=False, **how):
    exponent = size(x[0]) - x[1] - 1 if x[0] else 0
    n, decimals = rounded((abs(x[0]), x[1] + exponent), max(how.get("most", 0), how.get("fixed", 0)))
    if size(n) - decimals > 1:
        decimals, exponent = decimals + 1, exponent + 1
    sign = "-" if exponent < 0 else "+" if plus else ""
    digits = digits_of((n, decimals), **how) + ("e" if small else "E") + sign + str(abs(exponent)).zfill(power)
    return "-" + digits if x[0] < 0 else digits

# 1st, 2nd, 3rd.
def ordinal(x):
    n = abs(whole_number(x))
    ending = "th" if n % 100 // 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return ("-" if x[0] < 0 else "") + digits_of(x) + ending

def in_base(x, base, width=1, small=False):
    n, made = whole_number(x), ""
    if x[0] < 0:
        raise LookupError("a negative number")
    while n or len(made) < width:
        made = "0123456789ABCDEF"[n % base] + made
        n //= base
    return made.lower() if small else made

# With the largest unit that leaves a digit before the point.
def with_unit(x, step, units, unit_of_ones, blank, how):
    sign, x, unit = "-" if x[0] < 0 else "", (abs(x[0]), x[1]), 0
    while unit + 1 < len(units):
        try:
            less = divide(x, (step, 0))
        except LookupError:
            break
        if size(less[0]) - less[1] <= 0:
            break
        x, unit = less, unit + 1
    name = (units[unit] if unit else "") + unit_of_ones
    return sign + digits_of(x, **how) + (" " if blank and name else "") + name

def in_bytes(x, blank=False, **how):
    return with_unit(x, 1024, " KMGTP", "B", blank, how)

def in_thousands(x, blank=False, **how):
    return with_unit(x, 1000, " KMBT", "", blank, how)
