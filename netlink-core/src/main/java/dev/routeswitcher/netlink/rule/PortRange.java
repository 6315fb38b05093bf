package dev.routeswitcher.netlink.rule;

import dev.routeswitcher.netlink.codec.Attribute;
import dev.routeswitcher.netlink.message.Names;

/**
 * Ports from one to another, both included ({@code struct fib_rule_port_range}).
 *
 * @param start u16
 * @param end u16
 */
public record PortRange(int start, int end) {
  public PortRange {
    Names.requireU16("port", start);
    Names.requireU16("port", end);
  }

  /** A single port. */
  public static PortRange of(int port) {
    return new PortRange(port, port);
  }

  static PortRange read(Attribute attribute) {
    Attribute.Structure range = attribute.structure(4);
    return new PortRange(range.u16(0), range.u16(2));
  }

  /** {@code 80} or {@code 80-443}. */
  @Override
  public String toString() {
    return start == end ? Integer.toString(start) : start + "-" + end;
  }
}
