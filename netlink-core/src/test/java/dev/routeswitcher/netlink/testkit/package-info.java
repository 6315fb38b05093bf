/**
 * A kernel for tests that answers by a script. Stable API, for tests only.
 *
 * <pre>{@code
 * ScriptedKernel kernel = new ScriptedKernel();
 * kernel.expect(RtnetlinkType.GETROUTE).part(RtnetlinkType.NEWROUTE, route).done();
 * kernel.expect(RtnetlinkType.NEWROUTE).error(Errno.EEXIST);
 * try (RtnetlinkClient client = RtnetlinkClient.over(kernel.transport(), Duration.ofSeconds(1))) {
 *   client.routes().list(RouteFilter.of(AddressFamily.INET));   // one route
 *   client.routes().add(route);                                 // fails with EEXIST
 * }
 * kernel.verify();
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.netlink.testkit;

import org.jspecify.annotations.NullMarked;
