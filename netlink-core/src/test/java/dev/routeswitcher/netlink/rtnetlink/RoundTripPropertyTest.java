package dev.routeswitcher.netlink.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.netlink.address.AddressFlags;
import dev.routeswitcher.netlink.address.AddressMessage;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.ip.IpPrefix;
import dev.routeswitcher.netlink.link.LinkMessage;
import dev.routeswitcher.netlink.message.RtnetlinkMessage;
import dev.routeswitcher.netlink.route.NextHop;
import dev.routeswitcher.netlink.route.RouteAttributes;
import dev.routeswitcher.netlink.route.RouteBuilder;
import dev.routeswitcher.netlink.route.RouteMessage;
import dev.routeswitcher.netlink.route.RouteMetrics;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteTable;
import dev.routeswitcher.netlink.route.Via;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class RoundTripPropertyTest {

  /** What a route is made of, so that what is read can be compared with it. */
  record Parts(
      ByteOrder order,
      IpPrefix destination,
      IpAddress gateway,
      int outputInterface,
      long table,
      long priority,
      int protocol,
      Map<Integer, Long> metrics,
      List<Integer> weights) {

    RouteMessage build() {
      RouteBuilder builder =
          RouteMessage.builder(destination.address().family(), order)
              .destination(destination)
              .gateway(gateway)
              .outputInterface(outputInterface)
              .table(RouteTable.of(table))
              .priority(priority)
              .protocol(RouteProtocol.of(protocol));
      if (!metrics.isEmpty()) {
        builder.metrics(RouteMetrics.of(metrics, order));
      }
      if (!weights.isEmpty()) {
        builder.set(RouteAttributes.MULTIPATH, weights.stream().map(this::hop).toList());
      }
      return builder.build();
    }

    private NextHop hop(int weight) {
      IpAddress way = new IpAddress(destination.address().family(), 0, weight);
      return NextHop.via(way, outputInterface, order).withWeight(weight);
    }
  }

  @Provide
  Arbitrary<Parts> parts() {
    Arbitrary<ByteOrder> orders = Arbitraries.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
    Arbitrary<Long> u32 = Arbitraries.longs().between(0, 0xffff_ffffL);
    Arbitrary<IpAddress> inet = Arbitraries.integers().map(IpAddress::ipv4);
    Arbitrary<IpAddress> inet6 =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(IpAddress::ipv6);
    Arbitrary<IpAddress> any = Arbitraries.oneOf(inet, inet6);
    Arbitrary<IpPrefix> prefixes =
        any.flatMap(
            a ->
                Arbitraries.integers()
                    .between(1, a.bitLength())
                    .map(length -> new IpPrefix(a, length)));
    Arbitrary<Map<Integer, Long>> metrics =
        Arbitraries.maps(
                Arbitraries.integers().between(1, 17).filter(t -> t != RouteMetrics.CC_ALGO), u32)
            .ofMaxSize(5);
    Arbitrary<List<Integer>> weights = Arbitraries.integers().between(1, 256).list().ofMaxSize(4);
    Arbitrary<Integer> indexes = Arbitraries.integers().between(1, Integer.MAX_VALUE);
    Arbitrary<Long> tables = u32.filter(t -> t != 252);
    Arbitrary<Parts> withoutWeights =
        Combinators.combine(
                orders,
                prefixes,
                any,
                indexes,
                tables,
                u32,
                Arbitraries.integers().between(0, 255),
                metrics)
            .as((o, d, g, i, t, p, n, m) -> new Parts(o, d, g, i, t, p, n, m, List.of()));
    return Combinators.combine(withoutWeights, weights)
        .as(
            (p, w) ->
                new Parts(
                    p.order,
                    p.destination,
                    p.gateway,
                    p.outputInterface,
                    p.table,
                    p.priority,
                    p.protocol,
                    p.metrics,
                    w));
  }

  @Property
  void what_was_built_is_read_back_in_either_byte_order(@ForAll("parts") Parts parts) {
    RouteMessage built = parts.build();

    RouteMessage read = RouteMessage.read(cursor(parts.order, encode(24, built, parts.order)));

    assertThat(read).isEqualTo(built);
    assertThat(read.problems()).isEmpty();
    assertThat(read.destination()).hasValue(parts.destination);
    assertThat(read.gateway().or(() -> read.via().flatMap(Via::ipAddress))).hasValue(parts.gateway);
    assertThat(read.gateway().isPresent())
        .isEqualTo(parts.gateway.family().equals(parts.destination.address().family()));
    assertThat(read.outputInterface()).hasValue(parts.outputInterface);
    assertThat(read.table().id()).isEqualTo(parts.table);
    assertThat(read.priority()).hasValue(parts.priority);
    assertThat(read.protocol().value()).isEqualTo(parts.protocol);
    assertThat(read.metrics().map(m -> Map.copyOf(m.values())).orElse(Map.of()))
        .isEqualTo(parts.metrics);
    assertThat(read.nextHops()).extracting(NextHop::weight).isEqualTo(parts.weights);
  }

  @Property
  void an_unchanged_builder_builds_the_same_route(@ForAll("parts") Parts parts) {
    RouteMessage built = parts.build();

    assertThat(built.toBuilder().build()).isEqualTo(built);
  }

  @Property
  void both_byte_orders_read_as_the_same_text(@ForAll("parts") Parts parts) {
    ByteOrder other =
        parts.order == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    Parts swapped =
        new Parts(
            other,
            parts.destination,
            parts.gateway,
            parts.outputInterface,
            parts.table,
            parts.priority,
            parts.protocol,
            parts.metrics,
            parts.weights);

    assertThat(swapped.build()).hasToString(parts.build().toString());
  }

  @Property(tries = 5000)
  void any_bytes_give_messages_or_the_declared_exception(
      @ForAll @Size(max = 400) byte[] bytes, @ForAll("types") int type, @ForAll boolean big) {
    ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    NetlinkWriter writer = new NetlinkWriter(order);
    int start = writer.beginMessage(new NetlinkHeader(type, 0x200, 0, 0));
    writer.bytes(bytes);

    DatagramFuzz.fuzzerTestOneInput(writer.endMessage(start).toBytes().toArray());
  }

  @Provide
  Arbitrary<Integer> types() {
    return Arbitraries.of(2, 3, 16, 20, 24, 28, 32, 36, 104);
  }

  private static MessageCursor cursor(ByteOrder order, Bytes bytes) {
    ByteBuffer buffer = bytes.asBuffer();
    MessageCursor cursor = new MessageCursor(order).over(buffer);
    cursor.next();
    return cursor;
  }

  private static Bytes encode(int type, RtnetlinkMessage message, ByteOrder order) {
    NetlinkWriter writer = new NetlinkWriter(order);
    int start = writer.beginMessage(new NetlinkHeader(type, 0, 0, 0));
    message.writeTo(writer);
    return writer.endMessage(start).toBytes();
  }

  @Property
  void links_and_addresses_are_read_back_in_either_byte_order(
      @ForAll boolean big, @ForAll int index, @ForAll int address) {
    ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    LinkMessage link = LinkMessage.builder(order).index(index).up().name("eth0").mtu(1500).build();
    AddressMessage own =
        AddressMessage.builder(new IpPrefix(IpAddress.ipv4(address), 24), index, order)
            .flags(new AddressFlags(AddressFlags.PERMANENT))
            .build();

    assertThat(RtnetlinkMessages.read(cursor(order, encode(16, link, order)))).isEqualTo(link);
    assertThat(RtnetlinkMessages.read(cursor(order, encode(20, own, order)))).isEqualTo(own);
    assertThat(own.interfaceIndex()).isEqualTo(index);
  }
}
