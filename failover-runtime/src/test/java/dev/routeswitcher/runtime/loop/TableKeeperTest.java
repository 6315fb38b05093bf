package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.EngineEvent.LinkChanged;
import dev.routeswitcher.engine.EngineEvent.RoutesObserved;
import dev.routeswitcher.engine.EngineState;
import dev.routeswitcher.engine.FailoverEngine;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.LinkStatus;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.TableLayout;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.engine.route.DefaultRoute;
import dev.routeswitcher.engine.route.InterfaceAddress;
import dev.routeswitcher.engine.route.KernelTables;
import dev.routeswitcher.engine.route.NextHop;
import dev.routeswitcher.runtime.model.ManualClock;
import dev.routeswitcher.runtime.model.ModelHost;
import dev.routeswitcher.runtime.port.NoPolicyRoutingException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tables of a family that nobody asked for by name. */
class TableKeeperTest {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final EngineConfig config =
      new EngineConfig(
          ImmutableList.of(
              new FamilyConfig(
                  IpFamily.IPV6,
                  ImmutableList.of(
                      new UplinkConfig("eth0", null, 10), new UplinkConfig("eth1", null, 20)),
                  ImmutableList.of(InetAddresses.forString("2001:db8:ff::8")),
                  5,
                  true)),
          Timing.defaults());
  private final FailoverEngine engine = new FailoverEngine(config);
  private final ModelHost host = new ModelHost(new ManualClock(0));
  private final TableKeeper keeper =
      new TableKeeper(config, TableLayout.DEFAULT, host.policy(), new Lines());
  private int lines;
  private EngineState state = engine.start(0);

  private final class Lines implements Announcer {
    @Override
    public void announce(dev.routeswitcher.engine.Decision.Notice notice) {}

    @Override
    public void log(Runnable line) {
      lines++;
    }
  }

  private void step(EngineEvent... events) {
    state = engine.step(state, List.of(events), 0).state();
  }

  private static LinkChanged eth0(String address) {
    InterfaceAddress own = InterfaceAddress.of(InetAddresses.forString(address), 64);
    return new LinkChanged(new UplinkKey(IpFamily.IPV6, "eth0"), LinkStatus.up(own));
  }

  private static RoutesObserved routes(DefaultRoute... routes) {
    return new RoutesObserved(IpFamily.IPV6, ImmutableList.copyOf(routes), ImmutableList.of());
  }

  private static DefaultRoute advertised() {
    NextHop hop = new NextHop("eth0", InetAddresses.forString("2001:db8:1::1"), false);
    return new DefaultRoute(1024, 9, ImmutableList.of(hop), null, ImmutableSortedMap.of());
  }

  private void awaken() {
    step(eth0("2001:db8:1::2"), routes(advertised()));
  }

  @Test
  void a_family_that_sleeps_again_is_left_alone_and_not_spoken_of() throws Exception {
    keeper.open();
    awaken();
    host.policy().refuse("rule add");
    assertThat(keeper.keep(state, 0)).isEmpty();
    assertThat(keeper.isDue(MINUTE)).as("what was refused is tried again").isTrue();

    step(eth0("2001:db8:9::2"), routes());
    keeper.keep(state, 0);
    host.forgetDeeds();
    int told = lines;
    assertThat(keeper.isDue(MINUTE)).isFalse();
    keeper.keep(state, MINUTE);
    assertThat(host.deeds()).isEmpty();
    assertThat(lines).isEqualTo(told);
  }

  @Test
  void a_family_that_the_kernel_has_not_is_told_once_and_served_when_it_comes() throws Exception {
    host.fail("read rules", new NoPolicyRoutingException("EAFNOSUPPORT", new IOException()));
    keeper.open();
    assertThat(keeper.read()).as("there is nothing to be read").isTrue();
    assertThat(lines).isEqualTo(1);
    awaken();
    keeper.keep(state, 0);
    assertThat(host.policy().tables()).isEqualTo(KernelTables.EMPTY);

    host.mend("read rules");
    assertThat(keeper.read()).isTrue();
    keeper.keep(state, 0);
    assertThat(host.policy().tables().rules()).isNotEmpty();
    keeper.remove();
    assertThat(host.policy().tables()).isEqualTo(KernelTables.EMPTY);
  }
}
