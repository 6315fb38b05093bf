package dev.routeswitcher.engine.trace;

/** A line that does not belong to a trace; the message says what is wrong with it. */
public final class TraceFormatException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  TraceFormatException(String message) {
    super(message);
  }
}
