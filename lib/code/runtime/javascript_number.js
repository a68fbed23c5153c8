function refuse(why) {
  throw new RangeError(why);
}

// A number is [n, decimals]: n, a BigInt, whole units of the last of so many decimals. It has 40 digits at most.
function size(n) {
  return n ? String(n < 0n ? -n : n).length : 0;
}

function power(exponent) {
  return 10n ** BigInt(exponent);
}

function absolute(n) {
  return n < 0n ? -n : n;
}

function add(a, b) {
  const decimals = Math.max(a[1], b[1]);
  if (Math.max(size(a[0]) - a[1], size(b[0]) - b[1], 0) + 1 + decimals > 40) {
    refuse("too many digits");
  }
  return [a[0] * power(decimals - a[1]) + b[0] * power(decimals - b[1]), decimals];
}

function subtract(a, b) {
  return add(a, [-b[0], b[1]]);
}

function multiply(a, b) {
  const n = a[0] * b[0];
  return size(n) > 40 ? refuse("too many digits") : [n, a[1] + b[1]];
}

// To 17 decimals, when it doesn't end before.
function divide(a, b) {
  if (size(b[0]) < 1 || size(b[0]) > 18) {
    refuse("a divisor that is 0 or has too many digits");
  }
  const digits = a[0] ? String(absolute(a[0])) : "", divisor = absolute(b[0]);
  let n = 0n, rest = 0n, decimals = a[1] - b[1];
  for (let taken = 0; taken < digits.length || (rest && decimals < 17) || decimals < 0; taken++) {
    rest = 10n * rest + BigInt(taken < digits.length ? digits[taken] : 0);
    decimals += taken >= digits.length ? 1 : 0;
    n = 10n * n + rest / divisor;
    rest %= divisor;
    if (size(n) > 40) {
      refuse("too many digits");
    }
  }
  return [(a[0] < 0n) !== (b[0] < 0n) ? -n : n, decimals];
}

// Half away from zero; to so many decimals, to hundreds when it is -2.
function rounded(x, decimals) {
  const away = x[1] - decimals;
  if (away <= 0) {
    return x;
  }
  const n = (absolute(x[0]) + 5n * power(away - 1)) / power(away) * power(Math.max(-decimals, 0));
  return [x[0] < 0n ? -n : n, Math.max(decimals, 0)];
}

// What separates thousands, and what stands before decimals.
const MARKED = {"1.234,5": ["\\.", ","], "1 234.5": ["[ \u00a0\u202f]", "\\."], "1 234,5": ["[ \u00a0\u202f]", ","],
    "1'234.5": ["['\u2019]", "\\."]};

function isDigit(s, at) {
  return s[at] >= "0" && s[at] <= "9";
}

function isLetter(s, at) {
  return (s[at] >= "A" && s[at] <= "Z") || (s[at] >= "a" && s[at] <= "z");
}

// The match of a pattern that begins at some place, or null.
function matchAt(pattern, s, at) {
  const sticky = new RegExp(pattern, "y");
  sticky.lastIndex = at;
  return sticky.exec(s);
}

// The digits at some place as a number, and where they end.
function digitsAt(s, at, marks = [",", "\\."]) {
  const pattern = "((?:[0-9]{1,3}(?:" + marks[0] + "[0-9]{3}(?![0-9]))+|[0-9]+)?)(?:" + marks[1] + "([0-9]+))?";
  const [text, ones, decimals = ""] = matchAt(pattern, s, at);
  const digits = (ones || "").replace(/[^0-9]/g, "") + decimals;
  if (digits.length < 1 || digits.length > 38) {
    refuse("no number, or one with too many digits");
  }
  return [[BigInt(digits), decimals.length], at + text.length];
}

// What follows the digits of a number in some notation: the number, and where it ends then.
function morePower(s, at, x) {
  const m = matchAt("[eE]([-+]?[0-9]+)", s, at);
  if (!m) {
    return [x, at];
  }
  let n = x[0], decimals = x[1] - Math.max(Math.min(Number(m[1]), 99), -99);
  if (n === 0n) {
    return [[0n, 0], at + m[0].length];
  }
  if (decimals < 0) {
    n *= power(-decimals);
    decimals = 0;
  }
  return decimals > 38 || size(n) > 38 ? refuse("too many digits") : [[n, decimals], at + m[0].length];
}

function moreAccounts(s, at, x) {
  const minus = s[at] === "-" || s[at] === "\u2212";
  return minus && !isDigit(s, at + 1) && !isLetter(s, at + 1) ? [[-x[0], x[1]], at + 1] : [x, at];
}

function moreFraction(s, at, x) {
  let top = x, slash = at;
  if (s[at] === " " && isDigit(s, at + 1)) {
    try {
      [top, slash] = digitsAt(s, at + 1);
    } catch (error) {
      return [x, at];
    }
    if (top[1]) {
      return [x, at];
    }
  }
  if (s[slash] !== "/" || !isDigit(s, slash + 1) || top[1]) {
    return [x, at];
  }
  const [below, end] = digitsAt(s, slash + 1);
  if (below[1] || s[end] === "/") {
    refuse("no fraction");
  }
  const part = divide(top, below);
  return [slash === at ? part : add(x, part), end];
}

// Hours and minutes, and perhaps seconds, in seconds.
function moreClock(s, at, x) {
  if (x[1] || s[at] !== ":") {
    refuse("no time");
  }
  let total = x, end = at;
  for (const field of [1, 2]) {
    let part = [0n, 0];
    if (s[end] === ":") {
      if (!isDigit(s, end + 1) || !isDigit(s, end + 2) || s[end + 1] > "5") {
        refuse("no time");
      }
      [part, end] = field === 2 && !isDigit(s, end + 3) ? digitsAt(s, end + 1) : [[BigInt(s.slice(end + 1, end + 3)),
          0], end + 3];
    }
    total = add(multiply(total, [60n, 0]), part);
  }
  return s[end] === ":" || isDigit(s, end) ? refuse("no time") : [total, end];
}

function moreUnits(s, at, x, units, step) {
  let end = at + (s[at] === " " ? 1 : 0), made = x;
  const unit = isLetter(s, end) ? units.indexOf(s[end].toUpperCase()) : -1;
  end += unit >= 0 ? 1 : 0;
  if (step === 1024n) {
    end += unit >= 0 && s[end] === "i" ? 1 : 0;
    if (s[end] === "B") {
      end++;
    } else if (unit >= 0) {
      refuse("another word");
    }
    end += unit < 0 && s.startsWith("ytes", end) ? 4 : 0;
  }
  if (isLetter(s, end)) {
    return unit >= 0 || step === 1024n ? refuse("another word") : [x, at];
  }
  for (let k = 0; k <= unit; k++) {
    made = multiply(made, [step, 0]);
  }
  return [made, end > at && s[end - 1] === " " ? at : end];
}

const MORE = {
  "1.5e3": morePower, "(1.5)": moreAccounts, "1 1/2": moreFraction, "1:30:00": moreClock,
  "1.5 KB": (s, at, x) => moreUnits(s, at, x, "KMGTP", 1024n), "1.5K": (s, at, x) => moreUnits(s, at, x, "KMBT", 1000n),
};

// The first number from some place on, and where it ends; null when there is none.
function nextNumber(s, begin = 0, notation = "1,234.5") {
  const marks = MARKED[notation] || [",", "\\."], point = marks[1].slice(-1);
  for (let at = begin; at < s.length; at++) {
    const wordy = at > 0 && (isDigit(s, at - 1) || isLetter(s,
        at - 1) || s[at - 1] > "\x7f") && !"\u20ac\u00a3\u00a5".includes(s[at - 1]);
    const opened = notation === "(1.5)" && s[at] === "(";
    let first = at + (opened ? 1 : 0), negative = false, x, end;
    if (!wordy) {
      if (first < s.length && "-\u2212+".includes(s[first])) {
        negative = s[first] !== "+";
        first++;
      }
      first += first > at && first < s.length && "$\u20ac\u00a3\u00a5".includes(s[first]) ? 1 : 0;
    }
    if (!isDigit(s, first) && (wordy || s[first] !== point || !isDigit(s, first + 1))) {
      continue;
    }
    try {
      [x, end] = digitsAt(s, first, marks);
      [x, end] = MORE[notation] ? MORE[notation](s, end, x) : [x, end];
    } catch (error) {
      return null;
    }
    if (matchAt("[.,][0-9]|[eE][-+]?[0-9]", s, end)) {
      return null;
    }
    if (opened && s[end] === ")") {
      negative = !negative;
      end++;
    }
    return [[negative ? -absolute(x[0]) : x[0], x[1]], end];
  }
  return null;
}

const ROMAN = [[1000, "m"], [900, "cm"], [500, "d"], [400, "cd"], [100, "c"], [90, "xc"], [50, "l"], [40, "xl"], [10,
    "x"], [9, "ix"], [5, "v"], [4, "iv"], [1, "i"]];

function roman(x, {small = false} = {}) {
  let n = Number(wholeNumber(x)), made = "";
  if (n <= 0 || n > 3999) {
    refuse("no Roman number");
  }
  for (const [value, letters] of ROMAN) {
    made += letters.repeat(Math.floor(n / value));
    n %= value;
  }
  return small ? made : made.toUpperCase();
}

// Of what is written as the number would be that it stands for.
function readRoman(s) {
  let n = 0, last = 0;
  for (const letter of Array.from(s.slice(0, 16).toLowerCase()).reverse()) {
    const found = ROMAN.find(([, letters]) => letters === letter), value = found ? found[0] : 0;
    n += value < last ? -value : value;
    last = Math.max(last, value);
  }
  const x = [BigInt(n), 0];
  return s === roman(x) || s === roman(x, {small: true}) ? x : refuse("no Roman number");
}

function readBase(s, base, letter) {
  if (base === 16 && s[0] === "#") {
    s = s.slice(1);
  } else if (s.length > 2 && s[0] === "0" && s[1].toUpperCase() === letter) {
    s = s.slice(2);
  }
  const pattern = {16: /^[0-9A-Fa-f]+$/, 8: /^[0-7]+$/, 2: /^[01]+$/}[base];
  if (!pattern.test(s)) {
    refuse("no such number");
  }
  let n = 0n;
  for (const digit of s) {
    if (n > 1n << 52n) {
      refuse("too many digits");
    }
    n = n * BigInt(base) + BigInt(parseInt(digit, 16));
  }
  return [n, 0];
}

// The first number in a text; Roman ones and those to another base must be all of it.
function number(s, notation = "1,234.5") {
  const all = s.replace(/^ +| +$/g, "");
  if (notation === "IV") {
    return readRoman(all);
  }
  if ("XOB".includes(notation)) {
    return readBase(all, {X: 16, O: 8, B: 2}[notation], notation);
  }
  const found = nextNumber(s, 0, notation);
  return found ? found[0] : refuse("no number");
}

// The first number and each further one, from the left.
function reckon(s, operation) {
  let found = nextNumber(s);
  if (!found) {
    refuse("no number");
  }
  let total = found[0];
  while ((found = nextNumber(s, found[1]))) {
    total = operation(total, found[0]);
  }
  return total;
}

function signed(text) {
  const [[n, decimals]] = digitsAt(text, "+-".includes(text[0]) ? 1 : 0);
  return [text[0] === "-" ? -n : n, decimals];
}

// Below 0, 0 or above 0, as the first number in the text is to another; 0 when it has none.
function compared(s, limit) {
  const found = nextNumber(s);
  try {
    return found ? Number(subtract(found[0], signed(limit))[0]) : 0;
  } catch (error) {
    return 0;
  }
}

// Multiplies by one number or quotient, such as 5/9, and adds another.
function linear(a, x, b) {
  const [top, below] = (a + "/1").split("/").map(signed), [offset, part] = (b + "/1").split("/").map(signed);
  const by = (n, d) => d[0] === 1n && d[1] === 0 ? n : divide(n, d);
  return add(by(multiply(top, x), below), by(offset, part));
}

// As whole units of the last of so many decimals.
function unitsOf(x, decimals) {
  const n = x[0] * power(decimals - x[1]);
  return absolute(n) / 10n > power(17) ? refuse("too many digits") : n;
}

function toMultiple(x, stepText, way) {
  const step = signed(stepText), decimals = Math.max(x[1], step[1]);
  const n = unitsOf(x, decimals), unit = unitsOf(step, decimals);
  const over = (n % unit + unit) % unit, below = n - over;
  const up = way === "up" || (way === "nearest" && (2n * over > unit || (2n * over === unit && below >= 0n)));
  return [over && up ? below + unit : below, decimals];
}

function wholeNumber(x) {
  const n = rounded(x, 0);
  return n[0] * power(x[1]) === x[0] ? unitsOf(n, 0) : refuse("no whole number");
}

// The digits of a number without its sign.
function digitsOf(x, {width = 1, fixed = 0, most = 0, group = "", point = ".", significant = 0} = {}) {
  const places = significant ? significant - (size(x[0]) - x[1]) : Math.max(most, fixed);
  const [n, decimals] = rounded([absolute(x[0]), x[1]], places);
  const text = (n ? String(n) : "").padStart(width + decimals, "0");
  const rest = text.slice(text.length - decimals);
  let ones = text.slice(0, text.length - decimals), part = decimals ? rest.slice(0,
      fixed) + rest.slice(fixed).replace(/0+$/, "") : "";
  part = part.padEnd(fixed, "0");
  ones = ones || part ? ones : "0";
  return (group ? ones.replace(/(?<=[0-9])(?=(?:[0-9]{3})+$)/g, () => group) : ones) + (part ? point + part : "");
}

// The number written, with its sign unless it becomes 0.
function written(x, how = {}, left = "-", right = "") {
  const digits = digitsOf(x, how);
  return x[0] < 0n && /[1-9]/.test(digits) ? left + digits + right : digits;
}

function plain(x) {
  return written(x, {most: 15});
}

function inParentheses(x, how) {
  return written(x, how, "(", ")");
}

function minusBehind(x, how) {
  return written(x, how, "", "-");
}

function withPower(x, how = {}) {
  let exponent = x[0] ? size(x[0]) - x[1] - 1 : 0;
  let [n, decimals] = rounded([absolute(x[0]), x[1] + exponent], Math.max(how.most || 0, how.fixed || 0));
  if (size(n) - decimals > 1) {
    decimals++;
    exponent++;
  }
  const sign = exponent < 0 ? "-" : how.plus ? "+" : "";
  return (x[0] < 0n ? "-" : "") + digitsOf([n, decimals],
      how) + (how.small ? "e" : "E") + sign + String(Math.abs(exponent)).padStart(how.power || 1, "0");
}

// 1st, 2nd, 3rd.
function ordinal(x) {
  const n = absolute(wholeNumber(x));
  const ending = n % 100n / 10n === 1n ? "th" : {1: "st", 2: "nd", 3: "rd"}[n % 10n] || "th";
  return (x[0] < 0n ? "-" : "") + digitsOf(x) + ending;
}

function inBase(x, {base, width = 1, small = false}) {
  const n = wholeNumber(x);
  if (x[0] < 0n) {
    refuse("a negative number");
  }
  const made = (n ? n.toString(base) : "").padStart(width, "0");
  return small ? made : made.toUpperCase();
}

// With the largest unit that leaves a digit before the point.
function withUnit(x, step, units, unitOfOnes, how) {
  let less = [absolute(x[0]), x[1]], unit = 0, rest = less;
  while (unit + 1 < units.length) {
    try {
      less = divide(rest, [step, 0]);
    } catch (error) {
      break;
    }
    if (size(less[0]) - less[1] <= 0) {
      break;
    }
    rest = less;
    unit++;
  }
  const name = (unit ? units[unit] : "") + unitOfOnes;
  return (x[0] < 0n ? "-" : "") + digitsOf(rest, how) + (how.blank && name ? " " : "") + name;
}

function inBytes(x, how = {}) {
  return withUnit(x, 1024n, " KMGTP", "B", how);
}

function inThousands(x, how = {}) {
  return withUnit(x, 1000n, " KMBT", "", how);
}
