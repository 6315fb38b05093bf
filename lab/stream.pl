#!/usr/bin/perl
# An unbound stream of ICMP echo requests that measures an outage as a user of the host feels it.
use strict;
use warnings;
use Errno;
use Getopt::Long;
use Socket qw(:DEFAULT IPPROTO_ICMP MSG_DONTWAIT inet_pton pack_sockaddr_in6 AF_INET6 PF_INET6);
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my $USAGE = <<'END';
lab stream NAME [option...]

Sends an ICMP echo request every few milliseconds from the host to a target, over a raw socket that
is bound to no interface and no address: every packet follows the default route of its moment.
Ends after --seconds, or on SIGINT or SIGTERM, waits for the last replies and prints one line.

  --interval-ms N    spacing of the packets (5)
  --seconds S        how long to send (10)
  --target ADDRESS   where to (203.0.113.8)
  --ipv6             to 2001:db8:ff::8 unless --target says otherwise
  --linger-ms N      how long to wait for the last replies (500)
  --log FILE         one line a packet: number, send time in ms, round trip in ms or lost or ENAME

The line:  sent=2000 answered=1985 lost=15 refused=0 noroute=0 outage_ms=75.0 outages=1 open=no late_ms=0.4
  sent        packets the program tried to send; answered + lost + refused
  refused     packets the kernel would not send; refused_by then names the errors
  noroute     refused for want of a route (ENETUNREACH)
  outage_ms   the longest outage: of two answered packets with none answered between them, the
              difference of their *send* times less the spacing. With n packets lost in a row that is
              n spacings; the true outage may be longer or shorter by less than one spacing.
              The begin and the end of the stream count as answered packets one spacing outside it.
  outages     runs of packets that were not answered
  open        yes when the last packet was not answered: the outage had not ended
  late_ms     the most by which a packet was sent behind its schedule: how far to trust the figures
END

my ($interval_ms, $seconds, $target, $ipv6, $linger_ms, $log) = (5, 10, undef, 0, 500, undef);
GetOptions(
    'interval-ms=f' => \$interval_ms,
    'seconds=f'     => \$seconds,
    'target=s'      => \$target,
    'ipv6'          => \$ipv6,
    'linger-ms=f'   => \$linger_ms,
    'log=s'         => \$log,
    'help'          => sub { print $USAGE; exit 0 },
) && !@ARGV or die $USAGE;
$interval_ms >= 1 or die "stream: --interval-ms must be 1 or more\n";
$target //= $ipv6 ? '2001:db8:ff::8' : '203.0.113.8';
$ipv6 = $target =~ /:/;
my $to = $ipv6 ? inet_pton(AF_INET6, $target) : $target =~ /^[\d.]+$/ ? inet_aton($target) : undef;
defined $to or die "stream: --target must be an address in digits, not '$target'\n";

my $out;
!defined $log or open $out, '>', $log or die "stream: $log: $!\n";

my $IPPROTO_ICMPV6 = 58;
my ($ECHO_REQUEST, $ECHO_REPLY) = $ipv6 ? (128, 129) : (8, 0);
my $identifier   = $$ & 0xffff;
my $mark         = pack 'NN', $$, int(rand(2**32));    # tells our replies from everyone's
my $destination  = $ipv6 ? pack_sockaddr_in6(0, $to) : pack_sockaddr_in(0, $to);

my @kind = $ipv6 ? (PF_INET6, SOCK_RAW, $IPPROTO_ICMPV6) : (PF_INET, SOCK_RAW, IPPROTO_ICMP);
socket(my $socket, $kind[0], $kind[1], $kind[2]) or die "stream: no raw socket: $!\n";
setsockopt $socket, SOL_SOCKET, SO_SNDBUF, pack 'l', 4 << 20;
setsockopt $socket, SOL_SOCKET, SO_RCVBUF, pack 'l', 4 << 20;

my (@sent_at, @round_trip, @refusal);    # by packet number, times in seconds
my $pending = 0;
my $ending  = 0;
$SIG{INT} = $SIG{TERM} = sub { $ending = 1 };

my $spacing = $interval_ms / 1000;
my $begin   = now();
my $due     = $begin;
my $late    = 0;
while (!$ending && $due < $begin + $seconds) {
    if ((my $wait = $due - now()) > 0) {
        receive($wait);
        next;
    }
    my $delay = now() - $due;
    $late = $delay if $delay > $late;
    send_one();

    # Behind schedule: go on from here, never in a burst.
    $due += $spacing;
    $due = now() if $due < now();
}
my $deadline = now() + $linger_ms / 1000;
while ($pending && (my $wait = $deadline - now()) > 0) {
    receive($wait);
}

report();
write_log() if defined $log;

sub now { return clock_gettime(CLOCK_MONOTONIC) }

sub send_one {
    my $number  = @sent_at;
    my $payload = $mark . pack 'N', $number;
    my $header  = pack 'CCnnn', $ECHO_REQUEST, 0, 0, $identifier, $number & 0xffff;
    # Of ICMPv6 the kernel puts it in: it covers the addresses too.
    substr $header, 2, 2, pack 'n', checksum($header . $payload) unless $ipv6;
    push @sent_at, now();
    my $refused = 1;
    for (1 .. 2) {    # an error of an earlier packet may be reported in place of sending: once more
        next unless defined send $socket, $header . $payload, MSG_DONTWAIT, $destination;
        $refused = 0;
        last;
    }
    $pending += !$refused;
    $refusal[$number] = error_name() if $refused;
}

sub error_name {
    my ($name) = grep { $!{$_} }
      qw(ENETUNREACH EHOSTUNREACH ENETDOWN ENODEV EAGAIN ENOBUFS EPERM EINVAL);
    return $name // 'errno' . ($! + 0);
}

# Takes the replies that are there, or else waits for one, for so many seconds at most.
sub receive {
    my ($wait) = @_;
    my $ready = '';
    vec($ready, fileno $socket, 1) = 1;
    return if select($ready, undef, undef, $wait) <= 0;
    while (defined recv $socket, my $packet, 2048, MSG_DONTWAIT) {
        take($packet);
    }
}

sub take {
    my ($packet) = @_;
    my $ip_header = $ipv6 ? 0 : 4 * (ord($packet) & 0x0f);    # IPv6 keeps its header back
    return if length $packet < $ip_header + 20;
    my ($type, $code, $sum, $id, $low, $of, $number) = unpack 'CCnnna8N', substr $packet, $ip_header;
    return if $type != $ECHO_REPLY || $id != $identifier || $of ne $mark;
    return if $number > $#sent_at || defined $round_trip[$number];
    $round_trip[$number] = now() - $sent_at[$number];
    $pending--;
}

sub checksum {
    my ($bytes) = @_;
    my $sum = 0;
    $sum += $_ for unpack 'n*', $bytes;
    $sum = ($sum & 0xffff) + ($sum >> 16) while $sum >> 16;
    return ~$sum & 0xffff;
}

sub report {
    my ($answered, $refused, $outages, $longest, $silent, %by) = (0, 0, 0, 0, 0);
    my $last_answer = $begin - $spacing;
    for my $number (0 .. $#sent_at) {
        if (defined $round_trip[$number]) {
            $answered++;
            my $outage = $silent ? $sent_at[$number] - $last_answer - $spacing : 0;
            $longest     = $outage if $outage > $longest;
            $last_answer = $sent_at[$number];
            $silent      = 0;
            next;
        }
        $outages++ unless $silent++;
        next unless $refusal[$number];
        $refused++;
        $by{ $refusal[$number] }++;
    }
    my $open = $silent ? $sent_at[-1] - $last_answer : 0;
    $longest = $open if $open > $longest;
    my $reasons = join ',', map { "$_:$by{$_}" } sort keys %by;
    printf "sent=%d answered=%d lost=%d refused=%d noroute=%d outage_ms=%.1f outages=%d open=%s late_ms=%.1f%s\n",
      scalar @sent_at, $answered, @sent_at - $answered - $refused, $refused,
      $by{ENETUNREACH} // 0, 1000 * $longest, $outages, $silent ? 'yes' : 'no', 1000 * $late, $reasons ? " refused_by=$reasons" : '';
}

sub write_log {
    for my $number (0 .. $#sent_at) {
        my $rtt = $round_trip[$number];
        printf $out "%d %.3f %s\n", $number, 1000 * ($sent_at[$number] - $begin),
          defined $rtt ? sprintf '%.3f', 1000 * $rtt : $refusal[$number] // 'lost';
    }
    close $out or die "stream: $log: $!\n";
}
