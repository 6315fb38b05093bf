package dev.routeswitcher.netlink.address;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.ip.AddressFamily;
import dev.routeswitcher.netlink.message.AddressValue;

/** Attribute types of an address message ({@code IFA_*}, without the prefix). */
public final class AddressAttributes {
  /** The address of the prefix; on a point-to-point link, the peer's. */
  public static final int ADDRESS = 1;

  /** The interface's own address; IPv6 has it only where it differs from {@link #ADDRESS}. */
  public static final int LOCAL = 2;

  /** The label (text, IPv4). */
  public static final int LABEL = 3;

  /** The broadcast address (IPv4). */
  public static final int BROADCAST = 4;

  /** The anycast address (IPv6). */
  public static final int ANYCAST = 5;

  /** {@link AddressCacheInfo}. */
  public static final int CACHEINFO = 6;

  /** The multicast address (IPv6). */
  public static final int MULTICAST = 7;

  /** {@link AddressFlags} (u32), in place of the header's u8. */
  public static final int FLAGS = 8;

  /** The metric of the route to the prefix (u32). */
  public static final int RT_PRIORITY = 9;

  /** Who set it: {@code IFAPROT_*} (u8). */
  public static final int PROTO = 11;

  /** The id of the namespace meant (s32), in a request. */
  public static final int TARGET_NETNSID = 10;

  private static final AttributeSchema ANY = schema(0);
  private static final AttributeSchema INET = schema(4);
  private static final AttributeSchema INET6 = schema(16);

  private AddressAttributes() {}

  /** The schema for addresses of a family: it decides how long they are. */
  public static AttributeSchema schema(AddressFamily family) {
    if (family.equals(AddressFamily.INET)) {
      return INET;
    }
    return family.equals(AddressFamily.INET6) ? INET6 : ANY;
  }

  private static AttributeSchema schema(int addressLength) {
    AddressValue address = new AddressValue(addressLength);
    return AttributeSchema.builder("IFA_")
        .value(ADDRESS, "ADDRESS", address)
        .value(LOCAL, "LOCAL", address)
        .raw(LABEL, "LABEL")
        .value(BROADCAST, "BROADCAST", address)
        .value(ANYCAST, "ANYCAST", address)
        .value(CACHEINFO, "CACHEINFO", AddressCacheInfo::read)
        .value(MULTICAST, "MULTICAST", address)
        .value(FLAGS, "FLAGS", Attribute::u32)
        .value(RT_PRIORITY, "RT_PRIORITY", Attribute::u32)
        .value(TARGET_NETNSID, "TARGET_NETNSID", Attribute::s32)
        .value(PROTO, "PROTO", Attribute::u8)
        .build();
  }
}
