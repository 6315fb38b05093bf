package dev.routeswitcher.netlink.rule;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.netlink.message.Names;
import java.util.StringJoiner;

/**
 * Flags of a rule ({@code FIB_RULE_*}).
 *
 * @param bits u32
 */
public record RuleFlags(long bits) {
  /** No flag. */
  public static final RuleFlags NONE = new RuleFlags(0);

  /** {@code FIB_RULE_PERMANENT}: cannot be deleted. */
  public static final long PERMANENT = 0x1;

  /** {@code FIB_RULE_INVERT}: matches what the selector does not ({@code not}). */
  public static final long INVERT = 0x2;

  /** {@code FIB_RULE_UNRESOLVED}: there is no rule to go to; set by the kernel. */
  public static final long UNRESOLVED = 0x4;

  /** {@code FIB_RULE_IIF_DETACHED}: there is no such input interface; set by the kernel. */
  public static final long IIF_DETACHED = 0x8;

  /** {@code FIB_RULE_OIF_DETACHED}: there is no such output interface; set by the kernel. */
  public static final long OIF_DETACHED = 0x10;

  /** {@code FIB_RULE_FIND_SADDR}: the route's source address is matched too. */
  public static final long FIND_SOURCE_ADDRESS = 0x10000;

  private static final ImmutableMap<Long, String> NAMES =
      ImmutableMap.<Long, String>builder()
          .put(PERMANENT, "permanent")
          .put(INVERT, "not")
          .put(UNRESOLVED, "unresolved")
          .put(IIF_DETACHED, "iif_detached")
          .put(OIF_DETACHED, "oif_detached")
          .put(FIND_SOURCE_ADDRESS, "find_saddr")
          .buildOrThrow();

  public RuleFlags {
    Names.requireU32("rule flags", bits);
  }

  /** The flags with these bits. */
  public static RuleFlags of(long bits) {
    return bits == 0 ? NONE : new RuleFlags(bits);
  }

  /** True if every one of these bits is set. */
  public boolean has(long flag) {
    return (bits & flag) == flag;
  }

  /** These flags and those. */
  public RuleFlags with(long flag) {
    return of(bits | flag);
  }

  /** These flags without those. */
  public RuleFlags without(long flag) {
    return of(bits & ~flag);
  }

  /** Their names, separated by blanks; unknown bits in hexadecimal. */
  @Override
  public String toString() {
    return Names.flags(NAMES, bits, new StringJoiner(" ")).toString();
  }
}
