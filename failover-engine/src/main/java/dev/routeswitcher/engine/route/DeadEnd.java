package dev.routeswitcher.engine.route;

import dev.routeswitcher.engine.Codes;

/** What becomes of packets by a route that leads nowhere ({@code RTN_*}, linux/rtnetlink.h). */
public enum DeadEnd {
  /** They vanish; the host's own are refused (EINVAL). */
  BLACKHOLE,
  /** They are refused (EHOSTUNREACH). */
  UNREACHABLE,
  /** They are refused (EACCES). */
  PROHIBIT,
  /** The look-up goes on with the next rule, as if its table were empty. */
  THROW;

  /** Whether no rule behind that of its table is asked. */
  public boolean endsLookup() {
    return this != THROW;
  }

  /** As {@code ip} writes it: {@code blackhole}. */
  @Override
  public String toString() {
    return Codes.of(this);
  }
}
