package dev.routeswitcher.runtime;

import dev.routeswitcher.engine.Notice;

/**
 * A listener with a method for each kind of notice; none of them does anything unless overridden.
 */
public interface SwitcherCallbacks extends SwitcherListener {

  /** The traffic is to move; the kernel does not follow yet. */
  default void onSwitchDecided(Notice.SwitchDecided decided) {}

  /** The kernel follows. */
  default void onSwitchInForce(Notice.SwitchInForce done) {}

  /** The kernel refused it: the traffic stays. */
  default void onSwitchUndone(Notice.SwitchUndone undone) {}

  /** The health of an uplink, or the reason for it, is another one. */
  default void onUplinkChanged(Notice.UplinkChanged changed) {}

  /** Something needs attention. */
  default void onAlarmRaised(Notice.AlarmRaised raised) {}

  /** It needs none any more. */
  default void onAlarmCleared(Notice.AlarmCleared cleared) {}

  /** Calls the method that is for it. */
  @Override
  default void onNotice(Notice notice) {
    if (notice instanceof Notice.SwitchDecided decided) {
      onSwitchDecided(decided);
    } else if (notice instanceof Notice.SwitchInForce done) {
      onSwitchInForce(done);
    } else if (notice instanceof Notice.SwitchUndone undone) {
      onSwitchUndone(undone);
    } else if (notice instanceof Notice.UplinkChanged changed) {
      onUplinkChanged(changed);
    } else if (notice instanceof Notice.AlarmRaised raised) {
      onAlarmRaised(raised);
    } else if (notice instanceof Notice.AlarmCleared cleared) {
      onAlarmCleared(cleared);
    }
  }
}
