package dev.routeswitcher.netlink.rule;

/** Where the fields of {@code struct fib_rule_hdr} are, the family at 0. */
final class RuleHeader {
  static final int SIZE = 12;

  /** The prefix length of the destination (u8). */
  static final int DESTINATION_LENGTH = 1;

  /** The prefix length of the source (u8). */
  static final int SOURCE_LENGTH = 2;

  /** Type of service (u8). */
  static final int TOS = 3;

  /** The table (u8). */
  static final int TABLE = 4;

  /** {@link RuleAction} (u8). */
  static final int ACTION = 7;

  /** {@link RuleFlags} (u32). */
  static final int FLAGS = 8;

  private RuleHeader() {}
}
