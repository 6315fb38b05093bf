package dev.routeswitcher.netlink.link;

import dev.routeswitcher.netlink.codec.Form;
import dev.routeswitcher.netlink.codec.Names;
import dev.routeswitcher.netlink.codec.Unsigned;

/**
 * Whether a link can carry packets (RFC 2863, {@code IF_OPER_*}).
 *
 * @param value 0 to 255
 */
public record OperationalState(int value) {
  /** The driver does not say: usual for tun, PPP and WireGuard, and no fault. */
  public static final OperationalState UNKNOWN = new OperationalState(0);

  /** Some part, usually hardware, is missing. */
  public static final OperationalState NOT_PRESENT = new OperationalState(1);

  /** Down. */
  public static final OperationalState DOWN = new OperationalState(2);

  /** A link below it is down. */
  public static final OperationalState LOWER_LAYER_DOWN = new OperationalState(3);

  /** In a test mode. */
  public static final OperationalState TESTING = new OperationalState(4);

  /** Waits for something, such as authentication. */
  public static final OperationalState DORMANT = new OperationalState(5);

  /** Carries packets. */
  public static final OperationalState UP = new OperationalState(6);

  private static final Names NAMES =
      Names.from(0, "UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP");

  static final Form<OperationalState> FORM = Form.u8(OperationalState::of, OperationalState::value);

  public OperationalState {
    Unsigned.requireU8("operational state", value);
  }

  /** The operational state with this number. */
  public static OperationalState of(int value) {
    return new OperationalState(value);
  }

  /** The name {@code ip} uses, such as {@code UP}, or the number. */
  @Override
  public String toString() {
    return NAMES.of(value);
  }
}
