package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.codec.Names;
import dev.routeswitcher.netlink.codec.Unsigned;

/**
 * What a rule does with a packet that it matches ({@code FR_ACT_*}).
 *
 * @param value 0 to 255
 */
public record RuleAction(int value) {
  /** None; in a request to delete, any. */
  public static final RuleAction UNSPEC = new RuleAction(0);

  /** Looks it up in a table; goes on to the next rule if that has no route. */
  public static final RuleAction TO_TABLE = new RuleAction(1);

  /** Goes on at another rule. */
  public static final RuleAction GOTO = new RuleAction(2);

  /** Nothing: goes on to the next rule. */
  public static final RuleAction NOP = new RuleAction(3);

  /** Drops it silently. */
  public static final RuleAction BLACKHOLE = new RuleAction(6);

  /** Refuses it: network unreachable. */
  public static final RuleAction UNREACHABLE = new RuleAction(7);

  /** Refuses it: administratively prohibited. */
  public static final RuleAction PROHIBIT = new RuleAction(8);

  private static final Names NAMES =
      Names.from(0, "none", "lookup", "goto", "nop").and(6, "blackhole", "unreachable", "prohibit");

  public RuleAction {
    Unsigned.requireU8("rule action", value);
  }

  /** The rule action with this number. */
  public static RuleAction of(int value) {
    return new RuleAction(value);
  }

  /** The name {@code ip} uses, such as {@code prohibit}, or the number. */
  @Override
  public String toString() {
    return NAMES.of(value);
  }
}
