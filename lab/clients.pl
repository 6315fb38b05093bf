#!/usr/bin/perl
# Clients of a control socket that nobody would wish for.
use strict;
use warnings;
use IO::Select;
use IO::Socket::UNIX;
use Time::HiRes qw(time);

my $USAGE = <<'END';
lab/clients.pl SOCKET [COUNT]

COUNT clients (100) of a switcher's control socket, of four sorts in equal shares: who says nothing, who sends a
byte a second, who sends bytes without an end, and who asks to be told of everything and reads nothing. Who
loses the connection comes back 0.1 s later. They go on until this command is ended; then a line says how often
the switcher hung up.
END

my ($path, $count) = @ARGV;
if (!defined $path || $path eq '--help' || @ARGV > 2) { print $USAGE; exit(defined $path ? 0 : 2) }
$count //= 100;

my ($SILENT, $SLOW, $ENDLESS, $DEAF) = 0 .. 3;
my $WATCH = qq({"method":"dev.routeswitcher.Control.Watch","parameters":{"every_seconds":1},"more":true}\0);
my @clients = map { { sort => $_ % 4, due => time } } 1 .. $count;
my ($ended, $hung_up) = (0, 0);
$SIG{TERM} = $SIG{INT} = sub { $ended = 1 };
$SIG{PIPE} = 'IGNORE';

until ($ended) {
    my $now = time;
    my ($reads, $writes) = (IO::Select->new, IO::Select->new);
    for my $client (@clients) {
        act($client) if $now >= $client->{due};
        next unless $client->{socket};
        # Who is deaf to the answers hears the end of the connection only when it writes.
        $reads->add($client->{socket}) unless $client->{sort} == $DEAF;
        $writes->add($client->{socket}) if $client->{sort} == $ENDLESS;
    }
    my ($readable, $writable) = IO::Select->select($reads, $writes, undef, 0.05);
    my %ready = map { $_ => 1 } @{$readable // []}, @{$writable // []};
    for my $client (grep { $_->{socket} && $ready{$_->{socket}} } @clients) {
        my $bytes;
        my $read = $client->{socket}->sysread($bytes, 4096);
        lost($client) if defined $read && $read == 0;
        next unless $client->{socket} && $client->{sort} == $ENDLESS;
        my $written = $client->{socket}->syswrite('{' x 4096);
        lost($client) if !defined $written && !$!{EAGAIN};
    }
}
print "clients=$count hung_up=$hung_up\n";

# What is due: to connect, or the next byte.
sub act {
    my ($client) = @_;
    if (!$client->{socket}) {
        my $socket = IO::Socket::UNIX->new(Peer => $path);
        $client->{due} = time + 0.1;
        return unless $socket;
        $socket->blocking(0);
        $client->{socket} = $socket;
        $socket->syswrite($WATCH) if $client->{sort} == $DEAF;
    }
    $client->{due} = time + 1;
    return unless $client->{sort} == $SLOW || $client->{sort} == $DEAF;
    my $written = $client->{socket}->syswrite($client->{sort} == $SLOW ? '{' : ' ');
    lost($client) if !defined $written && !$!{EAGAIN};
}

sub lost {
    my ($client) = @_;
    $client->{socket}->close;
    delete $client->{socket};
    $client->{due} = time + 0.1;
    $hung_up++;
}
