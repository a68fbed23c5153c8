const LONGEST = 10000 * 86400;

const SPAN_UNITS = [[86400, ["d", "day", "days"]], [3600, ["h", "hr", "hrs", "hour", "hours"]], [60, ["m", "min",
    "mins", "minute", "minutes"]],
  [1, ["s", "sec", "secs", "second", "seconds"]]];

// A number with a fraction in thousandths, and where it ends; -1 when it is too long.
function thousandths(s, at) {
  const [all, ones, part = ""] = matchAt("([0-9]*)(?:\\.([0-9]+))?", s, at);
  return Number(ones) > LONGEST ? [-1, at + ones.length] : [Number(ones) * 1000 + Number((part + "000").slice(0, 3)),
      at + all.length];
}

// 1h 5m 3s, from the longest unit to the shortest, in seconds; -1 when it isn't.
function namedSpan(s, begin) {
  let total = -1, last = -1, at = begin, n;
  do {
    [n, at] = thousandths(s, at);
    at += matchAt(" *", s, at)[0].length;
    const word = token(s, at), unit = SPAN_UNITS.findIndex(([, names]) => isWord(s, word, ...names));
    if (n < 0 || unit <= last) {
      return total;
    }
    total = Math.max(total, 0) + quotient(n * SPAN_UNITS[unit][0], 1000);
    last = unit;
    at = word.end + matchAt("[ ,]*(?:and )?", s, word.end)[0].length;
  } while (isDigit(s, at));
  return total;
}

// The seconds of the first span in a text, such as 36:10:05, 1h 5m or 90 of a unit.
function span(s, unit = "") {
  const begin = s.search(/[0-9]/), parts = [];
  if (begin < 0 || s[begin - 1] === "-") {
    refuse("no span of time");
  }
  let seconds = namedSpan(s, begin);
  for (let at = begin; seconds < 0 && parts.length < 3 && isDigit(s, at); at++) {
    let part;
    [part, at] = thousandths(s, at);
    if (part < 0 || (parts.length && part >= 60000)) {
      refuse("no span of time");
    }
    parts.push(part);
    if (s[at] !== ":") {
      break;
    }
  }
  if (seconds < 0) {
    const units = parts.length === 3 ? [3600, 60, 1] : parts.length === 2 ? (unit === "m:s" ? [60, 1] : [3600,
        60]) : [{h: 3600, m: 60}[unit] || 1];
    seconds = quotient(parts.reduce((sum, part, k) => sum + part * units[k], 0), 1000);
  }
  return seconds < LONGEST ? seconds : refuse("a span that is too long");
}

function spanText(seconds, form) {
  const sizes = {d: 86400, H: 3600, M: 60, S: 1}, limits = {H: 24, M: 60, S: 60};
  const letters = form.replace(/%%/g, "").match(/%-?[dHMS]/g).map(one => one.slice(-1));
  const longest = letters.reduce((a, b) => sizes[a] >= sizes[b] ? a : b);
  return form.replace(/%(-?)(.)/g, (all, flag, letter) => {
    const value = quotient(seconds, sizes[letter]);
    return letter === "%" ? "%" : String(letter === longest ? value : value % limits[letter]).padStart(flag ? 1 : 2,
        "0");
  });
}
