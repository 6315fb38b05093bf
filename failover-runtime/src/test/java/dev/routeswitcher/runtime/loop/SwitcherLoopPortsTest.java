package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.TargetPath;
import dev.routeswitcher.runtime.model.ModelSettings;
import dev.routeswitcher.runtime.port.ConnectionTracker;
import dev.routeswitcher.runtime.port.HostClock;
import dev.routeswitcher.runtime.port.InstanceLock;
import dev.routeswitcher.runtime.port.InterfaceSettings;
import dev.routeswitcher.runtime.port.KernelRouting;
import dev.routeswitcher.runtime.port.LeasedGateways;
import dev.routeswitcher.runtime.port.LinkWatch;
import dev.routeswitcher.runtime.port.ProbeSender;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.InOrder;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;

/** In which order the loop opens and closes its ports, and what it does when one of them throws. */
@ExtendWith(MockitoExtension.class)
class SwitcherLoopPortsTest {

  private static final InetAddress TARGET = InetAddresses.forString("203.0.113.8");

  @Mock private InstanceLock lock;
  @Mock private KernelRouting routing;
  @Mock private LinkWatch watch;
  @Mock private ProbeSender probes;
  @Mock private InterfaceSettings interfaces;
  @Mock private LeasedGateways leases;
  @Mock private ConnectionTracker tracker;
  @Mock private HostClock clock;
  @Mock private Announcer announcer;

  private SwitcherLoop loop(LoopSettings settings) {
    return new SwitcherLoop(
        settings,
        new Ports(lock, routing, watch, probes, interfaces, leases, tracker, clock),
        announcer);
  }

  private void haveAnEmptyKernel() throws IOException {
    when(watch.snapshot()).thenReturn(ImmutableList.of());
    when(routing.defaults(IpFamily.IPV4)).thenReturn(ImmutableList.of());
    when(routing.path(TARGET)).thenReturn(new TargetPath(TARGET, null, 0));
    when(routing.allTables(IpFamily.IPV4, List.of())).thenReturn(KernelTables.EMPTY);
  }

  @Test
  void opening_takes_the_lock_first_and_the_privilege_before_anything_is_sent() throws Exception {
    haveAnEmptyKernel();
    loop(ModelSettings.restoring()).open();
    InOrder order = inOrder(lock, routing, probes, watch);
    order.verify(lock).acquire();
    order.verify(routing).open();
    order.verify(routing).requireWritable();
    order.verify(probes).open(any());
    order.verify(watch).open(any());
    order.verify(watch).snapshot();
    order.verify(routing).defaults(IpFamily.IPV4);
    order.verify(routing).allTables(IpFamily.IPV4, List.of());
    verifyNoInteractions(tracker, interfaces);
  }

  @Test
  void a_lock_that_another_holds_leaves_all_else_unopened() throws Exception {
    doThrow(new IOException("another runs")).when(lock).acquire();
    assertThatThrownBy(loop(ModelSettings.restoring())::open).hasMessage("another runs");
    verifyNoInteractions(routing, watch, probes);
    verify(lock, never()).release();
  }

  @Test
  void a_port_that_cannot_be_opened_closes_all_of_them_in_order() throws Exception {
    doThrow(new IOException("no socket")).when(watch).open(any());
    assertThatThrownBy(loop(ModelSettings.aiding(false))::open).hasMessage("no socket");
    InOrder order = inOrder(tracker, watch, probes, routing, lock);
    order.verify(tracker).close();
    order.verify(watch).close();
    order.verify(probes).close();
    order.verify(routing).close();
    order.verify(lock).release();
  }

  @Test
  void a_port_that_cannot_be_closed_keeps_no_other_open_and_is_logged() {
    RuntimeException onPurpose = new IllegalStateException("on purpose");
    doThrow(onPurpose).when(tracker).close();
    doThrow(onPurpose).when(watch).close();
    doThrow(onPurpose).when(probes).close();
    doThrow(onPurpose).when(routing).close();
    doThrow(onPurpose).when(lock).release();
    loop(ModelSettings.aiding(false)).close();
    verify(lock).release();
    verify(announcer, times(5)).log(any(), eq("failed to close {}"), any(), eq(onPurpose));
  }

  @Test
  void a_dry_run_asks_for_no_privilege_and_changes_nothing_at_the_end() throws Exception {
    haveAnEmptyKernel();
    SwitcherLoop loop = loop(ModelSettings.dry());
    loop.open();
    loop.begin();
    loop.restore();
    loop.close();
    verify(routing, never()).requireWritable();
    verify(routing, never()).apply(any(), any());
    verify(routing, never()).ownDefaults(any());
  }
}
