/**
 * Netlink datagrams in and out. Stable API.
 *
 * <p>{@link dev.routeswitcher.netlink.socket.NetlinkTransport} is all that the layers above know:
 * {@link dev.routeswitcher.netlink.socket.NetlinkSocket} is the one that talks to Linux (by
 * jnr-ffi), {@code ScriptedKernel} of the {@code testkit} package is one for tests.
 *
 * <p>A socket belongs to the network namespace it is opened in, for good: that of the thread that
 * opens it, or a {@link dev.routeswitcher.netlink.socket.NetworkNamespace} that its options name.
 *
 * <pre>{@code
 * try (NetlinkTransport socket = NetlinkSocket.openRoute(SocketOptions.DEFAULT)) {
 *   socket.send(request);
 *   Datagram datagram = socket.newDatagram();
 *   if (socket.receive(datagram, SECONDS.toNanos(1)) == Reception.DATAGRAM) {
 *     read(datagram.bytes());
 *   }
 * }
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.socket;

import org.jspecify.annotations.NullMarked;
