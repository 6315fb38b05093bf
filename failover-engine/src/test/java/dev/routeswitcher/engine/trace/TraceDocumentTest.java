package dev.routeswitcher.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.routeswitcher.engine.Alarm;
import dev.routeswitcher.engine.Codes;
import dev.routeswitcher.engine.Condition;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.Health;
import dev.routeswitcher.engine.Notice;
import dev.routeswitcher.engine.Reason;
import dev.routeswitcher.engine.SwitchKind;
import dev.routeswitcher.engine.route.OperationResult;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The page about traces names whatever may stand in one. */
class TraceDocumentTest {

  private final String page;

  TraceDocumentTest() throws IOException {
    page = Files.readString(Path.of("..", "docs", "trace-format.md"));
  }

  private void assertNamed(String word) {
    assertThat(page).contains("`" + word + "`");
  }

  @Test
  void every_kind_of_line_event_decision_notice_alarm_and_reason_is_named() {
    for (Class<?> type :
        Set.of(EngineEvent.class, Decision.class, Notice.class, Alarm.class, Reason.class)) {
      RecordCodec.recordsOf(type).forEach(kind -> assertNamed(RecordCodec.name(kind)));
    }
  }

  @Test
  void every_constant_is_named() {
    for (Class<? extends Enum<?>> type :
        Set.of(
            Condition.class,
            Health.class,
            SwitchKind.class,
            EngineEvent.Verdict.class,
            OperationResult.Outcome.class,
            Alarm.Obstacle.Cause.class)) {
      Arrays.stream(type.getEnumConstants()).map(Codes::of).forEach(this::assertNamed);
    }
  }

  @Test
  void every_member_is_named() {
    Set<Class<?>> records = new LinkedHashSet<>();
    RecordCodec.recordsOf(TraceLine.class).forEach(line -> collect(line, records));
    assertThat(records).hasSizeGreaterThan(40);
    for (Class<?> type : records) {
      for (RecordComponent component : type.getRecordComponents()) {
        assertNamed(component.getName() + (component.getType() == Duration.class ? "Nanos" : ""));
      }
    }
  }

  private static void collect(Type type, Set<Class<?>> records) {
    if (type instanceof ParameterizedType generic) {
      Arrays.stream(generic.getActualTypeArguments()).forEach(each -> collect(each, records));
    } else if (type instanceof Class<?> kind
        && kind.getName().startsWith("dev.routeswitcher.engine")
        && !kind.isEnum()) {
      for (Class<?> each : RecordCodec.recordsOf(kind)) {
        if (records.add(each)) {
          Arrays.stream(each.getRecordComponents())
              .forEach(component -> collect(component.getGenericType(), records));
        }
      }
    }
  }
}
