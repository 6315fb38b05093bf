package dev.routeswitcher.netlink.address;

import dev.routeswitcher.netlink.codec.Unsigned;
import dev.routeswitcher.netlink.message.FlagNames;
import dev.routeswitcher.netlink.message.Flags;

/**
 * Flags of an address ({@code IFA_F_*}).
 *
 * @param bits u32
 */
public record AddressFlags(long bits) implements Flags<AddressFlags> {
  private static final FlagNames NAMES = new FlagNames();

  /** No flag. */
  public static final AddressFlags NONE = new AddressFlags(0);

  /** {@code IFA_F_SECONDARY}: not the first of its prefix; for IPv6, temporary (RFC 8981). */
  public static final long SECONDARY = NAMES.flag(0x1, "secondary");

  /** {@code IFA_F_NODAD}: no duplicate address detection. */
  public static final long NODAD = NAMES.flag(0x2, "nodad");

  /** {@code IFA_F_OPTIMISTIC}: usable during duplicate address detection. */
  public static final long OPTIMISTIC = NAMES.flag(0x4, "optimistic");

  /** {@code IFA_F_DADFAILED}: another host has it. */
  public static final long DADFAILED = NAMES.flag(0x8, "dadfailed");

  /** {@code IFA_F_HOMEADDRESS}: a mobile IPv6 home address. */
  public static final long HOMEADDRESS = NAMES.flag(0x10, "home");

  /** {@code IFA_F_DEPRECATED}: not to be used for new connections. */
  public static final long DEPRECATED = NAMES.flag(0x20, "deprecated");

  /** {@code IFA_F_TENTATIVE}: duplicate address detection has not ended. */
  public static final long TENTATIVE = NAMES.flag(0x40, "tentative");

  /** {@code IFA_F_PERMANENT}: has no lifetime. */
  public static final long PERMANENT = NAMES.flag(0x80, "permanent");

  /** {@code IFA_F_MANAGETEMPADDR}: the kernel makes temporary addresses of its prefix. */
  public static final long MANAGETEMPADDR = NAMES.flag(0x100, "mngtmpaddr");

  /** {@code IFA_F_NOPREFIXROUTE}: no route for its prefix was made. */
  public static final long NOPREFIXROUTE = NAMES.flag(0x200, "noprefixroute");

  /** {@code IFA_F_MCAUTOJOIN}: its multicast group is joined. */
  public static final long MCAUTOJOIN = NAMES.flag(0x400, "autojoin");

  /** {@code IFA_F_STABLE_PRIVACY}: made by RFC 7217. */
  public static final long STABLE_PRIVACY = NAMES.flag(0x800, "stable-privacy");

  public AddressFlags {
    Unsigned.requireU32("address flags", bits);
  }

  @Override
  public AddressFlags withBits(long newBits) {
    return new AddressFlags(newBits);
  }

  /** The names {@code ip} uses, separated by blanks; unknown bits in hexadecimal. */
  @Override
  public String toString() {
    return NAMES.text(bits);
  }
}
