package dev.routeswitcher.netlink.bench;

import dev.routeswitcher.netlink.codec.AttributeCursor;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.RouteView;
import dev.routeswitcher.netlink.rtnetlink.RtnetlinkType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What the codec costs for one route of a listing, without the kernel: a datagram of 540 routes as
 * the kernel fills them, in a direct buffer. Run with {@code -prof gc} for the allocation.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class CodecBenchmark {
  private static final int ROUTES = 540;

  private final MessageCursor messages = new MessageCursor(ByteOrder.nativeOrder());
  private final AttributeCursor attributes = new AttributeCursor();
  private final RouteView view = new RouteView();
  private final NetlinkWriter writer = new NetlinkWriter(ByteOrder.nativeOrder());
  private final IpAddress gateway = IpAddress.parse("192.0.2.1");
  private final IpPrefix destination = IpPrefix.parse("198.51.100.0/24");

  private ByteBuffer datagram;
  private RouteMessage route;

  @Setup
  public void fillDatagram() {
    NetlinkWriter filled = new NetlinkWriter(ByteOrder.nativeOrder());
    for (int i = 0; i < ROUTES; i++) {
      int start = filled.beginMessage(header());
      RouteMessage.builder(AddressFamily.INET)
          .attribute(RouteAttributes.TABLE.number(), w -> w.u32(RouteTable.MAIN.id()))
          .destination(new IpPrefix(IpAddress.ipv4(0x0a00_0000 | i << 8), 24))
          .priority(5)
          .gateway(gateway)
          .outputInterface(3)
          .build()
          .writeTo(filled);
      filled.endMessage(start);
    }
    datagram = ByteBuffer.allocateDirect(filled.length());
    datagram.put(filled.toBytes().asBuffer()).flip();
    route = build();
  }

  private static NetlinkHeader header() {
    return new NetlinkHeader(RtnetlinkType.NEWROUTE, NetlinkHeader.MULTI, 1, 2);
  }

  /** Steps over every attribute with the cursors. */
  @Benchmark
  @OperationsPerInvocation(ROUTES)
  public long scan() {
    long sum = 0;
    messages.over(datagram);
    while (messages.next()) {
      messages.attributes(12, attributes);
      while (attributes.next()) {
        sum += attributes.type() + attributes.payloadLength();
      }
    }
    return sum;
  }

  /** Looks at table, destination, metric, gateway and interface through the view. */
  @Benchmark
  @OperationsPerInvocation(ROUTES)
  public long visit() {
    long sum = 0;
    messages.over(datagram);
    while (messages.next()) {
      view.over(messages);
      sum += view.table() + view.priority(0) + view.outputInterface(0);
      sum += view.addressLow(RouteAttributes.DST) + view.addressLow(RouteAttributes.GATEWAY);
    }
    return sum;
  }

  /** Makes a message of every route. */
  @Benchmark
  @OperationsPerInvocation(ROUTES)
  public void materialise(Blackhole blackhole) {
    messages.over(datagram);
    while (messages.next()) {
      blackhole.consume(RouteMessage.read(messages));
    }
  }

  /** Makes a message of every route, and asks for what {@link #visit} looks at. */
  @Benchmark
  @OperationsPerInvocation(ROUTES)
  public void materialiseAndRead(Blackhole blackhole) {
    messages.over(datagram);
    while (messages.next()) {
      RouteMessage read = RouteMessage.read(messages);
      blackhole.consume(read.table());
      blackhole.consume(read.destination());
      blackhole.consume(read.priority());
      blackhole.consume(read.gateway());
      blackhole.consume(read.outputInterface());
    }
  }

  /** Builds a route. */
  @Benchmark
  public RouteMessage build() {
    return RouteMessage.builder(AddressFamily.INET)
        .destination(destination)
        .gateway(gateway)
        .outputInterface(3)
        .priority(5)
        .protocol(RouteProtocol.of(157))
        .build();
  }

  /** Writes a route that is built already as a whole message. */
  @Benchmark
  public int encode() {
    writer.clear();
    int start = writer.beginMessage(header());
    route.writeTo(writer);
    return writer.endMessage(start).length();
  }
}
