package dev.routeswitcher.engine;

/** Something the engine decided or found, for whoever cares to know; nothing is to be done. */
public sealed interface Notice {

  /**
   * The engine now wants another uplink to carry the traffic.
   *
   * @param change which, why, since when
   */
  record SwitchDecided(SwitchChange change) implements Notice {}

  /**
   * The kernel was seen to prefer the wanted uplink.
   *
   * @param change the decision that is now in force
   * @param tookNanos from the decision to the proof
   */
  record SwitchInForce(SwitchChange change, long tookNanos) implements Notice {}

  /**
   * The wanted switch was refused by the kernel, and what was wanted before is wanted again.
   *
   * @param change what was refused
   * @param detail the kernel's words
   */
  record SwitchUndone(SwitchChange change, String detail) implements Notice {}

  /**
   * An uplink's health or its reason changed.
   *
   * @param uplink which
   * @param name its configured name: {@code primary}, {@code secondary}, ...
   * @param health how it is
   * @param condition why
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

  /**
   * Something needs an operator's attention from now on.
   *
   * @param alarm what
   */
  record AlarmRaised(Alarm alarm) implements Notice {}

  /**
   * An alarm's cause is gone.
   *
   * @param alarm as it was raised
   */
  record AlarmCleared(Alarm alarm) implements Notice {}
}
