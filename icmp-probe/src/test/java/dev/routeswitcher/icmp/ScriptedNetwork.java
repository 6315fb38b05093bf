package dev.routeswitcher.icmp;

import dev.routeswitcher.icmp.ReceivedMessage.ExtendedError;
import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.Icmpv4;
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
      @Nullable ExtendedError error) {}

  final VirtualClock clock;
  final List<Sent> sent = new ArrayList<>();
  final List<ScriptedSocket> opened = new ArrayList<>();
  final Set<String> interfaces = new HashSet<>(Set.of("eth0", "eth1"));
  EchoSocket.Kind kind = EchoSocket.Kind.DATAGRAM;

  /** Happens once, after a wait and before the prober goes on. */
  Runnable afterWaiting = () -> {};

  /** Waiting stops here. */
  long horizonNanos;

  ScriptedNetwork(VirtualClock clock) {
    this.clock = clock;
    this.horizonNanos = clock.monotonicNanos();
  }

  /** The socket that is open for an interface. */
  ScriptedSocket socket(String interfaceName) {
    return opened.stream()
        .filter(socket -> socket.interfaceName.equals(interfaceName) && !socket.closed)
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
  public EchoSocket open(String interfaceName) throws IcmpSocketException {
    if (!interfaces.contains(interfaceName)) {
      throw ErrorNumber.exception("bind to " + interfaceName, ErrorNumber.ENODEV);
    }
    ScriptedSocket socket = new ScriptedSocket(interfaceName);
    opened.add(socket);
    return socket;
  }

  @Override
  public void await(List<EchoSocket> sockets, int timeoutMillis, ReadyHandler handler) {
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
    private final String interfaceName;
    private boolean orphaned;
    private boolean renamed;
    private boolean looksAlive;
    private final List<Arrival> packets = new ArrayList<>();
    private final List<Arrival> errors = new ArrayList<>();

    private ScriptedSocket(String interfaceName) {
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
          new Arrival(clock.monotonicNanos() + in.toNanos(), stampNanos, from, packet, null));
    }

    /** Lets an ICMP error about a packet we sent arrive. */
    void arriveError(
        Duration in,
        int type,
        int code,
        InetAddress reporter,
        InetAddress target,
        ByteBuffer quoted) {
      ExtendedError error = new ExtendedError(ExtendedError.ORIGIN_ICMP, type, code, reporter);
      errors.add(new Arrival(clock.monotonicNanos() + in.toNanos(), 0, target, quoted, error));
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
    public boolean isOnItsInterface() {
      return looksAlive || !(orphaned || renamed);
    }

    @Override
    public int send(ByteBuffer packet, InetAddress target) {
      if (orphaned) {
        return ErrorNumber.ENODEV;
      }
      Integer result = sendResults.poll();
      if (result != null && result != ErrorNumber.OK) {
        return result;
      }
      try {
        sent.add(new Sent(interfaceName, target, (EchoMessage) Icmpv4.decode(packet)));
      } catch (MalformedPacketException e) {
        throw new AssertionError(e);
      }
      return ErrorNumber.OK;
    }

    @Override
    public int receive(ReceivedMessage into) {
      return take(packets, into);
    }

    @Override
    public int receiveError(ReceivedMessage into) {
      return take(errors, into);
    }

    private int take(List<Arrival> queue, ReceivedMessage into) {
      for (Arrival arrival : queue) {
        if (arrival.atNanos - clock.monotonicNanos() <= 0) {
          queue.remove(arrival);
          into.clear();
          into.setPeer(arrival.peer);
          into.setPacket(arrival.packet);
          into.setTtl(TTL);
          into.setStampRealtimeNanos(arrival.stampNanos);
          if (arrival.error != null) {
            into.setError(arrival.error);
          }
          return ErrorNumber.OK;
        }
      }
      return ErrorNumber.EAGAIN;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
