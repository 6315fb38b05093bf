package dev.routeswitcher.engine.config;

import static dev.routeswitcher.engine.config.ConfigField.ADDRESS_GRACE;
import static dev.routeswitcher.engine.config.ConfigField.BOOT_WINDOW;
import static dev.routeswitcher.engine.config.ConfigField.FAILBACK_DELAY;
import static dev.routeswitcher.engine.config.ConfigField.FAILOVER_METRIC;
import static dev.routeswitcher.engine.config.ConfigField.FAILURE_INTERVAL;
import static dev.routeswitcher.engine.config.ConfigField.FAILURE_THRESHOLD;
import static dev.routeswitcher.engine.config.ConfigField.FLAP_WINDOW;
import static dev.routeswitcher.engine.config.ConfigField.GATEWAY;
import static dev.routeswitcher.engine.config.ConfigField.INTERFACE;
import static dev.routeswitcher.engine.config.ConfigField.INTERVAL;
import static dev.routeswitcher.engine.config.ConfigField.LEAVE_AT_LOSS;
import static dev.routeswitcher.engine.config.ConfigField.LEAVE_AT_RTT;
import static dev.routeswitcher.engine.config.ConfigField.MAX_FAILBACK_DELAY;
import static dev.routeswitcher.engine.config.ConfigField.METRIC;
import static dev.routeswitcher.engine.config.ConfigField.NAME;
import static dev.routeswitcher.engine.config.ConfigField.PING_TARGET;
import static dev.routeswitcher.engine.config.ConfigField.QUALITY_WINDOW;
import static dev.routeswitcher.engine.config.ConfigField.QUORUM;
import static dev.routeswitcher.engine.config.ConfigField.RECOVERY_THRESHOLD;
import static dev.routeswitcher.engine.config.ConfigField.RETURN_AT_LOSS;
import static dev.routeswitcher.engine.config.ConfigField.RETURN_AT_RTT;
import static dev.routeswitcher.engine.config.ConfigField.STANDBY_INTERVAL;
import static dev.routeswitcher.engine.config.ConfigField.TIMEOUT;
import static dev.routeswitcher.engine.config.ConfigField.UPLINK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Range;
import com.google.common.net.InetAddresses;
import dev.routeswitcher.engine.FailoverEngine;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.ConfigFault.Cause;
import dev.routeswitcher.engine.config.ConfigFault.Missing;
import dev.routeswitcher.engine.config.ConfigFault.OutOfRange;
import dev.routeswitcher.engine.config.ConfigFault.QuorumTooHigh;
import dev.routeswitcher.engine.config.ConfigFault.TooSmall;
import dev.routeswitcher.engine.config.ConfigFault.Unusable;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.ObjLongConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault of a configuration has its code and figures, and all faults are listed together. */
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
        .containsExactly(new TooSmall(METRIC, "primary", 10L, FAILOVER_METRIC, null, 10L));
    failoverMetric = 5;
    secondary = new UplinkConfig("eth1", null, 10);
    assertThat(faults())
        .containsExactly(new TooSmall(METRIC, "secondary", 10L, METRIC, "primary", 10L));
  }

  @Test
  void metrics_must_fit_the_kernel() {
    failoverMetric = 0;
    secondary = new UplinkConfig("eth1", null, 0x1_0000_0000L);
    assertThat(faults())
        .containsExactly(
            outOfRange(FAILOVER_METRIC, 0, 1, 0xffff_ffffL),
            new OutOfRange(METRIC, "secondary", 0x1_0000_0000L, Range.closed(1L, 0xffff_ffffL)));
  }

  @Test
  void the_same_interface_twice_is_refused() {
    secondary = new UplinkConfig("eth0", null, 20);
    assertThat(faults())
        .containsExactly(new Unusable(INTERFACE, "secondary", "eth0", Cause.DUPLICATE_INTERFACE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a b", "a:1"})
  void what_cannot_be_the_name_of_an_interface_is_refused(String name) {
    primary = new UplinkConfig(name, null, 10);
    assertThat(faults())
        .containsExactly(new Unusable(INTERFACE, "primary", name, Cause.NOT_AN_INTERFACE_NAME));
  }

  @Test
  void an_alternative_name_may_be_longer_than_a_name() {
    primary = new UplinkConfig("lan", "a".repeat(127), null, 10, null);
    assertThat(faults()).isEmpty();
    String tooLong = "a".repeat(128);
    primary = new UplinkConfig("lan", tooLong, null, 10, null);
    assertThat(faults())
        .containsExactly(new Unusable(INTERFACE, "lan", tooLong, Cause.NOT_AN_INTERFACE_NAME));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eth0@if5", "eth0@NONE"})
  void an_interface_as_it_is_listed_is_refused(String listed) {
    primary = new UplinkConfig(listed, null, 10);
    assertThat(faults())
        .containsExactly(new Unusable(INTERFACE, "primary", listed, Cause.LISTED_INTERFACE));
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::1, NOT_IPV4",
    "224.0.0.1, NOT_A_HOST",
    "255.255.255.255, NOT_A_HOST",
    "0.0.0.0, NOT_A_HOST",
    "127.0.0.1, NOT_A_HOST"
  })
  void a_gateway_must_be_a_host_of_the_family(String gateway, Cause cause) {
    secondary = new UplinkConfig("eth1", InetAddresses.forString(gateway), 20);
    assertThat(faults()).containsExactly(new Unusable(GATEWAY, "secondary", gateway, cause));
  }

  @Test
  void targets_must_be_hosts_of_the_family_and_named_once() {
    targets = addresses("203.0.113.8", "2001:db8::8", "224.0.0.1", "127.8.8.8", "203.0.113.8");
    assertThat(faults())
        .containsExactly(
            target("2001:db8::8", Cause.NOT_IPV4),
            target("224.0.0.1", Cause.NOT_A_HOST),
            target("127.8.8.8", Cause.NOT_A_HOST),
            target("203.0.113.8", Cause.DUPLICATE_TARGET));
  }

  @Test
  void there_are_one_to_sixteen_targets() {
    targets = ImmutableList.of();
    assertThat(faults()).containsExactly(outOfRange(PING_TARGET, 0, 1, 16));
    targets =
        IntStream.rangeClosed(1, 17)
            .mapToObj(i -> InetAddresses.forString("203.0.113." + i))
            .collect(ImmutableList.toImmutableList());
    assertThat(faults()).containsExactly(outOfRange(PING_TARGET, 17, 1, 16));
  }

  @Test
  void without_any_family_a_target_is_asked_for() {
    assertThat(new EngineConfig(ImmutableList.of(), timing).faults())
        .containsExactly(new Missing(PING_TARGET, null));
  }

  @Test
  void one_uplink_is_too_few() {
    FamilyConfig alone = new FamilyConfig(IpFamily.IPV4, ImmutableList.of(primary), targets, 5);
    assertThat(new EngineConfig(ImmutableList.of(alone), timing).faults())
        .containsExactly(new Missing(UPLINK, "primary"));
  }

  @Test
  void the_quorum_cannot_exceed_the_targets() {
    timing = Timing.defaults().toBuilder().quorum(2).build();
    assertThat(faults()).containsExactly(new QuorumTooHigh(2, 1, null));
  }

  @Test
  void counts_have_ranges() {
    timing =
        Timing.defaults().toBuilder().quorum(0).failureThreshold(0).recoveryThreshold(1001).build();
    assertThat(faults())
        .containsExactly(
            outOfRange(QUORUM, 0, 1, 16),
            outOfRange(FAILURE_THRESHOLD, 0, 1, 1000),
            outOfRange(RECOVERY_THRESHOLD, 1001, 1, 1000));
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
            outOfRange(INTERVAL, ms(49), ms(50), d(3600)),
            outOfRange(TIMEOUT, d(3601), ms(50), d(3600)),
            outOfRange(FAILBACK_DELAY, d(3601), d(0), d(3600)),
            outOfRange(MAX_FAILBACK_DELAY, d(86401), d(0), d(86400)),
            outOfRange(FLAP_WINDOW, d(-1), d(0), d(86400)),
            outOfRange(BOOT_WINDOW, d(3601), d(0), d(3600)));
  }

  @Test
  void even_absurd_durations_are_faults() {
    Duration absurd = Duration.ofSeconds(Long.MAX_VALUE);
    timing = Timing.defaults().toBuilder().flapWindow(absurd).build();
    assertThat(faults()).containsExactly(outOfRange(FLAP_WINDOW, absurd, d(0), d(86400)));
  }

  @Test
  void the_longest_hold_is_not_below_the_shortest() {
    timing = Timing.defaults().toBuilder().maxFailbackDelay(d(59)).build();
    assertThat(faults())
        .containsExactly(
            new TooSmall(MAX_FAILBACK_DELAY, null, d(59), FAILBACK_DELAY, null, d(60)));
  }

  @Test
  void an_engine_refuses_a_configuration_with_faults_and_names_them_all() {
    failoverMetric = 10;
    targets = ImmutableList.of();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FailoverEngine(config()))
        .withMessageContaining("field=metric, uplink=primary, value=10")
        .withMessageContaining("field=ping-target");
  }

  @Test
  void the_interval_while_failing_is_no_longer_than_the_usual_one_and_that_in_standby_no_shorter() {
    timing = Timing.defaults().toBuilder().failureInterval(d(2)).build();
    secondary = new UplinkConfig(null, "eth1", null, 20, Duration.ofMillis(999));
    assertThat(faults())
        .containsExactly(
            new OutOfRange(STANDBY_INTERVAL, "secondary", ms(999), Range.closed(d(1), d(3600))),
            outOfRange(FAILURE_INTERVAL, d(2), ms(50), d(1)));
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
            outOfRange(QUALITY_WINDOW, d(4), d(5), d(3600)),
            outOfRange(LEAVE_AT_LOSS, 101, 1, 100),
            outOfRange(RETURN_AT_RTT, d(1), ms(1), ms(999)));
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
            outOfRange(LEAVE_AT_LOSS, 0, 1, 100), outOfRange(LEAVE_AT_RTT, ms(1), ms(2), d(3600)));
    policy =
        new Policy(
            Failback.AUTOMATIC, new QualityRules(d(60), new QualityRules.Loss(20, 20), null));
    assertThat(faults()).containsExactly(outOfRange(RETURN_AT_LOSS, 20, 0, 19));
  }

  @Test
  void quality_rules_without_a_rule_are_a_fault() {
    policy = new Policy(Failback.AUTOMATIC, new QualityRules(d(60), null, null));
    assertThat(faults()).containsExactly(new Missing(QUALITY_WINDOW, null));
  }

  /** The values a setting may have, and how it is given. Durations are milliseconds. */
  private record Limits(
      ConfigField field, long least, long most, ObjLongConsumer<ConfigFaultsTest> given) {

    @Override
    public String toString() {
      return field + " " + least + " to " + most;
    }
  }

  private static Stream<Limits> ranges() {
    long hour = 3_600_000;
    long day = 24 * hour;
    long highest = 0xffff_ffffL;
    return Stream.of(
        new Limits(FAILOVER_METRIC, 1, highest, (test, v) -> test.failoverMetric = v),
        new Limits(METRIC, 1, highest, (test, v) -> test.primary = ofMetric("eth0", v)),
        new Limits(METRIC, 1, highest, (test, v) -> test.secondary = ofMetric("eth1", v)),
        new Limits(
            STANDBY_INTERVAL,
            1000,
            hour,
            (test, v) -> test.secondary = new UplinkConfig(null, "eth1", null, 20, ms(v))),
        ofTiming(INTERVAL, 50, hour, (timing, v) -> timing.interval(ms(v))),
        ofTiming(TIMEOUT, 50, hour, (timing, v) -> timing.timeout(ms(v))),
        ofTiming(FAILURE_INTERVAL, 50, 1000, (timing, v) -> timing.failureInterval(ms(v))),
        ofTiming(QUORUM, 1, 16, (timing, v) -> timing.quorum((int) v)),
        ofTiming(FAILURE_THRESHOLD, 1, 1000, (timing, v) -> timing.failureThreshold((int) v)),
        ofTiming(RECOVERY_THRESHOLD, 1, 1000, (timing, v) -> timing.recoveryThreshold((int) v)),
        ofTiming(FAILBACK_DELAY, 0, hour, (timing, v) -> timing.failbackDelay(ms(v))),
        ofTiming(MAX_FAILBACK_DELAY, 0, day, (timing, v) -> timing.maxFailbackDelay(ms(v))),
        ofTiming(FLAP_WINDOW, 0, day, (timing, v) -> timing.flapWindow(ms(v))),
        ofTiming(BOOT_WINDOW, 0, hour, (timing, v) -> timing.bootWindow(ms(v))),
        ofTiming(ADDRESS_GRACE, 0, hour, (timing, v) -> timing.addressGrace(ms(v))),
        new Limits(QUALITY_WINDOW, 5000, hour, (test, v) -> test.rules(ms(v), 20, 5, 300, 150)),
        new Limits(LEAVE_AT_LOSS, 1, 100, (test, v) -> test.rules(d(60), v, 0, 300, 150)),
        new Limits(RETURN_AT_LOSS, 0, 19, (test, v) -> test.rules(d(60), 20, v, 300, 150)),
        new Limits(LEAVE_AT_RTT, 2, hour, (test, v) -> test.rules(d(60), 20, 5, v, 1)),
        new Limits(RETURN_AT_RTT, 1, 299, (test, v) -> test.rules(d(60), 20, 5, 300, v)));
  }

  private static Limits ofTiming(
      ConfigField field, long least, long most, ObjLongConsumer<TimingBuilder> given) {
    return new Limits(
        field,
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
  void a_setting_may_be_its_least_and_its_most_and_nothing_beyond(Limits range) {
    assertThat(isOutOfRange(range, range.least() - 1)).isTrue();
    assertThat(isOutOfRange(range, range.least())).isFalse();
    assertThat(isOutOfRange(range, range.most())).isFalse();
    assertThat(isOutOfRange(range, range.most() + 1)).isTrue();
  }

  private boolean isOutOfRange(Limits range, long value) {
    range.given().accept(this, value);
    return config().faults().stream()
        .anyMatch(fault -> fault instanceof OutOfRange && fault.field() == range.field());
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
    assertThat(faults()).containsExactly(target("240.0.0.0", Cause.NOT_A_HOST));
  }

  @Test
  void a_target_of_the_link_alone_is_refused() {
    UplinkConfig one = new UplinkConfig("eth0", null, 10);
    UplinkConfig other = new UplinkConfig("eth1", null, 20);
    FamilyConfig ipv6 =
        new FamilyConfig(
            IpFamily.IPV6, ImmutableList.of(one, other), addresses("2001:db8::8", "fe80::1"), 5);
    assertThat(new EngineConfig(ImmutableList.of(ipv6), timing).faults())
        .containsExactly(target("fe80::1", Cause.LINK_LOCAL));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a name", "thirty-three.characters_long-name", "caf\u00e9"})
  void what_cannot_be_a_name_is_refused(String name) {
    primary = named(name, "eth0", 10);
    assertThat(faults()).containsExactly(new Unusable(NAME, name, name, Cause.NOT_A_NAME));
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
    assertThat(faults()).containsExactly(new Unusable(NAME, "cable", "cable", Cause.NAME_TAKEN));
  }

  @Test
  void the_interface_of_another_uplink_is_no_name_and_that_of_its_own_is() {
    primary = named("eth0", "eth0", 10);
    secondary = named("cable", "eth1", 20);
    assertThat(faults()).isEmpty();
    primary = named("eth1", "eth0", 10);
    assertThat(faults()).containsExactly(new Unusable(NAME, "eth1", "eth1", Cause.NAME_TAKEN));
  }

  @Test
  void one_uplink_with_a_name_of_its_own_misses_another_of_its_kind() {
    FamilyConfig alone =
        new FamilyConfig(IpFamily.IPV4, ImmutableList.of(named("cable", "eth0", 10)), targets, 5);
    assertThat(new EngineConfig(ImmutableList.of(alone), timing).faults())
        .containsExactly(new Missing(UPLINK, "cable"));
  }

  @Test
  void more_than_64_uplinks_are_refused_at_once() {
    ImmutableList<UplinkConfig> many =
        IntStream.range(0, 100_000)
            .mapToObj(i -> named("a" + i, "eth" + i, 10 + i))
            .collect(ImmutableList.toImmutableList());
    for (int count : List.of(65, 100_000)) {
      FamilyConfig family = new FamilyConfig(IpFamily.IPV4, many.subList(0, count), targets, 5);
      assertThat(new EngineConfig(ImmutableList.of(family), timing).faults())
          .containsExactly(outOfRange(UPLINK, count, 2, 64));
    }
    FamilyConfig most = new FamilyConfig(IpFamily.IPV4, many.subList(0, 64), targets, 5);
    assertThat(new EngineConfig(ImmutableList.of(most), timing).faults()).isEmpty();
  }

  private static UplinkConfig named(String name, String interfaceName, long metric) {
    return new UplinkConfig(name, interfaceName, null, metric, null);
  }

  private static OutOfRange outOfRange(ConfigField field, long value, long least, long most) {
    return new OutOfRange(field, null, value, Range.closed(least, most));
  }

  private static OutOfRange outOfRange(
      ConfigField field, Duration value, Duration least, Duration most) {
    return new OutOfRange(field, null, value, Range.closed(least, most));
  }

  private static Unusable target(String address, Cause cause) {
    return new Unusable(PING_TARGET, null, address, cause);
  }

  private ImmutableList<ConfigFault> faults() {
    return config().faults();
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
