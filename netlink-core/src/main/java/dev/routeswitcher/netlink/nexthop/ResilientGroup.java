package dev.routeswitcher.netlink.nexthop;

import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.message.Printed;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * What is particular to a resilient group of next hops ({@code NHA_RES_GROUP}): flows keep their
 * next hop when members come and go. Times are in 1/100 s.
 *
 * <p>Accessors throw {@link MalformedAttributeException} if their attribute cannot be read.
 *
 * @param attributes {@code NHA_RES_GROUP_*} as they are on the wire
 */
public record ResilientGroup(Attributes attributes) {
  private static final int BUCKETS = 1;
  private static final int IDLE_TIMER = 2;
  private static final int UNBALANCED_TIMER = 3;
  private static final int UNBALANCED_TIME = 4;

  static ResilientGroup of(ByteOrder order, int buckets, long idleTimer, long unbalancedTimer) {
    AttributesBuilder attributes =
        new AttributesBuilder(order)
            .u16(BUCKETS, buckets)
            .u32(IDLE_TIMER, idleTimer)
            .u32(UNBALANCED_TIMER, unbalancedTimer);
    return new ResilientGroup(attributes.build(0, NextHopAttributes.RESILIENT_SCHEMA));
  }

  /** How many buckets the flows are put into. */
  public OptionalInt buckets() {
    return attributes.u16(BUCKETS);
  }

  /** How long a bucket must be unused before it may go to another member. */
  public OptionalLong idleTimer() {
    return attributes.u32(IDLE_TIMER);
  }

  /** How long the group may be out of balance before buckets in use are taken; 0 for ever. */
  public OptionalLong unbalancedTimer() {
    return attributes.u32(UNBALANCED_TIMER);
  }

  /** How long the group has been out of balance. */
  public OptionalLong unbalancedTime() {
    return attributes.u64(UNBALANCED_TIME);
  }

  /** As {@code ip} prints it: {@code buckets 32 idle_timer 120 unbalanced_timer 0 ...}. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(" ");
    Printed.add(text, "buckets", attributes, BUCKETS, a -> Integer.toString(a.u16()));
    Printed.add(text, "idle_timer", attributes, IDLE_TIMER, a -> Printed.decimal(a.u32(), 2));
    Printed.add(
        text, "unbalanced_timer", attributes, UNBALANCED_TIMER, a -> Printed.decimal(a.u32(), 2));
    Printed.add(
        text, "unbalanced_time", attributes, UNBALANCED_TIME, a -> Printed.decimal(a.u64(), 2));
    return text.toString();
  }
}
