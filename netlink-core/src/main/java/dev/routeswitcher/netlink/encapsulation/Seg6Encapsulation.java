package dev.routeswitcher.netlink.encapsulation;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType;
import dev.routeswitcher.netlink.codec.Attributes;
import dev.routeswitcher.netlink.codec.AttributesBuilder;
import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.Names;
import dev.routeswitcher.netlink.codec.NetlinkWriter;
import dev.routeswitcher.netlink.codec.Structure;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.ip.IpAddress;
import dev.routeswitcher.netlink.message.AttributeText;
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

  /** The mode, then the header without its segments. */
  private static final int FIXED = 4 + 8;

  private static final int SEGMENT = 16;
  private static final int SEGMENT_ROUTING = 4;
  private static final int MAX_SEGMENTS = 127;

  private static final Names MODES =
      Names.from(INLINE, "inline", "encap", "l2encap", "encap.red", "l2encap.red");

  private static final AttributeSchema.Builder SEG6_IPTUNNEL =
      AttributeSchema.builder("SEG6_IPTUNNEL_");

  private static final AttributeType.Of<Header> SRH =
      SEG6_IPTUNNEL.of(1, "SRH", Form.of(Header::read, Header::write));
  private static final AttributeType.Of<IpAddress> SRC = SEG6_IPTUNNEL.address(2, "SRC");

  static final AttributeSchema SCHEMA = SEG6_IPTUNNEL.build().forFamily(AddressFamily.INET6);

  /** The mode and the segments in the order they are visited. */
  private record Header(int mode, List<IpAddress> segments) {
    static Header read(Attribute attribute) {
      Structure header = attribute.structure(FIXED);
      int count = header.u8(8) + 1;
      if (header.size() < FIXED + count * SEGMENT) {
        throw attribute.malformedAt(8, "room for " + count + " segments", header.size() + " bytes");
      }
      List<IpAddress> segments = new ArrayList<>(count);
      for (int i = count - 1; i >= 0; i--) {
        segments.add(header.ipAddress(FIXED + i * SEGMENT, SEGMENT));
      }
      return new Header(header.s32(0), segments);
    }

    static void write(NetlinkWriter w, Header header) {
      int last = header.segments.size() - 1;
      w.s32(header.mode).u8(0).u8(2 * header.segments.size()).u8(SEGMENT_ROUTING);
      w.u8(last).u8(last).u8(0).u16(0);
      for (int i = last; i >= 0; i--) {
        w.bytes(header.segments.get(i).toBytes());
      }
    }

    @Override
    public String toString() {
      StringJoiner text = new StringJoiner(" ", "segs " + segments.size() + " [ ", " ]");
      segments.forEach(segment -> text.add(segment.toString()));
      return text.toString();
    }
  }

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
    AttributesBuilder attributes = new AttributesBuilder(order).set(SRH, new Header(mode, onWire));
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
    return attributes.get(SRH).map(Header::segments).orElse(List.of());
  }

  /** The source address of the outer header, if it is this route's own (Linux 6.18). */
  public Optional<IpAddress> source() {
    return attributes.get(SRC);
  }

  /** As {@code ip} prints it: {@code encap seg6 mode encap segs 1 [ 2001:db8::9 ]}. */
  @Override
  public String toString() {
    AttributeText text = new AttributeText(attributes).add("encap seg6");
    text.find(SRH)
        .ifPresent(
            srh ->
                text.add("mode", AttributeText.value(srh, a -> MODES.of(a.structure(FIXED).s32(0))))
                    .add("tunsrc", SRC)
                    .add(SRH));
    return text.toString();
  }
}
