# What can't be done: convert() gives "" then, and refused is 1.
function refuse() {
    refused = 1
    return ""
}

# Where the matches of a pattern begin and end, in first_of and behind; how many there are.
function spans(pattern, s,    n, at) {
    n = 0
    at = 1
    while (at <= length(s) && match(substr(s, at), pattern)) {
        first_of[n] = at + RSTART - 2
        at += RSTART + RLENGTH - 1
        behind[n++] = at - 1
    }
    return n
}

# The number of match n, from the end when it is negative; -1 when there is none.
function nth(pattern, s, n,    count) {
    count = spans(pattern, s)
    n += n < 0 ? count : 0
    if (n >= 0 && n < count)
        return n
    refuse()
    return -1
}

function start(pattern, s, n) {
    n = nth(pattern, s, n)
    return n < 0 ? 0 : first_of[n]
}

function after(pattern, s, n) {
    n = nth(pattern, s, n)
    return n < 0 ? 0 : behind[n]
}

function piece(s, from, until) {
    if (from < 0 || from >= until || until > length(s))
        return refuse()
    return substr(s, from + 1, until - from)
}

function whole(s) {
    return piece(s, 0, length(s))
}

function pick(pattern, s, n) {
    n = nth(pattern, s, n)
    return n < 0 ? "" : substr(s, first_of[n] + 1, behind[n] - first_of[n])
}

function replace(pattern, text, s,    made, at, n, k) {
    n = spans(pattern, s)
    at = 0
    for (k = 0; k < n; k++) {
        made = made substr(s, at + 1, first_of[k] - at) text
        at = behind[k]
    }
    return whole(made substr(s, at + 1))
}

# The text before every match but one at the begin.
function separate(pattern, text, s,    made, at, n, k) {
    n = spans(pattern, s)
    at = 0
    for (k = 0; k < n; k++) {
        made = made substr(s, at + 1, first_of[k] - at) (first_of[k] ? text : "")
        at = first_of[k]
    }
    return made substr(s, at + 1)
}

# The matches with a text between them, or so many characters of each.
function joined(pattern, text, s, most,    made, n, k) {
    n = spans(pattern, s)
    if (!n)
        return refuse()
    for (k = 0; k < n; k++)
        made = made (k ? text : "") substr(s, first_of[k] + 1, most ? most : behind[k] - first_of[k])
    return made
}

function every(s, step, from,    made) {
    from += from < 0 ? length(s) : 0
    if (from < 0)
        return refuse()
    for (; from < length(s); from += step)
        made = made substr(s, from + 1, 1)
    return whole(made)
}

function before(pattern, s) {
    return piece(s, 0, start(pattern, s, 0))
}

function lookup(table, s, other) {
    if (s in table)
        return table[s]
    return other == "" ? refuse() : other
}

function sentence(s) {
    return toupper(substr(s, 1, 1)) tolower(substr(s, 2))
}

# The first letter of each word in upper case.
function capitalized(s,    made, inside, c, k) {
    for (k = 1; k <= length(s); k++) {
        c = substr(s, k, 1)
        made = made (inside ? tolower(c) : toupper(c))
        inside = c ~ /[A-Za-z0-9]/
    }
    return made
}

function cell(s, k,    cells) {
    return k <= split(s, cells, "\037") ? cells[k] : refuse()
}

# Where a match ends that begins at some place; -1 when there is none.
function goes_on(pattern, s, at) {
    if (at < 0 || !match(substr(s, at + 1), pattern) || RSTART > 1)
        return -1
    return at + RLENGTH
}

function ends(pattern, s,    n) {
    n = spans(pattern, s)
    return n > 0 && behind[n - 1] == length(s)
}

function begins_with(text, s) {
    return substr(s, 1, length(text)) == text
}

function ends_with(text, s) {
    return length(s) >= length(text) && substr(s, length(s) - length(text) + 1) == text
}

function given(made) {
    return refused ? "" : made
}
