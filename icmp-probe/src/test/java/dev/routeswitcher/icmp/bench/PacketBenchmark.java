package dev.routeswitcher.icmp.bench;

import dev.routeswitcher.icmp.packet.EchoMessage;
import dev.routeswitcher.icmp.packet.EchoView;
import dev.routeswitcher.icmp.packet.IcmpMessage;
import dev.routeswitcher.icmp.packet.Icmpv4;
import dev.routeswitcher.icmp.packet.InternetChecksum;
import dev.routeswitcher.icmp.packet.MalformedPacketException;
import dev.routeswitcher.icmp.packet.Payload;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The packet codec on an echo reply, in the objects of the public codec and in place. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PacketBenchmark {
  /** Octets of payload: what ping sends, and a full Ethernet frame's. */
  @Param({"56", "1472"})
  public int payload = 56;

  private final EchoView view = new EchoView();
  private EchoMessage message =
      new EchoMessage(EchoMessage.Kind.REPLY, 1, 1, Payload.of(new byte[56]));
  private ByteBuffer packet = ByteBuffer.allocateDirect(0);
  private ByteBuffer out = ByteBuffer.allocateDirect(0);

  /** Makes the packet. */
  @Setup
  public void prepare() {
    message = new EchoMessage(EchoMessage.Kind.REPLY, 1, 1, Payload.of(new byte[payload]));
    packet = ByteBuffer.allocateDirect(payload + 8);
    Icmpv4.encode(message, packet);
    packet.flip();
    out = ByteBuffer.allocateDirect(payload + 8);
  }

  @Benchmark
  public ByteBuffer encode() {
    Icmpv4.encode(message, out.clear());
    return out;
  }

  @Benchmark
  public IcmpMessage decode() throws MalformedPacketException {
    return Icmpv4.decode(packet);
  }

  /** As the prober reads a reply. */
  @Benchmark
  public long viewInPlace() {
    if (!view.isOn(packet) || !view.isIntact()) {
      throw new IllegalStateException("the packet is damaged");
    }
    return view.type() + view.identifier() + view.sequence() + view.payloadLongAt(0);
  }

  @Benchmark
  public int checksum() {
    return InternetChecksum.of(packet);
  }
}
