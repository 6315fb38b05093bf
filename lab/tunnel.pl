#!/usr/bin/perl
# A point-to-point link whose far end answers every ping, whatever the address.
use strict;
use warnings;
use Fcntl;

my $USAGE = <<'END';
lab tunnel NAME INTERFACE

Makes a point-to-point interface on the host (a tun device), as PPP or a VPN would: there is no gateway
on it and no neighbour to look for. Whatever is pinged through it, over IPv4 or IPv6, answers. It is
there until this command is ended; addresses and routes are for the caller to give.
END

my ($name) = @ARGV;
if (@ARGV != 1 || $name eq '--help') { print $USAGE; exit(@ARGV == 1 ? 0 : 2) }

my ($TUNSETIFF, $IFF_TUN, $IFF_NO_PI) = (0x400454ca, 0x0001, 0x1000);    # linux/if_tun.h
my ($ICMP, $ICMPV6) = (1, 58);

sysopen my $tun, '/dev/net/tun', O_RDWR or die "tunnel: /dev/net/tun: $!\n";
ioctl $tun, $TUNSETIFF, pack 'a16sx22', $name, $IFF_TUN | $IFF_NO_PI or die "tunnel: $name: $!\n";
$| = 1;
print "$name is there\n";

while (sysread $tun, my $packet, 65536) {
    my $version = ord($packet) >> 4;
    my $answer = $version == 4 ? answer4($packet) : $version == 6 ? answer6($packet) : undef;
    syswrite $tun, $answer if defined $answer;
}

# Source and destination change places, and the request becomes a reply. As 16-bit words are only
# moved about, the checksum differs by what the type does.

sub answer4 {
    my ($packet) = @_;
    my $header = 4 * (ord($packet) & 0x0f);
    return undef if ord(substr $packet, 9, 1) != $ICMP || ord(substr $packet, $header, 1) != 8;
    substr $packet, 12, 8, substr($packet, 16, 4) . substr($packet, 12, 4);
    return replied($packet, $header, 0);
}

sub answer6 {
    my ($packet) = @_;
    return undef if ord(substr $packet, 6, 1) != $ICMPV6 || ord(substr $packet, 40, 1) != 128;
    substr $packet, 8, 32, substr($packet, 24, 16) . substr($packet, 8, 16);
    return replied($packet, 40, 129);
}

# RFC 1624: HC' = ~(~HC + ~m + m')
sub replied {
    my ($packet, $header, $type) = @_;
    my ($old, $sum) = unpack 'nn', substr $packet, $header, 4;
    my $new = $type << 8 | $old & 0xff;
    $sum = (~$sum & 0xffff) + (~$old & 0xffff) + $new;
    $sum = ($sum & 0xffff) + ($sum >> 16) for 1 .. 2;
    substr $packet, $header, 4, pack 'nn', $new, ~$sum & 0xffff;
    return $packet;
}
