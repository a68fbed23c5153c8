const WORD = /(?:\p{L}\p{M}*){2,}/gu;

const LETTERS = /(?:\p{L}\p{M}*)+/gu;

const NUMBER = /\p{Nd}+/gu;

const DIGIT = /\p{Nd}/gu;

const ALPHANUM = /(?:[\p{L}\p{Nd}]\p{M}*)+/gu;

const CHAR = /[\p{L}\p{Nd}]\p{M}*/gu;

const ALLCAPS = /(?:\p{Lu}\p{M}*){2,}/gu;

const CAPITALS = /(?:\p{Lu}\p{M}*)+/gu;

const PROPCASE = /\p{Lu}\p{M}*(?:\p{Ll}\p{M}*)+/gu;

const LOWER = /(?:\p{Ll}\p{M}*)+/gu;

const SPACE = /[\t-\r\p{Z}\u0085\u180e]+/gu;

const FIELD = /[^\t-\r\p{Z}\u0085\u180e]+/gu;

// Where the matches of a class or a text begin and end.
function spans(what, s) {
  const found = [];
  if (typeof what === "string") {
    for (let at = s.indexOf(what); at >= 0; at = s.indexOf(what, at + what.length)) {
      found.push([at, at + what.length]);
    }
  } else {
    s.replace(what, (match, at) => found.push([at, at + match.length]));
  }
  return found;
}

function nth(list, n) {
  const one = list[n < 0 ? list.length + n : n];
  if (one === undefined) {
    throw new RangeError("no such match");
  }
  return one;
}

function start(what, s, n) {
  return nth(spans(what, s), n)[0];
}

function after(what, s, n) {
  return nth(spans(what, s), n)[1];
}

// The place so many characters on, or back. A character may be two units of the string.
function walk(s, at, steps) {
  const way = Array.from(steps < 0 ? s.slice(0, at) : s.slice(at));
  if (way.length < Math.abs(steps)) {
    throw new RangeError("a position outside the string");
  }
  return steps < 0 ? at - way.slice(steps).join("").length : at + way.slice(0, steps).join("").length;
}

function piece(s, first, second) {
  if (first >= second) {
    throw new RangeError("an empty or reversed piece");
  }
  return s.slice(first, second);
}

function whole(s) {
  return piece(s, 0, s.length);
}

function matches(what, s) {
  const found = spans(what, s).map(([first, second]) => s.slice(first, second));
  if (!found.length) {
    throw new RangeError("no match");
  }
  return found;
}

function replace(what, text, s) {
  let made = "", at = 0;
  for (const [first, second] of spans(what, s)) {
    made += s.slice(at, first) + text;
    at = second;
  }
  return whole(made + s.slice(at));
}

// The text before every match but one at the begin.
function separate(what, text, s) {
  let made = "", at = 0;
  for (const [first] of spans(what, s)) {
    made += s.slice(at, first) + (first ? text : "");
    at = first;
  }
  return made + s.slice(at);
}

// The first character of every match, its accents included.
function initials(what, s) {
  return matches(what, s).map(match => /^.[\u0300-\u036f]*/su.exec(match)[0]);
}

function every(s, step, first) {
  const characters = Array.from(s);
  const begin = first < 0 ? first + characters.length : first;
  return whole(characters.filter((c, k) => begin >= 0 && k >= begin && (k - begin) % step === 0).join(""));
}

function before(what, s) {
  return piece(s, 0, start(what, s, 0));
}

function lookup(table, s, other) {
  if (!table.has(s) && other === undefined) {
    throw new RangeError("not in the table");
  }
  return table.has(s) ? table.get(s) : other;
}

// Upper case of one character, as one character: some Greek letters have it 8 or 9 further on.
function upperCharacter(c) {
  const made = c.toUpperCase();
  const others = [8, 9].map(k => String.fromCodePoint(c.codePointAt(0) + k)).filter(t => t.toLowerCase() === c);
  return Array.from(made).length === 1 ? made : others.length ? others[0] : c;
}

function lowerCharacter(c) {
  return c === "\u0130" ? "i" : c.toLowerCase();
}

function upper(s) {
  return Array.from(s, upperCharacter).join("");
}

function lower(s) {
  return Array.from(s, lowerCharacter).join("");
}

function sentence(s) {
  const [first, ...others] = Array.from(s);
  return upper(first) + lower(others.join(""));
}

// The first letter of each word in upper case.
function capitalized(s) {
  let made = "", inside = false;
  for (const c of s) {
    made += inside ? lowerCharacter(c) : upperCharacter(c);
    inside = /[\p{L}\p{M}\p{Nd}\p{Nl}]/u.test(c);
  }
  return made;
}

function has(what, s, n = 0) {
  return spans(what, s).length > n;
}

// Where a match ends that begins at some place; -1 when there is none.
function goesOn(what, s, at) {
  if (typeof what === "string") {
    return s.startsWith(what, at) ? at + what.length : -1;
  }
  const pattern = new RegExp(what.source, "uy");
  pattern.lastIndex = at;
  return pattern.test(s) ? pattern.lastIndex : -1;
}

function ends(what, s) {
  if (typeof what === "string") {
    return s.endsWith(what);
  }
  const found = spans(what, s);
  return found.length > 0 && found[found.length - 1][1] === s.length;
}

// Is it one match after the other, and nothing else?
function consists(s, ...parts) {
  return parts.reduce((at, what) => at < 0 ? at : goesOn(what, s, at), 0) === s.length;
}
