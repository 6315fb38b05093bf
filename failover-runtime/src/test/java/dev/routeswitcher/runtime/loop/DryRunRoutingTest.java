package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.Hop;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.PolicyRule;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import dev.routeswitcher.engine.route.RoutingOperation.Kind;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.runtime.model.MainRoutes;
import dev.routeswitcher.runtime.port.KernelRouting;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;

/** What a dry run pretends, and that the kernel is asked for no change. */
@ExtendWith(MockitoExtension.class)
class DryRunRoutingTest {

  private static final IpFamily IPV4 = IpFamily.IPV4;
  private static final InetAddress TARGET = InetAddresses.forString("203.0.113.8");
  private static final List<Long> TABLES = List.of(15701L);
  private static final Route FOREIGN = route("eth0", 4, 100);
  private static final Route OURS = route("eth1", Route.PROTOCOL, 5);

  @Mock private KernelRouting kernel;
  @Mock private Announcer announcer;

  private KernelRouting dry() {
    return new DryRunRouting(kernel, announcer);
  }

  private static Route route(String interfaceName, int protocol, long metric) {
    return MainRoutes.mainDefault(
        IPV4,
        metric,
        protocol,
        ImmutableList.of(new Hop(interfaceName, null, false)),
        null,
        ImmutableSortedMap.of());
  }

  @AfterEach
  void the_kernel_was_asked_for_no_change() throws Exception {
    verify(kernel, never()).apply(any(), any());
    verify(kernel, never()).requireWritable();
  }

  @Test
  void the_main_table_is_read_each_time_and_what_is_pretended_laid_over_it() throws Exception {
    KernelRouting dry = dry();
    when(kernel.defaults(IPV4)).thenReturn(ImmutableList.of(FOREIGN));
    when(kernel.path(TARGET)).thenReturn(new TargetPath(TARGET, "eth0", 0));
    assertThat(dry.defaults(IPV4)).containsExactly(FOREIGN);

    RoutingOperation add = new RoutingOperation(Kind.ADD, OURS);
    assertThat(dry.apply(IPV4, add)).isEqualTo(OperationResult.applied(add));
    assertThat(dry.defaults(IPV4)).containsExactly(OURS, FOREIGN);
    assertThat(dry.ownDefaults(IPV4)).containsExactly(OURS);
    assertThat(dry.path(TARGET)).isEqualTo(new TargetPath(TARGET, "eth1", 0));

    Route other = route("eth2", Route.PROTOCOL, 5);
    dry.apply(IPV4, new RoutingOperation(Kind.REPLACE, other));
    assertThat(dry.defaults(IPV4)).containsExactly(other, FOREIGN);
    dry.apply(IPV4, new RoutingOperation(Kind.DELETE, other));
    when(kernel.defaults(IPV4)).thenReturn(ImmutableList.of());
    assertThat(dry.defaults(IPV4)).isEmpty();
    verify(announcer, times(3)).log(any(), any(), any(Object[].class));
  }

  @Test
  void an_uplink_is_probeable_if_a_real_route_leads_out_by_its_gateway() throws Exception {
    KernelRouting dry = dry();
    when(kernel.defaults(IPV4)).thenReturn(ImmutableList.of(FOREIGN));
    dry.defaults(IPV4);
    dry.apply(IPV4, new RoutingOperation(Kind.ADD, OURS));
    InetAddress gateway = FOREIGN.hops().get(0).gateway();
    UplinkKey eth0 = new UplinkKey(IPV4, "eth0");
    assertThat(dry.leadsOutBy(eth0, null)).isTrue();
    assertThat(dry.leadsOutBy(eth0, gateway)).isTrue();
    assertThat(dry.leadsOutBy(eth0, InetAddresses.forString("192.0.2.99"))).isFalse();
    assertThat(dry.leadsOutBy(new UplinkKey(IPV4, "eth1"), null)).isFalse();
  }

  @Test
  void rules_and_tables_are_read_once_and_then_pretended() throws Exception {
    KernelRouting dry = dry();
    when(kernel.allTables(IPV4, TABLES)).thenReturn(KernelTables.EMPTY);
    PolicyRule rule = new PolicyRule(15701, false, null, "eth0", null, 15701, null, Route.PROTOCOL);
    assertThat(dry.allTables(IPV4, TABLES)).isEqualTo(KernelTables.EMPTY);
    dry.apply(IPV4, new RoutingOperation(Kind.ADD, rule));
    assertThat(dry.tables(IPV4, TABLES).rules()).containsExactly(rule);
    dry.apply(IPV4, new RoutingOperation(Kind.DELETE, rule));
    assertThat(dry.tables(IPV4, TABLES)).isEqualTo(KernelTables.EMPTY);
    verify(kernel).allTables(IPV4, TABLES);
    verify(kernel, never()).tables(any(), any());
  }
}
