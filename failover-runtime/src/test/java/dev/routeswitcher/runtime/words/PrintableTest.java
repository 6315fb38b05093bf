package dev.routeswitcher.runtime.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.Evidence;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.IpFamily;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.UplinkKey;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PrintableTest {

  @Property
  void a_text_is_one_line_without_hidden_characters_and_the_same_if_it_had_none(
      @ForAll String text) {
    String printable = Printable.of(text);
    assertThat(printable).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");
    assertThat(Printable.of(printable)).isEqualTo(printable);
    if (text.matches("[^\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]*")) {
      assertThat(printable).isEqualTo(text);
    }
  }

  @Example
  void what_is_hidden_is_named() {
    assertThat(Printable.of("a\nb\u001b[2J\u007f\u009b\u2028\u202e\ud800\u00e9\ud83d\ude00"))
        .isEqualTo("a\\x0ab\\x1b[2J\\x7f\\x9b\\u2028\\u202e\\ud800\u00e9\ud83d\ude00");
  }

  @Example
  void notices_alarms_and_faults_are_printable() {
    UplinkKey uplink = new UplinkKey(IpFamily.IPV4, "e\u001b[2J\n");
    Notice changed =
        new Notice.UplinkChanged(
            uplink,
            "primary",
            Health.DOWN,
            Condition.SEND_FAILED,
            Health.RESPONSIVE,
            new Evidence(0, 3, "\u0007", null));
    assertThat(NoticeText.of(changed)).contains("interface=e\\x1b[2J\\x0a health", "\\x07");
    Alarm alarm = new Alarm.InVrf(uplink, "v\u001b");
    NoticeText text = NoticeText.naming(SettingNames.PLAIN);
    assertThat(text.problem(alarm) + text.remedy(alarm) + text.line(new Notice.AlarmRaised(alarm)))
        .contains("e\\x1b[2J\\x0a")
        .doesNotContainPattern("\\p{Cc}");
    assertThat(new SettingFault("uplink", "'\u001b' is wrong", null).sentence())
        .isEqualTo("'\\x1b' is wrong");
  }
}
