package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.runtime.settings.Setting;
import dev.routeswitcher.runtime.settings.Settings;
import dev.routeswitcher.runtime.settings.Values;
import java.net.InetAddress;
import java.time.Duration;

/**
 * One uplink, as {@link RouteSwitcherBuilder#uplink} takes it: an interface and what else is known
 * of it. Immutable. Nothing is checked here; the builder reports every fault.
 *
 * <pre>{@code
 * Uplink.on("eth0").named("fibre").gateway("192.0.2.1").gateway("fe80::1")
 * Uplink.on("wwan0").named("lte").metric(40).standbyInterval(Duration.ofSeconds(30))
 * }</pre>
 */
public final class Uplink {

  private final Values values;

  private Uplink(Values values) {
    this.values = values;
  }

  /** An uplink by an interface, by any of its names, and named for it; it need not exist yet. */
  public static Uplink on(String interfaceName) {
    return new Uplink(Values.NONE.with(Settings.INTERFACE, interfaceName));
  }

  /** This, under another name in logs and options: 1 to 32 letters, digits and {@code . _ -}. */
  public Uplink named(String newName) {
    return with(Settings.NAME, newName);
  }

  /**
   * This, with one more gateway, an address in digits; at most one of each family. Of a family
   * without one the gateway is taken from the defaults the kernel has on the interface.
   */
  public Uplink gateway(String address) {
    return with(
        Settings.GATEWAY,
        ImmutableList.<String>builder().addAll(values.get(Settings.GATEWAY)).add(address).build());
  }

  /** This, with one more gateway, likewise. */
  public Uplink gateway(InetAddress address) {
    return gateway(InetAddresses.toAddrString(address));
  }

  /**
   * This, with its gateway on the link although it lies in no subnet of it: routes by it carry
   * {@code onlink}.
   */
  public Uplink onLink() {
    return with(Settings.ONLINK, true);
  }

  /**
   * This, with that metric for its base routes, 1 to 4294967295; 10, 20, 30, ... by its place
   * unless given.
   */
  public Uplink metric(long newMetric) {
    return with(Settings.METRIC, newMetric);
  }

  /**
   * This, probed so often while another uplink carries the traffic and answers: from the interval
   * in use, which it is unless given, to an hour.
   */
  public Uplink standbyInterval(Duration interval) {
    return with(Settings.STANDBY_INTERVAL, interval);
  }

  private <T> Uplink with(Setting<T> setting, T value) {
    return new Uplink(values.with(setting, value));
  }

  Values values() {
    return values;
  }
}
