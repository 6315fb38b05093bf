package dev.routeswitcher.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.runtime.settings.Webhook.Format;
import dev.routeswitcher.runtime.words.FaultWords;
import dev.routeswitcher.runtime.words.SettingFault;
import dev.routeswitcher.runtime.words.SettingNames;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {

  @Test
  void parts_stand_behind_an_address_that_may_hold_commas() {
    assertThat(Webhook.parse("https://a.example/x,y"))
        .isEqualTo(new Webhook("https://a.example/x,y", Format.JSON, null));
    assertThat(Webhook.parse("http://a.example:8080/x,headers=/etc/h,format=ntfy"))
        .isEqualTo(new Webhook("http://a.example:8080/x", Format.NTFY, Path.of("/etc/h")));
    assertThat(Webhook.parse("/etc/url,format=slack"))
        .isEqualTo(new Webhook("/etc/url", Format.SLACK, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example/x",
        "https://a.example/x,format=alertmanager",
        "/etc/url,format=slack,headers=/etc/h"
      })
  void it_is_written_as_it_was_read(String text) {
    assertThat(Webhook.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ftp://a.example/x",
        "a.example/x",
        "https://",
        "https://user:secret@a.example/x",
        "https://a.example/x y",
        "https://a.example/,format=telex",
        "https://a.example/,headers=relative",
        "format=ntfy"
      })
  void anything_else_is_a_fault_that_quotes_no_secret(String text) {
    assertThat(Webhook.parse(text)).isNull();
    Configuration configuration = new Configuration();
    FaultWords words = FaultWords.naming(SettingNames.OPTIONS);
    new SettingsReader(configuration, words)
        .read(Settings.WEBHOOK, List.of("https://a.example", text));
    assertThat(configuration.faults(words))
        .singleElement()
        .extracting(SettingFault::sentence)
        .asString()
        .startsWith("--webhook: ")
        .doesNotContain("secret");
  }
}
