package dev.routeswitcher.runtime;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One way to the internet, as {@link RouteSwitcherBuilder#uplink} takes it: an interface and what
 * else is known of it. Nothing is checked here; the builder reports every fault.
 *
 * <pre>{@code
 * Uplink.on("eth0").named("fibre").gateway("192.0.2.1").gateway("fe80::1")
 * Uplink.on("wwan0").named("lte").metric(40).standbyInterval(Duration.ofSeconds(30))
 * }</pre>
 *
 * @param name what logs and options call it, 1 to 32 letters, digits and {@code . _ -}
 * @param interfaceName the interface, 1 to 15 characters; it need not exist yet
 * @param gateways addresses in digits, at most one of each family; of a family without one the
 *     gateway is taken from the defaults the kernel has on the interface
 * @param metric the metric of its base routes, 1 to 4294967295; null for 10, 20, 30, ... by its
 *     place
 * @param standbyInterval how often it is probed while another carries the traffic and answers; null
 *     for as often as in use
 */
public record Uplink(
    String name,
    String interfaceName,
    ImmutableList<String> gateways,
    @Nullable Long metric,
    @Nullable Duration standbyInterval) {

  /** An uplink by an interface, and named for it, of which nothing else is said. */
  public static Uplink on(String interfaceName) {
    return new Uplink(interfaceName, interfaceName, ImmutableList.of(), null, null);
  }

  /** This, under another name. */
  public Uplink named(String newName) {
    return new Uplink(newName, interfaceName, gateways, metric, standbyInterval);
  }

  /** This, with one more gateway, an address in digits. */
  public Uplink gateway(String address) {
    ImmutableList<String> more =
        ImmutableList.<String>builder().addAll(gateways).add(address).build();
    return new Uplink(name, interfaceName, more, metric, standbyInterval);
  }

  /** This, with that metric for its base routes. */
  public Uplink metric(long newMetric) {
    return new Uplink(name, interfaceName, gateways, newMetric, standbyInterval);
  }

  /** This, probed so often while it stands by. */
  public Uplink standbyInterval(Duration interval) {
    return new Uplink(name, interfaceName, gateways, metric, interval);
  }

  /** This, by another interface and with these gateways only. */
  Uplink by(String newInterface, ImmutableList<String> newGateways) {
    return new Uplink(name, newInterface, newGateways, metric, standbyInterval);
  }

  boolean isCalled(String nameOrInterface) {
    return name.equals(nameOrInterface) || interfaceName.equals(nameOrInterface);
  }

  /** The interface and its gateways: {@code eth0/192.0.2.1/fe80::1}. */
  String way() {
    return gateways.isEmpty() ? interfaceName : interfaceName + "/" + String.join("/", gateways);
  }
}
