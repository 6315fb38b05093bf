package dev.routeswitcher.icmp.loop;

import dev.routeswitcher.icmp.IcmpSocketException;
import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.Icmpv4;
import dev.routeswitcher.icmp.packet.Icmpv6;
import dev.routeswitcher.icmp.packet.MalformedPacketException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network that does what the test says, in virtual time: waiting moves the clock to the next
 * arrival, or to the end of the wait.
 */
final class ScriptedNetwork implements EchoNetwork {
  /** The time-to-live of whatever arrives. */
  static final int TTL = 57;

  /** A packet the prober sent. */
  record Sent(String interfaceName, InetAddress target, EchoMessage echo) {}

  /** A packet, or an entry of the error queue, that becomes readable at a time. */
  private record Arrival(
      long atNanos,
      long stampNanos,
      InetAddress peer,
      ByteBuffer packet,
      @Nullable IcmpError error,
      ReceivedPacket.@Nullable Kind kind) {}

  private record IcmpError(int type, int code, InetAddress reporter) {}

  final VirtualClock clock;
  final List<Sent> sent = new ArrayList<>();
  final List<ScriptedSocket> opened = new ArrayList<>();
  final Set<String> interfaces = new HashSet<>(Set.of("eth0", "eth1"));
  EchoSocket.Kind kind = EchoSocket.Kind.DATAGRAM;

  /** What opening a socket fails with. */
  int openFailure = ErrorNumber.OK;

  int openAttempts;
  boolean transmitStamps = true;

  /** How many packets one read has room for. */
  int readRoom = ReceivedBatch.CAPACITY;

  /** How many times anything was sent. */
  int sendCalls;

  /** For how long the prober's thread stands still as it opens a socket. */
  Duration opening = Duration.ZERO;

  /** For how long it stands still between the mark of departure and the packets' leaving. */
  Duration leaving = Duration.ZERO;

  /** Happens once, after a wait and before the prober goes on. */
  Runnable afterWaiting = () -> {};

  /** Waiting stops here. */
  long horizonNanos;

  ScriptedNetwork(VirtualClock clock) {
    this.clock = clock;
    this.horizonNanos = clock.monotonicNanos();
  }

  /** The first IPv4 socket that is open for an interface. */
  ScriptedSocket socket(String interfaceName) {
    return socket(interfaceName, IpVersion.IPV4);
  }

  /** The first socket of an IP version that is open for an interface. */
  ScriptedSocket socket(String interfaceName, IpVersion version) {
    return opened.stream()
        .filter(s -> s.interfaceName.equals(interfaceName) && s.version == version && !s.closed)
        .findFirst()
        .orElseThrow();
  }

  Sent lastSent() {
    return sent.get(sent.size() - 1);
  }

  /** Deletes an interface; sockets bound to it are dead for good. */
  void deleteInterface(String name) {
    interfaces.remove(name);
    opened.stream().filter(s -> s.interfaceName.equals(name)).forEach(s -> s.orphaned = true);
  }

  /** Renames an interface; sockets bound to it follow it. */
  void renameInterface(String name, String newName) {
    interfaces.remove(name);
    interfaces.add(newName);
    opened.stream().filter(s -> s.interfaceName.equals(name)).forEach(s -> s.renamed = true);
  }

  @Override
  public EchoSocket open(ChannelKey key, int identifier, long cookie) throws IcmpSocketException {
    String interfaceName = key.interfaceName();
    openAttempts++;
    clock.advance(opening);
    if (openFailure != ErrorNumber.OK) {
      throw new IcmpSocketException("open by " + interfaceName, openFailure);
    }
    if (!interfaces.contains(interfaceName)) {
      throw new IcmpSocketException("bind to " + interfaceName, ErrorNumber.ENODEV);
    }
    ScriptedSocket socket = new ScriptedSocket(key.version(), interfaceName);
    opened.add(socket);
    return socket;
  }

  @Override
  public void await(
      List<EchoSocket> sockets, boolean changed, int timeoutMillis, ReadyHandler handler) {
    long left = horizonNanos - clock.monotonicNanos();
    if (timeoutMillis != FOREVER) {
      left = Math.min(left, Duration.ofMillis(timeoutMillis).toNanos());
    }
    for (EchoSocket socket : sockets) {
      left = Math.min(left, ((ScriptedSocket) socket).nanosToNextArrival());
    }
    clock.advance(Duration.ofNanos(Math.max(0, left)));
    for (int i = 0; i < sockets.size(); i++) {
      if (((ScriptedSocket) sockets.get(i)).nanosToNextArrival() <= 0) {
        handler.ready(i);
      }
    }
    Runnable happening = afterWaiting;
    afterWaiting = () -> {};
    happening.run();
  }

  @Override
  public void wakeUp() {}

  @Override
  public void close() {}

  /** One socket of the script. */
  final class ScriptedSocket implements EchoSocket {
    /** What the next sends return; OK when there is nothing left. */
    final Deque<Integer> sendResults = new ArrayDeque<>();

    boolean closed;
    private final IpVersion version;
    private final String interfaceName;
    private boolean orphaned;
    private boolean renamed;
    private boolean looksAlive;
    private final List<Arrival> packets = new ArrayList<>();
    private final List<Arrival> errors = new ArrayList<>();

    private ScriptedSocket(IpVersion version, String interfaceName) {
      this.version = version;
      this.interfaceName = interfaceName;
    }

    /** Makes the interface's disappearance show at the next send, and not before. */
    void hideDeath() {
      looksAlive = true;
    }

    /** Lets a packet arrive some time from now, stamped by the kernel at that moment. */
    void arrive(Duration in, InetAddress from, ByteBuffer packet) {
      arriveStamped(in, clock.read().realtimeNanos() + in.toNanos(), from, packet);
    }

    void arriveStamped(Duration in, long stampNanos, InetAddress from, ByteBuffer packet) {
      packets.add(
          new Arrival(clock.monotonicNanos() + in.toNanos(), stampNanos, from, packet, null, null));
    }

    /** Lets an ICMP error about a packet we sent arrive. */
    void arriveError(
        Duration in,
        int type,
        int code,
        InetAddress reporter,
        InetAddress target,
        ByteBuffer quoted) {
      IcmpError error = new IcmpError(type, code, reporter);
      errors.add(
          new Arrival(clock.monotonicNanos() + in.toNanos(), 0, target, quoted, error, null));
    }

    /** Lets the transmit stamp of a packet we sent become readable, with the frame as sent. */
    void arriveTransmitStamp(Duration in, long stampNanos, ByteBuffer frame) {
      errors.add(
          new Arrival(
              clock.monotonicNanos() + in.toNanos(),
              stampNanos,
              InetAddress.getLoopbackAddress(),
              frame,
              null,
              ReceivedPacket.Kind.TRANSMIT_STAMP));
    }

    private long nanosToNextArrival() {
      long nearest = Long.MAX_VALUE;
      for (List<Arrival> queue : List.of(packets, errors)) {
        for (Arrival arrival : queue) {
          nearest = Math.min(nearest, arrival.atNanos - clock.monotonicNanos());
        }
      }
      return nearest;
    }

    @Override
    public Kind kind() {
      return kind;
    }

    @Override
    public boolean asksForTransmitStamps() {
      return transmitStamps;
    }

    @Override
    public boolean isOnItsInterface() {
      return looksAlive || !(orphaned || renamed);
    }

    @Override
    public int send(RequestBatch batch, int from) {
      if (orphaned) {
        return -ErrorNumber.ENODEV;
      }
      batch.markDeparture();
      clock.advance(leaving);
      sendCalls++;
      for (int i = from; i < batch.size(); i++) {
        Integer result = sendResults.poll();
        if (result != null && result != ErrorNumber.OK) {
          return i > from ? i - from : -result;
        }
        InetAddress target = batch.probe(i).request.target();
        sent.add(new Sent(interfaceName, target, decode(packet(batch, i))));
      }
      return batch.size() - from;
    }

    private static ByteBuffer packet(RequestBatch batch, int index) {
      int start = batch.start(index);
      return batch.memory().duplicate().limit(start + batch.length(index)).position(start);
    }

    private EchoMessage decode(ByteBuffer packet) {
      try {
        return (EchoMessage)
            (version == IpVersion.IPV4 ? Icmpv4.decode(packet) : Icmpv6.decodeVerified(packet));
      } catch (MalformedPacketException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public int receive(ReceivedBatch into) {
      return take(packets, into);
    }

    @Override
    public int receiveErrors(ReceivedBatch into) {
      return take(errors, into);
    }

    private int take(List<Arrival> queue, ReceivedBatch into) {
      int count = 0;
      for (int i = 0; i < queue.size() && count < readRoom; ) {
        if (queue.get(i).atNanos - clock.monotonicNanos() > 0) {
          i++;
        } else {
          fill(into.get(count++), queue.remove(i));
        }
      }
      into.setFilled(count == readRoom);
      return count == 0 ? -ErrorNumber.EAGAIN : count;
    }

    private void fill(ReceivedPacket into, Arrival arrival) {
      into.clear();
      AddressBits peer = AddressBits.of(arrival.peer);
      into.setPeer(peer.high(), peer.low());
      into.setData(arrival.packet);
      into.setTtl(TTL);
      into.setStampRealtimeNanos(arrival.stampNanos);
      if (arrival.error != null) {
        into.setIcmpError(arrival.error.type, arrival.error.code, arrival.error.reporter);
      }
      if (arrival.kind != null) {
        into.setKind(arrival.kind);
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
