package dev.routeswitcher.engine.config;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One uplink as configured.
 *
 * @param name its name: 1 to 32 letters, digits and {@code . _ -}; null for a name by its place,
 *     {@code primary}, {@code secondary}, {@code uplink-3}
 * @param interfaceName the interface, by its name (1 to 15 characters) or an alternative one (1 to
 *     127); it need not exist yet
 * @param gateway the gateway, or null to take it from the defaults the kernel has on the interface
 * @param metric the metric of the uplink's base route, 1 to 4294967295
 * @param standbyInterval from one round to the next while another uplink carries the traffic and
 *     answers, for links that cost by volume: at least {@link Timing#interval}; null for just that
 * @param onLink whether the gateway given is on the link although it lies in no subnet of it
 */
public record UplinkConfig(
    @Nullable String name,
    String interfaceName,
    @Nullable InetAddress gateway,
    long metric,
    @Nullable Duration standbyInterval,
    boolean onLink) {

  /**
   * Whether it is the same uplink in another configuration: if the name that it was given and its
   * interface are.
   */
  public boolean isSameAs(UplinkConfig other) {
    return Objects.equals(name, other.name) && interfaceName.equals(other.interfaceName);
  }

  /** An uplink that is named by its place and probed as often in standby as in use. */
  public UplinkConfig(String interfaceName, @Nullable InetAddress gateway, long metric) {
    this(null, interfaceName, gateway, metric, null);
  }

  /** An uplink whose gateway, if one is given, lies in a subnet of the link. */
  public UplinkConfig(
      @Nullable String name,
      String interfaceName,
      @Nullable InetAddress gateway,
      long metric,
      @Nullable Duration standbyInterval) {
    this(name, interfaceName, gateway, metric, standbyInterval, false);
  }
}
