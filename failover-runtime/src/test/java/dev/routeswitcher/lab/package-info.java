/**
 * The lab of network namespaces, driven from tests: the modules above this one use it too, by way
 * of this module's test jar.
 *
 * <p>Mental model: {@link dev.routeswitcher.lab.Lab} is the network, a {@link
 * dev.routeswitcher.lab.Background} a process in it whose lines are waited for instead of time.
 *
 * <pre>{@code
 * try (Lab lab = Lab.up()) {
 *   Background switcher = lab.startSwitcher();
 *   switcher.await(" start to=primary/eth0 ");
 *   lab.inject("silent", "primary");
 *   switcher.await(" failover ");
 *   assertThat(lab.defaults()).contains(Lab.FAILOVER_ROUTE);
 * }
 * }</pre>
 */
@NullMarked
package dev.routeswitcher.lab;

import org.jspecify.annotations.NullMarked;
