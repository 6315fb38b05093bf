/**
 * What DHCP clients of IPv4 write down of their leases.
 *
 * <p>Mental model: each client has files of its own form in a folder of its own. {@link
 * dev.routeswitcher.runtime.linux.lease.LeaseFiles} finds those of an interface and reads them
 * again when they have changed; a {@code LeaseFormat} for each client makes leases of their bytes.
 * The files may be cut off, damaged or full of anything: what is not understood is no lease. None
 * of the forms but dhclient's is documented; they are what the programs write.
 *
 * <pre>{@code
 * new LeaseFiles().gateway("eth1", 3, Set.of(address)); // 198.51.100.1
 * }</pre>
 *
 * <p>udhcpc, of BusyBox, writes nothing down.
 *
 * <p>Internal API.
 */
@NullMarked
package dev.routeswitcher.runtime.linux.lease;

import org.jspecify.annotations.NullMarked;
