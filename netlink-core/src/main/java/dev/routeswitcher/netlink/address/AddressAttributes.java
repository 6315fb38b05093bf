package dev.routeswitcher.netlink.address;

import dev.routeswitcher.netlink.codec.AttributeSchema;
import dev.routeswitcher.netlink.codec.AttributeType.Of;
import dev.routeswitcher.netlink.codec.AttributeType.OfInt;
import dev.routeswitcher.netlink.codec.AttributeType.OfLong;
import dev.routeswitcher.netlink.ip.IpAddress;

/** Attribute types of an address message ({@code IFA_*}, without the prefix). */
public final class AddressAttributes {
  private static final AttributeSchema.Builder IFA = AttributeSchema.builder("IFA_");

  /** The address of the prefix; on a point-to-point link, the peer's. */
  public static final Of<IpAddress> ADDRESS = IFA.address(1, "ADDRESS");

  /** The interface's own address; IPv6 has it only where it differs from {@link #ADDRESS}. */
  public static final Of<IpAddress> LOCAL = IFA.address(2, "LOCAL");

  /** The label (text, IPv4). */
  public static final Of<String> LABEL = IFA.text(3, "LABEL");

  /** The broadcast address (IPv4). */
  public static final Of<IpAddress> BROADCAST = IFA.address(4, "BROADCAST");

  /** The anycast address (IPv6). */
  public static final Of<IpAddress> ANYCAST = IFA.address(5, "ANYCAST");

  /** {@link AddressCacheInfo}. */
  public static final Of<AddressCacheInfo> CACHEINFO =
      IFA.of(6, "CACHEINFO", AddressCacheInfo.FORM);

  /** The multicast address (IPv6). */
  public static final Of<IpAddress> MULTICAST = IFA.address(7, "MULTICAST");

  /** {@link AddressFlags} (u32), in place of the header's u8. */
  public static final OfLong FLAGS = IFA.u32(8, "FLAGS");

  /** The metric of the route to the prefix (u32). */
  public static final OfLong RT_PRIORITY = IFA.u32(9, "RT_PRIORITY");

  /** The id of the namespace meant (s32), in a request. */
  public static final OfInt TARGET_NETNSID = IFA.s32(10, "TARGET_NETNSID");

  /** Who set it: {@code IFAPROT_*} (u8). */
  public static final OfInt PROTO = IFA.u8(11, "PROTO");

  /** All of them. */
  public static final AttributeSchema SCHEMA = IFA.build();

  private AddressAttributes() {}
}
