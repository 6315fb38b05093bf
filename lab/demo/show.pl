#!/usr/bin/perl
# The show of bin/demo: the real switcher in a lab, a stream of packets, a provider that fails.
#
# The packets are drawn from what was captured at the two providers, so a cell tells which way its
# packets really went. The figures come from the log of the program that sent the packets, from the
# kernel's route events and from the time stamps of the captures.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use List::Util qw(first max);
use Time::HiRes qw(time);
use Time::Local qw(timegm);
use Children;
use Screen;

my $fast = "@ARGV" eq '--fast';
my ($interval, $timeout, $failback_delay, $calm) = $fast ? (0.25, 0.25, 3, 1.5) : (1, 1, 10, 3);
my @options =
  $fast
  ? qw(--interval 250ms --timeout 250ms --failback-delay 3s)
  : qw(--failback-delay 10s);
my $why =
  $fast
  ? '--fast: probes every 250 ms instead of every second, failback after 3 s instead of 60 s.'
  : 'Only one timing differs from the default: failback after 10 s, not 60 s, to save you the minute.';

# Three rounds must fail, the last of them by its timeout. The rest is for switcher and kernel.
my $outage_bar  = 1000 * (3 * $interval + $timeout) + 100;
my $spacing_ms  = 5;
my $lab_program = "$FindBin::Bin/../lab";
my $switcher    = $ENV{ROUTE_SWITCHER} || "$FindBin::Bin/../../bin/route-switcher";
my $lab         = "demo-$$";

my $acts = 0;
my %fact;                    # about the lab
my (@left_at, @back_by);     # by packet number: when the provider got it, which one had the reply
my (@fate, $stream_line);    # by packet number: the round trip, or why there was none
my (@switcher_log, @route_events);

on_turn(\&draw);
catch_signals();
my $end = eval { show(); {} } // $@;
end_all();
my $removed = remove_lab();
exit conclude(ref $end ? $end : {promised => 'the demo runs', happened => $end});

# --- the acts ----------------------------------------------------------------------------------

sub show {
    introduce();
    lab('up', $lab, '--defaults', '--owner', $$);
    %fact = map { split /=/, $_, 2 } lab('env', $lab);
    my $found = route_table();
    act('The host has booted: a default route to either provider, the primary preferred.');
    show_routes($found, $found);

    my $both = start_switcher($found);
    start_stream();
    attend($calm);

    my $killed = kill_primary();
    my ($switched_at, $fallback) = await_failover($both);
    attend($calm);

    my ($healed, $healed_at) = heal_primary();
    my $returned_at = await_failback($fallback);
    attend($calm);

    end_stream();
    stop_switcher($found);
    judge($killed, $switched_at, $healed, $returned_at - $healed_at);
}

sub introduce {
    my ($line, $fork, $corner) = $UNICODE ? ('──', '┬─', '└─') : ('--', '+-', '`-');
    announce(
        '',
        paint('bold', 'Route-Switcher: a failover to watch'),
        'All of it happens in network namespaces of this machine; no packet leaves.',
        '',
        "   host $fork eth0 $line provider 1 $line internet    " . paint('green', 'primary'),
        "        $corner eth1 $line provider 2 $line internet    " . paint('blue', 'secondary'),
    );
}

# Returns the route table with the switcher's base routes.
sub start_switcher {
    my ($before) = @_;
    start('the log of route events', \&take_route_event, 'env', 'TZ=UTC', $lab_program, 'events', $lab);
    for my $uplink (qw(primary secondary)) {
        my $taker = sub { take_packet($uplink, @_) };
        start("the capture of the $uplink", $taker, $lab_program, 'capture', $lab, $uplink);
    }
    my @arguments = (
        '--primary-interface' => $fact{PRIMARY_INTERFACE},
        '--secondary-interface' => $fact{SECONDARY_INTERFACE},
        '--ping-target' => $fact{TARGET_2}, @options);
    act('The switcher starts, pings a target through each uplink, and adds base routes of its own.');
    announce_wrapped('   $ ', 'bold', "route-switcher @arguments");
    announce_wrapped('   ',   undef,  $why);
    start('the switcher', \&take_log_line, $lab_program, 'exec', $lab, 'host', '--', $switcher, @arguments);
    await(20, 'the switcher is ready within 20 s', sub { logged(qr/ state=PRIMARY /) });
    my $table = route_table();
    expect_change($before, $table, [base_route('PRIMARY', 10), base_route('SECONDARY', 20)], []);
    return $table;
}

sub start_stream {
    act("The host sends a packet every $spacing_ms ms to $fact{TARGET_1}, by whichever uplink its routes say.");
    announce('   A cell is 20 packets, as captured at the providers:',
        '   ' . cell('primary') . ' answered through the primary   ' . cell('secondary')
          . ' the secondary   ' . cell('lost') . ' lost, one or more', '');
    follow(\@left_at, \@back_by);
    start('the stream', \&take_stream_line, $lab_program, 'stream', $lab, '--interval-ms', $spacing_ms,
        '--target', $fact{TARGET_1}, '--seconds', 300, '--log', '/dev/stdout');
    await_reply('primary');
}

# Returns the number of the first packet that may suffer.
sub kill_primary {
    act('Provider 1 fails silently: it drops everything that it should forward.');
    announce('');
    my $first = @left_at;
    lab('inject', $lab, 'silent', 'primary');
    attend($calm / 4);
    my ($interface, $gateway) = @fact{qw(PRIMARY_INTERFACE PRIMARY_GATEWAY)};
    my $carrier = first { /LOWER_UP/ } on_host(qw(ip -o link show), $interface);
    my ($answer) = map { /time=(.*)/ } on_host(qw(ping -c1 -W1 -I), $interface, $gateway);
    $carrier && $answer or fail('the carrier and the gateway of the primary stay fine', 'they do not');
    announce_wrapped('   ', undef, "Nothing shows on the link: $interface has its carrier, the gateway"
          . " $gateway answers a ping ($answer). Only the probes can tell. The traffic must be on the"
          . " secondary within $outage_bar ms.");
    return $first;
}

# Returns when the kernel had the failover route, and the table with it.
sub await_failover {
    my ($before) = @_;
    my $limit = $outage_bar / 1000 + 5;
    my $at = await_event($limit, "the traffic moves within $outage_bar ms", qr/^default .* metric 5$/);
    await(2, 'the switcher logs the failover', sub { logged(qr/ failover /) });
    my $table = route_table();
    act('The failover. One route was added, preferred to all others:');
    expect_change($before, $table, [failover_route()], []);
    await_reply('secondary');
    return ($at, $table);
}

# Returns the number of the first packet after it, and when it began.
sub heal_primary {
    act("Provider 1 works again. After $failback_delay s of unbroken success the traffic may return.");
    announce('');
    my ($first, $at) = (scalar @left_at, time);
    lab('heal', $lab, 'silent', 'primary');
    return ($first, $at);
}

# Returns when the failover route was gone.
sub await_failback {
    my ($before) = @_;
    my $limit = $failback_delay + 3 * $interval + $timeout + 1;
    my $at = await_event($limit, "the traffic returns within $limit s", qr/^Deleted default .* metric 5$/);
    await(2, 'the switcher logs the failback', sub { logged(qr/ failback /) });
    my $table = route_table();
    act('The failback. That route was deleted, with the next best in place:');
    expect_change($before, $table, [], [failover_route()]);
    await_reply('primary');
    return $at;
}

sub end_stream {
    end('the stream', 5);
    attend(1, sub { defined $back_by[$#fate] });
    draw();
    unfollow();
}

sub stop_switcher {
    my ($found) = @_;
    act('The switcher is told to stop, and leaves the routes as it found them:');
    my $status = end('the switcher', 2);
    $status == 0 or fail('the switcher ends with exit status 0', ending($status));
    expect_change($found, route_table(), [], []);
}

# --- the figures -------------------------------------------------------------------------------

# Prints them, and fails if one of them is not as promised.
sub judge {
    my ($killed, $switched_at, $healed, $away) = @_;
    my ($outage, $late) = ($stream_line // '') =~ /outage_ms=(\S+) .* late_ms=(\S+)/
      or fail('the stream reports its figures', $stream_line // 'it did not');
    my $to_switch = 1000 * ($switched_at - fault_at($switched_at));
    my @figures = (
        at_most($outage_bar, 'ms', 'outage, as the stream felt it', $outage),
        at_most($outage_bar, 'ms', 'from the fault to the new route', $to_switch),
        at_most($outage_bar / $spacing_ms, '', 'packets lost in the failover', lost($killed, $healed)),
        at_most(0, '', 'packets lost in the failback', lost($healed, scalar @fate)),
        at_most(0, '', 'packets lost before the fault', lost(0, $killed)),
        at_least($failback_delay, 's', 'from the recovery to the failback', $away),
    );
    announce('', paint('bold', sprintf '   %-34s %9s   %s', @fate . ' packets sent', 'measured', 'promised'));
    for (@figures) {
        my $line = sprintf '   %-34s %9s   %-16s', @$_{qw(label measured promised)};
        announce($_->{kept} ? "$line " . paint('green', 'kept') : paint('red', "$line MISSED"));
    }
    announce("   ($outage_bar ms are three intervals, the timeout and 100 ms)");
    announce("   The machine was busy: the stream itself was late by up to $late ms.") if $late > 50;
    my @missed = grep { !$_->{kept} } @figures or return;
    fail(join("\n", map { "$_->{label}: $_->{promised}" } @missed), map { "$_->{label}: $_->{measured}" } @missed);
}

# The fault took effect after the last packet that the primary answered before the switch.
sub fault_at {
    my ($switched_at) = @_;
    my @by_primary = grep { ($back_by[$_] // '') eq 'primary' } 0 .. $#back_by;
    return max(grep { $_ < $switched_at } @left_at[@by_primary]);
}

# lost FIRST, END: of the packets from FIRST to before END.
sub lost {
    my ($first, $end) = @_;
    return scalar grep { $fate[$_] !~ /^\d/ } $first .. $end - 1;
}

sub at_most {
    my ($bar, $unit, $label, $value) = @_;
    return figure($label, $value, $bar ? "at most $bar" : 'none', $unit, $value <= $bar);
}

sub at_least {
    my ($bar, $unit, $label, $value) = @_;
    return figure($label, $value, "at least $bar", $unit, $value >= $bar);
}

sub figure {
    my ($label, $value, $promised, $unit, $kept) = @_;
    my $measured = sprintf $unit eq 's' ? '%.1f' : '%.0f', $value;
    $_ .= " $unit" for $unit ? ($measured, $promised) : ();
    return {label => $label, measured => $measured, promised => $promised, kept => $kept};
}

# --- what is expected --------------------------------------------------------------------------

sub await {
    my ($seconds, $promise, $condition) = @_;
    attend($seconds, $condition) or fail($promise, 'it did not come about');
}

# Returns the time of the first such event.
sub await_event {
    my ($seconds, $promise, $pattern) = @_;
    my $event;
    await($seconds, $promise, sub { $event = first { $_->{text} =~ $pattern } @route_events });
    return $event->{at};
}

sub await_reply {
    my ($uplink) = @_;
    await(2, "packets are answered through the $uplink", sub { @back_by && ($back_by[-1] // '') eq $uplink });
}

sub logged {
    my ($pattern) = @_;
    return scalar grep { /$pattern/ } @switcher_log;
}

sub base_route {
    my ($role, $metric) = @_;
    return "default via $fact{\"${role}_GATEWAY\"} dev $fact{\"${role}_INTERFACE\"} proto 157 metric $metric";
}

sub failover_route { return base_route('SECONDARY', 5) }

sub route_table {
    return [map { s/ +$//r } on_host(qw(ip -4 route show default))];
}

# Shows what became of the table. Just these lines must be new, and those gone.
sub expect_change {
    my ($before, $after, $new, $gone) = @_;
    show_routes($before, $after);
    my @expected = ((map { "+ $_" } @$new), map { "- $_" } @$gone);
    my @changes = ((map { "+ $_" } without($after, $before)), map { "- $_" } without($before, $after));
    return if "@changes" eq "@expected";
    fail(@expected ? join("\n", 'the routes change by', @expected) : 'the routes are as found',
        @changes ? ('they changed by', @changes) : 'they did not change');
}

sub without {
    my ($these, $those) = @_;
    my %not = map { $_ => 1 } @$those;
    return grep { !$not{$_} } @$these;
}

# --- what comes in, line by line ---------------------------------------------------------------

sub take_log_line {
    my ($line) = @_;
    push @switcher_log, $line;
    my $text = $line =~ s/^\d{4}-\d\d-\d\dT([\d:.]+)\S*/$1/r;
    my $colour = $text =~ / (failover|failback) / ? 'yellow' : 'dim';
    announce_wrapped($UNICODE ? '   switcher │ ' : '   switcher | ', $colour, $text);
}

sub take_route_event {
    my ($line) = @_;
    my ($year, $month, $day, $hour, $minute, $second, $text) =
      $line =~ /^\[(\d+)-(\d+)-(\d+)T(\d+):(\d+):([\d.]+)\] (.*?) *$/ or return;
    my $at = timegm(0, $minute, $hour, $day, $month - 1, $year) + $second;
    push @route_events, {at => $at, text => $text};
}

sub take_packet {
    my ($uplink, $line) = @_;
    my ($at, $from, $to, $type, $number) =
      $line =~ /^(\S+) \S+ (\S+) (\S+) echo-(\w+) id=\d+ seq=(\d+)/ or return;
    $left_at[$number] = $at     if $type eq 'request' && $to eq $fact{TARGET_1};
    $back_by[$number] = $uplink if $type eq 'reply'   && $from eq $fact{TARGET_1};
}

sub take_stream_line {
    my ($line) = @_;
    if ($line =~ /^(\d+) [\d.]+ (\S+)$/) {
        $fate[$1] = $2;
    }
    else {
        $stream_line = $line;
    }
}

# --- the rest ----------------------------------------------------------------------------------

sub lab { return run($lab_program, @_) }

sub on_host { return lab('exec', $lab, 'host', '--', @_) }

# Whole or half made.
sub remove_lab {
    my $status = system $lab_program, 'down', $lab;
    my @left = glob "/run/netns/$lab-*";
    return $status == 0 && !@left;
}

# Says how it ended, and returns the exit status.
sub conclude {
    my ($end) = @_;
    draw();
    unfollow();
    my $lab_left = $removed ? 'The lab is removed.' : "The lab is NOT removed: lab/lab down $lab.";
    if ($end->{signal}) {
        announce('', paint('red', "Interrupted by SIG$end->{signal}. $lab_left"));
    }
    elsif ($end->{promised}) {
        complain($end, $lab_left);
    }
    else {
        announce('', paint($removed ? 'green' : 'red', "All was as promised. $lab_left"));
    }
    draw();
    return $end->{status} // ($end->{promised} || !$removed ? 1 : 0);
}

sub complain {
    my ($end, $lab_left) = @_;
    announce('', paint('red', 'NOT AS PROMISED'));
    for my $part (qw(promised happened)) {
        my ($first, @more) = split /\n/, $end->{$part};
        announce(paint('red', "   $part: $first"), map { paint('red', "             $_") } @more);
    }
    announce('', '   The log of the switcher:', map { "   $_" } @switcher_log) if @switcher_log;
    announce('', $lab_left);
}

sub act {
    my ($text) = @_;
    announce('');
    announce_wrapped(++$acts . '  ', 'bold', $text);
}

sub show_routes {
    my ($before, $after) = @_;
    my %mark = ((map { $_ => '+' } without($after, $before)), map { $_ => '-' } without($before, $after));
    my %colour = ('+' => 'green', '-' => 'red');
    announce(paint('dim', '   $ ip route show default'));
    for my $route (sort { metric($a) <=> metric($b) } @$after, without($before, $after)) {
        my $mark = $mark{$route} // ' ';
        announce(paint($colour{$mark}, "   $mark $route"));
    }
    announce('');
}

sub metric { return $_[0] =~ /metric (\d+)/ ? $1 : 0 }
