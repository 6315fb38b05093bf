package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.config.EngineConfig;
import dev.routeswitcher.engine.config.FamilyConfig;
import dev.routeswitcher.engine.config.Timing;
import dev.routeswitcher.engine.config.UplinkConfig;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForeignStateTest {

  @Test
  void a_state_of_another_configuration_is_refused() {
    FailoverEngine engine = engine(2);
    EngineState other = engine(3).start(0);

    assertThatIllegalArgumentException().isThrownBy(() -> engine.step(other, List.of(), 1));
    assertThatIllegalArgumentException().isThrownBy(() -> engine.snapshot(other, 1));
  }

  private static FailoverEngine engine(int uplinks) {
    ImmutableList<UplinkConfig> configured =
        IntStream.range(0, uplinks)
            .mapToObj(i -> new UplinkConfig("eth" + i, null, 10 + i))
            .collect(ImmutableList.toImmutableList());
    FamilyConfig family =
        new FamilyConfig(
            IpFamily.IPV4, configured, ImmutableList.of(InetAddresses.forString("203.0.113.8")), 5);
    return new FailoverEngine(new EngineConfig(ImmutableList.of(family), Timing.defaults()));
  }
}
