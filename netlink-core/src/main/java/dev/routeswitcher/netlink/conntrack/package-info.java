/**
 * The connections that Linux tracks (ctnetlink: {@code linux/netfilter/nfnetlink_conntrack.h}), as
 * messages: pure code, no system call. {@link dev.routeswitcher.netlink.client.ConntrackClient}
 * asks the kernel for them and deletes them. Stable API.
 *
 * <p>An entry of the connection tracker is one flow, seen from both its ends. Its {@link
 * dev.routeswitcher.netlink.conntrack.ConntrackMessage#original original} tuple is what the packets
 * of the side that began it say, its {@link
 * dev.routeswitcher.netlink.conntrack.ConntrackMessage#reply reply} tuple what those of the other
 * side say, before any translation. Where addresses are translated (NAT) the two do not mirror each
 * other: the reply's destination is then the address that the source was translated to.
 *
 * <pre>
 *   original  192.0.2.9:40000     -&gt; 203.0.113.8:53        a client behind the router
 *   reply     203.0.113.8:53      -&gt; 198.51.100.2:40000    SNAT to 198.51.100.2
 * </pre>
 *
 * <p>As in {@link dev.routeswitcher.netlink.rtnetlink} a message is its fixed part and its
 * attributes, byte for byte as they were read; accessors read when they are asked, kernel numbers
 * are open, and {@code toString} never fails. Most numbers of ctnetlink are in network byte order.
 *
 * <pre>{@code
 * ConntrackMessage entry = ConntrackMessage.read(cursor);
 * if (entry.status().has(ConntrackStatus.SOURCE_NAT)) {
 *   IpAddress translatedTo = entry.reply().destination().orElseThrow();
 * }
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.conntrack;

import org.jspecify.annotations.NullMarked;
