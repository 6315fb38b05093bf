package dev.routeswitcher.engine.trace;

import static dev.routeswitcher.engine.trace.Codec.NUMBER;
import static dev.routeswitcher.engine.trace.Codec.TEXT;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
  public static final long VERSION = 1;

  /** A line of a trace by the member that tells its kind. */
  private static final List<Form<? extends TraceLine>> FORMS =
      List.of(
          new Form<>(
              TraceLine.Told.class,
              "event",
              EventCodecs.EVENT.as(TraceLine.Told::event, TraceLine.Told::new)),
          new Form<>(
              TraceLine.Decided.class,
              "decision",
              DecisionCodecs.DECISION.as(TraceLine.Decided::decision, TraceLine.Decided::new)),
          new Form<>(
              TraceLine.Stepped.class,
              "step",
              Codec.object(
                  (step, out) -> out.put("step", NUMBER, step.atNanos()),
                  in -> new TraceLine.Stepped(in.get("step", NUMBER)))),
          new Form<>(
              TraceLine.Started.class,
              "start",
              Codec.object(
                  (start, out) ->
                      out.put("start", NUMBER, start.atNanos()).put("time", TEXT, start.time()),
                  in -> new TraceLine.Started(in.get("start", NUMBER), in.get("time", TEXT)))),
          new Form<>(
              TraceLine.Missing.class,
              "missing",
              Codec.object(
                  (gap, out) -> out.put("missing", NUMBER, gap.steps()),
                  in -> new TraceLine.Missing(in.get("missing", NUMBER)))),
          new Form<>(
              TraceLine.Ended.class,
              "end",
              Codec.object(
                  (end, out) -> out.put("end", NUMBER, end.steps()),
                  in -> new TraceLine.Ended(in.get("end", NUMBER)))),
          new Form<>(
              TraceLine.Header.class,
              "trace",
              Codec.object(
                  (header, out) ->
                      out.put("trace", NUMBER, header.version())
                          .put("program", TEXT, header.program())
                          .put("config", ConfigCodec.CONFIG, header.config()),
                  TraceFormat::header)));

  private record Form<T extends TraceLine>(Class<T> type, String member, Codec<T> codec) {
    Object write(TraceLine line) {
      return codec.write().apply(type.cast(line));
    }
  }

  /** The one format there is. */
  public TraceFormat() {}

  private static TraceLine.Header header(Codec.Reading in) {
    long version = in.get("trace", NUMBER);
    if (version != VERSION) {
      throw new TraceFormatException(
          "version " + version + " of the format, but only " + VERSION + " can be read");
    }
    return new TraceLine.Header(
        version, in.get("program", TEXT), in.get("config", ConfigCodec.CONFIG));
  }

  /** The line as text, without its end. */
  public String write(TraceLine line) {
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
  public TraceLine read(String text) {
    Object json = Json.read(text);
    if (json instanceof Map<?, ?> members) {
      for (Form<? extends TraceLine> form : FORMS) {
        if (members.containsKey(form.member())) {
          return form.codec().read().apply(json);
        }
      }
    }
    throw new TraceFormatException("none of the lines of a trace: " + shortened(json));
  }

  /** Whether {@code text} begins as a header does, be it of a version that cannot be read. */
  public static boolean isHeader(String text) {
    return text.startsWith("{\"trace\":");
  }

  private static String shortened(@Nullable Object json) {
    String text = Json.write(json);
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}
