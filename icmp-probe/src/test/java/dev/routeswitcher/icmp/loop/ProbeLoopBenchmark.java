package dev.routeswitcher.icmp.loop;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.ProbeOutcome;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.packet.Icmpv4;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a probe costs apart from the kernel: from the queue by way of the encoder to a network that
 * answers at once, and from its reply to its listener.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ProbeLoopBenchmark {
  private static final int BURST = 64;
  private static final InetAddress TARGET = InetAddresses.forString("203.0.113.8");
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final ProbeLoop loop =
      new ProbeLoop(new Mirror(), new OffsetClock(), new Random(1), BURST);

  private long replied;

  /** One probe and its reply. */
  @Benchmark
  public long alone() {
    return probe(1);
  }

  /** One of 64 probes that are sent together. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public long inBurst() {
    return probe(BURST);
  }

  private long probe(int count) {
    long expected = replied + count;
    for (int i = 0; i < count; i++) {
      ProbeRequest request = new ProbeRequest("eth0", TARGET, System.nanoTime() + SECOND);
      loop.probe(
          request, (of, outcome) -> replied += outcome.kind() == ProbeOutcome.Kind.REPLIED ? 1 : 0);
    }
    loop.turn();
    loop.turn();
    if (replied != expected) {
      throw new IllegalStateException("replies are missing: " + loop.counters());
    }
    return expected;
  }

  /** Both clocks for the price of one. */
  private static final class OffsetClock implements Clock {
    private static final long OFFSET = 1L << 60;

    @Override
    public ClockReading read() {
      long now = System.nanoTime();
      return new ClockReading(now, now + OFFSET);
    }

    @Override
    public long monotonicNanos() {
      return System.nanoTime();
    }
  }

  /** A network that has answered as soon as a request is sent. */
  private static final class Mirror implements EchoNetwork {
    @Override
    public EchoSocket open(ChannelKey key, int identifier, long cookie) {
      return new MirrorSocket();
    }

    @Override
    public void await(
        List<EchoSocket> sockets, boolean changed, int timeoutMillis, ReadyHandler handler) {
      for (int i = 0; i < sockets.size(); i++) {
        handler.ready(i);
      }
    }

    @Override
    public void wakeUp() {}

    @Override
    public void close() {}
  }

  private static final class MirrorSocket implements EchoSocket {
    private static final int CHECKSUM = 2;

    /** What the checksum gains when the type becomes 0 (RFC 1624). */
    private static final int LESS_REQUEST_TYPE = Icmpv4.ECHO_REQUEST << 8;

    private final ByteBuffer[] packets = new ByteBuffer[BURST];
    private final ArrayDeque<Probe> answered = new ArrayDeque<>();

    MirrorSocket() {
      for (int i = 0; i < BURST; i++) {
        packets[i] = ByteBuffer.allocateDirect(64);
      }
    }

    @Override
    public Kind kind() {
      return Kind.DATAGRAM;
    }

    @Override
    public boolean asksForTransmitStamps() {
      return false;
    }

    @Override
    public boolean isOnItsInterface() {
      return true;
    }

    @Override
    public int send(RequestBatch batch, int from) {
      batch.markDeparture();
      for (int i = from; i < batch.size(); i++) {
        ByteBuffer reply = packets[answered.size()];
        reply.put(0, batch.memory(), batch.start(i), batch.length(i));
        int sum = Short.toUnsignedInt(reply.getShort(CHECKSUM)) + LESS_REQUEST_TYPE;
        reply.put(0, (byte) Icmpv4.ECHO_REPLY);
        reply.putShort(CHECKSUM, (short) (sum + (sum >>> Short.SIZE)));
        answered.add(batch.probe(i));
      }
      return batch.size() - from;
    }

    @Override
    public int receive(ReceivedBatch into) {
      int count = 0;
      for (Probe probe = answered.poll(); probe != null; probe = answered.poll()) {
        ReceivedPacket packet = into.get(count);
        packet.clear();
        packet.setPeer(probe.target.high(), probe.target.low());
        packet.setData(packets[count]);
        packet.setStampRealtimeNanos(probe.sentAt().realtimeNanos());
        count++;
      }
      return count == 0 ? -ErrorNumber.EAGAIN : count;
    }

    @Override
    public int receiveErrors(ReceivedBatch into) {
      return -ErrorNumber.EAGAIN;
    }

    @Override
    public void close() {}
  }
}
