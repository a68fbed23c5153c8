# Letters are those of Unicode, and accents belong to the letter before them.
def WORD: "(?:\\p{L}\\p{M}*){2,}";

def LETTERS: "(?:\\p{L}\\p{M}*)+";

def NUMBER: "\\p{Nd}+";

def DIGIT: "\\p{Nd}";

def ALPHANUM: "(?:[\\p{L}\\p{Nd}]\\p{M}*)+";

def CHAR: "[\\p{L}\\p{Nd}]\\p{M}*";

def ALLCAPS: "(?:\\p{Lu}\\p{M}*){2,}";

def CAPITALS: "(?:\\p{Lu}\\p{M}*)+";

def PROPCASE: "\\p{Lu}\\p{M}*(?:\\p{Ll}\\p{M}*)+";

def LOWER: "(?:\\p{Ll}\\p{M}*)+";

def SPACE: "[\\t-\\r\\p{Z}\u0085\u180e]+";

def FIELD: "[^\\t-\\r\\p{Z}\u0085\u180e]+";

# Where the matches of a pattern begin and end.
def spans($pattern; $s):
  [$s | match($pattern; "g") | [.offset, .offset + .length]];

def nth_of($list; $n):
  if $n < -($list | length) or $n >= ($list | length) then error("no such match") else $list[$n] end;

def start($pattern; $s; $n): nth_of(spans($pattern; $s); $n)[0];

def after($pattern; $s; $n): nth_of(spans($pattern; $s); $n)[1];

def piece($s; $first; $second):
  if $first < 0 or $first >= $second or $second > ($s | length) then error("an empty piece")
  else $s[$first:$second] end;

def whole($s): piece($s; 0; $s | length);

def matches($pattern; $s):
  spans($pattern; $s) | if length == 0 then error("no match") else map($s[.[0]:.[1]]) end;

def replace($pattern; $text; $s):
  [0] + (spans($pattern; $s) | add // []) + [$s | length] | . as $ends
  | whole([range(0; length; 2) | $s[$ends[.]:$ends[. + 1]]] | join($text));

# The text before every match but one at the begin.
def separate($pattern; $text; $s):
  [0] + (spans($pattern; $s) | map(.[0] | select(. > 0))) + [$s | length] | . as $ends
  | [range(0; length - 1) | $s[$ends[.]:$ends[. + 1]]] | join($text);

# The first character of every match, its accents included.
def initials($pattern; $s): matches($pattern; $s) | map(match("\\A(?m:.)[\u0300-\u036f]*").string);

def every($s; $step; $first):
  (if $first < 0 then $first + ($s | length) else $first end) as $begin
  | piece($s; $begin; $s | length) | explode | [range(0; length; $step) as $k | .[$k]] | implode;

def before($pattern; $s): piece($s; 0; start($pattern; $s; 0));

def lookup($table; $s; $other): $table[$s] // $other // error("not in the table");

def has_match($pattern; $s; $n): spans($pattern; $s) | length > $n;

# Where a match ends that begins at some place; null when there is none.
def goes_on($pattern; $s; $at):
  $s[$at:] | [match("\\A(?:" + $pattern + ")").length + $at] | first;

def ends($pattern; $s): spans($pattern; $s) | length > 0 and last[1] == ($s | length);

# Is it one match after the other, and nothing else?
def consists($s; $patterns):
  reduce $patterns[] as $pattern (0;
    if . == null then null else . as $at | goes_on($pattern; $s; $at) end) == ($s | length);
