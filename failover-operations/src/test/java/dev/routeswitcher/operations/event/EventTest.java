package dev.routeswitcher.operations.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableMap;
import dev.routeswitcher.operations.event.Event.Kind;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {

  private static final Instant TIME = Instant.parse("2026-11-30T10:00:00.250Z");

  private static final Event SWITCH =
      new Event(
          TIME,
          Kind.SWITCH,
          ImmutableMap.of("family", "ipv4", "from_interface", "eth0", "took_seconds", 0.0125));

  @Test
  void is_a_line_of_json() {
    assertThat(SWITCH.toLine())
        .isEqualTo(
            "{\"time\":\"2026-11-30T10:00:00.250Z\",\"event\":\"switch\",\"family\":\"ipv4\","
                + "\"from_interface\":\"eth0\",\"took_seconds\":0.0125}");
  }

  @Test
  void is_variables_for_a_program() {
    assertThat(SWITCH.environment())
        .containsExactly(
            java.util.Map.entry("ROUTE_SWITCHER_TIME", "2026-11-30T10:00:00.250Z"),
            java.util.Map.entry("ROUTE_SWITCHER_EVENT", "switch"),
            java.util.Map.entry("ROUTE_SWITCHER_FAMILY", "ipv4"),
            java.util.Map.entry("ROUTE_SWITCHER_FROM_INTERFACE", "eth0"),
            java.util.Map.entry("ROUTE_SWITCHER_TOOK_SECONDS", "0.0125"));
  }

  @Property(tries = 200)
  void a_line_is_the_event_again(
      @ForAll Kind kind,
      @ForAll String text,
      @ForAll long number,
      @ForAll boolean truth,
      @ForAll int thousandths) {
    ImmutableMap<String, Object> figures =
        ImmutableMap.of("a", text, "b", number / 10, "c", truth, "d", thousandths / 1000 + 0.125);
    Event event = new Event(TIME, kind, figures);
    assertThat(event.toLine()).doesNotContain("\n");
    assertThat(Event.ofLine(event.toLine())).isEqualTo(event);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"time\":\"2026-11-30T10:00:00Z\"}",
        "{\"time\":\"yesterday\",\"event\":\"switch\"}",
        "{\"time\":\"2026-11-30T10:00:00Z\",\"event\":\"breakfast\"}",
        "{\"time\":\"2026-11-30T10:00:00Z\",\"event\":\"switch\",\"a\":{}}",
        "{\"time\":\"2026-11-30T10:00:00Z\",\"event\":\"switch\",\"a\":null}",
      })
  void other_lines_are_refused(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> Event.ofLine(line));
  }
}
