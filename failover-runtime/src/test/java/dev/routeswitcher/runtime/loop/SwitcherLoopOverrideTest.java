package dev.routeswitcher.runtime.loop;

import static dev.routeswitcher.runtime.loop.Story.ADD_FAILOVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.FailoverState;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.Notice.SwitchInForce;
import dev.routeswitcher.engine.Snapshot;
import dev.routeswitcher.engine.SwitchKind;
import dev.routeswitcher.engine.UplinkKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What an operator wants of the loop, and what he sees of it. */
class SwitcherLoopOverrideTest {

  private static final UplinkKey ETH1 = new UplinkKey(IpFamily.IPV4, "eth1");

  private final Story story = Story.withDefaults();

  private static SwitchKind lastKind(Story story) {
    return story
        .notices(SwitchInForce.class)
        .get(story.notices(SwitchInForce.class).size() - 1)
        .change()
        .kind();
  }

  @Test
  void the_uplink_he_wants_used_is_switched_to_in_the_next_turn() throws Exception {
    story.begun(Duration.ofSeconds(5)).host.forgetDeeds();
    story.loop.override(IpFamily.IPV4, ManualOverride.NONE.using(ETH1));
    story.settle();
    assertThat(story.host.deeds()).startsWith(ADD_FAILOVER);
    assertThat(lastKind(story)).isEqualTo(SwitchKind.MANUAL);
  }

  @Test
  void only_the_last_of_what_he_wants_counts() throws Exception {
    story.begun(Duration.ofSeconds(5));
    story.loop.override(IpFamily.IPV4, ManualOverride.NONE.using(ETH1));
    story.loop.override(IpFamily.IPV4, ManualOverride.NONE);
    story.settle();
    assertThat(story.wanted(IpFamily.IPV4)).hasValue("eth0");
  }

  @Test
  void he_sees_how_everything_is() throws Exception {
    story.begun(Duration.ofSeconds(5)).host.carrier("eth1", false);
    story.settle();
    Snapshot.Family seen = story.loop.snapshot().families().get(0);
    assertThat(seen.state()).isEqualTo(FailoverState.PRIMARY);
    assertThat(seen.uplinks())
        .extracting(Snapshot.Uplink::condition)
        .containsExactly(Condition.ANSWERING, Condition.NO_CARRIER);
    assertThat(seen.standIn()).isNull();
  }
}
