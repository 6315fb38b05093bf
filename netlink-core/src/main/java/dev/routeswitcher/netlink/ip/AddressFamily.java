package dev.routeswitcher.netlink.ip;

/**
 * An address family number ({@code AF_*} of {@code linux/socket.h}). A number without a name here
 * is as valid as any other.
 *
 * @param value 0 to 255
 */
public record AddressFamily(int value) {
  /** No family: "all of them" in a request, and the family of link messages. */
  public static final AddressFamily UNSPEC = new AddressFamily(0);

  /** IPv4. */
  public static final AddressFamily INET = new AddressFamily(2);

  /** Ethernet bridge ports and their forwarding entries. */
  public static final AddressFamily BRIDGE = new AddressFamily(7);

  /** IPv6. */
  public static final AddressFamily INET6 = new AddressFamily(10);

  /** MPLS labels. */
  public static final AddressFamily MPLS = new AddressFamily(28);

  /** IPv4 multicast routing ({@code RTNL_FAMILY_IPMR}); its addresses are IPv4. */
  public static final AddressFamily IPMR = new AddressFamily(128);

  /** IPv6 multicast routing ({@code RTNL_FAMILY_IP6MR}); its addresses are IPv6. */
  public static final AddressFamily IP6MR = new AddressFamily(129);

  public AddressFamily {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException("address family must be 0 to 255, is " + value);
    }
  }

  /** The family with this number; the constant above where there is one. */
  public static AddressFamily of(int value) {
    return switch (value) {
      case 0 -> UNSPEC;
      case 2 -> INET;
      case 7 -> BRIDGE;
      case 10 -> INET6;
      case 28 -> MPLS;
      case 128 -> IPMR;
      case 129 -> IP6MR;
      default -> new AddressFamily(value);
    };
  }

  /** The length of its IP addresses in bytes: 4 or 16; 0 if its addresses are no IP addresses. */
  public int addressLength() {
    return switch (value) {
      case 2, 128 -> 4;
      case 10, 129 -> 16;
      default -> 0;
    };
  }

  /** The name {@code ip} uses, such as {@code inet}, or the number. */
  @Override
  public String toString() {
    return switch (value) {
      case 0 -> "unspec";
      case 2 -> "inet";
      case 7 -> "bridge";
      case 10 -> "inet6";
      case 28 -> "mpls";
      case 128 -> "ipmr";
      case 129 -> "ip6mr";
      default -> Integer.toString(value);
    };
  }
}
