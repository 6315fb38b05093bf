package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.message.Names;

/**
 * User ids from one to another, both included ({@code struct fib_rule_uid_range}).
 *
 * @param start u32
 * @param end u32
 */
public record UserRange(long start, long end) {
  public UserRange {
    Names.requireU32("user id", start);
    Names.requireU32("user id", end);
  }

  static UserRange read(Attribute attribute) {
    Attribute.Structure range = attribute.structure(8);
    return new UserRange(range.u32(0), range.u32(4));
  }

  /** {@code 1000-1999}. */
  @Override
  public String toString() {
    return start + "-" + end;
  }
}
