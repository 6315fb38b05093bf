/**
 * Neighbours as the kernel reports them ({@code struct ndmsg} and {@code NDA_*} of {@code
 * linux/neighbour.h}): entries of the ARP and ND caches and of bridges' forwarding tables. Stable
 * API.
 */
@NullMarked
package dev.routeswitcher.netlink.neighbour;

import org.jspecify.annotations.NullMarked;
