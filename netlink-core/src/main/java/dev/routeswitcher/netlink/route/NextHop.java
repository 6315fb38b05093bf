package dev.routeswitcher.netlink.route;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.encapsulation.Encapsulation;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.message.AttributeText;
import dev.routeswitcher.netlink.message.InterfaceNames;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One next hop of a multipath route ({@code struct rtnexthop} and its attributes).
 *
 * @param family of the route
 * @param flags the low byte of {@link RouteFlags}
 * @param weight 1 to 256: its share of the traffic; one less on the wire
 * @param outputInterface index of the interface
 * @param attributes {@code RTA_GATEWAY}, {@code RTA_VIA} and others, as they are on the wire
 */
public record NextHop(
    AddressFamily family,
    RouteFlags flags,
    int weight,
    int outputInterface,
    Attributes attributes) {
  /** All next hops of a route. */
  static final Form<List<NextHop>> FORM =
      Form.runs(
          NextHop::readAll,
          (w, hops) -> hops.forEach(hop -> hop.writeTo(w)),
          attribute -> readAll(attribute).stream().map(NextHop::attributes).toList());

  public NextHop {
    if (flags.bits() > 255 || weight < 1 || weight > 256) {
      throw new IllegalArgumentException("next hop with flags " + flags + ", weight " + weight);
    }
  }

  /** A next hop of weight 1 through a gateway, in the machine's byte order. */
  public static NextHop via(IpAddress gateway, int outputInterface) {
    return via(gateway, outputInterface, ByteOrder.nativeOrder());
  }

  /** A next hop of weight 1 through a gateway. */
  public static NextHop via(IpAddress gateway, int outputInterface, ByteOrder order) {
    return device(gateway.family(), outputInterface, order).withGateway(gateway);
  }

  /** A next hop of weight 1 on a link, in the machine's byte order. */
  public static NextHop device(AddressFamily family, int outputInterface) {
    return device(family, outputInterface, ByteOrder.nativeOrder());
  }

  /**
   * A next hop of weight 1 on a link.
   *
   * @param family of the route
   */
  public static NextHop device(AddressFamily family, int outputInterface, ByteOrder order) {
    Attributes none =
        new AttributesBuilder(order).build(0, RouteAttributes.HOP_SCHEMA.forFamily(family));
    return new NextHop(family, RouteFlags.NONE, 1, outputInterface, none);
  }

  /** The same with another weight. */
  public NextHop withWeight(int newWeight) {
    return new NextHop(family, flags, newWeight, outputInterface, attributes);
  }

  /** The same with other flags, such as {@link RouteFlags#ONLINK}. */
  public NextHop withFlags(RouteFlags newFlags) {
    return new NextHop(family, newFlags, weight, outputInterface, attributes);
  }

  /** The same through a gateway; one of another family than the route's becomes {@code RTA_VIA}. */
  public NextHop withGateway(IpAddress gateway) {
    return gateway.family().equals(family)
        ? with(run -> run.set(RouteAttributes.GATEWAY, gateway))
        : with(run -> run.set(RouteAttributes.VIA, Via.of(gateway)));
  }

  /** The same, but it encapsulates the packets it forwards. */
  public NextHop withEncapsulation(Encapsulation encapsulation) {
    return with(
        run ->
            run.set(RouteAttributes.ENCAP_TYPE, encapsulation.type())
                .set(RouteAttributes.ENCAP, encapsulation));
  }

  /** The same with further attributes. */
  public NextHop with(Consumer<AttributesBuilder> change) {
    AttributesBuilder run = new AttributesBuilder(attributes);
    change.accept(run);
    Attributes changed = run.build(0, RouteAttributes.HOP_SCHEMA.forFamily(family));
    return new NextHop(family, flags, weight, outputInterface, changed);
  }

  /** The gateway, of the route's family; empty if the next hop is on the link, or {@link #via}. */
  public Optional<IpAddress> gateway() {
    return attributes.get(RouteAttributes.GATEWAY);
  }

  /** The gateway of another family. */
  public Optional<Via> via() {
    return attributes.get(RouteAttributes.VIA);
  }

  /** How it encapsulates the packets it forwards. */
  public Optional<Encapsulation> encapsulation() {
    return attributes.get(RouteAttributes.ENCAP);
  }

  private static List<NextHop> readAll(Attribute multipath) {
    AddressFamily family = multipath.siblings().schema().family();
    AttributeSchema schema = RouteAttributes.HOP_SCHEMA.forFamily(family);
    NextHopCursor cursor = new NextHopCursor().over(multipath.cursor(), family);
    List<NextHop> list = new ArrayList<>();
    while (cursor.next()) {
      int from = cursor.position() + NextHopCursor.HEADER_LENGTH;
      list.add(
          new NextHop(
              family,
              new RouteFlags(cursor.flags()),
              cursor.weight(),
              cursor.outputInterface(),
              multipath.attributes(from, cursor.attributesLength(), schema)));
    }
    return list;
  }

  void writeTo(NetlinkWriter writer) {
    int start = writer.length();
    writer.u16(0).u8((int) flags.bits()).u8(weight - 1).s32(outputInterface);
    attributes.writeTo(writer);
    writer.patchU16(start, writer.length() - start).pad();
  }

  /** As {@code ip} prints it: {@code nexthop via 192.0.2.1 dev if3 weight 1}. */
  @Override
  public String toString() {
    return toText(InterfaceNames.BY_INDEX);
  }

  String toText(InterfaceNames names) {
    boolean mpls = family.equals(AddressFamily.MPLS);
    AttributeText text = new AttributeText(attributes).add("nexthop").add(RouteAttributes.ENCAP);
    if (mpls) {
      RouteText.addNewLabels(text);
    }
    RouteText.addGateway(text);
    RouteText.addRealms(text);
    return text.add("dev", names.name(outputInterface))
        .addIf(!mpls, "weight", Integer.toString(weight))
        .addIf(!flags.isEmpty(), flags.toString())
        .line();
  }
}
