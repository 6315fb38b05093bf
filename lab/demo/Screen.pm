# What the demo prints: lines, and between them the packets as they come, in the order of their times.
package Screen;
use strict;
use warnings;
use utf8;
use Exporter qw(import);
use List::Util qw(first max min);
use Time::HiRes qw(time);

our @EXPORT = qw($UNICODE announce announce_wrapped draw follow unfollow paint cell);

my $SPACING = 0.005;    # of the packets, in seconds
my $CELL    = 20;       # packets drawn as one cell
my $CELLS   = 60;       # cells in a row
my $LOST    = 0.4;      # unanswered for so many seconds, a packet is drawn as lost

# Whole lines without colours, unless a terminal that can do more is there and wanted.
my $PLAIN   = !-t STDOUT || ($ENV{NO_COLOR} // '') ne '' || ($ENV{TERM} || 'dumb') eq 'dumb';
my $COLUMNS = -t STDOUT ? terminal_columns() : 10_000;
our $UNICODE = !$PLAIN && ($ENV{LC_ALL} || $ENV{LC_CTYPE} || $ENV{LANG} || '') =~ /utf-?8/i;

my %COLOUR = (bold => 1, dim => 2, red => '1;31', green => 32, blue => '1;34', yellow => 33);
my %CELL   = (
    primary   => ['green', $UNICODE ? '█' : 'P'],
    secondary => ['blue',  $UNICODE ? '▓' : 'S'],
    lost      => ['red',   $UNICODE ? '×' : 'x'],
);

my ($left_at, $back_by) = ([], []);
my $following   = 0;
my $next_cell   = 0;
my $drawn_until = 0;         # when the last packet drawn had left
my $last_line   = 'none';    # so that blank lines do not add up
my (@waiting, $row);

$| = 1;
binmode STDOUT, ':encoding(UTF-8)';

# --- lines -------------------------------------------------------------------------------------

# announce LINE...: to be printed when the packets of this moment are drawn.
sub announce { push @waiting, map { {at => time, text => $_} } @_ }

# announce_wrapped PREFIX, COLOUR, TEXT: in as many lines as the width asks for.
sub announce_wrapped {
    my ($prefix, $colour, $text) = @_;
    my $room = max(30, $COLUMNS - length($prefix) - 1);
    my ($line, @words) = split / /, $text;
    for my $word (@words, undef) {
        if (defined $word && length("$line $word") <= $room) {
            $line .= " $word";
            next;
        }
        announce($prefix . paint($colour, $line));
        $prefix = ' ' x length $prefix;
        $line = $word;
    }
}

# paint COLOUR, TEXT: no COLOUR leaves it as it is.
sub paint {
    my ($colour, $text) = @_;
    return $PLAIN || !defined $colour ? $text : "\e[$COLOUR{$colour}m$text\e[0m";
}

# --- packets -----------------------------------------------------------------------------------

# follow LEFT_AT, BACK_BY: from now on draws packets. Both are lists by packet number that go on
# growing: the time at which it left, and the uplink that brought the reply.
sub follow {
    ($left_at, $back_by) = @_;
    $following = 1;
}

# Draws no more packets: what is to become of those on their way is not known.
sub unfollow {
    $left_at = [];
    $following = 0;
}

# cell primary|secondary|lost: what it looks like.
sub cell {
    my ($what) = @_;
    return paint(@{$CELL{$what}});
}

# Prints what can be printed by now.
sub draw {
    while (1) {
        my $cell = judged_cell();
        my $line = $waiting[0];
        if ($line && ($cell ? $line->{at} < next_cell_ends() : !cell_awaited($line->{at}))) {
            draw_line(shift(@waiting)->{text});
        }
        elsif ($cell) {
            draw_cell($cell);
        }
        else {
            return;
        }
    }
}

sub next_cell_ends { return $drawn_until + $CELL * $SPACING }

# Whether packets from before that time may still be answered, or drawn as lost.
sub cell_awaited {
    my ($at) = @_;
    return $following && $at >= next_cell_ends() && $at > time - 2 * $LOST;
}

# What the next cell shows: known when all of its packets are back, or the time for that is over.
sub judged_cell {
    my @packets = cell_packets();
    return if @packets < $CELL;
    $drawn_until ||= $left_at->[0];
    my @missing = grep { !defined $back_by->[$_] } @packets;
    return $back_by->[$packets[-1]] if !@missing;
    my $last = first { defined } reverse @$left_at[@missing];
    return !defined $last || $left_at->[-1] > $last + $LOST ? 'lost' : undef;
}

# The numbers of the next cell's packets, as far as they were sent.
sub cell_packets { return $next_cell * $CELL .. min($#$left_at, $next_cell * $CELL + $CELL - 1) }

sub draw_cell {
    my ($what) = @_;
    my @times = grep { defined } @$left_at[cell_packets()];
    if (!$row) {
        $row = {cells => 0, text => ''};
        draw_text(sprintf '%6.1f s  ', ($times[0] // $drawn_until) - $left_at->[0]);
    }
    draw_text(cell($what));
    $drawn_until = max($drawn_until, @times);
    $next_cell++;
    end_row() if ++$row->{cells} >= min($CELLS, $COLUMNS - 12);
}

# --- what goes out -----------------------------------------------------------------------------

sub draw_line {
    my ($text) = @_;
    end_row();
    print $text, "\n" if $text ne '' || $last_line ne '';
    $last_line = $text;
}

# A row grows as its cells come; where lines must be whole, it is printed when it ends.
sub draw_text {
    my ($text) = @_;
    $PLAIN ? $row->{text} .= $text : print $text;
}

sub end_row {
    return if !$row;
    print $row->{text}, "\n";
    undef $row;
    $last_line = 'packets';
}

sub terminal_columns {
    my ($columns) = qx(stty -F /dev/tty size 2>/dev/null) =~ /^\d+ ([1-9]\d*)/;
    return $columns // 80;
}

1;
