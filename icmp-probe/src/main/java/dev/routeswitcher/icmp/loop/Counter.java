package dev.routeswitcher.icmp.loop;

import dev.routeswitcher.icmp.ProberCounters;

/** The figures of {@link ProberCounters}, by name. */
enum Counter {
  SENT,
  REPLIED,
  LOST,
  UNREACHABLE,
  NOT_SENT,
  LATE_REPLY,
  DUPLICATE,
  WRONG_SOURCE,
  UNKNOWN_SEQUENCE,
  WRONG_PAYLOAD,
  FOREIGN_IDENTIFIER,
  CORRUPT,
  UNMATCHED_ERROR,
  CLOCK_FALLBACK,
  SOCKET_OPENED,
  LISTENER_FAILURE
}
