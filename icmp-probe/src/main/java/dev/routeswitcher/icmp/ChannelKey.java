package dev.routeswitcher.icmp;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a socket is for.
 *
 * @param interfaceName the interface it is bound to
 * @param family the IP version it speaks
 * @param source the address it is bound to; null leaves that to the kernel
 */
record ChannelKey(String interfaceName, Family family, @Nullable InetAddress source) {}
