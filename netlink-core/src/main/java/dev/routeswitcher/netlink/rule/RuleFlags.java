package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.codec.Unsigned;
import dev.routeswitcher.netlink.message.FlagNames;
import dev.routeswitcher.netlink.message.Flags;

/**
 * Flags of a rule ({@code FIB_RULE_*}).
 *
 * @param bits u32
 */
public record RuleFlags(long bits) implements Flags<RuleFlags> {
  private static final FlagNames NAMES = new FlagNames();

  /** No flag. */
  public static final RuleFlags NONE = new RuleFlags(0);

  /** {@code FIB_RULE_PERMANENT}: cannot be deleted. */
  public static final long PERMANENT = NAMES.flag(0x1, "permanent");

  /** {@code FIB_RULE_INVERT}: matches what the selector does not ({@code not}). */
  public static final long INVERT = NAMES.flag(0x2, "not");

  /** {@code FIB_RULE_UNRESOLVED}: there is no rule to go to; set by the kernel. */
  public static final long UNRESOLVED = NAMES.flag(0x4, "unresolved");

  /** {@code FIB_RULE_IIF_DETACHED}: there is no such input interface; set by the kernel. */
  public static final long IIF_DETACHED = NAMES.flag(0x8, "iif_detached");

  /** {@code FIB_RULE_OIF_DETACHED}: there is no such output interface; set by the kernel. */
  public static final long OIF_DETACHED = NAMES.flag(0x10, "oif_detached");

  /** {@code FIB_RULE_FIND_SADDR}: the route's source address is matched too. */
  public static final long FIND_SOURCE_ADDRESS = NAMES.flag(0x10000, "find_saddr");

  public RuleFlags {
    Unsigned.requireU32("rule flags", bits);
  }

  @Override
  public RuleFlags withBits(long newBits) {
    return new RuleFlags(newBits);
  }

  /** Their names, separated by blanks; unknown bits in hexadecimal. */
  @Override
  public String toString() {
    return NAMES.text(bits);
  }
}
