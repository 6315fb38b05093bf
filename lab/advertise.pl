#!/usr/bin/perl
# Sends one router advertisement (RFC 4861, 4.2) to all nodes of a link.
use strict;
use warnings;
use Getopt::Long;
use Socket qw(:DEFAULT inet_pton pack_sockaddr_in6 AF_INET6 PF_INET6);

my $USAGE = <<'END';
lab advertise NAME UPLINK [option...]

Sends one router advertisement over the uplink, as its provider's router would: the host takes a default
route via the router from it (protocol ra, metric 1024). Needs a lab made with --ipv6.

  --lifetime S       for how long, in seconds; 0 takes the default back (1800)
  --mtu BYTES        with this MTU for the link (none)
  --router ADDRESS   the router's link-local address, which its provider must have (fe80::1)
END

my ($index, $lifetime, $mtu, $router) = (undef, 1800, undef, 'fe80::1');
GetOptions(
    'index=i'    => \$index,
    'lifetime=i' => \$lifetime,
    'mtu=i'      => \$mtu,
    'router=s'   => \$router,
    'help'       => sub { print $USAGE; exit 0 },
) && !@ARGV && ($index || 0) > 0 or die $USAGE;

my ($IPPROTO_IPV6, $IPPROTO_ICMPV6)     = (41, 58);
my ($IPV6_MULTICAST_IF, $IPV6_MULTICAST_HOPS) = (17, 18);    # linux/in6.h
my ($ROUTER_ADVERTISEMENT, $MTU_OPTION) = (134, 5);

socket(my $socket, PF_INET6, SOCK_RAW, $IPPROTO_ICMPV6) or die "advertise: no raw socket: $!\n";
setsockopt($socket, $IPPROTO_IPV6, $IPV6_MULTICAST_HOPS, pack 'i', 255) or die "advertise: $!\n";
setsockopt($socket, $IPPROTO_IPV6, $IPV6_MULTICAST_IF, pack 'i', $index) or die "advertise: $!\n";
my $from = inet_pton(AF_INET6, $router) // die "advertise: --router: no address: $router\n";
bind $socket, pack_sockaddr_in6(0, $from, $index) or die "advertise: $router: $!\n";

# The kernel puts the checksum in.
my $message = pack 'CCnCCnNN', $ROUTER_ADVERTISEMENT, 0, 0, 64, 0, $lifetime, 0, 0;
$message .= pack 'CCnN', $MTU_OPTION, 1, 0, $mtu if defined $mtu;
defined send $socket, $message, 0, pack_sockaddr_in6(0, inet_pton(AF_INET6, 'ff02::1'), $index)
  or die "advertise: $!\n";
