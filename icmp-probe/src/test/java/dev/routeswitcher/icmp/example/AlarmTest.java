package dev.routeswitcher.icmp.example;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import dev.routeswitcher.icmp.testkit.Answer;
import dev.routeswitcher.icmp.testkit.ManualClock;
import dev.routeswitcher.icmp.testkit.ScriptedProber;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlarmTest {
  private static final InetAddress TARGET = InetAddresses.forString("203.0.113.8");

  @Test
  void three_losses_in_a_row_raise_it() {
    ManualClock clock = new ManualClock();
    ScriptedProber prober = new ScriptedProber(clock);
    prober.answer("eth0", TARGET, Answer.reply(Duration.ofMillis(20)));

    Alarm alarm = Alarm.on(prober, "eth0", TARGET);
    clock.advance(Duration.ofHours(24));
    assertThat(alarm.isRaised()).isFalse();

    prober.answer("eth0", TARGET, Answer.silence());
    clock.advance(Duration.ofSeconds(5));
    assertThat(alarm.isRaised()).isTrue();
  }
}
