#!/usr/bin/perl
# Watches that the host has a usable default at every moment.
use strict;
use warnings;
use Errno;
use Getopt::Long;
use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6 AF_INET6 PF_INET6);
use Time::HiRes qw(clock_gettime usleep CLOCK_MONOTONIC);

my $USAGE = <<'END';
lab lookups NAME [option...]

Asks the host's kernel again and again for the way to a target, by connecting an unbound UDP socket:
that looks the route up and sends nothing. With --send it sends empty datagrams to the discard port
from one unbound socket instead, as a program would. Ends after --seconds, or on SIGINT or SIGTERM.

  --seconds S        how long (10)
  --every-us N       pause between two lookups in microseconds (200; 0 for as fast as it goes)
  --send             send
  --target ADDRESS   whose route (203.0.113.8)
  --ipv6             that to 2001:db8:ff::8 unless --target says otherwise

The line:  lookups=41562 refused=0 widest_us=1093
  refused     lookups, or sendings, that failed; refused_by then names the errors (ENETUNREACH: no route)
  widest_us   the widest gap between two lookups: what is shorter may have been missed
END

my ($seconds, $every_us, $send, $target, $ipv6) = (10, 200, 0, undef, 0);
GetOptions(
    'seconds=f'  => \$seconds,
    'every-us=i' => \$every_us,
    'send'       => \$send,
    'target=s'   => \$target,
    'ipv6'       => \$ipv6,
    'help'       => sub { print $USAGE; exit 0 },
) && !@ARGV or die $USAGE;
$target //= $ipv6 ? '2001:db8:ff::8' : '203.0.113.8';
$ipv6 = $target =~ /:/;
my $to = $ipv6 ? inet_pton(AF_INET6, $target) : $target =~ /^[\d.]+$/ ? inet_aton($target) : undef;
defined $to or die "lookups: --target must be an address in digits, not '$target'\n";
my $destination = $ipv6 ? pack_sockaddr_in6(9, $to) : pack_sockaddr_in(9, $to);
my $domain      = $ipv6 ? PF_INET6 : PF_INET;

my $ending = 0;
$SIG{INT} = $SIG{TERM} = sub { $ending = 1 };

my ($lookups, $refused, $widest, %by) = (0, 0, 0);
my $begin = clock_gettime(CLOCK_MONOTONIC);
my $last  = $begin;
socket(my $sender, $domain, SOCK_DGRAM, 0) or die "lookups: no socket: $!\n";
while (!$ending && $last < $begin + $seconds) {
    $lookups++;
    if (!($send ? defined send $sender, '', 0, $destination : is_reachable())) {
        my ($name) = grep { $!{$_} } qw(ENETUNREACH EHOSTUNREACH ENETDOWN);
        $refused++;
        $by{ $name // 'errno' . ($! + 0) }++;
    }
    usleep($every_us) if $every_us > 0;
    my $now = clock_gettime(CLOCK_MONOTONIC);
    $widest = $now - $last if $now - $last > $widest;
    $last   = $now;
}
my $reasons = join ',', map { "$_:$by{$_}" } sort keys %by;
printf "lookups=%d refused=%d widest_us=%.0f%s\n", $lookups, $refused, 1e6 * $widest,
  $reasons ? " refused_by=$reasons" : '';

sub is_reachable {
    socket(my $socket, $domain, SOCK_DGRAM, 0) or die "lookups: no socket: $!\n";
    return connect $socket, $destination;
}
