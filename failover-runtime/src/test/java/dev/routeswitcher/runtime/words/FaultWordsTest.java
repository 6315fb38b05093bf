package dev.routeswitcher.runtime.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Range;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.config.ConfigFault;
import dev.routeswitcher.engine.config.ConfigFault.Cause;
import dev.routeswitcher.engine.config.ConfigFault.Missing;
import dev.routeswitcher.engine.config.ConfigFault.OutOfRange;
import dev.routeswitcher.engine.config.ConfigFault.QuorumTooHigh;
import dev.routeswitcher.engine.config.ConfigFault.TooSmall;
import dev.routeswitcher.engine.config.ConfigFault.Unusable;
import dev.routeswitcher.engine.config.ConfigField;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every code is a sentence that says which setting, what is wrong, and what to do about it. */
class FaultWordsTest {

  private static Stream<Arguments> faults() {
    Range<Long> metrics = Range.closed(1L, 4294967295L);
    return Stream.of(
        said(
            new OutOfRange(ConfigField.FAILOVER_METRIC, null, 0L, metrics),
            "failover-metric: 0 is out of range; give 1 to 4294967295"),
        said(
            new OutOfRange(ConfigField.METRIC, "secondary", 4294967296L, metrics),
            "secondary-metric: 4294967296 is out of range; give 1 to 4294967295"),
        said(
            new OutOfRange(ConfigField.METRIC, "lte", 0L, metrics),
            "uplink lte: metric 0 is out of range; give 1 to 4294967295"),
        said(
            new OutOfRange(
                ConfigField.FLAP_WINDOW,
                null,
                Duration.ofSeconds(Long.MAX_VALUE),
                Range.closed(Duration.ZERO, Duration.ofHours(24))),
            "flap-window: 9223372036854775807s is out of range; give 0s to 24h"),
        said(
            new OutOfRange(ConfigField.RETURN_AT_LOSS, null, 20L, Range.closed(0L, 19L)),
            "return-at-loss: 20 is out of range; give 0 to 19 percent"),
        said(
            new OutOfRange(ConfigField.PING_TARGET, null, 17L, Range.closed(1L, 16L)),
            "ping-target: 17 targets are given; give 1 to 16"),
        said(
            new TooSmall(ConfigField.METRIC, "primary", 5L, ConfigField.FAILOVER_METRIC, null, 5L),
            "primary-metric: 5 is not above failover-metric 5;"
                + " metrics must rise: failover, primary, secondary"),
        said(
            new TooSmall(ConfigField.METRIC, "secondary", 5L, ConfigField.METRIC, "primary", 10L),
            "secondary-metric: 5 is not above primary-metric 10;"
                + " metrics must rise: failover, primary, secondary"),
        said(
            new TooSmall(ConfigField.METRIC, "lte", 5L, ConfigField.METRIC, "fibre", 10L),
            "uplink lte: metric 5 is not above fibre's 10;"
                + " metrics must rise from failover-metric on, in the order of the uplinks"),
        said(
            new TooSmall(
                ConfigField.MAX_FAILBACK_DELAY,
                null,
                Duration.ofSeconds(59),
                ConfigField.FAILBACK_DELAY,
                null,
                Duration.ofSeconds(60)),
            "max-failback-delay: 59s is less than failback-delay 60s; give at least as much"),
        said(
            new QuorumTooHigh(2, 1, null),
            "quorum: 2 is more than the 1 target; lower it or give more targets"),
        said(
            new QuorumTooHigh(3, 2, IpFamily.IPV6),
            "quorum: 3 is more than the 2 targets of IPv6; lower it or give more targets"),
        said(
            new Missing(ConfigField.PING_TARGET, null),
            "ping-target: no target is given; name at least one address to ping"),
        said(
            new OutOfRange(ConfigField.UPLINK, null, 65L, Range.closed(2L, 64L)),
            "uplink: 65 uplinks are given; give 2 to 64"),
        said(
            new Missing(ConfigField.UPLINK, "primary"),
            "secondary-interface: only one uplink is given; failover needs at least two"),
        said(
            new Missing(ConfigField.UPLINK, "cable"),
            "uplink: only one uplink is given; failover needs at least two"),
        said(
            new Missing(ConfigField.QUALITY_WINDOW, null),
            "quality-window: is given without a rule; give leave-at-loss or leave-at-rtt too"),
        said(
            new Unusable(ConfigField.INTERFACE, "primary", "a/b", Cause.NOT_AN_INTERFACE_NAME),
            "primary-interface: 'a/b' cannot be the name of an interface;"
                + " give 1 to 127 characters without '/', ':' or blanks"),
        said(
            new Unusable(ConfigField.INTERFACE, "primary", "eth0@if5", Cause.LISTED_INTERFACE),
            "primary-interface: 'eth0@if5' is an interface as ip link lists it; give eth0"),
        said(
            new Unusable(ConfigField.INTERFACE, "secondary", "eth0", Cause.DUPLICATE_INTERFACE),
            "secondary-interface: 'eth0' is given twice;"
                + " every uplink needs an interface of its own"),
        said(
            new Unusable(ConfigField.NAME, "a b", "a b", Cause.NOT_A_NAME),
            "uplink: 'a b' cannot be a name;"
                + " give 1 to 32 letters, digits, dots, dashes or underscores"),
        said(
            new Unusable(ConfigField.NAME, "eth1", "eth1", Cause.NAME_TAKEN),
            "uplink eth1: another uplink is called that; give it a name of its own"),
        said(
            new Unusable(ConfigField.GATEWAY, "primary", "2001:db8::1", Cause.NOT_IPV4),
            "primary-gateway: 2001:db8::1 is not an IPv4 address; give one of that family"),
        said(
            new Unusable(ConfigField.GATEWAY, "primary", "0.0.0.0", Cause.NOT_A_HOST),
            "primary-gateway: 0.0.0.0 is not the address of a host; give the router's own address"),
        said(
            new Unusable(ConfigField.PING_TARGET, null, "192.0.2.1", Cause.NOT_IPV6),
            "ping-target: 192.0.2.1 is not an IPv6 address; leave it out"),
        said(
            new Unusable(ConfigField.PING_TARGET, null, "224.0.0.1", Cause.NOT_A_HOST),
            "ping-target: 224.0.0.1 is not the address of a host; give a host that answers"),
        said(
            new Unusable(ConfigField.PING_TARGET, null, "192.0.2.1", Cause.DUPLICATE_TARGET),
            "ping-target: 192.0.2.1 is given twice; give it once"),
        said(
            new Unusable(ConfigField.PING_TARGET, null, "fe80::1", Cause.LINK_LOCAL),
            "ping-target: fe80::1 is a link-local address; give a host beyond the provider"),
        said(
            new Unusable(ConfigField.FIREWALL_MARKS, null, "0x100/0xf", Cause.MARK_OUTSIDE_MASK),
            "firewall-marks: 0x100/0xf has no bit of its mask, or others;"
                + " write it as 0x1000000/0xff000000"),
        said(
            new Unusable(ConfigField.FIREWALL_MARKS, null, "0x3/0x3", Cause.TOO_FEW_MARKS),
            "firewall-marks: 0x3/0x3 has no room for a mark for each uplink;"
                + " give a lower mark or a wider mask"),
        said(
            new Unusable(ConfigField.FIREWALL_MARKS, null, "0x1/0xf", Cause.NO_TABLES),
            "firewall-marks: marks lead to tables, and there are none; leave out probe-routing main"),
        said(
            new Unusable(ConfigField.PROBE_TABLE, null, "252", Cause.KERNEL_TABLES),
            "probe-table: the tables from 252 on include the kernel's own, 253 to 255;"
                + " give 256 or more"));
  }

  private static Arguments said(ConfigFault code, String sentence) {
    return Arguments.of(code, sentence);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_code_is_put_into_a_sentence_that_names_the_setting(ConfigFault code, String sentence) {
    SettingFault fault = FaultWords.naming(SettingNames.PLAIN).of(code);
    assertThat(fault.sentence()).isEqualTo(sentence).startsWith(fault.setting() + ": ");
    assertThat(fault.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void for_the_command_it_names_the_option(ConfigFault code, String sentence) {
    String options =
        sentence
            .replace("from failover-metric", "from --failover-metric")
            .replace("out probe-routing", "out --probe-routing")
            .replace("leave-at-loss or leave-at-rtt", "--leave-at-loss or --leave-at-rtt");
    assertThat(FaultWords.naming(SettingNames.OPTIONS).of(code).sentence())
        .isEqualTo("--" + options);
  }

  @ParameterizedTest
  @EnumSource
  void every_cause_is_said(Cause cause) {
    List<Object> codes = faults().map(fault -> fault.get()[0]).toList();
    assertThat(codes)
        .anyMatch(code -> code instanceof Unusable unusable && unusable.cause() == cause);
  }
}
