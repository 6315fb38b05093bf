package dev.routeswitcher.engine.switching;

import dev.routeswitcher.engine.probe.TargetEvidence;
import java.util.List;

/**
 * Finds the targets that are set aside: one that fails on every uplink while another answers is
 * itself at fault, and does not count until it answers again. Never all of them are.
 */
final class Blame {

  private Blame() {}

  /**
   * A bit for each target that is set aside now.
   *
   * @param before those that were
   * @param targets how many there are
   */
  static int asideNow(List<UplinkStep> uplinks, int before, int targets) {
    int asideBits = before;
    for (int target = 0; target < targets; target++) {
      int bit = 1 << target;
      if (answersAnywhere(uplinks, target)) {
        asideBits &= ~bit;
      } else if (isAtFault(uplinks, target, asideBits | bit, targets)) {
        asideBits |= bit;
      }
    }
    return asideBits;
  }

  private static boolean answersAnywhere(List<UplinkStep> uplinks, int target) {
    for (UplinkStep uplink : uplinks) {
      if (uplink.canTestify() && uplink.probes().evidence(target).answered()) {
        return true;
      }
    }
    return false;
  }

  /** Whether it missed a round in which another target that is not set aside answered. */
  private static boolean isAtFault(
      List<UplinkStep> uplinks, int target, int asideWithIt, int targets) {
    for (UplinkStep uplink : uplinks) {
      TargetEvidence evidence = uplink.probes().evidence(target);
      if (uplink.canTestify() && evidence.missed()) {
        for (int other = 0; other < targets; other++) {
          TargetEvidence witness = uplink.probes().evidence(other);
          boolean counts = (asideWithIt & 1 << other) == 0;
          if (counts && witness.answered() && witness.round() >= evidence.round()) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
