package dev.routeswitcher.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.verifyNoInteractions;

import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.runtime.model.ModelSettings;
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
