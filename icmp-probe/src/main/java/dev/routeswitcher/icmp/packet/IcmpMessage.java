package dev.routeswitcher.icmp.packet;

/**
 * One ICMP message, whatever the IP version; its codec is {@link Icmpv4} or {@link Icmpv6}.
 *
 * <p>Numbers the library has no name for survive decoding and encoding.
 */
public sealed interface IcmpMessage permits EchoMessage, ErrorMessage, OtherMessage {}
