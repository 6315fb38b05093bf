package dev.routeswitcher.icmp.loop;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.routeswitcher.icmp.IcmpSocketException;
import dev.routeswitcher.icmp.ProbeOutcome;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket of an interface and the probes sent by it.
 *
 * <p>The socket of an interface that was deleted, renamed or re-created never works again, and no
 * event reports that: it is checked before the first send of each turn, and replaced.
 */
final class EchoLane {
  /**
   * At least as many as the receive buffer can hold, so that one call reads all that had arrived
   * when it began, and still ends under a flood.
   */
  private static final int MAX_READS = 16_384 / ReceivedBatch.CAPACITY;

  private static final int MAX_FAILED_READS = 16;

  /** After this many replies without a transmit stamp the device is assumed to give none. */
  private static final int MAX_MISSED_STAMPS = 16;

  /** This many waiting probes are a burst, which is sent with fewer calls. */
  private static final int BURST = 16;

  private static final int UNSTAMPED_BURST_BATCH = 8;

  private static final long FIRST_REOPEN_NANOS = MILLISECONDS.toNanos(1);
  private static final long LAST_REOPEN_NANOS = SECONDS.toNanos(1);

  private static final Logger log = LoggerFactory.getLogger(EchoLane.class);

  private final ChannelKey key;
  private final LaneContext context;
  private final SequenceTable probes;
  private final ReplyMatcher matcher;
  private final int identifier;
  private final long cookie;
  private @Nullable EchoSocket socket;
  private boolean checked;
  private int missedStamps;
  private long lastDeadlineNanos;
  private @Nullable IcmpSocketException failure;
  private long reopenAtNanos;
  private long reopenDelayNanos = FIRST_REOPEN_NANOS;

  EchoLane(ChannelKey key, LaneContext context) {
    this.key = key;
    this.context = context;
    this.probes = new SequenceTable(context.random.nextInt());
    this.identifier = context.random.nextInt() & 0xffff;
    this.cookie = context.random.nextLong();
    this.lastDeadlineNanos = context.clock.monotonicNanos();
    this.matcher = new ReplyMatcher(key.version(), probes, identifier, cookie, context.counters);
  }

  @Nullable EchoSocket socket() {
    return socket;
  }

  boolean isFull() {
    return probes.isFull();
  }

  /** Whether nothing is in flight, and no late reply is expected. */
  boolean isExpired(long nowNanos) {
    return probes.isIdle() && nowNanos - lastDeadlineNanos > SequenceTable.LATE_REPLY_NANOS;
  }

  /** Whether its socket could not be opened and the next attempt is not due yet. */
  boolean isBackingOff() {
    return failure != null;
  }

  /** Starts a turn: the interface will be checked again. */
  void newTurn() {
    checked = false;
  }

  /**
   * Sends from the head of a queue until it is empty or this lane is full. Every probe taken from
   * it is in the ledger or refused.
   *
   * @return {@link ErrorNumber#OK}, or the error for which the kernel wants a pause
   */
  int send(ArrayDeque<Probe> waiting, long nowNanos) {
    boolean isBurst = waiting.size() >= BURST;
    int errno = ErrorNumber.OK;
    while (errno == ErrorNumber.OK && !waiting.isEmpty() && !probes.isFull()) {
      try {
        prepare(nowNanos);
      } catch (IcmpSocketException e) {
        context.refuseAll(waiting, Refusal.byKernel(e));
        return ErrorNumber.OK;
      }
      fillBatch(waiting, nowNanos, batchLimit(isBurst));
      errno = sendBatch(waiting, nowNanos);
    }
    return errno;
  }

  /** Reads all that has arrived. */
  void read() {
    readErrors();
    int failed = 0;
    for (int i = 0; i < MAX_READS && socket != null; i++) {
      int count = socket.receive(context.packets);
      if (count > 0) {
        takePackets(count);
        if (!context.packets.isFilled()) {
          return;
        }
      } else if (count == -ErrorNumber.EAGAIN) {
        return;
      } else if (++failed < MAX_FAILED_READS) {
        readErrors();
      } else {
        log.warn(
            "socket abandoned after repeated read errors interface={} errno={}",
            key.interfaceName(),
            ErrorNumber.name(-count));
        close();
      }
    }
  }

  void close() {
    if (socket != null) {
      socket.close();
      socket = null;
      context.socketsChanged = true;
    }
    checked = false;
  }

  private void fillBatch(ArrayDeque<Probe> waiting, long nowNanos, int limit) {
    RequestBatch batch = context.requests;
    batch.clear();
    // What was done since the turn began may have taken long: a socket was opened, others sent.
    long fillingAt = context.clock.monotonicNanos();
    for (Probe probe = waiting.peek();
        probe != null && batch.size() < limit && !probes.isFull() && batch.admits(probe);
        probe = waiting.peek()) {
      waiting.remove();
      if (probe.isDueAt(fillingAt)) {
        context.refuse(probe, Refusal.deadlinePassed());
      } else {
        probes.put(probe, nowNanos);
        batch.add(probe, identifier, cookie);
      }
    }
  }

  /**
   * How many packets one system call may send: many with transmit stamps. Without them the time of
   * the call is the only send time, so each packet has its own call, except in a burst, where the
   * time of a packet includes the sending of the few before it.
   */
  private int batchLimit(boolean isBurst) {
    if (socket != null && socket.asksForTransmitStamps() && !isStampless()) {
      return RequestBatch.CAPACITY;
    }
    return isBurst ? UNSTAMPED_BURST_BATCH : 1;
  }

  /** Whether the device appears not to support transmit stamps, as with some drivers. */
  private boolean isStampless() {
    return missedStamps >= MAX_MISSED_STAMPS;
  }

  /**
   * Sends the batch. A probe gets a second attempt where the first error need not be its own: a
   * dead socket is replaced, and an ICMP error about an earlier packet, which the kernel reports to
   * the next caller, is read.
   */
  private int sendBatch(ArrayDeque<Probe> waiting, long nowNanos) {
    RequestBatch batch = context.requests;
    ClockReading clocks = context.clock.read();
    long wallClockOffset = clocks.realtimeNanos() - clocks.monotonicNanos();
    int done = 0;
    int retried = -1;
    while (done < batch.size()) {
      int sent = attempt(done);
      if (sent > 0) {
        book(done, done + sent, wallClockOffset);
        done += sent;
      } else if (isPause(-sent)) {
        putBack(waiting, done);
        return -sent;
      } else if (retried != done) {
        retried = done;
        if (!recover(-sent, waiting, done, nowNanos)) {
          return ErrorNumber.OK;
        }
      } else {
        refuse(batch.probe(done), -sent);
        done++;
      }
    }
    return ErrorNumber.OK;
  }

  private int attempt(int from) {
    EchoSocket open = socket;
    return open == null ? -ErrorNumber.ENODEV : open.send(context.requests, from);
  }

  private void book(int from, int to, long wallClockOffset) {
    long gone = context.clock.monotonicNanos();
    for (int i = from; i < to; i++) {
      Probe probe = context.requests.probe(i);
      boolean tooLate = probe.isDueAt(context.requests.departureNanos());
      probe.setSentAt(context.requests.departureNanos(), gone, wallClockOffset);
      context.ledger.add(probe);
      if (tooLate) {
        context.ledger.leftTooLate(probe);
      }
      if (probe.deadlineNanos() - lastDeadlineNanos > 0) {
        lastDeadlineNanos = probe.deadlineNanos();
      }
    }
  }

  /** Prepares a second attempt; if that fails, refuses all that is left. */
  private boolean recover(int errno, ArrayDeque<Probe> waiting, int from, long nowNanos) {
    if (errno != ErrorNumber.ENODEV) {
      readErrors();
      return true;
    }
    close();
    try {
      prepare(nowNanos);
      return true;
    } catch (IcmpSocketException e) {
      putBack(waiting, from);
      context.refuseAll(waiting, Refusal.byKernel(e));
      return false;
    }
  }

  /** The kernel has no room now: in the device's queue, in this socket's buffer, or in memory. */
  private static boolean isPause(int errno) {
    return errno == ErrorNumber.ENOBUFS
        || errno == ErrorNumber.EAGAIN
        || errno == ErrorNumber.ENOMEM;
  }

  private void putBack(ArrayDeque<Probe> waiting, int from) {
    for (int i = context.requests.size() - 1; i >= from; i--) {
      Probe probe = context.requests.probe(i);
      probes.remove(probe);
      waiting.addFirst(probe);
    }
  }

  private void refuse(Probe probe, int errno) {
    probes.remove(probe);
    context.refuse(probe, Refusal.byKernel(probe.request, errno));
  }

  /** Makes sure that the socket is bound to the interface that now has the name. */
  private void prepare(long nowNanos) throws IcmpSocketException {
    if (socket != null && !checked && !socket.isOnItsInterface()) {
      log.debug("interface deleted or replaced interface={}", key.interfaceName());
      close();
    }
    checked = true;
    if (socket == null) {
      socket = open(nowNanos);
      context.socketsChanged = true;
      context.counters.count(Counter.SOCKET_OPENED);
      log.debug("socket opened interface={} kind={}", key.interfaceName(), socket.kind());
    }
  }

  /**
   * Opens a socket. An absent interface is checked up each time; any other failure is returned
   * again until a delay, doubled each time, is over.
   */
  private EchoSocket open(long nowNanos) throws IcmpSocketException {
    if (failure != null && nowNanos - reopenAtNanos < 0) {
      throw failure;
    }
    try {
      EchoSocket opened = context.network.open(key, identifier, cookie);
      failure = null;
      reopenDelayNanos = FIRST_REOPEN_NANOS;
      return opened;
    } catch (IcmpSocketException e) {
      failure = null;
      if (e.errno() != ErrorNumber.ENODEV) {
        failure = e;
        reopenAtNanos = nowNanos + reopenDelayNanos;
        reopenDelayNanos = Math.min(2 * reopenDelayNanos, LAST_REOPEN_NANOS);
      }
      throw e;
    }
  }

  private void takePackets(int count) {
    ClockReading readAt = context.clock.read();
    for (int i = 0; i < count; i++) {
      ReceivedPacket packet = context.packets.get(i);
      if (packet.kind() == ReceivedPacket.Kind.ICMP_ERROR) {
        takeIcmpError(packet);
      } else {
        takeReply(packet, readAt);
      }
    }
  }

  private void takeReply(ReceivedPacket packet, ClockReading readAt) {
    Probe probe = matcher.findReplied(packet, isIdentifierOurs());
    if (probe == null) {
      return;
    }
    if (probe.transmitStamp() == RoundTrip.NO_STAMP && !isStampless()) {
      missedStamps++;
      readErrors();
    }
    RoundTrip roundTrip =
        RoundTrip.between(
            probe.sentAt(),
            probe.goneNanos(),
            probe.transmitStamp(),
            packet.stampRealtimeNanos(),
            readAt);
    context.ledger.reply(probe, roundTrip, packet.ttl());
  }

  private void readErrors() {
    for (int i = 0; i < MAX_READS && socket != null; i++) {
      int count = socket.receiveErrors(context.errors);
      for (int e = 0; e < count; e++) {
        takeError(context.errors.get(e));
      }
      if (count <= 0 || !context.errors.isFilled()) {
        return;
      }
    }
  }

  private void takeError(ReceivedPacket packet) {
    switch (packet.kind()) {
      case TRANSMIT_STAMP -> {
        Probe probe = matcher.findTransmitted(packet);
        if (probe != null) {
          probe.transmittedAt(packet.stampRealtimeNanos());
          missedStamps = 0;
        }
      }
      case ICMP_ERROR -> takeIcmpError(packet);
      default -> {}
    }
  }

  private void takeIcmpError(ReceivedPacket packet) {
    Probe probe = matcher.findQuoted(packet, isIdentifierOurs());
    ProbeOutcome.Unreachable unreachable = ReplyMatcher.unreachable(packet);
    if (probe != null && unreachable != null) {
      context.ledger.unreachable(probe, unreachable);
    }
  }

  /** Whether requests carry our identifier, not one that the kernel chose. */
  private boolean isIdentifierOurs() {
    return socket == null || socket.kind() == EchoSocket.Kind.RAW;
  }
}
