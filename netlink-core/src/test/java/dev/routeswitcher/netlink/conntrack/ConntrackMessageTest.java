package dev.routeswitcher.netlink.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.netlink.Captures;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.AttributeType.LongForm;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.Bytes;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.MalformedMessageException;
import dev.routeswitcher.netlink.codec.MessageCursor;
import dev.routeswitcher.netlink.codec.NetlinkHeader;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.fuzz.ConntrackFuzz;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import java.nio.ByteOrder;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ConntrackMessageTest {
  private static final IpAddress CLIENT = IpAddress.parse("192.0.2.9");
  private static final IpAddress SERVER = IpAddress.parse("203.0.113.8");

  /** What an entry is made of, so that what is read can be compared with it. */
  record Parts(
      ByteOrder order,
      IpAddress source,
      IpAddress destination,
      int sourcePort,
      int destinationPort,
      long status,
      long id,
      int zone) {

    ConntrackMessage build() {
      ConntrackTuple.Builder there = ConntrackTuple.builder(order).source(source);
      ConntrackTuple.Builder back = ConntrackTuple.builder(order).source(destination);
      return ConntrackMessage.builder(source.family(), order)
          .original(
              there
                  .destination(destination)
                  .protocol(17)
                  .ports(sourcePort, destinationPort)
                  .zone(zone)
                  .build())
          .reply(back.destination(source).protocol(17).ports(destinationPort, sourcePort).build())
          .status(status)
          .id(id)
          .zone(zone)
          .build();
    }
  }

  @Provide
  Arbitrary<Parts> parts() {
    Arbitrary<Boolean> ipv4 = Arbitraries.of(true, false);
    Arbitrary<Long> u32 = Arbitraries.longs().between(0, 0xffff_ffffL);
    Arbitrary<Integer> u16 = Arbitraries.integers().between(0, 0xffff);
    return ipv4.flatMap(
        isIpv4 -> {
          Arbitrary<IpAddress> addresses =
              isIpv4
                  ? Arbitraries.integers().map(IpAddress::ipv4)
                  : Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
                      .as(IpAddress::ipv6);
          return Combinators.combine(
                  Arbitraries.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN),
                  addresses,
                  addresses,
                  u16,
                  u16,
                  u32,
                  u32,
                  u16)
              .as(Parts::new);
        });
  }

  private static Bytes encode(ConntrackMessage entry) {
    NetlinkWriter writer = new NetlinkWriter(entry.attributes().order());
    int start = writer.beginMessage(new NetlinkHeader(ConntrackType.NEW, 0, 1, 2));
    entry.writeTo(writer);
    return writer.endMessage(start).toBytes();
  }

  private static ConntrackMessage decode(Bytes bytes, ByteOrder order) {
    MessageCursor cursor = new MessageCursor(order).over(bytes.asBuffer());
    assertThat(cursor.next()).isTrue();
    return ConntrackMessage.read(cursor);
  }

  @Property
  void what_was_built_is_read_back_in_either_byte_order(@ForAll("parts") Parts parts) {
    ConntrackMessage built = parts.build();

    ConntrackMessage read = decode(encode(built), parts.order);

    assertThat(read).isEqualTo(built);
    assertThat(read.problems()).isEmpty();
    assertThat(read.original().source()).hasValue(parts.source);
    assertThat(read.reply().destination()).hasValue(parts.source);
    assertThat(read.original().sourcePort()).hasValue(parts.sourcePort);
    assertThat(read.reply().destinationPort()).hasValue(parts.sourcePort);
    assertThat(read.original().zone()).hasValue(parts.zone);
    assertThat(read.status().bits()).isEqualTo(parts.status);
    assertThat(read.id()).hasValue(parts.id);
    assertThat(read.zone()).isEqualTo(parts.zone);
    assertThat(read.mark()).isEmpty();
  }

  @Property
  void numbers_and_addresses_are_in_network_order_whatever_the_machine_is(
      @ForAll("parts") Parts parts) {
    ByteOrder other =
        parts.order == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    Parts same =
        new Parts(
            other,
            parts.source,
            parts.destination,
            parts.sourcePort,
            parts.destinationPort,
            parts.status,
            parts.id,
            parts.zone);

    assertThat(same.build()).hasToString(parts.build().toString());
  }

  @Example
  void a_zone_of_four_bytes_is_what_the_kernel_makes_of_it() {
    ConntrackMessage entry =
        ConntrackMessage.builder(AddressFamily.INET, ByteOrder.LITTLE_ENDIAN)
            .original(tuple())
            .attribute(ConntrackAttributes.ZONE.number(), w -> w.be16(7).be16(9))
            .build();
    assertThat(entry.zone()).isEqualTo(7);
    assertThat(entry.key().zone()).isEqualTo(7);
    assertThat(entry.problems()).isEmpty();
    assertThat(entry.toString()).contains("zone=7");
  }

  @Example
  void a_zone_of_one_byte_is_malformed() {
    ConntrackMessage entry =
        ConntrackMessage.builder(AddressFamily.INET, ByteOrder.LITTLE_ENDIAN)
            .attribute(ConntrackAttributes.ZONE.number(), w -> w.u8(7))
            .build();
    assertThatThrownBy(entry::zone)
        .isInstanceOf(MalformedAttributeException.class)
        .hasMessageContaining("2 bytes or more");
  }

  private static ConntrackTuple tuple() {
    return ConntrackTuple.builder(ByteOrder.LITTLE_ENDIAN)
        .source(CLIENT)
        .destination(SERVER)
        .protocol(17)
        .build();
  }

  /** A request to delete that names no entry empties the whole tracker. */
  @Example
  void there_is_no_key_without_a_whole_original_tuple() {
    ConntrackTuple noAddress = ConntrackTuple.builder().protocol(17).ports(1, 2).build();
    ConntrackTuple noDestination = ConntrackTuple.builder().source(CLIENT).protocol(17).build();
    ConntrackTuple noProtocol = ConntrackTuple.builder().source(CLIENT).destination(SERVER).build();

    for (ConntrackTuple tuple : List.of(noAddress, noDestination, noProtocol)) {
      ConntrackMessage entry = ConntrackMessage.builder(AddressFamily.INET).original(tuple).build();
      assertThatThrownBy(entry::key)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("without its original tuple");
    }
    ConntrackMessage replyOnly =
        ConntrackMessage.builder(AddressFamily.INET)
            .reply(ConntrackTuple.builder().source(SERVER).destination(CLIENT).protocol(17).build())
            .build();
    assertThatThrownBy(replyOnly::key).isInstanceOf(IllegalArgumentException.class);
  }

  @Example
  void a_message_shorter_than_its_fixed_part_is_malformed() {
    Bytes bytes = Bytes.parseHex("12000000000100000000000000000000" + "0200");

    assertThatThrownBy(() -> decode(bytes, ByteOrder.LITTLE_ENDIAN))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("nfgenmsg");
  }

  @Example
  void an_address_of_the_wrong_length_fails_alone() {
    AttributesBuilder addresses = new AttributesBuilder(ByteOrder.nativeOrder());
    addresses.set(TupleAttributes.V4_SOURCE.number(), w -> w.u16(7));
    addresses.set(TupleAttributes.V4_DESTINATION, SERVER);
    AttributesBuilder tuple = new AttributesBuilder(ByteOrder.nativeOrder());
    tuple.set(TupleAttributes.IP, addresses.build());
    ConntrackMessage entry =
        ConntrackMessage.builder(AddressFamily.INET)
            .original(new ConntrackTuple(tuple.build(0, TupleAttributes.SCHEMA)))
            .mark(5)
            .build();

    assertThatThrownBy(() -> entry.original().source())
        .isInstanceOf(MalformedAttributeException.class)
        .hasMessageContaining("CTA_IP_V4_SRC");
    assertThat(entry.original().destination()).hasValue(SERVER);
    assertThat(entry.mark()).hasValue(5);
    assertThat(entry.problems()).hasSize(1);
    assertThat(entry).hasToString("src=? dst=203.0.113.8 mark=5");
  }

  @Example
  void unknown_attributes_are_kept() {
    ConntrackMessage built =
        ConntrackMessage.builder(AddressFamily.INET)
            .mark(5)
            .set(new AttributeType.OfLong(4000, "4000", LongForm.U32), 77)
            .build();
    byte[] bytes = encode(built).toArray();
    bytes[18] = 0x12;
    bytes[19] = 0x34;
    ConntrackMessage entry = decode(Bytes.of(bytes), ByteOrder.nativeOrder());

    ConntrackMessage read = decode(encode(entry), ByteOrder.nativeOrder());

    assertThat(read).isEqualTo(entry);
    assertThat(read.resourceId()).isEqualTo(0x1234);
    assertThat(read.attributes().get(new AttributeType.OfLong(4000, "4000", LongForm.U32)))
        .hasValue(77);
  }

  @Example
  void types_and_unknown_status_bits_have_names() {
    assertThat(ConntrackType.name(ConntrackType.DELETE)).isEqualTo("IPCTNL_MSG_CT_DELETE");
    assertThat(ConntrackType.name(0x1ff)).isEqualTo("IPCTNL_MSG_CT_511");
    assertThat(ConntrackType.isConntrack(0x200)).isFalse();
    assertThat(new ConntrackStatus(0x8001_0200L)).hasToString("dying 0x80010000");
  }

  @Property(tries = 2_000)
  void real_entries_made_wrong_are_read_or_said_to_be_malformed(
      @ForAll("captured") byte[] message,
      @ForAll @IntRange(max = 999) int place,
      @ForAll byte value,
      @ForAll @IntRange(max = 999) int secondPlace,
      @ForAll @IntRange(max = 9) int secondValue) {
    byte[] wrong = message.clone();
    wrong[place * wrong.length / 1_000] = value;
    wrong[secondPlace * wrong.length / 1_000] = (byte) secondValue;

    ConntrackFuzz.fuzzerTestOneInput(wrong);
  }

  @Property
  void any_bytes_are_read_or_said_to_be_malformed(@ForAll byte[] bytes) {
    ConntrackFuzz.fuzzerTestOneInput(bytes);
  }

  @Provide
  Arbitrary<byte[]> captured() {
    return Arbitraries.of(
        Captures.connections().stream().map(capture -> capture.bytes().toArray()).toList());
  }
}
