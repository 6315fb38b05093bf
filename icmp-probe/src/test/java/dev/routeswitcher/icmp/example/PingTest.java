package dev.routeswitcher.icmp.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.ProbeRequest;
import dev.routeswitcher.icmp.testkit.Answer;
import dev.routeswitcher.icmp.testkit.ManualClock;
import dev.routeswitcher.icmp.testkit.ScriptedProber;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PingTest {
  private static final InetAddress TARGET = InetAddresses.forString("203.0.113.8");

  private final ManualClock clock = new ManualClock();
  private final ScriptedProber network = new ScriptedProber(clock);
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private boolean ping(String... words) throws InterruptedException {
    Ping ping = new Ping(network, PingArguments.parse(words));
    clock.advance(ofSeconds(60));
    return ping.print(new PrintStream(output, true, UTF_8));
  }

  private List<String> printed() {
    return output.toString(UTF_8).lines().toList();
  }

  @Test
  void each_request_gets_a_line_with_its_outcome_and_all_together_a_summary() throws Exception {
    Deque<Answer> answers =
        new ArrayDeque<>(
            List.of(
                Answer.reply(ofMillis(1_250)),
                Answer.reply(ofMillis(20)),
                Answer.unreachable(ofMillis(5), 3, 13, InetAddresses.forString("192.0.2.1")),
                Answer.silence(),
                Answer.reply(ofMillis(40))));
    network.answer("eth0", TARGET, request -> answers.remove());
    assertThat(ping("eth0", "203.0.113.8", "5")).isTrue();
    assertThat(printed())
        .containsExactly(
            "number 1: no reply",
            "number 2: reply after 20.000 ms, ttl 64",
            "number 1: late reply after 1250.000 ms, ttl 64",
            "number 3: unreachable, reported by 192.0.2.1: type 3, code 13",
            "number 4: no reply",
            "number 5: reply after 40.000 ms, ttl 64",
            "203.0.113.8 by eth0: 5 requests, 3 replies: 40.0 % lost",
            "round trip min 20.000, mean 436.667, median 40.000, 99 % 1250.000, max 1250.000,"
                + " deviation 575.171, jitter 147.695 ms");
  }

  @Test
  void requests_are_sent_at_the_interval_with_the_options_given() throws Exception {
    assertThat(
            ping("eth0", "2001:db8::8", "3", "--interval", "0.25", "--size", "100", "--ttl", "7"))
        .isFalse();
    assertThat(network.requests()).hasSize(3);
    ProbeRequest first = network.requests().get(0);
    ProbeRequest last = network.requests().get(2);
    assertThat(last.deadlineNanos() - first.deadlineNanos()).isEqualTo(ofMillis(500).toNanos());
    assertThat(last.options().payloadSize()).isEqualTo(100);
    assertThat(last.options().timeToLive()).isEqualTo(7);
  }

  @Test
  void quiet_means_the_summary_only() throws Exception {
    network.answer("eth0", TARGET, Answer.refused(101, "ENETUNREACH"));
    ping("eth0", "203.0.113.8", "3", "--quiet");
    assertThat(printed()).containsExactly("203.0.113.8 by eth0: 3 requests, 0 replies, 3 not sent");
  }

  @Test
  void requests_to_warm_up_with_do_not_count() throws Exception {
    Deque<Answer> answers =
        new ArrayDeque<>(
            List.of(Answer.silence(), Answer.reply(ofMillis(900)), Answer.reply(ofMillis(10))));
    network.answer("eth0", TARGET, request -> answers.remove());
    ping("eth0", "203.0.113.8", "1", "--warm-up", "2", "--quiet");
    assertThat(printed())
        .contains("203.0.113.8 by eth0: 1 requests, 1 replies: 0.0 % lost")
        .anyMatch(line -> line.startsWith("round trip min 10.000, mean 10.000"));
  }

  @Test
  void wrong_use_prints_the_usage() throws Exception {
    assertRefused("missing: INTERFACE");
    assertRefused("missing: COUNT", "eth0", "192.0.2.1");
    assertRefused("'nowhere' is not an IP string literal", "eth0", "nowhere", "3");
    assertRefused("COUNT is a number from 1 to 100000, not 0", "eth0", "192.0.2.1", "0");
    assertRefused("--ttl needs a value", "eth0", "192.0.2.1", "3", "--ttl");
    assertRefused("--ttl is a number", "eth0", "192.0.2.1", "3", "--ttl", "many");
    assertRefused("--interval is a time", "eth0", "192.0.2.1", "3", "--interval", "0");
    assertRefused("unknown option --x", "eth0", "192.0.2.1", "3", "--x");

    PrintStream err = new PrintStream(output, true, UTF_8);
    assertThat(Ping.run(err, err, "eth0")).isEqualTo(2);
    assertThat(printed()).contains("icmp-ping: missing: TARGET");
  }

  private static void assertRefused(String reason, String... words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PingArguments.parse(words))
        .withMessageContaining(reason);
  }
}
