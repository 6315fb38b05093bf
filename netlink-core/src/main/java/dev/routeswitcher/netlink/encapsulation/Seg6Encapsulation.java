package dev.routeswitcher.netlink.encapsulation;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.message.AddressValue;
import dev.routeswitcher.netlink.message.Printed;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Sends the packet along a list of IPv6 segments (RFC 8754, {@code linux/seg6_iptunnel.h}).
 *
 * @param attributes {@code SEG6_IPTUNNEL_*} as they are on the wire
 */
public record Seg6Encapsulation(Attributes attributes) implements Encapsulation {
  /** Puts the segments into the packet's own header. */
  public static final int INLINE = 0;

  /** Puts an IPv6 header with the segments before the packet. */
  public static final int ENCAP = 1;

  /** As {@link #ENCAP}, for whole frames. */
  public static final int L2ENCAP = 2;

  /** As {@link #ENCAP}, without the first segment, which is the destination already. */
  public static final int ENCAP_REDUCED = 3;

  /** As {@link #ENCAP_REDUCED}, for whole frames. */
  public static final int L2ENCAP_REDUCED = 4;

  private static final int SRH = 1;
  private static final int SRC = 2;

  /** The mode, then the header without its segments. */
  private static final int FIXED = 4 + 8;

  private static final int SEGMENT = 16;
  private static final int SEGMENT_ROUTING = 4;
  private static final int MAX_SEGMENTS = 127;

  static final AttributeSchema SCHEMA =
      AttributeSchema.builder("SEG6_IPTUNNEL_")
          .value(SRH, "SRH", Seg6Encapsulation::readSegments)
          .value(SRC, "SRC", new AddressValue(SEGMENT))
          .build();

  /** Along these segments, the first one first; in the machine's byte order. */
  public static Seg6Encapsulation of(int mode, List<IpAddress> segments) {
    return of(mode, segments, ByteOrder.nativeOrder());
  }

  /**
   * Along these segments, the first one first.
   *
   * @param mode {@link #ENCAP} or another of this class's
   */
  public static Seg6Encapsulation of(int mode, List<IpAddress> segments, ByteOrder order) {
    List<IpAddress> onWire = new ArrayList<>(segments);
    if (mode == INLINE) {
      onWire.add(IpAddress.ipv6(0, 0)); // the kernel puts the packet's destination here
    }
    int last = onWire.size() - 1;
    if (last < 0 || last >= MAX_SEGMENTS || onWire.stream().anyMatch(IpAddress::isIpv4)) {
      throw new IllegalArgumentException("not 1 to 127 IPv6 segments: " + segments);
    }
    AttributesBuilder attributes =
        new AttributesBuilder(order)
            .set(
                SRH,
                w -> {
                  w.s32(mode).u8(0).u8(2 * onWire.size()).u8(SEGMENT_ROUTING);
                  w.u8(last).u8(last).u8(0).u16(0);
                  for (int i = last; i >= 0; i--) {
                    w.bytes(onWire.get(i).toBytes());
                  }
                });
    return new Seg6Encapsulation(attributes.build(0, SCHEMA));
  }

  @Override
  public int type() {
    return SEG6;
  }

  /** {@link #ENCAP} or another of this class's; -1 if there is no header. */
  public int mode() {
    return attributes.find(SRH).map(a -> a.structure(FIXED).s32(0)).orElse(-1);
  }

  /** The segments in the order they are visited. */
  public List<IpAddress> segments() {
    return attributes.find(SRH).map(Seg6Encapsulation::readSegments).orElse(List.of());
  }

  /** The source address of the outer header, if it is this route's own (Linux 6.18). */
  public Optional<IpAddress> source() {
    return AddressValue.in(attributes, SRC, AddressFamily.INET6);
  }

  private static List<IpAddress> readSegments(Attribute attribute) {
    Attribute.Structure header = attribute.structure(FIXED);
    int count = header.u8(8) + 1;
    if (header.length() < FIXED + count * SEGMENT) {
      throw attribute.malformedAt(8, "room for " + count + " segments", header.length() + " bytes");
    }
    List<IpAddress> segments = new ArrayList<>(count);
    for (int i = count - 1; i >= 0; i--) {
      segments.add(header.ipAddress(FIXED + i * SEGMENT, SEGMENT));
    }
    return segments;
  }

  /** As {@code ip} prints it: {@code encap seg6 mode encap segs 1 [ 2001:db8::9 ]}. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(" ").add("encap seg6");
    Printed.find(attributes, SRH)
        .ifPresent(
            srh -> {
              text.add("mode").add(Printed.value(srh, a -> mode(a.structure(FIXED).s32(0))));
              Printed.add(text, "tunsrc", attributes, SRC, a -> a.ipAddress().toString());
              text.add(Printed.value(srh, a -> print(readSegments(a))));
            });
    return text.toString();
  }

  private static String mode(int mode) {
    return switch (mode) {
      case INLINE -> "inline";
      case ENCAP -> "encap";
      case L2ENCAP -> "l2encap";
      case ENCAP_REDUCED -> "encap.red";
      case L2ENCAP_REDUCED -> "l2encap.red";
      default -> Integer.toString(mode);
    };
  }

  private static String print(List<IpAddress> segments) {
    StringJoiner text = new StringJoiner(" ", "segs " + segments.size() + " [ ", " ]");
    segments.forEach(segment -> text.add(segment.toString()));
    return text.toString();
  }
}
