package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.Structure;
import dev.routeswitcher.netlink.codec.Unsigned;

/**
 * Ports from one to another, both included ({@code struct fib_rule_port_range}).
 *
 * @param start u16
 * @param end u16
 */
public record PortRange(int start, int end) {
  public PortRange {
    Unsigned.requireU16("port", start);
    Unsigned.requireU16("port", end);
  }

  /** A single port. */
  public static PortRange of(int port) {
    return new PortRange(port, port);
  }

  static final Form<PortRange> FORM =
      Form.of(
          attribute -> {
            Structure range = attribute.structure(4);
            return new PortRange(range.u16(0), range.u16(2));
          },
          (w, range) -> w.u16(range.start).u16(range.end));

  /** {@code 80} or {@code 80-443}. */
  @Override
  public String toString() {
    return start == end ? Integer.toString(start) : start + "-" + end;
  }
}
