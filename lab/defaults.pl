#!/usr/bin/perl
# Watches, by the kernel's own news, that the host is never without a default route.
use strict;
use warnings;
use Errno qw(EINTR ENOBUFS);
use Getopt::Long;
use Socket;
use Time::HiRes qw(time);

my $USAGE = <<'END';
lab defaults NAME [option...]

Keeps count of the default routes of the host's main table by the kernel's route and link events. Ends
after --seconds, or on SIGINT or SIGTERM.

  --seconds S    how long (10)
  --ipv6         those of IPv6

The line:  changes=412 none=0 fewest=2 most=3 lost=no
  changes        default routes that were added, replaced or deleted
  none           how often the last default route went
  fewest, most   default routes at one moment
  lost           whether the kernel had more news than could be kept: the rest then proves nothing
END

my ($seconds, $ipv6) = (10, 0);
GetOptions('seconds=f' => \$seconds, 'ipv6' => \$ipv6, 'help' => sub { print $USAGE; exit 0 })
  && !@ARGV
  or die $USAGE;

# linux/netlink.h, linux/rtnetlink.h, linux/if.h
my ($AF_NETLINK, $NETLINK_ROUTE, $SO_RCVBUFFORCE, $NLM_F_REPLACE) = (16, 0, 33, 0x100);
my ($RTM_NEWLINK, $RTM_DELLINK, $RTM_NEWROUTE, $RTM_DELROUTE) = (16, 17, 24, 25);
my ($RTMGRP_LINK, $RTMGRP_IPV4_ROUTE, $RTMGRP_IPV6_ROUTE) = (1, 0x40, 0x400);
my ($RTA_OIF, $RTA_PRIORITY, $RT_TABLE_MAIN, $IFF_UP) = (4, 6, 254, 1);
my $family = $ipv6 ? AF_INET6 : AF_INET;

socket(my $news, $AF_NETLINK, SOCK_RAW, $NETLINK_ROUTE) or die "defaults: no netlink socket: $!\n";
setsockopt $news, SOL_SOCKET, $SO_RCVBUFFORCE, pack 'l', 64 << 20;
my $groups = $RTMGRP_LINK | ($ipv6 ? $RTMGRP_IPV6_ROUTE : $RTMGRP_IPV4_ROUTE);
bind $news, pack 'S x2 L L', $AF_NETLINK, 0, $groups or die "defaults: no news of routes: $!\n";

# By metric, the interface of each; what changes from here on is in the news.
my (%routes, %index);
for my $line (qx(ip -o link show)) {
    $index{$2} = $1 if $line =~ /^(\d+): ([^:@]+)/;
}
for my $line (qx(ip -o @{[$ipv6 ? '-6' : '-4']} route show default)) {
    my ($device) = $line =~ / dev (\S+)/;
    my ($metric) = $line =~ / metric (\d+)/;
    $routes{ $metric // 0 } = $index{ $device // '' } // 0;
}

my ($changes, $none, $fewest, $most, $lost) = (0, 0, scalar keys %routes, scalar keys %routes, 'no');
my $ending = 0;
$SIG{INT} = $SIG{TERM} = sub { $ending = 1 };
my $end = time + $seconds;
while (!$ending && time < $end) {
    vec(my $readable = '', fileno $news, 1) = 1;
    select($readable, undef, undef, 0.1) > 0 or next;
    my $datagram;
    if (!defined recv $news, $datagram, 65536, 0) {
        $lost = 'yes' if $!{ENOBUFS};
        $!{ENOBUFS} || $!{EINTR} or die "defaults: $!\n";
        next;
    }
    take($datagram);
}
print "changes=$changes none=$none fewest=$fewest most=$most lost=$lost\n";

sub take {
    my ($datagram) = @_;
    while (length $datagram >= 16) {
        my ($length, $type, $flags) = unpack 'L S S', $datagram;
        last if $length < 16;
        my $body = substr $datagram, 16, $length - 16;
        if    ($type == $RTM_NEWROUTE || $type == $RTM_DELROUTE) { route($type, $flags, $body) }
        elsif ($type == $RTM_NEWLINK || $type == $RTM_DELLINK)   { link_news($type, $body) }
        $datagram = substr $datagram, min(length $datagram, ($length + 3) & ~3);
    }
}

sub route {
    my ($type, $flags, $body) = @_;
    my ($of, $destination, undef, $tos, $table) = unpack 'C5', $body;
    return if $of != $family || $destination != 0 || $table != $RT_TABLE_MAIN || $tos != 0;
    my $attributes = attributes(substr $body, 12);
    my $metric     = unpack 'L', $attributes->{$RTA_PRIORITY} // pack 'L', 0;
    my $interface  = unpack 'L', $attributes->{$RTA_OIF}      // pack 'L', 0;
    $changes++;
    if ($type == $RTM_NEWROUTE) {
        $routes{$metric} = $interface;
    }
    elsif (($routes{$metric} // -1) == $interface) {
        delete $routes{$metric};
    }
    count();
}

# The kernel says nothing of the routes that go with an interface.
sub link_news {
    my ($type, $body) = @_;
    my (undef, undef, $interface, $flags) = unpack 'S S l L', $body;
    return if $type == $RTM_NEWLINK && $flags & $IFF_UP;
    my @gone = grep { $routes{$_} == $interface } keys %routes;
    delete @routes{@gone};
    count() if @gone;
}

sub count {
    my $now = keys %routes;
    $none++         if $now == 0;
    $fewest = $now if $now < $fewest;
    $most   = $now if $now > $most;
}

sub attributes {
    my ($rest) = @_;
    my %found;
    while (length $rest >= 4) {
        my ($length, $type) = unpack 'S S', $rest;
        last if $length < 4;
        $found{ $type & 0x3fff } = substr $rest, 4, $length - 4;
        $rest = substr $rest, min(length $rest, ($length + 3) & ~3);
    }
    return \%found;
}

sub min { return $_[0] < $_[1] ? $_[0] : $_[1] }
