package dev.routeswitcher.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The edges of what is read and written as JSON (RFC 8259). */
class JsonTest {

  @Test
  void space_may_stand_between_any_two_words() {
    assertThat(Json.read(" { \"a\" : 7 , \"b\" : [ 1 , 2 ] , \"c\" : { } } "))
        .isEqualTo(Map.of("a", 7L, "b", List.of(1L, 2L), "c", Map.of()));
    assertThat(Json.read("7 ")).isEqualTo(7L);
  }

  @Test
  void a_value_may_be_nested_but_not_without_end() {
    int deepest = 0;
    while (isRead("[".repeat(deepest + 1) + "]".repeat(deepest + 1))) {
      deepest++;
    }
    assertThat(deepest).isEqualTo(Json.DEEPEST);
  }

  private static boolean isRead(String text) {
    try {
      Json.read(text);
      return true;
    } catch (TraceFormatException e) {
      return false;
    }
  }

  @Test
  void values_side_by_side_are_not_nested() {
    assertThat(Json.read("[" + "[],{},".repeat(100) + "[]]")).isInstanceOf(List.class);
  }

  @Test
  void every_character_is_written_and_read() {
    String all = "a b \"quoted\" back\\slash \t\n\u0000\u001f\u007f \u00e9 \ud83d\ude00";
    assertThat(Json.read(Json.write(all))).isEqualTo(all);
    assertThat(Json.write("a b")).isEqualTo("\"a b\"");
    assertThat(Json.write("\u001f")).isEqualTo("\"\\u001f\"");
    assertThat(Json.read("\"\\u00ff\\/\\b\\f\\r\"")).isEqualTo("\u00ff/\b\f\r");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "{", "{\"a\"", "{\"a\":", "[", "[1,", "\"", "\"\\", "\"\\u12", "t", "-", "+7", "1 2"
      })
  void what_breaks_off_is_refused(String text) {
    assertThatThrownBy(() -> Json.read(text)).isInstanceOf(TraceFormatException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "7 8      | more than one value, at character 3",
        "[1 2]    | expected ']', at character 4",
        "{\"a\" 1}  | expected ':', at character 6",
        "1.5      | no whole number of 64 bits, at character 1"
      })
  void a_fault_is_told_with_its_place(String text, String message) {
    assertThatThrownBy(() -> Json.read(text)).hasMessage(message);
  }
}
