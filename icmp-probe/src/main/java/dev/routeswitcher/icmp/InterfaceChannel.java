package dev.routeswitcher.icmp;

import dev.routeswitcher.icmp.ProbeOutcome.NotSent;
import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.Icmpv4;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One interface's socket and the probes sent by it.
 *
 * <p>The socket of an interface that was deleted, renamed or made again is dead for good, and no
 * event tells: it is asked before the first send of each turn, and replaced.
 */
final class InterfaceChannel {
  /**
   * No fewer than the receive buffer can hold, so that one reading takes all that had arrived when
   * it began, and still ends under a flood.
   */
  private static final int MAX_READS = 16_384;

  private static final int MAX_ERRORS = 1_024;
  private static final int MAX_FAILED_READS = 16;

  private static final Logger log = LoggerFactory.getLogger(IcmpProber.class);

  private final String interfaceName;
  private final EchoNetwork network;
  private final Clock clock;
  private final RandomGenerator random;
  private final Counters counters;
  private final ProbeLedger ledger;
  private final SequenceTable probes;
  private final ReplyMatcher matcher;
  private final ByteBuffer packet =
      ByteBuffer.allocateDirect(Icmpv4.HEADER_SIZE + Probe.PAYLOAD_SIZE);
  private final ReceivedMessage received = new ReceivedMessage();

  private @Nullable EchoSocket socket;
  private Identifier identifier = new Identifier(0, false);
  private boolean readyToSend;

  InterfaceChannel(
      String interfaceName,
      EchoNetwork network,
      Clock clock,
      RandomGenerator random,
      Counters counters,
      ProbeLedger ledger) {
    this.interfaceName = interfaceName;
    this.network = network;
    this.clock = clock;
    this.random = random;
    this.counters = counters;
    this.ledger = ledger;
    this.probes = new SequenceTable(random.nextInt());
    this.matcher = new ReplyMatcher(probes, ledger, counters);
  }

  @Nullable EchoSocket socket() {
    return socket;
  }

  /**
   * Says that time has passed since the last send: interface and error queue are looked at anew.
   */
  void newTurn() {
    readyToSend = false;
  }

  /** Sends a probe and puts it into the ledger, or returns why not. */
  @Nullable NotSent send(ProbeRequest request, ProbeListener listener, long serial) {
    try {
      ClockReading now = clock.read();
      int sequence = probes.allocate(now.monotonicNanos());
      if (sequence == SequenceTable.NONE) {
        return Refusal.sequencesInFlight(interfaceName);
      }
      Probe probe = new Probe(request, listener, serial, sequence, random.nextLong(), now);
      int errno = transmit(probe);
      if (errno != ErrorNumber.OK) {
        return Refusal.byKernel(
            "send to " + request.target().getHostAddress() + " by " + interfaceName, errno);
      }
      probes.put(probe);
      ledger.add(probe);
      return null;
    } catch (IcmpSocketException e) {
      return Refusal.byKernel(e);
    }
  }

  /** Reads whatever has arrived. */
  void read() {
    readErrors();
    int failed = 0;
    for (int i = 0; i < MAX_READS && socket != null; i++) {
      int errno = socket.receive(received);
      if (errno == ErrorNumber.EAGAIN) {
        return;
      }
      if (errno == ErrorNumber.OK) {
        matcher.packet(received, identifier, clock.read());
      } else if (++failed < MAX_FAILED_READS) {
        readErrors();
      } else {
        log.warn("socket given up interface={} errno={}", interfaceName, ErrorNumber.name(errno));
        close();
      }
    }
  }

  void close() {
    if (socket != null) {
      socket.close();
      socket = null;
    }
    readyToSend = false;
  }

  private EchoSocket prepare() throws IcmpSocketException {
    if (socket != null && !readyToSend && !socket.isOnItsInterface()) {
      log.debug("interface is gone or another interface={}", interfaceName);
      close();
    }
    if (socket == null) {
      EchoSocket opened = network.open(interfaceName);
      socket = opened;
      boolean kernelChecks = opened.kind() == EchoSocket.Kind.DATAGRAM;
      identifier = new Identifier(random.nextInt() & 0xffff, kernelChecks);
      counters.count(Counter.SOCKET_OPENED);
      log.debug("socket opened interface={} kind={}", interfaceName, opened.kind());
    }
    if (!readyToSend) {
      readErrors();
      readyToSend = true;
    }
    return socket;
  }

  /**
   * Sends once more where the first error need not be this packet's: a dead socket is replaced, and
   * an ICMP error about an earlier packet, which the kernel reports to the next caller, is read.
   */
  private int transmit(Probe probe) throws IcmpSocketException {
    int errno = attempt(probe);
    if (errno == ErrorNumber.OK || errno == ErrorNumber.EAGAIN || errno == ErrorNumber.ENOBUFS) {
      return errno;
    }
    if (errno == ErrorNumber.ENODEV) {
      close();
    } else {
      readErrors();
    }
    return attempt(probe);
  }

  private int attempt(Probe probe) throws IcmpSocketException {
    EchoSocket current = prepare();
    ByteBuffer encoded = encode(probe);
    probe.sendingAt(clock.read());
    return current.send(encoded, probe.request().target());
  }

  private ByteBuffer encode(Probe probe) {
    packet.clear();
    EchoMessage.Kind kind = EchoMessage.Kind.REQUEST;
    Icmpv4.encode(
        new EchoMessage(kind, identifier.value(), probe.sequence(), probe.payload()), packet);
    return packet.flip();
  }

  private void readErrors() {
    for (int i = 0; i < MAX_ERRORS && socket != null; i++) {
      if (socket.receiveError(received) != ErrorNumber.OK) {
        return;
      }
      matcher.error(received, identifier);
    }
  }
}
