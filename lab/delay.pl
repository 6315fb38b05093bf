#!/usr/bin/perl
# Relays what a provider forwards to the host, each packet some time after it came.
use strict;
use warnings;
use Socket;
use POSIX 'setsid';
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my $USAGE = <<'END';
perl delay.pl INDEX HOST FILE

Runs in a provider's namespace and returns as soon as it works. Packets for HOST that come in by the
interface of that INDEX are sent on after as many milliseconds as FILE says, which is read again and
again; without the file the relay ends. Forwarding of the same packets must be off: the relay is in its
place.
END

my ($PF_PACKET, $ETH_P_IP, $PACKET_HOST, $IPPROTO_RAW) = (17, 0x0800, 0, 255);
my $LOOK_SECONDS = 0.02;

my ($index, $host, $file) = @ARGV;
@ARGV == 3 or die $USAGE;
my $address = inet_aton($host) or die "delay: no address '$host'\n";

socket my $in, $PF_PACKET, SOCK_DGRAM, unpack 'S', pack 'n', $ETH_P_IP or die "delay: no packet socket: $!\n";
bind $in, pack 'SnISCCa8', $PF_PACKET, $ETH_P_IP, $index, 0, 0, 0, '' or die "delay: bind: $!\n";
socket my $out, PF_INET, SOCK_RAW, $IPPROTO_RAW or die "delay: no raw socket: $!\n";
my $to = sockaddr_in(0, $address);

defined(my $child = fork) or die "delay: fork: $!\n";
exit 0 if $child;
setsid;
open STDIN,  '<', '/dev/null';
open STDOUT, '>', '/dev/null';
open STDERR, '>', '/dev/null';

my @held;    # [when it is due, packet]; a shorter delay does not overtake
my ($delay, $looked) = (0, 0);
while (1) {
    my $now = clock_gettime(CLOCK_MONOTONIC);
    if ($now - $looked >= $LOOK_SECONDS) {
        open my $said, '<', $file or last;
        my $line = <$said>;
        $delay = $1 / 1000 if defined $line && $line =~ /^(\d+)/;
        $looked = $now;
    }
    while (@held && $held[0][0] <= $now) {
        send $out, (shift @held)->[1], 0, $to;
    }
    my $wait = $LOOK_SECONDS;
    if (@held) {
        my $next = $held[0][0] - $now;
        $wait = $next < $wait ? $next : $wait;
    }
    my $ready = '';
    vec($ready, fileno $in, 1) = 1;
    next if select($ready, undef, undef, $wait) <= 0;
    my $from = recv $in, my $packet, 65535, 0;
    next if !defined $from;
    my (undef, undef, undef, undef, $direction) = unpack 'SniSC', $from;
    next if $direction != $PACKET_HOST || substr($packet, 16, 4) ne $address;
    push @held, [clock_gettime(CLOCK_MONOTONIC) + $delay, $packet];
}
