package dev.routeswitcher.runtime.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.ManualOverride;
import dev.routeswitcher.engine.UplinkKey;
import dev.routeswitcher.engine.route.OperationResult;
import dev.routeswitcher.engine.route.Route;
import dev.routeswitcher.engine.route.RoutingOperation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which connections are deleted, and when. */
class ConnectionFlushTest {

  private static final String OF_PRIMARY = "delete connections of [192.0.2.2]";
  private static final String OF_SECONDARY = "delete connections of [198.51.100.2]";

  private final Story story = Story.thatAids();

  private List<String> deleted() {
    return story.deeds("delete connections");
  }

  private Story inFallback() throws Exception {
    story.begun(Duration.ofSeconds(5)).host.forgetDeeds();
    story.host.carrier("eth0", false);
    story.settle();
    return story;
  }

  @Test
  void those_of_the_primary_are_deleted_when_the_failover_is_in_force() throws Exception {
    inFallback();
    assertThat(story.host.deeds()).startsWith(Story.ADD_FAILOVER).contains(OF_PRIMARY);
    assertThat(deleted()).containsExactly(OF_PRIMARY);
    assertThat(story.lines)
        .contains("INFO flush family=ipv4 left=eth0 flushed_connections=1 took_ms=2.0");
  }

  @Test
  void those_of_the_secondary_are_deleted_when_the_failback_is_in_force() throws Exception {
    inFallback().host.forgetDeeds();
    story.host.carrier("eth0", true);
    story.pass(Duration.ofSeconds(70));
    assertThat(story.wanted(IpFamily.IPV4)).hasValue("eth0");
    assertThat(deleted()).containsExactly(OF_SECONDARY);
  }

  @Test
  void none_is_deleted_before_the_route_is_in_force() throws Exception {
    story.begun(Duration.ofSeconds(5)).host.forgetDeeds();
    story.host.answer(
        operation -> Optional.of(new OperationResult(operation, refused(operation), "EPERM")));
    story.host.carrier("eth0", false);
    story.settle();
    assertThat(story.deeds(Story.ADD_FAILOVER)).isNotEmpty();
    assertThat(deleted()).isEmpty();

    story.host.answer(operation -> Optional.empty());
    story.pass(Duration.ofSeconds(30));
    assertThat(deleted()).containsExactly(OF_PRIMARY);
  }

  private static OperationResult.Outcome refused(RoutingOperation operation) {
    return operation.entry() instanceof Route route && route.metric() == 5
        ? OperationResult.Outcome.UNAVAILABLE
        : OperationResult.Outcome.APPLIED;
  }

  @Test
  void a_start_deletes_what_an_earlier_run_left_on_the_others() throws Exception {
    story.begun(Duration.ofSeconds(5));
    assertThat(deleted()).containsExactly(OF_SECONDARY);
  }

  @Test
  void addresses_that_the_uplink_had_before_count_too() throws Exception {
    story.begun(Duration.ofSeconds(5));
    story.host.renumber("eth0", "192.0.2.77");
    story.pass(Duration.ofSeconds(5));
    story.host.forgetDeeds();
    story.host.delete("eth0");
    story.settle();
    assertThat(deleted()).containsExactly("delete connections of [192.0.2.2, 192.0.2.77]");
  }

  @Test
  void an_address_that_the_new_uplink_has_too_is_no_reason() throws Exception {
    story.begun(Duration.ofSeconds(5));
    story.host.renumber("eth1", "192.0.2.2");
    story.pass(Duration.ofSeconds(5));
    story.host.forgetDeeds();
    story.host.carrier("eth0", false);
    story.settle();
    assertThat(story.wanted(IpFamily.IPV4)).hasValue("eth1");
    assertThat(deleted()).isEmpty();
  }

  @Test
  void a_switch_that_an_operator_wants_counts_like_any_other() throws Exception {
    story.begun(Duration.ofSeconds(5)).host.forgetDeeds();
    UplinkKey eth1 = new UplinkKey(IpFamily.IPV4, "eth1");
    story.loop.override(IpFamily.IPV4, ManualOverride.NONE.using(eth1));
    story.settle();
    assertThat(deleted()).containsExactly(OF_PRIMARY);
  }

  @Test
  void what_could_not_be_deleted_is_reported_in_one_line() throws Exception {
    story.host.fail("delete connections", new IOException("no answer in PT5S"));
    inFallback();
    assertThat(story.lines)
        .contains(
            "WARN flush family=ipv4 left=eth0 flushed_connections=1 took_ms=2.0"
                + " error=\"no answer in PT5S\"");
  }

  @Test
  void a_host_without_a_tracker_is_reported_once_and_served_all_the_same() throws Exception {
    story.host.fail("open tracker", new IOException("the kernel tracks none"));
    inFallback();
    assertThat(story.lines)
        .containsOnlyOnce("WARN connections cannot be flushed: the kernel tracks none");
    assertThat(story.wanted(IpFamily.IPV4)).hasValue("eth1");
  }

  @Test
  void a_dry_run_says_what_it_would_do() throws Exception {
    Story dry = Story.thatAidsDry();
    dry.host.addForeign("eth0", "192.0.2.1", 100);
    dry.host.addForeign("eth1", "198.51.100.1", 200);
    dry.begun(Duration.ofSeconds(5));
    dry.host.carrier("eth0", false);
    dry.settle();
    assertThat(dry.deeds("delete connections")).isEmpty();
    assertThat(dry.deeds("open tracker")).isEmpty();
    assertThat(dry.lines)
        .contains(
            "INFO dry-run family=ipv4 would=\"flush connections of eth0 translated to 192.0.2.2\"");
    assertThat(dry.deeds("without a carrier")).isEmpty();
    assertThat(dry.lines)
        .contains(
            "INFO dry-run family=ipv4 interface=eth0 would=\"set ignore_routes_with_linkdown\"");
  }

  @Test
  void unless_it_is_wanted_nothing_of_it_is_done() throws Exception {
    Story plain = Story.withDefaults().begun(Duration.ofSeconds(5));
    plain.host.carrier("eth0", false);
    plain.settle();
    plain.loop.close();
    assertThat(plain.host.deeds())
        .noneMatch(deed -> deed.contains("connections") || deed.contains("tracker"))
        .noneMatch(deed -> deed.contains("without a carrier"));
  }
}
