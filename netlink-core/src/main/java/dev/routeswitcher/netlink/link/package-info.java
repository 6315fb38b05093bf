/**
 * Network interfaces as the kernel reports them ({@code struct ifinfomsg} of {@code
 * linux/rtnetlink.h}, {@code IFLA_*} of {@code linux/if_link.h}). Stable API.
 *
 * <pre>{@code
 * LinkMessage change = LinkMessage.builder().index(3).mtu(1400).up().build();
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.link;

import org.jspecify.annotations.NullMarked;
