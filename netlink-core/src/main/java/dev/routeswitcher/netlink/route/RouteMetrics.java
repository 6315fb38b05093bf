package dev.routeswitcher.netlink.route;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.AttributeType.LongForm;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.MalformedAttributeException;
import dev.routeswitcher.netlink.codec.Names;
import dev.routeswitcher.netlink.message.AttributeText;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The path metrics of a route ({@code RTA_METRICS}): values TCP and the path MTU start from, not
 * the route's preference, which is {@link RouteMessage#priority}. All are u32 but the congestion
 * control algorithm, which is text.
 *
 * @param attributes {@code RTAX_*} as they are on the wire
 */
public record RouteMetrics(Attributes attributes) {
  /** A bit per metric type: those the kernel must not change by itself. */
  public static final int LOCK = 1;

  /** The path MTU in bytes. */
  public static final int MTU = 2;

  /** The largest receive window in bytes. */
  public static final int WINDOW = 3;

  /** The round-trip time in units of 1/8 ms. */
  public static final int RTT = 4;

  /** The round-trip time's variance in units of 1/4 ms. */
  public static final int RTTVAR = 5;

  /** The slow-start threshold in segments. */
  public static final int SSTHRESH = 6;

  /** The largest congestion window in segments, if locked. */
  public static final int CWND = 7;

  /** The segment size to announce in bytes. */
  public static final int ADVMSS = 8;

  /** The largest reordering to expect in segments. */
  public static final int REORDERING = 9;

  /** The hop limit of packets sent. */
  public static final int HOPLIMIT = 10;

  /** The initial congestion window in segments. */
  public static final int INITCWND = 11;

  /** Bits: {@link #ECN} and {@link #TCP_USEC_TS}. */
  public static final int FEATURES = 12;

  /** The smallest retransmission timeout in milliseconds. */
  public static final int RTO_MIN = 13;

  /** The initial receive window in segments. */
  public static final int INITRWND = 14;

  /** 1 if TCP acknowledges at once. */
  public static final int QUICKACK = 15;

  /** The congestion control algorithm (text). */
  public static final int CC_ALGO = 16;

  /** 1 if TCP Fast Open needs no cookie. */
  public static final int FASTOPEN_NO_COOKIE = 17;

  /** A bit of {@link #FEATURES}: Explicit Congestion Notification ({@code RTAX_FEATURE_ECN}). */
  public static final long ECN = 1;

  /** A bit of {@link #FEATURES}: TCP time stamps in microseconds (Linux 6.7). */
  public static final long TCP_USEC_TS = 1L << 4;

  private static final Names NAMES =
      Names.from(LOCK, "lock", "mtu", "window", "rtt", "rttvar", "ssthresh", "cwnd", "advmss")
          .and(REORDERING, "reordering", "hoplimit", "initcwnd", "features", "rto_min", "initrwnd")
          .and(QUICKACK, "quickack", "congctl", "fastopen_no_cookie");

  private static final AttributeSchema.Builder RTAX = AttributeSchema.builder("RTAX_");

  private static final AttributeType.Of<String> ALGORITHM = RTAX.text(CC_ALGO, "CC_ALGO");

  static {
    for (int type = LOCK; type <= FASTOPEN_NO_COOKIE; type++) {
      if (type != CC_ALGO) {
        RTAX.add(metric(type));
      }
    }
  }

  private static final AttributeSchema SCHEMA = RTAX.build();

  static final Form<RouteMetrics> FORM =
      Form.nested(SCHEMA)
          .map((attribute, metrics) -> new RouteMetrics(metrics), RouteMetrics::attributes);

  private static AttributeType.OfLong metric(int type) {
    return new AttributeType.OfLong(type, NAMES.of(type).toUpperCase(Locale.ROOT), LongForm.U32);
  }

  /**
   * Metrics in the machine's byte order.
   *
   * @param values u32 values by metric type, such as {@link #MTU}
   * @throws IllegalArgumentException if one is no u32, or for {@link #CC_ALGO}, which is text
   */
  public static RouteMetrics of(Map<Integer, Long> values) {
    return of(values, ByteOrder.nativeOrder());
  }

  /** Metrics as of {@link #of(Map)}, in a byte order. */
  public static RouteMetrics of(Map<Integer, Long> values, ByteOrder order) {
    if (values.containsKey(CC_ALGO)) {
      throw new IllegalArgumentException("the congestion control algorithm is text, not a number");
    }
    AttributesBuilder builder = new AttributesBuilder(order);
    new TreeMap<>(values).forEach((type, value) -> builder.set(metric(type), value));
    return new RouteMetrics(builder.build(0, SCHEMA));
  }

  /** The same, with a congestion control algorithm such as {@code bbr}. */
  public RouteMetrics withCongestionAlgorithm(String algorithm) {
    AttributesBuilder builder = new AttributesBuilder(attributes);
    return new RouteMetrics(builder.set(ALGORITHM, algorithm).build(0, SCHEMA));
  }

  /**
   * The value of a metric, locked or not.
   *
   * @throws MalformedAttributeException if it is no u32
   */
  public OptionalLong value(int type) {
    return attributes.get(metric(type));
  }

  /** The path MTU in bytes. */
  public OptionalLong mtu() {
    return value(MTU);
  }

  /** True if the kernel must not change this metric by itself. */
  public boolean isLocked(int type) {
    return type < Integer.SIZE && (value(LOCK).orElse(0) >>> type & 1) != 0;
  }

  /** The congestion control algorithm. */
  public Optional<String> congestionAlgorithm() {
    return attributes.get(ALGORITHM);
  }

  /**
   * All numbers by type, {@link #LOCK} included, the algorithm not.
   *
   * @throws MalformedAttributeException if one is no u32
   */
  public ImmutableMap<Integer, Long> values() {
    TreeMap<Integer, Long> values = new TreeMap<>();
    for (Attribute attribute : attributes) {
      if (attribute.type() != CC_ALGO) {
        values.put(attribute.type(), attribute.cursor().u32());
      }
    }
    return ImmutableMap.copyOf(values);
  }

  /** As {@code ip} prints them: {@code mtu lock 1400 rtt 10ms congctl cubic}. */
  @Override
  public String toString() {
    AttributeText text = new AttributeText(attributes);
    long lock = text.get(metric(LOCK), 0);
    for (int type = LOCK + 1; type <= FASTOPEN_NO_COOKIE; type++) {
      boolean locked = (lock >>> type & 1) != 0;
      Attribute metric = text.find(metric(type)).orElse(null);
      String value = metric == null ? "0" : AttributeText.value(metric, RouteMetrics::print);
      if ((metric != null || locked) && !value.isEmpty()) {
        text.add(NAMES.of(type) + (locked ? " lock" : ""), value);
      }
    }
    for (Attribute attribute : attributes) {
      if (attribute.type() > FASTOPEN_NO_COOKIE) {
        text.add(
            "metric " + attribute.type(),
            AttributeText.value(attribute, a -> Long.toString(a.cursor().u32())));
      }
    }
    return text.toString();
  }

  private static String print(Attribute metric) {
    if (metric.type() == CC_ALGO) {
      return metric.text();
    }
    long value = metric.cursor().u32();
    return switch (metric.type()) {
      case RTT -> time(value / 8);
      case RTTVAR -> time(value / 4);
      case RTO_MIN -> time(value);
      case HOPLIMIT -> value == 0xffff_ffffL ? "" : Long.toString(value);
      case FEATURES -> features(value);
      default -> Long.toString(value);
    };
  }

  private static String time(long milliseconds) {
    return milliseconds < 1000 ? milliseconds + "ms" : AttributeText.decimal(milliseconds, 3) + "s";
  }

  private static String features(long bits) {
    StringJoiner text = new StringJoiner(" ");
    if ((bits & ECN) != 0) {
      text.add("ecn");
    }
    if ((bits & TCP_USEC_TS) != 0) {
      text.add("tcp_usec_ts");
    }
    return (bits & ~(ECN | TCP_USEC_TS)) == 0
        ? text.toString()
        : text.add("0x" + Long.toHexString(bits)).toString();
  }
}
