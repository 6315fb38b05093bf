package dev.routeswitcher.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.FailoverEngine;
import dev.routeswitcher.engine.IpFamily;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.ObjLongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault of a configuration has its line, and all faults are told together. */
class ConfigFaultsTest {

  private UplinkConfig primary = new UplinkConfig("eth0", null, 10);
  private UplinkConfig secondary = new UplinkConfig("eth1", null, 20);
  private ImmutableList<InetAddress> targets = addresses("203.0.113.8");
  private long failoverMetric = 5;
  private Timing timing = Timing.defaults();
  private Policy policy = Policy.DEFAULT;

  @Test
  void the_defaults_have_no_fault() {
    assertThat(faults()).isEmpty();
    assertThat(new FailoverEngine(config()).config()).isEqualTo(config());
  }

  @Test
  void metrics_must_rise_from_failover_to_primary_to_secondary() {
    failoverMetric = 10;
    assertThat(faults())
        .containsExactly(
            "primary-metric: 10 is not above failover-metric 10;"
                + " metrics must rise: failover, primary, secondary");
    failoverMetric = 5;
    secondary = new UplinkConfig("eth1", null, 10);
    assertThat(faults())
        .containsExactly(
            "secondary-metric: 10 is not above primary-metric 10;"
                + " metrics must rise: failover, primary, secondary");
  }

  @Test
  void metrics_must_fit_the_kernel() {
    failoverMetric = 0;
    secondary = new UplinkConfig("eth1", null, 0x1_0000_0000L);
    assertThat(faults())
        .containsExactly(
            "failover-metric: 0 is out of range; give 1 to 4294967295",
            "secondary-metric: 4294967296 is out of range; give 1 to 4294967295");
  }

  @Test
  void the_same_interface_twice_is_refused() {
    secondary = new UplinkConfig("eth0", null, 20);
    assertThat(faults())
        .containsExactly(
            "secondary-interface: 'eth0' is given twice;"
                + " every uplink needs an interface of its own");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a b", "a:1", "sixteencharacter"})
  void what_cannot_be_the_name_of_an_interface_is_refused(String name) {
    primary = new UplinkConfig(name, null, 10);
    assertThat(faults())
        .containsExactly(
            "primary-interface: '"
                + name
                + "' cannot be the name of an interface;"
                + " give 1 to 15 characters without '/' or blanks");
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::1, is not an IPV4 address; give one of that family",
    "224.0.0.1, is not the address of a host; give the router's own address",
    "255.255.255.255, is not the address of a host; give the router's own address",
    "0.0.0.0, is not the address of a host; give the router's own address"
  })
  void a_gateway_must_be_a_host_of_the_family(String gateway, String problem) {
    secondary = new UplinkConfig("eth1", InetAddresses.forString(gateway), 20);
    assertThat(faults()).containsExactly("secondary-gateway: " + gateway + " " + problem);
  }

  @Test
  void targets_must_be_hosts_of_the_family_and_named_once() {
    targets = addresses("203.0.113.8", "2001:db8::8", "224.0.0.1", "203.0.113.8");
    assertThat(faults())
        .containsExactly(
            "ping-target: 2001:db8::8 is not an IPV4 address; leave it out",
            "ping-target: 224.0.0.1 is not the address of a host; give a host that answers",
            "ping-target: 203.0.113.8 is given twice; give it once");
  }

  @Test
  void there_are_one_to_sixteen_targets() {
    targets = ImmutableList.of();
    assertThat(faults()).containsExactly("ping-target: 0 targets are given; give 1 to 16");
    targets =
        IntStream.rangeClosed(1, 17)
            .mapToObj(i -> InetAddresses.forString("203.0.113." + i))
            .collect(ImmutableList.toImmutableList());
    assertThat(faults()).containsExactly("ping-target: 17 targets are given; give 1 to 16");
  }

  @Test
  void without_any_family_a_target_is_asked_for() {
    assertThat(new EngineConfig(ImmutableList.of(), timing).faults())
        .extracting(ConfigFault::toString)
        .containsExactly("ping-target: no target is given; name at least one address to ping");
  }

  @Test
  void one_uplink_is_too_few() {
    FamilyConfig alone = new FamilyConfig(IpFamily.IPV4, ImmutableList.of(primary), targets, 5);
    assertThat(new EngineConfig(ImmutableList.of(alone), timing).faults())
        .extracting(ConfigFault::toString)
        .containsExactly(
            "secondary-interface: only one uplink is given; failover needs at least two");
  }

  @Test
  void the_quorum_cannot_exceed_the_targets() {
    timing = Timing.defaults().toBuilder().quorum(2).build();
    assertThat(faults())
        .containsExactly("quorum: 2 is more than the 1 target; lower it or give more targets");
  }

  @Test
  void counts_have_ranges() {
    timing =
        Timing.defaults().toBuilder().quorum(0).failureThreshold(0).recoveryThreshold(1001).build();
    assertThat(faults())
        .containsExactly(
            "quorum: 0 is out of range; give 1 to 16",
            "failure-threshold: 0 is out of range; give 1 to 1000",
            "recovery-threshold: 1001 is out of range; give 1 to 1000");
  }

  @Test
  void durations_have_ranges() {
    timing =
        Timing.defaults().toBuilder()
            .interval(Duration.ofMillis(49))
            .timeout(d(3601))
            .failbackDelay(d(3601))
            .maxFailbackDelay(d(86401))
            .flapWindow(d(-1))
            .bootWindow(d(3601))
            .build();
    assertThat(faults())
        .containsExactly(
            "interval: 49ms is out of range; give 50ms to 1h",
            "timeout: 3601s is out of range; give 50ms to 1h",
            "failback-delay: 3601s is out of range; give 0s to 1h",
            "max-failback-delay: 86401s is out of range; give 0s to 24h",
            "flap-window: -1s is out of range; give 0s to 24h",
            "boot-window: 3601s is out of range; give 0s to 1h");
  }

  @Test
  void even_absurd_durations_are_told_as_faults() {
    Duration absurd = Duration.ofSeconds(Long.MAX_VALUE);
    timing = Timing.defaults().toBuilder().flapWindow(absurd).build();
    assertThat(faults())
        .containsExactly("flap-window: 9223372036854775807s is out of range; give 0s to 24h");
  }

  @Test
  void the_longest_hold_is_not_below_the_shortest() {
    timing = Timing.defaults().toBuilder().maxFailbackDelay(d(59)).build();
    assertThat(faults())
        .containsExactly(
            "max-failback-delay: 59s is less than failback-delay 60s; give at least as much");
  }

  @Test
  void an_engine_refuses_a_configuration_with_faults_and_names_them_all() {
    failoverMetric = 10;
    targets = ImmutableList.of();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FailoverEngine(config()))
        .withMessageContaining("primary-metric: ")
        .withMessageContaining("ping-target: ");
  }

  @Test
  void the_interval_while_failing_is_no_longer_than_the_usual_one_and_that_in_standby_no_shorter() {
    timing = Timing.defaults().toBuilder().failureInterval(d(2)).build();
    secondary = new UplinkConfig("eth1", null, 20, Duration.ofMillis(999));
    assertThat(faults())
        .containsExactly(
            "secondary-standby-interval: 999ms is out of range; give 1s to 1h",
            "failure-interval: 2s is out of range; give 50ms to 1s");
  }

  @Test
  void quality_rules_have_ranges_and_their_lower_limit_is_lower() {
    policy =
        new Policy(
            Failback.AUTOMATIC,
            new QualityRules(
                d(4), new QualityRules.Loss(101, 101), new QualityRules.Delay(d(1), d(1))));
    assertThat(faults())
        .containsExactly(
            "quality-window: 4s is out of range; give 5s to 1h",
            "leave-at-loss: 101 is out of range; give 1 to 100 percent",
            "return-at-rtt: 1s is out of range; give 1ms to 999ms");
  }

  @Test
  void the_lower_limit_of_a_quality_rule_is_judged_only_beside_a_sound_upper_one() {
    policy =
        new Policy(
            Failback.AUTOMATIC,
            new QualityRules(
                d(60),
                new QualityRules.Loss(0, 0),
                new QualityRules.Delay(Duration.ofMillis(1), Duration.ofNanos(500_000))));
    assertThat(faults())
        .containsExactly(
            "leave-at-loss: 0 is out of range; give 1 to 100 percent",
            "leave-at-rtt: 1ms is out of range; give 2ms to 1h");
    policy =
        new Policy(
            Failback.AUTOMATIC, new QualityRules(d(60), new QualityRules.Loss(20, 20), null));
    assertThat(faults())
        .containsExactly("return-at-loss: 20 is out of range; give 0 to 19 percent");
  }

  @Test
  void quality_rules_without_a_rule_are_a_fault() {
    policy = new Policy(Failback.AUTOMATIC, new QualityRules(d(60), null, null));
    assertThat(faults())
        .containsExactly(
            "quality-window: is given without a rule; give leave-at-loss or leave-at-rtt");
  }

  /** The values a setting may have, and how it is given. Durations are milliseconds. */
  private record Range(
      String setting, long least, long most, ObjLongConsumer<ConfigFaultsTest> given) {

    @Override
    public String toString() {
      return setting + " " + least + " to " + most;
    }
  }

  private static Stream<Range> ranges() {
    long hour = 3_600_000;
    long day = 24 * hour;
    long highest = 0xffff_ffffL;
    return Stream.of(
        new Range("failover-metric", 1, highest, (test, v) -> test.failoverMetric = v),
        new Range("primary-metric", 1, highest, (test, v) -> test.primary = ofMetric("eth0", v)),
        new Range(
            "secondary-metric", 1, highest, (test, v) -> test.secondary = ofMetric("eth1", v)),
        new Range(
            "secondary-standby-interval",
            1000,
            hour,
            (test, v) -> test.secondary = new UplinkConfig("eth1", null, 20, ms(v))),
        ofTiming("interval", 50, hour, (timing, v) -> timing.interval(ms(v))),
        ofTiming("timeout", 50, hour, (timing, v) -> timing.timeout(ms(v))),
        ofTiming("failure-interval", 50, 1000, (timing, v) -> timing.failureInterval(ms(v))),
        ofTiming("quorum", 1, 16, (timing, v) -> timing.quorum((int) v)),
        ofTiming("failure-threshold", 1, 1000, (timing, v) -> timing.failureThreshold((int) v)),
        ofTiming("recovery-threshold", 1, 1000, (timing, v) -> timing.recoveryThreshold((int) v)),
        ofTiming("failback-delay", 0, hour, (timing, v) -> timing.failbackDelay(ms(v))),
        ofTiming("max-failback-delay", 0, day, (timing, v) -> timing.maxFailbackDelay(ms(v))),
        ofTiming("flap-window", 0, day, (timing, v) -> timing.flapWindow(ms(v))),
        ofTiming("boot-window", 0, hour, (timing, v) -> timing.bootWindow(ms(v))),
        ofTiming("address-grace", 0, hour, (timing, v) -> timing.addressGrace(ms(v))),
        new Range("quality-window", 5000, hour, (test, v) -> test.rules(ms(v), 20, 5, 300, 150)),
        new Range("leave-at-loss", 1, 100, (test, v) -> test.rules(d(60), v, 0, 300, 150)),
        new Range("return-at-loss", 0, 19, (test, v) -> test.rules(d(60), 20, v, 300, 150)),
        new Range("leave-at-rtt", 2, hour, (test, v) -> test.rules(d(60), 20, 5, v, 1)),
        new Range("return-at-rtt", 1, 299, (test, v) -> test.rules(d(60), 20, 5, 300, v)));
  }

  private static Range ofTiming(
      String setting, long least, long most, ObjLongConsumer<TimingBuilder> given) {
    return new Range(
        setting,
        least,
        most,
        (test, value) -> {
          TimingBuilder changed = Timing.defaults().toBuilder();
          given.accept(changed, value);
          test.timing = changed.build();
        });
  }

  private static UplinkConfig ofMetric(String name, long metric) {
    return new UplinkConfig(name, null, metric);
  }

  private void rules(Duration window, long leaveLoss, long returnLoss, long leave, long comeBack) {
    policy =
        new Policy(
            Failback.AUTOMATIC,
            new QualityRules(
                window,
                new QualityRules.Loss((int) leaveLoss, (int) returnLoss),
                new QualityRules.Delay(ms(leave), ms(comeBack))));
  }

  @ParameterizedTest
  @MethodSource("ranges")
  void a_setting_may_be_its_least_and_its_most_and_nothing_beyond(Range range) {
    assertThat(isOutOfRange(range, range.least() - 1)).isTrue();
    assertThat(isOutOfRange(range, range.least())).isFalse();
    assertThat(isOutOfRange(range, range.most())).isFalse();
    assertThat(isOutOfRange(range, range.most() + 1)).isTrue();
  }

  private boolean isOutOfRange(Range range, long value) {
    range.given().accept(this, value);
    return config().faults().stream()
        .filter(fault -> fault.setting().equals(range.setting()))
        .anyMatch(fault -> fault.problem().endsWith(" is out of range"));
  }

  @Test
  void sixteen_targets_and_an_interface_of_fifteen_characters_are_not_too_many() {
    targets =
        IntStream.rangeClosed(1, 16)
            .mapToObj(i -> InetAddresses.forString("203.0.113." + i))
            .collect(ImmutableList.toImmutableList());
    primary = new UplinkConfig("fifteencharacte", null, 10);
    assertThat(faults()).isEmpty();
  }

  @Test
  void equal_delays_of_failback_switch_damping_off_and_are_no_fault() {
    timing = Timing.defaults().toBuilder().maxFailbackDelay(d(60)).build();
    assertThat(faults()).isEmpty();
  }

  @Test
  void what_lies_from_240_on_is_the_address_of_no_host() {
    targets = addresses("223.255.255.254", "240.0.0.0");
    assertThat(faults())
        .containsExactly(
            "ping-target: 240.0.0.0 is not the address of a host; give a host that answers");
  }

  @Test
  void a_target_of_the_link_alone_is_refused() {
    UplinkConfig one = new UplinkConfig("eth0", null, 10);
    UplinkConfig other = new UplinkConfig("eth1", null, 20);
    FamilyConfig ipv6 =
        new FamilyConfig(
            IpFamily.IPV6, ImmutableList.of(one, other), addresses("2001:db8::8", "fe80::1"), 5);
    assertThat(new EngineConfig(ImmutableList.of(ipv6), timing).faults())
        .extracting(ConfigFault::toString)
        .containsExactly(
            "ping-target: fe80::1 is one of the link alone;" + " give a host beyond the provider");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a name", "thirty-three.characters_long-name", "caf\u00e9"})
  void what_cannot_be_a_name_is_refused(String name) {
    primary = named(name, "eth0", 10);
    assertThat(faults())
        .containsExactly(
            "uplink: '"
                + name
                + "' cannot be a name;"
                + " give 1 to 32 letters, digits, dots, dashes or underscores");
  }

  @Test
  void a_name_has_up_to_32_letters_digits_dots_dashes_and_underscores() {
    primary = named("Thirty-two.characters_long-name1", "eth0", 10);
    assertThat(faults()).isEmpty();
  }

  @Test
  void two_uplinks_of_one_name_are_refused() {
    primary = named("cable", "eth0", 10);
    secondary = named("cable", "eth1", 20);
    assertThat(faults())
        .containsExactly("uplink cable: another uplink is called that; give it a name of its own");
  }

  @Test
  void the_interface_of_another_uplink_is_no_name_and_that_of_its_own_is() {
    primary = named("eth0", "eth0", 10);
    secondary = named("cable", "eth1", 20);
    assertThat(faults()).isEmpty();
    primary = named("eth1", "eth0", 10);
    assertThat(faults())
        .containsExactly("uplink eth1: another uplink is called that; give it a name of its own");
  }

  @Test
  void one_uplink_with_a_name_of_its_own_misses_another_of_its_kind() {
    FamilyConfig alone =
        new FamilyConfig(IpFamily.IPV4, ImmutableList.of(named("cable", "eth0", 10)), targets, 5);
    assertThat(new EngineConfig(ImmutableList.of(alone), timing).faults())
        .extracting(ConfigFault::toString)
        .containsExactly("uplink: only one uplink is given; failover needs at least two");
  }

  private static UplinkConfig named(String name, String interfaceName, long metric) {
    return new UplinkConfig(name, interfaceName, null, metric, null);
  }

  private ImmutableList<String> faults() {
    return config().faults().stream()
        .map(ConfigFault::toString)
        .collect(ImmutableList.toImmutableList());
  }

  private EngineConfig config() {
    FamilyConfig family =
        new FamilyConfig(
            IpFamily.IPV4, ImmutableList.of(primary, secondary), targets, failoverMetric);
    return new EngineConfig(ImmutableList.of(family), timing, policy, TableLayout.NONE);
  }

  private static ImmutableList<InetAddress> addresses(String... literals) {
    return Stream.of(literals)
        .map(InetAddresses::forString)
        .collect(ImmutableList.toImmutableList());
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private static Duration d(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
