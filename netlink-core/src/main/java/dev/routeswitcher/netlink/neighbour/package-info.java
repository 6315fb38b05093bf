/**
 * Neighbours as the kernel reports them ({@code struct ndmsg} and {@code NDA_*} of {@code
 * linux/neighbour.h}): entries of the ARP and ND caches and of bridges' forwarding tables. Stable
 * API.
 *
 * <pre>{@code
 * for (NeighbourMessage neighbour : client.neighbours().list(AddressFamily.INET, 3)) {
 *   System.out.println(neighbour); // 192.0.2.1 dev if3 lladdr 02:00:00:00:00:01 REACHABLE
 * }
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.neighbour;

import org.jspecify.annotations.NullMarked;
