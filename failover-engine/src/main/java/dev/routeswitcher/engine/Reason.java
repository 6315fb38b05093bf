package dev.routeswitcher.engine;

/**
 * Why a decision was taken.
 *
 * @param code for programs
 * @param text for people, with figures: {@code 3 rounds failed in a row}
 */
public record Reason(Code code, String text) {

  /** The kinds of reasons. */
  public enum Code {
    /** The uplink answered the first rounds after start. */
    ANSWERED_AT_START,
    /** The boot window ended without a clear answer. */
    BOOT_WINDOW_OVER,
    /** A failover route of an earlier run was found. */
    ADOPTED,
    /** As many rounds in a row failed as the failure threshold. */
    ROUNDS_FAILED,
    /** The link was lost: interface, carrier, address or gateway. */
    LINK_LOST,
    /** A better uplink was stable for long enough. */
    STABLE,
    /** The uplink loses too many probes. */
    LOSSY,
    /** Replies through the uplink take too long. */
    SLOW,
    /** An operator wants the uplink used. */
    CHOSEN,
    /** An operator wants the uplink that was left not to be used. */
    BARRED
  }

  /** The text. */
  @Override
  public String toString() {
    return text;
  }
}
