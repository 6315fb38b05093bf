package dev.routeswitcher.operations.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

/** What is printed of findings. */
class ReportTest {

  private static final Report REPORT =
      new Report(
          ImmutableList.of(
              Finding.ok(Kind.KERNEL, "kernel", "Linux 6.1.0 has policy rules of ipv4"),
              Finding.ok(Kind.TARGET, "203.0.113.8 by eth0", "5 of 5 probes answered")
                  .with(ImmutableMap.of("sent", 5, "min_seconds", 0.0015)),
              Finding.advice(
                  Kind.MTU,
                  "eth0",
                  "takes packets of 1500 bytes, other uplinks of 1400: connections may stall at a"
                      + " switch where ICMP is filtered",
                  "ip link set eth0 mtu 1400"),
              Finding.fault(
                  Kind.INEFFECTIVE,
                  "eth0\u001b[2J",
                  "wins",
                  "ip route add default via 192.0.2.1 dev eth0 proto 16 metric 100 && ip route del"
                      + " default; for good, give it a metric above 20 where it is set, which is in"
                      + " the configuration of the program that makes it")));

  @Test
  void people_read_it_in_80_columns_and_can_copy_commands() {
    assertThat(REPORT.text())
        .isEqualTo(
            """
            ok      kernel: Linux 6.1.0 has policy rules of ipv4
            ok      target 203.0.113.8 by eth0: 5 of 5 probes answered
            advice  mtu eth0: takes packets of 1500 bytes, other uplinks of 1400:
                    connections may stall at a switch where ICMP is filtered
                 -> ip link set eth0 mtu 1400
            fault   ineffective eth0\\x1b[2J: wins
                 -> ip route add default via 192.0.2.1 dev eth0 proto 16 metric 100 && ip route del default
                 -> for good, give it a metric above 20 where it is set, which is in the
                    configuration of the program that makes it

            1 fault, 1 advice, 2 ok
            """);
  }

  @Test
  void programs_read_codes_severities_and_figures() {
    JsonObject json = JsonParser.parseString(REPORT.json()).getAsJsonObject();
    assertThat(json.get("version").getAsInt()).isEqualTo(1);
    assertThat(json.get("faults").getAsInt()).isEqualTo(1);
    assertThat(json.get("advice").getAsInt()).isEqualTo(1);
    assertThat(json.getAsJsonArray("findings")).hasSize(4);
    JsonObject target = json.getAsJsonArray("findings").get(1).getAsJsonObject();
    assertThat(target)
        .hasToString(
            "{\"code\":\"target\",\"severity\":\"ok\",\"subject\":\"203.0.113.8 by eth0\","
                + "\"words\":\"5 of 5 probes answered\","
                + "\"figures\":{\"sent\":5,\"min_seconds\":0.0015}}");
    JsonObject fault = json.getAsJsonArray("findings").get(3).getAsJsonObject();
    assertThat(fault.get("remedy").getAsString()).contains("&&").doesNotContain("\\u0026");
  }
}
