package dev.routeswitcher.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.verifyNoInteractions;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.UplinkConfig;
import dev.routeswitcher.runtime.model.ModelSettings;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.InOrder;
import org.mockito.Mock;
import org.mockito.junit.jupiter.MockitoExtension;

@ExtendWith(MockitoExtension.class)
class OverridesTest {

  private static final UplinkKey ETH0 = new UplinkKey(IpFamily.IPV4, "eth0");
  private static final UplinkKey ETH1 = new UplinkKey(IpFamily.IPV4, "eth1");

  @Mock private BiConsumer<IpFamily, ManualOverride> sink;

  private final Overrides overrides = new Overrides(ModelSettings.restoring().engine());

  private void assertReceived(ManualOverride... expected) {
    InOrder order = inOrder(sink);
    for (ManualOverride override : expected) {
      order.verify(sink).accept(IpFamily.IPV4, override);
    }
    order.verifyNoMoreInteractions();
  }

  @Test
  void under_another_configuration_the_wishes_for_uplinks_that_stay_are_kept() {
    overrides.change("eth0", ManualOverride::never, sink);
    overrides.change("eth1", ManualOverride::using, sink);
    FamilyConfig before = ModelSettings.restoring().engine().families().get(0);
    FamilyConfig other =
        new FamilyConfig(
            IpFamily.IPV4,
            ImmutableList.of(before.uplinks().get(0), new UplinkConfig("eth2", null, 20)),
            before.targets(),
            5);
    EngineConfig config = ModelSettings.restoring().engine();
    overrides.reconfigure(new EngineConfig(ImmutableList.of(other), config.timing()), sink);
    overrides.replace(List.of(), "eth2", sink);
    assertReceived(
        ManualOverride.NONE.never(ETH0),
        ManualOverride.NONE.never(ETH0).using(ETH1),
        ManualOverride.NONE.never(ETH0),
        ManualOverride.NONE.using(new UplinkKey(IpFamily.IPV4, "eth2")));
  }

  @Test
  void each_change_builds_on_the_one_before() {
    overrides.change("eth0", ManualOverride::never, sink);
    overrides.change("eth1", ManualOverride::using, sink);
    overrides.useAny(sink);
    overrides.change("eth0", ManualOverride::allowing, sink);
    assertReceived(
        ManualOverride.NONE.never(ETH0),
        ManualOverride.NONE.never(ETH0).using(ETH1),
        ManualOverride.NONE.never(ETH0),
        ManualOverride.NONE);
  }

  @Test
  void an_uplink_to_use_may_be_used_again_and_one_never_to_be_used_is_not_used() {
    overrides.change("eth0", ManualOverride::never, sink);
    overrides.change("eth0", ManualOverride::using, sink);
    overrides.change("eth0", ManualOverride::never, sink);
    assertReceived(
        ManualOverride.NONE.never(ETH0),
        ManualOverride.NONE.using(ETH0),
        ManualOverride.NONE.never(ETH0));
  }

  @Test
  void an_unknown_uplink_is_refused() {
    assertThatThrownBy(() -> overrides.change("eth9", ManualOverride::using, sink))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown uplink 'eth9'; name an uplink or its interface");
    verifyNoInteractions(sink);
  }
}
