package dev.routeswitcher.operations.status;

import com.google.common.collect.ImmutableList;
import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;

/** The status as JSON, and back. */
public final class StatusJson {

  private static final Gson GSON = builder().create();
  private static final Gson FOR_PEOPLE = builder().setPrettyPrinting().create();

  private StatusJson() {}

  private static GsonBuilder builder() {
    return new GsonBuilder()
        .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
        .disableHtmlEscaping()
        .registerTypeAdapter(
            Instant.class,
            (JsonSerializer<Instant>) (time, type, context) -> new JsonPrimitive(time.toString()))
        .registerTypeAdapter(
            Instant.class, (JsonDeserializer<Instant>) (json, type, context) -> instant(json))
        .registerTypeAdapter(
            ImmutableList.class, (JsonDeserializer<ImmutableList<?>>) StatusJson::list);
  }

  private static Instant instant(JsonElement json) {
    try {
      return Instant.parse(json.getAsString());
    } catch (DateTimeException e) {
      throw new JsonParseException(e.getMessage(), e);
    }
  }

  private static ImmutableList<?> list(
      JsonElement json, Type type, com.google.gson.JsonDeserializationContext context) {
    Type element = ((ParameterizedType) type).getActualTypeArguments()[0];
    ImmutableList.Builder<Object> elements = ImmutableList.builder();
    json.getAsJsonArray().forEach(it -> elements.add((Object) context.deserialize(it, element)));
    return elements.build();
  }

  /** The status as an object; members that are null are left out. */
  public static JsonElement tree(Status status) {
    return GSON.toJsonTree(status);
  }

  /** The status as text of several lines, for people to read and programs too. */
  public static String text(Status status) {
    return FOR_PEOPLE.toJson(status);
  }

  /**
   * The status that an object is.
   *
   * @throws JsonParseException if it is none
   */
  public static Status read(JsonElement json) {
    Status status = GSON.fromJson(json, Status.class);
    if (status == null || status.families() == null) {
      throw new JsonParseException("no status");
    }
    return status;
  }
}
