# Ends what can't be done; convert() gives undef then.
sub refuse {
    die "refused: $_[0]\n";
}

my $WORD = qr/(?:\p{L}\p{M}*){2,}/;

my $LETTERS = qr/(?:\p{L}\p{M}*)+/;

my $NUMBER = qr/\p{Nd}+/;

my $DIGIT = qr/\p{Nd}/;

my $ALPHANUM = qr/(?:[\p{L}\p{Nd}]\p{M}*)+/;

my $CHAR = qr/[\p{L}\p{Nd}]\p{M}*/;

my $ALLCAPS = qr/(?:\p{Lu}\p{M}*){2,}/;

my $CAPITALS = qr/(?:\p{Lu}\p{M}*)+/;

my $PROPCASE = qr/\p{Lu}\p{M}*(?:\p{Ll}\p{M}*)+/;

my $LOWER = qr/(?:\p{Ll}\p{M}*)+/;

my $SPACE = qr/[\t-\r\p{Z}\x{85}\x{180e}]+/;

my $FIELD = qr/[^\t-\r\p{Z}\x{85}\x{180e}]+/;

# Where the matches of a class or a text begin and end.
sub spans {
    my ($what, $s) = @_;
    my $pattern = ref $what ? $what : quotemeta $what;
    my @found;
    push @found, [$-[0], $+[0]] while $s =~ /$pattern/g;
    return @found;
}

sub nth {
    my ($n, @list) = @_;
    refuse("no such match") if $n < 0 ? -$n > @list : $n >= @list;
    return $list[$n];
}

sub start {
    my ($what, $s, $n) = @_;
    return nth($n, spans($what, $s))->[0];
}

sub after {
    my ($what, $s, $n) = @_;
    return nth($n, spans($what, $s))->[1];
}

sub piece {
    my ($s, $first, $second) = @_;
    refuse("an empty piece, or one outside the string") if $first < 0 || $first >= $second || $second > length $s;
    return substr $s, $first, $second - $first;
}

sub whole {
    my ($s) = @_;
    return piece($s, 0, length $s);
}

sub matches {
    my ($what, $s) = @_;
    my @found = map { substr $s, $_->[0], $_->[1] - $_->[0] } spans($what, $s);
    refuse("no match") if !@found;
    return @found;
}

sub replace {
    my ($what, $text, $s) = @_;
    my $pattern = ref $what ? $what : quotemeta $what;
    return whole($s =~ s/$pattern/$text/gr);
}

# The text before every match but one at the begin.
sub separate {
    my ($what, $text, $s) = @_;
    my $pattern = ref $what ? $what : quotemeta $what;
    return $s =~ s/$pattern/($-[0] ? $text : "") . $&/ger;
}

# The first character of every match, its accents included.
sub initials {
    my ($what, $s) = @_;
    return map { /^.[\x{300}-\x{36f}]*/s ? $& : "" } matches($what, $s);
}

sub every {
    my ($s, $step, $first) = @_;
    $first += length $s if $first < 0;
    my $part = piece($s, $first, length $s);
    return join "", map { substr $part, $step * $_, 1 } 0 .. (length($part) - 1) / $step;
}

sub lookup {
    my ($table, $s, $other) = @_;
    my $found = $table->{$s} // $other;
    return $found // refuse("not in the table");
}

# Upper case, character by character.
sub upper {
    return join "", map { length(uc) == 1 ? uc : length(ucfirst) == 1 ? ucfirst : $_ } split //, $_[0];
}

sub lower {
    return join "", map { substr lc, 0, 1 } split //, $_[0];
}

sub sentence {
    my ($s) = @_;
    return upper(substr $s, 0, 1) . lower(substr $s, 1);
}

# The first letter of each word in upper case.
sub capitalized {
    my ($s) = @_;
    my ($made, $inside) = ("", 0);
    for my $c (split //, $s) {
        $made .= $inside ? lower($c) : upper($c);
        $inside = $c =~ /[\p{L}\p{M}\p{Nd}\p{Nl}]/;
    }
    return $made;
}

sub has {
    my ($what, $s, $n) = @_;
    return spans($what, $s) > ($n // 0);
}

# Where a match ends that begins at some place; -1 when there is none.
sub goes_on {
    my ($what, $s, $at) = @_;
    my $pattern = ref $what ? $what : quotemeta $what;
    pos($s) = $at;
    return $s =~ /\G$pattern/ ? $+[0] : -1;
}

sub ends {
    my ($what, $s) = @_;
    return $s =~ /\Q$what\E\z/ if !ref $what;
    my @found = spans($what, $s);
    return @found && $found[-1][1] == length $s;
}

# Is it one match after the other, and nothing else?
sub consists {
    my ($s, @parts) = @_;
    my $at = 0;
    for my $what (@parts) {
        $at = goes_on($what, $s, $at);
        return 0 if $at < 0;
    }
    return $at == length $s;
}

sub before {
    my ($what, $s) = @_;
    return piece($s, 0, start($what, $s, 0));
}
