package dev.routeswitcher.icmp.loop;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a socket is bound to.
 *
 * @param interfaceName the name of the interface
 * @param version the IP version
 * @param source the source address; null leaves the choice to the kernel
 */
public record ChannelKey(String interfaceName, IpVersion version, @Nullable InetAddress source) {}
