/**
 * The loop's ports on Linux: ICMP sockets bound to an interface, and {@code poll} to wait for them.
 * Internal: {@link dev.routeswitcher.icmp.linux.LinuxEchoNetwork} alone is public, for the prober.
 *
 * <p>A batch is one {@code sendmmsg} or {@code recvmmsg}. What those calls are given lies in memory
 * outside the heap that is laid out once: {@code MmsghdrArray} is the array of headers, {@code
 * AncillaryData} the control messages of cmsg(3), {@code SocketAddress} the addresses. {@code
 * SendBuffers} and {@code ReceiveBuffers} fill and read them. {@code LinuxSystemCalls} is the only
 * class that uses jnr-ffi.
 *
 * <p>A raw socket receives everybody's replies; {@code EchoFilter} is the BPF program that keeps
 * them out, and {@code HostError} the one kind of error that it passes.
 *
 * <pre>{@code
 * EchoNetwork network = LinuxEchoNetwork.open(true); // with transmit stamps
 * }</pre>
 *
 * <p>Internal API.
 */
@NullMarked
package dev.routeswitcher.icmp.linux;

import org.jspecify.annotations.NullMarked;
