package dev.routeswitcher.operations.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.CaseFormat;
import com.google.common.collect.ImmutableList;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The documented schema is that of the records, member for member, and says what each means. */
class StatusSchemaTest {

  private final JsonObject schema = read();
  private final Set<String> seen = new TreeSet<>();

  private static JsonObject read() {
    try {
      String text = Files.readString(Path.of("../docs/status.schema.json"));
      return JsonParser.parseString(text).getAsJsonObject();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void the_schema_is_that_of_the_records() {
    compare(schema, Status.class);
    assertThat(seen).isEqualTo(schema.getAsJsonObject("$defs").keySet());
    assertThat(member(schema, "version").get("const").getAsInt()).isEqualTo(Status.VERSION);
  }

  private void compare(JsonObject object, Class<?> type) {
    Set<String> names = new TreeSet<>();
    Set<String> required = new TreeSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = name(component);
      names.add(name);
      if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        required.add(name);
      }
      JsonObject member = member(object, name);
      assertThat(member).as("%s.%s", type.getSimpleName(), name).isNotNull();
      assertThat(member.get("description").getAsString()).as(name).hasSizeGreaterThan(3);
      compareType(member, component.getGenericType());
    }
    assertThat(object.getAsJsonObject("properties").keySet())
        .as(type.getSimpleName())
        .isEqualTo(names);
    assertThat(texts(object.getAsJsonArray("required")))
        .as(type.getSimpleName())
        .isEqualTo(required);
  }

  private void compareType(JsonObject member, Type type) {
    if (type instanceof ParameterizedType list) {
      assertThat(list.getRawType()).isEqualTo(ImmutableList.class);
      assertThat(member.get("type").getAsString()).isEqualTo("array");
      compareType(member.getAsJsonObject("items"), list.getActualTypeArguments()[0]);
    } else if (((Class<?>) type).isRecord()) {
      String name = ((Class<?>) type).getSimpleName();
      assertThat(member.get("$ref").getAsString()).isEqualTo("#/$defs/" + name);
      if (seen.add(name)) {
        compare(schema.getAsJsonObject("$defs").getAsJsonObject(name), (Class<?>) type);
      }
    } else {
      assertThat(member.get("type").getAsString()).isEqualTo(word(type));
      assertThat(member.has("format")).isEqualTo(type == Instant.class);
    }
  }

  private static String word(Type type) {
    if (type == String.class || type == Instant.class) {
      return "string";
    } else if (type == boolean.class) {
      return "boolean";
    }
    return type == int.class || type == long.class ? "integer" : "number";
  }

  private static JsonObject member(JsonObject object, String name) {
    return object.getAsJsonObject("properties").getAsJsonObject(name);
  }

  private static String name(RecordComponent component) {
    SerializedName given = component.getAccessor().getAnnotation(SerializedName.class);
    return given != null
        ? given.value()
        : CaseFormat.LOWER_CAMEL.to(CaseFormat.LOWER_UNDERSCORE, component.getName());
  }

  private static Set<String> texts(JsonArray array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(element -> texts.add(element.getAsString()));
    return texts;
  }
}
