package dev.routeswitcher.netlink.address;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.netlink.message.Names;
import java.util.StringJoiner;

/**
 * Flags of an address ({@code IFA_F_*}).
 *
 * @param bits u32
 */
public record AddressFlags(long bits) {
  /** No flag. */
  public static final AddressFlags NONE = new AddressFlags(0);

  /** {@code IFA_F_SECONDARY}: not the first of its prefix; for IPv6, temporary (RFC 8981). */
  public static final long SECONDARY = 0x1;

  /** {@code IFA_F_NODAD}: no duplicate address detection. */
  public static final long NODAD = 0x2;

  /** {@code IFA_F_OPTIMISTIC}: usable during duplicate address detection. */
  public static final long OPTIMISTIC = 0x4;

  /** {@code IFA_F_DADFAILED}: another host has it. */
  public static final long DADFAILED = 0x8;

  /** {@code IFA_F_HOMEADDRESS}: a mobile IPv6 home address. */
  public static final long HOMEADDRESS = 0x10;

  /** {@code IFA_F_DEPRECATED}: not to be used for new connections. */
  public static final long DEPRECATED = 0x20;

  /** {@code IFA_F_TENTATIVE}: duplicate address detection has not ended. */
  public static final long TENTATIVE = 0x40;

  /** {@code IFA_F_PERMANENT}: has no lifetime. */
  public static final long PERMANENT = 0x80;

  /** {@code IFA_F_MANAGETEMPADDR}: the kernel makes temporary addresses of its prefix. */
  public static final long MANAGETEMPADDR = 0x100;

  /** {@code IFA_F_NOPREFIXROUTE}: no route for its prefix was made. */
  public static final long NOPREFIXROUTE = 0x200;

  /** {@code IFA_F_MCAUTOJOIN}: its multicast group is joined. */
  public static final long MCAUTOJOIN = 0x400;

  /** {@code IFA_F_STABLE_PRIVACY}: made by RFC 7217. */
  public static final long STABLE_PRIVACY = 0x800;

  private static final ImmutableMap<Long, String> NAMES =
      ImmutableMap.<Long, String>builder()
          .put(SECONDARY, "secondary")
          .put(NODAD, "nodad")
          .put(OPTIMISTIC, "optimistic")
          .put(DADFAILED, "dadfailed")
          .put(HOMEADDRESS, "home")
          .put(DEPRECATED, "deprecated")
          .put(TENTATIVE, "tentative")
          .put(PERMANENT, "permanent")
          .put(MANAGETEMPADDR, "mngtmpaddr")
          .put(NOPREFIXROUTE, "noprefixroute")
          .put(MCAUTOJOIN, "autojoin")
          .put(STABLE_PRIVACY, "stable-privacy")
          .buildOrThrow();

  public AddressFlags {
    Names.requireU32("address flags", bits);
  }

  /** The flags with these bits. */
  public static AddressFlags of(long bits) {
    return bits == 0 ? NONE : new AddressFlags(bits);
  }

  /** True if every one of these bits is set. */
  public boolean has(long flag) {
    return (bits & flag) == flag;
  }

  /** These flags and those. */
  public AddressFlags with(long flag) {
    return of(bits | flag);
  }

  /** These flags without those. */
  public AddressFlags without(long flag) {
    return of(bits & ~flag);
  }

  /** The names {@code ip} uses, separated by blanks; unknown bits in hexadecimal. */
  @Override
  public String toString() {
    return Names.flags(NAMES, bits, new StringJoiner(" ")).toString();
  }
}
