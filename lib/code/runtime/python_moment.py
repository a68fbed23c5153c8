# What a text says of a date and a time; None is what it doesn't say. The zone is in minutes east of Greenwich.
class Moment:
    def __init__(self):
        self.year = self.month = self.day = self.hour = self.minute = self.second = self.zone = None
    def has_date(self):
        return self.year is not None and self.month is not None and self.day is not None

MONTHS = "January February March April May June July August September October November December".split()

WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

def is_date(year, month, day):
    try:
        datetime.date(2000 if year is None else year, month, 1 if day is None else day)
    except ValueError:
        return False
    return True

# The days since 1 January of the year 1, a Monday.
def day_number(m):
    return datetime.date(m.year, m.month, m.day).toordinal() - 1

def set_day(m, days):
    try:
        day = datetime.date.fromordinal(days + 1)
    except (ValueError, OverflowError):
        raise LookupError("no such day")
    m.year, m.month, m.day = day.year, day.month, day.day

def seconds_of(m):
    return m.hour * 3600 + m.minute * 60 + (m.second or 0)

# So much later: over the ends of days where there is a date, around the clock where there is none.
def shift(m, seconds):
    days, left = divmod((0 if m.hour is None else seconds_of(m)) + seconds, 86400)
    if (not m.has_date() or left) if m.hour is None else (m.month is not None and not m.has_date() and days):
        raise LookupError("no time, or a part of the date is missing")
    if m.has_date():
        set_day(m, day_number(m) + days)
    if m.hour is not None:
        m.hour, m.minute = left // 3600, left // 60 % 60
        if m.second is not None or seconds % 60:
            m.second = left % 60
    return m

def in_zone(m, minutes):
    if m.hour is None or m.zone is None:
        raise LookupError("no time, or no zone")
    shift(m, (minutes - m.zone) * 60)
    m.zone = minutes
    return m

# To a multiple of so many seconds from midnight.
def time_to_multiple(m, seconds, way):
    if m.hour is None:
        raise LookupError("no time")
    over = seconds_of(m) % seconds
    return shift(m, seconds - over if over and (way == "up" or (way == "nearest" and 2 * over >= seconds)) else -over)

# Since 1970; without a time from midnight, and without a zone in Greenwich.
def epoch_seconds(m):
    return (day_number(m) - 719162) * 86400 + (0 if m.hour is None else seconds_of(m)) - (m.zone or 0) * 60

def conversion(m, letter, flag):
    date = datetime.date(m.year, m.month, m.day) if m.has_date() else None
    half = None if m.hour is None else "PM" if m.hour >= 12 else "AM"
    if letter == "o":
        ending = "th" if m.day // 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(m.day % 10, "th")
        return str(m.day) + ending
    if letter == "z":
        hours, minutes = divmod(abs(m.zone), 60)
        return "%s%02d%s%02d" % ("-" if m.zone < 0 else "+", hours, ":" if flag == ":" else "", minutes)
    if letter in "Bb":
        return MONTHS[m.month - 1][:3 if letter == "b" else None]
    if letter in "Aa":
        return WEEKDAYS[date.weekday()][:3 if letter == "a" else None]
    if letter in "pP":
        return half.lower() if letter == "P" else half[:]
    value, width = {
        "Y": lambda: (m.year, 4), "y": lambda: (m.year % 100, 2), "m": lambda: (m.month, 2), "d": lambda: (m.day, 2),
        "H": lambda: (m.hour, 2), "I": lambda: (m.hour % 12 or 12, 2),
        "M": lambda: (m.minute, 2), "S": lambda: (m.second, 2),
        "j": lambda: (date.timetuple().tm_yday, 3), "V": lambda: (date.isocalendar()[1], 2),
        "G": lambda: (date.isocalendar()[0], 4),
        "q": lambda: ((m.month + 2) // 3, 1), "u": lambda: (date.isoweekday(), 1),
        "w": lambda: (date.isoweekday() % 7, 1),
        "N": lambda: ((m.day + 6) // 7, 1), "J": lambda: (day_number(m) - 693593, 1),
        "s": lambda: (epoch_seconds(m), 1),
    }[letter]()
    if value < 0:
        raise LookupError("a number below 0")
    return "%0*d" % (1 if flag else width, value)

# Written as strftime does, in English.
def date_text(m, form):
    made = ""
    for text, flag, letter in re.findall("([^%]+)|%([-:]?)(.)", form):
        try:
            made += text or ("%" if letter == "%" else conversion(m, letter, flag))
        except (TypeError, AttributeError):
            raise LookupError("what the format wants is missing")
    return made

# As it is read again.
def plain_moment(m):
    parts = []
    if m.month is not None:
        parts.append(date_text(m, "%b %d" if m.year is None else "%Y-%m" if m.day is None else "%Y-%m-%d"))
    if m.hour is not None:
        parts.append(date_text(m, "%H:%M" if m.second is None else "%H:%M:%S"))
        if m.zone is not None:
            parts.append(date_text(m, "%z"))
    return " ".join(parts)

# A run of digits, a run of letters, or one other character: its kind, where it begins and ends, and the number of up
# to 14 digits.
def token(s, at):
    m = re.compile("([0-9]+)|([A-Za-z\x80-\U0010ffff]+)|(?s:.)").match(s, at)
    if not m:
        return "", at, at, -1
    if m[1]:
        return "9", at, m.end(), int(m[1]) if len(m[1]) <= 14 else -1
    return ("a" if m[2] else m[0]), at, m.end(), -1

def is_number(t, least, most):
    return t[0] == "9" and least <= t[2] - t[1] <= most

def is_word(s, t, *words):
    return t[0] == "a" and re.sub("[A-Z]", lambda m: m[0].lower(), s[t[1]:t[2]]) in words

# Which of some names it is, in full or its first three letters; None when none.
def name_of(s, t, names):
    for k, name in enumerate(names):
        if is_word(s, t, name.lower(), name[:3].lower()):
            return k
    return None

def month_of(s, t):
    k = 8 if is_word(s, t, "sept") else name_of(s, t, MONTHS)
    return None if k is None else k + 1

# am or p.m. behind a time: 0 or 12, and where it ends.
def half_of_day(s, at):
    m = re.compile(" *([AaPp])(?:[Mm](?![A-Za-z\x80-\U0010ffff])|\\.[Mm](?![A-Za-z\x80-\U0010ffff])\\.?)").match(s, at)
    return (None, at) if not m else (12 if m[1] in "Pp" else 0, m.end())

# The end of the digits and colons that follow each other from here.
def clock_end(s, at):
    return re.compile("(?:[0-9]|:(?=[0-9]))*").match(s, at).end()

# Z, UTC, +02:00, +0200 or +02 behind a time.
def read_zone(s, at, m):
    blank = s[at:at + 1] == " "
    sign = token(s, at + blank)
    if (not blank and is_word(s, sign, "z")) or is_word(s, sign, "utc", "gmt"):
        m.zone = 0
        return sign[2]
    if sign[0] not in ("+", "-"):
        return at
    hours = token(s, sign[2])
    end = hours[2]
    if is_number(hours, 4, 4):
        value = hours[3] // 100 * 60 + hours[3] % 100
    elif is_number(hours, 2, 2):
        value = hours[3] * 60
        minutes = token(s, end + 1)
        if s[end:end + 1] == ":" and is_number(minutes, 2, 2):
            value, end = value + minutes[3], minutes[2]
        if sign[0] == "-" and (m.second is None or end == hours[2]):
            return end
    else:
        return end
    if value > 14 * 60 or value % 15 or clock_end(s, end) > end:
        return end
    m.zone = -value if sign[0] == "-" else value
    return end

# The end of a time that begins with the token; None when there is none.
def read_time(s, hour, m):
    if not is_number(hour, 1, 2):
        return None
    end, minute, second = hour[2], None, None
    separator = s[end:end + 1]
    if separator in (":", "."):
        t = token(s, end + 1)
        if not is_number(t, 1 if separator == ":" else 2, 2):
            return None
        minute, end = t[3], t[2]
        t = token(s, end + 1)
        if separator == ":" and s[end:end + 1] == ":" and is_number(t, 1, 2):
            second, end = t[3], t[2]
        if clock_end(s, end) > end:
            return None
        if second is not None and s[end:end + 1] == "." and is_digit(s, end + 1):
            end = token(s, end + 1)[2]
    half, end = half_of_day(s, end)
    if half is None and separator != ":":
        return None
    if hour[3] > 23 or (minute or 0) > 59 or (second or 0) > 59:
        return None
    if (half is not None and hour[3] > 12) or (half == 12 and hour[3] == 0):
        return None
    m.hour = hour[3] if half is None else hour[3] % 12 + half
    m.minute, m.second = minute or 0, second
    return read_zone(s, end, m)

def set_digits(m, value, seconds):
    second = value % 100 if seconds else None
    minute, hour = (value // 100 if seconds else value) % 100, value // (10000 if seconds else 100)
    if hour > 23 or minute > 59 or (second or 0) > 59:
        return False
    m.hour, m.minute, m.second = hour, minute, second
    return True

# Which comes first where numbers have this sign between them: "m", "d", or None, not known.
def first_of(order, sign):
    if order in ("mdy", "dmy"):
        return order[0]
    return {part[1]: part[0] for part in order.split()}.get(sign)

class WrongDate(LookupError):
    pass

def set_date(m, year, month, day):
    if not is_date(year, month, day):
        return False
    m.year, m.month, m.day = year, month, day
    return True

# a and b are the month and the day, in some order.
def set_ordered(m, a, b, year, first):
    month_first, day_first = is_date(year, a, b), is_date(year, b, a)
    if not month_first and not day_first:
        raise WrongDate("no such date")
    if (month_first and day_first and a != b) if first is None else not (month_first if first == "m" else day_first):
        raise WrongDate("a date in another order")
    if first == "m" or (first is None and month_first):
        return set_date(m, year, a, b)
    return set_date(m, year, b, a)

# 20240403, or 04032024 in the order, and perhaps a time behind it.
def compact_date(s, t, order, m):
    digits = t[2] - t[1]
    value = t[3] // {14: 1000000, 12: 10000}.get(digits, 1)
    year = value // 10000
    if not (digits != 7 and 1500 <= year <= 2199 and set_date(m, year, value // 100 % 100, value % 100)):
        if digits != 8 and not (digits == 7 and first_of(order, "")):
            return None
        try:
            set_ordered(m, value // 1000000, value // 10000 % 100, value % 10000, first_of(order, ""))
        except WrongDate as wrong:
            if str(wrong) == "no such date":
                return None
            raise
    time = token(s, t[2] + 1)
    if digits > 8:
        return t[2] if set_digits(m, t[3] % (1000000 if digits == 14 else 10000), digits == 14) else None
    if digits == 8 and is_number(time, 6, 6) and s[t[2]] in "T_- " and set_digits(m, time[3], True):
        return time[2]
    return t[2]

# What stands between two parts of a date: one kind of sign, blanks, and where it ends.
def gap_at(s, at):
    sign, end = "", at
    while end < len(s) and (s[end] == " " or s[end] in "-/.,_':"):
        if s[end] != " ":
            if sign and s[end] != sign:
                return sign, end
            sign = s[end]
        end += 1
    of = token(s, end)
    if not sign and end > at and is_word(s, of, "of") and s[of[2]:of[2] + 1] == " ":
        end = of[2] + 1
    return sign, end

# May numbers alone be a date, with a sign between the first two?
def numbers_are_date(s, begin, end, forms, signs):
    n, sign = len(forms), signs[1]
    year = "Y" in (forms[0], forms[-1])
    if n == 3 and signs[2] != sign:
        return False
    if n == 3 and year:
        return sign != ":" or forms[0] == "Y"
    if sign != "/" and (sign != "-" or (n == 2 and not year)) and (sign != "." or n == 2):
        return False
    goes_on_before = begin > 1 and s[begin - 1] == sign and is_digit(s, begin - 2)
    return not goes_on_before and not (s[end:end + 1] == sign and is_digit(s, end + 1))

# The year, the month and the day of some parts: n is the name of a month, Y four digits, d one or two, o three.
FORMS = {
    "dnY": (2, 1, 0), "dnd": (2, 1, 0), "ndY": (2, 0, 1), "ndd": (2, 0, 1), "Ynd": (0, 1, 2),
    "Ydd": (0, 1, 2), "ddY": (2, 0, 1), "ddd": (2, 0, 1),
    "nY": (1, 0, None), "nd": (None, 0, 1), "dn": (None, 1, 0), "dd": (None, 0, 1),
    "Yd": (0, 1, None), "dY": (1, 0, None),
}

# Is a date made of the parts?
def set_parts(s, begin, end, forms, values, sizes, signs, order, m):
    form = "".join(forms)
    if form not in FORMS or ("n" not in form and not numbers_are_date(s, begin, end, forms, signs)):
        return False
    y, month, d = FORMS[form]
    year = None if y is None else values[y] if sizes[y] > 2 else values[y] + (2000 if values[y] < 69 else 1900)
    if y is not None and sizes[y] < 2:
        return False
    if form in ("ddY", "ddd", "dd"):
        return set_ordered(m, values[month], values[d], year, first_of(order, signs[1]))
    if set_date(m, year, values[month], None if d is None else values[d]):
        return True
    if form in ("Yd", "dY"):
        return False
    raise WrongDate("no such date")

# The end of a date that begins with the token; None when there is none.
def read_date(s, t, order, m):
    if t[0] == "9" and t[2] - t[1] in (7, 8, 12, 14):
        return compact_date(s, t, order, m)
    if s[t[1] - 1:t[1]] == "#":
        return None
    forms, values, sizes, signs, stops = [], [], [], [], []
    sign, begin = "", t[1]
    while len(forms) < 3:
        part = token(s, begin)
        kind, value, end = None, part[3], part[2]
        if month_of(s, part):
            kind, value = "n", month_of(s, part)
        elif is_number(part, 1, 4):
            kind = "ddoY"[part[2] - part[1] - 1]
            if kind == "d" and is_word(s, token(s, end), "st", "nd", "rd", "th"):
                end = token(s, end)[2]
        apart = not forms or begin > stops[-1] or (kind == "n") != (forms[-1] == "n")
        if not kind or not apart or (forms and sign != ":" and read_time(s, part, Moment()) is not None):
            break
        forms.append(kind), values.append(value), sizes.append(part[2] - part[1]), signs.append(sign), stops.append(end)
        sign, begin = gap_at(s, end)
    for n in range(len(forms), 1, -1):
        if set_parts(s, t[1], stops[n - 1], forms[:n], values, sizes, signs, order, m):
            return stops[n - 1]
    return None

# The day of the year, 2024 94; of the ISO week, 2024-W14-3 or Wed, wk 14 in 2024; the third Monday of a month,
# Mon #3 December 1973.
def other_date(s, m):
    year = count = second = weekday = month = None
    digits, week, dash, at = 0, False, False, 0
    while at < len(s):
        t = token(s, at)
        at = t[2]
        if t[0] == "9":
            if is_number(t, 4, 4) and year is None:
                year = t[3]
            elif is_number(t, 1, 3) and count is None:
                count, digits = t[3], t[2] - t[1]
            elif is_number(t, 1, 1) and second is None:
                second = t[3]
            else:
                return False
        elif t[0] == "a":
            if name_of(s, t, WEEKDAYS) is not None and weekday is None:
                weekday = name_of(s, t, WEEKDAYS)
            elif month_of(s, t) and not month:
                month = month_of(s, t)
            elif is_word(s, t, "w", "wk", "week"):
                week = True
            elif not is_word(s, t, "in", "of"):
                return False
        elif t[0] not in " #-/.,_':":
            return False
        dash = dash or t[0] in "-/.,_':"
    if not year or not count:
        return False
    try:
        if week and not month and (weekday is None) == bool(second) and (second or 0) <= 7:
            day = datetime.date(year, 1, 4).toordinal() - 1
            day += (count - 1) * 7 - day % 7 + (second - 1 if weekday is None else weekday)
            made = datetime.date.fromordinal(day + 1)
            good = made.isocalendar()[:2] == (year, count)
        elif month and not week and weekday is not None and second is None and digits == 1:
            day = datetime.date(year, month, 1).toordinal() - 1
            made = datetime.date.fromordinal(day + (weekday - day % 7) % 7 + (count - 1) * 7 + 1)
            good = made.month == month
        elif not month and not week and weekday is None and second is None and (digits == 3 or not dash):
            made = datetime.date.fromordinal(datetime.date(year, 1, 1).toordinal() + count - 1)
            good = made.year == year
        else:
            return False
    except (ValueError, OverflowError):
        return False
    if good:
        m.year, m.month, m.day = made.year, made.month, made.day
    return good

# The first number that is long enough, as seconds since 1970, or as a day of spreadsheets and a fraction of one.
def moment_of_number(s, order, m):
    for t in re.finditer("[0-9]+", s):
        length, value = len(t[0]), int(t[0])
        if order == "unix" and length in (9, 10, 13):
            m.year, m.month, m.day, m.hour, m.minute, m.second, m.zone = 1970, 1, 1, 0, 0, 0, 0
            return shift(m, value // 1000 if length == 13 else value)
        if order == "serial" and 2 <= length <= 7 and value > 60:
            set_day(m, value + 693593)
            fraction = re.compile(r"\.([0-9]{1,9})").match(s, t.end())
            if fraction:
                unit = 10 ** len(fraction[1])
                m.hour = m.minute = m.second = 0
                shift(m, (int(fraction[1]) * 86400 + unit // 2) // unit)
            return m
    raise LookupError("no such number")

# The first date and the first time in a text. `order` says how 3/4/2024 is meant.
def moment(s, order=""):
    m = Moment()
    if order in ("unix", "serial"):
        return moment_of_number(s, order, m)
    alone = re.match("(?:([0-9]{3,4})|([0-9]{1,2})\\.([0-9]{2}))\\Z", s)
    if alone and set_digits(m, int(alone[1] or alone[2] + alone[3]), False):
        return m
    has_date = has_time = False
    at = behind = 0
    while at < len(s):
        t = token(s, at)
        if t[0] not in ("9", "a"):
            at = t[2]
            continue
        if not has_time and not (at > 1 and at > behind + 1 and s[at - 1] == "." and is_digit(s, at - 2)):
            end = read_time(s, t, m)
            if end is not None:
                has_time, at = True, end
                continue
        if not has_date:
            end = read_date(s, t, order, m)
            if end is not None:
                has_date, at, behind = True, end, end
                has_time = has_time or m.hour is not None
                continue
        at = clock_end(s, t[2]) if t[0] == "9" else t[2]
    if m.day is None and other_date(s, m):
        return m
    if not has_date and not has_time:
        raise LookupError("neither a date nor a time")
    return m
