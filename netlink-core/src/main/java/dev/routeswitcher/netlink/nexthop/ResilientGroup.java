package dev.routeswitcher.netlink.nexthop;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.message.AttributeText;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is particular to a resilient group of next hops ({@code NHA_RES_GROUP}): flows keep their
 * next hop when members come and go. Times are in 1/100 s.
 *
 * <p>Accessors throw {@link MalformedAttributeException} if their attribute cannot be read.
 *
 * @param attributes {@code NHA_RES_GROUP_*} as they are on the wire
 */
public record ResilientGroup(Attributes attributes) {
  private static final AttributeSchema.Builder RES_GROUP =
      AttributeSchema.builder("NHA_RES_GROUP_");

  private static final AttributeType.OfInt BUCKETS = RES_GROUP.u16(1, "BUCKETS");
  private static final AttributeType.OfLong IDLE_TIMER = RES_GROUP.u32(2, "IDLE_TIMER");
  private static final AttributeType.OfLong UNBALANCED_TIMER = RES_GROUP.u32(3, "UNBALANCED_TIMER");
  private static final AttributeType.OfLong UNBALANCED_TIME = RES_GROUP.u64(4, "UNBALANCED_TIME");

  static {
    RES_GROUP.opaque(0, "PAD");
  }

  private static final AttributeSchema SCHEMA = RES_GROUP.build();

  static final Form<ResilientGroup> FORM =
      Form.nested(SCHEMA)
          .map((attribute, inside) -> new ResilientGroup(inside), ResilientGroup::attributes);

  static ResilientGroup of(ByteOrder order, int buckets, long idleTimer, long unbalancedTimer) {
    AttributesBuilder attributes =
        new AttributesBuilder(order)
            .set(BUCKETS, buckets)
            .set(IDLE_TIMER, idleTimer)
            .set(UNBALANCED_TIMER, unbalancedTimer);
    return new ResilientGroup(attributes.build(0, SCHEMA));
  }

  /** How many buckets the flows are put into. */
  public OptionalInt buckets() {
    return attributes.get(BUCKETS);
  }

  /** How long a bucket must be unused before it may go to another member. */
  public OptionalLong idleTimer() {
    return attributes.get(IDLE_TIMER);
  }

  /** How long the group may be out of balance before buckets in use are taken; 0 for ever. */
  public OptionalLong unbalancedTimer() {
    return attributes.get(UNBALANCED_TIMER);
  }

  /** How long the group has been out of balance. */
  public OptionalLong unbalancedTime() {
    return attributes.get(UNBALANCED_TIME);
  }

  /** As {@code ip} prints it: {@code buckets 32 idle_timer 120 unbalanced_timer 0 ...}. */
  @Override
  public String toString() {
    return new AttributeText(attributes)
        .add("buckets", BUCKETS)
        .add("idle_timer", IDLE_TIMER, ResilientGroup::seconds)
        .add("unbalanced_timer", UNBALANCED_TIMER, ResilientGroup::seconds)
        .add("unbalanced_time", UNBALANCED_TIME, ResilientGroup::seconds)
        .toString();
  }

  private static String seconds(long hundredths) {
    return AttributeText.decimal(hundredths, 2);
  }
}
