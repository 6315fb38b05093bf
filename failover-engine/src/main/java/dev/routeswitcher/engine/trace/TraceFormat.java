package dev.routeswitcher.engine.trace;

import com.google.common.collect.ImmutableList;
import dev.routeswitcher.engine.Decision;
import dev.routeswitcher.engine.EngineEvent;
import dev.routeswitcher.engine.Notice;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes and reads the lines of a trace, version {@value #VERSION} of the format: one JSON object a
 * line (RFC 8259), UTF-8. The same line is always written as the same bytes.
 *
 * <p>Members that are not known are ignored, so that a later program may add some; a line that is
 * not known is a fault. Times are nanoseconds of the monotonic clock of the host that recorded,
 * whole numbers of 64 bits.
 */
public final class TraceFormat {

  /** The version that is written, and the only one that is read. */
  public static final long VERSION = 6;

  /**
   * How many characters a step has at most, all its lines together, and a line. It is more than any
   * host needs (8,000 rules take some 1.5 million), and what a replay with little memory can hold.
   */
  public static final int LONGEST = 4_000_000;

  /** A line of a trace by the member that names its kind. */
  private static final ImmutableList<Form<? extends TraceLine>> FORMS =
      ImmutableList.of(
          form(
              TraceLine.Learned.class,
              EngineEvent.class,
              TraceLine.Learned::event,
              TraceLine.Learned::new),
          form(
              TraceLine.Decided.class,
              Decision.class,
              TraceLine.Decided::decision,
              TraceLine.Decided::new),
          form(TraceLine.Noted.class, Notice.class, TraceLine.Noted::notice, TraceLine.Noted::new),
          form(TraceLine.Stepped.class),
          form(TraceLine.Started.class),
          form(TraceLine.Missing.class),
          form(TraceLine.Ended.class),
          form(TraceLine.Header.class));

  /** Of a line that is written as its one component is. */
  private static <T extends TraceLine, U> Form<T> form(
      Class<T> type, Class<U> component, Function<T, U> to, Function<U, T> from) {
    return new Form<>(type, firstComponent(type), RecordCodec.of(component).as(to, from));
  }

  private static <T extends TraceLine> Form<T> form(Class<T> type) {
    return new Form<>(type, firstComponent(type), RecordCodec.of(type));
  }

  /** The member that names the kind of a line. */
  private static String firstComponent(Class<?> type) {
    return type.getRecordComponents()[0].getName();
  }

  private record Form<T extends TraceLine>(Class<T> type, String member, Codec<T> codec) {
    Object write(TraceLine line) {
      return codec.write().apply(type.cast(line));
    }
  }

  private TraceFormat() {}

  /** The line as text, without its end. */
  public static String write(TraceLine line) {
    for (Form<? extends TraceLine> form : FORMS) {
      if (form.type().isInstance(line)) {
        return Json.write(form.write(line));
      }
    }
    throw new IllegalArgumentException("a trace has no line for " + line);
  }

  /**
   * The line that {@code text} is.
   *
   * @throws TraceFormatException if it is none
   */
  public static TraceLine read(String text) {
    if (text.length() > LONGEST) {
      throw tooLong("line");
    }
    Object json = Json.read(text);
    if (json instanceof Map<?, ?> members) {
      for (Form<? extends TraceLine> form : FORMS) {
        if (members.containsKey(form.member())) {
          requireVersion(members);
          return form.codec().read().apply(json);
        }
      }
    }
    throw new TraceFormatException("not a line of a trace: " + Json.shown(json));
  }

  static TraceFormatException tooLong(String what) {
    return new TraceFormatException("a " + what + " of more than " + LONGEST + " characters");
  }

  private static void requireVersion(Map<?, ?> members) {
    if (members.get("trace") instanceof Long version && version != VERSION) {
      throw new TraceFormatException(
          "version " + version + " of the format, but only " + VERSION + " can be read");
    }
  }

  /** Whether {@code text} begins as a header does, be it of a version that cannot be read. */
  public static boolean isHeader(String text) {
    return text.startsWith("{\"trace\":");
  }
}
