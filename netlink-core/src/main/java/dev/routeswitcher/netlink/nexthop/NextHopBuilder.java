package dev.routeswitcher.netlink.nexthop;

import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.encapsulation.Encapsulation;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.message.MessageBuilder;
import dev.routeswitcher.netlink.route.RouteFlags;
import dev.routeswitcher.netlink.route.RouteProtocol;
import dev.routeswitcher.netlink.route.RouteScope;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Makes a {@link NextHopMessage}. What is not set is as {@code ip nexthop add} has it: no protocol,
 * no flags. Not thread-safe.
 */
public final class NextHopBuilder extends MessageBuilder<NextHopBuilder> {
  /** What only the kernel says, and rejects in requests. */
  private static final List<AttributeType> ANSWERS_ONLY =
      List.of(
          NextHopAttributes.OP_FLAGS,
          NextHopAttributes.GROUP_STATS,
          NextHopAttributes.HW_STATS_USED);

  NextHopBuilder(AddressFamily family, ByteOrder order) {
    super(family, NextHopMessage.SIZE, order);
  }

  NextHopBuilder(NextHopMessage nextHop) {
    super(nextHop);
    u8(NextHopMessage.SCOPE, "scope", RouteScope.UNIVERSE.value());
    u8(NextHopMessage.RESERVED, "reserved", 0);
    flags(nextHop.flags().without(RouteFlags.DEAD | RouteFlags.LINKDOWN));
    ANSWERS_ONLY.forEach(this::without);
  }

  /** The number by which routes refer to it, a u32. */
  public NextHopBuilder id(long id) {
    return set(NextHopAttributes.ID, id);
  }

  /** The gateway. */
  public NextHopBuilder gateway(IpAddress gateway) {
    return set(NextHopAttributes.GATEWAY, requireFamily(gateway));
  }

  /** The index of the output interface. */
  public NextHopBuilder outputInterface(int index) {
    return set(NextHopAttributes.OIF, index);
  }

  /** Drops every packet. */
  public NextHopBuilder blackhole() {
    return set(NextHopAttributes.BLACKHOLE, true);
  }

  /** Shares out traffic among other next hops by hash thresholds. */
  public NextHopBuilder group(List<NextHopGroupMember> members) {
    return set(NextHopAttributes.GROUP, members);
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
    set(NextHopAttributes.GROUP_TYPE, NextHopAttributes.RESILIENT_GROUP);
    return set(
        NextHopAttributes.RES_GROUP,
        ResilientGroup.of(order(), buckets, idleTimer, unbalancedTimer));
  }

  /** Wraps the packets it forwards. */
  public NextHopBuilder encapsulation(Encapsulation encapsulation) {
    return set(NextHopAttributes.ENCAP_TYPE, encapsulation.type())
        .set(NextHopAttributes.ENCAP, encapsulation);
  }

  /** Who installs it. */
  public NextHopBuilder protocol(RouteProtocol newProtocol) {
    return u8(NextHopMessage.PROTOCOL, "protocol", newProtocol.value());
  }

  /** All flags; {@link RouteFlags#ONLINK} is the one that makes sense in a request. */
  public NextHopBuilder flags(RouteFlags newFlags) {
    return flags(NextHopMessage.FLAGS, newFlags);
  }

  /** Takes the gateway to be on the link whatever its address ({@code onlink}). */
  public NextHopBuilder onLink() {
    return flags(new RouteFlags(u32(NextHopMessage.FLAGS)).with(RouteFlags.ONLINK));
  }

  /** The next hop. */
  public NextHopMessage build() {
    return new NextHopMessage(fixed(), attributes(NextHopAttributes.SCHEMA));
  }
}
