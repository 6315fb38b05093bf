#!/usr/bin/perl
# Records the ICMP packets that pass a provider's end of an uplink.
use strict;
use warnings;
use Getopt::Long;
use Socket qw(:DEFAULT inet_ntop AF_INET6);
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my $USAGE = <<'END';
lab capture NAME primary|secondary [option...]

Prints every ICMP and ICMPv6 packet on the provider's side of the uplink, with the kernel's receive time:

  1795410617.169662 from-host 192.0.2.2 203.0.113.8 echo-request id=4711 seq=3 bytes=84
  1795410617.169702 to-host 203.0.113.8 192.0.2.2 echo-reply id=4711 seq=3 bytes=84

Seen is what arrives, also if a fault makes the provider drop it afterwards. Setting the link down or
deleting it does not end the recording; SIGINT and SIGTERM do.

  --pcap FILE    record for tcpdump or Wireshark too
  --seconds S    end after so long
END

# A packet socket of all interfaces (one that is bound ends when its interface is set down), less the
# one towards the internet, whose index the lab puts in front of the options.
my ($PF_PACKET, $ETH_P_ALL, $PACKET_OUTGOING, $SIOCGSTAMP) = (17, 0x0003, 4, 0x8906);
my ($IPPROTO_ICMP, $IPPROTO_ICMPV6, $LINKTYPE_RAW) = (1, 58, 101);
my %TYPE = (0 => 'echo-reply', 3 => 'unreachable', 5 => 'redirect', 8 => 'echo-request', 11 => 'time-exceeded');
my %TYPE6 = (
    1   => 'unreachable',
    3   => 'time-exceeded',
    128 => 'echo-request',
    129 => 'echo-reply',
    134 => 'router-advertisement',
    135 => 'neighbour-solicitation',
    136 => 'neighbour-advertisement',
    137 => 'redirect',
);

my ($pcap, $seconds, $inner);
GetOptions(
    'pcap=s'    => \$pcap,
    'seconds=f' => \$seconds,
    'not=i'     => \$inner,
    'help'      => sub { print $USAGE; exit 0 },
) && !@ARGV or die $USAGE;

socket(my $socket, $PF_PACKET, SOCK_DGRAM, unpack 'S', pack 'n', $ETH_P_ALL)
  or die "capture: no packet socket: $!\n";
setsockopt $socket, SOL_SOCKET, SO_RCVBUF, pack 'l', 4 << 20;
ioctl $socket, $SIOCGSTAMP, my $none = "\0" x 16;    # turns the stamping of packets on
my $record;
if (defined $pcap) {
    open $record, '>:raw', $pcap or die "capture: $pcap: $!\n";
    print $record pack 'LSSlLLL', 0xa1b2c3d4, 2, 4, 0, 0, 65535, $LINKTYPE_RAW;
    $record->autoflush(1);
}
$| = 1;

my $ending = 0;
$SIG{INT} = $SIG{TERM} = sub { $ending = 1 };
my $end = defined $seconds ? clock_gettime(CLOCK_MONOTONIC) + $seconds : undef;
while (!$ending && (!defined $end || clock_gettime(CLOCK_MONOTONIC) < $end)) {
    my $ready = '';
    vec($ready, fileno $socket, 1) = 1;
    next if select($ready, undef, undef, 0.1) <= 0;
    my $from = recv $socket, my $packet, 65535, 0;
    take($from, $packet) if defined $from;
}

sub take {
    my ($from, $packet) = @_;
    my (undef, undef, $index, undef, $direction) = unpack 'SniSC', $from;
    return if defined $inner && $index == $inner;
    my ($ip_header, $source, $target, $types) = header($packet) or return;
    return if length $packet < $ip_header + 8;
    my ($type, undef, undef, $id, $sequence) = unpack 'CCnnn', substr $packet, $ip_header;

    ioctl $socket, $SIOCGSTAMP, my $stamp = "\0" x 16 or die "capture: no time stamp: $!\n";
    my ($second, $microsecond) = unpack 'l!l!', $stamp;
    printf "%d.%06d %s %s %s %s id=%d seq=%d bytes=%d\n", $second, $microsecond,
      $direction == $PACKET_OUTGOING ? 'to-host' : 'from-host', $source, $target,
      $types->{$type} // "type-$type", $id, $sequence, length $packet;
    print $record pack('LLLL', $second, $microsecond, (length $packet) x 2), $packet if $record;
}

# Of an ICMP packet: the octets in front of it, source and target as text, the names of its types.
sub header {
    my ($packet) = @_;
    my $version = ord($packet) >> 4;
    if ($version == 4 && length $packet >= 20) {
        my ($protocol, $source, $target) = unpack 'x9 C x2 a4 a4', $packet;
        return if $protocol != $IPPROTO_ICMP;
        return (4 * (ord($packet) & 0x0f), inet_ntoa($source), inet_ntoa($target), \%TYPE);
    }
    if ($version == 6 && length $packet >= 40) {
        my ($protocol, $source, $target) = unpack 'x6 C x a16 a16', $packet;
        return if $protocol != $IPPROTO_ICMPV6;
        return (40, inet_ntop(AF_INET6, $source), inet_ntop(AF_INET6, $target), \%TYPE6);
    }
    return;
}
