package dev.routeswitcher.engine;

/** Something the engine decided or found, for whoever cares to know; nothing is to be done. */
public sealed interface Notice {

  /** The engine now wants another uplink to carry the traffic. */
  record SwitchDecided(SwitchChange change) implements Notice {}

  /**
   * The kernel was seen to prefer the wanted uplink.
   *
   * @param tookNanos from the decision to the proof
   */
  record SwitchInForce(SwitchChange change, long tookNanos) implements Notice {}

  /**
   * The wanted switch was refused by the kernel, and what was wanted before is wanted again.
   *
   * @param detail the kernel's words
   */
  record SwitchUndone(SwitchChange change, String detail) implements Notice {}

  /**
   * An uplink's health or its reason changed.
   *
   * @param name its configured name: {@code primary}, {@code secondary}, ...
   * @param condition the reason for its health
   * @param before its health before
   * @param evidence the figures behind that
   */
  record UplinkChanged(
      UplinkKey uplink,
      String name,
      Health health,
      Condition condition,
      Health before,
      Evidence evidence)
      implements Notice {}

  /** Something needs an operator's attention from now on. */
  record AlarmRaised(Alarm alarm) implements Notice {}

  /** The cause of an alarm is gone; it is given as it was raised. */
  record AlarmCleared(Alarm alarm) implements Notice {}
}
