package dev.routeswitcher.engine;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One uplink as configured.
 *
 * @param interfaceName the interface, 1 to 15 characters; it need not exist yet
 * @param gateway the gateway, or null to take it from the defaults the kernel has on the interface
 * @param metric the metric of the uplink's base route, 1 to 4294967295
 */
public record UplinkConfig(String interfaceName, @Nullable InetAddress gateway, long metric) {}
