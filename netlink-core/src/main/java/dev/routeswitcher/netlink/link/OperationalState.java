package dev.routeswitcher.netlink.link;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.netlink.message.Names;

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

  private static final ImmutableMap<Integer, String> NAMES =
      ImmutableMap.<Integer, String>builder()
          .put(0, "UNKNOWN")
          .put(1, "NOTPRESENT")
          .put(2, "DOWN")
          .put(3, "LOWERLAYERDOWN")
          .put(4, "TESTING")
          .put(5, "DORMANT")
          .put(6, "UP")
          .buildOrThrow();

  public OperationalState {
    Names.requireU8("operational state", value);
  }

  /** The operational state with this number. */
  public static OperationalState of(int value) {
    return new OperationalState(value);
  }

  /** The name {@code ip} uses, such as {@code UP}, or the number. */
  @Override
  public String toString() {
    return Names.of(NAMES, value);
  }
}
