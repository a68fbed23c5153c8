"""programs - draws programs of the whole language at random, and lines for them
SPDX-License-Identifier: MIT"""
import random

CLASSES = ["Word", "Num", "Alphanum", "Allcaps", "Propcase", "Lower", "Digit", "Char", "Word+", "Allcaps+", "Space", "Field"]
TEXTS = [" ", "-", ",", ".", ":", "/", "_", "(", ")", "#", "'", "\\\"", "\\\\", "\\t", "*", "+", "?", "[", "]", "{", "}", "^", "$", "|", "&", "@", "%",
         "~", "`", "<", "=", "!", ", ", " - ", "aka ", "a", "e", "é", "ß", "–", "né ", "de", "Dr. ", "日", "😀", "e\u0301", "00", "A.", "\\x1B", "$1", "\\\\1",
         "&&", "%s", "{0}", "x", "=>"]
CASES = ["Lower", "Allcaps", "Propcase", "Sentence"]
FORMATS = ["0", "0.0", "0.00", "0.##", "0.0#", "00000", "#,##0", "#,##0.00", "#.##0,00", "# ##0.0#", "#'##0", "G3", "G6", "G1", "G15", "(0.00)", "(0)", "0.0-",
           "0.00E0", "0.###E+00", "0e000", "0th", "IV", "iv", "X", "x2", "X8", "O", "B8", "B", "0.# KB", "0KB", "0.0K", "0 K", ".00", "000.0##"]
NOTATIONS = ["1,234.5", "1.234,5", "1 234.5", "1 234,5", "1'234.5", "1.5e3", "(1.5)", "1 1/2", "1:30:00", "1.5 KB", "1.5K", "IV", "X", "O", "B"]
NUMBERS = ["0", "1", "2", "-1", "0.5", "1.8", "100", "-273.15", "5/9", "1/60", "-160/9", "0.001", "1000000", "32", "1/3", "12.5", "1,000"]
STEPS = ["1", "5", "10", "0.5", "0.25", "100", "3", "1000"]
SPANS = ["30m", "15m", "1h", "2h", "90s", "-1h", "45m", "7d", "-1d", "2w", "-90m", "10s", "30d"]
TIME_STEPS = ["30m", "15m", "1h", "2h", "90s", "10s", "7m"]
MOMENTS = ["%Y-%m-%d", "%d.%m.%Y", "%-d/%-m/%y", "%B %-d, %Y", "%a %d %b", "%A", "%H:%M", "%-I:%M %p", "%H:%M:%S", "%j", "%G-W%V", "%u %w", "%q", "%o", "%N", "%J",
           "%s", "%z", "%:z", "%Y-%m-%d %H:%M", "%I.%M%P", "100%% %Y", "%-H h %-M", "%-S", "%y%m%d", "day %-j", "%b"]
ORDERS = [None, None, None, "mdy", "dmy", "d/m m.d", "m/d d.m d-m", "unix", "serial", "m-d"]
ZONES = ["+02:00", "-05:00", "Z", "+05:30", "+0000"]
SPAN_FORMATS = ["%H:%M:%S", "%-S", "%-M min", "%-d d %-H h", "%-H:%M", "%d %H", "100%% %-M"]
UNITS = [None, None, "m", "h", "m:s"]


def quoted(text):
    return '"' + text + '"'


class Drawer:
    """Draws from one stream of random numbers. `kinds` keeps what was used."""

    def __init__(self, seed, simple=0.35):
        self.r = random.Random(seed)
        self.simple = simple
        self.texts = []

    def one(self, of):
        return self.r.choice(of)

    def text(self):
        t = self.one(TEXTS)
        self.texts.append(t)
        return quoted(t)

    def match(self):
        return self.one(CLASSES) if self.r.random() < 0.6 else self.text()

    def position(self, first):
        x = self.r.random()
        if x < 0.25:
            return "ConstPos(0)" if first else "END"
        if x < 0.4:
            return "ConstPos(%d)" % self.r.choice([0, 1, 2, 3, 5, 8, 12, 20, -1, -2, -3, -5, -8, -20])
        n = self.r.choice([0, 0, 0, 0, 1, 1, 2, -1, -1, -1, -2, -3, 5, -7, 20, -20])
        offset = self.r.choice([0, 0, 0, 0, 0, 1, -1, 2, 3, -3])
        return "Regex(%s, %d, %s%s)" % (self.match(), n, self.one(["Start", "Start", "End", "After", "After"]), ", %d" % offset if offset else "")

    def substr(self):
        if self.r.random() < 0.4:
            return "SubStr(ConstPos(0), END)"
        return "SubStr(%s, %s)" % (self.position(True), self.position(False))

    def call(self, depth):
        def order():
            o = self.one(ORDERS)
            return ', "%s"' % o if o else ""
        inner = self.value(depth - 1)
        number = self.r.random() < 0.5
        text = lambda of: quoted(self.one(of))
        makers = {
            "ToCase": lambda: self.one(CASES),
            "Remove": self.match,
            "Replace": lambda: "%s, %s" % (self.match(), self.text()),
            "Join": lambda: self.match() + (", " + self.text() if self.r.random() < 0.7 else ""),
            "Separate": lambda: "%s, %s" % (self.match(), self.text()),
            "Initials": lambda: self.match() + (", " + self.text() if self.r.random() < 0.5 else ""),
            "Format": lambda: text(FORMATS),
            "Linear": lambda: "%s, %s, %s" % (text(NUMBERS), text(NUMBERS), text(FORMATS)),
            "Number": lambda: text(NOTATIONS),
            "Sum": None, "Difference": None, "Product": None, "Quotient": None, "Length": None,
            "Count": self.match,
            "Every": lambda: '"%d", "%d"' % (self.r.choice([1, 2, 3, 7, 99]), self.r.choice([0, 1, 2, -1, -2, 20, -30])),
            "Pick": lambda: '%s, "%d"' % (self.match(), self.r.choice([0, 1, 2, -1, -2, 30])),
            "Before": self.match,
            "Floor": lambda: text(STEPS) if number else text(TIME_STEPS) + order(),
            "Ceil": lambda: text(STEPS) if number else text(TIME_STEPS) + order(),
            "Round": lambda: text(STEPS) if number else text(TIME_STEPS) + order(),
            "Shift": lambda: text(SPANS) + order(),
            "Zone": lambda: text(ZONES) + order(),
            "Date": lambda: text(MOMENTS) + order(),
            "Span": lambda: text(SPAN_FORMATS) + (lambda u: ', "%s"' % u if u else "")(self.one(UNITS)),
            "Lookup": self.rows,
        }
        weights = {"Date": 6, "Shift": 2, "Number": 3, "Format": 3, "Linear": 3, "ToCase": 3, "Replace": 2, "Join": 2}
        name = self.r.choices(list(makers), [weights.get(m, 1) for m in makers])[0]
        if name in ("Date", "Shift", "Zone", "Span") and self.r.random() < 0.6:
            inner = "SubStr(ConstPos(0), END)"
        arguments = makers[name]() + ", " if makers[name] else ""
        return "%s(%s%s)" % (name, arguments, inner)

    def rows(self):
        keys = [self.one(["male", "A", "Ada", "12", "x", "é", "42", "", "no \\\"", "Mar"]) or "0" for _ in range(self.r.randint(1, 4))]
        self.texts += keys
        rows = ["%s -> %s" % (quoted(k), self.text()) for k in keys]
        return ", ".join(rows + ([self.text()] if self.r.random() < 0.6 else []))

    def value(self, depth):
        return self.call(depth) if depth and self.r.random() < 0.6 else self.substr()

    def expr(self):
        x = self.r.random()
        if x < 0.15:
            return "ConstStr(%s)" % self.text()
        if x < self.simple + 0.15:
            value = self.substr()
        else:
            value = self.call(self.r.choice([1, 1, 1, 2, 2, 3, 4]))
        return "Column(%d, %s)" % (self.r.randint(1, 3), value) if self.columns and self.r.random() < 0.8 else value

    def concat(self):
        return "Concat(%s)" % ", ".join(self.expr() for _ in range(self.r.choice([1, 1, 1, 2, 2, 3])))

    def condition(self):
        x = self.r.randrange(8)
        if x == 0:
            return "Has(%s, %d)" % (self.match(), self.r.choice([1, 2, 3]))
        if x == 1:
            return "Is(%s)" % ", ".join(self.match() for _ in range(self.r.choice([0, 1, 1, 2, 3])))
        if x == 2:
            return '%s("%s")' % (self.one(["Less", "More"]), self.one(["10", "0", "100.5", "-3", "1,000", "12"]))
        if x == 3:
            return "Longer(%d)" % self.r.choice([0, 3, 8, 20])
        return "%s(%s)" % (self.one(["Has", "Starts", "Ends"]), self.match())

    def program(self):
        self.columns = self.r.random() < 0.1
        self.texts = []
        n = self.r.choice([0, 0, 0, 0, 1, 1, 2, 3])
        if n == 0:
            return self.concat()
        text = self.concat() if self.r.random() < 0.8 else ""
        for _ in range(n):
            text = "If(%s, %s%s)" % (self.condition(), self.concat(), ", " + text if text else "")
        return text

    # ---- lines ----

    def word(self):
        return self.one(["Ada", "King", "Lovelace", "van", "der", "ISBN", "IBM", "x", "A", "o", "é", "Élan", "ÉTÉ", "été", "naïve", "Straße", "ſt", "ǆ", "ŉ", "İzmir",
                         "ΟΔΥΣΣΕΥΣ", "ᾳᾴ", "Жук", "жук", "שלום", "日本語", "हिन्दी", "e\u0301te\u0301", "E\u0301T", "O'Neil", "4th", "x9", "B2B", "𐐀𐐨", "😀", "❤\ufe0f", "½", "Ⅳ", "²",
                         "٣٤", "ⓐⒷ", "McAdam", "male", "Dr.", "aka", "ﬁn", "NULL", "abcDEF", "Jan", "Mar", "March", "May", "Sunday", "of", "wk", "am", "PM", "unknown"])

    def number(self):
        r = self.r
        digits = "".join(r.choice("0123456789") for _ in range(r.choice([1, 1, 2, 2, 3, 4, 5, 9, 13, 20, 39])))
        return r.choice(["%d" % r.randrange(100), "%d" % r.randrange(100000), digits, "-%d" % r.randrange(1000), "%d.%02d" % (r.randrange(1000), r.randrange(100)),
                         "%s.%s" % (r.randrange(100), digits), "{:,}".format(r.randrange(10 ** 9)), "{:,.2f}".format(r.randrange(10 ** 9) / 100),
                         "$%d.%02d" % (r.randrange(100), r.randrange(100)), "-$5", "\u2212%d" % r.randrange(100), "1.%03d,%02d" % (r.randrange(1000), r.randrange(100)),
                         "%d %03d,5" % (r.randrange(100), r.randrange(1000)), "%d'%03d" % (r.randrange(100), r.randrange(1000)), "%de%d" % (r.randrange(10), r.randrange(-40, 50)),
                         "%.3e" % (r.random() * 10 ** r.randrange(-5, 30)), "(%d.5)" % r.randrange(100), "%d-" % r.randrange(100), "%d %d/%d" % (r.randrange(9), r.randrange(9), r.randrange(1, 9)),
                         "%d/%d" % (r.randrange(9), r.randrange(9)), "%d:%02d:%02d" % (r.randrange(50), r.randrange(60), r.randrange(60)), "%d.%dMB" % (r.randrange(900), r.randrange(9)),
                         "%d KB" % r.randrange(2000), "%dK" % r.randrange(2000), "%d bytes" % r.randrange(9999), "MCMXCIV", "xiv", "0x%X" % r.randrange(4096), "#%06x" % r.randrange(1 << 24),
                         ".5", "-.75", "+3", "1.2.3", "1,23", "10%", "0", "00", "0.000", "007", "9999.995", "€ 1.5", "€-3", "5-3", "a-3", "10 mm", "1e5", "0.5e-7"])

    def moment(self):
        r = self.r
        y, m, d = r.choice([r.randrange(1900, 2100), r.randrange(1, 10000), r.randrange(1950, 2030)]), r.randint(1, 12), r.randint(1, 31)
        month = r.choice(["January February March April May June July August September October November December".split(),
                          "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec".split()])[m - 1]
        H, M, S = r.randrange(25), r.randrange(61), r.randrange(60)
        date = r.choice(["%04d-%02d-%02d" % (y, m, d), "%d/%d/%d" % (m, d, y), "%d.%d.%d" % (d, m, y), "%02d.%02d.%02d" % (d, m, y % 100), "%d/%d" % (m, d), "%d %s %d" % (d, month, y),
                         "%s %d, %d" % (month, d, y), "%s %d" % (month, d), "%s %d" % (month, y), "the %dth of %s %d" % (d, month, y), "%04d%02d%02d" % (y, m, d), "%02d%02d%04d" % (d, m, y),
                         "%d-%s-%02d" % (d, month[:3], y % 100), "%04d-%02d" % (y, m), "%d/%d" % (m, y), "%04d %03d" % (y, r.randint(1, 366)), "%d-W%02d-%d" % (y, r.randint(1, 53), r.randint(1, 7)),
                         "Wed, wk %d in %d" % (r.randint(1, 53), y), "Mon #%d %s %d" % (r.randint(1, 5), month, y), "%d" % r.randrange(10 ** 9, 2 * 10 ** 9), "%d" % r.randrange(100, 60000),
                         "%d.%d" % (r.randrange(100, 60000), r.randrange(10 ** 6)), "%04d%02d%02d%02d%02d%02d" % (y, m, d, H, M, S), "%04d%02d%02dT%02d%02d%02d" % (y, m, d, H, M, S),
                         "%04d_%02d_%02d" % (y, m, d), "%d %d %d" % (d, m, y), "'%02d" % (y % 100), "%s '%02d" % (month, y % 100), "2023-02-29", "31/02/2024", "30/2/24", "%d-%d" % (m, d), "1.2.3.4"])
        time = r.choice(["%d:%02d" % (H, M), "%02d:%02d:%02d" % (H, M, S), "%d:%02d pm" % (H % 13, M), "%d p.m." % (H % 13), "%d.%02dam" % (H % 13, M), "%02d:%02d:%02d.123" % (H, M, S), "%d PM" % H, "",
                         "%d:%d" % (H, M % 10), "10:00-11:30", "36:10:05", "%02d%02d" % (H, M), "%d.%02d" % (H, M), "%dh %dm" % (H, M), "%d min" % M, "PT%dH%dM" % (H, M), "%d hours and %d minutes" % (H, M),
                         "%d.5 h" % H, "1 day, 2h", "%d:%02d:%02d:%02d" % (H, M, S, S)])
        zone = r.choice(["", "", "", "Z", "+02:00", "-0500", " +0530", "-05:00", " UTC", "+01", "-03", "+15:00", " GMT", "+02:07"])
        return r.choice([date, date, time, date + " " + time, date + "T" + time + zone, time + zone, time + " " + date, date + ", " + time + zone])

    def line(self):
        r = self.r
        parts = []
        for _ in range(r.choice([0, 1, 1, 1, 2, 3, 4, 6])):
            x = r.random()
            parts.append(self.word() if x < 0.4 else self.number() if x < 0.65 else self.moment() if x < 0.8 else
                         (self.one(self.texts) if self.texts else self.word()))
        gap = r.choice([" ", " ", " ", ", ", "-", "", "_", ".", "\t", " \u00a0", "\u3000", "/", ";", "  "])
        line = gap.join(parts)
        if self.columns:
            line = "\x1f".join([line] + [self.word() + r.choice(["", " " + self.number(), self.word()]) for _ in range(r.choice([0, 1, 2, 2]))])
        return (line.replace('\\"', '"').replace("\\\\", "\\").replace("\\t", "\t").replace("\\x1B", "\x1b").replace("\n", " ").replace("\r", " "))

    def lines(self, n):
        return [self.line() for _ in range(n)]
