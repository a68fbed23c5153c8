const MONTHS = "January February March April May June July August September October November December".split(" ");

const WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ");

function quotient(n, by) {
  return Math.floor(n / by);
}

function remainder(n, by) {
  return (n % by + by) % by;
}

// The days of a year's months.
function daysIn(month, year) {
  const leap = year === null || (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isDate(year, month, day) {
  return (year === null || (year >= 1 && year <= 9999)) && month >= 1 && month <= 12 && (day === null || (day >= 1 &&
      day <= daysIn(month, year)));
}

// What a text says of a date and a time; null is what it doesn't say. The zone is in minutes east of Greenwich.
function newMoment() {
  return {year: null, month: null, day: null, hour: null, minute: null, second: null, zone: null};
}

function hasDate(m) {
  return m.year !== null && m.month !== null && m.day !== null;
}

function dayOfYear(m) {
  let days = m.day;
  for (let month = 1; month < m.month; month++) {
    days += daysIn(month, m.year);
  }
  return days;
}

// The days since 1 January of the year 1, a Monday.
function dayNumber(m) {
  const y = m.year - 1;
  return y * 365 + quotient(y, 4) - quotient(y, 100) + quotient(y, 400) + dayOfYear(m) - 1;
}

function setDay(m, days) {
  const found = {year: Math.max(quotient(days, 366) + 1, 1), month: 1, day: 1};
  while (dayNumber(found) + (daysIn(2, found.year) + 337) <= days) {
    found.year++;
  }
  if (days < 0 || found.year > 9999) {
    refuse("no such day");
  }
  let rest = days - dayNumber(found);
  for (; rest >= daysIn(found.month, found.year); found.month++) {
    rest -= daysIn(found.month, found.year);
  }
  return Object.assign(m, {year: found.year, month: found.month, day: rest + 1});
}

// The ISO week, and the year that it belongs to.
function weekOf(m) {
  const monday = year => {
    const day = dayNumber({year, month: 1, day: 4});
    return day - day % 7;
  };
  const days = dayNumber(m);
  let year = m.year + (days >= monday(m.year + 1) ? 1 : 0);
  year -= days < monday(year) ? 1 : 0;
  return [quotient(days - monday(year), 7) + 1, year];
}

function secondsOf(m) {
  return m.hour * 3600 + m.minute * 60 + (m.second || 0);
}

// So much later: over the ends of days where there is a date, around the clock where there is none.
function shift(m, seconds) {
  const at = (m.hour === null ? 0 : secondsOf(m)) + seconds, days = quotient(at, 86400), left = remainder(at, 86400);
  if (m.hour === null ? !hasDate(m) || left : m.month !== null && !hasDate(m) && days) {
    refuse("no time, or a part of the date is missing");
  }
  if (hasDate(m)) {
    setDay(m, dayNumber(m) + days);
  }
  if (m.hour !== null) {
    m.hour = quotient(left, 3600);
    m.minute = quotient(left, 60) % 60;
    m.second = m.second !== null || seconds % 60 ? left % 60 : null;
  }
  return m;
}

function inZone(m, minutes) {
  if (m.hour === null || m.zone === null) {
    refuse("no time, or no zone");
  }
  return Object.assign(shift(m, (minutes - m.zone) * 60), {zone: minutes});
}

// To a multiple of so many seconds from midnight.
function timeToMultiple(m, seconds, way) {
  if (m.hour === null) {
    refuse("no time");
  }
  const over = secondsOf(m) % seconds;
  return shift(m, over && (way === "up" || (way === "nearest" && 2 * over >= seconds)) ? seconds - over : -over);
}

function ordinalOfDay(day) {
  return day + (quotient(day, 10) === 1 ? "th" : {1: "st", 2: "nd", 3: "rd"}[day % 10] || "th");
}

// What stands for each letter of a format: a text, or a number and its width; null when it is missing.
const CONVERSIONS = {
  Y: m => [m.year, 4], y: m => [m.year === null ? null : m.year % 100, 2], m: m => [m.month, 2], d: m => [m.day, 2],
  H: m => [m.hour, 2], I: m => [m.hour === null ? null : m.hour % 12 || 12, 2], M: m => [m.minute, 2],
      S: m => [m.second, 2],
  j: m => [hasDate(m) ? dayOfYear(m) : null, 3], V: m => [hasDate(m) ? weekOf(m)[0] : null, 2],
      G: m => [hasDate(m) ? weekOf(m)[1] : null, 4],
  q: m => [m.month === null ? null : quotient(m.month + 2, 3), 1], u: m => [hasDate(m) ? dayNumber(m) % 7 + 1 : null,
      1],
  w: m => [hasDate(m) ? (dayNumber(m) + 1) % 7 : null, 1], N: m => [m.day === null ? null : quotient(m.day + 6, 7), 1],
  J: m => [hasDate(m) ? dayNumber(m) - 693593 : null, 1],
  s: m => [hasDate(m) ? (dayNumber(m) - 719162) * 86400 + (m.hour === null ? 0 : secondsOf(m)) - (m.zone || 0) * 60 :
      null, 1],
  o: m => m.day === null ? null : ordinalOfDay(m.day),
  B: m => m.month === null ? null : MONTHS[m.month - 1],
      b: m => m.month === null ? null : MONTHS[m.month - 1].slice(0, 3),
  A: m => hasDate(m) ? WEEKDAYS[dayNumber(m) % 7] : null, a: m => hasDate(m) ? WEEKDAYS[dayNumber(m) % 7].slice(0,
      3) : null,
  p: m => m.hour === null ? null : m.hour < 12 ? "AM" : "PM",
      P: m => m.hour === null ? null : m.hour < 12 ? "am" : "pm",
  z: (m, flag) => m.zone === null ? null : (m.zone < 0 ? "-" : "+") + String(quotient(Math.abs(m.zone),
      60)).padStart(2, "0") + (flag === ":" ? ":" : "") +
    String(Math.abs(m.zone) % 60).padStart(2, "0"),
  "%": () => "%",
};

// Written as strftime does, in English.
function dateText(m, form) {
  return form.replace(/%([-:]?)(.)/g, (all, flag, letter) => {
    const made = CONVERSIONS[letter](m, flag);
    if (made === null || made[0] === null || made[0] < 0) {
      refuse("what the format wants is missing");
    }
    return typeof made === "string" ? made : String(made[0]).padStart(flag ? 1 : made[1], "0");
  });
}

// As it is read again.
function plainMoment(m) {
  const parts = [];
  if (m.month !== null) {
    parts.push(dateText(m, m.year === null ? "%b %d" : m.day === null ? "%Y-%m" : "%Y-%m-%d"));
  }
  if (m.hour !== null) {
    parts.push(dateText(m, (m.second === null ? "%H:%M" : "%H:%M:%S") + (m.zone === null ? "" : " %z")));
  }
  return parts.join(" ");
}

// A run of digits, a run of letters, or one other character: its kind, where it begins and ends, and the number of up
// to 14 digits.
function token(s, at) {
  const m = matchAt("([0-9]+)|([A-Za-z\\x80-\\uffff]+)|[^]", s, at);
  if (!m) {
    return {kind: "", begin: at, end: at, value: -1};
  }
  return {kind: m[1] ? "9" : m[2] ? "a" : m[0], begin: at, end: at + m[0].length,
      value: m[1] && m[1].length <= 14 ? Number(m[1]) : -1};
}

function isNumber(t, least, most) {
  return t.kind === "9" && t.end - t.begin >= least && t.end - t.begin <= most;
}

function isWord(s, t, ...words) {
  return t.kind === "a" && words.includes(s.slice(t.begin, t.end).replace(/[A-Z]/g, c => c.toLowerCase()));
}

// Which of some names it is, in full or its first three letters; -1 when none.
function nameOf(s, t, list) {
  return list.findIndex(name => isWord(s, t, name.toLowerCase(), name.slice(0, 3).toLowerCase()));
}

// 1 to 12; 0 is no name of a month.
function monthOf(s, t) {
  return isWord(s, t, "sept") ? 9 : nameOf(s, t, MONTHS) + 1;
}

// The end of the digits and colons that follow each other from here.
function clockEnd(s, at) {
  return at + matchAt("(?:[0-9]|:(?=[0-9]))*", s, at)[0].length;
}

// Z, UTC, +02:00, +0200 or +02 behind a time: where it ends.
function readZone(s, at, m) {
  const blank = s[at] === " " ? 1 : 0, sign = token(s, at + blank);
  if ((!blank && isWord(s, sign, "z")) || isWord(s, sign, "utc", "gmt")) {
    m.zone = 0;
    return sign.end;
  }
  if (sign.kind !== "+" && sign.kind !== "-") {
    return at;
  }
  const hours = token(s, sign.end);
  let end = hours.end, value;
  if (isNumber(hours, 4, 4)) {
    value = quotient(hours.value, 100) * 60 + hours.value % 100;
  } else if (isNumber(hours, 2, 2)) {
    const minutes = token(s, end + 1);
    value = hours.value * 60;
    if (s[end] === ":" && isNumber(minutes, 2, 2)) {
      value += minutes.value;
      end = minutes.end;
    }
    if (sign.kind === "-" && (m.second === null || end === hours.end)) {
      return end;
    }
  } else {
    return end;
  }
  if (value <= 14 * 60 && value % 15 === 0 && clockEnd(s, end) === end) {
    m.zone = sign.kind === "-" ? -value : value;
  }
  return end;
}

// The end of a time that begins with the token; -1 when there is none.
function readTime(s, hour, m) {
  const separator = s[hour.end];
  let end = hour.end, minute = null, second = null;
  if (!isNumber(hour, 1, 2)) {
    return -1;
  }
  if (separator === ":" || separator === ".") {
    const first = token(s, end + 1);
    if (!isNumber(first, separator === ":" ? 1 : 2, 2)) {
      return -1;
    }
    minute = first.value;
    end = first.end;
    const next = token(s, end + 1);
    if (separator === ":" && s[end] === ":" && isNumber(next, 1, 2)) {
      second = next.value;
      end = next.end;
    }
    if (clockEnd(s, end) > end) {
      return -1;
    }
    if (second !== null && s[end] === "." && isDigit(s, end + 1)) {
      end = token(s, end + 1).end;
    }
  }
  const half = matchAt(" *([AaPp])(?:[Mm](?![A-Za-z\\x80-\\uffff])|\\.[Mm](?![A-Za-z\\x80-\\uffff])\\.?)", s, end);
  const later = half ? ("Pp".includes(half[1]) ? 12 : 0) : null;
  end += half ? half[0].length : 0;
  if ((half === null && separator !== ":") || hour.value > 23 || minute > 59 || second > 59 || (half &&
      hour.value > 12) || (later === 12 && hour.value === 0)) {
    return -1;
  }
  m.hour = half ? hour.value % 12 + later : hour.value;
  m.minute = minute || 0;
  m.second = second;
  return readZone(s, end, m);
}

function setDigits(m, value, seconds) {
  const second = seconds ? value % 100 : null, minute = (seconds ? quotient(value, 100) : value) % 100,
      hour = quotient(value, seconds ? 10000 : 100);
  if (hour > 23 || minute > 59 || second > 59) {
    return false;
  }
  Object.assign(m, {hour, minute, second});
  return true;
}

// Which comes first where numbers have this sign between them: "m", "d", or "", not known.
function firstOf(order, sign) {
  if (order === "mdy" || order === "dmy") {
    return order[0];
  }
  const part = order.split(" ").find(one => one[1] === sign);
  return part ? part[0] : "";
}

function setDate(m, year, month, day) {
  if (!isDate(year, month, day)) {
    return false;
  }
  Object.assign(m, {year, month, day});
  return true;
}

// a and b are the month and the day, in some order: "is" the date that is set, "wrong" in every order, "otherwise" in
// another or in two.
function setOrdered(m, a, b, year, first) {
  const monthFirst = isDate(year, a, b), dayFirst = isDate(year, b, a);
  if (!monthFirst && !dayFirst) {
    return "wrong";
  }
  if (first === "" ? monthFirst && dayFirst && a !== b : !(first === "m" ? monthFirst : dayFirst)) {
    return "otherwise";
  }
  if (first === "m" || (first === "" && monthFirst)) {
    setDate(m, year, a, b);
  } else {
    setDate(m, year, b, a);
  }
  return "is";
}

// 20240403, or 04032024 in the order, and perhaps a time behind it: where it ends, or -1.
function compactDate(s, t, order, m) {
  const digits = t.end - t.begin, value = quotient(t.value, {14: 1000000, 12: 10000}[digits] || 1),
      year = quotient(value, 10000), time = token(s, t.end + 1);
  if (!(digits !== 7 && year >= 1500 && year <= 2199 && setDate(m, year, quotient(value, 100) % 100, value % 100))) {
    if (digits !== 8 && !(digits === 7 && firstOf(order, ""))) {
      return -1;
    }
    const found = setOrdered(m, quotient(value, 1000000), quotient(value, 10000) % 100, value % 10000, firstOf(order,
        ""));
    if (found !== "is") {
      return found === "wrong" ? -1 : refuse("a date in another order");
    }
  }
  if (digits > 8) {
    return setDigits(m, t.value % (digits === 14 ? 1000000 : 10000), digits === 14) ? t.end : -1;
  }
  return digits === 8 && isNumber(time, 6, 6) && "T_- ".includes(s[t.end]) && setDigits(m, time.value,
      true) ? time.end : t.end;
}

// What stands between two parts of a date: one kind of sign, blanks, and where it ends.
function gapAt(s, at) {
  let sign = "", end = at;
  for (; end < s.length && " -/.,_':".includes(s[end]); end++) {
    if (s[end] !== " ") {
      if (sign && s[end] !== sign) {
        return [sign, end];
      }
      sign = s[end];
    }
  }
  const of = token(s, end);
  return [sign, !sign && end > at && isWord(s, of, "of") && s[of.end] === " " ? of.end + 1 : end];
}

// May numbers alone be a date, with a sign between the first two?
function numbersAreDate(s, begin, end, parts) {
  const n = parts.length, sign = parts[1].sign, year = parts[0].as === "Y" || parts[n - 1].as === "Y";
  if (n === 3 && parts[2].sign !== sign) {
    return false;
  }
  if (n === 3 && year) {
    return sign !== ":" || parts[0].as === "Y";
  }
  if (sign !== "/" && (sign !== "-" || (n === 2 && !year)) && (sign !== "." || n === 2)) {
    return false;
  }
  return !(begin > 1 && s[begin - 1] === sign && isDigit(s, begin - 2)) && !(s[end] === sign && isDigit(s, end + 1));
}

// The year, the month and the day of some parts: n is the name of a month, Y four digits, d one or two, o three.
const FORMS = {
  dnY: [2, 1, 0], dnd: [2, 1, 0], ndY: [2, 0, 1], ndd: [2, 0, 1], Ynd: [0, 1, 2], Ydd: [0, 1, 2], ddY: [2, 0, 1],
      ddd: [2, 0, 1],
  nY: [1, 0, null], nd: [null, 0, 1], dn: [null, 1, 0], dd: [null, 0, 1], Yd: [0, 1, null], dY: [1, 0, null],
};

// Is a date made of the parts?
function setParts(s, begin, parts, order, m) {
  const form = parts.map(part => part.as).join(""), end = parts[parts.length - 1].end;
  if (!FORMS[form] || (!form.includes("n") && !numbersAreDate(s, begin, end, parts))) {
    return false;
  }
  const [y, month, d] = FORMS[form].map(k => k === null ? null : parts[k]);
  const year = y === null ? null : y.digits > 2 ? y.value : y.value + (y.value < 69 ? 2000 : 1900);
  if (y !== null && y.digits < 2) {
    return false;
  }
  if (["ddY", "ddd", "dd"].includes(form)) {
    return setOrdered(m, month.value, d.value, year, firstOf(order,
        parts[1].sign)) === "is" || refuse("no such date, or one in another order");
  }
  if (setDate(m, year, month.value, d === null ? null : d.value)) {
    return true;
  }
  return form === "Yd" || form === "dY" ? false : refuse("no such date");
}

// The end of a date that begins with the token; -1 when there is none.
function readDate(s, t, order, m) {
  if (t.kind === "9" && [7, 8, 12, 14].includes(t.end - t.begin)) {
    return compactDate(s, t, order, m);
  }
  if (s[t.begin - 1] === "#") {
    return -1;
  }
  const parts = [];
  for (let sign = "", begin = t.begin; parts.length < 3; [sign, begin] = gapAt(s, parts[parts.length - 1].end)) {
    const next = token(s, begin), last = parts[parts.length - 1], th = token(s, next.end), month = monthOf(s, next);
    const as = month ? "n" : isNumber(next, 1, 4) ? "ddoY"[next.end - next.begin - 1] : "";
    const apart = !last || begin > last.end || (as === "n") !== (last.as === "n");
    if (!as || !apart || (last && sign !== ":" && readTime(s, next, newMoment()) >= 0)) {
      break;
    }
    parts.push({as, sign, value: month || next.value, digits: next.end - next.begin, end: as === "d" && isWord(s, th,
        "st", "nd", "rd", "th") ? th.end : next.end});
  }
  for (; parts.length > 1; parts.pop()) {
    if (setParts(s, t.begin, parts, order, m)) {
      return parts[parts.length - 1].end;
    }
  }
  return -1;
}

// What a text mentions that tells a date by something else than month and day; null when it says anything else.
function mentioned(s) {
  const all = {year: null, count: null, second: null, weekday: null, month: 0, digits: 0, week: false, dash: false};
  for (let at = 0, t; at < s.length; at = t.end) {
    t = token(s, at);
    const weekday = nameOf(s, t, WEEKDAYS), month = monthOf(s, t);
    if (isNumber(t, 4, 4) && all.year === null) {
      all.year = t.value;
    } else if (isNumber(t, 1, 3) && all.count === null) {
      all.count = t.value;
      all.digits = t.end - t.begin;
    } else if (isNumber(t, 1, 1) && all.second === null) {
      all.second = t.value;
    } else if (weekday >= 0 && all.weekday === null) {
      all.weekday = weekday;
    } else if (month && !all.month) {
      all.month = month;
    } else if (isWord(s, t, "w", "wk", "week")) {
      all.week = true;
    } else if (!isWord(s, t, "in", "of") && (t.kind === "9" || t.kind === "a" || !" #-/.,_':".includes(t.kind))) {
      return null;
    }
    all.dash = all.dash || "-/.,_':".includes(t.kind);
  }
  return all.year && all.count ? all : null;
}

// The day of the year, 2024 94; of the ISO week, 2024-W14-3 or Wed, wk 14 in 2024; the third Monday of a month, Mon
// #3 December 1973.
function otherDate(s, m) {
  const it = mentioned(s), day = newMoment();
  if (!it) {
    return false;
  }
  const begin = dayNumber({year: it.year, month: it.month || 1, day: it.week ? 4 : 1});
  let good = false;
  try {
    if (it.week && !it.month && (it.weekday === null) === Boolean(it.second) && (it.second || 0) <= 7) {
      setDay(day, begin + (it.count - 1) * 7 - begin % 7 + (it.weekday === null ? it.second - 1 : it.weekday));
      const [week, year] = weekOf(day);
      good = week === it.count && year === it.year;
    } else if (it.month && !it.week && it.weekday !== null && it.second === null && it.digits === 1) {
      setDay(day, begin + remainder(it.weekday - begin % 7, 7) + (it.count - 1) * 7);
      good = day.month === it.month;
    } else if (!it.month && !it.week && it.weekday === null && it.second === null && (it.digits === 3 || !it.dash)) {
      setDay(day, begin + it.count - 1);
      good = day.year === it.year;
    }
  } catch (error) {
    return false;
  }
  return good && setDate(m, day.year, day.month, day.day);
}

// The first number that is long enough, as seconds since 1970, or as a day of spreadsheets and a fraction of one.
function momentOfNumber(s, order, m) {
  for (const [at, end] of spans(/[0-9]+/g, s)) {
    const length = end - at, value = Number(s.slice(at, end));
    if (order === "unix" && [9, 10, 13].includes(length)) {
      return shift(Object.assign(m, {year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, zone: 0}),
          length === 13 ? quotient(value, 1000) : value);
    }
    if (order === "serial" && length >= 2 && length <= 7 && value > 60) {
      const fraction = matchAt("\\.([0-9]{1,9})", s, end), unit = fraction ? 10 ** fraction[1].length : 1;
      setDay(m, value + 693593);
      return fraction ? shift(Object.assign(m, {hour: 0, minute: 0, second: 0}),
          quotient(Number(fraction[1]) * 86400 + quotient(unit, 2), unit)) : m;
    }
  }
  return refuse("no such number");
}

// The first date and the first time in a text. The order says how 3/4/2024 is meant.
function moment(s, order = "") {
  const m = newMoment();
  if (order === "unix" || order === "serial") {
    return momentOfNumber(s, order, m);
  }
  const alone = /^(?:([0-9]{3,4})|([0-9]{1,2})\.([0-9]{2}))$/.exec(s);
  if (alone && setDigits(m, Number(alone[1] || alone[2] + alone[3]), false)) {
    return m;
  }
  let date = false, time = false, past = 0;
  for (let at = 0, t, end; at < s.length;) {
    t = token(s, at);
    if (t.kind !== "9" && t.kind !== "a") {
      at = t.end;
    } else if (!time && !(at > 1 && at > past + 1 && s[at - 1] === "." && isDigit(s, at - 2)) && (end = readTime(s, t,
        m)) >= 0) {
      time = true;
      at = end;
    } else if (!date && (end = readDate(s, t, order, m)) >= 0) {
      date = true;
      time = time || m.hour !== null;
      at = past = end;
    } else {
      at = t.kind === "9" ? clockEnd(s, t.end) : t.end;
    }
  }
  if (!(m.day === null && otherDate(s, m)) && !date && !time) {
    refuse("neither a date nor a time");
  }
  return m;
}
