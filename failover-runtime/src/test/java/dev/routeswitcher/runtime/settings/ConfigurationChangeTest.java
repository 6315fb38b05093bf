package dev.routeswitcher.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConfigurationChangeTest {

  private static Values uplink(String name, String interfaceName) {
    return Values.NONE.with(Settings.NAME, name).with(Settings.INTERFACE, interfaceName);
  }

  private static Configuration of(Values... uplinks) {
    Configuration configuration = new Configuration();
    for (Values uplink : uplinks) {
      configuration.add(uplink);
    }
    return configuration;
  }

  private static final Values FIBRE = uplink("fibre", "eth0");
  private static final Values CABLE = uplink("cable", "eth1");
  private static final Values LTE = uplink("lte", "wwan0");

  @Test
  void a_default_that_is_given_is_no_change() {
    Configuration given = of(FIBRE.with(Settings.METRIC, 10L), CABLE);
    given.set(Settings.INTERVAL, Duration.ofSeconds(1));
    assertThat(ConfigurationChange.between(of(FIBRE, CABLE), given)).isEmpty();
  }

  @Test
  void uplinks_that_come_and_go_are_named() {
    assertThat(ConfigurationChange.between(of(FIBRE, CABLE), of(FIBRE, LTE)))
        .containsExactly("removed=cable", "added=lte");
  }

  @Test
  void another_order_is_said_with_the_metrics_that_follow_from_it() {
    assertThat(ConfigurationChange.between(of(FIBRE, CABLE), of(CABLE, FIBRE)))
        .containsExactly("cable_metric=20->10", "fibre_metric=10->20", "order=cable,fibre");
  }

  @Test
  void parts_of_an_uplink_and_lists_are_compared() {
    Configuration after =
        of(
            uplink("fibre", "eth9").with(Settings.GATEWAY, ImmutableList.of("192.0.2.1")),
            CABLE.with(Settings.STANDBY_INTERVAL, Duration.ofSeconds(30)));
    after.add(Settings.PING_TARGET, "203.0.113.8");
    after.add(Settings.PING_TARGET, "203.0.113.9");
    assertThat(ConfigurationChange.between(of(FIBRE, CABLE), after))
        .containsExactly(
            "fibre_interface=eth0->eth9",
            "fibre_gateway=unset->192.0.2.1",
            "cable_standby_interval=unset->30s",
            "ping_target=unset->203.0.113.8,203.0.113.9");
  }
}
