package dev.routeswitcher.netlink.nexthop;

import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.encapsulation.Encapsulation;
import dev.routeswitcher.netlink.encapsulation.LightweightTunnel;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes a {@link NextHopMessage}. What is not said is as {@code ip nexthop add} has it: no
 * protocol, no flags. Not thread-safe.
 */
public final class NextHopBuilder {
  /** What only the kernel says, and takes from no one. */
  private static final List<Integer> ANSWERS_ONLY =
      List.of(
          NextHopAttributes.OP_FLAGS,
          NextHopAttributes.GROUP_STATS,
          NextHopAttributes.HW_STATS_USED);

  private final AddressFamily family;
  private final AttributesBuilder attributes;
  private RouteProtocol protocol = RouteProtocol.UNSPEC;
  private RouteFlags flags = RouteFlags.NONE;

  NextHopBuilder(AddressFamily family, ByteOrder order) {
    this.family = family;
    this.attributes = new AttributesBuilder(order);
  }

  NextHopBuilder(NextHopMessage nextHop) {
    this.family = nextHop.family();
    this.attributes = new AttributesBuilder(nextHop.attributes());
    this.protocol = nextHop.protocol();
    this.flags = nextHop.flags().without(RouteFlags.DEAD).without(RouteFlags.LINKDOWN);
    ANSWERS_ONLY.forEach(attributes::remove);
  }

  /** The number by which routes refer to it, a u32. */
  public NextHopBuilder id(long id) {
    attributes.u32(NextHopAttributes.ID, id);
    return this;
  }

  /** The gateway. */
  public NextHopBuilder gateway(IpAddress gateway) {
    if (!gateway.family().equals(family)) {
      throw new IllegalArgumentException(gateway + " is not of family " + family);
    }
    attributes.address(NextHopAttributes.GATEWAY, gateway);
    return this;
  }

  /** The index of the output interface. */
  public NextHopBuilder outputInterface(int index) {
    attributes.s32(NextHopAttributes.OIF, index);
    return this;
  }

  /** Drops every packet. */
  public NextHopBuilder blackhole() {
    attributes.flag(NextHopAttributes.BLACKHOLE);
    return this;
  }

  /** It is for a bridge's forwarding table. */
  public NextHopBuilder forwardingEntry() {
    attributes.flag(NextHopAttributes.FDB);
    return this;
  }

  /** Shares out traffic among other next hops by hash thresholds. */
  public NextHopBuilder group(List<NextHopGroupMember> members) {
    attributes.set(NextHopAttributes.GROUP, w -> members.forEach(member -> member.writeTo(w)));
    return this;
  }

  /**
   * Shares out traffic among other next hops so that flows keep theirs when members come and go.
   *
   * @param buckets how many buckets the flows are put into, a u16
   * @param idleTimer u32, in 1/100 s: how long a bucket must be unused before it may go to another
   * @param unbalancedTimer u32, in 1/100 s: how long the group may be out of balance; 0 for ever
   */
  public NextHopBuilder resilientGroup(
      List<NextHopGroupMember> members, int buckets, long idleTimer, long unbalancedTimer) {
    group(members);
    attributes.u16(NextHopAttributes.GROUP_TYPE, NextHopAttributes.RESILIENT_GROUP);
    attributes.nested(
        NextHopAttributes.RES_GROUP,
        ResilientGroup.of(attributes.order(), buckets, idleTimer, unbalancedTimer).attributes());
    return this;
  }

  /** Wraps the packets it forwards. */
  public NextHopBuilder encapsulation(Encapsulation encapsulation) {
    LightweightTunnel.set(
        attributes, NextHopAttributes.ENCAP_TYPE, NextHopAttributes.ENCAP, encapsulation);
    return this;
  }

  /** Who installs it. */
  public NextHopBuilder protocol(RouteProtocol newProtocol) {
    this.protocol = newProtocol;
    return this;
  }

  /** All flags; {@link RouteFlags#ONLINK} is the one that makes sense in a request. */
  public NextHopBuilder flags(RouteFlags newFlags) {
    this.flags = newFlags;
    return this;
  }

  /** Takes the gateway to be on the link whatever its address ({@code onlink}). */
  public NextHopBuilder onLink() {
    return flags(flags.with(RouteFlags.ONLINK));
  }

  /**
   * Any attribute.
   *
   * @param rawType the type with any flag bits
   */
  public NextHopBuilder attribute(int rawType, Consumer<NetlinkWriter> payload) {
    attributes.set(rawType, payload);
    return this;
  }

  /** Removes an attribute, such as one that the next hop was read with. */
  public NextHopBuilder without(int attributeType) {
    attributes.remove(attributeType);
    return this;
  }

  /** The next hop. */
  public NextHopMessage build() {
    NextHopHeader header = new NextHopHeader(family, RouteScope.UNIVERSE, protocol, 0, flags);
    return new NextHopMessage(
        header, attributes.build(NextHopMessage.ATTRIBUTES_AT, NextHopAttributes.schema(family)));
  }
}
