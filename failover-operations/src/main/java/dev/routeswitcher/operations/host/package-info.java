/**
 * What a host is, as far as it bears on its uplinks.
 *
 * <p>Mental model: a {@link dev.routeswitcher.operations.host.Host} is looked at once, and what was
 * seen is one immutable {@link dev.routeswitcher.operations.host.HostFacts}; whoever judges it asks
 * no kernel. What could not be read is a {@link dev.routeswitcher.operations.host.Reading} that
 * says why. {@link dev.routeswitcher.operations.host.LinuxHost} asks the kernel by netlink and
 * ICMP, and reads what programs leave in files. It changes nothing and starts no program.
 *
 * <pre>{@code
 * HostFacts facts = new LinuxHost().read(configuration.engine());
 * facts.find("eth0").map(HostInterface::carrier); // true
 * facts.number("net.ipv4.conf.eth0.rp_filter"); // 2
 * }</pre>
 *
 * <p>Internal to the programs of the project; not API.
 */
@NullMarked
package dev.routeswitcher.operations.host;

import org.jspecify.annotations.NullMarked;
