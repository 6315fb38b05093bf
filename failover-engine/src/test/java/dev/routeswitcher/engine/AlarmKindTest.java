package dev.routeswitcher.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AlarmKindTest {

  @Test
  void every_alarm_is_of_one_kind() {
    assertThat(Arrays.stream(Alarm.Kind.values()).flatMap(kind -> kind.records.stream()))
        .containsExactlyInAnyOrderElementsOf(recordsOf(Alarm.class).toList());
  }

  private static Stream<Class<?>> recordsOf(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Arrays.stream(type.getPermittedSubclasses()).flatMap(AlarmKindTest::recordsOf);
  }
}
