package dev.routeswitcher.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.runtime.model.ModelSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverridesTest {

  private static final UplinkKey ETH0 = new UplinkKey(IpFamily.IPV4, "eth0");
  private static final UplinkKey ETH1 = new UplinkKey(IpFamily.IPV4, "eth1");

  private final Overrides overrides = new Overrides(ModelSettings.restoring().engine());
  private final List<ManualOverride> told = new ArrayList<>();

  private void tell(IpFamily family, ManualOverride override) {
    assertThat(family).isEqualTo(IpFamily.IPV4);
    told.add(override);
  }

  @Test
  void each_change_builds_on_the_one_before() {
    overrides.change("eth0", ManualOverride::never, this::tell);
    overrides.change("eth1", ManualOverride::using, this::tell);
    overrides.useAny(this::tell);
    overrides.change("eth0", ManualOverride::allowing, this::tell);
    assertThat(told)
        .containsExactly(
            ManualOverride.NONE.never(ETH0),
            ManualOverride.NONE.never(ETH0).using(ETH1),
            ManualOverride.NONE.never(ETH0),
            ManualOverride.NONE);
  }

  @Test
  void an_uplink_to_use_may_be_used_again_and_one_never_to_be_used_is_not_used() {
    overrides.change("eth0", ManualOverride::never, this::tell);
    overrides.change("eth0", ManualOverride::using, this::tell);
    overrides.change("eth0", ManualOverride::never, this::tell);
    assertThat(told)
        .containsExactly(
            ManualOverride.NONE.never(ETH0),
            ManualOverride.NONE.using(ETH0),
            ManualOverride.NONE.never(ETH0));
  }

  @Test
  void what_is_no_uplink_is_refused() {
    assertThatThrownBy(() -> overrides.change("eth9", ManualOverride::using, this::tell))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown uplink 'eth9'");
    assertThat(told).isEmpty();
  }
}
