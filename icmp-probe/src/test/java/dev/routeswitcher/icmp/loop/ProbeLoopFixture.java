package dev.routeswitcher.icmp.loop;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.ProbeListener;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeOutcome.Replied;
import dev.routeswitcher.icmp.ProbeOutcome.Unreachable;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.ProberCounters;
import dev.routeswitcher.icmp.RttClock;
import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.Icmpv4;
import dev.routeswitcher.icmp.packet.Payload;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The prober's loop on a scripted network, driven by the test in virtual time. */
final class ProbeLoopFixture {
  static final InetAddress TARGET = InetAddresses.forString("203.0.113.8");
  static final InetAddress OTHER = InetAddresses.forString("203.0.113.9");
  static final InetAddress ROUTER = InetAddresses.forString("192.0.2.1");

  static final Duration SECOND = Duration.ofSeconds(1);

  /** What one probe's listener was recorded. */
  static final class RecordingListener implements ProbeListener {
    final List<ProbeOutcome> outcomes = new ArrayList<>();
    final List<Replied> lateReplies = new ArrayList<>();

    @Override
    public void onOutcome(ProbeRequest request, ProbeOutcome outcome) {
      outcomes.add(outcome);
    }

    @Override
    public void onLateReply(ProbeRequest request, Replied reply) {
      lateReplies.add(reply);
    }
  }

  final VirtualClock clock = new VirtualClock();
  final ScriptedNetwork network = new ScriptedNetwork(clock);
  final ProbeLoop loop = new ProbeLoop(network, clock, new Random(1), 100_000);

  static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  /** The outcome for a reply that the scripted kernel stamped. */
  static Replied repliedAfter(Duration rtt) {
    return new Replied(rtt.toNanos(), ScriptedNetwork.TTL, RttClock.KERNEL_RECEIVE_STAMP);
  }

  /** Hands a probe over by eth0 and lets the loop send it. */
  RecordingListener probe(InetAddress target, Duration timeout) {
    return probe("eth0", target, timeout);
  }

  RecordingListener probe(String interfaceName, InetAddress target, Duration timeout) {
    RecordingListener recorded = new RecordingListener();
    probe(interfaceName, target, timeout, recorded);
    return recorded;
  }

  void probe(String interfaceName, InetAddress target, Duration timeout, ProbeListener listener) {
    offer(interfaceName, target, timeout, listener);
    loop.turn();
  }

  /** Hands a probe over by eth0 and leaves it in the queue. */
  void offer(InetAddress target, Duration timeout, ProbeListener listener) {
    offer("eth0", target, timeout, listener);
  }

  private void offer(
      String interfaceName, InetAddress target, Duration timeout, ProbeListener listener) {
    loop.probe(request(interfaceName, target, timeout), listener);
  }

  /** A request by eth0, with a deadline from now. */
  ProbeRequest request(InetAddress target, Duration timeout) {
    return request("eth0", target, timeout);
  }

  private ProbeRequest request(String interfaceName, InetAddress target, Duration timeout) {
    long deadline = clock.monotonicNanos() + timeout.toNanos();
    return new ProbeRequest(interfaceName, target, deadline);
  }

  /** Lets virtual time pass, turn by turn. */
  void run(Duration time) {
    run(time, () -> {});
  }

  /** Lets virtual time pass, and has something done after each turn of the loop. */
  void run(Duration time, Runnable afterTurn) {
    network.horizonNanos = clock.monotonicNanos() + time.toNanos();
    do {
      loop.turn();
      afterTurn.run();
    } while (network.horizonNanos - clock.monotonicNanos() > 0);
    loop.turn();
    afterTurn.run();
  }

  /** Stops the prober's thread, but neither the clocks nor the network. */
  void pause(Duration time) {
    clock.advance(time);
    network.horizonNanos = clock.monotonicNanos();
  }

  /** Lets the reply to what was sent last arrive on eth0. */
  void reply(Duration in) {
    reply(in, network.lastSent());
  }

  void reply(Duration in, ScriptedNetwork.Sent to) {
    network.socket(to.interfaceName()).arrive(in, to.target(), replyTo(to.echo()));
  }

  /** Has the kernel refuse the next probe, also when it is tried a second time. */
  void refuseNextSend(String interfaceName, int errno) {
    network.socket(interfaceName).sendResults.addAll(List.of(errno, errno));
  }

  /** Lets an ICMP error about a probe arrive on the interface it left by. */
  void unreachable(Duration in, Unreachable error, ScriptedNetwork.Sent about) {
    network
        .socket(about.interfaceName())
        .arriveError(
            in, error.type(), error.code(), error.reporter(), about.target(), encode(about.echo()));
  }

  static ByteBuffer replyTo(EchoMessage request) {
    return reply(request.identifier(), request.sequence(), request.payload());
  }

  static ByteBuffer reply(int identifier, int sequence, Payload payload) {
    return encode(new EchoMessage(EchoMessage.Kind.REPLY, identifier, sequence, payload));
  }

  static ByteBuffer encode(EchoMessage message) {
    ByteBuffer packet = ByteBuffer.allocate(128);
    Icmpv4.encode(message, packet);
    return packet.flip();
  }

  ProberCounters counters() {
    return loop.counters();
  }
}
