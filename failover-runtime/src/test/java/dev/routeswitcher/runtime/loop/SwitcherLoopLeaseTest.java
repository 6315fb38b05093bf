package dev.routeswitcher.runtime.loop;

import static dev.routeswitcher.runtime.loop.Story.PRIMARY_BASE;
import static dev.routeswitcher.runtime.loop.Story.SECONDARY_BASE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Gateways that DHCP clients have written down: when they are asked for, and what comes of it. */
class SwitcherLoopLeaseTest {

  private static final Duration MOMENT = Duration.ofMillis(900);

  @Test
  void a_lease_stands_in_for_a_default_route_that_is_not_there() throws Exception {
    Story story = Story.thatLearnsGateways();
    story.host.addRoute("eth0", "192.0.2.1", 16, 100);
    story.host.lease("eth1", "198.51.100.1");
    story.begun(MOMENT);
    assertThat(story.host.routes()).contains(PRIMARY_BASE, SECONDARY_BASE);
    assertThat(story.alarmLines()).isEmpty();
    assertThat(story.deeds("read leases")).containsOnly("read leases of eth1");
  }

  @Test
  void it_is_followed_and_stays_known_when_it_ends() throws Exception {
    Story story = Story.thatLearnsGateways();
    story.host.addRoute("eth0", "192.0.2.1", 16, 100);
    story.host.lease("eth1", "198.51.100.1");
    story.begun(MOMENT);
    story.host.lease("eth1", "198.51.100.254");
    story.pass(MOMENT);
    String followed = SECONDARY_BASE.replace("198.51.100.1 ", "198.51.100.254 ");
    assertThat(story.host.routes()).contains(followed).doesNotContain(SECONDARY_BASE);
    story.host.lease("eth1", null);
    story.pass(MOMENT);
    assertThat(story.host.routes()).contains(followed);
  }

  @Test
  void without_either_the_alarm_says_so_until_there_is_one() throws Exception {
    Story story = Story.thatLearnsGateways();
    story.host.addRoute("eth0", "192.0.2.1", 16, 100);
    story.begun(MOMENT);
    story.pass(Duration.ofSeconds(2));
    assertThat(story.alarmLines())
        .singleElement()
        .asString()
        .contains("alarm=no-gateway", "no DHCP lease that names one");
    story.host.lease("eth1", "198.51.100.1");
    story.pass(MOMENT);
    assertThat(story.alarmLines()).last().asString().startsWith("INFO cleared alarm=no-gateway");
    assertThat(story.host.routes()).contains(SECONDARY_BASE);
  }

  @Test
  void a_gateway_that_was_given_needs_no_lease() throws Exception {
    Story story = Story.withDefaults();
    story.host.lease("eth1", "198.51.100.254");
    story.begun(MOMENT);
    assertThat(story.deeds("read leases")).isEmpty();
    assertThat(story.host.routes()).contains(SECONDARY_BASE);
  }
}
