package dev.routeswitcher.operations.doctor;

import dev.routeswitcher.engine.Codes;

/** How much a finding matters. */
public enum Severity {
  /** As it should be. */
  OK,
  /** Failover works; something could be better, or is good to know before a switch. */
  ADVICE,
  /** It keeps failover from working, on an uplink at least. */
  FAULT;

  /** As reports write it: {@code fault}. */
  @Override
  public String toString() {
    return Codes.of(this);
  }
}
