package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.Structure;
import dev.routeswitcher.netlink.codec.Unsigned;

/**
 * User ids from one to another, both included ({@code struct fib_rule_uid_range}).
 *
 * @param start u32
 * @param end u32
 */
public record UserRange(long start, long end) {
  public UserRange {
    Unsigned.requireU32("user id", start);
    Unsigned.requireU32("user id", end);
  }

  static final Form<UserRange> FORM =
      Form.of(
          attribute -> {
            Structure range = attribute.structure(8);
            return new UserRange(range.u32(0), range.u32(4));
          },
          (w, range) -> w.u32(range.start).u32(range.end));

  /** {@code 1000-1999}. */
  @Override
  public String toString() {
    return start + "-" + end;
  }
}
