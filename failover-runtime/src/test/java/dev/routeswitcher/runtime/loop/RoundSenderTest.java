package dev.routeswitcher.runtime.loop;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import com.google.common.collect.ImmutableSet;
import com.google.common.primitives.ImmutableLongArray;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.runtime.model.ModelSettings;
import dev.routeswitcher.runtime.port.ConnectionTracker;
import dev.routeswitcher.runtime.port.HostClock;
import dev.routeswitcher.runtime.port.InstanceLock;
import dev.routeswitcher.runtime.port.InterfaceSettings;
import dev.routeswitcher.runtime.port.KernelRouting;
import dev.routeswitcher.runtime.port.LeasedGateways;
import dev.routeswitcher.runtime.port.LinkWatch;
import dev.routeswitcher.runtime.port.ProbeSender;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** When a probe counts as lost that this program is late to ask for. */
class RoundSenderTest {

  @Test
  void what_a_round_is_late_by_is_given_to_its_replies() {
    ProbeSender probes = mock(ProbeSender.class);
    HostClock clock = mock(HostClock.class);
    Mockito.when(clock.nanoTime()).thenReturn(1_300L);
    Ports ports =
        new Ports(
            mock(InstanceLock.class),
            mock(KernelRouting.class),
            mock(LinkWatch.class),
            probes,
            mock(InterfaceSettings.class),
            mock(LeasedGateways.class),
            mock(ConnectionTracker.class),
            clock);
    RoundSender rounds =
        new RoundSender(
            ModelSettings.restoring().engine(),
            ports,
            new LinkBook(ImmutableSet.of("eth0")),
            new Inbox(),
            mock(Announcer.class));
    UplinkKey eth0 = new UplinkKey(IpFamily.IPV4, "eth0");
    rounds.start(new Decision.StartRound(eth0, 1, ImmutableLongArray.of(1_200)), 1_000);
    verify(probes).probe(eq("eth0"), any(), eq(1_500L), any());
  }
}
