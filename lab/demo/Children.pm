# The programs that the demo starts: what they print is read line by line while it waits for things.
package Children;
use strict;
use warnings;
use Exporter qw(import);
use List::Util qw(min);
use POSIX qw(WNOHANG);
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

our @EXPORT = qw(fail on_turn catch_signals start run end attend end_all ending);

my %SIGNAL = (HUP => 1, INT => 2, QUIT => 3, PIPE => 13, TERM => 15);
my (%child, $signal);
my $turn = sub { };

# fail PROMISED, HAPPENED...: gives up.
sub fail {
    my ($promised, @happened) = @_;
    die {promised => $promised, happened => join "\n", @happened};
}

# on_turn SUB: is called on every turn of attend.
sub on_turn { ($turn) = @_ }

# From now on a signal ends the next attend, which dies with {signal => NAME, status => EXIT_STATUS}.
sub catch_signals {
    for my $name (keys %SIGNAL) {
        $SIG{$name} = sub { $signal //= $name };
    }
}

# start NAME, TAKER, COMMAND...: starts a command that shall last; TAKER gets each line it prints.
sub start {
    my ($name, $taker, @command) = @_;
    pipe my $from, my $to or die "no pipe: $!\n";
    my $pid = fork // die "no process: $!\n";
    if (!$pid) {
        setpgrp;    # an interrupt from the keyboard is for the demo alone
        $SIG{$_} = 'DEFAULT' for keys %SIGNAL;
        open STDIN,  '<',  '/dev/null';
        open STDOUT, '>&', $to;
        open STDERR, '>&', $to;
        exec { $command[0] } @command or POSIX::_exit(127);
    }
    close $to;
    my %new = (name => $name, pid => $pid, from => $from, rest => '', taker => $taker, lasting => 1);
    return $child{$name} = \%new;
}

# run COMMAND...: runs it to its end, while everything else goes on, and returns the lines it printed.
sub run {
    my (@command) = @_;
    my $name = join ' ', map { s{.*/}{}r } @command;
    my @lines;
    my $child = start($name, sub { push @lines, @_ }, @command);
    $child->{lasting} = 0;
    attend(20, sub { defined $child->{status} }) or fail("`$name` ends", 'it hangs');
    $child->{status} == 0 or fail("`$name` succeeds", ending($child->{status}), @lines);
    delete $child{$name};
    return @lines;
}

# end NAME, SECONDS: tells a lasting command to end, waits for it and returns its status.
sub end {
    my ($name, $seconds) = @_;
    my $child = $child{$name};
    $child->{lasting} = 0;
    kill 'TERM', $child->{pid};
    attend($seconds, sub { defined $child->{status} }) or fail("$name ends within $seconds s", 'it did not');
    return $child->{status};
}

# attend SECONDS, CONDITION: lets everything go on until the condition holds, then returns 1, or for
# so many seconds, then returns 0.
sub attend {
    my ($seconds, $condition) = @_;
    my $end = clock_gettime(CLOCK_MONOTONIC) + $seconds;
    while (1) {
        $turn->();
        die {signal => $signal, status => 128 + $SIGNAL{$signal}} if defined $signal;
        return 1 if $condition && $condition->();
        my $left = $end - clock_gettime(CLOCK_MONOTONIC);
        return 0 if $left <= 0;
        read_lines(min($left, 0.05));
    }
}

sub read_lines {
    my ($seconds) = @_;
    my @running = running();
    my $ready = '';
    vec($ready, fileno $_->{from}, 1) = 1 for @running;
    return if select($ready, undef, undef, $seconds) <= 0;
    for my $child (grep { vec $ready, fileno $_->{from}, 1 } @running) {
        if (sysread $child->{from}, $child->{rest}, 65536, length $child->{rest}) {
            my @lines = split /\n/, $child->{rest}, -1;
            $child->{rest} = pop @lines;
            $child->{taker}->($_) for @lines;
            next;
        }
        waitpid $child->{pid}, 0;
        $child->{status} = $?;
        next if !$child->{lasting} || defined $signal;
        fail("$child->{name} goes on until it is told to end", ending($child->{status}));
    }
}

sub running { return grep { !defined $_->{status} } values %child }

# ending STATUS: in words.
sub ending {
    my ($status) = @_;
    my $by = $status & 127;
    return $by ? "it was ended by signal $by" : 'it ended with exit status ' . ($status >> 8);
}

# Ends whatever still runs. No signal interrupts the demo any more.
sub end_all {
    $SIG{$_} = 'IGNORE' for keys %SIGNAL;
    my @running = running();
    kill 'TERM', map { $_->{pid} } @running;
    for my $try (1 .. 150) {
        @running = grep { waitpid($_->{pid}, WNOHANG) == 0 } @running or return;
        kill 'KILL', map { $_->{pid} } @running if $try == 100;
        select undef, undef, undef, 0.02;
    }
}

1;
