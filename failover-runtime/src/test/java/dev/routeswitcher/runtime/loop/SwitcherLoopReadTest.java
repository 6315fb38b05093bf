package dev.routeswitcher.runtime.loop;

import static dev.routeswitcher.runtime.loop.Story.FAILOVER;
import static dev.routeswitcher.runtime.loop.Story.PRIMARY_BASE;
import static dev.routeswitcher.runtime.loop.Story.SECONDARY_BASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice.SwitchInForce;
import dev.routeswitcher.runtime.port.NetworkChange.InterfaceSeen;
import dev.routeswitcher.runtime.port.NetworkChange.ReadAgain;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the loop sees of a model of the kernel, and what it does when it sees nothing. */
class SwitcherLoopReadTest {

  private static final Duration MOMENT = Duration.ofMillis(900);

  // What the kernel would drop

  @Test
  void an_uplink_with_a_strict_reverse_path_filter_is_warned_of_at_start_and_only_then()
      throws Exception {
    Story story = Story.withDefaults();
    story.host.filterStrictly("eth1");
    story.begun(Duration.ofSeconds(65));
    assertThat(story.alarmLines())
        .containsExactly(
            "WARN alarm=rp-filter family=ipv4 subject=\"eth1\" problem=\"strict reverse path filter"
                + " drops replies that come in here, because the way back leads elsewhere\" remedy=\"sysctl -w"
                + " net.ipv4.conf.eth1.rp_filter=2\"");
  }

  @Test
  void so_is_one_that_is_made_later_or_anew() throws Exception {
    Story story = Story.withDefaults();
    story.host.delete("eth1");
    story.host.filterStrictly("eth1");
    story.begun(MOMENT);
    assertThat(filterLines(story)).isEmpty();
    story.host.create("eth1", "198.51.100.2");
    story.pass(MOMENT);
    assertThat(filterLines(story)).hasSize(1);
    story.host.replaceUnnoticed("eth1");
    story.pass(MOMENT);
    assertThat(filterLines(story)).as("it stands").hasSize(1);
    story.host.delete("eth1");
    story.pass(MOMENT);
    story.host.create("eth1", "198.51.100.2");
    story.pass(MOMENT);
    assertThat(filterLines(story))
        .containsExactly(
            filterLines(story).get(0),
            "INFO cleared alarm=rp-filter family=ipv4 subject=\"eth1\"",
            filterLines(story).get(0));
  }

  private static List<String> filterLines(Story story) {
    return story.alarmLines().stream().filter(line -> line.contains("rp-filter")).toList();
  }

  @Test
  void a_filter_that_is_relaxed_or_made_strict_is_noticed_by_the_next_look() throws Exception {
    Story story = Story.withDefaults();
    story.begun(MOMENT);
    story.host.filterStrictly("eth1");
    story.pass(Duration.ofSeconds(31));
    assertThat(filterLines(story)).hasSize(1);
    story.host.filterLoosely("eth1");
    story.pass(Duration.ofSeconds(31));
    assertThat(filterLines(story)).hasSize(2).last().asString().startsWith("INFO cleared");
  }

  @Test
  void a_filter_that_cannot_be_read_is_no_reason_to_alarm_anybody() throws Exception {
    Story story = Story.withDefaults();
    story.host.filterStrictly("eth1");
    story.host.fail("rp_filter", new NoSuchFileException("eth1"));
    story.begun(Duration.ofSeconds(31));
    assertThat(story.alarmLines()).isEmpty();
    assertThat(story.lines).isEmpty();
  }

  // Looking

  @Test
  void the_kernel_is_looked_at_after_every_change_that_is_reported() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.forgetDeeds();
    story.host.report(new InterfaceSeen(99, "veth7", true, true));
    story.pass(Duration.ofMillis(10));
    assertThat(story.deeds("look")).hasSize(1);
    story.host.report(new ReadAgain());
    story.pass(Duration.ofMillis(10));
    assertThat(story.deeds("look")).hasSize(2);
  }

  @Test
  void a_storm_of_route_events_is_one_look() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.forgetDeeds();
    for (int i = 0; i < 100_000; i++) {
      story.host.report(new ReadAgain());
    }
    story.pass(Duration.ofMillis(10));
    assertThat(story.deeds("look")).hasSize(1);
  }

  @Test
  void what_the_kernel_changes_silently_is_found_on_the_slow_timer() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.forgetDeeds();
    story.pass(Duration.ofSeconds(95));
    assertThat(story.deeds("look")).hasSize(3);
  }

  @Test
  void a_look_that_fails_is_tried_again_soon_then_every_second_and_stops_nothing()
      throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.fail("read routes", new IOException("dump interrupted"));
    story.host.report(new ReadAgain());
    story.host.forgetDeeds();
    story.pass(Duration.ofMillis(5_500));
    assertThat(story.deeds("read routes")).hasSize(7);
    assertThat(story.deeds("probe eth0")).hasSizeGreaterThan(4);
    story.host.mend("read routes");
    story.pass(Duration.ofSeconds(2));
    story.host.carrier("eth0", false);
    story.pass(MOMENT);
    assertThat(story.host.routes()).contains(FAILOVER);
    assertThat(story.lines)
        .containsExactly(
            "WARN routes of ipv4 cannot be read, trying again: dump interrupted",
            "INFO routes of ipv4 can be read again failed_readings=7");
  }

  @Test
  void a_family_that_cannot_be_read_does_not_keep_the_other_waiting() throws Exception {
    Story story = Story.withImpliedIpv6();
    story.host.fail("read routes of IPV6", new IOException("EAFNOSUPPORT"));
    story.begun(MOMENT);
    story.host.carrier("eth0", false);
    story.pass(Duration.ofSeconds(10));
    assertThat(story.host.routes()).contains(FAILOVER);
    assertThat(story.lines)
        .containsExactly("WARN routes of ipv6 cannot be read, trying again: EAFNOSUPPORT");
  }

  @Test
  void a_family_that_nobody_asked_for_and_that_does_not_exist_is_not_reported() throws Exception {
    Story story = Story.withImpliedIpv6().begun(Duration.ofMinutes(5));
    assertThat(story.wanted(IpFamily.IPV4)).hasValue("eth0");
    assertThat(story.wanted(IpFamily.IPV6)).isEmpty();
    assertThat(story.notices.toString()).doesNotContain("IPV6");
    story.loop.restore();
    assertThat(story.lines).noneMatch(line -> line.contains("ipv6"));
  }

  @Test
  void links_that_cannot_be_read_keep_neither_routes_from_being_read_nor_a_switch()
      throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.fail("look", new IOException("the objects changed"));
    story.host.deleteRoute(20);
    story.pass(Duration.ofMillis(10));
    assertThat(story.host.routes()).containsExactly(PRIMARY_BASE, SECONDARY_BASE);
    story.host.carrier("eth0", false);
    story.pass(Duration.ofMillis(10));
    assertThat(story.notices(SwitchInForce.class)).hasSize(2);
    assertThat(story.lines)
        .containsExactly("WARN links cannot be read, trying again: the objects changed");
    story.host.forgetDeeds();
    story.host.mend("look");
    story.pass(Duration.ofSeconds(2));
    assertThat(story.deeds("look")).isNotEmpty();
    assertThat(story.lines).last().asString().startsWith("INFO links can be read again");
  }

  @Test
  void a_failover_whose_proof_cannot_be_read_is_in_force_once_it_can() throws Exception {
    Story story = Story.withDefaults().begun(MOMENT);
    story.host.fail("read routes", new IOException("busy"));
    story.host.carrier("eth0", false);
    story.pass(MOMENT);
    assertThat(story.host.routes()).contains(FAILOVER);
    assertThat(story.notices(SwitchInForce.class)).hasSize(1);
    story.host.mend("read routes");
    story.pass(Duration.ofSeconds(2));
    assertThat(story.notices(SwitchInForce.class)).hasSize(2);
  }
}
