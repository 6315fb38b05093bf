package dev.routeswitcher.engine.trace;

import com.google.common.base.Ascii;

/** A line that does not belong to a trace; the message says what is wrong with it. */
public final class TraceFormatException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  /** Of a message: what it quotes may be long. */
  private static final int LONGEST = 200;

  TraceFormatException(String message) {
    super(Ascii.truncate(message, LONGEST, "..."));
  }
}
